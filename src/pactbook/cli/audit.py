"""The commands that take an article to its audited report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pactbook.cli.common import DONE, FAILED, say, tell_left_out
from pactbook.errors import UserError

if TYPE_CHECKING:
    from pactbook.texts import Page

STANDARD_INPUT = Path("-")


def start(options: argparse.Namespace) -> None:
    """Write the worksheet of an article."""
    import datetime as dt

    from pactbook import states
    from pactbook.record import load
    from pactbook.texts import read
    from pactbook.worksheets.rows import folder_of
    from pactbook.worksheets.start import new

    pair = tuple(states.resolve(state, "--pair") for state in options.pair or ())
    if len(set(pair)) == 1:
        raise UserError(f"--pair: {states.name(pair[0])} stands twice: name two states")
    target = options.output or _beside(options.article)
    _demand_new(target)
    article, folder = read(_page(options.article)), folder_of(target)
    record = load(overlay=folder if any(folder.glob("*.csv")) else None)
    _put(target, new(article, record, target.stem, dt.date.today(), pair))
    if not article.published:
        say("no date of the article was found: put it on a line beneath the title and start again", DONE)


def _beside(article: Path) -> Path:
    return Path("audit.yml") if article == STANDARD_INPUT else article.with_suffix(".yml")


def _demand_new(target: Path) -> None:
    if target.exists():
        raise UserError(f"{target}: is there already: name another file with --output")


def _page(article: Path) -> Page:
    from pactbook.texts import files

    if article == STANDARD_INPUT:
        return files.of_bytes(sys.stdin.buffer.read(files.LARGEST + 1), "-")
    return files.page(article)


def _put(target: Path, text: str) -> None:
    from pactbook.reports.files import write_text

    try:
        write_text(target.resolve(), text)
    except OSError as error:
        raise UserError(f"{target}: {error.strerror}") from None
    print(target)


def of_record(options: argparse.Namespace) -> None:
    """Write the worksheet of an article on record."""
    from pactbook.record import load
    from pactbook.worksheets.rows import of_record as worksheet

    text = worksheet(load(), options.article)
    if options.output is None:
        print(text, end="")
        return
    _demand_new(options.output)
    _put(options.output, text)


def check(options: argparse.Namespace) -> None:
    """Check a worksheet and explain its verdicts, or check the claims on record."""
    if options.file is None:
        _check_record()
        return
    from pactbook.locale import Language
    from pactbook.reports.files import write_text
    from pactbook.worksheets.check import checked, completed, judged

    found = checked(options.file)
    for row in judged(found, Language("en")).values():
        print(f"{row['claim_id']}: {row['verdict']}{_sureness(row)}: {row['claim_en']}\n    {row['reasoning']}")
    write_text(options.file.resolve(), completed(found))
    print(f"{len(found.claims)} of {len(found.sheet.claims)} claims are kept: nothing to mend")


def _sureness(row: dict) -> str:
    return f" ({row['confidence']} confidence)" if row["confidence"] else ""


def _check_record() -> None:
    from pactbook.record import load
    from pactbook.subjects.article.table import lint

    record = load()
    if problems := lint(record):
        raise UserError("\n".join(problems))
    print(f"{len(record.claims)} claims: nothing to mend")


def export(options: argparse.Namespace) -> None:
    """Print the claims of a worksheet as rows of claims.csv."""
    from pactbook.maintain.rows import as_text
    from pactbook.record import schema
    from pactbook.worksheets.check import checked

    print(as_text(checked(options.file).claims, schema()["claims"].columns), end="")


def run(options: argparse.Namespace) -> int:
    """Make the report of a worksheet."""
    from pactbook.cli.reports import changes
    from pactbook.worksheets import report, rows
    from pactbook.worksheets.check import checked

    found = checked(options.file)
    if not found.claims:
        raise UserError(f"{options.file}: no claim is kept: write `keep: yes` for what the article claims")
    folder = rows.folder_of(options.file)
    report.put(found, folder)
    case = report.case(found, folder, changes(options))
    tell_left_out(case)
    # Imported here: the checks of a case need neither rich nor nbconvert.
    from pactbook.reports.run import NotebookError
    from pactbook.reports.run import run as make

    try:
        made = make(case)
    except NotebookError as error:
        return say(f"{error}\npartial output: {error.folder}", FAILED)
    print(f"your rows: {folder}\nopen {made / 'index.html'}")
    return DONE
