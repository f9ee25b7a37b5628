import math
import re

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pactbook import geo
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import load
from pactbook.subjects import programme, sanctions


@pytest.fixture(scope="module")
def fiji(record):
    return programme.systems(record, "FJI")


@pytest.fixture(scope="module")
def shipped():
    return load()


def quoted(package, system: str) -> list[float]:
    """Return the quoted ranges of a system, read without pactbook."""
    readings = [row for row in package.rows("readings") if row["record_id"] == system and row["field"] == "range_km"]
    chosen = [
        row["range_km"] for row in package.rows("missile_systems") if row["system_id"] == system and row["range_km"]
    ]
    return [float(row["value"]) for row in readings] or [float(value) for value in chosen]


def test_the_systems_of_a_state_show_the_spread_of_the_ranges(untouched, fiji):
    rows = [row for row in untouched.rows("missile_systems") if row["country"] == "FJI"]
    assert set(fiji.system_id) == {row["system_id"] for row in rows}
    for row in fiji.itertuples():
        values = quoted(untouched, row.system_id)
        assert row.quoted == len(values)
        if values:
            assert (row.range_min, row.range_max) == (min(values), max(values))
        else:
            assert math.isnan(row.range_min)
    assert list(fiji.name) == ["Alpha", "Epsilon", "Beta", "Gamma", "Delta"]


def test_the_publishers_of_the_ranges_are_named(fiji, record):
    by = fiji.set_index("name").quoted_by
    assert set(by["Beta"]) == {"Institute", "Island Ledger"}
    assert by["Gamma"] == ()
    assert programme.range_sources(record, fiji[fiji.name == "Beta"]) == ["think-2018", "ledger-2024-01"]
    assert programme.range_sources(record, fiji[fiji.name == "Gamma"]) == ["tests-dataset-2023"]


def test_flights_are_counted(untouched, fiji):
    rows = untouched.rows("missile_tests")
    for row in fiji.itertuples():
        days = [flight["date"] for flight in rows if flight["system_id"] == row.system_id]
        assert (row.tests, row.last_test) == (len(days), max(days, default=""))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Alpha", "no"), ("Beta", "yes"), ("Gamma", "no"), ("Delta", "unknown"), ("Epsilon", "unknown")],
)
def test_category_i_needs_range_and_payload(fiji, name, expected):
    assert fiji.set_index("name").at[name, "category_i"] == expected


@given(*[st.one_of(st.just(math.nan), st.floats(1, 20000))] * 2)
def test_category_i_for_all_quoted_figures(far, heavy):
    result = programme.category_i({"range_max": far, "payload_max": heavy})
    if far >= 300 and heavy >= 500:
        assert result == "yes"
    elif far < 300 or heavy < 500:
        assert result == "no"
    else:
        assert result == "unknown"


@pytest.mark.parametrize(("far", "heavy", "expected"), [(300, 500, "yes"), (299, 500, "no"), (300, 499, "no")])
def test_category_i_begins_at_300_km_with_500_kg(far, heavy, expected):
    assert programme.category_i({"range_max": far, "payload_max": heavy}) == expected


@pytest.mark.parametrize(
    ("day", "name", "status"),
    [
        (None, "Beta", "in_service"),
        (None, "Delta", "cancelled"),
        ("2018-06-07", "Beta", "tested"),
        ("2019-12-31", "Beta", "in_service"),
        ("2019-12-31", "Epsilon", "in_service"),
        ("2020-01-01", "Epsilon", "retired"),
        ("2021-07-01", "Delta", "cancelled"),
    ],
)
def test_the_status_is_that_of_the_day(untouched, day, name, status):
    assert programme.systems(untouched.load(day), "FJI").set_index("name").at[name, "status"] == status


def test_the_map_shows_what_has_a_range_and_was_not_cancelled(folder, fiji):
    assert list(programme.for_map(fiji, []).name) == ["Alpha", "Epsilon", "Beta", "Gamma"]
    folder.change("missile_systems", "fji-delta", range_km="9000")
    later = programme.systems(folder.load(), "FJI")
    assert "Delta" not in set(programme.for_map(later, []).name)
    assert list(programme.for_map(later, ["fji-delta"]).name) == ["Delta"]


def test_a_system_of_another_state_is_refused_with_the_nearest(fiji):
    assert list(programme.for_map(fiji, ["fji-beta"]).name) == ["Beta"]
    with pytest.raises(UserError, match=r"systems: 'fji-betta' is no system .* \(did you mean 'fji-beta'\?\)"):
        programme.for_map(fiji, ["fji-betta"])
    with pytest.raises(UserError, match="'isl-one' is no system of this state"):
        programme.for_map(fiji, ["isl-one"])


def test_designations_are_those_of_the_missile_and_nuclear_programme(untouched, record):
    found = programme.designations(record, "FJI")
    rows = [
        row for row in untouched.rows("designations") if "missile" in row["programme"] or row["programme"] == "nuclear"
    ]
    assert set(found.designation_id) == {row["designation_id"] for row in rows}
    assert list(found.designated_on) == sorted(row["designated_on"] for row in rows)
    assert set(found[~found.in_place].designation_id) == {"us-isl-lab"}
    assert dict(zip(found.entity_id, found.country, strict=True))["nor-trade"] == "NOR"
    assert programme.designations(record, "ISL").empty


# ---------------------------------------------------------------------------------------------------- findings


def test_the_longest_range_is_the_longest_that_anybody_quotes(untouched, fiji, en):
    text = programme.find_systems(fiji, "FJI", en).text
    longest = max(quoted(untouched, system) for system in fiji.system_id if quoted(untouched, system))
    most = max(fiji.system_id, key=lambda system: max(quoted(untouched, system), default=0))
    assert most == "fji-beta"
    assert f"The longest range is quoted for Beta, 2,000 to {max(quoted(untouched, most)):,.0f} km." in text
    assert longest
    ranges = [quoted(untouched, system) for system in fiji.system_id]
    apart = sum(len(set(values)) > 1 for values in ranges)
    assert text.startswith(f"{len(ranges)} missile systems of Fiji are on record.")
    assert f"For {apart} of {sum(map(bool, ranges))} with a quoted range the figures differ." in text


def test_the_headlines_agree_with_the_findings(fiji, en):
    ranged = programme.for_map(fiji, [])
    assert programme.headline_envelope(ranged, "FJI", en) == "Fiji: the longest range on the map is 2,500 km, of Beta"
    assert (
        programme.headline_envelope(ranged.iloc[:0], "FJI", en)
        == "No range of a built land-launched missile of Fiji is on record"
    )
    assert programme.headline_ranges(fiji, en) == "Quoted ranges differ for 1 of 4 systems"
    agreed = fiji[fiji.range_min == fiji.range_max]
    assert programme.headline_ranges(agreed, en) == "One range is quoted of each of the 3 systems with any"
    assert programme.headline_ranges(fiji.iloc[:0], en) == "No quoted range is on record"


def test_what_a_map_from_land_leaves_out_is_named(fiji, en):
    shown = programme.for_map(fiji, [])
    built = fiji[fiji.status.isin(programme.table.BUILT) & fiji.range_km.notna()]
    text = programme.off_map(fiji, shown, en)
    left_out = set(built.name) - set(shown.name)
    assert all(name in text for name in left_out) and bool(text) == bool(left_out)
    assert programme.off_map(shown, shown, en) == ""
    assert shown["name"].iloc[0] in programme.off_map(shown, shown.iloc[1:], en)


def test_one_range_on_which_all_agree_is_told_as_one(folder, en):
    folder.drop("readings")
    text = programme.find_systems(programme.systems(folder.load(), "FJI"), "FJI", en).text
    assert "The longest quoted range is that of Gamma, 2,200 km." in text
    assert "disagree" not in text


def test_a_state_without_systems_is_told_as_that(record, en):
    none = programme.systems(record, "BOL")
    assert none.empty
    assert "not proof that there is none" in programme.find_systems(none, "BOL", en).text
    assert "nothing can be said" in programme.find_category(none, en).text
    assert "no range can be drawn" in programme.find_limits(none, programme.flights(record, "BOL"), en).text
    assert programme.for_map(none, []).empty


def test_category_i_is_counted(fiji, folder, en):
    text = programme.find_category(fiji, en).text
    assert text.startswith("Quoted figures put 1 of 5 systems into MTCR Category I")
    assert ": Beta. They keep 2 out. For 2 no figure was found that decides." in text
    folder.change("missile_systems", "fji-beta", payload_kg="")
    text = programme.find_category(programme.systems(folder.load(), "FJI"), en).text
    assert text.startswith("For 3 of 5 systems no quoted figure decides on MTCR Category I")
    assert text.endswith("figures keep the others out.")


def test_designations_are_counted_by_entity_and_state(untouched, record, en):
    found = programme.designations(record, "FJI")
    rows = [row for row in untouched.rows("designations") if row["programme"] != "arms"]
    entities = {row["entity_id"] for row in rows}
    finding = programme.find_designations(found, "FJI", "ISL", "2024-03-01", en)
    assert f"{len(rows)} designations tied" in finding.text
    assert f"of {len(entities)} entities in {len({entity[:3] for entity in entities})} states." in finding.text
    assert f"{sum(row['entity_id'].startswith('isl') for row in rows)} hit entities in Iceland: " in finding.text
    assert "Entity isl-works (EU, 20 January 2022)" in finding.text
    assert len(finding.records) == len(rows)
    assert "None hit an entity in Bolivia." in programme.find_designations(found, "FJI", "BOL", "2024-03-01", en).text
    assert "hit" not in programme.find_designations(found, "FJI", "", "2024-03-01", en).text
    nothing = programme.designations(untouched.load("2021-06-30"), "FJI")
    assert "No designation tied" in programme.find_designations(nothing, "FJI", "ISL", "2021-06-30", en).text


def test_suppliers_are_counted_once_however_often_designated(record, en):
    text = programme.find_suppliers(programme.designations(record, "FJI"), "FJI", en).text
    assert "Iceland 2" in text
    assert "Norway 1" in text
    assert "1 designation was lifted" in text


def test_the_limits_are_counted(untouched, fiji, en):
    rows = [row for row in untouched.rows("missile_systems") if row["country"] == "FJI"]
    unranged = sum(not quoted(untouched, row["system_id"]) for row in rows)
    unweighed = sum(not row["payload_kg"] for row in rows)
    single = sum(len(quoted(untouched, row["system_id"])) <= 1 for row in rows)
    text = programme.find_limits(fiji, programme.flights(untouched.load(), "FJI"), en).text
    assert text.startswith(
        f"No range is quoted for {unranged} of {len(rows)} systems, no payload for {unweighed}; {single} rest on"
    )


def test_the_headline_of_the_designations_counts_the_partner(record, en):
    found = programme.designations(record, "FJI")
    assert programme.headline_designations(found, "ISL", en) == "5 designations on record, 3 of them in Iceland"
    assert programme.headline_designations(found, "", en) == "5 designations on record"
    assert programme.headline_designations(found.iloc[:1], "", en) == "1 designation on record"
    assert programme.headline_designations(found, "BOL", en) == "5 designations on record, none of them in Bolivia"
    assert programme.headline_designations(found.iloc[:0], "BOL", en) == "No designation on record"


# ------------------------------------------------------------------------------------------- what decides, and who says it


def test_who_quotes_which_range_is_told_from_the_readings(folder, en):
    folder.append("readings", like="missile_systems", record_id="fji-beta", field="range_km", value="2500",
                  source_id="think-2018", attributed_to="The Ministry")  # fmt: skip
    tables = folder.load()
    told = programme.quoted(tables, programme.systems(tables, "FJI"), en).set_index("name")
    assert told.who_says["Beta"] == "2,000 km: Institute; 2,500 km: Island Ledger and The Ministry"
    assert told.range["Beta"] == "2,000–2,500"
    assert (told.who_says["Gamma"], told.range["Gamma"]) == ("", "2,200")
    assert (told.who_says["Delta"], told.range["Delta"]) == ("", "")


def test_the_readings_that_decide_on_category_i_are_quoted(folder, en):
    folder.append("readings", like="missile_systems", record_id="fji-alpha", field="range_km", value="310",
                  source_id="ledger-2024-01")  # fmt: skip
    tables = folder.load()
    frame = programme.systems(tables, "FJI")
    told = programme.deciding(tables, frame, en).set_index("name")
    assert told.range_reading["Beta"] == "2,500 km (Island Ledger)"
    assert told.payload_reading["Beta"] == "700 kg"
    assert told.source_ids["Beta"] == ("ledger-2024-01", "think-2018")
    assert told.category_i["Alpha"] == "yes", "a source now quotes 310 km with the 600 kg"
    assert told.below["Alpha"] == "280 km (Fiji Ministry of Defence)"
    assert (told.range_reading["Delta"], told.payload_reading["Delta"]) == ("no range quoted", "no payload quoted")
    assert list(told.category_i) == [programme.category_i(row) for row in frame.to_dict("records")]


def test_the_first_announced_flight_is_the_earlier_of_row_and_flights(folder):
    folder.change("missile_systems", "fji-gamma", first_test="2021-07")
    folder.change("missile_systems", "fji-beta", first_test="2016")
    first = programme.systems(folder.load(), "FJI").set_index("name").first_announced
    assert first["Gamma"] == "2021-07-09", "the flight is the same, and more precise"
    assert first["Beta"] == "2016"
    assert first["Alpha"] == ""


def _regime(folder, bloc: str, complete: str) -> None:
    folder.append("blocs", like="TRADE", bloc_id=bloc, short_name=bloc, members_complete=complete)


def test_absence_is_an_answer_only_where_every_member_is_on_record(folder, en):
    _regime(folder, "MTCR", "yes")
    _regime(folder, "HCOC", "no")
    for bloc, start, end in (("MTCR", "2010-05", ""), ("HCOC", "2002", "2011-01-01")):
        folder.append("memberships", bloc_id=bloc, iso3="NOR", role="member", start=start, start_is="joined", end=end,
                      source_ids="encyclopedia-nd")  # fmt: skip
    folder.append("memberships", bloc_id="HCOC", iso3="FJI", role="member", start="2003-01-01", start_is="joined",
                  source_ids="encyclopedia-nd")  # fmt: skip
    frame = programme.regimes(folder.load(), ["FJI", "NOR", "FJI"])
    assert frame[["state", "mtcr", "hcoc"]].values.tolist() == [
        ["FJI", "no", "yes"],
        ["NOR", "yes", "not_on_record"],
    ]
    text = programme.find_regimes(frame, "2024-03-01", en).text
    assert "MTCR partners: Norway. Not MTCR partners: Fiji." in text
    assert "Subscribers of the Hague Code of Conduct (HCoC): Fiji." in text
    assert text.endswith("of which not every subscriber is on record: Norway.")
    assert programme.in_words(frame, en).mtcr_since.tolist() == ["", "May 2010"]
    assert programme.regimes(folder.load("2010-04-30"), ["NOR"]).mtcr.tolist() == ["no"]
    assert programme.regimes(folder.load("2010-06-01"), ["NOR"])[["mtcr", "hcoc"]].values.tolist() == [["yes", "yes"]]


def test_a_regime_without_a_row_is_not_on_record(record, en):
    frame = programme.regimes(record, ["FJI"])
    assert frame[["mtcr", "hcoc"]].values.tolist() == [["not_on_record", "not_on_record"]]
    assert "Not on record for the MTCR: Fiji." in programme.find_regimes(frame, "2024-03-01", en).text


# ---------------------------------------------------------------------------------------------------------- flights


def test_flights_of_named_and_unnamed_systems(untouched, record):
    frame = programme.flights(record, "FJI")
    assert list(frame.date) == sorted(row["date"] for row in untouched.rows("missile_tests"))
    assert list(frame.name) == ["Beta", "Beta", "Gamma", "a rocket"]
    assert list(frame["class"]) == ["MRBM", "MRBM", "MRBM", ""]
    assert list(frame["first"]) == [True, False, True, False]
    assert list(frame.year) == [2017, 2018, 2021, 2022]
    assert programme.flights(record, "ISL").empty


def test_no_flight_is_first_where_the_system_flew_in_an_earlier_year(folder):
    folder.change("missile_systems", "fji-beta", first_test="2009")
    frame = programme.flights(folder.load(), "FJI")
    assert list(frame[frame["first"]].name) == ["Gamma"]


def test_flights_are_told_with_their_years_and_databases(folder, en, record):
    frame = programme.flights(record, "FJI")
    text = programme.find_flights(frame, "FJI", en).text
    assert text.startswith("4 announced flight tests of Fiji are on record, between 5 May 2017 and 2 February 2022.")
    assert "As announced, 3 succeeded and 1 failed." in text
    won = programme.find_flights(frame.assign(outcome="success"), "FJI", en).text
    assert "As announced, 4 succeeded. No failure was announced." in won
    assert "2 are the first of their system on record; the most in one year are 1, in 2017. 1 names no system" in text
    years = programme.find_years(record, frame, en).text
    assert "in 4 of the 8 years from 2017 to 2024" in years
    assert years.endswith("4 flights rest on a database: Test Counters (2017–2022).")
    folder.change("sources", "tests-dataset-2023", kind="press")
    other = folder.load()
    assert "No database of flights" in programme.find_years(other, programme.flights(other, "FJI"), en).text
    assert programme.headline_flights(frame, "FJI", en) == (
        "Fiji: 4 announced flight tests on record, among them the first of 2 systems"
    )
    none = programme.flights(record, "ISL")
    assert programme.find_flights(none, "ISL", en).text == "No announced flight test of Iceland is on record."
    collected = programme.find_flights(none, "ISL", en, ["FJI", "FJI", "ISL"]).text
    assert collected == "No announced flight test of Iceland is on record. Flights were collected for Fiji."
    assert "no proof" in programme.find_years(record, none, en).text
    assert programme.headline_flights(none, "ISL", en) == "No announced flight test of Iceland is on record"


# ------------------------------------------------------------------------------------------------ capitals and territory


@pytest.fixture(scope="module")
def within(fiji):
    return programme.capitals_within(programme.for_map(fiji, []), "FJI", "un", Language("en"))


def test_capitals_are_counted_by_the_lowest_and_the_highest_figure(fiji, within):
    """Counted again without the package: geodesics from the capitals to every vertex of the territory."""
    home, geod = shapely.get_coordinates(geo.territory("FJI", "un")), pyproj.Geod(ellps="WGS84")
    states = geo.state_capitals("un").drop(index="FJI")
    away = [
        geod.inv(np.full(len(home), row.lon), np.full(len(home), row.lat), *home.T)[2].min() / 1000
        for row in states.itertuples()
    ]
    ranged = fiji.set_index("name")
    for row in within.itertuples():
        low, high = ranged.at[row.name, "range_min"], ranged.at[row.name, "range_max"]
        assert row.at_lowest == sum(km <= low for km in away)
        assert row.at_highest == sum(km <= high for km in away)
        assert (len(row.sure), len(row.sure) + len(row.further)) == (row.at_lowest, row.at_highest)


def test_the_capitals_are_told_with_both_figures(within, en):
    text = programme.find_capitals(within, en).text
    beta = within.set_index("name").loc["Beta"]
    assert text.startswith(
        f"{beta.at_highest} capitals of other states lie within the longest range on the map, 2,500 km (Beta)"
    )
    assert text.endswith(f"By the lowest figure for the same system, 2,000 km, it is {beta.at_lowest}.")
    near = within[within.name == "Alpha"]
    assert programme.find_capitals(near, en).text.startswith("No capital of another state lies within")
    assert "no capital can be counted" in programme.find_capitals(within.iloc[:0], en).text


def test_a_capital_enclosed_by_the_territory_is_measured_to_its_border(en):
    ranged = pd.DataFrame([("A", 50.0, 50.0, 50.0)], columns=["name", "range_min", "range_km", "range_max"])
    assert programme.capitals_within(ranged, "ZAF", "un", en).sure[0][0] == "Maseru (3 km)"


@pytest.mark.parametrize(
    ("country", "view", "words"),
    [
        ("PAK", "un", "the boundary data hold no outline without them"),
        ("IND", "defacto", "Azad Kashmir and Gilgit-Baltistan with Pakistan"),
        ("RUS", "un", "Crimea is no part"),
        ("RUS", "defacto", "Crimea is part"),
        ("CHN", "un", "Taiwan are part"),
        ("CHN", "defacto", "Taiwan is not"),
        ("FJI", "un", "neither deployment nor intent."),
    ],
)
def test_the_territory_measured_is_named(country, view, words, en):
    text = programme.find_territory(country, view, en).text
    assert en.country(country) in text
    assert words in text


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("RUS", (34.1, 45.1)),
        ("UKR", (34.1, 45.1)),
        ("MAR", (-12.5, 26.8)),
        ("SRB", (21.0, 42.6)),
        ("CYP", (33.5, 35.28)),
    ],
)
@pytest.mark.parametrize("view", ["un", "defacto"])
def test_what_is_said_of_a_territory_is_true_of_the_boundaries(key, place, view):
    measured = "no part" not in programme.DISPUTED[f"{key} {view}"]
    assert geo.territory(key, view).contains(shapely.Point(place)) == measured


# --------------------------------------------------------------------------------------------------------- side by side


def test_programmes_stand_side_by_side(untouched, record, en):
    frame = programme.peers(record, ["FJI", "ISL", "BOL"]).set_index("state")
    rows = untouched.rows("missile_systems")
    for state in ("FJI", "ISL", "BOL"):
        built = [row for row in rows if row["country"] == state and row["status"] not in ("cancelled", "reported")]
        assert frame.at[state, "systems"] == len(built)
    assert frame.loc["FJI", ["longest", "longest_km"]].tolist() == ["Beta", 2500]
    assert math.isnan(frame.at["BOL", "longest_km"])
    text = programme.find_peers(frame.reset_index(), en).text
    assert text.startswith(
        "Longest quoted range of a built system on record, by state: Fiji 2,500 km (Beta) and Iceland 500 km (One)."
    )
    assert "No built system with a quoted range is on record of Bolivia." in text
    assert text.endswith("is not compared: it would show how deeply each was searched.")
    frame = frame.reset_index()
    assert (
        programme.headline_peers(frame, en)
        == "Quoted ranges of the built systems on record end at 2,500 km for Fiji, at 500 km for Iceland"
    )
    assert (
        programme.headline_peers(frame.iloc[:1], en)
        == "Fiji: quoted ranges of the built systems on record end at 2,500 km"
    )
    assert (
        programme.headline_peers(frame.iloc[[2, 0, 1]], en)
        == "No quoted range of a built system of Bolivia is on record"
    )


@pytest.mark.parametrize("status", ["reported", "in_development", "cancelled"])
def test_a_system_that_nobody_has_shown_is_not_the_longest(folder, en, status):
    folder.change("missile_systems", "fji-beta", status=status)
    record = folder.load()
    assert programme.peers(record, ["FJI"]).longest[0] == "Gamma"
    assert "Beta" not in set(programme.for_map(programme.systems(record, "FJI"), []).name)
    text = programme.find_systems(programme.systems(record, "FJI"), "FJI", en).text
    assert (
        "that of Gamma, 2,200 km. More, 2,500 km, is quoted only for what is not on record as built, such as Beta."
        in text
    )


@pytest.mark.parametrize("basing", ["air", "submarine", "ship", "unknown", "air;ship"])
def test_what_is_not_launched_from_land_has_no_envelope_round_it(folder, basing):
    folder.change("missile_systems", "fji-beta", basing=basing)
    systems = programme.systems(folder.load(), "FJI")
    assert "Beta" not in set(programme.for_map(systems, []).name)
    with pytest.raises(UserError, match="Beta is not launched from land"):
        programme.for_map(systems, ["Beta"])


def test_every_pakistani_system_on_record_is_judged(shipped, en):
    """The default run: each system is in the chart or has no range, and has one of three answers with its readings."""
    frame = programme.systems(shipped, "PAK")
    told = programme.deciding(shipped, frame, en)
    assert len(frame) == (shipped.missile_systems.country == "PAK").sum() >= 20
    for row in told.to_dict("records"):
        assert row["category_i"] in ("yes", "no", "unknown")
        assert ("km" in row["range_reading"]) == (row["range_max"] == row["range_max"])
        if row["category_i"] == "yes":
            assert row["range_max"] >= 300
            assert row["payload_max"] >= 500
            assert row["source_ids"]
    assert {"yes", "no", "unknown"} == set(told.category_i)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("country", ["PAK", "IRN", "PRK", "IND", "BLR", "RUS", "EGY", "FJI"])
def test_the_sentences_read_for_any_state(shipped, country, language):
    """Many systems, one, none, intercontinental ones, with and without flights and designations."""
    t, day = Language(language), "2026-11-24"
    frame, flown = programme.systems(shipped, country), programme.flights(shipped, country)
    ranged, found = programme.for_map(frame, []), programme.designations(shipped, country)
    partner = "PAK" if country == "BLR" else "BLR"
    beside = programme.peers(shipped, [country, *({"IND", "CHN"} - {country})])
    told = sanctions.statements(shipped, found, country)
    links = sanctions.edges(found, country, partner)
    texts = [
        programme.find_systems(frame, country, t),
        programme.find_category(frame, t),
        programme.find_territory(country, "un", t),
        programme.find_capitals(programme.capitals_within(ranged, country, "un", t), t),
        programme.find_regimes(programme.regimes(shipped, [country, partner, *found.country]), day, t),
        programme.find_flights(flown, country, t),
        programme.find_years(shipped, flown, t),
        programme.find_designations(found, country, partner, day, t),
        programme.find_peers(beside, t),
        programme.find_limits(frame, flown, t),
        sanctions.find_authorities(sanctions.by_basis(found), t),
        sanctions.find_since(found, partner, day, t),
        sanctions.find_partner(found, told, partner, t),
        sanctions.find_answers(found, told, t),
        programme.headline_envelope(ranged, country, t),
        programme.headline_ranges(frame, t),
        programme.headline_flights(flown, country, t),
        programme.headline_designations(found, partner, t),
        programme.headline_peers(beside, t),
        sanctions.headline_edges(links, country, partner, t),
    ]
    for text in map(str, texts):
        assert text.strip() == text
        assert not re.search(r"\bnan\b|[{}]|  ", text), text
        assert text[0].isupper() or text[0].isdigit()
    assert {row.system_id for row in frame.itertuples()} == set(
        shipped.missile_systems[shipped.missile_systems.country == country].system_id
    )


def test_areas_hold_what_is_within_each_range_and_no_more(record, tmp_path):
    ranged = programme.for_map(programme.systems(record, "FJI"), [])
    found = programme.areas(ranged, "FJI", "un")
    assert list(found.range_km) == sorted(set(ranged.range_km))
    assert found.crs == "EPSG:4326"
    assert all(name.endswith(f": {km:g} km") for name, km in zip(found.name, found.range_km, strict=True))
    inner, outer = found.geometry.iloc[0], found.geometry.iloc[-1]
    assert outer.contains(shapely.buffer(inner, -0.1))
    east, north, _ = pyproj.Geod(ellps="WGS84").fwd(178.0, -17.8, 0, found.range_km.iloc[-1] * 500)
    assert outer.contains(shapely.Point(east, north))
