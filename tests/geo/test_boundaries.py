"""The boundary pack: what it holds, whose land is whose, and that nobody changes what is kept."""

import datetime as dt
import hashlib
import shutil

import pytest
import shapely
import yaml
from shapely.geometry import Point, box

from pactbook import geo, paths, states
from pactbook.errors import UserError


def test_files_match_their_provenance():
    about = yaml.safe_load((paths.boundaries() / "provenance.yaml").read_text(encoding="utf-8"))
    on_disk = {path.name for path in paths.boundaries().iterdir() if path.suffix in (".gz", ".csv")}
    assert set(about["files"]) == on_disk
    for name, facts in about["files"].items():
        content = (paths.boundaries() / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
    assert sum(facts["bytes"] for facts in about["files"].values()) < 6e6


@pytest.mark.slow
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


@pytest.mark.parametrize("scale", ["110m", "50m", "10m"])
def test_the_parts_of_a_divided_state_are_the_whole_of_it(scale):
    whole, parts = geo.pieces(scale).set_index("iso3").geometry, geo.past(scale)
    assert shapely.is_valid(parts.geometry.values).all()
    for iso3, own in parts.groupby("iso3"):
        assert shapely.area(own.geometry.values).sum() == pytest.approx(whole[iso3].area)
        assert shapely.union_all(own.geometry.values).symmetric_difference(whole[iso3]).area < 1e-6


@pytest.mark.parametrize("scale", ["110m", "50m", "10m"])
@pytest.mark.parametrize(
    ("place", "holders"),
    [
        ((12.4, 51.3), ("DDR",)),  # Leipzig
        ((12.1, 54.0), ("DDR",)),  # Rostock
        ((9.7, 52.4), ("DEU",)),  # Hannover
        ((11.9, 50.3), ("DEU",)),  # Hof
        ((13.4, 52.5), ("DEU", "DDR")),  # Berlin
        ((44.2, 15.3), ("YAR",)),  # Sanaa
        ((44.0, 13.6), ("YAR",)),  # Taiz
        ((45.0, 12.9), ("YMD",)),  # Aden
        ((49.0, 16.0), ("YMD",)),  # Hadramawt
        ((105.8, 21.0), ("VDR",)),  # Hanoi
        ((106.7, 10.8), ("RVN",)),  # Saigon
    ],
)
def test_places_of_divided_states_are_whose_they_were(scale, place, holders):
    parts = geo.past(scale)
    assert list(parts["holders"][parts.contains(Point(place))]) == [holders]


def test_every_state_that_was_divided_has_its_parts():
    ever = {
        (code, holders)
        for code in states.codes()
        if states.existed(code, dt.date.max)
        for year in range(1945, 2027)
        if len(holders := states.holders(code, dt.date(year, 6, 1))) > 1
    }
    parts = geo.past("50m")
    for code, holders in ever:
        assert {one for own in parts["holders"][parts["iso3"].eq(code)] for one in own} == set(holders)


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


# ------------------------------------------------------------------------------------------------ what is kept

FRAMES = {
    "pieces": lambda: geo.pieces("110m"),
    "lines": lambda: geo.lines("110m"),
    "capitals": geo.capitals,
    "state_capitals": geo.state_capitals,
    "cities": geo.cities,
    "projected": lambda: geo.projected(geo.equal_earth(), "110m"),
    "projected_lines": lambda: geo.projected_lines(geo.equal_earth(), "110m"),
}


def _assigned(frame, column):
    frame[column] = frame[column].iloc[::-1].to_numpy()


def _located(frame, column):
    frame.loc[frame.index[0], column] = frame[column].iloc[-1]


def _inside(frame, column):
    values = frame[column].array
    values[0] = values[len(values) - 1]


def _numpy(frame, column):
    values = frame[column].to_numpy()
    values.flags.writeable = True
    values[0] = values[-1]


@pytest.mark.parametrize("act", [_assigned, _located, _inside, _numpy], ids=lambda act: act.__name__.strip("_"))
@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_handed_out_cannot_change_what_is_kept(name, act):
    before = FRAMES[name]().copy()
    for column in before.columns:
        changed = FRAMES[name]()
        act(changed, column)
        changed.index.name = changed.columns.name = "other"
        after = FRAMES[name]()
        assert list(after.columns) == list(before.columns)
        assert after.index.name == before.index.name
        same = [a is b or a == b for a, b in zip(after[column], before[column], strict=True)]
        assert all(same), (column, act)


@pytest.fixture
def other_pack(tmp_path, monkeypatch):
    """A pack in another folder, which has one capital and the layer of the smallest scale."""
    folder = tmp_path / "boundaries"
    folder.mkdir()
    (folder / "capitals.csv").write_text("iso3,name,lon,lat,population\nFJI,Elsewhere,1.5,2.5,7\n", encoding="utf-8")
    shutil.copy(paths.boundaries() / "countries_110m.fgb.gz", folder)
    ours = paths.boundaries()
    monkeypatch.setattr(paths, "boundaries", lambda: folder)
    return ours


def test_the_folder_of_the_pack_is_that_of_the_call(other_pack, monkeypatch):
    assert geo.capitals().loc["FJI", "name"] == "Elsewhere"
    assert len(geo.capitals()) == 1
    assert len(geo.pieces("110m")) > 100
    for missing in (lambda: geo.pieces("50m"), lambda: geo.lines("110m"), geo.cities, lambda: geo.coast("50m")):
        with pytest.raises(UserError, match="make boundaries"):
            missing()
    with pytest.raises(UserError, match="has no lines_110m"):
        geo.projected_lines(geo.equal_earth(), "110m")
    monkeypatch.setattr(paths, "boundaries", lambda: other_pack)
    assert geo.capitals().loc["FJI", "name"] == "Suva"
    assert len(geo.cities()) > 300


def test_the_list_of_names_is_whole():
    assert all(hasattr(geo, name) for name in geo.__all__)
    assert sorted(geo.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)) == geo.__all__
