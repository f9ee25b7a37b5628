"""One process that imports everything once and forks a throw-away child for each notebook.

`Warm` starts it and speaks to it; ``python -m pactbook.reports.warm`` is it. A job is a line with the path of its file (see
`pactbook.reports.execute`); the answers are lines too, ``{"job": …, "pid": …}`` when its child has started and
``{"job": …, "code": …}`` when it has ended. The process has one thread, so that a fork copies no lock that somebody holds; a
child leaves the parent's pipes alone and dies with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import json
import os
import random
import selectors
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

# A machine without them, or where fork is unsafe (Windows, macOS), runs each notebook in a kernel of its own.
CAN_FORK = sys.platform == "linux" and hasattr(os, "fork")
# Notebooks already run side by side, and a fork must meet no other thread; pyarrow's allocators start one when it is imported.
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
_PR_SET_PDEATHSIG = 1
_REFUSED = 3  # the exit code of a process from which a fork would be unsafe


class Warm:
    """The runner's side: jobs go in, and what became of them comes out.

    Parameters
    ----------
    environment : dict of str to str
        The variables of the process.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        with tempfile.TemporaryFile() as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pactbook.reports.warm"],
                env=environment | _ONE_THREAD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                start_new_session=True,
            )
        os.set_blocking(self._output.fileno(), False)
        self._rest = b""
        self.pids: dict[str, int] = {}
        self.codes: dict[str, int] = {}

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 (it was asked for)
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 (it was asked for)
        return self._process.stdout

    def start(self, job: Path) -> None:
        """Ask for a job; a process that is gone takes none."""
        with contextlib.suppress(BrokenPipeError):
            self._input.write(f"{job}\n".encode())
            self._input.flush()

    def hear(self) -> None:
        """Take in what was answered since."""
        while chunk := self._output.read(1 << 16):
            self._rest += chunk
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "pid" in told:
                self.pids[told["job"]] = told["pid"]
            else:
                self.codes[told["job"]] = told["code"]

    @property
    def gone(self) -> bool:
        """Tell whether the process has ended."""
        return self._process.poll() is not None

    def stop(self, job: Path) -> None:
        """End a job and everything that it started."""
        self.hear()
        if str(job) in self.pids and str(job) not in self.codes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pids[str(job)], signal.SIGKILL)

    def close(self) -> None:
        """End the process, and with it every child that still runs."""
        self.hear()
        for job in self.pids:
            self.stop(Path(job))
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        # It holds nothing: its children die with it, and one that still imports would be waited for in vain.
        self._process.kill()
        self._process.wait()
        self._output.close()


# ---------------------------------------------------------------------------------------------- the process itself


def _preload() -> None:
    """Import what every notebook imports, and read tables, maps and faces: the children find them in memory."""
    import papermill  # noqa: F401

    from pactbook import geo
    from pactbook.exhibits import article, bloc, pair, programme  # noqa: F401
    from pactbook.plots import cards
    from pactbook.record import load
    from pactbook.reports import execute, html  # noqa: F401

    load()
    for scale in ("50m", "110m"):
        geo.projected(geo.equal_earth(), scale, "un")
        geo.projected_lines(geo.equal_earth(), scale, "un")
    cards.bars([cards.Bar("a", 1, "b")], "c", "d", "e").savefig(io.BytesIO())


def _threads() -> int:
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 (no path is made of them)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def serve() -> int:
    """Run jobs until the input ends."""
    die_with_parent()
    _preload()
    if _threads() > 1:
        sys.stderr.write(f"{_threads()} threads: no fork is safe here\n")
        return _REFUSED
    gc.collect()
    gc.freeze()  # what is there is never collected: a child's collector would copy it
    server = _Server()
    while server.step():
        pass
    return 0


class _Server:
    def __init__(self) -> None:
        self._children: dict[int, str] = {}
        self._rest = b""
        self._woken, wake = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(wake, False)
        self._own = (self._woken, wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)
        self._selector = selectors.DefaultSelector()
        self._selector.register(0, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def step(self) -> bool:
        """Wait for a job or an end; tell whether more can come."""
        ready = {key.fd for key, _ in self._selector.select()}
        if self._woken in ready:
            os.read(self._woken, 4096)
            self._reap()
        return 0 not in ready or self._take()

    def _take(self) -> bool:
        chunk = os.read(0, 1 << 16)
        if not chunk:
            return False
        *jobs, self._rest = (self._rest + chunk).split(b"\n")
        for job in jobs:
            self._fork(job.decode())
        return True

    def _fork(self, job: str) -> None:
        pid = os.fork()
        if not pid:
            self._child(job)
        self._children[pid] = job
        _answer(job=job, pid=pid)

    def _child(self, job: str) -> None:
        code = 1
        try:
            os.setsid()
            die_with_parent()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for own in self._own:
                os.close(own)
            _run(Path(job))
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(BaseException):
                    stream.flush()
            os._exit(code)

    def _reap(self) -> None:
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            _answer(job=self._children.pop(pid), code=os.waitstatus_to_exitcode(status))


def _answer(**told: object) -> None:
    os.write(1, f"{json.dumps(told)}\n".encode())


def _run(path: Path) -> None:
    """Run a job in this process, a fresh child."""
    import numpy

    from pactbook.reports import execute

    job = json.loads(path.read_text(encoding="utf-8"))
    _redirect(Path(job["log"]))
    os.environ.update(job["environment"])
    random.seed()
    numpy.random.seed()
    execute.main(path, engine=execute.CELLS)


def _redirect(log: Path) -> None:
    for number, (name, flags) in enumerate(
        ((os.devnull, os.O_RDONLY), (log, os.O_WRONLY | os.O_CREAT), (log, os.O_WRONLY))
    ):
        handle = os.open(name, flags | (os.O_APPEND if number else 0), 0o644)
        os.dup2(handle, number)
        os.close(handle)


if __name__ == "__main__":
    sys.exit(serve())
