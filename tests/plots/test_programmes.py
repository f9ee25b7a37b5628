"""Flights by year, and who is tied to a programme."""

import pandas as pd
import pytest
from matplotlib.patches import PathPatch, Rectangle

from pactbook.plots import programmes
from pactbook.subjects import programme, sanctions


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def many(years: dict[int, int], name: str = "A long name") -> pd.DataFrame:
    """Return as many first flights a year as given."""
    return pd.DataFrame(
        [(year, f"{name} {year}{n}", "SRBM", True) for year, count in years.items() for n in range(count)],
        columns=["year", "name", "class", "first"],
    )


# ---------------------------------------------------------------------------------------------------------- flights


def test_one_block_a_flight_and_a_name_a_first_one(record, en):
    frame = programme.flights(record, "FJI")
    figure = programmes.flights(frame, 2024, en)
    blocks = [patch for patch in body(figure).patches if isinstance(patch, Rectangle)]
    assert len(blocks) == len(frame)
    assert {
        "Beta",
        "Gamma",
        "medium-range ballistic",
        "no system on record named",
        "first flight of a system on record",
    } <= set(texts(figure))
    dots = [line for line in body(figure).lines if line.get_marker() == "o"]
    assert sorted(round(line.get_xdata()[0]) for line in dots) == [2017, 2021]
    assert body(figure).get_xlim()[1] > 2024


@pytest.mark.slow
@pytest.mark.parametrize(
    "frame", [many({2020: 5, 2021: 5, 2022: 1}), many({1990: 3, 1991: 3, 2024: 40}), many({2024: 1}, "x" * 60)]
)
def test_names_of_first_flights_do_not_overlap(overlaps, frame, en):
    figure = programmes.flights(frame, 2024, en)
    assert overlaps(body(figure)) == []
    body(figure).figure.canvas.draw()
    top = figure.bbox.height
    assert all(text.get_window_extent().y1 <= top for text in body(figure).texts)


def test_no_flight_says_so(record, en):
    figure = programmes.flights(programme.flights(record, "BOL"), 2024, en)
    assert texts(figure) == ["No announced flight test on record"]


# ----------------------------------------------------------------------------------------------------------- supply


def test_every_edge_names_the_authority_and_its_reason(record, en):
    links = sanctions.edges(programme.designations(record, "FJI"), "FJI", "ISL")
    figure = programmes.supply(links, "FJI", en)
    told = texts(figure)
    abroad = links[links.state != "FJI"]
    for row in abroad.itertuples():
        assert f"{row.authority}, {en.date(row.designated_on)}: {row.stated_reason}" in told
        assert row.name in told
    assert "1 more entity in Fiji" in told
    edges = [patch for patch in body(figure).patches if isinstance(patch, PathPatch)]
    assert len(edges) == len(abroad) + 1
    assert sum(edge.get_linestyle() != "-" for edge in edges) == 1, "what was lifted is dashed"
    assert {"Iceland", "other states", "lifted"} <= set(told)


def test_a_programme_without_suppliers_abroad_shows_its_own_entities(record, en):
    links = sanctions.edges(programme.designations(record, "FJI"), "FJI", "")
    own = links[links.state == "FJI"]
    assert "Entity fji-agency" in texts(programmes.supply(own, "FJI", en))
    assert "No designation on record" in texts(programmes.supply(links.iloc[:0], "BOL", en))


@pytest.mark.slow
def test_many_and_long_entities_stay_in_their_rows(overlaps, record, en):
    link = sanctions.edges(programme.designations(record, "FJI"), "FJI", "ISL").iloc[0]
    links = (
        pd.DataFrame([link] * 60)
        .reset_index(drop=True)
        .assign(
            entity_id=[str(n) for n in range(60)],
            name="A Very Long Name of a Company for Trade and Industry Limited of Reykjavik",
            stated_reason="supplied a very long list of things, each with its own long description, " * 4,
        )
    )
    figure = programmes.supply(links, "FJI", en, most=10)
    assert overlaps(body(figure)) == []
    assert "50 more entities in Iceland" in texts(figure)
