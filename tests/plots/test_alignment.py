"""Heatmaps, the figure of the test, and the years: orders, what is drawn, other sets and empty tables."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from pactbook.plots import alignment, ties
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
    net = bloc.network(record, hypothesis, DAY)
    whole(ties.network(net, bloc.communities(net), hypothesis, de), "network")


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


def test_labels_of_events_never_meet():
    days = [dt.date(2000 + number // 3, 1 + 3 * (number % 3), 1) for number in range(24)]
    events = pd.DataFrame({"day": days, "label": [f"Organisation {n}: a state and another" for n in range(24)]})
    span = [float(np.datetime64("1999-01-01", "D").astype(int)), float(np.datetime64("2010-01-01", "D").astype(int))]
    lanes = alignment._lanes(events, span, 8.0)
    assert len(lanes) == 24
    probe = alignment.style.canvas(1)
    ends: dict[int, list] = {}
    for day, text, left, lane in lanes:
        wide = alignment.style.text_width(probe, text, fontsize=9)
        x = 8.0 * (day - span[0]) / (span[1] - span[0])
        ends.setdefault(lane, []).append((x - wide, x) if left else (x, x + wide))
    for own in ends.values():
        own.sort()
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(own))


def test_the_most_alike_stand_together():
    names = ["AUT", "BOL", "CHL", "DNK"]
    values = pd.DataFrame(0.1, index=names, columns=names)
    for a, b in (("AUT", "DNK"), ("BOL", "CHL")):
        values.loc[a, b] = values.loc[b, a] = 0.9
    order, _ = alignment.leaf_order(values)
    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset({"AUT", "DNK"}), frozenset({"BOL", "CHL"})}


@pytest.fixture
def wide():
    """Sixty states and about two hundred ties."""
    from pactbook.record.outside import states

    codes = list(states().dropna().index[:60])
    rng = np.random.default_rng(5)
    pairs = {tuple(sorted(rng.choice(60, 2, replace=False))) for _ in range(215)}
    levels = list(ties.WIDTHS)
    return pd.DataFrame(
        [{"a": codes[i], "b": codes[j], "commitment": levels[(i + j) % 4], "documents": 1} for i, j in sorted(pairs)]
    )


def test_a_large_network_is_stable_and_its_dots_keep_apart(wide):
    size = (9.4, 6.5)
    one, two = ties.layout(wide, size), ties.layout(wide.sample(frac=1, random_state=1), size)
    assert all(np.allclose(one[code], two[code]) for code in one)
    spots = np.array(list(one.values()))
    apart = np.linalg.norm(spots[:, None] - spots, axis=2) + np.eye(len(spots)) * 9
    assert apart.min() > 0.15
    assert (spots.min(axis=0) >= -1e-9).all() and (spots.max(axis=0) <= np.array(size) + 1e-9).all()


def test_a_large_network_names_its_states(wide, en):
    groups = bloc.communities(wide)
    figure = ties.network(wide, groups, list(groups)[:3], en)
    named = {text.get_text() for text in figure.axes[-1].texts}
    assert len(named) >= 0.85 * len(groups)
    assert {en.country(code) for code in list(groups)[:3]} <= named
    whole(figure, "wide")
