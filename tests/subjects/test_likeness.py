"""Measures of likeness against values worked out by hand, and what they take from the record."""

import dataclasses
import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.record import load, outside
from pactbook.subjects import likeness, ties

DAY = dt.date(2016, 1, 1)
STATES = ["BTN", "FJI", "ISL", "NOR", "URY"]
portfolios = st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), min_size=2, max_size=6).map(np.array)


# ------------------------------------------------------------------------------------------------------ measures


def test_jaccard_counts_what_both_have_of_what_either_has():
    member = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]], bool)
    found = likeness.jaccard(member)
    assert found[0, 1] == pytest.approx(2 / 3)
    assert found[0, 2] == 0
    assert found[3, 4] == 0, "who belongs to nothing shares nothing"


def test_kappa_by_hand():
    # Two rows over five states: 2 2 0 0 0 and 2 0 0 0 0. They differ by 2 in one of five cells: observed 0.4.
    # By chance: of 2s 0.4 and 0.2, of 0s 0.6 and 0.8: 2 * (0.4 * 0.8 + 0.6 * 0.2) = 0.88.
    levels = np.array([[2, 2, 0, 0, 0], [2, 0, 0, 0, 0]])
    assert likeness.cohen_kappa(levels)[0, 1] == pytest.approx(1 - 0.4 / 0.88)


def naive_kappa(a, b):
    """Weighted kappa from the definition: the table of both raters, linear weights."""
    table = np.zeros((3, 3))
    for x, y in zip(a, b, strict=True):
        table[x, y] += 1 / len(a)
    weights = np.abs(np.subtract.outer(range(3), range(3)))
    expected = (weights * np.outer(table.sum(1), table.sum(0))).sum()
    return 1 - (weights * table).sum() / expected if expected else 1.0


@settings(max_examples=60)
@given(portfolios)
def test_kappa_is_that_of_the_table_of_both(levels):
    found = likeness.cohen_kappa(levels)
    for i, j in itertools.combinations(range(len(levels)), 2):
        assert found[i, j] == pytest.approx(naive_kappa(levels[i], levels[j]))


@settings(max_examples=40)
@given(portfolios)
def test_measures_are_symmetric_and_one_for_oneself(levels):
    for measure in (likeness.cohen_kappa,):
        found = measure(levels)
        assert np.allclose(found, found.T)
        assert np.allclose(np.diag(found), 1)
        assert found.max() <= 1 + 1e-9 and found.min() >= -1 - 1e-9


# ------------------------------------------------------------------------------------------------------ the record


def levels_of(record, day):
    found = likeness.bound(record, STATES, day)
    return {(a, b): int(found[i, j]) for (i, a), (j, b) in itertools.combinations(enumerate(STATES), 2) if found[i, j]}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # NORDPACT binds ISL and NOR, then FJI too; NOR leaves; TALKS consults; a treaty of FJI and URY ends, one with NOR
        # begins.
        ("2001-01-01", {("ISL", "NOR"): 2}),
        ("2012-06-30", {("FJI", "ISL"): 2, ("FJI", "NOR"): 2, ("ISL", "NOR"): 2, ("FJI", "URY"): 2}),
        ("2016-12-30", {("FJI", "ISL"): 2, ("FJI", "URY"): 2}),
        ("2016-12-31", {("FJI", "ISL"): 2, ("FJI", "URY"): 1}),
        ("2019-01-10", {("FJI", "ISL"): 2, ("FJI", "NOR"): 2, ("FJI", "URY"): 1}),
    ],
)
def test_who_is_bound_to_whom_on_a_day(record, day, expected):
    assert levels_of(record, dt.date.fromisoformat(day)) == expected


def test_a_bloc_with_unknown_members_binds_nobody(folder):
    folder.change("blocs", "NORDPACT", members_complete="no")
    assert ("ISL", "NOR") not in levels_of(folder.load(), dt.date(2001, 1, 1))
    assert likeness.shared_memberships(folder.load(), STATES, DAY).loc["FJI", "ISL"] == 0


def test_shared_memberships_are_those_of_the_tables(record):
    found = likeness.shared_memberships(record, STATES, DAY)
    # On the day FJI is in NORDPACT, TALKS and TRADE, URY in TALKS and TRADE, ISL in NORDPACT (suspended from TRADE).
    assert found.loc["FJI", "URY"] == pytest.approx(2 / 3)
    assert found.loc["FJI", "ISL"] == pytest.approx(1 / 3)
    assert found.loc["ISL", "URY"] == 0


def test_a_document_ties_from_its_signature_to_its_end(record):
    def pairs(day):
        found = likeness.defence_ties(record, dt.date.fromisoformat(day))
        return dict(zip(zip(found.a, found.b, strict=True), found.commitment, strict=True))

    assert ("FJI", "ISL") not in pairs("2020-05-10")
    assert pairs("2020-05-11")[("FJI", "ISL")] == "consultation"
    assert pairs("2016-12-30") == {("FJI", "URY"): "mutual_defence"}
    assert pairs("2016-12-31") == {}
    assert ("FJI", "NZL") not in pairs("2024-01-01"), "a document without a date says nothing of a day"
    # The expired document of Bhutan has no day on which it ended, so that it counts on none.
    assert ("BTN", "FJI") not in pairs("2015-06-01")


def test_a_document_without_a_day_of_signature_ties_from_its_entry_into_force(folder):
    folder.change("agreements", "fji-nor-2019-treaty", signed="", in_force="2021-01-01")
    record = folder.load()
    ids = [set(ties.in_place(record, dt.date(year, 6, 1)).agreement_id) for year in (2020, 2021)]
    assert ["fji-nor-2019-treaty" in one for one in ids] == [False, True]


def test_a_plan_ties_no_longer_than_its_years(record):
    ids = [set(ties.in_place(record, dt.date(year, 6, 1)).agreement_id) for year in (2024, 2026)]
    assert ["fji-isl-2022-programme" in one for one in ids] == [True, False]


@pytest.fixture
def points():
    rows = [("FJI", 2014, 0.5), ("ISL", 2014, 1.5), ("NOR", 2014, 2.5), ("FJI", 2020, 0.0), ("ISL", 2020, 9.0)]
    return pd.DataFrame(rows, columns=["iso3", "year", "point"])


def test_votes_are_those_of_the_newest_covered_year(points):
    values, year = likeness.vote_nearness(points, STATES, DAY)
    assert year == 2014
    assert values.loc["FJI", "ISL"] == pytest.approx(0.5)
    assert values.loc["FJI", "NOR"] == pytest.approx(0.0)
    assert list(values.index) == ["FJI", "ISL", "NOR"], "a year without a value is missing, not zero"
    assert likeness.vote_nearness(points, STATES, dt.date(2010, 1, 1))[1] is None
    assert likeness.vote_nearness(None, STATES, DAY)[1] is None


def test_the_states_are_the_united_nations_of_the_day_and_those_asked_for():
    then, now = (likeness.states_of(dt.date(year, 6, 1), ["TWN", "SUN"]) for year in (1991, 2026))
    assert "KAZ" not in then.index and "KAZ" in now.index
    assert {"TWN", "SUN"} <= set(now.index)
    assert now.loc["PAK", "continent"] == "Asia" and now.loc["ZAF", "continent"] == "Africa"
    assert len(now) == 193 + 2


def test_definitions_explain_themselves(record, en, points):
    found = likeness.definitions(record, STATES, DAY, points, en)
    assert [one.key for one in found] == ["memberships", "kappa", "votes"]
    assert all(one.sense and any(char.isdigit() for char in one.sense) for one in found), "each names its paper"
    assert [one.key for one in likeness.definitions(record, STATES, DAY, None, en)][-1] == "kappa"


def test_ranks_are_shares_of_pairs():
    values = pd.DataFrame([[1, 0.1, 0.9], [0.1, 1, 0.1], [0.9, 0.1, 1]], index=list("abc"), columns=list("abc"))
    found = likeness.ranks(values)
    assert found.loc["a", "c"] == pytest.approx(2 / 3)
    assert found.loc["a", "b"] == found.loc["b", "c"] == 0
    empty = likeness.ranks(pd.DataFrame())
    assert empty.empty


def test_mean_ranks_leave_out_what_has_no_value(en):
    full = pd.DataFrame([[1, 0.1, 0.9], [0.1, 1, 0.2], [0.9, 0.2, 1]], index=list("abc"), columns=list("abc"))
    less = full.loc[["a", "b"], ["a", "b"]]
    both = [likeness.Definition(key, key, "", values) for key, values in (("x", full), ("y", less))]
    found = likeness.mean_ranks(both, list("abc"))
    assert found.loc["a", "c"] == likeness.ranks(full).loc["a", "c"]
    assert found.loc["a", "b"] == pytest.approx((likeness.ranks(full).loc["a", "b"] + 0) / 2)


# ------------------------------------------------------------------------------------------------ against ATOP


@pytest.mark.skipif(outside.path("atop") is None, reason="ATOP is not here: `make reference` fetches it")
@pytest.mark.parametrize("year", [1955, 1970, 1985, 1999, 2010, 2018])
def test_alliances_of_the_record_are_those_of_atop(year):
    """What the record calls an alliance in which members help each other, ATOP should code as a defence pact.

    Both are compared at the end of the year among states that ATOP knows; the record holds far fewer alliances, so that
    only its own are asked for.
    """
    atop = outside.atop()
    held = atop[atop.defense & (atop.start <= year) & (atop.end >= year)]
    codes = {"RUS": "RUS", "SUN": "RUS"}
    theirs = {
        frozenset(pair)
        for _, members in held.groupby("alliance").iso3
        for pair in itertools.combinations(sorted(set(members)), 2)
    }
    record = load()
    day = dt.date(year, 12, 31)
    states = sorted({*outside.states().index} | {"SUN", "DDR", "CSK", "YUG"})
    levels = likeness.bound(record, states, day)
    ours = {
        frozenset((codes.get(states[i], states[i]), codes.get(states[j], states[j])))
        for i, j in np.argwhere(np.triu(levels == likeness.TOP, 1))
    }
    known = set(atop.iso3)
    ours = {pair for pair in ours if len(pair) == 2 and pair <= known}
    assert ours, "the record holds alliances of that year"
    assert len(ours & theirs) / len(ours) > 0.97, sorted(map(sorted, ours - theirs))[:20]


def test_a_definition_cannot_be_changed(record, en):
    one = likeness.definitions(record, STATES, DAY, None, en)[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.key = "other"


def test_a_guarantee_of_one_side_ranks_with_consultation(folder):
    folder.change("agreements", "fji-nor-2019-treaty", mutual_defence="one_sided")
    states = ["FJI", "ISL", "NOR"]
    levels = likeness.bound(folder.load(), states, dt.date(2024, 3, 1))
    assert levels[states.index("FJI"), states.index("NOR")] == 1
    assert likeness.TOP == 2


def test_the_order_of_the_states_changes_no_likeness(record):
    states = ["FJI", "ISL", "NOR", "NZL"]
    day = dt.date(2024, 3, 1)
    turned = likeness.shared_memberships(record, states[::-1], day).loc[states, states]
    pd.testing.assert_frame_equal(likeness.shared_memberships(record, states, day), turned)
    assert turned.to_numpy()[np.triu_indices(4, 1)].any()


def test_a_party_that_left_the_others_is_bound_no_more_while_they_are(folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-nor-2019-treaty")
    folder.append("agreements", **row | {"agreement_id": "fji-isl-nor-2019-pact", "parties": "FJI;ISL;NOR"})
    step = next(row for row in folder.rows("events") if row["kind"] == "termination")
    leaves = {"event_id": "2021-05-05-nor-leaves", "date": "2021-05-05", "countries": "NOR"}
    folder.append("events", **step | leaves | {"agreement_ids": "fji-isl-nor-2019-pact"})
    record, states = folder.load(), ["FJI", "ISL", "NOR"]
    before, after = (likeness.bound(record, states, day) for day in (dt.date(2021, 5, 4), dt.date(2021, 5, 5)))
    assert before[1, 2] == likeness.TOP
    assert after[1, 2] < likeness.TOP
    assert before[0, 1] == after[0, 1] == likeness.TOP


def test_a_state_that_ended_is_bound_in_the_one_that_continues_it(folder, on):
    treaty = {"parties": "EGY;JOR;YAR", "signed": "1950-06-17", "in_force": "", "mutual_defence": "yes"}
    folder.append("agreements", "fji-nor-2019-treaty", agreement_id="egy-jor-yar-1950-treaty", **treaty)
    levels = likeness.bound(folder.load(), ["EGY", "YEM", "FRA"], on("2020-01-01"))
    assert (levels[0, 1], levels[0, 2]) == (likeness.TOP, 0)
