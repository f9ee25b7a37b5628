"""What ``data/states.csv`` says of each state: its life, its line, its seat in the United Nations, its codes."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import os
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pactbook import dates, paths

if TYPE_CHECKING:
    import pandas as pd

FILE = "states.csv"
NOT_STATES = "not_states.csv"
PLACES = ("territory", "disputed")


@dataclass(frozen=True)
class State:
    """One row of the table, its lists and days read."""

    code: str
    iso2: str
    names: dict[str, str]
    also: tuple[str, ...]
    lives: tuple[tuple[dt.date, dt.date], ...]
    seats: tuple[tuple[dt.date, dt.date], ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    continues: str
    absorbed: tuple[str, ...]
    parted_from: str
    cow: tuple[int, ...]
    gw: tuple[int, ...]
    other_codes: tuple[str, ...]
    region: str
    subregion: str

    @classmethod
    def from_row(cls, row: dict[str, str]) -> State:
        """Make a State of one line of the file."""
        lists = {column: tuple(part for part in cell.split(";") if part) for column, cell in row.items()}
        return cls(
            code=row["code"],
            iso2=row["iso2"],
            names={"en": row["name_en"], "de": row["name_de"]},
            also=lists["names_also"],
            lives=_spans(row["start"], row["end"]),
            seats=_spans(row["un_admitted"], row["un_left"], until=True) if row["un_admitted"] else (),
            predecessors=lists["predecessors"],
            successors=lists["successors"],
            continues=row["continues"],
            absorbed=lists["absorbed"],
            parted_from=row["parted_from"],
            cow=tuple(map(int, lists["cow"])),
            gw=tuple(map(int, lists["gw"])),
            other_codes=(*lists["cow_abbreviation"], *lists["ioc"], *lists["iso3166_3"]),
            region=row["m49_region"],
            subregion=row["m49_subregion"],
        )

    def existed(self, day: dt.date) -> bool:
        """Tell whether the state stood on a day."""
        return any(first <= day <= last for first, last in self.lives)

    def days_in(self, first: dt.date, last: dt.date) -> int:
        """Return on how many days of a period the state stood."""
        shared = ((min(last, end) - max(first, start)).days + 1 for start, end in self.lives)
        return sum(max(0, days) for days in shared)


def _spans(starts: str, ends: str, until: bool = False) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the periods that two lists of days bound; with `until`, an end is the first day after the period."""
    pairs = zip_longest(starts.split(";"), ends.split(";"), fillvalue="")
    shift = dt.timedelta(days=1 if until else 0)
    return tuple(
        (dates.earliest(start) or dt.date.min, dates.span(end)[1] - shift if end else dt.date.max)
        for start, end in pairs
    )


def data_file(name: str) -> Path:
    """Return a file of the state system: that of the folder of the tables, or the shipped one where it has none."""
    return _data_file(name, os.environ.get("PACTBOOK_DATA"))


@functools.cache
def _data_file(name: str, named: str | None) -> Path:
    # Asked for each code of each row: the folder is looked at once for each that the variable names.
    file = paths.data() / name
    return file if file.is_file() else paths.ROOT / "data" / name


def states() -> dict[str, State]:
    """Return every state by its code, in alphabetical order."""
    return _states(data_file(FILE))


@functools.cache
def _states(path: Path) -> dict[str, State]:
    with path.open(encoding="utf-8", newline="") as lines:
        found = [State.from_row(row) for row in csv.DictReader(lines)]
    return {state.code: state for state in sorted(found, key=lambda state: state.code)}


def table() -> pd.DataFrame:
    """Return the table as it stands in the file, as a new frame each time.

    Returns
    -------
    pandas.DataFrame
        One row a state, indexed by code; every cell is text, and a list is joined by ``;``.
    """
    import pandas as pd

    # Namibia's two-letter code is NA.
    return pd.read_csv(data_file(FILE), dtype=str, keep_default_na=False, index_col="code")


def listed(day: str | dt.date | None = None) -> pd.DataFrame:
    """Return the states that stood on a day, or every one since 1945.

    Parameters
    ----------
    day : str or datetime.date, optional
        The day: a date, ``YYYY-MM-DD`` or ``today``.

    Returns
    -------
    pandas.DataFrame
        One row a state, by code: code (alpha-3 of ISO 3166, or of COW where ISO has none to itself), iso2, name_en, name_de,
        names_also (tuple: official, old and short names), start, end, un_admitted (first and last day, and first admission to
        the United Nations; ISO 8601, empty before 1945 or where there is none), predecessors, successors (tuples of codes),
        region, subregion (of M49).

    Raises
    ------
    UserError
        If `day` is no day.

    Examples
    --------
    >>> gone = set(listed().code) - set(listed("2024-07-05").code)
    >>> sorted(gone & {"SUN", "YUG", "DEU"})
    ['SUN', 'YUG']
    """
    import pandas as pd

    day = None if day is None else dates.day(day)
    rows = [_row(state) for state in states().values() if day is None or state.existed(day)]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["code", "iso2", "name_en", "name_de", "names_also", "start", "end", "un_admitted", "predecessors", "successors",
            "region", "subregion"]  # fmt: skip


def _row(state: State) -> tuple[object, ...]:
    days = first_day(state.code), last_day(state.code), state.seats[0][0] if state.seats else None
    told = (day.isoformat() if day else "" for day in days)
    return (state.code, state.iso2, state.names["en"], state.names["de"], state.also, *told, state.predecessors,
            state.successors, state.region, state.subregion)  # fmt: skip


# ------------------------------------------------------------------------------------------------ names and codes


def codes() -> tuple[str, ...]:
    """Return the codes of all states on record: alpha-3 of ISO 3166, or of COW where ISO has none to itself."""
    return tuple(states())


def is_code(code: str) -> bool:
    """Tell whether `code` is the code of a state on record."""
    return code in states()


def iso2(code: str) -> str:
    """Return the alpha-2 code of a state (withdrawn for one that ended), empty where it has none to itself."""
    return states()[code].iso2


def name(code: str, language: str = "en") -> str:
    """Return the everyday name of a state.

    Parameters
    ----------
    code : str
        Code of the state.
    language : str
        Identifier of a language of the CLDR. English and German names stand in the table; a state that ended has no
        name in other languages and gets the English one.

    Raises
    ------
    KeyError
        If `code` is unknown.
    """
    state = states()[code]
    if language in state.names:
        return state.names[language]
    from babel import Locale

    # A two-letter code of a state that ended may have been given anew: CS was also Serbia and Montenegro.
    living = state.lives[-1][1] == dt.date.max
    return (living and Locale.parse(language).territories.get(state.iso2)) or state.names["en"]


def is_place(code: str) -> bool:
    """Tell whether `code` is that of a state on record, or the alpha-3 code of a territory: firms and members sit there too."""
    return is_code(code) or code in territories()


def place(code: str, language: str = "en") -> str:
    """Return the name of a state, or of a territory by its alpha-3 code; as `name`."""
    if is_code(code):
        return name(code, language)
    from babel import Locale

    return Locale.parse(language).territories[territories()[code]]


def territories() -> dict[str, str]:
    """Return the alpha-2 code of each territory that has an alpha-3 code, by that."""
    return _territories(data_file(NOT_STATES))


@functools.cache
def _territories(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as lines:
        codes = [row["codes"].split(";") for row in csv.DictReader(lines) if row["what"] in PLACES]
    return {code: listed[0] for listed in codes for code in listed[1:2] if len(listed[0]) == 2 and len(code) == 3}


def region(code: str) -> str:
    """Return the M49 region of a state: Africa, America, Asia, Europe or Oceania."""
    return states()[code].region


def subregion(code: str) -> str:
    """Return the M49 subregion of a state, such as Eastern Europe."""
    return states()[code].subregion


# ------------------------------------------------------------------------------------------------------- life spans


def existed(code: str, day: dt.date) -> bool:
    """Tell whether the state stood on `day`, its first and last day included."""
    return states()[code].existed(day)


def first_day(code: str) -> dt.date | None:
    """Return the first day of a state, None where it existed before 1945."""
    first = states()[code].lives[0][0]
    return None if first == dt.date.min else first


def last_day(code: str) -> dt.date | None:
    """Return the last day of a state, None where it exists."""
    last = states()[code].lives[-1][1]
    return None if last == dt.date.max else last


def on_day(day: dt.date) -> tuple[str, ...]:
    """Return the states that stood on `day`, in alphabetical order."""
    return tuple(code for code, state in states().items() if state.existed(day))


def in_united_nations(day: dt.date, *, states_only: bool = False) -> tuple[str, ...]:
    """Return who held a seat in the United Nations on `day`, in alphabetical order.

    Parameters
    ----------
    day : datetime.date
        The day.
    states_only : bool
        Leave out who held a seat without being a state on that day: Belarus and Ukraine to 1991, India to 1947, the
        Philippines and Syria to 1946, and Yugoslavia from April to September 1992. Comparisons of states use this.
    """
    return tuple(
        code
        for code, state in states().items()
        if any(first <= day <= last for first, last in state.seats) and (not states_only or state.existed(day))
    )


# ------------------------------------------------------------------------------------------------------------- lines


def predecessors(code: str) -> tuple[str, ...]:
    """Return the states that ended and whose place the state took, alone or with others.

    A state that left one which goes on (South Sudan) has none, and neither has one that another state joined: see
    `absorbed`.
    """
    return states()[code].predecessors


def successors(code: str) -> tuple[str, ...]:
    """Return the states that took the place of one that ended, or the one that absorbed it."""
    return states()[code].successors


def absorbed(code: str) -> tuple[str, ...]:
    """Return the states that joined this one while it stood: the German Democratic Republic joined Germany."""
    return states()[code].absorbed


def lineage(code: str, day: dt.date) -> tuple[str, ...]:
    """Return the predecessors of a state, and theirs, that had ended before `day`; the nearest come first.

    Their treaties are told as a predecessor's. States that were absorbed are no part of it: the treaties of the German
    Democratic Republic did not become Germany's.
    """
    found: list[str] = []
    queue = list(predecessors(code))
    while queue:
        other = queue.pop(0)
        queue += predecessors(other)
        last = last_day(other)
        if last and last < day and other not in found:
            found.append(other)
    return tuple(found)


def of_its_day(code: str, day: dt.date) -> str | None:
    """Return the state that stood on `day` in place of `code`, None where none fits one to one.

    The line is drawn by the column `continues`: Soviet Union and Russia; Yugoslavia, Serbia and Montenegro, and Serbia;
    North Vietnam and Vietnam; North Yemen and Yemen. For Ukraine or Czechia before they were states nothing fits.

    Examples
    --------
    >>> of_its_day("RUS", dt.date(1985, 1, 1))
    'SUN'
    """
    return next((other for other in (code, *_line(code)) if existed(other, day)), None)


def holders(code: str, day: dt.date) -> tuple[str, ...]:
    """Return the states of a day that stood on the land of a state: several where it was divided.

    Land of which no state is known on that day is told as that of the state itself: it was somebody's dependency.

    Examples
    --------
    >>> holders("UKR", dt.date(1985, 1, 1)), holders("DEU", dt.date(1985, 1, 1)), holders("SSD", dt.date(2005, 1, 1))
    (('SUN',), ('DEU', 'DDR'), ('SDN',))
    """
    if code not in states():
        return (code,)
    if existed(code, day):
        return (code, *(other for other in absorbed(code) if existed(other, day)))
    before = states()[code].predecessors or tuple(filter(None, [states()[code].parted_from]))
    found = [one for other in before for one in holders(other, day) if existed(one, day)]
    return tuple(dict.fromkeys(found)) or (code,)


def _line(code: str) -> tuple[str, ...]:
    """Return the states that `code` continues, nearest first, then those that continue it."""
    before, after = [], []
    other = states()[code].continues
    while other:
        before.append(other)
        other = states()[other].continues
    heirs = {state.continues: state.code for state in states().values() if state.continues}
    other = heirs.get(code, "")
    while other:
        after.append(other)
        other = heirs.get(other, "")
    return (*before, *after)


def same_line(a: str, b: str) -> bool:
    """Tell whether two states are one, or one is a predecessor of the other, so that they are no pair.

    The two German states and the two Yemens were a pair; Russia and the Soviet Union, Czechia and Czechoslovakia are not.
    """
    return a == b or a in lineage(b, dt.date.max) or b in lineage(a, dt.date.max)


# --------------------------------------------------------------------------------------------------- other numbering


def from_cow(number: int, year: int | dt.date) -> str | None:
    """Return the state of a number of the Correlates of War in a year or on a day.

    Parameters
    ----------
    number : int
        State number.
    year : int or datetime.date
        Where several states bore the number one after the other, that which stood on most days of the year counts
        (the later one of two equals); outside their lives the nearest.

    Returns
    -------
    str or None
        Its code, None where no state since 1945 has the number.

    Examples
    --------
    >>> from_cow(345, 1985)
    'YUG'
    """
    return _of_number("cow", number, year)


def from_gw(number: int, year: int | dt.date) -> str | None:
    """Return the state of a number of Gleditsch and Ward in a year or on a day; as `from_cow`."""
    return _of_number("gw", number, year)


def _of_number(system: str, number: int, year: int | dt.date) -> str | None:
    bearers = _numbers(data_file(FILE), system).get(int(number), ())
    first, last = (year, year) if isinstance(year, dt.date) else dates.span(f"{int(year):04}")

    def fit(state: State) -> tuple[int, int]:
        return state.days_in(first, last), -min(_distance(first, last, life) for life in state.lives)

    # max keeps the first of two equals, so the later state stands first.
    best = max(reversed(bearers), key=fit, default=None)
    return best.code if best else None


def _distance(first: dt.date, last: dt.date, life: tuple[dt.date, dt.date]) -> int:
    """Return how many days lie between a period and a life, 0 where they meet."""
    return max((life[0] - last).days, (first - life[1]).days, 0)


@functools.cache
def _numbers(path: Path, system: str) -> dict[int, tuple[State, ...]]:
    """Return the states that bore each number, in the order of their first day."""
    found: dict[int, list[State]] = {}
    for state in sorted(_states(path).values(), key=lambda state: state.lives[0][0]):
        for number in getattr(state, system):
            found.setdefault(number, []).append(state)
    return {number: tuple(bearers) for number, bearers in found.items()}
