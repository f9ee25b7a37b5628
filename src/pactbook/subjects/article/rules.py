"""The rules that compute a verdict from the tables, as they stand on a day.

A rule takes the tables, the language and the arguments of a claim, and gives a `Verdict`. On an empty record none decides
anything: it says that nothing is established.
"""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from pactbook import dates
from pactbook.errors import SHOWN, UserError, hint, shown
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, select, status
from pactbook.subjects.findings import records
from pactbook.subjects.membership import members_among
from pactbook.subjects.pair import contacts, domain_name
from pactbook.subjects.programme import systems

# The scale, from the record's full support to what no record can decide.
VERDICTS = (
    "supported",
    "supported_as_allegation",
    "partly",
    "contradicted",
    "not_established",
    "opinion",
    "forecast_open",
    "forecast_came_true",
    "forecast_failed",
)


@dataclass(frozen=True)
class Verdict:
    """What a rule decides, why, and on which records.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`.
    reasoning : str
        Why, in the language of the report.
    evidence : tuple of str
        The records that it rests on, each as ``table:record_id``.
    aside : tuple of str
        Those of the evidence that a reader should see and that decide nothing.
    """

    verdict: str
    reasoning: str
    evidence: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


Rule = Callable[..., Verdict]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its name."""
    RULES[function.__name__] = function
    return function


@rule
def signed(tables: Tables, t: Language, *, agreements: list[str], on: str = "") -> Verdict:
    """Were the documents signed (on that day, if one is claimed)?"""
    frame = tables.agreements.set_index("agreement_id")
    found = [name for name in agreements if name in frame.index and frame.at[name, "signed"]]
    if not found:
        return Verdict("not_established", t("The record holds no signature of it."))
    evidence = records("agreements", found)
    told = "; ".join(_signed_phrase(frame.loc[name].to_dict() | {"agreement_id": name}, tables, t) for name in found)
    reasoning = t("On record: {told}.", told=told)
    if len(found) < len(agreements) or (on and any(frame.at[name, "signed"] != on for name in found)):
        return Verdict("partly", reasoning, evidence)
    return Verdict("supported", reasoning, evidence)


def status_name(name: str, t: Language) -> str:
    """Return the words for the status of an agreement."""
    return t.word(name)


def _signed_phrase(agreement: dict, tables: Tables, t: Language) -> str:
    now = status.of_rows(tables, [agreement])[0]
    told = {"kind": t.word(agreement["kind"]), "day": t.date(agreement["signed"])}
    if now == "signed":
        return t("{kind} signed {day}, no ratification or entry into force on record", **told)
    return t("{kind} signed {day}, status now: {status}", status=status_name(now, t), **told)


@rule
def happened(tables: Tables, t: Language, *, events: list[str]) -> Verdict:
    """Did the dated contacts take place?"""
    frame = tables.events.set_index("event_id")
    found = [name for name in events if name in frame.index]
    if not found:
        return Verdict("not_established", t("The record holds no such event."))
    told = "; ".join(_event_phrase(frame.loc[name].to_dict(), t) for name in found)
    verdict = "supported" if len(found) == len(events) else "partly"
    return Verdict(verdict, t("On record: {told}.", told=told), records("events", found))


def _event_phrase(event: dict, t: Language) -> str:
    """Say what kind of contact it was, when and where; its title stands with the evidence."""
    day = t.date(event["date"]) if event["date"] else ""
    return ", ".join(part for part in (t.word(event["kind"]), day, event["place"]) if part)


@rule
def designated(tables: Tables, t: Language, *, entity: str, authority: str, on: str, alleged: bool = False) -> Verdict:
    """Was the entity designated by the authority on that day (and is the claim what the authority alleges)?"""
    frame = tables.designations
    own = frame[(frame.entity_id == entity) & (frame.authority == authority)]
    exact = own[own.designated_on == on]
    if own.empty:
        return Verdict(
            "not_established", t("The record holds no designation of it by {authority}.", authority=authority)
        )
    row = (exact if len(exact) else own).iloc[0]
    reasoning = t(
        "{authority} designated it on {day} under {basis}; it states: {reason}",
        authority=authority,
        day=t.date(row.designated_on),
        basis=row.legal_basis,
        reason=row.stated_reason,
    )
    evidence = records("designations", [row.designation_id])
    if exact.empty:
        return Verdict("contradicted", reasoning, evidence)
    return Verdict("supported_as_allegation" if alleged else "supported", reasoning, evidence)


@rule
def several_designated(tables: Tables, t: Language, *, authority: str, on: str, countries: list[str]) -> Verdict:
    """Were several entities of each of the states designated on that day, as a plural claims?"""
    frame = tables.designations.merge(tables.entities[["entity_id", "country", "name"]], on="entity_id")
    day = frame[(frame.authority == authority) & (frame.designated_on == on)]
    counts = {code: int((day.country == code).sum()) for code in countries}
    if not any(counts.values()):
        return Verdict("not_established", t("The record holds no such designation on {day}.", day=t.date(on)))
    told = t.list([f"{t.state(code)} {t.number(n)}" for code, n in counts.items()])
    reasoning = t(
        "Entities designated by {authority} on {day}, by state: {told}.", authority=authority, day=t.date(on), told=told
    )
    verdict = "supported" if min(counts.values()) > 1 else "partly" if all(counts.values()) else "contradicted"
    return Verdict(verdict, reasoning, records("designations", day[day.country.isin(countries)].designation_id))


@rule
def hardly_reported(
    tables: Tables, t: Language, *, subject: str, country: str, mentions: list[str], few: int
) -> Verdict:
    """Did at most `few` publishers of a state mention any of the matters, as "hardly" claims?"""
    pages = coverage(tables, subject)
    home = pages[pages.country == country]
    named = select(home, (bool(set(cell) & set(mentions)) for cell in home.mentions))
    if pages.empty:
        return Verdict(
            "not_established", t("The record holds no report on it by {day}.", day=t.date(tables.counted_until))
        )
    publishers, voices = named.publisher.nunique(), named.voice.nunique()
    reasoning = t(
        "{pages} pages of {publishers} publishers in {state} that the record holds mention it, {voices} with a text of their own; "
        "in all {all} publishers there reported on the occasion.",
        pages=t.number(len(named)),
        publishers=t.number(publishers),
        state=t.state(country),
        voices=t.number(voices),
        all=t.number(home.publisher.nunique()),
    )
    verdict = "supported" if publishers <= few else "contradicted"
    return Verdict(verdict, reasoning, records("sources", named.source_id))


@rule
def reported_by(tables: Tables, t: Language, *, subject: str, publisher: str, mentions: list[str]) -> Verdict:
    """Did the publisher report on the matters?"""
    pages = coverage(tables, subject)
    own = select(pages, (publisher.casefold() in name.casefold() for name in pages.publisher))
    named = select(own, (bool(set(cell) & set(mentions)) for cell in own.mentions))
    if len(named):
        told = t.list([t("“{title}”", title=title) for title in named.title])
        return Verdict("supported", t("On record: {told}.", told=told), records("sources", named.source_id))
    tried = select(tables.searches, (publisher.casefold() in name.casefold() for name in tables.searches.outlet))
    reasoning = t.plural(
        "No such page was found; {n} search for this outlet is logged. That is no proof that none exists.",
        "No such page was found; {n} searches for this outlet are logged. That is no proof that none exists.",
        len(tried),
    )
    return Verdict("not_established", reasoning, records("searches", tried.search_id))


@rule
def common_bloc(tables: Tables, t: Language, *, states: list[str], proves: bool = False) -> Verdict:
    """Do the states share an organisation? Without one, a claimed grouping has no institution on record."""
    current = members_among(tables, states, tables.day)
    counts = current.bloc_id.value_counts()
    whole = sorted(counts[counts == len(states)].index)
    names = {row["bloc_id"]: t.word(row["short_name"]) for row in as_dicts(tables.blocs)}
    if whole:
        blocs = t.list([names[bloc] for bloc in whole], most=4)
        told = t("All {n} states belong to {blocs}.", n=t.number(len(states)), blocs=blocs)
    else:
        told = t("No organisation of which every member is on record has all {n} states.", n=t.number(len(states)))
    if len(counts) and not whole:
        inside = sorted(t.state(code) for code in current[current.bloc_id == counts.index[0]].iso3)
        told += " " + t(
            "{bloc} holds {n} of them: {states}.",
            bloc=names[counts.index[0]],
            n=t.number(int(counts.iloc[0])),
            states=t.list(inside),
        )
    return Verdict(
        "supported" if whole and proves else "not_established",
        told,
        records("blocs", whole or counts[counts > 1].index[:3]),
    )


@rule
def days_apart(tables: Tables, t: Language, *, first: str, second: str, claimed: int, tolerance: int) -> Verdict:
    """Do two records lie about as many days apart as claimed?"""
    days = [_record_date(tables, record) for record in (first, second)]
    if not all(days):
        return Verdict("not_established", t("One of the two dates is not on record."))
    apart = (dates.latest(days[1]) - dates.latest(days[0])).days
    reasoning = t(
        "{n} days lie between {first} and {second}.", n=t.number(apart), first=t.date(days[0]), second=t.date(days[1])
    )
    return Verdict("supported" if abs(apart - claimed) <= tolerance else "contradicted", reasoning, (first, second))


@rule
def joint_contacts(tables: Tables, t: Language, *, states: list[str]) -> Verdict:
    """Did the states meet, all of them at one table?"""
    found = tables.events_of(*states)
    names = t.list([t.state(code) for code in states])
    if found.empty:
        return Verdict("not_established", t("The record holds no contact of {states} together.", states=names))
    told = "; ".join(_event_phrase(row, t) for row in as_dicts(found.head(3)))
    return Verdict("supported", t("On record: {told}.", told=told), records("events", found.event_id))


@rule
def several_documents(tables: Tables, t: Language, *, parties: list[str], on: str, domain: str, kind: str) -> Verdict:
    """Did the parties sign several documents of that domain and kind on the day, as a plural claims?"""
    frame = tables.agreements_of(*parties)
    day = frame[frame.signed == on]
    exact = select(day[day.kind == kind], (domain in cell for cell in day[day.kind == kind].domains))
    if day.empty:
        return Verdict("not_established", t("The record holds no document signed on {day}.", day=t.date(on)))
    reasoning = t.plural(
        "Of the {all} documents signed on {day} on record, {n} fits the words.",
        "Of the {all} documents signed on {day} on record, {n} fit the words.",
        len(exact),
        all=t.number(len(day)),
        day=t.date(on),
    )
    verdict = "supported" if len(exact) > 1 else "partly" if len(exact) else "contradicted"
    return Verdict(verdict, reasoning, records("agreements", exact.agreement_id))


@rule
def longest_range(tables: Tables, t: Language, *, country: str, km: int) -> Verdict:
    """Has any system of the state a quoted range of so many kilometres, as somebody foresaw?"""
    known = systems(tables, country)
    ranged = known[known.range_max.notna()]
    if ranged.empty:
        return Verdict("forecast_open", t("No range of a missile of {state} is on record.", state=t.state(country)))
    top = ranged.loc[ranged.range_max.idxmax()]
    reasoning = t(
        "The longest range quoted for a missile of {state} is {range} km, for {system}; the mark is {km} km.",
        state=t.state(country),
        range=t.number(top.range_max),
        system=top["name"],
        km=t.number(km),
    )
    verdict = "forecast_came_true" if top.range_max >= km else "forecast_open"
    return Verdict(verdict, reasoning, records("missile_systems", [top.system_id]))


@rule
def earlier_contacts(tables: Tables, t: Language, *, parties: list[str], before: str) -> Verdict:
    """Had the parties defence contacts before the day?"""
    found = contacts(tables, *parties, since=1945)
    found = found[found.defence.astype(bool)]
    earlier = select(found, (dates.latest(day) < dates.earliest(before) for day in found.date))
    if earlier.empty:
        return Verdict("not_established", t("The record holds no defence contact before {day}.", day=t.date(before)))
    reasoning = t.plural(
        "{n} defence contact before {day} is on record, the first of {first}.",
        "{n} defence contacts before {day} are on record, the first of {first}.",
        len(earlier),
        day=t.date(before),
        first=t.date(earlier.date.iloc[0]),
    )
    return Verdict("supported", reasoning, tuple(earlier.record[:8]))


@rule
def text_unpublished(tables: Tables, t: Language, *, agreements: list[str]) -> Verdict:
    """Is no text of the documents public, as far as the record shows?"""
    frame = tables.agreements[tables.agreements.agreement_id.isin(agreements)]
    public = frame[frame.text_public == "yes"]
    reasoning = t.plural(
        "The text of {public} of {n} document is known to be public.",
        "The texts of {public} of {n} documents are known to be public.",
        len(frame),
        public=t.number(len(public)),
    )
    verdict = "not_established" if frame.empty else "supported" if public.empty else "contradicted"
    return Verdict(verdict, reasoning, records("agreements", frame.agreement_id))


# -------------------------------------------------------------------------------------------------- coverage


# What a page can mention that is a document; labour migration was talked of, and no document of the day.
DOCUMENTS = frozenset({"defence_agreement", "military_technical_roadmap", "readmission", "interior", "economic"})


def coverage(tables: Tables, subject: str) -> pd.DataFrame:
    """Return who reported on a document.

    Returns
    -------
    pandas.DataFrame
        One row a page, oldest first: source_id, publisher, country (ISO3), language, published, title, url, kind, voice
        (the agency whose text it carries, else the publisher), mentions, named (bool: it names a document and not only
        the occasion or its subject), note.
    """
    pages = tables.coverage[tables.coverage.subject == subject].merge(tables.sources, on="source_id")
    pages = pages.assign(
        country=pages.publisher_country,
        voice=pages.wire.where(pages.wire != "", pages.publisher),
        named=[bool(set(cell) & DOCUMENTS) for cell in pages.mentions],
    )
    columns = [
        "source_id",
        "publisher",
        "country",
        "language",
        "published",
        "title",
        "url",
        "kind",
        "voice",
        "mentions",
        "named",
        "note",
    ]
    return pages[columns].sort_values(["published", "publisher"], ignore_index=True)


_DATES = {
    "events": ("event_id", "date"),
    "agreements": ("agreement_id", "signed"),
    "designations": ("designation_id", "designated_on"),
}


def _record_date(tables: Tables, record: str) -> str:
    table, _, key = record.partition(":")
    if table not in _DATES:
        raise UserError(f"{record!r}: {table!r} is no table of dated records{hint(table, _DATES)}")
    id_column, date_column = _DATES[table]
    frame = tables[table]
    found = frame[frame[id_column] == key]
    return found[date_column].iloc[0] if len(found) else ""


# ---------------------------------------------------------------------------------- what documents are and cover


@rule
def covers(tables: Tables, t: Language, *, agreement: str, domains: list[str]) -> Verdict:
    """Does the document cover the fields that the wording names, and no others that it leaves out?"""
    row = _agreement(tables, agreement)
    if row is None:
        return Verdict("not_established", t("The record holds no such document."))
    own = set(row.domains)
    told = t(
        "On record it covers {domains}.",
        domains=t.list([domain_name(name, t) for name in row.domains]),
    )
    verdict = "supported" if own == set(domains) else "partly" if own & set(domains) else "contradicted"
    return Verdict(verdict, told, records("agreements", [agreement]))


@rule
def namesakes(tables: Tables, t: Language, *, parties: list[str], kind: str, start: str, end: str) -> Verdict:
    """Is there one document of that kind for those years, as a name without its field claims?"""
    frame = tables.agreements_of(*parties)
    same = frame[frame.kind == kind]
    same = same[(same.period_start == start) & (same.period_end == end)].sort_values("signed")
    if same.empty:
        return Verdict("not_established", t("The record holds no such document."))
    told = t.list([t("“{title}”", title=title) for title in same.title])
    reasoning = t.plural(
        "{n} document of this kind for these years is on record: {told}.",
        "{n} documents of this kind for these years are on record: {told}.",
        len(same),
        told=told,
    )
    return Verdict(
        "supported" if len(same) == 1 else "contradicted", reasoning, records("agreements", same.agreement_id)
    )


@rule
def not_in_force(tables: Tables, t: Language, *, agreements: list[str]) -> Verdict:
    """Is no ratification and no entry into force of the documents on record?"""
    found = [row for name in agreements if (row := _agreement(tables, name)) is not None and row.signed]
    if not found:
        return Verdict("not_established", t("The record holds no signature of it."))
    steps = status.of_rows(tables, (row._asdict() for row in found))
    told = "; ".join(_signed_phrase(row._asdict(), tables, t) for row in found)
    verdict = "supported" if set(steps) == {"signed"} else "partly" if set(steps) <= SIGNED_ONLY else "contradicted"
    return Verdict(verdict, t("On record: {told}.", told=told), records("agreements", [r.agreement_id for r in found]))


# A ratification by one side does not yet bind.
SIGNED_ONLY = {"signed", "ratified"}


@rule
def obliges(tables: Tables, t: Language, *, agreement: str) -> Verdict:
    """Does the document oblige its parties to help each other if attacked?"""
    row = _agreement(tables, agreement)
    if row is None or not row.signed:
        return Verdict("not_established", t("The record holds no signature of it."))
    words = {
        "yes": t("The record says that it obliges the parties to help each other if attacked."),
        "one_sided": t("The record says that it obliges one party to help the other if attacked, not both."),
        "consultation": t("The record says that it obliges the parties to consult if attacked, not to help."),
        "no": t("The record says that it obliges the parties to no help if attacked."),
        **dict.fromkeys(
            status.UNTOLD, t("Whether it obliges the parties to help each other cannot be told: no text has been seen.")
        ),
    }
    verdicts = {
        "yes": "supported",
        "one_sided": "partly",
        "consultation": "partly",
        "no": "contradicted",
        **dict.fromkeys(status.UNTOLD, "not_established"),
    }
    return Verdict(verdicts[row.mutual_defence], words[row.mutual_defence], records("agreements", [agreement]))


@rule
def widened(tables: Tables, t: Language, *, agreement: str) -> Verdict:
    """Has a later document of the same states taken up the agreement, as somebody foresaw?"""
    row = _agreement(tables, agreement)
    if row is None or not row.signed:
        return Verdict("forecast_open", t("The record holds no signature of it."))
    frame = tables.agreements_of(*row.parties)
    later = frame[frame.signed > row.signed]
    linked = select(later, (agreement in cell for cell in later.see_also))
    reasoning = t.plural(
        "Of {n} later document of the two states on record, {linked} refer to it.",
        "Of {n} later documents of the two states on record, {linked} refer to it.",
        len(later),
        linked=t.number(len(linked)),
    )
    evidence = records("agreements", [agreement, *linked.agreement_id])
    if len(linked):
        return Verdict("forecast_came_true", reasoning, evidence)
    if row.ended:
        return Verdict("forecast_failed", t("It ended on {day}.", day=t.date(row.ended)), evidence)
    return Verdict("forecast_open", reasoning, evidence)


def _agreement(tables: Tables, name: str) -> object | None:
    return next(tables.agreements[tables.agreements.agreement_id == name].itertuples(index=False), None)


# ------------------------------------------------------------------------------------------- what sources say


@rule
def undisputed(tables: Tables, t: Language, *, table: str, record: str, field: str, party: str = "") -> Verdict:
    """Do all pages on record say the same of a field, or of who signed for a party?"""
    said = tables.readings
    said = said[(said.table == table) & (said.record_id == record) & (said.field == field)]
    if party:
        said = said[said.value.str.startswith(f"{party}: ")].assign(value=said.value.str.removeprefix(f"{party}: "))
    if said.empty:
        return Verdict("not_established", t("No page on record by {day} tells it.", day=t.date(tables.counted_until)))
    publisher = tables.publisher
    told = t.list(
        [
            f"{value} ({t.list(sorted({publisher[i] for i in group.source_id}))})"
            for value, group in said.groupby("value", sort=True)
        ]
    )
    verdict = "supported" if said.value.nunique() == 1 else "partly"
    return Verdict(verdict, t("What the pages say: {told}.", told=told), records("sources", said.source_id.unique()))


@rule
def told_by(
    tables: Tables,
    t: Language,
    *,
    sources: Iterable[str] = (),
    part: Iterable[str] = (),
    against: Iterable[str] = (),
    aside: Iterable[str] = (),
    alleged: bool = False,
) -> Verdict:
    """Do pages that were read tell it: in full, in part, or the contrary?

    Pages set aside (the same story again, or silent on the point) decide nothing. Where pages tell it and others the
    contrary, nothing is established.
    """
    known = {
        name: _published(tables, ids)
        for name, ids in (("sources", sources), ("part", part), ("against", against), ("aside", aside))
    }
    words = {
        "sources": t("Told by {names}.", names=_publishers(tables, known["sources"], t)),
        "part": t("Told in part by {names}.", names=_publishers(tables, known["part"], t)),
        "against": t("The contrary is told by {names}.", names=_publishers(tables, known["against"], t)),
        "aside": t("Read too, without deciding it: {names}.", names=_publishers(tables, known["aside"], t)),
    }
    reasoning = " ".join(words[name] for name, ids in known.items() if ids)
    evidence = records("sources", [source for ids in known.values() for source in ids])
    beside = records("sources", known["aside"])
    if not (known["sources"] or known["part"] or known["against"]):
        nothing = t("No page on record by {day} tells it.", day=t.date(tables.counted_until))
        return Verdict("not_established", f"{nothing} {reasoning}".strip(), evidence, beside)
    if known["against"]:
        verdict = "not_established" if known["sources"] or known["part"] else "contradicted"
    elif known["sources"]:
        verdict = "supported_as_allegation" if alleged else "supported"
    else:
        verdict = "partly"
    return Verdict(verdict, reasoning, evidence, beside)


def _published(tables: Tables, source_ids: Iterable[str]) -> list[str]:
    """Return those of some pages that were public on the day of the tables."""
    return [source for source in source_ids if on_record(tables, f"sources:{source}")]


def _publishers(tables: Tables, source_ids: Iterable[str], t: Language) -> str:
    names = tables.publisher
    return t.list(dict.fromkeys(names[source] for source in source_ids), most=5)


@rule
def category_one(tables: Tables, t: Language, *, country: str) -> Verdict:
    """Has the state missiles of MTCR Category I by their quoted figures?"""
    known = systems(tables, country)
    yes, no = known[known.category_i == "yes"], known[known.category_i == "no"]
    reasoning = t.plural(
        "Of {n} missile system of {state} on record, {yes} are Category I by quoted range and payload, {no} are not.",
        "Of {n} missile systems of {state} on record, {yes} are Category I by quoted range and payload, {no} are not.",
        len(known),
        state=t.state(country),
        yes=t.number(len(yes)),
        no=t.number(len(no)),
    )
    decided = "supported" if len(yes) else "contradicted"
    verdict = decided if len(known) and len(yes) + len(no) else "not_established"
    if verdict == "contradicted" and len(no) < len(known):
        verdict = "not_established"
    chosen = yes if len(yes) else no
    return Verdict(verdict, reasoning, records("missile_systems", chosen.system_id[:6]))


@rule
def no_voice(tables: Tables, t: Language, *, article: str, state: str) -> Verdict:
    """Does the article quote nobody from the state?"""
    own = tables.claims[(tables.claims.article_id == article) & (tables.claims.kind != "omission")]
    voices = own.drop_duplicates("speaker")
    quoted = voices[voices.speaker_country == state]
    if own.empty:
        return Verdict("not_established", t("The record holds no claim of the article."))
    reasoning = t.plural(
        "Of {n} speaker in the article, {quoted} speak from {state}.",
        "Of {n} speakers in the article, {quoted} speak from {state}.",
        len(voices),
        quoted=t.number(len(quoted)),
        state=t.state(state),
    )
    return Verdict("contradicted" if len(quoted) else "supported", reasoning, records("sources", [article]))


# -------------------------------------------------------------------------------------------------- the records

KEYS = {
    "agreements": "agreement_id",
    "events": "event_id",
    "blocs": "bloc_id",
    "missile_systems": "system_id",
    "missile_tests": "test_id",
    "entities": "entity_id",
    "designations": "designation_id",
    "sources": "source_id",
    "searches": "search_id",
}


def on_record(tables: Tables, record: str) -> bool:
    """Tell whether a record (``table:record_id``) is known on the day of the tables.

    Tables as of a day are cut already, but for their sources: a page counts from its publication, an undated one from the
    day on which it was read.
    """
    table, _, key = record.partition(":")
    if table not in KEYS:
        return False
    found = tables[table][tables[table][KEYS[table]] == key]
    if found.empty or table != "sources" or tables.is_latest:
        return len(found) > 0
    return dates.latest(found.published.iloc[0] or found.seen_on.iloc[0]) <= tables.as_of


def call(row: dict) -> Callable[[Tables, Language], Verdict]:
    """Return the rule of a claim with its arguments bound, or refuse them with the claim's id.

    Raises
    ------
    UserError
        If there is no such rule, or it does not take these arguments.
    """
    where = f"claims.csv: {row['claim_id']}"
    if row["rule"] not in RULES:
        raise UserError(f"{where}: rule: {shown(row['rule'])} is none{hint(row['rule'], RULES)}")
    function = RULES[row["rule"]]
    try:
        arguments = json.loads(row["arguments"] or "{}")
        inspect.signature(function).bind(None, None, **arguments)
    except (TypeError, json.JSONDecodeError) as error:
        raise UserError(f"{where}: arguments: {str(error)[: 2 * SHOWN]}") from None
    return functools.partial(function, **arguments)
