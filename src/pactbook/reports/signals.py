"""Signals that end a run: heeded once, and not between two steps that belong together."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import NoReturn

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextlib.contextmanager
def ending_once() -> Iterator[None]:
    """Treat SIGTERM and SIGHUP like Ctrl-C, and heed no second one: what the first ends is cleared away undisturbed.

    Within another one it changes nothing. Only the main thread may say what a signal does; a run in another one ends as its
    thread does.
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    if threading.current_thread() is not threading.main_thread() or isinstance(before[signal.SIGINT], _Once):
        yield
        return
    once = _Once(before[signal.SIGINT])
    for number, earlier in before.items():
        if earlier is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(number, once)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


class _Once:
    """Hears one signal, and lets none be heard after it."""

    def __init__(self, before: object) -> None:
        self._before = before

    def __call__(self, number: int, frame: object) -> NoReturn:
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        if callable(self._before):
            self._before(signal.SIGINT, frame)
        raise KeyboardInterrupt


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let no signal come between two steps; one that comes meanwhile is heard afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
