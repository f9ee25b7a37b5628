"""What two states have signed, as sentences."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pactbook import dates, states
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, select
from pactbook.record.status import PLANS, UNSIGNED, UNTOLD
from pactbook.subjects import origins
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.pair.table import in_focus
from pactbook.subjects.ties import DEFENCE

_LONG_TITLE = 90  # letters
# What enters into force as a rule after its signature; memoranda, letters and plans mostly apply from it.
FORMAL = frozenset({"treaty", "agreement", "protocol", "exchange_of_notes"})
# What every defence document is about is no news.
_GENERIC = frozenset({"defence"})


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
        "{n} defence contacts of {a} and {b} from {since} on are on record before {focus}; the first is of {first}, {span} "
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
        return t("Each is told by more than one source.")
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
        _in_force(signed, t),
        _mutual_defence(defence, t),
    ]
    return Finding("documents", " ".join(part for part in parts if part), records("agreements", signed.agreement_id))


def _with_others(several: int, of: int, t: Language) -> str:
    if several == of:
        return t.plural(", signed with others", ", all of them signed with others", of)
    return t.plural(", {n} of them signed with others", ", {n} of them signed with others", several)


def _about_defence(n: int, of: int, t: Language) -> str:
    if not n:
        return t.plural("it is not about defence", "none of them is about defence", of)
    if n == of:
        return t.plural("it is about defence", "all of them are about defence", of)
    return t.plural("{n} of them is about defence", "{n} of them are about defence", n)


def _in_force(documents: pd.DataFrame, t: Language) -> str:
    n = int((documents.status_on == "in_force").sum())
    if not n:
        return t("No entry into force is on record.") if documents.kind.isin(FORMAL).any() else ""
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


def find_newest(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language, focus: str = "") -> Finding:
    """Say what the document in focus is (by default the newest), what in it is new, and whether it is in force."""
    shown = in_focus(documents, focus)
    if shown.empty:
        return Finding(
            "newest",
            t(
                "No defence document of {a} and {b} is on record by {day}.",
                a=t.state(a),
                b=t.state(b),
                day=t.date(as_of),
            ),
        )
    day = shown.date.iloc[0]
    titles = t.list([quoted(title, t) for title in shown.title])
    if focus:
        text = t("The document in focus is {titles}, of {day}.", titles=titles, day=t.date(day))
    else:
        text = t.plural(
            "As of {as_of} the newest defence document on record is {titles}, of {day}.",
            "As of {as_of} the newest defence documents on record are {titles}, of {day}.",
            len(shown),
            titles=titles,
            day=t.date(day),
            as_of=t.date(as_of),
        )
    parts = [
        text,
        _new_domains(documents, shown, t),
        _in_force(shown, t),
        "" if focus else _with_others_later(documents, shown, t),
    ]
    return Finding("newest", " ".join(filter(None, parts)), records("agreements", shown.agreement_id))


def _with_others_later(documents: pd.DataFrame, shown: pd.DataFrame, t: Language) -> str:
    """Say which newer defence document the two signed with others, where the newest of the two alone is told."""
    several = documents[
        documents.defence & documents.plurilateral.astype(bool) & (documents.signed > shown.signed.iloc[0])
    ]
    if several.empty or shown.plurilateral.astype(bool).any():
        return ""
    last = several.iloc[-1]
    return t("With others they later signed {title}, of {day}.", title=quoted(last.title, t), day=t.date(last.signed))


def _new_domains(documents: pd.DataFrame, shown: pd.DataFrame, t: Language) -> str:
    start = dates.earliest(shown.date.iloc[0])
    earlier = select(documents, (bool(day) and dates.latest(day) < start for day in documents.signed))
    if not (shown.text_public == "yes").all():
        return t.plural(
            "No public text of it is on record, so what is new in it cannot be told.",
            "No public texts of them are on record, so what is new in them cannot be told.",
            len(shown),
        )
    if earlier.empty:
        return t("No earlier document is on record with which to compare it.")
    known = set().union(*earlier.domains)
    covered = set().union(*shown.domains)
    # The documents are asked about defence, but one that a reader puts in focus may be about something else.
    covered = sorted((covered & DEFENCE or covered) - _GENERIC)
    new = [domain for domain in covered if domain not in known]
    if not new:
        return t("Every field that it names stands in an earlier document on record.")
    return t(
        "New against the earlier documents on record: {domains}.", domains=t.list([domain_name(d, t) for d in new])
    )


def find_steps(shown: pd.DataFrame, taken: pd.DataFrame, as_of: str, t: Language) -> Finding:
    """Say of each document in focus which legal steps are on record, if any is to be expected of it.

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
        _steps_of(row, legal[legal.agreement_id == row["agreement_id"]], as_of, t) for row in as_dicts(shown[~idle])
    ]
    idle &= shown.kind.isin(FORMAL)
    if idle.any():
        told.append(
            t(
                "{titles}: no ratification, approval or entry into force is on record by {day}.",
                titles=t.list([quoted(title, t) for title in shown[idle].title]),
                day=t.date(as_of),
            )
        )
    later = taken[~taken.legal & taken.agreement_id.isin(shown.agreement_id)]
    start = dates.earliest(shown.date.iloc[0])
    since = select(later, (bool(day) and dates.earliest(day) > start for day in later.date)).drop_duplicates("record")
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
    events = [_step(step, row["parties"], t) for step in as_dicts(legal)]
    if row["ended"]:
        return t("{title} ended on {day}.", title=title, day=t.date(row["ended"]))
    if row["status_on"] == "in_force":
        force = row["in_force"] or next(
            (d for d, k in zip(legal.date, legal.kind, strict=True) if k == "entry_into_force"), ""
        )
        if not force:
            return t("{title} is in force; the day of its entry into force is not on record.", title=title)
        return t("{title} has been in force since {day}.", title=title, day=t.date(force))
    return t.plural(
        "{title}: the legal step on record is {steps}; no entry into force is on record by {day}.",
        "{title}: the legal steps on record are {steps}; no entry into force is on record by {day}.",
        len(events),
        title=title,
        steps=t.list(events),
        day=t.date(as_of),
    )


def _step(step: dict, parties: Collection[str], t: Language) -> str:
    """Return a step with who took it, where it was not all of them, and its day."""
    day = t.date(step["date"]) if step["date"] else t("day not on record")
    kind = t.word(step["kind"])
    if step["countries"] and not set(parties) <= set(step["countries"]):
        who = t.list([t.state(code) for code in step["countries"]])
        return t("{kind} by {states} ({day})", kind=kind, states=who, day=day)
    return f"{kind} ({day})"


def find_in_force(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which documents of a dyad had entered into force by a day, and how many of them concern defence."""
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    pair = {"a": t.state(a), "b": t.state(b), "day": t.date(as_of)}
    if signed.empty:
        return Finding("in_force", t("{a} and {b}: no document is on record that could be in force by {day}.", **pair))
    valid = signed[signed.status_on == "in_force"]
    formal = signed[signed.kind.isin(FORMAL)]
    if valid.empty and formal.empty:
        text = t.plural(
            "The one signed document of {a} and {b} is no treaty, agreement or protocol: such a document as a rule applies from "
            "its signature, and none of its legal steps is on record.",
            "None of the {n} signed documents of {a} and {b} is a treaty, agreement or protocol: such documents as a rule apply "
            "from their signature, and none of their legal steps is on record.",
            len(signed),
            **pair,
        )
        return Finding("in_force", text, records("agreements", signed.agreement_id))
    if valid.empty:
        text = t.plural(
            "The one treaty, agreement or protocol that {a} and {b} signed is not on record as in force on {day}; a missing record "
            "is no proof.",
            "Of the {n} treaties, agreements and protocols that {a} and {b} signed none is on record as in force on {day}; a "
            "missing record is no proof.",
            len(formal),
            **pair,
        )
        return Finding("in_force", text, records("agreements", formal.agreement_id))
    shown = valid.sort_values(["defence", "in_force"], ascending=False, kind="stable")
    named = [_title_and_force(row, t) for row in as_dicts(shown)]
    text = (
        t.plural(
            "The one document signed by {a} and {b} is on record as in force on {day}: {named}.",
            "All {n} documents signed by {a} and {b} are on record as in force on {day}: {named}.",
            len(valid),
            named=t.list(named, most=4),
            **pair,
        )
        if len(valid) == len(signed)
        else t.plural(
            "{n} of the {all} documents signed by {a} and {b} is on record as in force on {day}: {named}.",
            "{n} of the {all} documents signed by {a} and {b} are on record as in force on {day}: {named}.",
            len(valid),
            all=t.number(len(signed)),
            named=t.list(named, most=4),
            **pair,
        )
    )
    defence = int(signed.defence.sum())
    if valid.defence.any() and defence < len(signed):
        text += " " + t.plural(
            "{n} of the {all} about defence is among them.",
            "{n} of the {all} about defence are among them.",
            int(valid.defence.sum()),
            all=t.number(defence),
        )
    elif defence and not valid.defence.any():
        text += " " + t("None of the {all} about defence is among them.", all=t.number(defence))
    return Finding("in_force", text, records("agreements", valid.agreement_id))


def _title_and_force(row: dict, t: Language) -> str:
    day = t.date(row["in_force"]) if row["in_force"] else t("day not on record")
    return f"{quoted(row['title'], t)} ({day})"


def find_inherited(found: pd.DataFrame, a: str, b: str, t: Language, most: int = 4) -> Finding:
    """Say which documents predecessors of the two states signed; they stand apart from those of the two.

    Parameters
    ----------
    found : pandas.DataFrame
        As `pactbook.subjects.pair.inherited` gives it, with at least one row.
    """
    told = t.list(
        [
            t(
                "{title} of {parties} ({day})",
                title=quoted(row.title, t),
                parties=t.parties(row.parties),
                day=t.date(row.date),
            )
            if row.date
            else t("{title} of {parties}", title=quoted(row.title, t), parties=t.parties(row.parties))
            for row in found.itertuples()
        ],
        most=most,
    )
    text = t.plural(
        "{n} earlier document on record was signed by predecessors of {a} or {b} and stands apart: {told}.",
        "{n} earlier documents on record were signed by predecessors of {a} or {b} and stand apart: {told}.",
        len(found),
        a=t.state(a),
        b=t.state(b),
        told=told,
    )
    return Finding("inherited", text, records("agreements", found.agreement_id))


def find_plans(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which roadmaps and programmes a dyad has, which of them run, and which are easily confused."""
    plans = documents[documents.kind.isin(PLANS) | (documents.period_start != "")]
    pair = {"a": t.state(a), "b": t.state(b)}
    if plans.empty:
        return Finding("plans", t("No roadmap or programme of {a} and {b} is on record.", **pair))
    dated = plans[plans.period_start != ""]
    running = select(dated, (_runs(row, as_of) for row in as_dicts(dated)))
    text = t.plural(
        "One roadmap, programme or agreement for some years of {a} and {b} is on record",
        "{n} roadmaps, programmes or agreements for some years of {a} and {b} are on record",
        len(plans),
        **pair,
    )
    if dated.empty:
        text += t("; the years that it covers are not.")
    else:
        text += (
            t.plural(
                "; {n} of those whose years are known runs on {day}.",
                "; {n} of those whose years are known run on {day}.",
                len(running),
                day=t.date(as_of),
            )
            if len(running)
            else t("; none is known to run on {day}.", day=t.date(as_of))
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
    for row in as_dicts(group):
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
            "portfolio", t("No defence document of {state} with anybody is on record.", state=t.state(state))
        )
    top = signed.head(3)
    told = t.list([f"{t.state(row.partner)} ({t.number(row.documents)})" for row in top.itertuples()])
    text = t.plural(
        "{state} has {documents} on record with {n} state; the most with {told}.",
        "{state} has {documents} on record with {n} states; the most with {told}.",
        len(signed),
        state=t.state(state),
        documents=t.plural("{n} defence document", "{n} defence documents", int(signed.documents.sum())),
        told=told,
    )
    bound = signed[signed.commitment.isin(["mutual_defence", "guarantee"])]
    names = t.list([t.state(code) for code in bound.partner], most=6)
    text += " " + (
        t("A duty to help if attacked is on record with {partners}.", partners=names)
        if len(bound)
        else t("No duty to help if attacked is on record.")
    )
    return Finding("portfolio", text, records("agreements", [i for ids in signed.agreement_ids for i in ids]))


def find_share(ranked: pd.DataFrame, state: str, partner: str, t: Language) -> Finding:
    """Say how many documents a state has with a partner, and with how many others; effort differs, so there is no rank."""
    names = {"state": t.state(state), "partner": t.state(partner)}
    signed = ranked[ranked.documents > 0]
    if signed.empty:
        return Finding("share", t("No defence document of {state} with anybody is on record.", **names))
    own = signed[signed.partner == partner]
    if own.empty:
        text = t.plural(
            "{partner} is not the one state with which {state} has a defence document of the two alone on record, signed and not "
            "ended.",
            "{partner} is not among the {n} states with which {state} has a defence document of the two alone on record, signed "
            "and not ended.",
            len(signed),
            **names,
        )
        return Finding("share", text)
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
    told = [_of_texts(closed, len(documents), t)] if closed else []
    told += [_of_sources(single, len(found), t)] if single else []
    if not told:
        told = [t("Each text is public, and two sources or more tell of each document and event.")]
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
        return Finding(
            "readings", t("Where several sources tell of a document or event, no difference between them is on record.")
        )
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


def quoted(title: str, t: Language) -> str:
    """Return a title in quotation marks; a long one without what stands in brackets at its end, or without its middle.

    Titles of like documents differ at both ends.
    """
    if len(title) > _LONG_TITLE and title.endswith(")") and " (" in title:
        title = title[: title.rindex(" (")]
    words = title.split()
    first = sum(len(" ".join(words[:n])) <= 2 * _LONG_TITLE // 3 for n in range(1, len(words)))
    last = sum(len(" ".join(words[-n:])) <= _LONG_TITLE // 3 for n in range(1, len(words)))
    if len(title) > _LONG_TITLE and first and last and first + last < len(words):
        words = [*words[:first], "…", *words[len(words) - last :]]
    return t("“{title}”", title=" ".join(words))


def domain_name(domain: str, t: Language) -> str:
    """Return the words for a value of `domains`."""
    return t.word(domain)


def headline_contacts(found: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the timeline: how many contacts, how many about defence."""
    if found.empty:
        return t("{a} and {b}: no contact on record", a=t.state(a), b=t.state(b))
    contacts = found[found.lane != "legal_step"]
    return t.plural(
        "{a} and {b}: one document or contact on record",
        "{a} and {b}: {n} documents and contacts on record, {defence} about defence",
        len(contacts),
        a=t.state(a),
        b=t.state(b),
        defence=t.number(int(contacts.defence.astype(bool).sum())),
    )


def headline_lives(shown: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the chart of documents: how many are in force."""
    if shown.empty:
        return t("{a} and {b}: no defence document on record", a=t.state(a), b=t.state(b))
    formal, pair = shown[shown.kind.isin(FORMAL)], {"a": t.state(a), "b": t.state(b)}
    valid = int((formal.status_on == "in_force").sum())
    if formal.empty:
        return t.plural(
            "{a} and {b}: one defence document or roadmap on record",
            "{a} and {b}: {n} defence documents and roadmaps on record",
            len(shown),
            **pair,
        )
    if not valid:
        return t("{a} and {b}: no treaty or agreement shown is on record as in force", **pair)
    return t.plural(
        "{a} and {b}: {valid} of {n} treaty or agreement shown is on record as in force",
        "{a} and {b}: {valid} of {n} treaties and agreements shown are on record as in force",
        len(formal),
        valid=t.number(valid),
        **pair,
    )


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
