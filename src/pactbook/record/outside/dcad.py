"""The Defense Cooperation Agreement Dataset (Kinne 2020): bilateral defence agreements of 1980 to 2010."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.record.outside.catalogue import catalogue, checked, source_id
from pactbook.record.outside.cow import of_their_day
from pactbook.record.tables import as_dicts

NAME = "dcad"
# What an agreement of a category covers, in the values of our column `domains`, and the words of its title.
DOMAINS = {
    "DCA": ("defence",),
    "DIC": ("military_technical",),
    "PROCUREMENT": ("arms_trade",),
    "RESEARCH": ("military_technical",),
    "TREX": ("training", "exercises"),
    "COMMISSION": ("defence",),
}
_WORDS = {
    "DCA": "general",
    "DIC": "industry",
    "PROCUREMENT": "procurement",
    "RESEARCH": "research",
    "TREX": "training and exercises",
    "COMMISSION": "commission",
}


def dcad() -> pd.DataFrame | None:
    """Return the defence cooperation agreements of 1980 to 2010 by Kinne (2020).

    Returns
    -------
    pandas.DataFrame or None
        One row an agreement: parties (tuple of the two), a, b (ISO3, alphabetical), year (of signature), general (bool:
        a framework agreement and not one of a sector), category.
    """
    raw = _covered()
    if raw is None:
        return None
    known = pd.DataFrame(
        {
            "a": [parties[0] for parties in raw.parties],
            "b": [parties[1] for parties in raw.parties],
            "year": raw.signYear.astype(int),
            "general": raw.type == "general",
            "category": raw.category1.fillna("").str.lower(),
            "parties": raw.parties,
        }
    )
    return known.reset_index(drop=True)


def agreements(where: Path | None = None, data: Path | None = None) -> pd.DataFrame | None:
    """Return the same agreements in the shape of ``agreements.csv``.

    What the dataset leaves open stays open: nobody looked there for a duty to help or for who signed. An agreement that it
    says was terminated ended in the year that its duration gives.

    Parameters
    ----------
    where, data : pathlib.Path, optional
        The folders of the datasets and of the tables.

    Returns
    -------
    pandas.DataFrame or None
        The columns of ``agreements.csv``; identifiers are ``dcad-0001`` for its DCADv1.0-0001.
    """
    raw = _covered(where, data)
    return None if raw is None else pd.DataFrame([_agreement(row) for row in as_dicts(raw)], columns=_COLUMNS)


def _covered(where: Path | None = None, data: Path | None = None) -> pd.DataFrame | None:
    """Return the rows of its years of which both states are known, with `parties`."""
    file = checked(NAME, where, data)
    if file is None:
        return None
    raw = pd.read_csv(file, encoding="latin-1", low_memory=False)
    raw["signYear"] = pd.to_numeric(raw.signYear, errors="coerce")
    sides = (of_their_day(raw[column], raw.signYear) for column in ("ccode1", "ccode2"))
    parties = [tuple(sorted(pair)) if all(pair) else None for pair in zip(*sides, strict=True)]
    raw["parties"] = pd.Series(parties, index=raw.index, dtype=object)
    raw = raw.dropna(subset=["parties", "signYear"])
    return raw[raw.signYear.between(*catalogue(data)[NAME]["covers"])]


def _agreement(row: dict[str, Any]) -> dict[str, Any]:
    signed = _date(row, "sign")
    in_force = _date(row, "EIF")
    # An entry into force before the signature is a slip of the dataset.
    in_force = "" if in_force and dates.span(in_force)[1] < dates.span(signed)[0] else in_force
    return dict.fromkeys(_COLUMNS, "") | {
        "agreement_id": f"dcad-{str(row['DCAid']).rpartition('-')[2]}",
        "parties": row["parties"],
        "title": _title(row),
        "kind": "agreement",
        "domains": _domains(row),
        "signed": signed,
        "in_force": in_force,
        "ended": _ended(row),
        "mutual_defence": "not_searched",
        "text_public": "not_searched",
        "signatories": (),
        "see_also": (),
        "source_ids": (source_id(NAME),),
    }


def _categories(row: dict[str, Any]) -> list[str]:
    return [row[name] for name in ("category1", "category2", "category3") if row[name] in DOMAINS]


def _domains(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the domains; a framework agreement is about defence, whatever else it names."""
    told = [domain for category in _categories(row) for domain in DOMAINS[category]]
    return tuple(dict.fromkeys(["defence", *told] if row["type"] == "general" or not told else told))


def _title(row: dict[str, Any]) -> str:
    general = ["general"] if row["type"] == "general" else []
    words = dict.fromkeys([*general, *(_WORDS[category] for category in _categories(row))])
    what = "Defence cooperation agreement" if row["type"] == "general" else "Defence agreement"
    return f"{what} ({', '.join(words)})" if words else what


def _date(row: dict[str, Any], step: str) -> str:
    """Return a date of the precision known; negative numbers stand for what is not known."""
    parts = []
    for name, width in (("Year", 4), ("Month", 2), ("Day", 2)):
        value = pd.to_numeric(row[f"{step}{name}"], errors="coerce")
        if not value > 0:
            break
        parts.append(f"{int(value):0{width}}")
    while parts and not _is_date("-".join(parts)):
        parts.pop()
    return "-".join(parts)


def _is_date(text: str) -> bool:
    try:
        dates.span(text)
    except ValueError:
        return False
    return True


def _ended(row: dict[str, Any]) -> str:
    """Return the year in which an agreement ended that is said to be terminated: years in force after it began."""
    years = pd.to_numeric(row["durationActual"], errors="coerce")
    if row["terminated"] != 1 or not years > 0:
        return ""
    start = _date(row, "EIF") or _date(row, "sign")
    return str(int(start[:4]) + int(years))


_COLUMNS = [
    "agreement_id", "parties", "title", "kind", "domains", "signed", "announced", "place", "in_force", "ended", "period_start",
    "period_end", "mutual_defence", "text_public", "signatories", "see_also", "note", "source_ids",
]  # fmt: skip
