"""What a batch shows that no single report does: a paragraph of the README on all pairs of an organisation, from the tables."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.reports.batch import grid
from pactbook.subjects import ties

BLOC = "NATO"
_YEARS = 10  # a newest document older than that is told apart


def text(record: Tables) -> str:
    """Return the paragraph, as of the day of the newest page."""
    day, t = record.newest_day, Language("en")
    asked = grid.pairs([f"bloc:{BLOC}"], record, day)
    documents = ties.standing(ties.documents(record))
    own = _own(documents, asked)
    with_others = _with_others(documents) & set(asked) - set(own)
    since = str(day.year - _YEARS)
    number = {
        "states": len({state for pair in asked for state in pair}),
        "pairs": len(asked),
        "own": len(own),
        "force": sum((rows.status_on == "in_force").any() for rows in own.values()),
        "early": sum("" < rows.signed.max() < since for rows in own.values()),
        "with_others": len(with_others),
        "none": len(asked) - len(own) - len(with_others),
    }
    return (
        "As of {day} the {states} members of {bloc} make {pairs} pairs. {own} of them have a defence document of their own on "
        "record that stands, {force} one that is known to be in force; of {early} the newest was signed before {since}. "
        "{with_others} more meet in a document of several parties alone, and {none} in none beside the treaty of {bloc} itself. "
        "None on record is no proof that there is none: those are the pairs to look up next, for which `pactbook todo --pair` "
        "has the words."
    ).format(
        day=t.date(day.isoformat()),
        bloc=record.blocs.set_index("bloc_id").short_name[BLOC],
        since=since,
        **{name: t.number(n) for name, n in number.items()},
    )


def _own(documents: pd.DataFrame, asked: list[tuple[str, str]]) -> dict[tuple[str, str], pd.DataFrame]:
    """Return the documents that two states have alone, by pair."""
    alone = documents[~documents.plurilateral]
    return {pair: rows for pair, rows in alone.groupby("parties") if pair in set(asked)}


def _with_others(documents: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs that meet in a document of several parties."""
    return {pair for parties in documents[documents.plurilateral].parties for pair in combinations(sorted(parties), 2)}
