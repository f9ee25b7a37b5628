"""Who runs the notebooks of a case side by side: the children of one warm process, or a process with a kernel for each.

Both take jobs as files (see `pactbook.reports.execute`), tell when one has ended, and end one with all that it started.
`side_by_side` has a set of jobs run, and ends what takes too long.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import psutil

from pactbook.reports import execute
from pactbook.reports.limits import Limits, words
from pactbook.reports.warm import CAN_FORK, Warm

POLL_SECONDS = 0.05
_END_SECONDS = 5
_LOG = logging.getLogger("pactbook")  # its warnings reach the terminal unless somebody says otherwise


class Workers(Protocol):
    """What a run asks of those who run its notebooks."""

    def start(self, job: Path) -> None:
        """Begin a job."""

    def ended(self, job: Path) -> int | None:
        """Return the exit code of a job, None while it runs."""

    def stop(self, job: Path) -> None:
        """End a job and everything that it started."""

    def close(self) -> None:
        """End everything."""


class Kernels:
    """A process for each notebook, which starts a kernel."""

    def __init__(self) -> None:
        self._processes: dict[Path, subprocess.Popen] = {}

    def start(self, job: Path) -> None:
        """Begin a job."""
        told = json.loads(job.read_text(encoding="utf-8"))
        with Path(told["log"]).open("wb") as stream:
            self._processes[job] = subprocess.Popen(
                [sys.executable, "-m", "pactbook.reports.execute", str(job)],
                env={**os.environ, **told["environment"]},
                stdin=subprocess.PIPE,  # its end tells that this process is gone
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def ended(self, job: Path) -> int | None:
        """Return the exit code of a job, None while it runs."""
        return self._processes[job].poll()

    def stop(self, job: Path) -> None:
        """End a job, the kernel that it started, and what that started: a kernel has a session of its own."""
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self._processes[job].pid)
            ending = [process, *process.children(recursive=True)]
            for one in ending:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
            psutil.wait_procs(ending, timeout=_END_SECONDS)
        self._processes[job].wait(timeout=_END_SECONDS)

    def close(self) -> None:
        """End everything."""
        for job, process in self._processes.items():
            if process.poll() is None:
                self.stop(job)
            if process.stdin:
                process.stdin.close()


class Children:
    """The children of one process that imports everything once; where it ends too soon, kernels take over its jobs.

    Parameters
    ----------
    environment : dict of str to str
        The variables that all jobs share, besides those of this process.
    patience : float, optional
        Seconds within which it must have begun a job.
    """

    def __init__(self, environment: dict[str, str], patience: float = 120) -> None:
        self._warm = Warm({**os.environ, **environment})
        self._kernels = Kernels()
        self._patience = patience
        self._asked: dict[Path, float] = {}
        self._left: set[Path] = set()

    def start(self, job: Path) -> None:
        """Begin a job."""
        self._asked[job] = time.monotonic()
        self._warm.start(job)

    def ended(self, job: Path) -> int | None:
        """Return the exit code of a job, None while it runs."""
        self._warm.hear()
        if (code := self._warm.codes.get(job)) is not None:
            return code
        if job in self._left:
            return self._kernels.ended(job)
        if self._warm.gone or self._silent(job):
            self._take_over(job)
        return None

    def _silent(self, job: Path) -> bool:
        return job not in self._warm.pids and time.monotonic() - self._asked[job] > self._patience

    def _take_over(self, job: Path) -> None:
        if not self._left:
            why = self._warm.why() if self._warm.gone else "it did not answer"
            _LOG.warning("the process that forks notebooks is of no use (%s): each has a kernel of its own", why)
            self._warm.kill()
        self._left.add(job)
        self._kernels.start(job)

    def stop(self, job: Path) -> None:
        """End a job and everything that it started."""
        self._kernels.stop(job) if job in self._left else self._warm.stop(job)

    def close(self) -> None:
        """End everything."""
        self._warm.close()
        self._kernels.close()


@contextlib.contextmanager
def workers(environment: dict[str, str]) -> Iterator[Workers]:
    """Give who runs notebooks fastest on this machine, and end them afterwards.

    They get ready while the caller does something else: who checks a case first loses no time.

    Parameters
    ----------
    environment : dict of str to str
        The variables that all jobs share, besides those of this process.
    """
    if not CAN_FORK:
        _LOG.warning("no fork is safe on this system: each notebook has a kernel of its own, which takes longer")
    staff: Workers = Children(environment) if CAN_FORK else Kernels()
    try:
        yield staff
    finally:
        staff.close()


def temporary(folder: Path) -> dict[str, str]:
    """Return the variables of a job whose temporary files, and a kernel's connection file with its key, go into a folder."""
    folder.mkdir(exist_ok=True)
    return {"TMPDIR": str(folder), "JUPYTER_RUNTIME_DIR": str(folder)}


# ---------------------------------------------------------------------------------------------------- side by side


class Watch:
    """What is known of a job that runs, and whether it takes too long."""

    def __init__(self, job: Path) -> None:
        self.told = json.loads(job.read_text(encoding="utf-8"))
        for left in ("outcome", "journal"):  # of an earlier attempt
            Path(self.told[left]).unlink(missing_ok=True)
        self._limits = Limits(**self.told["limits"])
        self._signs: list[tuple[int, int]] = []
        self._started = False  # a kernel is given its time to begin
        self._begun = self._moved = time.monotonic()

    def overdue(self) -> str:
        """Return what took too long although it was asked to stop; empty if nothing did."""
        now, signs = time.monotonic(), self._look()
        if signs != self._signs:
            self._signs, self._moved = signs, now
            if not self._started and self._has_started():
                self._started, self._begun = True, now
        ways = [("notebook", self._begun, self._limits.notebook)]
        for what, since, limit in [("cell", self._moved, self._limits.cell), *ways] if self._started else ways:
            if now - since > limit + self._limits.grace:
                return f"the {what} took longer than {words(limit)} and did not stop when it was asked to: it was ended"
        return ""

    def _has_started(self) -> bool:
        if Path(self.told["journal"]).exists():
            return True
        with contextlib.suppress(OSError, ValueError):  # it may be read while it is written
            return execute.reached(Path(self.told["output"])) > 0
        return False

    def _look(self) -> list[tuple[int, int]]:
        """Return what changes whenever a cell begins or ends."""
        files = [Path(self.told[name]) for name in ("journal", "output")]
        return [(found.st_mtime_ns, found.st_size) for found in (file.stat() for file in files if file.exists())]

    def outcome(self, code: int) -> dict[str, Any]:
        """Return what became of the job, which has ended."""
        path, log = Path(self.told["outcome"]), Path(self.told["log"])
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
        return execute.salvaged(self.told, f"the process {_end(code)}{': ' + last[-1] if last else ''}")


def _end(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    killed = " (is the machine short of memory?)" if -code == getattr(signal, "SIGKILL", 9) else ""
    return f"was ended by {signal.Signals(-code).name}{killed}"


def side_by_side(staff: Workers, jobs: Sequence[Path], most: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Have jobs run, and yield each with its outcome when it has ended; end those that run if the caller stops early.

    Parameters
    ----------
    staff : Workers
        Who runs them.
    jobs : sequence of pathlib.Path
        The files of the jobs.
    most : int
        How many run side by side.

    Yields
    ------
    pathlib.Path
        A job.
    dict
        Its outcome, as `pactbook.reports.execute.execute` returns it.
    """
    waiting = list(jobs)
    running: dict[Path, Watch] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                job = waiting.pop(0)
                running[job] = Watch(job)
                staff.start(job)
            for job, watch in list(running.items()):
                if (code := staff.ended(job)) is not None:
                    del running[job]
                    yield job, watch.outcome(code)
                elif late := watch.overdue():
                    staff.stop(job)
                    del running[job]
                    yield job, execute.salvaged(watch.told, late)
            time.sleep(POLL_SECONDS)
    finally:
        for job in running:
            staff.stop(job)
