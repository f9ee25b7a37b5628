"""What two states have signed with each other, and with everybody else."""

from __future__ import annotations

import pandas as pd

from pactbook import dates
from pactbook.findings import Finding, records
from pactbook.locale import Language
from pactbook.tables import Tables, confidence, independent, select

# Domains that make a document or a meeting a defence contact.
DEFENCE = frozenset(
    [
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
    ]
)
INDUSTRY = frozenset({"military_technical", "arms_trade"})
# The commitments of a dyad, strongest first.
COMMITMENTS = ("mutual_defence", "consultation", "cooperation", "industry", "contact")
UNSIGNED = ("announced", "initialled")
LEGAL_STEPS = ("ratification", "entry_into_force", "termination")
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
    "termination": "legal_step",
}
CONTACT_COLUMNS = ["record", "date", "lane", "kind", "title", "domains", "defence", "source_ids", "voices"]


def of_dyad(tables: Tables, a: str, b: str) -> pd.DataFrame:
    """Return the agreements between two states, oldest first.

    Parameters
    ----------
    tables : Tables
        The record.
    a, b : str
        ISO 3166-1 alpha-3, in any order.

    Returns
    -------
    pandas.DataFrame
        The columns of ``agreements.csv`` and: date (signed, else announced), defence (bool), status_on (the status on
        ``tables.as_of``), confidence (high / medium / low), voices (independent sources).
    """
    first, second = sorted((a, b))
    frame = tables.agreements
    return _enrich(tables, frame[(frame.party_a == first) & (frame.party_b == second)])


def of_state(tables: Tables, state: str) -> pd.DataFrame:
    """Return all agreements of a state with anybody, with its partner in `partner`; other columns as `of_dyad`."""
    frame = tables.agreements
    own = frame[(frame.party_a == state) | (frame.party_b == state)]
    partner = own.party_b.where(own.party_a == state, own.party_a)
    return _enrich(tables, own.assign(partner=partner))


def _enrich(tables: Tables, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(
        date=frame.signed.where(frame.signed != "", frame.announced),
        defence=[bool(DEFENCE & set(domains)) for domains in frame.domains],
        confidence=confidence(tables, frame),
        voices=independent(tables, frame),
    )
    frame["status_on"] = [status_on(row, tables) for row in frame.to_dict("records")]
    return frame.sort_values(["date", "agreement_id"], ignore_index=True)


def status_on(agreement: dict, tables: Tables) -> str:
    """Return the status of an agreement as the tables show it on their day.

    The dates of the row decide, then the legal steps among the events, then the status that the row names.
    """
    if agreement["ended"]:
        return "terminated" if agreement["status"] == "terminated" else "expired"
    if agreement["in_force"]:
        return "in_force"
    steps = select(tables.events, (agreement["agreement_id"] in ids for ids in tables.events.agreement_ids))
    if (steps.kind == "entry_into_force").any():
        return "in_force"
    if agreement["status"] == "signed" and (steps.kind == "ratification").any():
        return "ratified"
    return agreement["status"]


def contacts(tables: Tables, a: str, b: str, since: int) -> pd.DataFrame:
    """Return every document and dated contact of a dyad from a year on, oldest first.

    Parameters
    ----------
    tables : Tables
        The record.
    a, b : str
        ISO 3166-1 alpha-3, in any order.
    since : int
        First year.

    Returns
    -------
    pandas.DataFrame
        record (``table:id``), date (ISO 8601 of the precision known), lane (one of `LANES`), kind, title, domains,
        defence (bool), source_ids, voices (independent sources).
    """
    documents = of_dyad(tables, a, b)
    documents = documents.assign(record=records("agreements", documents.agreement_id), lane="document")
    events = select(tables.events, ({a, b} <= set(states) for states in tables.events.countries))
    events = events[events.kind != "signing"]
    events = events.assign(
        record=records("events", events.event_id),
        lane=[_LANE.get(kind, "other") for kind in events.kind],
        defence=[bool(DEFENCE & set(domains)) for domains in events.domains],
        voices=independent(tables, events),
    )
    both = pd.concat([documents[CONTACT_COLUMNS], events[CONTACT_COLUMNS]], ignore_index=True)
    if both.empty:
        return both
    recent = select(both, (bool(day) and dates.latest(day).year >= since for day in both.date))
    return recent.sort_values(["date", "record"], ignore_index=True)


def commitment(agreement: dict) -> str:
    """Return which of `COMMITMENTS` an agreement is."""
    if agreement["mutual_defence"] == "yes":
        return "mutual_defence"
    if agreement["mutual_defence"] == "consultation":
        return "consultation"
    return "industry" if DEFENCE & set(agreement["domains"]) <= INDUSTRY else "cooperation"


def portfolio(tables: Tables, state: str) -> pd.DataFrame:
    """Return the defence partners of a state.

    Returns
    -------
    pandas.DataFrame
        One row a partner, most documents first: partner (ISO3), documents (defence documents signed and not ended),
        commitment (the strongest, one of `COMMITMENTS`), first, last (dates of signature), agreement_ids. A partner
        with defence contacts but no document has the commitment ``contact``.
    """
    own = of_state(tables, state)
    own = own[own.defence & ~own.status_on.isin([*UNSIGNED, "expired", "terminated"])]
    own = own.assign(commitment=[commitment(row) for row in own.to_dict("records")])
    rows = [_partner_row(partner, group) for partner, group in own.groupby("partner")]
    rows += _contacts_only(tables, state, {row["partner"] for row in rows})
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


def _contacts_only(tables: Tables, state: str, known: set[str]) -> list[dict]:
    events = select(tables.events, (state in states for states in tables.events.countries))
    met: dict[str, list[str]] = {}
    for row in events.itertuples():
        # A statement is not a contact, and a meeting of many says nothing about two of them.
        if row.kind != "statement" and len(row.countries) == 2 and DEFENCE & set(row.domains):
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
    """Return the defence document of a dyad that was signed last, or None."""
    signed = documents[documents.defence & (documents.signed != "")]
    return None if signed.empty else signed.iloc[-1].to_dict()


# ------------------------------------------------------------------------------------------------------ findings


def find_history(found: pd.DataFrame, documents: pd.DataFrame, a: str, b: str, since: int, t: Language) -> Finding:
    """Say how far back the defence contacts of a dyad go before its newest defence document."""
    defence = found[found.defence.astype(bool)]
    pair = {"a": t.country(a), "b": t.country(b), "since": since}
    if defence.empty:
        text = t(
            "No defence contact between {a} and {b} is recorded from {since} on; that is what the record holds, "
            "not proof that there was none.",
            **pair,
        )
        return Finding("history", text)
    rest = t.plural("{n} rests on one source", "{n} rest on one source", int((defence.voices == 1).sum()))
    focus = newest_defence_document(documents)
    if focus is None:
        text = t.plural(
            "{n} defence contact between {a} and {b} is on record from {since} on, the first in {first} ({rest}); no "
            "defence document is.",
            "{n} defence contacts between {a} and {b} are on record from {since} on, the first in {first} ({rest}); no "
            "defence document is.",
            len(defence),
            first=t.date(defence.date.iloc[0]),
            rest=rest,
            **pair,
        )
    else:
        before = sum(dates.latest(day) < dates.earliest(focus["signed"]) for day in defence.date)
        text = t.plural(
            "Of the {n} defence contact on record between {a} and {b} from {since} on, {before} came before the newest "
            "defence document of {day}; the first is dated {first} ({rest}).",
            "Of the {n} defence contacts on record between {a} and {b} from {since} on, {before} came before the "
            "newest defence document of {day}; the first is dated {first} ({rest}).",
            len(defence),
            before=t.number(before),
            day=t.date(focus["signed"]),
            first=t.date(defence.date.iloc[0]),
            rest=rest,
            **pair,
        )
    return Finding("history", text, tuple(defence.record))


def find_documents(documents: pd.DataFrame, a: str, b: str, t: Language) -> Finding:
    """Say how many documents a dyad has, how many concern defence, and what binds."""
    pair = {"a": t.country(a), "b": t.country(b)}
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    if signed.empty:
        return Finding("documents", t("No document signed by {a} and {b} is on record.", **pair))
    defence = signed[signed.defence]
    parts = [
        t.plural(
            "{n} document signed by {a} and {b} is on record; {defence} concern defence.",
            "{n} documents signed by {a} and {b} are on record; {defence} concern defence.",
            len(signed),
            defence=t.number(len(defence)),
            **pair,
        ),
        _in_force(signed, t),
        _mutual_defence(defence, t),
    ]
    return Finding("documents", " ".join(part for part in parts if part), records("agreements", signed.agreement_id))


def _in_force(documents: pd.DataFrame, t: Language) -> str:
    n = int((documents.status_on == "in_force").sum())
    if not n:
        return t("No entry into force is on record.")
    return t.plural("The entry into force of {n} is on record.", "The entry into force of {n} is on record.", n)


def _mutual_defence(defence: pd.DataFrame, t: Language) -> str:
    if defence.empty:
        return ""
    kinds = defence.mutual_defence.value_counts()
    if promised := int(kinds.get("yes", 0)):
        return t.plural(
            "{n} obliges the parties to help each other if attacked.",
            "{n} oblige the parties to help each other if attacked.",
            promised,
        )
    unknown = int(kinds.get("unknown", 0))
    if unknown == len(defence):
        return t("Whether any obliges them to help each other cannot be told: no text has been seen.")
    if unknown:
        return t.plural(
            "No text seen obliges them to help each other if attacked; {n} text has not been seen.",
            "No text seen obliges them to help each other if attacked; {n} texts have not been seen.",
            unknown,
        )
    return t("None obliges them to help each other if attacked.")


def find_newest(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say what the newest defence document is, what in it is new, and which legal step is on record."""
    focus = newest_defence_document(documents)
    if focus is None:
        return Finding(
            "newest",
            t(
                "No defence document of {a} and {b} is on record by {day}.",
                a=t.country(a),
                b=t.country(b),
                day=t.date(as_of),
            ),
        )
    earlier = select(
        documents, (bool(day) and dates.latest(day) < dates.earliest(focus["signed"]) for day in documents.signed)
    )
    known = set().union(*earlier.domains) if len(earlier) else set()
    same_day = documents[documents.defence & (documents.signed == focus["signed"])]
    covered = sorted(set().union(*same_day.domains) & DEFENCE)
    new = [domain for domain in covered if domain not in known]
    titles = t.list([t("“{title}”", title=title) for title in same_day.title])
    parts = [
        t.plural(
            "As of {as_of} the newest defence document is {titles}, of {day}.",
            "As of {as_of} the newest defence documents are {titles}, of {day}.",
            len(same_day),
            titles=titles,
            day=t.date(focus["signed"]),
            as_of=t.date(as_of),
        ),
        t("New against the earlier documents on record: {domains}.", domains=t.list([domain_name(d, t) for d in new]))
        if new
        else t("Every defence domain that it covers stands in an earlier document on record."),
        _in_force(same_day, t),
    ]
    return Finding("newest", " ".join(parts), records("agreements", same_day.agreement_id))


def find_portfolio(partners: pd.DataFrame, state: str, t: Language) -> Finding:
    """Say with how many states a state has defence documents, and with whom most."""
    signed = partners[partners.documents > 0]
    if signed.empty:
        return Finding(
            "portfolio", t("No defence document of {state} with anybody is on record.", state=t.country(state))
        )
    top = signed.head(3)
    told = t.list([f"{t.country(row.partner)} ({t.number(row.documents)})" for row in top.itertuples()])
    text = t.plural(
        "{state} has {documents} defence documents on record with {n} state; the most with {told}.",
        "{state} has {documents} defence documents on record with {n} states; the most with {told}.",
        len(signed),
        state=t.country(state),
        documents=t.number(int(signed.documents.sum())),
        told=told,
    )
    return Finding("portfolio", text, records("agreements", [i for ids in signed.agreement_ids for i in ids]))


def find_rank(ranked: pd.DataFrame, state: str, partner: str, t: Language) -> Finding:
    """Say where a partner stands among the defence partners of a state."""
    names = {"state": t.country(state), "partner": t.country(partner)}
    signed = ranked[ranked.documents > 0]
    if signed.empty:
        return Finding("rank", t("No defence document of {state} with anybody is on record.", **names))
    own = signed[signed.partner == partner]
    if own.empty:
        text = t.plural(
            "{partner} is not among the {n} state with which {state} has defence documents on record.",
            "{partner} is not among the {n} states with which {state} has defence documents on record.",
            len(signed),
            **names,
        )
        return Finding("rank", text)
    count = int(own.documents.iloc[0])
    ahead = int((signed.documents > count).sum())
    equal = int((signed.documents == count).sum()) - 1
    text = t.plural(
        "With {n} defence document, {partner} has rank {rank} of the {partners} defence partners of {state} on record",
        "With {n} defence documents, {partner} has rank {rank} of the {partners} defence partners of {state} on record",
        count,
        rank=ahead + 1,
        partners=t.number(len(signed)),
        **names,
    )
    text += t.plural(", shared with {n} other.", ", shared with {n} others.", equal) if equal else "."
    return Finding("rank", text, records("agreements", own.agreement_ids.iloc[0]))


def find_limits(documents: pd.DataFrame, found: pd.DataFrame, t: Language) -> Finding:
    """Say what the record of a dyad does not show."""
    if documents.empty and found.empty:
        return Finding(
            "limits",
            t(
                "The record holds nothing on this pair, so this report cannot tell a pair without "
                "ties from a pair whose ties nobody has recorded here."
            ),
        )
    closed = int((documents.text_public != "yes").sum())
    single = int((found.voices == 1).sum())
    parts = [
        t.plural(
            "The text of {n} of {all} documents is not public, or not known to be.",
            "The texts of {n} of {all} documents are not public, or not known to be.",
            closed,
            all=t.number(len(documents)),
        ),
        t.plural(
            "{n} of {all} rows rests on one source.",
            "{n} of {all} rows rest on one source.",
            single,
            all=t.number(len(found)),
        ),
    ]
    return Finding("limits", " ".join(parts))


def domain_name(domain: str, t: Language) -> str:
    """Return the words for a value of `domains`."""
    return t(domain.replace("_", " "))


# ------------------------------------------------------------------------------------------------------ headlines


def headline_contacts(found: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the timeline: how many contacts, how many about defence."""
    return t.plural(
        "{a} and {b}: {n} contact on record, {defence} about defence",
        "{a} and {b}: {n} contacts on record, {defence} about defence",
        len(found),
        a=t.country(a),
        b=t.country(b),
        defence=t.number(int(found.defence.astype(bool).sum())),
    )


def headline_portfolio(partners: pd.DataFrame, state: str, t: Language) -> str:
    """Return the title of one state's ranking: the number of partners."""
    n = int((partners.documents > 0).sum())
    return t.plural(
        "{state}: {n} defence partner on record", "{state}: {n} defence partners on record", n, state=t.country(state)
    )


def headline_partners(ranked: pd.DataFrame, state: str, partner: str, t: Language) -> str:
    """Return the title of the ranking: where the partner stands."""
    signed = ranked[ranked.documents > 0]
    own = signed[signed.partner == partner]
    names = {"state": t.country(state), "partner": t.country(partner)}
    if own.empty:
        return t("{partner} is no defence partner of {state} on record", **names)
    rank = int((signed.documents > own.documents.iloc[0]).sum()) + 1
    return t(
        "{partner} is number {rank} of {n} defence partners of {state} on record",
        rank=rank,
        n=t.number(len(signed)),
        **names,
    )
