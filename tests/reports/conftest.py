"""Reports that several modules look at, each made once a test run, and a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pactbook.reports import run as runner
from pactbook.reports.case import for_pair, load_case
from pactbook.reports.context import Context

FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Path]], Path]:
    """Return a function that gives the report which `make` writes into a folder, made once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], Path]) -> Path:
        folder = base / f"shared-{name}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            told = folder / "made"
            if not told.exists():
                told.write_text(str(make(folder)))
        return Path(told.read_text())

    return made


@pytest.fixture(scope="session")
def report(once) -> Path:
    """Return the whole default case."""
    return once("default", lambda folder: runner.run(load_case("belarus-pakistan"), Context.here(build=folder)))


@pytest.fixture(scope="session")
def thin(once) -> Path:
    """Return what is told in German of two states that have hardly anything to do with each other."""
    made = {"language": "de"}
    return once(
        "thin",
        lambda folder: runner.run(for_pair("FJI", "ISL", "2026-11-28", changes=made), Context.here(build=folder)),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a Chromium; where there is none the tests are skipped and say so."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no real browser looked at the pages: chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a page from its file with the network off.

    What the page complains of, asks any address for, or says in a dialog fails the test.
    """
    contexts, faults = [], []

    def opened(path: Path, **options: Any) -> Any:
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: faults.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda box: (faults.append(box.message), box.dismiss()))
        page.on("request", lambda asked: None if asked.url.startswith("data:") else faults.append(asked.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    own = {url for url in faults if url.startswith("file://") and url.endswith(".html")}
    assert [fault for fault in faults if fault not in own] == []
