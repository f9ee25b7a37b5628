"""Distances and envelopes against pyproj and against brute force."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from pactbook import geo

pytestmark = pytest.mark.slow

GEOD = pyproj.Geod(ellps="WGS84")


def exact_km(points, territory):
    """Return geodesic distances to the boundary by trying every vertex: slow, and independent of the package."""
    edge = shapely.get_coordinates(shapely.segmentize(territory.boundary, 0.02))
    near = np.empty(len(points))
    for row, (lon, lat) in enumerate(points):
        near[row] = GEOD.inv(np.full(len(edge), lon), np.full(len(edge), lat), *edge.T)[2].min()
    return near / 1000


def outline(area, count, seed=0):
    """Return points of an envelope's outline, without its cut at the 180th meridian and the poles."""
    points = shapely.get_coordinates(shapely.segmentize(area.boundary, 0.2))
    points = points[(np.abs(points[:, 0]) < 179.5) & (np.abs(points[:, 1]) < 89.5)]
    return points[np.random.default_rng(seed).choice(len(points), min(count, len(points)), replace=False)]


def sphere(count, seed=0):
    """Return points spread evenly over the Earth."""
    random = np.random.default_rng(seed)
    return np.c_[random.uniform(-180, 180, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))]


@pytest.mark.parametrize(("code", "radius"), [("PAK", 320), ("PAK", 2750), ("BLR", 500), ("PRK", 10_000)])
def test_envelopes_lie_at_the_exact_distance(code, radius):
    home = geo.territory(code)
    area = geo.geodesic_buffer(home, radius)
    error = np.abs(exact_km(outline(area, 150), home) - radius)
    assert area.is_valid
    assert error.mean() < 0.1
    assert error.max() < 3


@pytest.mark.parametrize(
    ("code", "radius"),
    [("PAK", 900), ("BLR", 500), ("PRK", 15_000), ("FJI", 1500), ("RUS", 2500), ("NOR", 2000), ("USA", 6000)],
)
def test_points_are_on_the_right_side(code, radius):
    home = geo.territory(code)
    area = geo.geodesic_buffer(home, radius)
    points = sphere(4000, seed=radius)
    reached = (geo.distance(points, home) <= radius) | shapely.contains_xy(home, *points.T)
    assert 0.002 < reached.mean() < 0.998
    assert (shapely.contains_xy(area, *points.T) == reached).mean() >= 0.999


@pytest.mark.parametrize(
    ("code", "radius"),
    [
        ("PAK", 300), ("PAK", 900), ("PAK", 2750), ("PAK", 12_000), ("USA", 2_500),
        pytest.param("RUS", 6_000, marks=pytest.mark.long),
    ],
)  # fmt: skip
def test_an_envelope_is_as_exact_as_promised(code, radius):
    """The outline lies within 0.1 km on average, and 99.9 % of 20,000 points are on the right side."""
    home = geo.territory(code)
    area = geo.geodesic_buffer(home, radius)
    off = np.abs(exact_km(outline(area, 100, seed=1), home) - radius)
    assert off.mean() < 0.1
    assert np.abs(geo.distance(outline(area, 5000, seed=2), home) - radius).mean() < 0.1
    points = sphere(400_000, seed=3) if radius < 1000 else sphere(20_000, seed=3)
    west, south, east, north = area.bounds  # a small envelope is tested with the points around it
    near = (points >= (west - 3, south - 3)).all(axis=1) & (points <= (east + 3, north + 3)).all(axis=1)
    rest = sphere(20_000, seed=4)[: 20_000 - min(20_000, int(near.sum()))]
    points = np.vstack([points[near][:20_000], rest])
    reached = (geo.distance(points, home) <= radius) | shapely.contains_xy(home, *points.T)
    assert len(points) == 20_000
    assert (shapely.contains_xy(area, *points.T) == reached).mean() >= 0.999


def test_an_envelope_is_computed_once():
    home = geo.territory("BLR")
    assert geo.geodesic_buffer(home, 321) is geo.geodesic_buffer(geo.territory("BLR"), 321)


@pytest.mark.parametrize(("code", "radius"), [("RUS", 500), ("NOR", 2000), ("CHL", 1000)])
def test_no_needle_or_hole_in_the_outline(code, radius):
    """Islands and re-entrant corners once left spikes 150 km deep, too thin for random points to find."""
    home = geo.territory(code)
    points = outline(geo.geodesic_buffer(home, radius), 20_000)
    assert np.abs(geo.distance(points, home) - radius).max() < 5


def test_distance_agrees_with_pyproj():
    home = geo.territory("BLR")
    points = sphere(60)
    points = points[~shapely.contains_xy(home, *points.T)]
    assert geo.distance(points, home) == pytest.approx(exact_km(points, home), abs=0.05)


@settings(max_examples=25)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), radius=st.floats(50, 19_900))
@example(lon=6.0, lat=0.0, radius=17_254.0)
@example(lon=20.0, lat=40.0, radius=17_254.0)
@example(lon=0.0, lat=90.0, radius=15_900.0)
def test_the_buffer_of_a_point_is_a_geodesic_disc(lon, lat, radius):
    area = geo.geodesic_buffer(Point(lon, lat), radius)
    points = sphere(1500)
    away = GEOD.inv(np.full(1500, lon), np.full(1500, lat), *points.T)[2] / 1000
    clear = np.abs(away - radius) > 1  # the disc is a polygon
    assert (shapely.contains_xy(area, *points.T) == (away <= radius))[clear].mean() > 0.999


def test_envelopes_reach_over_a_pole_and_the_antimeridian():
    pole = geo.geodesic_buffer(geo.territory("NOR"), 2000)
    assert pole.contains(Point(0, 89.9))
    assert pole.contains(Point(179, 87))
    fiji = geo.geodesic_buffer(geo.territory("FJI"), 300)
    assert fiji.contains(Point(179.9, -17))
    assert fiji.contains(Point(-179.9, -17))
    assert fiji.bounds[0] < -179.9
    assert fiji.bounds[2] > 179.9


def test_envelope_on_a_map_is_the_same_area():
    home = geo.territory("FJI")
    globe = geo.geodesic_buffer(home, 300)
    flat = geo.geodesic_buffer(home, 300, geo.equal_earth())
    assert flat.area == pytest.approx(abs(GEOD.geometry_area_perimeter(globe)[0]), rel=2e-3)
    local = geo.geodesic_buffer(home, 300, geo.azimuthal(*geo.centre(home)))
    assert local.geom_type == "Polygon"  # no seam where the map has none
    assert local.area == pytest.approx(flat.area, rel=5e-3)


def test_a_wider_envelope_holds_a_narrower_one():
    home = geo.territory("BLR")
    narrow, wide = (geo.geodesic_buffer(home, radius, geo.azimuthal(28, 53)) for radius in (200, 210))
    assert wide.contains(narrow)
    assert narrow.contains(Point(geo.azimuthal(28, 53).xy(27.56, 53.9)))


@pytest.mark.parametrize("radius", [0, -5, 20_001])
def test_radius_out_of_bounds_is_refused(radius):
    with pytest.raises(ValueError, match="between 0 and 20,000"):
        geo.geodesic_buffer(Point(0, 0), radius)


def test_whole_world_within_reach():
    area = geo.geodesic_buffer(geo.territory("RUS"), 19_900)
    assert shapely.contains_xy(area, *sphere(500).T).all()
