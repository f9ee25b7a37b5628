"""The network of many states: stable places, dots that keep apart, names."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from pactbook.plots import ties
from pactbook.plots.commitments import COMMITMENTS
from pactbook.plots.ties import communities
from pactbook.states import in_united_nations
from pactbook.subjects import bloc


def words(figure):
    return [text.get_text() for text in figure.axes[-1].texts if text.get_text()]


@pytest.fixture
def wide():
    """Sixty states and about two hundred ties."""
    codes = sorted(in_united_nations(dt.date(2023, 6, 1)))[:60]
    rng = np.random.default_rng(5)
    pairs = {tuple(sorted(rng.choice(60, 2, replace=False))) for _ in range(215)}
    levels = list(COMMITMENTS)
    return pd.DataFrame(
        [{"a": codes[i], "b": codes[j], "commitment": levels[(i + j) % 4], "documents": 1} for i, j in sorted(pairs)]
    )


def test_a_large_network_is_stable_and_its_dots_keep_apart(wide):
    size = (9.4, 6.5)
    one, two = communities.layout(wide, size), communities.layout(wide.sample(frac=1, random_state=1), size)
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


@pytest.mark.parametrize("hypothesis", [["FJI", "ISL", "NOR", "URY"], ["ISL", "NOR"], ["BTN", "BOL", "ZWE"]])
def test_a_set_with_few_or_no_ties_is_drawn(hypothesis, record, de):
    net = bloc.network(record, hypothesis, dt.date(2023, 6, 1))
    figure = ties.network(net, bloc.communities(net), hypothesis, de)
    named = {*net.a, *net.b}
    assert {de.country(code) for code in named} == set(words(figure)) if named else len(words(figure)) == 1
