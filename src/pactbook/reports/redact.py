"""Tracebacks for other eyes: no secret, no home folder. What was assigned to a name like ``api_key`` is not shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

REDACTED = "[redacted]"
_NAME = r"\w*(?:passw|passphrase|passwd|secret|token|credential|cookie|(?:api|access|private|auth|session)_?key)\w*"
_SECRET = re.compile(_NAME, re.IGNORECASE)
_COLOUR = r"(?:\x1b\[[0-9;]*m|\s)*"
# A literal behind such a name: ``token="…"``, ``'token': '…'``, also where a terminal's colours stand between.
_LITERAL = re.compile(rf"""({_NAME}['"]?{_COLOUR}[=:]{_COLOUR}[bru]{{0,2}})(['"])(?:\\.|(?!\2).)+\2""", re.IGNORECASE)
_PLAIN = {"true", "false", "none", "null"}
_SHORTEST = 4  # what is shorter stands in too many words


class Redactor:
    """Takes out of texts what some variables hold.

    Parameters
    ----------
    spaces : iterable of mapping
        Where variables stand, besides the environment.
    """

    def __init__(self, spaces: Iterable[Mapping[str, Any]] = ()) -> None:
        found = {form for space in (os.environ, *spaces) for form in _secrets(space)}
        self._values = sorted(found, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Return a text without them, and without the home folder."""
        for value in self._values:
            text = text.replace(value, REDACTED)
        return without_home(_LITERAL.sub(rf"\1\2{REDACTED}\2", text))


def _secrets(space: Mapping[str, Any]) -> Iterator[str]:
    """Yield what secret-looking names hold, as it is and as Python writes it."""
    for name, value in list(space.items()):
        if _SECRET.fullmatch(name) and isinstance(value, str | bytes):
            text = value.decode(errors="replace") if isinstance(value, bytes) else value
            if len(text) >= _SHORTEST and text.casefold() not in _PLAIN:
                yield from (text, repr(text)[1:-1])


def spaces_of(error: BaseException | None) -> Iterator[Mapping[str, Any]]:
    """Yield the variables of every frame that an error, and those behind it, came through."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield from (frame.f_locals for frame in _frames(error.__traceback__))
        error = error.__cause__ or error.__context__


def _frames(step: TracebackType | None) -> Iterator[Any]:
    while step is not None:
        yield step.tb_frame
        step = step.tb_next


def without_home(text: str) -> str:
    """Return a text in which the home folder is ``~``."""
    try:
        home = str(Path.home())
    except RuntimeError:  # nobody knows it
        return text
    return text if home in ("/", "") else re.sub(re.escape(home) + r"(?![\w.-])", "~", text)


def outputs(cells: Iterable[Any]) -> None:
    """Redact the errors and warnings of an executed notebook, whose variables are gone: literals and the environment."""
    redactor = Redactor()
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                output["evalue"] = redactor.text(output["evalue"])
                output["traceback"] = [redactor.text(line) for line in output["traceback"]]
            elif output.get("name") == "stderr":
                output["text"] = without_home(output["text"])
