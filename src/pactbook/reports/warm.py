"""The runner's side of the process that imports everything once and forks a child for each notebook (`pactbook.reports.forks`)."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from pactbook.reports.forks import KERNELS

# A machine without them, or where fork is unsafe (Windows, macOS), runs each notebook in a kernel of its own.
CAN_FORK = sys.platform == "linux" and hasattr(os, "fork")
# Notebooks already run side by side, and a fork must meet no other thread; pyarrow's allocators start one when it is imported.
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
_POLL_SECONDS = 0.01
_END_SECONDS = 5  # a process that is killed and still there after that hangs in the system itself


class Warm:
    """The process: jobs go in, and what became of them comes out.

    Parameters
    ----------
    environment : dict of str to str
        The variables of the process.
    kernels : bool, optional
        Whether its children can be kernels, too.
    """

    def __init__(self, environment: dict[str, str], kernels: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pactbook-"))  # for temporary files, gone with the process
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it is read when the process has gone)
        self._process = subprocess.Popen(
            # -P: no module is found in the folder that somebody happens to be in.
            [sys.executable, "-P", "-m", "pactbook.reports.forks", str(self.folder), *([KERNELS] if kernels else [])],
            env=environment | _ONE_THREAD | {"TMPDIR": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        os.set_blocking(self._output.fileno(), False)
        self._rest = b""
        self._numbers = itertools.count()
        self._jobs: dict[int, Path] = {}
        self.pids: dict[Path, int] = {}
        self.codes: dict[Path, int] = {}

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
        number = next(self._numbers)
        self._jobs[number] = job
        with contextlib.suppress(BrokenPipeError):
            self._input.write(f"{json.dumps([number, str(job)])}\n".encode())
            self._input.flush()

    def hear(self) -> None:
        """Take in what was answered since."""
        while chunk := self._output.read(1 << 16):
            self._rest += chunk
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            told = json.loads(line)
            known, what = (self.pids, "pid") if "pid" in told else (self.codes, "code")
            known[self._jobs[told["job"]]] = told[what]

    @property
    def gone(self) -> bool:
        """Tell whether the process has ended."""
        return self._process.poll() is not None

    @property
    def busy(self) -> bool:
        """Tell whether a job that was asked for has not ended."""
        self.hear()
        return not self.gone and not set(self._jobs.values()) <= self.codes.keys()

    def why(self) -> str:
        """Return the last words of a process that is gone."""
        self._errors.seek(0)
        last = self._errors.read().decode(errors="replace").strip().splitlines()
        return last[-1] if last else f"exit code {self._process.poll()}"

    def kill(self) -> None:
        """End the process now; its children end with it."""
        self._process.kill()
        self._process.wait()

    def stop(self, job: Path) -> None:
        """End a job and everything that it started."""
        self.hear()
        if job in self.pids and job not in self.codes and not self.gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pids[job], signal.SIGKILL)
            self._await(job)

    def _await(self, job: Path) -> None:
        end = time.monotonic() + _END_SECONDS
        while job not in self.codes and not self.gone and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)
            self.hear()

    def close(self) -> None:
        """End the process, and with it every child that still runs."""
        if self._output.closed:
            return
        for job in list(self.pids):
            self.stop(job)
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        # It holds nothing: its children die with it, and one that still imports would be waited for in vain.
        self.kill()
        self._output.close()
        self._errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
