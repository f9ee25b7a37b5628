"""What is missing in a worksheet, and what each of its claims would be judged now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, as_frame, check_cell, load, schema
from pactbook.subjects.article import audit, lint
from pactbook.worksheets import rows, sheet
from pactbook.worksheets.sheet import BECAUSE, HEAD, NOW, RESTS_ON, Sheet

_MOST_EVIDENCE = 6
_FROM_HEAD = {column: name for name, column in HEAD.items()}


@dataclass(frozen=True)
class Checked:
    """A worksheet that has passed: its rows, and the record with them."""

    sheet: Sheet
    source: dict[str, str]
    claims: list[dict[str, str]]
    record: Tables


def checked(path: Path, into: Path | None = None) -> Checked:
    """Check a worksheet.

    Parameters
    ----------
    path : pathlib.Path
        The worksheet.
    into : pathlib.Path, optional
        The folder of the reader's own rows that it is read with; default the one that goes with it.

    Raises
    ------
    UserError
        If something is missing or wrong: all faults at once, each with the claim and its sentence.
    """
    found = sheet.read(path)
    folder = into or rows.folder_of(path)
    record = load(overlay=folder if any(folder.glob("*.csv")) else None)
    source, claims = rows.source(found), rows.claims(found)
    places = dict(zip((claim["claim_id"] for claim in claims), (claim.place for claim in found.kept), strict=True))
    faults = [*_in_head(source), *_in_cells(claims, places), *_twice(claims, places)]
    if not faults:
        record = _with(record, source, claims)
        faults = [_placed(one, places) for one in lint(record, article=source["source_id"])]
    if faults:
        raise UserError("\n".join(f"{path.name}: {one}" for one in faults))
    return Checked(found, source, claims, record)


def _in_head(source: dict[str, str]) -> Iterator[str]:
    for column in schema()["sources"].fields:
        for what in check_cell(column, source[column.name]):
            yield f"article: {_FROM_HEAD[column.name]}: {what}"


def _in_cells(claims: list[dict[str, str]], places: dict[str, str]) -> Iterator[str]:
    for claim in claims:
        for column in schema()["claims"].fields:
            for what in check_cell(column, claim[column.name]):
                yield f"{places[claim['claim_id']]}: {column.name}: {what}"


def _twice(claims: list[dict[str, str]], places: dict[str, str]) -> Iterator[str]:
    names = [claim["claim_id"] for claim in claims]
    yield from (f"{places[name]}: id: {name} stands twice" for name in dict.fromkeys(names) if names.count(name) > 1)


def _with(record: Tables, source: dict[str, str], claims: list[dict[str, str]]) -> Tables:
    """Return a record with the article and its claims in place of those that it has of it."""
    article, declared = source["source_id"], schema()
    others = record.claims[record.claims.article_id != article]
    pages = record.sources[record.sources.source_id != article]
    return replace(
        record,
        claims=pd.concat([others, as_frame(declared["claims"], claims)], ignore_index=True) if claims else others,
        sources=pd.concat([pages, as_frame(declared["sources"], [source])], ignore_index=True),
    )


def _placed(fault: str, places: dict[str, str]) -> str:
    """Return a fault of a row, with the place in the worksheet instead of the row's."""
    _, name, what = fault.split(": ", 2)
    return f"{places.get(name, name)}: {what}"


def judged(found: Checked, t: Language) -> list[dict[str, Any]]:
    """Return the claims that are kept with their verdicts, as `pactbook.subjects.article.audit` gives them."""
    if not found.claims:
        return []
    return as_dicts(audit(found.record.in_language(t.code), found.source["source_id"], t))


def completed(found: Checked) -> str:
    """Return the worksheet with what every claim that is kept would be judged now."""
    t = Language("en")
    verdicts = iter(judged(found, t))
    told = {
        number: {NOW: row["verdict"], BECAUSE: row["reasoning"], RESTS_ON: row["evidence"][:_MOST_EVIDENCE]}
        for number, claim in enumerate(found.sheet.claims)
        if claim.keep
        for row in [next(verdicts)]
    }
    return sheet.with_verdicts(found.sheet.path, told)
