"""Reading a table that somebody else made: CSV of any separator and the usual encodings, or a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pactbook.errors import UserError
from pactbook.record.reading import LARGEST, Lines

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_PREAMBLE = 40  # lines in which the heading is looked for
_GUARD = re.compile("'(?=[=+@\t\r-])")  # stands before a text that a spreadsheet would take for a formula

_ODD = re.compile(
    "[À-ÖØ-öø-ÿ]{3}|[ÐÝÞðýþ]|[a-zà-ÿ][À-ÖØ-ÞŸŠŽŒ]|[£¥¼¾¦§¨¸¯][a-zà-ÿ]|[a-zà-ÿ][£¥¼¾¦§¨¸¯¹³¶¢¤¬±]|[A-Za-zÀ-ÿ][¡-¿†‡•…‰](?=[a-zà-ÿ])"
)

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file.

    Attributes
    ----------
    name : str
        How messages name it.
    told : str
        How it was read: encoding and separator, or the sheet of the workbook.
    header : list of str
        The headings.
    rows : list of tuple
        The number of each row in the file, and its cells, as many as there are headings.
    faults : list of str
        Rows that have too many or too few cells.
    """

    name: str
    told: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    faults: list[str]


def read(file: Path, table: str, known: Known) -> Sheet:
    """Read a table from a file.

    Parameters
    ----------
    file : pathlib.Path
        The file; it ends in .csv, .tsv, .txt or .xlsx.
    table : str
        Whose rows it holds: a workbook's sheet of that name is taken, else its first one that holds something.
    known : callable
        Tells whether a heading is understood; the heading is the first line with two of them.

    Raises
    ------
    UserError
        If it cannot be read; the message says how to save it.
    """
    if not file.is_file():
        raise UserError(f"{file}: {'is a folder' if file.is_dir() else 'no such file'}")
    if (size := file.stat().st_size) > LARGEST:
        raise UserError(f"{file}: holds {size:,} bytes; a table has at most {LARGEST:,}")
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        told, lines = _workbook(file, table)
    elif file.suffix.lower() in (".csv", ".tsv", ".txt"):
        told, lines = _text(file, known)
    else:
        raise UserError(f"{file}: {file.suffix or 'it'} is neither CSV nor .xlsx: save it as one of them")
    return _sheet(file.name, told, lines, known)


def _sheet(name: str, told: str, lines: list[tuple[int, list[str]]], known: Known) -> Sheet:
    filled = [(number, cells) for number, cells in lines if any(cells)]
    first = next((i for i, (_, cells) in enumerate(filled[:_PREAMBLE]) if sum(map(known, cells)) > 1), 0)
    if not filled[first + 1 :]:
        raise UserError(f"{name}: holds no row under a heading")
    number, header = filled[first]
    header = header[: max(i + 1 for i, cell in enumerate(header) if cell)]
    if twice := [cell for cell, n in Counter(filter(None, header)).items() if n > 1]:
        raise UserError(f"{name}: row {number}: stands twice in the heading: {', '.join(twice)}")
    rows, faults = [], []
    for number, cells in filled[first + 1 :]:
        while len(cells) > len(header) and not cells[-1]:
            cells = cells[:-1]
        if len(cells) > len(header) or (len(cells) < len(header) and name.lower().endswith((".csv", ".tsv", ".txt"))):
            faults.append(f"{name}: row {number}: {len(cells)} cells under {len(header)} headings")
        else:
            rows.append((number, cells + [""] * (len(header) - len(cells))))
    return Sheet(name, told, header, rows, faults)


# ------------------------------------------------------------------------------------------------------------- CSV


def _text(file: Path, known: Known) -> tuple[str, list[tuple[int, list[str]]]]:
    text, encoding = decoded(file.read_bytes(), file.name)
    separator = max(_SEPARATORS, key=lambda one: _fit(text, one, known))
    lines = []
    reader, before = Lines(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    try:
        for cells in reader:
            lines.append((before + 1, [_GUARD.sub("", cell.strip(), count=1) for cell in cells]))
            before = reader.line_num
    except csv.Error as error:
        raise UserError(f"{file.name}: line {reader.line_num}: not readable as CSV: {error}") from None
    return f"{encoding}, separated by {_SEPARATORS[separator]}", lines


def _fit(text: str, separator: str, known: Known) -> tuple[int, int]:
    """Tell how well a separator fits: how many headings are understood, and how many lines have as many cells."""
    try:
        lines = [cells for cells, _ in zip(csv.reader(io.StringIO(text), delimiter=separator), range(_PREAMBLE))]  # noqa: B905
    except csv.Error:
        return 0, 0
    widths = Counter(len(cells) for cells in lines if len(cells) > 1)
    return max((sum(map(known, cells)) for cells in lines), default=0), max(widths.values(), default=0)


def decoded(raw: bytes, name: str) -> tuple[str, str]:
    """Return a text and its encoding: UTF-8, UTF-16 or Windows-1252.

    Raises
    ------
    UserError
        If it is in none of them, or the letters would be wrong ones.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(raw, "utf-16", name), "UTF-16"
    if b"\0" in raw[:400]:
        order = "le" if raw[1:2] == b"\0" else "be" if raw[:1] == b"\0" else ""
        if not order:
            raise UserError(f"{name}: is no text: save it as CSV in UTF-8, or as .xlsx")
        return _strict(raw, f"utf-16-{order}", name), "UTF-16"
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text = _strict(raw, "cp1252", name)
    if found := next(_implausible(text), ""):
        raise UserError(f"{name}: neither UTF-8 nor Windows-1252 ({found!r} is no word): save it as UTF-8")
    return text, "Windows-1252"


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: not readable as text (byte {error.start}): save it as UTF-8") from None


def _implausible(text: str) -> Iterator[str]:
    """Yield words as they come out where another encoding of one byte a letter is read as Windows-1252.

    Western words have no three accented letters in a row, no capital or sign within them, and hardly ever the letters that
    stand there for the Turkish ones.
    """
    for word in re.findall(r"[^\s,;|\"()]*[\x80-\uffff][^\s,;|\"()]*", text):
        if _ODD.search(word):
            yield word


# -------------------------------------------------------------------------------------------------------- workbooks


def _workbook(file: Path, table: str) -> tuple[str, list[tuple[int, list[str]]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UserError(f"{file.name}: is no workbook of Excel, whatever its ending says: save it as .xlsx") from None
    try:
        sheets = {sheet.title: list(_lines(sheet.iter_rows(values_only=True))) for sheet in book.worksheets}
    finally:
        book.close()
    named = [title for title in sheets if title.casefold() == table.casefold()]
    chosen = next((title for title in (*named, *sheets) if any(any(cells) for _, cells in sheets[title])), None)
    if chosen is None:
        raise UserError(f"{file.name}: holds no row")
    others = f" of {', '.join(sheets)}" if len(sheets) > 1 else ""
    return f"sheet {chosen}{others}", sheets[chosen]


def _lines(rows: Iterator[Sequence[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [_cell(value) for value in row]


def _cell(value: object) -> str:
    """Return a cell as text: a day in ISO 8601, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _GUARD.sub("", str(value).strip(), count=1)
