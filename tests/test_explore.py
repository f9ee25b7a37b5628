"""Two states to click through: every control changes what is shown, and a wrong word is told where it stands."""

import datetime as dt

import pytest
import yaml

from pactbook import explore, paths
from pactbook.reports.case import load_case

DAY = dt.date(2025, 6, 1)


@pytest.fixture
def shown(monkeypatch):
    """Return what was displayed, as text."""
    found = []
    monkeypatch.setattr(explore, "display", lambda part: found.append(part._repr_mimebundle_()))
    return found


def text(bundle):
    return (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"]


@pytest.mark.slow
def test_it_begins_with_the_answer_and_each_button_shows_its_exhibit(shown):
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    assert "In brief" in text(shown[0])
    for word in list(explore.EXHIBITS)[1:]:
        shown.clear()
        explorer.shown.value = word
        assert shown, word


@pytest.mark.slow
def test_another_state_or_day_shows_something_else(shown):
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    explorer.a.value = "Türkei"
    assert explorer.pair().states == ("TUR", "PAK")
    explorer.year.value = 2016
    assert explorer.day.value == dt.date(2016, 12, 31)
    assert explorer.pair().day == "2016-12-31"
    explorer.year.value = 2025
    assert explorer.day.value == dt.date(2025, 12, 31)
    assert len({text(bundle) for bundle in shown}) >= 3


def test_a_second_look_is_the_same_pair(shown):
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    first = explorer.pair()
    explorer.year.value = 2016
    explorer.day.value = DAY
    assert explorer.pair() is first


def test_a_wrong_name_is_told_and_the_last_answer_stays(shown):
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    before = len(shown)
    explorer.a.value = "<b>Atlantis"
    assert "&lt;b&gt;Atlantis" in explorer.message.value
    assert len(shown) == before
    explorer.a.value = "Pakistan"
    assert "name two states" in explorer.message.value
    explorer.a.value = "Iran"
    assert explorer.message.value == ""
    assert len(shown) > before


@pytest.mark.slow
def test_a_case_is_written_that_run_takes(shown, monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "build", lambda: tmp_path)
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    explorer.make.click()
    (path,) = tmp_path.glob("*.yml")
    assert str(path) in explorer.message.value
    assert yaml.safe_load(path.read_text())["country_b"] == "PAK"
    assert load_case(str(path)).parameters["01-bilateral-agreements"].as_of == DAY
