"""World maps of membership."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.plots import labels, maps, palette

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


def test_states_that_ended_are_drawn_on_present_day_borders():
    colours = maps._state_colours(members(("SUN", "WTO", "member"), ("CSK", "WTO", "member")), [("WTO", "Warsaw Pact")])
    assert {"RUS", "UKR", "EST", "CZE", "SVK"} <= set(colours)
    assert "SUN" not in colours
    legend = texts(axes_of(maps.membership(members(("SUN", "WTO", "member")), [("WTO", "Warsaw Pact")]), "legend"))
    assert legend == ["Warsaw Pact", "1"]


def test_small_multiples_have_a_panel_a_date():
    panels = [("1995", TODAY[:3]), ("2025", TODAY), ("none", TODAY[:0]), ("fourth", TODAY)]
    figure = maps.small_multiples(panels, BLOCS)
    assert [axes.get_label() for axes in figure.axes] == ["legend", "1995", "2025", "none", "fourth"]
    assert texts(axes_of(figure, "1995")) == ["1995", "CSTO 3"]
    assert set(texts(axes_of(figure, "2025"))) == {"2025", "CSTO 3", "SCO 6", "GCC 2"}
    assert texts(axes_of(figure, "none")) == ["none"]


def test_small_multiples_of_nothing():
    assert isinstance(maps.small_multiples([], BLOCS), Figure)
    assert len(maps.small_multiples([("2025", members())], BLOCS).axes) == 1


def test_a_map_of_the_pacific_is_cut_in_the_atlantic():
    middle = geo.equal_earth("pacific")
    assert middle.lon == 150
    east, west = middle.xy(-31, 0)[0], middle.xy(-29, 0)[0]
    assert east > 1.6e7 and west < -1.6e7, "30° W is the edge"
    figure = maps.membership(TODAY, BLOCS, centre="pacific")
    assert len(figure.axes) == len(maps.membership(TODAY, BLOCS).axes)
