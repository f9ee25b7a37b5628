"""The words of each command: what can be asked, and how it is explained."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from pactbook import __version__
from pactbook.cli.listed import LIST, print_list
from pactbook.cli.reports import make_batch, make_report, show_parameters, tell_difference, verify, write_case
from pactbook.cli.tables import (
    add_row,
    check_claims,
    export,
    fetch_reference,
    show,
    start_claims,
    tell_origin,
    todo,
    validate,
)
from pactbook.errors import UserError

SHOW = ("agreements", "events", "memberships", "systems", "designations", "sources")

FORMATS = ("table", "csv", "json")

SHELLS = ("bash", "zsh", "tcsh")


class _Parser(argparse.ArgumentParser):
    """A parser whose refusals are told like all others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **kwargs)

    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message} (see `{self.prog} --help`)")


def command_line() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(
        prog="pactbook",
        description="Sourced answers about defence agreements, alliances and missile programmes.",
        epilog=_examples(
            "pactbook run belarus-pakistan", "pactbook run --pair Japan Philippines",
            "pactbook show agreements --state Japan",
        ),
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"pactbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _run_words(commands)
    _batch_words(commands)
    _case_words(commands)
    _show_words(commands)
    _export_words(commands)
    _figure_words(commands)
    _todo_words(commands)
    _add_words(commands)
    _list_words(commands)
    params = _command(commands, "params", show_parameters, "show what a notebook takes, as JSON Schema")
    params.add_argument(
        "notebook", metavar="NOTEBOOK", nargs="?", help="such as 01-bilateral-agreements; all if left out"
    )
    checking = _command(commands, "validate", validate, "check the tables, and a case if one is named")
    _case_argument(checking, nargs="?")
    _claims_words(commands)
    _diff_words(commands)
    _command(commands, "reference", fetch_reference, "download the outside datasets that reports compare with")
    _completion_words(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction, name: str, act: Callable, what: str, *examples: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=what, description=f"{what[0].upper()}{what[1:]}.", epilog=_examples(*examples)
    )
    parser.set_defaults(act=act)
    return parser


def _examples(*lines: str) -> str | None:
    return "\n  ".join(("examples:", *lines)) if lines else None


def _run_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "run", make_report, "make the report of a case in build/",
        "pactbook run belarus-pakistan", "pactbook run my-case.yml", "pactbook run --pair JPN PHL --as-of 2024-12-31",
        "pactbook run --pair Japan Philippines -p since=1950 -p 'blocs=[QUAD, ASEAN]' -p language=de",
    )  # fmt: skip
    _case_argument(parser, nargs="?")
    parser.add_argument("--pair", metavar=("A", "B"), nargs=2, help="two states, instead of a case: codes or names")
    parser.add_argument("--force", action="store_true", help="make it anew, even where nothing has changed")
    _choices(parser)


def _batch_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "batch", make_batch, "run the report on two states for many pairs and days, and write what they found as a table",
        "pactbook batch sco bloc:SCO", "pactbook batch gulf SAU-ARE SAU-QAT QAT-ARE --as-of 2017-01-01,2024-01-01",
        "pactbook batch everybody all -p language=de",
    )  # fmt: skip
    parser.add_argument(
        "name", metavar="NAME", help="the folder in build/; one that is there goes on where it was stopped"
    )
    parser.add_argument(
        "pairs", metavar="PAIRS", nargs="+", help="A-B, bloc:NAME (every two members) or all (every two on record)"
    )
    parser.add_argument(
        "--as-of", metavar="DAYS", default="today", help="one day or several with commas between them (default today)"
    )
    _change_argument(parser)


def _case_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "case", write_case, "write a case file for two states",
        "pactbook case JPN PHL > japan-philippines.yml", "pactbook case Türkiye Azerbaijan --as-of 2021-12-31",
    )  # fmt: skip
    for name in ("a", "b"):
        parser.add_argument(name, metavar=name.upper(), help="a state: code or name")
    _choices(parser)


def _choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", metavar="DAY", help="the day: YYYY-MM-DD, today, or latest (of the newest page read)"
    )
    _change_argument(parser)


def _change_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-p", dest="changes", metavar="KEY=VALUE", action="append", default=[],
        help="a parameter, its value as in a case file; can be repeated",
    )  # fmt: skip


def _case_argument(parser: argparse.ArgumentParser, **options: Any) -> None:
    argument = parser.add_argument(
        "case", metavar="CASE", help="a name that `pactbook list cases` shows, or a path to a YAML file", **options
    )
    argument.complete = {"bash": "_shtab_compgen_files", "zsh": "_files", "tcsh": "f"}


def _show_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "show", show, "show the rows of a table that concern a state",
        "pactbook show agreements --state Japan", "pactbook show events --pair JPN PHL --format csv > events.csv",
        "pactbook show sources --state Japan --format json", "pactbook show systems --name KN-23",
    )  # fmt: skip
    parser.add_argument("what", metavar="TABLE", choices=SHOW, help=", ".join(SHOW) + " (that these rows cite)")
    states = parser.add_mutually_exclusive_group()
    states.add_argument("--state", metavar="STATE", help="code or name; all rows if left out")
    states.add_argument("--pair", metavar=("A", "B"), nargs=2, help="rows on both states; roles and systems of each")
    parser.add_argument(
        "--name", metavar="NAME", help="rows on one system, sanctioned entity or organisation, by any of its names"
    )
    parser.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="table has the main columns, csv and json all"
    )


def _export_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "export", export, "write the record, the rows of a case, or a report as one file",
        "pactbook export record.xlsx", "pactbook export japan.sqlite --state Japan",
        "pactbook export pair.zip --pair JPN PHL --as-of 2024-12-31", "pactbook export agreements.parquet --table agreements",
        "pactbook export belarus-pakistan case.xlsx", "pactbook export build/belarus-pakistan report.zip",
    )  # fmt: skip
    parser.add_argument(
        "what", metavar="WHAT", nargs="?", help="a case or the folder of a report; the record if left out"
    )
    parser.add_argument(
        "file", metavar="FILE", type=Path,
        help="the file: .xlsx, .sqlite, .zip (CSV), .csv (one table), .parquet (one table, or a folder), .jsonld (schema.org); "
        "of a report .zip, or .jsonld with the ClaimReviews of its audit",
    )  # fmt: skip
    states = parser.add_mutually_exclusive_group()
    states.add_argument("--state", metavar="STATE", help="code or name; all rows if left out")
    states.add_argument("--pair", metavar=("A", "B"), nargs=2, help="rows on both states; roles and systems of each")
    parser.add_argument(
        "--as-of", metavar="DAY", help="what was true and known on a day, YYYY-MM-DD; default everything"
    )
    parser.add_argument("--table", metavar="TABLE", help="one table alone: agreements, events, missile_tests, ...")


def _todo_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "todo",
        todo,
        "say what the record of two states leaves open, with words to look for it",
        "pactbook todo TUR AZE",
    )
    for name in ("a", "b"):
        parser.add_argument(name, metavar=name.upper(), help="a state: code or name")
    parser.add_argument("--format", choices=("text", "csv"), default="text", help="how it is told (default text)")


def _add_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "add",
        add_row,
        "add a row of your own, with the page that says it, and check both",
        "pactbook add agreements -p parties='Fiji;Iceland' -p title='Memorandum on training' -p kind=mou -p domains=training "
        "-p signed=2026-05-04 -p source.url=https://...",
    )
    parser.add_argument("table", metavar="TABLE", help="the table: agreements, events, designations, ...")
    parser.add_argument(
        "-p",
        dest="values",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="a value, of the page as source.COLUMN; what is needed and missing is asked for in a terminal",
    )
    parser.add_argument(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="the folder of your rows (default PACTBOOK_OVERLAY, or my-rows)",
    )


def _figure_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "figure", tell_origin, "say where a picture comes from")
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    showing = _command(
        actions, "show", tell_origin, "say where a picture comes from, by what is written into it",
        "pactbook figure show map.png",
    )  # fmt: skip
    showing.add_argument("file", metavar="FILE", type=Path, help="a PNG or SVG that pactbook made")


def _list_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "list", print_list, "list what can be asked for", "pactbook list blocs")
    parser.add_argument("what", metavar="WHAT", choices=LIST, nargs="?", default=LIST[0], help=f"{', '.join(LIST)}")


def _claims_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "claims", check_claims, "start or check a table of claims")
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    new = _command(actions, "new", start_claims, "start an empty table of claims from the text of an article")
    new.add_argument("article", metavar="ARTICLE.txt", type=Path, help="the article as plain text, UTF-8")
    new.add_argument("--output", metavar="FILE.csv", type=Path, help="where the table goes; the screen if left out")
    _command(actions, "check", check_claims, "check claims.csv beyond its schema")


def _diff_words(commands: argparse._SubParsersAction) -> None:
    verifying = _command(
        commands,
        "verify",
        verify,
        "say what has changed since a report was made",
        "pactbook verify build/belarus-pakistan",
    )
    verifying.add_argument("folder", metavar="FOLDER", type=Path, help="the folder of a report")
    diff = _command(
        commands, "diff", tell_difference, "say what is different between two reports, or two copies of the tables",
        "pactbook diff old/belarus-pakistan build/belarus-pakistan", "pactbook diff --data ../old/data data",
        "pactbook diff old/belarus-pakistan build/belarus-pakistan --format html > changes.html",
    )  # fmt: skip
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), type=Path, help="a folder")
    diff.add_argument("--data", action="store_true", help="the folders hold tables")
    for parser in (verifying, diff):
        parser.add_argument(
            "--format", choices=("text", "json", "html"), default="text", help="how it is told (default text)"
        )


def _completion_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "completion", _completion, "write the completion script of a shell",
        "pactbook completion bash > ~/.local/share/bash-completion/completions/pactbook",
    )  # fmt: skip
    parser.add_argument("shell", choices=SHELLS)


def _completion(options: argparse.Namespace) -> None:
    import shtab

    print(shtab.complete(command_line(), shell=options.shell))
