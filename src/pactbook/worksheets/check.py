"""What is missing in a worksheet, and what each of its claims would be judged now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactbook.errors import UserError
from pactbook.locale import LANGUAGES, Language
from pactbook.maintain.rows import record_of
from pactbook.record import Tables, as_dicts, check_cell, load, schema
from pactbook.subjects.article import audit
from pactbook.worksheets import rows, sheet
from pactbook.worksheets.sheet import BECAUSE, HEAD, MOST_EVIDENCE, NOW, RESTS_ON, Sheet

_FROM_HEAD = {column: name for name, column in HEAD.items()}
_KINDS = " is of several kinds: "  # what the record says of an outlet that a worksheet takes for another kind of text
_TOGETHER = tuple(f"claim_{language}" for language in LANGUAGES)  # what stands in one of them stands in both


@dataclass(frozen=True)
class Checked:
    """A worksheet that has passed: its claims that are kept, as rows, the record with them, and the files to lay over it."""

    sheet: Sheet
    claims: list[dict[str, str]]
    record: Tables
    files: dict[str, str]

    @property
    def article(self) -> str:
        """Return the source_id of the article."""
        return rows.source(self.sheet)["source_id"]


def checked(path: Path) -> Checked:
    """Check a worksheet, with the reader's own rows that go with it.

    Raises
    ------
    UserError
        If something is missing or wrong: all faults at once, each with the claim and its sentence.
    """
    found = sheet.read(path)
    source, claims = rows.source(found), rows.claims(found)
    places = dict(zip((claim["claim_id"] for claim in claims), (claim.place for claim in found.kept), strict=True))
    _demand(path, [*_in_head(source), *_in_cells(claims, places), *_twice(found)])
    if not claims:  # a page that nothing cites is no row
        return Checked(found, [], load(), {})
    folder = rows.folder_of(path)
    files = rows.files(found, folder)
    try:
        record = record_of(files, folder)
    except UserError as error:
        _demand(path, [_placed(one, places) for one in str(error).splitlines()])
    return Checked(found, claims, record, files)


def _demand(path: Path, faults: Iterable[str]) -> None:
    if told := [f"{path.name}: {one}" for one in faults]:
        raise UserError("\n".join(told))


def _in_head(source: dict[str, str]) -> Iterator[str]:
    for column in schema()["sources"].fields:
        for what in check_cell(column, source[column.name]):
            where = "; of a printed text, that of who printed it" if column.name == "url" and not source["url"] else ""
            yield f"article: {_FROM_HEAD[column.name]}: {what}{where}"


def _in_cells(claims: list[dict[str, str]], places: dict[str, str]) -> Iterator[str]:
    for claim in claims:
        for column in schema()["claims"].fields:
            if column.name in _TOGETHER and not claim[column.name]:
                continue  # told below, once
            for what in check_cell(column, claim[column.name]):
                yield f"{places[claim['claim_id']]}: {column.name}: {what}"
        if not any(claim[name] for name in _TOGETHER):
            yield f"{places[claim['claim_id']]}: {' or '.join(_TOGETHER)}: write what it claims, in one of the two languages"


def _twice(found: Sheet) -> Iterator[str]:
    names = [rows.claim_id(claim, number, found) for number, claim in enumerate(found.claims, start=1)]
    yield from (
        f"{claim.place}: id: {name} stands twice"
        for number, (claim, name) in enumerate(zip(found.claims, names, strict=True))
        if name in names[:number]
    )


def _placed(fault: str, places: dict[str, str]) -> str:
    """Return a fault of the record, with the place in the worksheet where it is one of its claims."""
    table, _, told = fault.partition(": ")
    if table == "sources.csv" and _KINDS in told:
        outlet, _, kinds = told.partition(_KINDS)
        return f"article: kind: of {outlet} the record has other pages as another kind ({kinds}): write the other one"
    name, _, what = told.partition(": ")
    return f"{places[name]}: {what}" if table == "claims.csv" and name in places else fault


def judged(found: Checked, t: Language) -> dict[str, dict[str, Any]]:
    """Return the claims that are kept with their verdicts, as `pactbook.subjects.article.audit` gives them, by claim_id."""
    told = as_dicts(audit(found.record.in_language(t.code), found.article, t))
    kept = {claim["claim_id"] for claim in found.claims}
    return {row["claim_id"]: row for row in told if row["claim_id"] in kept}


def completed(found: Checked) -> str:
    """Return the worksheet with what every claim that is kept would be judged now."""
    verdicts = judged(found, Language("en"))
    told = {
        number: {NOW: row["verdict"], BECAUSE: row["reasoning"], RESTS_ON: row["evidence"][:MOST_EVIDENCE]}
        for number, claim in enumerate(found.sheet.claims)
        if claim.keep
        for row in [verdicts[rows.claim_id(claim, number + 1, found.sheet)]]
    }
    return sheet.with_verdicts(found.sheet.path, told)
