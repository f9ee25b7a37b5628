"""The package from Python: ``import pactbook as pb`` lists what stands here.

States and organisations are named as anybody writes them, days are dates or text (``YYYY-MM-DD``, ``today``, ``latest``: the
day of the newest page read). Tables are tidy frames of the caller's own: every column is text, but for numbers (float, NaN
where empty), integers (Int64), yes and no (bool) and lists (tuples); dates are ISO 8601 of the precision known, empty where
unknown. ``data/README.md`` is the dictionary of the columns and of the values that they can have.

A function imports what it needs: who asks for a table waits for no library that draws.
"""

from pactbook.api.subjects import Article, Bloc, Pair, Programme
from pactbook.api.tables import agreements, designations, events, flights, members, sources, systems

__all__ = [
    "Article",
    "Bloc",
    "Pair",
    "Programme",
    "agreements",
    "designations",
    "events",
    "flights",
    "members",
    "sources",
    "systems",
]
