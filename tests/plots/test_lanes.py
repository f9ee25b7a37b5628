"""Lanes: no text meets another, and no stem runs through one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.plots import lanes
from pactbook.plots.lanes import Hung

END = 10.0
places = st.floats(0, END)


def hang(x, width, left):
    """Return a text that hangs as it should where it stays on the axis."""
    return Hung(x, "text", width, left=x + width > END or (left and x >= width))


def crossings(found, gap):
    """Return the pairs of texts that meet, and of stems and texts that cross."""
    shown = [one for one in found if one.lane is not None]
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            low, high = (one, other) if one.lane <= other.lane else (other, one)
            if one.lane == other.lane:
                if one.low < other.high + gap and other.low < one.high + gap:
                    yield one, other
            elif low.low < high.x < low.high:
                yield high, low


@given(st.lists(st.tuples(places, st.floats(0.1, 4)), max_size=25), st.booleans(), st.sampled_from([0.0, 0.2]))
def test_with_a_limit_nothing_ever_meets_or_crosses(marks, late, gap):
    found = lanes.place([hang(x, width, late) for x, width in marks], late, gap, most=6)
    assert len(found) == len(marks)
    assert list(crossings(found, gap)) == []
    assert all(one.lane is None or 0 <= one.lane < 6 for one in found)


@given(st.lists(st.tuples(places, st.floats(0.1, 4)), max_size=25))
def test_without_a_limit_every_text_has_a_lane_in_which_it_meets_no_other(marks):
    found = lanes.place([hang(x, width, left=False) for x, width in marks])
    assert all(one.lane is not None for one in found)
    assert not [pair for pair in crossings(found, 0.0) if pair[0].lane == pair[1].lane]


def test_a_text_takes_the_lowest_lane_that_is_free():
    far, near, alone = Hung(1.0, "a", 2.0, False), Hung(2.0, "b", 2.0, False), Hung(6.0, "c", 1.0, False)
    assert lanes.place([far, near, alone]) == [alone, near, far], "from the end to which they hang"
    assert (far.lane, near.lane, alone.lane) == (1, 0, 0)


def test_what_has_no_text_blocks_nothing():
    silent, told = Hung(1.5, "", 0.0, False), Hung(1.0, "a", 2.0, False)
    lanes.place([silent, told])
    assert (silent.lane, told.lane) == (None, 0)


def test_a_text_that_finds_no_lane_stays_without():
    crowd = [Hung(1.0 + number / 10, "a", 3.0, False) for number in range(4)]
    lanes.place(crowd, most=2)
    assert sorted(one.lane for one in crowd if one.lane is not None) == [0, 1]


def test_a_text_that_hangs_against_the_rule_comes_last():
    last, first = Hung(9.5, "a", 2.0, left=True), Hung(1.0, "b", 2.0, left=False)
    assert lanes.place([last, first]) == [first, last]
    assert lanes.place([last, first], late=True) == [last, first]


@pytest.mark.parametrize(
    ("given", "levels"), [([], []), ([0.0, 0.5, 0.6, 0.65, 2.0], [0, 0, 1, 2, 0]), ([1.0, 1.0, 1.0], [0, 1, 2])]
)
def test_marks_that_would_meet_are_stacked(given, levels):
    assert lanes.levels(given, 0.2) == levels
