import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.errors import UserError
from pactbook.record import load, on_date
from pactbook.subjects import membership

STATES = ["FJI", "ISL", "NOR", "URY"]


def holders(record, day: str, bloc: str) -> dict[str, str]:
    current = membership.on_day(record, dt.date.fromisoformat(day))
    current = current[current.bloc_id == bloc]
    return dict(zip(current.iso3, current.role, strict=True))


@pytest.mark.parametrize(
    ("day", "bloc", "expected"),
    [
        ("1999-12-31", "NORDPACT", {}),
        ("2000-01-01", "NORDPACT", {"ISL": "member", "NOR": "member"}),
        ("2004-03-14", "NORDPACT", {"ISL": "member", "NOR": "member"}),
        ("2004-03-15", "NORDPACT", {"FJI": "member", "ISL": "member", "NOR": "member"}),
        ("2012-06-30", "NORDPACT", {"FJI": "member", "ISL": "member", "NOR": "member"}),
        ("2012-07-01", "NORDPACT", {"FJI": "member", "ISL": "member", "NOR": "observer"}),
        ("2014-12-31", "NORDPACT", {"FJI": "member", "ISL": "member", "NOR": "observer"}),
        ("2015-01-01", "NORDPACT", {"FJI": "member", "ISL": "member", "NOR": "observer", "URY": "candidate"}),
        ("2005-06-29", "OLDPACT", {"BTN": "partner", "FJI": "member"}),
        ("2005-06-30", "OLDPACT", {}),
        ("2024-01-01", "OLDPACT", {}),
        ("1999-07-31", "TRADE", {"FJI": "member"}),
        ("1999-08-01", "TRADE", {"FJI": "member", "URY": "member"}),
        ("2020-12-30", "TALKS", {"FJI": "member", "URY": "member"}),
        ("2020-12-31", "TALKS", {"FJI": "member"}),
    ],
)
def test_a_role_holds_from_its_first_day_to_the_day_before_its_end(record, day, bloc, expected):
    assert holders(record, day, bloc) == expected


def test_a_bloc_has_no_members_before_it_exists(folder):
    folder.change("blocs", "TALKS", founded="2010-06-01")
    assert holders(folder.load(), "2010-05-31", "TALKS") == {}
    assert holders(folder.load(), "2010-06-01", "TALKS") == {"FJI": "member", "URY": "member"}


@settings(max_examples=50)
@given(st.dates(dt.date(1989, 1, 1), dt.date(2030, 1, 1)))
def test_no_state_has_two_roles_in_one_bloc_on_a_day(record, day):
    assert not membership.on_day(record, day).duplicated(["bloc_id", "iso3"]).any()


@pytest.mark.slow
@settings(max_examples=50)
@given(st.dates(dt.date(1989, 1, 1), dt.date(2024, 3, 1)))
def test_the_record_of_a_day_has_the_members_of_the_day(record, day):
    cut = on_date(record, day)
    both = [membership.on_day(one, day)[["bloc_id", "iso3", "role", "start"]] for one in (record, cut)]
    certain = [frame[frame.start.str.len() == 10].reset_index(drop=True) for frame in both]
    assert certain[0].equals(certain[1])


def test_a_map_shows_the_blocs_in_their_order_without_candidates(record):
    found = membership.of_blocs(record, ["TRADE", "NORDPACT"], dt.date(2016, 1, 1))
    assert list(zip(found.bloc_id, found.iso3, found.role, strict=True)) == [
        ("TRADE", "FJI", "member"), ("TRADE", "ISL", "suspended"), ("TRADE", "URY", "member"),
        ("NORDPACT", "FJI", "member"), ("NORDPACT", "ISL", "member"), ("NORDPACT", "NOR", "observer"),
    ]  # fmt: skip
    assert membership.labels(record, ["TRADE", "NORDPACT"]) == [("TRADE", "Trade"), ("NORDPACT", "Nordpact")]


def test_an_unknown_bloc_is_refused_with_the_nearest(record):
    assert membership.bloc_ids(record, ["nordpact", "The TRADE"]) == ["NORDPACT", "TRADE"]
    with pytest.raises(UserError, match=r"blocs: 'NORDPAKT' is not on record \(did you mean 'NORDPACT'\?\)"):
        membership.bloc_ids(record, ["TRADE", "NORDPAKT"])
    with pytest.raises(UserError, match="'trade' is TRADE, which stands twice"):
        membership.bloc_ids(record, ["TRADE", "trade"])


def test_each_pair_shares_the_blocs_of_which_both_are_members(record):
    found = membership.shared(record, STATES, dt.date(2016, 1, 1)).set_index(["a", "b"])
    assert len(found) == 6
    assert found.at[("FJI", "ISL"), "shared"] == ("NORDPACT",)
    assert found.at[("FJI", "URY"), "shared"] == ("TALKS", "TRADE")
    assert found.at[("FJI", "URY"), "defence"] == ("TALKS",)
    assert found.at[("FJI", "NOR"), "shared"] == ()
    assert found.at[("ISL", "URY"), "shared"] == ()


def test_the_order_of_the_states_changes_only_labels(record):
    day = dt.date(2011, 1, 1)
    one = membership.shared(record, STATES, day)
    two = membership.shared(record, STATES[::-1], day)
    as_sets = [
        {(frozenset((row.a, row.b)), row.shared, row.defence) for row in frame.itertuples()} for frame in (one, two)
    ]
    assert as_sets[0] == as_sets[1]


# On either side of the day on which something changed; by the treaties and the organisations themselves.
SHIPPED = [
    ("NATO", "FIN", "2023-04-03", "candidate"), ("NATO", "FIN", "2023-04-04", "member"),
    ("NATO", "FIN", "2023-04-07", "member"),
    ("NATO", "SWE", "2024-03-06", "candidate"), ("NATO", "SWE", "2024-03-07", "member"),
    ("SCO", "BLR", "2024-07-03", "observer"), ("SCO", "BLR", "2024-07-04", "member"),
    ("SCO", "IRN", "2023-07-03", "observer"), ("SCO", "IRN", "2023-07-04", "member"),
    ("WARSAW_PACT", "SUN", "1991-06-30", "member"), ("WARSAW_PACT", "SUN", "1991-07-01", None),
    ("WARSAW_PACT", "POL", "1991-06-30", "member"), ("WARSAW_PACT", "POL", "1991-07-01", None),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("bloc", "state", "day", "role"), SHIPPED)
def test_shipped_memberships_are_exact_to_the_day(bloc, state, day, role):
    assert holders(load(), day, bloc).get(state) == role


@pytest.mark.parametrize(
    ("day", "bloc", "count"),
    [
        ("1952-02-17", "NATO", 12), ("1952-02-18", "NATO", 14), ("1982-06-01", "NATO", 16), ("1999-03-12", "NATO", 19),
        ("2004-03-29", "NATO", 26), ("2009-04-01", "NATO", 28), ("2020-03-27", "NATO", 30), ("2023-04-04", "NATO", 31),
        ("2024-03-07", "NATO", 32), ("2017-06-09", "SCO", 8), ("2024-07-04", "SCO", 10), ("1981-05-25", "GCC", 6),
    ],
)  # fmt: skip
def test_shipped_organisations_have_as_many_members_as_they_say(day, bloc, count):
    members = [code for code, role in holders(load(), day, bloc).items() if role == "member"]
    assert len(members) == count


def test_names_of_organisations_follow_the_language(de, en):
    shipped = load()
    named = membership.in_language(shipped, de).blocs.set_index("bloc_id").short_name
    assert (named["LAS"], named["NATO"]) == ("Arabische Liga", "NATO")
    assert membership.in_language(shipped, en).blocs.equals(shipped.blocs)


# ---------------------------------------------------------------------------------------------------- findings


def raw_members(package, bloc: str, day: str) -> set[str]:
    """Return the members by comparing days as text; fits rows whose dates are days or years."""
    rows = [row for row in package.rows("memberships") if row["bloc_id"] == bloc and row["role"] == "member"]
    return {row["iso3"] for row in rows if row["start"] <= day and (not row["end"] or row["end"] > day)}


def test_members_are_counted_by_bloc(untouched, record, en):
    blocs = ["NORDPACT", "TALKS"]
    current = membership.of_blocs(record, blocs, dt.date(2016, 1, 1))
    finding = membership.find_membership(current, membership.labels(record, blocs), "2016-01-01", en)
    nordpact, talks = (raw_members(untouched, bloc, "2016-01-01") for bloc in blocs)
    assert f"1 January 2016: Nordpact {len(nordpact)} and Talks {len(talks)}." in finding.text
    assert nordpact & talks == {"FJI"}
    assert "1 state belongs to more than one of them: Fiji." in finding.text
    pairs = [("NORDPACT", code) for code in nordpact] + [("TALKS", code) for code in talks]
    assert set(finding.records) == {f"memberships:{bloc}/{code}" for bloc, code in pairs}


def test_a_bloc_without_members_counts_zero(record, en):
    current = membership.of_blocs(record, ["OLDPACT", "TRADE"], dt.date(2016, 1, 1))
    text = membership.find_membership(current, membership.labels(record, ["OLDPACT", "TRADE"]), "2016-01-01", en).text
    assert "Oldpact 0 and Trade 2" in text
    assert "No state belongs to more than one of them." in text
    assert "1 membership is suspended and not counted: Trade (Iceland)." in text


def test_sharing_pairs_are_counted(record, en):
    pairs = membership.shared(record, STATES, dt.date(2016, 1, 1))
    text = membership.find_shared(pairs, record, "2016-01-01", en).text
    assert text.startswith("On 1 January 2016, 2 of 6 pairs share membership")
    assert "2 share an alliance or security organisation: Fiji–Iceland (Nordpact) and Fiji–Uruguay (Talks)." in text
    pairs = membership.shared(record, ["NOR", "URY"], dt.date(2016, 1, 1))
    assert "None shares an alliance" in membership.find_shared(pairs, record, "2016-01-01", en).text
    assert "no pair to compare" in membership.find_shared(pairs.iloc[:0], record, "2016-01-01", en).text


@pytest.mark.parametrize(
    ("states", "day", "first", "second"),
    [
        (
            ["FJI", "ISL"],
            "2016-01-01",
            "Both states belong to Nordpact.",
            "none holds more of them than 2: Nordpact (Fiji and Iceland)",
        ),
        (
            ["FJI", "ISL", "NOR"],
            "2016-01-01",
            "None of the 3 organisations compared has all 3 states",
            "none holds more of them than 2: Nordpact",
        ),
        (
            ["FJI", "ISL", "NOR"],
            "2012-06-30",
            "All 3 states belong to Nordpact.",
            "none holds more of them than 3: Nordpact",
        ),
        (
            ["FJI", "URY"],
            "2016-01-01",
            "Both states belong to Talks and Trade.",
            "No two of them belong to one that is on record as obliging",
        ),
        (
            ["URY", "BTN"],
            "2016-01-01",
            "None of the 3 organisations compared has both states",
            "None of them belongs to an organisation",
        ),
        (
            ["BOL", "ZWE"],
            "2016-01-01",
            "None of the 3 organisations compared has both states",
            "None of them belongs to an organisation",
        ),
    ],
)
def test_a_common_organisation_is_named_or_denied(record, en, states, day, first, second):
    text = membership.find_common(states, record, dt.date.fromisoformat(day), en).text
    assert text.startswith(first)
    assert second in text


def test_organisations_that_hold_as_many_are_all_named(folder, en):
    folder.change("blocs", "TALKS", mutual_defence="yes")
    text = membership.find_common(["FJI", "ISL", "URY"], folder.load(), dt.date(2016, 1, 1), en).text
    assert text.endswith("none holds more of them than 2: Nordpact (Fiji and Iceland); Talks (Fiji and Uruguay).")


def test_memberships_that_may_be_older_than_the_first_map_are_told(folder, en):
    row = next(row for row in folder.rows("memberships") if (row["bloc_id"], row["iso3"]) == ("TALKS", "FJI"))
    folder.append("memberships", **row | {"iso3": "NOR", "start_is": "latest_possible"})
    found = folder.load()
    maps = membership.over_years(found, ["TALKS"], [2005, 2015], dt.date(2020, 6, 1))
    assert membership.told_late(maps, en).startswith("1 membership that the first map lacks counts")
    assert membership.told_late(maps[1:], en) == ""


def test_the_limits_count_coarse_dates(untouched, record, en):
    rows = [row for row in untouched.rows("memberships") if row["bloc_id"] in ("TRADE", "NORDPACT")]
    coarse = sum(len(row["start"]) < 10 for row in rows)
    text = membership.find_limits(record, ["TRADE", "NORDPACT"], en).text
    assert text.startswith(f"{len(untouched.rows('blocs'))} organisations are on record. Of the {len(rows)} periods")
    assert f", {coarse} begin or end in a year or month" in text
    assert "latest possible" not in text


def test_the_limits_count_the_latest_possible_days(folder, en):
    folder.change("memberships", "NORDPACT", start_is="latest_possible")
    text = membership.find_limits(folder.load(), ["TRADE", "NORDPACT"], en).text
    assert "For 1 the day of joining was not found: it counts from the latest possible one." in text


def test_the_small_maps_end_with_the_day(record):
    maps = membership.over_years(record, ["NORDPACT"], [2013, 2001, 2013, 2030], dt.date(2016, 5, 5))
    assert [day.isoformat() for day, _ in maps] == ["2001-12-31", "2013-12-31", "2016-05-05"]
    assert membership.member_counts(maps) == [("2001", 2), ("2013", 2), ("2016", 2)]
    assert list(membership.stacked(maps)["map"].unique()) == ["2001", "2013", "2016"]


def test_who_joined_in_a_year_is_on_its_map_and_not_on_that_of_the_year_before(folder):
    folder.change("memberships", "NORDPACT", start="2013-07", end="")
    maps = membership.over_years(folder.load(), ["NORDPACT"], [2012, 2013], dt.date(2016, 5, 5))
    of = {day.year: members for day, members in maps}
    assert len(of[2013]) == len(of[2012]) + 1


def test_the_headlines_count_members(record, en):
    current = membership.of_blocs(record, ["NORDPACT", "TALKS"], dt.date(2016, 1, 1))
    assert (
        membership.headline_membership(current, en)
        == "3 states belong to the chosen organisations, 1 of them to more than one"
    )
    assert "4 in 2001, 1,200 in 2016" in membership.headline_growth([("2001", 4), ("2009", 7), ("2016", 1200)], en)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["FJI", "ISL"], "1 organisation holds all 2 states"),
        (["FJI", "URY"], "2 organisations hold all 2 states"),
        (["FJI", "ISL", "NOR"], "None of the 9 organisations compared holds all 3 states; the most are 2 (Nordpact)"),
        (["BOL", "ZWE"], "The 2 states belong to no organisation on record"),
    ],
)
def test_the_headline_of_the_roles_names_the_fullest_bloc(record, en, states, expected):
    roles = membership.matrix(record, states, dt.date(2016, 1, 1))
    assert membership.headline_roles(roles, states, 9, en) == expected


def test_two_states_are_allied_where_an_organisation_obliges_both(record, en):
    day = dt.date(2024, 3, 1)
    obliging = set(record.blocs[record.blocs.mutual_defence == "yes"].bloc_id)
    members = membership.on_day(record, day)
    members = members[(members.role == "member") & members.bloc_id.isin(obliging)]
    of = {bloc: set(own.iso3) for bloc, own in members.groupby("bloc_id")}
    pairs = list(itertools.combinations(["FJI", "ISL", "NOR", "NZL"], 2))
    for a, b in pairs:
        told = membership.find_allied(record, a, b, day, en)
        both = [bloc for bloc, own in of.items() if {a, b} <= own]
        assert told.records == tuple(f"blocs:{bloc}" for bloc in both)
        assert ("are both members (" in told.text) == bool(both)
    assert any({a, b} <= own for a, b in pairs for own in of.values())
