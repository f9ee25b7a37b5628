"""What a rule returns, and the rules by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables

# The scale, from the record's full support to what no record can decide.
VERDICTS = (
    "supported",
    "supported_as_allegation",
    "partly",
    "contradicted",
    "not_established",
    "opinion",
    "forecast_open",
    "forecast_came_true",
    "forecast_failed",
)


@dataclass(frozen=True)
class Verdict:
    """What a rule decides, why, and on which records.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`.
    reasoning : str
        Why, in the language of the report.
    evidence : tuple of str
        The records that it rests on, each as ``table:record_id``.
    aside : tuple of str
        Those of the evidence that a reader should see and that decide nothing.
    """

    verdict: str
    reasoning: str
    evidence: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


Rule = Callable[..., Verdict]

RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its name."""
    RULES[function.__name__] = function
    return function


def status_name(name: str, t: Language) -> str:
    """Return the words for the status of an agreement."""
    return t.word(name)


KEYS = {
    "agreements": "agreement_id",
    "events": "event_id",
    "blocs": "bloc_id",
    "missile_systems": "system_id",
    "missile_tests": "test_id",
    "entities": "entity_id",
    "designations": "designation_id",
    "sources": "source_id",
    "searches": "search_id",
}


def on_record(tables: Tables, record: str) -> bool:
    """Tell whether a record (``table:record_id``) is known on the day of the tables.

    Tables as of a day are cut already, but for their sources: a page counts from its publication, an undated one from the
    day on which it was read.
    """
    table, _, key = record.partition(":")
    if table not in KEYS:
        return False
    found = tables[table][tables[table][KEYS[table]] == key]
    if found.empty or table != "sources" or tables.is_latest:
        return len(found) > 0
    return dates.latest(found.published.iloc[0] or found.seen_on.iloc[0]) <= tables.as_of
