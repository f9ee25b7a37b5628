"""The map of the report: its data against the tables; `tests/reports/test_browser.py` looks at it in a real browser."""

import datetime as dt
import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.locale import Language
from pactbook.plots import interactive
from pactbook.record import load
from pactbook.reports import html
from pactbook.subjects import membership

BLOCS = ["NATO", "CSTO", "SCO", "WARSAW_PACT"]
DAY = dt.date(2026, 11, 24)


def shown(periods: pd.DataFrame, day: dt.date) -> set[tuple[str, str, str]]:
    """Return who is shown on a day, by the rule of the script."""
    text = day.isoformat()
    rows = periods[(periods.start <= text) & ((periods.end == "") | (periods.end > text))]
    return set(zip(rows.bloc_id, rows.iso3, rows.role, strict=True))


def held(record, blocs, day):
    current = membership.of_blocs(record, blocs, day)
    return set(zip(current.bloc_id, current.iso3, current.role, strict=True))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.dates(dt.date(1989, 1, 1), dt.date(2030, 1, 1)))
def test_periods_show_what_holds_on_any_day(record, day):
    blocs = ["NORDPACT", "OLDPACT", "TALKS", "TRADE"]
    assert shown(membership.periods(record, blocs), day) == held(record, blocs, day)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.dates(dt.date(1946, 1, 1), DAY))
def test_the_shipped_map_is_right_on_any_day(day):
    record = load()
    assert shown(membership.periods(record, BLOCS), day) == held(record, BLOCS, day)


@pytest.fixture(scope="module")
def world():
    record, t = load(), Language("en")
    return interactive.world(membership.periods(record, BLOCS), membership.labels(record, BLOCS), DAY, "un", t)


def test_the_data_are_small_and_whole(world):
    text = world._repr_mimebundle_()["text/html"]
    assert len(text) + len(html.script()) < 700_000
    states = {state["iso3"] for state in world.data["states"]}
    assert {"RUS", "FRA", "NOR", "SRB", "PRK"} <= states and "XKX" not in states
    assert [state["iso3"] for state in world.data["states"] if state.get("hatched")] == ["UKR"]
    assert {dot["iso3"] for dot in world.data["dots"]} >= {"LUX"}
    assert world.data["days"][-1] == ["2026-11-24", "24 November 2026"]
    assert world.data["days"][0][0] == "1950-01-01"
    assert {kind for kind, _ in world.data["lines"]} == {"agreed", "dashed"}


def test_the_worldview_is_that_of_the_report():
    record, t = load(), Language("de")
    told = interactive.world(
        membership.periods(record, ["AUKUS"]), membership.labels(record, ["AUKUS"]), DAY, "defacto", t
    )
    assert [state["iso3"] for state in told.data["states"] if state.get("hatched")] == ["RUS"]
    assert "XKX" in {state["iso3"] for state in told.data["states"]}
    assert told.data["members"][0]["word"] == "Mitglied"
    assert told.data["members"][0]["since"] == "seit 15. September 2021"


def test_nothing_in_the_data_ends_its_element(world):
    world.data["texts"]["title"] += "</script><b>"
    text = world._repr_mimebundle_()["text/html"]
    world.data["texts"]["title"] = world.data["texts"]["title"].removesuffix("</script><b>")
    assert text.count("</script>") == 1 and "<b>" not in text
    assert "<\\/" not in text and "\\u003c/script" in text


def test_an_organisation_without_members_is_an_empty_map(record, en):
    nobody = membership.periods(record, ["OLDPACT"]).iloc[:0]
    told = interactive.world(nobody, [("OLDPACT", "Oldpact")], dt.date(2024, 1, 1), "un", en)
    assert told.data["members"] == [] and len(told.data["days"]) == 1


def unpacked(letters):
    """Return the whole numbers of a line, read bit by bit as the script of the map does."""
    numbers, number, shift = [], 0, 0
    for letter in letters:
        bits = ord(letter) - 63
        number, shift = number | (bits & 31) << shift, shift + 5
        if bits < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    return numbers


@given(st.lists(st.integers(-20_000, 20_000)))
def test_the_steps_of_a_line_are_packed_without_loss(steps):
    packed = interactive._packed(steps)
    assert unpacked(packed) == steps
    assert "<" not in packed and '"' not in packed


def test_the_script_holds_no_address(world):
    """Names of XML are no addresses: nothing of them is fetched."""
    found = set(re.findall(r"https?://[^\"'`\s)]*", html.script()))
    assert found <= {
        f"http://www.w3.org/{name}"
        for name in ("2000/svg", "1999/xhtml", "1999/xlink", "XML/1998/namespace", "2000/xmlns/")
    }
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon)\b|\beval\b", html.script()
    )
    assert json.loads(re.search(r'application/json">(.*?)</script>', world._repr_mimebundle_()["text/html"], re.S)[1])


@pytest.mark.parametrize("bloc", ["CIS", "OSCE", "LAS", "OIC", "EU"])
def test_every_member_of_today_has_its_land_on_the_map(bloc, en):
    record = load()
    rows = interactive._members(membership.periods(record, [bloc]), en)
    text = DAY.isoformat()
    today = {
        row["of"] for row in rows if row["role"] == "member" and row["start"] <= text and text < (row["end"] or "9")
    }
    current = membership.of_blocs(record, [bloc], DAY)
    assert today == set(current.iso3[current.role == "member"])
