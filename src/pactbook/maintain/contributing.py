"""The reader's own rows as a patch to the record, once they hold by the rules that CONTRIBUTING.md asks of everybody."""

from __future__ import annotations

import bisect
import csv
import difflib
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pactbook import __version__, paths
from pactbook.errors import UserError
from pactbook.maintain.rows import Row, as_text
from pactbook.record import Tables, as_dicts, checks, confidence, load, read, schema, select
from pactbook.record.declared import Field, Table, read_yaml
from pactbook.record.overlay import laid_over
from pactbook.record.reading import key
from pactbook.record.status import FORMAL, UNSIGNED, UNTOLD
from pactbook.record.tables import YOURS
from pactbook.reports.files import write_text
from pactbook.subjects import ties
from pactbook.subjects.article.table import lint

HOSTS = "hosts.yaml"
_LONGEST_QUOTATION = 12  # words
_QUOTED = re.compile('[“„"«]([^“”„"«»]+)[”“"»]')
_DAY = len("2025-04-11")


@dataclass(frozen=True)
class Contribution:
    """What is sent.

    Attributes
    ----------
    patch : str
        A unified diff of the tables that ``git apply`` takes, under what a keeper should know.
    rows : dict of str to int
        How many rows of each table are added or changed.
    remarks : list of str
        What is no fault, and a keeper will ask.
    """

    patch: str
    rows: dict[str, int]
    remarks: list[str]


def contribute(folder: Path) -> Contribution:
    """Return the rows of a folder as a patch to the record.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the reader's own rows.

    Raises
    ------
    UserError
        If anything does not hold, or what CONTRIBUTING.md asks for is missing: all faults at once.
    """
    data = paths.data()
    base, broken = read(data)
    merged, amended, found = laid_over(base, folder, data)
    if broken or found:
        raise UserError("\n".join(broken or found))
    tables = schema(data)
    own = {name: [row for row in rows if YOURS in row.get("origins", ())] for name, rows in merged.items()}
    own = {name: rows for name, rows in own.items() if rows}
    texts = {tables[name].path: _with(data / tables[name].path, tables[name], rows) for name, rows in own.items()}
    texts |= _hosts(data, folder)
    texts = {path: text for path, text in texts.items() if text != _old(data / path)}
    if not texts:
        raise UserError(f"{folder}: holds nothing that the record does not have")
    record = _tried(data, texts)
    changed = {name: {key(tables[name], row) for row in rows} for name, rows in own.items()}
    if faults := [*_faults(record, changed), *_unread(record, amended)]:
        raise UserError("\n".join(faults))
    remarks = list(_remarks(record, changed))
    counts = {name: len(rows) for name, rows in own.items()}
    return Contribution(_patch(data, texts, counts, remarks), counts, remarks)


# ---------------------------------------------------------------------------------------------------------- merging


def _old(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _with(path: Path, table: Table, rows: list[dict]) -> str:
    """Return the text of a table with some rows: those of a known key in their places, new ones by their order."""
    text = _old(path)
    stream = csv.DictReader(io.StringIO(text, newline=""))
    there: list[Row] = list(stream)
    if as_text(there, list(stream.fieldnames or ())) != text:
        raise UserError(f"{path}: is written otherwise than by the csv module: a patch would change every line of it")
    keys = [key(table, row) for row in there]
    for row in sorted(rows, key=lambda one: key(table, one)):
        own = key(table, row)
        cells = {name: row[name] for name in table.columns}
        if own in keys:
            there[keys.index(own)] = cells
            continue
        place = bisect.bisect(keys, own)
        keys.insert(place, own)
        there.insert(place, cells)
    return as_text(there, table.columns)


def _hosts(data: Path, folder: Path) -> dict[str, str]:
    """Return the text of the list of hosts with those that the reader declares."""
    if not (folder / HOSTS).exists():
        return {}
    known, lines = read_yaml(data / HOSTS) if (data / HOSTS).exists() else {}, _old(data / HOSTS).splitlines()
    for publisher, hosts in read_yaml(folder / HOSTS).items():
        every = list(dict.fromkeys([*known.get(publisher, ()), *hosts]))
        line = yaml.safe_dump({publisher: every}, default_flow_style=None, allow_unicode=True, width=10_000).strip()
        start = line.partition(": [")[0] + ": ["
        places = [i for i, one in enumerate(lines) if one.startswith(start)]
        if places:
            lines[places[0]] = line
        else:
            at = (i for i, one in enumerate(lines) if not one.startswith("#") and one.casefold() > line.casefold())
            lines.insert(next(at, len(lines)), line)
    return {HOSTS: "\n".join(lines) + "\n"}


def _tried(data: Path, texts: dict[str, str]) -> Tables:
    """Return the record as the patch would make it."""
    with tempfile.TemporaryDirectory() as parent:
        trial = Path(parent) / "data"
        trial.mkdir()
        for file in data.iterdir():
            if file.is_file():
                shutil.copy(file, trial)
        for path, text in texts.items():
            write_text(trial / path, text)
        record = load(folder=trial, origins=["pactbook"])
        if found := [*checks.problems(record), *lint(record)]:
            raise UserError("\n".join(found))
        return record


# --------------------------------------------------------------------------------------------------------- asking


def _changed(record: Tables, name: str, changed: dict[str, set]) -> pd.DataFrame:
    table = schema()[name]
    frame = record[name]
    return select(frame, (key(table, row) in changed.get(name, ()) for row in as_dicts(frame)))


def _faults(record: Tables, changed: dict[str, set]) -> Iterator[str]:
    """Yield what CONTRIBUTING.md asks for and is missing."""
    for row in as_dicts(ties.described(record, _changed(record, "agreements", changed))):
        where, searched = f"agreements.csv: {row['agreement_id']}", _searched(record, row)
        if row["kind"] in FORMAL and row["status_on"] in ("signed", "ratified") and not searched:
            yield (
                f"{where}: is {row['status_on']}: look for the next step (ratified, in force, replaced, ended); add what you "
                "find to events.csv, or to searches.csv that nothing was found"
            )
        for name in ("mutual_defence", "text_public"):
            if row[name] == "unknown" and not searched:
                yield (
                    f"{where}: {name} is unknown, which means that it was looked for: add the look-up to searches.csv, or "
                    "write not_searched"
                )
    for name in changed:
        for row in as_dicts(_changed(record, name, changed)):
            for column, length in _too_long(schema()[name], row):
                yield (
                    f"{name}.csv: {_named(name, row)}: {column} quotes {length} words; write in your own, a quotation has at "
                    f"most {_LONGEST_QUOTATION}"
                )


def _searched(record: Tables, row: dict[str, Any]) -> bool:
    return len(record.searches_about(f"agreements:{row['agreement_id']}")) > 0


def _named(name: str, row: dict[str, Any]) -> str:
    return ":".join(row[part] for part in schema()[name].key)


def _too_long(table: Table, row: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the texts of a row in which a quotation is too long."""
    own_words = {"note", "stated_reason", "stated_reason_de", "response"} | {
        "title" if table.name == "events" else "note"
    }
    for column in own_words.intersection(table.columns):
        for quoted in _QUOTED.findall(row[column]):
            if (length := len(quoted.split())) > _LONGEST_QUOTATION:
                yield column, length


def _unread(record: Tables, amended: pd.DataFrame) -> Iterator[str]:
    """Yield the cells of ours that are changed without both values among the readings."""
    said = record.readings
    allowed = next(column for column in schema()["readings"].fields if column.name == "table").enum
    for row in as_dicts(amended):
        column = next(one for one in schema()[row["table"]].fields if one.name == row["field"])
        finer = column.is_date and row["yours"].startswith(row["ours"])
        if row["ours"] in ("", *UNTOLD) or finer or row["table"] not in allowed or not _is_fact(column):
            continue
        own = said[(said.table == row["table"]) & (said.record_id == row["record_id"]) & (said.field == row["field"])]
        if missing := sorted({row["ours"], row["yours"]} - set(own.value)):
            yield (
                f"{row['table']}.csv: {row['record_id']}: {row['field']} is {row['ours']} on record and {row['yours']} in your "
                f"row: add to readings.csv which source says {' and which '.join(missing)}"
            )


def _is_fact(column: Field) -> bool:
    return bool(column.is_date or column.enum or column.is_country or column.is_party) or column.type != "string"


def _remarks(record: Tables, changed: dict[str, set]) -> Iterator[str]:
    """Yield what is no fault, and what a keeper will ask."""
    publisher, kinds = record.publisher, record.source_kind
    for name in changed:
        frame = _changed(record, name, changed)
        if "source_ids" not in frame:
            continue
        for row, sure in zip(as_dicts(frame), confidence(record, frame), strict=True):
            where = f"{name}.csv: {_named(name, row)}"
            if sure == "low":
                told = ", ".join(sorted({f"{publisher[one]} ({kinds[one]})" for one in row["source_ids"]}))
                yield f"{where}: rests on one voice, {told}: its confidence is low until a second page is found"
            if {kinds[one] for one in row["source_ids"]} <= {"encyclopedia"}:
                yield f"{where}: rests on an encyclopedia alone: prefer a treaty text, a government page or an agency"
    yield from _of_dates(record, changed)


def _of_dates(record: Tables, changed: dict[str, set]) -> Iterator[str]:
    for row in as_dicts(ties.described(record, _changed(record, "agreements", changed))):
        if row["status_on"] not in UNSIGNED and len(row["signed"]) < _DAY and not _searched(record, row):
            known = f"is {row['signed']}" if row["signed"] else "is not known"
            yield (
                f"agreements.csv: {row['agreement_id']}: signed {known}: if the day is public, one more query finds it"
            )


# ----------------------------------------------------------------------------------------------------------- patch


def _patch(data: Path, texts: dict[str, str], counts: dict[str, int], remarks: list[str]) -> str:
    """Return the patch; what stands above its first file is for people, and git passes over it."""
    told = ", ".join(f"{n} of {name}" for name, n in counts.items())
    head = [f"Rows for the record of pactbook {__version__}: {told}.", *(f"* {remark}" for remark in remarks), ""]
    return (
        "\n".join(head) + "\n" + "".join(_diff(path, _old(data / path), text) for path, text in sorted(texts.items()))
    )


def _diff(path: str, old: str, new: str) -> str:
    named = f"data/{path}"
    before, mode = (f"a/{named}", "") if old else ("/dev/null", "new file mode 100644\n")
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), before, f"b/{named}")
    return f"diff --git a/{named} b/{named}\n{mode}" + "".join(lines)


def write(made: Contribution, folder: Path) -> Path:
    """Write a patch beside the folder whose rows it holds, and return its file."""
    file = folder.parent / f"{folder.name}.patch"
    write_text(file, made.patch)
    return file
