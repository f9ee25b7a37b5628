"""What is publicly known of a missile programme, who says it, and who was sanctioned for supplying it."""

from __future__ import annotations

import pandas as pd
import shapely

from pactbook import dates, geo
from pactbook.errors import UserError, hint
from pactbook.findings import Finding, records
from pactbook.locale import Language
from pactbook.tables import Tables, publishers

# The Missile Technology Control Regime's Category I: a complete system that carries 500 kg over 300 km.
# Source: MTCR Guidelines and Equipment, Software and Technology Annex, item 1.A.
CATEGORY_I_RANGE_KM, CATEGORY_I_PAYLOAD_KG = 300.0, 500.0
PROGRAMMES = ("missile", "nuclear", "missile_and_nuclear")
CLASS_LIMITS_KM = (300, 1000, 3000, 5500)
REGIMES = ("MTCR", "HCOC")
# What a regime's record says of a state that has no role in it: only of a complete record absence can be told.
OUTCOMES = ("success", "partial", "failure", "unknown")
PEER_COUNTS = {
    "Systems in MTCR Category I by quoted figures: {told}.": "category_yes",
    "Announced flight tests on record: {told}.": "flights",
    "Designations tied to the missile or nuclear programme: {told}.": "designations",
}
REGIME_ANSWERS = (
    ("MTCR partners: {states}.", "mtcr", "yes"),
    ("Not MTCR partners: {states}.", "mtcr", "no"),
    ("Not on record for the MTCR: {states}.", "mtcr", "not_on_record"),
    ("Subscribers of the Hague Code of Conduct (HCOC): {states}.", "hcoc", "yes"),
    ("Not subscribers of it: {states}.", "hcoc", "no"),
    ("Not on record for the HCOC, of which not every subscriber is on record: {states}.", "hcoc", "not_on_record"),
)
ANSWERS = {"yes": "yes", "no": "no", "not_on_record": "not on record"}
# What a reader must know of the territory that an envelope is measured from, by state and view; what the boundary data
# hold is described in data/boundaries/provenance.yaml.
KASHMIR = ("PAK", "IND")
DISPUTED = {
    "kashmir": "Kashmir is measured as it is controlled: Azad Kashmir and Gilgit-Baltistan with Pakistan, Jammu, the "
    "Valley and Ladakh with India, Aksai Chin and the Shaksgam valley with China; the boundary data hold no outline "
    "without them.",
    "CHN un": "Aksai Chin, the Shaksgam valley and Taiwan are part of the territory measured.",
    "CHN defacto": "Aksai Chin and the Shaksgam valley are part of the territory measured, Taiwan is not.",
    "RUS un": "Crimea is no part of the territory measured.",
    "RUS defacto": "Crimea is part of the territory measured.",
    "UKR un": "Crimea is part of the territory measured.",
    "UKR defacto": "Crimea is no part of the territory measured.",
    "MAR un": "Western Sahara is no part of the territory measured.",
    "MAR defacto": "Western Sahara west of the berm is part of the territory measured.",
    "SRB un": "Kosovo is part of the territory measured.",
    "SRB defacto": "Kosovo is no part of the territory measured.",
    "CYP un": "The north of the island is part of the territory measured.",
    "CYP defacto": "The north of the island is no part of the territory measured.",
}


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
    ranges = [_quoted(tables, row.system_id, "range_km", row.range_km) for row in frame.itertuples()]
    payloads = [_quoted(tables, row.system_id, "payload_kg", row.payload_kg) for row in frame.itertuples()]
    tests = tables.missile_tests
    frame = frame.assign(
        range_min=[values.min() for values in ranges],
        range_max=[values.max() for values in ranges],
        quoted=[int(values.notna().sum()) for values in ranges],
        quoted_by=[_quoted_by(tables, system) for system in frame.system_id],
        payload_min=[values.min() for values in payloads],
        payload_max=[values.max() for values in payloads],
        tests=[int((tests.system_id == system).sum()) for system in frame.system_id],
        last_test=[tests[tests.system_id == system].date.max() for system in frame.system_id],
    )
    frame["last_test"] = frame.last_test.astype(object).fillna("")
    flown = tests.groupby("system_id").date.min()
    frame["first_announced"] = [_earlier(row.first_test, flown.get(row.system_id, "")) for row in frame.itertuples()]
    frame["category_i"] = [category_i(row) for row in frame.to_dict("records")]
    return frame.sort_values(["range_km", "range_max", "name"], ignore_index=True)


def _quoted(tables: Tables, system: str, field: str, chosen: float) -> pd.Series:
    """Return every quoted number of a field, the chosen one among them."""
    said = tables.readings
    said = said[(said.table == "missile_systems") & (said.record_id == system) & (said.field == field)]
    numbers = pd.to_numeric(said.value, errors="coerce").dropna().astype(float)
    if numbers.empty and pd.notna(chosen):
        return pd.Series([chosen])
    return numbers if len(numbers) else pd.Series([float("nan")])


def _earlier(one: str, other: str) -> str:
    """Return the earlier of two dates of reduced precision, the more precise where one can mean the other."""
    if not one or not other:
        return one or other
    if one.startswith(other) or other.startswith(one):
        return max(one, other, key=len)
    return min(one, other)


def _quoted_by(tables: Tables, system: str) -> tuple[str, ...]:
    said = tables.readings
    said = said[(said.table == "missile_systems") & (said.record_id == system) & (said.field == "range_km")]
    return tuple(publishers(tables, said.source_id))


def range_sources(tables: Tables, frame: pd.DataFrame) -> list[str]:
    """Return the sources that quote a range of the systems, one entry a quotation."""
    said = tables.readings
    said = said[(said.table == "missile_systems") & (said.field == "range_km") & said.record_id.isin(frame.system_id)]
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
    said = _readings(tables, "range_km")
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


def _readings(tables: Tables, field: str) -> pd.DataFrame:
    """Return the readings of a numeric field of the systems with columns number and speaker."""
    said = tables.readings
    said = said[(said.table == "missile_systems") & (said.field == field)]
    publisher = tables.sources.set_index("source_id").publisher
    return said.assign(
        number=pd.to_numeric(said.value, errors="coerce"),
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
    said = {field: _readings(tables, field) for field in ("range_km", "payload_kg")}
    for row in frame.to_dict("records"):
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
    """Return which states are MTCR partners and HCOC subscribers on the day of the record.

    Parameters
    ----------
    tables : Tables
        The record.
    states : list of str
        ISO 3166-1 alpha-3; repeated ones count once.

    Returns
    -------
    pandas.DataFrame
        One row a state: state, mtcr, mtcr_since, hcoc, hcoc_since, source_ids. The answer is ``yes``, ``no`` or
        ``not_on_record``: where not every member is on record (``members_complete``), absence is no answer.
    """
    day = tables.as_of or dates.latest(tables.last_seen)
    rows = []
    for state in dict.fromkeys(states):
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
            return _answer(regime, "yes", role.start, cited + role.source_ids)
    complete = len(bloc) and bloc.members_complete.iloc[0] == "yes"
    return _answer(regime, "no", "", cited + bloc.source_ids.iloc[0]) if complete else _answer(regime, "", "", cited)


def _answer(regime: str, answer: str, since: str, cited: tuple[str, ...]) -> dict[str, object]:
    key = regime.lower()
    return {key: answer or "not_on_record", f"{key}_since": since, "source_ids": tuple(dict.fromkeys(cited))}


def in_words(frame: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return `regimes` in the words of a report."""
    return frame.assign(
        state=[t.country(code) for code in frame.state],
        **{name: [t(ANSWERS[answer]) for answer in frame[name]] for name in map(str.lower, REGIMES)},
        **{
            f"{name}_since": [t.date(day) if day else "" for day in frame[f"{name}_since"]]
            for name in map(str.lower, REGIMES)
        },
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
    earlier = named.map(system.first_test).fillna("").str[:4]
    return frame.assign(
        year=frame.date.str[:4].astype(int),
        name=named.map(system.name).fillna(frame.described_as),
        **{"class": named.map(system["class"]).fillna("")},
        first=known & ~named.duplicated() & ((earlier == "") | (earlier >= frame.date.str[:4])),
    )


def capitals_within(ranged: pd.DataFrame, country: str, worldview: str, t: Language) -> pd.DataFrame:
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

    Returns
    -------
    pandas.DataFrame
        One row a system: name, range_min, range_max (km), range (in words), at_lowest, at_highest (number of capitals),
        sure (those within the lowest figure, nearest first), further (those that only the highest figure reaches), each as
        "Kabul (46 km)", and both in words of a table's length: told, told_further.
    """
    places = _distances(country, worldview)
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


def _distances(country: str, worldview: str) -> pd.DataFrame:
    """Return the capitals of other states (name, iso3, km from the territory), nearest first."""
    home = geo.territory(country, worldview)
    places = geo.state_capitals(worldview).drop(index=country, errors="ignore").reset_index()
    spots = places[["lon", "lat"]].to_numpy(float)
    km = geo.distance(spots, home)
    km[shapely.contains_xy(home, *spots.T)] = 0.0
    return places.assign(km=km)[["name", "iso3", "km"]].sort_values("km", ignore_index=True)


def peers(tables: Tables, states: list[str]) -> pd.DataFrame:
    """Return the programmes of some states side by side.

    Returns
    -------
    pandas.DataFrame
        One row a state: state, systems, in_service, longest (name of the system with the longest quoted range),
        longest_km, category_yes, category_unknown, flights, first_flight, last_flight, designations (tied to its missile
        or nuclear programme).
    """
    return pd.DataFrame(
        [_programme(tables, state) for state in states],
        columns=["state", "systems", "in_service", "longest", "longest_km", "category_yes", "category_unknown", "flights",
                 "first_flight", "last_flight", "designations"],
    )  # fmt: skip


def _programme(tables: Tables, state: str) -> tuple:
    frame, flown = systems(tables, state), flights(tables, state)
    ranged = frame[frame.range_max.notna()]
    top = ranged.loc[ranged.range_max.idxmax()] if len(ranged) else {"name": "", "range_max": float("nan")}
    counts = frame.category_i.value_counts()
    days = (flown.date.iloc[0], flown.date.iloc[-1]) if len(flown) else ("", "")
    in_service = int((frame.status == "in_service").sum())
    tied = len(designations(tables, state))
    return (state, len(frame), in_service, top["name"], top["range_max"], int(counts.get("yes", 0)),
            int(counts.get("unknown", 0)), len(flown), *days, tied)  # fmt: skip


def side_by_side(tables: Tables, states: list[str]) -> dict[str, pd.DataFrame]:
    """Return the `systems` of each state."""
    return {state: systems(tables, state) for state in states}


def of_states(tables: Tables, states: list[str]) -> pd.DataFrame:
    """Return the rows of ``missile_systems.csv`` of some states."""
    return tables.missile_systems[tables.missile_systems.country.isin(states)]


def for_map(frame: pd.DataFrame, chosen: list[str]) -> pd.DataFrame:
    """Return the systems with a quoted range, or the chosen ones of them.

    Raises
    ------
    UserError
        If a chosen system is not among `frame`.
    """
    for system in chosen:
        if system not in set(frame.system_id):
            raise UserError(f"systems: {system!r} is no system of this state on record{hint(system, frame.system_id)}")
    ranged = frame[frame.range_km.notna()]
    return ranged[ranged.system_id.isin(chosen)] if chosen else ranged[ranged.status != "cancelled"]


def designations(tables: Tables, country: str) -> pd.DataFrame:
    """Return the designations tied to the missile or nuclear programme of a state, oldest first.

    Returns
    -------
    pandas.DataFrame
        The columns of ``designations.csv`` and: name, country, kind (of the entity), in_place (bool: not lifted).
    """
    frame = tables.designations
    frame = frame[(frame.programme_country == country) & frame.programme.isin(PROGRAMMES)]
    entities = tables.entities.set_index("entity_id")
    frame = frame.assign(
        name=frame.entity_id.map(entities.name),
        country=frame.entity_id.map(entities.country),
        kind=frame.entity_id.map(entities.kind),
        in_place=frame.lifted_on == "",
    )
    return frame.sort_values(["designated_on", "authority", "name"], ignore_index=True)


# ------------------------------------------------------------------------------------------------------ findings


def find_systems(frame: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say how many systems are on record, how far the longest is quoted to reach, and where sources disagree."""
    name = t.country(country)
    if frame.empty:
        return Finding(
            "systems",
            t(
                "No missile system of {state} is on record; that is what the record holds, not proof "
                "that there is none.",
                state=name,
            ),
        )
    ranged = frame[frame.range_km.notna()]
    parts = [
        t.plural(
            "{n} missile system of {state} is on record.",
            "{n} missile systems of {state} are on record.",
            len(frame),
            state=name,
        )
    ]
    if len(ranged):
        top = ranged.loc[ranged.range_max.idxmax()]
        parts.append(
            t(
                "The longest quoted range is that of {system}, {range} km.",
                system=top["name"],
                range=t.number(top.range_max),
            )
            if top.range_min == top.range_max
            else t(
                "The longest range is quoted for {system}, {low} to {high} km.",
                system=top["name"],
                low=t.number(top.range_min),
                high=t.number(top.range_max),
            )
        )
        apart = int((ranged.range_min < ranged.range_max).sum())
        parts.append(
            t.plural(
                "For {n} of {all} with a quoted range the sources disagree.",
                "For {n} of {all} with a quoted range the sources disagree.",
                apart,
                all=t.number(len(ranged)),
            )
        )
    return Finding("systems", " ".join(parts), records("missile_systems", frame.system_id))


def find_category(frame: pd.DataFrame, t: Language) -> Finding:
    """Say which systems the quoted figures put into MTCR Category I."""
    if frame.empty:
        return Finding("category", t("Without a system on record nothing can be said about MTCR Category I."))
    yes, no, unknown = (frame[frame.category_i == value] for value in ("yes", "no", "unknown"))
    parts = [
        t.plural(
            "Quoted figures put {n} of {all} systems into MTCR Category I (at least 300 km with at least 500 kg): {names}.",
            "Quoted figures put {n} of {all} systems into MTCR Category I (at least 300 km with at least 500 kg): {names}.",
            len(yes),
            all=t.number(len(frame)),
            names=t.list(list(yes["name"]), most=6),
        )
        if len(yes)
        else t(
            "Quoted figures put none of {all} systems into MTCR Category I (at least 300 km with at least 500 kg).",
            all=t.number(len(frame)),
        ),
        t("They keep {no} out; for {unknown} it cannot be told.", no=t.number(len(no)), unknown=t.number(len(unknown))),
    ]
    return Finding("category", " ".join(parts), records("missile_systems", yes.system_id))


def find_territory(country: str, worldview: str, t: Language) -> Finding:
    """Say which territory an envelope is measured from, and what an envelope does not show."""
    key = "kashmir" if country in KASHMIR else f"{country} {worldview}"
    text = t(
        "Measured from the nearest point of the territory of {state} without its dependencies, on the WGS84 ellipsoid. An "
        "envelope shows neither deployment nor intent.",
        state=t.country(country),
    )
    return Finding("territory", f"{text} {t(DISPUTED[key])}" if key in DISPUTED else text)


def find_capitals(within: pd.DataFrame, t: Language) -> Finding:
    """Say how many capitals lie within the longest quoted range, and how many only by the highest figure."""
    if within.empty:
        return Finding("capitals", t("Without a quoted range no capital can be counted."))
    top = within.loc[within.range_max.idxmax()]
    if not top.at_highest:
        text = t(
            "No capital of another state lies within the longest quoted range, {km} km ({system}).",
            km=t.number(top.range_max),
            system=top["name"],
        )
        return Finding("capitals", text)
    parts = [
        t.plural(
            "{n} capital of another state lies within the longest quoted range, {km} km ({system}); the nearest is {place}.",
            "{n} capitals of other states lie within the longest quoted range, {km} km ({system}); the nearest is {place}.",
            int(top.at_highest),
            km=t.number(top.range_max),
            system=top["name"],
            place=(top.sure + top.further)[0],
        )
    ]
    if top.range_min < top.range_max:
        parts.append(
            t(
                "By the lowest figure for the same system, {km} km, it is {n}.",
                km=t.number(top.range_min),
                n=t.number(int(top.at_lowest)),
            )
        )
    return Finding("capitals", " ".join(parts))


def find_regimes(frame: pd.DataFrame, day: str, t: Language) -> Finding:
    """Say which of some states are MTCR partners and HCOC subscribers, and for which the record cannot tell."""
    parts = [t("On {day}:", day=t.date(day))]
    for message, column, answer in REGIME_ANSWERS:
        states = [t.country(code) for code in frame[frame[column] == answer].state]
        if states:
            parts.append(t(message, states=t.list(states)))
    return Finding("regimes", " ".join(parts))


def find_flights(frame: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say how many flights were announced, when, with which outcome, and how many were first ones."""
    name = t.country(country)
    if frame.empty:
        return Finding("flights", t("No announced flight test of {state} is on record.", state=name))
    years = frame.year.value_counts().sort_index()
    parts = [
        t.plural(
            "{n} announced flight test of {state} is on record, between {first} and {last}.",
            "{n} announced flight tests of {state} are on record, between {first} and {last}.",
            len(frame),
            state=name,
            first=t.date(frame.date.iloc[0]),
            last=t.date(frame.date.iloc[-1]),
        ),
        t(
            "Announced outcome: success {success}, partial {partial}, failure {failure}, none given {unknown}.",
            **{word: t.number(int((frame.outcome == word).sum())) for word in OUTCOMES},
        ),
        t.plural(
            "{n} is the first of its system on record; the most in one year are {most}, in {year}.",
            "{n} are the first of their system on record; the most in one year are {most}, in {year}.",
            int(frame["first"].sum()),
            most=t.number(int(years.max())),
            year=str(years.idxmax()),
        ),
    ]
    if unnamed := int((frame["class"] == "").sum()):
        parts.append(
            t.plural(
                "{n} names no system on record.",
                "{n} name no system on record.",
                unnamed,
            )
        )
    return Finding("flights", " ".join(parts), records("missile_tests", frame.test_id))


def find_years(tables: Tables, frame: pd.DataFrame, t: Language) -> Finding:
    """Say which years the record of flights covers, and which of them a flight database covers."""
    if frame.empty:
        return Finding("years", t("That none is on record is no proof that none was flown."))
    first, last = int(frame.year.iloc[0]), int(tables.counted_until[:4])
    text = t(
        "Flights are on record in {n} of the {all} years from {first} to {last}; a year without one is a year for which none "
        "was found.",
        n=t.number(frame.year.nunique()),
        all=t.number(last - first + 1),
        first=str(first),
        last=str(last),
    )
    return Finding("years", f"{text} {_databases(tables, frame, t)}")


def _databases(tables: Tables, frame: pd.DataFrame, t: Language) -> str:
    """Say which flights rest on a database of flights, and over which years."""
    sources = tables.sources.set_index("source_id")
    cited = frame[["test_id", "year", "source_ids"]].explode("source_ids")
    cited = cited[cited.source_ids.map(sources.kind) == "dataset"]
    if cited.empty:
        return t("No database of flights was read for it: every flight comes from reports of its own.")
    spans = cited.groupby(cited.source_ids.map(sources.publisher)).year.agg(["min", "max"])
    return t.plural(
        "{n} flight rests on a database: {names}.",
        "{n} flights rest on a database: {names}.",
        cited.test_id.nunique(),
        names=t.list([f"{name} ({row['min']}–{row['max']})" for name, row in spans.iterrows()]),
    )


def find_peers(frame: pd.DataFrame, t: Language) -> Finding:
    """Say how far the quoted ranges of some programmes reach, and what else is on record of them."""
    ranged = frame[frame.longest_km.notna()].sort_values("longest_km", ascending=False)
    told = [f"{t.country(row.state)} {t.number(row.longest_km)} km ({row.longest})" for row in ranged.itertuples()]
    parts = [t("Longest quoted range by state: {told}.", told=t.list(told))]
    for message, column in PEER_COUNTS.items():
        counts = frame.set_index("state")[column].sort_values(ascending=False, kind="stable")
        counted = t.list([f"{t.country(state)} {t.number(int(n))}" for state, n in counts.items()])
        parts.append(t(message, told=counted))
    none = frame[frame.systems == 0].state
    if len(none):
        parts.append(t("No system is on record of {names}.", names=t.list([t.country(code) for code in none])))
    return Finding("peers", " ".join(parts))


def find_designations(frame: pd.DataFrame, country: str, partner: str, day: str, t: Language) -> Finding:
    """Say how many designations are tied to a programme, and which of them hit firms in the partner state."""
    name = t.country(country)
    if frame.empty:
        return Finding(
            "designations",
            t(
                "No designation tied to the missile or nuclear programme of {state} is on record by {day}.",
                state=name,
                day=t.date(day),
            ),
        )
    parts = [_tied(frame, name, day, t)]
    if partner:
        own = frame[frame.country == partner]
        told = [f"{row['name']} ({row.authority}, {t.date(row.designated_on)})" for _, row in own.iterrows()]
        parts.append(
            t.plural(
                "{n} hit an entity in {partner}: {told}.",
                "{n} hit entities in {partner}: {told}.",
                len(own),
                partner=t.country(partner),
                told=t.list(told, most=4),
            )
            if len(own)
            else t("None hit an entity in {partner}.", partner=t.country(partner))
        )
    return Finding("designations", " ".join(parts), records("designations", frame.designation_id))


def _tied(frame: pd.DataFrame, name: str, day: str, t: Language) -> str:
    """Say how many designations are tied to a programme, of how many entities in how many states."""
    entities, states = frame.entity_id.nunique(), list(frame.country.unique())
    said = {"state": name, "day": t.date(day), "entities": t.number(entities)}
    if len(states) > 1:
        return t.plural(
            "{n} designation tied to the missile or nuclear programme of {state} is on record by {day}, of {entities} "
            "entities in {countries} states.",
            "{n} designations tied to the missile or nuclear programme of {state} are on record by {day}, of {entities} "
            "entities in {countries} states.",
            len(frame),
            countries=t.number(len(states)),
            **said,
        )
    return t.plural(
        "{n} designation tied to the missile or nuclear programme of {state} is on record by {day}; number of entities: "
        "{entities}, in {place} alone.",
        "{n} designations tied to the missile or nuclear programme of {state} are on record by {day}; number of entities: "
        "{entities}, in {place} alone.",
        len(frame),
        place=t.country(states[0]),
        **said,
    )


def find_suppliers(frame: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say in which states the designated entities sit, and what was lifted."""
    if frame.empty:
        return Finding("suppliers", t("So no supplier state can be named from the record."))
    first = frame.drop_duplicates("entity_id").country.value_counts()
    told = t.list([f"{t.country(code)} {t.number(int(n))}" for code, n in first.items()], most=6)
    lifted = int((~frame.in_place).sum())
    text = (
        t("Designated entities by state: {told}.", told=told)
        + " "
        + t.plural(
            "{n} designation was lifted or ran out, as far as the record shows.",
            "{n} designations were lifted or ran out, as far as the record shows.",
            lifted,
        )
    )
    return Finding("suppliers", text)


def find_limits(frame: pd.DataFrame, t: Language) -> Finding:
    """Say what the record of a programme does not show."""
    if frame.empty:
        return Finding("limits", t("The record holds no system of this state, so no range can be drawn."))
    unranged = int(frame.range_km.isna().sum())
    unweighed = int(frame.payload_max.isna().sum())
    single = int((frame.quoted <= 1).sum())
    text = t(
        "No range is quoted for {unranged} of {all} systems, no payload for {unweighed}; {single} rest on one quoted "
        "range or none. A range envelope shows neither deployment nor intent.",
        unranged=t.number(unranged),
        unweighed=t.number(unweighed),
        single=t.number(single),
        all=t.number(len(frame)),
    )
    return Finding("limits", text)


# ------------------------------------------------------------------------------------------------------ headlines


def headline_envelope(ranged: pd.DataFrame, country: str, t: Language) -> str:
    """Return the title of the range map: the longest quoted range."""
    if ranged.empty:
        return t("No range of a missile of {state} is on record", state=t.country(country))
    top = ranged.loc[ranged.range_max.idxmax()]
    return t(
        "{state}: quoted ranges end at {range} km, for {system}",
        state=t.country(country),
        range=t.number(top.range_max),
        system=top["name"],
    )


def headline_ranges(frame: pd.DataFrame, t: Language) -> str:
    """Return the title of the range chart: for how many systems the sources disagree."""
    ranged = frame[frame.range_km.notna()]
    if ranged.empty:
        return t("No quoted range is on record")
    apart = int((ranged.range_min < ranged.range_max).sum())
    if not apart:
        return t.plural(
            "No source disagrees on the range of the {n} system with a quoted one",
            "No source disagrees on the range of the {n} systems with a quoted one",
            len(ranged),
        )
    return t("Sources disagree on the range of {n} of {all} systems", n=t.number(apart), all=t.number(len(ranged)))


def headline_flights(frame: pd.DataFrame, country: str, t: Language) -> str:
    """Return the title of the flights chart: how many, and how many first ones."""
    if frame.empty:
        return t("No announced flight test of {state} is on record", state=t.country(country))
    text = t.plural(
        "{state}: {n} announced flight test on record",
        "{state}: {n} announced flight tests on record",
        len(frame),
        state=t.country(country),
    )
    if not (first := int(frame["first"].sum())):
        return text
    return text + t.plural(", among them the first of {n} system", ", among them the first of {n} systems", first)


def headline_peers(frame: pd.DataFrame, t: Language) -> str:
    """Return the title of the programmes side by side: the state in the first row, and how far the others reach."""
    own, rest = frame.iloc[0], frame.iloc[1:]
    first = (
        t("No quoted range of {state} is on record", state=t.country(own.state))
        if pd.isna(own.longest_km)
        else t("{state}: quoted ranges end at {km} km", state=t.country(own.state), km=t.number(own.longest_km))
    )
    rest = rest[rest.longest_km.notna()]
    if rest.empty:
        return first
    ends = [
        t("{km} km ({states})", km=t.number(km), states=t.list([t.country(code) for code in group.state]))
        for km, group in rest.groupby("longest_km")
    ]
    if len(ends) == 1:
        return first + t("; beside it at {end}", end=ends[0])
    return first + t("; beside it between {low} and {high}", low=ends[0], high=ends[-1])


def headline_designations(frame: pd.DataFrame, partner: str, t: Language) -> str:
    """Return the title of the timeline: how many designations, how many in the partner state."""
    if frame.empty:
        return t("No designation on record")
    text = t.plural("{n} designation on record", "{n} designations on record", len(frame))
    if not partner:
        return text
    own = int((frame.country == partner).sum())
    if not own:
        return text + t(", none of them in {partner}", partner=t.country(partner))
    return text + t(", {n} of them in {partner}", n=t.number(own), partner=t.country(partner))
