"""Kernels of their own, where no fork is safe: what ends with them, how often they are tried, and that it is said."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict

import nbformat
import psutil
import pytest

from pactbook import parameters
from pactbook.reports import workers
from pactbook.reports.limits import Limits
from pactbook.reports.warm import CAN_FORK
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.long]


def job(folder, *cells, environment=(), **limits):
    """Write a notebook and the file of its job."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("x = 1", *cells)])
    book.cells[0].metadata.tags = ["parameters"]
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "in.ipynb")
    told = {
        "notebook": str(folder / "in.ipynb"), "output": str(folder / "out.ipynb"), "html": "", "pdf": "", "parameters": {},
        **{end: str(folder / end) for end in ("outcome", "journal", "log")}, "limits": asdict(Limits(**limits)),
        "cwd": str(folder), "environment": dict(environment) | workers.temporary(folder / "temporary"),
    }  # fmt: skip
    (folder / "job").write_text(json.dumps(told))
    return folder / "job"


def running(marker):
    return [
        one for one in psutil.process_iter(["cmdline"]) if any(marker in word for word in one.info["cmdline"] or ())
    ]


@pytest.fixture
def kernels():
    staff = workers.Kernels()
    yield staff
    staff.close()


def outcome(staff, path):
    ((_, found),) = workers.side_by_side(staff, [path], 1)
    return found


def printed(folder):
    cells = nbformat.read(folder / "out.ipynb", as_version=4).cells
    return [out.text.strip() for cell in cells for out in cell.get("outputs", []) if out.output_type == "stream"]


HOLD = "import subprocess\nsubprocess.Popen(['sleep', '987604'])\nsum(range(10**18))"


def test_a_kernel_that_holds_the_interpreter_is_ended_with_all_that_it_started(kernels, tmp_path):
    found = outcome(kernels, job(tmp_path, "print('before')", HOLD, cell=2, grace=1))
    assert found == {"ok": False, "cell": 3, "message": found["message"]}
    assert found["message"].startswith("the cell took longer than 2 seconds")
    assert printed(tmp_path) == ["before"]
    until(lambda: not running("987604") and not running(str(tmp_path)))


def test_a_kernel_that_dies_is_told_with_its_cell(kernels, tmp_path):
    found = outcome(
        kernels, job(tmp_path, "print('before')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    )
    assert found == {"ok": False, "cell": 3, "message": "the kernel died"}
    assert printed(tmp_path) == ["before"]
    assert not list((tmp_path / "temporary").iterdir()), "no connection file is left"


RUNNER = """
import pathlib, sys, time
from pactbook.reports import workers
staff = workers.Kernels()
staff.start(pathlib.Path(sys.argv[1]))
time.sleep(600)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGHUP])
def test_no_kernel_outlives_a_runner_that_is_gone(tmp_path, sign):
    path = job(tmp_path, HOLD)
    with subprocess.Popen([sys.executable, "-c", RUNNER, str(path)]) as runner:
        until(lambda: running("987604"))
        runner.send_signal(sign)
    until(lambda: not running("987604") and not running(str(tmp_path)))


SHY = """
import os, pathlib, sys
flag = pathlib.Path(sys.argv[1])
if not flag.exists():
    flag.touch()
    sys.exit(1)
os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", "-f", sys.argv[2]])
"""


@pytest.mark.parametrize("shy", [True, False], ids=["once", "always"])
def test_a_kernel_that_did_not_answer_is_tried_once_more(kernels, tmp_path, shy):
    folder = tmp_path / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    script = SHY if shy else "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write('x'); sys.exit(1)"
    argv = [sys.executable, "-c", script, str(tmp_path / "flag"), "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Shy", "language": "python"}))
    path = job(tmp_path, "print('answered')", environment={"JUPYTER_PATH": str(tmp_path / "jupyter")})
    found = outcome(kernels, path)
    if shy:
        assert found["ok"]
        assert printed(tmp_path) == ["answered"]
    else:
        assert not found["ok"] and "Kernel died before replying" in found["message"]
        assert (tmp_path / "flag").read_text() == "xx", "twice, and no more"


@pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")
def test_kernels_take_over_from_a_process_that_says_nothing_and_it_is_said(tmp_path, caplog):
    staff = workers.Children({}, patience=0)
    os.kill(staff._warm._process.pid, signal.SIGSTOP)
    try:
        assert outcome(staff, job(tmp_path, "print('over')"))["ok"]
        assert printed(tmp_path) == ["over"]
        assert "(it did not answer): each has a kernel of its own" in caplog.text
    finally:
        staff.close()


ELSEWHERE = """
import os, signal, sys
import filelock, psutil  # of which there is another kind for each system
for name in ("fcntl", "resource"):
    sys.modules[name] = None
for name in ("fork", "killpg"):
    delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGALRM", "setitimer", "pthread_sigmask"):
    delattr(signal, name)
import pathlib
from pactbook import parameters
from pactbook.reports import run
from pactbook.reports.case import Case
from pactbook.reports.context import Context
case = Case(name="x", title="X", parameters={sys.argv[1]: parameters.MODELS[sys.argv[1]]()})
folder = pathlib.Path(sys.argv[2])
try:
    run.run(case, Context.here(build=folder / "build", notebooks=folder))
except run.NotebookError as error:
    print(error)
"""


def test_a_system_without_fork_runs_kernels_and_says_so(tmp_path):
    """What Windows lacks is taken away; that its own parts work is not shown by this."""
    *_, audit = parameters.MODELS
    job(tmp_path, "print('before')", "1 / 0")
    (tmp_path / "in.ipynb").rename(tmp_path / f"{audit}.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, audit, str(tmp_path)], capture_output=True, text=True, timeout=300
    )
    assert "no fork is safe on this system: each notebook has a kernel of its own" in done.stderr, done.stderr
    assert done.stdout == f"{audit}.ipynb, cell 3: ZeroDivisionError: division by zero\n"
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["x.failed"]


def test_a_way_that_ends_too_soon_is_named():
    assert workers._end(-9) == "was ended by SIGKILL (is the machine short of memory?)"
    assert workers._end(-15) == "was ended by SIGTERM"
    assert workers._end(3) == "ended with exit code 3"
