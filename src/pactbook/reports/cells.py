"""The cells of a notebook run in an IPython shell of this process: what a kernel would show, without port and messages.

`pactbook.reports.engine` offers it to papermill. The shell takes the place of ``__main__``; a process that has more to do runs
it in a child (`pactbook.reports.warm`).
"""

from __future__ import annotations

import base64
import io
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from ipykernel.compiler import XCachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from pactbook.reports import limits, redact

INLINE = "module://matplotlib_inline.backend_inline"


class Recorder:
    """The outputs of the cell that runs."""

    def __init__(self) -> None:
        self.outputs: list[Any] = []
        self._shown: dict[str, list[Any]] = {}

    def begin(self) -> list[Any]:
        """Return the list that the next outputs go to."""
        self.outputs = []
        return self.outputs

    def add(self, kind: str, **content: Any) -> Any:
        """Add an output."""
        output = nbformat.from_dict({"output_type": kind, **content})
        self.outputs.append(output)
        return output

    def show(self, data: dict[str, Any], metadata: dict[str, Any], display_id: str | None, update: bool) -> None:
        """Add a display, or change those that were shown under its id."""
        if update:
            for earlier in self._shown.get(display_id or "", []):
                earlier.update(nbformat.from_dict({"data": data, "metadata": metadata}))
            return
        output = self.add("display_data", data=data, metadata=metadata)
        if display_id:
            self._shown.setdefault(display_id, []).append(output)

    def write(self, name: str, text: str) -> None:
        """Add text of a stream to the output before, where that is of the same stream."""
        text = redact.without_home(text) if name == "stderr" else text
        if self.outputs and self.outputs[-1].get("name") == name:
            self.outputs[-1].text += text
        elif text:
            self.add("stream", name=name, text=text)


class _Stream(io.TextIOBase):
    """What a cell prints."""

    encoding = "utf-8"  # type: ignore[assignment]

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._recorder.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    recorder: Recorder

    def publish(  # type: ignore[override]
        self, data: dict, metadata: dict | None = None, *, transient: dict | None = None, update: bool = False, **_: Any
    ) -> None:
        self.recorder.show(_encoded(data), metadata or {}, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.outputs.clear()


class _Hook(DisplayHook):
    recorder: Recorder

    def write_output_prompt(self) -> None:
        """Show no ``Out[1]:``."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        data, metadata = _encoded(format_dict), md_dict or {}
        self.recorder.add("execute_result", execution_count=None, data=data, metadata=metadata)

    def finish_displayhook(self) -> None:
        """Write no line after a result."""


def _encoded(data: dict[str, Any]) -> dict[str, Any]:
    """Return a MIME bundle as JSON holds it."""
    return {mime: base64.b64encode(part).decode() if isinstance(part, bytes) else part for mime, part in data.items()}


def shell(recorder: Recorder) -> InteractiveShell:
    """Return the IPython shell of this process, made anew, whose outputs go to a recorder."""

    class Shell(InteractiveShell):
        compiler_class = XCachingCompiler  # it names cells as a kernel does, on which depends what a traceback shows
        displayhook_class = type("Hook", (_Hook,), {"recorder": recorder})
        display_pub_class = type("Publisher", (_Publisher,), {"recorder": recorder})

        def init_history(self) -> None:
            self.config.HistoryManager.enabled = False  # no file, no thread
            super().init_history()

        def enable_gui(self, gui: object = None) -> None:
            """Open no window."""

        def showtraceback(self, *args: Any, **options: Any) -> None:
            """Show an error; one of want of memory needs some to be shown."""
            if isinstance(sys.exc_info()[1], MemoryError):
                limits.spare_memory()
            super().showtraceback(*args, **options)

        def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
            lines = stb if isinstance(stb, list) else [str(stb)]
            clean = redact.Redactor([self.user_ns, *redact.spaces_of(evalue)]).text
            recorder.add("error", ename=etype.__name__, evalue=clean(str(evalue)), traceback=[*map(clean, lines)])

    Shell.clear_instance()
    InteractiveShell.clear_instance()
    made = Shell.instance()
    made.display_formatter.active_types = made.display_formatter.format_types
    forget_the_backend()
    made.enable_matplotlib("inline")
    return made


def forget_the_backend() -> None:
    """Let matplotlib choose its backend anew: one chosen before the shell draws where nobody looks."""
    backend = os.environ.setdefault("MPLBACKEND", INLINE)
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = backend  # read from the environment when it was imported
    sys.modules.pop("matplotlib_inline.backend_inline", None)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot._backend_mod = None  # type: ignore[attr-defined]


@contextmanager
def _printing(recorder: Recorder) -> Iterator[None]:
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(recorder, "stdout"), _Stream(recorder, "stderr")  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept


def run(running: InteractiveShell, recorder: Recorder, cell: Any) -> BaseException | None:
    """Run a cell, put its outputs into it, and return what it raised, None where that is allowed."""
    if cell.cell_type != "code" or not cell.source.strip():
        return None
    cell.outputs = recorder.begin()
    with _printing(recorder):
        result = running.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = cell.execution_count
    error = result.error_before_exec or result.error_in_exec
    return None if "raises-exception" in cell.metadata.get("tags", ()) else error


def language_info() -> dict[str, Any]:
    """Return what a Python kernel says of its language."""
    return {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
