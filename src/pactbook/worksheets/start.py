"""A new worksheet of an article: what it names, what it may claim, and the verdict that each claim would have now."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from pactbook import paths
from pactbook.locale import LANGUAGES, Language
from pactbook.record import Tables, as_dicts
from pactbook.record.checks import ARCHIVES, host_of
from pactbook.subjects.article.candidates import Candidate, Matter, candidates, matter
from pactbook.subjects.article.drafts import draft
from pactbook.subjects.article.rules import Verdict, call
from pactbook.texts import Article, Sentence
from pactbook.worksheets import sheet as sheets
from pactbook.worksheets.sheet import BECAUSE, HEAD, KEEP, MOST_EVIDENCE, NOW, RESTS_ON

_WORDS = 8  # of a sentence, by which it is found again


def new(article: Article, record: Tables, name: str, seen_on: dt.date, pair: tuple[str, ...] = ()) -> str:
    """Return a worksheet for an article.

    Parameters
    ----------
    article : Article
        The article read.
    record : Tables
        Everything on record.
    name : str
        Of its file, without the ending: where the article tells no address, its identifier is made of it.
    seen_on : datetime.date
        The day on which it was read.
    pair : tuple of str
        The two states that it is about; default those that it names most often.
    """
    about = matter(article, record, pair)
    page = article.page
    host = host_of(page.url)
    head = {
        "id": _identifier(host or name, article.published, about.pair),
        "title": page.title,
        "outlet": page.outlet or host,
        "url": page.url,
        "published": article.published,
        "language": article.language,
        "kind": "press",
        "seen_on": seen_on.isoformat(),
    } | _on_record(page.url, record)
    found = {"states": article.states, "dates": article.dates}
    return sheets.text(head, about.pair, _claims(article, about), found)


def _on_record(url: str, record: Tables) -> dict[str, str]:
    """Return what is on record of a page, or of who runs its host."""
    sources = record.sources
    if len(same := sources[(sources.url == url) & (url != "")]):
        row = as_dicts(same)[0]
        return {name: row[column] for name, column in HEAD.items() if row[column]}
    of_host = sources[sources.url.map(host_of) == host_of(url)] if host_of(url) not in ("", *ARCHIVES) else sources[:0]
    if of_host.empty:
        return {}
    return {"outlet": of_host.publisher.mode()[0], "outlet_country": of_host.publisher_country.mode()[0]}


def _identifier(name: str, published: str, pair: tuple[str, ...]) -> str:
    parts = " ".join([name, published or "nd", *sorted(pair)])
    return re.sub(r"[^a-z0-9]+", "-", parts.casefold()).strip("-")[: paths.LONGEST_NAME] or "article"


def _claims(article: Article, about: Matter) -> Iterator[dict[str, Any]]:
    for one in candidates(article, about):
        told = now(one.rule, one.arguments, about.tables) if one.rule else {}
        if one.kind != "omission" or told.get(NOW) == "supported":  # what is not so cannot be left out
            yield _claim(one, about) | told


def _claim(one: Candidate, about: Matter) -> dict[str, Any]:
    values: dict[str, Any] = {KEEP: "no"} | (_found(one.sentence, one.also) if one.sentence else {"paragraph": 0})
    values["speaker"] = one.sentence.speaker if one.sentence else ""
    values |= {"kind": one.kind, "hedge": "implied" if one.kind == "omission" else "asserted"}
    values |= {f"claim_{t.code}": draft(one.rule, one.arguments, about.tables, t) for t in map(Language, LANGUAGES)}
    values |= {"rule": one.rule, "arguments": one.arguments}
    if one.kind == "assessment":
        reasons = {f"reasoning_{t.code}": _opinion(values["speaker"], t) for t in map(Language, LANGUAGES)}
        values |= {"verdict": "opinion"} | reasons
    return values if one.rule else values | {"verdict": values.get("verdict", ""), "evidence": []}


def _opinion(speaker: str, t: Language) -> str:
    if speaker:
        return t("What {speaker} thinks of it is a judgement, which no record decides.", speaker=speaker)
    return t("That is a judgement, which no record decides.")


def _found(sentence: Sentence, also: tuple[int, ...]) -> dict[str, Any]:
    """Return where a claim stands, and what its sentence names."""
    words = sentence.text.split()
    named = {
        "states": sentence.states,
        "dates": sentence.dates,
        "numbers": tuple(map(str, sentence.quantities)),
    }
    return {
        "sentence": sentence.number,
        **({"also": also} if also else {}),
        "paragraph": sentence.paragraph,
        "place": " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else ""),
        "found": {name: values for name, values in named.items() if values},
    }


def now(rule: str, arguments: dict[str, Any], record: Tables) -> dict[str, Any]:
    """Return what a rule says of its arguments now, as a worksheet tells it."""
    t = Language("en")
    found = call({"claim_id": rule, "rule": rule, "arguments": json.dumps(arguments)})(record, t)
    return told(found)


def told(found: Verdict) -> dict[str, Any]:
    """Return a verdict as a worksheet tells it."""
    return {NOW: found.verdict, BECAUSE: found.reasoning, RESTS_ON: found.evidence[:MOST_EVIDENCE]}
