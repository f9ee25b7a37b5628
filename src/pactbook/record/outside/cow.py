"""The numbers by which the Correlates of War project knows states, as datasets of political science use them."""

from __future__ import annotations

import pandas as pd

from pactbook import states


def of_their_day(numbers: pd.Series, years: pd.Series) -> pd.Series:
    """Return the states that bore some numbers in some years."""
    pairs = zip(numbers, years, strict=True)
    known = [
        states.from_cow(int(number), int(year)) if pd.notna(number) and pd.notna(year) else None
        for number, year in pairs
    ]
    return pd.Series(known, index=numbers.index, dtype=object)


def lives(number: int, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the states that bore a number in some years, each with its years."""
    found: list[tuple[str, int, int]] = []
    for year in range(start, end + 1):
        code = states.from_cow(int(number), year)
        if code and found and found[-1][0] == code:
            found[-1] = (code, found[-1][1], year)
        elif code:
            found.append((code, year, year))
    return found
