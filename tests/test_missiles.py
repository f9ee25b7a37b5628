import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import missiles
from pactbook.errors import UserError


@pytest.fixture(scope="module")
def fiji(record):
    return missiles.systems(record, "FJI")


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
    assert missiles.range_sources(record, fiji[fiji.name == "Beta"]) == ["think-2018", "ledger-2024-01"]
    assert missiles.range_sources(record, fiji[fiji.name == "Gamma"]) == ["tests-dataset-2023"]


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
    result = missiles.category_i({"range_max": far, "payload_max": heavy})
    if far >= 300 and heavy >= 500:
        assert result == "yes"
    elif far < 300 or heavy < 500:
        assert result == "no"
    else:
        assert result == "unknown"


@pytest.mark.parametrize(("far", "heavy", "expected"), [(300, 500, "yes"), (299, 500, "no"), (300, 499, "no")])
def test_category_i_begins_at_300_km_with_500_kg(far, heavy, expected):
    assert missiles.category_i({"range_max": far, "payload_max": heavy}) == expected


@pytest.mark.parametrize(
    ("day", "name", "status"),
    [
        (None, "Beta", "in_service"),
        (None, "Delta", "cancelled"),
        ("2018-06-07", "Beta", "tested"),
        ("2019-12-31", "Beta", "in_service"),
        ("2019-12-31", "Epsilon", "in_service"),
        ("2020-01-01", "Epsilon", "retired"),
        ("2021-07-01", "Delta", "reported"),
    ],
)
def test_the_status_is_that_of_the_day(untouched, day, name, status):
    assert missiles.systems(untouched.load(day), "FJI").set_index("name").at[name, "status"] == status


def test_the_map_shows_what_has_a_range_and_was_not_cancelled(folder, fiji):
    assert list(missiles.for_map(fiji, []).name) == ["Alpha", "Epsilon", "Beta", "Gamma"]
    folder.change("missile_systems", "fji-delta", range_km="9000")
    later = missiles.systems(folder.load(), "FJI")
    assert "Delta" not in set(missiles.for_map(later, []).name)
    assert list(missiles.for_map(later, ["fji-delta"]).name) == ["Delta"]


def test_a_system_of_another_state_is_refused_with_the_nearest(fiji):
    assert list(missiles.for_map(fiji, ["fji-beta"]).name) == ["Beta"]
    with pytest.raises(UserError, match=r"systems: 'fji-betta' is no system .* \(did you mean 'fji-beta'\?\)"):
        missiles.for_map(fiji, ["fji-betta"])
    with pytest.raises(UserError, match="'isl-one' is no system of this state"):
        missiles.for_map(fiji, ["isl-one"])


def test_designations_are_those_of_the_missile_and_nuclear_programme(untouched, record):
    found = missiles.designations(record, "FJI")
    rows = [
        row for row in untouched.rows("designations") if "missile" in row["programme"] or row["programme"] == "nuclear"
    ]
    assert set(found.designation_id) == {row["designation_id"] for row in rows}
    assert list(found.designated_on) == sorted(row["designated_on"] for row in rows)
    assert set(found[~found.in_place].designation_id) == {"us-isl-lab"}
    assert dict(zip(found.entity_id, found.country, strict=True))["nor-trade"] == "NOR"
    assert missiles.designations(record, "ISL").empty


# ---------------------------------------------------------------------------------------------------- findings


def test_the_longest_range_is_the_longest_that_anybody_quotes(untouched, fiji, en):
    text = missiles.find_systems(fiji, "FJI", en).text
    longest = max(quoted(untouched, system) for system in fiji.system_id if quoted(untouched, system))
    most = max(fiji.system_id, key=lambda system: max(quoted(untouched, system), default=0))
    assert most == "fji-beta"
    assert f"The longest range is quoted for Beta, 2,000 to {max(quoted(untouched, most)):,.0f} km." in text
    assert longest
    ranges = [quoted(untouched, system) for system in fiji.system_id]
    apart = sum(len(set(values)) > 1 for values in ranges)
    assert text.startswith(f"{len(ranges)} missile systems of Fiji are on record.")
    assert text.endswith(f"For {apart} of {sum(map(bool, ranges))} with a quoted range the sources disagree.")


def test_the_headlines_agree_with_the_findings(fiji, en):
    ranged = missiles.for_map(fiji, [])
    assert missiles.headline_envelope(ranged, "FJI", en) == "Fiji: quoted ranges end at 2,500 km, for Beta"
    assert missiles.headline_envelope(ranged.iloc[:0], "FJI", en) == "No range of a missile of Fiji is on record"
    assert missiles.headline_ranges(fiji, en) == "Sources disagree on the range of 1 of 4 systems"


def test_one_range_on_which_all_agree_is_told_as_one(folder, en):
    folder.drop("readings")
    text = missiles.find_systems(missiles.systems(folder.load(), "FJI"), "FJI", en).text
    assert "The longest quoted range is that of Gamma, 2,200 km." in text
    assert "For 0 of 4" in text


def test_a_state_without_systems_is_told_as_that(record, en):
    none = missiles.systems(record, "BOL")
    assert none.empty
    assert "not proof that there is none" in missiles.find_systems(none, "BOL", en).text
    assert "nothing can be said" in missiles.find_category(none, en).text
    assert "no range can be drawn" in missiles.find_limits(none, en).text
    assert missiles.for_map(none, []).empty


def test_category_i_is_counted(fiji, folder, en):
    text = missiles.find_category(fiji, en).text
    assert text.startswith("Quoted figures put 1 of 5 systems into MTCR Category I")
    assert ": Beta. They keep 2 out; for 2 it cannot be told." in text
    folder.change("missile_systems", "fji-beta", payload_kg="")
    text = missiles.find_category(missiles.systems(folder.load(), "FJI"), en).text
    assert text.startswith("Quoted figures put none of 5 systems")
    assert "They keep 2 out; for 3 it cannot be told." in text


def test_designations_are_counted_by_entity_and_state(untouched, record, en):
    found = missiles.designations(record, "FJI")
    rows = [row for row in untouched.rows("designations") if row["programme"] != "arms"]
    entities = {row["entity_id"] for row in rows}
    finding = missiles.find_designations(found, "FJI", "ISL", "2024-03-01", en)
    assert f"{len(rows)} designations tied" in finding.text
    assert f"of {len(entities)} entities in {len({entity[:3] for entity in entities})} states." in finding.text
    assert f"{sum(row['entity_id'].startswith('isl') for row in rows)} hit entities in Iceland: " in finding.text
    assert "Entity isl-works (EU, 20 January 2022)" in finding.text
    assert len(finding.records) == len(rows)
    assert "None hit an entity in Bolivia." in missiles.find_designations(found, "FJI", "BOL", "2024-03-01", en).text
    assert "hit" not in missiles.find_designations(found, "FJI", "", "2024-03-01", en).text
    nothing = missiles.designations(untouched.load("2021-06-30"), "FJI")
    assert "No designation tied" in missiles.find_designations(nothing, "FJI", "ISL", "2021-06-30", en).text


def test_suppliers_are_counted_once_however_often_designated(record, en):
    text = missiles.find_suppliers(missiles.designations(record, "FJI"), "FJI", en).text
    assert "Iceland 2" in text
    assert "Norway 1" in text
    assert "1 designation was lifted" in text
    assert "no supplier state" in missiles.find_suppliers(missiles.designations(record, "ISL"), "ISL", en).text


def test_the_limits_are_counted(untouched, fiji, en):
    rows = [row for row in untouched.rows("missile_systems") if row["country"] == "FJI"]
    unranged = sum(not quoted(untouched, row["system_id"]) for row in rows)
    unweighed = sum(not row["payload_kg"] for row in rows)
    single = sum(len(quoted(untouched, row["system_id"])) <= 1 for row in rows)
    text = missiles.find_limits(fiji, en).text
    assert text.startswith(
        f"No range is quoted for {unranged} of {len(rows)} systems, no payload for {unweighed}; {single} rest on"
    )


def test_the_headline_of_the_designations_counts_the_partner(record, en):
    found = missiles.designations(record, "FJI")
    assert missiles.headline_designations(found, "ISL", en) == "5 designations on record, 3 of them in Iceland"
    assert missiles.headline_designations(found, "", en) == "5 designations on record"
    assert missiles.headline_designations(found.iloc[:1], "", en) == "1 designation on record"
