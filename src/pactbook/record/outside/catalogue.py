"""The catalogue of outside datasets: what there is, where it lies, whether it is the right file.

`data/reference.yaml` names each dataset with version, licence, citation, hash and columns, and with its address where one is
pinned. `pactbook.maintain.reference` gets them.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from pactbook import paths
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record.declared import read_yaml


def catalogue(data: Path | None = None) -> dict[str, dict]:
    """Return what ``reference.yaml`` says, by name of the dataset.

    Parameters
    ----------
    data : pathlib.Path, optional
        The folder of the tables; default `pactbook.paths.data`. One without a catalogue goes by the shipped one.
    """
    file = paths.catalogue(data)
    return _catalogue(file, file.stat().st_mtime_ns if file.exists() else 0)


@functools.lru_cache(maxsize=8)
def _catalogue(file: Path, changed: int) -> dict[str, dict]:
    return read_yaml(file)


def path(name: str) -> Path | None:
    """Return the file of a dataset, or None where it has not been fetched."""
    return files().get(name)


def files(where: Path | None = None, data: Path | None = None) -> dict[str, Path]:
    """Return the datasets that have been fetched, and their files.

    Parameters
    ----------
    where, data : pathlib.Path, optional
        The folders of the datasets and of the tables; default `folder` and `pactbook.paths.data`.
    """
    found = {name: (where or paths.reference()) / entry["file"] for name, entry in catalogue(data).items()}
    return {name: file for name, file in found.items() if file.is_file()}


def checked(name: str, where: Path | None = None, data: Path | None = None) -> Path | None:
    """Return the file of a dataset, or None where it has not been fetched; `where` and `data` as for `files`.

    Raises
    ------
    UserError
        If the file that is there is another one, or damaged.
    """
    file = files(where, data).get(name)
    if file is None:
        return None
    entry, found = catalogue(data)[name], sha256(file)
    if found != entry["sha256"]:
        raise UserError(
            f"{file.name}: is not the file of {entry['title']} {entry['version']} that pactbook knows (its SHA-256 begins "
            f"with {found[:12]}, not {entry['sha256'][:12]}): remove it from {file.parent}; {_how(entry)}"
        )
    return file


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file, read anew once it changes."""
    state = file.stat()
    return _sha256(file, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=64)
def _sha256(file: Path, changed: int, size: int) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _how(entry: dict) -> str:
    if "url" in entry:
        return "`make reference` fetches the right one"
    return f"the right one comes from {entry['page']}: {entry['by_hand']}"


def note(name: str, t: Language) -> str:
    """Return one line: the citation of a dataset that is there, or how to get it."""
    entry = catalogue()[name]
    if path(name):
        return f"{entry['title']} {entry['version']}: {entry['citation']}"
    return t(
        "{title} is not here: `make reference` fetches it; without it this comparison is left out.",
        title=entry["title"],
    )


def source(name: str, data: Path | None = None) -> dict[str, str]:
    """Return a dataset as a row of ``sources.csv``, which the rows taken from it cite."""
    entry = catalogue(data)[name]
    return {
        "source_id": source_id(name),
        "publisher": entry["title"],
        "publisher_country": "",
        "title": f"{entry['version']}. {entry['citation']}",
        "url": entry.get("url") or entry["page"],
        "published": entry["published"],
        "language": "en",
        "kind": "dataset",
        "wire": "",
        "seen_on": "",
    }


def source_id(name: str) -> str:
    """Return the identifier of a dataset among the sources."""
    return name.replace("_", "-")
