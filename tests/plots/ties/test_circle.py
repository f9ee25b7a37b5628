"""The picture of two states and their partners."""

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from pactbook.locale import Language
from pactbook.plots import ties

EN = Language("en")
LONG = ["COD", "BIH", "CAF", "STP", "TTO", "ARE"]


def partners(*rows):
    return pd.DataFrame(rows, columns=["partner", "with_a", "with_b"])


SOME = partners(
    ("AZE", "cooperation", "industry"),
    ("RUS", "mutual_defence", "cooperation"),
    ("IRN", "cooperation", ""),
    ("SAU", "", "mutual_defence"),
)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def lines(figure):
    return [patch for axes in figure.axes for patch in axes.patches if isinstance(patch, PathPatch)]


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def test_every_partner_is_named_once_with_a_line_to_each_state():
    figure = ties.neighbourhood(SOME, "BLR", "PAK", "cooperation", EN)
    named = words(figure)
    for name in ("Belarus", "Pakistan", "Azerbaijan", "Russia", "Iran", "Saudi Arabia"):
        assert named.count(name) == 1
    assert len(lines(figure)) == 6 + 1  # six ties and that of the two
    assert {"mutual defence", "cooperation", "arms and industry"} <= set(named)
    assert "consultation if attacked" not in named


def test_without_a_tie_of_their_own_there_is_no_arc():
    assert len(lines(ties.neighbourhood(SOME, "BLR", "PAK", "", EN))) == 6


def test_no_partner_at_all_gives_a_picture():
    figure = ties.neighbourhood(partners(), "BOL", "ZWE", "", EN)
    assert isinstance(figure, Figure)
    assert words(figure) == ["Bolivia", "Zimbabwe"]


def test_partners_stand_in_the_order_of_their_names():
    rows = [(code, "cooperation", "") for code in ("CHE", "DEU", "AUT")]
    figure = ties.neighbourhood(partners(*rows), "FRA", "POL", "", Language("de"))
    spots = {
        text.get_text(): text.xy[1] for text in body(figure).texts if text.get_text() not in ("Frankreich", "Polen")
    }
    assert sorted(spots, key=lambda name: -spots[name]) == ["Deutschland", "Schweiz", "Österreich"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_stay_on_the_figure_and_apart(language):
    rows = [(code, "cooperation", "") for code in LONG] + [("COG", "cooperation", "contact")]
    figure = ties.neighbourhood(partners(*rows), "USA", "BIH", "industry", Language(language))
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in body(figure).texts if text.get_text()]
    wide, high = figure.get_size_inches() * figure.dpi
    for number, box in enumerate(boxes):
        assert box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= high
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_more_partners_than_there_is_room_for_are_counted():
    from pactbook import states

    codes = [code for code in sorted(states.codes()) if code not in ("USA", "JPN")][:50]
    figure = ties.neighbourhood(partners(*[(c, "cooperation", "") for c in codes]), "USA", "JPN", "", EN)
    assert "+ 10 more" in words(figure)
