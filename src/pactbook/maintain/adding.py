"""A row of the reader's own, asked for in words and written to their folder once it has passed every check of ours."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from pactbook import states
from pactbook.errors import UserError, hint, shown
from pactbook.maintain.laying import lay, rows_of
from pactbook.record import Tables, load, names, schema
from pactbook.record.declared import Field, Table
from pactbook.record.tables import split

SOURCE = "source."  # what stands before a column of the page that says it
_UNTOLD = "not_searched"
# May be empty, and most rows have it.
_ASKED_TOO = frozenset({"signed", "date", "published"})
_LONGEST = 60  # letters of an identifier's last part

Ask = Callable[[Field, str], str]


def add(name: str, given: Mapping[str, str], folder: Path, ask: Ask | None = None) -> str:
    """Write a row, and the page that says it, to a folder of the reader's own rows.

    Parameters
    ----------
    name : str
        The table.
    given : mapping of str to str
        The values by column, lists with ``;``; states and organisations by any name. Columns of the page begin with
        ``source.``; of a page on record its address is enough. An identifier that is not given is made.
    folder : pathlib.Path
        The folder; made where it is not there.
    ask : callable, optional
        Given a column and how it is named, returns a value: asked for what is needed and not given. Without it that is
        refused.

    Returns
    -------
    str
        The identifier of the row.

    Raises
    ------
    UserError
        If something is missing, unknown or does not agree with the other rows: all faults at once, and nothing is written.
    """
    tables = schema()
    known = {one for one, table in tables.items() if "source_ids" in table.columns}
    if name not in known:
        raise UserError(f"{shown(name)} is no table that takes a row with its page{hint(name, known)}")
    table, record = tables[name], load(overlay=folder if any(folder.glob("*.csv")) else None)
    pages = tables["sources"]
    faults = list(_unknown(given, table, pages))
    row = _complete(table, {column: given[column] for column in table.columns if given.get(column)}, "", ask, faults)
    row = _coded(row, table, record, faults)
    page = {column.removeprefix(SOURCE): value for column, value in given.items() if column.startswith(SOURCE)}
    page = _page(page, pages, record, ask, faults)
    if not faults and table.key[0] not in row:
        row = {table.key[0]: _identifier(row, table, faults)} | row
    if faults:
        raise UserError("\n".join(faults))
    if "source_id" not in page:
        page["source_id"] = _source_id(page, row, set(record.sources.source_id))
    new = {name: row | {"source_ids": page["source_id"]}} | ({"sources": page} if "url" in page else {})
    _write(new, folder, tables)
    return row[table.key[0]]


def _unknown(given: Mapping[str, str], table: Table, pages: Table) -> Iterator[str]:
    allowed = {*table.columns, *(SOURCE + column for column in pages.columns)} - {"source_ids"}
    for column in given:
        if column not in allowed:
            yield f"{shown(column)} is no column of {table.name}{hint(column, allowed)}"


def _complete(table: Table, row: dict[str, str], prefix: str, ask: Ask | None, faults: list[str]) -> dict[str, str]:
    """Return a row with what is needed, asked for where somebody can be."""
    row = dict(row)
    for column in table.fields:
        wanted = column.required or (ask and column.name in _ASKED_TOO)
        if not wanted or column.name in row or column.name in (*table.key, "source_ids"):
            continue
        if _UNTOLD in column.enum:
            row[column.name] = _UNTOLD
        elif ask and (value := ask(column, prefix + column.name).strip()):
            row[column.name] = value
        elif column.required:
            allowed = f" (one of {', '.join(column.enum)})" if column.enum else ""
            faults.append(f"{prefix}{column.name} is missing: {column.description.rstrip('.')}{allowed}")
    return row


def _coded(row: dict[str, str], table: Table, record: Tables, faults: list[str]) -> dict[str, str]:
    """Return a row with codes for the names of states and organisations, in order."""
    blocs, coded = names.of_blocs(record.blocs), dict(row)
    for column in table.fields:
        if column.name not in row or not (column.is_party or column.is_country):
            continue
        codes = []
        for one in map(str.strip, split(row[column.name]) if column.is_list else (row[column.name],)):
            known = names.found(one, blocs) if column.is_party else []
            try:
                codes.append(known[0] if len(known) == 1 else states.resolve(one, column.name))
            except UserError as error:
                faults.append(str(error))
        coded[column.name] = ";".join(sorted(codes))
    return coded


def _page(page: dict[str, str], pages: Table, record: Tables, ask: Ask | None, faults: list[str]) -> dict[str, str]:
    """Return the columns of the page, or the identifier alone of one on record."""
    if ask and "url" not in page:
        field = next(column for column in pages.fields if column.name == "url")
        page = page | {"url": ask(field, f"{SOURCE}url").strip()}
    on_record = record.sources[record.sources.url == page.get("url", "")]
    if len(on_record):
        return {"source_id": on_record.source_id.iloc[0]}
    filled = {key: value for key, value in page.items() if value}
    return _complete(pages, {"seen_on": dt.date.today().isoformat()} | filled, SOURCE, ask, faults)


def _source_id(page: Mapping[str, str], row: Mapping[str, str], taken: Collection[str]) -> str:
    name = _joined(page["publisher"], page.get("published", "nd"), _who(row))
    numbered = itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))
    return next(one for one in numbered if one not in taken)


def _who(row: Mapping[str, str]) -> str:
    return row.get("parties") or row.get("countries") or ""


def _identifier(row: Mapping[str, str], table: Table, faults: list[str]) -> str:
    if not _who(row):
        faults.append(f"{table.key[0]} is missing: nothing in the row to make one of")
        return ""
    when = row.get("signed") or row.get("announced") or row.get("date") or "nd"
    parts = (when, _who(row)) if table.name == "events" else (_who(row), when)
    return _joined(*parts, row.get("title", "")[:_LONGEST])


def _joined(*parts: str) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _write(new: Mapping[str, dict[str, str]], folder: Path, tables: Mapping[str, Table]) -> None:
    """Write rows to the tables of a folder; a row that is there already is refused."""
    for name, row in new.items():
        path, key = folder / tables[name].path, tables[name].key
        if any(all(old.get(column) == row[column] for column in key) for old in rows_of(path)[0]):
            raise UserError(f"{path}: {', '.join(row[column] for column in key)} is there already")
    lay({name: [row] for name, row in new.items()}, folder, lambda table, row: False)
