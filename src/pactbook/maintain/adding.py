"""A row of the reader's own, asked for in words and written to their folder once it has passed every check of ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pactbook.errors import UserError
from pactbook.maintain import rows
from pactbook.maintain.rows import Ask

_MOST = 20  # problems told at once


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
    table, record = rows.table_of(name), rows.record_with(folder)
    faults = list(rows.not_columns(given, table))
    told, page = rows.split_page(given)
    row = {column: told[column] for column in table.columns if told.get(column)}
    row = rows.coded(rows.complete(table, row, "", ask, faults), table, record, faults)
    page = rows.page_of(page, record, ask, faults)
    if not faults and table.key[0] not in row:
        row = {table.key[0]: rows.identifier(row, table, faults)} | row
    if faults:
        raise UserError("\n".join(faults))
    if "source_id" not in page:
        page["source_id"] = rows.source_id(page, rows.who(row), set(record.sources.source_id))
    new = {name: [row | {"source_ids": page["source_id"]}]} | ({"sources": [page]} if "url" in page else {})
    texts = rows.texts(new, folder)
    if found := rows.tried(texts, folder):
        more = [f"… and {len(found) - _MOST} more"] if len(found) > _MOST else []
        raise UserError("\n".join([*found[:_MOST], *more]))
    rows.put(texts, folder)
    return row[table.key[0]]
