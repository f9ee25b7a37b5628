"""Whose rows a count holds: those of this record, of outside datasets, of the reader."""

from __future__ import annotations

import pandas as pd

from pactbook.locale import Language
from pactbook.record import ORIGINS, select
from pactbook.record.outside import catalogue

OURS, _, YOURS = ORIGINS
# What stands before the title of a reader's own row.
MARK = "◆ "
# A dataset of several files goes by a name of its own.
_CNS = "CNS missile test databases"


def several(frame: pd.DataFrame) -> bool:
    """Tell whether some rows are of another origin than this record."""
    return "origins" in frame and any(origins != (OURS,) for origins in frame.origins)


def of_this_record(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that an outside dataset is not alone to tell."""
    return select(frame, (OURS in origins or YOURS in origins for origins in frame.origins))


def marked(frame: pd.DataFrame, column: str = "title") -> pd.DataFrame:
    """Return some rows with a mark before the title of those that the reader added or amended."""
    titles = [
        f"{MARK}{title}" if YOURS in origins else title
        for title, origins in zip(frame[column], frame.origins, strict=True)
    ]
    return frame.assign(**{column: pd.Series(titles, index=frame.index, dtype=object)})


def name(origin: str, t: Language) -> str:
    """Return an origin in the words of a report."""
    if origin == OURS:
        return t("this record")
    if origin == YOURS:
        return t("your own")
    dataset = origin.partition(":")[2]
    entry = catalogue().get(dataset)
    return entry["title"] if entry else _CNS if dataset == "cns" else dataset


def told(frame: pd.DataFrame, t: Language) -> str:
    """Say of how many documents each origin knows, where there is another one than this record; else nothing.

    Parameters
    ----------
    frame : pandas.DataFrame
        The documents that are counted, each once.
    t : Language
        Language of the report.
    """
    return _told(frame, t, "documents")


def told_flights(frame: pd.DataFrame, t: Language) -> str:
    """Say the same of flights."""
    return _told(frame, t, "flights")


def _told(frame: pd.DataFrame, t: Language, what: str) -> str:
    if not several(frame):
        return ""
    counts = frame.origins.explode().value_counts()
    parts = [
        _part(origin, int(counts[origin]), t)
        for origin in sorted(counts.index, key=lambda one: (ORIGINS.index(one.partition(":")[0]), one))
    ]
    both = int((frame.origins.map(len) > 1).sum())
    shared = f" ({t.plural('{n} stands in two', '{n} stand in two', both)})" if both else ""
    values = {"all": t.number(len(frame)), "parts": f"{t.list(parts)}{shared}"}
    if what == "flights":
        return t("Of the {all} flights counted, {parts}.", **values)
    return t("Of the {all} documents counted, {parts}.", **values)


def _part(origin: str, n: int, t: Language) -> str:
    if origin == OURS:
        return t.plural("{n} is from this record", "{n} are from this record", n)
    if origin == YOURS:
        return t.plural("{n} is your own", "{n} are your own", n)
    return t.plural("{n} is from the {dataset}", "{n} are from the {dataset}", n, dataset=name(origin, t))
