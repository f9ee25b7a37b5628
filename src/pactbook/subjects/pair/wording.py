"""The words for documents of two states that several sentences use."""

from __future__ import annotations

import pandas as pd

from pactbook.locale import Language
from pactbook.record.status import FORMAL

_LONG_TITLE = 90  # letters


def told_in_force(documents: pd.DataFrame, t: Language) -> str:
    """Say of how many documents the entry into force is on record."""
    n = int((documents.status_on == "in_force").sum())
    if not n:
        return t("No entry into force is on record.") if documents.kind.isin(FORMAL).any() else ""
    return t.plural("The entry into force of {n} is on record.", "The entry into force of {n} is on record.", n)


def quoted(title: str, t: Language) -> str:
    """Return a title in quotation marks; a long one without what stands in brackets at its end, or without its middle.

    Titles of like documents differ at both ends.
    """
    if len(title) > _LONG_TITLE and title.endswith(")") and " (" in title:
        title = title[: title.rindex(" (")]
    words = title.split()
    first = sum(len(" ".join(words[:n])) <= 2 * _LONG_TITLE // 3 for n in range(1, len(words)))
    last = sum(len(" ".join(words[-n:])) <= _LONG_TITLE // 3 for n in range(1, len(words)))
    if len(title) > _LONG_TITLE and first and last and first + last < len(words):
        words = [*words[:first], "…", *words[len(words) - last :]]
    return t("“{title}”", title=" ".join(words))


def domain_name(domain: str, t: Language) -> str:
    """Return the words for a value of `domains`."""
    return t.word(domain)
