"""Rows of a table as text: for a reader at a terminal, a spreadsheet, or a program."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from pactbook import tabular

# What a terminal has room for.
MAIN_COLUMNS = {
    "agreements": ("signed", "kind", "title", "agreement_id"),
    "events": ("date", "kind", "countries", "title"),
    "memberships": ("bloc_id", "iso3", "role", "start", "end"),
    "systems": ("system_id", "name", "class", "range_km", "status"),
    "designations": ("designated_on", "authority", "name", "country", "programme_country", "lifted_on"),
    "sources": ("published", "publisher", "title", "source_id"),
}


def text(rows: pd.DataFrame, what: str, form: str, addresses: Mapping[str, str]) -> str:
    """Return rows as text.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `pactbook.record.about.rows` gives them.
    what : str
        What they are, a key of `MAIN_COLUMNS`.
    form : {"table", "csv", "json"}
        ``table`` has the main columns, as wide as the terminal; the others have all, lists as ``a;b`` or as lists.
    addresses : mapping of str to str
        The address of each source, which stands beside its id in CSV.
    """
    if form == "json":
        return rows.to_json(orient="records", force_ascii=False, indent=1) + "\n"
    if form == "csv":
        return tabular.text(tabular.with_addresses(rows, addresses))
    return as_table(rows[list(MAIN_COLUMNS[what])])


def as_table(rows: pd.DataFrame) -> str:
    """Return rows as a table, as wide as the terminal."""
    # What does not fit goes on in the next line: half an identifier is of no use.
    table = Table(*(Column(name, overflow="fold") for name in rows.columns), box=SIMPLE_HEAD, show_edge=False)
    for row in rows.itertuples(index=False):
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(file=io.StringIO(), width=shutil.get_terminal_size((160, 0)).columns)
    console.print(table)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:g}"
    return str(value)
