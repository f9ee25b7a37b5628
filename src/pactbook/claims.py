"""Which claims of an article hold: verdicts, computed by rules where a count, a date or a membership decides."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from pactbook import dates
from pactbook.agreements import contacts, status_on
from pactbook.alliances import on_day
from pactbook.errors import UserError, hint
from pactbook.findings import Finding, records
from pactbook.locale import Language
from pactbook.missiles import systems
from pactbook.tables import Tables, select

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
    """What a rule decides, why, and on which records."""

    verdict: str
    reasoning: str
    evidence: tuple[str, ...] = ()


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
    told = t.list([_signed_phrase(frame.loc[name].to_dict() | {"agreement_id": name}, tables, t) for name in found])
    reasoning = t("On record: {told}.", told=told)
    if len(found) < len(agreements) or (on and any(frame.at[name, "signed"] != on for name in found)):
        return Verdict("partly", reasoning, evidence)
    return Verdict("supported", reasoning, evidence)


def _signed_phrase(agreement: dict, tables: Tables, t: Language) -> str:
    status = status_on(agreement, tables)
    told = {"title": agreement["title"], "day": t.date(agreement["signed"])}
    if status == "signed":
        return t("“{title}”, signed on {day}, no later step on record", **told)
    return t("“{title}”, signed on {day}, now {status}", status=status_name(status, t), **told)


@rule
def happened(tables: Tables, t: Language, *, events: list[str]) -> Verdict:
    """Did the dated contacts take place?"""
    frame = tables.events.set_index("event_id")
    found = [name for name in events if name in frame.index]
    if not found:
        return Verdict("not_established", t("The record holds no such event."))
    told = t.list([f"{frame.at[name, 'title']} ({t.date(frame.at[name, 'date'])})" for name in found])
    verdict = "supported" if len(found) == len(events) else "partly"
    return Verdict(verdict, t("On record: {told}.", told=told), records("events", found))


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
    told = t.list([f"{t.country(code)} {t.number(n)}" for code, n in counts.items()])
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
        state=t.country(country),
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
    current = on_day(tables, dates.earliest(tables.counted_until))
    current = current[(current.role == "member") & current.iso3.isin(states)]
    counts = current.drop_duplicates(["bloc_id", "iso3"]).bloc_id.value_counts()
    whole = sorted(counts[counts == len(states)].index)
    if whole:
        told = t("All {n} states belong to {blocs}.", n=t.number(len(states)), blocs=t.list(whole, most=4))
    else:
        told = t("No organisation on record has all {n} states as members.", n=t.number(len(states)))
    if len(counts):
        inside = sorted(t.country(code) for code in current[current.bloc_id == counts.index[0]].iso3.unique())
        told += " " + t(
            "{bloc} holds {n} of them: {states}.",
            bloc=counts.index[0],
            n=t.number(int(counts.iloc[0])),
            states=t.list(inside),
        )
    return Verdict("supported" if whole and proves else "not_established", told, records("blocs", counts.index[:3]))


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
    found = select(tables.events, (set(states) <= set(cell) for cell in tables.events.countries))
    names = t.list([t.country(code) for code in states])
    if found.empty:
        return Verdict("not_established", t("The record holds no contact of {states} together.", states=names))
    told = t.list([f"{row.title} ({t.date(row.date)})" for row in found.itertuples()], most=3)
    return Verdict("supported", t("On record: {told}.", told=told), records("events", found.event_id))


@rule
def several_documents(tables: Tables, t: Language, *, parties: list[str], on: str, domain: str, kind: str) -> Verdict:
    """Did the parties sign several documents of that domain and kind on the day, as a plural claims?"""
    a, b = sorted(parties)
    frame = tables.agreements
    day = frame[(frame.party_a == a) & (frame.party_b == b) & (frame.signed == on)]
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
        return Verdict("forecast_open", t("No range of a missile of {state} is on record.", state=t.country(country)))
    top = ranged.loc[ranged.range_max.idxmax()]
    reasoning = t(
        "The longest range quoted for a missile of {state} is {range} km, for {system}.",
        state=t.country(country),
        range=t.number(top.range_max),
        system=top["name"],
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
        "{n} defence contact before {day} is on record, the first in {first}.",
        "{n} defence contacts before {day} are on record, the first in {first}.",
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


# ------------------------------------------------------------------------------------------------------- audit


def coverage(tables: Tables, subject: str) -> pd.DataFrame:
    """Return who reported on a document.

    Returns
    -------
    pandas.DataFrame
        One row a page, oldest first: source_id, publisher, country (ISO3), language, published, title, url, kind, voice
        (the agency whose text it carries, else the publisher), mentions, note.
    """
    pages = tables.coverage[tables.coverage.subject == subject].merge(tables.sources, on="source_id")
    pages = pages.assign(country=pages.publisher_country, voice=pages.wire.where(pages.wire != "", pages.publisher))
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
        "note",
    ]
    return pages[columns].sort_values(["published", "publisher"], ignore_index=True)


def main_coverage(tables: Tables, judged: pd.DataFrame) -> tuple[dict, pd.DataFrame]:
    """Return the document that the claims rest on and that most pages on record report, and those pages.

    Returns
    -------
    document : dict
        title and date (ISO 8601; empty if no document of the article has coverage).
    pages : pandas.DataFrame
        As `coverage`.
    """
    named = {
        record.removeprefix("agreements:")
        for ids in judged.evidence
        for record in ids
        if record.startswith("agreements:")
    }
    counts = tables.coverage[tables.coverage.subject.isin(named)].subject.value_counts()
    if counts.empty:
        return {"title": "", "date": ""}, coverage(tables, "")
    row = tables.agreements.set_index("agreement_id").loc[counts.index[0]]
    return {"title": row.title, "date": row.signed or row.announced}, coverage(tables, counts.index[0])


def check_article(tables: Tables, article: str) -> None:
    """Refuse an article without claims on record, with the nearest one."""
    known = sorted(set(tables.claims.article_id))
    if article not in known:
        everything = f"; {tables.counted_until} may lie before its publication" if tables.as_of else ""
        raise UserError(f"article: {article!r} has no claims on record{hint(article, known)}{everything}")


def audit(tables: Tables, article: str, t: Language) -> pd.DataFrame:
    """Return the claims of an article with their verdicts as of the day of the tables.

    Returns
    -------
    pandas.DataFrame
        The columns of ``claims.csv``; verdict, reasoning and evidence are computed where a rule is named; claim is the
        statement in the report's language.
    """
    frame = tables.claims[tables.claims.article_id == article]
    rows = [_judge(tables, row, t) for row in frame.to_dict("records")]
    return pd.DataFrame(rows, columns=[*frame.columns, "claim", "reasoning"])


def _rule_call(row: dict) -> Rule:
    """Return the rule of a claim with its arguments bound, or refuse them with the claim's id."""
    where = f"claims.csv: {row['claim_id']}"
    if row["rule"] not in RULES:
        raise UserError(f"{where}: rule: {row['rule']!r} is none{hint(row['rule'], RULES)}")
    function = RULES[row["rule"]]
    try:
        arguments = json.loads(row["arguments"] or "{}")
        inspect.signature(function).bind(None, None, **arguments)
    except (TypeError, json.JSONDecodeError) as error:
        raise UserError(f"{where}: arguments: {error}") from None
    return functools.partial(function, **arguments)


def _judge(tables: Tables, row: dict, t: Language) -> dict:
    row = dict(row) | {"claim": row[f"claim_{t.code}"], "reasoning": row[f"reasoning_{t.code}"]}
    if not row["rule"]:
        return row
    call = _rule_call(row)
    try:
        result = call(tables, t)
    except UserError as error:
        raise UserError(f"claims.csv: {row['claim_id']}: arguments: {error}") from None
    reasoning = " ".join(part for part in (result.reasoning, row["reasoning"]) if part)
    return row | {
        "verdict": result.verdict,
        "reasoning": reasoning,
        "evidence": tuple(dict.fromkeys(result.evidence + row["evidence"])),
    }


@dataclass(frozen=True)
class Card:
    """What a reader sees of one claim."""

    number: int
    claim: str
    who: str
    verdict: str
    reasoning: str
    counter: str
    would_change: str
    source_ids: tuple[str, ...]


def cards(judged: pd.DataFrame, tables: Tables, t: Language) -> list[Card]:
    """Return a card a claim, in the order of the article, with the sources of its evidence."""
    return [_card(number, row, tables, t) for number, row in enumerate(judged.to_dict("records"), start=1)]


def _card(number: int, row: dict, tables: Tables, t: Language) -> Card:
    who = row["speaker"] + (f" ({row['role']})" if row["role"] else "")
    if row["speaker_via"]:
        who += ", " + t("quoted through {publication}", publication=row["speaker_via"])
    return Card(
        number=number,
        claim=row["claim"],
        who=f"{who} · {t(row['kind'])}, {t(row['hedge'])}",
        verdict=verdict_name(row["verdict"], t),
        reasoning=row["reasoning"],
        counter=row["counter_evidence"],
        would_change=row["would_change"],
        source_ids=evidence_sources(tables, row["evidence"]),
    )


_KEYS = {
    "agreements": "agreement_id",
    "events": "event_id",
    "blocs": "bloc_id",
    "missile_systems": "system_id",
    "missile_tests": "test_id",
    "entities": "entity_id",
    "designations": "designation_id",
}


def evidence_sources(tables: Tables, evidence: Iterable[str], most: int = 12) -> tuple[str, ...]:
    """Return the sources of some records (``table:record_id``), each once, at most `most`."""
    found: list[str] = []
    for record in evidence:
        table, _, key = record.partition(":")
        if table == "sources":
            found.append(key)
        elif table in _KEYS:
            frame = tables[table]
            found += [source for ids in frame[frame[_KEYS[table]] == key].source_ids for source in ids]
    return tuple(dict.fromkeys(found))[:most]


def status_name(status: str, t: Language) -> str:
    """Return the words for the status of an agreement."""
    return t(status.replace("_", " "))


def verdict_name(verdict: str, t: Language) -> str:
    """Return the words for a verdict."""
    return t(verdict.replace("_", " "))


# ------------------------------------------------------------------------------------------------------ findings


def find_verdicts(judged: pd.DataFrame, day: str, t: Language) -> Finding:
    """Say how many claims have which verdict."""
    counts = judged.verdict.value_counts()
    told = t.list([f"{verdict_name(v, t)} {t.number(int(counts[v]))}" for v in VERDICTS if v in counts])
    text = t.plural(
        "Of {n} claim, as of {day}: {told}.",
        "Of {n} claims, as of {day}: {told}.",
        len(judged),
        day=t.date(day),
        told=told,
    )
    return Finding("verdicts", text, records("claims", judged.claim_id))


def find_facts(judged: pd.DataFrame, t: Language) -> Finding:
    """Say how many of the statements of fact the record supports, and which it contradicts."""
    facts = judged[judged.kind == "fact"]
    if facts.empty:
        return Finding("facts", t("The article makes no statement of fact that is on record here."))
    holds = facts[facts.verdict.isin(["supported", "supported_as_allegation"])]
    broken = facts[facts.verdict.isin(["contradicted", "partly"])]
    parts = [
        t.plural(
            "Of {n} statement of fact the record supports {holds}, {alleged} of them as an allegation of somebody named.",
            "Of {n} statements of fact the record supports {holds}, {alleged} of them as an allegation of somebody named.",
            len(facts),
            holds=t.number(len(holds)),
            alleged=t.number(int((facts.verdict == "supported_as_allegation").sum())),
        ),
        t("Contradicted or only partly right: {told}.", told="; ".join(broken.claim.str.rstrip(".")))
        if len(broken)
        else t("It contradicts none."),
    ]
    return Finding("facts", " ".join(parts), records("claims", broken.claim_id))


def find_speakers(judged: pd.DataFrame, t: Language) -> Finding:
    """Say whose the opinions and forecasts are."""
    views = judged[judged.verdict.isin(["opinion", "forecast_open", "forecast_came_true", "forecast_failed"])]
    through = judged[judged.speaker_via != ""]
    parts = [
        t.plural(
            "{n} claim is an opinion or a forecast, which no record decides: {told}.",
            "{n} claims are opinions or forecasts, which no record decides: {told}.",
            len(views),
            told=t.list([f"{name} {t.number(int(n))}" for name, n in views.speaker.value_counts().items()]),
        )
        if len(views)
        else t("No claim is an opinion or a forecast."),
        t.plural(
            "{n} reaches the article through another publication.",
            "{n} reach the article through another publication.",
            len(through),
        ),
    ]
    return Finding("speakers", " ".join(parts), records("claims", views.claim_id))


def find_coverage(pages: pd.DataFrame, title: str, t: Language) -> Finding:
    """Say who reported on the document."""
    if pages.empty:
        return Finding("coverage", t("No report on the document is on record."))
    countries = pages[pages.country != ""].country.value_counts()
    text = t(
        "{pages} pages on “{title}” are on record, by {publishers} publishers in {languages} languages; the most come from {told}.",
        pages=t.number(len(pages)),
        title=title,
        publishers=t.number(pages.publisher.nunique()),
        languages=t.number(pages.language.nunique()),
        told=t.list([f"{t.country(code)} ({t.number(int(n))})" for code, n in countries.head(3).items()]),
    )
    return Finding("coverage", text, records("sources", pages.source_id))


def find_limits(judged: pd.DataFrame, tables: Tables, t: Language) -> Finding:
    """Say what the audit does not show."""
    ruled = int((judged.rule != "").sum())
    nothing = int((tables.searches.found == "nothing").sum())
    text = t(
        "{ruled} of {all} verdicts are computed from the tables, the rest are judged. {nothing} logged searches found nothing: "
        "that a page was not found does not prove that it does not exist.",
        ruled=t.number(ruled),
        all=t.number(len(judged)),
        nothing=t.number(nothing),
    )
    return Finding("limits", text)


# ------------------------------------------------------------------------------------------------------ headlines


def headline_verdicts(judged: pd.DataFrame, t: Language) -> str:
    """Return the title of the verdicts: how many claims the record supports."""
    holds = int(judged.verdict.isin(["supported", "supported_as_allegation"]).sum())
    return t.plural(
        "The record supports {holds} of {n} claim",
        "The record supports {holds} of {n} claims",
        len(judged),
        holds=t.number(holds),
    )


def headline_coverage(pages: pd.DataFrame, t: Language) -> str:
    """Return the title of the coverage: how many publishers in how many states."""
    return t(
        "{n} publishers in {states} states reported, as far as found",
        n=t.number(pages.publisher.nunique()),
        states=t.number(pages[pages.country != ""].country.nunique()),
    )
