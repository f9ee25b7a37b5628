"""What the last report shows, laid into the notebook that it was made of, for who opens the notebook and has not run it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from pactbook.reports.batch.made import assigned

_OWN, _GIVEN = "parameters", "injected-parameters"


def lay(notebook: Any, name: str, build: Path) -> None:
    """Put the outputs of the last report into a notebook that has none.

    They have no number, by which `take_off` knows them; a line under the parameters says of which report they are.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; changed in place.
    name : str
        Its name, without ending.
    build : pathlib.Path
        Where reports lie.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.outputs for cell in cells):
        return
    for report in _newest(build, name):
        executed = [cell for cell in nbformat.read(report, as_version=4).cells if cell.cell_type == "code"]
        made = [cell for cell in executed if not _tagged(cell, _GIVEN)]
        if [cell.source for cell in made] == [cell.source for cell in cells] and _values(executed) == _values(cells):
            for cell, shown in zip(cells, made, strict=True):
                cell.outputs = [_without_number(output) for output in shown.outputs]
                if _tagged(cell, _OWN):
                    cell.outputs = [_told(report), *cell.outputs]
            return


def take_off(notebook: Any) -> None:
    """Take the outputs that `lay` put there out of a notebook: those of cells that did not run here."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell.get("execution_count") is None:
            cell["outputs"] = []


def _newest(build: Path, name: str) -> Iterator[Path]:
    """Yield the notebooks of that name in finished reports, the newest first."""
    found = [path for path in build.glob(f"*/{name}.ipynb") if (path.parent / "receipt.json").is_file()]
    yield from sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _tagged(cell: Any, tag: str) -> bool:
    return tag in cell.metadata.get("tags", ())


def _values(cells: list[Any]) -> dict[str, Any]:
    """Return the parameters with which some cells run, as text that can be compared."""
    own, given = ({} if one is None else assigned(one.source) for one in (_first(cells, _OWN), _first(cells, _GIVEN)))
    return {name: json.dumps(given.get(name, value)) for name, value in own.items()}


def _first(cells: list[Any], tag: str) -> Any:
    return next((cell for cell in cells if _tagged(cell, tag)), None)


def _without_number(output: Any) -> Any:
    numbered = output.output_type == "execute_result"
    return nbformat.from_dict({**output, "execution_count": None}) if numbered else output


def _told(report: Path) -> Any:
    words = f"Shown below: the last report made of it, `reports/{report.parent.name}`. Run the cells to make it anew."
    return nbformat.v4.new_output("display_data", data={"text/markdown": words, "text/plain": words})
