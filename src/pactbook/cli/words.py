"""The words of each command: what can be asked, and how it is explained."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from pactbook import __version__
from pactbook.cli import audit
from pactbook.cli.listed import LIST, print_list
from pactbook.cli.reports import (
    make_batch,
    make_report,
    make_site,
    show_parameters,
    tell_difference,
    verify,
    write_case,
)
from pactbook.cli.tables import (
    add_reference,
    add_row,
    contribute_rows,
    export,
    fetch_reference,
    import_rows,
    show,
    tell_origin,
    tell_reference,
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
    _site_words(commands)
    _case_words(commands)
    _show_words(commands)
    _export_words(commands)
    _figure_words(commands)
    _todo_words(commands)
    _add_words(commands)
    _import_words(commands)
    _contribute_words(commands)
    _list_words(commands)
    params = _command(commands, "params", show_parameters, "show what a notebook takes, as JSON Schema")
    params.add_argument(
        "notebook", metavar="NOTEBOOK", nargs="?", help="such as 01-bilateral-agreements; all if left out"
    )
    checking = _command(commands, "validate", validate, "check the tables, and a case if one is named")
    _case_argument(checking, nargs="?")
    _audit_words(commands)
    _diff_words(commands)
    _reference_words(commands)
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
        commands, "batch", make_batch, "run one notebook for many pairs, days and values, and write what it found as a table",
        "pactbook batch 01-bilateral-agreements --pairs bloc:SCO --as-of 2024-01-01,2025-01-01",
        "pactbook batch 01-bilateral-agreements --all-pairs --resume",
        "pactbook batch 01-bilateral-agreements --grid grid.yml --to s3://bucket/folder --scheduler tcp://10.0.0.1:8786",
        "pactbook batch 03-missile-program-context -p 'country=[PAK, IND, PRK]' -p 'language=[en, de]'",
    )  # fmt: skip
    parser.add_argument("notebook", metavar="NOTEBOOK", help="such as 01-bilateral-agreements")
    pairs = parser.add_mutually_exclusive_group()
    pairs.add_argument("--pairs", metavar="PAIR", nargs="+", help="A-B, or bloc:NAME for every two members on the day")
    pairs.add_argument(
        "--all-pairs", action="store_true", help="every two states with a document of their own on record"
    )
    parser.add_argument(
        "--grid", metavar="FILE", type=Path, help="a YAML file: parameters with the values that each takes, and pairs"
    )
    parser.add_argument("--as-of", metavar="DAYS", help="one day or several with commas between them (default today)")
    parser.add_argument(
        "--to", metavar="URL", help="where results go: a folder, s3://..., gs://... (default build/batch-NOTEBOOK)"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", default="", help="a dask scheduler, tcp://...; this machine if left out"
    )
    parser.add_argument(
        "--resume", action="store_true", help="leave what was made of the same inputs, make what is missing or failed"
    )
    _change_argument(parser)


def _site_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "site", make_site, "make one static site of all finished reports, with a search and a feed of changes",
        "pactbook site public", "pactbook site public --base-url https://example.org/pacts/",
    )  # fmt: skip
    parser.add_argument(
        "out", metavar="OUT", type=Path, help="its folder; a site that is there is replaced, and its feed goes on"
    )
    parser.add_argument(
        "--from", dest="source", metavar="FOLDER", type=Path, help="where the reports are (default build)"
    )
    parser.add_argument(
        "--base-url", metavar="URL", default="", help="where it will be seen; adds sitemap.xml and robots.txt"
    )


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
        commands, "todo", todo, "say what the record leaves open, the most pressing first, with words to look for it",
        "pactbook todo --pair TUR AZE", "pactbook todo --bloc SCO", "pactbook todo --programme Pakistan",
        "pactbook todo --all --format csv > todo.csv",
    )  # fmt: skip
    about = parser.add_mutually_exclusive_group(required=True)
    about.add_argument("--pair", metavar=("A", "B"), nargs=2, help="two states: codes or names")
    about.add_argument("--bloc", metavar="BLOC", help="an organisation: its roles, and what it signed itself")
    about.add_argument("--programme", metavar="STATE", help="the missile programme of a state")
    about.add_argument("--all", action="store_true", help="everything on record, for who keeps it")
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
    _into_argument(parser)


def _import_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "import", import_rows, "add the rows of a CSV file or a workbook to your own, after showing what is understood",
        "pactbook import agreements deals.xlsx --dry-run",
        "pactbook import agreements list.csv --map Datum=signed -p kind=agreement -p domains=defence --source https://... "
        "-p source.publisher='Foreign Office' -p source.title='List of treaties' -p source.language=de -p source.kind=government",
    )  # fmt: skip
    parser.add_argument("table", metavar="TABLE", help="the table: agreements, events, designations, ...")
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file or an .xlsx workbook")
    parser.add_argument(
        "--map", dest="maps", action="append", default=[], metavar="COLUMN=OURS",
        help="our column for a heading (signed, signed.year, parties.cow, source.url); nothing behind = leaves it aside",
    )  # fmt: skip
    parser.add_argument(
        "-p", dest="values", action="append", default=[], metavar="COLUMN=VALUE",
        help="what holds for every row that does not say otherwise; of the page as source.COLUMN",
    )  # fmt: skip
    parser.add_argument("--source", metavar="URL", help="the page that says all rows, where no column has addresses")
    _into_argument(parser)
    parser.add_argument("--dry-run", action="store_true", help="only show what is understood")


def _contribute_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "contribute", contribute_rows, "turn your own rows into a patch to the record, after the checks it asks for",
        "pactbook contribute my-rows",
    )  # fmt: skip
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        help="the folder of your rows (default PACTBOOK_OVERLAY, or my-rows)",
    )


def _into_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="the folder of your rows (default PACTBOOK_OVERLAY, or my-rows)"
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


def _audit_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "audit", audit.check, "take an article to a report on what it claims",
        "pactbook audit new article.txt", "pactbook audit new page.html --pair Japan Philippines",
        "pactbook audit check article.yml", "pactbook audit run article.yml -p language=de",
    )  # fmt: skip
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    new = _command(
        actions, "new", audit.start, "write a worksheet of what an article may claim, with the verdicts of now"
    )
    new.add_argument(
        "article", metavar="ARTICLE", type=Path, help="a .txt, .html or .pdf file; - reads from the keyboard or a pipe"
    )
    new.add_argument(
        "--pair", metavar=("A", "B"), nargs=2, help="the two states it is about; those it names most if left out"
    )
    _output_argument(new, "where the worksheet goes; beside the article if left out")
    checking = _command(
        actions, "check", audit.check, "tell what is missing in a worksheet, compute its verdicts and explain them"
    )
    checking.add_argument(
        "file", metavar="FILE.yml", type=Path, nargs="?", help="a worksheet; the claims on record if left out"
    )
    running = _command(actions, "run", audit.run, "make the report of a worksheet in build/")
    _worksheet_argument(running)
    _change_argument(running)
    exporting = _command(actions, "export", audit.export, "print the claims of a worksheet as rows of claims.csv")
    _worksheet_argument(exporting)
    back = _command(actions, "from", audit.of_record, "write the worksheet of an article on record")
    back.add_argument("article", metavar="ARTICLE_ID", help="as `pactbook list articles` shows it")
    _output_argument(back, "where the worksheet goes; the screen if left out")


def _worksheet_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.yml", type=Path, help="a worksheet")


def _output_argument(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--output", metavar="FILE.yml", type=Path, help=what)


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


def _reference_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "reference", fetch_reference, "get the outside datasets that reports compare with",
        "pactbook reference", "pactbook reference status", "pactbook reference add downloads/atop5_1m.csv",
    )  # fmt: skip
    actions = parser.add_subparsers(metavar="ACTION", dest="action")
    _command(actions, "fetch", fetch_reference, "download what has a pinned address (default)")
    _command(actions, "status", tell_reference, "say which are there, with citation and licence")
    adding = _command(actions, "add", add_reference, "put a file that you have in the place of the dataset that it is")
    adding.add_argument("file", metavar="FILE", type=Path, help="the file; it is known by its hash")


def _completion_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "completion", _completion, "write the completion script of a shell",
        "pactbook completion bash > ~/.local/share/bash-completion/completions/pactbook",
    )  # fmt: skip
    parser.add_argument("shell", choices=SHELLS)


def _completion(options: argparse.Namespace) -> None:
    import shtab

    print(shtab.complete(command_line(), shell=options.shell))
