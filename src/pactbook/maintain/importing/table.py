"""A table of somebody else's, read into rows of ours: each fault of each row, what is on record already, what is left to add."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pactbook.errors import UserError
from pactbook.maintain import rows as own
from pactbook.maintain.importing import columns, known, sheets, values
from pactbook.maintain.importing.columns import Column, Understood
from pactbook.maintain.importing.sheets import Sheet
from pactbook.maintain.rows import SOURCE, Row
from pactbook.record import Tables, check_cell
from pactbook.record.declared import Field, Table

_ADDRESSES = re.compile(r"https?://[^\s;|]+")
_LISTED = 8  # rows that a fault names


@dataclass
class Line:
    """One row of the file: what is read of it, the pages that say it, and what is wrong."""

    number: int
    row: Row
    pages: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Import:
    """What a table was understood to say.

    Attributes
    ----------
    table : Table
        Our table.
    sheet : Sheet
        Theirs.
    understood : Understood
        Which columns are which.
    given : dict of str to str
        What was said of every row.
    lines : list of Line
        The rows that are read, also those that are left out.
    left_out, doubtful : dict of int to str
        By the number of the row: why it is left out; what it may be and is added all the same.
    faults : list of str
        Everything that is wrong, with file and row.
    texts : dict of str to str
        What the files of the reader's own rows will hold, by name.
    """

    table: Table
    sheet: Sheet
    understood: Understood
    given: Row
    lines: list[Line] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def added(self) -> list[Line]:
        """Return the rows that are to be added."""
        return [line for line in self.lines if line.number not in self.left_out]

    def write(self, folder: Path) -> None:
        """Add the rows to the folder of the reader's own for which they were read.

        Raises
        ------
        UserError
            If anything is wrong with any row; nothing is written then.
        """
        self.demand()
        if self.texts:
            own.put(self.texts, folder)

    def demand(self) -> None:
        """Refuse a table of which anything is wrong."""
        if self.faults:
            raise UserError("\n".join(self.faults))

    def new(self) -> dict[str, list[Row]]:
        """Return the rows that are to be added, and their pages, by table."""
        pages = {page["source_id"]: page for line in self.added for page in line.pages if "url" in page}
        new = {self.table.name: [line.row for line in self.added]}
        return new | ({"sources": list(pages.values())} if pages else {})


def read(name: str, file: Path, maps: Mapping[str, str], given: Mapping[str, str], folder: Path) -> Import:
    """Read a table of somebody else's into rows of ours.

    Parameters
    ----------
    name : str
        Our table.
    file : pathlib.Path
        CSV or a workbook.
    maps : mapping of str to str
        Our column by heading, where the heading does not tell it.
    given : mapping of str to str
        What holds for every row that does not say otherwise, by our column; of the page with ``source.`` before it. Parties
        that are given are parties of every row, beside those that it names.
    folder : pathlib.Path
        The folder of the reader's own rows to which they will be added.
    """
    table = own.table_of(name)
    record = own.record_with(folder)
    sheet = sheets.read(file, name, partial(columns.is_known, table))
    understood = columns.understand(table, sheet.header, [cells for _, cells in sheet.rows], maps)
    told, page = own.split_page(given)
    wrong: list[str] = []
    made = Import(table, sheet, understood, own.coded(told, table, record, wrong) | _prefixed(page))
    of_columns = [*own.not_columns(given, table), *wrong, *(f"{sheet.name}: {fault}" for fault in understood.faults)]
    made.faults = [*of_columns, *sheet.faults]
    if of_columns:
        return made
    reader = _Reader(made, record)
    made.lines = [reader.line(number, cells) for number, cells in sheet.rows]
    _settle(made, record, folder)
    return made


def _prefixed(page: Row) -> Row:
    return {SOURCE + name: value for name, value in page.items()}


# ------------------------------------------------------------------------------------------------------------ lines


class _Reader:
    """Reads one row after another."""

    def __init__(self, made: Import, record: Tables) -> None:
        self._made, self._record = made, record
        self._fields = {one.name: one for one in made.table.fields}
        self._pages = {name: replace(column, name=name) for name, column in columns.page_fields().items()}
        everything = {**self._fields, **self._pages}
        self._words = {name: values.Words(column) for name, column in everything.items() if column.enum}
        taken = made.understood.taken()
        cells = [row for _, row in made.sheet.rows]
        self.orders = {column.index: values.Order.of(row[column.index] for row in cells) for column in taken}
        self._given = made.understood.given | made.given

    def line(self, number: int, cells: list[str]) -> Line:
        line = Line(number, {})
        page: Row = {}
        # A number stands for a state in a year, so days come first.
        for ours, group in sorted(self._groups(), key=lambda item: not self._field(item[0]).is_date):
            target = page if ours.startswith(SOURCE) else line.row
            try:
                value = self._value(ours, group, cells, line.row)
            except (UserError, values.UnreadableError) as error:
                line.faults.append(f"{_named(group)}: {str(error).removeprefix(f'{ours}: ')}")
                target[ours] = ""
                continue
            if value:
                target[ours] = value
        self._complete(line, page)
        return line

    def _groups(self) -> Iterator[tuple[str, list[Column]]]:
        found: dict[str, list[Column]] = {}
        for column in self._made.understood.taken():
            found.setdefault(column.ours, []).append(column)
        yield from found.items()

    def _field(self, ours: str) -> Field:
        return self._pages[ours] if ours.startswith(SOURCE) else self._fields[ours]

    def _value(self, ours: str, group: list[Column], cells: list[str], row: Row) -> str:
        column = self._field(ours)
        if column.is_date:
            return self._day(group, cells)
        if column.is_party or column.is_country:
            return self._states(column, group, cells, row)
        marks = [one for one in group if one.how.startswith("=")]
        if marks and len(marks) == len(group):
            return _by_marks(marks, cells, column)
        texts = [self._text(column, cells[one.index]) for one in group if not one.how]
        if not column.is_list:
            return texts[0]
        return ";".join(dict.fromkeys(value for text in texts for value in text.split(";") if value))

    def _text(self, column: Field, cell: str) -> str:
        return self._words[column.name].read(cell) if column.enum else values.plain(cell)

    def _day(self, group: list[Column], cells: list[str]) -> str:
        whole = [one for one in group if not one.how]
        if whole:
            return values.day(cells[whole[0].index], self.orders[whole[0].index])
        return values.of_parts({one.how: cells[one.index] for one in group})

    def _states(self, column: Field, group: list[Column], cells: list[str], row: Row) -> str:
        days = ("signed", "date", "announced", "designated_on", "in_force", "start")
        year = next((int(row[name][:4]) for name in days if row.get(name)), None)
        found: list[str] = []
        for one in group:
            cell = cells[one.index]
            if one.how:
                found += filter(None, [values.by_number(cell, one.how, year)])
            else:
                found += values.parties(cell, self._record, column.name)
        return ";".join(sorted(set(found))) if column.is_list else (found[0] if found else "")

    def _complete(self, line: Line, page: Row) -> None:
        """Fill in what holds for every row and what can be made, and note what is missing or not allowed."""
        row = line.row
        for name, value in self._given.items():
            if name == "parties":
                row[name] = ";".join(sorted({*filter(None, row.get(name, "").split(";")), *value.split(";")}))
            elif name.startswith(SOURCE):
                page.setdefault(name, value)
            else:
                row.setdefault(name, value)
        if "kind" in self._words and "kind" not in row and (kind := self._kind(row)):
            row["kind"] = kind
        if self._made.table.name == "agreements" and not self._has_column("title") and row.get("kind"):
            row.setdefault("title", _title(row))
        line.row = {name: row[name] for name in self._made.table.columns if name in row}
        missing: list[str] = []
        line.row = own.complete(self._made.table, line.row, "", None, missing)
        line.faults += missing
        for name, value in line.row.items():
            line.faults += [f"{name}: {fault}" for fault in check_cell(self._fields[name], value) if value]
        line.row = {name: value for name, value in line.row.items() if value}
        self._cite(line, page)

    def _kind(self, row: Row) -> str:
        return values.kind_of_title(row.get("title", ""), self._words["kind"])

    def _has_column(self, name: str) -> bool:
        return any(column.ours == name for column in self._made.understood.taken())

    def _cite(self, line: Line, page: Row) -> None:
        """Note the pages that say the row: each address with what is told of the page."""
        told = {name.removeprefix(SOURCE): value for name, value in page.items()}
        addresses = _ADDRESSES.findall(told.get("url", ""))
        if not addresses and told.get("url"):
            line.faults.append(f"source.url: {told['url'][:80]!r} is no address of a page")
        elif not addresses and not line.row.get("source_ids"):
            line.faults.append(
                "no page says it: name a column of addresses by --map COLUMN=source.url, or one page by --source URL"
            )
        for address in dict.fromkeys(addresses):
            missing: list[str] = []
            done = own.page_of(told | {"url": address}, self._record, None, missing)
            for name, value in done.items():
                column = self._pages.get(SOURCE + name)
                missing += (
                    [f"{SOURCE}{name}: {fault}" for fault in check_cell(column, value)]
                    if column and value and name != "source_id"
                    else []
                )
            line.faults += missing
            line.pages.append(done)


def _by_marks(marks: list[Column], cells: list[str], column: Field) -> str:
    """Return the value of the first marked column; no where every one says no and that is a value."""
    told = [values.marked(cells[one.index]) for one in marks]
    if unclear := [cells[one.index] for one, what in zip(marks, told, strict=True) if what is None]:
        raise values.UnreadableError(f"{unclear[0]!r} is neither yes nor no")
    first = next((one.how[1:] for one, what in zip(marks, told, strict=True) if what), "")
    return first or ("no" if "no" in column.enum else "")


def _named(group: list[Column]) -> str:
    """Return the headings of what gives one of our columns."""
    return ", ".join(column.header for column in group[:3]) + (", …" if len(group) > 3 else "")


def _title(row: Row) -> str:
    """Return words for a document whose title the list does not give."""
    what = ", ".join(domain.replace("_", " ") for domain in row.get("domains", "").split(";") if domain)
    kind = row["kind"].replace("_", " ").capitalize()
    return f"{kind} ({what})" if what else kind


# --------------------------------------------------------------------------------------------------------- together


def _settle(made: Import, record: Tables, folder: Path) -> None:
    """Find what is on record or stands twice, name the rest, and hold it against all rules."""
    _identify(made, record)
    whole = [line for line in made.lines if not line.faults]
    rows = [line.row for line in whole]
    on_record, doubtful = known.on_record(rows, made.table, record)
    repeated = known.repeated(rows, made.table)
    for i, line in enumerate(whole):
        if i in on_record:
            made.left_out[line.number] = f"is on record: {on_record[i]}"
        elif i in repeated:
            made.left_out[line.number] = f"says what row {whole[repeated[i]].number} says"
        elif i in doubtful:
            made.doubtful[line.number] = f"may be {doubtful[i]}, which is on record"
    made.faults += grouped(made.sheet.name, [(line.number, fault) for line in made.lines for fault in line.faults])
    _hold(made, folder)


def _identify(made: Import, record: Tables) -> None:
    key = made.table.key[0]
    ids, taken = set(record[made.table.name][key]), set(record.sources.source_id)
    pages: dict[str, Row] = {}
    for line in made.lines:
        if len(made.table.key) == 1 and key not in line.row and not line.faults:
            line.row = {key: own.untaken(own.identifier(line.row, made.table, line.faults), ids)} | line.row
            ids.add(line.row[key])
        for i, page in enumerate(line.pages):
            if "url" in page and "publisher" in page and "source_id" not in page:
                page["source_id"] = _same_page(page, pages, line, taken)
                line.pages[i] = pages[page["url"]]
        cited = [
            *filter(None, line.row.get("source_ids", "").split(";")),
            *(page.get("source_id", "") for page in line.pages),
        ]
        line.row["source_ids"] = ";".join(dict.fromkeys(filter(None, cited)))


def _same_page(page: Row, pages: dict[str, Row], line: Line, taken: set[str]) -> str:
    """Return the identifier of a page, and note where two rows tell of it differently."""
    if (first := pages.get(page["url"])) is None:
        page["source_id"] = own.source_id(page, page.get("title", "")[:40], taken)
        taken.add(page["source_id"])
        pages[page["url"]] = page
        return page["source_id"]
    differing = [name for name in page if name != "source_id" and page[name] != first.get(name)]
    line.faults += [
        f"{SOURCE}{name}: {page[name]!r}, elsewhere {first.get(name, '')!r} for {page['url']}" for name in differing
    ]
    return first["source_id"]


def _hold(made: Import, folder: Path) -> None:
    """Hold the rows of which nothing is wrong by themselves against each other and the record."""
    whole = [line for line in made.added if not line.faults]
    if not whole:
        return
    trial = replace(made, lines=whole, faults=[])
    try:
        trial.texts = made.texts = own.texts(trial.new(), folder)
        found = own.tried(made.texts, folder)
    except UserError as error:
        found = str(error).splitlines()
    made.faults += grouped(made.sheet.name, _placed(found, trial))


def _placed(found: list[str], made: Import) -> Iterator[tuple[int, str]]:
    """Yield what does not hold with the number of the row that it is about; 0 where it is of none."""
    key = made.table.key
    by_id = {":".join(line.row[name] for name in key): line.number for line in made.lines}
    pages = {page["source_id"]: line.number for line in made.lines for page in line.pages if "source_id" in page}
    by_line = _by_line(made)
    for problem in found:
        where, _, rest = problem.partition(": ")
        record, _, what = rest.partition(": ")
        table, _, at = where.rpartition("/")[2].partition(".csv")
        if table == made.table.name and at[1:].isdigit():
            number, what = by_line.get(int(at[1:])), rest
        else:
            number = (
                by_id.get(record) if table == made.table.name else pages.get(record) if table == "sources" else None
            )
        yield (number, what) if number else (0, problem)


def _by_line(made: Import) -> dict[int, int]:
    """Return the number of the row in their file by its line in ours, at the end of which it stands."""
    reader = csv.reader(io.StringIO(made.texts.get(made.table.path, ""), newline=""))
    ends = [reader.line_num for _ in reader]
    starts = [end + 1 for end in ends[:-1]][-len(made.lines) :]
    return (
        dict(zip(starts, (line.number for line in made.lines), strict=True)) if len(starts) == len(made.lines) else {}
    )


def grouped(name: str, found: Iterator[tuple[int, str]] | list[tuple[int, str]]) -> list[str]:
    """Return each fault once, with the rows that have it."""
    rows: dict[str, list[int]] = {}
    for number, fault in found:
        rows.setdefault(fault, []).append(number)
    return [_line_of(name, fault, list(dict.fromkeys(numbers))) for fault, numbers in rows.items()]


def _line_of(name: str, fault: str, numbers: list[int]) -> str:
    if numbers == [0]:
        return f"{name}: {fault}"
    told = ", ".join(map(str, numbers[:_LISTED])) + (
        f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
    )
    return f"{name}: {'row' if len(numbers) == 1 else 'rows'} {told}: {fault}"
