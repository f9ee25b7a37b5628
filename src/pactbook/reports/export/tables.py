"""Tables as a workbook, a database, CSV or parquet."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pactbook import dates, tabular
from pactbook.errors import UserError
from pactbook.reports.files import zipped

README = "README"
_WIDEST = 60  # letters of a column of a sheet


@dataclass(frozen=True)
class Rows:
    """What a file holds.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        The rows, by the name of their table.
    meaning : pandas.DataFrame
        Where they are from, and what each column means: table, column, meaning.
    until : str
        The day up to which they tell, ISO 8601.
    """

    tables: Mapping[str, pd.DataFrame]
    meaning: pd.DataFrame
    until: str

    @property
    def sheets(self) -> dict[str, pd.DataFrame]:
        """Return the meaning and the tables, lists as ``a;b``."""
        return {README: self.meaning} | {name: tabular.plain(frame) for name, frame in self.tables.items()}


def workbook(path: Path, rows: Rows) -> None:
    """Write a workbook with a sheet a table, after one that says what they mean."""
    # A cell that begins like a formula or an address stays the text that it is.
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}}
    made = dt.datetime.combine(dates.earliest(rows.until) or dt.date(2000, 1, 1), dt.time())
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as book:
        # The day of the rows, not of the writing: the same rows, the same bytes.
        book.book.set_properties({"title": "pactbook", "comments": f"What was public by {rows.until}", "created": made})
        for name, frame in rows.sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
            sheet = book.sheets[name]
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(frame), max(0, len(frame.columns) - 1))
            for number, column in enumerate(frame.columns):
                longest = max([len(column), *frame[column].astype(str).str.len().head(200)])
                sheet.set_column(number, number, min(_WIDEST, longest + 2))


def database(path: Path, rows: Rows) -> None:
    """Write an SQLite database with a table each."""
    connection = sqlite3.connect(path)
    try:
        for name, frame in rows.sheets.items():
            frame.to_sql(name, connection, index=False)
        connection.commit()
    finally:
        connection.close()


def csv(path: Path, rows: Rows) -> None:
    """Write one table as CSV that a spreadsheet opens with its letters."""
    (frame,) = rows.tables.values()
    path.write_text(tabular.text(frame), encoding="utf-8", newline="\n")


def archive(path: Path, rows: Rows) -> None:
    """Write a zip with a CSV file a table, and one that says what they mean."""
    held = {README: rows.meaning, **rows.tables}
    zipped(path, {f"{name}.csv": tabular.text(frame).encode() for name, frame in held.items()})


def parquet(path: Path, rows: Rows) -> None:
    """Write one table as parquet, with its lists as lists; `path` is a folder where the rows are of several."""
    try:
        import duckdb
    except ImportError:
        raise UserError(f"{path.suffix}: needs DuckDB: pip install 'pactbook[parquet]'") from None
    folder = path.is_dir()
    # DuckDB and not pyarrow, which is larger, and with which pandas would keep all text of this process otherwise.
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, frame in rows.tables.items():
            connection.register("frame", _listed(frame))
            target = str(path / f"{name}.parquet" if folder else path).replace("'", "''")
            connection.execute(f"COPY frame TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            connection.unregister("frame")


def _listed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with each tuple as the list that DuckDB takes for one; other objects are text, also where there are no rows."""
    return frame.assign(**{name: _typed(frame[name]) for name in frame if frame[name].dtype == object})


def _typed(column: pd.Series) -> pd.Series:
    if not column.map(lambda cell: isinstance(cell, tuple)).any():
        return column.astype("str")
    return column.map(lambda cell: list(cell) if isinstance(cell, tuple) else None)
