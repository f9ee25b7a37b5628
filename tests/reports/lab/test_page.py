"""explore.ipynb as a page without Jupyter around it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.lab]
expect.set_options(timeout=60_000)


def test_it_shows_no_code_and_follows_the_slider(voila, tab):
    page = tab(voila.url)
    expect(page.locator(".pb-dot").first).to_be_visible()
    expect(page.get_by_text("from pactbook.explore import explore")).to_have_count(0)
    expect(page.get_by_role("heading", name="What else can be asked")).to_have_count(0)
    shown = page.locator(".widget-output")
    expect(shown).to_contain_text("Japan and the Philippines")
    page.get_by_role("button", name="Contacts", exact=True).click()
    picture = shown.locator("img")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    handle = page.locator(".widget-slider .noUi-handle")
    handle.focus()
    handle.press("ArrowLeft")
    expect(page.locator(".widget-slider .widget-readout")).to_have_text(re.compile(r"20\d\d"))
    expect(picture).not_to_have_attribute("src", before)
    page.locator(".pb-dot").first.hover()
    expect(page.locator(".pb-told:visible a").first).to_be_visible()
