"""A process between the one that forks and a notebook: whatever the notebook starts ends with it, however it ends.

It becomes the parent of all that the notebook leaves behind (the system's "child subreaper"), so that nothing gets away: no
process in a session of its own, none whose parent has gone, none of a notebook that was killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from collections.abc import Callable

import psutil

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value)


def die_with(parent: int, sign: int) -> None:
    """Ask the system for a signal when the parent of this process ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, sign)
    if os.getppid() != parent:
        os.kill(os.getpid(), sign)


def guarded(act: Callable[[], int], begun: Callable[[int], None]) -> int:
    """Run something in a child of this process, and end all that it started when it has ended.

    Parameters
    ----------
    act : callable
        What the child does; it returns an exit code.
    begun : callable
        Called with the child's pid.

    Returns
    -------
    int
        Its exit code; below zero the signal that ended it.
    """
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    own = os.getpid()
    child = os.fork()
    if not child:
        die_with(own, signal.SIGKILL)
        os._exit(_child(act))
    signal.signal(signal.SIGTERM, lambda *_: _kill(child))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    begun(child)
    return _ended(child)


def _child(act: Callable[[], int]) -> int:
    os.setsid()
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    return act()


def _ended(child: int) -> int:
    code = None
    while code is None:
        pid, status = os.waitpid(-1, 0)
        code = os.waitstatus_to_exitcode(status) if pid == child else None
    _sweep()
    return code


def _sweep() -> None:
    """End every child of this process, those that it inherits from them too."""
    while True:
        for left in psutil.Process().children():
            _kill(left.pid)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
