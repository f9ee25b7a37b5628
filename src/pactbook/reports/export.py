"""The record as one file for other programs: a workbook or a database, with what its columns mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from pactbook import __version__, tabular
from pactbook.errors import UserError, hint
from pactbook.record import Tables, about, schema
from pactbook.reports.files import replaced

_WIDEST = 60  # letters of a column of a sheet


def write(path: Path, tables: Tables, states: Collection[str] = (), together: bool = False) -> None:
    """Write the rows that concern some states to a file, whose ending says what it is.

    Parameters
    ----------
    path : pathlib.Path
        ``.xlsx`` for a workbook with a sheet a table, ``.sqlite`` for a database.
    tables : Tables
        The record, as of a day.
    states, together
        As `pactbook.record.about.rows` takes them.

    Raises
    ------
    UserError
        If the ending is another one.
    """
    if path.suffix not in _WRITERS:
        raise UserError(f"{path}: what is written is told by the ending{hint(path.suffix, _WRITERS)}")
    sheets = {
        name: tabular.plain(tabular.with_addresses(about.rows(tables, name, states, together), tables.addresses))
        for name in about.TABLES
    }
    with replaced(path) as temporary:
        _WRITERS[path.suffix](temporary, {"about": _about(tables, sheets), **sheets})


def _about(tables: Tables, sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what a reader must know of the file: where it is from, and what each column means."""
    declared = schema(tables.folder)
    rows = [
        (
            "",
            "",
            f"pactbook {__version__}: what was public by {tables.counted_until}. CC BY 4.0, with the sources named in each row.",
        ),
        ("", "", "A list stands as a;b. A date has the precision known. Confidence: data/README.md of the project."),
    ]
    for sheet, frame in sheets.items():
        table = declared[about.TABLES[sheet]]
        rows.append((sheet, "", table.description))
        rows += [(sheet, column.name, column.description) for column in table.fields if column.name in frame.columns]
    return pd.DataFrame(rows, columns=["sheet", "column", "meaning"])


def _workbook(path: Path, sheets: dict[str, pd.DataFrame]) -> None:
    # A cell that begins like a formula or an address stays the text that it is.
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
            sheet = book.sheets[name]
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(frame), max(0, len(frame.columns) - 1))
            for number, column in enumerate(frame.columns):
                longest = max([len(column), *frame[column].astype(str).str.len().head(200)])
                sheet.set_column(number, number, min(_WIDEST, longest + 2))


def _database(path: Path, sheets: dict[str, pd.DataFrame]) -> None:
    connection = sqlite3.connect(path)
    try:
        for name, frame in sheets.items():
            frame.to_sql(name, connection, index=False)
        connection.commit()
    finally:
        connection.close()


_WRITERS: dict[str, Callable[[Path, dict[str, pd.DataFrame]], None]] = {".xlsx": _workbook, ".sqlite": _database}
