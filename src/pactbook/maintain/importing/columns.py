"""Which columns of somebody else's table are which of ours: by our names and titles, by known synonyms, or as the reader says."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pactbook.errors import hint, shown
from pactbook.maintain.rows import SOURCE, columns_of
from pactbook.record import schema
from pactbook.record.declared import Field, Table, read_yaml
from pactbook.record.names import fold

PARTS = ("year", "month", "day")
LISTS = ("cow", "gw", "cow_abbreviation")  # of numbers and abbreviations of states
_ADDRESS = re.compile(r"https?://\S+(?:[;\s]+https?://\S+)*")


@dataclass(frozen=True)
class Column:
    """What is taken from one column.

    Attributes
    ----------
    header : str
        Its heading.
    index : int
        Its place in a row.
    ours : str
        Our column, with ``source.`` before it where it is one of the page; empty where the column is left aside.
    how : str
        How it tells it: one of `PARTS` or `LISTS`, ``=VALUE`` where a mark stands for a value, empty where it is the value.
    """

    header: str
    index: int
    ours: str = ""
    how: str = ""


@dataclass
class Understood:
    """How the headings of a table are understood.

    Attributes
    ----------
    columns : list of Column
        All of them, in their order.
    register : str
        The known list that the headings are those of; empty for none.
    given : dict of str to str
        What that list says of every row without a column.
    faults : list of str
        What cannot be understood.
    """

    columns: list[Column]
    register: str = ""
    given: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def taken(self) -> list[Column]:
        """Return the columns that are not left aside."""
        return [column for column in self.columns if column.ours]


@functools.cache
def words() -> dict[str, Any]:
    """Return the synonyms of columns and values."""
    return read_yaml(Path(__file__).with_name("columns.yaml"))


def is_known(table: Table, header: str) -> bool:
    """Tell whether a heading is understood by itself."""
    return bool(header) and _target(header, table) != ""


def understand(table: Table, header: list[str], rows: list[list[str]], maps: Mapping[str, str]) -> Understood:
    """Tell which columns of a table are which of ours.

    Parameters
    ----------
    table : Table
        Our table.
    header : list of str
        The headings.
    rows : list of list of str
        The cells, by which a column named ``source`` is told to be an address or a name.
    maps : mapping of str to str
        What the reader says: our column (``signed``, ``signed.year``, ``parties.cow``, ``source.url``) by heading; empty to
        leave one aside.
    """
    register = _register(header)
    aside = {fold(name) for name in register.get("aside", ())}
    columns = [
        Column(name, i, *_split("" if fold(name) in aside else _told(name, i, table, rows)))
        for i, name in enumerate(header)
    ]
    found = Understood(_without_doubles(columns), register.get("title", ""), dict(register.get("set", {})))
    if "refuse" in register:
        found.faults.append(register["refuse"])
    _mapped(found, table, maps)
    found.faults += _meeting(found, {one.name: one for one in table.fields})
    return found


def _register(header: list[str]) -> dict[str, Any]:
    names = set(map(fold, header))
    known = (one for one in words()["registers"] if {fold(name) for name in one["known_by"]} <= names)
    return next(known, {})


def _told(name: str, index: int, table: Table, rows: list[list[str]]) -> str:
    if fold(name) in map(fold, words()["address_or_name"]):
        cells = [row[index] for row in rows if row[index]]
        return f"{SOURCE}url" if cells and all(map(_ADDRESS.fullmatch, cells)) else ""
    return _target(name, table)


def _target(name: str, table: Table) -> str:
    """Return our column for a heading: of that name or title, else a synonym; empty for none."""
    if name in (*columns_of(table), "source_ids"):
        return name
    index = _index(table)
    folded = fold(name)
    return index.get(folded) or index.get(re.sub(r"\d+$", "", folded), "")


@functools.lru_cache(maxsize=16)
def _index(table: Table) -> dict[str, str]:
    found = {}
    groups = {**words()["columns"].get(table.name, {}), **words()["page"]}
    for target, lines in groups.items():
        found |= {fold(name): target for line in lines for name in line}
    # Nobody else has our identifiers: a column "Agreement" holds titles.
    ours_alone = {"source_ids", table.key[0] if len(table.key) == 1 else ""}
    found |= {fold(column.title): column.name for column in table.fields if column.name not in ours_alone}
    return found | {fold(column.name): column.name for column in table.fields}


def _split(target: str) -> tuple[str, str]:
    """Return our column and how it is told: ``signed.year`` as ``signed`` and ``year``."""
    if "=" in target:
        ours, _, value = target.partition("=")
        return ours, f"={value}"
    ours, dot, how = target.rpartition(".")
    return (ours, how) if dot and how in (*PARTS, *LISTS) else (target, "")


def _without_doubles(columns: list[Column]) -> list[Column]:
    """Leave aside what another column tells better: abbreviations beside numbers, a whole date's parts."""
    lists = {column.how for column in columns if column.ours == "parties"}
    whole = {column.ours for column in columns if not column.how}
    return [
        Column(column.header, column.index)
        if (column.how == "cow_abbreviation" and lists & {"cow", "gw"})
        or (column.how in PARTS and column.ours in whole)
        else column
        for column in columns
    ]


def _mapped(found: Understood, table: Table, maps: Mapping[str, str]) -> None:
    """Apply what the reader says."""
    allowed = {*columns_of(table), "source_ids"}
    known = {one.name: one for one in table.fields}
    names = {fold(column.header): column.index for column in found.columns if column.header}
    for header, target in maps.items():
        if fold(header) not in names:
            found.faults.append(f"--map {header}: no such column{hint(header, [c.header for c in found.columns])}")
            continue
        index = names[fold(header)]
        ours, how = _split(target)
        if ours and ours not in allowed:
            found.faults.append(
                f"--map {header}={target}: {shown(ours)} is no column of {table.name}{hint(ours, allowed)}"
            )
        elif (how in PARTS and not known[ours].is_date) or (how in LISTS and not _of_states(known[ours])):
            found.faults.append(f"--map {header}={target}: {ours} is not told by .{how}")
        else:
            found.columns[index] = Column(found.columns[index].header, index, ours, how)


def _of_states(column: Field) -> bool:
    return column.is_party or column.is_country


def _meeting(found: Understood, known: Mapping[str, Field]) -> Iterator[str]:
    """Yield two columns that give one of ours which has one value."""
    by_ours: dict[tuple[str, str], list[str]] = {}
    for column in found.taken():
        by_ours.setdefault((column.ours, column.how), []).append(column.header)
    for (ours, how), headers in by_ours.items():
        of_list = ours in known and known[ours].is_list
        if len(headers) > 1 and not of_list and not how.startswith("="):
            named = ", ".join(headers)
            yield f"{named}: all are read as {ours}: say which is, by --map {headers[0]}={ours} and --map {headers[1]}="


def described(column: Column) -> str:
    """Return what a column is read as, for the preview."""
    ways = {
        "cow": " (numbers of the Correlates of War)", "gw": " (numbers of Gleditsch and Ward)",
        "cow_abbreviation": " (abbreviations of the Correlates of War)",
    }  # fmt: skip
    if column.how.startswith("="):
        return f"{column.ours}: {column.how[1:]} where marked"
    return column.ours + (ways.get(column.how) or (f", the {column.how}" if column.how else ""))


def page_fields() -> dict[str, Field]:
    """Return the columns of a page, by name with ``source.`` before it."""
    return {SOURCE + one.name: one for one in schema()["sources"].fields}


def synonyms_of(column: str, allowed: Iterable[str]) -> dict[str, str]:
    """Return the value that each of its words means, folded; empty where a word tells nothing of it."""
    known = words()["values"].get(column, {})
    found = {fold(word): value for value, group in known.items() for word in group}
    return found | {fold(value): value for value in allowed}
