"""Which states a text names, in any language of the CLDR and in any grammatical case.

A name counts where it stands as it is, or where a word begins like it and ends as a noun or an adjective of the language may.
Of two names that fit, the longer one is meant, then the one that has more letters in common with the text.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from pactbook.states.names import spellings_in
from pactbook.texts.words import Token, adjectives, tokens

_Name = tuple[str, ...]
_LONGEST = 8  # words of a name
_SHORTEST_STEM = 4
_VOWELS = "aeiouyаеиоуыэюяйь"
# How the words of a name end besides as they stand; the stem is the word without its last vowels.
_CASES = {
    "en": "s",
    "de": "s|es|n|en|ns",
    "fr": "s",
    "es": "s",
    "ru": "а|у|ом|е|ы|и|я|ю|ой|ою|ей|ью|ем|ии|ию|ией|ия|ая|ую|ое|ые|ие|ый|ий|ых|их|ым|им|ыми|ого|ому|ов|ам|ами|ах|ях|ями",
    "tr": "y?[aeiu]|n?[iu]n|[dt][ae]n?|y?l[ae]|n[ae]|nd[ae]n?",
    "ur": "ے|یں|وں",
}
# How an adjective, or a person, is made of the name of a state: what the name loses, what it takes.
_ADJECTIVES = {
    "en": ("ia|a|ey|y|en|and|land|e|o", "n|an|ian|ean|ese|ish|i|is|ns|ians|ans"),
    "de": ("en|ien|a|land|enland|ei|o|e|n|ien", "(?:s|es|an|en)?isch(?:e|en|er|es|em)?|er|ern|erin"),
    "fr": ("ie|e|que|a", "ais|aise|aises|ois|oise|oises|ien|ienne|iens|iennes|en|enne|ens|ennes"),
    "es": ("a|ia|e|o", "an[oa]s?|es|esas?|eses|i|ies|en[oa]s?|n[oa]s?"),
    "ru": ("", "(?:ий|ан|ян|й|ий)?ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими|о)"),
    "tr": ("", "l[iu](?:l[ae]r)?|l[iu](?:l[ae]r)?[iu]n"),
    "ur": ("", "ی|یوں"),
}
# In any other language a word may end otherwise than the name by so many letters.
_ANY_CASE = ".{0,2}"
# Names that are common words too, where they have no capital letter.
_COMMON = frozenset({"turkey", "guinea", "jordan", "georgia", "island", "china"})
_SHORTEST_SMALL = 5  # of a name that may stand without its capital letter


def states_in(text: str, language: str) -> tuple[str, ...]:
    """Return the states that a text names, ISO 3166-1 alpha-3, in the order of the text, each once.

    Parameters
    ----------
    text : str
        A sentence, or more.
    language : str
        ISO 639-1 code.

    Examples
    --------
    >>> states_in("Министры Пакистана и Саудовской Аравии подписали договор.", "ru")
    ('PAK', 'SAU')
    """
    return tuple(dict.fromkeys(code for _, _, code in mentions(text, language)))


def mentions(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return each place at which a text names a state: where it starts and ends, and the code."""
    words = tokens(text)
    found = list(_named(words, language))
    taken = {position for start, length, _ in found for position in range(start, start + length)}
    found += [(start, 1, code) for start, code in _by_adjective(words, language) if start not in taken]
    return [(words[start].start, words[start + length - 1].end, code) for start, length, code in sorted(found)]


def _named(words: list[Token], language: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    while position < len(words):
        length, code = _at(words, position, language)
        if code:
            yield position, length, code
        position += max(length, 1)


def _at(words: list[Token], position: int, language: str) -> tuple[int, str]:
    """Return how many words at a place name which state."""
    index = _index(language)
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        part = words[position : position + length]
        plain = tuple(word.plain for word in part)
        if code := index.exact.get(plain):
            if _stands_for_a_name(part, index):
                return length, code
        elif code := _inflected(part, plain, index, language):
            return length, code
    return 0, ""


def _stands_for_a_name(part: list[Token], index: _Index) -> bool:
    """Tell whether words that are spelled like a name can be meant as one."""
    if len(part) > 1 or (not part[0].text.isascii() and part[0].text.lower() == part[0].text.upper()):
        return True
    (word,) = part
    if (word.plain,) in index.short:  # US is no "us"
        return word.text.replace(".", "").isupper()
    return word.is_capital or (len(word.plain) >= _SHORTEST_SMALL and word.plain not in _COMMON)


def _inflected(part: list[Token], plain: _Name, index: _Index, language: str) -> str:
    """Return the state whose name some words are in another case, or whose adjective they are."""
    near = [
        (_in_common(plain, name), -sum(map(len, name)), code)
        for name, code in index.near[plain[0][:3], len(plain)]
        if _fits(part, name, language)
    ]
    return max(near, default=(0, 0, ""))[2]


def _in_common(one: _Name, other: _Name) -> int:
    pairs = (
        takewhile(lambda letters: letters[0] == letters[1], zip(a, b, strict=False))
        for a, b in zip(one, other, strict=True)
    )
    return sum(len(list(same)) for same in pairs)


def _fits(part: list[Token], name: _Name, language: str) -> bool:
    return all(_is_form(word, known, language) for word, known in zip(part, name, strict=True))


def _is_form(word: Token, known: str, language: str) -> bool:
    if word.plain == known:
        return True
    case, adjective = _forms(known, language)
    if word.is_capital and case.fullmatch(word.plain):
        return True
    return adjective.fullmatch(word.plain) is not None


@functools.lru_cache(maxsize=4096)
def _forms(known: str, language: str) -> tuple[re.Pattern, re.Pattern]:
    """Return what a word of a name looks like in another case, and as an adjective."""
    stem = known.rstrip(_VOWELS)
    if len(stem) < _SHORTEST_STEM:
        stem = known[:-1] if known[-1] in _VOWELS else known
    never = re.compile(r"(?!)")
    if len(known) < _SHORTEST_STEM:
        return never, never
    stems = "|".join(map(re.escape, dict.fromkeys((known, stem))))
    cases = _CASES.get(language)
    case = _compiled(f"(?:{stems})(?:{cases})" if cases else f"(?:{stems}){_ANY_CASE}")
    if language not in _ADJECTIVES:
        return case, never
    loses, takes = _ADJECTIVES[language]
    bare = {known, stem if not loses else known} | {
        known[: -len(end)] for end in loses.split("|") if end and known.endswith(end)
    }
    own = "|".join(re.escape(one) for one in sorted(bare) if len(one) >= 3)
    return case, _compiled(f"(?:{own})(?:{takes})")


def _compiled(pattern: str) -> re.Pattern:
    """Return a pattern for folded words, which have lost the breve of й as they lose all accents."""
    return re.compile(pattern.replace("й", "и"))


def _by_adjective(words: list[Token], language: str) -> Iterator[tuple[int, str]]:
    """Yield where a word, or two, stand for a state without being made of its name."""
    for position in range(len(words)):
        told = " ".join(word.plain for word in words[position : position + 2])
        yield from ((position, code) for code, pattern in adjectives(language).items() if pattern.match(told))


class _Index:
    """The names of states by which a text of one language is read."""

    def __init__(self, language: str) -> None:
        self.exact: dict[_Name, str] = {}
        self.near: defaultdict[tuple[str, int], list[tuple[_Name, str]]] = defaultdict(list)
        self.short: set[_Name] = set()
        for name, code in spellings_in(language):
            words = tokens(name)
            key = tuple(word.plain for word in words)
            if not key or self.exact.setdefault(key, code) != code:
                continue
            self.near[key[0][:3], len(key)].append((key, code))
            if len(words) == 1 and len(key[0]) < _SHORTEST_STEM and words[0].text.replace(".", "").isupper():
                self.short.add(key)


@functools.cache
def _index(language: str) -> _Index:
    return _Index(language)
