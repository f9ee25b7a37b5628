"""What two states have signed, as sentences."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pactbook import dates, states
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, select
from pactbook.record.status import PLANS, UNSIGNED
from pactbook.subjects import origins
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.pair.table import in_focus
from pactbook.subjects.ties import DEFENCE

_LONG_TITLE = 90  # letters
# What every defence document is about is no news.
_GENERIC = frozenset({"defence"})


def find_history(
    found: pd.DataFrame, documents: pd.DataFrame, a: str, b: str, since: int, t: Language, focus: str = ""
) -> Finding:
    """Say how far back the defence contacts of a dyad go before the document in focus, its newest one by default."""
    defence = found[found.defence.astype(bool)]
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
            "{n} defence contact between {a} and {b} is on record from {since} on, the first of {first}; no defence document is.",
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
        text = t("No defence contact of {a} and {b} from {since} on is on record before {focus}.", focus=named, **pair)
        return Finding("history", text, tuple(defence.record))
    text = t.plural(
        "{a} and {b} had been in contact on defence for {span} before {focus}. {n} earlier contact is on record, of "
        "{first}.",
        "{a} and {b} had been in contact on defence for {span} before {focus}. {n} earlier contacts are on record, the first "
        "of {first}.",
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
    """Say how many documents a dyad has, how many concern defence, and what binds."""
    pair = {"a": t.state(a), "b": t.state(b)}
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    if signed.empty:
        return Finding("documents", t("No document signed by {a} and {b} is on record.", **pair))
    defence = signed[signed.defence]
    parts = [
        t.plural(
            "{n} document signed by {a} and {b} is on record; {defence}.",
            "{n} documents signed by {a} and {b} are on record; {defence}.",
            len(signed),
            defence=_about_defence(len(defence), len(signed), t),
            **pair,
        ),
        _in_force(signed, t),
        _mutual_defence(defence, t),
    ]
    return Finding("documents", " ".join(part for part in parts if part), records("agreements", signed.agreement_id))


def _about_defence(n: int, of: int, t: Language) -> str:
    if not n:
        return t.plural("it is not about defence", "none of them is about defence", of)
    if n == of:
        return t.plural("it is about defence", "all of them are about defence", of)
    return t.plural("{n} of them is about defence", "{n} of them are about defence", n)


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
    unknown = int(kinds.get("unknown", 0) + kinds.get("not_searched", 0))
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
    if not (shown.text_public == "yes").all():
        return t.plural(
            "Its text is not public as far as is known, so what is new in it cannot be told.",
            "Their texts are not public as far as is known, so what is new in them cannot be told.",
            len(shown),
        )
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
        _steps_of(row, legal[legal.agreement_id == row["agreement_id"]], as_of, t) for row in as_dicts(shown[~idle])
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
    events = [_step(step, t) for step in as_dicts(legal)]
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


def _step(step: dict, t: Language) -> str:
    day = t.date(step["date"]) if step["date"] else t("day not on record")
    return f"{t.word(step['kind'])} ({day})"


def find_in_force(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which documents of a dyad had entered into force by a day, and how many of them concern defence."""
    signed = documents[~documents.status_on.isin(UNSIGNED)]
    pair = {"a": t.state(a), "b": t.state(b), "day": t.date(as_of)}
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
    named = [_title_and_force(row, t) for row in as_dicts(shown)]
    text = t.plural(
        "{n} of the {all} documents signed by {a} and {b} is on record as in force on {day}: {named}.",
        "{n} of the {all} documents signed by {a} and {b} are on record as in force on {day}: {named}.",
        len(valid),
        all=t.number(len(signed)),
        named=t.list(named, most=4),
        **pair,
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
            "{partner} is not among the {n} state with which {state} has defence documents on record.",
            "{partner} is not among the {n} states with which {state} has defence documents on record.",
            len(signed),
            **names,
        )
        return Finding("share", text)
    text = t.plural(
        "{state} has {n} defence document on record with {partner}, and documents with {others} other states.",
        "{state} has {n} defence documents on record with {partner}, and documents with {others} other states.",
        int(own.documents.iloc[0]),
        others=t.number(len(signed) - 1),
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
    of_texts, of_sources = (
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
    )
    told = [text for text, n in ((of_texts, closed), (of_sources, single)) if n]
    if not told:
        told = [t("Each text is public, and each row rests on two sources or more.")]
    return Finding("limits", " ".join(told))


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
        return Finding("readings", t("No field is on record on which the sources differ."))
    fields = apart.drop_duplicates(["table", "record_id", "field", "party"])
    told = [f"{t.word(name)} ({t.number(n)})" for name, n in fields.field.value_counts(sort=True).head(3).items()]
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
    """Return a title in quotation marks; a long one without its middle, since titles differ at both ends."""
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
    return t.plural(
        "{a} and {b}: {n} contact on record, {defence} about defence",
        "{a} and {b}: {n} contacts on record, {defence} about defence",
        len(found),
        a=t.state(a),
        b=t.state(b),
        defence=t.number(int(found.defence.astype(bool).sum())),
    )


def headline_lives(shown: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the chart of documents: how many are in force."""
    if shown.empty:
        return t("{a} and {b}: no defence document on record", a=t.state(a), b=t.state(b))
    return t.plural(
        "{a} and {b}: {valid} of {n} defence document or roadmap on record as in force",
        "{a} and {b}: {valid} of {n} defence documents and roadmaps on record as in force",
        len(shown),
        a=t.state(a),
        b=t.state(b),
        valid=t.number(int((shown.status_on == "in_force").sum())),
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
