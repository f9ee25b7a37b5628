"""Ways to run the same parameterised notebooks, as ratios within one run: time, CPU and peak proportional memory.

``python benchmarks/peers.py`` measures the default case and 1, 10 and 50 reports of one notebook; numbers behind it say how
many instead. An environment with JupyterLab is ``.venv-lab`` (``make lab`` makes it); without it its row is not measured.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import psutil

from pactbook import paths
from pactbook.reports.case import load_case

CASE, NOTEBOOK = "belarus-pakistan", "01-bilateral-agreements"
DAY = "2026-11-01"
TOOLS = Path(sys.executable).parent
LAB = paths.CASES.parent.parent / ".venv-lab" / "bin"
STATES = ("BEL", "CZE", "DEU", "DNK", "ESP", "FRA", "GBR", "GRC", "ITA", "NLD", "NOR")  # 55 pairs
# papermill's own loop, and the cells alone: what a process that has everything imported takes for them.
IN_ONE_PROCESS = """
import json, sys, papermill
for source, out, values in json.load(sys.stdin):
    papermill.execute_notebook(source, out, values, progress_bar=False)
"""
CELLS_ALONE = """
import json, sys, nbformat
from pactbook.reports import cells
for source, _, values in json.load(sys.stdin):
    recorder = cells.Recorder()
    shell = cells.shell(recorder)
    for cell in nbformat.read(source, as_version=4).cells:
        if cell.cell_type == "code":
            if "parameters" in cell.metadata.get("tags", ()):
                cell.source += "".join(f"\\n{name} = {value!r}" for name, value in values.items())
            assert cells.run(shell, recorder, cell) is None
"""
Job = tuple[str, str, dict]


@dataclass(frozen=True)
class Cost:
    """What a way took: seconds, seconds of CPU, and the most memory at one time, shared pages counted by their share."""

    seconds: float
    cpu: float
    megabytes: float


def cost(act: Callable[[], None]) -> Cost:
    """Return what an act with processes of its own took."""
    peak, over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, over))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    watch.start()
    try:
        act()
    finally:
        over.set()
        watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, cpu, peak[0])


def _watch(peak: list[float], over: threading.Event) -> None:
    """Keep the most proportional memory of all descendants, looked at twice a second."""
    while not over.wait(0.5):
        found = 0
        for process in psutil.Process().children(recursive=True):
            try:
                found += process.memory_full_info().pss
            except psutil.Error:
                continue  # it has ended meanwhile
        peak[0] = max(peak[0], found / 2**20)


def ran(command: Sequence[str | Path], told: object = None, **environment: str) -> None:
    """Run a command to its good end, with what it is told as JSON on its input."""
    subprocess.run(
        command, check=True, capture_output=True, text=True, input=json.dumps(told), env=os.environ | environment
    )


def papermill(jobs: Sequence[Job], tools: Path = TOOLS) -> None:
    """Run papermill's command once a report."""
    for source, out, values in jobs:
        ran([tools / "papermill", source, out, "-y", json.dumps(values)])


def nbconvert(jobs: Sequence[Job]) -> None:
    """Run nbconvert's command once a report; it knows no parameters, so each report is that of the notebook's own."""
    for source, out, _ in jobs:
        ran([TOOLS / "jupyter", "nbconvert", "--to", "notebook", "--execute", source, "--output", out])


def batch(folder: Path, number: int) -> None:
    """Run pactbook's batch over as many pairs."""
    pairs = [f"{a}-{b}" for a, b in list(combinations(STATES, 2))[:number]]
    ran([TOOLS / "pactbook", "batch", NOTEBOOK, "--as-of", DAY, "--to", str(folder / "batch"), "--pairs", *pairs])


def told(title: str, rows: dict[str, Cost | None], times: int) -> None:
    """Print the costs of some ways, each as a ratio to the first."""
    print(f"\n{title}\n\n| way to run | seconds | CPU s a report | peak MB | faster than the first |")
    print("| --- | ---: | ---: | ---: | ---: |")
    first = next(iter(rows.values()))
    for name, one in rows.items():
        if one is None or first is None:
            print(f"| {name} | not measured: not installed | | | |")
        else:
            ratio = first.seconds / one.seconds
            print(
                f"| {name} | {one.seconds:.1f} | {one.cpu / times:.1f} | {one.megabytes:.0f} | {ratio:.1f} |",
                flush=True,
            )


def reports(number: int, folder: Path) -> dict[str, Cost | None]:
    """Return what so many reports of one notebook cost, way by way."""
    source = str(paths.NOTEBOOKS / f"{NOTEBOOK}.ipynb")
    pairs = list(combinations(STATES, 2))[:number]
    jobs = [(source, str(folder / f"{a}-{b}.ipynb"), {"country_a": a, "country_b": b, "as_of": DAY}) for a, b in pairs]
    return {
        "papermill's command, one by one": cost(lambda: papermill(jobs)),
        "the same with JupyterLab installed": cost(lambda: papermill(jobs, LAB)) if LAB.exists() else None,
        "papermill in one process": cost(lambda: ran([sys.executable, "-c", IN_ONE_PROCESS], jobs)),
        "nbconvert --execute, one by one": cost(lambda: nbconvert(jobs)),
        "pactbook batch": cost(lambda: batch(folder, number)),
        "the cells alone in a warm process": cost(lambda: ran([sys.executable, "-c", CELLS_ALONE], jobs)),
    }


def default_case(folder: Path) -> dict[str, Cost | None]:
    """Return what the four notebooks of the default case cost, way by way."""
    case = load_case(CASE)
    jobs = [
        (str(paths.NOTEBOOKS / f"{name}.ipynb"), str(folder / f"{name}.ipynb"), _values(parameters))
        for name, parameters in case.parameters.items()
    ]
    return {
        "papermill's command, one by one: no pages, no figure files": cost(lambda: papermill(jobs)),
        "papermill in one process": cost(lambda: ran([sys.executable, "-c", IN_ONE_PROCESS], jobs)),
        "pactbook run: with pages, PDFs and all figure files": cost(
            lambda: ran([TOOLS / "pactbook", "run", CASE, "--force"])
        ),
        "the cells alone in a warm process": cost(lambda: ran([sys.executable, "-c", CELLS_ALONE], jobs)),
    }


def _values(parameters: object) -> dict:
    return parameters.model_dump(mode="json")  # type: ignore[attr-defined]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)  # the run writes into build/ of where it is called
        told(f"The default case, {CASE}", default_case(folder), 1)
        for number in [int(word) for word in sys.argv[1:]] or [1, 10, 50]:
            with tempfile.TemporaryDirectory(dir=folder) as one:
                told(f"{number} reports of {NOTEBOOK}", reports(number, Path(one)), number)


if __name__ == "__main__":
    main()
