"""``make bench``: where the time of the default case goes, as ratios within one run on one machine."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pactbook import geo, paths
from pactbook.reports import execute, run
from pactbook.reports.case import Case, load_case
from pactbook.reports.context import Context

CASE = "belarus-pakistan"


def seconds(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def one_notebook(case: Case, name: str, folder: Path) -> float:
    """Return the seconds of one notebook from job to page, without its neighbours."""
    single = case.model_copy(update={"parameters": {name: case.parameters[name]}})
    return seconds(lambda: run.run(single, Context.here(build=folder)))


def by_hand(case: Case, folder: Path) -> float:
    """Return the seconds that papermill's and nbconvert's own commands take for the notebooks and bare pages, two at a time."""
    tools = Path(sys.executable).parent

    def one(name: str) -> None:
        out = folder / f"{name}.ipynb"
        values = ["-f", str(paths.CASES / f"{CASE}.yml")]
        subprocess.run([tools / "papermill", paths.NOTEBOOKS / out.name, out, *values], check=True, capture_output=True)
        subprocess.run([tools / "jupyter", "nbconvert", "--to", "html", out], check=True, capture_output=True)

    with ThreadPoolExecutor(2) as pool:
        return seconds(lambda: list(pool.map(one, case.parameters)))


def cells(path: Path) -> float:
    """Return the seconds that the cells of an executed notebook took."""
    notebook = json.loads(path.read_text())
    return sum(cell["metadata"]["papermill"]["duration"] for cell in notebook["cells"] if cell["cell_type"] == "code")


def layers() -> tuple[float, float]:
    """Return the seconds that the layers of a world map take to build, and to find again in the same process."""

    def ask() -> None:
        geo.projected(geo.equal_earth(), "50m", "un")
        geo.projected_lines(geo.equal_earth(), "50m", "un")

    return seconds(ask), seconds(ask)


def envelope() -> float:
    """Return the seconds of the longest envelope of the largest territory, without what is kept of it."""
    home = geo.territory("RUS")
    return seconds(lambda: geo.geodesic_buffer.__wrapped__(home, 12_000, geo.equal_earth()))


def process(*arguments: str) -> float:
    """Return the seconds that a process of Python takes, the median of nine."""
    command = [sys.executable, *arguments]
    return statistics.median(
        seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)) for _ in range(9)
    )


def main() -> None:
    case = load_case(CASE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        imports = seconds(lambda: subprocess.run([sys.executable, "-c", "import papermill, nbconvert"], check=True))
        alone = {notebook: one_notebook(case, notebook, folder) for notebook in case.parameters}
        hand = by_hand(case, folder)
        together = seconds(lambda: run.run(case, Context.here(build=folder)))
        worked = {notebook: cells(folder / case.name / f"{notebook}.ipynb") for notebook in case.parameters}
        assert all(execute.unfinished(folder / case.name / f"{notebook}.ipynb") is None for notebook in worked)
    built, found = layers()
    bare, shown = process("-c", "pass"), process("-m", "pactbook.cli", "--help")
    print(f"{'':32}{'seconds':>9}{'of case':>9}")
    for label, value in (
        ("the case, notebooks side by side", together),
        ("the notebooks one by one", sum(alone.values())),
        ("the same by papermill, nbconvert", hand),
        ("importing papermill, nbconvert", imports),
        ("layers of a world map, built", built),
        ("layers of a world map, cached", found),
        ("an envelope of Russia, 12,000 km", envelope()),
        *((f"  {notebook}, its cells", value) for notebook, value in worked.items()),
    ):
        print(f"{label:32}{value:9.2f}{value / together:9.2f}")
    print(f"{'pactbook --help':32}{shown:9.2f}{shown / bare:9.1f} times python -c pass")


if __name__ == "__main__":
    main()
