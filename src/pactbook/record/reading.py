"""Reading the CSV files as text: a cell that breaks the schema is named with file, line and the nearest allowed value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from pactbook import characters, dates, paths, states
from pactbook.errors import hint, shown
from pactbook.record.declared import Field, Table, schema
from pactbook.record.tables import split

LARGEST = 200 * 2**20  # bytes of a table
_LONGEST = 131_072  # characters of a cell
_ENDLESS = f"a cell of more than {_LONGEST:,} characters (a quotation mark that is never closed?)"
# Signs that programs put between cells where a comma should stand, and their names.
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}


def read(folder: Path | None = None) -> tuple[dict[str, list[dict]], list[str]]:
    """Read every table as text and check it.

    Returns
    -------
    rows : dict of list of dict
        Table name and its rows; each row has its file and line number under ``file`` and ``line``.
    problems : list of str
        What breaks the schema: ``file:line: column: what``.
    """
    folder = folder or paths.data()
    rows: dict[str, list[dict]] = {}
    problems: list[str] = []
    for name, table in schema(folder).items():
        rows[name], found = _read_file(folder / table.path, table)
        problems += found
    return rows, problems or check_references(rows, rows, folder)


def read_overlay(folder: Path, base: dict[str, list[dict]], declared: Path) -> tuple[dict[str, list[dict]], list[str]]:
    """Read a reader's own rows as text and check each cell.

    Any of the tables may be there. A row that names a record of `base` may leave out columns and cells that it does not
    change; any other row is checked whole.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the reader's tables.
    base : dict of list of dict
        Our rows, as `read` gives them.
    declared : pathlib.Path
        The folder that holds ``datapackage.yaml``.

    Returns
    -------
    rows, problems
        As `read` gives them, for the tables that are there.
    """
    tables = {table.path: table for table in schema(declared).values()}
    rows: dict[str, list[dict]] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.csv")):
        if path.name not in tables:
            problems.append(f"{folder.name}/{path.name}: is no table of the record{hint(path.name, tables)}")
            continue
        table = tables[path.name]
        known = {key(table, row) for row in base[table.name]}
        rows[table.name], found = _read_file(path, table, f"{folder.name}/{path.name}", known)
        problems += found
    return rows, problems


def key(table: Table, row: dict) -> tuple[str, ...]:
    """Return the values by which a row is known."""
    return tuple(row[name] for name in table.key)


def check_references(rows: dict[str, list[dict]], everything: dict[str, list[dict]], declared: Path) -> list[str]:
    """Return which cells of some rows name a record that none of all rows is."""
    return [
        problem
        for table in schema(declared).values()
        if table.name in rows
        for problem in _check_references(table, rows[table.name], everything)
    ]


def _read_file(
    path: Path, table: Table, named: str = "", known: Collection[tuple] = ()
) -> tuple[list[dict], list[str]]:
    """Read one table; rows of `known` keys need not be whole."""
    named = named or path.name
    if not path.is_file():
        what = "is a folder, where a table should be," if path.is_dir() else "no such file"
        return [], [f"{named}: {what} in {path.parent}"]
    if (size := path.stat().st_size) > LARGEST:
        return [], [f"{named}: holds {size:,} bytes; a table has at most {LARGEST:,}"]
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        return [], [f"{named}: is UTF-16: save it as UTF-8"]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"{named}: not UTF-8 (byte {error.start}): save it as UTF-8"]
    # A line ends as the system that wrote it ends lines.
    reader = Lines(io.StringIO(text, newline=None))
    try:
        return _read_rows(named, table, reader, known)
    except csv.Error as error:
        return [], [f"{named}:{reader.line_num}: not readable as CSV: {error}"]


class Lines:
    """The lines of a CSV as lists of cells; a cell without end stops them, whatever limit other libraries have set.

    Raises
    ------
    csv.Error
        At a line that is no CSV, in words that a reader understands.
    """

    def __init__(self, stream: Iterable[str], **dialect: Any) -> None:
        self._reader = csv.reader(stream, **dialect)

    @property
    def line_num(self) -> int:
        """Return how many lines of text have been read."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            cells = next(self._reader)
        except csv.Error as error:
            raise csv.Error(_ENDLESS if "field larger than field limit" in str(error) else error) from None
        if max(map(len, cells), default=0) > _LONGEST:
            raise csv.Error(_ENDLESS)
        return cells


def _read_rows(file: str, table: Table, reader: Lines, known: Collection[tuple]) -> tuple[list[dict], list[str]]:
    header: list[str] = next(reader, [])
    for sign, name in _OTHER_SIGNS.items():
        if len(header) == 1 and set(header[0].split(sign)) & set(table.columns[1:]):
            return [], [f"{file}:1: separated by {name}: save with commas"]
    needed = table.key if known else table.columns
    missing = [name for name in needed if name not in header]
    extra = [name for name in header if name not in table.columns]
    if missing or extra or len(set(header)) != len(header):
        told = [f"column {name!r} is missing" for name in missing]
        told += [f"column {shown(name)} is unknown{hint(name, table.columns)}" for name in extra]
        return [], [f"{file}:1: {'; '.join(told) or 'a column stands twice'}"]
    rows, problems, line = [], [], reader.line_num
    empty = dict.fromkeys(table.columns, "")
    for values in reader:
        start, line = line + 1, reader.line_num
        if not values:
            continue
        if len(values) != len(header):
            problems.append(f"{file}:{start}: {len(values)} values for {len(header)} columns")
            continue
        rows.append(empty | dict(zip(header, values, strict=True)) | {"file": file, "line": start})
    return rows, problems + _check_rows(table, rows, known)


def _check_rows(table: Table, rows: list[dict], known: Collection[tuple]) -> list[str]:
    problems = [
        f"{row['file']}:{row['line']}: {column.name}: {what}"
        for row in rows
        for whole in [key(table, row) not in known]
        for column in table.fields
        if whole or row[column.name]
        for what in check_cell(column, row[column.name])
    ]
    seen: dict[tuple, int] = {}
    for row in rows:
        own = key(table, row)
        if own in seen:
            problems.append(
                f"{row['file']}:{row['line']}: {', '.join(table.key)}: {shown(' / '.join(own))} stands in line {seen[own]}"
            )
        seen.setdefault(own, row["line"])
    return problems


def check_cell(column: Field, text: str) -> Iterator[str]:
    """Yield what breaks the schema in the text of a cell."""
    if fault := characters.fault(text):
        yield fault
        return
    if text != text.strip():
        yield f"{shown(text)} has white space at its ends"
        return
    if not text:
        if column.required:
            yield "is empty, but required"
        return
    if column.is_list and not all(part.strip() for part in text.split(";")):
        yield f"{shown(text)} holds a ';' too many"
    for value in split(text) if column.is_list else (text,):
        yield from _check_value(column, value)


def _check_value(column: Field, value: str) -> Iterator[str]:
    if column.enum and value not in column.enum:
        yield f"{shown(value)} is not allowed{hint(value, column.enum)}"
    if column.is_country and not states.is_place(value):
        yield f"{shown(value)} is no ISO 3166-1 alpha-3 code{hint(value, states.codes())}"
    if column.is_signatory and not re.fullmatch(r"[A-Z][A-Z0-9_]*: \S.*", value):
        yield f"{shown(value)} must name a party and who signed for it, as in 'PAK: the defence minister'"
    if column.is_date:
        try:
            dates.span(value)
        except ValueError as error:
            yield str(error)
    if column.pattern and not column.pattern.fullmatch(value):
        yield f"{shown(value)} does not match {column.pattern.pattern}"
    if column.type in ("number", "integer"):
        yield from _check_number(column, value)


def _check_number(column: Field, value: str) -> Iterator[str]:
    if not re.fullmatch(r"-?[0-9]+" if column.type == "integer" else r"-?[0-9]+(\.[0-9]+)?", value):
        yield f"{shown(value)} is no {column.type}"
        return
    number = float(value)
    if column.minimum is not None and number < column.minimum:
        yield f"{value} is under {column.minimum}"
    if column.maximum is not None and number > column.maximum:
        yield f"{value} is over {column.maximum}"


def _check_parties(table: Table, rows: list[dict], everything: dict[str, list[dict]]) -> Iterator[str]:
    """Ask that a party is a state or an organisation on record."""
    known = {row["bloc_id"] for row in everything["blocs"]}
    for name in (column.name for column in table.fields if column.is_party):
        for row in rows:
            for value in split(row[name]):
                if not states.is_code(value) and value not in known:
                    yield (
                        f"{row['file']}:{row['line']}: {name}: {value!r} is neither an ISO 3166-1 alpha-3 code nor in "
                        f"blocs.csv{hint(value, {*known, *states.codes()})}"
                    )


def _check_references(table: Table, rows: list[dict], everything: dict[str, list[dict]]) -> Iterator[str]:
    yield from _check_parties(table, rows, everything)
    targets = list(table.foreign)
    targets += [(column.name, *column.references) for column in table.fields if column.references]
    for name, target, target_column in targets:
        known = {row[target_column] for row in everything[target]}
        for row in rows:
            for value in split(row[name]):
                if value not in known:
                    yield (
                        f"{row['file']}:{row['line']}: {name}: {shown(value)} is not in {target}.csv{hint(value, known)}"
                        if len(known) < 5000
                        else f"{row['file']}:{row['line']}: {name}: {shown(value)} is not in {target}.csv"
                    )
