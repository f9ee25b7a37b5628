"""A case that is run beside the kernel, which stays free for the reader."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from pactbook import paths
from pactbook.explore.message import message
from pactbook.reports import redact

_AT = "PACTBOOK_REPORTS_AT"  # where the server of the lab gives the files of reports (`pactbook.reports.shelf`)
_LINES = 4  # that are told of a run that failed


def start(path: Path, tell: Callable[[str], None], ended: Callable[[], None]) -> threading.Thread:
    """Run the case in a file, and tell in HTML what became of it."""
    thread = threading.Thread(target=_run, args=(path, tell, ended), daemon=True)
    thread.start()
    return thread


def _run(path: Path, tell: Callable[[str], None], ended: Callable[[], None]) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pactbook.cli", "run", str(path)],
            capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        tell(_made(path.stem) if done.returncode == 0 else _failed(done.stderr or done.stdout))
    except OSError as error:
        tell(_failed(str(error)))
    finally:
        ended()


def _made(name: str) -> str:
    """Return where the report is to be read: a link where the lab's server gives it, else its file."""
    page = f"{name}/index.html"
    if at := os.environ.get(_AT):
        return message("The report is made:", at + page, f"open {name}")
    return message(f"The report is made: open {paths.build() / page}")


def _failed(said: str) -> str:
    """Return the last words of a run without a report."""
    lines = [line for line in redact.without_home(said).splitlines() if line.strip()]
    return message("\n".join(["No report came of it:", *lines[-_LINES:]]))
