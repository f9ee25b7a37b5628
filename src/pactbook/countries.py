"""Names and codes of states: ISO 3166-1 alpha-3, with states that ended and Kosovo.

Codes come from pycountry, names from the Unicode CLDR through Babel.
"""

from __future__ import annotations

import datetime as dt
import functools

import pycountry
from babel import Locale

from pactbook.errors import UserError, nearest

KOSOVO = "XKX"
# The states that ended and matter for a record that starts in 1949, by their withdrawn codes. The last day is the
# day before the successor took over; pycountry gives only the date on which ISO withdrew the code.
ENDED = {
    "SUN": ({"en": "Soviet Union", "de": "Sowjetunion"}, "SU", dt.date(1991, 12, 25)),
    "YUG": ({"en": "Yugoslavia", "de": "Jugoslawien"}, "YU", dt.date(1992, 4, 26)),
    "SCG": ({"en": "Serbia and Montenegro", "de": "Serbien und Montenegro"}, "CS", dt.date(2006, 6, 4)),
    "DDR": ({"en": "German Democratic Republic", "de": "Deutsche Demokratische Republik"}, "DD", dt.date(1990, 10, 2)),
    "CSK": ({"en": "Czechoslovakia", "de": "Tschechoslowakei"}, "CS", dt.date(1992, 12, 31)),
    "YMD": ({"en": "Democratic Yemen", "de": "Demokratischer Jemen"}, "YD", dt.date(1990, 5, 21)),
    "VDR": ({"en": "North Vietnam", "de": "Nordvietnam"}, "VD", dt.date(1976, 7, 1)),
}
# Everyday short names where the CLDR's are long or carry a qualifier.
_SHORT = {
    "en": {
        "PRK": "North Korea",
        "KOR": "South Korea",
        "TUR": "Türkiye",
        "COD": "DR Congo",
        "COG": "Congo",
        "MMR": "Myanmar",
        "HKG": "Hong Kong",
        "MAC": "Macao",
        "PSE": "Palestine",
        "BIH": "Bosnia and Herzegovina",
        "CIV": "Côte d’Ivoire",
    },
    "de": {"COD": "DR Kongo", "COG": "Kongo", "HKG": "Hongkong", "MAC": "Macau", "PSE": "Palästina"},
}
# Spellings in common use that neither pycountry nor the CLDR has.
_ALSO = {
    "UK": "GBR",
    "Great Britain": "GBR",
    "Britain": "GBR",
    "UAE": "ARE",
    "DRC": "COD",
    "Turkey": "TUR",
    "Burma": "MMR",
    "Ivory Coast": "CIV",
    "Swaziland": "SWZ",
    "Vatican": "VAT",
    "USSR": "SUN",
    "East Germany": "DDR",
}


@functools.cache
def codes() -> dict[str, str]:
    """Return all known alpha-3 codes and their alpha-2 codes."""
    known = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    return known | {KOSOVO: "XK"} | {code: two for code, (_, two, _) in ENDED.items()}


def is_code(code: str) -> bool:
    """Tell whether `code` is a known alpha-3 code."""
    return code in codes()


@functools.cache
def name(code: str, language: str = "en") -> str:
    """Return the everyday name of a state.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-3.
    language : str
        ISO 639-1 code of the language.

    Raises
    ------
    KeyError
        If `code` is unknown.
    """
    two = codes()[code]
    if code in _SHORT.get(language, ()):
        return _SHORT[language][code]
    if code in ENDED:
        return ENDED[code][0][language]
    return Locale(language).territories.get(two, code)


def existed(code: str, day: dt.date) -> bool:
    """Tell whether the state had not ended by `day` (beginnings are not recorded)."""
    return code not in ENDED or day <= ENDED[code][2]


@functools.cache
def _spellings() -> dict[str, str]:
    """Return every accepted spelling, folded, and its alpha-3 code."""
    spellings: dict[str, str] = {}
    for code in codes():
        for language in ("en", "de"):
            spellings.setdefault(name(code, language).casefold(), code)
    for country in pycountry.countries:
        for attribute in ("alpha_2", "name", "official_name", "common_name"):
            if value := getattr(country, attribute, None):
                spellings.setdefault(value.casefold(), country.alpha_3)
    spellings |= {spelling.casefold(): code for spelling, code in _ALSO.items()}
    return spellings | {code.casefold(): code for code in codes()}


def resolve(value: object, where: str = "country") -> str:
    """Return the alpha-3 code that a user means by a code or a name.

    Parameters
    ----------
    value : object
        An alpha-3 or alpha-2 code, or a name in English or German.
    where : str
        The parameter or column, for the message.

    Raises
    ------
    UserError
        If nothing matches; the message gives the nearest state.
    """
    if isinstance(value, bool):
        raise UserError(
            f"{where}: got {str(value).lower()} instead of a state; YAML 1.1 reads an unquoted NO as false: "
            "write NOR, or 'NO' in quotes, for Norway"
        )
    if not isinstance(value, str) or not value.strip():
        raise UserError(f"{where}: {value!r} is no country: write an ISO 3166-1 code such as PAK")
    spellings = _spellings()
    if code := spellings.get(value.strip().casefold()):
        return code
    pool = codes() if len(value) <= 3 else (key for key in spellings if len(key) > 3)
    match = nearest(value.strip(), pool)
    if match is None:
        raise UserError(f"{where}: {value!r} is no country: write an ISO 3166-1 code such as PAK")
    code = spellings[match.casefold()]
    raise UserError(f"{where}: {value!r} is no country: did you mean {code}, {name(code)}?")
