"""The checks of the tables, and how a record is named in what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from pactbook.record import Tables, schema

Check = Callable[[Tables], Iterator[str]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check."""
    CHECKS.append(function)
    return function


def key_of(record: Tables, table: str, row: dict) -> str:
    """Return the record id of a row; a key of several columns is joined by colons."""
    return ":".join(row[name] for name in schema(record.folder)[table].key)


def keys(record: Tables) -> dict[str, set[str]]:
    """Return the record ids of every table; a key of several columns is joined by colons."""
    return {table.name: _keys(record[table.name], table.key) for table in schema(record.folder).values()}


def _keys(frame: pd.DataFrame, key: tuple[str, ...]) -> set[str]:
    return set(map(":".join, zip(*(frame[name] for name in key), strict=True)))
