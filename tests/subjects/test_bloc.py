"""Whether states form a bloc: records whose answer is known by hand, and the sentences recomputed."""

import datetime as dt
import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.record import load
from pactbook.reports import case
from pactbook.subjects import bloc, likeness, ties
from pactbook.subjects.likeness import Definition

STATES = [f"S{number:02d}" for number in range(24)]
CONTINENTS = pd.Series(["North"] * 12 + ["South"] * 12, index=STATES)
SET = ["S00", "S01", "S02", "S12", "S13"]
DAY = dt.date(2023, 6, 1)


def tied(pairs):
    """Return ties of pairs of states."""
    rows = [
        {"a": min(pair), "b": max(pair), "documents": 1, "commitment": "cooperation", "first": "2000"}
        | {"agreement_ids": ("-".join(sorted(pair)).lower(),)}
        for pair in pairs
    ]
    return pd.DataFrame(rows, columns=ties.PAIR_COLUMNS)


def circles(*groups):
    return [pair for group in groups for pair in itertools.combinations(group, 2)]


EAST, WEST = ["BLR", "CHN", "IRN", "RUS"], ["AUS", "JPN", "KOR", "USA"]
# Each state has outside partners too, so that random records differ from this one.
OUTSIDE = [(state, other) for state in (*EAST, *WEST) for other in ("BRA", "EGY", "FRA", "IDN", "KEN", "PER")]
TWO_CAMPS = tied([*circles(EAST, WEST), *OUTSIDE])


@pytest.fixture(scope="module")
def camps():
    return bloc.by_documents(TWO_CAMPS, [*EAST, *WEST], records=300)


# ------------------------------------------------------------------------------------------------------ documents


def test_a_set_that_signs_with_itself_alone_is_beyond_chance():
    chance = bloc.by_documents(tied([*circles(EAST), *OUTSIDE, *circles(WEST)]), EAST, records=300)
    assert (chance.found, chance.pairs) == (6, 6)
    assert chance.less > 0.8
    assert chance.expected.to_numpy().sum() / 2 == pytest.approx(chance.drawn.mean())


def test_random_records_keep_how_many_partners_each_state_has():
    """In a record where all are tied to all there is nothing else to draw."""
    states = ["AUT", "BEL", "CHE", "DNK", "ECU"]
    chance = bloc.by_documents(tied(circles(states)), states[:3], records=50)
    assert set(chance.drawn) == {3} and chance.less == 0


def test_who_signs_with_everybody_is_no_bloc():
    """Two states with a document with all are tied by necessity, however many documents that are."""
    hubs, others = ["AUT", "BEL"], ["CHE", "DNK", "ECU", "FIN", "GRC", "HUN"]
    chance = bloc.by_documents(
        tied([(hub, other) for hub in hubs for other in others] + [tuple(hubs)]), hubs, records=200
    )
    assert chance.found == 1
    assert chance.drawn.mean() > 0.9


def test_no_record_ties_nobody():
    chance = bloc.by_documents(tied([]), EAST, records=20)
    assert (chance.found, chance.less) == (0, 0)
    assert bloc.groups(chance)


def test_the_same_record_gives_the_same_numbers():
    one, two = (bloc.by_documents(TWO_CAMPS, EAST, records=50) for _ in range(2))
    assert (one.drawn == two.drawn).all()


@settings(max_examples=10)
@given(st.permutations(EAST))
def test_the_order_of_the_states_does_not_matter(order):
    one, two = (bloc.by_documents(TWO_CAMPS, states, records=60) for states in (EAST, list(order)))
    assert one.found == two.found and (one.drawn == two.drawn).all()
    assert bloc.groups(one) == bloc.groups(two)


def test_two_camps_are_told_apart(camps):
    assert bloc.groups(camps) == [EAST, WEST] or bloc.groups(camps) == [WEST, EAST]
    found, expected, pairs = bloc.apart(camps, bloc.groups(camps))
    assert (found, pairs) == (0, 16) and expected > 1


def test_the_two_camps_are_said_to_be_two(camps, en):
    text = bloc.find_groups(camps, bloc.groups(camps), en).text
    assert text.startswith(
        "By these documents the set parts best into 2 groups (random records part into groups too): "
    )
    assert "Australia, Japan, South Korea and the United States (6 of 6 pairs, " in text
    assert "Between the groups 0 of 16 pairs have a document, where " in text
    assert bloc.headline_pairs(camps, bloc.groups(camps), en) == (
        "Parted into 2 groups: 12 of 12 pairs inside them have signed, 0 of 16 between them"
    )


def test_the_odd_one_is_found(en):
    chance = bloc.by_documents(tied([*circles(EAST), *OUTSIDE]), [*EAST, "ZAF"], records=100)
    odd = bloc.odd(chance)
    assert (odd.iso3[0], odd.found[0]) == ("ZAF", 0)
    assert ["ZAF"] in bloc.groups(chance)
    assert (
        "South Africa has no document with another of the set."
        in bloc.find_groups(chance, bloc.groups(chance), en).text
    )
    few = odd.assign(expected=[2.4, 2.43, 3.0, 3.0, 3.0])
    assert bloc.find_odd(few, en).text.startswith(
        "Held against chance, South Africa stands lowest of the set: it has documents with 0 of the 4, where 2.4 would"
    )


def test_nobody_is_the_odd_one_where_chance_gives_no_more(en):
    odd = bloc.odd(bloc.by_documents(tied([*circles(EAST), *OUTSIDE]), [*EAST, "ZAF"], records=100))
    assert bloc.find_odd(odd, en).text.startswith("No state of the set has documents with clearly fewer of the others")


def test_where_all_are_tied_nobody_is_the_odd_one(en):
    odd = bloc.odd(bloc.by_documents(tied([*circles(EAST), *OUTSIDE]), EAST, records=10))
    assert set(odd.found) == {len(EAST) - 1}
    assert bloc.find_odd(odd, en).text == f"Each of the {len(EAST)} states has a document with every other."


def test_the_answer_names_who_says_it_and_the_states(camps, en):
    text = bloc.find_bloc(camps, TWO_CAMPS, "the Daily Herald", en).text
    assert text.startswith("The Daily Herald speaks of Australia, Belarus, China, ")
    assert "12 of their 28 pairs have a defence document of their own on record. Chance would give " in text
    assert bloc.find_bloc(camps, TWO_CAMPS, "", en).text.startswith("Compared here are Australia, ")
    assert len(bloc.find_bloc(camps, TWO_CAMPS, "", en).records) == 12


def test_a_set_that_was_chosen_for_its_ties_says_so_unless_somebody_claims_it(camps, en):
    two = ("BLR", "PAK")
    expected = "Besides Belarus and Pakistan these are states with which the two have most defence documents"
    assert expected in bloc.find_bloc(camps, TWO_CAMPS, "", en, two).text
    assert expected not in bloc.find_bloc(camps, TWO_CAMPS, "", en).text
    assert expected not in bloc.find_bloc(camps, TWO_CAMPS, "the Daily Herald", en, two).text


@pytest.mark.parametrize(("added", "chosen"), [([], True), (["TUV"], False)])
def test_a_set_is_around_two_where_the_others_are_those_tied_to_them_most(added, chosen):
    suggested = case.for_pair("BLR", "PAK", as_of="2025-06-01").parameters["02-alliance-maps"]
    asked = suggested.model_copy(update={"claimed_by": "", "hypothesis": [*suggested.hypothesis, *added]})
    assert bloc.Bloc.from_params(asked).around == (("BLR", "PAK") if chosen else None)


def test_a_place_that_is_not_the_whole_is_never_told_as_the_whole(camps, en):
    camps = bloc.Chance(camps.states, camps.joined, camps.expected, np.array([*([1] * 999), 12]))
    assert "in 99 of 100 random records" in bloc.find_bloc(camps, TWO_CAMPS, "", en).text
    camps = bloc.Chance(camps.states, camps.joined, camps.expected, np.array([1] * 1000))
    assert "in each of 1,000 random records" in bloc.find_bloc(camps, TWO_CAMPS, "", en).text


def test_all_pairs_or_none_are_told_as_that(camps, en):
    whole = bloc.Chance(camps.states, pd.DataFrame(1 - np.eye(8)), camps.expected, np.array([1, 30]))
    assert (
        "Each of their 28 pairs has a defence document of its own on record. "
        in bloc.find_bloc(whole, TWO_CAMPS, "", en).text
    )
    none = bloc.Chance(camps.states, pd.DataFrame(np.zeros((8, 8))), camps.expected, np.array([1, 30]))
    text = bloc.find_bloc(none, TWO_CAMPS, "", en).text
    assert "None of their 28 pairs has a defence document of its own on record. " in text
    assert "in 0 of 100 random records" in text and "fewer pairs have one" in text, "no set is told as above chance"


def test_what_rests_on_one_publisher_is_left_out(record, en):
    own = ties.current(record)
    found = bloc.sole_publishers(record, own, ["FJI", "NOR", "NZL"])
    assert dict(zip(found.publisher, found.pairs, strict=True)) == {"A Blog": 1, "Reykjavik Post": 1}
    # One pair has documents of several publishers: whoever falls silent, it keeps one.
    more = bloc.sole_publishers(record, own, ["FJI", "ISL", "NOR"]).set_index("publisher")
    assert (
        more.at["Reykjavik Post", "pairs"]
        == len(own[own.a.isin(["FJI", "ISL", "NOR"]) & own.b.isin(["FJI", "ISL", "NOR"])]) - 1
    )
    all_three = bloc.sole_publishers(record, own, ["FJI", "ISL", "NOR", "NZL"]).set_index("publisher")
    assert all_three.at["A Blog", "pairs"] == 2
    chance = bloc.by_documents(own, ["FJI", "NOR", "NZL"], records=20)
    text = bloc.find_robust(chance, found, en).text
    assert text == "Without the pages of one publisher (A Blog), 1 pair of the set has a document left."
    assert "No document" in bloc.find_robust(chance, found.iloc[:0], en).text


def test_the_table_of_pairs_has_every_pair_in_the_order_of_the_set():
    found = bloc.matrix(TWO_CAMPS, ["USA", "JPN", "RUS"])
    assert found[["a", "b", "documents"]].values.tolist() == [["USA", "JPN", 1], ["USA", "RUS", 0], ["JPN", "RUS", 0]]


# ------------------------------------------------------------------------------------------------ random sets


def definition(values, key="made", states=STATES):
    return Definition(key, key.title(), "a made one", pd.DataFrame(values, index=states, columns=states))


def noise(seed=0):
    values = np.random.default_rng(seed).random((24, 24)) * 0.4
    values = (values + values.T) / 2
    np.fill_diagonal(values, 1)
    return values


def alike(states, value=0.9):
    """Noise, and above it some states that are alike."""
    values = noise()
    at = [STATES.index(state) for state in states]
    values[np.ix_(at, at)] = value
    np.fill_diagonal(values, 1)
    return definition(values)


def compared(definitions, en, states=SET, continents=CONTINENTS):
    chance = bloc.by_documents(tied([]), states, records=10)
    return bloc.test(definitions, states, continents, chance, en).set_index("key")


def test_a_set_that_is_alike_lies_far_out_and_noise_does_not(en):
    found = compared([alike(SET), definition(noise(), "noise")], en)
    assert found.loc["made", "less"] > 0.99
    assert found.loc["made", "value"] == pytest.approx(0.9)
    assert found.loc["noise", "low"] < found.loc["noise", "value"] < found.loc["noise", "high"]


def test_the_place_is_that_among_all_sets(en):
    """Few enough sets to go through them all: two of five states of one continent."""
    states = ["A", "B", "C", "D", "E"]
    values = np.eye(5)
    every = dict(zip(itertools.combinations(range(5), 2), np.arange(10) / 10, strict=True))
    for (i, j), value in every.items():
        values[i, j] = values[j, i] = value
    one = definition(values, states=states)
    for first, second in (("A", "B"), ("B", "D"), ("D", "E")):
        row = compared([one], en, [first, second], pd.Series("X", index=states)).loc["made"]
        assert row.less == pytest.approx(np.mean([value < row.value for value in every.values()]), abs=0.02)
        assert row.expected == pytest.approx(0.45, abs=0.01)


def test_random_sets_have_the_mix_of_continents():
    drawn = bloc.table._sampler(pd.Index(STATES), SET, CONTINENTS)(300)
    assert ((drawn < 12).sum(axis=1) == 3).all()
    assert all(len(set(row)) == 5 for row in drawn), "no state stands twice in a set"
    assert set(drawn.ravel()) == set(range(24))


def test_a_state_without_a_continent_stands_in_every_set():
    drawn = bloc.table._sampler(pd.Index(STATES), SET, CONTINENTS.drop("S00"))(50)
    assert (drawn[:, 0] == 0).all() and drawn.shape == (50, 5)


def test_the_mix_of_continents_decides(en):
    """All of the North are alike, so three of them are nothing special."""
    values = np.full((24, 24), 0.1)
    values[:12, :12] = 0.8
    np.fill_diagonal(values, 1)
    north = ["S00", "S01", "S02"]
    assert compared([definition(values)], en, north).loc["made", "less"] == 0
    assert compared([definition(values)], en, north, pd.Series("World", index=STATES)).loc["made", "less"] > 0.8


def test_too_few_values_are_not_compared(en):
    short = definition(noise()[:14, :14], states=[*STATES[:12], "S22", "S23"])
    row = compared([short], en).loc["made"]
    assert row.states == ("S00", "S01", "S02") and np.isnan(row.less)
    assert "no value" in bloc.told_beside(compared([short], en).reset_index(), 10, en)


def test_the_measures_are_told_in_hundreds(en, monkeypatch):
    monkeypatch.setattr(type(en), "country", lambda self, code: code)
    found = compared([alike(SET)], en).reset_index()
    assert bloc.find_alike(found, SET, en).text == (
        "Of 100 random sets of as many states from the same continents, the set is more alike by made than 99 of them."
    ) or bloc.find_alike(found, SET, en).text.endswith("by made than 100 of them.")
    assert "Too few" in bloc.find_alike(found[found.key == "documents"], SET, en).text


# ------------------------------------------------------------------------------------------------ through time


def test_each_change_of_what_is_owed_is_a_step(record):
    found = bloc.bound_over_time(record, ["FJI", "ISL", "NOR", "URY"], dt.date(2023, 1, 1)).set_index("day")
    # NORDPACT binds ISL and NOR from 2000, FJI from 2004; a treaty with URY runs 2010 to 2016, NOR leaves in 2012, and a
    # treaty with NOR begins in 2019.
    assert dict(found.pairs) == {
        dt.date(1992, 1, 1): 0, dt.date(2000, 1, 1): 1, dt.date(2004, 3, 15): 3, dt.date(2010, 6, 1): 4,
        dt.date(2012, 7, 1): 2, dt.date(2016, 12, 31): 1, dt.date(2019, 1, 10): 2, dt.date(2023, 1, 1): 2,
    }  # fmt: skip
    assert found.at[dt.date(2012, 7, 1), "lost"] == (("FJI", "NOR"), ("ISL", "NOR"))
    assert bloc.first_year(dt.date(2026, 11, 24)) == 1992 and bloc.first_year(dt.date(2016, 6, 1)) == 1986


def test_the_steps_are_told(record, en):
    history = bloc.bound_over_time(record, ["FJI", "ISL", "NOR"], dt.date(2023, 1, 1))
    text = bloc.find_over_time(history, ["FJI", "ISL", "NOR"], en).text
    assert text.startswith(
        "Pairs bound to help each other if attacked: 0 of 3 on 1 January 1992, 2 on 1 January 2023. What changed it: "
        "Iceland–Norway bound (1 January 2000); "
    )
    assert "Fiji–Norway and Iceland–Norway no longer (1 July 2012)" in text
    assert bloc.headline_over_time(history, en) == "Pairs bound to help each other: 0 in 1992, 2 in 2023"


def test_a_role_that_ended_in_a_year_ends_with_it_and_is_told_by_the_year(folder, en):
    rows = [
        row
        for row in folder.rows("memberships")
        if (row["bloc_id"], row["iso3"], row["role"]) == ("NORDPACT", "ISL", "member")
    ]
    folder.drop("memberships")
    for row in (*rows, rows[0] | {"iso3": "NOR", "end": "2014"}):
        folder.append("memberships", **row)
    history = bloc.bound_over_time(folder.load(), ["ISL", "NOR"], dt.date(2023, 1, 1))
    lost = history[history.lost.map(bool)].iloc[0]
    assert (lost.day, lost.when) == (dt.date(2014, 12, 31), "2014")
    assert "Iceland–Norway no longer (2014)" in bloc.find_over_time(history, ["ISL", "NOR"], en).text


def test_a_duty_that_came_later_than_the_organisation_counts_from_its_day(folder, en):
    folder.change("blocs", "NORDPACT", mutual_defence_since="2009-12-01")
    history = bloc.bound_over_time(folder.load(), ["FJI", "ISL"], dt.date(2023, 1, 1))
    assert list(history[history.gained.map(bool)].day) == [dt.date(2009, 12, 1)]
    assert folder.load("2009-11-30").blocs.set_index("bloc_id").at["NORDPACT", "mutual_defence"] == "no"
    assert folder.load("2009-12-01").blocs.set_index("bloc_id").at["NORDPACT", "mutual_defence"] == "yes"


def test_a_pair_bound_where_another_is_not_any_more_is_told_at_once(en):
    row = pd.DataFrame(
        {"day": [DAY], "when": [DAY.isoformat()], "gained": [(("FJI", "ISL"),)], "lost": [(("FJI", "NOR"),)]}
    )
    assert bloc.change(next(row.itertuples()), en) == "Fiji–Iceland bound, Fiji–Norway no longer (1 June 2023)"


# ------------------------------------------------------------------------------------------------ sentences


def test_exceptions_name_the_outsider(record, en):
    text = bloc.find_exceptions(record, ["FJI", "ISL", "URY"], DAY, en).text
    # NORDPACT binds FJI and ISL; a treaty binds FJI to NOR.
    told = (
        "1 of the 3 pairs is on record as bound to help each other if attacked (a document counts from its signature): "
    )
    assert f"{told}Fiji–Iceland." in text
    assert "By duties that bind both sides help is also owed to outsiders: Fiji to Norway." in text
    assert "No pair of them is on record" in bloc.find_exceptions(record, ["BTN", "URY"], DAY, en).text


def test_nearer_outsiders_are_named(en):
    rows = [("FJI", 0.9, True), ("NOR", 0.8, False), ("ISL", 0.7, False), ("URY", 0.6, True), ("BTN", 0.5, False)]
    near = pd.DataFrame(rows, columns=["iso3", "likeness", "inside"])
    text = bloc.find_nearest(near, en).text
    assert text == (
        "By organisations and treaty allies together 2 outsiders are more like the set than its least typical member, "
        "Uruguay: Norway and "
        "Iceland."
    )
    assert bloc.headline_nearest(near, en) == "Norway is more like the set than 1 of its 2 members is"
    assert "no outsider is as much like" in bloc.find_nearest(near[near.iso3.isin(["FJI", "URY", "BTN"])], en).text
    assert "than any of its members is" in bloc.headline_nearest(near.assign(inside=near.iso3 == "URY"), en)


def test_nearest_lists_all_members_and_the_nearest_others(record, en):
    world = likeness.states_of(DAY, ["FJI", "ISL", "NOR"])
    found = likeness.definitions(record, list(world.index), DAY, None, en)
    near = bloc.nearest(found, ["FJI", "ISL", "NOR"], most=4)
    assert near.inside.sum() == 3 and (~near.inside).sum() == 4
    assert near.likeness.is_monotonic_decreasing


def test_the_documents_behind_the_test_are_counted(record, en):
    assert bloc.find_depth(record, ["ISL"], DAY, en).text.startswith("3 of the ")


def test_sentences_are_german_too(record, de):
    states = ["FJI", "ISL", "NOR", "URY"]
    world = likeness.states_of(DAY, states)
    found = likeness.definitions(record, list(world.index), DAY, None, de)
    own = likeness.defence_ties(record, DAY)
    chance = bloc.by_documents(own, states, records=50)
    result = bloc.test(found, states, world.continent, chance, de)
    history = bloc.bound_over_time(record, states, DAY)
    said = [
        bloc.find_bloc(chance, own, "Die Zeitung", de),
        bloc.find_groups(chance, bloc.groups(chance), de),
        bloc.find_odd(bloc.odd(chance), de),
        bloc.find_robust(chance, bloc.sole_publishers(record, own, states), de),
        bloc.find_exceptions(record, states, DAY, de),
        bloc.find_alike(result, states, de),
        bloc.find_nearest(bloc.nearest(found, states), de),
        bloc.find_over_time(history, states, de),
        bloc.find_depth(record, states, DAY, de),
        *bloc.find_definitions(found),
    ]
    titles = [
        bloc.headline_pairs(chance, bloc.groups(chance), de), bloc.headline_bloc(result, de),
        bloc.headline_alike(found, states, de), bloc.headline_over_time(history, de),
    ]  # fmt: skip
    for text in (*titles, *(finding.text for finding in said)):
        assert not re.search(r"[{}]|\b(the|is|are|of|with|no|none|which)\b", text), text


# ------------------------------------------------------------------------------------------------ the shipped record


@pytest.fixture(scope="module")
def shipped():
    record = load(dt.date(2026, 6, 1), origins=["pactbook"])
    return likeness.defence_ties(record, record.day)


def test_the_test_tells_three_sets_apart(shipped):
    """A set that is tied beyond chance, one that joins two camps, and well-searched states of no camp."""
    axis = bloc.by_documents(shipped, ["RUS", "CHN", "IRN", "PRK", "ZAF", "BLR", "PAK"], records=400)
    both = bloc.by_documents(shipped, ["RUS", "PRK", "CHN", "BLR", "IRN", "KOR", "JPN", "USA"], records=400)
    none = bloc.by_documents(shipped, ["IND", "FRA", "UKR", "KOR", "GBR", "TUR", "JPN"], records=400)
    assert axis.less > 0.97
    assert both.less < 0.9 and none.less < 0.9
    camps = [set(members) for members in bloc.groups(both) if len(members) > 1]
    assert {"JPN", "KOR", "USA"} in camps and len(camps) == 2
    assert ["ZAF"] in bloc.groups(axis)


def test_of_two_states_nothing_is_told_of_pairs_or_of_an_odd_one(en):
    two = bloc.by_documents(tied([*circles(EAST), *OUTSIDE]), EAST[:2], records=10)
    text = bloc.find_bloc(two, tied([*circles(EAST), *OUTSIDE]), "", en).text
    assert text.endswith("The two have a defence document of their own on record.")
    apart = bloc.by_documents(tied([*circles(EAST), *OUTSIDE]), [EAST[0], "ZAF"], records=10)
    text = bloc.find_bloc(apart, tied([*circles(EAST), *OUTSIDE]), "", en).text
    assert text.endswith("No defence document of the two alone is on record.")
    assert bloc.find_odd(bloc.odd(apart), en).text == "Of two states alone neither is the odd one."
