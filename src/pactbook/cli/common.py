"""What several commands share: how ``-p`` is read, what is said besides a result, the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pactbook.errors import UserError, shown

if TYPE_CHECKING:
    from pactbook.reports.case import Case

# Exit codes: done, a notebook or the machine failed, the user's mistake, the reader of a pipe has gone, Ctrl-C.
DONE, FAILED, MISTAKE, PIPE, STOPPED = 0, 1, 2, 141, 130


def say(message: str, code: int) -> int:
    """Print lines to standard error, with who says them, and return an exit code."""
    print("\n".join(f"pactbook: {line}" for line in message.splitlines()), file=sys.stderr)
    return code


def tell_left_out(case: Case) -> None:
    """Say which notebooks of a case do not apply."""
    from pactbook.reports.case import told_left_out

    for line in told_left_out(case.left_out):
        say(line, DONE)


def assigned(texts: Iterable[str], option: str = "-p") -> dict[str, str]:
    """Return what ``-p NAME=VALUE``, or another option of its kind, gives, each once."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UserError(f"{option} {shown(text)}: write KEY=VALUE")
        if name in found:
            raise UserError(f"{option} {name}: stands twice")
        found[name] = value
    return found
