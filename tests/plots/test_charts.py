"""The base rates: bars, what is missing, and the break between two sources."""

import numpy as np
import pandas as pd
import pytest

from pactbook.locale import Language
from pactbook.plots import charts, style

EN = Language("en")


def counts(*rows):
    return pd.DataFrame(rows, columns=["series", "year", "source", "agreements"]).astype({"agreements": float})


SOME = counts(
    *[
        (series, year, "dcad", value)
        for series, value in (("world", 9), ("BLR", np.nan), ("PAK", 0))
        for year in (2009, 2010)
    ],
    *[(series, year, "record", 2) for series in ("world", "BLR", "PAK") for year in (2011, 2012)],
)


def panels(figure):
    return [axes for axes in figure.axes if axes.get_label() != "legend"]


def words(figure):
    return [
        text.get_text()
        for axes in figure.axes
        for text in (*axes.texts, axes.title, axes._left_title)
        if text.get_text()
    ]


def test_each_series_has_its_panel_and_the_break_stands_between_the_sources():
    figure = charts.base_rates(SOME, ["BLR", "PAK"], EN)
    assert len(panels(figure)) == 3
    assert {"worldwide", "Belarus", "Pakistan", "break: another source, not comparable"} <= set(words(figure))
    for axes in panels(figure):
        assert [line.get_xdata()[0] for line in axes.lines] == [2010.5]


@pytest.mark.slow
def test_missing_years_are_hatched_and_zero_is_not():
    _, belarus, pakistan = panels(charts.base_rates(SOME, ["BLR", "PAK"], EN))
    hatched = [
        [bar.get_x() + bar.get_width() / 2 for bar in axes.patches if bar.get_hatch()] for axes in (belarus, pakistan)
    ]
    assert hatched == [[2009, 2010], []]
    missing = "not covered: missing, not zero"
    assert missing in words(charts.base_rates(SOME, ["BLR", "PAK"], EN))
    assert missing not in words(charts.base_rates(SOME.dropna(), ["BLR", "PAK"], EN))


def test_one_source_alone_has_no_break():
    figure = charts.base_rates(SOME[SOME.source == "record"], ["BLR", "PAK"], EN)
    assert not any(axes.lines for axes in panels(figure))
    assert "dataset of Kinne (2020)" not in words(figure)


@pytest.mark.parametrize("frame", [counts(), counts(("world", 1988, "dcad", 3), ("SUN", 1988, "dcad", np.nan))])
def test_empty_and_thin_tables_give_a_figure(frame):
    figure = charts.base_rates(frame, ["SUN", "BIH"], Language("de"))
    assert len(panels(figure)) == 3
    assert figure.get_size_inches()[0] == style.WIDTH


def test_a_role_known_only_from_a_later_day_says_so():
    matrix = pd.DataFrame(
        [
            ("CSTO", "BLR", "member", "1993-12-31", "joined"),
            ("SCO", "BLR", "member", "2024-07-04", "latest_possible"),
        ],
        columns=["bloc", "iso3", "role", "start", "start_is"],
    )
    drawn = words(charts.roles(matrix, ["BLR"], EN))
    assert "1993" in drawn
    assert "≤ 2024" in drawn
