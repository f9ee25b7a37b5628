"""The commands that make, check and compare reports."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pactbook.errors import UserError, hint, shown

if TYPE_CHECKING:
    from pactbook.reports.case import Case
from pactbook.cli.common import DONE, FAILED, assigned, say, tell_left_out
from pactbook.cli.tables import checked


def make_report(options: argparse.Namespace) -> int:
    """Make the report of a case, unless nothing has changed since it was made."""
    from pactbook import paths
    from pactbook.reports import unchanged
    from pactbook.reports.signals import ending_once
    from pactbook.reports.workers import workers

    asked = _fingerprint(options)
    if asked and not options.force and (there := unchanged.standing(asked, paths.build())):
        print(f"nothing has changed since it was made (--force makes it anew): open {there / 'index.html'}")
        return DONE
    # They import their libraries while the case is checked.
    with ending_once(), workers({}) as staff:
        case = _chosen(options)
        # Imported here: the checks of a case need neither rich nor nbconvert.
        from pactbook.reports.run import NotebookError, run

        checked(case.overlay)
        try:
            folder = run(case, staff=staff, asked=asked)
        except NotebookError as error:
            return say(f"{error}\npartial output: {error.folder}", FAILED)
    print(f"open {folder / 'index.html'}")
    return DONE


def make_batch(options: argparse.Namespace) -> int:
    """Make the report on two states for many pairs and days."""
    from pactbook.reports import batch
    from pactbook.reports.context import Context

    context = Context.here()
    wanted = batch.items(options.pairs, options.as_of.split(","), _changes(options), context)
    checked()
    summary, failed = batch.run(wanted, batch.folder_for(options.name), context)
    if failed:
        return say(f"{failed} of {len(wanted)} reports failed (column message): open {summary}", FAILED)
    print(f"{len(wanted)} reports: open {summary}")
    return DONE


def _fingerprint(options: argparse.Namespace) -> str:
    """Return by what a report of the same case would be known again; empty where no such case is there."""
    from pactbook import paths
    from pactbook.reports.unchanged import fingerprint

    if options.pair:
        return fingerprint([*options.pair, options.as_of or "", *options.changes], None)
    named = Path(options.case or "")
    shipped = paths.CASES / f"{named}.yml"
    case = named if named.suffix in {".yml", ".yaml"} else shipped
    # Its overlay may lie anywhere: such a case is made anew.
    if not case.is_file() or "overlay" in case.read_text(encoding="utf-8", errors="replace"):
        return ""
    return fingerprint([options.as_of or "", *options.changes], case)


def _chosen(options: argparse.Namespace) -> Case:
    """Return the case that is asked for, and say which of its notebooks do not apply."""
    from pactbook.reports import case as cases

    if (options.case is None) == (options.pair is None):
        raise UserError(
            "name a case or give --pair A B, one of the two (`pactbook list cases` shows the shipped cases)"
        )
    if options.pair:
        case = cases.for_pair(*options.pair, options.as_of or "today", changes=_changes(options))
    else:
        case = cases.load_case(
            options.case, changes=_changes(options) | ({"as_of": options.as_of} if options.as_of else {})
        )
    tell_left_out(case)
    return case


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters given by ``-p``, read like the values of a case file."""
    from pactbook.reports.casefile import parse

    changes: dict[str, Any] = {}
    for name, value in assigned(options.changes).items():
        try:
            changes[name] = "" if value == "" else parse(value)
        except UserError as error:
            raise UserError(f"-p {name}: {error}") from None
    return changes


def verify(options: argparse.Namespace) -> int:
    """Print what has changed since a report was made; fail where its files have."""
    from pactbook.reports.diff import since_made

    found = since_made(options.folder)
    _print_difference(found, options.format)
    return FAILED if found["outputs"] else DONE


def tell_difference(options: argparse.Namespace) -> None:
    """Print what is different between two reports or two copies of the tables."""
    from pactbook.reports.diff import of_reports, of_tables

    compare = of_tables if options.data else of_reports
    _print_difference(compare(options.old, options.new), options.format)


def _print_difference(found: dict[str, Any], form: str) -> None:
    import json

    from pactbook.reports.diff import as_text

    print(json.dumps(found, indent=1, ensure_ascii=False) if form == "json" else as_text(found))


def write_case(options: argparse.Namespace) -> None:
    """Print a case file for two states."""
    from pactbook.reports.case import as_text, for_pair

    changes = _changes(options)
    case = for_pair(options.a, options.b, options.as_of or "today", changes=changes)
    print(as_text(case, changes), end="")


def show_parameters(options: argparse.Namespace) -> None:
    """Print what a notebook takes, as JSON Schema."""
    import json

    from pactbook.parameters import MODELS

    if options.notebook is not None and options.notebook not in MODELS:
        raise UserError(f"{shown(options.notebook)} is no notebook{hint(options.notebook, MODELS)}")
    chosen = [MODELS[options.notebook]] if options.notebook else MODELS.values()
    print(json.dumps({model.notebook: model.model_json_schema() for model in chosen}, indent=1, default=str))
