"""Who speaks in a sentence: quotations in any marks, and the name that a verb of saying joins to them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pactbook.texts.named import mentions
from pactbook.texts.words import Token, cues, tokens

# Quotation marks that open, and those that can close them.
_MARKS = {"„": "“”", "“": "”", "‘": "’", "«": "»", "»": "«", "‹": "›", '"': '"', "”": "”"}
_PARTICLES = frozenset(
    {"al", "bin", "bint", "ben", "da", "de", "del", "der", "di", "du", "el", "la", "van", "von", "zu", "ibn"}
)
_SHORTEST_QUOTATION = 3  # words: fewer are a word in quotation marks
# In Urdu, which has no capital letters, who speaks stands before the mark of the ergative.
_URDU = re.compile(r"((?:\S+\s+){1,3})نے\s+(?:\S+\s+){0,8}?(?:کہا|بتایا)")


@dataclass(frozen=True)
class _Name:
    text: str
    start: int
    end: int


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where the quotations of a text start and end; one without its closing mark runs to the end."""
    found, at = [], 0
    while at < len(text):
        closing = _MARKS.get(text[at])
        if closing is None or (text[at] in '‘”"' and at and text[at - 1].isalnum()):
            at += 1
            continue
        ends = [text.find(mark, at + 1) for mark in closing]
        end = min((place for place in ends if place >= 0), default=len(text) - 1)
        found.append((at, end + 1))
        at = end + 1
    return found


def speeches(text: str) -> list[str]:
    """Return the quotations of a text that are speech and not a word in quotation marks, without their marks."""
    parts = (text[start + 1 : end - 1].strip() for start, end in quotations(text))
    return [part for part in parts if len(tokens(part)) >= _SHORTEST_QUOTATION]


def speaker(text: str, language: str, known: Collection[str], small: Collection[str]) -> str:
    """Return who speaks in a sentence, empty where that cannot be read off.

    Parameters
    ----------
    text : str
        The sentence.
    language : str
        ISO 639-1 code.
    known : collection of str
        Names that the article has given in full: a surname alone stands for one of them.
    small : collection of str
        Words that the article writes with a small letter too: they are no part of a name.
    """
    if language == "ur":
        match = _URDU.search(text)
        return match[1].strip() if match else ""
    verbs = _verbs(text, language)
    if not verbs:
        return ""
    quoted = quotations(text)
    names = [name for name in [*names_in(text, language, small), *_surnames(text, known)] if not _inside(name, quoted)]
    near = [(_gap(text, name, verb, quoted), -len(name.text), name.text) for name in names for verb in verbs]
    away, _, name = min(near, default=(_NEAR + 1, 0, ""))
    return next((full for full in known if _surname(full) == _surname(name)), name) if away <= _NEAR else ""


_NEAR = 60  # characters from a verb of saying to the name of who speaks


def _surname(name: str) -> str:
    return name.split()[-1]


def _inside(name: _Name, spans: list[tuple[int, int]]) -> bool:
    return any(start <= name.start < end for start, end in spans)


def _gap(text: str, name: _Name, verb: tuple[int, int], quoted: list[tuple[int, int]]) -> int:
    """Return how many characters lie between a name and a verb, without quotations; behind a comma is another clause."""
    if name.end <= verb[0]:
        return verb[0] - name.end - sum(end - start for start, end in quoted if name.end <= start and end <= verb[0])
    between = text[verb[1] : name.start]
    return _NEAR + 1 if "," in between else len(between)


def _verbs(text: str, language: str) -> list[tuple[int, int]]:
    """Return where verbs of saying stand."""
    pattern = cues(language).get("say")
    if pattern is None:
        return []
    words = tokens(text)
    places, told = {}, ""
    for number, word in enumerate(words):
        places[len(told) + bool(told)] = number
        told = f"{told} {word.plain}".strip()
    found = [places[match.start()] for match in pattern.finditer(told) if match.start() in places]
    quoted = quotations(text)
    spans = [(words[number].start, words[number].end) for number in found]
    return [span for span in spans if not any(start <= span[0] < end for start, end in quoted)]


def names_in(text: str, language: str, small: Collection[str]) -> list[_Name]:
    """Return the names of two words or more in a text that name no state; ``small`` as for `speaker`."""
    found: list[list[Token]] = [[]]
    before, states = 0, mentions(text, language)
    for word in tokens(text):
        between = text[before : word.start]
        before = word.end
        goes_on = between in (" ", "-", "’", ". ") and found[-1]
        if not goes_on and found[-1]:
            found.append([])
        of_a_state = any(start <= word.start < end for start, end, _ in states)
        if not of_a_state and _is_part(word, small, bool(found[-1])):
            found[-1].append(word)
        elif found[-1]:
            found.append([])
    runs = (_without_particle(run) for run in found)
    return [_Name(text[run[0].start : run[-1].end], run[0].start, run[-1].end) for run in runs if len(run) > 1]


def _is_part(word: Token, small: Collection[str], within: bool) -> bool:
    if within and word.text in _PARTICLES:
        return True
    return word.text[0].isupper() and word.text.lower() not in small


def _without_particle(run: list[Token]) -> list[Token]:
    while run and run[-1].text in _PARTICLES:
        run = run[:-1]
    return run


def _surnames(text: str, known: Collection[str]) -> list[_Name]:
    last = {_surname(full) for full in known}
    return [_Name(word.text, word.start, word.end) for word in tokens(text) if word.text in last]
