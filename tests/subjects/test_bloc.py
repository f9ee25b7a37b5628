"""Whether states form a bloc: the test on made matrices with a known answer, and the sentences recomputed."""

import datetime as dt
import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.record import load
from pactbook.subjects import bloc, likeness
from pactbook.subjects.likeness import Definition

STATES = [f"S{number:02d}" for number in range(24)]
CONTINENTS = pd.Series(["North"] * 12 + ["South"] * 12, index=STATES)
SET = ["S00", "S01", "S02", "S12", "S13"]
DAY = dt.date(2023, 6, 1)


def definition(values, key="made", states=STATES):
    return Definition(key, key.title(), "a made one", pd.DataFrame(values, index=states, columns=states))


def noise(seed=0):
    values = np.random.default_rng(seed).random((24, 24)) * 0.4
    values = (values + values.T) / 2
    np.fill_diagonal(values, 1)
    return values


def tied(states, value=0.9):
    """Noise, and above it some states that are alike."""
    values = noise()
    at = [STATES.index(state) for state in states]
    values[np.ix_(at, at)] = value
    np.fill_diagonal(values, 1)
    return definition(values)


# ------------------------------------------------------------------------------------------------------ the test


def test_a_set_that_is_alike_holds_and_noise_does_not():
    found = bloc.test([tied(SET), definition(noise(), "noise")], SET, CONTINENTS)
    made, none = found.iloc[0], found.iloc[1]
    assert made.holds and made.p < 0.001 and made.effect > 3
    assert made.value == pytest.approx(0.9)
    assert not none.holds and none.low < none.value < none.high


def test_the_p_value_is_that_of_all_sets():
    """Few enough sets to go through them all: two of five states of one continent."""
    states = ["A", "B", "C", "D", "E"]
    values = np.eye(5)
    alike = dict(zip(itertools.combinations(range(5), 2), np.arange(10) / 10, strict=True))
    for (i, j), value in alike.items():
        values[i, j] = values[j, i] = value
    one = definition(values, states=states)
    for first, second in (("A", "B"), ("B", "D"), ("D", "E")):
        (row,) = bloc.test([one], [first, second], pd.Series("X", index=states)).itertuples()
        exact = np.mean([value >= row.value for value in alike.values()])
        assert row.p == pytest.approx(exact, abs=0.02)
        assert row.expected == pytest.approx(0.45, abs=0.01)


def test_random_sets_have_the_mix_of_continents():
    known = pd.Index(STATES)
    drawn = bloc.table._sampler(known, SET, CONTINENTS)((300, 5))
    assert ((drawn < 12).sum(axis=1) == 3).all()
    assert all(len(set(row)) == 5 for row in drawn), "no state stands twice in a set"
    assert set(drawn.ravel()) == set(range(24))


def test_the_mix_of_continents_decides():
    """All of the North are alike, so three of them are nothing special."""
    values = np.full((24, 24), 0.1)
    values[:12, :12] = 0.8
    np.fill_diagonal(values, 1)
    same = bloc.test([definition(values)], ["S00", "S01", "S02"], CONTINENTS)
    assert not same.holds.iloc[0] and same.effect.iloc[0] == 0
    mixed = bloc.test([definition(values)], ["S00", "S01", "S02"], pd.Series("World", index=STATES))
    assert mixed.p.iloc[0] < 0.2


def test_a_state_without_a_continent_stands_in_every_set():
    continents = CONTINENTS.drop("S00")
    drawn = bloc.table._sampler(pd.Index(STATES), SET, continents)((50, 5))
    assert (drawn[:, 0] == 0).all() and drawn.shape == (50, 5)


def test_too_few_values_are_no_test():
    values = noise()[:14, :14]
    short = definition(values, states=[*STATES[:12], "S22", "S23"])
    found = bloc.test([short], SET, CONTINENTS)
    assert found.states.iloc[0] == ("S00", "S01", "S02")
    assert np.isnan(found.p.iloc[0]) and not found.holds.iloc[0]


def test_the_same_input_gives_the_same_numbers():
    one, two = (bloc.test([tied(SET)], SET, CONTINENTS) for _ in range(2))
    pd.testing.assert_frame_equal(one.drop(columns="drawn"), two.drop(columns="drawn"))


@settings(max_examples=15)
@given(st.permutations(SET))
def test_the_order_of_the_states_does_not_matter(order):
    one, two = (bloc.test([tied(SET[:3])], states, CONTINENTS, 500).iloc[0] for states in (SET, list(order)))
    assert one.value == pytest.approx(two.value)
    assert abs(one.p - two.p) < 0.1


# ------------------------------------------------------------------------------------------------ leaving out


def left_out_of(one, states):
    tested = bloc.test([one], states, CONTINENTS)
    return tested, bloc.leave_one_out([one], tested, states, CONTINENTS)


def test_the_odd_one_is_found():
    odd = [*SET[:4], "S20"]
    tested, left = left_out_of(tied(SET[:4]), odd)
    gains = bloc.worst(left)
    assert gains.index[0] == "S20" and gains.iloc[0] > 1 and (gains.iloc[1:] < 0).all()
    without = left[left.left_out == "S20"].iloc[0]
    assert without.value == pytest.approx(0.9)
    spread = (tested.value.iloc[0] - tested.expected.iloc[0]) / tested.effect.iloc[0]
    assert without.gain == pytest.approx((0.9 - tested.value.iloc[0]) / spread)


def test_a_pair_cannot_lose_one():
    _, left = left_out_of(tied(SET), SET[:2])
    assert left.empty and bloc.worst(left).empty


def test_without_a_publisher_its_own_rows_go(record):
    less = bloc.without_publisher(record, "Encyclopedia")
    assert less.memberships.empty
    gone = set(record.agreements.agreement_id) - set(less.agreements.agreement_id)
    assert gone == {"btn-fji-2015-defence"}, "what another page tells too stays"
    assert bloc.sole_publishers(record, ["FJI", "URY"])[0] == "Encyclopedia"


def test_each_publisher_is_left_out(record, en):
    world = likeness.states_of(DAY, ["FJI", "ISL", "NOR"])
    found = bloc.leave_source_out(record, ["FJI", "ISL", "NOR"], world.continent, DAY, None, en)
    assert set(found.publisher) == set(bloc.sole_publishers(record, ["FJI", "ISL", "NOR"]))
    bare = found[(found.publisher == "Encyclopedia") & (found.key == "memberships")]
    assert bare.value.iloc[0] == 0


# ------------------------------------------------------------------------------------------------ through time


def test_the_years_reach_from_the_first_to_the_day(record, en):
    found = bloc.over_time(record, ["FJI", "ISL", "NOR"], dt.date(2016, 6, 1), None, en)
    assert found.day.min() == dt.date(1986, 1, 1) and found.day.max() == dt.date(2016, 6, 1)
    shared = found[found.key == "memberships"].set_index("day").value
    assert shared[dt.date(2000, 1, 1)] == pytest.approx(1 / 3), "ISL and NOR share all, FJI nothing"
    assert shared[dt.date(1999, 1, 1)] == 0
    assert bloc.first_year(dt.date(2026, 11, 24)) == 1992


def test_votes_of_a_year_not_covered_are_missing(record, en):
    points = pd.DataFrame({"iso3": ["FJI", "ISL", "NOR"], "year": 2010, "point": [0.1, 0.2, 0.3]})
    found = bloc.over_time(record, ["FJI", "ISL", "NOR"], dt.date(2016, 6, 1), points, en)
    assert [day.year for day in found[found.key == "votes"].day] == [2010]


def test_what_moved_the_set(record, en):
    found = bloc.movers(record, ["FJI", "ISL", "NOR", "URY"], dt.date(2023, 1, 1), en)
    told = dict(zip(found.label, zip(found.day, found.pairs, strict=True), strict=True))
    assert told["Nordpact: Fiji"] == (dt.date(2004, 3, 15), 2)
    assert told["− Nordpact: Norway"] == (dt.date(2012, 7, 1), -2)
    assert told["Treaty: Fiji–Norway"] == (dt.date(2019, 1, 10), 1)
    assert list(found.day) == sorted(found.day)


# ------------------------------------------------------------------------------------------------ the network


@pytest.fixture
def two_groups():
    """Two full groups of four states and one tie between them."""
    groups = (["ARG", "BOL", "CHL", "PER"], ["DNK", "FIN", "ISL", "SWE"])
    pairs = [pair for group in groups for pair in itertools.combinations(group, 2)] + [("ARG", "DNK")]
    return pd.DataFrame(
        [
            {"a": a, "b": b, "documents": 1, "commitment": "cooperation", "agreement_ids": (f"{a}-{b}",)}
            for a, b in pairs
        ]
    )


def test_communities_are_found_and_stable(two_groups):
    found = bloc.communities(two_groups)
    assert found == dict.fromkeys(["ARG", "BOL", "CHL", "PER"], 0) | dict.fromkeys(["DNK", "FIN", "ISL", "SWE"], 1)
    assert bloc.communities(two_groups.sample(frac=1, random_state=3)) == found
    assert bloc.communities(two_groups.iloc[:0]) == {}


def test_the_network_holds_partners_and_their_ties(record):
    found = bloc.network(record, ["ISL"], DAY)
    assert set(zip(found.a, found.b, strict=True)) == {("FJI", "ISL")}
    found = bloc.network(record, ["ISL", "NOR"], DAY)
    assert set(zip(found.a, found.b, strict=True)) == {("FJI", "ISL"), ("FJI", "NOR")}
    assert bloc.network(record, ["ISL", "NOR"], DAY, most=2).empty


# ------------------------------------------------------------------------------------------------ sentences


def test_the_verdict_counts_the_definitions(en):
    tested = bloc.test([tied(SET), definition(noise(), "noise")], SET, CONTINENTS)
    text = bloc.find_bloc(tested, SET, "2023-06-01", en).text
    assert text.startswith("On 1 June 2023 the 5 states hold together as a bloc under 1 of 2 definitions.")
    assert re.search(r"continents: Made \(0\.9 against 0\.\d+, p < 0\.001\)\. Not more alike .*: Noise \(", text)
    assert bloc.headline_bloc(tested, SET, en) == "The 5 states hold together under 1 of 2 definitions"
    assert bloc.p_value(0.0432, en) == "p = 0.043"


def test_the_worst_is_named_with_what_holds_without_it(en, monkeypatch):
    monkeypatch.setattr(type(en), "country", lambda self, code: code)
    tested, left = left_out_of(tied(SET[:4]), [*SET[:4], "S20"])
    text = bloc.find_worst(left, tested, en).text
    assert text.startswith("S20 fits worst: without it the others are on average ")
    assert "hold together under 1 of 1 definitions. Least like the others, by definition: S20 (Made)." in text
    assert "cannot be told" in bloc.find_worst(left.iloc[:0], tested, en).text


def test_exceptions_name_the_outsider(record, en):
    text = bloc.find_exceptions(record, ["FJI", "ISL", "URY"], DAY, en).text
    # NORDPACT binds FJI and ISL; a treaty binds FJI to NOR; FJI and URY have a contract only, ISL and URY nothing.
    assert "Of the 3 pairs, 1 is bound to help each other if attacked: Fiji–Iceland." in text
    assert "Help is also owed to outsiders: Fiji to Norway." in text
    assert "1 of 3 pairs has no defence document of its own on record." in text
    alone = bloc.find_exceptions(record, ["BTN", "FJI", "ISL"], DAY, en).text
    assert "With none of the others has Bhutan one." in alone


def test_robustness_gives_the_range(en):
    tested = pd.DataFrame({"key": ["x", "y", "z"], "holds": [True, True, False], "p": [0.01, 0.01, 0.5]})
    left = pd.DataFrame(
        {"key": ["x", "y", "z"] * 2, "left_out": ["A"] * 3 + ["B"] * 3, "holds": [True, False, False, True, True, True]}
    )
    sources = pd.DataFrame({"publisher": ["P", "P", "Q"], "holds": [True, True, True]})
    text = bloc.find_robust(tested, left, sources, en).text
    assert "under 1 to 3 of 3 definitions; with one definition left out, under 1 to 2 of 2." in text
    assert text.endswith("tried for the 2 on which most does, it holds under 1 to 2.")


def test_since_when_the_set_holds(en):
    rows = [("x", year, held) for year, held in ((2000, True), (2001, False), (2002, True), (2003, True))]
    rows += [("y", year, False) for year in range(2000, 2004)]
    years = pd.DataFrame(
        [{"key": k, "definition": k, "day": dt.date(y, 1, 1), "value": 0.5, "p": 0.5, "holds": h} for k, y, h in rows]
    )
    text = bloc.find_over_time(years, en).text
    assert "x from 0.5 in 2000 to 0.5 in 2003 (holds since 2002); y from" in text
    assert text.endswith("(does not hold at the end).")
    assert "under 1 of 2 definitions in 2000, under 1 of 2 in 2003" in bloc.headline_over_time(years, en)


def test_nearer_outsiders_are_named(en):
    rows = [("FJI", 0.9, True), ("NOR", 0.8, False), ("ISL", 0.7, False), ("URY", 0.6, True), ("BTN", 0.5, False)]
    near = pd.DataFrame(rows, columns=["iso3", "likeness", "inside"])
    text = bloc.find_nearest(near, en).text
    assert text == (
        "By the mean of all definitions 2 outsiders are more like the set than its member Uruguay is: Norway and Iceland."
    )
    assert bloc.headline_nearest(near, en) == "Norway is more like the set than 1 of its 2 members is"
    assert "no outsider is as much like" in bloc.find_nearest(near[near.iso3.isin(["FJI", "URY", "BTN"])], en).text


def test_nearest_lists_all_members_and_the_nearest_others(record, en):
    world = likeness.states_of(DAY, ["FJI", "ISL", "NOR"])
    found = likeness.definitions(record, list(world.index), DAY, None, en)
    near = bloc.nearest(found, ["FJI", "ISL", "NOR"], most=4)
    assert near.inside.sum() == 3 and (~near.inside).sum() == 4
    assert near.likeness.is_monotonic_decreasing


def test_the_network_and_the_ties_are_counted(record, en, two_groups):
    groups = bloc.communities(two_groups)
    text = bloc.find_network(two_groups, groups, ["ARG", "CHL", "FIN"], en).text
    assert "Pairs with a defence document among these 8 states: 13. By these ties they fall into 2 communities." in text
    assert "spread over 2 of them; the most in one are Argentina and Chile." in text
    ties = bloc.find_ties(two_groups, ["ARG", "CHL", "FIN"], en)
    assert (
        ties.text
        == "1 of 3 pairs of the set has a defence document of its own. Its members have 8 more ties, to 5 outsiders."
    )
    assert ties.records == ("agreements:ARG-CHL",)
    assert "No defence document" in bloc.find_network(two_groups.iloc[:0], {}, ["ARG"], en).text
    assert bloc.find_depth(record, ["ISL"], DAY, en).text.startswith("3 of the ")


def test_sentences_are_german_too(record, de):
    hypothesis = ["FJI", "ISL", "NOR", "URY"]
    world = likeness.states_of(DAY, hypothesis)
    found = likeness.definitions(record, list(world.index), DAY, None, de)
    tested = bloc.test(found, hypothesis, world.continent, 200)
    left = bloc.leave_one_out(found, tested, hypothesis, world.continent)
    net = bloc.network(record, hypothesis, DAY)
    said = [
        bloc.find_bloc(tested, hypothesis, "2023-06-01", de),
        bloc.find_worst(left, tested, de),
        bloc.find_exceptions(record, hypothesis, DAY, de),
        bloc.find_robust(tested, left, pd.DataFrame(), de),
        bloc.find_network(net, bloc.communities(net), hypothesis, de),
        bloc.find_ties(net, hypothesis, de),
        bloc.find_nearest(bloc.nearest(found, hypothesis), de),
        bloc.find_depth(record, hypothesis, DAY, de),
        *bloc.find_definitions(found),
    ]
    for finding in said:
        assert not re.search(r"[{}]|\b(the|is|are|of|with|no|none|which)\b", finding.text), finding.text


# ------------------------------------------------------------------------------------------------ the shipped case


@pytest.fixture(scope="module")
def seven():
    return ["RUS", "CHN", "IRN", "PRK", "ZAF", "BLR", "PAK"]


def test_the_shipped_hypothesis_is_judged_with_its_exceptions(seven, en):
    day = dt.date(2026, 11, 24)
    record = load(day)
    text = bloc.find_exceptions(record, seven, day, en).text
    assert "Pakistan to Saudi Arabia" in text and "Russia–North Korea" in text
    world = likeness.states_of(day, seven)
    tested = bloc.test(likeness.definitions(record, list(world.index), day, None, en), seven, world.continent)
    assert tested.p.notna().all() and len(tested) == 4
    assert 0 < tested.holds.sum() < 4, "by the record the seven are a bloc in some ways and not in others"
