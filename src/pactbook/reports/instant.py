"""Kernels for JupyterLab that are there at once, with everything imported: "pactbook (instant)".

A kernel is a child of the same process that runs the notebooks of a report (`pactbook.reports.forks`); its threads and sockets
begin after the fork. Jupyter finds `Instant` by its entry point. Where no fork is safe, or the process does not answer, the
kernel is an ordinary one, and the server's log says so.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
import time
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from pactbook import paths
from pactbook.reports.warm import CAN_FORK, Warm

_POLL_SECONDS = 0.005
_PATIENCE_SECONDS = 60
_ORDINARY = [sys.executable, "-m", "ipykernel_launcher", "-f"]  # how a kernel of this very Python is started


class _Source:
    """The process whose children the kernels of this server are: made when first asked for, anew when code has changed."""

    def __init__(self) -> None:
        self._warm: Warm | None = None
        self._earlier: list[Warm] = []
        self._code: object = None

    def warm(self) -> Warm:
        """Return it, as its code is now; one of earlier code lives as long as a kernel of it."""
        code = _code()
        if self._warm is None or self._warm.gone or code != self._code:
            self._earlier += filter(None, [self._warm])
            self._warm, self._code = Warm(_environment(), kernels=True), code
        for idle in [one for one in self._earlier if not one.busy]:
            idle.close()
            self._earlier.remove(idle)
        return self._warm

    def close(self) -> None:
        """End every kernel."""
        for one in (self._warm, *self._earlier):
            if one:
                one.close()


def _code() -> object:
    """Return what is another when the package, or what is installed beside it, has changed."""
    beside = pathlib.Path(sysconfig.get_path("purelib")).stat().st_mtime_ns
    return beside, max(path.stat().st_mtime_ns for path in paths.PACKAGE.rglob("*.py"))


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "JPY_PARENT_PID"}


_SOURCE = _Source()
atexit.register(_SOURCE.close)


class _Forked:
    """A kernel, with the part of `subprocess.Popen` that a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(self, warm: Warm, job: pathlib.Path) -> None:
        self._warm, self._job, self.pid = warm, job, warm.pids[job]

    def poll(self) -> int | None:
        self._warm.hear()
        code = self._warm.codes.get(self._job)
        return -9 if code is None and self._warm.gone else code

    def wait(self, timeout: float | None = None) -> int:
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self._job), timeout or 0)
            time.sleep(_POLL_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self._warm.stop(self._job)

    terminate = kill


class Instant(LocalProvisioner):
    """Forks a kernel instead of starting one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel; an ordinary one where that is not to be had."""
        if not CAN_FORK or cmd[: len(_ORDINARY)] != _ORDINARY:
            why = "no fork is safe on this system" if not CAN_FORK else "it is not of this Python"
            return await self._ordinary(why, cmd, kwargs)
        try:
            warm = _SOURCE.warm()
            job = _job(warm.folder, cmd[len(_ORDINARY)], kwargs)
            warm.start(job)
            why = await _begun(warm, job)
        except OSError as error:
            why = str(error)
        if why:
            return await self._ordinary(why, cmd, kwargs)
        self.process = _Forked(warm, job)
        self.pid = self.pgid = self.process.pid  # of a session of its own
        self.cwd = kwargs.get("cwd", pathlib.Path.cwd())
        return self.connection_info

    async def _ordinary(self, why: str, cmd: list[str], kwargs: dict[str, Any]) -> Any:
        self.log.warning("pactbook: an ordinary kernel instead of an instant one: %s", why)
        from pactbook.reports.kernel import NAMED  # here: the server itself needs no kernel

        ours = [NAMED] if cmd[: len(_ORDINARY)] == _ORDINARY else []  # another Python need not have pactbook
        return await super().launch_kernel([*cmd, *ours], **kwargs)


def _job(folder: pathlib.Path, connection: str, kwargs: dict[str, Any]) -> pathlib.Path:
    """Write the job of a kernel; the folder is the user's alone."""
    handle, name = tempfile.mkstemp(prefix="kernel-", suffix=".json", dir=folder)
    environment = {key: value for key, value in (kwargs.get("env") or os.environ).items() if key != "JPY_PARENT_PID"}
    told = {
        "connection": connection,
        "cwd": str(kwargs.get("cwd") or pathlib.Path.cwd()),
        "environment": environment,
        "log": f"{name}.log",
    }
    os.close(handle)
    pathlib.Path(name).write_text(json.dumps(told), encoding="utf-8")
    return pathlib.Path(name)


async def _begun(warm: Warm, job: pathlib.Path) -> str:
    """Wait until a kernel has begun; return why not."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while job not in warm.pids:
        if warm.gone:
            return warm.why()
        if time.monotonic() > end:
            warm.kill()
            return "the process that forks did not answer"
        await asyncio.sleep(_POLL_SECONDS)
        warm.hear()
    return ""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "pactbook.reports.instant"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Have everything imported while the reader opens a notebook, so that the first kernel is instant, too."""
    if CAN_FORK:
        _SOURCE.warm()
