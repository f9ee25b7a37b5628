"""``make prose``: every sentence of a case as plain text, so that a reader can go through it from end to end.

The cells of a notebook run in this process, without a kernel; no figure is drawn.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from typing import Any

from pactbook import paths
from pactbook.exhibits.exhibit import Exhibit
from pactbook.locale import Language
from pactbook.reports.case import Case, load_case

_PARAMETERS = "parameters"


def text(case: Case) -> str:
    """Return all that a reader of the reports of a case reads, notebook by notebook."""
    return "\n\n".join(words for notebook in case.parameters for words in _notebook(case, notebook))


def _notebook(case: Case, name: str) -> Iterator[str]:
    for part in parts(case, name):
        yield from [part] if isinstance(part, str) else _words(part)


def parts(case: Case, name: str) -> Iterator[str | Exhibit]:
    """Yield what a notebook of a case shows, in order: its prose as Markdown, and its exhibits."""
    cells = json.loads((paths.NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    namespace: dict[str, Any] = {}
    t = Language(case.parameters[name].language)
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield t.prose(source)
        elif _PARAMETERS in cell["metadata"].get("tags", ()):
            namespace |= case.arguments(name)
        elif isinstance(shown := _value(source, namespace), Exhibit):
            yield shown


def _value(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, as a notebook shows it."""
    *lines, last = ast.parse(source).body
    shows = isinstance(last, ast.Expr)
    exec(compile(ast.Module([*lines, *([] if shows else [last])], []), "<cell>", "exec"), namespace)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if shows else None  # noqa: S307


def _words(shown: Exhibit) -> Iterator[str]:
    if shown.draw is not None:
        yield f"[{shown.name}] {shown.title}\n{shown.subtitle}"
    yield from (finding.text for finding in shown.findings)
    yield from (_plain(part) for part in shown.parts)
    if shown.draw is not None:
        yield from (f"{label}: {words}" for label, words in (("Alt", shown.alt), ("Note", shown.note)) if words)


def _plain(part: Any) -> str:
    bundle = part._repr_mimebundle_()
    return str((bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"])


def main() -> None:
    """Print the words of a case."""
    sys.stdout.write(text(load_case(sys.argv[1])) + "\n")


if __name__ == "__main__":
    main()
