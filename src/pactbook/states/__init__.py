"""The states of their day: names, codes, life spans, predecessors, and who sat in the United Nations.

The facts stand in ``data/states.csv`` (one row a state since 1945) and ``data/not_states.csv`` (what is often taken for
one); names in the other languages come from the Unicode CLDR through Babel. Nothing is read before it is asked for.

Called, as in ``pactbook.states("2024-07-05")``, the room gives its table: see `listed`.
"""

import datetime as dt
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from pactbook.states.names import organisation, resolve, spellings
from pactbook.states.system import (
    absorbed,
    codes,
    existed,
    first_day,
    from_cow,
    from_gw,
    holders,
    in_united_nations,
    is_code,
    is_place,
    iso2,
    last_day,
    lineage,
    listed,
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

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "absorbed",
    "codes",
    "existed",
    "first_day",
    "from_cow",
    "from_gw",
    "holders",
    "in_united_nations",
    "is_code",
    "is_place",
    "iso2",
    "last_day",
    "lineage",
    "listed",
    "name",
    "of_its_day",
    "on_day",
    "organisation",
    "place",
    "predecessors",
    "region",
    "resolve",
    "same_line",
    "spellings",
    "subregion",
    "successors",
    "table",
]


class _Room(ModuleType):
    """A module that can be called: ``states`` is a room of the package and a function of its API."""

    def __call__(self, day: str | dt.date | None = None) -> "pd.DataFrame":
        return listed(day)


sys.modules[__name__].__class__ = _Room
