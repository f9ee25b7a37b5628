"""What is different: between a report and its receipt, between two reports, between two copies of the tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pactbook import markup, paths
from pactbook.errors import UserError
from pactbook.record import Table, schema
from pactbook.reports import html
from pactbook.reports.unchanged import RECEIPT, changed_outputs, changes, sha256

Difference = dict[str, dict[str, Any]]
Rows = dict[str, dict[str, str]]
_RECORD = "record"  # the column of a figure's data that names table and key


def since_made(folder: Path) -> Difference:
    """Return what has changed since a report was made.

    Parameters
    ----------
    folder : pathlib.Path
        The report.

    Returns
    -------
    dict of str to dict
        outputs and inputs: name and what became of it (changed, missing, added); both are empty where all is as it was.

    Raises
    ------
    UserError
        If the folder holds no receipt.
    """
    held = recorded(folder)["inputs"].get("files", {})
    there = {name: path for name in held if (path := _input(name)) is not None and path.is_file()}
    return {
        "outputs": changed_outputs(folder),
        "inputs": changes(held, {name: sha256(path) for name, path in there.items()}),
    }


def _input(name: str) -> Path | None:
    """Return where a file lies today that a receipt knows by a name."""
    kind, _, rest = name.partition("/")
    data = paths.data()
    if kind == "data" and rest.startswith("boundaries/"):
        return paths.boundaries(data) / rest.removeprefix("boundaries/")
    if name == "data/reference.yaml":
        return paths.catalogue(data)
    folders = {
        "notebooks": paths.NOTEBOOKS, "pactbook": paths.PACKAGE, "data": data, "reference": paths.reference(),
        "overlay": paths.overlay(),
    }  # fmt: skip
    folder = folders.get(kind)
    return folder / rest if folder else None


def of_reports(old: Path, new: Path) -> Difference:
    """Return what is different between two reports.

    Parameters
    ----------
    old, new : pathlib.Path
        Their folders.

    Returns
    -------
    dict of str to dict
        parameters and files: name and what became of it; facts: each row of the record that a figure shows, by table and key,
        and what became of it or of its cells; findings: name of notebook and finding, and the sentence before and after;
        figures: those whose data are different.

    Raises
    ------
    UserError
        If a folder holds no receipt.
    """
    one, two = recorded(old)["inputs"], recorded(new)["inputs"]
    before, after = findings(old), findings(new)
    return {
        "parameters": changes(_flat(one.get("parameters", {})), _flat(two.get("parameters", {}))),
        "files": changes(one.get("files", {}), two.get("files", {})),
        "facts": dict(_changed_rows(_facts(old), _facts(new))),
        "findings": of_findings(before, after),
        "figures": changes(_figures(old), _figures(new)),
    }


def of_findings(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the sentence before and after of each finding that is different, by its name; empty where there is none."""
    return {name: {"before": before.get(name, ""), "after": after.get(name, "")} for name in changes(before, after)}


def recorded(folder: Path) -> dict[str, Any]:
    """Return the receipt of a report, or refuse a folder that holds none."""
    try:
        return json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError(f"{folder}: no report: there is no readable {RECEIPT}") from None


def _flat(parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{notebook}: {key}": value for notebook, own in parameters.items() for key, value in own.items()}


def findings(folder: Path) -> dict[str, str]:
    """Return the sentences of a report by notebook and key; the first of a key is that of its brief."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for finding in html.findings(path):
            found.setdefault(f"{path.stem}: {finding['key']}", finding["text"])
    return found


def _figures(folder: Path) -> dict[str, str]:
    figures = folder / "figures"
    return {
        path.relative_to(figures).with_suffix("").as_posix(): sha256(path) for path in sorted(figures.rglob("*.csv"))
    }


def _facts(folder: Path) -> Rows:
    """Return the rows of the record that the figures of a report show, by table and key, with the cells that the record has."""
    found: Rows = {}
    for path in sorted((folder / "figures").rglob("*.csv")):
        with path.open(newline="", encoding="utf-8-sig") as stream:
            for row in csv.DictReader(stream):
                if table := _table_of(row):
                    cells = {name: row[name] for name in table.columns if name in row}
                    found.setdefault(_name_of(row, table), {}).update(cells)
    return found


def _table_of(row: Mapping[str, str]) -> Table | None:
    """Return the table from which a row of a figure is: the one that it names, else the one with the longest key that it has."""
    tables, columns = schema(), list(row)
    named, _, _ = (row.get(_RECORD) or "").partition(":")
    having = [table for table in tables.values() if set(table.key) <= set(columns)]
    # Of two as long, the one whose key comes first: a designation names its entity after itself.
    longest = max(having, key=lambda table: (len(table.key), -columns.index(table.key[0])), default=None)
    return tables.get(named) or longest


def _name_of(row: Mapping[str, str], table: Table) -> str:
    return row[_RECORD] if row.get(_RECORD) else f"{table.name}:{':'.join(row[name] for name in table.key)}"


def of_tables(old: Path, new: Path) -> Difference:
    """Return what is different between two copies of the tables, row by row.

    Parameters
    ----------
    old, new : pathlib.Path
        Their folders; the newer one's ``datapackage.yaml`` says by which columns a row is known.

    Returns
    -------
    dict of str to dict
        For each table with a difference: ``table:key``, and what became of the row: added, missing, or its changed columns with
        the value before and after.

    Raises
    ------
    UserError
        If a folder holds no tables.
    """
    found: Difference = {}
    for table in schema(new).values():
        before, after = (rows(folder / table.path, table.key) for folder in (old, new))
        if before is None and after is None:
            raise UserError(f"{old}, {new}: neither holds {table.path}")
        if own := {f"{table.name}:{key}": what for key, what in _changed_rows(before or {}, after or {})}:
            found[table.name] = own
    return found


def rows(path: Path, key: tuple[str, ...]) -> Rows | None:
    """Return the rows of a table by its key, as they stand in the file; None where there is none."""
    if not path.is_file():
        return None
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return {":".join(row.get(name, "") for name in key): row for row in csv.DictReader(stream)}


def _changed_rows(before: Rows, after: Rows) -> Iterator[tuple[str, Any]]:
    for key, what in changes(before, after).items():
        if what != "changed":
            yield key, what
            continue
        cells = changes(before[key], after[key])
        yield key, {name: [before[key].get(name, ""), after[key].get(name, "")] for name in cells}


def as_text(difference: Difference) -> str:
    """Return a difference as lines; one where there is none."""
    lines: list[str] = []
    for part, names in difference.items():
        if names:
            lines.append(f"{part}:")
            lines += [line for name, what in names.items() for line in _told(name, what)]
    return "\n".join(lines) or "nothing is different"


def _told(name: str, what: Any) -> list[str]:
    if isinstance(what, str):
        return [f"  {what:8} {name}"]
    if set(what) == {"before", "after"}:
        return [f"  {name}", f"    - {what['before'] or '(not there)'}", f"    + {what['after'] or '(not there)'}"]
    return [f"  changed  {name}", *(f"    {column}: {old!r} → {new!r}" for column, (old, new) in what.items())]


def as_html(difference: Difference, title: str) -> str:
    """Return a difference as a page of its own; `title` says of what."""
    parts = {part: [_shown(name, what) for name, what in names.items()] for part, names in difference.items() if names}
    return markup.render("reports", "pactbook/diff.html.j2", title=title, parts=parts, policy=html.POLICY)


def _shown(name: str, what: Any) -> dict[str, Any]:
    """Return what a page shows of one thing: its name, what became of it, and what it was and is, part by part."""
    if isinstance(what, str):
        return {"name": name, "what": what, "cells": []}
    if set(what) == {"before", "after"}:
        return {"name": name, "what": "changed", "cells": [("", what["before"], what["after"])]}
    return {"name": name, "what": "changed", "cells": [(column, old, new) for column, (old, new) in what.items()]}
