"""Which rows of a table are on record already, or may be."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from pactbook import dates
from pactbook.maintain.rows import Row
from pactbook.record import Tables, as_dicts, split
from pactbook.record.declared import Table
from pactbook.record.layers import Candidate, match, same_agreements, same_flights
from pactbook.record.names import fold

_ALIKE = 0.72  # the likeness of two titles, by difflib, from which they may be one
# What rows of a table have in common that tell of one thing; dates may differ in their precision.
_SAME = {
    "agreements": ("parties", "signed", "kind"),
    "events": ("countries", "date", "kind"),
    "missile_tests": ("country", "date", "system_id", "described_as"),
    "designations": ("entity_id", "authority", "designated_on"),
    "missile_systems": ("country", "name"),
    "entities": ("country", "name"),
    "blocs": ("name",),
}


def on_record(rows: Sequence[Row], table: Table, record: Tables) -> tuple[dict[int, str], dict[int, str]]:
    """Return which rows are on record, and which may be.

    An agreement or a flight is on record by the rule by which the record knows those of other datasets; an agreement only if
    its kind is the same or its title alike.

    Parameters
    ----------
    rows : sequence of dict of str to str
        The rows.
    table : Table
        Their table.
    record : Tables
        The record, with the reader's own rows.

    Returns
    -------
    known, doubtful : dict of int to str
        The identifier on record by the position of the row.
    """
    ours = record[table.name]
    key = ours[list(table.key)].agg(":".join, axis=1) if len(ours) else pd.Series(dtype=object)
    known = {i: ":".join(row[name] for name in table.key) for i, row in enumerate(rows)}
    known = {i: named for i, named in known.items() if named in set(key)}
    for one in _alike(rows, ours, table):
        known.setdefault(one.theirs, key.iloc[one.ours])
    same = _RULES.get(table.name)
    doubtful: dict[int, str] = {}
    if same and rows:
        theirs = pd.DataFrame([_typed(row, table) for row in rows])
        candidates = [one for one in same(ours, theirs) if one.theirs not in known]
        sure = [one for one in candidates if _telling(one, ours, theirs)]
        joined, _ = match(sure)
        known |= {i: key.iloc[position] for i, position in joined.items()}
        doubtful = {one.theirs: key.iloc[one.ours] for one in candidates if one.theirs not in known}
    return known, doubtful


_RULES: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Iterable[Candidate]]] = {
    "agreements": same_agreements, "missile_tests": same_flights,
}  # fmt: skip


def _telling(one: Candidate, ours: pd.DataFrame, theirs: pd.DataFrame) -> bool:
    """Tell whether more than parties, year and domain speaks for one document: its kind, or its title."""
    if "kind" not in theirs:
        return True
    our, their = ours.iloc[one.ours], theirs.iloc[one.theirs]
    return bool(our["kind"] == their["kind"]) or _same_title(our["title"], their["title"])


def _same_title(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _ALIKE


def _typed(row: Row, table: Table) -> dict[str, object]:
    return {
        column.name: split(row.get(column.name, "")) if column.is_list else row.get(column.name, "")
        for column in table.fields
    }


def _alike(rows: Sequence[Row], ours: pd.DataFrame, table: Table) -> list[Candidate]:
    """Return the rows that have all in common with one on record that tells of one thing, and a title that is the same."""
    columns = _SAME.get(table.name, ())
    whole = [one for one in columns if not _is_date(one, table)]
    placed: dict[tuple, list[tuple[int, dict]]] = {}
    for position, row in enumerate(as_dicts(ours)):
        placed.setdefault(_values(row, whole), []).append((position, row))
    return [
        Candidate(position, i, (0, 0), True)
        for i, row in enumerate(rows)
        for position, other in placed.get(_values(_typed(row, table), whole), ()) if columns
        if same_thing(row, other, table)
    ]  # fmt: skip


def same_thing(one: Row, other: Row, table: Table) -> bool:
    """Tell whether two rows that are equal in all else have dates that can be one, and the same title where they have one."""
    days = [name for name in _SAME.get(table.name, ()) if _is_date(name, table)]
    title = "title" not in table.columns or fold(one.get("title", "")) == fold(other["title"])
    return title and all(_meet(one.get(name, ""), other.get(name, "")) for name in days)


def _values(row: dict, columns: Iterable[str]) -> tuple:
    return tuple(fold(row[name]) if isinstance(row.get(name), str) else row.get(name, "") for name in columns)


def _is_date(name: str, table: Table) -> bool:
    return next(column for column in table.fields if column.name == name).is_date


def _meet(one: str, other: str) -> bool:
    """Tell whether two dates of reduced precision can be one; what is not known can be any."""
    if not one or not other:
        return True
    (a, b), (c, d) = dates.span(one), dates.span(other)
    return a <= d and c <= b


def repeated(rows: Sequence[Row], table: Table) -> dict[int, int]:
    """Return which rows say again what an earlier one of the same table says, by their positions."""
    columns = [*_SAME.get(table.name, table.key), *(["title"] if "title" in table.columns else [])]
    first: dict[tuple, int] = {}
    found = {}
    for i, row in enumerate(rows):
        values = _values({name: row.get(name, "") for name in columns}, columns)
        if first.setdefault(values, i) != i:
            found[i] = first[values]
    return found
