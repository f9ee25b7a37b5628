"""What counts as a defence document, as in place on a day, and as a tie of two states: one rule each, used everywhere.

Two states are tied while a defence document of the two alone is signed and has not ended. A document of several parties is
on record with each two of them, and ties none: one that two dozen states sign would tie every pair of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import pandas as pd

from pactbook import dates
from pactbook.record import Tables, as_dicts, confidence, independent, select, status
from pactbook.record.voices import naming
from pactbook.states import existed, is_code

# Domains that make a document or a meeting a defence contact.
DEFENCE = frozenset(
    {
        "defence",
        "mutual_defence",
        "military_technical",
        "arms_trade",
        "training",
        "exercises",
        "intelligence",
        "basing",
        "status_of_forces",
        "classified_information",
    }
)
INDUSTRY = frozenset({"military_technical", "arms_trade"})
# The commitments of two states, strongest first.
COMMITMENTS = ("mutual_defence", "guarantee", "consultation", "cooperation", "industry", "contact")
_BY_DUTY = {"yes": "mutual_defence", "one_sided": "guarantee", "consultation": "consultation"}
PAIR_COLUMNS = ["a", "b", "documents", "commitment", "first", "agreement_ids"]


def counted(domains: Collection[str]) -> frozenset[str]:
    """Return the domains that count as defence: those asked for, or `DEFENCE` where none is."""
    return frozenset(domains) or DEFENCE


def concerns(frame: pd.DataFrame, domains: Collection[str]) -> np.ndarray:
    """Tell of each row whether it concerns one of some domains; of type bool also where there is no row."""
    return np.array([not set(domains).isdisjoint(cell) for cell in frame.domains], dtype=bool)


# ---------------------------------------------------------------------------------------------------- documents


def documents(tables: Tables, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return every agreement on record, oldest first.

    Parameters
    ----------
    tables : Tables
        The record.
    domains : collection of str
        The domains that count as defence.

    Returns
    -------
    pandas.DataFrame
        The columns of ``agreements.csv`` and: date (signed, else announced), plurilateral (bool: more than two parties),
        defence (bool), status_on (the status on the day of the tables), confidence (high / medium / low), voices
        (independent sources), kind_is (named: by the document or a party; reported: by the press alone), alive (bool:
        two parties or more still exist).
    """
    return described(tables, tables.agreements, domains)


def between(tables: Tables, a: str, b: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the agreements to which two parties belong, alone or with others; columns as `documents`."""
    return described(tables, tables.agreements_of(a, b), domains)


def of_state(tables: Tables, state: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return all agreements of a state, one row a partner in `partner`; other columns as `documents`."""
    own = tables.agreements_of(state)
    partners = [tuple(party for party in parties if party != state) for parties in own.parties]
    return described(tables, own.assign(partner=pd.Series(partners, index=own.index, dtype=object)), domains).explode(
        "partner", ignore_index=True
    )


def described(
    tables: Tables, frame: pd.DataFrame, domains: Collection[str] = DEFENCE, day: dt.date | None = None
) -> pd.DataFrame:
    """Return some rows of the agreements with what is computed of each, oldest first; columns as `documents`."""
    frame = frame.assign(
        date=frame.signed.where(frame.signed != "", frame.announced),
        plurilateral=frame.parties.map(len).astype(int) > 2,
        defence=concerns(frame, domains),
        confidence=confidence(tables, frame),
        voices=independent(tables, frame),
        kind_is=naming(tables, frame),
        alive=np.array([_alive(parties, day or tables.day) for parties in frame.parties], dtype=bool),
        status_on=status.of_rows(tables, as_dicts(frame)),
    )
    return frame.sort_values(["date", "agreement_id"], ignore_index=True)


def _alive(parties: Collection[str], day: dt.date) -> bool:
    """Tell whether two parties or more existed on a day; an organisation counts as one."""
    return sum(not is_code(party) or existed(party, day) for party in parties) > 1


def commitment(agreement: dict) -> str:
    """Return which of `COMMITMENTS` an agreement is."""
    cooperation = "industry" if DEFENCE & set(agreement["domains"]) <= INDUSTRY else "cooperation"
    return _BY_DUTY.get(agreement["mutual_defence"], cooperation)


def standing(found: pd.DataFrame) -> pd.DataFrame:
    """Return those of `documents` that are about defence, signed, and have not ended, by parties that still exist."""
    return found[found.defence & ~found.status_on.isin([*status.UNSIGNED, *status.OVER]) & found.alive]


def in_place(tables: Tables, day: dt.date, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return what was `standing` on a day, by what the tables know now.

    A document counts from its signature; without that day from its entry into force; without any date from the first page
    that tells of it. One that is over without a known day of its end is left out on all days.
    """
    if day == tables.day:
        return standing(documents(tables, domains))
    frame = tables.agreements[concerns(tables.agreements, domains)]
    rows = as_dicts(frame)
    taken, first_told = tables.steps_taken, _first_told(tables)
    keep = [
        one not in status.UNSIGNED and _was_in_place(row, taken, first_told, day)
        for row, one in zip(rows, status.of_rows(tables, rows), strict=True)
    ]
    found = described(tables, select(frame, keep), domains, day)
    return found[found.alive].reset_index(drop=True)


def _was_in_place(row: dict, taken: dict, first_told: dict[str, dt.date], day: dt.date) -> bool:
    since = dates.earliest(row["signed"] or row["in_force"]) or min(first_told[i] for i in row["source_ids"])
    steps = taken.get(row["agreement_id"], {})
    return since <= day and not status.lapsed(row, day) and not status.ended(row, steps, day)


def _first_told(tables: Tables) -> dict[str, dt.date]:
    """Return by source the last day on which its page can have appeared."""
    sources = tables.sources
    days = zip(sources.source_id, sources.published, sources.seen_on, strict=True)
    return {source: dates.latest(published or seen) for source, published, seen in days}


# --------------------------------------------------------------------------------------------------------- ties


def closest(tied: pd.DataFrame, a: str, b: str, day: dt.date) -> list[str]:
    """Return the states of a day with which two have documents: partners of both first, then those with most documents.

    Parameters
    ----------
    tied : pandas.DataFrame
        Pairs of states, as `pairs` gives them.
    a, b : str
        ISO 3166-1 alpha-3.
    day : datetime.date
        Partners that did not exist on it are left out.
    """
    of_a, of_b = (
        {r.b if r.a == one else r.a: r.documents for r in tied.itertuples() if one in (r.a, r.b)} for one in (a, b)
    )
    others = [state for state in of_a.keys() | of_b.keys() if state not in (a, b) and existed(state, day)]

    def rank(state: str) -> tuple:
        return (state not in of_a or state not in of_b, -(of_a.get(state, 0) + of_b.get(state, 0)), state)

    return sorted(others, key=rank)


def pairs(found: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of states that some documents tie.

    Parameters
    ----------
    found : pandas.DataFrame
        Rows of `documents`, as `standing` or `in_place` give them.

    Returns
    -------
    pandas.DataFrame
        One row a pair: a, b (ISO3, alphabetical), documents, commitment (the strongest, one of `COMMITMENTS`), first
        (earliest date of signature, may be empty), agreement_ids. Organisations that are parties are no states and tie
        nobody.
    """
    joined: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in as_dicts(found[~found.plurilateral.astype(bool)]):
        if all(map(is_code, row["parties"])):
            own = (row["agreement_id"], commitment(row), row["signed"])
            joined.setdefault(row["parties"], []).append(own)
    rows = [
        {
            "a": a,
            "b": b,
            "documents": len(own),
            "commitment": min((kind for _, kind, _ in own), key=COMMITMENTS.index),
            "first": min((day for _, _, day in own if day), default=""),
            "agreement_ids": tuple(name for name, _, _ in own),
        }
        for (a, b), own in sorted(joined.items())
    ]
    return pd.DataFrame(rows, columns=PAIR_COLUMNS)


def current(tables: Tables, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the `pairs` of states that are tied on the day of the tables."""
    return pairs(standing(documents(tables, domains)))


def without(joined: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Return some pairs but for that of two states."""
    first, second = sorted((a, b))
    return joined[(joined.a != first) | (joined.b != second)]
