"""Rows written to a folder of the reader's own rows, once a copy of it with them has passed every check of ours."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pactbook.record import Tables, load, schema
from pactbook.record.declared import Table
from pactbook.reports.files import write_text
from pactbook.reports.gate import demand

Row = dict[str, str]


def lay(new: Mapping[str, list[Row]], folder: Path, replaced: Callable[[str, Row], bool]) -> None:
    """Write rows to the tables of a folder; parameters as for `texts`.

    Raises
    ------
    UserError
        If the rows do not agree with the others; then nothing is written.
    """
    files = texts(new, folder, replaced)
    tried(files, folder)
    put(files, folder)


def texts(new: Mapping[str, list[Row]], folder: Path, replaced: Callable[[str, Row], bool]) -> dict[str, str]:
    """Return the files of a folder with rows that are laid into it, by their names.

    Parameters
    ----------
    new : mapping
        The rows, by table.
    folder : pathlib.Path
        The folder; it need not be there.
    replaced : callable
        Given a table and one of its rows that stand there, tells whether the new ones take its place.
    """
    tables = schema()
    return {tables[name].path: _text(folder, tables[name], rows, replaced) for name, rows in new.items()}


def tried(files: Mapping[str, str], folder: Path) -> Tables:
    """Return the record with a copy of a folder in which some files are new, once it has passed every check of ours."""
    with tempfile.TemporaryDirectory() as parent:
        trial = Path(parent) / (folder.name or "rows")
        if folder.is_dir():
            shutil.copytree(folder, trial)
        trial.mkdir(exist_ok=True)
        put(files, trial)
        record = load(overlay=trial)
        demand(record)
        return record


def put(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder; it is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_text(folder / name, content)


def _text(folder: Path, table: Table, new: list[Row], replaced: Callable[[str, Row], bool]) -> str:
    rows, columns = rows_of(folder / table.path)
    kept = [row for row in rows if not replaced(table.name, row)]
    named = list(dict.fromkeys([*(columns or table.columns), *(name for row in new for name in row)]))
    return text([*kept, *new], named)


def rows_of(path: Path) -> tuple[list[Row], list[str]]:
    """Return the rows of a table of the reader's own and its columns, none where there is no such file."""
    if not path.is_file():
        return [], []
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        return list(reader), list(reader.fieldnames or ())


def text(rows: list[Row], columns: list[str]) -> str:
    """Return rows as the text of a table."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
