"""``data/CHANGELOG.md``: what rows came, went and changed from version to version of the tables.

A version is known by ``data/version.json``, a hash of each row, so that a copy of the tables without its history tells it too.
The version is the one of ``datapackage.yaml``: while it stays, what has changed since stands on top; once it is raised, that
becomes its entry and the hashes are taken anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from pactbook.record import Table, schema
from pactbook.record.declared import DECLARATION, read_yaml
from pactbook.reports import diff
from pactbook.reports.files import write_text
from pactbook.reports.unchanged import changes

LOG, DIGEST = "CHANGELOG.md", "version.json"
_HEAD = """# What changed in the tables

`make data` keeps this file. The last version is known by the hashes in `version.json`; raise `version` in `datapackage.yaml`
and what stands under “after” becomes the entry of the new one. `pactbook diff --data OLD NEW` tells two copies apart cell by
cell.
"""
_MOST = 12  # rows named; the rest are counted
_DIGITS = 8  # of a hash: one change in four thousand million goes unnoticed
_WORDS = {"added": "added", "changed": "changed", "missing": "taken out"}


@dataclass(frozen=True)
class Digest:
    """What is kept of a version.

    Attributes
    ----------
    version : str
        Its name.
    facts : dict
        By table and key the hash of each row, of the tables whose rows name their sources.
    rows : dict
        How many rows the other tables have.
    """

    version: str
    facts: dict[str, dict[str, str]]
    rows: dict[str, int]


def digest(folder: Path) -> Digest:
    """Return what is kept of the tables of a folder."""
    declared = schema(folder)
    found = {table.name: diff.rows(folder / table.path, table.key) or {} for table in declared.values()}
    facts = {name: held for name, held in found.items() if _tells_facts(declared[name])}
    return Digest(
        str(read_yaml(folder / DECLARATION)["version"]),
        {name: {key: _hash(row) for key, row in sorted(held.items())} for name, held in facts.items()},
        {name: len(held) for name, held in found.items() if name not in facts},
    )


def _tells_facts(table: Table) -> bool:
    return "source_ids" in table.columns


def _hash(row: dict[str, str]) -> str:
    """Return the hash of what a row says: a new column changes the rows that fill it."""
    told = json.dumps({name: cell for name, cell in row.items() if cell}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]


def last(folder: Path) -> Digest | None:
    """Return the last version; None where none is known yet."""
    path = folder / DIGEST
    return Digest(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def keep(folder: Path) -> None:
    """Bring the log and, where the version was raised, the hashes up to date."""
    known, now = last(folder), digest(folder)
    write_text(folder / LOG, text(folder))
    if known is None or known.version != now.version:
        write_text(folder / DIGEST, json.dumps(asdict(now), indent=0, ensure_ascii=False) + "\n")


def text(folder: Path) -> str:
    """Return the whole of the log as it stands for the tables of a folder."""
    known, now = last(folder), digest(folder)
    entries = _entries(folder / LOG)
    if known is None:
        entries = [f"## {now.version}\n\nThe first version with a log: {_counted(now)}.\n", *entries]
    elif known.version != now.version:
        entries = [f"## {now.version}\n\n{_changed(known, now) or 'No row changed.'}\n", *entries]
    elif told := _changed(known, now):
        entries = [f"## After {now.version}\n\n{told}\n", *entries]
    return "\n".join([_HEAD, *entries])


def _entries(path: Path) -> list[str]:
    """Return the entries of versions that a log has, the newest first; what came after the last is told anew each time."""
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    parts = re.split(r"^(?=## )", held, flags=re.MULTILINE)[1:]
    return [f"{part.rstrip()}\n" for part in parts if not part.startswith("## After ")]


def _counted(one: Digest) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in _sizes(one).items())


def _sizes(one: Digest) -> dict[str, int]:
    return {name: len(held) for name, held in one.facts.items()} | one.rows


def _changed(old: Digest, new: Digest) -> str:
    """Return what became of the rows of each table; empty where nothing did."""
    facts = [_of_table(name, old.facts.get(name, {}), held) for name, held in new.facts.items()]
    gone = [f"- {name}: the table is gone" for name in _sizes(old) if name not in _sizes(new)]
    return "\n".join(filter(None, [*facts, *gone, _of_others(old, new)]))


def _of_table(name: str, old: dict[str, str], new: dict[str, str]) -> str:
    became: dict[str, list[str]] = {}
    for key, what in changes(old, new).items():
        became.setdefault(what, []).append(key)
    if not became:
        return ""
    told = ", ".join(f"{len(became[what]):,} {word}" for what, word in _WORDS.items() if what in became)
    lines = [f"  - {word}: {_named(became[what])}" for what, word in _WORDS.items() if what in became]
    return "\n".join([f"- **{name}**: {told} ({len(new):,} rows)", *lines])


def _named(keys: list[str]) -> str:
    shown = ", ".join(f"`{key}`" for key in keys[:_MOST])
    return shown + (f" and {len(keys) - _MOST:,} more" if len(keys) > _MOST else "")


def _of_others(old: Digest, new: Digest) -> str:
    moved = [
        f"{name} {n:,} ({n - old.rows.get(name, 0):+,})" for name, n in new.rows.items() if n != old.rows.get(name)
    ]
    return f"- Rows of what the facts rest on: {', '.join(moved)}" if moved else ""
