"""Rows of several origins in one record: ours, those of outside datasets, and a reader's own.

One document that two layers know is one row with both origins. Our values win, and an outside row fills nothing. What may be
one document, but need not, is listed as doubtful and stays two rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.record.days import drop_dangling
from pactbook.record.names import fold, of_systems
from pactbook.record.outside.catalogue import catalogue, source, source_id
from pactbook.record.outside.cns import flights
from pactbook.record.outside.dcad import agreements
from pactbook.record.tables import DOUBTFUL_COLUMNS, OURS, YOURS, Tables, as_dicts, select

OUTSIDE = "outside"
ORIGINS = (OURS, OUTSIDE, YOURS)
# Tables whose rows are what others name; they stay when our own rows are left out.
_NAMED = ("sources", "blocs", "missile_systems", "entities")
_YEAR = dt.timedelta(days=366)
_DEFENCE = "defence"
_Row = dict[str, Any]
_Placed = tuple[int, _Row]


@dataclass(frozen=True)
class Candidate:
    """Two rows that may tell of one thing, by their positions.

    Attributes
    ----------
    ours, theirs : int
        The positions.
    rank : tuple
        How well the dates match, the best lowest.
    exact : bool
        Whether the dates can be the same.
    why_not : str
        Why they are not taken for one even if nothing else comes into question; empty if they are.
    """

    ours: int
    theirs: int
    rank: tuple[int, int]
    exact: bool
    why_not: str = ""


def merged(tables: Tables, origins: Collection[str], reference: Path | None = None) -> Tables:
    """Return the rows of some origins as one record.

    Parameters
    ----------
    tables : Tables
        Our rows and the reader's own.
    origins : collection of str
        Some of `ORIGINS`. Without ours, only the rows that others name stay of them: sources, organisations, systems and
        entities.
    reference : pathlib.Path, optional
        Folder of the outside datasets; default `pactbook.paths.reference`.

    Returns
    -------
    Tables
        Outside rows have origins such as ``outside:dcad``; `doubtful` lists what may be one document or flight.
    """
    kept = tables if OURS in origins else _without_ours(tables)
    if OUTSIDE not in origins:
        return kept
    for layer in _LAYERS:
        kept = layer(kept, reference)
    return kept


def _without_ours(tables: Tables) -> Tables:
    frames = {
        name: tables[name] if name in _NAMED else select(tables[name], (row != (OURS,) for row in tables[name].origins))
        for name in tables.names
    }
    return replace(tables, **drop_dangling(frames, tables.folder))


# ------------------------------------------------------------------------------------------------------- layers


def _with_agreements(tables: Tables, reference: Path | None) -> Tables:
    theirs = agreements(reference, tables.folder)
    return _laid(tables, "agreements", theirs, "dcad", same_agreements)


def _with_flights(tables: Tables, reference: Path | None) -> Tables:
    systems = {state: of_systems(own) for state, own in tables.missile_systems.groupby("country")}
    theirs = flights(systems, reference, tables.folder)
    return _laid(tables, "missile_tests", theirs, "cns", same_flights)


_LAYERS: tuple[Callable[[Tables, Path | None], Tables], ...] = (_with_agreements, _with_flights)


def _laid(
    tables: Tables,
    table: str,
    theirs: pd.DataFrame | None,
    dataset: str,
    same: Callable[[pd.DataFrame, pd.DataFrame], Iterable[Candidate]],
) -> Tables:
    """Lay the rows of a dataset beside those of a table, with the sources that they cite."""
    if theirs is None:
        return tables
    frame, doubtful = laid(tables[table], theirs, f"{OUTSIDE}:{dataset}", same(tables[table], theirs))
    cited = {one for ids in theirs.source_ids for one in ids}
    sources = [source(name, tables.folder) for name in catalogue(tables.folder) if source_id(name) in cited]
    added = pd.DataFrame(sources).assign(origins=[(f"{OUTSIDE}:{dataset}",)] * len(sources))
    return replace(
        tables,
        **{table: frame},
        sources=_stacked(tables.sources, added),
        doubtful=pd.concat([tables.doubtful, doubtful.assign(table=table)], ignore_index=True)[DOUBTFUL_COLUMNS],
    )


def laid(
    ours: pd.DataFrame, theirs: pd.DataFrame, origin: str, candidates: Iterable[Candidate]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of two layers as one table, and what may be one row but need not.

    Parameters
    ----------
    ours, theirs : pandas.DataFrame
        Rows of one table; ours with `origins`. The first column is the identifier.
    origin : str
        Of theirs.
    candidates : iterable of Candidate
        What comes into question.

    Returns
    -------
    table : pandas.DataFrame
        Ours, where they are theirs too with both origins; then the rest of theirs.
    doubtful : pandas.DataFrame
        record_id, outside_id, origin, why.
    """
    joined, open_ = match(candidates)
    known = set(joined.values())
    both = [(*origins, origin) if row in known else origins for row, origins in enumerate(ours.origins)]
    own = ours.assign(origins=pd.Series([ordered(origins) for origins in both], index=ours.index, dtype=object))
    rest = select(theirs, (row not in joined for row in range(len(theirs))))
    rest = rest.assign(origins=pd.Series([(origin,)] * len(rest), index=rest.index, dtype=object))
    key = ours.columns[0]
    doubtful = [(ours[key].iloc[c.ours], theirs[key].iloc[c.theirs], origin, why) for c, why in open_]
    return _stacked(own, rest), pd.DataFrame(doubtful, columns=["record_id", "outside_id", "origin", "why"])


def _stacked(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    if theirs.empty:
        return ours
    return pd.concat([ours, theirs[ours.columns].astype(ours.dtypes)], ignore_index=True)


def ordered(origins: Iterable[str]) -> tuple[str, ...]:
    """Return some origins once each, in the order of `ORIGINS`."""
    return tuple(sorted(set(origins), key=lambda one: (ORIGINS.index(one.partition(":")[0]), one)))


# ------------------------------------------------------------------------------------------------------ matching


def match(candidates: Iterable[Candidate]) -> tuple[dict[int, int], list[tuple[Candidate, str]]]:
    """Take one row for another where their dates match best, and for no third.

    Two rows whose dates can be the same are taken for one if no other row matches either of them as well; two rows of one
    year, if none else comes into question for either.

    Returns
    -------
    joined : dict
        Position of ours by that of theirs.
    doubtful : list of tuple
        Each candidate that is left, and why it was not taken.
    """
    left = list(candidates)
    joined: dict[int, int] = {}
    while sure := _sure(left):
        joined |= {one.theirs: one.ours for one in sure}
        taken = {one.ours for one in sure}
        left = [one for one in left if one.ours not in taken and one.theirs not in joined]
    rivals = _rivals(left)
    return joined, [(one, "several candidates" if rivals(one) else one.why_not) for one in left]


def _sure(left: list[Candidate]) -> list[Candidate]:
    rivals = _rivals(left)
    return [
        one for one in left if not one.why_not and all(one.exact and one.rank < other.rank for other in rivals(one))
    ]


def _rivals(left: list[Candidate]) -> Callable[[Candidate], list[Candidate]]:
    """Return what tells which other candidates there are for either row of one."""
    by_ours, by_theirs = defaultdict(list), defaultdict(list)
    for one in left:
        by_ours[one.ours].append(one)
        by_theirs[one.theirs].append(one)
    return lambda one: [other for other in [*by_ours[one.ours], *by_theirs[one.theirs]] if other != one]


def same_agreements(ours: pd.DataFrame, theirs: pd.DataFrame) -> Iterator[Candidate]:
    """Yield the agreements that may be one: the same parties, signed within a year, of the same broad kind.

    Two framework agreements on defence are of one kind, and others that share a domain. Where only the years are apart,
    nothing else speaks for one document.
    """
    for (i, one), (j, other) in _together(ours, theirs, "parties"):
        if not one["signed"] or not other["signed"] or not _one_kind(one["domains"], other["domains"]):
            continue
        gap, width = _apart(one["signed"], other["signed"])
        if gap <= _YEAR:
            one_year = not _years(one["signed"]).isdisjoint(_years(other["signed"]))
            yield Candidate(i, j, (gap.days, width.days), not gap, "" if one_year else "another year")


def _one_kind(ours: Collection[str], theirs: Collection[str]) -> bool:
    return _DEFENCE in ours if _DEFENCE in theirs else not set(ours).isdisjoint(theirs)


def same_flights(ours: pd.DataFrame, theirs: pd.DataFrame) -> Iterator[Candidate]:
    """Yield the flights that may be one: of one state and one day, or month where only that is known, and one name.

    Two flights of a day of which one has a name that no system on record has may be one too.
    """
    for (i, one), (j, other) in _together(ours, theirs, "country"):
        gap, width = _apart(one["date"], other["date"])
        if gap:
            continue
        if _one_name(one, other):
            yield Candidate(i, j, (0, width.days), True)
        elif not (one["system_id"] and other["system_id"]):
            yield Candidate(i, j, (1, width.days), False, "another name")


def _one_name(one: _Row, other: _Row) -> bool:
    if one["system_id"] or other["system_id"]:
        return one["system_id"] == other["system_id"]
    return fold(one["described_as"]) == fold(other["described_as"])


def _together(ours: pd.DataFrame, theirs: pd.DataFrame, column: str) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield the rows that have one value of a column, each with its position."""
    places: dict[Any, list[_Placed]] = defaultdict(list)
    for placed in enumerate(as_dicts(ours)):
        places[placed[1][column]].append(placed)
    for other in enumerate(as_dicts(theirs)):
        for placed in places.get(other[1][column], ()):
            yield placed, other


def _apart(one: str, other: str) -> tuple[dt.timedelta, dt.timedelta]:
    """Return how far two dates of reduced precision are apart, nothing if they can be the same, and what they span."""
    (a, b), (c, d) = dates.span(one), dates.span(other)
    return max(a - d, c - b, dt.timedelta(0)), max(b, d) - min(a, c)


def _years(text: str) -> set[int]:
    first, last = dates.span(text)
    return {first.year, last.year}
