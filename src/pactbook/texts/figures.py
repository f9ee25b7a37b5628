"""The days and the quantities that a text names: months, units and large numbers by the words of the Unicode CLDR."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names
from babel.numbers import format_compact_decimal
from babel.units import UnknownUnitError, format_unit

from pactbook import dates
from pactbook.texts.words import money, tokens

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ORDINAL = r"(?:\.|er|st|nd|rd|th|º|ª)?"
_OF = r"(?:de\s+|del\s+|of\s+)?"
# A day without its year is the last such day, or one that comes soon after the article.
_SOON = dt.timedelta(days=31)
_UNITS = {
    "length-kilometer": "km",
    "length-mile": "miles",
    "mass-kilogram": "kg",
    "mass-metric-ton": "t",
    "mass-tonne": "t",
}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₺": "TRY", "₽": "RUB"}
_KM_IN_MILE = 1.609344
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[$€£₹¥₺₽]\s?)?(?P<number>\d+(?:[.,\u00a0\u202f\u2009 ]\d{3})*(?:[.,]\d+)?)(?P<percent>\s?%)?"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f\u2009 ]\d{3})+")
_AFTER = 40  # characters behind a number in which its unit stands
_BETWEEN = 2  # words between a large number and its currency


@dataclass(frozen=True)
class Quantity:
    """A number with its unit: km, miles, kg, t, %, or the ISO 4217 code of a currency."""

    number: float
    unit: str

    def __str__(self) -> str:
        return f"{self.number:,.10g} {self.unit}"

    @property
    def km(self) -> int | None:
        """Return the distance in whole kilometres, None of what is none."""
        return {"km": round(self.number), "miles": round(self.number * _KM_IN_MILE)}.get(self.unit)


# ------------------------------------------------------------------------------------------------------------- dates


def dates_in(text: str, language: str, reference: str = "") -> tuple[str, ...]:
    """Return the dates of a text, ISO 8601 of the precision known, in their order, each once.

    Parameters
    ----------
    text : str
        A sentence, or more.
    language : str
        ISO 639-1 code; English months are known too.
    reference : str
        The date of the article, by which a day without its year and a day of the week are completed; without it such a
        day is left out.

    Examples
    --------
    >>> dates_in("Am 8. Juli und 2022", "de", "2024-07-09")
    ('2024-07-08', '2022')
    """
    found: list[tuple[int, int, str]] = []
    text = _plain_digits(text)
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found += [(match.start(), match.end(), one) for one in _told(match, _months(language), reference)]
    if not any(_is_full(day) for _, _, day in found):
        found += _weekdays(text, language, reference)
    return tuple(dict.fromkeys(one for _, _, one in sorted(found, key=lambda entry: entry[0])))


def _plain_digits(text: str) -> str:
    """Return a text with the digits of any script as 0 to 9, in their places."""
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)


def _is_full(day: str) -> bool:
    return day.count("-") == 2


def _weekdays(text: str, language: str, reference: str) -> Iterator[tuple[int, int, str]]:
    """Yield the last such days up to that of the article; without it a weekday is no date."""
    if not _is_full(reference):
        return
    published = dates.span(reference)[0]
    for match in _weekday_pattern(language).finditer(text):
        ago = (published.weekday() - _weekday_names(language)[match[0]]) % 7
        yield match.start(), match.end(), (published - dt.timedelta(days=ago)).isoformat()


@functools.cache
def _weekday_names(language: str) -> dict[str, int]:
    """Return the number of each day of the week by its name, Monday first, in Russian in the accusative too."""
    names: dict[str, int] = {}
    for number, name in get_day_names("wide", locale=_locale(language)).items():
        for form in (name, name[:1].upper() + name[1:], re.sub("а$", "у", name)):
            names[form] = number
    return names


@functools.cache
def _weekday_pattern(language: str) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _weekday_names(language)))})(?!\w)")


def _told(match: re.Match, months: dict[str, int], reference: str) -> Iterator[str]:
    parts = {name: value for name, value in match.groupdict().items() if value}
    if "iso" in parts:
        yield from _valid(parts["iso"])
        return
    month = months[parts["month"]] if "month" in parts else int(parts.get("number", 0))
    if "second" in parts:  # 9/17/2025
        month, parts["day"] = int(parts["number"]), parts["second"]
    year = int(parts.get("year", 0))
    for name in ("since", "day"):
        if name in parts:
            yield from _day(year, month, int(parts[name]), reference)
    if "day" not in parts and year:
        yield from _valid(f"{year:04d}-{month:02d}" if month else f"{year:04d}")


def _day(year: int, month: int, day: int, reference: str) -> Iterator[str]:
    if year:
        yield from _valid(f"{year:04d}-{month:02d}-{day:02d}")
    elif reference:
        known = dates.span(reference)[1]
        years = (known.year + one for one in (1, 0, -1))
        days = (one for year in years for one in _valid(f"{year:04d}-{month:02d}-{day:02d}"))
        yield from [one for one in days if dates.span(one)[0] <= known + _SOON][:1]


def _valid(text: str) -> Iterator[str]:
    try:
        dates.span(text)
    except ValueError:
        return
    yield text


@functools.cache
def _months(language: str) -> dict[str, int]:
    """Return the number of each month by its names, as they stand within a sentence and at its beginning."""
    names: dict[str, int] = {}
    for locale in dict.fromkeys((_locale(language), "en", "en_GB")):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    bare = name.rstrip(".")
                    if len(bare) > 2 and not bare.isdigit():
                        names.setdefault(bare, number)
                        names.setdefault(bare[:1].upper() + bare[1:], number)
    return names


def _locale(language: str) -> str:
    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return "en"


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern, ...]:
    """Return what a date looks like, the most telling form first."""
    month = rf"(?P<month>{'|'.join(sorted(map(re.escape, _months(language)), key=len, reverse=True))})(?!\w)\.?"
    forms = [
        r"(?<!\d)(?P<iso>\d{4}-\d\d(?:-\d\d)?)(?!\d)",
        rf"(?<![\d.])(?P<day>0?[1-9]|[12]\d|3[01])[./](?P<number>0?[1-9]|1[0-2])[./]{_YEAR}",
        rf"(?<![\d.])(?P<number>0?[1-9]|1[0-2])/(?P<second>\d\d)/{_YEAR}",
        rf"(?<![\d.])(?:(?P<since>\d{{1,2}})\.?\s?[–-]\s?)?(?P<day>\d{{1,2}}){_ORDINAL}\s+{_OF}{month}(?:,?\s+{_OF}{_YEAR})?",
        rf"(?<!\w){month}\s+(?:(?P<since>\d{{1,2}})[–-])?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR})?",
        rf"(?<!\w){month}\s+{_OF}{_YEAR}",
        rf"(?<![\d.,]){_YEAR}",
    ]
    if language != "en":  # "Juli 8" is no date elsewhere
        del forms[4]
    return tuple(map(re.compile, forms))


# -------------------------------------------------------------------------------------------------------- quantities


def quantities_in(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text that have a unit, in their order.

    Examples
    --------
    >>> [str(one) for one in quantities_in("2.750 Kilometer, 3,5 Millionen Dollar", "de")]
    ['2,750 km', '3,500,000 USD']
    """
    text = _plain_digits(text)
    found = (_quantity(match, text[match.end() : match.end() + _AFTER], language) for match in _NUMBER.finditer(text))
    return tuple(one for one in found if one)


def _quantity(match: re.Match, rest: str, language: str) -> Quantity | None:
    number = _value(match["number"])
    if match["percent"]:
        return Quantity(number, "%")
    words = [word.plain for word in tokens(rest)]
    scale = _scales(language).get(words[0] if words else "", 1)
    if scale != 1:
        number, words = number * scale, words[1:]
    if sign := match["sign"]:
        return Quantity(number, _SIGNS[sign.strip()])
    for length in (2, 1):
        if unit := _unit_words(language).get("".join(words[:length])):
            return Quantity(number, unit)
    near = words[: _BETWEEN + 1]
    for position in range(len(near)):
        told = " ".join(near[position:])
        for code, pattern in money(language).items():
            if (position == 0 or scale != 1) and pattern.match(told):
                return Quantity(number, code)
    return None


def _value(text: str) -> float:
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    head, point, tail = re.sub(r"[\u00a0\u202f\u2009 ]", "", text).replace(",", ".").rpartition(".")
    return float(f"{head.replace('.', '')}{point}{tail}")


def _forms(language: str) -> list[str]:
    return ["en", "en_GB"] if language == "en" else [_locale(language), "en"]


@functools.cache
def _unit_words(language: str) -> dict[str, str]:
    """Return the unit that each word for one means; two words stand as one."""
    found: dict[str, str] = {}
    for locale in _forms(language):
        for unit, symbol in _UNITS.items():
            for length in ("long", "short"):
                for number in (1, 2, 5):
                    words = _written(
                        lambda u=unit, n=number, w=length, where=locale: format_unit(n, u, w, locale=where)
                    )
                    if 0 < len(words) <= 2:
                        found.setdefault("".join(words), symbol)
    return found


@functools.cache
def _scales(language: str) -> dict[str, int]:
    """Return what each word for a thousand, a million and a thousand millions multiplies by."""
    found: dict[str, int] = {}
    for locale in _forms(language):
        for scale in (1_000, 1_000_000, 1_000_000_000):
            for length in ("long", "short"):
                for number in (1, 2, 5):
                    words = _written(lambda n=number * scale, w=length, where=locale: _compact(n, w, where))
                    if words and len(words[0]) > 1:
                        found.setdefault(words[0], scale)
    return found


def _compact(number: int, length: str, locale: str) -> str:
    text = format_compact_decimal(number, format_type=length, locale=locale)  # type: ignore[arg-type]
    return "" if re.search(r"\d{2}", text) else text  # in German short form a thousand is no word


def _written(form: object) -> list[str]:
    """Return the words beside the number of a phrase of the CLDR."""
    try:
        return [word.plain for word in tokens(form()) if not word.text.isdigit()]  # type: ignore[operator]
    except (UnknownUnitError, KeyError):
        return []
