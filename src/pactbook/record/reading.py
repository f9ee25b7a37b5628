"""Reading the CSV files: a cell that breaks the schema is named with file, line and the nearest allowed value."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pactbook import characters, dates, paths, states
from pactbook.errors import UserError, hint, shown
from pactbook.record.days import on_date
from pactbook.record.declared import Field, Table, schema
from pactbook.record.tables import Tables, split

LARGEST = 200 * 2**20  # bytes of a table
# Signs that programs put between cells where a comma should stand, and their names.
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}


def load(as_of: dt.date | None = None, folder: Path | None = None) -> Tables:
    """Return the checked tables, as they stood and as they were known on a day.

    Parameters
    ----------
    as_of : datetime.date, optional
        The day; default: everything on record.
    folder : pathlib.Path, optional
        The folder of the tables; default `pactbook.paths.data`.

    Returns
    -------
    Tables

    Raises
    ------
    UserError
        If a table breaks the schema; the message lists up to twenty problems with file and line.
    """
    folder = (folder or paths.data()).resolve()
    stamp = tuple(
        (table.path, (folder / table.path).stat().st_mtime_ns)
        for table in schema(folder).values()
        if (folder / table.path).exists()
    )
    everything = _load(folder, stamp)
    return everything if as_of is None else on_date(everything, as_of)


def newest_day(folder: Path | None = None) -> dt.date:
    """Return the day of the newest page that was read for the record, which ``as_of: latest`` means."""
    return load(folder=folder).newest_day


@functools.lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple) -> Tables:
    raw, problems = read(folder)
    if problems:
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise UserError("\n".join(problems[:20]) + more)
    frames = {name: _frame(table, raw[name]) for name, table in schema(folder).items()}
    return Tables(**frames, last_seen=max(frames["sources"].seen_on, default=""), folder=folder)


def _frame(table: Table, rows: list[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*table.columns, "line"])
    for column in table.fields:
        if column.is_list:
            frame[column.name] = [split(value) for value in frame[column.name]]
        elif column.type == "number":
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", None)).astype(float)
        elif column.type == "integer":
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", None)).astype("Int64")
        else:
            frame[column.name] = frame[column.name].astype(object)
    return frame.drop(columns="line")


def read(folder: Path | None = None) -> tuple[dict[str, list[dict]], list[str]]:
    """Read every table as text and check it.

    Returns
    -------
    rows : dict of list of dict
        Table name and its rows; each row has its line number under ``line``.
    problems : list of str
        What breaks the schema: ``file:line: column: what``.
    """
    folder = folder or paths.data()
    rows: dict[str, list[dict]] = {}
    problems: list[str] = []
    for name, table in schema(folder).items():
        rows[name], found = _read_file(folder / table.path, table)
        problems += found
    if not problems:
        problems = [problem for table in schema(folder).values() for problem in _check_references(table, rows)]
    return rows, problems


def _read_file(path: Path, table: Table) -> tuple[list[dict], list[str]]:
    if not path.is_file():
        what = "is a folder, where a table should be," if path.is_dir() else "no such file"
        return [], [f"{path.name}: {what} in {path.parent}"]
    if (size := path.stat().st_size) > LARGEST:
        return [], [f"{path.name}: holds {size:,} bytes; a table has at most {LARGEST:,}"]
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        return [], [f"{path.name}: is UTF-16: save it as UTF-8"]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"{path.name}: not UTF-8 (byte {error.start}): save it as UTF-8"]
    # A line ends as the system that wrote it ends lines.
    reader = csv.reader(io.StringIO(text, newline=None))
    try:
        return _read_rows(path, table, reader)
    except csv.Error as error:
        return [], [f"{path.name}:{reader.line_num}: not readable as CSV: {_plain(error)}"]


def _plain(error: csv.Error) -> str:
    if "field larger than field limit" in str(error):
        return f"a cell of more than {csv.field_size_limit():,} characters (a quotation mark that is never closed?)"
    return str(error)


def _read_rows(path: Path, table: Table, reader: csv.reader) -> tuple[list[dict], list[str]]:
    header = next(reader, [])
    for sign, name in _OTHER_SIGNS.items():
        if len(header) == 1 and set(header[0].split(sign)) & set(table.columns[1:]):
            return [], [f"{path.name}:1: separated by {name}: save with commas"]
    missing = [name for name in table.columns if name not in header]
    extra = [name for name in header if name not in table.columns]
    if missing or extra or len(set(header)) != len(header):
        told = [f"column {name!r} is missing" for name in missing]
        told += [f"column {shown(name)} is unknown{hint(name, table.columns)}" for name in extra]
        return [], [f"{path.name}:1: {'; '.join(told) or 'a column stands twice'}"]
    rows, problems, line = [], [], reader.line_num
    for values in reader:
        start, line = line + 1, reader.line_num
        if not values:
            continue
        if len(values) != len(header):
            problems.append(f"{path.name}:{start}: {len(values)} values for {len(header)} columns")
            continue
        rows.append(dict(zip(header, values, strict=True)) | {"line": start})
    return rows, problems + _check_rows(path.name, table, rows)


def _check_rows(file: str, table: Table, rows: list[dict]) -> list[str]:
    problems = [
        f"{file}:{row['line']}: {column.name}: {what}"
        for row in rows
        for column in table.fields
        for what in _check_cell(column, row[column.name])
    ]
    seen: dict[tuple, int] = {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            problems.append(
                f"{file}:{row['line']}: {', '.join(table.key)}: {shown(' / '.join(key))} stands in line {seen[key]}"
            )
        seen.setdefault(key, row["line"])
    return problems


def _check_cell(column: Field, text: str) -> Iterator[str]:
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


def _check_parties(table: Table, rows: dict[str, list[dict]]) -> Iterator[str]:
    """Ask that a party is a state or an organisation on record."""
    known = {row["bloc_id"] for row in rows["blocs"]}
    for name in (column.name for column in table.fields if column.is_party):
        for row in rows[table.name]:
            for value in split(row[name]):
                if not states.is_code(value) and value not in known:
                    yield (
                        f"{table.path}:{row['line']}: {name}: {value!r} is neither an ISO 3166-1 alpha-3 code nor in "
                        f"blocs.csv{hint(value, {*known, *states.codes()})}"
                    )


def _check_references(table: Table, rows: dict[str, list[dict]]) -> Iterator[str]:
    yield from _check_parties(table, rows)
    targets = list(table.foreign)
    targets += [(column.name, *column.references) for column in table.fields if column.references]
    for name, target, target_column in targets:
        known = {row[target_column] for row in rows[target]}
        for row in rows[table.name]:
            for value in split(row[name]):
                if value not in known:
                    yield (
                        f"{table.path}:{row['line']}: {name}: {shown(value)} is not in {target}.csv{hint(value, known)}"
                        if len(known) < 5000
                        else f"{table.path}:{row['line']}: {name}: {shown(value)} is not in {target}.csv"
                    )
