"""How long a cell and a notebook may take, and how much memory: generous, so that only what never ends meets them.

A cell that is late is interrupted where it stands, as by Ctrl-C, and shows where that was. One that does not heed it, because it
holds the interpreter, is ended from outside (`pactbook.reports.workers`).
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_SPARE = 512 << 20  # what a notebook gets on top when it has met its limit, to write down what it has done


class OutOfTimeError(BaseException):
    """A cell or a notebook took too long; no ``except Exception`` of a cell catches it."""


def machine_memory() -> int:
    """Return the bytes of memory of this machine, or of the container that this process runs in."""
    groups = Path("/proc/self/cgroup")
    found = [psutil.virtual_memory().total]
    for line in groups.read_text().splitlines() if groups.exists() else ():
        own = line.split(":", 2)[2].lstrip("/")
        for file in ("memory.max", f"{own}/memory.max", "memory/memory.limit_in_bytes"):
            with contextlib.suppress(OSError, ValueError):
                found.append(int((Path("/sys/fs/cgroup") / file).read_text()))
    return min(found)


@dataclass(frozen=True)
class Limits:
    """What a notebook may take.

    Attributes
    ----------
    cell, notebook : float
        Seconds of one cell, and of all.
    grace : float
        Seconds after which one that was asked to stop is ended.
    memory : int
        Bytes; default half of the machine's.
    """

    cell: float = 600
    notebook: float = 1800
    grace: float = 10
    memory: int = field(default_factory=lambda: machine_memory() // 2)


def words(seconds: float) -> str:
    """Return a span of time as a message says it.

    Examples
    --------
    >>> words(600), words(1.5)
    ('10 minutes', '1.5 seconds')
    """
    number, unit = (seconds / 60, "minute") if seconds >= 120 else (seconds, "second")
    return f"{number:g} {unit}{'s' * (number != 1)}"


def gigabytes(size: int) -> str:
    """Return a size as a message says it."""
    return f"{size / (1 << 30):.1f} GB"


def hold_memory(most: int) -> None:
    """Let this process, and those that it starts, take no more than `most` bytes for their data."""
    if resource:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most_ever = most + _SPARE
        if hard == resource.RLIM_INFINITY or most_ever <= hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, most_ever))


def spare_memory() -> None:
    """Give a process that has met its limit what it needs to tell so."""
    if resource:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


class Clock:
    """Interrupts what takes longer than it may, in the main thread of this process.

    Parameters
    ----------
    limits : Limits or None
        None where nothing is limited.
    """

    def __init__(self, limits: Limits | None) -> None:
        can = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._limits = limits if can else None
        self._begun = time.monotonic()

    @contextlib.contextmanager
    def cell(self) -> Iterator[None]:
        """Interrupt what happens meanwhile when the time of a cell, or of the notebook, is over."""
        if self._limits is None:
            yield
            return
        left = self._limits.notebook - (time.monotonic() - self._begun)
        what, limit = ("cell", self._limits.cell) if self._limits.cell < left else ("notebook", self._limits.notebook)

        def late(number: int, frame: object) -> None:
            raise OutOfTimeError(f"the {what} took longer than {words(limit)}")

        before = signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, max(min(self._limits.cell, left), 0.001))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
