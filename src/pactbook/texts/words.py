"""Words and their beginnings: how a text is cut into words, and what a sentence is recognised by in each language."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import yaml

from pactbook.states.folding import fold

# Accents over letters, Arabic vowels and joiners belong to a word.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
_TOKEN = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[^\W_](?:[^\W_]|[{_MARKS}])*")
# What is no cue of a claim.
_OTHER = frozenset({"money", "states"})


@dataclass(frozen=True)
class Token:
    """A word of a text: as it stands, folded, and where it starts and ends."""

    text: str
    plain: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Tell whether it begins with a capital letter, or is written in a script that has none."""
        first = self.text[:1]
        return first.isupper() or first.lower() == first.upper()


def tokens(text: str) -> list[Token]:
    """Return the words of a text; an apostrophe parts them (``l'Arménie``, ``Türkiye'nin``)."""
    return [Token(one[0], _folded(one[0]), one.start(), one.end()) for one in _TOKEN.finditer(text)]


@functools.lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


def plain(text: str) -> str:
    """Return a text as folded words with single spaces."""
    return " ".join(one.plain for one in tokens(text))


@functools.cache
def declared() -> dict[str, dict]:
    """Return what ``words.yaml`` holds, by language."""
    text = (resources.files(__package__) / "words.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def languages() -> tuple[str, ...]:
    """Return the languages that have words of their own."""
    return tuple(declared())


def beginnings(words: Iterable[str]) -> re.Pattern:
    """Return a pattern that finds some beginnings of words in a text made `plain`."""
    parts = [("" if word.startswith("*") else r"(?<!\S)") + re.escape(plain(word)) for word in words]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)) or r"(?!)")


@functools.cache
def cues(language: str) -> dict[str, re.Pattern]:
    """Return the pattern of each cue of a language; none for a language without words of its own."""
    own = declared().get(language, {})
    return {name: beginnings(words) for name, words in own.items() if name not in _OTHER}


def cues_in(text: str, language: str) -> frozenset[str]:
    """Return the cues that a text holds."""
    told = plain(text)
    return frozenset(name for name, pattern in cues(language).items() if pattern.search(told))


@functools.cache
def money(language: str) -> dict[str, re.Pattern]:
    """Return the pattern of each currency, by its ISO 4217 code."""
    return {code: beginnings(words) for code, words in declared().get(language, {}).get("money", {}).items()}


@functools.cache
def adjectives(language: str) -> dict[str, re.Pattern]:
    """Return the pattern of what stands for a state and is not made of its name, by ISO 3166-1 alpha-3."""
    return {code: beginnings(words) for code, words in declared().get(language, {}).get("states", {}).items()}
