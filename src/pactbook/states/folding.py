"""A name without what makes no difference between two spellings: case, accents, punctuation."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Any

# Marks that carry no difference between names: accents, Hebrew points, Arabic vowels. Vowel signs of India stay.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "&": " and "}
    | {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه"}  # the Arabic and the Persian keyboard
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u02bf\u02be`\u00b4]")
_POINTS = re.compile(r"\b(\w)\.(?=\w\b|\W|$)")  # of U.S.A., not of Dem.Rep.
_ABBREVIATED = {"saint": "st", "sankt": "st", "sainte": "st", "rep": "republic", "dem": "democratic", "fed": "federal"}


def fold(text: str) -> str:
    """Return a name without case, accents, punctuation and points of abbreviation, as words with single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _POINTS.sub(r"\1", text)
    return " ".join(_ABBREVIATED.get(word, word) for word in text.translate(_LETTERS_ONLY).split())


def tables() -> dict[str, Any]:
    """Return the tables of `fold`, for a script in a page that folds alike: letters, marks, apostrophes and words."""
    return {
        # A script knows lower case, which is not always what case is folded to: ß.
        "letters": {
            letter: letter.casefold()
            for letter in map(chr, range(sys.maxunicode))
            if letter.casefold() != letter.lower()
        }
        | {chr(letter): told for letter, told in _LETTERS.items()},
        "marks": _MARKS.pattern,
        "apostrophes": _APOSTROPHES.pattern,
        "words": _ABBREVIATED,
    }


class _LettersOnly(dict):
    """A table for `str.translate`: letters, marks and digits stay, joiners go, all else is a space."""

    def __missing__(self, point: int) -> int | None:
        category = unicodedata.category(chr(point))
        self[point] = point if category[0] in "LMN" else None if category == "Cf" else ord(" ")
        return self[point]


_LETTERS_ONLY = _LettersOnly()
