"""Words in each language: message catalogues, plurals, dates, numbers and lists.

The message in the code is the English text; ``<language>.po`` beside this file holds the others. A message takes named
values in braces. Plural forms follow gettext, the rest the Unicode CLDR through Babel.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gettext
import io
import string
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from importlib import resources

from babel import localedata
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from pactbook import dates, states

LANGUAGES = ("en", "de")
_LOCALES = {"en": "en_GB", "de": "de_DE"}
_SKELETONS = {1: "y", 2: "yMMMM"}  # of a year and a month in a language that has no pattern of ours
# The language of names, dates and numbers on the figure that is drawn; empty where it is that of its sentences.
_labels: ContextVar[str] = ContextVar("labels", default="")
_PATTERNS = {"en": {1: "yyyy", 2: "MMMM yyyy", 3: "d MMMM yyyy"}, "de": {1: "yyyy", 2: "MMMM yyyy", 3: "d. MMMM yyyy"}}


# States whose English names take an article in a sentence.
_WITH_ARTICLE = frozenset({
    "ARE", "BHS", "CAF", "COD", "COM", "DDR", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "SUN", "USA",
    "VAT", "YUG",
})  # fmt: skip


# German names that take an article in a sentence, in the nominative, dative and accusative.
_GERMAN_CASES = {
    "feminine": ("die {}", "der {}", "die {}"),
    "plural": ("die {}", "den {}", "die {}"),
}
_GERMAN_ARTICLE = {
    **dict.fromkeys(("CHE", "CIV", "CSK", "MNG", "SUN", "SVK", "TUR", "UKR"), "feminine"),
    **dict.fromkeys(("BHS", "COM", "MDV", "MHL", "NLD", "PHL", "SLB", "SYC"), "plural"),
}
# Where an adjective is part of the name, or a letter is added, the forms are told one by one.
_GERMAN_FORMS = {
    "ARE": (
        "die Vereinigten Arabischen Emirate",
        "den Vereinigten Arabischen Emiraten",
        "die Vereinigten Arabischen Emirate",
    ),
    "CAF": (
        "die Zentralafrikanische Republik",
        "der Zentralafrikanischen Republik",
        "die Zentralafrikanische Republik",
    ),
    "COD": (
        "die Demokratische Republik Kongo",
        "der Demokratischen Republik Kongo",
        "die Demokratische Republik Kongo",
    ),
    "DDR": (
        "die Deutsche Demokratische Republik",
        "der Deutschen Demokratischen Republik",
        "die Deutsche Demokratische Republik",
    ),
    "DOM": ("die Dominikanische Republik", "der Dominikanischen Republik", "die Dominikanische Republik"),
    "GBR": ("das Vereinigte Königreich", "dem Vereinigten Königreich", "das Vereinigte Königreich"),
    "NLD": ("die Niederlande", "den Niederlanden", "die Niederlande"),
    "USA": ("die Vereinigten Staaten", "den Vereinigten Staaten", "die Vereinigten Staaten"),
}
_CASES = ("nom", "dat", "akk")


class Name(str):
    """The name of a state in a sentence, which a German message can ask for in another case: ``{state:dat}``."""

    __slots__ = ("forms",)
    forms: tuple[str, ...]

    def __new__(cls, forms: tuple[str, ...]) -> Name:
        """Make a name of its nominative, dative and accusative."""
        made = super().__new__(cls, forms[0])
        made.forms = forms
        return made


class _Sentence(string.Formatter):
    """Fill values into a message, names in the case that it asks for."""

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec in _CASES:
            return value.forms[_CASES.index(format_spec)] if isinstance(value, Name) else str(value)
        return str(super().format_field(value, format_spec))


def label_languages() -> list[str]:
    """Return the languages of `labels_in`: the identifiers of the CLDR."""
    return list(localedata.locale_identifiers())


@contextlib.contextmanager
def labels_in(language: str) -> Iterator[None]:
    """Give names of states, dates and numbers in another language of the CLDR while a figure is drawn; sentences stay.

    Parameters
    ----------
    language : str
        One of `label_languages`, such as ``ur``; empty for the language of the sentences.
    """
    token = _labels.set(language)
    try:
        yield
    finally:
        _labels.reset(token)


class Language:
    """One language of a report.

    Parameters
    ----------
    code : str
        ISO 639-1 code, one of `LANGUAGES`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._locale = _LOCALES[code]
        self._catalogue = _catalogue(code)

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the message in this language with its values filled in."""
        told = self._catalogue.gettext(message)
        return _Sentence().vformat(told, (), values) if values else told

    def word(self, value: str) -> str:
        """Return a value of the record in this language, as it stands where it has no translation: it is no message."""
        words = value.replace("_", " ")
        return self._catalogue.gettext(words) if words else ""

    def prose(self, text: str) -> str:
        """Return Markdown paragraph by paragraph in this language; a heading mark stays, what has no translation too."""
        return "\n\n".join(self._paragraph(part) for part in text.split("\n\n"))

    def _paragraph(self, text: str) -> str:
        line = " ".join(text.split())
        words = line.lstrip("#").removeprefix(" ")
        mark = line.removesuffix(words)
        return mark + (self._catalogue.gettext(words) if words else "")

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form of the message that fits `n`, which fills ``{n}`` too."""
        told = self._catalogue.ngettext(one, many, n)
        return _Sentence().vformat(told, (), {"n": self.number(n), **values})

    def date(self, day: str | dt.date) -> str:
        """Return a date of the precision known, written out: 11 April 2025, April 2025, 2025."""
        text = day.isoformat() if isinstance(day, dt.date) else day
        precision = text.count("-") + 1
        if other := _labels.get():
            return _told_in(other, dates.span(text)[0], precision)
        return format_date(dates.span(text)[0], _PATTERNS[self.code][precision], locale=self._locale)

    def number(self, value: float, digits: int = 2) -> str:
        """Return a number with its thousands grouped, rounded to so many decimals (at most three)."""
        return format_decimal(
            round(value, digits) + 0, locale=_labels.get() or self._locale
        )  # + 0: nothing has no sign

    def list(self, items: Iterable[str], most: int | None = None) -> str:
        """Return the items as a phrase; past `most` of them the rest is counted."""
        words = list(items)
        if most is not None and len(words) > most + 1:
            rest = len(words) - most
            words = [*words[:most], self.plural("{n} other", "{n} others", rest)]
        return format_list(words, style="standard", locale=self._locale) if words else self("none")

    def country(self, code: str) -> str:
        """Return the everyday name of a state, or the short name of an organisation that is a party."""
        return states.place(code, _labels.get() or self.code) if states.is_place(code) else self.word(code)

    def state(self, code: str) -> str:
        """Return the name of a state as it stands in a sentence: with its article, where it has one."""
        name = self.country(code)
        if _labels.get():
            return name
        if self.code == "en":
            return f"the {name}" if code in _WITH_ARTICLE else name
        forms = _GERMAN_CASES.get(_GERMAN_ARTICLE.get(code, ""), ("{}",) * 3)
        return Name(_GERMAN_FORMS.get(code) or tuple(form.format(name) for form in forms))

    def dyad(self, a: str, b: str) -> str:
        """Return two states as a pair joined by a dash."""
        return self.parties((a, b))

    def parties(self, codes: Iterable[str]) -> str:
        """Return the parties of a document joined by dashes."""
        return "–".join(self.country(code) for code in codes)


def _told_in(language: str, day: dt.date, precision: int) -> str:
    """Return a date of a precision as a language of the CLDR has it."""
    if precision in _SKELETONS:
        return format_skeleton(_SKELETONS[precision], day, locale=language)
    return format_date(day, "long", locale=language)


@functools.cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    text = (resources.files(__package__) / f"{code}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
