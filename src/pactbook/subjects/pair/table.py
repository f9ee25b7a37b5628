"""What two states have signed with each other, and with everybody else."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pactbook import dates, states
from pactbook.errors import UserError, hint, shown
from pactbook.record import Tables, as_dicts, independent, select
from pactbook.record.status import PLANS
from pactbook.record.tables import LEGAL_STEPS
from pactbook.states import is_code
from pactbook.subjects.findings import records
from pactbook.subjects.ties import COMMITMENTS, DEFENCE, between, commitment, concerns, of_state, standing

LANES = ("document", "legal_step", "visit", "commission", "exercise", "other")
_LANE = {
    "visit": "visit",
    "meeting": "visit",
    "consultation": "commission",
    "commission": "commission",
    "exercise": "exercise",
    "training": "exercise",
    "ratification": "legal_step",
    "entry_into_force": "legal_step",
    "suspension": "legal_step",
    "expiry": "legal_step",
    "termination": "legal_step",
    "initialling": "legal_step",
}
CONTACT_COLUMNS = [
    "record",
    "date",
    "end",
    "lane",
    "kind",
    "title",
    "domains",
    "defence",
    "source_ids",
    "voices",
    "origins",
]


def inherited(tables: Tables, a: str, b: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the documents that predecessors of two states signed, with each other or with the other state, oldest first.

    Returns
    -------
    pandas.DataFrame
        The columns of `pactbook.subjects.ties.documents` and predecessors (the parties that are predecessors). Whether a
        document still binds a successor is not said by who signed it.
    """
    lines = [(state, *states.lineage(state, tables.day)) for state in (a, b)]
    rows = [
        _signed_by(tables, one, other, {a, b}, domains)
        for one in lines[0]
        for other in lines[1]
        if {one, other} != {a, b} and one != other
    ]
    found = pd.concat(rows) if rows else between(tables, a, b, domains).iloc[:0].assign(predecessors=None)
    return found.drop_duplicates("agreement_id").sort_values(["date", "agreement_id"], ignore_index=True)


def _signed_by(tables: Tables, one: str, other: str, today: set[str], domains: Collection[str]) -> pd.DataFrame:
    found = between(tables, one, other, domains)
    return found.assign(predecessors=[tuple(sorted({one, other} - today))] * len(found))


def contacts(tables: Tables, a: str, b: str, since: int, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return every document and dated contact of a dyad from a year on, oldest first.

    Parameters
    ----------
    tables : Tables
        The record.
    a, b : str
        ISO 3166-1 alpha-3, in any order.
    since : int
        First year.
    domains : collection of str
        The domains that count as defence.

    Returns
    -------
    pandas.DataFrame
        record (``table:id``), date (ISO 8601 of the precision known), end (its last day, empty if it had one day), lane (one of
        `LANES`), kind, title (a legal step's after that of the document it concerns), domains, defence (bool), source_ids,
        voices (independent sources), origins.
    """
    documents = between(tables, a, b, domains)
    documents = documents.assign(record=records("agreements", documents.agreement_id), end="", lane="document")
    events = tables.events_between(a, b)
    events = events[events.kind != "signing"]
    events = events.assign(
        record=records("events", events.event_id),
        end=events.end_date,
        lane=[_LANE.get(kind, "other") for kind in events.kind],
        title=_told(tables, events),
        defence=concerns(events, domains),
        voices=independent(tables, events),
    )
    both = pd.concat([documents[CONTACT_COLUMNS], events[CONTACT_COLUMNS]], ignore_index=True)
    if both.empty:
        return both
    recent = select(both, (bool(day) and dates.latest(day).year >= since for day in both.date))
    return recent.sort_values(["date", "record"], ignore_index=True)


def _told(tables: Tables, events: pd.DataFrame) -> list[str]:
    """Return what happened, for a legal step after the title of the one document that it concerns."""
    titles = dict(zip(tables.agreements.agreement_id, tables.agreements.title, strict=True))
    found = []
    for kind, title, concerned in zip(events.kind, events.title, events.agreement_ids, strict=True):
        document = titles.get(concerned[0]) if len(concerned) == 1 and _LANE.get(kind) == "legal_step" else None
        found.append(f"{document}: {title}" if document else title)
    return found


def portfolio(tables: Tables, state: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the defence partners of a state, by documents about some domains.

    Returns
    -------
    pandas.DataFrame
        One row a partner, most documents first: partner (ISO3), documents (of the two alone, on defence, signed and not ended),
        commitment (the strongest, one of `COMMITMENTS`), first, last (dates of signature), agreement_ids. A partner
        with defence contacts but no document has the commitment ``contact``.
    """
    own = standing(of_state(tables, state, domains))
    own = own[~own.plurilateral.astype(bool) & own.partner.map(is_code).astype(bool)]
    own = own.assign(commitment=[commitment(row) for row in as_dicts(own)])
    rows = [_partner_row(partner, group) for partner, group in own.groupby("partner")]
    rows += _contacts_only(tables, state, {row["partner"] for row in rows}, domains)
    columns = ["partner", "documents", "commitment", "first", "last", "agreement_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    order = frame.commitment.map({name: rank for rank, name in enumerate(COMMITMENTS)})
    frame = frame.assign(order=order).sort_values(["documents", "order", "partner"], ascending=[False, True, True])
    return frame.drop(columns="order").reset_index(drop=True)


def ranked(portfolios: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return some portfolios as one table, with the state in the first column."""
    return pd.concat([frame.assign(state=state) for state, frame in portfolios.items()], ignore_index=True)


def sources_of(tables: Tables, partners: pd.DataFrame) -> list[str]:
    """Return the sources of the documents of a portfolio, one entry a document and source."""
    ids = {i for cell in partners.agreement_ids for i in cell}
    return [
        source for cell in tables.agreements[tables.agreements.agreement_id.isin(ids)].source_ids for source in cell
    ]


def _partner_row(partner: str, group: pd.DataFrame) -> dict:
    strongest = min(group.commitment, key=COMMITMENTS.index)
    return {
        "partner": partner,
        "documents": len(group),
        "commitment": strongest,
        "first": min((day for day in group.signed if day), default=""),
        "last": group.signed.max(),
        "agreement_ids": tuple(group.agreement_id),
    }


def _contacts_only(tables: Tables, state: str, known: set[str], domains: Collection[str]) -> list[dict]:
    events = tables.events_of(state)
    met: dict[str, list[str]] = {}
    for row in events.itertuples():
        # A statement is not a contact, and a meeting of many says nothing about two of them.
        if (
            row.date
            and row.kind != "statement"
            and len(row.countries) == 2
            and not set(domains).isdisjoint(row.domains)
        ):
            other = next(code for code in row.countries if code != state)
            met.setdefault(other, []).append(row.date)
    return [
        {
            "partner": other,
            "documents": 0,
            "commitment": "contact",
            "first": min(days),
            "last": max(days),
            "agreement_ids": (),
        }
        for other, days in met.items()
        if other not in known
    ]


def newest_defence_document(documents: pd.DataFrame) -> dict | None:
    """Return the defence document that a dyad signed last, rather alone than with others, or None."""
    signed = documents[documents.defence & (documents.signed != "")]
    alone = signed[~signed.plurilateral.astype(bool)]
    signed = alone if len(alone) else signed
    return None if signed.empty else signed.iloc[-1].to_dict()


def in_focus(documents: pd.DataFrame, focus: str = "") -> pd.DataFrame:
    """Return the documents in focus: the one that is named, else the defence documents of the last day of signature.

    Parameters
    ----------
    documents : pandas.DataFrame
        As `pactbook.subjects.ties.between` gives it.
    focus : str
        An agreement_id, or empty.

    Raises
    ------
    UserError
        If the document is not one of the dyad, or has no date.
    """
    if not focus:
        newest = newest_defence_document(documents)
        if not newest:
            return documents.iloc[:0]
        like = documents.plurilateral.astype(bool) == newest["plurilateral"]
        return documents[documents.defence & like & (documents.signed == newest["signed"])]
    found = documents[documents.agreement_id == focus]
    if found.empty:
        raise UserError(
            f"focus: {shown(focus)} is no document of this pair on record by that day{hint(focus, documents.agreement_id)}"
        )
    if not found.date.iloc[0]:
        raise UserError(f"focus: {shown(focus)} has no date on record: name a document that has one")
    return found


def steps(tables: Tables, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the events that concern some documents, oldest first.

    Returns
    -------
    pandas.DataFrame
        One row an event and document: agreement_id, record (``events:id``), date, kind, countries, title, legal (bool: ratification
        or approval, entry into force, termination), source_ids, origins.
    """
    rows = tables.events.explode("agreement_ids").rename(columns={"agreement_ids": "agreement_id"})
    rows = rows[rows.agreement_id.isin(documents.agreement_id)]
    rows = rows.assign(record=records("events", rows.event_id), legal=rows.kind.isin(LEGAL_STEPS))
    columns = ["agreement_id", "record", "date", "kind", "countries", "title", "legal", "source_ids", "origins"]
    return rows[columns].sort_values(["date", "record"], ignore_index=True)


def lives(documents: pd.DataFrame, focus: pd.DataFrame, most: int = 14) -> pd.DataFrame:
    """Return the documents whose life a chart shows: those about defence, the plans, and those in focus.

    Parameters
    ----------
    documents, focus : pandas.DataFrame
        As `pactbook.subjects.ties.between` and `in_focus` give them.
    most : int
        How many rows; those in focus and the newest stay.

    Returns
    -------
    pandas.DataFrame
        agreement_id, title, kind, date (of signature, else of announcement), in_force, ended, period_start, period_end,
        status_on, defence, in_focus (bool), origins; oldest first. Documents without any date are left out.
    """
    shown = documents.assign(in_focus=documents.agreement_id.isin(focus.agreement_id))
    plan = shown.kind.isin(PLANS) | (shown.period_start != "")
    shown = shown[(shown.defence | plan | shown.in_focus) & (shown.date != "")]
    kept = shown.sort_values(["in_focus", "date"], ascending=False, kind="stable").head(most)
    columns = ["agreement_id", "title", "kind", "date", "in_force", "ended", "period_start", "period_end"]
    return shown.loc[sorted(kept.index), [*columns, "status_on", "defence", "in_focus", "origins"]].reset_index(
        drop=True
    )


def domain_history(found: pd.DataFrame, focus: pd.DataFrame, domains: Collection[str]) -> pd.DataFrame:
    """Return for each domain of a dyad since when it is on record, and whether a document in focus covers it.

    Parameters
    ----------
    found, focus : pandas.DataFrame
        As `contacts` and `in_focus` give them.
    domains : collection of str
        The domains that count as defence.

    Returns
    -------
    pandas.DataFrame
        One row a domain, oldest first: domains (a tuple of one), record, date and title (of the first contact),
        source_ids, origins, documents (signed or announced before the focus), contacts (others before it), covered (bool:
        a document in focus covers it), mark (a dot where it does).
    """
    start = dates.earliest(focus.date.iloc[0]) if len(focus) else None
    covered = set().union(*focus.domains) if len(focus) else set()
    rows = []
    for domain in sorted(domains):
        own = select(found, (domain in cell for cell in found.domains))
        if own.empty:
            continue
        before = select(own, (start is None or dates.latest(day) < start for day in own.date))
        first = own.iloc[0]
        documents = int((before.lane == "document").sum())
        rows.append(
            {"domains": (domain,), "documents": documents, "contacts": len(before) - documents}
            | first[["record", "date", "title", "source_ids", "origins"]].to_dict()
            | {"covered": domain in covered, "mark": "●" if domain in covered else ""}
        )
    columns = [
        "domains", "record", "date", "title", "source_ids", "origins", "documents", "contacts", "covered", "mark"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values(["date", "record"], ignore_index=True, kind="stable")
