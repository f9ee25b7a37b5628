"""Who runs the notebooks of a case side by side: the children of one warm process, or a process with a kernel for each.

Both take jobs as files (see `pactbook.reports.execute`), tell when one has ended, and end one with all that it started.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pactbook.reports.warm import CAN_FORK, Warm


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
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def ended(self, job: Path) -> int | None:
        """Return the exit code of a job, None while it runs."""
        return self._processes[job].poll()

    def stop(self, job: Path) -> None:
        """End a job and the kernel that it started: they share a session."""
        process = self._processes[job]
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3)

    def close(self) -> None:
        """End everything."""
        for job, process in self._processes.items():
            if process.poll() is None:
                self.stop(job)


class Children:
    """The children of one process that imports everything once; where it ends too soon, kernels take over its jobs."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._warm = Warm({**os.environ, **environment})
        self._kernels = Kernels()
        self._left: set[Path] = set()

    def start(self, job: Path) -> None:
        """Begin a job."""
        self._warm.start(job)

    def ended(self, job: Path) -> int | None:
        """Return the exit code of a job, None while it runs."""
        self._warm.hear()
        if (code := self._warm.codes.get(str(job))) is not None:
            return code
        if job in self._left:
            return self._kernels.ended(job)
        if self._warm.gone:
            self._left.add(job)
            self._kernels.start(job)
        return None

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
    staff: Workers = Children(environment) if CAN_FORK else Kernels()
    try:
        yield staff
    finally:
        staff.close()
