"""The JupyterLab of ``make lab`` and the page of ``make page``, each on a free port, with notebooks and reports of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pactbook import paths

PATIENCE_SECONDS = 180
SIZE = {"width": 1440, "height": 900}
# What the make that runs the tests tells those below it.
_MAKES = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES")


class Server:
    """What make has started, until it is stopped."""

    def __init__(self, target: str, folder: Path, ready: str, *flags: str) -> None:
        self.root, self.build = folder / "notebooks", folder / "build"
        shutil.copytree(paths.NOTEBOOKS, self.root, ignore=shutil.ignore_patterns(".*", "cases"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.token = secrets.token_hex()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        # The token goes by the environment, which no list of processes shows.
        told = {"JUPYTER_TOKEN": self.token, "PACTBOOK_BUILD": str(self.build), "IPYTHONDIR": str(folder / "ipython")}
        kept = {name: value for name, value in os.environ.items() if name not in (*_MAKES, "PACTBOOK_OVERLAY")}
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                ["make", target, f"NOTEBOOKS={self.root}", "FLAGS=" + " ".join((f"--port={port}", "--no-browser", *flags))],
                cwd=paths.ROOT, env=kept | told, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait(self.url + ready)
        except BaseException:
            self.stop()
            raise

    def _wait(self, address: str) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            assert self._process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(address, timeout=10):  # noqa: S310 (it is http)
                    return
            except urllib.error.HTTPError:
                return  # it answers
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.1)

    def stop(self) -> None:
        """End it, and see that nothing of it is left."""
        started = []
        if self._process.poll() is None:
            started = psutil.Process(self._process.pid).children(recursive=True)
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=PATIENCE_SECONDS)
        _, left = psutil.wait_procs(started, timeout=PATIENCE_SECONDS)
        for one in left:
            one.kill()
        assert not left


def _lab(name: str) -> None:
    if not (paths.ROOT / ".venv-lab" / ".lab").exists():
        pytest.skip(f"nobody opened {name}: make test-lab makes its environment")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give the JupyterLab of ``make lab``."""
    _lab("JupyterLab")
    folder = tmp_path_factory.mktemp("lab")
    own = (f"--LabApp.{name}_dir={folder / name}" for name in ("workspaces", "user_settings"))
    server = Server("lab", folder, "/api", *own)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give the page of ``make page``."""
    _lab("the page")
    server = Server("page", tmp_path_factory.mktemp("page"), "/voila/static/none")
    yield server
    server.stop()


@pytest.fixture
def tab(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Give a function that opens an address in a window of its own; none may ask another host for anything."""
    contexts, foreign = [], []

    def opened(address: str) -> Any:
        contexts.append(browser.new_context(viewport=SIZE))
        contexts[-1].set_default_timeout(PATIENCE_SECONDS * 1000)
        asked = lambda request: foreign.append(request.url) if _foreign(request.url) else None  # noqa: E731
        contexts[-1].on("request", asked)
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []


def _foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
