"""The table of claims itself: a first empty one from a text, and what is wrong with a filled one."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Container, Iterator, Mapping

from babel.dates import get_month_names

from pactbook import states
from pactbook.errors import UserError, shown
from pactbook.locale import LANGUAGES, Language
from pactbook.record import Tables, as_dicts, schema
from pactbook.subjects.article.audit import DECIDED
from pactbook.subjects.article.rules import KEYS, call

# Quotation marks that open, and those that can close them.
_MARKS = {"„": "“”", "“": "”", "‘": "’", "«": "»", "»": "«", '"': '"'}
# What a scaffold tells an analyst beside the columns of claims.csv; `lint` does not ask for it.
FOUND = ("found_dates", "found_states", "found_names")
_NAME = re.compile(
    r"[^\W\d_a-zß-ÿ][\w’-]*(?:\s+(?:(?:al|bin|bint|da|de|del|der|di|el|van|von|zu)\s+)?[^\W\d_a-zß-ÿ][\w’-]*)+"
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_NEAR = 90  # characters from a quotation mark to the name of its speaker
_TWINS = ("role", "wording", "reasoning", "counter_evidence", "would_change")


# ---------------------------------------------------------------------------------------------------------- a new one


def scaffold(text: str, article: str) -> str:
    """Return an empty table of claims for an article, as CSV.

    Each paragraph (a line that is not empty) has a row for each quotation, and one row if it has none. A row holds what can
    be read off: paragraph number, the name nearest to the quotation, and, in columns of their own, the dates, states and
    names found in the paragraph. What an article claims is for an analyst to say: claims, kinds and hedges stay empty.

    Parameters
    ----------
    text : str
        The article.
    article : str
        Its source_id, which the ids of the claims start with.
    """
    columns = [*schema()["claims"].columns, *FOUND]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    paragraphs = enumerate((line.strip() for line in text.splitlines() if line.strip()), start=1)
    rows = [row for number, paragraph in paragraphs for row in _rows(paragraph, number)]
    for number, row in enumerate(rows, start=1):
        writer.writerow({"claim_id": f"{article}-{number:02d}", "article_id": article} | row)
    return out.getvalue()


def _rows(paragraph: str, number: int) -> Iterator[dict]:
    found = {
        "paragraph": number,
        "found_dates": ";".join(dates_in(paragraph)),
        "found_states": ";".join(states_in(paragraph)),
        "found_names": ";".join(dict.fromkeys(match.group() for match in _NAME.finditer(paragraph))),
    }
    yield from (found | {"speaker": speaker} for speaker in speakers(paragraph) or [""])


def quotations(paragraph: str) -> list[tuple[int, int]]:
    """Return where the quotations of a paragraph start and end; one without its closing mark runs to the end."""
    found, at = [], 0
    while at < len(paragraph):
        closing = _MARKS.get(paragraph[at])
        if closing is None or (paragraph[at] in "‘" and at and paragraph[at - 1].isalnum()):
            at += 1
            continue
        ends = [paragraph.find(mark, at + 1) for mark in closing]
        end = min((place for place in ends if place >= 0), default=len(paragraph) - 1)
        found.append((at, end + 1))
        at = end + 1
    return found


def speakers(paragraph: str) -> list[str]:
    """Return for each quotation of a paragraph the name of its speaker, empty where none can be read off.

    It is the nearest name of two words or more in the same sentence that names no state. A quotation that goes on in one
    sentence keeps its speaker; one that starts in the middle of a phrase is a word in quotation marks, not speech.
    """
    found: list[str] = []
    spans = quotations(paragraph)
    for number, (start, end) in enumerate(spans):
        before = paragraph[spans[number - 1][1] : start] if number else "."
        if not _SENTENCE_END.search(before):
            found.append(found[-1])
        elif paragraph[start + 1 : start + 2].islower():
            found.append("")
        else:
            found.append(_nearest_name(paragraph, start, end, spans))
    return found


def _nearest_name(paragraph: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    near = []
    for match in _NAME.finditer(paragraph):
        first, last = match.span()
        between = paragraph[last:start] if last <= start else paragraph[end:first]
        quoted = any(opening <= first < closing for opening, closing in spans)
        if not quoted and not _SENTENCE_END.search(between) and not states_in(match.group()):
            near.append((len(between), match.group()))
    away, name = min(near, default=(_NEAR + 1, ""))
    return name if away <= _NEAR else ""


def dates_in(text: str) -> list[str]:
    """Return the dates of a text, ISO 8601 of the precision known, in their order, each once.

    Days and months are told by the month names of the Unicode CLDR in the languages of `pactbook.locale`.
    """
    found = []
    for match in _date_pattern().finditer(text):
        parts = match.groupdict()
        month = _months().get(parts["month"] or parts["month_first"])
        day = parts["day"] or parts["day_after"]
        pieces = [parts["year"], f"{month:02d}" if month else "", f"{int(day):02d}" if month and day else ""]
        found.append(parts["iso"] or "-".join(piece for piece in pieces if piece))
    return list(dict.fromkeys(found))


@functools.cache
def _months() -> dict[str, int]:
    return {name: number for language in LANGUAGES for number, name in get_month_names("wide", locale=language).items()}


@functools.cache
def _date_pattern() -> re.Pattern:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    return re.compile(
        rf"(?<!\d)(?:(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)"
        rf"|(?:(?:(?P<day>\d{{1,2}})\.?\s+)?(?P<month>{months})\s+|(?P<month_first>{months})\s+(?P<day_after>\d{{1,2}}),\s+)?{year})"
    )


def states_in(text: str) -> list[str]:
    """Return the states that a text names, ISO 3166-1 alpha-3, in the order of their codes."""
    return sorted(code for code, pattern in _state_patterns().items() if pattern.search(text))


@functools.cache
def _state_patterns() -> dict[str, re.Pattern]:
    """Return for each state a pattern of its names, with the genitive that German and English add to them."""
    names = {code: {states.name(code, language) for language in LANGUAGES} for code in states.codes()}
    return {
        code: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(own)))})(?:’?s)?(?!\w)")
        for code, own in names.items()
    }


# ------------------------------------------------------------------------------------------------ what is wrong with it


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
