"""What two states have signed, as sentences."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pactbook import dates, states
from pactbook.locale import Language
from pactbook.record import Tables, select
from pactbook.record.status import UNSIGNED, UNTOLD
from pactbook.subjects import origins
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.pair.table import in_focus
from pactbook.subjects.pair.wording import domain_name, told_in_force
from pactbook.subjects.titles import quoted

# How many partners a sentence names.
_MOST_NAMED = 3


def find_history(
    found: pd.DataFrame, documents: pd.DataFrame, a: str, b: str, since: int, t: Language, focus: str = ""
) -> Finding:
    """Say which defence contacts of a dyad came before the document in focus, its newest one by default.

    A legal step is no contact: a parliament takes it alone.
    """
    defence = found[found.defence.astype(bool) & (found.lane != "legal_step")]
    pair = {"a": t.state(a), "b": t.state(b), "since": since}
    if defence.empty:
        text = t(
            "No defence contact between {a} and {b} is recorded from {since} on; that is what the record holds, "
            "not proof that there was none.",
            **pair,
        )
        return Finding("history", text)
    documents_in_focus = in_focus(documents, focus)
    if documents_in_focus.empty:
        text = t.plural(
            "One defence contact between {a} and {b} is on record from {since} on, of {first}; no defence document is.",
            "{n} defence contacts between {a} and {b} are on record from {since} on, the first of {first}; no defence document is.",
            len(defence),
            first=t.date(defence.date.iloc[0]),
            **pair,
        )
        return Finding("history", f"{text} {_single(defence, t)}", tuple(defence.record))
    day = documents_in_focus.date.iloc[0]
    named = (
        t("the document in focus, of {day}", day=t.date(day))
        if focus
        else t("their newest defence document, of {day}", day=t.date(day))
    )
    # A visit on whose second day a document is signed did not come before it.
    over = (dates.latest(end or start) for start, end in zip(defence.date, defence.end, strict=True))
    before = select(defence, (last < dates.earliest(day) for last in over))
    if before.empty:
        text = t(
            "No defence contact of {a} and {b} from {since} on is on record before {focus}; that is what the record holds, not "
            "proof that there was none.",
            focus=named,
            **pair,
        )
        return Finding("history", text, tuple(defence.record))
    text = t.plural(
        "One defence contact of {a} and {b} from {since} on is on record before {focus}: it is of {first}, {span} earlier.",
        "{n} defence contacts of {a} and {b} from {since} on are on record before {focus}; the first dates from {first}, {span} "
        "earlier.",
        len(before),
        span=_span(before.date.iloc[0], day, t),
        focus=named,
        first=t.date(before.date.iloc[0]),
        **pair,
    )
    return Finding("history", f"{text} {_single(before, t)}", tuple(defence.record))


def _single(found: pd.DataFrame, t: Language) -> str:
    """Say how many of some contacts one source alone tells of."""
    n = int((found.voices == 1).sum())
    if not n:
        return t.plural("More than one source tells of it.", "More than one source tells of each.", len(found))
    if n == len(found):
        return t("A single source tells of it.") if n == 1 else t("A single source tells of each.")
    return t.plural("A single source tells of {n} of them.", "A single source tells of {n} of them.", n)


def _span(first: str, day: str, t: Language) -> str:
    """Return how long before a day the first contact was, in whole years or months that are certain."""
    start, end = dates.latest(first), dates.earliest(day)
    months = 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)
    years, rest = divmod(months, 12)
    if years:
        more = rest or end.day != start.day or len(first) < len("2025-04-11")
        return (
            t.plural("more than {n} year", "more than {n} years", years)
            if more
            else t.plural("{n} year", "{n} years", years)
        )
    return t.plural("at least {n} month", "at least {n} months", months) if months else t("less than a month")


def find_documents(documents: pd.DataFrame, a: str, b: str, t: Language) -> Finding:
    """Say how many documents a dyad has signed, alone and with others, how many concern defence, and what binds."""
    pair = {"a": t.state(a), "b": t.state(b)}
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    if signed.empty:
        return Finding("documents", t("No document signed by {a} and {b} is on record.", **pair))
    defence = signed[signed.defence]
    several = int(signed.plurilateral.astype(bool).sum())
    counted = t.plural(
        "One document signed by {a} and {b} is on record",
        "{n} documents signed by {a} and {b} are on record",
        len(signed),
        **pair,
    )
    if several:
        counted += _with_others(several, len(signed), t)
    parts = [
        t("{counted}; {defence}.", counted=counted, defence=_about_defence(len(defence), len(signed), t)),
        told_in_force(signed, t),
        _mutual_defence(defence, t),
    ]
    return Finding("documents", " ".join(part for part in parts if part), records("agreements", signed.agreement_id))


def _with_others(several: int, of: int, t: Language) -> str:
    if several == of:
        return t.plural(", signed with others", ", all of them signed with others", of)
    return t.plural(", {n} of them signed with others", ", {n} of them signed with others", several)


def _about_defence(n: int, of: int, t: Language) -> str:
    if of == 2 and n != 1:
        return t("both are about defence") if n else t("neither is about defence")
    if not n:
        return t.plural("it is not about defence", "none of them is about defence", of)
    if n == of:
        return t.plural("it is about defence", "all of them are about defence", of)
    return t.plural("{n} of them is about defence", "{n} of them are about defence", n)


def _mutual_defence(defence: pd.DataFrame, t: Language) -> str:
    if defence.empty:
        return ""
    kinds = defence.mutual_defence.value_counts()
    if len(defence) == 1 and "yes" in kinds:
        return t("It obliges the parties to help each other if attacked.")
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
    unread = int(defence.mutual_defence.isin(UNTOLD).sum())
    if unread == len(defence):
        return t.plural(
            "Its text was not read here for a duty to help each other if attacked.",
            "None of the texts was read here for a duty to help each other if attacked.",
            unread,
        )
    if unread:
        return t.plural(
            "No text read here obliges the parties to help each other if attacked; {n} was not read for it.",
            "No text read here obliges the parties to help each other if attacked; {n} were not read for it.",
            unread,
        )
    return t.plural(
        "It does not oblige the parties to help each other if attacked.",
        "None obliges the parties to help each other if attacked.",
        len(defence),
    )


def find_portfolio(partners: pd.DataFrame, state: str, t: Language) -> Finding:
    """Say with how many states a state has defence documents, and with whom most."""
    signed = partners[partners.documents > 0]
    if signed.empty:
        return Finding("portfolio", _no_document(state, t))
    text = f"{_with_whom(signed, state, t)} {_duties(signed, t)}"
    return Finding("portfolio", text, records("agreements", [i for ids in signed.agreement_ids for i in ids]))


def _no_document(state: str, t: Language) -> str:
    return t(
        "No defence document of {state} and one other state alone is on record as signed and not ended.",
        state=t.state(state),
    )


def _duties(signed: pd.DataFrame, t: Language) -> str:
    """Say with whom documents hold a duty to help, that of both sides apart from that of one."""
    mutual, one_sided = (
        [t.state(code) for code in signed.partner[signed.commitment == kind]]
        for kind in ("mutual_defence", "guarantee")
    )
    told = [
        t("Documents with {partners} oblige both sides to help if attacked.", partners=t.list(mutual, most=6))
        if mutual
        else "",
        t(
            "Documents with {partners} oblige one side alone to help.",
            partners=t.list(one_sided, most=6),
        )
        if one_sided
        else "",
    ]
    return " ".join(filter(None, told)) or t.plural(
        "It is not known to oblige to help if attacked.",
        "None of them is known to oblige to help if attacked.",
        int(signed.documents.sum()),
    )


def _with_whom(signed: pd.DataFrame, state: str, t: Language) -> str:
    documents = t.plural("{n} defence document", "{n} defence documents", int(signed.documents.sum()))
    if len(signed) == 1:
        (partner,) = map(t.state, signed.partner)
        return t(
            "{state} has {documents} on record, with {partner} alone.",
            state=t.state(state),
            documents=documents,
            partner=partner,
        )
    told = [f"{t.state(row.partner)} ({t.number(row.documents)})" for row in signed.itertuples()]
    values = {"state": t.state(state), "documents": documents, "n": t.number(len(signed))}
    if len(told) <= _MOST_NAMED:
        return t("{state} has {documents} on record with {n} states: {told}.", told=t.list(told), **values)
    if first := _ahead(list(signed.documents)):
        return t(
            "{state} has {documents} on record with {n} states; the most with {told}.",
            told=t.list(told[:first]),
            **values,
        )
    most = t.number(int(signed.documents.max()))
    return t("{state} has {documents} on record with {n} states, with none more than {most}.", most=most, **values)


def _ahead(counts: list[int]) -> int:
    """Return how many of some counts, the largest first, to name as the most: none is left out that is as large as one named."""
    return max((n for n in range(1, _MOST_NAMED + 1) if counts[n - 1] > counts[n]), default=0)


def find_share(ranked: pd.DataFrame, state: str, partner: str, t: Language) -> Finding:
    """Say how many documents a state has with a partner, and with how many others; effort differs, so there is no rank."""
    names = {"state": t.state(state), "partner": t.state(partner)}
    signed = ranked[ranked.documents > 0]
    if signed.empty:
        return Finding("share", _no_document(state, t))
    own = signed[signed.partner == partner]
    if own.empty:
        return Finding("share", _elsewhere(signed, names, t))
    text = t.plural(
        "{state} has {n} defence document with {partner} alone on record, signed and not ended, and such documents with {others}.",
        "{state} has {n} defence documents with {partner} alone on record, signed and not ended, and such documents with {others}.",
        int(own.documents.iloc[0]),
        others=t.plural("{n} other state", "{n} other states", len(signed) - 1)
        if len(signed) > 1
        else t("no other state"),
        **names,
    )
    return Finding("share", text, records("agreements", own.agreement_ids.iloc[0]))


def _elsewhere(signed: pd.DataFrame, names: dict[str, str], t: Language) -> str:
    if len(signed) == 1:
        return t(
            "{other}, not {partner}, is the one state with which {state} has a defence document of the two alone on record, "
            "signed and not ended.",
            other=t.state(signed.partner.iloc[0]),
            **names,
        )
    return t(
        "{partner} is not among the {n} states with which {state} has a defence document of the two alone on record, signed and "
        "not ended.",
        n=t.number(len(signed)),
        **names,
    )


def find_limits(documents: pd.DataFrame, found: pd.DataFrame, t: Language) -> Finding:
    """Say what the record of a dyad does not show."""
    if documents.empty and found.empty:
        return Finding(
            "limits",
            t(
                "Nothing on this pair was on record by the day of this report (what no page dates counts from the day of the "
                "newest page read here), so this report cannot tell a pair without ties from a pair whose ties nobody has "
                "recorded here."
            ),
        )
    closed = int((documents.text_public != "yes").sum())
    voices = [*found.voices, *documents.voices[documents.date == ""]]  # what has no date stands in no timeline
    single = sum(number == 1 for number in voices)
    told = [_of_texts(closed, len(documents), t)] if closed else []
    told += [_of_sources(single, len(voices), t)] if single else []
    if not told:
        told = [t("Each text is public, and two sources or more tell of each document and event.")]
    reported = int((documents.kind_is == "reported").sum())
    told += [_of_kinds(reported, len(documents), t)] if reported else []
    return Finding("limits", " ".join(told))


def _of_texts(closed: int, of: int, t: Language) -> str:
    if closed == of:
        return t.plural(
            "No public text of the document is on record.",
            "No public text of any of the {n} documents is on record.",
            of,
        )
    return t.plural(
        "No public text of {n} of the {all} documents is on record.",
        "No public text of {n} of the {all} documents is on record.",
        closed,
        all=t.number(of),
    )


def _of_kinds(reported: int, of: int, t: Language) -> str:
    if of == 1:
        return t(
            "The kind of the document (agreement, memorandum, plan) rests on reports alone: neither its text nor a government or "
            "an organisation is among the sources."
        )
    return t(
        "The kind of {n} of the {all} documents (agreement, memorandum, plan) rests on reports alone: neither the text nor a "
        "government or an organisation is among the sources.",
        n=t.number(reported),
        all=t.number(of),
    )


def _of_sources(single: int, of: int, t: Language) -> str:
    if single == of:
        each = t("A single source tells of each of the {n} documents and events.", n=t.number(of))
        return t("A single source tells of it.") if of == 1 else each
    return t.plural(
        "A single source tells of {n} of the {all} documents and events.",
        "A single source tells of {n} of the {all} documents and events.",
        single,
        all=t.number(of),
    )


def find_readings(apart: pd.DataFrame, t: Language) -> Finding:
    """Say on how many fields the sources of a dyad's records differ, and on which most.

    Parameters
    ----------
    apart : pandas.DataFrame
        As `pactbook.record.readings_of` gives it.
    t : Language
        Language of the report.
    """
    if apart.empty:
        return Finding("readings", t("No difference between sources is on record."))
    fields = apart.drop_duplicates(["table", "record_id", "field", "party"])
    counts = fields.field.value_counts(sort=True).head(3).items()
    # Where only one differs, its number says nothing.
    told = [f"{t.word(name)} ({t.number(n)})" if len(fields) > 1 else t.word(name) for name, n in counts]
    ids = (fields.table + ":" + fields.record_id).drop_duplicates()
    text = t.plural(
        "The sources differ on one field of one record: {told}.",
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
    day = dates.earliest(as_of)
    parts = [t("Contacts before {since} are left out.", since=since)]
    if domains:
        named = t.list([domain_name(domain, t) for domain in domains])
        parts.append(t("Only these domains count as defence here: {domains}.", domains=named))
    for state in (a, b):
        parts.append(
            t.plural(
                "The record holds {n} document of {state} with anybody.",
                "The record holds {n} documents of {state} with anybody.",
                len(tables.agreements_of(state)),
                state=t.state(state),
            )
        )
        if (last := states.last_day(state)) and last < day:
            parts.append(
                t(
                    "{state} ended on {day}; later documents are those of its successors.",
                    state=t.state(state),
                    day=t.date(last),
                )
            )
    counted = pd.concat([tables.agreements_of(state) for state in (a, b)]).drop_duplicates("agreement_id")
    return Finding("scope", " ".join([*parts, *filter(None, [origins.told(counted, t)])]))


def without_steps(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `contacts` that are documents or contacts: a legal step is neither."""
    return found[found.lane != "legal_step"]


def headline_contacts(found: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the timeline: how many contacts, how many about defence."""
    if found.empty:
        return t("{a} and {b}: no contact on record", a=t.state(a), b=t.state(b))
    contacts = without_steps(found)
    return t.plural(
        "{a} and {b}: one document or contact on record",
        "{a} and {b}: {n} documents and contacts on record, {defence} about defence",
        len(contacts),
        a=t.state(a),
        b=t.state(b),
        defence=t.number(int(contacts.defence.astype(bool).sum())),
    )


def undated(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents that have no date on record, so that no timeline can show them."""
    return documents[documents.date == ""]


def find_undated(documents: pd.DataFrame, t: Language) -> Finding:
    """Say which documents have no date and stand on no timeline; nothing where all are dated."""
    without = undated(documents)
    if without.empty:
        return Finding("undated", "")
    text = t.plural(
        "One document on record has no date, so that no timeline can show it: {titles}.",
        "{n} documents on record have no date, so that no timeline can show them: {titles}.",
        len(without),
        titles=t.list([quoted(title, t) for title in without.title], most=3),
    )
    return Finding("undated", text, records("agreements", without.agreement_id))


def subtitle_contacts(documents: pd.DataFrame, since: int, day: str, t: Language) -> str:
    """Return the subtitle of the timeline: its years, and how many documents have no date to stand at."""
    told = t("Dated documents and contacts, {since} to {day}", since=since, day=t.date(day))
    without = len(undated(documents))
    if not without:
        return told
    return told + t.plural("; one document has no date", "; {n} documents have no date", without)


def headline_portfolio(partners: pd.DataFrame, state: str, t: Language) -> str:
    """Return the title of one state's ranking: the number of partners."""
    n = int((partners.documents > 0).sum())
    return t.plural(
        "{state}: {n} defence partner on record", "{state}: {n} defence partners on record", n, state=t.state(state)
    )


def headline_partners(portfolios: dict[str, pd.DataFrame], t: Language) -> str:
    """Return the title of the ranked bars: with how many states each of the two has signed."""
    told = [
        t("{state} {n}", state=t.country(state), n=t.number(int((frame.documents > 0).sum())))
        for state, frame in portfolios.items()
    ]
    return t("Defence partners on record: {told}", told=t.list(told))
