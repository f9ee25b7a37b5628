"""World maps of membership."""

import datetime as dt

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.plots import ground, labels, maps, palette

BLOCS = [("CSTO", "CSTO"), ("SCO", "SCO"), ("GCC", "GCC")]


def members(*rows):
    return pd.DataFrame(rows, columns=["iso3", "bloc_id", "role"])


TODAY = members(
    *[(code, "CSTO", "member") for code in ("RUS", "BLR", "KAZ")],
    *[(code, "SCO", "member") for code in ("RUS", "BLR", "KAZ", "CHN", "IND", "PAK")],
    *[(code, "GCC", "member") for code in ("SAU", "BHR")],
    ("TUR", "SCO", "partner"),
    ("MNG", "SCO", "observer"),
)


def axes_of(figure, label="map"):
    return next(axes for axes in figure.axes if axes.get_label() == label)


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def filled(axes, colour):
    """Return how many shapes are filled with exactly this colour."""
    wanted = mpl.colors.to_rgba(colour)
    return sum(
        np.isclose(face, wanted).all()
        for collection in axes.collections
        if isinstance(collection, PathCollection)
        for face in collection.get_facecolor()
    )


@pytest.mark.slow
def test_membership_colours_states_and_counts_members():
    figure = maps.membership(TODAY, BLOCS)
    assert isinstance(figure, Figure)
    legend = texts(axes_of(figure, "legend"))
    assert legend == ["CSTO", "3", "SCO", "6", "GCC", "2", "CSTO and SCO", "3", "SCO: observers and partners", "2"]
    drawn = axes_of(figure)
    assert filled(drawn, palette.CYCLE[0]) >= 3  # RUS, BLR, KAZ
    assert filled(drawn, palette.lighter(palette.CYCLE[1])) == 2  # TUR, MNG
    assert filled(drawn, palette.CYCLE[2]) >= 2  # SAU, and BHR as shape and dot


def test_overlaps_are_striped_only_where_states_share_blocs():
    shared = maps._state_colours(TODAY, BLOCS)
    assert [colour for colour, _ in shared["RUS"].stripes] == [palette.CYCLE[1]]
    assert shared["RUS"].base == palette.CYCLE[0]
    assert shared["CHN"].stripes == []
    assert shared["TUR"].base == palette.lighter(palette.CYCLE[1])
    full_first = maps._state_colours(members(("TUR", "CSTO", "partner"), ("TUR", "SCO", "member")), BLOCS)["TUR"]
    assert full_first.base == palette.CYCLE[1]


def test_another_set_of_states_in_another_language():
    rows = members(("FRA", "EU", "member"), ("MLT", "EU", "member"), ("FJI", "PIF", "member"))
    figure = maps.membership(rows, [("EU", "EU"), ("PIF", "PIF")], named=["FRA", "FJI"], language="de")
    assert {"Frankreich", "Fidschi"} <= set(texts(axes_of(figure)))
    assert texts(axes_of(figure, "legend")) == ["EU", "2", "PIF", "1"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "blocs", [[], BLOCS[:1], [(f"B{number}", f"The Very Long Name of Organisation {number}") for number in range(6)]]
)
def test_none_to_six_blocs(blocs):
    rows = members(*[(code, bloc, "member") for bloc, _ in blocs for code in ("FRA", "DEU")])
    figure = maps.membership(rows, blocs, named=["FRA"])
    assert "France" in texts(axes_of(figure))
    if not blocs:
        assert [axes.get_label() for axes in figure.axes] == ["map"]
    if len(blocs) == 6:
        legend = axes_of(figure, "legend")
        assert legend.get_position().height * figure.get_size_inches()[1] > 2 * labels.ROW  # it wraps
        figure.canvas.draw()
        edge = figure.bbox.x1
        named = [
            text
            for text in legend.texts
            if text.get_text().startswith("The Very Long") and "and" not in text.get_text()
        ]
        assert all(text.get_window_extent().x1 < edge for text in named)


@pytest.mark.slow
@pytest.mark.parametrize("worldview", geo.WORLDVIEWS)
def test_crimea_is_hatched_in_both_views(worldview):
    for figure in (maps.membership(TODAY, BLOCS, worldview), maps.membership(members(), BLOCS, worldview)):
        hatches = [item for item in axes_of(figure).collections if item.get_label() == "crimea"]
        assert len(hatches) == 1
        spot = geo.equal_earth().xy(34.2, 45.2)
        assert shapely.box(*hatches[0].get_paths()[0].get_extents().extents).contains(shapely.Point(spot))


def test_views_colour_taiwan_otherwise():
    rows, blocs = members(("CHN", "SCO", "member")), [("SCO", "SCO")]
    count = {view: filled(axes_of(maps.membership(rows, blocs, view)), palette.CYCLE[0]) for view in geo.WORLDVIEWS}
    assert count["un"] == count["defacto"] + 1


@pytest.mark.slow
def test_labels_do_not_overlap(overlaps):
    many = [
        "RUS",
        "CHN",
        "IND",
        "PAK",
        "IRN",
        "SAU",
        "KAZ",
        "BLR",
        "TUR",
        "UZB",
        "UKR",
        "POL",
        "DEU",
        "FRA",
        "GBR",
        "JPN",
        "ARE",
    ]
    figure = maps.membership(TODAY, BLOCS, named=many)
    assert len(texts(axes_of(figure))) >= len(many) - 1
    assert overlaps(axes_of(figure)) == []


def colours_at(figure, lon, lat):
    """Return the colours of the fills over a place, the lowest first."""
    spot = shapely.Point(geo.equal_earth().xy(lon, lat))
    found = []
    for item in sorted(axes_of(figure).collections, key=lambda one: one.get_zorder()):
        if not isinstance(item, PathCollection):
            continue
        faces = item.get_facecolors()
        for number, path in enumerate(item.get_paths()):
            if path.contains_point((spot.x, spot.y)) and len(faces):
                found.append(to_hex(faces[min(number, len(faces) - 1)]))
    return found


PACTS = [("NATO", "NATO"), ("WTO", "Warsaw Pact")]
THEN = dt.date(1985, 6, 1)


@pytest.mark.slow
def test_a_past_day_has_the_states_of_that_day():
    rows = members(("SUN", "WTO", "member"), ("DEU", "NATO", "member"), ("CSK", "WTO", "member"))
    figure = maps.membership(rows, PACTS, named=["SUN"], day=THEN)
    nato, wto = palette.CYCLE[:2]
    for place in ((30.5, 50.4), (37.6, 55.7), (25.0, 58.8), (34.2, 45.2), (15.0, 49.8), (19.2, 48.7)):
        assert wto in colours_at(figure, *place), place
    assert wto not in colours_at(figure, 10.0, 51.2) and nato in colours_at(figure, 10.0, 51.2)
    assert texts(axes_of(figure, "legend")) == ["NATO", "1", "Warsaw Pact", "2"]
    assert "Soviet Union" in texts(axes_of(figure))
    assert not [item for item in axes_of(figure).collections if item.get_label() == "crimea"]


@pytest.mark.slow
def test_land_of_two_states_that_are_one_today_is_cut_between_them():
    both = members(("DEU", "NATO", "member"), ("DDR", "WTO", "member"))
    nato, wto = palette.CYCLE[:2]
    then, today = (maps.membership(both, PACTS, day=day) for day in (THEN, None))
    leipzig, munich = (12.4, 51.3), (11.6, 48.1)
    assert wto in colours_at(then, *leipzig) and nato not in colours_at(then, *leipzig)
    assert nato in colours_at(then, *munich) and wto not in colours_at(then, *munich)
    assert nato in colours_at(today, *leipzig) and wto not in colours_at(today, *leipzig)


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_a_border_is_drawn_between_states_that_are_one_today(scale):
    kassel_to_erfurt = shapely.LineString([geo.equal_earth().xy(*place) for place in ((9.5, 51.3), (11.0, 51.0))])
    then, now = (ground.land(geo.equal_earth(), scale, "un", day)[1] for day in (THEN, dt.date(1991, 1, 1)))
    crossed = [shapely.intersects(lines.geometry.to_numpy(), kassel_to_erfurt).any() for lines in (then, now)]
    assert crossed == [True, False]


def test_no_line_is_drawn_inside_a_state_of_the_day():
    kyiv_to_moscow = shapely.LineString([geo.equal_earth().xy(*place) for place in ((30.5, 50.4), (37.6, 55.7))])
    _, then = ground.land(geo.equal_earth(), "50m", "un", THEN)
    _, now = ground.land(geo.equal_earth(), "50m", "un")
    crossed = [shapely.intersects(lines.geometry.to_numpy(), kyiv_to_moscow).any() for lines in (then, now)]
    assert crossed == [False, True]
    warsaw_to_kyiv = shapely.LineString([geo.equal_earth().xy(*place) for place in ((21.0, 52.2), (30.5, 50.4))])
    assert shapely.intersects(then.geometry.to_numpy(), warsaw_to_kyiv).any()


@pytest.mark.slow
def test_small_multiples_have_a_panel_a_date():
    panels = [
        (dt.date(year, 12, 31), rows)
        for year, rows in ((1995, TODAY[:3]), (2025, TODAY), (2026, TODAY[:0]), (2027, TODAY))
    ]
    figure = maps.small_multiples(panels, BLOCS)
    assert [axes.get_label() for axes in figure.axes] == ["legend", "1995", "2025", "2026", "2027"]
    assert texts(axes_of(figure, "1995")) == ["1995", "CSTO 3"]
    assert set(texts(axes_of(figure, "2025"))) == {"2025", "CSTO 3", "SCO 6", "GCC 2"}
    assert texts(axes_of(figure, "2026")) == ["2026"]


def test_small_multiples_of_nothing():
    assert isinstance(maps.small_multiples([], BLOCS), Figure)
    assert len(maps.small_multiples([(dt.date(2025, 1, 1), members())], BLOCS).axes) == 1


@pytest.mark.slow
def test_a_map_of_the_pacific_is_cut_in_the_atlantic():
    middle = geo.equal_earth("pacific")
    assert middle.lon == 150
    east, west = middle.xy(-31, 0)[0], middle.xy(-29, 0)[0]
    assert east > 1.6e7 and west < -1.6e7, "30° W is the edge"
    figure = maps.membership(TODAY, BLOCS, centre="pacific")
    assert len(figure.axes) == len(maps.membership(TODAY, BLOCS).axes)
