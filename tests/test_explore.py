"""Two states to click through: every control changes what is shown, and a wrong word is told where it stands."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from pactbook import explore, markup, paths
from pactbook.explore import running
from pactbook.reports.case import load_case

DAY = dt.date(2025, 6, 1)


@pytest.fixture
def shown(monkeypatch):
    """Return what was displayed, as text."""
    found = []
    monkeypatch.setattr(explore, "display", lambda part: found.append(part._repr_mimebundle_()))
    return found


def _forget():
    for kept in (explore._pair, explore._parts, explore._strip):
        kept.cache_clear()


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


@pytest.mark.slow
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


def test_each_dot_tells_a_contact_about_defence_with_its_sources(shown):
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    found = explorer.pair().dealings
    found = found[found.defence.astype(bool)]
    html = explorer.strip.value
    assert html.count("<button") == len(found)
    for page in explorer.pair().record.sources.set_index("source_id").loc[list(found.source_ids.iloc[-1])].itertuples():
        assert markup.escaped(page.url) in html
    explorer.year.value = 2012
    assert "<button" not in explorer.strip.value
    assert "No contact of the two about defence" in explorer.strip.value


@pytest.mark.slow
def test_the_day_and_the_slider_say_the_same_year(shown):
    explorer = explore.explore("Belarus", "Pakistan", dt.date(2016, 5, 1))
    assert explorer.year.max >= dt.date.today().year
    explorer.day.value = dt.date(2019, 3, 4)
    assert (explorer.year.value, explorer.day.value) == (2019, dt.date(2019, 3, 4))
    explorer.day.value = None
    assert "choose a day" in explorer.message.value
    explorer.year.value = 2018
    assert explorer.day.value == dt.date(2018, 12, 31)


@pytest.mark.slow
def test_sources_are_all_there_whatever_was_looked_at_before(shown):
    counts = []
    for looked_at in ([], ["Contacts", "Partners"]):
        _forget()
        explorer = explore.explore("Belarus", "Pakistan", dt.date(2021, 5, 2))
        for word in [*looked_at, "Sources"]:
            explorer.shown.value = word
        counts.append(shown[-1]["text/html"].count("<li>"))
    assert counts[0] == counts[1] > 50


@pytest.fixture
def rows(shown, monkeypatch, tmp_path):
    """Return an explorer whose rows go to a folder of the test."""
    monkeypatch.setenv("PACTBOOK_BUILD", str(tmp_path / "build"))
    monkeypatch.setenv("PACTBOOK_OVERLAY", "")
    yield explore.explore("Fiji", "Iceland", DAY)
    _forget()


@pytest.mark.slow
def test_a_row_is_refused_with_every_fault_and_laid_over_the_record_when_it_passes(rows, tmp_path):
    rows.own.click()
    assert str(tmp_path / "my-rows") in rows.message.value
    fields = rows.form.fields
    fields["title"].value = "<b>Memorandum"
    fields["kind"].value = "mou"
    rows.form.save.click()
    assert "“Page” is missing" in rows.form.message.value
    assert not (tmp_path / "my-rows").exists()
    fields["signed"].value = "2019-05-17"
    fields["source.url"].value = "https://example.org/memorandum"
    fields["source.title"].value = "A memorandum"
    fields["source.publisher"].value = "Example Times"
    before = rows.strip.value.count("<button")
    rows.form.save.click()
    assert "stands in" in rows.form.message.value
    assert rows.strip.value.count("<button") == before + 1
    assert "&lt;b&gt;Memorandum" in rows.strip.value
    rows.own.click()
    assert rows.message.value == ""


@pytest.mark.slow
def test_a_report_is_run_beside_the_kernel_and_its_end_is_told(shown, monkeypatch, tmp_path):
    monkeypatch.setenv("PACTBOOK_BUILD", str(tmp_path))
    monkeypatch.delenv(running._AT, raising=False)
    explorer = explore.explore("Belarus", "Pakistan", DAY)
    outcome = {"returncode": 0, "stdout": "", "stderr": ""}
    asked = []
    monkeypatch.setattr(
        running.subprocess, "run", lambda command, **_: asked.append(command) or SimpleNamespace(**outcome)
    )
    explorer.report.click()
    explorer.running.join()
    assert asked[0][-2:] == ["run", str(tmp_path / "blr-pak-2025-06-01.yml")]
    assert str(tmp_path / "blr-pak-2025-06-01" / "index.html") in explorer.message.value
    assert not explorer.report.disabled
    monkeypatch.setenv(running._AT, "/files/reports/")
    explorer.report.click()
    explorer.running.join()
    assert 'href="/files/reports/blr-pak-2025-06-01/index.html"' in explorer.message.value
    outcome |= {"returncode": 1, "stderr": f"first\n\n{Path.home()}/x <b>\na\nb\nc\n"}
    explorer.report.click()
    explorer.running.join()
    assert "No report came of it" in explorer.message.value
    assert "~/x &lt;b&gt;" in explorer.message.value
    assert "first" not in explorer.message.value
