"""What is publicly known of a missile programme, who says it, and who was sanctioned for supplying it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pactbook import dates, geo
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, measured, names, publishers, values
from pactbook.states import is_code

# The Missile Technology Control Regime's Category I: a complete system that carries 500 kg over 300 km.
# Source: MTCR Guidelines and Equipment, Software and Technology Annex, item 1.A.
CATEGORY_I_RANGE_KM, CATEGORY_I_PAYLOAD_KG = 300.0, 500.0
# What a state has shown or flown; a system that somebody only reports or plans reaches nowhere.
BUILT = frozenset({"in_service", "tested", "displayed", "retired"})
# An envelope is measured from land: what aircraft, ships and submarines launch starts elsewhere.
FROM_LAND = frozenset({"ground_mobile", "silo", "rail", "fixed_site"})
PROGRAMMES = ("missile", "nuclear", "missile_and_nuclear")
CLASS_LIMITS_KM = (300, 1000, 3000, 5500)
_BY = "by "  # before the latest possible day of joining
REGIMES = ("MTCR", "HCOC")
_OUTLINE_DEGREES = 0.01
OUTCOMES = ("success", "partial", "failure", "unknown")
# What a regime's record says of a state that has no role in it: only of a complete record absence can be told.
ANSWERS = {"yes": "yes", "no": "no", "not_on_record": "not on record"}


def systems(tables: Tables, country: str) -> pd.DataFrame:
    """Return the missile systems of a state with the spread of what is quoted for them.

    Parameters
    ----------
    tables : Tables
        The record.
    country : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    pandas.DataFrame
        The columns of ``missile_systems.csv`` and: range_min, range_max (km), quoted (number of readings of the range),
        quoted_by (publishers), payload_min, payload_max (kg), category_i (yes / no / unknown), tests,
        last_test. Shortest range first, systems without a range last.
    """
    frame = tables.missile_systems[tables.missile_systems.country == country].reset_index(drop=True)
    said = _readings(tables, "range_km", frame.system_id)
    ranges = _quoted(frame, "range_km", said)
    payloads = _quoted(frame, "payload_kg", _readings(tables, "payload_kg", frame.system_id))
    voices = {system: tuple(publishers(tables, ids)) for system, ids in said.groupby("record_id").source_id}
    flights = tables.missile_tests.groupby("system_id").date
    first, last, tests = (flights.agg(what).to_dict() for what in ("min", "max", "size"))
    frame = frame.assign(
        range_min=[values.min() for values in ranges],
        range_max=[values.max() for values in ranges],
        quoted=[int(values.notna().sum()) for values in ranges],
        quoted_by=[voices.get(system, ()) for system in frame.system_id],
        payload_min=[values.min() for values in payloads],
        payload_max=[values.max() for values in payloads],
        tests=[tests.get(system, 0) for system in frame.system_id],
        last_test=pd.Series([last.get(system, "") for system in frame.system_id], dtype=object),
    )
    flown = [first.get(system, "") for system in frame.system_id]
    frame["first_announced"] = [_earlier(*dates) for dates in zip(frame.first_test, flown, strict=True)]
    frame["category_i"] = [category_i(row) for row in as_dicts(frame)]
    return frame.sort_values(["range_km", "range_max", "name"], ignore_index=True)


def _quoted(frame: pd.DataFrame, field: str, said: pd.DataFrame) -> list[pd.Series]:
    """Return for each system every quoted number of a field, or the chosen one where no reading is on record."""
    own = {system: group.number for system, group in said.groupby("record_id")}
    return [
        own.get(system, pd.Series([chosen], dtype=float))
        for system, chosen in zip(frame.system_id, frame[field], strict=True)
    ]


def _earlier(one: str, other: str) -> str:
    """Return the earlier of two dates of reduced precision, the more precise where one can mean the other."""
    if not one or not other:
        return one or other
    if one.startswith(other) or other.startswith(one):
        return max(one, other, key=len)
    return min(one, other)


def range_sources(tables: Tables, frame: pd.DataFrame) -> list[str]:
    """Return the sources that quote a range of the systems, one entry a quotation."""
    said = _readings(tables, "range_km", frame.system_id)
    return list(said.source_id) or [source for ids in frame.source_ids for source in ids]


def category_i(system: dict) -> str:
    """Say whether the quoted figures put a system into MTCR Category I.

    Parameters
    ----------
    system : dict
        A row of `systems`.

    Returns
    -------
    str
        ``yes`` if a quoted range reaches 300 km and a quoted payload 500 kg, ``no`` if every quoted range or every
        quoted payload stays under its limit, else ``unknown``. Range and payload can be traded against each other, so
        ``no`` speaks of the quoted figures only.
    """
    far, heavy = system["range_max"], system["payload_max"]
    if pd.notna(far) and far < CATEGORY_I_RANGE_KM:
        return "no"
    if pd.notna(heavy) and heavy < CATEGORY_I_PAYLOAD_KG:
        return "no"
    return "yes" if pd.notna(far) and pd.notna(heavy) else "unknown"


def quoted(tables: Tables, frame: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return the systems with range (in words) and who_says: which ranges are quoted by whom, shortest first.

    The speaker is whom a page names as the origin of the figure, or else the page's publisher.
    """
    said = _readings(tables, "range_km", frame.system_id)
    told = []
    for system in frame.system_id:
        own = said[said.record_id == system].groupby("number")
        told.append("; ".join(t("{km} km: {names}", km=t.number(km), names=_speakers(group, t)) for km, group in own))
    return frame.assign(
        range=[_span(low, high, t) for low, high in zip(frame.range_min, frame.range_max, strict=True)],
        who_says=pd.Series(told, index=frame.index, dtype=object),
    )


def _span(low: float, high: float, t: Language) -> str:
    if pd.isna(low):
        return ""
    return t.number(high) if low == high else f"{t.number(low)}–{t.number(high)}"


def _readings(tables: Tables, field: str, systems: Collection[str]) -> pd.DataFrame:
    """Return what is quoted of a numeric field of some systems, not what was measured, with columns number and speaker."""
    said = tables.readings
    said = said[(said.table == "missile_systems") & (said.field == field) & said.record_id.isin(systems)]
    said = said[~measured(said)]
    publisher = tables.publisher
    return said.assign(
        number=pd.to_numeric(values(said), errors="coerce").astype(float),
        speaker=said.attributed_to.where(said.attributed_to != "", said.source_id.map(publisher)),
    ).dropna(subset=["number"])


def _speakers(group: pd.DataFrame, t: Language, most: int = 3) -> str:
    return t.list(list(group.speaker.value_counts().index), most=most)


def deciding(tables: Tables, frame: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return the systems with the quoted figures that decide about MTCR Category I, and who quotes them.

    Returns
    -------
    pandas.DataFrame
        The columns of `frame`, and: range_reading, payload_reading (the highest quoted figure with its speakers, or that
        none is quoted), below (what other sources quote below a limit that the highest figure reaches), and source_ids
        (of the deciding figures).
    """
    columns: dict[str, list] = {"range_reading": [], "payload_reading": [], "below": [], "source_ids": []}
    said = {field: _readings(tables, field, frame.system_id) for field in ("range_km", "payload_kg")}
    for row in as_dicts(frame):
        far, far_low, far_ids = _highest(said["range_km"], row, "range_km", CATEGORY_I_RANGE_KM, "km", t)
        heavy, heavy_low, heavy_ids = _highest(said["payload_kg"], row, "payload_kg", CATEGORY_I_PAYLOAD_KG, "kg", t)
        columns["range_reading"].append(far or t("no range quoted"))
        columns["payload_reading"].append(heavy or t("no payload quoted"))
        columns["below"].append("; ".join(filter(None, (far_low, heavy_low))))
        columns["source_ids"].append(tuple(dict.fromkeys(far_ids + heavy_ids)))
    return frame.assign(
        **{name: pd.Series(values, index=frame.index, dtype=object) for name, values in columns.items()}
    )


def _highest(
    said: pd.DataFrame, row: dict, field: str, limit: float, unit: str, t: Language
) -> tuple[str, str, tuple[str, ...]]:
    """Return the highest quoted figure of a system with its speakers, those below the limit if it is reached, the sources."""
    own = said[said.record_id == row["system_id"]]
    if own.empty:
        figure = "" if pd.isna(row[field]) else f"{t.number(row[field])} {unit}"
        return figure, "", row["source_ids"] if figure else ()
    top = own[own.number == own.number.max()]
    text = f"{t.number(top.number.iloc[0])} {unit} ({_speakers(top, t, 2)})"
    under = own[own.number < limit] if top.number.iloc[0] >= limit else own.iloc[:0]
    below = "; ".join(f"{t.number(n)} {unit} ({_speakers(group, t, 2)})" for n, group in under.groupby("number"))
    return text, below, tuple(dict.fromkeys(top.source_id))


def regimes(tables: Tables, states: list[str]) -> pd.DataFrame:
    """Return which states are MTCR partners and HCoC subscribers on the day of the record.

    Parameters
    ----------
    tables : Tables
        The record.
    states : list of str
        ISO 3166-1 alpha-3; repeated ones count once, and territories that are no states are left out.

    Returns
    -------
    pandas.DataFrame
        One row a state: state, mtcr, mtcr_since, hcoc, hcoc_since (a day after ``by`` is the latest possible one), source_ids.
        The answer is ``yes``, ``no`` or
        ``not_on_record``: where not every member is on record (``members_complete``), absence is no answer.
    """
    day = tables.as_of or dates.latest(tables.last_seen)
    rows = []
    for state in filter(is_code, dict.fromkeys(states)):
        row: dict[str, object] = {"state": state, "source_ids": ()}
        for regime in REGIMES:
            row |= _membership(tables, regime, state, day, row["source_ids"])
        rows.append(row)
    columns = ["state", *(name for one in REGIMES for name in (one.lower(), f"{one.lower()}_since")), "source_ids"]
    return pd.DataFrame(rows, columns=columns)


def _membership(tables: Tables, regime: str, state: str, day: object, cited: tuple[str, ...]) -> dict[str, object]:
    roles, bloc = tables.memberships, tables.blocs[tables.blocs.bloc_id == regime]
    own = roles[(roles.bloc_id == regime) & (roles.iso3 == state) & (roles.role == "member")]
    for role in own.itertuples():
        if dates.earliest(role.start) <= day and not (role.end and dates.earliest(role.end) <= day):
            since = f"{_BY}{role.start}" if role.start_is == "latest_possible" else role.start
            return _answer(regime, "yes", since, cited + role.source_ids)
    complete = len(bloc) and bloc.members_complete.iloc[0] == "yes"
    return _answer(regime, "no", "", cited + bloc.source_ids.iloc[0]) if complete else _answer(regime, "", "", cited)


def _answer(regime: str, answer: str, since: str, cited: tuple[str, ...]) -> dict[str, object]:
    key = regime.lower()
    return {key: answer or "not_on_record", f"{key}_since": since, "source_ids": tuple(dict.fromkeys(cited))}


def _since(day: str, t: Language) -> str:
    if day.startswith(_BY):
        return t("by {when}", when=t.date(day.removeprefix(_BY)))
    return t.date(day) if day else ""


def in_words(frame: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return `regimes` in the words of a report."""
    return frame.assign(
        state=[t.country(code) for code in frame.state],
        **{name: [t(ANSWERS[answer]) for answer in frame[name]] for name in map(str.lower, REGIMES)},
        **{f"{name}_since": [_since(day, t) for day in frame[f"{name}_since"]] for name in map(str.lower, REGIMES)},
    )


def flights(tables: Tables, country: str) -> pd.DataFrame:
    """Return the announced flight tests of a state, oldest first.

    Returns
    -------
    pandas.DataFrame
        The columns of ``missile_tests.csv`` and: year, name (of the system, or what the announcement calls it), class (of
        the system, empty where no system on record is named), first (bool: the first announced flight of its system; no
        flight is marked if the system's own row puts the first one into an earlier year).
    """
    frame = tables.missile_tests
    frame = frame[frame.country == country].sort_values(["date", "test_id"], ignore_index=True)
    system = tables.missile_systems.set_index("system_id")
    known = frame.system_id.isin(system.index)
    named = frame.system_id.where(known)

    def own(column: str) -> pd.Series:
        return named.map(system[column]).astype(object)

    earlier = own("first_test").fillna("").str[:4]
    return frame.assign(
        year=frame.date.str[:4].astype(int),
        name=own("name").fillna(frame.described_as),
        **{"class": own("class").fillna("")},
        first=known & ~named.duplicated() & ((earlier == "") | (earlier >= frame.date.str[:4])),
    )


def capitals_within(
    ranged: pd.DataFrame, country: str, worldview: str, t: Language, day: dt.date | None = None
) -> pd.DataFrame:
    """Return which capitals of other states lie within the quoted range of each system.

    Distances are geodesics on WGS84 from the nearest point of the territory (`pactbook.geo.distance`).

    Parameters
    ----------
    ranged : pandas.DataFrame
        Systems with a range, as `for_map` gives them.
    country : str
        The state, ISO 3166-1 alpha-3.
    worldview : {"defacto", "un"}
        Whose territory is measured, and what counts as a state.
    t : Language
        Language of the names of states.
    day : datetime.date, optional
        The day of the territory; default today.

    Returns
    -------
    pandas.DataFrame
        One row a system: name, range_min, range_max (km), range (in words), at_lowest, at_highest (number of capitals),
        sure (those within the lowest figure, nearest first), further (those that only the highest figure reaches), each as
        "Kabul (46 km)", and both in words of a table's length: told, told_further.
    """
    places = _distances(country, worldview, day)
    rows = []
    for row in ranged.itertuples():
        low, high = (places[places.km <= limit] for limit in (row.range_min, row.range_max))
        told = [f"{place.name} ({t.number(place.km, 0)} km)" for place in high.itertuples()]
        rows.append(
            (
                row.name,
                row.range_min,
                row.range_max,
                len(low),
                len(high),
                tuple(told[: len(low)]),
                tuple(told[len(low) :]),
            )
        )
    frame = pd.DataFrame(rows, columns=["name", "range_min", "range_max", "at_lowest", "at_highest", "sure", "further"])
    return frame.assign(
        range=[_span(low, high, t) for low, high in zip(frame.range_min, frame.range_max, strict=True)],
        told=[t.list(places, most=6) if places else "" for places in frame.sure],
        told_further=[t.list(places, most=6) if places else "" for places in frame.further],
    )


def _distances(country: str, worldview: str, day: dt.date | None) -> pd.DataFrame:
    """Return the capitals of other states (name, iso3, km from the territory), nearest first."""
    home = geo.territory(country, worldview, day)
    places = geo.state_capitals(worldview).drop(index=country, errors="ignore").reset_index()
    spots = places[["lon", "lat"]].to_numpy(float)
    km = geo.distance(spots, home)
    km[shapely.contains_xy(home, *spots.T)] = 0.0
    return places.assign(km=km)[["name", "iso3", "km"]].sort_values("km", ignore_index=True)


def areas(frame: pd.DataFrame, country: str, worldview: str, day: dt.date | None = None) -> gpd.GeoDataFrame:
    """Return what lies within each quoted range of a territory.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `for_map` gives it.
    country : str
        The state, ISO 3166-1 alpha-3.
    worldview : {"defacto", "un"}
        Which territory is its own.
    day : datetime.date, optional
        The day of the territory; default today.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a range, shortest first: name (of the systems, with the range), systems (joined by semicolons), range_km, and
        the area in longitude and latitude (WGS84), cut at the 180th meridian, outlines to about a kilometre.
    """
    home = geo.territory(country, worldview, day)
    by = frame.groupby("range_km").name.agg(list)
    shapes = [shapely.simplify(geo.geodesic_buffer(home, km), _OUTLINE_DEGREES) for km in by.index]
    named = [f"{', '.join(names)}: {km:g} km" for km, names in by.items()]
    columns = {"name": named, "systems": [";".join(names) for names in by], "range_km": by.index.astype(float)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def peers(tables: Tables, states: list[str]) -> pd.DataFrame:
    """Return the programmes of some states side by side.

    Returns
    -------
    pandas.DataFrame
        One row a state: state, systems (built), ranged (those with a quoted range), longest (name of the one with the longest),
        longest_km.
    """
    rows = [_longest(state, own) for state, own in side_by_side(tables, states).items()]
    return pd.DataFrame(rows, columns=["state", "systems", "ranged", "longest", "longest_km"])


def _longest(state: str, frame: pd.DataFrame) -> tuple[str, int, int, str, float]:
    ranged = frame[frame.range_max.notna()]
    top = ranged.loc[ranged.range_max.idxmax()] if len(ranged) else {"name": "", "range_max": float("nan")}
    return state, len(frame), len(ranged), top["name"], top["range_max"]


def side_by_side(tables: Tables, states: list[str]) -> dict[str, pd.DataFrame]:
    """Return the `systems` of each state that were built."""
    every = {state: systems(tables, state) for state in states}
    return {state: frame[frame.status.isin(BUILT)].reset_index(drop=True) for state, frame in every.items()}


def of_states(tables: Tables, states: list[str]) -> pd.DataFrame:
    """Return the rows of ``missile_systems.csv`` of some states."""
    return tables.missile_systems[tables.missile_systems.country.isin(states)]


def for_map(frame: pd.DataFrame, chosen: list[str]) -> pd.DataFrame:
    """Return the systems for a range map: built, launched from land and with a quoted range, or the chosen ones.

    A chosen system is named by identifier or any name, and may be one that is only planned.

    Raises
    ------
    UserError
        If a chosen system is not among `frame`, its name is of several, or it is not launched from land.
    """
    known = names.of_systems(frame)
    ids = [names.resolve(system, known, "systems", "is no system of this state on record") for system in chosen]
    land = np.array([not FROM_LAND.isdisjoint(basing) for basing in frame.basing], dtype=bool)
    for name in frame[frame.system_id.isin(ids) & ~land].name:
        raise UserError(f"systems: {name} is not launched from land: no envelope round a territory tells its reach")
    ranged = frame[frame.range_km.notna() & land]
    return ranged[ranged.system_id.isin(ids)] if chosen else ranged[ranged.status.isin(BUILT)]


def designations(tables: Tables, country: str) -> pd.DataFrame:
    """Return the designations tied to the missile or nuclear programme of a state, oldest first.

    Returns
    -------
    pandas.DataFrame
        The columns of ``designations.csv`` and: name, aliases, country, kind (of the entity), in_place (bool: not lifted).
    """
    frame = tables.designations
    frame = frame[(frame.programme_country == country) & frame.programme.isin(PROGRAMMES)]
    entities = tables.entities.set_index("entity_id")
    frame = frame.assign(
        name=frame.entity_id.map(entities.name),
        aliases=frame.entity_id.map(entities.aliases),
        country=frame.entity_id.map(entities.country),
        kind=frame.entity_id.map(entities.kind),
        in_place=frame.lifted_on == "",
    )
    return frame.sort_values(["designated_on", "authority", "name"], ignore_index=True)
