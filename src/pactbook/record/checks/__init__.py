"""What must hold between the rows of the tables, beyond what the schema says of each cell.

Each check returns problems as ``table.csv: record: what``; `problems` runs all of them. `lookalikes` lists rows that a
person should compare, since they may be one event in two spellings.
"""

from __future__ import annotations

from pactbook.record import Tables
from pactbook.record.checks import organisations, programmes, tables  # noqa: F401 (they register their checks)
from pactbook.record.checks.agreements import lookalikes
from pactbook.record.checks.pages import ARCHIVES, host_of
from pactbook.record.checks.registry import CHECKS, keys

__all__ = ["ARCHIVES", "host_of", "keys", "lookalikes", "problems"]


def problems(record: Tables) -> list[str]:
    """Return everything that does not hold between the rows, empty where all is well."""
    return [problem for function in CHECKS for problem in function(record)]
