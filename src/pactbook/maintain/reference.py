"""Getting the outside datasets: downloaded from a pinned address, or put by hand; a file that is not the right one says how."""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pactbook import paths
from pactbook.errors import UserError
from pactbook.record.outside import catalogue
from pactbook.record.outside.catalogue import sha256
from pactbook.reports.files import replaced

_TIMEOUT = 60  # seconds without an answer
_STATA = (b"<stata_dta>", *(bytes([version]) for version in range(113, 120)))
_PAGE = (b"<!doctype", b"<html", b"<?xml")


def fetch() -> tuple[list[Path], list[str]]:
    """Download every dataset that has an address and is not there, each checked before it takes its place.

    Returns
    -------
    there : list of pathlib.Path
        The files that are there now.
    faults : list of str
        A line for each that could not be had: what happened, and how to put it by hand.
    """
    there, faults = [], []
    for name, entry in catalogue().items():
        if "url" not in entry:
            continue
        if fault := _fetched(entry):
            faults.append(f"reference {name}: {fault}. {_without(entry)}")
        else:
            there.append(place(entry))
    return there, faults


def place(entry: dict[str, Any]) -> Path:
    """Return where the file of a dataset has its place."""
    return paths.reference() / entry["file"]


def _without(entry: dict[str, Any]) -> str:
    """Say what a report does without a dataset, and how its file is put by hand."""
    where = entry.get("url") or f"{entry['page']} ({entry['by_hand']})"
    return f"Reports work without it; to put it by hand, get it from {where} and run `pactbook reference add FILE`"


def _fetched(entry: dict[str, Any]) -> str:
    """Download a dataset to its place unless it is there, and return why not, empty where all went well."""
    target = place(entry)
    if target.is_file() and sha256(target) == entry["sha256"]:
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    if (free := shutil.disk_usage(target.parent).free) < entry["bytes"]:
        return f"no space: it has {entry['bytes']:,} bytes, and {free:,} are free in {target.parent}"
    try:
        with replaced(target) as temporary:
            _download(entry["url"], temporary)
            if fault := unlike(entry, temporary):
                raise _NotTheFileError(f"{entry['url']}: {fault}")
    except _NotTheFileError as error:
        return str(error)
    return ""


class _NotTheFileError(Exception):
    """What was had is not the file of a dataset."""


def _download(url: str, file: Path) -> None:
    """Download a file; what goes wrong on the way is told by what to do about it."""
    import pooch
    import requests

    try:
        pooch.HTTPDownloader(timeout=_TIMEOUT)(url, str(file), None)
    except requests.HTTPError as error:
        answer = error.response
        raise _NotTheFileError(f"{url}: answers {answer.status_code} {answer.reason}") from None
    except requests.exceptions.ChunkedEncodingError:
        raise _NotTheFileError(f"{url}: cut short: the connection broke off before the end of the file") from None
    except requests.Timeout:
        raise _NotTheFileError(f"{url}: no answer within {_TIMEOUT} seconds") from None
    except requests.ConnectionError:
        raise _NotTheFileError(f"{url}: no connection (are you offline?)") from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise _NotTheFileError(f"no space left in {file.parent} while {url} was written") from None


def unlike(entry: dict[str, Any], file: Path) -> str:
    """Say why a file is not that of a dataset: of another kind, cut short or changed; empty where it is.

    Parameters
    ----------
    entry : dict
        What the catalogue says of the dataset.
    file : pathlib.Path
        The file.
    """
    found = sha256(file)
    if found == entry["sha256"]:
        return ""
    if fault := _another_kind(entry, file):
        return fault
    if (size := file.stat().st_size) < entry["bytes"]:
        return f"cut short: it has {size:,} of {entry['bytes']:,} bytes"
    return (
        f"changed: its SHA-256 begins with {found[:12]}, that of {entry['title']} {entry['version']} with "
        f"{entry['sha256'][:12]}"
    )


def _another_kind(entry: dict[str, Any], file: Path) -> str:
    with file.open("rb") as stream:
        start = stream.read(512)
    if not start:
        return "empty: it has 0 bytes"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE):
        return f"of another format: a web page, where {entry['file']} should be"
    if entry["file"].endswith(".dta"):
        return "" if start.startswith(_STATA) else "of another format: not a Stata file"
    if missing := [column for column in entry["columns"] if column not in _header(file)]:
        return f"of another format: no column {', '.join(missing)}"
    return ""


def _header(file: Path) -> list[str]:
    with file.open(newline="", encoding="utf-8-sig", errors="replace") as stream:
        try:
            return next(csv.reader(stream), [])
        except csv.Error:
            return []


def by_hand() -> Iterator[str]:
    """Yield a line for each dataset without an address that is not there: how to put its file."""
    for entry in catalogue().values():
        if "url" not in entry and not place(entry).is_file():
            yield f"{entry['title']} {entry['version']} has no pinned address. {_without(entry)}"


def add(file: Path) -> tuple[str, Path]:
    """Put a file in the place of the dataset that it is.

    Parameters
    ----------
    file : pathlib.Path
        A file that was had by hand.

    Returns
    -------
    tuple of str and pathlib.Path
        The name of the dataset, and where its file stands now.

    Raises
    ------
    UserError
        If it is not the file of any dataset; the message says of which it seems to be, and what is wrong with it.
    """
    if not file.is_file():
        raise UserError(f"{file}: {'is a folder' if file.is_dir() else 'no such file'}")
    for name, entry in catalogue().items():
        if sha256(file) == entry["sha256"]:
            target = place(entry)
            target.parent.mkdir(parents=True, exist_ok=True)
            with replaced(target) as temporary:
                shutil.copyfile(file, temporary)
            return name, target
    raise UserError(_refused(file))


def _refused(file: Path) -> str:
    entries = catalogue()
    meant = [name for name, entry in entries.items() if entry["file"].casefold() == file.name.casefold()]
    meant = meant or [name for name, entry in entries.items() if not _another_kind(entry, file)]
    if len(meant) != 1:
        known = ", ".join(entry["file"] for entry in entries.values())
        return f"{file}: is not the file of any dataset that reports compare with ({known})"
    entry = entries[meant[0]]
    return f"{file}: is not the file of {entry['title']} {entry['version']}: {unlike(entry, file)}"


def status() -> Iterator[str]:
    """Yield for each dataset whether its file is there and the right one, its citation and its licence."""
    for name, entry in catalogue().items():
        first, last = entry["covers"]
        yield f"{name}: {entry['title']} {entry['version']} ({first}–{last}): {_state(entry)}"
        yield f"    {entry['citation']}"
        yield f"    Licence: {entry['licence']}"


def _state(entry: dict[str, Any]) -> str:
    file = place(entry)
    if file.is_file():
        fault = unlike(entry, file)
        return f"there, but {fault}: {file}" if fault else f"there: {file}"
    return "not there: `pactbook reference fetch` gets it" if "url" in entry else f"not there. {_without(entry)}"
