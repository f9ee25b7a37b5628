"""Rules that the pages which tell of a thing decide."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pactbook.errors import UserError, hint
from pactbook.locale import Language
from pactbook.record import Tables, select
from pactbook.subjects.article.rules.verdict import Verdict, on_record, rule
from pactbook.subjects.findings import records


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
