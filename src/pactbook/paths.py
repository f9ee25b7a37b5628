"""Where things are. Every path starts from the package, never from the current directory."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pactbook.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
CASES = NOTEBOOKS / "cases"
BUILD = ROOT / "build"


def data() -> Path:
    """Return the folder of the tables: ``data/``, or where the variable ``PACTBOOK_DATA`` points."""
    return Path(os.environ.get("PACTBOOK_DATA") or ROOT / "data")


def boundaries() -> Path:
    """Return the folder of the boundary pack."""
    return ROOT / "data" / "boundaries"


def slug(name: str) -> str:
    """Return `name` as a folder name: lower case, digits and single hyphens.

    Raises
    ------
    UserError
        If the name holds a path separator or ``..``, or nothing is left of it.
    """
    if re.search(r"[/\\\0]|\.\.", name):
        raise UserError(f"case name {name!r}: a name must not contain '/', '\\' or '..'")
    result = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not result:
        raise UserError(f"case name {name!r}: it needs at least one Latin letter or digit")
    return result


def inside(folder: Path, name: str) -> Path:
    """Return `folder` / slug(`name`), checked to lie in `folder`."""
    path = (folder / slug(name)).resolve()
    if path.parent != folder.resolve():
        raise UserError(f"case name {name!r} leaves the folder {folder}")
    return path
