"""A worksheet as rows of the record, and rows of the record as a worksheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pactbook import paths
from pactbook.errors import UserError, hint, shown
from pactbook.locale import LANGUAGES
from pactbook.maintain.rows import texts
from pactbook.record import Tables, as_dicts, schema
from pactbook.record.checks import host_of
from pactbook.record.declared import read_yaml
from pactbook.worksheets import sheet as sheets
from pactbook.worksheets.sheet import HEAD, ID, KEEP, Claim, Sheet

_SPOKEN = ("claim", "role", "wording", "reasoning", "counter_evidence", "would_change")
_BESIDE = "-rows"


def folder_of(path: Path) -> Path:
    """Return the folder of the reader's own rows that goes with a worksheet: ``PACTBOOK_OVERLAY``, or one beside it."""
    return (paths.overlay() or path.with_name(path.stem + _BESIDE)).resolve()


def files(sheet: Sheet, folder: Path) -> dict[str, str]:
    """Return the files of a folder of the reader's own rows with the article and its claims, in place of earlier ones.

    Who runs the host of the page is for the person to say, who has seen it.
    """
    page = source(sheet)
    article = page["source_id"]

    def earlier(table: str, standing: Mapping[str, str]) -> bool:
        return standing["source_id" if table == "sources" else "article_id"] == article

    path = folder / "hosts.yaml"
    hosts: dict[str, list[str]] = read_yaml(path) if path.is_file() else {}
    own = hosts.setdefault(page["publisher"], [])
    own += [host for host in [host_of(page["url"])] if host not in own]
    made = texts({"sources": [page], "claims": claims(sheet)}, folder, earlier)
    return made | {path.name: yaml.safe_dump(hosts, allow_unicode=True)}


def source(sheet: Sheet) -> dict[str, str]:
    """Return the article as a row of sources.csv."""
    return {column: _cell(sheet.head.get(name)) for name, column in HEAD.items()}


def claims(sheet: Sheet) -> list[dict[str, str]]:
    """Return the claims that are kept as rows of claims.csv.

    One without a speaker is the article's own. What is said in one language only stands in both: a report in the other one
    shows it as it was written.
    """
    return [row(claim, number, sheet) for number, claim in enumerate(sheet.claims, start=1) if claim.keep]


def row(claim: Claim, number: int, sheet: Sheet) -> dict[str, str]:
    """Return a claim as a row of claims.csv; `number` is its place in the worksheet, from 1."""
    made = {"claim_id": claim_id(claim, number, sheet), "article_id": _cell(sheet.head.get("id"))}
    made |= {name: _cell(claim.values.get(name)) for name in sheets.columns()}
    made["arguments"] = _arguments(claim.values.get("arguments"))
    made["paragraph"] = made["paragraph"] or "0"
    made["speaker"] = made["speaker"] or _cell(sheet.head.get("outlet"))
    for name in _SPOKEN:
        told = [made[f"{name}_{language}"] for language in LANGUAGES]
        if any(told):
            made |= {
                f"{name}_{language}": made[f"{name}_{language}"] or next(filter(None, told)) for language in LANGUAGES
            }
    return {column: made.get(column, "") for column in schema()["claims"].columns}


def claim_id(claim: Claim, number: int, sheet: Sheet) -> str:
    """Return the identifier of a claim: its own, or one made of the article's and of its place."""
    return _cell(claim.values.get(ID)) or f"{_cell(sheet.head.get('id'))}-{number:02d}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value).strip()


def _arguments(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def of_record(record: Tables, article: str) -> str:
    """Return the worksheet of an article on record.

    Raises
    ------
    UserError
        If it has no claims on record, with the nearest one.
    """
    from pactbook.subjects.article import parties

    own = record.claims[record.claims.article_id == article]
    if own.empty:
        raise UserError(
            f"{shown(article)} has no claims on record{hint(article, sorted(set(record.claims.article_id)))}"
        )
    page = as_dicts(record.sources[record.sources.source_id == article])[0]
    both = parties(record, article)
    return sheets.text(
        {name: page[column] for name, column in HEAD.items()},
        both if len(both) == 2 else (),
        map(_claim, as_dicts(own)),
        {},
    )


def _claim(told: dict[str, Any]) -> dict[str, Any]:
    """Return a row of claims.csv as a claim of a worksheet: what is empty is left out."""
    values = {name: told[name] for name in sheets.columns() if told[name] not in ("", ())}
    values["paragraph"] = int(told["paragraph"])
    if told["arguments"]:
        values["arguments"] = json.loads(told["arguments"])
    return {KEEP: "yes", ID: told["claim_id"]} | values
