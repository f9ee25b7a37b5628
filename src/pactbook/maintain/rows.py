"""Rows of the reader's own: completed, with codes for names and an identifier, and written once all of them have passed."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import itertools
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from pactbook import paths, states
from pactbook.errors import UserError, hint, shown
from pactbook.record import Tables, checks, load, names, read, schema
from pactbook.record.declared import Field, Table
from pactbook.record.overlay import laid_over
from pactbook.record.tables import split
from pactbook.reports.files import write_text
from pactbook.reports.gate import demand
from pactbook.subjects.article.table import lint

SOURCE = "source."  # what stands before a column of the page that says it
UNTOLD = "not_searched"
# May be empty, and most rows have it.
_ASKED_TOO = frozenset({"signed", "date", "published"})
_LONGEST = 60  # letters of an identifier's last part

Ask = Callable[[Field, str], str]
Row = dict[str, str]


def table_of(name: str) -> Table:
    """Return the declaration of a table whose rows cite pages.

    Raises
    ------
    UserError
        If there is none of that name; the message has the nearest.
    """
    known = {one: table for one, table in schema().items() if "source_ids" in table.columns}
    if name not in known:
        raise UserError(f"{shown(name)} is no table that takes a row with its page{hint(name, known)}")
    return known[name]


def record_with(folder: Path) -> Tables:
    """Return the record with the rows of a folder, which may hold none yet."""
    return load(overlay=folder if any(folder.glob("*.csv")) else None)


def columns_of(table: Table) -> list[str]:
    """Return the columns that a row of a table and its page may have, those of the page with `SOURCE` before them."""
    own = [column for column in table.columns if column != "source_ids"]
    return [*own, *(SOURCE + column for column in schema()["sources"].columns)]


def complete(table: Table, row: Row, prefix: str, ask: Ask | None, faults: list[str]) -> Row:
    """Return a row with what is needed, asked for where somebody can be."""
    row = dict(row)
    for column in table.fields:
        wanted = column.required or (ask and column.name in _ASKED_TOO)
        if not wanted or column.name in row or column.name in (*table.key, "source_ids"):
            continue
        if UNTOLD in column.enum:
            row[column.name] = UNTOLD
        elif ask and (value := ask(column, prefix + column.name).strip()):
            row[column.name] = value
        elif column.required:
            allowed = f" (one of {', '.join(column.enum)})" if column.enum else ""
            faults.append(f"{prefix}{column.name} is missing: {column.description.rstrip('.')}{allowed}")
    return row


def party(name: str, record: Tables, where: str) -> str:
    """Return the code of a state or organisation of any name.

    Raises
    ------
    UserError
        If it is neither, or may be several.
    """
    known = names.found(name, names.of_blocs(record.blocs))
    return known[0] if len(known) == 1 else states.resolve(name, where)


def coded(row: Row, table: Table, record: Tables, faults: list[str]) -> Row:
    """Return a row with codes for the names of states and organisations, in order."""
    done = dict(row)
    for column in table.fields:
        if column.name not in row or not (column.is_party or column.is_country):
            continue
        codes = []
        for one in map(str.strip, split(row[column.name]) if column.is_list else (row[column.name],)):
            try:
                codes.append(party(one, record, column.name) if column.is_party else states.resolve(one, column.name))
            except UserError as error:
                faults.append(str(error))
        done[column.name] = ";".join(sorted(codes))
    return done


def page_of(page: Row, record: Tables, ask: Ask | None, faults: list[str]) -> Row:
    """Return the columns of a page, or the identifier alone of one on record."""
    pages = schema()["sources"]
    if ask and "url" not in page:
        field = next(column for column in pages.fields if column.name == "url")
        page = page | {"url": ask(field, f"{SOURCE}url").strip()}
    on_record = record.sources[record.sources.url == page.get("url", "")]
    if len(on_record):
        return {"source_id": on_record.source_id.iloc[0]}
    filled = {key: value for key, value in page.items() if value}
    return complete(pages, {"seen_on": dt.date.today().isoformat()} | filled, SOURCE, ask, faults)


def source_id(page: Row, about: str, taken: Collection[str]) -> str:
    """Return an identifier for a page that is not taken; `about` says whom or what it is about."""
    return untaken(joined(page["publisher"], page.get("published", "nd"), about), taken)


def untaken(name: str, taken: Collection[str]) -> str:
    """Return an identifier, with a number behind it if it is taken."""
    numbered = itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))
    return next(one for one in numbered if one not in taken)


def who(row: Row) -> str:
    """Return the states, or what else a row is about, as its identifier names them."""
    columns = ("parties", "countries", "country", "system_id", "entity_id")
    return next((row[name] for name in columns if row.get(name)), "")


def identifier(row: Row, table: Table, faults: list[str]) -> str:
    """Return an identifier made of the parties, the date and the title of a row."""
    if not who(row):
        faults.append(f"{table.key[0]} is missing: nothing in the row to make one of")
        return ""
    days = ("signed", "announced", "date", "designated_on")
    when = next((row[name] for name in days if row.get(name)), "nd")
    parts = (when, who(row)) if table.name in ("events", "missile_tests", "designations") else (who(row), when)
    named = row.get("title") or row.get("name") or row.get("system_id") or row.get("authority") or ""
    return joined(*parts, named[:_LONGEST])


def joined(*parts: str) -> str:
    """Return some words as an identifier."""
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def problems(folder: Path) -> list[str]:
    """Return everything that does not hold of the rows of a folder, alone or beside ours."""
    try:
        record = load(overlay=folder)
    except UserError:
        rows, broken = read()
        return broken or laid_over(rows, folder, paths.data())[2]
    return checks.problems(record) or lint(record)


def texts(
    new: Mapping[str, list[Row]], folder: Path, replaced: Callable[[str, Row], bool] | None = None
) -> dict[str, str]:
    """Return the texts of the files of a folder with more rows, by file name.

    Parameters
    ----------
    new : mapping of str to list of dict
        Rows by table.
    folder : pathlib.Path
        The folder, which need not be there.
    replaced : callable, optional
        Given a table and one of its rows that stand there, tells whether the new ones take its place; default none does.

    Raises
    ------
    UserError
        If one of them is there already.
    """
    tables, goes = schema(), replaced or (lambda table, row: False)
    return {
        tables[name].path: _text(folder / tables[name].path, rows, tables[name], goes) for name, rows in new.items()
    }


def put(texts: Mapping[str, str], folder: Path) -> None:
    """Write files to a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        write_text(folder / path, text)


@contextlib.contextmanager
def _trial(texts: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """Give a copy of a folder in which some files have other texts."""
    with tempfile.TemporaryDirectory() as parent:
        trial = Path(parent) / (folder.name or "rows")
        if folder.is_dir():
            shutil.copytree(folder, trial)
        put(texts, trial)
        yield trial


def tried(texts: Mapping[str, str], folder: Path) -> list[str]:
    """Return what would not hold if some files of a folder had other texts."""
    with _trial(texts, folder) as trial:
        return problems(trial)


def record_of(texts: Mapping[str, str], folder: Path) -> Tables:
    """Return the record with a folder in which some files have other texts, once it has passed every check of ours.

    Raises
    ------
    UserError
        If something does not hold.
    """
    with _trial(texts, folder) as trial:
        record = load(overlay=trial)
        demand(record)
        return record


def _text(path: Path, new: list[Row], table: Table, replaced: Callable[[str, Row], bool]) -> str:
    """Return a table's text with more rows."""
    rows: list[Row] = []
    columns = table.columns
    if path.is_file():
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            rows = [row for row in reader if not replaced(table.name, row)]
            columns = list(dict.fromkeys([*(reader.fieldnames or ()), *(name for row in new for name in row)]))
    there = {tuple(old.get(key) for key in table.key) for old in rows}
    for row in new:
        if tuple(row[key] for key in table.key) in there:
            raise UserError(f"{path}: {', '.join(row[key] for key in table.key)} is there already")
    return as_text([*rows, *new], columns)


def as_text(rows: list[Row], columns: list[str]) -> str:
    """Return rows as the text of a table."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def not_columns(given: Mapping[str, str], table: Table) -> Iterator[str]:
    """Yield what is given for a column that neither a row of a table nor its page has."""
    allowed = columns_of(table)
    for column in given:
        if column not in allowed:
            yield f"{shown(column)} is no column of {table.name}{hint(column, allowed)}"


def split_page(given: Mapping[str, str]) -> tuple[Row, Row]:
    """Return what is given of a row, and of its page."""
    page = {name.removeprefix(SOURCE): value for name, value in given.items() if name.startswith(SOURCE)}
    return {name: value for name, value in given.items() if not name.startswith(SOURCE)}, page
