import hashlib
import time

import numpy as np
import pyproj
import pytest
import shapely
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from pactbook import geo, paths, states
from pactbook.errors import UserError

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


# ------------------------------------------------------------------------------------------------- the pack


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_projected_territories_are_valid(scale):
    shapes = geo.projected(geo.equal_earth(), scale).geometry.to_numpy()
    assert shapely.is_valid(shapes).all() and not shapely.is_empty(shapes).any()


def test_files_match_their_provenance():
    about = yaml.safe_load((paths.boundaries() / "provenance.yaml").read_text(encoding="utf-8"))
    on_disk = {path.name for path in paths.boundaries().iterdir() if path.suffix in (".gz", ".csv")}
    assert set(about["files"]) == on_disk
    for name, facts in about["files"].items():
        content = (paths.boundaries() / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
    assert sum(facts["bytes"] for facts in about["files"].values()) < 6e6


@pytest.mark.parametrize("scale", ["110m", "50m", "10m"])
def test_shared_borders_stay_shared(scale):
    shapes = geo.pieces(scale).geometry.values
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_codes_are_iso_or_documented():
    about = yaml.safe_load((paths.boundaries() / "provenance.yaml").read_text(encoding="utf-8"))
    own = {code for code in geo.pieces("10m")["iso3"] if not states.is_place(code) or code == "XKX"}
    assert own == set(about["codes_that_are_not_iso"])
    assert {"FRA", "NOR", "XKX", "SSD", "ESH", "PSE"} <= set(geo.pieces("50m")["iso3"])


@pytest.mark.parametrize("scale", ["110m", "50m", "10m"])
@pytest.mark.parametrize(
    ("place", "defacto", "un"),
    [
        ((34.1, 45.1), "RUS", "UKR"),  # Crimea
        ((-12.5, 26.8), "MAR", "ESH"),  # west of the berm
        ((-9.0, 29.0), "MAR", "MAR"),
        ((21.0, 42.6), "XKX", "SRB"),
        ((121.0, 23.8), "TWN", "CHN"),
        ((44.1, 9.6), "SOL", "SOM"),
        ((33.5, 35.28), "CYN", "CYP"),
        ((73.6, 34.2), "PAK", "PAK"),  # Azad Kashmir
        ((74.8, 33.9), "IND", "IND"),
        ((37.6, 55.7), "RUS", "RUS"),
        ((39.0, 45.0), "RUS", "RUS"),  # Krasnodar, just east of Crimea
    ],
)
def test_views_give_places_to_states(scale, place, defacto, un):
    for view, expected in (("defacto", defacto), ("un", un)):
        frame = geo.pieces(scale, view)
        assert list(frame["iso3"][frame.contains(Point(place))]) == [expected]


def test_views_cover_the_same_land():
    land = [shapely.area(geo.pieces("50m", view).geometry.values).sum() for view in geo.WORLDVIEWS]
    assert land[0] == pytest.approx(land[1])


def test_lines_of_the_views_differ_where_they_must():
    kinds = {view: geo.lines("50m", view) for view in geo.WORLDVIEWS}
    assert set(kinds["defacto"]["kind"]) == {"international", "disputed", "line_of_control", "indefinite"}
    isthmus = box(33.3, 45.6, 35.2, 46.4)
    assert list(kinds["defacto"]["kind"][kinds["defacto"].within(isthmus)]) == ["disputed"]
    assert kinds["un"].within(isthmus).sum() == 0
    assert (
        kinds["defacto"]["kind"].eq("line_of_control") & kinds["defacto"].intersects(box(73, 32, 78, 36))
    ).sum() >= 3


def test_unknown_view_and_state_are_refused_with_the_nearest():
    with pytest.raises(UserError, match="defacto"):
        geo.pieces("50m", "de-facto")
    with pytest.raises(UserError, match="PAK"):
        geo.territory("PKA")
    with pytest.raises(UserError, match="TWN"):
        geo.territory("TWN", "un")


def test_territory_follows_the_view():
    crimea = Point(34.1, 45.1)
    assert geo.territory("RUS").contains(crimea)
    assert not geo.territory("RUS", "un").contains(crimea)
    assert geo.territory("UKR", "un").contains(crimea)
    assert not geo.territory("DNK").contains(Point(-40, 72))  # Greenland is a dependency


def test_capitals_and_cities():
    capitals = geo.capitals()
    assert capitals.index.is_unique
    assert capitals.loc["NAM", "name"] == "Windhoek"
    assert capitals.loc["PAK", ["lon", "lat"]].tolist() == pytest.approx([73.04, 33.72], abs=0.01)
    missing = {"ISR", "PSE", "RUS", "BLR", "XKX", "TWN", "FJI"} - set(capitals.index)
    assert not missing
    states = geo.state_capitals("un")
    assert {"PAK", "FJI", "PSE", "NAM"} <= set(states.index)
    assert not {"TWN", "XKX", "GRL", "HKG", "PRI"} & set(states.index)
    assert "TWN" in geo.state_capitals("defacto").index
    cities = geo.cities()
    assert 300 < len(cities) < 1000
    assert cities["population"].is_monotonic_decreasing
    states = set(geo.pieces("10m")["iso3"])
    assert set(cities["iso3"]) - states <= {"BES", "BVT", "CCK", "CXR", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM", "TKL"}


def test_coast_has_no_cut_at_the_antimeridian():
    points = shapely.get_coordinates(geo.coast("50m"))
    assert len(points) > 10_000
    russian = shapely.intersection(geo.coast("50m"), box(179.99, 65.5, 180.0, 68.5))
    assert russian.length < 0.1  # the polygons themselves are cut there for 2.6 degrees


# ----------------------------------------------------------------------------------------------- projections


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


# ------------------------------------------------------------------------------------------------- envelopes


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
    [("PAK", 300), ("PAK", 900), ("PAK", 2750), ("PAK", 12_000), ("RUS", 12_000), ("USA", 12_000)],
)
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


@pytest.mark.parametrize(
    ("code", "radius", "seconds"), [("PAK", 2750, 1), ("PAK", 12_000, 1), ("RUS", 2500, 3), ("RUS", 12_000, 3)]
)
def test_an_envelope_is_quick(code, radius, seconds):
    home = geo.territory(code)
    geo._groups.cache_clear()
    start = time.process_time()
    geo.geodesic_buffer.__wrapped__(home, radius, geo.equal_earth())
    assert time.process_time() - start < seconds


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


def test_present_day_states_have_territory():
    drawn = set(geo.pieces("50m")["iso3"])
    assert {code for codes in geo.PRESENT_DAY.values() for code in codes} <= drawn
    assert all(states.last_day(code) for code in geo.PRESENT_DAY)
