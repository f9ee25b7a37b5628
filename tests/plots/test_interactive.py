"""The map of the report: its data against the tables, its page in a real browser under the page's own policy."""

import datetime as dt
import html as escape
import json
import os
import re
import shutil
import subprocess

import nbformat
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


# ------------------------------------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def page(world, tmp_path_factory):
    """The page of a notebook that shows the map and nothing else."""
    folder = tmp_path_factory.mktemp("page")
    output = nbformat.v4.new_output("display_data", data=world._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("", outputs=[output])
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A map?"), cell]), folder / "n.ipynb"
    )
    job = {"title": "A case", "parameters": {"language": "en"}, "receipt": "0"}
    html.write(folder / "n.ipynb", folder / "n.html", job)
    return folder / "n.html"


def dom(page, tmp_path) -> str:
    """Return the page as chromium has it after its script ran, with every host name unknown."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000", "--dump-dom"]
    flags += ["--enable-logging=stderr", "--log-level=0"]
    command = [chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(
        command, check=True, capture_output=True, timeout=60, text=True, env=os.environ | {"HOME": str(tmp_path)}
    )
    refused = [line for line in done.stderr.splitlines() if "Content Security Policy" in line or "Uncaught" in line]
    assert refused == []
    return done.stdout


def counts(text: str) -> dict[str, int]:
    found = re.findall(r"<span>([^<]*)</span><em>(\d+)</em>", text)
    return {escape.unescape(name): int(number) for name, number in found}


def members(day: str) -> dict[str, int]:
    record = load()
    rows = held(record, BLOCS, dt.date.fromisoformat(day))
    names = dict(membership.labels(record, BLOCS))
    return {names[bloc]: sum(row[0] == bloc and row[2] == "member" for row in rows) for bloc in BLOCS}


@pytest.mark.slow
def test_the_script_draws_the_map_under_the_policy_of_the_page(page, world, tmp_path):
    text = dom(page, tmp_path)
    assert f'data-ready="{len(world.data["states"])}"' in text
    assert counts(text) == members("2026-11-24")
    assert "a map with a year slider stands here" not in text.lower()
    assert text.count('class="state"') == len(world.data["states"])


@pytest.mark.slow
@pytest.mark.parametrize("day", ["1991-01-01", "2024-01-01"])
def test_the_slider_the_buttons_and_the_list_of_states_answer_to_the_keyboard(page, world, tmp_path, day):
    """The policy lets no other script run, so the page that presses the keys is one without it."""
    at = [one for one, _ in world.data["days"]].index(day)
    act = f"""
    const slider = document.querySelector(".time input"), list = document.querySelector("select");
    slider.value = {at}; slider.dispatchEvent(new Event("input"));
    list.value = "POL"; list.dispatchEvent(new Event("change"));
    document.querySelector(".bar button").click();
    for (const e of document.querySelectorAll(".worldmap button, .worldmap input, .worldmap select")) {{
      e.focus(); if (document.activeElement !== e) throw new Error("no keyboard reaches " + e.outerHTML);
    }}
    """
    text = page.read_text(encoding="utf-8")
    freed = re.sub(r'<meta [^>]*http-equiv="Content-Security-Policy"[^>]*>', "", text)
    driven = tmp_path / "driven.html"
    driven.write_text(freed.replace("</body>", f"<script>{act}</script></body>"), encoding="utf-8")
    after = dom(driven, tmp_path)
    assert counts(after) == members(day)
    said = escape.unescape(re.search(r'role="status">(.*?)</p>', after)[1])
    assert said.startswith(f"{world.data['days'][at][1]}. Poland: ")
    rows = held(load(), ["CSTO", "SCO", "WARSAW_PACT"], dt.date.fromisoformat(day))
    assert ("Warsaw Pact: member, since 5 June 1955" in said) == (("WARSAW_PACT", "POL", "member") in rows)
    assert "NATO" not in said, "its button was pressed"
    assert 'aria-pressed="false"' in after


def test_the_script_holds_no_address(page):
    """Names of XML are no addresses: nothing of them is fetched."""
    found = set(re.findall(r"https?://[^\"'`\s)]*", html.script()))
    assert found <= {
        f"http://www.w3.org/{name}"
        for name in ("2000/svg", "1999/xhtml", "1999/xlink", "XML/1998/namespace", "2000/xmlns/")
    }
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon)\b|\beval\b", html.script()
    )
    assert json.loads(re.search(r'application/json">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)[1])
