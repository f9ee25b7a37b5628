"""The receipt of a report: the hash of every input and output, so that a reader can tell what made it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pactbook import __version__, paths
from pactbook.record import ORIGINS
from pactbook.reports import crate
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.unchanged import RECEIPT, libraries, sha256

_, OUTSIDE, YOURS = ORIGINS


def inputs(case: Case, context: Context) -> dict[str, Any]:
    """Return the hashes of everything that a report of the case is made of.

    Parameters
    ----------
    case : Case
        The checked case.
    context : Context
        Where the run reads.

    Returns
    -------
    dict
        case, title, parameters (by notebook), files (path, alike in a checkout and where pactbook is installed, and hash),
        libraries (every distribution installed: name and version), python, pactbook.
    """
    return {
        "case": case.name,
        "title": case.title,
        "parameters": {name: case.arguments(name) for name in case.parameters},
        "files": {name: sha256(path) for name, path in sorted(_files(case, context).items())},
        "libraries": libraries(),
        "python": platform.python_version(),
        "pactbook": __version__,
    }


def _files(case: Case, context: Context) -> dict[str, Path]:
    """Return the files that decide what a report says, by the name under which a receipt knows them."""
    found = {f"notebooks/{name}.ipynb": context.notebook(name) for name in case.parameters}
    found |= {f"pactbook/{name}": path for name, path in _below(paths.PACKAGE) if not name.startswith("_data/")}
    found |= {f"data/boundaries/{name}": path for name, path in _below(context.boundaries)}
    found |= {f"data/{path.name}": path for path in (*context.data.glob("*.csv"), context.data / "datapackage.yaml")}
    found["data/reference.yaml"] = paths.catalogue(context.data)
    wanted = {origin for params in case.parameters.values() for origin in params.origins}
    overlay = case.overlay or context.overlay
    if OUTSIDE in wanted:
        found |= {f"reference/{path.name}": path for path in context.datasets.values()}
    if YOURS in wanted and overlay:
        found |= {f"overlay/{path.name}": path for path in overlay.glob("*.csv")}
    return found


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(folder).as_posix(), path


def identifier(what: dict[str, Any]) -> str:
    """Return the receipt's id: the first 16 digits of the hash of its inputs."""
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def write(folder: Path, what: dict[str, Any], asked: str = "", times: dict[str, Any] | None = None) -> None:
    """Write the receipt in its two forms: ``receipt.json``, and the same as RO-Crate for the programs that know those.

    Nothing else in a report has a time: same inputs, same bytes.

    Parameters
    ----------
    folder : pathlib.Path
        The report.
    what : dict
        As `inputs` gives it.
    asked : str, optional
        The `pactbook.reports.unchanged.fingerprint` of the command, by which the report is known again.
    times : dict, optional
        start and end of the run; notebooks: by name, as `pactbook.reports.timing` gives them.
    """
    outputs = {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    content = {"asked": asked, "receipt": identifier(what), "inputs": what, "outputs": outputs, "run": times or {}}
    described = folder / crate.NAME
    described.write_text(_json(crate.described(content, folder)), encoding="utf-8")
    # Last, with the hash of the other form, so that what is changed there is noticed too.
    outputs[crate.NAME] = sha256(described)
    (folder / RECEIPT).write_text(_json(content), encoding="utf-8")


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
