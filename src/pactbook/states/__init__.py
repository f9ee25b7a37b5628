"""The states of their day: names, codes, life spans, predecessors, and who sat in the United Nations.

The facts stand in ``data/states.csv`` (one row a state since 1945) and ``data/not_states.csv`` (what is often taken for
one); names in the other languages come from the Unicode CLDR through Babel. Nothing is read before it is asked for.
"""

from pactbook.states.names import resolve
from pactbook.states.system import (
    absorbed,
    codes,
    existed,
    first_day,
    from_cow,
    from_gw,
    in_united_nations,
    is_code,
    is_place,
    iso2,
    last_day,
    lineage,
    name,
    of_its_day,
    on_day,
    place,
    predecessors,
    region,
    same_line,
    subregion,
    successors,
    table,
)

__all__ = [
    "absorbed",
    "codes",
    "existed",
    "first_day",
    "from_cow",
    "from_gw",
    "in_united_nations",
    "is_code",
    "is_place",
    "iso2",
    "last_day",
    "lineage",
    "name",
    "of_its_day",
    "on_day",
    "place",
    "predecessors",
    "region",
    "resolve",
    "same_line",
    "subregion",
    "successors",
    "table",
]
