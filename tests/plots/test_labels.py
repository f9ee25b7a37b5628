"""Labels of a map keep off what is drawn dark, where there is room."""

import numpy as np
import pytest
import shapely

from pactbook.plots import labels, style


@pytest.fixture
def placer():
    """A map of 10 × 5 units on ten inches by five."""
    figure = style.canvas(5, across=10)
    axes = figure.add_axes([0, 0, 1, 1])
    axes.set(xlim=(0, 10), ylim=(0, 5))
    return labels.Placer(axes)


def room(placer):
    """The room that the last label took, in inches, which are the units of this map."""
    return shapely.box(*placer.taken[-1].extents)


def test_a_label_stands_right_of_its_point_where_nothing_is_there(placer):
    placer.beside((5, 2.5), "Minsk")
    assert room(placer).bounds[0] > 5


def test_a_label_keeps_off_a_line(placer):
    line = shapely.linestrings([(5, 2.5), (10, 2.5)])
    placer.keep_off([line])
    placer.beside((5, 2.5), "Minsk")
    assert not room(placer).buffer(-placer.pad).intersects(line)


def test_a_label_goes_farther_rather_than_over_a_line(placer):
    ring = shapely.Point(5, 2.5).buffer(0.08).exterior
    placer.keep_off([ring])
    placer.beside((5, 2.5), "Belarus", (0.05, 0.115))
    assert not room(placer).intersects(ring)


def test_where_there_is_no_room_a_label_lies_on_lines_rather_than_to_be_left_out(placer):
    placer.keep_off([shapely.linestrings([(0, y), (10, y)]) for y in np.arange(0, 5, 0.05)])
    assert placer.beside((5, 2.5), "Minsk")


def test_a_later_label_keeps_off_a_leader(placer):
    placer.taken.append(labels.Bbox([[4.5, 2], [5.5, 3]]))
    placer.beside((5, 2.5), "Belarus", (0.8,))
    (leader,) = placer.leaders
    placer.dot(leader.interpolate(0.7, normalized=True).coords[0], radius=0.0)
    placer.beside(leader.interpolate(0.7, normalized=True).coords[0], "Russia")
    assert not room(placer).buffer(-placer.pad).intersects(leader)


def test_a_leader_goes_round_another_label(placer):
    placer.keep_off([shapely.Point(5, 2.5).buffer(0.3).exterior])
    placer.taken.append(labels.Bbox([[5.2, 2.45], [5.3, 2.55]]))
    placer.beside((5, 2.5), "Belarus", (0.5,))
    (leader,) = placer.leaders
    assert not leader.intersects(shapely.box(*placer.taken[0].extents))


def test_the_label_of_a_line_lies_on_it_where_no_other_line_does(placer):
    own = shapely.linestrings([(0, 2.5), (10, 2.5)])
    placer.keep_off([own], "own")
    placer.keep_off([shapely.linestrings([(x, 0), (x, 5)]) for x in np.arange(0, 5, 0.1)], "others")
    spots = [((x, 2.5), 0.0) for x in np.arange(1, 9, 0.1)]
    placer.along(spots, "140 km", "own")
    assert room(placer).bounds[0] > 4.9
    assert room(placer).intersects(own)


def test_what_is_off_the_map_costs_nothing(placer):
    placer.keep_off([shapely.linestrings([(-5, -5), (-1, -1)])])
    assert placer.crossed([labels.Bbox([[-9, -9], [9, 9]])]) == 0
