"""Quoted ranges, of one state and of several side by side."""

import pytest

from pactbook.plots import palette, quoted
from pactbook.subjects import programme

LIMITS = programme.CLASS_LIMITS_KM


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def test_each_state_has_a_panel_and_the_longest_range_its_name(record, en):
    figure = quoted.side_by_side(programme.side_by_side(record, ["FJI", "ISL", "BOL"]), LIMITS, en)
    assert {"Fiji", "Iceland", "Bolivia", "Beta", "One", "No range on record"} <= set(texts(figure))
    panels = [axes for axes in figure.axes if axes.get_label() != "legend"]
    assert [sum(line.get_marker() == "o" for line in axes.lines) for axes in panels] == [4, 1, 0]
    assert len({axes.get_ylim() for axes in panels}) == 1


@pytest.mark.slow
def test_nine_states_make_two_rows(record, en):
    states = dict.fromkeys(
        ["FJI", "ISL", "NOR", "BOL", "URY", "BTN", "CHL", "PER", "USA"], programme.systems(record, "FJI")
    )
    figure = quoted.side_by_side(states, LIMITS, en)
    boxes = [axes.get_position() for axes in figure.axes if axes.get_label() != "legend"]
    assert len({round(box.y0, 3) for box in boxes}) == 2
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def limits_of(axes, upright):
    """Return where the dashed lines of an axes stand."""
    lines = [line for line in axes.lines if line.get_color() == palette.FAINT]
    return [(line.get_ydata() if upright else line.get_xdata())[0] for line in lines]


@pytest.mark.parametrize("limits", [LIMITS, (150, 800)])
def test_the_lines_of_both_figures_are_the_limits_given(record, en, limits):
    frame = programme.systems(record, "FJI")
    assert limits_of(body(quoted.quoted_ranges(frame, limits, en)), upright=False) == list(limits)
    assert limits_of(body(quoted.side_by_side({"FJI": frame}, limits, en)), upright=True) == list(limits)


def test_a_system_has_its_spread_and_its_value(record, en):
    frame = programme.systems(record, "FJI")
    figure = quoted.quoted_ranges(frame, LIMITS, en)
    ranged = frame[frame.range_km.notna()]
    dots = [line for line in body(figure).lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == list(ranged.range_km)
    colours = {"yes": palette.BRICK, "no": palette.TEAL, "unknown": palette.UNTOLD}
    assert [line.get_color() for line in dots] == [colours[answer] for answer in ranged.category_i]
    assert {"Beta", "2,000–2,500 km", "Category I by quoted figures"} <= set(texts(figure))
    assert texts(quoted.quoted_ranges(frame[:0], LIMITS, en)) == ["No range quoted on record"]
