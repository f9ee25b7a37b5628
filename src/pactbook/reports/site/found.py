"""The finished reports of a folder: those of cases, the shipped ones first, then those of batches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactbook import parameters
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.reports import casefile, diff, html, unchanged
from pactbook.reports.batch import made

# The states that a report is about; it compares them with those of its other parameters.
_ABOUT = ("country_a", "country_b", "country")


@dataclass(frozen=True)
class Report:
    """One report of a site.

    Attributes
    ----------
    path : str
        Its page, seen from the index.
    source : pathlib.Path
        The folder of a case, or the notebook of a batch.
    title, line : str
        What it is about, and its first answer.
    day, language : str
        Its parameters ``as_of`` and ``language``.
    about, also : tuple of str
        Codes of the states that it is about, and of those that it names beside them.
    blocs : tuple of str
        The organisations that it is asked about, as they were named.
    findings : mapping of str to str
        Its sentences, by name.
    parameters : mapping
        Of each notebook.
    """

    path: str
    source: Path
    title: str
    line: str
    day: str
    language: str
    about: tuple[str, ...]
    also: tuple[str, ...]
    blocs: tuple[str, ...]
    findings: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, Any]]

    @property
    def is_case(self) -> bool:
        """Whether it is the whole report of a case, and not one of a batch."""
        return self.source.is_dir()


def reports(build: Path) -> list[Report]:
    """Return the finished reports of a folder, in the order of the index.

    Parameters
    ----------
    build : pathlib.Path
        The folder of the reports.

    Raises
    ------
    UserError
        If there is none, or with a line for each that is not as its receipt says.
    """
    folders = [one for one in sorted(build.iterdir()) if one.is_dir() and one.name[0] != "."] if build.is_dir() else []
    cases = [one for one in folders if (one / unchanged.RECEIPT).is_file()]
    batches = [one for one in folders if one not in cases and (one / made.SUMMARY).is_file()]
    if faults := [fault for one in cases for fault in _faults(one)]:
        raise UserError("\n".join(faults))
    found = [_of_case(one) for one in sorted(cases, key=_shipped_first)]
    found += [one for folder in batches for one in _of_batch(folder)]
    if not found:
        raise UserError(f"{build}: no finished report: `pactbook run CASE` or `pactbook batch` makes one")
    return found


def _shipped_first(folder: Path) -> tuple[bool, str]:
    return folder.name not in casefile.names(), folder.name


def _faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a report: what is not what the receipt knows is not published in its name."""
    try:
        touched = unchanged.changed_outputs(folder)
    except (ValueError, KeyError):
        yield f"{folder}: {unchanged.RECEIPT} is not readable: make the report anew"
        return
    for name, what in touched.items():
        if what != "added":
            yield f"{folder}: {name} is {what} since the report was made: make it anew"


def _of_case(folder: Path) -> Report:
    receipt = json.loads((folder / unchanged.RECEIPT).read_text(encoding="utf-8"))["inputs"]
    notebooks = list(receipt["parameters"])
    lead = html.lead(notebooks, folder) or html.brief(folder / f"{notebooks[0]}.ipynb")
    return _report(
        f"{folder.name}/index.html", folder, receipt["title"], lead, diff.findings(folder), receipt["parameters"]
    )


def _of_batch(folder: Path) -> Iterator[Report]:
    """Yield a page a pair; of a pair on several days each page has its day in its name. Other notebooks have no page."""
    items = [item for item in made.finished(folder) if {"country_a", "country_b"} <= item.values.keys()]
    often = Counter(_pair(item) for item in items)
    for item in items:
        notebook, name = item.notebook, _pair(item)
        t = Language(item.values["language"])
        title = t.list(t.state(item.values[side]) for side in ("country_a", "country_b"))
        told: dict[str, str] = {}
        for finding in html.findings(notebook):
            told.setdefault(finding["key"], finding["text"])
        path = f"{folder.name}/{name if often[name] == 1 else item.name}.html"
        yield _report(
            path, notebook, title[0].upper() + title[1:], html.brief(notebook), told, {item.name: item.values}
        )


def _pair(item: made.Made) -> str:
    return "-".join(item.values[name] for name in ("country_a", "country_b")).lower()


def _report(
    path: str,
    source: Path,
    title: str,
    lead: list[str],
    findings: Mapping[str, str],
    asked: Mapping[str, Mapping[str, Any]],
) -> Report:
    states = {name: _values(asked, name) for name in sorted(parameters.of_states())}
    about = tuple(dict.fromkeys(code for name in _ABOUT for code in states[name]))
    every = dict.fromkeys(code for codes in states.values() for code in codes)
    first = next(iter(asked.values()))
    return Report(
        path, source, title, next(iter(lead), ""), first["as_of"], first["language"],
        about, tuple(code for code in every if code not in about), _values(asked, "blocs"), findings, asked,
    )  # fmt: skip


def _values(asked: Mapping[str, Mapping[str, Any]], name: str) -> tuple[str, ...]:
    """Return the values of a parameter in all notebooks, each once."""
    given = [own[name] for own in asked.values() if own.get(name)]
    return tuple(dict.fromkeys(one for value in given for one in ([value] if isinstance(value, str) else value)))
