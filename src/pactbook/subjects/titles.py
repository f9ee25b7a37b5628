"""The title of a document in a sentence."""

from __future__ import annotations

import re

from pactbook.locale import Language

_LONG_TITLE = 90  # letters
# Who concludes it, before what it is about.
_PARTIES = re.compile(r" between .+? and .+?(?= (?:concerning|on|regarding|relating|for|in)\b)")


def brief(title: str) -> str:
    """Return a title, a long one without the parties: where it is told of two states, they are known."""
    return _PARTIES.sub("", title, count=1) if len(title) > _LONG_TITLE else title


def quoted(title: str, t: Language) -> str:
    """Return a `brief` title in quotation marks; one that is still long without what stands in brackets at its end, or its middle.

    Titles of like documents differ at both ends.
    """
    title = brief(title)
    if len(title) > _LONG_TITLE and title.endswith(")") and " (" in title:
        title = title[: title.rindex(" (")]
    words = title.split()
    first = sum(len(" ".join(words[:n])) <= 2 * _LONG_TITLE // 3 for n in range(1, len(words)))
    last = sum(len(" ".join(words[-n:])) <= _LONG_TITLE // 3 for n in range(1, len(words)))
    if len(title) > _LONG_TITLE and first and last and first + last < len(words):
        words = [*words[:first], "…", *words[len(words) - last :]]
    return t("“{title}”", title=" ".join(words))
