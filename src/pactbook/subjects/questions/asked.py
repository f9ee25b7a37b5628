"""What a question is, which one presses most, and with which words somebody may look for its answer."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from pactbook import states
from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.record.declared import read_yaml
from pactbook.subjects.findings import Finding

COLUMNS = ["kind", "about", "what", "record", "title", "looked_on", "query", "queries_local", "source_ids"]
# What is asked for, the most pressing first: a step decides whether a signature binds, and the trail of a plan that ends
# grows cold; what was never searched can wait.
KINDS = ("step", "follow_up", "clause", "day", "fact", "voice", "period")
_MOST_NAMED = 3  # parties in a query: with more of them nothing is found


@dataclass(frozen=True)
class Question:
    """One thing that the record leaves open.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    what : str
        The question in words.
    phrase : str
        Which of the phrases of ``phrases.yaml`` look for the answer.
    about : tuple of str
        The states and organisations that a query names.
    when : str
        The date of what it is about, or its years.
    record : str
        ``table:id``; empty where it is of no one row.
    title : str
        What it is about, as a reader sees it.
    also : str
        What a query names besides: a system, an entity.
    source_ids : tuple of str
        The sources of the row.
    """

    kind: str
    what: str
    phrase: str
    about: tuple[str, ...]
    when: str = ""
    record: str = ""
    title: str = ""
    also: str = ""
    source_ids: tuple[str, ...] = ()


def table(tables: Tables, asked: Iterable[Question]) -> pd.DataFrame:
    """Return questions as a table, the most pressing first.

    The order is that of `KINDS`; among those of one kind what nobody has looked for stands first, then the newest.

    Parameters
    ----------
    tables : Tables
        The record of the day.
    asked : iterable of Question
        The questions.

    Returns
    -------
    pandas.DataFrame
        One row a question: kind (one of `KINDS`), about (codes of the states and organisations that it asks of), what (in
        words), record (``table:id``, empty where it is of no one row), title, looked_on (the last look-up on record about the
        row), query (words to look for it with, in English), queries_local (the same, one in each other official language of
        the states that is known), source_ids.
    """
    rows = [(one, max(tables.searches_about(one.record).searched_on, default="")) for one in asked]
    rows.sort(key=lambda row: row[0].when, reverse=True)
    rows.sort(key=lambda row: (KINDS.index(row[0].kind), row[1] != ""))
    organisations = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    cells = [_cells(one, looked_on, organisations) for one, looked_on in rows]
    return pd.DataFrame(cells, columns=COLUMNS)


def _cells(one: Question, looked_on: str, organisations: dict[str, str]) -> tuple:
    local = tuple(_query(language, one, organisations) for language in _languages(one.about))
    query = _query("en", one, organisations)
    return one.kind, one.about, one.what, one.record, one.title, looked_on, query, local, one.source_ids


def _query(language: str, one: Question, organisations: dict[str, str]) -> str:
    few = len(one.about) <= _MOST_NAMED
    names = [_name(party, language, organisations) for party in one.about] if few else [one.title]
    return " ".join(filter(None, [*names, one.also, phrases()[language][one.phrase], _years(one.when)]))


def _years(when: str) -> str:
    return when if len(when) == len("2010-2014") else when[:4]


def _name(party: str, language: str, organisations: dict[str, str]) -> str:
    """Return the name of a state in any language of the CLDR, English where it has none; of an organisation its short name."""
    if not states.is_code(party):
        return organisations.get(party, party)
    try:
        return Locale.parse(language).territories.get(states.iso2(party)) or states.name(party)
    except UnknownLocaleError:
        return states.name(party)


def _languages(about: tuple[str, ...]) -> list[str]:
    """Return the official languages of the states, but English, of which the phrases are known, each once."""
    official = [code for party in about for code in _official(party)] if len(about) <= _MOST_NAMED else []
    return [code for code in dict.fromkeys(official) if code != "en" and code in phrases()]


@functools.cache
def _official(state: str) -> tuple[str, ...]:
    code = states.iso2(state) if states.is_code(state) else ""
    found = get_official_languages(code, regional=False, de_facto=True) if code else ()
    return tuple(language.split("_")[0] for language in found)


@functools.cache
def phrases() -> dict[str, dict[str, str]]:
    """Return the words to look with, by language and by what is looked for."""
    return read_yaml(Path(__file__).with_name("phrases.yaml"))


def words(*languages: str) -> Iterator[str]:
    """Yield what a query can be written with in some languages (default all), but names of systems and entities."""
    for language in languages or phrases():
        yield from phrases()[language].values()
        yield from (_name(code, language, {}) for code in states.codes())


def _never(found: pd.DataFrame, t: Language) -> str:
    never = int((found.looked_on == "").sum())
    if not never:
        return "."
    if never == len(found):
        return t.plural("; no look-up for it is on record.", "; for none of them is a look-up on record.", never)
    return t.plural("; for {n} no look-up is on record.", "; for {n} no look-up is on record.", never)


def find_never(found: pd.DataFrame, text: str, t: Language) -> Finding:
    """End a sentence on how many questions are open with for how many no look-up is on record."""
    return Finding("questions", text + _never(found, t), tuple(dict.fromkeys(filter(None, found.record))))
