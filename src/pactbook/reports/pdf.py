"""A report as PDF: pages with numbers, figures as vectors, tables that break, tagged for those who do not see it.

Typst sets it (a wheel that needs nothing of the system). All words go to its template as data, so that none is read as markup.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from bs4 import BeautifulSoup, Tag

from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.plots import faces
from pactbook.reports import html
from pactbook.reports.case import Case
from pactbook.subjects.findings import MIME

_TEMPLATE = resources.files("pactbook.reports") / "templates" / "report.typ"
# Letters by which the columns of a table share its width: no more than so many, and room for words up to so many.
_WIDE, _LONGEST_WORD = 36, 16
_COLUMNS, _LONG = 4, 80  # columns of a table, and letters of a cell, above which a text stands under its row
_MOST = 0.9  # of the cells of a column fit into a line, if it is not the widest
_LINK, _LINKS = 4, 4  # letters of the number of a source, and how many stand in a line
_MARKS = re.compile(r"[*_`]")


def write(notebook: Path, target: Path, job: dict[str, Any]) -> None:
    """Write the PDF of an executed notebook.

    Parameters
    ----------
    notebook : pathlib.Path
        The executed notebook; its figures lie in ``figures/`` beside it.
    target : pathlib.Path
        The file, in the folder of the notebook.
    job : dict
        title (of the case), parameters, and receipt.
    """
    t = Language(job["parameters"]["language"])
    parts = list(_parts(notebook, t))
    heading = next((part["text"] for part in parts if part["kind"] == "heading"), notebook.stem)
    facts = {"title": f"{job['title']}: {heading}", "description": heading, "cover": False, "lead": [], "parts": parts}
    _set(target, facts | _shared(job["title"], job["parameters"]["as_of"], job["receipt"], t))


def write_dossier(case: Case, folder: Path, identifier: str) -> None:
    """Write one PDF of all reports of a case, with a cover and contents.

    Parameters
    ----------
    case : Case
        The case.
    folder : pathlib.Path
        The report, with its executed notebooks and figures.
    identifier : str
        The id of the receipt.
    """
    first = next(iter(case.parameters.values()))
    t, lead = Language(first.language), html.lead(case.parameters, folder)
    parts = [part for name in case.parameters for part in _parts(folder / f"{name}.ipynb", t)]
    description = lead[0] if lead else case.title
    facts = {"title": case.title, "description": description, "cover": True, "lead": lead, "parts": parts}
    _set(folder / f"{case.name}.pdf", facts | _shared(case.title, first.as_of, identifier, t))


def _shared(title: str, as_of: str, receipt: str, t: Language) -> dict[str, Any]:
    """Return what the template shows of any report."""
    return {
        "language": t.code,
        "fonts": faces.FAMILY,
        "running": f"pactbook · {title}",
        "as-of": t.date(as_of),
        "contents": t("Contents"),
        "made": [html.made(receipt, t), html.words(t)["licence"]],
    }


def _set(target: Path, facts: dict[str, Any]) -> None:
    folder = target.parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as work:
        (Path(work) / "report.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        source = Path(work) / "report.typ"
        source.write_text(_TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            typst.compile(
                str(source), output=str(target), root=str(folder), font_paths=faces.folders(), ignore_system_fonts=True,
                sys_inputs={"data": "report.json"},
            )  # fmt: skip
        except typst.TypstError as error:
            raise UserError(f"{target.name}: could not be set: {error}") from None


# ------------------------------------------------------------------------------------------- what a notebook shows


def _parts(notebook: Path, t: Language) -> Iterator[dict[str, Any]]:
    """Yield what the report of a notebook shows, in order, as the template takes it."""
    node = html.read(notebook, t.code)
    for cell in node.cells:
        if cell.cell_type == "markdown":
            yield from _prose(cell.source)
        elif not {"parameters", "injected-parameters", "working"} & set(cell.metadata.get("tags", ())):
            for output in cell.get("outputs", ()):
                yield from _output(output, notebook)


def _prose(source: str) -> Iterator[dict[str, Any]]:
    for block in source.split("\n\n"):
        text = " ".join(block.split())
        level = len(text) - len(text.lstrip("#"))
        plain = _MARKS.sub("", text.lstrip("# "))
        if plain:
            yield {"kind": "heading", "level": level, "text": plain} if level else {"kind": "prose", "text": plain}


def _output(output: Any, notebook: Path) -> Iterator[dict[str, Any]]:
    data = output.get("data", {})
    about = output.get("metadata", {}).get("pactbook", {})
    if "image/png" in data and about:
        drawing = f"figures/{notebook.stem}/{about['name']}.svg"
        if (notebook.parent / drawing).is_file():
            yield {"kind": "figure", "path": f"/{drawing}", "alt": about["alt"]}
    elif MIME in data:
        found = data[MIME]
        if "brief" in found:
            title = "".join(data["text/plain"]).split("\n")[0]
            yield {"kind": "brief", "title": title, "texts": [one["text"] for one in found["brief"]]}
        elif found.get("text"):
            yield {"kind": "finding", "text": found["text"]}
    elif "text/html" in data:
        yield from _page(BeautifulSoup("".join(data["text/html"]), "html.parser"))


def _page(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Yield the tables, cards and sources of what an exhibit shows as HTML."""
    for table in page.select("table.records"):
        if rows := [[_cell(cell) for cell in row.find_all("td")] for row in table.select("tbody tr")]:
            yield _table([cell.get_text() for cell in table.select("thead th")], rows)
    for card in page.select("div.card"):
        yield from _card(card)
    if sources := [_source(*one) for one in enumerate(page.select("ol.sources li"), start=1)]:
        yield {"kind": "sources", "sources": sources}


def _table(head: list[str], rows: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a table; what is long in one of many columns, such as a note, stands under its row across the whole width."""
    below = _long(rows) if len(head) > _COLUMNS else set()
    beside = [at for at in range(len(head)) if at not in below]
    kept = [
        {
            "cells": [row[at] for at in beside] if len(row) == len(head) else row,
            "below": [row[at] | {"name": head[at]} for at in sorted(below) if at < len(row) and row[at]["text"]],
        }
        for row in rows
    ]
    columns = [head[at] for at in beside]
    return {"kind": "table", "head": columns, "rows": kept, "widths": _widths(columns, [row["cells"] for row in kept])}


def _long(rows: list[list[dict[str, Any]]]) -> set[int]:
    """Return the columns in which some text is too long for one of many; the first two say what a row is."""
    return {at for row in rows for at, cell in enumerate(row) if at > 1 and len(cell["text"]) > _LONG}


def _source(number: int, one: Tag) -> dict[str, str]:
    link = one.find("a")
    title, words = link.get_text(), one.get_text()
    return {"number": str(number), "words": words.removesuffix(title), "title": title, "url": link["href"]}


def _card(card: Tag) -> Iterator[dict[str, Any]]:
    yield {"kind": "heading", "level": 3, "text": card.h3.get_text()}
    for part in card.select("p, li"):
        yield {"kind": "item", **_cell(part)}


def _cell(cell: Tag) -> dict[str, Any]:
    links = [{"url": link["href"], "number": link.get_text()} for link in cell.select(".cites a")]
    for cites in cell.select(".cites"):
        cites.decompose()
    return {"text": " ".join(cell.get_text(" ").split()), "links": links}


def _widths(head: list[str], rows: list[list[dict[str, Any]]]) -> list[int]:
    """Return the shares of the columns of a table: as wide as most of what stands in them, and as the longest word."""
    whole = [row for row in rows if len(row) == len(head)]
    return [_width([word, *(cell["text"] for cell in own)], own) for word, *own in zip(head, *whole, strict=True)]


def _width(texts: list[str], cells: Iterable[dict[str, Any]]) -> int:
    links = [_LINK * min(_LINKS, len(cell["links"])) for cell in cells]
    lengths = sorted([*map(len, texts), *links])
    word = max((len(part) for text in texts for part in text.split()), default=0)
    return max(min(_LONGEST_WORD, word + 1), *links, min(_WIDE, lengths[int(_MOST * (len(lengths) - 1))]))
