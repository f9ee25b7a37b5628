"""What is known of a programme and its suppliers, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.states import is_code
from pactbook.subjects import origins
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.programme.table import BUILT, OUTCOMES

REGIME_ANSWERS = (
    ("MTCR partners: {states}.", "mtcr", "yes"),
    ("Not MTCR partners: {states}.", "mtcr", "no"),
    ("Not on record for the MTCR: {states}.", "mtcr", "not_on_record"),
    ("Subscribers of the Hague Code of Conduct (HCoC): {states}.", "hcoc", "yes"),
    ("Not subscribers of it: {states}.", "hcoc", "no"),
    ("Not on record for the HCoC, of which not every subscriber is on record: {states}.", "hcoc", "not_on_record"),
)
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


def find_systems(frame: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say how many systems are on record, how far the longest is quoted to reach, and where sources disagree."""
    name = t.state(country)
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
    if not frame.status.isin(BUILT).any():
        parts.append(t.plural("It is not on record as built.", "None of them is on record as built.", len(frame)))
    if len(ranged):
        # A system that nobody has shown is not the longest one.
        built = ranged[ranged.status.isin(BUILT)]
        longest = _farthest(built if len(built) else ranged)
        parts.append(_longest(longest, t))
        beyond = ranged.loc[ranged.range_max.idxmax()]
        if beyond.range_max > longest.range_max.max():
            parts.append(
                t(
                    "More, {range} km, is quoted only for what is not on record as built, such as {system}.",
                    system=beyond["name"],
                    range=t.number(beyond.range_max),
                )
            )
        apart = int((ranged.range_min < ranged.range_max).sum())
        if apart:
            parts.append(
                t.plural(
                    "For {n} of {all} with a quoted range the figures differ.",
                    "For {n} of {all} with a quoted range the figures differ.",
                    apart,
                    all=t.number(len(ranged)),
                )
            )
    if without := len(frame) - len(ranged):
        parts.append(t.plural("For {n} no range is quoted.", "For {n} no range is quoted.", without))
    return Finding("systems", " ".join(parts), records("missile_systems", frame.system_id))


def _farthest(ranged: pd.DataFrame) -> pd.DataFrame:
    """Return the systems with the longest range: all of them, where several have it."""
    return ranged[ranged.range_max == ranged.range_max.max()]


def _longest(longest: pd.DataFrame, t: Language) -> str:
    named, low, high = t.list(longest["name"], most=3), longest.range_min.min(), longest.range_max.max()
    if low == high:
        return t("The longest quoted range is that of {system}, {range} km.", system=named, range=t.number(high))
    return t(
        "The longest range is quoted for {system}, {low} to {high} km.",
        system=named,
        low=t.number(low),
        high=t.number(high),
    )


def _category_of_one(row: pd.Series, t: Language) -> Finding:
    words = {
        "yes": t(
            "Quoted figures put {name} into MTCR Category I (at least 300 km with at least 500 kg).", name=row["name"]
        ),
        "no": t(
            "Quoted figures keep {name} out of MTCR Category I (at least 300 km with at least 500 kg).",
            name=row["name"],
        ),
        "unknown": t("For {name} no figure was found that decides on MTCR Category I.", name=row["name"]),
    }
    cited = [row.system_id] if row.category_i == "yes" else []
    return Finding("category", words[row.category_i], records("missile_systems", cited))


def find_category(frame: pd.DataFrame, t: Language) -> Finding:
    """Say which systems the quoted figures put into MTCR Category I."""
    if frame.empty:
        return Finding("category", t("Without a system on record nothing can be said about MTCR Category I."))
    if len(frame) == 1:
        return _category_of_one(frame.iloc[0], t)
    yes, no, unknown = (frame[frame.category_i == value] for value in ("yes", "no", "unknown"))
    if len(unknown) == len(frame):
        told = t("For none of {all} systems does a quoted figure decide on MTCR Category I.", all=t.number(len(frame)))
        return Finding("category", told)
    if yes.empty and len(unknown):
        told = t.plural(
            "For {n} of {all} systems no quoted figure decides on MTCR Category I (at least 300 km with at least 500 kg); figures "
            "keep the others out.",
            "For {n} of {all} systems no quoted figure decides on MTCR Category I (at least 300 km with at least 500 kg); figures "
            "keep the others out.",
            len(unknown),
            all=t.number(len(frame)),
        )
        return Finding("category", told)
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
        t.plural("They keep {n} out.", "They keep {n} out.", len(no)) if len(no) else "",
        t.plural("For {n} no figure was found that decides.", "For {n} no figure was found that decides.", len(unknown))
        if len(unknown)
        else "",
    ]
    return Finding("category", " ".join(filter(None, parts)), records("missile_systems", yes.system_id))


def find_territory(country: str, worldview: str, t: Language) -> Finding:
    """Say which territory an envelope is measured from, and what an envelope does not show."""
    key = "kashmir" if country in KASHMIR else f"{country} {worldview}"
    text = t(
        "Measured from the nearest point of the territory of {state} without its dependencies, on the WGS84 ellipsoid. An "
        "envelope shows neither deployment nor intent.",
        state=t.state(country),
    )
    return Finding("territory", f"{text} {t(DISPUTED[key])}" if key in DISPUTED else text)


def off_map(frame: pd.DataFrame, shown: pd.DataFrame, t: Language) -> str:
    """Name the built systems with a quoted range that a map from land does not show; empty where it shows all."""
    ranged = frame[frame.range_km.notna() & frame.status.isin(BUILT) & ~frame.system_id.isin(shown.system_id)]
    if ranged.empty:
        return ""
    names = t.list(list(ranged.sort_values("range_km", ascending=False).name), most=4)
    return t("Not on the map, for want of a launch from land on record: {names}.", names=names)


def find_capitals(within: pd.DataFrame, t: Language) -> Finding:
    """Say how many capitals lie within the longest quoted range, and how many only by the highest figure."""
    if within.empty:
        return Finding(
            "capitals",
            t("No range is quoted for a built system that is launched from land: no capital can be counted."),
        )
    top = within.loc[within.range_max.idxmax()]
    if not top.at_highest:
        text = t(
            "No capital of another state lies within the longest range on the map, {km} km ({system}).",
            km=t.number(top.range_max),
            system=top["name"],
        )
        return Finding("capitals", text)
    parts = [
        t.plural(
            "{n} capital of another state lies within the longest range on the map, {km} km ({system}); the nearest is {place}.",
            "{n} capitals of other states lie within the longest range on the map, {km} km ({system}); the nearest is {place}.",
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
    """Say which of some states are MTCR partners and HCoC subscribers, and for which the record cannot tell."""
    parts = [t("On {day}:", day=t.date(day))]
    for message, column, answer in REGIME_ANSWERS:
        states = [t.state(code) for code in frame[frame[column] == answer].state]
        if states:
            parts.append(t(message, states=t.list(states)))
    return Finding("regimes", " ".join(parts))


def find_flights(frame: pd.DataFrame, country: str, t: Language, collected: Iterable[str] = ()) -> Finding:
    """Say how many flights were announced, when, with which outcome, and how many were first ones.

    Where there is none, `collected` tells for which states flights were collected at all.
    """
    name = t.state(country)
    if frame.empty:
        text = t("No announced flight test of {state} is on record.", state=name)
        if others := sorted(map(t.state, set(collected) - {country})):
            text += " " + t("Flights were collected for {states}.", states=t.list(others))
        return Finding("flights", text)
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
        _outcomes(frame, t),
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


def _outcomes(frame: pd.DataFrame, t: Language) -> str:
    """Say which outcomes were announced; that no failure was is said, for few states announce one."""
    count = {word: int((frame.outcome == word).sum()) for word in OUTCOMES}
    words = {
        "success": t.plural("{n} succeeded", "{n} succeeded", count["success"]),
        "partial": t.plural("{n} succeeded in part", "{n} succeeded in part", count["partial"]),
        "failure": t.plural("{n} failed", "{n} failed", count["failure"]),
        "unknown": t.plural("{n} has no outcome on record", "{n} have no outcome on record", count["unknown"]),
    }
    text = t("As announced, {told}.", told=t.list([words[word] for word in OUTCOMES if count[word]]))
    return text if count["failure"] else f"{text} {t('No failure was announced.')}"


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
    """Say how far the quoted ranges of the built systems of some programmes reach."""
    ranged = frame[frame.longest_km.notna()].sort_values("longest_km", ascending=False)
    told = [f"{t.state(row.state)} {t.number(row.longest_km)} km ({row.longest})" for row in ranged.itertuples()]
    parts = [t("Longest quoted range of a built system on record, by state: {told}.", told=t.list(told))]
    if told and (without := int((frame.systems - frame.ranged).sum())):
        parts.append(
            t.plural(
                "For {n} of the {all} built systems no range is quoted: it may reach farther.",
                "For {n} of the {all} built systems no range is quoted: they may reach farther.",
                without,
                all=t.number(int(frame.systems.sum())),
            )
        )
    none = frame[frame.longest_km.isna()].state
    if len(none):
        parts.append(
            t(
                "No built system with a quoted range is on record of {names}.",
                names=t.list([t.state(code) for code in none]),
            )
        )
    parts.append(
        t(
            "How many flights, sanctions or systems are on record is not compared: it would show how deeply each was searched."
        )
    )
    return Finding("peers", " ".join(parts))


def find_designations(frame: pd.DataFrame, country: str, partner: str, day: str, t: Language) -> Finding:
    """Say how many designations are tied to a programme, and which of them hit firms in the partner state."""
    name = t.state(country)
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
                partner=t.state(partner),
                told=t.list(told, most=4),
            )
            if len(own)
            else t("None hit an entity in {partner}.", partner=t.state(partner))
        )
    return Finding("designations", " ".join(parts), records("designations", frame.designation_id))


def _tied(frame: pd.DataFrame, name: str, day: str, t: Language) -> str:
    """Say how many designations are tied to a programme, of how many entities in how many states."""
    entities, states = frame.entity_id.nunique(), list(frame.country.unique())
    said = {"state": name, "day": t.date(day), "entities": t.number(entities)}
    if len(states) > 1:
        return t.plural(
            "{n} designation tied to the missile or nuclear programme of {state} is on record by {day}, of {entities} "
            "entities in {places}.",
            "{n} designations tied to the missile or nuclear programme of {state} are on record by {day}, of {entities} "
            "entities in {places}.",
            len(frame),
            places=_places(states, t),
            **said,
        )
    return t.plural(
        "{n} designation tied to the missile or nuclear programme of {state} is on record by {day}; number of entities: "
        "{entities}, in {place} alone.",
        "{n} designations tied to the missile or nuclear programme of {state} are on record by {day}; number of entities: "
        "{entities}, in {place} alone.",
        len(frame),
        place=t.state(states[0]),
        **said,
    )


def _places(codes: list[str], t: Language) -> str:
    """Return how many states some codes are of, and the names of those that are of none."""
    others = [t.state(code) for code in codes if not is_code(code)]
    return t.list([t.plural("{n} state", "{n} states", len(codes) - len(others)), *others])


def find_suppliers(frame: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say in which states the designated entities sit, and what was lifted."""
    first = frame.drop_duplicates("entity_id").country.value_counts()
    told = t.list([f"{t.state(code)} {t.number(int(n))}" for code, n in first.items()], most=6)
    lifted = int((~frame.in_place).sum())
    text = (
        t("Designated entities by state: {told}.", told=told)
        + " "
        + (
            t.plural(
                "{n} designation was lifted or ran out, as far as the record shows.",
                "{n} designations were lifted or ran out, as far as the record shows.",
                lifted,
            )
            if lifted
            else t("None was lifted or ran out, as far as the record shows.")
        )
    )
    return Finding("suppliers", text)


def _limits_of_one(row: pd.Series, t: Language) -> str:
    if pd.isna(row.range_km):
        ranged = t("No range is quoted for the one system on record.")
    elif row.quoted <= 1:
        ranged = t("One range is quoted for the one system on record.")
    else:
        ranged = t("Several ranges are quoted for the one system on record.")
    weighed = t("No payload is.") if pd.isna(row.payload_max) else ""
    return " ".join(filter(None, [ranged, weighed, t("A range envelope shows neither deployment nor intent.")]))


def find_limits(frame: pd.DataFrame, flown: pd.DataFrame, t: Language, cut: bool = False) -> Finding:
    """Say what the record of a programme does not show, and whose the flights are; `cut` where its day is an earlier one."""
    undated = t("A figure that no page dates counts from the day of the newest page read here.") if cut else ""
    counted = " ".join(filter(None, [origins.told_flights(flown, t), undated]))
    if frame.empty:
        text = t("The record holds no system of this state, so no range can be drawn.")
        return Finding("limits", " ".join(filter(None, [text, counted])))
    if len(frame) == 1:
        return Finding("limits", " ".join(filter(None, [_limits_of_one(frame.iloc[0], t), counted])))
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
    return Finding("limits", " ".join(filter(None, [text, counted])))


def headline_envelope(ranged: pd.DataFrame, country: str, t: Language) -> str:
    """Return the title of the range map: the longest quoted range."""
    if ranged.empty:
        return t("No range of a built land-launched missile of {state} is on record", state=t.state(country))
    longest = _farthest(ranged)
    return t(
        "{state}: the longest range on the map is {range} km, of {system}",
        state=t.state(country),
        range=t.number(longest.range_max.max()),
        system=t.list(longest["name"], most=3),
    )


def headline_ranges(frame: pd.DataFrame, t: Language) -> str:
    """Return the title of the range chart: for how many systems the sources disagree."""
    ranged = frame[frame.range_km.notna()]
    if ranged.empty:
        return t("No quoted range is on record")
    apart = int((ranged.range_min < ranged.range_max).sum())
    if not apart:
        return t.plural(
            "One range is quoted of the one system with any",
            "One range is quoted of each of the {n} systems with any",
            len(ranged),
        )
    return t("Quoted ranges differ for {n} of {all} systems", n=t.number(apart), all=t.number(len(ranged)))


def headline_flights(frame: pd.DataFrame, country: str, t: Language) -> str:
    """Return the title of the flights chart: how many, and how many first ones."""
    if frame.empty:
        return t("No announced flight test of {state} is on record", state=t.state(country))
    text = t.plural(
        "{state}: {n} announced flight test on record",
        "{state}: {n} announced flight tests on record",
        len(frame),
        state=t.state(country),
    )
    if not (first := int(frame["first"].sum())):
        return text
    return text + t.plural(", among them the first of {n} system", ", among them the first of {n} systems", first)


def headline_peers(frame: pd.DataFrame, t: Language) -> str:
    """Return the title of the programmes side by side: how far the first state's ranges reach, and the farthest of the others."""
    own, rest = frame.iloc[0], frame.iloc[1:]
    rest = rest[rest.longest_km.notna()]
    if pd.isna(own.longest_km):
        return t("No quoted range of a built system of {state} is on record", state=t.state(own.state))
    values = {"state": t.state(own.state), "km": t.number(own.longest_km)}
    if rest.empty:
        return t("{state}: quoted ranges of the built systems on record end at {km} km", **values)
    far = rest.loc[rest.longest_km.idxmax()]
    return t(
        "Quoted ranges of the built systems on record end at {km} km for {state}, at {far} km for {other}",
        far=t.number(far.longest_km),
        other=t.state(far.state),
        **values,
    )


def headline_designations(frame: pd.DataFrame, partner: str, t: Language) -> str:
    """Return the title of the timeline: how many designations, how many in the partner state."""
    if frame.empty:
        return t("No designation on record")
    text = t.plural("{n} designation on record", "{n} designations on record", len(frame))
    if not partner:
        return text
    own = int((frame.country == partner).sum())
    if not own:
        return text + t(", none of them in {partner}", partner=t.state(partner))
    return text + t(", {n} of them in {partner}", n=t.number(own), partner=t.state(partner))
