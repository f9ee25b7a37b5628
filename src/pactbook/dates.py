"""Dates of the precision known: ``2015``, ``2015-08`` or ``2015-08-10``."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re

from pactbook.errors import UserError, shown

TODAY = "today"

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@functools.lru_cache(maxsize=65536)
def span(text: str) -> tuple[dt.date, dt.date]:
    """Return the earliest and the latest day that an ISO 8601 date of reduced precision can mean.

    Parameters
    ----------
    text : str
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns
    -------
    tuple of datetime.date
        Earliest and latest day.

    Raises
    ------
    ValueError
        If `text` has another shape, or names a day that does not exist.

    Examples
    --------
    >>> span("2015-02")
    (datetime.date(2015, 2, 1), datetime.date(2015, 2, 28))
    """
    match = _SHAPE.fullmatch(text)
    if not match:
        raise ValueError(f"{shown(text)} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        if match[3]:
            exact = dt.date(year, month, day)
            return exact, exact
        if match[2]:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text!r} is no date: {error}") from None


def day(value: object, allowed: str = f"YYYY-MM-DD or {TODAY}") -> dt.date:
    """Return the day that a user names.

    Parameters
    ----------
    value : str or datetime.date
        A date, ``YYYY-MM-DD``, or ``today``.
    allowed : str
        What may be written, for the message.

    Raises
    ------
    UserError
        If it names no day.

    Examples
    --------
    >>> day("2024-02-29")
    datetime.date(2024, 2, 29)
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text == TODAY:
        return dt.date.today()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise UserError(f"{shown(value)} is no date: write {allowed}")
    try:
        return span(text)[0]
    except ValueError as error:
        raise UserError(str(error)) from None


def earliest(text: str) -> dt.date | None:
    """Return the earliest day of `text`, or None where it is empty."""
    return span(text)[0] if text else None


def latest(text: str) -> dt.date | None:
    """Return the latest day of `text`, or None where it is empty."""
    return span(text)[1] if text else None


def middle(text: str) -> dt.date | None:
    """Return the day on which a figure marks `text`: the middle of what it can mean."""
    if not text:
        return None
    first, last = span(text)
    return first + (last - first) / 2
