"""What is wrong with a filled table of claims."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator, Mapping

from babel.dates import get_month_names

from pactbook.errors import UserError, shown
from pactbook.locale import LANGUAGES, Language
from pactbook.record import Tables, as_dicts
from pactbook.subjects.article.audit import DECIDED
from pactbook.subjects.article.rules import KEYS, call

_TWINS = ("role", "wording", "reasoning", "counter_evidence", "would_change")


@functools.cache
def _months() -> dict[str, int]:
    return {name: number for language in LANGUAGES for number, name in get_month_names("wide", locale=language).items()}


def lint(tables: Tables, t: Language | None = None) -> list[str]:
    """Return what is wrong with the claims on record, each as ``claims.csv: claim: what``; empty where all is well.

    Asked is: a speaker; a rule or a verdict, not both; evidence that exists; evidence of its own for a judged verdict that
    records decide; each text in both languages; and no number in the prose that neither the claim nor its evidence holds.

    Parameters
    ----------
    tables : Tables
        Everything on record.
    t : Language, optional
        Language in which rules are computed; default English.
    """
    t = t or Language("en")
    ids = set(tables.claims.claim_id)
    told = _cells(tables)
    return [
        f"claims.csv: {row['claim_id']}: {what}"
        for row in as_dicts(tables.claims)
        for what in (*_wrong(row, ids, told), *_unproven(tables, row, told, t))
    ]


def _cells(tables: Tables) -> dict[str, list[str]]:
    """Return all cells of each record that can be evidence, and of what sources say of it, by ``table:key``."""
    told: dict[str, list[str]] = {}
    for table, key in KEYS.items():
        for row in as_dicts(tables[table]):
            told.setdefault(f"{table}:{row[key]}", []).extend(map(str, row.values()))
    for row in as_dicts(tables.readings):
        told.get(f"{row['table']}:{row['record_id']}", []).extend(map(str, row.values()))
    return told


def _wrong(row: dict, ids: set[str], told: Container[str]) -> Iterator[str]:
    if not row["speaker"]:
        yield "speaker: is empty: say who makes the claim"
    if bool(row["rule"]) == bool(row["verdict"]):
        yield (
            "name a rule or give a verdict" if not row["rule"] else "a rule computes the verdict: leave `verdict` empty"
        )
    missing = [record for record in row["evidence"] if record not in told]
    yield from (f"evidence: {shown(record)} does not exist" for record in missing)
    if row["verdict"] in DECIDED and not row["evidence"]:
        yield f"evidence: a verdict {row['verdict']!r} needs at least one record"
    if row["verdict"] and not row["reasoning_en"]:
        yield "reasoning_en: a judged verdict needs its reasons"
    yield from (
        f"{name}_en, {name}_de: give both languages or none"
        for name in _TWINS
        if bool(row[f"{name}_en"]) != bool(row[f"{name}_de"])
    )
    if row["same_as"] and (row["same_as"] not in ids or row["same_as"] == row["claim_id"]):
        yield f"same_as: {shown(row['same_as'])} is no other claim"


def _unproven(tables: Tables, row: dict, told: Mapping[str, list[str]], t: Language) -> Iterator[str]:
    """Yield the numbers and dates in the prose that no evidence holds."""
    try:
        evidence = call(row)(tables, t).evidence if row["rule"] else ()
    except UserError as error:
        yield str(error).removeprefix(f"claims.csv: {row['claim_id']}: ")
        return
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        yield f"arguments: rule {row['rule']} can do nothing with {shown(row['arguments'])} ({shown(str(error))})"
        return
    cells = [cell for record in (*evidence, *row["evidence"]) for cell in told.get(record, ())]
    held = _numbers(" ".join([row["claim_en"], row["arguments"], *cells]))
    for name in ("reasoning", "counter_evidence", "would_change", "wording"):
        for language in LANGUAGES:
            for number in sorted(_numbers(row[f"{name}_{language}"]) - held):
                yield f"{name}_{language}: {number} stands in no evidence"


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text, years, days and months among them, without grouping and leading noughts."""
    plain = re.sub(r"(?<=\d)[.,   ](?=\d{3}(?!\d))", "", text)
    months = {number for name, number in _months().items() if re.search(rf"\b{re.escape(name)}\b", plain)}
    months |= {int(number) for number in re.findall(r"\b\d{4}-(\d\d)\b", plain)}
    return {number.lstrip("0") or "0" for number in re.findall(r"\d+", plain)} | {f"month {n}" for n in months}
