import matplotlib.dates as mdates
import pandas as pd
import pytest
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text

from pactbook.plots import programmes, timelines
from pactbook.subjects import programme, sanctions


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


def overlaps(axes):
    """Return the pairs of labels of an axes that overlap as drawn."""
    axes.figure.canvas.draw()
    renderer = axes.figure.canvas.get_renderer()
    boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in axes.texts if text.get_text()]
    return [(a, b) for i, (a, one) in enumerate(boxes) for b, two in boxes[i + 1 :] if one.overlaps(two)]


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
    assert {"Beta", "Gamma", "MRBM", "no system on record named", "first flight of a system on record"} <= set(
        texts(figure)
    )
    dots = [line for line in body(figure).lines if line.get_marker() == "o"]
    assert sorted(round(line.get_xdata()[0]) for line in dots) == [2017, 2021]
    assert body(figure).get_xlim()[1] > 2024


@pytest.mark.parametrize(
    "frame", [many({2020: 5, 2021: 5, 2022: 1}), many({1990: 3, 1991: 3, 2024: 40}), many({2024: 1}, "x" * 60)]
)
def test_names_of_first_flights_do_not_overlap(frame, en):
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


def test_many_and_long_entities_stay_in_their_rows(record, en):
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


# ----------------------------------------------------------------------------------------------------- side by side


def test_each_state_has_a_panel_and_the_longest_range_its_name(record, en):
    figure = programmes.side_by_side(programme.side_by_side(record, ["FJI", "ISL", "BOL"]), en)
    assert {"Fiji", "Iceland", "Bolivia", "Beta", "One", "No range on record", "5 systems on record"} <= set(
        texts(figure)
    )
    panels = [axes for axes in figure.axes if axes.get_label() != "legend"]
    assert [sum(line.get_marker() == "o" for line in axes.lines) for axes in panels] == [4, 1, 0]
    assert len({axes.get_ylim() for axes in panels}) == 1


def test_nine_states_make_two_rows(record, en):
    states = dict.fromkeys(
        ["FJI", "ISL", "NOR", "BOL", "URY", "BTN", "CHL", "PER", "USA"], programme.systems(record, "FJI")
    )
    figure = programmes.side_by_side(states, en)
    boxes = [axes.get_position() for axes in figure.axes if axes.get_label() != "legend"]
    assert len({round(box.y0, 3) for box in boxes}) == 2
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


# ----------------------------------------------------------------------------------------------- the timeline's names


def test_names_on_the_timeline_cover_no_mark(record, en, on):
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
