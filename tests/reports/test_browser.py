"""The pages of a report in a real browser: rules of accessibility, the keyboard, three widths, light and dark, paper."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from pactbook.record import load
from pactbook.subjects import membership

pytestmark = pytest.mark.slow

PAGES = [
    ("report", "index"),
    ("report", "01-bilateral-agreements"),
    ("report", "02-alliance-maps"),
    ("report", "03-missile-program-context"),
    ("report", "04-claims-audit"),
    ("thin", "index"),
    ("thin", "01-bilateral-agreements"),
    ("thin", "02-alliance-maps"),
]
WIDTHS = (360, 800, 1400)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rows of a table and sources are alike: the rules look at the first of them.
FIRST_ROWS = """() => {
  for (const body of document.querySelectorAll("table.records tbody")) [...body.rows].slice(6).forEach((row) => row.remove());
  for (const list of document.querySelectorAll(".sources")) [...list.children].slice(6).forEach((one) => one.remove());
  [...document.querySelectorAll(".card")].slice(4).forEach((card) => card.remove());
  for (const fold of document.querySelectorAll("details")) fold.open = true;
}"""


@pytest.fixture(params=PAGES, ids=["-".join(page) for page in PAGES])
def path(request):
    """Return the file of each page of two reports."""
    folder, name = request.param
    return request.getfixturevalue(folder) / f"{name}.html"


def broken(page, **only):
    """Return the rules that a page breaks, each with how often and the first place."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": RULES} | only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return {rule["id"]: (len(rule["nodes"]), rule["nodes"][0]["html"][:200]) for rule in found}


def test_no_rule_of_accessibility_is_broken(path, visit):
    page, found = visit(path), {}
    page.evaluate(FIRST_ROWS)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found[width, "light"] = broken(page)
        # Of all rules, only the one of contrast asks for colours.
        page.emulate_media(color_scheme="dark")
        found[width, "dark"] = broken(page, type="rule", values=["color-contrast"])
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_page_is_light(path):
    assert path.stat().st_size < (400_000 if path.stem == "index" else 1_500_000)
    pictures = re.findall(r'src="(data:image/[^"]+)"', path.read_text(encoding="utf-8"))
    assert len(pictures) == len(set(pictures)), "no picture twice"


# ----------------------------------------------------------------------------------------------------- the keyboard

FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
  return {
    what: at.outerHTML.slice(0, 120), last: at === document.body,
    seen: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    marked: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize("width", [360, 1400])
def test_the_keyboard_stops_at_everything_and_each_stop_is_seen(report, visit, width):
    page = visit(report / "02-alliance-maps.html", viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.evaluate(FIRST_ROWS)
    can = page.evaluate("""() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
      .filter((one) => one.checkVisibility()).length""")
    stops = []
    while len(stops) <= can:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1]["last"]:
            break
    assert len(stops) == can + 1
    assert [stop["what"] for stop in stops[:-1] if not (stop["seen"] and stop["marked"])] == []


def members(data, day):
    """Return how many full members each organisation of a map has on a day, from the record."""
    rows = membership.of_blocs(load(), [bloc["id"] for bloc in data["blocs"]], dt.date.fromisoformat(day))
    full = rows[rows.role == "member"].bloc_id.value_counts()
    return {bloc["name"]: int(full.get(bloc["id"], 0)) for bloc in data["blocs"]}


def test_the_map_answers_to_the_keyboard(report, visit):
    path = report / "02-alliance-maps.html"
    data = json.loads(re.search(r'application/json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)[1])
    page = visit(path)
    shown = page.locator(".worldmap")
    assert shown.get_attribute("data-ready") == str(len(data["states"]))

    def counts():
        buttons = shown.locator(".bar > button")
        return {one.locator("span").inner_text(): int(one.locator("em").inner_text()) for one in buttons.all()}

    assert counts() == members(data, data["days"][-1][0])
    slider = shown.locator("input")
    slider.focus()
    page.keyboard.press("Home")
    assert counts() == members(data, data["days"][0][0])
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    day, told = data["days"][5]
    assert slider.get_attribute("aria-valuetext") == told and counts() == members(data, day)

    shown.locator("select").focus()
    page.keyboard.type("Belgium" if data["language"] == "en" else "Belgien")
    role = shown.locator("[role=status]")
    assert role.inner_text().startswith(f"{told}. Belgium: NATO: member, since ")
    shown.locator(".bar > button").first.focus()
    page.keyboard.press("Space")
    assert shown.locator(".bar > button").first.get_attribute("aria-pressed") == "false"
    assert "NATO" not in role.inner_text(), "its button was pressed"
    assert broken(page, type="rule", values=["color-contrast"]) == {}

    closer, whole = shown.locator(".lens button").first, shown.locator(".lens button").last
    closer.focus()
    page.keyboard.press("Enter")
    moved = shown.locator("svg > g").get_attribute("transform")
    assert "scale(1.6)" in moved
    whole.focus()
    page.keyboard.press("Enter")
    assert shown.locator("svg > g").get_attribute("transform") != moved


def test_what_a_pointer_shows_on_the_map_goes_at_escape(report, visit):
    page = visit(report / "02-alliance-maps.html", viewport={"width": 1400, "height": 900})
    state = page.locator(".worldmap .state").nth(20)
    state.scroll_into_view_if_needed()
    state.dispatch_event("pointermove", {"clientX": 600, "clientY": 300})
    assert page.locator(".tip.open").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".tip.open").count() == 0


@pytest.mark.parametrize("width", [360, 1400])
def test_a_table_sorts_and_filters_by_the_keyboard(report, visit, width):
    page = visit(report / "01-bilateral-agreements.html", viewport={"width": width, "height": 900})
    table = page.locator("table.records").first

    def days():
        return table.locator("tbody tr:not([hidden]) td:first-child").evaluate_all(
            "all => all.map((one) => one.dataset.v || '')"
        )

    table.locator("th button").first.focus()
    page.keyboard.press("Enter")
    up = days()
    page.keyboard.press("Enter")
    dated = [day for day in up if day]
    assert len(dated) > 8 and dated == sorted(dated)
    assert [day for day in days() if day] == dated[::-1]
    assert (up[-1] == "") == ("" in up) and (days()[-1] == "") == ("" in up), "what is empty stays last"
    assert table.locator("th").first.get_attribute("aria-sort") == "descending"

    page.locator(".filter input").first.focus()
    page.keyboard.type("2015")
    shown = table.locator("tbody tr:not([hidden])").all_inner_texts()
    assert 0 < len(shown) < len(up) and all("2015" in row for row in shown)
    assert page.locator(".filter output").first.inner_text() == f"{len(shown)} / {len(up)}"


def test_nothing_moves_for_those_who_ask_for_rest(report, visit):
    page = visit(report / "02-alliance-maps.html", reduced_motion="reduce")
    page.locator(".worldmap .lens button").first.click()
    page.locator(".worldmap .bar > button").first.click()
    assert page.evaluate("document.getAnimations().length") == 0
    page.locator(".contents a").last.click()
    before = page.evaluate("scrollY")
    page.wait_for_timeout(200)
    assert before > 0 and page.evaluate("scrollY") == before


# ------------------------------------------------------------------------------------------------- window and paper

PAPERS = {"A4": (718, 1047), "A5": (484, 718)}  # pixels within margins of a centimetre
BOXES = """all => all.map((one) => {
  const box = one.getBoundingClientRect(), around = one.closest(".picture").getBoundingClientRect();
  return {left: box.left, right: box.right, high: box.height, edge: around.right};
})"""
SHOWN = "all => all.filter((one) => one.checkVisibility()).length"


def test_nothing_is_wider_than_the_window_and_no_figure_is_cut_on_paper(path, visit):
    page, wide = visit(path, color_scheme="dark"), {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(media="print")
    for width, height in PAPERS.values():
        page.set_viewport_size({"width": width, "height": height})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
        boxes = page.locator("img").evaluate_all(BOXES)
        assert boxes
        for box in boxes:
            assert box["left"] >= 0 and box["right"] <= min(width, box["edge"]) + 1 and box["high"] < height
    assert wide == {width: width for width in wide}
    assert page.locator(".worldmap, .filter, .contents").evaluate_all(SHOWN) == 0
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], "dark is for screens"
