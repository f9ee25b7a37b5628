"""The commands that read the record, check it and add to it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pactbook.errors import UserError

if TYPE_CHECKING:
    from pactbook.record import Tables
    from pactbook.record.declared import Field
from pactbook.cli.common import DONE, assigned, say, tell_left_out


def checked(overlay: Path | None = None) -> Tables:
    """Return the record, with a reader's own rows where there are any: its rows agree, its claims can be judged."""
    from pactbook.record import load
    from pactbook.reports.gate import demand

    record = load(overlay=overlay)
    demand(record)
    return record


def validate(options: argparse.Namespace) -> None:
    """Check the tables, and a case if one is named."""
    from pactbook.record import schema

    record = checked()
    if options.case is not None:
        from pactbook.reports.case import load_case

        tell_left_out(load_case(options.case))
    for name in schema(record.folder):
        print(f"{name:16} {len(record[name]):6} rows")


def _asked_states(options: argparse.Namespace) -> list[str]:
    """Return the states that ``--state`` or ``--pair`` names."""
    from pactbook.states import name, resolve

    asked = options.pair or ([options.state] if options.state is not None else [])
    chosen = list(dict.fromkeys(resolve(state, "--pair" if options.pair else "--state") for state in asked))
    if options.pair and len(chosen) < 2:
        raise UserError(f"--pair: {name(chosen[0])} stands twice: name two states")
    return chosen


def export(options: argparse.Namespace) -> None:
    """Write the record as a workbook or a database."""
    from pactbook import dates
    from pactbook.record import load
    from pactbook.reports.export import write

    states = _asked_states(options)
    day = dates.day(options.as_of) if options.as_of else None
    try:
        write(options.file.resolve(), load(day), states, together=bool(options.pair))
    except OSError as error:
        raise UserError(f"{options.file}: {error.strerror}") from None
    print(options.file)


def todo(options: argparse.Namespace) -> None:
    """Print what the record of two states leaves open."""
    from pactbook import tabular
    from pactbook.api import Pair

    found = Pair(options.a, options.b).open_questions
    if options.format == "csv":
        print(tabular.text(found), end="")
        return
    for row in found.itertuples():
        looked = f"last look-up on record: {row.looked_on or 'none'}"
        print("\n    ".join(filter(None, [f"{row.what} {row.title}".strip(), looked, row.query, row.query_local])))


def add_row(options: argparse.Namespace) -> None:
    """Write a row of the reader's own."""
    from pactbook import paths
    from pactbook.maintain.adding import add

    folder = (options.into or paths.overlay() or Path("my-rows")).resolve()
    row = add(options.table, assigned(options.values), folder, _asked if sys.stdin.isatty() else None)
    print(f"{row} stands in {folder}: name that folder as overlay: in a case file, or in PACTBOOK_OVERLAY")


def _asked(field: Field, named: str) -> str:
    """Ask for the value of a column in the terminal."""
    allowed = f"\n  one of {', '.join(field.enum)}" if field.enum else ""
    optional = "" if field.required else " (may be left empty)"
    return input(f"{named}: {field.description}{optional}{allowed}\n> ")


def tell_origin(options: argparse.Namespace) -> None:
    """Print where a picture comes from."""
    from pactbook.reports.origin import origin

    for name, text in origin(options.file).items():
        print(f"{name}: {text}")


def show(options: argparse.Namespace) -> None:
    """Print the rows of a table that concern a state."""
    from pactbook.record import about, load
    from pactbook.reports import listing

    chosen = _asked_states(options)
    record = load()
    rows = about.rows(record, options.what, chosen, together=bool(options.pair))
    if options.name is not None:
        if options.what not in about.NAMED:
            raise UserError(f"--name: {options.what} are asked for by state; by name can be {', '.join(about.NAMED)}")
        rows = about.named(record, options.what, options.name, rows)
    if rows.empty and options.format == "table":
        say("nothing on record", DONE)
        return
    print(listing.text(rows, options.what, options.format, record.addresses), end="")


def fetch_reference(options: argparse.Namespace) -> None:
    """Download the outside datasets that reports compare with."""
    from pactbook.record import outside

    for path in outside.fetch():
        print(path)
    for line in outside.by_hand():
        say(line, DONE)
