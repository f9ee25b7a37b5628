"""HTML of a report: one self-contained page a notebook, and an index. No page asks any host for anything."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from PIL import Image
from traitlets.config import Config

from pactbook import __version__, markup
from pactbook.locale import Language
from pactbook.plots import bundle, interactive
from pactbook.reports.case import Case
from pactbook.subjects.findings import MIME

TEMPLATES = resources.files("pactbook.reports") / "templates"
# Nothing is fetched and nothing runs: pictures and styles stand in the page itself.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MAP = resources.files("pactbook.reports") / "map"
_EFFORT = 25  # of an encoder that loses nothing: more takes a third longer for a hundredth of the bytes
_INDEX_WIDTH = 880  # pixels of a figure on the index
_LISTED = 1500  # sources that a page lists: a thousand more weigh what three figures do
# Whose reports answer a reader first: what was claimed, what two states signed, who stands with whom, the programme.
_LEADING = ("04", "01", "02", "03")
_LEAD = 3


def write(notebook: Path, target: Path, job: dict[str, Any]) -> None:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook : pathlib.Path
        The executed notebook.
    target : pathlib.Path
        The page.
    job : dict
        title (of the case), parameters, receipt (empty where it has none), chapters (name and file of each notebook of the
        case, in order), home (the page of the case; default ``index.html``) and alone (true where no files of its figures
        lie beside it).
    """
    node = read(notebook, job["parameters"]["language"])
    body, _ = _exporter().from_notebook_node(node, resources={"pactbook": _facts(job, node, notebook)})
    target.write_text(body, encoding="utf-8")


def read(notebook: Path, language: str) -> nbformat.NotebookNode:
    """Return a notebook with its prose in the language of the report."""
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
    made = HTMLExporter(
        template_name="pactbook", extra_template_basedirs=[str(TEMPLATES)], embed_images=False, config=config
    )
    made.register_filter("anchored", _anchored)
    made.register_filter("picture", picture)
    made.register_filter("listed", _listed)
    return made


def _facts(job: dict[str, Any], node: nbformat.NotebookNode, notebook: Path) -> dict[str, Any]:
    """Return what the template shows besides the cells."""
    parameters, heading = job["parameters"], _heading(node)
    t, outputs = Language(parameters["language"]), _outputs(notebook)
    found = {finding["key"]: finding["text"] for finding in findings(notebook)}
    first = brief(notebook)
    return {
        "case": job["title"],
        "home": job.get("home", "index.html"),
        "heading": heading,
        "description": first[0] if first else heading,
        "notebook": notebook.stem,
        "language": t.code,
        "contents": [(_slug(text), text) for text in _headings(node)],
        "files": [] if job.get("alone") else _files(t),
        "pager": _pager(job.get("chapters", []), notebook.stem, t),
        "parameters": parameters,
        "made": " ".join(filter(None, [found.get("horizon", ""), made(job["receipt"], t)])),
        "words": words(t),
        **_citations(heading, job, t),
        "css": css(),
        **_scripted(outputs),
    }


def _files(t: Language) -> list[tuple[str, str]]:
    """Return the files of a figure that a page links, by ending, and what they are called."""
    return [
        (".png", "PNG"),
        (".svg", "SVG"),
        (".card.png", t("card")),
        (".narrow.png", t("for phones")),
        (".csv", "CSV"),
        (".json", "JSON"),
        (".embed.html", t("to embed")),
    ]


def made(receipt: str, t: Language) -> str:
    """Say what a report was made with, and how to hold it against its receipt, or to get one that has a receipt."""
    if not receipt:
        return t(
            "Made with pactbook {version} as one of a batch, which has no receipts; `pactbook run --pair` makes the whole "
            "report of two states, with one.",
            version=__version__,
        )
    return t(
        "Made with pactbook {version}. Its receipt, {receipt}, is the hash of everything that went in: tables, notebooks, "
        "parameters and libraries; `pactbook verify` tells what has changed since.",
        version=__version__,
        receipt=receipt,
    )


def words(t: Language) -> dict[str, str]:
    """Return the words of a page that are the same for every report."""
    return {
        "skip": t("To the text"),
        "contents": t("Contents"),
        "link": t("link to this figure"),
        "pager": t("Other reports of the case"),
        "how": t("How this was made"),
        "cite": t("To cite it"),
        "brief": t("In brief"),
        "report": t("Read the report"),
        "notebook": t("notebook"),
        "changed": t("What has changed since the last run"),
        "receipt": t("receipt"),
        "licence": t(
            "Tables and figures: CC BY 4.0, with the sources named. Boundaries: Natural Earth, public domain; they imply no "
            "endorsement."
        ),
    }


def _citations(heading: str, job: dict[str, Any], t: Language) -> dict[str, str]:
    """Return the report as a reader cites it: a sentence, BibTeX and RIS."""
    day = str(job["parameters"]["as_of"]) if "as_of" in job["parameters"] else ""
    title, key = f"{job['title']}: {heading}", job["receipt"] or _slug(job["title"])
    note = f"pactbook {__version__}" + (f", receipt {job['receipt']}" if job["receipt"] else "")
    told = t("as of {day}", day=t.date(day)) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else day
    return {
        "citation": f"pactbook contributors, “{title}”, {told}. {note}. CC BY 4.0.",
        "bibtex": f"@misc{{pactbook-{key},\n  author = {{{{pactbook contributors}}}},\n  title = {{{title}}},\n"
        f"  year = {{{day[:4]}}},\n  note = {{{note}}}\n}}",
        "ris": f"TY  - RPRT\nAU  - pactbook contributors\nTI  - {title}\nPY  - {day[:4]}\nN1  - {note}\nER  -",
    }


def _pager(chapters: Iterable[tuple[str, str]], name: str, t: Language) -> list[tuple[str, dict[str, str]]]:
    """Return the reports before and after one of a case, with their headings."""
    every = list(chapters)
    place = next((number for number, (other, _) in enumerate(every) if other == name), None)
    if place is None:
        return []
    around = [("prev", place - 1), ("next", place + 1)]
    return [
        (rel, {"name": every[at][0], "heading": _heading(read(Path(every[at][1]), t.code))})
        for rel, at in around
        if 0 <= at < len(every)
    ]


@functools.cache
def script() -> str:
    """Return the script of the map, as it stands in a page that has one."""
    return (MAP / "bundle.js").read_text(encoding="ascii")


@functools.cache
def table_script() -> str:
    """Return the script that sorts and filters tables, as it stands in a page that has one."""
    return (TEMPLATES / "pactbook" / "tables.js").read_text(encoding="utf-8")


def _scripted(outputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scripts that a page needs and the policy that lets them run, by their hashes, and nothing else."""
    mapped = any(interactive.MIME in data for data in outputs)
    tabled = any('<table class="records"' in "".join(data.get("text/html", "")) for data in outputs)
    scripts = [*([script()] if mapped else []), *([table_script()] if tabled else [])]
    return {"scripts": scripts, "policy": policy(scripts)}


def policy(scripts: Iterable[str]) -> str:
    """Return the policy of a page that lets some scripts run, by their hashes, and nothing else."""
    allowed = [f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts]
    return f"{POLICY}; script-src {' '.join(allowed)}" if allowed else POLICY


def css() -> str:
    """Return the style sheet of all pages."""
    return (TEMPLATES / "pactbook" / "report.css").read_text(encoding="utf-8")


def picture(png: str, width: int | None = None) -> dict[str, Any]:
    """Return a figure as a page holds it: WebP of a few colours, without loss but for their rounding.

    Parameters
    ----------
    png : str
        The PNG, base64.
    width : int, optional
        Pixels across, for a page that shows it small.

    Returns
    -------
    dict
        source (a data address), width and height in pixels.
    """
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    if width and width < image.width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    bundle.few(image).convert("RGB").save(buffer, "webp", lossless=True, method=2, quality=_EFFORT)
    source = f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    return {"source": source, "width": image.width, "height": image.height}


def _headings(node: nbformat.NotebookNode, mark: str = "## ") -> list[str]:
    lines = (line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return [line.removeprefix(mark) for line in lines if line.startswith(mark)]


def _heading(node: nbformat.NotebookNode) -> str:
    return next(iter(_headings(node, "# ")), "")


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")


def _anchored(page: str) -> str:
    """Return the HTML of some prose with an address on each heading, for the contents and for who links to it."""
    prose = BeautifulSoup(page, "html.parser")
    for heading in prose.find_all("h2"):
        heading["id"] = _slug(heading.get_text())
    return str(prose)


def _listed(page: str, notebook: str, language: str) -> str:
    """Return the HTML of an exhibit; of a very long list of sources the first, and where the others stand."""
    if page.count("<li>") <= _LISTED:
        return page
    exhibit, t = BeautifulSoup(page, "html.parser"), Language(language)
    listed = exhibit.find("ol", class_="sources")
    rest = listed.find_all("li", recursive=False)[_LISTED:] if listed else []
    if not rest:
        return page
    for item in rest:
        item.decompose()
    told = t("{n} more sources stand in the PDF and in the notebook:", n=t.number(len(rest)))
    more = markup.render("reports", "pactbook/more.html.j2", told=told, files=[f"{notebook}.pdf", f"{notebook}.ipynb"])
    listed.insert_after(BeautifulSoup(more, "html.parser"))
    return str(exhibit)


def findings(notebook: Path) -> list[dict[str, Any]]:
    """Return the findings of an executed notebook, in order: key, text, records."""
    found = []
    for data in _outputs(notebook):
        content = data.get(MIME, {})
        found += content.get("brief", [content] if content else [])
    return found


def brief(notebook: Path) -> list[str]:
    """Return the answer that an executed notebook begins with, sentence by sentence."""
    return next(
        ([f["text"] for f in data[MIME]["brief"]] for data in _outputs(notebook) if "brief" in data.get(MIME, {})), []
    )


def _outputs(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [out["data"] for cell in cells for out in cell.get("outputs", []) if "data" in out]


def write_index(
    case: Case, folder: Path, identifier: str, changed: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Write ``index.html``: the answer in three sentences, what each notebook found, its first figure, and its page.

    Parameters
    ----------
    case : Case
        The case.
    folder : pathlib.Path
        The report, with its executed notebooks.
    identifier : str
        The id of the receipt.
    changed : mapping, optional
        The findings that are different from those of the last report: name, and the sentence before and after.
    """
    first = next(iter(case.parameters.values()))
    t = Language(first.language)
    chapters = [_chapter(folder, name, first.language) for name in case.parameters]
    cards = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("figures/*/*.card.png"))]
    page = markup.render(
        "reports",
        "pactbook/case.html.j2",
        case=case,
        chapters=chapters,
        lead=_lead(chapters),
        papers=sorted(f"{name}.pdf" for name in [case.name, *case.parameters]),
        card=next(iter(cards), ""),
        changed=changed or {},
        words=words(t),
        receipt=identifier,
        version=__version__,
        policy=POLICY,
        css=css(),
        language=t.code,
        as_of=t.date(first.as_of),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def lead(notebooks: Iterable[str], folder: Path) -> list[str]:
    """Return the first answers of the reports of a case, for somebody who reads nothing else."""
    return _lead([{"name": name, "brief": brief(folder / f"{name}.ipynb")} for name in notebooks])


def _lead(chapters: list[dict[str, Any]]) -> list[str]:
    ranked = sorted(chapters, key=lambda one: _LEADING.index(one["name"][:2]) if one["name"][:2] in _LEADING else _LEAD)
    return [one["brief"][0] for one in ranked if one["brief"]][:_LEAD] if len(chapters) > 1 else []


def _chapter(folder: Path, name: str, language: str) -> dict[str, Any]:
    notebook = folder / f"{name}.ipynb"
    figures = [out for out in _outputs(notebook) if "image/png" in out]
    return {
        "name": name,
        "heading": _heading(read(notebook, language)),
        "brief": brief(notebook),
        "figure": picture(figures[0]["image/png"], _INDEX_WIDTH) if figures else None,
        "alt": "".join(figures[0]["text/plain"]) if figures else "",
        "figures": [
            path.relative_to(folder).as_posix()
            for path in sorted((folder / "figures" / name).glob("*.png"))
            if path.suffixes == [".png"]
        ],
    }
