"""The missile launch databases of the James Martin Center for Nonproliferation Studies: India, Iran, North Korea, Pakistan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.record.names import fold, found
from pactbook.record.outside.catalogue import checked, source_id

# The datasets by the state whose launches they list.
DATASETS = {"IND": "cns_india", "IRN": "cns_iran", "PRK": "cns_north_korea", "PAK": "cns_pakistan"}
# Carriers of satellites and interceptors are no missiles of the record; a type is given by some of the files alone.
_CARRIERS = re.compile(r"SLV|PSLV|GSLV|ASLV|Safir|Simorgh|Kavoshgar|Unha|AAD|PDV")


def flights(
    systems: Mapping[str, Mapping[str, tuple[str, ...]]], where: Path | None = None, data: Path | None = None
) -> pd.DataFrame | None:
    """Return the launches of the databases that are there, in the shape of ``missile_tests.csv``.

    Left out are carriers of satellites, interceptors, launches that the database does not hold for confirmed, and those of
    war. Launches of one missile on one day are one row, as in the record.

    Parameters
    ----------
    systems : mapping
        By state the systems on record: system_id and the names by which each goes.
    where, data : pathlib.Path, optional
        The folders of the datasets and of the tables.

    Returns
    -------
    pandas.DataFrame or None
        The columns of ``missile_tests.csv``. A launch whose missile has a name of just one system is of that system, any
        other keeps its name in described_as.
    """
    files = {state: checked(name, where, data) for state, name in DATASETS.items()}
    if not any(files.values()):
        return None
    rows = [
        _flight(state, day, name, group, systems.get(state, {}))
        for state, file in files.items()
        if file is not None
        for (day, name), group in _launches(file).groupby(["launch_time", "missile_name"])
    ]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype({"missiles": "Int64"})


def _launches(file: Path) -> pd.DataFrame:
    raw = pd.read_csv(file)
    kind = next((raw[name] for name in ("missile_type", "missile_family") if name in raw), pd.Series("", raw.index))
    carrier = (kind == "SLV") | raw.missile_name.str.match(_CARRIERS)
    at_war = raw.get("in_operational_use", pd.Series(False, raw.index)) == True  # noqa: E712 (may be missing)
    return raw[(raw.test_confirmed == True) & ~carrier & ~at_war]  # noqa: E712 (may be missing)


def _flight(
    state: str, day: str, name: str, group: pd.DataFrame, systems: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    known = found(name, systems)
    places = group.facility_name.dropna()
    return {
        "test_id": f"cns-{state.lower()}-{day}-{fold(name)}",
        "date": day,
        "country": state,
        "system_id": known[0] if len(known) == 1 else "",
        "described_as": "" if len(known) == 1 else name,
        "outcome": _outcome(group.test_successful),
        "announced_by": "not stated (CNS dataset)",
        "place": places.iloc[0] if len(places) else "",
        "missiles": len(group),
        "note": "",
        "source_ids": (source_id(DATASETS[state]),),
    }


def _outcome(successful: pd.Series) -> str:
    told = set(successful.dropna())
    if successful.isna().any() or not told:
        return "unknown"
    return "partial" if len(told) > 1 else "success" if told == {True} else "failure"


_COLUMNS = [
    "test_id", "date", "country", "system_id", "described_as", "outcome", "announced_by", "place", "missiles", "note",
    "source_ids",
]  # fmt: skip
