"""The sentences of a report, computed from its tables.

A finding gives the number, what it is out of, the date, and how sure it is. The subject modules compute the numbers;
this module only holds what a finding is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pactbook import markup
from pactbook.locale import Language

# So many marks a chart has at least, and so many rows a share or a rank; fewer are told in a sentence.
FEWEST = 5
MIME = "application/vnd.pactbook.finding+json"


def capitalised(text: str) -> str:
    """Return some sentences with a capital where a name with its article, or a small letter, begins one."""
    first = text[:1].upper() + text[1:]
    return re.sub(
        r"((?:^|[.?!] )[“„\"]?)(the|die|das) (?=[A-Z])", lambda found: found[1] + found[2].capitalize() + " ", first
    )


@dataclass(frozen=True)
class Finding:
    """One computed sentence, or a few.

    Attributes
    ----------
    key : str
        Which finding it is, the same in every report and language.
    text : str
        The sentence in the report's language.
    records : tuple of str
        The records that it rests on, each as ``table:record_id``.
    """

    key: str
    text: str
    records: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        # A name with its article may begin a sentence.
        object.__setattr__(self, "text", capitalised(self.text))

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return {
            "text/html": markup.render("subjects", "finding.html.j2", text=self.text),
            "text/plain": self.text,
            MIME: {"key": self.key, "text": self.text, "records": list(self.records)},
        }


@dataclass(frozen=True)
class Brief:
    """The three findings that stand on the first screen of a report."""

    title: str
    findings: tuple[Finding, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        texts = [finding.text for finding in self.findings]
        return {
            "text/html": markup.render("subjects", "brief.html.j2", title=self.title, texts=texts),
            "text/plain": "\n".join([self.title, *(f"- {finding.text}" for finding in self.findings)]),
            MIME: {"brief": [{"key": f.key, "text": f.text, "records": list(f.records)} for f in self.findings]},
        }


def find_horizon(newest_page: str, day: str, t: Language) -> Finding:
    """Say up to when the pages of the record reach, which is earlier than the day of the report."""
    if not newest_page:
        return Finding("horizon", t("No page on record has a date."))
    text = t(
        "This report is as of {day}; of the pages read for the record whose day is known the newest is of {page}. What was told "
        "later is hardly in it.",
        day=t.date(day),
        page=t.date(newest_page),
    )
    return Finding("horizon", text)


def records(table: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return ``table:record_id`` for each id."""
    return tuple(f"{table}:{record}" for record in ids)
