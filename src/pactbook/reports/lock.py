"""One run of a case at a time: a lock that tells who holds it and since when, and that no dead process holds."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import filelock

from pactbook.errors import UserError


@contextlib.contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Hold the lock of a file, which the system frees when the process ends, however it ends.

    Parameters
    ----------
    path : pathlib.Path
        The file; it is there as long as somebody holds it. One that a dead process has left is taken over.
    what : str
        What is locked, as the message begins.

    Raises
    ------
    UserError
        If another process holds it.
    """
    lock = filelock.FileLock(path, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise UserError(f"{what} is being run by another process{_owner(path)}: wait for it to end") from None
    try:
        path.write_text(json.dumps({"process": os.getpid(), "since": time.time()}), encoding="utf-8")
        yield
    finally:
        # While it is held, so that nobody waits at a file that is gone; Windows forbids it, and removes it itself.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()


def _owner(path: Path) -> str:
    """Return who holds a lock, as far as it can be told; a clock that went back makes no age negative."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        minutes = max(0, int(time.time() - told["since"])) // 60
        return f" ({told['process']}, {f'for {minutes} minutes' if minutes else 'just begun'})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
