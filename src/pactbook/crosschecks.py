"""How often the record and an outside dataset agree where both tell of the same thing, and where not.

The dataset of Kinne (2020) ends in 2010, that of Leeds et al. (2002) in 2018; only what lies within is compared.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pandas as pd

from pactbook import alliances, dates, reference
from pactbook.agreements import DEFENCE
from pactbook.tables import Tables, select

# A dataset dates a document by signature, the record sometimes by a report: a year of difference is no disagreement.
_YEARS_APART = 1


@dataclass(frozen=True)
class Crosscheck:
    """How many of the record's rows an outside dataset confirms, and which it does not."""

    dataset: str
    what: str
    compared: int
    agree: int
    differ: tuple[str, ...]


def run(record: Tables) -> list[Crosscheck]:
    """Return the cross-checks with every outside dataset that is there."""
    found = [defence_agreements(record), allied_dyads(record), bloc_members(record)]
    return [one for one in found if one is not None]


def defence_agreements(record: Tables) -> Crosscheck | None:
    """Compare bilateral defence agreements signed 1980–2010 with DCAD, by dyad and year of signature."""
    dcad = reference.dcad()
    if dcad is None:
        return None
    known = {
        (row.a, row.b, row.year + shift)
        for row in dcad.itertuples()
        for shift in range(-_YEARS_APART, _YEARS_APART + 1)
    }
    first, last = reference.catalogue()["dcad"]["covers"]
    own = select(record.agreements, (bool(DEFENCE & set(cell)) for cell in record.agreements.domains))
    own = own[own.signed != ""]
    own = select(own, (first <= dates.earliest(day).year <= last for day in own.signed))
    agree = [(row.party_a, row.party_b, dates.earliest(row.signed).year) in known for row in own.itertuples()]
    differ = tuple(row.agreement_id for row, same in zip(own.itertuples(), agree, strict=True) if not same)
    return Crosscheck("dcad", "bilateral defence agreements signed in its years", len(own), sum(agree), differ)


def allied_dyads(record: Tables) -> Crosscheck | None:
    """Compare bilateral mutual-defence treaties in its years with ATOP's defence alliances of the two."""
    atop = reference.atop()
    if atop is None:
        return None
    last = reference.catalogue()["atop"]["covers"][1]
    own = record.agreements[(record.agreements.mutual_defence == "yes") & (record.agreements.signed != "")]
    own = select(own, (dates.earliest(day).year <= last for day in own.signed))
    agree = [_allied(atop, row.party_a, row.party_b, dates.earliest(row.signed).year) for row in own.itertuples()]
    differ = tuple(row.agreement_id for row, same in zip(own.itertuples(), agree, strict=True) if not same)
    return Crosscheck("atop", "bilateral mutual-defence treaties signed in its years", len(own), sum(agree), differ)


def _allied(atop: pd.DataFrame, a: str, b: str, year: int) -> bool:
    """Tell whether an alliance with a duty of defence has both states as members in the year or the next."""
    a, b = ("RUS" if code == "SUN" else code for code in (a, b))  # the dataset has one number for both
    alive = atop[atop.defense & (atop.start <= year + _YEARS_APART) & (atop.end >= year)]
    return bool(set(alive[alive.iso3 == a].alliance) & set(alive[alive.iso3 == b].alliance))


def bloc_members(record: Tables) -> Crosscheck | None:
    """Compare membership of mutual-defence blocs at each decade's end with ATOP, pair by pair."""
    atop = reference.atop()
    if atop is None:
        return None
    obliging = set(record.blocs[record.blocs.mutual_defence == "yes"].bloc_id)
    pairs, differ = 0, []
    for year in (1959, 1969, 1979, 1989, 1999, 2009, 2018):
        current = alliances.on_day(record, dates.earliest(f"{year}-12-31"))
        current = current[current.bloc_id.isin(obliging) & (current.role == "member")]
        for bloc, group in current.groupby("bloc_id"):
            for a, b in itertools.combinations(sorted(set(group.iso3)), 2):
                pairs += 1
                if not _allied(atop, a, b, year):
                    differ.append(f"{bloc} {year}: {a}–{b}")
    return Crosscheck(
        "atop",
        "pairs of members of mutual-defence organisations, at seven dates",
        pairs,
        pairs - len(differ),
        tuple(differ),
    )
