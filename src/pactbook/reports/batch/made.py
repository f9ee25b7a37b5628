"""The reports that a batch has made, as they lie in a folder of this machine: read without what makes them."""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUMMARY = "summary.csv"
NOTEBOOKS = "notebooks"
DONE, FAILED = "done", "failed"  # what the summary says of a report


@dataclass(frozen=True)
class Made:
    """A report: its name, the parameters that it ran with, and its executed notebook."""

    name: str
    values: dict[str, Any]
    notebook: Path


def finished(folder: Path) -> Iterator[Made]:
    """Yield the reports that a batch has made, as its summary names them."""
    with (folder / SUMMARY).open(newline="", encoding="utf-8-sig") as stream:
        names = [row["report"] for row in csv.DictReader(stream) if row["status"] == DONE]
    for name in names:
        notebook = folder / NOTEBOOKS / f"{name}.ipynb"
        yield Made(name, _injected(notebook), notebook)


def _injected(notebook: Path) -> dict[str, Any]:
    """Return what papermill put into a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return assigned(
        next("".join(one["source"]) for one in cells if "injected-parameters" in one["metadata"].get("tags", ()))
    )


def assigned(source: str) -> dict[str, Any]:
    """Return the values that a cell of parameters gives."""
    lines = (line for line in ast.parse(source).body if isinstance(line, ast.Assign))
    return {ast.unparse(line.targets[0]): ast.literal_eval(line.value) for line in lines}
