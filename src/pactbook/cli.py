"""The command ``pactbook``: run a case, show parameters, validate the tables, list the cases."""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pactbook import __version__, parameters, paths
from pactbook.errors import UserError, hint
from pactbook.record import checks, load, outside, schema


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 a notebook failed, 2 the user's mistake."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.act(options)
    except UserError as error:
        print(f"pactbook: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("pactbook: stopped; the last report is untouched", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print(
            f"pactbook: {error.strerror}: {error.filename or paths.BUILD}; the last report is untouched",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pactbook", description="Sourced answers about defence agreements.")
    parser.add_argument("--version", action="version", version=f"pactbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "run", "make the report of a case in build/CASE/", _run).add_argument(
        "case", metavar="CASE", help="a name that `pactbook list` shows, or a path to a YAML file"
    )
    _command(commands, "params", "show what a notebook takes", _params).add_argument(
        "notebook", metavar="NOTEBOOK", nargs="?", help="for example 01-bilateral-agreements; all if left out"
    )
    _command(commands, "validate", "check the tables, and a case if one is named", _validate).add_argument(
        "case", metavar="CASE", nargs="?"
    )
    _command(commands, "list", "list the cases", _list)
    _claims(_command(commands, "claims", "start or check a table of claims", _check_claims))
    _command(commands, "reference", "download the outside datasets that reports compare with", _reference)
    return parser


def _command(commands: argparse._SubParsersAction, name: str, what: str, act: Callable) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what)
    parser.set_defaults(act=act)
    return parser


def _claims(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    new = _command(actions, "new", "start an empty table of claims from the text of an article", _new_claims)
    new.add_argument("article", metavar="ARTICLE.txt", type=Path, help="the article as plain text, UTF-8")
    new.add_argument("--output", metavar="FILE.csv", type=Path, help="where the table goes; the screen if left out")
    _command(actions, "check", "check claims.csv beyond its schema", _check_claims)


def _new_claims(options: argparse.Namespace) -> int:
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
        return 0
    if options.output.exists():
        raise UserError(f"{options.output}: is there already: name another file")
    try:
        write_text(options.output.resolve(), table)
    except OSError as error:
        raise UserError(f"{options.output}: {error.strerror}") from None
    return 0


def _check_claims(options: argparse.Namespace) -> int:
    from pactbook.subjects.article.table import lint

    record = load()
    if problems := lint(record):
        raise UserError("\n".join(problems))
    print(f"{len(record.claims)} claims: nothing to mend")
    return 0


def _run(options: argparse.Namespace) -> int:
    case = parameters.load_case(options.case)
    load()
    # Imported here: the other commands need neither rich nor nbconvert, and start faster without them.
    from pactbook.reports.run import NotebookError, run

    try:
        folder = run(case)
    except NotebookError as error:
        print(f"pactbook: {error}\npartial output: {error.folder}", file=sys.stderr)
        return 1
    print(f"open {folder / 'index.html'}")
    return 0


def _params(options: argparse.Namespace) -> int:
    models = parameters.MODELS
    if options.notebook and options.notebook not in models:
        raise UserError(f"{options.notebook!r} is no notebook{hint(options.notebook, models)}")
    chosen = [models[options.notebook]] if options.notebook else models.values()
    print(json.dumps({model.notebook: model.model_json_schema() for model in chosen}, indent=1, default=str))
    return 0


def _validate(options: argparse.Namespace) -> int:
    if options.case:
        parameters.load_case(options.case)
    record = load()
    if found := checks.problems(record):
        raise UserError("\n".join(found))
    for name in schema():
        print(f"{name:16} {len(record[name]):6} rows")
    return 0


def _list(options: argparse.Namespace) -> int:
    for name in parameters.case_names():
        case = parameters.load_case(name)
        print(f"{name:24} {case.title} ({', '.join(case.parameters)})")
    return 0


def _reference(options: argparse.Namespace) -> int:
    for path in outside.fetch():
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
