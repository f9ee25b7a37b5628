"""What the audit of an article found, as sentences."""

from __future__ import annotations

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.subjects import origins
from pactbook.subjects.article.audit import matter_most, mentioned, repeated, verdict_name
from pactbook.subjects.article.rules import VERDICTS
from pactbook.subjects.findings import Finding, records

HOLDS = ("supported", "supported_as_allegation")
VIEWS = ("opinion", "forecast_open", "forecast_came_true", "forecast_failed")


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
    holds = facts[facts.verdict.isin(HOLDS)]
    broken = facts[facts.verdict.isin(["contradicted", "partly"])]
    parts = [
        t.plural(
            "Of {n} statement of fact the record supports {holds}, {alleged} of them as an allegation of somebody named.",
            "Of {n} statements of fact the record supports {holds}, {alleged} of them as an allegation of somebody named.",
            len(facts),
            holds=t.number(len(holds)),
            alleged=t.number(int((facts.verdict == "supported_as_allegation").sum())),
        ),
        t("Contradicted or only partly right: {told}.", told="; ".join(_numbered(broken)))
        if len(broken)
        else t("It contradicts none."),
    ]
    return Finding("facts", " ".join(parts), records("claims", broken.claim_id))


def _numbered(claims: pd.DataFrame) -> list[str]:
    return [f"{row.claim.rstrip('.')} ({row.number})" for row in claims.itertuples()]


def find_matters(judged: pd.DataFrame, t: Language) -> Finding:
    """Say which three claims a reader should know first, and their verdicts."""
    first = matter_most(judged)
    if first.empty:
        return Finding("matters", t("The record denies no claim of the article, and bears out none by half."))
    told = [
        t("“{claim}” ({number}): {verdict}", claim=row.claim, number=row.number, verdict=verdict_name(row.verdict, t))
        for row in first.itertuples()
    ]
    text = t("What a reader should know first: {told}.", told="; ".join(told))
    return Finding("matters", text, records("claims", first.claim_id))


def find_sureness(judged: pd.DataFrame, t: Language) -> Finding:
    """Say how well founded the verdicts are that records decide."""
    decided = judged[judged.confidence != ""]
    if decided.empty:
        return Finding("sureness", t("No verdict rests on a source."))
    text = t.plural(
        "Of {n} verdict that records decide, {high} rest on two or more independent voices with a primary one or on a treaty "
        "text; {one} rest on one voice.",
        "Of {n} verdicts that records decide, {high} rest on two or more independent voices with a primary one or on a treaty "
        "text; {one} rest on one voice.",
        len(decided),
        high=t.number(int((decided.confidence == "high").sum())),
        one=t.number(int((decided.voices == 1).sum())),
    )
    return Finding("sureness", text, records("claims", decided.claim_id))


def find_speakers(judged: pd.DataFrame, t: Language) -> Finding:
    """Say whose the opinions and forecasts are, and what reaches the article through others."""
    views = judged[judged.verdict.isin(VIEWS)]
    through = judged[judged.speaker_via != ""]
    parts = [
        t.plural(
            "{n} claim is an opinion or a forecast: {told}.",
            "{n} claims are opinions or forecasts: {told}.",
            len(views),
            told=t.list([f"{name} {t.number(int(n))}" for name, n in views.speaker.value_counts().items()]),
        )
        if len(views)
        else t("No claim is an opinion or a forecast."),
        t.plural(
            "{n} claim reaches the article through another publication.",
            "{n} claims reach the article through another publication.",
            len(through),
        ),
    ]
    return Finding("speakers", " ".join(parts), records("claims", views.claim_id))


def find_repeated(judged: pd.DataFrame, t: Language) -> Finding:
    """Say which claims the article makes twice, under another name or with other certainty."""
    again = repeated(judged)
    if again.empty:
        return Finding(
            "repeated", t("No claim on record stands twice in the article under another name or with other certainty.")
        )
    told = [_again(row, t) for row in as_dicts(again)]
    text = t("The article says the same twice: {told}.", told="; ".join(told))
    return Finding("repeated", text, records("claims", again.claim_id))


def _again(row: dict, t: Language) -> str:
    numbers = {"number": t.number(row["number"]), "first": t.number(row["first_number"])}
    if row["speaker"] != row["first_speaker"]:
        names = {"now": row["speaker"], "before": row["first_speaker"]}
        return t("{number} repeats {first}, as the words of {now} instead of {before}", **numbers, **names)
    hedges = {"now": t.word(row["hedge"]), "before": t.word(row["first_hedge"])}
    return t("{number} says {first} again, {now} instead of {before}", **numbers, **hedges)


def find_coverage(pages: pd.DataFrame, title: str, t: Language) -> Finding:
    """Say who reported on the document, and how many with a text of their own."""
    if pages.empty:
        return Finding("coverage", t("No report on the document is on record."))
    countries = pages[pages.country != ""].country.value_counts()
    named = mentioned(pages)
    text = t(
        "{pages} pages on “{title}” are on record, by {publishers} publishers in {languages} languages; the most come from "
        "{told}. {naming} publishers tell what was agreed, {own} of them in a text of their own.",
        pages=t.number(len(pages)),
        title=title,
        publishers=t.number(pages.publisher.nunique()),
        languages=t.number(pages.language.nunique()),
        told=t.list([f"{t.state(code)} ({t.number(int(n))})" for code, n in countries.head(3).items()]),
        naming=t.number(named.publisher.nunique()),
        own=t.number(named[named.own.astype(bool)].publisher.nunique()),
    )
    return Finding("coverage", text, records("sources", pages.source_id))


def find_limits(judged: pd.DataFrame, tables: Tables, t: Language) -> Finding:
    """Say what the audit does not show."""
    ruled = int((judged.rule != "").sum())
    nothing = int((tables.searches.found == "nothing").sum())
    open_ = int((judged.verdict == "not_established").sum())
    text = t(
        "{ruled} of {all} verdicts are computed from the tables, the rest are judged. Not established, since the record "
        "does not decide them: {open}. {nothing} logged searches found nothing: that a page was not found does not prove "
        "that it does not exist.",
        ruled=t.number(ruled),
        all=t.number(len(judged)),
        open=t.number(open_),
        nothing=t.number(nothing),
    )
    return Finding("limits", " ".join(filter(None, [text, origins.told(tables.agreements, t)])))


# ------------------------------------------------------------------------------------------------------ headlines


def headline_verdicts(judged: pd.DataFrame, t: Language) -> str:
    """Return the title of the verdicts: how many claims the record supports."""
    holds = int(judged.verdict.isin(HOLDS).sum())
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


def headline_mentioned(named: pd.DataFrame, t: Language) -> str:
    """Return the title of the matrix of mentions: how many publishers tell what is mentioned most."""
    counts = named.mentions.explode().dropna().value_counts()
    if counts.empty:
        return t("No publisher on record tells what was agreed")
    return t(
        "Most mentioned: {what}, by {most} of {n} publishers that tell what was agreed",
        n=t.number(named.publisher.nunique()),
        most=t.number(int(named[[counts.index[0] in cell for cell in named.mentions]].publisher.nunique())),
        what=t.word(counts.index[0]),
    )
