"""The command ``pactbook``: words on the command line, and one place where what went wrong becomes a line.

argparse, with shtab for completion, and not Typer or cyclopts: with eight commands the help of the first starts in 3 times
what Python itself takes to start, of the others in 24 and 27 times. For the same reason the rest of the package is
imported by the command that needs it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import NoReturn

from pactbook.cli.common import DONE, FAILED, MISTAKE, PIPE, STOPPED, say
from pactbook.cli.words import command_line
from pactbook.errors import UserError


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
        return say(str(error), MISTAKE)
    except BrokenPipeError:
        # What is still to be written goes nowhere, so that Python does not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE
    except OSError as error:
        return say(f"{error.strerror or error}: {error.filename}" if error.filename else str(error), FAILED)
    except KeyboardInterrupt:  # Ctrl-C, or SIGTERM while a report is made
        return say("stopped", STOPPED)
    except BaseException:
        # A library that is interrupted while it is imported may turn the interruption into an error of its own.
        if interrupted.is_set():
            return say("stopped", STOPPED)
        raise


def _act(arguments: Sequence[str] | None) -> int:
    try:
        options = command_line().parse_args(arguments)
    except SystemExit as end:  # --help and --version
        return int(end.code or DONE)
    return options.act(options) or DONE


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
