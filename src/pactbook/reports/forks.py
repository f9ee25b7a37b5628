"""The process that imports everything once and forks a throw-away child for each notebook.

`pactbook.reports.warm` starts it, ``python -m pactbook.reports.forks FOLDER``, with a folder for temporary files, and speaks
to it. A line ``[number, path]`` asks for the job in a file; the answers are lines too, ``{"job": number, "pid": …}`` when its
child has begun and ``{"job": number, "code": …}`` when it and all that it started have ended. The process has one thread, so
that a fork copies no lock that somebody holds. The record of a day that is asked for again is cut once, for all that follow.
When its input ends, because whoever asked is gone, it ends, and its children with it.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import gc
import importlib
import io
import json
import os
import random
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from pactbook.reports import guard

KERNELS = "kernels"  # the word that asks for a process whose children can be kernels, too
# What a kernel imports when it begins, and the package from Python.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib.pyplot",
    "pactbook.api",
    "pactbook.parameters",
    "pactbook.reports.kernel",
    "sqlite3",
    "tornado.platform.asyncio",
)
_AGAIN = 2  # reports of a day: a child alone is as fast
_REFUSED = 3  # the exit code of a process from which a fork would be unsafe


def _preload(kernels: bool) -> None:
    """Import what every notebook imports, and read tables, maps and faces: the children find them in memory."""
    import igraph  # noqa: F401
    import papermill  # noqa: F401
    import scipy.spatial
    import scipy.stats  # noqa: F401
    from matplotlib.text import Text

    from pactbook import geo
    from pactbook.exhibits import article, bloc, pair, programme  # noqa: F401
    from pactbook.plots import cards, faces
    from pactbook.record import load
    from pactbook.reports import execute, html, pdf  # noqa: F401

    load()
    for scale in ("50m", "110m"):
        geo.projected(geo.equal_earth(), scale, "un")
        geo.projected_lines(geo.equal_earth(), scale, "un")
    card = cards.bars([cards.Bar("a", 1, "b")], "c", "d", "e")
    card.savefig(io.BytesIO())
    faces.lacking(card.findobj(Text))
    for name in _KERNEL if kernels else ():
        importlib.import_module(name)


def _threads() -> int:
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 (no path is made of them)


def serve(folder: Path, kernels: bool) -> int:
    """Run jobs until the input ends, then remove the folder that whoever asked has left behind."""
    _preload(kernels)
    if _threads() > 1:
        sys.stderr.write(f"{_threads()} threads: no fork is safe here\n")
        return _REFUSED
    gc.collect()
    gc.freeze()  # what is there is never collected: a child's collector would copy it
    server = _Server()
    while server.step():
        pass
    shutil.rmtree(folder, ignore_errors=True)
    return 0


class _Server:
    def __init__(self) -> None:
        self._guards: dict[int, int] = {}
        self._days: Counter[str] = Counter()
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
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._fork(*json.loads(line))
        return True

    def _fork(self, number: int, job: str) -> None:
        self._look_at(Path(job))
        own = os.getpid()
        pid = os.fork()
        if not pid:
            guard.die_with(own, signal.SIGTERM)
            self._guard(number, Path(job))
        self._guards[pid] = number

    def _look_at(self, job: Path) -> None:
        """Cut the record to a day that is asked for again: the children then find it in memory."""
        with contextlib.suppress(Exception):  # a child tells what is wrong with it
            day = json.loads(job.read_text(encoding="utf-8"))["parameters"]["as_of"]
            self._days[day] += 1
            if self._days[day] == _AGAIN:
                from pactbook.record import load

                load(dt.date.fromisoformat(day))
                gc.freeze()

    def _guard(self, number: int, job: Path) -> NoReturn:
        failed = 1
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._selector.close()
            for own in self._own:
                os.close(own)
            _put(0, os.devnull, os.O_RDONLY)
            code = guard.guarded(lambda: _child(job), lambda pid: _answer(job=number, pid=pid))
            _answer(job=number, code=code)
            failed = 0
        finally:
            os._exit(failed)

    def _reap(self) -> None:
        while self._guards:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            number = self._guards.pop(pid)
            if status:  # it was killed before it could answer
                _answer(job=number, code=os.waitstatus_to_exitcode(status))


def _answer(**told: object) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(1, f"{json.dumps(told)}\n".encode())


# ------------------------------------------------------------------------------------------------------- the child


def _child(path: Path) -> int:
    """Run a job in this process, a fresh child, and return its exit code."""
    import numpy

    atexit._clear()  # what the parent does at its end is not for its children to do
    try:
        job = json.loads(path.read_text(encoding="utf-8"))
        for number in (1, 2):
            _put(number, job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        random.seed()
        numpy.random.seed()
        if "connection" in job:
            path.unlink()  # it holds the environment
            _kernel(job)
        else:
            _notebook(path, job)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(BaseException):
                stream.flush()
    return 0


def _put(number: int, name: str | Path, flags: int) -> None:
    """Open a file in the place of one that is open."""
    handle = os.open(name, flags, 0o644)
    os.dup2(handle, number)
    os.close(handle)


def _notebook(path: Path, job: dict[str, Any]) -> None:
    from pactbook.reports import execute

    os.environ.update(job["environment"])
    tempfile.tempdir = None  # asked for anew
    execute.main(path, engine=execute.CELLS)


def _kernel(job: dict[str, Any]) -> None:
    """Be a kernel: everything of it that has threads or sockets begins here, after the fork."""
    from ipykernel import kernelapp

    from pactbook.reports import cells, kernel

    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["cwd"])
    time.tzset()
    tempfile.tempdir = None
    sys.path.insert(0, "")  # where a kernel is, it imports from
    cells.forget_the_backend()
    # It ends with its guard; to know its parent silences a notice for those who start kernels by hand.
    arguments = ["-f", job["connection"], f"--IPKernelApp.parent_handle={os.getppid()}", kernel.NAMED]
    sys.argv = ["ipykernel_launcher", *arguments]
    kernelapp.launch_new_instance(arguments)


if __name__ == "__main__":
    sys.exit(serve(Path(sys.argv[1]), KERNELS in sys.argv[2:]))
