"""A report as one zip: everything that one mails."""

from __future__ import annotations

from pathlib import Path

from pactbook.reports.files import zipped


def write(path: Path, folder: Path) -> None:
    """Write a zip of a report: pages, notebooks, PDFs, figures with their data, receipt.

    Parameters
    ----------
    path : pathlib.Path
        The zip.
    folder : pathlib.Path
        The report; in the zip it is a folder of its name, in which `pactbook verify` finds everything as it was.
    """
    held = sorted(one for one in folder.rglob("*") if one.is_file())
    name = folder.resolve().name
    zipped(path, {f"{name}/{one.relative_to(folder).as_posix()}": one.read_bytes() for one in held})
