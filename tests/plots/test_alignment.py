"""Heatmaps, the figure of the test, and the years: orders, what is drawn, other sets and empty tables."""

import datetime as dt

import pandas as pd
import pytest
from matplotlib.figure import Figure

from pactbook.plots import alignment
from pactbook.plots.finish import finish
from pactbook.subjects import bloc, likeness

pytestmark = pytest.mark.slow

DAY = dt.date(2023, 6, 1)


def whole(figure: Figure, name: str):
    frame = pd.DataFrame({"x": [1]})
    return finish(figure, name=name, title="t", subtitle="s", sources="Source: made", alt="made", data=frame)


@pytest.fixture(scope="module", params=[["FJI", "ISL", "NOR", "URY"], ["ISL", "NOR"], ["BTN", "BOL", "ZWE"]])
def found(request, record, en):
    """Everything that the figures take, for three sets: tied, a pair, and one of which nothing is on record."""
    hypothesis = request.param
    world = likeness.states_of(DAY, hypothesis)
    definitions = likeness.definitions(record, list(world.index), DAY, None, en)
    tested = bloc.test(definitions, hypothesis, world.continent, 200)
    left = bloc.leave_one_out(definitions, tested, hypothesis, world.continent)
    return hypothesis, definitions, tested, left


def test_every_figure_of_a_set_is_drawn(found, record, en, de):
    hypothesis, definitions, tested, left = found
    panels = [(one.name, one.values, likeness.ranks(one.values)) for one in definitions]
    figure = alignment.heatmaps(panels, likeness.mean_ranks(definitions, hypothesis), de)
    drawn = [one for one in definitions if one.values.index.isin(hypothesis).sum() > 1]
    assert len([axes for axes in figure.axes if axes.images]) == len(drawn) + 1, "a heatmap each, and the scale"
    whole(figure, "small")
    near = bloc.nearest(definitions, hypothesis, most=6)
    whole(alignment.heatmap(likeness.mean_ranks(definitions, list(near.iso3)), hypothesis, en), "large")
    whole(alignment.against_random(tested, left, bloc.told_beside(tested, en), en), "test")


def test_the_years_are_drawn_with_their_events(record, en):
    hypothesis = ["FJI", "ISL", "NOR", "URY"]
    years = bloc.over_time(record, hypothesis, dt.date(2016, 6, 1), None, en)
    events = bloc.movers(record, hypothesis, dt.date(2016, 6, 1), en)
    figure = alignment.years(years, events, en)
    told = {text.get_text() for holder in (figure, *figure.axes) for text in holder.texts}
    assert {"Nordpact: Fiji", "Shared organisations"} <= told
    whole(figure, "years")
    whole(alignment.years(years.iloc[:0], events, en), "nothing")
    whole(alignment.years(years, events.iloc[:0], en), "no-events")


def test_the_most_alike_stand_together():
    names = ["AUT", "BOL", "CHL", "DNK"]
    values = pd.DataFrame(0.1, index=names, columns=names)
    for a, b in (("AUT", "DNK"), ("BOL", "CHL")):
        values.loc[a, b] = values.loc[b, a] = 0.9
    order, _ = alignment.leaf_order(values)
    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset({"AUT", "DNK"}), frozenset({"BOL", "CHL"})}
