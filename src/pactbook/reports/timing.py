"""When each cell of a notebook ran: told in the receipt alone, so that the notebook has the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_INJECTED = "injected-parameters"  # papermill's tag of the cell that it adds, whose id it draws at random
# What papermill and a kernel write of one run, by where it stands.
_OF_CELL = ("start_time", "end_time", "duration")
_OF_RUN = (*_OF_CELL, "input_path", "output_path")


def taken_from(path: Path) -> dict[str, Any]:
    """Take times and machine paths out of an executed notebook, and return the times.

    Parameters
    ----------
    path : pathlib.Path
        The notebook as papermill left it; it is written anew.

    Returns
    -------
    dict
        start, end; cells: number (from 1, as committed, without the cell that papermill adds), start and end of each code cell.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    run = notebook["metadata"]["papermill"]
    times = {"start": run.get("start_time"), "end": run.get("end_time"), "cells": _cells(notebook["cells"])}
    for name in _OF_RUN:
        run.pop(name, None)
    for cell in notebook["cells"]:
        _make_plain(cell)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return times


def _cells(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    committed = [cell for cell in cells if not _is_injected(cell)]
    return [
        {"cell": number, "start": told.get("start_time"), "end": told.get("end_time")}
        for number, cell in enumerate(committed, start=1)
        if cell["cell_type"] == "code" and (told := cell["metadata"].get("papermill"))
    ]


def _is_injected(cell: dict[str, Any]) -> bool:
    return _INJECTED in cell["metadata"].get("tags", ())


def _make_plain(cell: dict[str, Any]) -> None:
    for name in _OF_CELL:
        cell["metadata"].get("papermill", {}).pop(name, None)
    cell["metadata"].pop("execution", None)  # a kernel's own times
    if _is_injected(cell):
        cell["id"] = _INJECTED
