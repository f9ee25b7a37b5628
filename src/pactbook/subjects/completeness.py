"""How much of what open pages tell of is on record: what was searched, and what independent draws found.

A draw is a list of documents that a reader found who had not seen the tables, for states and years drawn by chance. The
share of them that is on record estimates the share of all that open pages tell of; record and draw together estimate how
many that are, by capture and recapture (Chapman 1951, University of California Publications in Statistics 1, 131).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import scipy

from pactbook import dates, states
from pactbook.locale import Language
from pactbook.record import Tables, select
from pactbook.subjects.findings import Finding

# The years by which sweeps were made.
PERIODS = ((2010, 2014), (2015, 2019), (2020, 2022), (2023, 2026))
_Z = 1.959964  # standard normal, 95 %


def swept(tables: Tables, state: str) -> list[tuple[int, int]]:
    """Return the periods of `PERIODS` for which a state was searched: a query of its own lies in or over each."""
    own = tables.sweeps[tables.sweeps.state == state]
    asked = [tuple(int(year) for year in period.split("-")) for period in own.period]
    return [(first, last) for first, last in PERIODS if any(a <= last and z >= first for a, z in asked)]


def shares(tables: Tables, by: str) -> pd.DataFrame:
    """Return the share of the drawn documents that was on record when they were drawn.

    Parameters
    ----------
    tables : Tables
        The record.
    by : {"all", "period", "region", "kind"}
        What the draws are parted by: the year of signature, the M49 region of the parties (a document of two regions counts
        in both), or the kind of document.

    Returns
    -------
    pandas.DataFrame
        One row a group: group, drawn, on_record, share, low, high (95 % interval of Wilson 1927).
    """
    rows = tables.draws.assign(group=[_groups(row, by) for row in tables.draws.itertuples()]).explode("group")
    found = []
    for group, own in rows.dropna(subset=["group"]).groupby("group", sort=True):
        known = int((own.on_record == "yes").sum())
        found.append((group, len(own), known, known / len(own), *interval(known, len(own))))
    return pd.DataFrame(found, columns=["group", "drawn", "on_record", "share", "low", "high"])


def interval(some: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927, Journal of the American Statistical Association 22, 209)."""
    low, high = scipy.stats.binomtest(some, of).proportion_ci(method="wilson")
    return low, high


def _groups(row: Any, by: str) -> list[str]:
    if by == "period":
        if not row.signed:
            return []
        year = dates.span(row.signed)[0].year
        return [f"{first}–{last}" for first, last in PERIODS if first <= year <= last]
    if by == "region":
        return sorted({states.region(party) for party in row.parties if states.is_code(party)})
    return [row.kind] if by == "kind" else ["all"]


def estimate(tables: Tables) -> tuple[int, int, int] | None:
    """Return how many documents signed since the first period open pages tell of: estimate, low, high (95 %).

    Chapman's estimator takes the record as the first sample and the draws as the second. It is too low where both find the
    same well-told documents, as they do.

    Returns
    -------
    tuple of int or None
        None where nothing was drawn.
    """
    if tables.draws.empty:
        return None
    first = select(tables.agreements, (day[:4] >= str(PERIODS[0][0]) for day in tables.agreements.signed))
    n1, n2, both = len(first), len(tables.draws), int((tables.draws.on_record == "yes").sum())
    total = (n1 + 1) * (n2 + 1) / (both + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both) / ((both + 1) ** 2 * (both + 2))
    spread = _Z * math.sqrt(max(0.0, variance))
    return round(total), round(max(n1, total - spread)), round(total + spread)


def find_completeness(tables: Tables, a: str, b: str, t: Language) -> Finding:
    """Say for which periods two states were searched, and which share of the documents drawn anew is on record."""
    if int(tables.counted_until[:4]) < PERIODS[0][0]:
        text = t(
            "States were searched for one by one for the years from {year} on: of earlier ones the record mostly holds what was "
            "met on the way, so that what is not found here may well exist.",
            year=PERIODS[0][0],
        )
        return Finding("completeness", text)
    parts = [_swept(tables, state, t) for state in (a, b)]
    found = shares(_as_known(tables), "all")
    if len(found):
        row = found.iloc[0]
        parts.append(
            t.plural(
                "Of {n} defence document signed from {year} to {day} that a reader drew without seeing the record, {share} % was "
                "on it when it was drawn (95 % interval {low} to {high} %): what is not found here may still exist, above all of "
                "earlier years.",
                "Of {n} defence documents signed from {year} to {day} that a reader drew without seeing the record, {share} % were "
                "on it when they were drawn (95 % interval {low} to {high} %): what is not found here may still exist, above all "
                "of earlier years.",
                int(row.drawn),
                year=PERIODS[0][0],
                day=t.date(tables.counted_until),
                share=t.number(round(100 * row.share)),
                low=t.number(round(100 * row.low)),
                high=t.number(round(100 * row.high)),
            )
        )
    return Finding("completeness", " ".join(parts))


def _as_known(tables: Tables) -> Tables:
    """Return the tables with the draws that were signed by their day, on record where the tables of the day hold them."""
    if tables.is_latest:
        return tables
    there = set(tables.agreements.agreement_id)
    known = [
        "yes" if row.on_record == "yes" and not there.isdisjoint(row.agreement_id) else "no"
        for row in tables.draws.itertuples()
    ]
    signed = [bool(day) and dates.span(day)[1] <= tables.day for day in tables.draws.signed]
    return replace(tables, draws=select(tables.draws.assign(on_record=known), signed))


def _joined(periods: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return periods with those that follow each other as one."""
    joined: list[tuple[int, int]] = []
    for first, last in periods:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined


def _swept(tables: Tables, state: str, t: Language) -> str:
    periods = swept(tables, state)
    name = t.state(state)
    if not periods:
        return t("{state} was not searched for by itself.", state=name)
    told = t.list([f"{first}–{last}" for first, last in _joined(periods)])
    return t("{state} was searched for by itself for {periods}.", state=name, periods=told)
