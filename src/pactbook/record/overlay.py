"""A reader's own rows over ours: new ones add, those of a record on file amend it cell by cell.

Nothing is silently replaced: each amended cell is listed with our value and theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from pactbook.errors import UserError
from pactbook.record.declared import Table, schema
from pactbook.record.reading import check_references, key, read_overlay
from pactbook.record.tables import AMENDMENT_COLUMNS, OURS, YOURS, split

Rows = dict[str, list[dict]]


def laid_over(base: Rows, folder: Path, declared: Path) -> tuple[Rows, pd.DataFrame, list[str]]:
    """Lay a reader's own rows over ours.

    Parameters
    ----------
    base : dict of list of dict
        Our rows, as `pactbook.record.reading.read` gives them.
    folder : pathlib.Path
        The folder of the reader's tables.
    declared : pathlib.Path
        The folder that holds ``datapackage.yaml``.

    Returns
    -------
    rows : dict of list of dict
        All rows; those that are theirs, or that they amend, say so under ``origins``.
    amendments : pandas.DataFrame
        table, record_id, field, ours, yours. Sources that an amending row cites are added to ours, and are no amendment.
    problems : list of str
        What breaks the schema, with file and line.

    Raises
    ------
    UserError
        If the folder is none, or holds no table.
    """
    if not folder.is_dir():
        raise UserError(f"overlay: {folder} is no folder: name the one that holds your tables")
    if not any(folder.glob("*.csv")):
        raise UserError(f"overlay: {folder} holds no table: name the folder that holds your CSV files")
    own, problems = read_overlay(folder, base, declared)
    tables = schema(declared)
    changed: list[tuple] = []
    everything = dict(base)
    for name, rows in own.items():
        changed += _amended(tables[name], base[name], rows)
        everything[name] = list(_laid(tables[name], base[name], rows))
    problems = problems or check_references(own, everything, declared)
    return everything, amendments(changed), problems


def amendments(rows: Iterable[tuple]) -> pd.DataFrame:
    """Return amended cells as a table."""
    return pd.DataFrame(rows, columns=AMENDMENT_COLUMNS)


def _laid(table: Table, base: list[dict], own: list[dict]) -> Iterator[dict]:
    theirs = {key(table, row): row for row in own}
    for row in base:
        amending = theirs.pop(key(table, row), None)
        yield row if amending is None else _with(table, row, amending)
    yield from (row | {"origins": (YOURS,)} for row in theirs.values())


def _with(table: Table, row: dict, amending: dict) -> dict:
    new = {name: amending[name] for name in table.columns if amending[name]}
    if new.get("source_ids"):
        new["source_ids"] = ";".join(dict.fromkeys([*split(row["source_ids"]), *split(new["source_ids"])]))
    return row | new | {"origins": (OURS, YOURS)}


def _amended(table: Table, base: list[dict], own: list[dict]) -> Iterator[tuple]:
    """Yield the cells that rows of a known record change."""
    known = {key(table, row): row for row in base}
    for row in own:
        ours = known.get(key(table, row), {})
        for name in table.columns if ours else ():
            if row[name] and row[name] != ours[name] and name != "source_ids":
                yield table.name, ":".join(key(table, row)), name, ours[name], row[name]
