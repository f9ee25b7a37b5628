"""The reports as they stand in a site: copied with a way to the index, and without a trace of the machine that made them."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from pactbook import paths
from pactbook.reports import files, html
from pactbook.reports.site.found import Report
from pactbook.reports.unchanged import RECEIPT, sha256

_HOME = '<a class="mark" href="{}">'
_CARD = '<meta property="og:image" content="'


def copy_case(report: Report, folder: Path, base: str) -> None:
    """Copy the report of a case: what its receipt names, and nothing that somebody put beside it.

    Its first page leads to the index and its notebooks forget where and when they ran; the receipt's hashes of these follow, so
    that `pactbook verify` can tell whether the copy was touched.

    Parameters
    ----------
    report : Report
        The report.
    folder : pathlib.Path
        The site.
    base : str
        Its address; empty where it is not known.
    """
    target = folder / report.source.name
    receipt = json.loads((report.source / RECEIPT).read_text(encoding="utf-8"))
    for name in receipt["outputs"]:
        there = target / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(report.source / name, there)
        if name == "index.html":
            files.write_text(there, _placed(there.read_text(encoding="utf-8"), f"{base}{target.name}/" if base else ""))
        elif there.suffix == ".ipynb":
            files.write_text(there, _untraced(there.read_text(encoding="utf-8")))
        receipt["outputs"][name] = sha256(there)
    files.write_text(target / RECEIPT, json.dumps(receipt, indent=1, ensure_ascii=False) + "\n")


def _placed(page: str, address: str) -> str:
    """Return the first page of a report with the way to the index, and its card where whoever links to it looks for it."""
    page = page.replace(_HOME.format("index.html"), _HOME.format("../index.html"), 1)
    return page.replace(_CARD, _CARD + address, 1)


def _untraced(text: str) -> str:
    """Return a notebook without what papermill notes: the paths and the hours of a run."""
    book = json.loads(text)
    noted = [one["metadata"].pop("papermill", None) for one in (book, *book["cells"])]
    # Written as nbformat writes it.
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n" if any(noted) else text


def write_page(report: Report, target: Path) -> None:
    """Write the page of one report of a batch."""
    (values,) = report.parameters.values()
    job = {"title": report.title, "parameters": values, "receipt": "", "home": "../index.html", "alone": True}
    target.parent.mkdir(parents=True, exist_ok=True)
    html.write(report.source, target, job)


def made_of(report: Report, package: str) -> str:
    """Return a hash of what decides the page of one report of a batch; `package` is that of the code."""
    return hashlib.sha256("\n".join([report.title, sha256(report.source), package]).encode()).hexdigest()


def package() -> str:
    """Return a hash of the code that makes pages."""
    own = sorted(path for path in paths.PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return hashlib.sha256("".join(sha256(path) for path in own).encode()).hexdigest()
