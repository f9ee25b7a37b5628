"""Kernels for JupyterLab that are forked: they begin with everything imported, know nothing of each other, and end whole."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import psutil
import pytest
from jupyter_client.manager import KernelManager

from pactbook import paths
from pactbook.reports import instant
from pactbook.reports.warm import CAN_FORK

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")]


@pytest.fixture(scope="module", autouse=True)
def jupyter(tmp_path_factory):
    """Folders of Jupyter with the kernel as the wheel puts it."""
    folder = tmp_path_factory.mktemp("jupyter")
    (folder / "kernels" / "pactbook").mkdir(parents=True)
    shutil.copy(paths.PACKAGE / "reports" / "lab" / "kernel.json", folder / "kernels" / "pactbook")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        (folder / "tmp").mkdir()
        patch.setattr(tempfile, "tempdir", str(folder / "tmp"))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        yield folder
        instant._SOURCE.close()
    assert not list((folder / "tmp").iterdir()), "no connection file is left"


class Kernel:
    """A kernel and who speaks to it."""

    def __init__(self, name="pactbook"):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    def run(self, code):
        """Return what a cell prints, or the name of its error."""
        told = []
        reply = self.client.execute_interactive(code, output_hook=told.append, timeout=120)
        if reply["content"]["status"] == "aborted":  # a kernel drops what comes right after an error
            return self.run(code)
        if reply["content"]["status"] == "error":
            return reply["content"]["ename"]
        return "".join(one["content"].get("text", "") for one in told if one["msg_type"] == "stream").strip()

    def close(self, now=False):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=now)


@pytest.fixture
def kernel():
    found = Kernel()
    yield found
    found.close(now=True)


def gone(pid):
    end = time.monotonic() + 60
    while psutil.pid_exists(pid):
        assert time.monotonic() < end
        time.sleep(0.02)
    return True


def test_everything_is_imported_and_figures_are_shown(kernel):
    look = "import sys\nprint([name for name in ('pandas', 'geopandas', 'pactbook.exhibits.pair') if name not in sys.modules])"
    assert kernel.run(look) == "[]"
    assert kernel.run("import pactbook\nprint(len(pactbook.agreements()) > 100)") == "True"
    told = []
    kernel.client.execute_interactive("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", output_hook=told.append)
    assert "image/png" in next(one["content"]["data"] for one in told if one["msg_type"] == "display_data")


def test_a_kernel_is_where_and_what_jupyter_says(tmp_path, monkeypatch):
    monkeypatch.setenv("LEFT", "here")
    manager = KernelManager(kernel_name="pactbook")
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    kernel = Kernel.__new__(Kernel)
    kernel.manager, kernel.client = manager, client
    assert kernel.run("import os\nprint(os.getcwd(), os.environ['LEFT'])") == f"{tmp_path} here"
    (tmp_path / "beside.py").write_text("x = 1")
    assert kernel.run("import beside\nprint(beside.x)") == "1"
    kernel.close()


def test_two_kernels_know_nothing_of_each_other(kernel):
    other = Kernel()
    kernel.run("import pactbook, os\npactbook.left = left = 1\nos.environ['LEFT'] = '1'")
    look = "import pactbook, os\nprint(hasattr(pactbook, 'left'), 'left' in globals(), 'LEFT' in os.environ)"
    assert other.run(look) == "False False False"
    draw = "import numpy, random\nprint(numpy.random.random(), random.random())"
    assert kernel.run(draw) != other.run(draw)
    other.close()
    assert kernel.run("print(left)") == "1", "it lives on"


def test_it_is_interrupted_restarted_and_ended_with_what_it_started(kernel):
    message = kernel.client.execute("import time\ntime.sleep(600)")
    time.sleep(0.5)
    kernel.manager.interrupt_kernel()
    while (reply := kernel.client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != message:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    first = kernel.manager.provisioner.pid
    child = int(kernel.run("import subprocess\nprint(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)"))
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=120)
    assert gone(first) and gone(child)
    assert kernel.run("print('again')") == "again"


def test_changed_code_makes_new_kernels_and_the_old_live_on(kernel, monkeypatch):
    monkeypatch.setattr(instant, "_code", lambda: "another")
    other = Kernel()
    assert kernel.run("import os\nprint(os.getppid())") != other.run("import os\nprint(os.getppid())")
    assert kernel.run("print(1)") == "1"
    other.close()


def test_where_no_fork_is_safe_the_kernel_is_an_ordinary_one_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setattr(instant, "CAN_FORK", False)
    kernel = Kernel()
    try:
        assert kernel.run("import sys\nprint('geopandas' in sys.modules)") == "False"
        assert isinstance(kernel.manager.provisioner.process, subprocess.Popen)
    finally:
        kernel.close(now=True)


def told_of(kernel, code):
    told = []
    reply = kernel.client.execute_interactive(code, output_hook=told.append, timeout=120)
    return json.dumps([reply["content"], *(one["content"] for one in told)], default=str)


@pytest.mark.parametrize("can_fork", [True, False])
def test_a_traceback_shows_neither_a_secret_nor_the_home_folder(monkeypatch, can_fork):
    monkeypatch.setattr(instant, "CAN_FORK", can_fork)
    kernel = Kernel()
    try:
        kernel.run("import pathlib\napi_key = 'sesame-' + 'open'")
        told = told_of(kernel, "raise ValueError(api_key + f' {pathlib.Path.home()}/x')")
        assert "ValueError" in told and "[redacted] ~/x" in told
        assert "sesame-open" not in told and str(pathlib.Path.home()) not in told
        assert "SyntaxError" in told_of(kernel, "1 +")
    finally:
        kernel.close(now=True)


SERVER = """
import sys, time
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="pactbook")
manager.start_kernel()
print(manager.provisioner.pid, flush=True)
time.sleep(600)
"""


def test_a_kernel_ends_with_the_server_however_that_ends(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True, env=environment) as server:
        pid = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    assert gone(pid)
    end = time.monotonic() + 60
    while list(tmp_path.glob("pactbook-*")):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_jupyter_reads_names_what_is_there():
    lab = paths.PACKAGE / "reports" / "lab"
    spec = json.loads((lab / "kernel.json").read_text())
    assert spec["display_name"] == "pactbook (instant)"
    assert json.loads((lab / "server.json").read_text())["ServerApp"]["jpserver_extensions"] == {instant.__name__: True}
    assert instant._jupyter_server_extension_points() == [{"module": instant.__name__}]
