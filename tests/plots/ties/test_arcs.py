"""Great circles on a map."""

import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from pactbook.plots import ties

PORTFOLIO = pd.DataFrame(
    [("RUS", 9, "mutual_defence"), ("CHN", 4, "cooperation"), ("AUS", 1, "industry"), ("FJI", 0, "contact")],
    columns=["partner", "documents", "commitment"],
)


def axes_of(figure, label="map"):
    return next(axes for axes in figure.axes if axes.get_label() == label)


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


@pytest.mark.slow
def test_partners_are_joined_to_the_capital(overlaps):
    figure = ties.partners(PORTFOLIO, "BLR")
    drawn = axes_of(figure)
    named = texts(drawn)
    assert {"Belarus", "Russia 9", "China 4", "Australia 1", "Fiji"} == set(named)
    arcs = [item for item in drawn.collections if isinstance(item, LineCollection) and item.get_zorder() == 5]
    assert len(arcs) == 2 * len(PORTFOLIO)  # each with a white rim
    assert arcs[-1].get_linewidth()[0] > arcs[1].get_linewidth()[0]  # most documents last and widest
    assert overlaps(axes_of(figure)) == []


def test_partners_of_another_state_cross_the_edge_of_the_map():
    drawn = axes_of(ties.partners(PORTFOLIO[PORTFOLIO["partner"].eq("AUS")], "USA"))
    arcs = [item for item in drawn.collections if isinstance(item, LineCollection) and item.get_zorder() == 5]
    assert {len(item.get_segments()) for item in arcs} == {2}


def test_no_partner_says_so():
    assert "No defence partner on record" in texts(axes_of(ties.partners(PORTFOLIO[:0], "FJI")))


@pytest.mark.parametrize("rows", [[("PRK", 1, "mutual_defence")], []])
def test_a_state_without_a_capital_on_record_has_a_map_without_lines(rows):
    portfolio = pd.DataFrame(rows, columns=["partner", "documents", "commitment"])
    axes = axes_of(ties.partners(portfolio, "SUN"))
    assert not [line for line in axes.collections if isinstance(line, LineCollection) and line.get_zorder() == 5]
    assert texts(axes) == (["North Korea 1"] if rows else ["No defence partner on record"])


PAIRS = pd.DataFrame(
    [
        ("BLR", "RUS", 9, "mutual_defence"),
        ("BLR", "CHN", 2, "cooperation"),
        ("FJI", "NZL", 3, "cooperation"),
        ("BLR", "SUN", 1, "industry"),
    ],
    columns=["a", "b", "documents", "commitment"],
)


def arcs_of(axes):
    return [item for item in axes.collections if isinstance(item, LineCollection) and item.get_zorder() in (5, 5.5)]
