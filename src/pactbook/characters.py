"""Characters that no text of the project may hold: they break a figure or a page, or turn the letters after them around.

Joiners and the plain letters of scripts that run from right to left are none of them.
"""

from __future__ import annotations

import re
import unicodedata

# A line break within a cell is none; nothing else of C0 is a letter. U+FFFE, U+FFFF and surrogates are no characters.
_REFUSED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What opens another direction of writing, and what closes it.
_EMBEDDINGS, _END_OF_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_TURNS = re.compile(f"[{_EMBEDDINGS}{_END_OF_EMBEDDING}{_ISOLATES}{_END_OF_ISOLATE}]")


def fault(text: str) -> str:
    r"""Say what is wrong with the characters of a text, empty if nothing is.

    Parameters
    ----------
    text : str
        A cell, or a text that a user gives.

    Examples
    --------
    >>> fault("a\\x1bb")
    'holds U+001B, a control character, at position 2: take it out'
    """
    if text.isprintable():
        return ""
    if found := _REFUSED.search(text):
        control = unicodedata.category(found[0]) == "Cc"
        return _told(found, "a control character" if control else "which is no character")
    if opened := _unclosed(text):
        return _told(opened, f"{unicodedata.name(opened[0])}, that nothing closes,")
    return ""


def _told(found: re.Match, what: str) -> str:
    comma = "" if what.endswith(",") else ","
    return f"holds U+{ord(found[0]):04X}, {what}{comma} at position {found.start() + 1}: take it out"


def _unclosed(text: str) -> re.Match | None:
    """Return the first sign in a text that turns the direction of writing and is not closed again."""
    opened: list[re.Match] = []
    for sign in _TURNS.finditer(text):
        if sign[0] in _EMBEDDINGS + _ISOLATES:
            opened.append(sign)
        elif opened and (opened[-1][0] in _EMBEDDINGS) == (sign[0] == _END_OF_EMBEDDING):
            opened.pop()
    return opened[0] if opened else None
