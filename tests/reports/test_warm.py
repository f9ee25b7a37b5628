"""Notebooks as forked children of a warm process: what they show, what they leave behind, and what ends them."""

import json
import os
import signal
import subprocess
import sys

import nbformat
import papermill
import pytest

from pactbook import paths
from pactbook.reports import workers
from pactbook.reports.execute import CELLS
from pactbook.reports.warm import CAN_FORK, Warm
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")]


def notebook(path, *cells):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("x = 1", *cells)])
    book.cells[0].metadata.tags = ["parameters"]
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, path)
    return path


def job(folder, name, *cells, **environment):
    """Write a notebook and the file of its job."""
    told = {
        "notebook": str(notebook(folder / f"{name}.in.ipynb", *cells)),
        "output": str(folder / f"{name}.ipynb"),
        **{end: str(folder / f"{name}.{end}") for end in ("html", "outcome", "journal", "log")},
        "parameters": {"language": "en"}, "cwd": str(folder), "title": "T", "receipt": "r", "pdf": "", "environment": environment,
    }  # fmt: skip
    path = folder / f"{name}.job"
    path.write_text(json.dumps(told))
    return path


def printed(path):
    cells = nbformat.read(path.with_suffix(".ipynb"), as_version=4).cells
    return "".join(out.text for cell in cells for out in cell.get("outputs", []) if out.output_type == "stream").strip()


def finished(warm, *jobs):
    for one in jobs:
        warm.start(one)
    until(lambda: warm.hear() or set(jobs) <= warm.codes.keys())
    return [warm.codes[one] for one in jobs]


@pytest.fixture(scope="module")
def warm():
    process = Warm(dict(os.environ))
    yield process
    process.close()


def shown(path):
    """Return what a notebook shows, without times and the id of the cell that papermill adds."""
    book = nbformat.read(path, as_version=4)
    outputs = [(cell.get("execution_count"), cell.get("outputs")) for cell in book.cells]
    return outputs, book.metadata.language_info


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(path.stem, marks=[] if path.stem == "04-claims-audit" else pytest.mark.long)
        for path in sorted(paths.NOTEBOOKS.glob("0*.ipynb"))
    ],
)
def test_cells_show_what_a_kernel_shows(tmp_path, name):
    for engine in (None, CELLS):
        papermill.execute_notebook(
            paths.NOTEBOOKS / f"{name}.ipynb", tmp_path / f"{engine}.ipynb", kernel_name="python3", engine_name=engine,
            progress_bar=False,
        )  # fmt: skip
    assert shown(tmp_path / "None.ipynb") == shown(tmp_path / f"{CELLS}.ipynb")


@pytest.mark.long
@pytest.mark.parametrize(
    "cells",
    [
        ("print('a')\nprint('b')", "1 + 1", "None", "2;"),
        (
            "from IPython.display import HTML, display\nhandle = display(HTML('<b>1</b>'), display_id='q')\n3",
            "handle.update(HTML('2'))",
        ),
        ("import matplotlib.pyplot as plt\nplt.plot([1, 2]);",),
        ("from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)",),
        ("class Shown:\n    _repr_html_ = lambda self: '<i>x</i>'\n    __repr__ = lambda self: 'x'\nShown()",),
        ("await __import__('asyncio').sleep(0)\n5", "!echo hello", ""),
    ],
    ids=["results", "updates", "inline", "cleared", "html", "shell"],
)  # fmt: skip
def test_any_cell_shows_what_a_kernel_shows(tmp_path, cells):
    source = notebook(tmp_path / "in.ipynb", *cells)
    for engine in (None, CELLS):
        run = [sys.executable, "-m", "papermill", str(source), str(tmp_path / f"{engine}.ipynb"), "-k", "python3"]
        subprocess.run([*run, *(["--engine", engine] if engine else [])], check=True, capture_output=True)
    assert shown(tmp_path / "None.ipynb") == shown(tmp_path / f"{CELLS}.ipynb")


@pytest.mark.long
@pytest.mark.parametrize(
    "cell",
    [
        "1 / 0",
        "def f(x):\n    raise ValueError(x)\n\ntry:\n    f('one')\nexcept ValueError:\n    f('two')",
        "x = (",
        "raise SystemExit(3)",
        "print('a')\nraise KeyboardInterrupt",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nraise RuntimeError",
    ],
    ids=["raises", "chained", "syntax", "exit", "interrupt", "figure"],
)
def test_a_cell_that_fails_shows_what_it_shows_in_a_kernel(tmp_path, cell):
    source = notebook(tmp_path / "in.ipynb", "print('before')", cell, "print('after')")
    codes = {}
    for engine in (None, CELLS):
        run = [sys.executable, "-m", "papermill", str(source), str(tmp_path / f"{engine}.ipynb"), "-k", "python3"]
        codes[engine] = subprocess.run(
            [*run, *(["--engine", engine] if engine else [])], capture_output=True
        ).returncode
    assert codes[None] == codes[CELLS] == 1
    assert shown(tmp_path / "None.ipynb") == shown(tmp_path / f"{CELLS}.ipynb")


def test_a_day_that_is_asked_for_again_is_in_memory(warm, tmp_path):
    """Each day that is new would hold up those who wait; one that no report can have stops nothing."""
    cell = "from pactbook.record import loading\nprint(loading._on_day.cache_info().currsize)"
    days = ("1999-09-09", "1999-09-09", "none", "none", "1999-09-09")
    jobs = [job(tmp_path, f"day{number}", cell) for number, _ in enumerate(days)]
    for path, day in zip(jobs, days, strict=True):
        told = json.loads(path.read_text())
        path.write_text(json.dumps(told | {"parameters": told["parameters"] | {"as_of": day}}))
    assert [finished(warm, one) for one in jobs] == [[0]] * len(jobs)
    assert [printed(one) for one in jobs] == ["0", "1", "1", "1", "1"]


def test_a_cell_that_raises_stops_the_notebook_and_is_named(warm, tmp_path):
    one = job(tmp_path, "raising", "print('before')", "1 / 0", "print('after')")
    assert finished(warm, one) == [0]
    outcome = json.loads((tmp_path / "raising.outcome").read_text())
    assert outcome == {"ok": False, "cell": 3, "message": "ZeroDivisionError: division by zero"}
    assert printed(one) == "before"


def test_nothing_of_one_notebook_is_left_for_the_next(warm, tmp_path):
    leave = """
import builtins, os, random, sys, warnings
import matplotlib, numpy
import pactbook
builtins.left = globals()["left"] = os.environ["LEFT"] = sys.modules["left"] = "left"
matplotlib.rcParams["font.size"] = 99
warnings.simplefilter("error")
pactbook.left = True
os.chdir("/")
random.seed(1); numpy.random.seed(1)
"""
    look = """
import builtins, os, random, sys, warnings
import matplotlib, numpy
import pactbook
print([name for name, there in {
    "builtins": hasattr(builtins, "left"), "globals": "left" in globals(), "environment": "LEFT" in os.environ,
    "modules": "left" in sys.modules, "rcParams": matplotlib.rcParams["font.size"] == 99,
    "warnings": ("error", None, Warning, None, 0) in warnings.filters, "package": hasattr(pactbook, "left"),
    "cwd": os.getcwd() == "/",
}.items() if there], random.random(), numpy.random.random())
"""
    jobs = [job(tmp_path, "leaving", leave), job(tmp_path, "one", look), job(tmp_path, "two", look)]
    for each in jobs:
        assert finished(warm, each) == [0]
        assert json.loads(each.with_suffix(".outcome").read_text())["ok"]
    first, second = (printed(each) for each in jobs[1:])
    assert first.startswith("[]") and second.startswith("[]")
    assert first != second, "each child draws its own random numbers"


def test_a_child_that_is_killed_is_told_and_its_sibling_ends_well(warm, tmp_path):
    kill = job(tmp_path, "killed", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    well = job(tmp_path, "well", "print('done')")
    assert finished(warm, kill, well) == [-signal.SIGKILL, 0]
    assert printed(well) == "done"


def test_a_cell_that_holds_the_interpreter_is_stopped_with_all_that_it_started(warm, tmp_path):
    cell = "import subprocess, re\nsubprocess.Popen(['sleep', '987654'])\nre.match(r'(a+)+$', 'a' * 60 + 'b')"
    one = job(tmp_path, "holding", cell)
    warm.start(one)
    processes = ["ps", "-eo", "args"]
    until(lambda: "sleep 987654" in subprocess.run(processes, capture_output=True, text=True, check=True).stdout)
    warm.stop(one)
    assert until(lambda: warm.hear() or warm.codes.get(one)) == -signal.SIGKILL
    until(lambda: "sleep 987654" not in subprocess.run(processes, capture_output=True, text=True, check=True).stdout)


@pytest.mark.long
def test_kernels_take_over_where_the_warm_process_dies(tmp_path):
    staff = workers.Children(dict(os.environ))
    one = job(tmp_path, "taken", "print('over')")
    try:
        os.kill(staff._warm._process.pid, signal.SIGKILL)
        staff.start(one)
        assert until(lambda: staff.ended(one) is not None)
        assert printed(one) == "over"
    finally:
        staff.close()


RUNNER = """
import os, sys, time
from pathlib import Path
from pactbook.reports.warm import Warm
warm = Warm(dict(os.environ))
warm.start(Path(sys.argv[1]))
while not warm.pids:
    warm.hear()
    time.sleep(0.02)
print("started", flush=True)
time.sleep(600)
"""


@pytest.mark.long
def test_no_process_outlives_a_runner_that_is_killed(tmp_path):
    one = job(tmp_path, "orphan", "import time\ntime.sleep(600)")
    with subprocess.Popen([sys.executable, "-c", RUNNER, str(one)], stdout=subprocess.PIPE, text=True) as runner:
        assert runner.stdout.readline() == "started\n"
        children = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )[1:]
        of = dict(map(int, line.split()) for line in children if line.strip())
        mine = {pid for pid, parent in of.items() if parent == runner.pid or of.get(parent) == runner.pid}
        runner.kill()
    assert mine
    until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in mine))  # noqa: PTH110 (a process)
