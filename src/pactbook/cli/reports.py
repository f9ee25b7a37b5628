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
    """Make many reports of one notebook."""
    _demand_extra()
    from pactbook.reports.batch import drive, grid
    from pactbook.reports.context import Context

    context = Context.here()
    plan = grid.plan(options.notebook, _grid(options), context)
    checked()
    if plan.left_out:
        say(f"{len(plan.left_out)} left out, such as: {next(iter(plan.left_out.values()))}", DONE)
    to = options.to or str(context.build / f"batch-{options.notebook}")
    result = drive.run(plan, to, context, options.scheduler, options.resume)
    if result.lost:
        return say(f"the scheduler was lost: --resume makes what is missing; until then open {result.summary}", FAILED)
    if result.failed:
        return say(
            f"{result.failed} of {result.reports} reports failed (column message): open {result.summary}", FAILED
        )
    print(f"{result.reports} reports, {result.resumed} of them made before: open {result.summary}")
    return DONE


def make_site(options: argparse.Namespace) -> None:
    """Make one static site of all finished reports."""
    from pactbook.reports import site, unchanged

    source = options.source.resolve() if options.source else None
    made = site.make(options.out.resolve(), unchanged.today(), options.base_url, source)
    print(f"{made.reports} reports, {made.news} new in the feed: open {made.page}")


def _demand_extra() -> None:
    """Ask for what only a batch needs."""
    from importlib.util import find_spec

    if missing := [name for name in ("distributed", "fsspec", "pyarrow") if not find_spec(name)]:
        raise UserError(f"a batch needs {', '.join(missing)}: pip install 'pactbook[batch]'")


def _grid(options: argparse.Namespace) -> dict[str, Any]:
    """Return the values of a batch: those of the file of the grid, and in their place those of the command."""
    from pactbook.reports.batch import grid

    values = grid.read(options.grid) if options.grid else {}
    if options.all_pairs or options.pairs:
        values[grid.PAIRS] = options.pairs or [grid.EVERY]
    if options.as_of:
        values[grid.DAYS] = options.as_of.split(",")
    values |= changes(options)
    if not values:
        raise UserError("say which reports: --pairs, --all-pairs, --grid or -p")
    return values


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
        case = cases.for_pair(*options.pair, options.as_of or "today", changes=changes(options))
    else:
        case = cases.load_case(
            options.case, changes=changes(options) | ({"as_of": options.as_of} if options.as_of else {})
        )
    tell_left_out(case)
    return case


def changes(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters given by ``-p``, read like the values of a case file."""
    from pactbook.reports.casefile import parse

    found: dict[str, Any] = {}
    for name, value in assigned(options.changes).items():
        try:
            found[name] = "" if value == "" else parse(value)
        except UserError as error:
            raise UserError(f"-p {name}: {error}") from None
    return found


def verify(options: argparse.Namespace) -> int:
    """Print what has changed since a report was made; fail where its files have."""
    from pactbook.reports.diff import since_made

    found = since_made(options.folder)
    _print_difference(found, options.format, f"{options.folder} since it was made")
    return FAILED if found["outputs"] else DONE


def tell_difference(options: argparse.Namespace) -> None:
    """Print what is different between two reports or two copies of the tables."""
    from pactbook.reports.diff import of_reports, of_tables

    compare = of_tables if options.data else of_reports
    _print_difference(compare(options.old, options.new), options.format, f"{options.old} and {options.new}")


def _print_difference(found: dict[str, Any], form: str, title: str) -> None:
    import json

    from pactbook.reports.diff import as_html, as_text

    told = {
        "text": lambda: as_text(found),
        "json": lambda: json.dumps(found, indent=1, ensure_ascii=False),
        "html": lambda: as_html(found, title).rstrip(),
    }
    print(told[form]())


def write_case(options: argparse.Namespace) -> None:
    """Print a case file for two states."""
    from pactbook.reports.case import as_text, for_pair

    chosen = changes(options)
    case = for_pair(options.a, options.b, options.as_of or "today", changes=chosen)
    print(as_text(case, chosen), end="")


def show_parameters(options: argparse.Namespace) -> None:
    """Print what a notebook takes, as JSON Schema."""
    import json

    from pactbook.parameters import MODELS

    if options.notebook is not None and options.notebook not in MODELS:
        raise UserError(f"{shown(options.notebook)} is no notebook{hint(options.notebook, MODELS)}")
    chosen = [MODELS[options.notebook]] if options.notebook else MODELS.values()
    print(json.dumps({model.notebook: model.model_json_schema() for model in chosen}, indent=1, default=str))
