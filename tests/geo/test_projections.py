"""Projections: true areas and distances, and what a map's edge cuts."""

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import Point

from pactbook import geo

GEOD = pyproj.Geod(ellps="WGS84")


def sphere(count, seed=0):
    """Return points spread evenly over the Earth."""
    random = np.random.default_rng(seed)
    return np.c_[random.uniform(-180, 180, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))]


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_projected_territories_are_valid(scale):
    shapes = geo.projected(geo.equal_earth(), scale).geometry.to_numpy()
    assert shapely.is_valid(shapes).all() and not shapely.is_empty(shapes).any()


def test_equal_earth_keeps_areas():
    projection = geo.equal_earth()
    frame = geo.pieces("110m").set_index("iso3")
    for code in ("BRA", "MNG", "COD"):
        true = abs(GEOD.geometry_area_perimeter(frame.geometry[code])[0])
        assert projection.geometry(frame.geometry[code], 0.2).area == pytest.approx(true, rel=2e-3)


def test_azimuthal_keeps_distances_from_the_centre():
    projection = geo.azimuthal(70, 30)
    points = sphere(200)
    metres = GEOD.inv(np.full(200, 70.0), np.full(200, 30.0), *points.T)[2]
    assert np.hypot(*projection.xy(*points.T).T) == pytest.approx(metres, rel=1e-9)
    assert projection.lonlat(*projection.xy(*points.T).T) == pytest.approx(points, abs=1e-6)


@pytest.mark.parametrize("code", ["RUS", "FJI", "USA", "NZL", "KIR"])
def test_states_across_the_antimeridian_are_not_torn_over_the_map(code):
    projection = geo.equal_earth()
    frame = geo.pieces("50m")
    shape = frame.geometry[frame["iso3"].eq(code)].iloc[0]
    flat = projection.geometry(shape)
    assert flat.is_valid
    assert flat.area == pytest.approx(abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.5))[0]), rel=2e-3)
    if code in ("RUS", "FJI"):
        widest = max(part.bounds[2] - part.bounds[0] for part in flat.geoms)
        assert widest < 1.2e7
    if code == "FJI":
        assert flat.bounds[2] - flat.bounds[0] < 1e6


def test_arcs_are_cut_at_the_edge_of_the_map():
    projection = geo.equal_earth()
    whole = geo.great_circle(27.57, 53.9, 73.04, 33.7, projection)
    torn = geo.great_circle(-77.0, 38.9, 149.1, -35.3, projection)
    assert len(whole) == 1
    assert len(torn) == 2
    for piece in torn:
        assert np.hypot(*np.diff(piece, axis=0).T).max() < 4e5
    assert abs(torn[0][-1, 0] + torn[1][0, 0]) < 1e5  # it leaves at one side and enters at the other


def test_arcs_are_cut_at_a_pole():
    projection = geo.equal_earth()
    over = geo.great_circle(-77.0, 38.9, 103.0, 38.9, projection)
    assert len(over) == 2
    top = projection.xy(0, 90)[1]
    assert all(piece[:, 1].max() < top for piece in over)
    assert projection.path(np.array([0.0, 0.0]), np.array([87.0, 89.0])) == []


def test_stripes_share_an_area_among_colours():
    area = Point(0, 0).buffer(1e6)
    halves = [geo.stripes(area, 1e5, 0.5, start) for start in (0.0, 0.5)]
    assert sum(half.area for half in halves) == pytest.approx(area.area, rel=1e-6)
    assert shapely.intersection(*halves).area < 1.0
    assert geo.stripes(shapely.Polygon(), 1e5).is_empty
