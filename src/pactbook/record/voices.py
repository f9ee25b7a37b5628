"""Who says it: how sure a row is by its sources, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from pactbook.record.tables import Tables

PRIMARY_KINDS = frozenset({"treaty_text", "government", "international_organisation", "agency"})


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
    sources = tables.sources.set_index("source_id")
    voice = sources.wire.where(sources.wire != "", sources.publisher).to_dict()
    kind = sources.kind.to_dict()
    return [_confidence([voice[i] for i in ids], {kind[i] for i in ids}) for ids in frame.source_ids]


def _confidence(voices: list[str], kinds: set[str]) -> str:
    primary, several = bool(kinds & PRIMARY_KINDS), len(set(voices)) > 1
    if "treaty_text" in kinds or (primary and several):
        return "high"
    return "medium" if primary or several else "low"


def independent(tables: Tables, frame: pd.DataFrame) -> list[int]:
    """Return how many independent voices each row rests on: publishers, or the agency whose text they carry."""
    sources = tables.sources
    voice = dict(zip(sources.source_id, sources.wire.where(sources.wire != "", sources.publisher), strict=True))
    return [len({voice[i] for i in ids}) for ids in frame.source_ids]


def publishers(tables: Tables, source_ids: Iterable[str]) -> list[str]:
    """Return the publishers of some sources, the most cited first, each once."""
    publisher = dict(zip(tables.sources.source_id, tables.sources.publisher, strict=True))
    return [name for name, _ in Counter(publisher[i] for i in source_ids).most_common()]


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
        names, else empty), for fields with two or more values.
    """
    frame = tables.readings
    frame = frame[(frame.table + ":" + frame.record_id).isin(set(records))]
    frame = frame.assign(party=frame.value.str.split(":").str[0].where(frame.field == "signatories", ""))
    apart = frame.groupby(["table", "record_id", "field", "party"]).value.transform("nunique") > 1
    frame = frame[apart].assign(source_ids=[(source,) for source in frame[apart].source_id])
    publisher = dict(zip(tables.sources.source_id, tables.sources.publisher, strict=True))
    frame = frame.assign(publisher=frame.source_id.map(publisher))
    return frame.sort_values(["table", "record_id", "field", "value"], ignore_index=True)
