"""The receipt of a report: the hash of every input and output, so that a reader can tell what made it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path
from typing import Any

from pactbook import __version__, paths
from pactbook.parameters import Case

# What decides the bytes of a report, besides our own files.
LIBRARIES = ("geopandas", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyproj", "scipy", "shapely")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def inputs(case: Case) -> dict[str, Any]:
    """Return the hashes of everything that a report of the case is made of.

    Parameters
    ----------
    case : Case
        The checked case.

    Returns
    -------
    dict
        parameters (by notebook), files (path from the root of the project or of the data folder, and hash),
        libraries (name and version), python, pactbook.
    """
    folders = (paths.ROOT / "src" / "pactbook", paths.boundaries())
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    hashes = {path.relative_to(paths.ROOT).as_posix(): sha256(path) for path in files}
    hashes |= {f"notebooks/{name}.ipynb": sha256(paths.NOTEBOOKS / f"{name}.ipynb") for name in case.parameters}
    tables = [*paths.data().glob("*.csv"), paths.data() / "datapackage.yaml"]
    hashes |= {f"data/{path.name}": sha256(path) for path in tables}
    return {
        "case": case.name,
        "parameters": {name: case.arguments(name) for name in case.parameters},
        "files": dict(sorted(hashes.items())),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "pactbook": __version__,
    }


def identifier(what: dict[str, Any]) -> str:
    """Return the receipt's id: the first 16 digits of the hash of its inputs."""
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def write(folder: Path, what: dict[str, Any]) -> None:
    """Write ``receipt.json`` with the inputs and the hash of every file in `folder`."""
    outputs = {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    content = {"receipt": identifier(what), "inputs": what, "outputs": outputs}
    (folder / "receipt.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
