"""What the audit of an article found, as sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.subjects import origins
from pactbook.subjects.article.audit import (
    matter_most,
    mentioned,
    mentioned_by,
    repeated,
    statements_of_fact,
    verdict_name,
)
from pactbook.subjects.findings import Finding, records

HOLDS = ("supported", "supported_as_allegation")
FORECASTS = ("forecast_open", "forecast_came_true", "forecast_failed")
VIEWS = ("opinion", *FORECASTS)


def find_verdicts(judged: pd.DataFrame, source: Mapping[str, str], day: str, t: Language) -> Finding:
    """Name the article, and say how many of its statements of fact stand and how many do not.

    Parameters
    ----------
    judged : pandas.DataFrame
        Its claims, as `pactbook.subjects.article.own` gives them.
    source : mapping
        The article's row of ``sources.csv``.
    day : str
        The day of the report.
    t : Language
        Language of the report.
    """
    facts = statements_of_fact(judged)
    published = t.date(source["published"]) if source["published"] else ""
    where = [source["publisher"], *([published] if published and published not in source["publisher"] else [])]
    named = {"title": source["title"].strip("[]"), "publisher": ", ".join(where), "n": t.number(len(judged))}
    parts = [
        t("“{title}” ({publisher}) makes {n} claims that are on record.", **named),
        t(
            "Of its {facts} statements of fact, as of {day}, {told}.",
            facts=t.number(len(facts)),
            day=t.date(day),
            told=t.list(_standing(facts, t)),
        )
        if len(facts)
        else t("None of them is a statement of fact."),
        _rest(judged, len(facts), t),
    ]
    return Finding("verdicts", " ".join(filter(None, parts)), records("claims", judged.claim_id))


def _rest(judged: pd.DataFrame, facts: int, t: Language) -> str:
    """Say what the claims are that are no statements of fact."""
    if facts == len(judged):
        return ""
    if judged.verdict.isin(FORECASTS).any():
        return t("The rest are views, which are neither right nor wrong, and forecasts, which time decides.")
    return t("The rest are views, which are neither right nor wrong.")


def _standing(facts: pd.DataFrame, t: Language) -> list[str]:
    count = facts.verdict.value_counts()
    told = {
        "supported": t.plural("{n} stands", "{n} stand", int(count.get("supported", 0))),
        "supported_as_allegation": t.plural(
            "{n} stands only as somebody’s allegation",
            "{n} stand only as somebody’s allegation",
            int(count.get("supported_as_allegation", 0)),
        ),
        "partly": t.plural("{n} holds in part", "{n} hold in part", int(count.get("partly", 0))),
        "contradicted": t.plural("{n} is contradicted", "{n} are contradicted", int(count.get("contradicted", 0))),
        "not_established": t.plural(
            "{n} is not established", "{n} are not established", int(count.get("not_established", 0))
        ),
    }
    return [words for verdict, words in told.items() if count.get(verdict, 0)]


def find_facts(judged: pd.DataFrame, t: Language) -> Finding:
    """Say which statements of fact the record contradicts or bears out by half."""
    facts = statements_of_fact(judged)
    if facts.empty:
        return Finding("facts", t("The article makes no statement of fact that is on record here."))
    broken = facts[facts.verdict.isin(["contradicted", "partly"])]
    denied, half = (_numbered(broken[broken.verdict == verdict], t) for verdict in ("contradicted", "partly"))
    parts = [
        t("The record contradicts {told}.", told=denied) if denied
        else t("The record contradicts no statement of fact of the article."),
        t("It bears out only in part: {told}.", told=half) if half else "",
    ]  # fmt: skip
    return Finding("facts", " ".join(filter(None, parts)), records("claims", broken.claim_id))


def find_left_out(judged: pd.DataFrame, t: Language) -> Finding:
    """Say how many points are pactbook's own additions: they are counted with no claim of the article."""
    added = judged[judged.kind == "omission"]
    if added.empty:
        return Finding("left-out", t("No point that the article leaves out is added by this report."))
    text = t.plural(
        "{n} point that the article leaves out is added by this report and counted with none of its claims.",
        "{n} points that the article leaves out are added by this report and counted with none of its claims.",
        len(added),
    )
    return Finding("left-out", text, records("claims", added.claim_id))


def _numbered(claims: pd.DataFrame, t: Language) -> str:
    return "; ".join(
        t("“{claim}” ({number})", claim=row.claim.rstrip("."), number=row.number) for row in claims.itertuples()
    )


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
    high, one = int((decided.confidence == "high").sum()), int((decided.voices == 1).sum())
    parts = [
        t.plural(
            "{n} of {all} verdicts that records decide rests on two or more independent voices with a primary one or on a "
            "treaty text.",
            "{n} of {all} verdicts that records decide rest on two or more independent voices with a primary one or on a "
            "treaty text.",
            high,
            all=t.number(len(decided)),
        ),
        t.plural("{n} rests on one voice.", "{n} rest on one voice.", one) if one else t("None rests on one voice."),
    ]
    return Finding("sureness", " ".join(parts), records("claims", decided.claim_id))


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
        return Finding("coverage", t("Who else reported on it was not collected for this article."))
    named = mentioned(pages)
    text = t(
        "We found {pages} pages on the event, of {publishers} publishers in {languages} languages; {told} of them name “{title}” "
        "or what was signed with it. {naming} publishers tell what was agreed, {own} of them in a text of their own.",
        pages=t.number(len(pages)),
        title=title,
        publishers=t.number(pages.publisher.nunique()),
        languages=t.number(pages.language.nunique()),
        told=t.number(int(pages.named.astype(bool).sum())),
        naming=t.number(named.publisher.nunique()),
        own=t.number(named[named.own.astype(bool)].publisher.nunique()),
    )
    return Finding("coverage", text, records("sources", pages.source_id))


def find_limits(judged: pd.DataFrame, tables: Tables, t: Language) -> Finding:
    """Say what the audit does not show."""
    ruled = int((judged.rule != "").sum())
    searches = {one.removeprefix("searches:") for cell in judged.evidence for one in cell}
    nothing = int((tables.searches.search_id.isin(searches) & (tables.searches.found == "nothing")).sum())
    open_ = int((judged.verdict == "not_established").sum())
    text = t(
        "{ruled} of {all} verdicts are computed from the tables as of the day, the rest are judged by a person and are the same "
        "on every day. Not established, since the record does not decide them: {open}.",
        ruled=t.number(ruled),
        all=t.number(len(judged)),
        open=t.number(open_),
    )
    looked_for = t.plural(
        "{n} logged search behind them found nothing: that a page was not found does not prove that it does not exist.",
        "{n} logged searches behind them found nothing: that a page was not found does not prove that it does not exist.",
        nothing,
    ) if nothing else ""  # fmt: skip
    return Finding("limits", " ".join(filter(None, [text, looked_for, origins.told(tables.agreements, t)])))


# ------------------------------------------------------------------------------------------------------ headlines


def headline_verdicts(judged: pd.DataFrame, t: Language) -> str:
    """Return the title of the verdicts: how many statements of fact stand."""
    facts = statements_of_fact(judged)
    if facts.empty:
        return t("The article makes no statement of fact")
    alleged = int((facts.verdict == "supported_as_allegation").sum())
    text = t.plural(
        "{holds} of {n} statement of fact stands",
        "{holds} of {n} statements of fact stand",
        len(facts),
        holds=t.number(int(facts.verdict.isin(HOLDS).sum())),
    )
    return text + t(", {n} of them only as somebody’s allegation", n=t.number(alleged)) if alleged else text


def headline_coverage(pages: pd.DataFrame, t: Language) -> str:
    """Return the title of the coverage: how many publishers in how many states."""
    return t(
        "{n} publishers in {states} states reported, as far as found",
        n=t.number(pages.publisher.nunique()),
        states=t.number(pages[pages.country != ""].country.nunique()),
    )


def headline_mentioned(named: pd.DataFrame, t: Language) -> str:
    """Return the title of the mentions: how many publishers tell what is mentioned most."""
    counts = mentioned_by(named, t)
    if counts.empty:
        return t("What others report was not collected for this article")
    return t(
        "Most mentioned: {what}, by {most} of {n} publishers that tell what was agreed",
        n=t.number(named.publisher.nunique()),
        most=t.number(int(counts.publishers.iloc[0])),
        what=counts.word.iloc[0],
    )
