"""The words for documents of two states that several sentences use."""

from __future__ import annotations

import pandas as pd

from pactbook.locale import Language
from pactbook.record.status import FORMAL


def told_in_force(documents: pd.DataFrame, t: Language) -> str:
    """Say how many documents are on record as in force; of a single one since when."""
    n = int((documents.status_on == "in_force").sum())
    if not n:
        return t("No entry into force is on record.") if documents.kind.isin(FORMAL).any() else ""
    if len(documents) > 1:
        return t.plural("{n} is on record as in force.", "{n} are on record as in force.", n)
    day = documents.in_force.iloc[0]
    if not day:
        return t("It is in force; the day of its entry into force is not on record.")
    return t("It has been in force since {day}.", day=t.date(day))


def domain_name(domain: str, t: Language) -> str:
    """Return the words for a value of `domains`."""
    return t.word(domain)
