"""Sourced answers about defence agreements, alliances and missile programmes.

>>> import pactbook as pb
>>> pair = pb.Pair("Japan", "Philippines", as_of="2024-01-01")
>>> len(pair.agreements) == len(pb.agreements(pair=("Japan", "Philippines"), as_of="2024-01-01"))
True

What stands in ``__all__`` is the API; `pactbook.api` has it, and reads the record only when it is asked. Subjects (`Pair`,
`Bloc`, `Programme`, `Article`) have tables as attributes and exhibits as methods; the other functions give tables.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pactbook import states
    from pactbook.api import (
        Article,
        Bloc,
        Pair,
        Programme,
        agreements,
        designations,
        events,
        flights,
        members,
        sources,
        systems,
    )
    from pactbook.errors import UserError

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Bloc",
    "Pair",
    "Programme",
    "UserError",
    "__version__",
    "agreements",
    "designations",
    "events",
    "flights",
    "members",
    "sources",
    "states",
    "systems",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for: nothing is read, and no library loaded, before that."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "states":  # a room of the package that can be called
        return importlib.import_module("pactbook.states")
    return getattr(importlib.import_module("pactbook.errors" if name == "UserError" else "pactbook.api"), name)


def __dir__() -> list[str]:
    return __all__
