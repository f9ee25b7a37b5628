"""The contacts of two states: rows of labels, what hangs from which side, and what is left without text."""

import itertools

import pandas as pd
import pytest
from matplotlib.text import Text

from pactbook.plots import palette, timelines
from pactbook.plots.timelines import dyad
from pactbook.subjects import pair


def contacts(*rows):
    """Return contacts given as (date, lane, title, defence, voices)."""
    frame = pd.DataFrame(rows, columns=["date", "lane", "title", "defence", "voices"])
    return frame.assign(defence=frame.defence.astype(bool))


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def titles(figure):
    """Return the texts of the labels, without the years of the axis."""
    years = {text for text in body(figure).texts if text.get_fontweight() == "bold"}
    return [text for text in body(figure).texts if text not in years]


def leaders(axes):
    """Return the leaders of the labels as (x, from, to)."""
    lines = [line for line in axes.lines if line.get_linewidth() == 0.9 and len(set(line.get_xdata())) == 1]
    return [(line.get_xdata()[0], *line.get_ydata()) for line in lines]


def dots(figure):
    return [line for line in body(figure).lines if line.get_marker() == "o"]


def test_documents_hang_above_and_visits_below(record, en, on):
    frame = pair.contacts(record, "FJI", "ISL", 2015)
    figure = timelines.contacts(frame, 2015, on("2024-03-01"), en)
    told = {text.get_text().replace("\n", " "): text.get_position()[1] for text in titles(figure)}
    shown = frame[frame.defence.astype(bool)]
    up = {row.title for row in shown.itertuples() if row.lane in dyad.UPPER}
    assert any(text.startswith(title) for title in up for text in told)
    for text, y in told.items():
        assert (y > 0) == any(text.startswith(title) for title in up), text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("spread", [1, 40])
def test_labels_meet_neither_each_other_nor_a_leader(spread, language, on, request):
    t = request.getfixturevalue(language)
    days = [f"{2000 + number * spread // 40:04d}-{1 + number % 12:02d}-11" for number in range(40)]
    lanes = ["document", "visit"] * 20
    rows = zip(days, lanes, strict=True)
    frame = contacts(
        *[(day, lane, f"A title that is long enough for two lines, of {day}, " * 2, True, 1) for day, lane in rows]
    )
    figure = timelines.contacts(frame, 1999, on("2024-03-01"), t)
    figure.canvas.draw()
    axes = body(figure)
    renderer = figure.canvas.get_renderer()
    boxes = [Text.get_window_extent(text, renderer) for text in titles(figure)]
    assert len(boxes) > 5
    assert not any(one.overlaps(two) for one, two in itertools.combinations(boxes, 2))
    assert len(leaders(axes)) == len(boxes)
    for x, start, end in leaders(axes):
        at, first = axes.transData.transform((x, start))
        low, high = sorted((first, axes.transData.transform((x, end))[1]))
        assert not [box for box in boxes if box.x0 < at < box.x1 and low < (box.y0 + box.y1) / 2 < high - 1]


def test_the_best_sourced_are_labelled_and_each_has_its_dot(en, on):
    rows = [(f"2020-01-{day:02d}", "document", f"Title {day}", True, day) for day in range(1, 29)]
    figure = timelines.contacts(contacts(*rows), 2020, on("2020-12-31"), en)
    assert {text.get_text() for text in titles(figure)} == {f"Title {day}" for day in range(23, 29)}
    assert len(dots(figure)) == 28


def test_a_year_is_as_wide_as_any_other(en, on):
    rows = [("2001-07-02", "document", "a", True, 1)] + [("2003-07-02", "document", "b", True, 1)] * 9
    figure = timelines.contacts(contacts(*rows, ("2009-07-02", "visit", "c", True, 1)), 2000, on("2010-12-31"), en)
    places = sorted({line.get_xdata()[0] for line in dots(figure)})
    assert (places[1] - places[0]) * 3 == pytest.approx(places[2] - places[1], rel=0.01)


def test_a_title_is_told_whole(en, on):
    title = "A title of more than one line, which goes on for a while until everything that matters has been said"
    figure = timelines.contacts(contacts(("2020-01-01", "visit", title, True, 1)), 2020, on("2020-12-31"), en)
    assert [text.get_text().replace("\n", " ") for text in titles(figure)] == [title]


def test_contacts_of_one_day_share_a_label(en, on):
    rows = [("2020-01-01", "document", f"Title {n}", True, 1) for n in range(3)]
    figure = timelines.contacts(contacts(*rows), 2020, on("2020-12-31"), en)
    assert [text.get_text() for text in titles(figure)] == ["Title 0 + 2 more"]


def test_what_is_not_about_defence_is_hollow_and_dots_that_would_meet_are_stacked(en, on):
    rows = [("2020-03-01", "visit", "t", False, 1)] * 5 + [("2020-09-01", "visit", "t", False, 1)]
    figure = timelines.contacts(contacts(*rows), 2020, on("2020-12-31"), en)
    heights = sorted(-float(line.get_ydata()[0]) for line in dots(figure))
    assert len(heights) == 6 and len(set(heights)) == 5 and heights[0] == heights[1]
    assert {line.get_markerfacecolor() for line in dots(figure)} == {palette.PAPER}
    assert "not about defence" in [text.get_text() for text in figure.axes[0].texts]


def test_no_contact_says_so(en, on):
    figure = timelines.contacts(contacts(), 2020, on("2020-12-31"), en)
    assert "No contact on record" in [text.get_text() for text in body(figure).texts]
