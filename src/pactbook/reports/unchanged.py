"""Whether a report that is there is the one that would be made: nothing is run where nothing has changed.

Nothing here imports pandas: the answer takes a fraction of a second.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pactbook import paths

RECEIPT = "receipt.json"
# Files that are read under another name, and the one that makes the boundaries, which a wheel does not carry.
_ELSEWHERE = ("pactbook/_data/", "data/boundaries/", "boundaries/build.py")


def fingerprint(asked: Sequence[str], case: Path | None) -> str:
    """Return what would decide a report: the words of the command, the case file and everything that a run reads.

    Parameters
    ----------
    asked : sequence of str
        The words of the command that name a case and change it.
    case : pathlib.Path or None
        The case file, None where two states are named.

    Returns
    -------
    str
        A hash. A command or a case that speaks of today has another one each day.
    """
    words = [*asked, case.read_text(encoding="utf-8") if case else ""]
    day = today() if any("today" in text for text in words) or not case else ""
    return hashed({"asked": words, "day": day, "inputs": hashed(facts())})


def facts() -> dict[str, dict[str, str]]:
    """Return what a run reads: tables, notebooks, package, outside datasets, Python and libraries.

    Returns
    -------
    dict
        files (hash by name, alike wherever the folders are), libraries (version by name, and that of Python).
    """
    return {
        "files": {name: sha256(path) for name, path in sorted(_read())},
        "libraries": libraries() | {"python": platform.python_version()},
    }


def libraries() -> dict[str, str]:
    """Return every distribution that a notebook can import, by name, with its version."""
    found: dict[str, str] = {}
    for one in importlib.metadata.distributions():
        # Of two with one name Python imports the first.
        found.setdefault(one.name.lower().replace("_", "-"), one.version)
    return dict(sorted(found.items()))


def hashed(told: Mapping[str, object]) -> str:
    """Return a hash of some values, such as `facts`."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def today() -> str:
    """Return the date, ISO 8601."""
    return dt.date.today().isoformat()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read() -> Iterator[tuple[str, Path]]:
    """Yield every file that a run may read, with its name."""
    data = paths.data()
    folders = {
        "pactbook": paths.PACKAGE,
        "data": data,
        "boundaries": paths.boundaries(data),
        "notebooks": paths.NOTEBOOKS,
        "reference": paths.reference(),
        "overlay": paths.overlay(),
    }
    for room, folder in folders.items():
        for path in folder.rglob("*") if folder else ():
            name = f"{room}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and path.suffix not in {".pyc", ".md"} and not name.startswith(_ELSEWHERE):
                yield name, path


def standing(asked: str, build: Path) -> Path | None:
    """Return the report that was made of the same, untouched since; None where there is none."""
    for path in sorted(build.glob(f"*/{RECEIPT}")):
        with path.open(encoding="utf-8") as stream:
            head = stream.read(200)
        if asked in head:
            return path.parent if not changed_outputs(path.parent) else None
    return None


def changed_outputs(folder: Path) -> dict[str, str]:
    """Return which files of a report are not as its receipt says, and how: changed, missing or added."""
    recorded = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))["outputs"]
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    there.pop(RECEIPT, None)
    return changes(recorded, {name: sha256(path) for name, path in there.items()})


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """Return what became of each name: changed, missing (it was there before) or added."""
    found = {name: "changed" for name in before.keys() & after.keys() if before[name] != after[name]}
    found |= dict.fromkeys(before.keys() - after.keys(), "missing") | dict.fromkeys(
        after.keys() - before.keys(), "added"
    )
    return dict(sorted(found.items()))
