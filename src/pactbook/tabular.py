"""The one way to CSV, for the next reader: lists as ``a;b``, sources with their addresses, opened by Excel with its letters."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

# Excel takes a file for UTF-8 if it starts so.
MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text(frame: pd.DataFrame) -> str:
    r"""Return rows as CSV.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows; a cell may be a list.

    Examples
    --------
    >>> text(pd.DataFrame({"title": ["=1+1"], "domains": [("defence", "training")]}))
    "\\ufefftitle,domains\\n'=1+1,defence;training\\n"
    """
    return MARK + frame.map(_cell).to_csv(index=False, lineterminator="\n")


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with each list as ``a;b``, for what keeps text and formulas apart."""
    return frame.map(lambda value: ";".join(map(str, value)) if isinstance(value, (tuple, list)) else value)


def with_addresses(frame: pd.DataFrame, addresses: Mapping[str, str]) -> pd.DataFrame:
    """Return rows that cite sources with one more column, the addresses of those.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows; those without a column ``source_ids`` or ``source_id`` are returned as they are.
    addresses : mapping of str to str
        The address of each source.
    """
    if "source_ids" in frame:
        urls: list = [tuple(addresses.get(one, "") for one in _listed(ids)) for ids in frame.source_ids]
    elif "source_id" in frame:
        urls = [addresses.get(one, "") for one in frame.source_id]
    else:
        return frame
    return frame.assign(source_urls=pd.Series(urls, index=frame.index, dtype=object))


def _listed(cell: object) -> tuple:
    """Return the values of a list cell; of a row that rests on nothing it is missing."""
    return tuple(cell) if isinstance(cell, (tuple, list)) else ()


def _cell(value: object) -> object:
    """Join a list, and keep a spreadsheet from reading a text as a formula."""
    if isinstance(value, (set, frozenset)):
        value = sorted(value)
    text = ";".join(map(str, value)) if isinstance(value, (tuple, list)) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
