"""Who says it: how sure a row is by its sources, and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from pactbook.record.tables import Tables

PRIMARY_KINDS = frozenset({"treaty_text", "government", "international_organisation", "agency"})
_NAMING = frozenset({"treaty_text", "government", "international_organisation"})
# What the note of a reading says of a number that the page gives in another unit, and of one that was measured in a test.
_CONVERTED = re.compile(r"\b(?:miles?|pounds?|lbs?)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:flight distance|test distance|distance (?:of|reached) [\w ]*tests?\b|distance of [\w ]*test shots?|of two flights)",
    re.IGNORECASE,
)
_ROUNDED = 0.015  # so far from each other may a number and its conversion lie, each rounded


def confidence(tables: Tables, frame: pd.DataFrame) -> list[str]:
    """Return how sure each row is, by one rule, from its sources.

    Independent voices are counted by the text they carry: pages that repeat one agency's text count once. ``high``:
    two or more voices, one of them primary (treaty text, government, international organisation, agency), or a treaty
    text. ``medium``: two or more voices, or one that is primary. ``low``: one voice that is not primary.

    Parameters
    ----------
    tables : Tables
        The record, for its sources.
    frame : pandas.DataFrame
        Rows with a column ``source_ids``.

    Returns
    -------
    list of str
        ``high``, ``medium`` or ``low`` for each row.
    """
    voice, kind = tables.voice, tables.source_kind
    return [_confidence([voice[i] for i in ids], {kind[i] for i in ids}) for ids in frame.source_ids]


def _confidence(voices: list[str], kinds: set[str]) -> str:
    primary, several = bool(kinds & PRIMARY_KINDS), len(set(voices)) > 1
    if "treaty_text" in kinds or (primary and several):
        return "high"
    return "medium" if primary or several else "low"


def independent(tables: Tables, frame: pd.DataFrame) -> list[int]:
    """Return how many independent voices each row rests on: publishers, or the agency whose text they carry."""
    voice = tables.voice
    return [len({voice[i] for i in ids}) for ids in frame.source_ids]


def naming(tables: Tables, frame: pd.DataFrame) -> list[str]:
    """Return on what each row rests that says what a document calls itself.

    ``named`` where its text, a government or an international organisation is among the sources; else ``reported``: the word
    is that of the press, which calls many a memorandum or plan an agreement.
    """
    kind = tables.source_kind
    return ["named" if any(kind[i] in _NAMING for i in ids) else "reported" for ids in frame.source_ids]


def publishers(tables: Tables, source_ids: Iterable[str]) -> list[str]:
    """Return the publishers of some sources, the most cited first, each once."""
    publisher = tables.publisher
    return [name for name, _ in Counter(publisher[i] for i in source_ids).most_common()]


def measured(readings: pd.DataFrame) -> pd.Series:
    """Tell which readings give what was measured in a test, such as the distance of one flight, and not what is quoted."""
    return readings.note.str.contains(_MEASURED)


def values(readings: pd.DataFrame) -> pd.Series:
    """Return the values of some readings, the same text for one value in two units.

    A number whose note says that its page gives it in miles or pounds stands for the nearest number of the same field
    within 1.5 percent: 354 km, which are 220 miles, for 350 km.

    Parameters
    ----------
    readings : pandas.DataFrame
        Rows of ``readings.csv``.
    """
    found = readings.value.copy()
    converted = readings.note.str.contains(_CONVERTED)
    for _, own in readings[["table", "record_id", "field"]].groupby(["table", "record_id", "field"]):
        mine = converted.loc[own.index]
        if mine.any() and len(own) > 1:
            found.loc[own.index] = _as_one(found.loc[own.index], mine)
    return found


def _as_one(said: pd.Series, converted: pd.Series) -> list[str]:
    """Return the readings of one field, each conversion as the number that it stands for."""
    known = {text: float(text) for text in said[~converted] if _is_number(text)}
    told = dict.fromkeys(said[~converted])
    for text in said[converted]:
        if not _is_number(text):
            continue
        near = min(known, key=lambda one: abs(known[one] - float(text)), default=text)
        close = near in known and abs(known[near] - float(text)) <= _ROUNDED * known[near]
        one_value = near if close else text
        told[text] = one_value
        known.setdefault(one_value, float(one_value))
    return [told.get(text) or text for text in said]


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+(\.[0-9]+)?", text))


def readings_of(tables: Tables, records: Iterable[str]) -> pd.DataFrame:
    """Return what sources say of some records where they do not all say the same.

    Parameters
    ----------
    tables : Tables
        The record.
    records : iterable of str
        Each as ``table:record_id``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``readings.csv`` and publisher, source_ids (the one source) and party (whose signatory the value
        names, else empty), for fields with two or more values; one value in two units is one.
    """
    frame = tables.readings
    frame = frame[(frame.table + ":" + frame.record_id).isin(set(records))]
    frame = frame.assign(party=frame.value.str.split(":").str[0].where(frame.field == "signatories", ""))
    said = frame.assign(value=values(frame)).groupby(["table", "record_id", "field", "party"])
    apart = said.value.transform("nunique") > 1
    frame = frame[apart].assign(source_ids=[(source,) for source in frame[apart].source_id])
    publisher = tables.publisher
    frame = frame.assign(publisher=frame.source_id.map(publisher))
    return frame.sort_values(["table", "record_id", "field", "value"], ignore_index=True)
