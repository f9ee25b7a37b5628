"""What a notebook has done so far, written down cell by cell: a process that is killed leaves it behind.

The notebook itself is written once, at the end: to write megabytes after each cell takes a second.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from pactbook.reports import files


class Journal:
    """The journal of a notebook that runs: the notebook on the first line, then each cell as it begins and as it ends.

    Parameters
    ----------
    path : pathlib.Path or None
        Its file; None where nothing is written down.
    """

    def __init__(self, path: Path | None) -> None:
        self._stream = path.open("w", encoding="utf-8") if path else None

    def write(self, *line: Any) -> None:
        """Add a line."""
        if self._stream:
            self._stream.write(json.dumps(line) + "\n")
            self._stream.flush()


def salvage(journal: Path, output: Path) -> None:
    """Write the notebook that a journal tells of, with all that was done, unless there is none."""
    if not journal.exists():
        return
    book: dict[str, Any] = {}
    for line in journal.read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ValueError):  # the last line of one that was killed while it wrote
            _take(book, *json.loads(line))
    if book:
        files.write_text(output, json.dumps(book, indent=1, ensure_ascii=False) + "\n")


def _take(book: dict[str, Any], what: Any, cell: Any = None) -> None:
    if cell is None:
        book |= what
    else:
        book["cells"][what] = cell
