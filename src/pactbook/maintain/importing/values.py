"""Reading the cells of somebody else's table: days in any writing, states by any list, words for our values."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from babel import Locale

from pactbook import dates, states
from pactbook.errors import UserError, hint, shown
from pactbook.maintain.importing.columns import synonyms_of
from pactbook.maintain.rows import party
from pactbook.record import Tables, split
from pactbook.record.declared import Field
from pactbook.record.names import fold
from pactbook.record.outside.dcad import DOMAINS

# What stands in a cell of which nothing is known; of a date also some words, and numbers that stand for them.
_NOTHING = frozenset({"", "-", "–", "—", "?", "..", "…", "n/a", "n.a.", "#n/a", "null"})
_NO_DATE = _NOTHING | {
    "nd",
    "n.d.",
    "na",
    "none",
    "unknown",
    "not known",
    "unbekannt",
    "inconnu",
    "-9",
    "-77",
    "-88",
    "-99",
}
_YES, _NO = (
    frozenset({"1", "yes", "y", "true", "x", "ja", "oui"}),
    frozenset({"0", "no", "n", "false", "", "nein", "non"}),
)
_MONTHS_IN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "sv")
_LONGEST_KIND = 5  # words
_TIME = re.compile(r"[T ]00:00(:00(\.0+)?)?(Z|\+00:00)?$")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ENDING = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of |de |d')?([^\W\d_]+)\.?,?[\s-]+(?:de )?(\d{4})(?: г\.?)?"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?,?[\s-]+(?:de )?(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[^\W\d_]+)[-/. ]\d{2}")


class UnreadableError(ValueError):
    """A cell that cannot be read; the message says why."""


@dataclass
class Order:
    """Which of day and month stands first in the dates of a column that are written with numbers alone.

    Attributes
    ----------
    day_first, month_first : str
        A date of the column that can only be read so; empty where there is none.
    """

    day_first: str = ""
    month_first: str = ""

    @classmethod
    def of(cls, cells: Iterable[str]) -> Order:
        """Return the order that the dates of a column show."""
        found = cls()
        for cell in cells:
            match = _ENDING.fullmatch(_without_time(cell))
            if match and int(match[1]) > 12 >= int(match[3]):
                found.day_first = found.day_first or cell
            elif match and int(match[3]) > 12 >= int(match[1]) and match[2] != ".":
                found.month_first = found.month_first or cell
        return found


def _without_time(cell: str) -> str:
    return _TIME.sub("", cell.strip())


def day(cell: str, order: Order) -> str:
    """Return a date in ISO 8601 of the precision that it is written with, empty where the cell says that none is known.

    Parameters
    ----------
    cell : str
        The date in any usual writing: ``2011-04-03``, ``3.4.2011``, ``3 April 2011``, ``Apr 2011``, ``2011``, …
    order : Order
        What other dates of the column show.

    Raises
    ------
    UnreadableError
        If it is no date, or day and month cannot be told apart.
    """
    text = _without_time(cell)
    if text.casefold() in _NO_DATE:
        return ""
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _iso(cell, *match.groups())
    if match := _ENDING.fullmatch(text):
        return _numbers(cell, int(match[1]), match[2], int(match[3]), match[4], order)
    if match := _MONTH_YEAR.fullmatch(text):
        return _iso(cell, match[2], match[1])
    if match := _DAY_FIRST.fullmatch(text):
        return _iso(cell, match[3], _month(match[2], cell), match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _iso(cell, match[3], _month(match[1], cell), match[2])
    if match := _NAMED_MONTH.fullmatch(text):
        return _iso(cell, match[2], _month(match[1], cell))
    if _SHORT_YEAR.fullmatch(text):
        raise UnreadableError(f"{shown(cell)} has a year of two digits: write four")
    raise UnreadableError(f"{shown(cell)} is no date that is understood: write YYYY, YYYY-MM or YYYY-MM-DD")


def _numbers(cell: str, first: int, mark: str, second: int, year: str, order: Order) -> str:
    """Return a date of two numbers and a year; with points between them the day stands first, everywhere."""
    both_ways = first <= 12 and second <= 12 and first != second
    if mark != "." and both_ways and bool(order.day_first) == bool(order.month_first):
        one, other = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        raise UnreadableError(f"{shown(cell)} may be {one} or {other}: write the one that is meant")
    month_first = mark != "." and (second > 12 or (both_ways and bool(order.month_first)))
    return _iso(cell, year, *(map(str, (first, second) if month_first else (second, first))))


def _iso(cell: str, year: str, month: str | None = None, day_of_month: str | None = None) -> str:
    parts = [year, *(f"{int(part):02}" for part in (month, day_of_month) if part)]
    text = "-".join(parts)
    try:
        dates.span(text)
    except ValueError as error:
        raise UnreadableError(f"{shown(cell)}: {error}" if text not in cell else str(error)) from None
    return text


@functools.cache
def _months() -> dict[str, int]:
    """Return the number of each name of a month in some languages, full or short, where it means one."""
    found: dict[str, set[int]] = {}
    for language in _MONTHS_IN:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(fold(name), set()).add(number)
    found |= {fold(calendar.month_abbr[n]): {n} for n in range(1, 13)} | {"sept": {9}}
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _month(name: str, cell: str) -> str:
    number = _months().get(fold(name))
    if number is None:
        raise UnreadableError(f"{shown(cell)}: {shown(name)} is no month{hint(name, calendar.month_name[1:])}")
    return str(number)


def of_parts(parts: dict[str, str]) -> str:
    """Return a date of its year, month and day, each in a cell of its own; what is not known ends it.

    Raises
    ------
    UnreadableError
        If they are no date.
    """
    known = []
    for name in ("year", "month", "day"):
        text = parts.get(name, "").strip()
        if text.casefold() in _NO_DATE or text == "0" or text.startswith("-"):
            break
        if not text.isdigit():
            text = _month(text, text) if name == "month" else text
        if not text.isdigit():
            raise UnreadableError(f"{shown(text)} is no {name}")
        known.append(text)
    return _iso("-".join(known), *known) if known else ""


def precision(text: str) -> str:
    """Return the precision of a date in ISO 8601: day, month or year."""
    return ("year", "month", "day")[text.count("-")]


# --------------------------------------------------------------------------------------------------------- states


def by_number(cell: str, how: str, year: int | None) -> str:
    """Return the state of a number of a list in a year, or of an abbreviation of the Correlates of War; empty for none.

    Raises
    ------
    UnreadableError
        If no state of the list has it, or it needs the year that is not known.
    """
    if cell.casefold() in _NOTHING or cell.startswith("-"):
        return ""
    if how == "cow_abbreviation":
        return _by_abbreviation(cell)
    if not cell.isdigit():
        raise UnreadableError(f"{shown(cell)} is no number of a state")
    if year is None:
        raise UnreadableError(f"{cell} is a number of a state, which needs the year in which it bore it")
    code = (states.from_cow if how == "cow" else states.from_gw)(int(cell), year)
    if code is None:
        raise UnreadableError(f"{cell} is no number of a state since 1945")
    return code


def _by_abbreviation(cell: str) -> str:
    listed = states.table().cow_abbreviation
    known = [code for code, abbreviations in listed.items() if cell.upper() in split(abbreviations)]
    if len(known) != 1:
        what = f"may be {' or '.join(known)}" if known else "is none"
        raise UnreadableError(f"{shown(cell)}: as an abbreviation of the Correlates of War it {what}")
    return known[0]


def parties(cell: str, record: Tables, where: str) -> Iterator[str]:
    """Yield the states and organisations that a cell names, whatever stands between them.

    Raises
    ------
    UserError
        If one is neither, or may be several.
    """
    for part in filter(None, map(str.strip, re.split(r"[;\n|]", cell))):
        if part.casefold() not in _NOTHING:
            yield from _named(part, functools.partial(party, record=record, where=where))


def _named(text: str, code: Callable[[str], str]) -> list[str]:
    """Return the codes of the names in a text; a name may itself hold a comma or an "and"."""
    try:
        return [code(text)]
    except UserError as error:
        for between in (r",", r",|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+|\s*&\s*|\s*/\s*|\s+[–-]\s+|–"):
            names = [name.strip() for name in re.split(between, text) if name.strip()]
            if len(names) > 1:
                try:
                    return [code(name) for name in names]
                except UserError:
                    continue
        raise error


# ---------------------------------------------------------------------------------------------------------- words


@dataclass
class Words:
    """The words of a column of allowed values.

    Attributes
    ----------
    column : Field
        The column.
    """

    column: Field
    known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = synonyms_of(self.column.name, self.column.enum)
        if self.column.name == "domains":
            self.known |= {fold(word): ";".join(values) for word, values in DOMAINS.items()}

    def read(self, cell: str) -> str:
        """Return the value, or the values of a list, that a cell means; what is not known is left as it stands."""
        if cell.casefold() in _NOTHING:
            return ""
        if (whole := self.known.get(fold(cell))) is not None:
            return whole
        if not self.column.is_list:
            return cell
        parts = [self.known.get(fold(part), part.strip()) for part in re.split(r"[;,/|\n]", cell) if part.strip()]
        return ";".join(dict.fromkeys(filter(None, ";".join(parts).split(";"))))


def kind_of_title(title: str, words: Words) -> str:
    """Return the kind that a title begins with, as documents are called by it; empty where it begins with none."""
    spoken = re.findall(r"[^\W_]+", title.casefold().removeprefix("the "))
    for length in range(min(len(spoken), _LONGEST_KIND), 0, -1):
        begun = fold(" ".join(spoken[:length]))
        if kind := words.known.get(begun) or words.known.get(begun.removesuffix("s")):
            return kind
    return ""


def marked(cell: str) -> bool | None:
    """Tell whether a cell is marked; None where it cannot be told."""
    text = cell.strip().casefold()
    return True if text in _YES else False if text in _NO else None


def plain(cell: str) -> str:
    """Return a text, empty where it says that nothing is known."""
    return "" if cell.casefold() in _NOTHING else " ".join(cell.split())
