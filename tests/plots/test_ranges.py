import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text
from shapely.geometry import LineString, Point

from pactbook import geo
from pactbook.errors import UserError
from pactbook.plots import ranges

pytestmark = pytest.mark.slow


def systems(*rows):
    frame = pd.DataFrame(rows, columns=["name", "range_km", "range_min", "range_max"])
    return frame.astype({"range_km": float, "range_min": float, "range_max": float})


BELARUS = systems(("A", 120, 120, 120), ("B", 300, 280, 300), ("C", 500, 500, 500))


def axes_of(figure, label="map"):
    return next(axes for axes in figure.axes if axes.get_label() == label)


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def bands(axes):
    """Return the ring fills, innermost first."""
    return [item for item in axes.collections if isinstance(item, PathCollection) and item.get_zorder() == 2]


def overlaps(figure):
    """Return the pairs of level labels that overlap as drawn; turned ones have boxes larger than themselves."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    level = [text for text in axes_of(figure).texts if text.get_text() and text.get_rotation() == 0]
    boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in level]
    return [(a, b) for i, (a, one) in enumerate(boxes) for b, two in boxes[i + 1 :] if one.overlaps(two)]


def test_each_range_is_a_ring_with_its_label():
    figure = ranges.envelope(BELARUS, "BLR")
    drawn = axes_of(figure)
    assert len(bands(drawn)) == 3
    assert {"120 km", "300 km", "500 km", "Belarus"} <= set(texts(drawn))
    legend = texts(axes_of(figure, "legend"))
    assert legend == ["A", "120 km", "B", "300 km; quoted 280–300", "C", "500 km", "shortest and longest range quoted"]
    assert overlaps(figure) == []


def test_a_ring_reaches_as_far_as_it_says():
    drawn = axes_of(ranges.envelope(BELARUS, "BLR"))
    home = geo.territory("BLR")
    projection = geo.azimuthal(*geo.centre(home))
    for band, radius in zip(bands(drawn), (120, 300, 500), strict=True):
        points = band.get_paths()[0].vertices
        away = geo.distance(projection.lonlat(*points.T), home)
        outer = away[away > radius - 50]
        assert len(outer) > 100
        assert np.abs(outer - radius).mean() < 0.3


def test_dashed_lines_only_where_sources_disagree():
    def dashed(frame):
        drawn = axes_of(ranges.envelope(frame, "BLR"))
        lines = [item for item in drawn.collections if isinstance(item, LineCollection) and item.get_zorder() == 4.1]
        return len(lines)

    assert dashed(BELARUS) == 1  # 280 km; 300 km is the ring itself
    assert dashed(systems(("B", 300, 280, 350))) == 2
    assert dashed(systems(("B", 300, 300, 300))) == 0
    assert dashed(systems(("B", 300, np.nan, np.nan))) == 0


def test_near_equal_systems_share_a_ring():
    rings = ranges.group(systems(("A", 900, 900, 900), ("B", 905, 905, 905), ("C", 2750, 2000, 2750)))
    assert [ring.names for ring in rings] == [("A", "B"), ("C",)]
    assert rings[0].range_km == 905
    assert (rings[1].low, rings[1].high) == (2000, 2750)


def test_there_are_never_more_than_seven_rings():
    many = systems(*[(f"S{number}", 100 * number, 100 * number, 100 * number) for number in range(1, 31)])
    rings = ranges.group(many)
    assert len(rings) == ranges.MOST_RINGS
    assert sorted(name for ring in rings for name in ring.names) == sorted(many["name"])
    assert [ring.range_km for ring in rings] == sorted(ring.range_km for ring in rings)


@pytest.mark.parametrize("frame", [systems(), systems(("A", np.nan, np.nan, np.nan))])
def test_no_quoted_range_says_so(frame):
    figure = ranges.envelope(frame, "CHL")
    assert "No quoted range is on record" in texts(axes_of(figure))
    assert bands(axes_of(figure)) == []
    assert "Chile" in texts(axes_of(figure))


@pytest.mark.parametrize(
    ("code", "km", "world"), [("PRK", 13_000, True), ("PRK", 1300, False), ("FJI", 500, False), ("IND", 6001, True)]
)
def test_long_ranges_are_drawn_on_a_world_map(code, km, world):
    drawn = axes_of(ranges.envelope(systems(("A", km, km, km)), code))
    assert (np.diff(drawn.get_xlim())[0] > 3e7) == world
    has_bar = any(len(line.get_xdata()) == 2 for line in drawn.lines)
    assert has_bar != world


def test_language_and_view():
    figure = ranges.envelope(systems(("Iskander", 1500, 1500, 1500)), "UKR", worldview="un", language="de")
    assert "Ukraine" in texts(axes_of(figure))
    assert "1.500 km" in texts(axes_of(figure))
    hatches = [item for item in axes_of(figure).collections if item.get_label() == "crimea"]
    assert max(item.get_zorder() for item in hatches) > 5  # above the territory that it is part of in this view


def test_cities_abroad_for_orientation():
    named = texts(axes_of(ranges.envelope(BELARUS, "BLR")))
    assert {"Moscow", "Warsaw", "Kyiv"} <= set(named)
    assert "Minsk" not in named


def test_unknown_state_is_refused():
    with pytest.raises(UserError, match="did you mean"):
        ranges.envelope(BELARUS, "BLX")


def test_a_band_of_a_shorter_system_is_no_bound_of_the_ring():
    """What is quoted for a system that shares the ring stands in the legend; the map dashes the ring's own band."""
    (ring,) = ranges.group(systems(("A", 495, 80, 495), ("B", 500, 450, 520)))
    assert (ring.low, ring.high) == (80, 520)
    assert ring.bounds == (450, 500, 520)
    assert "A and B" in texts(
        axes_of(ranges.envelope(systems(("A", 495, 80, 495), ("B", 500, 450, 520)), "BLR"), "legend")
    )


def test_bounds_that_would_touch_the_ring_are_left_out():
    (ring,) = ranges.group(systems(("A", 500, 498, 530)))
    assert ring.drawn(5).bounds == (500, 500, 530)
    assert ring.drawn(50).bounds == (500, 500, 500)


def test_the_label_of_a_ring_lies_on_no_other_ring():
    figure = ranges.envelope(BELARUS, "BLR")
    figure.canvas.draw()
    renderer, axes = figure.canvas.get_renderer(), axes_of(figure)
    edges = [
        LineString(axes.transData.transform(line))
        for item in axes.collections
        if isinstance(item, LineCollection) and 4 < item.get_zorder() < 4.5
        for line in item.get_segments()
    ]
    km = [text for text in axes.texts if text.get_rotation()]
    assert len(km) == 3
    for text in km:
        # The middle half of a turned label lies within its box, whatever its slope.
        box = Text.get_window_extent(text, renderer)
        core = Point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2).buffer(min(box.width, box.height) / 4)
        assert sum(core.intersects(edge) for edge in edges) == 1


def test_before_the_annexation_nothing_is_hatched_and_crimea_is_ukraines(on):
    missiles, before = systems(("Iskander", 1500, 1500, 1500)), on("2014-03-17")
    drawn = axes_of(ranges.envelope(missiles, "UKR", "un", day=before)).collections
    assert "crimea" not in {one.get_label() for one in drawn}
    assert geo.territory("UKR", "defacto", before).equals(geo.territory("UKR", "un"))
    assert not geo.territory("UKR", "defacto").equals(geo.territory("UKR", "un"))
