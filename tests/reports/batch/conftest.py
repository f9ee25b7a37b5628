"""Batches of a notebook that tells what was done, and waits or breaks where a test asks for it."""

import csv
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from pactbook import cli, paths
from pactbook.parameters import BilateralAgreements
from tests.waiting import until

NOTEBOOK = "01-bilateral-agreements"
# Each report notes that it began. While a file hold-A lies there, those of A wait; those of France fail, those of the United
# Kingdom kill their process.
CELL = """
import os, signal, time
from pathlib import Path
from pactbook.subjects.findings import Finding
folder = Path({folder!r})
(folder / f"ran-{{country_a}}-{{country_b}}").open("a").write("x")
while (folder / f"hold-{{country_a}}").exists():
    time.sleep(0.02)
assert country_a != "FRA", "not this one"
if country_a == "GBR":
    os.kill(os.getpid(), signal.SIGKILL)
Finding("said", f"{{country_a}} and {{country_b}}")
"""
WHERE = 'Finding("where", os.environ["PACTBOOK_DATA"])'


class World:
    """A folder with the notebook, the results, and what the reports left behind."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.to = folder, folder / "results"
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self.write("x")

    def write(self, word: str) -> None:
        """Write the notebook; another word makes another one."""
        cells = [
            "\n".join(f"{name} = None" for name in BilateralAgreements.model_fields),
            CELL.format(folder=str(self.folder)),
            WHERE,
            f"# {word}",
        ]
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        for number, cell in enumerate(book.cells):
            cell.id = str(number)
        book.cells[0].metadata.tags = ["parameters"]
        book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(book, self.notebooks / f"{NOTEBOOK}.ipynb")

    def words(self, *pairs: str) -> list[str]:
        return ["batch", NOTEBOOK, "--to", str(self.to), "--as-of", "2024-01-01", "--pairs", *pairs]

    def run(self, *pairs: str, more: tuple[str, ...] = ()) -> int:
        return cli.main([*self.words(*pairs), *more])

    def hold(self, *states: str) -> None:
        for state in states:
            (self.folder / f"hold-{state}").touch()

    def let_go(self) -> None:
        for path in self.folder.glob("hold-*"):
            path.unlink()

    def meanwhile(self, condition: Callable[[], Any], act: Callable[[], Any]) -> threading.Thread:
        """Do something as soon as something is so, besides what the test does; what waits is let go in any case."""

        def watch() -> None:
            try:
                until(condition)
                act()
            finally:
                self.let_go()

        thread = threading.Thread(target=watch)
        thread.start()
        return thread

    @property
    def ran(self) -> dict[str, int]:
        """Return how often the report of each pair began."""
        return {path.name.removeprefix("ran-"): path.stat().st_size for path in self.folder.glob("ran-*")}

    @property
    def made(self) -> set[str]:
        """Return the pairs whose reports are done."""
        return {path.name[:7].upper() for path in (self.to / "rows").glob("[!.]*.json")}

    @property
    def summary(self) -> dict[str, dict[str, str]]:
        with (self.to / "summary.csv").open(newline="", encoding="utf-8-sig") as stream:
            return {row["subject"]: row for row in csv.DictReader(stream)}


@pytest.fixture
def world(tmp_path, monkeypatch, folder):
    made = World(tmp_path)
    folder.drop("claims")  # some are made to be refused
    folder.drop("sources", "article-2022")
    monkeypatch.setattr(paths, "NOTEBOOKS", made.notebooks)
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))
    return made


class Processes:
    """Processes of a test, which end with it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._started = folder, []

    def start(self, *words: str, **environment: str) -> subprocess.Popen:
        """Start Python in a folder of its own."""
        folder = self._folder / f"process-{len(self._started)}"
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, *words], cwd=folder, env=os.environ | environment,
            stdout=subprocess.DEVNULL, stderr=(folder / "log").open("w"),
        )  # fmt: skip
        self._started.append(process)
        return process

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()


@pytest.fixture
def processes(tmp_path):
    made = Processes(tmp_path)
    yield made
    made.end()
