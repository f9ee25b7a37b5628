"""JupyterLab as a reader uses it: explore.ipynb is clicked through in a real browser."""

from __future__ import annotations

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.lab]
expect.set_options(timeout=60_000)  # a machine may be busy: what is not there by then does not come


def at(lab, path):
    """Return the address at which JupyterLab opens a file, and nothing that was open before."""
    return f"{lab.url}/lab/tree/{path}?token={lab.token}&reset"


def run_all(page):
    """Run a notebook once its kernel is there."""
    expect(page.get_by_text("| Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()


@pytest.fixture
def page(lab, tab, request):
    """Give a copy of explore.ipynb, whose kernel no other test has, with all cells run."""
    name = f"{request.node.name}.ipynb"
    shutil.copy(lab.root / "explore.ipynb", lab.root / name)
    opened = tab(at(lab, name))
    run_all(opened)
    expect(dots(opened).first).to_be_visible()
    return opened


def dots(page):
    return page.locator(".pb-dot")


def shown(page):
    return page.locator(".widget-output")


def choose(page, a, b):
    """Name two states."""
    for field, name in zip(page.locator(".widget-text input[list]").all(), (a, b), strict=True):
        field.fill(name)
        field.press("Enter")


def look_at(page, word):
    page.get_by_role("button", name=word, exact=True).click()


def slide(page, key, years):
    """Move the slider by a key, which is so many years."""
    told = page.locator(".widget-slider .widget-readout")
    year = int(told.inner_text()) + years
    page.locator(".widget-slider .noUi-handle").press(key)
    expect(told).to_have_text(str(year))


def test_it_opens_on_its_start_page_and_shows_what_can_be_opened(lab, tab):
    page = tab(f"{lab.url}/?token={lab.token}")
    expect(page.get_by_role("heading", name="Which two states?")).to_be_visible()
    expect(page.locator(".jp-NotebookPanel")).to_have_count(1)
    for name in ("01-bilateral-agreements.ipynb", "explore.ipynb"):
        expect(page.locator(".jp-DirListing-item", has_text=name)).to_be_visible()


def test_it_begins_with_the_answer_and_two_other_states_are_chosen_in_any_spelling(page):
    expect(shown(page)).to_contain_text("Japan and the Philippines")
    choose(page, "Weißrussland", "PAK")
    expect(shown(page)).to_contain_text("Belarus and Pakistan")
    choose(page, "Атлантида", "PAK")
    expect(page.get_by_role("status")).to_contain_text("Атлантида")
    expect(shown(page)).to_contain_text("Belarus and Pakistan")
    choose(page, "belarus", "Pakistan")
    expect(page.get_by_role("status")).to_have_count(0)


def test_timeline_map_and_sources_follow_the_slider(page):
    choose(page, "Bélarus", "Pakistan")
    expect(shown(page)).to_contain_text("Belarus and Pakistan")
    before = dots(page).count()
    picture, told = shown(page).locator("img"), shown(page).locator("summary")
    look_at(page, "Contacts")
    expect(picture).to_have_attribute("alt", re.compile("^Timeline"))
    timeline = picture.get_attribute("src")
    look_at(page, "Map")
    expect(picture).to_have_attribute("alt", re.compile("^Map"))
    there = picture.get_attribute("src")
    look_at(page, "Sources")
    expect(told).to_contain_text(re.compile(r"The \d+ sources"))
    sources = told.inner_text()
    expect(told).to_have_text(sources)
    slide(page, "PageDown", -5)
    slide(page, "PageDown", -5)
    expect(told).not_to_have_text(sources)
    expect(dots(page)).not_to_have_count(before)
    assert dots(page).count() < before
    look_at(page, "Map")
    expect(picture).to_have_attribute("alt", re.compile("^Map"))
    assert picture.get_attribute("src") != there
    look_at(page, "Contacts")
    expect(picture).to_have_attribute("alt", re.compile("^Timeline"))
    earlier = picture.get_attribute("src")
    assert earlier != timeline
    slide(page, "ArrowLeft", -1)
    expect(picture).not_to_have_attribute("src", earlier)
    slide(page, "ArrowRight", 1)
    expect(picture).to_have_attribute("src", earlier)


def test_a_document_is_told_with_its_sources_where_one_points_and_stays_where_one_clicks(page):
    told = page.locator(".pb-told:visible")
    expect(told).to_have_count(0)
    dots(page).nth(1).hover()
    expect(told).to_have_count(1)
    first = told.inner_text()
    page.mouse.move(5, 5)
    expect(told).to_have_count(0)
    dots(page).nth(0).click()
    page.mouse.move(5, 5)
    expect(told).to_have_count(1)
    assert told.inner_text() != first
    link = told.locator("a").first
    assert link.get_attribute("href").startswith("http")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(told).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(dots(page).nth(0)).to_be_focused()


def test_a_report_is_made_and_opened_and_its_notebooks_are_shown_and_not_changed(lab, page, tab):
    choose(page, "Fiji", "Island")
    expect(shown(page)).to_contain_text("Iceland")
    page.get_by_role("button", name="Open as report").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"fji-isl-[0-9-]+\.yml"))
    expect(page.get_by_role("button", name="Open as report")).to_be_disabled()
    link = page.get_by_role("link", name=re.compile("open fji-isl"))
    expect(link).to_be_visible(timeout=600_000)
    with page.context.expect_page() as news:
        link.click()
    report = news.value
    expect(report.get_by_role("heading", level=1)).to_contain_text("Fiji and Iceland")
    report.locator("a[href*='01-bilateral-agreements']").first.click()
    expect(report).to_have_url(re.compile("01-bilateral-agreements.html"))
    expect(report.get_by_role("heading", level=1)).to_be_visible()

    (made,) = lab.build.glob("fji-isl-*/")
    notebook = f"{made.name}/01-bilateral-agreements.ipynb"
    kept = (lab.build / notebook).read_bytes()
    executed = tab(at(lab, f"reports/{notebook}"))
    expect(executed.get_by_text("read-only")).to_be_visible()
    expect(executed.locator(".jp-OutputArea-output").first).to_be_visible()
    # What JupyterLab keeps from a reader, the server refuses too.
    path = f"{lab.url}/api/contents/reports/{notebook}?token={lab.token}"
    ask = executed.request
    assert ask.put(path, data={"type": "file", "format": "text", "content": "x"}).status == 403
    assert ask.delete(path).status == 403
    assert ask.patch(path, data={"path": "away.ipynb"}).status == 403
    assert ask.get(path.replace("01-bilateral-agreements", "..%2F..%2Fx")).status == 404
    assert (lab.build / notebook).read_bytes() == kept


def test_a_notebook_that_nobody_ran_shows_the_last_report_and_is_saved_without(lab, tab):
    source = lab.root / "01-bilateral-agreements.ipynb"
    made = nbformat.read(source, 4)
    shown = nbformat.v4.new_output("execute_result", data={"text/plain": "so it was told"}, execution_count=3)
    next(cell for cell in made.cells if cell.source == "pair.brief()").outputs = [shown]
    folder = lab.build / "told"
    folder.mkdir(parents=True)
    nbformat.write(made, folder / source.name)
    (folder / "receipt.json").write_text("{}")
    page = tab(at(lab, source.name))
    expect(page.locator(".jp-OutputArea-output").first).to_contain_text("the last report made of it, reports/told")
    expect(page.get_by_text("so it was told")).to_be_visible()
    with page.expect_response(lambda one: one.request.method == "PUT" and source.name in one.url):
        page.locator('.jp-NotebookPanel [data-command="docmanager:save"]').first.click()
    assert not [cell for cell in nbformat.read(source, 4).cells if cell.get("outputs")]
    shutil.rmtree(folder)


def test_a_row_of_the_readers_own_is_laid_over_the_record_once_it_passes(lab, page):
    choose(page, "Fiji", "Iceland")
    expect(shown(page)).to_contain_text("Iceland")
    before = dots(page).count()
    page.get_by_role("button", name="Add to my rows").click()
    rows = lab.build.parent / "my-rows"
    expect(page.get_by_role("status")).to_contain_text(str(rows))
    field = lambda name: page.get_by_label(name, exact=True)  # noqa: E731
    field("Title").fill("Memorandum on training")
    field("Kind").select_option("mou")
    field("Signed").fill("2019-05-17")
    page.get_by_role("button", name="Add the row").click()
    expect(page.get_by_text("“Page” is missing")).to_be_visible()
    assert not rows.exists()
    field("Page").fill("https://example.org/memorandum")
    field("Its title").fill("A memorandum")
    field("Its publisher").fill("Example Times")
    page.get_by_role("button", name="Add the row").click()
    expect(page.get_by_text(re.compile("memorandum-on-training stands in"))).to_be_visible()
    expect(dots(page)).to_have_count(before + 1)
    look_at(page, "Contacts")
    expect(shown(page)).to_contain_text("◆")
    assert "Memorandum on training" in (rows / "agreements.csv").read_text()


CELLS = (
    "import sys\nprint([name in sys.modules for name in ('geopandas', 'pactbook.exhibits.pair')])",
    "import os, psutil\nprint('forks' in str(psutil.Process(os.getppid()).cmdline()))",
    "import pathlib\napi_key = 'sesame-' + 'open-1234'\nos.environ['DB_PASSWORD'] = 'of-the-' + 'environment'",
    "raise ValueError(f'{api_key} {pathlib.Path.home()}/x ' + os.environ['DB_PASSWORD'])",
)


def test_a_kernel_is_a_fork_that_has_everything_and_its_tracebacks_show_no_secret(lab, tab):
    name = "kernel.ipynb"
    metadata = nbformat.read(lab.root / "explore.ipynb", 4).metadata
    nbformat.write(
        nbformat.v4.new_notebook(metadata=metadata, cells=[*map(nbformat.v4.new_code_cell, CELLS)]), lab.root / name
    )
    page = tab(at(lab, name))
    run_all(page)
    told = page.locator(".jp-OutputArea-output")
    expect(told.nth(0)).to_have_text("[True, True]")
    expect(told.nth(1)).to_have_text("True")
    expect(told.nth(2)).to_contain_text("ValueError: [redacted] ~/x [redacted]")
    assert not re.search("sesame-open|of-the-environment", page.content())
    assert "ordinary kernel" not in lab.log.read_text()
