"""What documents and the search for them leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.record.status import FORMAL, PLANS, UNSIGNED, UNTOLD
from pactbook.subjects.completeness import PERIODS, swept
from pactbook.subjects.findings import Finding
from pactbook.subjects.membership import spoken
from pactbook.subjects.questions.asked import Question, find_never, table


def of_pair(tables: Tables, documents: pd.DataFrame, a: str, b: str, t: Language) -> pd.DataFrame:
    """Return what the record of two states leaves open, as `pactbook.subjects.questions.table` gives it.

    Parameters
    ----------
    tables : Tables
        The record of the day.
    documents : pandas.DataFrame
        As `pactbook.subjects.ties.between` gives it.
    a, b : str
        ISO 3166-1 alpha-3.
    t : Language
        Language of the words.
    """
    return table(tables, [*of_documents(documents, tables, t, (a, b)), *of_periods(tables, (a, b), t, (a, b))])


def of_documents(
    documents: pd.DataFrame, tables: Tables, t: Language, about: tuple[str, ...] = ()
) -> Iterator[Question]:
    """Yield the questions on some documents about defence that were signed.

    Parameters
    ----------
    documents : pandas.DataFrame
        As `pactbook.subjects.ties.documents` gives them.
    tables : Tables
        The record of the day.
    t : Language
        Language of the words.
    about : tuple of str
        Whom a query names; default the parties of each document.
    """
    signed = documents[documents.defence & ~documents.status_on.isin(UNSIGNED)]
    for row in as_dicts(signed):
        for kind, what, phrase in _of_document(row, tables.day.year, t):
            yield Question(
                kind, what, phrase, about or row["parties"], row["date"], f"agreements:{row['agreement_id']}", row["title"],
                source_ids=row["source_ids"],
            )  # fmt: skip


def _of_document(row: dict[str, Any], year: int, t: Language) -> Iterator[tuple[str, str, str]]:
    """Yield kind, words and phrase of each question."""
    formal, planned = row["kind"] in FORMAL, row["kind"] in PLANS
    if formal and row["status_on"] in ("signed", "ratified"):
        yield "step", t("Is it in force, replaced or ended?"), "step"
    if planned and row["period_end"] and dates.span(row["period_end"])[1].year == year:
        yield "follow_up", t("It ends this year: what follows it?"), "day"
    if formal and row["text_public"] in UNTOLD:
        yield "clause", t("Is its text public, and does it oblige the parties to help each other?"), "text"
    elif formal and row["text_public"] == "yes" and row["mutual_defence"] in UNTOLD:
        yield "clause", t("Its text is public: does it oblige the parties to help each other?"), "text"
    if not row["signed"]:
        yield "day", t("On which day was it signed?"), "day"
    elif len(row["signed"]) < len("2025-04-11"):
        yield "day", t("On which day was it signed? Known is {when}.", when=t.date(row["signed"])), "day"
    if row["voices"] == 1:
        yield "voice", t("Who else tells of it? It rests on one source."), "day"


def of_periods(tables: Tables, parties: Iterable[str], t: Language, about: tuple[str, ...] = ()) -> Iterator[Question]:
    """Yield the periods for which nobody searched by itself for what some states or organisations signed.

    `about` is whom a query names; default each of them.
    """
    short = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    for party in parties:
        known = set(swept(tables, party))
        for first, last in PERIODS:
            if (first, last) not in known and first <= tables.day.year:
                what = t(
                    "What did {state} sign from {first} to {last}? It was not searched for by itself.",
                    state=spoken(short[party], t) if party in short else t.state(party),
                    first=first,
                    last=last,
                )
                yield Question("period", what, "more", about or (party,), f"{first}-{last}")


def find_of_pair(found: pd.DataFrame, a: str, b: str, t: Language) -> Finding:
    """Say how many questions the record of two states leaves open, and for how many no look-up is on record."""
    pair = {"a": t.state(a), "b": t.state(b)}
    if found.empty:
        return Finding(
            "questions",
            t("On what {a} and {b} signed with each other, none of these questions is open.", **pair),
        )
    text = t.plural(
        "The record of {a} and {b} leaves one question open",
        "The record of {a} and {b} leaves {n} questions open",
        len(found),
        **pair,
    )
    return find_never(found, text, t)
