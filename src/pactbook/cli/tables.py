"""The commands that read the record, check it and add to it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pactbook.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from pactbook.record import Tables
    from pactbook.record.declared import Field
    from pactbook.reports.export import Asked
from pactbook.cli.common import DONE, FAILED, assigned, say, tell_left_out


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
    """Write the record, the rows of a case, or a report as one file."""
    from pactbook.reports import export as exports

    file = options.file.resolve()
    try:
        if options.what is not None and exports.is_report(Path(options.what)):
            _refuse_choices(options, "a report is written whole")
            exports.write_report(file, Path(options.what))
        else:
            exports.write(file, _asked_rows(options), options.table)
    except OSError as error:
        raise UserError(f"{options.file}: {error.strerror}") from None
    print(options.file)


def _asked_rows(options: argparse.Namespace) -> Asked:
    """Return the rows of a case, or those that ``--state``, ``--pair`` and ``--as-of`` choose of the record."""
    from pactbook import dates
    from pactbook.record import load
    from pactbook.reports.case import load_case
    from pactbook.reports.export import Asked, of_case

    if options.what is not None:
        _refuse_choices(options, "a case names its states and its day", but="table")
        return of_case(load_case(options.what))
    day = dates.day(options.as_of) if options.as_of else None
    return Asked(load(day), tuple(_asked_states(options)), together=bool(options.pair))


def _refuse_choices(options: argparse.Namespace, why: str, but: str = "") -> None:
    given = [name for name in ("state", "pair", "as_of", "table") if getattr(options, name) and name != but]
    if given:
        raise UserError("\n".join(f"--{name.replace('_', '-')}: {why}" for name in given))


def todo(options: argparse.Namespace) -> None:
    """Print what the record leaves open of two states, an organisation, a missile programme, or of all."""
    from pactbook import tabular

    found = _open_questions(options)
    if options.format == "csv":
        print(tabular.text(found), end="")
        return
    for row in found.itertuples():
        looked = f"last look-up on record: {row.looked_on or 'none'}"
        print("\n    ".join(filter(None, [f"{row.what} {row.title}".strip(), looked, row.query, *row.queries_local])))


def _open_questions(options: argparse.Namespace) -> pd.DataFrame:
    from pactbook.api import Pair, Programme
    from pactbook.maintain import todo as lists

    if options.pair:
        return Pair(*options.pair).open_questions
    if options.programme:
        return Programme(options.programme).open_questions
    return lists.of_organisation(options.bloc) if options.bloc else lists.of_everything()


def add_row(options: argparse.Namespace) -> None:
    """Write a row of the reader's own."""
    from pactbook.maintain.adding import add

    folder = _own_rows(options.into)
    row = add(options.table, assigned(options.values), folder, _asked if sys.stdin.isatty() else None)
    print(f"{row} stands in {folder}: name that folder as overlay: in a case file, or in PACTBOOK_OVERLAY")


def import_rows(options: argparse.Namespace) -> None:
    """Show what is understood of a table, and add its rows to the reader's own."""
    from pactbook.maintain.importing import preview, table

    folder = _own_rows(options.into)
    given = assigned(options.values)
    if options.source is not None:
        given["source.url"] = options.source
    maps = assigned(options.maps, "--map")
    made = table.read(options.table, options.file.resolve(), maps, given, folder)
    print(preview.text(made), end="")
    made.demand()
    added = f"{_rows(len(made.added))} of {options.table}"
    if options.dry_run:
        print(f"{added} would be added to {folder}; nothing is written")
        return
    made.write(folder)
    print(f"{folder} has {added} more: name the folder as overlay: in a case file, or in PACTBOOK_OVERLAY")


def contribute_rows(options: argparse.Namespace) -> None:
    """Write the reader's own rows as a patch to the record, and say how it is sent."""
    from pactbook.maintain import contributing

    folder = _own_rows(options.folder)
    made = contributing.contribute(folder)
    file = contributing.write(made, folder)
    for remark in made.remarks:
        say(remark, DONE)
    print(f"{file}: " + ", ".join(f"{_rows(n)} of {name}" for name, n in made.rows.items()))
    print(
        f"To send it: in a clone of the repository `git apply {file.name}`, `make data` and `make test`, then open a pull "
        "request; or send the file as it is to those who keep the record."
    )


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n} rows"


def _own_rows(named: Path | None) -> Path:
    """Return the folder of the reader's own rows."""
    from pactbook import paths

    return (named or paths.overlay() or Path("my-rows")).resolve()


def _asked(field: Field, named: str) -> str:
    """Ask for the value of a column in the terminal."""
    allowed = f"\n  one of {', '.join(field.enum)}" if field.enum else ""
    optional = "" if field.required else " (may be left empty)"
    return input(f"{named}: {field.description}{optional}{allowed}\n> ")


def tell_origin(options: argparse.Namespace) -> None:
    """Print where a picture comes from, with the addresses of the pages that the record knows."""
    from pactbook.record import load
    from pactbook.reports.origin import SOURCES, origin

    told = origin(options.file)
    cited = told.pop(SOURCES, "").split()
    for name, text in told.items():
        print(f"{name}: {text}")
    if cited:
        addresses = load().addresses
        print(f"{SOURCES}: {len(cited)}")
        for one in cited:
            print(f"  {one} {addresses.get(one, '(not in this record)')}")


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


def fetch_reference(options: argparse.Namespace) -> int:
    """Download the outside datasets that reports compare with; say of each that could not be had why."""
    from pactbook.maintain import reference

    there, faults = reference.fetch()
    for path in there:
        print(path)
    for line in (*reference.by_hand(), *faults):
        say(line, DONE)
    return FAILED if faults else DONE


def tell_reference(options: argparse.Namespace) -> None:
    """Print which outside datasets are there."""
    from pactbook.maintain import reference

    print("\n".join(reference.status()))


def add_reference(options: argparse.Namespace) -> None:
    """Put a file in the place of the outside dataset that it is."""
    from pactbook.maintain import reference

    name, path = reference.add(options.file.resolve())
    print(f"{name}: {path}")
