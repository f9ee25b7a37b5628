"""Designations in time."""

import matplotlib.dates as mdates
import pandas as pd
import pytest
from matplotlib.text import Text

from pactbook.plots import timelines
from pactbook.subjects import programme


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


@pytest.mark.slow
def test_names_on_the_timeline_cover_no_mark(overlaps, record, en, on):
    found = programme.designations(record, "FJI")
    crowd = pd.concat([found] + [found.assign(designated_on=f"2021-{month:02d}-15") for month in range(1, 12)])
    axes = body(timelines.designations(crowd, "ISL", on("2022-12-31"), en))
    axes.figure.canvas.draw()
    names = [text for text in axes.texts if text.get_text().startswith("Entity isl")]
    assert names
    for line in axes.lines:
        if line.get_marker() == "o":
            x, y = axes.transData.transform((mdates.date2num(line.get_xdata()[0]), line.get_ydata()[0]))
            assert not any(Text.get_window_extent(text).contains(x, y) for text in names)
    assert overlaps(axes) == []


def test_no_designation_says_so(record, en, on):
    frame = programme.designations(record, "BOL")
    assert texts(timelines.designations(frame, "", on("2022-12-31"), en)) == ["No designation on record"]


def test_the_key_tells_of_lifted_ones_where_there_are_any(record, en, on):
    found = programme.designations(record, "FJI")
    for in_place, told in ((True, False), (False, True)):
        figure = timelines.designations(found.assign(in_place=in_place), "ISL", on("2022-12-31"), en)
        assert ("pale: lifted or run out" in texts(figure)) == told
