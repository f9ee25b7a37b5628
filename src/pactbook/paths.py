"""Where things are. Every path starts from the package, never from the current directory.

The package finds tables, notebooks and cases in a source checkout, and where it is installed as a wheel, which carries
them inside.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import platformdirs

from pactbook.errors import UserError, shown

PACKAGE = Path(__file__).resolve().parent
_CARRIED = PACKAGE / "_data"
INSTALLED = _CARRIED.is_dir()
# The folder that holds data/ and notebooks/: the checkout, or what the wheel carries.
ROOT = _CARRIED if INSTALLED else PACKAGE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
CASES = NOTEBOOKS / "cases"
# A case lends its name to folders and files beside it, whose names are longer.
LONGEST_NAME = 100


def data() -> Path:
    """Return the folder of the tables: ``data/``, or where the variable ``PACTBOOK_DATA`` points.

    Raises
    ------
    UserError
        If the variable names no folder.
    """
    named = os.environ.get("PACTBOOK_DATA")
    if not named:
        return ROOT / "data"
    if not Path(named).is_dir():
        what = "is a file" if Path(named).exists() else "is not there"
        raise UserError(f"PACTBOOK_DATA: {shown(named)} {what}: name the folder of the tables")
    return Path(named)


def overlay() -> Path | None:
    """Return the folder of the reader's own rows, where the variable ``PACTBOOK_OVERLAY`` points; None without it."""
    named = os.environ.get("PACTBOOK_OVERLAY")
    return Path(named) if named else None


def reference() -> Path:
    """Return the folder of the outside datasets: the user's cache, or where ``PACTBOOK_REFERENCE`` points."""
    return Path(os.environ.get("PACTBOOK_REFERENCE") or platformdirs.user_cache_path("pactbook") / "reference")


def boundaries(folder: Path | None = None) -> Path:
    """Return the folder of the boundary pack, which goes with a folder of tables or is the shipped one.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The folder of the tables; default `data`.
    """
    return _own_or_shipped("boundaries", folder)


def catalogue(folder: Path | None = None) -> Path:
    """Return the file that names the outside datasets; `folder` as for `boundaries`."""
    return _own_or_shipped("reference.yaml", folder)


def _own_or_shipped(name: str, folder: Path | None) -> Path:
    own = (folder or data()) / name
    return own if own.exists() else ROOT / "data" / name


def build() -> Path:
    """Return the folder of the reports: the checkout's ``build/``; if installed, the one of where the command is called.

    The variable ``PACTBOOK_BUILD`` points elsewhere.
    """
    if named := os.environ.get("PACTBOOK_BUILD"):
        return Path(named).absolute()
    return (Path.cwd() if INSTALLED else ROOT) / "build"


def slug(name: str) -> str:
    """Return `name` as a folder name: lower case, digits and single hyphens.

    Raises
    ------
    UserError
        If the name holds a path separator or ``..``, is too long, or nothing is left of it.
    """
    if re.search(r"[/\\\0]|\.\.", name):
        raise UserError(f"case name {shown(name)}: a name must not contain '/', '\\' or '..'")
    if len(name) > LONGEST_NAME:
        raise UserError(f"case name {shown(name)}: a name has at most {LONGEST_NAME} characters, not {len(name)}")
    result = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not result:
        raise UserError(f"case name {shown(name)}: it needs at least one Latin letter or digit")
    return result


def inside(folder: Path, name: str) -> Path:
    """Return `folder` / slug(`name`), checked to lie in `folder`."""
    path = (folder / slug(name)).resolve()
    if path.parent != folder.resolve():
        raise UserError(f"case name {name!r} leaves the folder {folder}")
    return path
