"""Who reported on a document: dots by state and day."""

import pandas as pd
import pytest

from pactbook.plots import palette, timelines


def pages(*rows):
    return pd.DataFrame(rows, columns=["country", "published", "named"])


def dots(figure):
    (axes,) = [axes for axes in figure.axes if axes.get_label() != "legend"]
    columns = [text.get_text() for text in axes.get_xticklabels()]
    return [
        (
            columns[round(float(line.get_xdata()[0]) + 0.4)],
            axes.get_yticklabels()[round(float(line.get_ydata()[0]))].get_text(),
        )
        for line in axes.lines
    ]


@pytest.mark.parametrize(
    ("published", "column"),
    [
        ("2022-09-08", "before"),
        ("2022-09-09", "same day"),
        ("2022-09-10", "1 day later"),
        ("2022-09-11", "2–7 days later"),
        ("2022-09-16", "2–7 days later"),
        ("2022-09-17", "8–30 days later"),
        ("2022-10-09", "8–30 days later"),
        ("2022-10-10", "later"),
        ("2022-09", "no day given"),
        ("", "no day given"),
    ],
)
def test_a_page_stands_in_the_column_of_its_day(published, column, en):
    figure = timelines.reports(pages(("FJI", published, True)), "2022-09-09", en)
    assert dots(figure) == [(column, "Fiji")]


def test_days_without_a_page_have_no_column(en):
    figure = timelines.reports(pages(("FJI", "2022-09-08", True), ("ISL", "", True)), "2022-09-09", en)
    (axes,) = [axes for axes in figure.axes if axes.get_label() != "legend"]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["before", "no day given"]
    assert dots(figure) == [("before", "Fiji"), ("no day given", "Iceland")]


def test_a_dot_is_filled_where_the_page_names_a_document(en):
    figure = timelines.reports(pages(("FJI", "2022-09-09", True), ("FJI", "2022-09-09", False)), "2022-09-09", en)
    (axes,) = [axes for axes in figure.axes if axes.get_label() != "legend"]
    assert [line.get_markerfacecolor() for line in axes.lines] == [palette.TEAL, palette.PAPER]


def test_pages_without_a_state_have_a_row_and_no_page_says_so(en):
    figure = timelines.reports(pages(("", "2022-09-09", True)), "2022-09-09", en)
    assert dots(figure) == [("same day", "state not given")]
    nothing = timelines.reports(pages(), "2022-09-09", en)
    assert "No report on record" in [text.get_text() for axes in nothing.axes for text in axes.texts]
