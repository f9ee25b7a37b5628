"""The lives of documents as bars."""

import datetime as dt

import matplotlib.dates as mdates
import pandas as pd
import pytest

from pactbook.locale import Language
from pactbook.plots import timelines
from pactbook.plots.timelines import bars
from pactbook.subjects import pair, ties

EN = Language("en")
TODAY = dt.date(2024, 3, 1)
COLUMNS = ["agreement_id", "title", "kind", "date", "in_force", "ended", "period_start", "period_end", "status_on"]


def rows(*given):
    blank = dict.fromkeys(COLUMNS, "") | {"status_on": "signed", "kind": "agreement"}
    named = [{**blank, "title": f"Title {n}", "agreement_id": f"d{n}"} | row for n, row in enumerate(given)]
    frame = pd.DataFrame(named, columns=COLUMNS)
    return frame.assign(defence=True, in_focus=[n == 0 for n in range(len(frame))])


def no_steps():
    return pd.DataFrame(columns=["agreement_id", "date", "kind", "legal"]).astype({"legal": bool})


def spans(row):
    """Return what is drawn for a document: (look, first day, last day, whether it lies ahead)."""
    (given,) = rows(row).to_dict("records")
    return [(s.look, s.start.isoformat(), s.end.isoformat(), s.ahead) for s in bars._spans(0, given, TODAY)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"date": "2020-05-11"}, [("signed", "2020-05-11", "2024-03-01", False)]),
        (
            {"date": "2020-05-11", "in_force": "2021-02-01", "status_on": "in_force"},
            [("signed", "2020-05-11", "2021-02-01", False), ("in_force", "2021-02-01", "2024-03-01", False)],
        ),
        ({"date": "2020-05-11", "in_force": "2020-05-11"}, [("in_force", "2020-05-11", "2024-03-01", False)]),
        ({"date": "2020-05-11", "status_on": "in_force"}, [("undated", "2020-05-11", "2024-03-01", False)]),
        (
            {"date": "2020-05-11", "ended": "2022-02-02", "status_on": "expired"},
            [("signed", "2020-05-11", "2022-02-02", False)],
        ),
        (
            {"date": "2022-09-09", "period_start": "2023", "period_end": "2025"},
            [("plan", "2023-01-01", "2024-03-01", False), ("plan", "2024-03-01", "2025-12-31", True)],
        ),
        ({"date": "2019", "period_start": "2020", "period_end": "2021"}, [("plan", "2020-01-01", "2021-12-31", False)]),
        (
            {"date": "2024-02-02", "period_start": "2025", "period_end": "2026"},
            [("plan", "2025-01-01", "2026-12-31", True)],
        ),
        (
            {"date": "2019", "period_start": "2020", "period_end": "2021", "status_on": "announced"},
            [("announced", "2020-01-01", "2021-12-31", False)],
        ),
        ({"date": "2023-05-02", "status_on": "announced"}, [("announced", "2023-05-02", "2024-03-01", False)]),
    ],
)
def test_a_bar_shows_what_the_dates_say(row, expected):
    assert spans(row) == expected


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def test_the_day_of_the_report_is_a_line_and_the_focus_is_bold():
    figure = timelines.lives(rows({"date": "2020-05-11"}, {"date": "2021-05-11"}), no_steps(), TODAY, EN)
    axes = body(figure)
    lines = [
        line.get_xdata()[0]
        for line in axes.lines
        if len(set(map(str, line.get_xdata()))) == 1 and len(line.get_xdata()) == 2
    ]
    assert TODAY in [mdates.num2date(x).date() if isinstance(x, float) else x for x in lines]
    weight = {text.get_text(): text.get_fontweight() for text in axes.texts}
    assert (weight["Title 0"], weight["Title 1"]) == ("bold", "normal")
    assert "1 March 2024" in words(figure)


def test_no_document_gives_a_figure_that_says_so():
    figure = timelines.lives(rows(), no_steps(), TODAY, EN)
    assert "No document on record" in words(figure)


def test_legal_steps_and_other_events_are_told_apart(record):
    documents = ties.between(record, "FJI", "NOR")
    shown = pair.lives(documents, pair.in_focus(documents))
    figure = timelines.lives(shown, pair.steps(record, documents), TODAY, EN)
    assert "legal step" in words(figure)
    assert "other event that refers to it" not in words(figure)


@pytest.mark.parametrize("language", ["en", "de"])
def test_long_titles_stay_beside_the_bars(language):
    title = "Programme (Roadmap) of Military-Technical Cooperation between one State Authority and another Ministry for 2025-2027"
    figure = timelines.lives(rows({"date": "1951-09-08", "title": title}), no_steps(), TODAY, Language(language))
    figure.canvas.draw()
    (name,) = [text for text in body(figure).texts if "Programme" in text.get_text()]
    box = name.get_window_extent(figure.canvas.get_renderer())
    assert box.x0 >= 0 and box.x1 <= body(figure).get_window_extent().x0
    assert name.get_text().startswith("Programme (Roadmap) of") and name.get_text().endswith("2025-2027")
