"""What a worker of dask holds while a batch lasts: the warm process that makes its reports, and what it was told.

dask sends a `Crew` to every worker, also to one that comes later, and ends it with the batch (it is a plugin of the worker). A
worker may have several threads: each waits for one report.
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from pactbook.reports import execute, html, unchanged
from pactbook.reports.batch.grid import Item
from pactbook.reports.batch.made import DONE, FAILED, NOTEBOOKS
from pactbook.reports.batch.store import MARK, ROWS, Store
from pactbook.reports.context import Context
from pactbook.reports.workers import POLL_SECONDS, Watch, temporary, workers

_MOST_TOLD = 5


class LostError(Exception):
    """The process of a report ended before it told an outcome: dask tries again."""


@dataclass(frozen=True)
class Orders:
    """What all workers of a batch are told.

    Attributes
    ----------
    batch : str
        By which this batch is told from others.
    notebook : str
        The notebook that is run.
    to : str
        The URL of the results.
    facts : dict
        What the run reads on the machine that gives the orders: `pactbook.reports.unchanged.facts`.
    inputs : str
        The hash of these.
    """

    batch: str
    notebook: str
    to: str
    facts: dict[str, dict[str, str]]
    inputs: str


def make(item: Item, batch: str) -> dict[str, Any]:
    """Make a report on the worker that this is called on, and return its row, or ``refused`` with the reason."""
    return get_worker().plugins[batch].make(item)


class Crew(WorkerPlugin):
    """The one who makes reports on a worker."""

    def __init__(self, orders: Orders) -> None:
        self.name = orders.batch
        self._orders = orders

    def setup(self, worker: Worker) -> None:
        """Get ready: the warm process imports while the first report waits."""
        self._lock, self._over, self._held = threading.Lock(), threading.Event(), ExitStack()
        self._refusal = ""
        try:
            self._settle(worker)
        except Exception as error:
            # dask would log it and send reports all the same: each is answered with it.
            self._refuse(worker, f"{error}")

    def _settle(self, worker: Worker) -> None:
        self._store = Store(self._orders.to)
        told = self._store.read_json([MARK]).get(MARK, {})
        if told.get("batch") != self._orders.batch:
            self._refuse(worker, f"does not see {self._orders.to}: --to needs a folder or bucket that all share")
        elif different := _differences(self._orders.facts, unchanged.facts()):
            self._refuse(worker, f"reads something else than the command: {different}")
        else:
            context = Context.here()
            self._environment, self._limits = context.environment(), context.limits
            self._scratch = self._held.enter_context(
                tempfile.TemporaryDirectory(prefix="pactbook-", dir=worker.local_directory, ignore_cleanup_errors=True)
            )
            # A notebook that somebody edits meanwhile is not run by half of the batch.
            self._notebook = Path(self._scratch) / f"{self._orders.notebook}.ipynb"
            self._notebook.write_bytes(context.notebook(self._orders.notebook).read_bytes())
            self._staff = self._held.enter_context(workers(self._environment))

    def _refuse(self, worker: Worker, why: str) -> None:
        self._refusal = f"the worker {worker.address} {why}"

    def teardown(self, worker: Worker) -> None:
        """End what still runs."""
        self._over.set()
        with self._lock:
            self._held.close()

    def make(self, item: Item) -> dict[str, Any]:
        """Make a report, and return its row."""
        if self._refusal:
            return {"refused": self._refusal}
        with tempfile.TemporaryDirectory(dir=self._scratch, ignore_cleanup_errors=True) as folder:
            began = time.monotonic()
            told = self._run(self._job(item, Path(folder)))
            seconds = round(time.monotonic() - began, 2)
            return self._keep(item, Path(folder), told, seconds)

    def _job(self, item: Item, folder: Path) -> Path:
        values = dict(item.values)
        job = {
            "notebook": str(self._notebook),
            "output": str(folder / "report.ipynb"),
            "html": "",
            "pdf": "",
            "outcome": str(folder / "outcome.json"),
            "log": str(folder / "log"),
            "journal": str(folder / "journal"),
            "limits": asdict(self._limits),
            "parameters": values,
            "cwd": str(folder),
            "title": item.name,
            "receipt": "",
            "environment": self._environment
            | {"PACTBOOK_PARAMETERS": json.dumps(values)}
            | temporary(folder / "temporary"),
        }
        path = folder / "job.json"
        path.write_text(json.dumps(job), encoding="utf-8")
        return path

    def _run(self, job: Path) -> dict[str, Any]:
        """Have a job done and return its outcome."""
        watch = Watch(job)
        self._heed(lambda: self._staff.start(job))
        while (code := self._heed(lambda: self._staff.ended(job))) is None:
            if late := watch.overdue():
                self._heed(lambda: self._staff.stop(job))
                return execute.salvaged(watch.told, late)
            self._over.wait(POLL_SECONDS)
        told = watch.outcome(code)
        if not job.with_name("outcome.json").exists():
            raise LostError(told["message"])
        return told

    def _heed(self, ask: Callable[[], Any]) -> Any:
        """Ask the warm process something: one thread at a time, and none once the batch is over."""
        with self._lock:
            if self._over.is_set():
                raise LostError("the batch was stopped")
            return ask()

    def _keep(self, item: Item, folder: Path, told: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Write the notebook and then the row: where a row stands, its notebook does."""
        notebook = folder / "report.ipynb"
        if notebook.exists():
            self._store.write(f"{NOTEBOOKS}/{item.name}.ipynb", notebook.read_bytes())
        where = f"cell {told['cell']}: " if "cell" in told else ""
        row = {
            "report": item.name,
            "inputs": self._orders.inputs,
            "status": DONE if told["ok"] else FAILED,
            "message": "" if told["ok"] else f"{where}{told['message']}",
            "seconds": seconds,
            "findings": dict(_findings(notebook)) if told["ok"] else {},
        }
        self._store.write_json(f"{ROWS}/{item.name}.json", row)
        return row


def _findings(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield the findings of a report by their keys; another sentence of one key is its second: ``share_2``."""
    texts: dict[str, dict[str, None]] = {}
    for finding in html.findings(notebook):
        texts.setdefault(finding["key"], {})[finding["text"]] = None
    for key, said in texts.items():
        for number, text in enumerate(said, start=1):
            yield (key if number == 1 else f"{key}_{number}"), text


def _differences(here: Mapping[str, Mapping[str, str]], there: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a worker reads otherwise, the first few."""
    found = [f"{name} {what}" for part in here for name, what in unchanged.changes(here[part], there[part]).items()]
    more = f" and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
    return ", ".join(found[:_MOST_TOLD]) + more
