"""Outside datasets that a report compares with, where the user has fetched them with ``make reference``.

`data/reference.yaml` names them with version, licence, citation, address and hash. Each loader returns None where its
dataset is not there; a notebook then says in one line what is missing.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pandas as pd
import platformdirs

from pactbook import paths, states
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record.declared import read_yaml


def catalogue(data: Path | None = None) -> dict[str, dict]:
    """Return what ``reference.yaml`` says, by name of the dataset.

    Parameters
    ----------
    data : pathlib.Path, optional
        The folder of the tables; default `pactbook.paths.data`. One without a catalogue goes by the shipped one.
    """
    return _catalogue(paths.catalogue(data))


@functools.lru_cache(maxsize=8)
def _catalogue(file: Path) -> dict[str, dict]:
    return read_yaml(file)


def folder() -> Path:
    """Return the folder of the datasets: the user's cache, or where ``PACTBOOK_REFERENCE`` points."""
    return Path(os.environ.get("PACTBOOK_REFERENCE") or platformdirs.user_cache_path("pactbook") / "reference")


def path(name: str) -> Path | None:
    """Return the file of a dataset, or None where it has not been fetched."""
    return files().get(name)


def files(where: Path | None = None, data: Path | None = None) -> dict[str, Path]:
    """Return the datasets that have been fetched, and their files.

    Parameters
    ----------
    where, data : pathlib.Path, optional
        The folders of the datasets and of the tables; default `folder` and `pactbook.paths.data`.
    """
    found = {name: (where or folder()) / entry["file"] for name, entry in catalogue(data).items()}
    return {name: file for name, file in found.items() if file.is_file()}


def note(name: str, t: Language) -> str:
    """Return one line: the citation of a dataset that is there, or how to get it."""
    entry = catalogue()[name]
    if path(name):
        return f"{entry['title']} {entry['version']}: {entry['citation']}"
    return t(
        "{title} is not here: `make reference` fetches it; without it this comparison is left out.",
        title=entry["title"],
    )


def dcad() -> pd.DataFrame | None:
    """Return the defence cooperation agreements of 1980 to 2010 by Kinne (2020).

    Returns
    -------
    pandas.DataFrame or None
        One row an agreement: parties (tuple of the two), a, b (ISO3, alphabetical), year (of signature), general (bool:
        a framework agreement and not one of a sector), category.
    """
    file = path("dcad")
    if file is None:
        return None
    raw = pd.read_csv(file, encoding="latin-1", low_memory=False)
    years = pd.to_numeric(raw.signYear, errors="coerce")
    sides = [_of_their_day(raw[column], years) for column in ("ccode1", "ccode2")]
    frame = pd.DataFrame(
        {
            "a": sides[0].where(sides[0] <= sides[1], sides[1]),
            "b": sides[1].where(sides[0] <= sides[1], sides[0]),
            "year": years,
            "general": raw.type == "general",
            "category": raw.category1.fillna("").str.lower(),
        }
    )
    known = frame.dropna(subset=["a", "b", "year"])
    known = known.assign(parties=list(zip(known.a, known.b, strict=True)))
    return known[known.year.between(*catalogue()["dcad"]["covers"])].astype({"year": int}).reset_index(drop=True)


def atop() -> pd.DataFrame | None:
    """Return the members of alliances of 1815 to 2018 by Leeds et al. (2002), version 5.1.

    Returns
    -------
    pandas.DataFrame or None
        One row a member and phase: alliance (ATOP id), iso3, start, end (years; end is 2018 where it goes on), defense,
        offense, neutral, nonagg, consul (bool).
    """
    file = path("atop")
    if file is None:
        return None
    raw = pd.read_csv(file, low_memory=False)
    last = catalogue()["atop"]["covers"][1]
    frame = pd.DataFrame(
        {
            "alliance": raw.atopid.astype(int),
            "number": raw.member,
            "start": raw.yrent.astype(int),
            "end": raw.yrexit.where(raw.yrexit > 0, last).astype(int),
        }
        | {name: raw[name] == 1 for name in ("defense", "offense", "neutral", "nonagg", "consul")}
    )
    lives = [_lives(*row) for row in frame[["number", "start", "end"]].itertuples(index=False)]
    frame = frame.drop(columns=["number", "start", "end"]).assign(life=lives).explode("life")
    frame = frame.dropna(subset=["life"]).reset_index(drop=True)
    told = pd.DataFrame(list(frame.life), columns=["iso3", "start", "end"], index=frame.index)
    columns = ["alliance", "iso3", "start", "end", "defense", "offense", "neutral", "nonagg", "consul"]
    return frame.join(told)[columns].reset_index(drop=True)


def _of_their_day(numbers: pd.Series, years: pd.Series) -> pd.Series:
    """Return the states that bore Correlates of War numbers in some years."""
    pairs = zip(numbers, years, strict=True)
    known = [
        states.from_cow(int(number), int(year)) if pd.notna(number) and pd.notna(year) else None
        for number, year in pairs
    ]
    return pd.Series(known, index=numbers.index, dtype=object)


def _lives(number: int, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the states that bore a Correlates of War number in some years, each with its years."""
    found: list[tuple[str, int, int]] = []
    for year in range(start, end + 1):
        code = states.from_cow(int(number), year)
        if code and found and found[-1][0] == code:
            found[-1] = (code, found[-1][1], year)
        elif code:
            found.append((code, year, year))
    return found


def ideal_points() -> pd.DataFrame | None:
    """Return states' ideal points from votes in the UN General Assembly, by Bailey, Strezhnev and Voeten (2017).

    Returns
    -------
    pandas.DataFrame or None
        One row a state and year: iso3, year, point (on final-passage votes; standardised within a year).
    """
    file = path("ideal_points")
    if file is None:
        return None
    raw = pd.read_stata(file)
    frame = pd.DataFrame({"iso3": raw.iso3c, "year": raw.year, "point": raw.idealpointfp}).dropna()
    return frame[frame.iso3.map(states.is_code)].astype({"year": int}).reset_index(drop=True)


def fetch() -> list[Path]:
    """Download every dataset into `folder`, checked by its hash.

    Raises
    ------
    UserError
        If a file cannot be fetched or its hash is another one.
    """
    import pooch

    found = []
    for name, entry in catalogue().items():
        try:
            file = pooch.retrieve(entry["url"], f"sha256:{entry['sha256']}", fname=entry["file"], path=folder())
        except (OSError, ValueError) as error:
            raise UserError(f"reference {name}: {entry['url']}: {error}") from None
        found.append(Path(file))
    return found
