"""HTML of a report: one self-contained page a notebook, and an index. No page asks any host for anything."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from pactbook import __version__, markup
from pactbook.locale import Language
from pactbook.plots import interactive
from pactbook.reports.case import Case
from pactbook.subjects.findings import MIME

TEMPLATES = resources.files("pactbook.reports") / "templates"
# Nothing is fetched and nothing runs: pictures and styles stand in the page itself.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MAP = resources.files("pactbook.reports") / "map"


def write(notebook: Path, target: Path, job: dict[str, Any]) -> None:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook : pathlib.Path
        The executed notebook.
    target : pathlib.Path
        The page.
    job : dict
        title (of the case), parameters, receipt.
    """
    node = _read(notebook, job["parameters"]["language"])
    drawn = any(interactive.MIME in data for data in _outputs(notebook))
    facts = _facts(job, _heading(node)) | (_scripted() if drawn else {})
    body, _ = _exporter().from_notebook_node(node, resources={"pactbook": facts})
    target.write_text(body, encoding="utf-8")


def _read(notebook: Path, language: str) -> nbformat.NotebookNode:
    """Return the notebook with its prose in the language of the report."""
    node, t = nbformat.read(notebook, as_version=4), Language(language)
    for cell in node.cells:
        if cell.cell_type == "markdown":
            cell.source = t.prose(cell.source)
    return node


@functools.cache
def _exporter() -> HTMLExporter:
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = ("parameters", "injected-parameters")
    # What an analyst looks at while working, such as the first rows of a table, is no part of the page.
    config.TagRemovePreprocessor.remove_all_outputs_tags = ("working",)
    config.HTMLExporter.exclude_anchor_links = True
    return HTMLExporter(
        template_name="pactbook", extra_template_basedirs=[str(TEMPLATES)], embed_images=False, config=config
    )


def _facts(job: dict[str, Any], heading: str) -> dict[str, Any]:
    return {
        "case": job["title"],
        "heading": heading,
        "language": job["parameters"]["language"],
        "parameters": job["parameters"],
        "receipt": job["receipt"],
        "version": __version__,
        "policy": POLICY,
        "script": "",
        "css": css(),
    }


@functools.cache
def script() -> str:
    """Return the script of the map, as it stands in a page that has one."""
    return (MAP / "bundle.js").read_text(encoding="ascii")


def _scripted() -> dict[str, str]:
    """Return the script and the policy that lets it run, by its hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return {"script": script(), "policy": f"{POLICY}; script-src 'sha256-{digest}'"}


def css() -> str:
    """Return the style sheet of all pages."""
    return (TEMPLATES / "pactbook" / "report.css").read_text(encoding="utf-8")


def _heading(node: nbformat.NotebookNode) -> str:
    lines = (line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def findings(notebook: Path) -> list[dict[str, Any]]:
    """Return the findings of an executed notebook, in order: key, text, records."""
    found = []
    for data in _outputs(notebook):
        content = data.get(MIME, {})
        found += content.get("brief", [content] if content else [])
    return found


def _brief(notebook: Path) -> list[str]:
    return next(
        ([f["text"] for f in data[MIME]["brief"]] for data in _outputs(notebook) if "brief" in data.get(MIME, {})), []
    )


def _outputs(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [out["data"] for cell in cells for out in cell.get("outputs", []) if "data" in out]


def write_index(case: Case, folder: Path, identifier: str) -> None:
    """Write ``index.html``: what each notebook found, with its first figure, and where its page is."""
    first = next(iter(case.parameters.values()))
    chapters = [_chapter(folder, name, first.language) for name in case.parameters]
    page = markup.render(
        "reports",
        "pactbook/case.html.j2",
        case=case,
        chapters=chapters,
        receipt=identifier,
        version=__version__,
        policy=POLICY,
        css=css(),
        language=first.language,
        as_of=Language(first.language).date(first.as_of),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _chapter(folder: Path, name: str, language: str) -> dict[str, Any]:
    notebook = folder / f"{name}.ipynb"
    figures = [out for out in _outputs(notebook) if "image/png" in out]
    return {
        "name": name,
        "heading": _heading(_read(notebook, language)),
        "brief": _brief(notebook),
        "figure": figures[0]["image/png"].replace("\n", "") if figures else "",
        "alt": "".join(figures[0]["text/plain"]) if figures else "",
        "figures": [
            path.relative_to(folder).as_posix()
            for path in sorted((folder / "figures" / name).glob("*.png"))
            if ".card." not in path.name
        ],
    }
