"""What became of an agreement, computed from its dates and from the steps that events tell of.

The status stands in no column: a date or an event is what a page can be held against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pactbook import dates
from pactbook.record.tables import Tables

STATUSES = ("announced", "initialled", "signed", "ratified", "in_force", "suspended", "expired", "terminated")
UNSIGNED = ("announced", "initialled")
OVER = ("expired", "terminated")
# Documents that plan for some years: they are over when the years are.
PLANS = ("plan", "roadmap", "programme")
# What enters into force as a rule after its signature; memoranda, letters and plans mostly apply from it.
FORMAL = frozenset({"treaty", "agreement", "protocol", "exchange_of_notes"})
# What a cell says of which nothing is known: looked for and not found, or never looked for.
UNTOLD = ("unknown", "not_searched")


def of_rows(tables: Tables, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the status of some agreements on the day of the tables.

    Parameters
    ----------
    tables : Tables
        The record, as of a day.
    rows : iterable of mapping
        Rows of ``agreements.csv``.

    Returns
    -------
    list of str
        One of `STATUSES` a row. The end comes first (terminated where an event says so, else expired), then a suspension,
        entry into force, ratification and signature; a plan, or a document of a fixed term, whose years are over has
        expired.
    """
    taken, day = tables.steps_taken, tables.day
    return [_status(row, taken.get(row["agreement_id"], {}), day) for row in rows]


def _status(row: Mapping[str, Any], steps: Mapping[str, str], day: dt.date) -> str:
    if ended(row, steps, day):
        return "terminated" if "termination" in steps else "expired"
    signed = row["signed"] or row["in_force"] or steps.keys() & {"signing", "ratification", "entry_into_force"}
    if signed and lapsed(row, day):
        return "expired"
    if "suspension" in steps:
        return "suspended"
    if row["in_force"] or "entry_into_force" in steps:
        return "in_force"
    if "ratification" in steps:
        return "ratified"
    if signed:
        return "signed"
    return "initialled" if "initialling" in steps else "announced"


def ended(row: Mapping[str, Any], steps: Mapping[str, str], day: dt.date) -> bool:
    """Tell whether an agreement is over on a day, by its date of end or by an event that tells of it without its day."""
    if row["ended"]:
        return dates.span(row["ended"])[0] <= day
    return "expiry" in steps or "termination" in steps


def lapsed(row: Mapping[str, Any], day: dt.date) -> bool:
    """Tell whether the years for which an agreement plans, or its fixed term, are over on a day."""
    return bool(row["period_end"]) and dates.span(row["period_end"])[1] < day
