"""The command ``pactbook``: words on the command line, and one place where what went wrong becomes a line.

argparse, with shtab for completion, and not Typer or cyclopts: with eight commands the help of the first starts in 3 times
what Python itself takes to start, of the others in 24 and 27 times. For the same reason the rest of the package is
imported by the command that needs it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pactbook import __version__
from pactbook.errors import UserError, hint, shown

if TYPE_CHECKING:
    from pactbook.record import Tables
    from pactbook.record.declared import Field
    from pactbook.reports.case import Case

SHOW = ("agreements", "events", "memberships", "systems", "designations", "sources")
LIST = ("cases", "states", "blocs", "articles", "systems")
FORMATS = ("table", "csv", "json")
SHELLS = ("bash", "zsh", "tcsh")
# Exit codes: done, a notebook or the machine failed, the user's mistake, the reader of a pipe has gone, Ctrl-C.
DONE, FAILED, MISTAKE, PIPE, STOPPED = 0, 1, 2, 141, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``pactbook``; default those that the process was called with.

    Returns
    -------
    int
        0 done, 1 a notebook or the machine failed, 2 the user's mistake, 130 stopped by Ctrl-C, 141 the reader of a pipe
        has gone.
    """
    interrupted = threading.Event()
    try:
        with _noted(interrupted):
            code = _act(arguments)
            sys.stdout.flush()
            return code
    except UserError as error:
        return _say(str(error), MISTAKE)
    except BrokenPipeError:
        # What is still to be written goes nowhere, so that Python does not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE
    except OSError as error:
        return _say(f"{error.strerror or error}: {error.filename}" if error.filename else str(error), FAILED)
    except KeyboardInterrupt:  # Ctrl-C, or SIGTERM while a report is made
        return _say("stopped", STOPPED)
    except BaseException:
        # A library that is interrupted while it is imported may turn the interruption into an error of its own.
        if interrupted.is_set():
            return _say("stopped", STOPPED)
        raise


def _act(arguments: Sequence[str] | None) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as end:  # --help and --version
        return int(end.code or DONE)
    return options.act(options) or DONE


def _say(message: str, code: int) -> int:
    print("\n".join(f"pactbook: {line}" for line in message.splitlines()), file=sys.stderr)
    return code


@contextlib.contextmanager
def _noted(interrupted: threading.Event) -> Iterator[None]:
    """Note that Ctrl-C was pressed, besides raising KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> NoReturn:
        interrupted.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# ------------------------------------------------------------------------------------------------------ the words


class _Parser(argparse.ArgumentParser):
    """A parser whose refusals are told like all others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **kwargs)

    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message} (see `{self.prog} --help`)")


def _parser() -> argparse.ArgumentParser:
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
    params = _command(commands, "params", _params, "show what a notebook takes, as JSON Schema")
    params.add_argument(
        "notebook", metavar="NOTEBOOK", nargs="?", help="such as 01-bilateral-agreements; all if left out"
    )
    validate = _command(commands, "validate", _validate, "check the tables, and a case if one is named")
    _case_argument(validate, nargs="?")
    _claims_words(commands)
    _diff_words(commands)
    _command(commands, "reference", _reference, "download the outside datasets that reports compare with")
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
        commands, "run", _run, "make the report of a case in build/",
        "pactbook run belarus-pakistan", "pactbook run my-case.yml", "pactbook run --pair JPN PHL --as-of 2024-12-31",
        "pactbook run --pair Japan Philippines -p since=1950 -p 'blocs=[QUAD, ASEAN]' -p language=de",
    )  # fmt: skip
    _case_argument(parser, nargs="?")
    parser.add_argument("--pair", metavar=("A", "B"), nargs=2, help="two states, instead of a case: codes or names")
    parser.add_argument("--force", action="store_true", help="make it anew, even where nothing has changed")
    _choices(parser)


def _batch_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "batch", _batch, "run the report on two states for many pairs and days, and write what they found as a table",
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
        commands, "case", _case, "write a case file for two states",
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
        commands, "show", _show, "show the rows of a table that concern a state",
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
        commands, "export", _export, "write the record as a workbook or a database",
        "pactbook export record.xlsx", "pactbook export japan.sqlite --state Japan",
        "pactbook export pair.xlsx --pair JPN PHL --as-of 2024-12-31",
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path, help="the file; it ends in .xlsx or .sqlite")
    states = parser.add_mutually_exclusive_group()
    states.add_argument("--state", metavar="STATE", help="code or name; all rows if left out")
    states.add_argument("--pair", metavar=("A", "B"), nargs=2, help="rows on both states; roles and systems of each")
    parser.add_argument(
        "--as-of", metavar="DAY", help="what was true and known on a day, YYYY-MM-DD; default everything"
    )


def _todo_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands,
        "todo",
        _todo,
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
        _add,
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
    parser = _command(
        commands,
        "figure",
        _figure,
        "say where a picture comes from, by what is written into it",
        "pactbook figure map.png",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a PNG or SVG that pactbook made")


def _list_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "list", _list, "list what can be asked for", "pactbook list blocs")
    parser.add_argument("what", metavar="WHAT", choices=LIST, nargs="?", default=LIST[0], help=f"{', '.join(LIST)}")


def _claims_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(commands, "claims", _check_claims, "start or check a table of claims")
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    new = _command(actions, "new", _new_claims, "start an empty table of claims from the text of an article")
    new.add_argument("article", metavar="ARTICLE.txt", type=Path, help="the article as plain text, UTF-8")
    new.add_argument("--output", metavar="FILE.csv", type=Path, help="where the table goes; the screen if left out")
    _command(actions, "check", _check_claims, "check claims.csv beyond its schema")


def _diff_words(commands: argparse._SubParsersAction) -> None:
    verify = _command(
        commands,
        "verify",
        _verify,
        "say what has changed since a report was made",
        "pactbook verify build/belarus-pakistan",
    )
    verify.add_argument("folder", metavar="FOLDER", type=Path, help="the folder of a report")
    diff = _command(
        commands, "diff", _diff, "say what is different between two reports, or two copies of the tables",
        "pactbook diff old/belarus-pakistan build/belarus-pakistan", "pactbook diff --data ../old/data data",
    )  # fmt: skip
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), type=Path, help="a folder")
    diff.add_argument("--data", action="store_true", help="the folders hold tables")
    for parser in (verify, diff):
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how it is told (default text)")


def _completion_words(commands: argparse._SubParsersAction) -> None:
    parser = _command(
        commands, "completion", _completion, "write the completion script of a shell",
        "pactbook completion bash > ~/.local/share/bash-completion/completions/pactbook",
    )  # fmt: skip
    parser.add_argument("shell", choices=SHELLS)


# ------------------------------------------------------------------------------------------------------- reports


def _run(options: argparse.Namespace) -> int:
    from pactbook import paths
    from pactbook.reports import unchanged
    from pactbook.reports.workers import workers

    asked = _fingerprint(options)
    if asked and not options.force and (there := unchanged.standing(asked, paths.build())):
        print(f"nothing has changed since it was made (--force makes it anew): open {there / 'index.html'}")
        return DONE
    # They import their libraries while the case is checked.
    with workers({}) as staff:
        case = _chosen(options)
        # Imported here: the checks of a case need neither rich nor nbconvert.
        from pactbook.reports.run import NotebookError, run

        _checked(case.overlay)
        try:
            folder = run(case, staff=staff, asked=asked)
        except NotebookError as error:
            return _say(f"{error}\npartial output: {error.folder}", FAILED)
    print(f"open {folder / 'index.html'}")
    return DONE


def _batch(options: argparse.Namespace) -> int:
    from pactbook.reports import batch
    from pactbook.reports.context import Context

    context = Context.here()
    wanted = batch.items(options.pairs, options.as_of.split(","), _changes(options), context)
    _checked()
    summary, failed = batch.run(wanted, batch.folder_for(options.name), context)
    if failed:
        return _say(f"{failed} of {len(wanted)} reports failed (column message): open {summary}", FAILED)
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
    _tell_left_out(case)
    return case


def _tell_left_out(case: Case) -> None:
    from pactbook.reports.case import told_left_out

    for line in told_left_out(case.left_out):
        _say(line, DONE)


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters given by ``-p``, read like the values of a case file."""
    from pactbook.reports.casefile import parse

    changes: dict[str, Any] = {}
    for name, value in _assigned(options.changes).items():
        try:
            changes[name] = "" if value == "" else parse(value)
        except UserError as error:
            raise UserError(f"-p {name}: {error}") from None
    return changes


def _assigned(texts: Iterable[str]) -> dict[str, str]:
    """Return what ``-p NAME=VALUE`` gives, each once."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UserError(f"-p {shown(text)}: write KEY=VALUE")
        if name in found:
            raise UserError(f"-p {name}: stands twice")
        found[name] = value
    return found


def _verify(options: argparse.Namespace) -> int:
    from pactbook.reports.diff import since_made

    found = since_made(options.folder)
    _print_difference(found, options.format)
    return FAILED if found["outputs"] else DONE


def _diff(options: argparse.Namespace) -> None:
    from pactbook.reports.diff import of_reports, of_tables

    compare = of_tables if options.data else of_reports
    _print_difference(compare(options.old, options.new), options.format)


def _print_difference(found: dict[str, Any], form: str) -> None:
    import json

    from pactbook.reports.diff import as_text

    print(json.dumps(found, indent=1, ensure_ascii=False) if form == "json" else as_text(found))


def _case(options: argparse.Namespace) -> None:
    from pactbook.reports.case import as_text, for_pair

    changes = _changes(options)
    case = for_pair(options.a, options.b, options.as_of or "today", changes=changes)
    print(as_text(case, changes), end="")


def _params(options: argparse.Namespace) -> None:
    import json

    from pactbook.parameters import MODELS

    if options.notebook is not None and options.notebook not in MODELS:
        raise UserError(f"{shown(options.notebook)} is no notebook{hint(options.notebook, MODELS)}")
    chosen = [MODELS[options.notebook]] if options.notebook else MODELS.values()
    print(json.dumps({model.notebook: model.model_json_schema() for model in chosen}, indent=1, default=str))


# -------------------------------------------------------------------------------------------------- the record


def _checked(overlay: Path | None = None) -> Tables:
    """Return the record, with a reader's own rows where there are any: its rows agree, its claims can be judged."""
    from pactbook.record import load
    from pactbook.reports.gate import demand

    record = load(overlay=overlay)
    demand(record)
    return record


def _validate(options: argparse.Namespace) -> None:
    from pactbook.record import schema

    record = _checked()
    if options.case is not None:
        from pactbook.reports.case import load_case

        _tell_left_out(load_case(options.case))
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


def _export(options: argparse.Namespace) -> None:
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


def _todo(options: argparse.Namespace) -> None:
    from pactbook import tabular
    from pactbook.api import Pair

    found = Pair(options.a, options.b).open_questions
    if options.format == "csv":
        print(tabular.text(found), end="")
        return
    for row in found.itertuples():
        looked = f"last look-up on record: {row.looked_on or 'none'}"
        print("\n    ".join(filter(None, [f"{row.what} {row.title}".strip(), looked, row.query, row.query_local])))


def _add(options: argparse.Namespace) -> None:
    from pactbook import paths
    from pactbook.maintain.adding import add

    folder = (options.into or paths.overlay() or Path("my-rows")).resolve()
    row = add(options.table, _assigned(options.values), folder, _asked if sys.stdin.isatty() else None)
    print(f"{row} stands in {folder}: name that folder as overlay: in a case file, or in PACTBOOK_OVERLAY")


def _asked(field: Field, named: str) -> str:
    """Ask for the value of a column in the terminal."""
    allowed = f"\n  one of {', '.join(field.enum)}" if field.enum else ""
    optional = "" if field.required else " (may be left empty)"
    return input(f"{named}: {field.description}{optional}{allowed}\n> ")


def _figure(options: argparse.Namespace) -> None:
    from pactbook.reports.origin import origin

    for name, text in origin(options.file).items():
        print(f"{name}: {text}")


def _show(options: argparse.Namespace) -> None:
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
        _say("nothing on record", DONE)
        return
    print(listing.text(rows, options.what, options.format, record.addresses), end="")


def _list(options: argparse.Namespace) -> None:
    found = list(_LISTED[options.what]())
    width = max((len(key) for key, _ in found), default=0)
    for key, told in found:
        print(f"{key:{width}}  {told}")


def _cases() -> Iterator[tuple[str, str]]:
    from pactbook.reports import casefile

    for name in casefile.names():
        yield name, str(casefile.read(casefile.find(name)).get("title", name))


def _states() -> Iterator[tuple[str, str]]:
    from pactbook.states import codes, name

    yield from sorted((code, name(code)) for code in codes())


def _blocs() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    for row in load().blocs.itertuples():
        until = f"–{row.dissolved[:4]}" if row.dissolved else "–"
        yield row.bloc_id, f"{row.name} ({row.founded[:4]}{until})"


def _articles() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    record = load()
    pages = record.sources.set_index("source_id")
    for article, claims in record.claims.groupby("article_id"):
        page = pages.loc[article]
        yield str(article), f"{page.publisher}, {page.published}: {page.title} ({len(claims)} claims)"


def _systems() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    for row in load().missile_systems.itertuples():
        yield row.system_id, row.name + (f" ({', '.join(row.aliases)})" if row.aliases else "")


_LISTED: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "cases": _cases, "states": _states, "blocs": _blocs, "articles": _articles, "systems": _systems,
}  # fmt: skip


def _new_claims(options: argparse.Namespace) -> None:
    from pactbook import paths
    from pactbook.reports.files import write_text
    from pactbook.subjects.article.table import scaffold

    try:
        text = options.article.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise UserError(f"{options.article}: {what}") from None
    table = scaffold(text, paths.slug(options.article.stem))
    if options.output is None:
        print(table, end="")
        return
    if options.output.exists():
        raise UserError(f"{options.output}: is there already: name another file")
    try:
        write_text(options.output.resolve(), table)
    except OSError as error:
        raise UserError(f"{options.output}: {error.strerror}") from None


def _check_claims(options: argparse.Namespace) -> None:
    from pactbook.record import load
    from pactbook.subjects.article.table import lint

    record = load()
    if problems := lint(record):
        raise UserError("\n".join(problems))
    print(f"{len(record.claims)} claims: nothing to mend")


def _reference(options: argparse.Namespace) -> None:
    from pactbook.record import outside

    for path in outside.fetch():
        print(path)
    for line in outside.by_hand():
        _say(line, DONE)


def _completion(options: argparse.Namespace) -> None:
    import shtab

    print(shtab.complete(_parser(), shell=options.shell))


if __name__ == "__main__":
    sys.exit(main())
