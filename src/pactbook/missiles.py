"""What is publicly known of a missile programme, who says it, and who was sanctioned for supplying it."""

from __future__ import annotations

import pandas as pd

from pactbook.errors import UserError, hint
from pactbook.findings import Finding, records
from pactbook.locale import Language
from pactbook.tables import Tables, publishers

# The Missile Technology Control Regime's Category I: a complete system that carries 500 kg over 300 km.
# Source: MTCR Guidelines and Equipment, Software and Technology Annex, item 1.A.
CATEGORY_I_RANGE_KM, CATEGORY_I_PAYLOAD_KG = 300.0, 500.0
PROGRAMMES = ("missile", "nuclear", "missile_and_nuclear")
CLASS_LIMITS_KM = (300, 1000, 3000, 5500)


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
        The columns of ``designations.csv`` and: name, country (of the entity), in_place (bool: not lifted).
    """
    frame = tables.designations
    frame = frame[(frame.programme_country == country) & frame.programme.isin(PROGRAMMES)]
    entities = tables.entities.set_index("entity_id")
    frame = frame.assign(
        name=frame.entity_id.map(entities.name),
        country=frame.entity_id.map(entities.country),
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
    parts = [
        t.plural(
            "{n} designation tied to the missile or nuclear programme of {state} is on record by {day}, of {entities} "
            "entities in {countries} states.",
            "{n} designations tied to the missile or nuclear programme of {state} are on record by {day}, of {entities} "
            "entities in {countries} states.",
            len(frame),
            state=name,
            day=t.date(day),
            entities=t.number(frame.entity_id.nunique()),
            countries=t.number(frame.country.nunique()),
        )
    ]
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
            "{n} designation was lifted, as far as the record shows.",
            "{n} designations were lifted, as far as the record shows.",
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
    return t(
        "Sources disagree on the range of {n} of {all} systems",
        n=t.number(int((ranged.range_min < ranged.range_max).sum())),
        all=t.number(len(ranged)),
    )


def headline_designations(frame: pd.DataFrame, partner: str, t: Language) -> str:
    """Return the title of the timeline: how many designations, how many in the partner state."""
    text = t.plural("{n} designation on record", "{n} designations on record", len(frame))
    if not partner:
        return text
    return text + t(
        ", {n} of them in {partner}", n=t.number(int((frame.country == partner).sum())), partner=t.country(partner)
    )
