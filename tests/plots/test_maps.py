import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from pactbook import geo
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.plots import ground, labels, maps, palette, ties

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


def overlaps(figure):
    """Return the pairs of labels of a map that overlap as drawn."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [
        (text.get_text(), Text.get_window_extent(text, renderer)) for text in axes_of(figure).texts if text.get_text()
    ]
    return [(a, b) for i, (a, one) in enumerate(boxes) for b, two in boxes[i + 1 :] if one.overlaps(two)]


def test_membership_colours_states_and_counts_members():
    figure = maps.membership(TODAY, BLOCS)
    assert isinstance(figure, Figure)
    legend = texts(axes_of(figure, "legend"))
    assert legend == ["CSTO", "3", "SCO", "6", "GCC", "2", "CSTO and SCO", "3", "SCO: observers and partners", "2"]
    drawn = axes_of(figure)
    assert filled(drawn, palette.CYCLE[0]) >= 3  # RUS, BLR, KAZ
    assert filled(drawn, maps.lighter(palette.CYCLE[1])) == 2  # TUR, MNG
    assert filled(drawn, palette.CYCLE[2]) >= 2  # SAU, and BHR as shape and dot


def test_overlaps_are_striped_only_where_states_share_blocs():
    shared = maps._state_colours(TODAY, BLOCS)
    assert [colour for colour, _ in shared["RUS"].stripes] == [palette.CYCLE[1]]
    assert shared["RUS"].base == palette.CYCLE[0]
    assert shared["CHN"].stripes == []
    assert shared["TUR"].base == maps.lighter(palette.CYCLE[1])
    full_first = maps._state_colours(members(("TUR", "CSTO", "partner"), ("TUR", "SCO", "member")), BLOCS)["TUR"]
    assert full_first.base == palette.CYCLE[1]


def test_another_set_of_states_in_another_language():
    rows = members(("FRA", "EU", "member"), ("MLT", "EU", "member"), ("FJI", "PIF", "member"))
    figure = maps.membership(rows, [("EU", "EU"), ("PIF", "PIF")], labels=["FRA", "FJI"], language="de")
    assert {"Frankreich", "Fidschi"} <= set(texts(axes_of(figure)))
    assert texts(axes_of(figure, "legend")) == ["EU", "2", "PIF", "1"]


@pytest.mark.parametrize(
    "blocs", [[], BLOCS[:1], [(f"B{number}", f"The Very Long Name of Organisation {number}") for number in range(6)]]
)
def test_none_to_six_blocs(blocs):
    rows = members(*[(code, bloc, "member") for bloc, _ in blocs for code in ("FRA", "DEU")])
    figure = maps.membership(rows, blocs, labels=["FRA"])
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


def test_disputed_lines_are_dashed():
    lines = [item for item in axes_of(maps.membership(TODAY, BLOCS)).collections if isinstance(item, LineCollection)]
    dashed = [item for item in lines if item.get_linestyle()[0][1] is not None]
    assert len(dashed) == 1
    assert len(dashed[0].get_segments()) > 25


def test_labels_do_not_overlap():
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
    figure = maps.membership(TODAY, BLOCS, labels=many)
    assert len(texts(axes_of(figure))) >= len(many) - 1
    assert overlaps(figure) == []


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


PORTFOLIO = pd.DataFrame(
    [("RUS", 9, "mutual_defence"), ("CHN", 4, "cooperation"), ("AUS", 1, "industry"), ("FJI", 0, "contact")],
    columns=["partner", "documents", "commitment"],
)


def test_partners_are_joined_to_the_capital():
    figure = maps.partners(PORTFOLIO, "BLR")
    drawn = axes_of(figure)
    named = texts(drawn)
    assert {"Belarus", "Russia 9", "China 4", "Australia 1", "Fiji"} == set(named)
    arcs = [item for item in drawn.collections if isinstance(item, LineCollection) and item.get_zorder() == 5]
    assert len(arcs) == 2 * len(PORTFOLIO)  # each with a white rim
    assert arcs[-1].get_linewidth()[0] > arcs[1].get_linewidth()[0]  # most documents last and widest
    assert overlaps(figure) == []


def test_partners_of_another_state_cross_the_edge_of_the_map():
    drawn = axes_of(maps.partners(PORTFOLIO[PORTFOLIO["partner"].eq("AUS")], "USA"))
    arcs = [item for item in drawn.collections if isinstance(item, LineCollection) and item.get_zorder() == 5]
    assert {len(item.get_segments()) for item in arcs} == {2}


def test_no_partner_says_so():
    assert "No defence partner on record" in texts(axes_of(maps.partners(PORTFOLIO[:0], "FJI")))


@pytest.mark.parametrize("worldview", geo.WORLDVIEWS)
def test_the_boundary_note_names_the_view(worldview):
    note = maps.boundary_note(worldview, Language("en"))
    assert "Crimea" in note
    assert ("United Nations’ usage" in note) == (worldview == "un")
    with pytest.raises(UserError, match="worldview"):
        maps.boundary_note("mars", Language("en"))


@pytest.mark.parametrize("rows", [[("PRK", 1, "mutual_defence")], []])
def test_a_state_without_a_capital_on_record_has_a_map_without_lines(rows):
    portfolio = pd.DataFrame(rows, columns=["partner", "documents", "commitment"])
    axes = axes_of(maps.partners(portfolio, "SUN"))
    assert not [line for line in axes.collections if isinstance(line, LineCollection) and line.get_zorder() == 5]
    assert texts(axes) == (["North Korea 1"] if rows else ["No defence partner on record"])


def test_a_map_of_the_pacific_is_cut_in_the_atlantic():
    middle = geo.equal_earth("pacific")
    assert middle.lon == 150
    east, west = middle.xy(-31, 0)[0], middle.xy(-29, 0)[0]
    assert east > 1.6e7 and west < -1.6e7, "30° W is the edge"
    figure = maps.membership(TODAY, BLOCS, centre="pacific")
    assert len(figure.axes) == len(maps.membership(TODAY, BLOCS).axes)
