"""What goes wrong while a report is made, each with real processes.

After each: the last good report is as it was, nothing half-made stands under a final name, no process and no temporary file is
left, the message names notebook and cell, and what another notebook has done is kept.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest

from pactbook import cli, parameters, paths
from pactbook.errors import UserError
from pactbook.reports import run as runner
from pactbook.reports import workers
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.limits import Limits
from pactbook.reports.warm import CAN_FORK
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")]
PAIR, _, _, AUDIT = parameters.MODELS
# So many seconds of sleep that no other process of the machine is taken for one of a test.
SLEEP = "import subprocess; subprocess.Popen(['sleep', '{}'], start_new_session=True)"


def notebook(path, *cells):
    """Write a notebook whose cells are numbered from 2: the first holds the parameters."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("language = 'en'", *cells)])
    book.cells[0].metadata.tags = ["parameters"]
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(book, path)


def running(marker):
    """Return the processes whose command line holds a word."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(marker in word for word in process.info["cmdline"] or ()) and process.pid != os.getpid():
            found.append(process)
    return found


class World:
    """A folder with two notebooks, tables, and a last good report."""

    def __init__(self, folder, staff):
        self.folder, self.staff = folder, staff
        self.build = folder / "build"
        (self.build / "x").mkdir(parents=True)
        (self.build / "x" / "index.html").write_text("the last report")
        notebook(folder / "notebooks" / f"{AUDIT}.ipynb", "print('well')")

    def attempt(self, *cells, **limits):
        """Run a case of two notebooks, of which the one on two states has some cells, and return what was told."""
        notebook(self.folder / "notebooks" / f"{PAIR}.ipynb", *cells)
        case = Case(name="x", title="X", parameters={name: parameters.MODELS[name]() for name in (PAIR, AUDIT)})
        context = Context.here(
            build=self.build, notebooks=self.folder / "notebooks", jobs=2, limits=Limits(**{"grace": 60} | limits)
        )
        with pytest.raises(runner.NotebookError) as caught:
            runner.run(case, context, self.staff)
        self.nothing_is_left("x.failed")
        return str(caught.value)

    def nothing_is_left(self, *besides):
        assert (self.build / "x" / "index.html").read_text() == "the last report"
        assert sorted(path.name for path in self.build.iterdir()) == ["x", *besides]
        assert not running(str(self.folder))

    def kept(self, name=PAIR):
        """Return what the cells of a notebook had printed."""
        cells = nbformat.read(self.build / "x.failed" / f"{name}.ipynb", as_version=4).cells
        outputs = [out for cell in cells for out in cell.get("outputs", ())]
        return "".join(out.text for out in outputs if out.output_type == "stream").split()


@pytest.fixture(scope="module")
def staff():
    with workers.workers({}) as found:
        yield found


@pytest.fixture
def world(tmp_path, staff):
    return World(tmp_path, staff)


# ------------------------------------------------------------------------------------------------ cells without end


def test_a_cell_that_never_ends_is_interrupted_and_what_was_done_is_kept(world):
    told = world.attempt(
        "print('before')", "try:\n    while True: pass\nexcept Exception: pass", "print('after')", cell=1
    )
    assert told == f"{PAIR}.ipynb, cell 3: the cell took longer than 1 second"
    assert world.kept() == ["before"]
    assert world.kept(AUDIT) == ["well"]
    assert (world.build / "x.failed" / f"{AUDIT}.html").exists(), "its work is not thrown away"
    assert not (world.build / "x.failed" / f"{PAIR}.html").exists()
    (error,) = [
        out
        for cell in nbformat.read(world.build / "x.failed" / f"{PAIR}.ipynb", as_version=4).cells
        for out in cell.get("outputs", ())
        if out.output_type == "error"
    ]
    assert "while" in "".join(error.traceback), "it shows where it stood"


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("sum(range(10**18))", "987601"), ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "987611")],
    ids=["holding", "stopped"],
)
def test_a_cell_that_does_not_heed_is_ended_with_all_that_it_started(world, cell, mark):
    told = world.attempt("print('before')", SLEEP.format(mark), cell, cell=1, grace=1)
    assert (
        told
        == f"{PAIR}.ipynb, cell 4: the cell took longer than 1 second and did not stop when it was asked to: it was ended"
    )
    assert world.kept() == ["before"]
    assert world.kept(AUDIT) == ["well"]
    assert not running(mark)


def test_a_notebook_of_many_slow_cells_has_a_limit_too(world):
    told = world.attempt(*["import time\ntime.sleep(0.7)\nprint('done')"] * 9, cell=60, notebook=2)
    number = len(world.kept()) + 2
    assert told == f"{PAIR}.ipynb, cell {number}: the notebook took longer than 2 seconds"
    assert 1 <= len(world.kept()) <= 3


# ------------------------------------------------------------------------------------------- cells that end too much


def test_a_cell_whose_process_is_killed_is_named_and_what_it_started_ends(world):
    told = world.attempt(
        "print('before')", f"{SLEEP.format(987602)}\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    assert told.startswith(f"{PAIR}.ipynb, cell 3: the process was ended by SIGKILL (is the machine short of memory?)")
    assert world.kept() == ["before"]
    assert not running("987602")


def test_a_cell_that_ends_its_process_is_named(world):
    told = world.attempt("print('before')", "import os\nos.write(2, b'gone\\n')\nos._exit(0)")
    assert told == f"{PAIR}.ipynb, cell 3: the process ended with exit code 0: gone"
    assert world.kept() == ["before"]
    assert (world.build / "x.failed" / f"{PAIR}.log").read_text().endswith("gone\n")


@pytest.mark.parametrize(
    "cell",
    ["x = []\nwhile True: x.append(bytearray(10**7))", "import numpy\nnumpy.ones(10**9)"],
    ids=["lists", "array"],
)
def test_a_cell_that_fills_memory_meets_its_limit(world, cell):
    told = world.attempt("print('before')", cell, memory=2 << 30)
    assert f"{PAIR}.ipynb, cell 3: " in told
    assert told.endswith("(a notebook may take 2.0 GB of memory)")
    assert "MemoryError" in told
    assert world.kept() == ["before"]


# ----------------------------------------------------------------------------------------------- what others change


def test_a_table_that_is_edited_meanwhile_makes_no_report(world, untouched, monkeypatch):
    shutil.copytree(untouched.path, world.folder / "data")
    monkeypatch.setenv("PACTBOOK_DATA", str(world.folder / "data"))
    told = world.attempt("import os\nopen(os.environ['PACTBOOK_DATA'] + '/events.csv', 'a').write('\\n')")
    assert told.splitlines()[0] == "data/events.csv: changed while the report was made"
    assert "run it again" in told


def test_a_notebook_that_is_edited_meanwhile_makes_no_report(world):
    path = world.folder / "notebooks" / f"{PAIR}.ipynb"
    told = world.attempt(f"open({str(path)!r}, 'a').write('\\n')")
    assert told.startswith(f"notebooks/{PAIR}.ipynb: changed while the report was made\n")


# -------------------------------------------------------------------------------------------------- two runs, locks


def test_a_second_run_is_refused_and_told_who_has_the_first(world, tmp_path):
    world.build.joinpath("x.failed").mkdir()
    hold = (
        "import sys, time, pathlib\nfrom pactbook.reports import lock\n"
        "with lock.held(pathlib.Path(sys.argv[1]), 'case'):\n    print(flush=True)\n    time.sleep(600)"
    )
    command = [sys.executable, "-c", hold, str(world.build / ".x.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:
        assert owner.stdout.readline()
        case = Case(name="x", title="X", parameters={AUDIT: parameters.MODELS[AUDIT]()})
        with pytest.raises(UserError, match=rf"by another process \({owner.pid}, just begun\): wait"):
            runner.run(case, Context.here(build=world.build), world.staff)
        owner.kill()
    # A dead process holds nothing, not even where its clock was ahead of ours.
    ahead = time.time() + 10**6
    (world.build / ".x.lock").write_text(json.dumps({"process": owner.pid, "since": ahead}))
    for path in [*world.build.rglob("*"), *(world.folder / "notebooks").iterdir()]:
        os.utime(path, (ahead, ahead))
    assert "cell 2: ZeroDivisionError" in world.attempt("1 / 0")


# ------------------------------------------------------------------------------------------- signals and the machine

COMMAND = """
import pathlib, sys
from pactbook import cli, paths
folder = pathlib.Path(sys.argv[1])
paths.build, paths.NOTEBOOKS = (lambda: folder / "build"), folder / "notebooks"
sys.exit(cli.main(["run", str(folder / "x.yml")]))
"""


def command(folder, **environment):
    """Return the arguments of `subprocess.Popen` for the command in a folder, whose temporary files go beside it."""
    (folder / "tmp").mkdir(exist_ok=True)
    article = parameters.MODELS[AUDIT]().article
    (folder / "x.yml").write_text(json.dumps({"notebooks": [AUDIT], "article": article, "as_of": "2026-11-24"}))
    return {
        "args": [sys.executable, "-c", COMMAND, str(folder)],
        "env": os.environ | {"TMPDIR": str(folder / "tmp")} | environment,
        "stderr": subprocess.PIPE,
        "text": True,
    }


@pytest.fixture
def holding(world):
    """A case whose only notebook starts a process of its own session and holds the interpreter."""
    (world.folder / "build" / "x.failed").mkdir()
    notebook(world.folder / "notebooks" / f"{AUDIT}.ipynb", SLEEP.format(987603), "sum(range(10**18))")
    return world


def started(world):
    process = subprocess.Popen(**command(world.folder))
    until(lambda: running("987603") or process.poll() is not None)
    assert process.poll() is None, process.stderr.read()
    return process


@pytest.mark.parametrize(
    "signs",
    [[signal.SIGINT], [signal.SIGTERM], [signal.SIGHUP], [signal.SIGINT] * 20],
    ids=["int", "term", "hup", "int-again-and-again"],
)
def test_a_signal_ends_all_and_leaves_nothing(holding, signs):
    process = started(holding)
    for sign in signs:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(sign)
        time.sleep(0.01)
    _, message = process.communicate(timeout=60)
    # One more that comes when all is done ends the process itself: a shell says 130 of both.
    assert process.returncode in (130, -signal.SIGINT), message
    assert "pactbook: stopped" in message
    assert not running("987603")
    holding.nothing_is_left("x.failed")
    assert not list((holding.folder / "tmp").iterdir())


def test_nothing_outlives_a_runner_that_is_killed_and_the_next_run_clears_away(holding):
    process = started(holding)
    process.kill()
    process.communicate()
    until(lambda: not running("987603") and not running(str(holding.folder)))
    assert (holding.build / "x" / "index.html").read_text() == "the last report"
    until(lambda: not list((holding.folder / "tmp").iterdir()))
    notebook(holding.folder / "notebooks" / f"{AUDIT}.ipynb", "print('well')")
    assert "cell 2: ZeroDivisionError" in holding.attempt("1 / 0")


def in_a_room_of_its_own(folder, mount):
    """Return a run of the command on a file system of its own, or skip where the system gives nobody one."""
    script = f'{mount} && exec "$0" "$@"'
    arguments = command(folder)
    arguments["args"] = ["unshare", "-rm", "sh", "-c", script, *arguments["args"]]
    try:
        subprocess.run(["unshare", "-rm", "sh", "-c", mount], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system of its own for a process on this system")
    return subprocess.run(**arguments, timeout=300)


def test_a_full_disk_is_told_and_leaves_the_last_report(world):
    build = world.build
    mount = f"mount -t tmpfs -o size=1m tmpfs '{build}' && mkdir '{build}/x' && echo 'the last report' > '{build}/x/index.html'"
    notebook(world.folder / "notebooks" / f"{AUDIT}.ipynb", "print('a' * 2_000_000)")
    mount += f" && trap \"ls -A '{build}'; cat '{build}/x/index.html'\" EXIT"
    script = f'{mount}; "$0" "$@"; echo exit $?'
    arguments = command(world.folder) | {"stdout": subprocess.PIPE}
    arguments["args"] = ["unshare", "-rm", "sh", "-c", script, *arguments["args"]]
    if subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", build], capture_output=True).returncode:
        pytest.skip("no file system of its own for a process on this system")
    done = subprocess.run(**arguments, timeout=300)
    assert done.stdout.splitlines() == ["exit 1", "x", "the last report"], done
    assert f"pactbook: No space left on device: {build}\n" in done.stderr


def test_a_read_only_folder_is_told(world):
    done = in_a_room_of_its_own(
        world.folder, f"mount --bind '{world.build}' '{world.build}' && mount -o remount,ro,bind '{world.build}'"
    )
    assert done.returncode == 1
    assert "Read-only file system" in done.stderr
    assert str(world.build) in done.stderr
    world.nothing_is_left()


def test_a_home_that_is_none_and_a_path_with_spaces_and_urdu(tmp_path, staff):
    world = World(tmp_path / "ایک فائل  (copy) 'x'", staff)
    shutil.copy(paths.NOTEBOOKS / f"{AUDIT}.ipynb", world.folder / "notebooks")
    (world.build / "x.failed").mkdir()
    environment = {"HOME": os.devnull, "LANG": "C", "LC_ALL": "C"}
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "IPYTHONDIR"):
        environment |= {name: ""} if name in os.environ else {}
    done = subprocess.run(**command(world.folder, **environment), timeout=300)
    assert done.returncode == 0, done.stderr
    page = (world.build / "x" / f"{AUDIT}.html").read_text(encoding="utf-8")
    assert len(page) > 10_000 and os.devnull not in page and "Traceback" not in page
    assert [path.name for path in world.build.iterdir()] == ["x"], "a failed run's folder goes when a good report comes"
    assert not running(str(world.folder))
    assert not list((world.folder / "tmp").iterdir())


def test_a_false_file_in_place_of_a_dataset_is_refused(world, monkeypatch, tmp_path, capsys):
    from pactbook.record import outside

    entry = outside.catalogue()["dcad"]
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / entry["file"]).write_text("ccode1,ccode2\n2,20\n")
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))
    monkeypatch.setattr(paths, "build", lambda: world.build)
    path = tmp_path / "x.yml"
    path.write_text(json.dumps({"notebooks": [PAIR], "country_a": "BLR", "country_b": "PAK", "as_of": "2026-11-24"}))
    assert cli.main(["run", str(path)]) == 2
    assert f"{entry['file']}: is not the file of" in capsys.readouterr().err
    world.nothing_is_left()
