"""How often the record and an outside dataset agree where both tell of the same thing, and where not.

The dataset of Kinne (2020) ends in 2010, that of Leeds et al. (2002) in 2018; only what lies within is compared. Each
difference is told with what the dataset says of the two states instead.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pactbook import dates, states
from pactbook.record import Tables, outside, select
from pactbook.subjects import membership
from pactbook.subjects.ties import DEFENCE

# A dataset dates a document by signature, the record sometimes by a report: a year of difference is no disagreement.
YEARS_APART = 1

# Kinne (2020) counts framework agreements on routine cooperation, and sets these apart from them.
_SET_APART = frozenset({"mutual_defence", "status_of_forces", "basing"})


@dataclass(frozen=True)
class Crosscheck:
    """How many of the record's rows an outside dataset confirms, and why it does not confirm the others."""

    dataset: str
    what: str
    compared: int
    agree: int
    differ: dict[str, str]


def run(record: Tables) -> list[Crosscheck]:
    """Return the cross-checks with every outside dataset that is there."""
    found = [defence_agreements(record), allied_dyads(record), bloc_members(record)]
    return [one for one in found if one is not None]


def defence_agreements(record: Tables) -> Crosscheck | None:
    """Compare bilateral defence agreements signed 1980–2010 with DCAD, by dyad and year of signature."""
    dcad = outside.dcad()
    if dcad is None:
        return None
    known = {
        (row.a, row.b, row.year + shift) for row in dcad.itertuples() for shift in range(-YEARS_APART, YEARS_APART + 1)
    }
    first, last = outside.catalogue()["dcad"]["covers"]
    bilateral = of_two_states(record)
    own = select(bilateral, (bool(DEFENCE & set(cell)) for cell in bilateral.domains))
    own = own[own.signed != ""]
    own = select(own, (first <= dates.earliest(day).year <= last for day in own.signed))
    differ = {
        row.agreement_id: _why_not_in_dcad(row, dcad)
        for row in own.itertuples()
        if (row.parties[0], row.parties[1], dates.earliest(row.signed).year) not in known
    }
    return Crosscheck(
        "dcad", "bilateral defence agreements signed in its years", len(own), len(own) - len(differ), differ
    )


def of_two_states(record: Tables) -> pd.DataFrame:
    """Return the agreements of two states: an organisation is in no dyad of the datasets."""
    parties = record.agreements.parties
    return select(record.agreements, (len(both) == 2 and all(map(states.is_code, both)) for both in parties))


def _why_not_in_dcad(row: Any, dcad: pd.DataFrame) -> str:
    """Say what DCAD has of the two states instead, or which of its rules leaves the document out."""
    strangers = {row.parties[0], row.parties[1]} - set(dcad.a) - set(dcad.b)
    if strangers:
        return f"{', '.join(states.name(code) for code in sorted(strangers))} is not among its states"
    if row.kind == "declaration":
        return "a declaration, while it counts formal agreements"
    if apart := sorted(_SET_APART & set(row.domains)):
        return f"{', '.join(apart).replace('_', ' ')}, which it sets apart"
    years = sorted(set(dcad[(dcad.a == row.parties[0]) & (dcad.b == row.parties[1])].year))
    if years:
        return f"its documents of the two are of {', '.join(map(str, years))}"
    return "it has no document of the two"


def allied_dyads(record: Tables) -> Crosscheck | None:
    """Compare bilateral mutual-defence treaties in its years with ATOP's defence alliances of the two."""
    atop = outside.atop()
    if atop is None:
        return None
    last = outside.catalogue()["atop"]["covers"][1]
    bilateral = of_two_states(record)
    own = bilateral[(bilateral.mutual_defence == "yes") & (bilateral.signed != "")]
    own = select(own, (dates.earliest(day).year <= last for day in own.signed))
    years = [dates.earliest(day).year for day in own.signed]
    differ = {
        row.agreement_id: _why_not_in_atop(atop, row.parties[0], row.parties[1], year)
        for row, year in zip(own.itertuples(), years, strict=True)
        if not _allied(atop, row.parties[0], row.parties[1], year)
    }
    return Crosscheck(
        "atop", "bilateral mutual-defence treaties signed in its years", len(own), len(own) - len(differ), differ
    )


def _alive(atop: pd.DataFrame, year: int) -> pd.DataFrame:
    return atop[(atop.start <= year + YEARS_APART) & (atop.end >= year)]


def _shared(atop: pd.DataFrame, a: str, b: str, year: int) -> set[int]:
    """Return the alliances of which both states are members in the year or the next."""
    alive = _alive(atop, year)
    return set(alive[alive.iso3 == a].alliance) & set(alive[alive.iso3 == b].alliance)


def allied_pairs(atop: pd.DataFrame, year: int) -> set[tuple[str, str]]:
    """Return the pairs of states, in alphabetical order, that one alliance obliges to defence in a year or the next."""
    obliged = _alive(atop[atop.defense], year)
    members = (sorted(set(group.iso3)) for _, group in obliged.groupby("alliance"))
    return {both for group in members for both in itertools.combinations(group, 2)}


def _allied(atop: pd.DataFrame, a: str, b: str, year: int) -> bool:
    """Tell whether one alliance obliges both states to defence in the year or the next."""
    return bool(_shared(atop[atop.defense], a, b, year))


def _why_not_in_atop(atop: pd.DataFrame, a: str, b: str, year: int) -> str:
    """Say whether ATOP has an alliance of the two at all, and whom it obliges to defence."""
    shared = _shared(atop, a, b, year)
    if not shared:
        return "it has no alliance of the two"
    bound = [code for code in (a, b) if shared & _shared(atop[atop.defense], code, code, year)]
    if not bound:
        return "its alliance of the two obliges neither to defence"
    return f"of the two it obliges {' and '.join(map(states.name, bound))} to defence, in no alliance both"


def bloc_members(record: Tables) -> Crosscheck | None:
    """Compare membership of mutual-defence blocs at each decade's end with ATOP, pair by pair."""
    atop = outside.atop()
    if atop is None:
        return None
    pairs, differ = 0, {}
    for year in (1959, 1969, 1979, 1989, 1999, 2009, 2018):
        day = dt.date(year, 12, 31)
        current = membership.on_day(record, day)
        current = current[current.bloc_id.isin(membership.obliges(record, day)) & (current.role == "member")]
        for bloc, group in current.groupby("bloc_id"):
            for a, b in itertools.combinations(sorted(set(group.iso3)), 2):
                pairs += 1
                if not _allied(atop, a, b, year):
                    differ[f"{bloc} {year}: {a}–{b}"] = _why_not_in_atop(atop, a, b, year)
    return Crosscheck(
        "atop",
        "pairs of members of mutual-defence organisations, at seven dates",
        pairs,
        pairs - len(differ),
        differ,
    )
