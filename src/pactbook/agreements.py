"""What two states have signed with each other, and with everybody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import pandas as pd

from pactbook import countries, dates
from pactbook.errors import UserError, hint
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
COMMITMENTS = ("mutual_defence", "guarantee", "consultation", "cooperation", "industry", "contact")
UNSIGNED = ("announced", "initialled")
OVER = ("expired", "terminated")
# Documents that plan for some years.
PLANS = ("roadmap", "programme")
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
_LONG_TITLE = 90  # letters
CONTACT_COLUMNS = ["record", "date", "lane", "kind", "title", "domains", "defence", "source_ids", "voices"]


def counted(domains: Collection[str]) -> frozenset[str]:
    """Return the domains that count as defence: those asked for, or `DEFENCE` where none is."""
    return frozenset(domains) or DEFENCE


def of_dyad(tables: Tables, a: str, b: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the agreements between two states, oldest first.

    Parameters
    ----------
    tables : Tables
        The record.
    a, b : str
        ISO 3166-1 alpha-3, in any order.
    domains : collection of str
        The domains that count as defence.

    Returns
    -------
    pandas.DataFrame
        The columns of ``agreements.csv`` and: date (signed, else announced), defence (bool), status_on (the status on
        ``tables.as_of``), confidence (high / medium / low), voices (independent sources).
    """
    first, second = sorted((a, b))
    frame = tables.agreements
    return _enrich(tables, frame[(frame.party_a == first) & (frame.party_b == second)], domains)


def of_all(tables: Tables, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return every agreement on record; columns as `of_dyad`."""
    return _enrich(tables, tables.agreements, domains)


def of_state(tables: Tables, state: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return all agreements of a state with anybody, with its partner in `partner`; other columns as `of_dyad`."""
    frame = tables.agreements
    own = frame[(frame.party_a == state) | (frame.party_b == state)]
    partner = own.party_b.where(own.party_a == state, own.party_a)
    return _enrich(tables, own.assign(partner=partner), domains)


def _about(frame: pd.DataFrame, domains: Collection[str]) -> np.ndarray:
    """Tell of each row whether it concerns one of some domains; of type bool also where there is no row."""
    return np.array([not set(domains).isdisjoint(cell) for cell in frame.domains], dtype=bool)


def _enrich(tables: Tables, frame: pd.DataFrame, domains: Collection[str]) -> pd.DataFrame:
    frame = frame.assign(
        date=frame.signed.where(frame.signed != "", frame.announced),
        defence=_about(frame, domains),
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
    if agreement["status"] not in UNSIGNED and lapsed(agreement, dates.earliest(tables.counted_until)):
        return "expired"
    if agreement["in_force"]:
        return "in_force"
    steps = select(tables.events, (agreement["agreement_id"] in ids for ids in tables.events.agreement_ids))
    if (steps.kind == "entry_into_force").any():
        return "in_force"
    if agreement["status"] == "signed" and (steps.kind == "ratification").any():
        return "ratified"
    return agreement["status"]


def lapsed(agreement: dict, day: dt.date) -> bool:
    """Tell whether an agreement is a plan for years that are over on a day."""
    until = agreement["period_end"] if agreement["kind"] in PLANS else ""
    return bool(until) and dates.latest(until) < day


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
        record (``table:id``), date (ISO 8601 of the precision known), lane (one of `LANES`), kind, title, domains,
        defence (bool), source_ids, voices (independent sources).
    """
    documents = of_dyad(tables, a, b, domains)
    documents = documents.assign(record=records("agreements", documents.agreement_id), lane="document")
    events = select(tables.events, ({a, b} <= set(states) for states in tables.events.countries))
    events = events[events.kind != "signing"]
    events = events.assign(
        record=records("events", events.event_id),
        lane=[_LANE.get(kind, "other") for kind in events.kind],
        defence=_about(events, domains),
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
    if agreement["mutual_defence"] == "one_sided":
        return "guarantee"
    if agreement["mutual_defence"] == "consultation":
        return "consultation"
    return "industry" if DEFENCE & set(agreement["domains"]) <= INDUSTRY else "cooperation"


def portfolio(tables: Tables, state: str, domains: Collection[str] = DEFENCE) -> pd.DataFrame:
    """Return the defence partners of a state, by documents about some domains.

    Returns
    -------
    pandas.DataFrame
        One row a partner, most documents first: partner (ISO3), documents (defence documents signed and not ended),
        commitment (the strongest, one of `COMMITMENTS`), first, last (dates of signature), agreement_ids. A partner
        with defence contacts but no document has the commitment ``contact``.
    """
    own = standing(of_state(tables, state, domains))
    own = own.assign(commitment=[commitment(row) for row in own.to_dict("records")])
    rows = [_partner_row(partner, group) for partner, group in own.groupby("partner")]
    rows += _contacts_only(tables, state, {row["partner"] for row in rows}, domains)
    columns = ["partner", "documents", "commitment", "first", "last", "agreement_ids"]
    frame = pd.DataFrame(rows, columns=columns)
    order = frame.commitment.map({name: rank for rank, name in enumerate(COMMITMENTS)})
    frame = frame.assign(order=order).sort_values(["documents", "order", "partner"], ascending=[False, True, True])
    return frame.drop(columns="order").reset_index(drop=True)


def standing(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the defence documents that are signed and have not ended."""
    return documents[documents.defence & ~documents.status_on.isin([*UNSIGNED, *OVER])]


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
    events = select(tables.events, (state in states for states in tables.events.countries))
    met: dict[str, list[str]] = {}
    for row in events.itertuples():
        # A statement is not a contact, and a meeting of many says nothing about two of them.
        if row.kind != "statement" and len(row.countries) == 2 and not set(domains).isdisjoint(row.domains):
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


def in_focus(documents: pd.DataFrame, focus: str = "") -> pd.DataFrame:
    """Return the documents in focus: the one that is named, else the defence documents of the last day of signature.

    Parameters
    ----------
    documents : pandas.DataFrame
        As `of_dyad` gives it.
    focus : str
        An agreement_id, or empty.

    Raises
    ------
    UserError
        If the document is not one of the dyad, or has no date.
    """
    if not focus:
        newest = newest_defence_document(documents)
        return documents[documents.defence & (documents.signed == newest["signed"])] if newest else documents.iloc[:0]
    found = documents[documents.agreement_id == focus]
    if found.empty:
        raise UserError(
            f"focus: {focus!r} is no document of this pair on record by that day{hint(focus, documents.agreement_id)}"
        )
    if not found.date.iloc[0]:
        raise UserError(f"focus: {focus!r} has no date on record: name a document that has one")
    return found


def steps(tables: Tables, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the events that concern some documents, oldest first.

    Returns
    -------
    pandas.DataFrame
        One row an event and document: agreement_id, record (``events:id``), date, kind, title, legal (bool: ratification
        or approval, entry into force, termination), source_ids.
    """
    rows = tables.events.explode("agreement_ids").rename(columns={"agreement_ids": "agreement_id"})
    rows = rows[rows.agreement_id.isin(documents.agreement_id)]
    rows = rows.assign(record=records("events", rows.event_id), legal=rows.kind.isin(LEGAL_STEPS))
    columns = ["agreement_id", "record", "date", "kind", "title", "legal", "source_ids"]
    return rows[columns].sort_values(["date", "record"], ignore_index=True)


def lives(documents: pd.DataFrame, focus: pd.DataFrame, most: int = 14) -> pd.DataFrame:
    """Return the documents whose life a chart shows: those about defence, the plans, and those in focus.

    Parameters
    ----------
    documents, focus : pandas.DataFrame
        As `of_dyad` and `in_focus` give them.
    most : int
        How many rows; those in focus and the newest stay.

    Returns
    -------
    pandas.DataFrame
        agreement_id, title, kind, date (of signature, else of announcement), in_force, ended, period_start, period_end,
        status_on, defence, in_focus (bool); oldest first. Documents without any date are left out.
    """
    shown = documents.assign(in_focus=documents.agreement_id.isin(focus.agreement_id))
    plan = shown.kind.isin(PLANS) | (shown.period_start != "")
    shown = shown[(shown.defence | plan | shown.in_focus) & (shown.date != "")]
    kept = shown.sort_values(["in_focus", "date"], ascending=False, kind="stable").head(most)
    columns = ["agreement_id", "title", "kind", "date", "in_force", "ended", "period_start", "period_end"]
    return shown.loc[sorted(kept.index), [*columns, "status_on", "defence", "in_focus"]].reset_index(drop=True)


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
        source_ids, documents (signed or announced before the focus), contacts (others before it), covered (bool: a
        document in focus covers it), mark (a dot where it does).
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
            | first[["record", "date", "title", "source_ids"]].to_dict()
            | {"covered": domain in covered, "mark": "●" if domain in covered else ""}
        )
    columns = ["domains", "record", "date", "title", "source_ids", "documents", "contacts", "covered", "mark"]
    return pd.DataFrame(rows, columns=columns).sort_values(["date", "record"], ignore_index=True, kind="stable")


# ------------------------------------------------------------------------------------------------------ findings


def find_history(
    found: pd.DataFrame, documents: pd.DataFrame, a: str, b: str, since: int, t: Language, focus: str = ""
) -> Finding:
    """Say how far back the defence contacts of a dyad go before the document in focus, its newest one by default."""
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
    documents_in_focus = in_focus(documents, focus)
    if documents_in_focus.empty:
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
        day = documents_in_focus.date.iloc[0]
        before = sum(dates.latest(one) < dates.earliest(day) for one in defence.date)
        text = t.plural(
            "Of the {n} defence contact on record between {a} and {b} from {since} on, {before} came before {focus}; the "
            "first is dated {first} ({rest}).",
            "Of the {n} defence contacts on record between {a} and {b} from {since} on, {before} came before {focus}; the "
            "first is dated {first} ({rest}).",
            len(defence),
            before=t.number(before),
            focus=t("the document in focus, of {day}", day=t.date(day))
            if focus
            else t("the newest defence document of {day}", day=t.date(day)),
            first=t.date(defence.date.iloc[0]),
            rest=rest,
            **pair,
        )
        text += _reach(defence.date.iloc[0], day, t) if before else ""
    return Finding("history", text, tuple(defence.record))


def _reach(first: str, day: str, t: Language) -> str:
    """Say how long before a day the first contact was; a date of reduced precision gives what is certain."""
    start, end = dates.latest(first), dates.earliest(day)
    months = 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)
    if months < 1:
        return " " + t("That is less than a month earlier.")
    years, rest = divmod(months, 12)
    parts = [t.plural("{n} year", "{n} years", years)] if years else []
    parts += [t.plural("{n} month", "{n} months", rest)] if rest else []
    if len(first) == len(day) == len("2025-04-11"):
        return " " + t("That is {span} earlier.", span=t.list(parts))
    return " " + t("That is at least {span} earlier.", span=t.list(parts))


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
    if given := int(kinds.get("one_sided", 0)):
        return t.plural(
            "{n} obliges one party to help the other if attacked.",
            "{n} oblige one party to help the other if attacked.",
            given,
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


def find_newest(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language, focus: str = "") -> Finding:
    """Say what the document in focus is (by default the newest), what in it is new, and whether it is in force."""
    shown = in_focus(documents, focus)
    if shown.empty:
        return Finding(
            "newest",
            t(
                "No defence document of {a} and {b} is on record by {day}.",
                a=t.country(a),
                b=t.country(b),
                day=t.date(as_of),
            ),
        )
    day = shown.date.iloc[0]
    titles = t.list([quoted(title, t) for title in shown.title])
    if focus:
        text = t("The document in focus is {titles}, of {day}.", titles=titles, day=t.date(day))
    else:
        text = t.plural(
            "As of {as_of} the newest defence document is {titles}, of {day}.",
            "As of {as_of} the newest defence documents are {titles}, of {day}.",
            len(shown),
            titles=titles,
            day=t.date(day),
            as_of=t.date(as_of),
        )
    parts = [text, _new_domains(documents, shown, t), _in_force(shown, t)]
    return Finding("newest", " ".join(parts), records("agreements", shown.agreement_id))


def _new_domains(documents: pd.DataFrame, shown: pd.DataFrame, t: Language) -> str:
    start = dates.earliest(shown.date.iloc[0])
    earlier = select(documents, (bool(day) and dates.latest(day) < start for day in documents.signed))
    known = set().union(*earlier.domains)
    covered = set().union(*shown.domains)
    # The documents are asked about defence, but one that a reader puts in focus may be about something else.
    covered = sorted(covered & DEFENCE or covered)
    new = [domain for domain in covered if domain not in known]
    if not new:
        return t("Every domain that it covers stands in an earlier document on record.")
    return t(
        "New against the earlier documents on record: {domains}.", domains=t.list([domain_name(d, t) for d in new])
    )


def find_steps(shown: pd.DataFrame, taken: pd.DataFrame, as_of: str, t: Language) -> Finding:
    """Say of each document in focus which legal steps are on record, and which step would come next.

    Parameters
    ----------
    shown, taken : pandas.DataFrame
        As `in_focus` and `steps` give them.
    as_of : str
        The day of the report.
    t : Language
        Language of the report.
    """
    if shown.empty:
        return Finding("steps", t("No defence document is in focus, so there is no legal step to look for."))
    legal = taken[taken.legal & taken.agreement_id.isin(shown.agreement_id)]
    idle = ~shown.agreement_id.isin(legal.agreement_id) & (shown.status_on != "in_force") & (shown.ended == "")
    told = [
        _steps_of(row, legal[legal.agreement_id == row["agreement_id"]], as_of, t)
        for row in shown[~idle].to_dict("records")
    ]
    if idle.any():
        told.append(
            t(
                "{titles}: neither a ratification or approval nor an entry into force is on record by {day}.",
                titles=t.list([quoted(title, t) for title in shown[idle].title]),
                day=t.date(as_of),
            )
        )
    later = taken[~taken.legal & taken.agreement_id.isin(shown.agreement_id)]
    start = dates.earliest(shown.date.iloc[0])
    since = select(later, (dates.earliest(day) > start for day in later.date)).drop_duplicates("record")
    if len(since):
        told.append(
            t.plural(
                "{n} later event on record refers to it, the last: {title} ({day}).",
                "{n} later events on record refer to it, the last: {title} ({day}).",
                len(since),
                title=since.title.iloc[-1],
                day=t.date(since.date.iloc[-1]),
            )
        )
    found = records("agreements", shown.agreement_id) + tuple(legal.record) + tuple(since.record)
    return Finding("steps", " ".join(told), tuple(dict.fromkeys(found)))


def _steps_of(row: dict, legal: pd.DataFrame, as_of: str, t: Language) -> str:
    title = quoted(row["title"], t)
    events = [f"{t(step['kind'].replace('_', ' '))} ({t.date(step['date'])})" for step in legal.to_dict("records")]
    if row["ended"]:
        return t("{title} ended on {day}.", title=title, day=t.date(row["ended"]))
    if row["status_on"] == "in_force":
        force = row["in_force"] or next(
            (d for d, k in zip(legal.date, legal.kind, strict=True) if k == "entry_into_force"), ""
        )
        if not force:
            return t("{title} is in force; the day of its entry into force is not on record.", title=title)
        return t("{title} has been in force since {day}.", title=title, day=t.date(force))
    return t(
        "{title}: the legal steps on record are {steps}; its entry into force would come next and is not on record by "
        "{day}.",
        title=title,
        steps=t.list(events),
        day=t.date(as_of),
    )


def find_in_force(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which documents of a dyad had entered into force by a day, and how many of them concern defence."""
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    pair = {"a": t.country(a), "b": t.country(b), "day": t.date(as_of)}
    if signed.empty:
        return Finding("in_force", t("{a} and {b}: no document is on record that could be in force by {day}.", **pair))
    valid = signed[signed.status_on == "in_force"]
    if valid.empty:
        text = t.plural(
            "{a} and {b}: of {n} signed document, none is on record as in force on {day}; a missing record is no proof.",
            "{a} and {b}: of {n} signed documents, none is on record as in force on {day}; a missing record is no proof.",
            len(signed),
            **pair,
        )
        return Finding("in_force", text, records("agreements", signed.agreement_id))
    shown = valid.sort_values(["defence", "in_force"], ascending=False, kind="stable")
    named = [_title_and_force(row, t) for row in shown.to_dict("records")]
    text = t.plural(
        "{n} of the {all} documents signed by {a} and {b} is on record as in force on {day}: {named}.",
        "{n} of the {all} documents signed by {a} and {b} are on record as in force on {day}: {named}.",
        len(valid),
        all=t.number(len(signed)),
        named=t.list(named, most=4),
        **pair,
    )
    defence = int(signed.defence.sum())
    if valid.defence.any():
        text += " " + t.plural(
            "{n} of the {all} about defence is among them.",
            "{n} of the {all} about defence are among them.",
            int(valid.defence.sum()),
            all=t.number(defence),
        )
    elif defence:
        text += " " + t("None of the {all} about defence is among them.", all=t.number(defence))
    return Finding("in_force", text, records("agreements", valid.agreement_id))


def _title_and_force(row: dict, t: Language) -> str:
    day = t.date(row["in_force"]) if row["in_force"] else t("day not on record")
    return f"{quoted(row['title'], t)} ({day})"


def find_plans(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which roadmaps and programmes a dyad has, which of them run, and which are easily confused."""
    plans = documents[documents.kind.isin(PLANS) | (documents.period_start != "")]
    pair = {"a": t.country(a), "b": t.country(b)}
    if plans.empty:
        return Finding("plans", t("No roadmap or programme of {a} and {b} is on record.", **pair))
    dated = plans[plans.period_start != ""]
    running = select(dated, (_runs(row, as_of) for row in dated.to_dict("records")))
    text = t.plural(
        "{n} roadmap, programme or agreement for some years of {a} and {b} is on record",
        "{n} roadmaps, programmes or agreements for some years of {a} and {b} are on record",
        len(plans),
        **pair,
    )
    if dated.empty:
        text += t("; the years that it covers are not.")
    else:
        text += t.plural(
            "; of the {n} whose years are too, {running} runs on {day}.",
            "; of the {n} whose years are too, {running} run on {day}.",
            len(dated),
            running=t.number(len(running)),
            day=t.date(as_of),
        )
    for (start, end), group in dated.groupby(["period_start", "period_end"]):
        text += " " + _same_period(start, end, group, t) if len(group) > 1 else ""
    return Finding("plans", text, records("agreements", plans.agreement_id))


def _runs(row: dict, as_of: str) -> bool:
    day = dates.earliest(as_of)
    over = row["period_end"] and dates.latest(row["period_end"]) < day
    return dates.earliest(row["period_start"]) <= day and not over and row["status_on"] not in UNSIGNED


def _same_period(start: str, end: str, group: pd.DataFrame, t: Language) -> str:
    """Tell apart the documents of one period: by subject and by date."""
    told = []
    for row in group.to_dict("records"):
        about = t.list([domain_name(domain, t) for domain in row["domains"]])
        values = {"title": quoted(row["title"], t), "day": t.date(row["date"]), "about": about}
        told.append(
            t("one about defence, {title} of {day} ({about})", **values)
            if row["defence"]
            else t("one not about defence, {title} of {day} ({about})", **values)
        )
    text = t.plural(
        "{n} document covers {start} to {end}: {told}.",
        "{n} documents cover {start} to {end}: {told}.",
        len(group),
        start=t.date(start),
        end=t.date(end) if end else t("an open end"),
        told="; ".join(told),
    )
    ids = set(group.agreement_id)
    named = any(not ids.isdisjoint(cell) for cell in group.see_also)
    return f"{text} {t('The record warns that they are easily confused.')}" if named else text


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
        "{state} has {documents} on record with {n} state; the most with {told}.",
        "{state} has {documents} on record with {n} states; the most with {told}.",
        len(signed),
        state=t.country(state),
        documents=t.plural("{n} defence document", "{n} defence documents", int(signed.documents.sum())),
        told=told,
    )
    bound = signed[signed.commitment.isin(["mutual_defence", "guarantee"])]
    names = t.list([t.country(code) for code in bound.partner], most=6)
    text += " " + (
        t("A duty to help if attacked is on record with {partners}.", partners=names)
        if len(bound)
        else t("No duty to help if attacked is on record.")
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


def find_readings(apart: pd.DataFrame, t: Language) -> Finding:
    """Say on how many fields the sources of a dyad's records differ, and on which most.

    Parameters
    ----------
    apart : pandas.DataFrame
        As `pactbook.tables.readings_of` gives it.
    t : Language
        Language of the report.
    """
    if apart.empty:
        return Finding("readings", t("No field is on record on which the sources differ."))
    fields = apart.drop_duplicates(["table", "record_id", "field"])
    told = [
        f"{t(name.replace('_', ' '))} ({t.number(n)})"
        for name, n in fields.field.value_counts(sort=True).head(3).items()
    ]
    ids = (fields.table + ":" + fields.record_id).drop_duplicates()
    text = t.plural(
        "The sources differ on {n} field of {records} records; most often on {told}.",
        "The sources differ on {n} fields of {records} records; most often on {told}.",
        len(fields),
        records=t.number(len(ids)),
        told=t.list(told),
    )
    return Finding("readings", text, tuple(ids))


def find_scope(
    tables: Tables, a: str, b: str, as_of: str, since: int, t: Language, domains: Collection[str] = ()
) -> Finding:
    """Say what a report on a dyad leaves out: earlier years, other domains, states that ended, thin records."""
    frame, day = tables.agreements, dates.earliest(as_of)
    parts = [t("Contacts before {since} are left out.", since=since)]
    if domains:
        named = t.list([domain_name(domain, t) for domain in domains])
        parts.append(t("Only these domains count as defence here: {domains}.", domains=named))
    for state in (a, b):
        parts.append(
            t.plural(
                "The record holds {n} document of {state} with anybody.",
                "The record holds {n} documents of {state} with anybody.",
                int(((frame.party_a == state) | (frame.party_b == state)).sum()),
                state=t.country(state),
            )
        )
        if not countries.existed(state, day):
            last = t.date(countries.ENDED[state][2])
            parts.append(
                t(
                    "{state} ended on {day}; later documents are those of its successors.",
                    state=t.country(state),
                    day=last,
                )
            )
    return Finding("scope", " ".join(parts))


def quoted(title: str, t: Language) -> str:
    """Return a title in quotation marks; a long one without its middle, since titles differ at both ends."""
    words = title.split()
    first = sum(len(" ".join(words[:n])) <= 2 * _LONG_TITLE // 3 for n in range(1, len(words)))
    last = sum(len(" ".join(words[-n:])) <= _LONG_TITLE // 3 for n in range(1, len(words)))
    if len(title) > _LONG_TITLE and first and last and first + last < len(words):
        words = [*words[:first], "…", *words[len(words) - last :]]
    return t("“{title}”", title=" ".join(words))


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


def headline_lives(shown: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the chart of documents: how many are in force."""
    if shown.empty:
        return t("{a} and {b}: no defence document on record", a=t.country(a), b=t.country(b))
    return t.plural(
        "{a} and {b}: {valid} of {n} defence document or roadmap on record as in force",
        "{a} and {b}: {valid} of {n} defence documents and roadmaps on record as in force",
        len(shown),
        a=t.country(a),
        b=t.country(b),
        valid=t.number(int((shown.status_on == "in_force").sum())),
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
