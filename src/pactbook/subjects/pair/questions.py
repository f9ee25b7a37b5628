"""What the record of two states leaves open: what to look for next, when somebody last looked, and with which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from pactbook import dates, states
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.record.status import PLANS, UNSIGNED, UNTOLD
from pactbook.subjects.completeness import PERIODS, swept
from pactbook.subjects.findings import Finding
from pactbook.subjects.pair.wording import FORMAL

COLUMNS = ["what", "record", "title", "looked_on", "query", "query_local", "source_ids"]
# What is asked, in the languages in which press and gazettes of many states are written; names and year go in front.
_PHRASES = {
    "ar": {
        "step": "اتفاقية التعاون العسكري تصديق دخول حيز التنفيذ",
        "day": "توقيع اتفاقية التعاون الدفاعي",
        "more": "اتفاقية دفاع",
    },
    "de": {
        "step": "Verteidigungsabkommen Ratifizierung in Kraft getreten",
        "day": "Verteidigungsabkommen unterzeichnet",
        "more": "Verteidigungsabkommen",
    },
    "en": {
        "step": "defence agreement ratified entered into force",
        "day": "defence agreement signed",
        "more": "defence agreement",
    },
    "es": {
        "step": "acuerdo de defensa ratificación entrada en vigor",
        "day": "firma acuerdo de defensa",
        "more": "acuerdo de defensa",
    },
    "fr": {
        "step": "accord de défense ratification entrée en vigueur",
        "day": "signature accord de défense",
        "more": "accord de défense",
    },
    "id": {
        "step": "perjanjian pertahanan ratifikasi berlaku",
        "day": "penandatanganan perjanjian pertahanan",
        "more": "perjanjian pertahanan",
    },
    "it": {
        "step": "accordo di difesa ratifica entrata in vigore",
        "day": "firma accordo di difesa",
        "more": "accordo di difesa",
    },
    "ja": {"step": "防衛協定 批准 発効", "day": "防衛協定 署名", "more": "防衛協定"},
    "pl": {
        "step": "umowa obronna ratyfikacja wejście w życie",
        "day": "podpisanie umowy obronnej",
        "more": "umowa obronna",
    },
    "pt": {
        "step": "acordo de defesa ratificação entrada em vigor",
        "day": "assinatura acordo de defesa",
        "more": "acordo de defesa",
    },
    "ru": {
        "step": "соглашение о военном сотрудничестве ратификация вступило в силу",
        "day": "подписание соглашения о военном сотрудничестве",
        "more": "военное сотрудничество соглашение",
    },
    "tr": {
        "step": "savunma anlaşması onay yürürlüğe girdi",
        "day": "savunma anlaşması imzalandı",
        "more": "savunma anlaşması",
    },
    "uk": {
        "step": "угода про оборону ратифікація набрала чинності",
        "day": "підписання угоди про оборону",
        "more": "угода про оборону",
    },
    "ur": {"step": "دفاعی معاہدہ توثیق نافذ", "day": "دفاعی معاہدے پر دستخط", "more": "دفاعی معاہدہ"},
    "zh": {"step": "防务协定 批准 生效", "day": "签署 防务协定", "more": "防务协定"},
}


def questions(tables: Tables, documents: pd.DataFrame, a: str, b: str, t: Language) -> pd.DataFrame:
    """Return what the record of two states leaves open, the legal steps of treaties first, of the newest before older ones.

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

    Returns
    -------
    pandas.DataFrame
        One row a question: what (in words), record (``agreements:id``, empty where it is of the two as a whole), title,
        looked_on (the last look-up on record about the document), query and query_local (words to look for it with, in
        English and in an official language of one of the two, empty where none is known), source_ids.
    """
    rows = [
        _row(question, tables, a, b)
        for question in (*_of_documents(documents, tables, t), *_of_states(tables, a, b, t))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_documents(documents: pd.DataFrame, tables: Tables, t: Language) -> Iterator[dict[str, Any]]:
    signed = documents[documents.defence & ~documents.status_on.isin(UNSIGNED)]
    rows = as_dicts(signed.iloc[::-1])
    for row in rows:
        if row["kind"] in FORMAL and row["status_on"] in ("signed", "ratified"):
            yield _asked(row, t("Is it in force, replaced or ended?"), "step")
    for row in rows:
        if not row["signed"]:
            yield _asked(row, t("On which day was it signed?"), "day")
        elif len(row["signed"]) < len("2025-04-11"):
            yield _asked(row, t("On which day was it signed? Known is {when}.", when=t.date(row["signed"])), "day")
    for row in rows:
        if row["text_public"] in UNTOLD and row["kind"] in FORMAL:
            yield _asked(row, t("Is its text public, and does it oblige the two to help each other?"), "step")
    for row in rows:
        if row["kind"] in PLANS and row["period_end"] and dates.latest(row["period_end"]).year == tables.day.year:
            yield _asked(row, t("It ends this year: what follows it?"), "day")
    for row in rows:
        if row["voices"] == 1:
            yield _asked(row, t("Who else tells of it? It rests on one source."), "day")


def _asked(row: dict[str, Any], what: str, phrase: str) -> dict[str, Any]:
    return {
        "what": what, "id": row["agreement_id"], "title": row["title"], "year": row["date"][:4], "phrase": phrase,
        "source_ids": row["source_ids"],
    }  # fmt: skip


def _of_states(tables: Tables, a: str, b: str, t: Language) -> Iterator[dict[str, Any]]:
    for state in (a, b):
        known = set(swept(tables, state))
        for first, last in PERIODS:
            if (first, last) not in known and first <= tables.day.year:
                what = t(
                    "What did {state} sign from {first} to {last}? It was not searched for by itself.",
                    state=t.state(state),
                    first=first,
                    last=last,
                )
                yield {
                    "what": what,
                    "id": "",
                    "title": "",
                    "year": f"{first}-{last}",
                    "phrase": "more",
                    "source_ids": (),
                }


def _row(question: dict[str, Any], tables: Tables, a: str, b: str) -> dict[str, Any]:
    record = f"agreements:{question['id']}" if question["id"] else ""
    local = next((code for state in (a, b) for code in _languages(state) if code != "en" and code in _PHRASES), "")
    return {
        "what": question["what"],
        "record": record,
        "title": question["title"],
        "looked_on": max(tables.searches_about(record).searched_on, default=""),
        "query": _query("en", a, b, question),
        "query_local": _query(local, a, b, question) if local else "",
        "source_ids": question["source_ids"],
    }


def _query(language: str, a: str, b: str, question: dict[str, Any]) -> str:
    names = [_name(state, language) for state in (a, b)]
    return " ".join(filter(None, [*names, _PHRASES[language][question["phrase"]], question["year"]]))


def _name(state: str, language: str) -> str:
    """Return the name of a state in any language of the CLDR, English where it has none."""
    code = states.iso2(state)
    try:
        return Locale.parse(language).territories.get(code) or states.name(state)
    except UnknownLocaleError:
        return states.name(state)


def _languages(state: str) -> tuple[str, ...]:
    return tuple(
        code.split("_")[0] for code in get_official_languages(states.iso2(state) or "", regional=False, de_facto=True)
    )


def find_questions(found: pd.DataFrame, a: str, b: str, t: Language) -> Finding:
    """Say how many questions the record of two states leaves open, and for how many no look-up is on record."""
    pair = {"a": t.state(a), "b": t.state(b)}
    if found.empty:
        return Finding("questions", t("The record of {a} and {b} leaves none of these questions open.", **pair))
    never = int((found.looked_on == "").sum())
    text = t.plural(
        "The record of {a} and {b} leaves one question open",
        "The record of {a} and {b} leaves {n} questions open",
        len(found),
        **pair,
    )
    text += (
        t.plural("; for {n} no look-up is on record.", "; for {n} no look-up is on record.", never) if never else "."
    )
    return Finding("questions", text, tuple(dict.fromkeys(filter(None, found.record))))
