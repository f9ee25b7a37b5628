"""What became of the documents of two states, as sentences."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import as_dicts, select
from pactbook.record.status import FORMAL, PLANS, UNSIGNED
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.pair.table import in_focus
from pactbook.subjects.pair.wording import domain_name, told_in_force
from pactbook.subjects.ties import DEFENCE
from pactbook.subjects.titles import quoted

# What every defence document is about is no news.
_GENERIC = frozenset({"defence"})


def find_newest(
    documents: pd.DataFrame,
    a: str,
    b: str,
    as_of: str,
    t: Language,
    focus: str = "",
    inherited: pd.DataFrame | None = None,
) -> Finding:
    """Say what the document in focus is (by default the newest), what in it is new, and whether it is in force.

    What predecessors of the two signed (`inherited`) is no document of theirs; that it had what is new is said.
    """
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
        _new_domains(documents, shown, inherited, t),
        told_in_force(shown, t),
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


def _new_domains(documents: pd.DataFrame, shown: pd.DataFrame, inherited: pd.DataFrame | None, t: Language) -> str:
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
        return t("Every field that the record gives it stands in an earlier document.")
    text = t(
        "New against the earlier documents on record: {domains}.", domains=t.list([domain_name(d, t) for d in new])
    )
    return text if inherited is None else " ".join(filter(None, [text, _of_predecessors(inherited, new, t)]))


def _of_predecessors(inherited: pd.DataFrame, new: Collection[str], t: Language) -> str:
    """Say what of that predecessors of the two had signed before, and in which document last."""
    known = select(inherited, (not set(new).isdisjoint(domains) for domains in inherited.domains))
    if known.empty:
        return ""
    shared = [domain for domain in new if any(domain in domains for domains in known.domains)]
    return t(
        "An earlier document, signed by a predecessor, covers {domains}: {told}.",
        domains=t.list([domain_name(domain, t) for domain in shared]),
        told=_of_parties(as_dicts(known)[-1], t),
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
    # A parliament votes before the head of state signs: of what one side did to ratify the last is told.
    told = legal[~legal.duplicated(["kind", "countries"], keep="last") | (legal.kind != "ratification")]
    events = [_step(step, row["parties"], t) for step in as_dicts(told)]
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
            "The one signed document of {a} and {b} on record is no treaty, agreement or protocol: such a document as a rule "
            "applies from its signature, and none of its legal steps is on record.",
            "None of the {n} signed documents of {a} and {b} on record is a treaty, agreement or protocol: such documents as a "
            "rule apply from their signature, and none of their legal steps is on record.",
            len(signed),
            **pair,
        )
        return Finding("in_force", text, records("agreements", signed.agreement_id))
    if valid.empty:
        text = t.plural(
            "No entry into force of the one treaty, agreement or protocol of {a} and {b} is on record by {day}; a missing record "
            "is no proof.",
            "No entry into force of any of the {n} treaties, agreements and protocols of {a} and {b} is on record by {day}; a "
            "missing record is no proof.",
            len(formal),
            **pair,
        )
        return Finding("in_force", text, records("agreements", formal.agreement_id))
    shown = valid.sort_values(["defence", "in_force"], ascending=False, kind="stable")
    named = [_title_and_force(row, t) for row in as_dicts(shown)]
    text = (
        t.plural(
            "The one signed document of {a} and {b} is on record as in force on {day}: {named}.",
            "All {n} signed documents of {a} and {b} are on record as in force on {day}: {named}.",
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
    told = _of_those_about_defence(valid, signed, t)
    return Finding("in_force", " ".join(filter(None, [text, told])), records("agreements", valid.agreement_id))


def _of_those_about_defence(valid: pd.DataFrame, signed: pd.DataFrame, t: Language) -> str:
    """Say how many of the documents about defence are among those in force, unless all documents are about it."""
    own, of = int(valid.defence.sum()), int(signed.defence.sum())
    if not of or (own and of == len(signed)):
        return ""
    if not own:
        return t.plural(
            "The one about defence is not.",
            "None of the {n} about defence is.",
            of,
        )
    if own == len(valid) == 1:
        return t.plural("It is the one about defence.", "It is one of the {n} about defence.", of)
    return t.plural(
        "{n} of the {all} about defence is among them.",
        "{n} of the {all} about defence are among them.",
        own,
        all=t.number(of),
    )


def _title_and_force(row: dict, t: Language) -> str:
    since = t("since {day}", day=t.date(row["in_force"])) if row["in_force"] else t("day not on record")
    return f"{quoted(row['title'], t)} ({since})"


def find_inherited(found: pd.DataFrame, a: str, b: str, t: Language, most: int = 4) -> Finding:
    """Say which documents predecessors of the two states signed; they stand apart from those of the two.

    Parameters
    ----------
    found : pandas.DataFrame
        As `pactbook.subjects.pair.inherited` gives it, with at least one row.
    """
    told = t.list(
        [_of_parties(row, t) for row in as_dicts(found)],
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


def _of_parties(row: dict, t: Language) -> str:
    words = {"title": quoted(row["title"], t), "parties": t.parties(row["parties"])}
    if not row["date"]:
        return t("{title} of {parties}", **words)
    return t("{title} of {parties} ({day})", day=t.date(row["date"]), **words)


def find_plans(documents: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say which roadmaps and programmes a dyad has, which of them run, and which are easily confused."""
    plans = documents[documents.kind.isin(PLANS) | (documents.period_start != "")]
    pair = {"a": t.state(a), "b": t.state(b)}
    if plans.empty:
        return Finding("plans", t("No plan, roadmap or programme of {a} and {b} is on record.", **pair))
    dated = plans[plans.period_start != ""]
    running = select(dated, (_runs(row, as_of) for row in as_dicts(dated)))
    text = t.plural(
        "One plan, roadmap, programme or agreement for some time of {a} and {b} is on record",
        "{n} plans, roadmaps, programmes or agreements for some time of {a} and {b} are on record",
        len(plans),
        **pair,
    )
    if dated.empty:
        text += t("; the years that it covers are not.")
    else:
        text += (
            t.plural(
                "; {n} names years that take in {day}.",
                "; {n} name years that take in {day}.",
                len(running),
                day=t.date(as_of),
            )
            if len(running)
            else t("; none names years that take in {day}.", day=t.date(as_of))
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


def headline_lives(shown: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the chart of documents: how many are in force."""
    if shown.empty:
        return t("{a} and {b}: no defence document on record", a=t.state(a), b=t.state(b))
    formal, pair = shown[shown.kind.isin(FORMAL)], {"a": t.state(a), "b": t.state(b)}
    valid = int((shown.status_on == "in_force").sum())
    if formal.empty:
        return t.plural(
            "{a} and {b}: one defence document or roadmap on record",
            "{a} and {b}: {n} defence documents and roadmaps on record",
            len(shown),
            **pair,
        )
    if not valid:
        return t("{a} and {b}: no treaty or agreement shown is on record as in force", **pair)
    if valid == len(shown) == 1:
        return t("{a} and {b}: the one document shown is on record as in force", **pair)
    return t.plural(
        "{a} and {b}: {n} of {all} documents shown is on record as in force",
        "{a} and {b}: {n} of {all} documents shown are on record as in force",
        valid,
        all=t.number(len(shown)),
        **pair,
    )
