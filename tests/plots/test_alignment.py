"""Half tables, dots and steps: orders, what is drawn, other sets and empty tables."""

import datetime as dt

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from pactbook.plots import alignment, palette, style
from pactbook.plots.commitments import COMMITMENTS
from pactbook.subjects import bloc

PAIRS = pd.DataFrame(
    [("FJI", "ISL", 2, "mutual_defence"), ("FJI", "NOR", 0, ""), ("ISL", "NOR", 1, "industry")],
    columns=["a", "b", "documents", "commitment"],
)


def boxes(axes):
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def named(figure, label):
    return next(axes for axes in figure.axes if axes.get_label() == label)


def test_a_cell_has_the_colour_and_number_of_its_pair(en):
    figure = alignment.pairs(PAIRS, [["FJI", "ISL"], ["NOR"]], en)
    axes = named(figure, "pairs")
    found = [(round(one.get_x()), round(one.get_y()), mpl.colors.to_hex(one.get_facecolor())) for one in boxes(axes)]
    assert found == [
        (0, 1, COMMITMENTS["mutual_defence"].colour),
        (0, 2, palette.GRID),
        (1, 2, COMMITMENTS["industry"].colour),
    ]
    told = words(figure)
    assert told.count("2") == 1 and told.count("1") == 1 and "0" not in told
    assert {"mutual defence", "arms and industry", "none on record"} <= set(told)
    assert "cooperation" not in told, "the legend has what is drawn"
    lines = [(tuple(line.get_xdata()), tuple(line.get_ydata())) for line in axes.lines]
    assert lines == [((0, 2), (2, 2)), ((2, 2), (2, 3))], "the line parts the groups"


def test_equal_values_have_equal_shades(en):
    states = ["FJI", "ISL", "NOR"]
    values = pd.DataFrame([[1, 0.5, -0.2], [0.5, 1, np.nan], [-0.2, np.nan, 1]], index=states, columns=states)
    figure = alignment.halves([("one", values), ("other", values * 1.0)], states, en)
    shades = [[mpl.colors.to_hex(box.get_facecolor()) for box in boxes(axes)] for axes in figure.axes[:2]]
    assert shades[0] == shades[1] and len(shades[0]) == 3
    assert shades[0][2] == palette.GRID, "no value"
    assert "-0.2" not in words(figure) and "0.5" in words(figure)


def test_a_measure_with_values_of_one_state_is_left_out(en):
    states = ["FJI", "ISL"]
    one = pd.DataFrame([[1.0]], index=["FJI"], columns=["FJI"])
    both = pd.DataFrame(np.eye(2), index=states, columns=states)
    assert "lonely" not in words(alignment.halves([("lonely", one), ("both", both)], states, en))
    assert "Nothing to compare" in words(alignment.halves([("lonely", one)], states, en))


def test_members_stand_out_in_the_ranking(en):
    near = pd.DataFrame({"iso3": ["NOR", "FJI"], "likeness": [0.8, 0.4], "inside": [False, True]})
    axes = alignment.ranking(near, en).axes[1]
    weights = {text.get_text(): text.get_weight() for text in axes.texts}
    assert weights == {"Norway": "normal", "Fiji": "bold"}
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == [0.8, 0.4]
    assert dots[0].get_markerfacecolor() == palette.PAPER


def test_each_measure_has_its_dot_on_one_scale(en):
    tested = pd.DataFrame({"definition": ["Documents", "Allies", "Votes"], "less": [0.99, 0.25, np.nan]})
    axes = alignment.among_random(tested, ["a", "b", "no value"], en).axes[0]
    assert [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"] == [99, 25]
    assert axes.get_xlim() == (0, 100)
    assert all((box.get_x(), box.get_width()) == (5, 90) for box in boxes(axes))


@pytest.mark.parametrize("states", [["FJI", "ISL", "NOR", "URY"], ["BTN", "URY"]])
def test_steps_hold_until_the_next_one(record, en, states):
    history = bloc.bound_over_time(record, states, dt.date(2023, 1, 1))
    changes = [bloc.change(row, en) if row.gained or row.lost else "" for row in history.itertuples()]
    figure = alignment.steps(history, changes, 6, en)
    (line,) = [line for line in figure.axes[0].lines if line.get_drawstyle() == "steps-post"]
    assert list(line.get_ydata()) == list(history.pairs)
    low, high = figure.axes[0].get_ylim()
    assert low == 0 and high >= 6 and max(figure.axes[0].get_yticks()) == 6, (
        "the whole axis, and no more pairs than there are"
    )
    texts = [text.get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") for text in figure.axes[0].texts]
    assert {words for words in changes if words} <= set(texts), "each step has its label"


def test_on_a_phone_a_year_stands_for_the_words_of_each_change(record, en):
    states = ["FJI", "ISL", "NOR", "URY"]
    history = bloc.bound_over_time(record, states, dt.date(2023, 1, 1))
    changes = [bloc.change(row, en) if row.gained or row.lost else "" for row in history.itertuples()]
    with style.for_phones():
        (axes,) = alignment.steps(history, changes, 6, en).axes
    told = {text.get_text() for text in axes.texts}
    changed = {str(day.year) for day, words in zip(history.day, changes, strict=True) if words}
    assert changed and told == changed | {str(int(history.pairs.iloc[-1]))}
