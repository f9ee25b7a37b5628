"""A batch from its first report to its summary: what is done is left, what is not is given to the workers of dask."""

from __future__ import annotations

import collections
import contextlib
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from distributed import Client, Future, KilledWorker, LocalCluster, as_completed
from distributed.client import CancelledError
from distributed.comm import CommClosedError
from rich.progress import TextColumn

from pactbook.errors import UserError
from pactbook.reports import unchanged
from pactbook.reports.batch import summary
from pactbook.reports.batch.crew import Crew, Orders, make
from pactbook.reports.batch.grid import Item, Plan
from pactbook.reports.batch.made import DONE, FAILED, SUMMARY
from pactbook.reports.batch.store import MARK, ROWS, Store
from pactbook.reports.context import Context
from pactbook.reports.run import progress_bar

# A report whose process was killed is tried again so often; dask does the same for one whose worker was lost, by its own
# setting distributed.scheduler.allowed-failures, which is 3 too.
MOST_RETRIES = 3
CONNECT_SECONDS = 10
# What dask raises where the scheduler has gone, by what was being said to it.
_LOST = (CommClosedError, CancelledError)
_LOOPBACK = "127.0.0.1:0"
NOT_MADE = "not made: the scheduler was lost"


@dataclass(frozen=True)
class Result:
    """What became of a batch.

    Attributes
    ----------
    summary : str
        Where the table is.
    reports, resumed, failed : int
        How many there are, were done before, and failed.
    lost : bool
        Whether the scheduler was lost before all were made.
    """

    summary: str
    reports: int
    resumed: int
    failed: int
    lost: bool


def run(plan: Plan, to: str, context: Context, scheduler: str = "", resume: bool = False) -> Result:
    """Run the reports of a batch, and write what they found.

    Parameters
    ----------
    plan : Plan
        The reports, as `pactbook.reports.batch.grid.plan` gives them.
    to : str
        Where results go: a path or any URL of fsspec. An executed notebook and a row for each report, and the summary.
    context : Context
        How many reports run side by side on this machine.
    scheduler : str
        The address of a dask scheduler; empty for a cluster of this process.
    resume : bool
        Whether what was done before of the same inputs is left as it is.

    Raises
    ------
    UserError
        If results cannot be written, no scheduler answers, or a worker would make other reports than this machine.
    """
    store = Store(to)
    store.prepare()
    facts = unchanged.facts()
    orders = Orders(uuid.uuid4().hex, plan.notebook, store.url, facts, unchanged.hashed(facts))
    rows = _done(plan, store, orders.inputs) if resume else {}
    resumed = len(rows)
    store.write_json(MARK, {"batch": orders.batch, "notebook": plan.notebook, "inputs": orders.inputs})
    waiting = [item for item in plan.items if item.name not in rows]
    if waiting:
        with contextlib.suppress(*_LOST), _client(scheduler, context.jobs) as client, _crews(client, orders):
            for name, row in _made(client, orders, waiting, len(plan.items)):
                rows[name] = row
    if lost := len(rows) < len(plan.items):
        # Workers have written rows that the scheduler could not hand on any more.
        rows = _done(plan, store, orders.inputs) | rows
    told = summary.frame(plan, {item.name: _failure(NOT_MADE) for item in plan.items} | rows)
    summary.write(store, told)
    return Result(store.path(SUMMARY), len(told), resumed, int((told.status == FAILED).sum()), lost)


def _done(plan: Plan, store: Store, inputs: str) -> dict[str, dict[str, Any]]:
    """Return the rows of the reports that were made of the same inputs; one that failed is not done."""
    found = store.read_json(f"{ROWS}/{item.name}.json" for item in plan.items)
    return {row["report"]: row for row in found.values() if row.get("inputs") == inputs and row["status"] == DONE}


@contextlib.contextmanager
def _client(scheduler: str, jobs: int) -> Iterator[Client]:
    """Give the cluster that is asked for, or one of this process: a worker with a thread a core."""
    # What goes wrong is told in one line.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as held:
        if scheduler:
            yield held.enter_context(_connected(scheduler))
        else:
            cluster = LocalCluster(
                n_workers=1, threads_per_worker=jobs, processes=False, memory_limit=0, silence_logs=logging.CRITICAL,
                # dask's pages about itself, which without an address would be open to the whole network.
                dashboard_address=_LOOPBACK, worker_dashboard_address=_LOOPBACK,
            )  # fmt: skip
            held.enter_context(cluster)
            yield held.enter_context(Client(cluster))


def _connected(scheduler: str) -> Client:
    try:
        return Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise UserError(f"--scheduler {scheduler}: no scheduler answers there ({error})") from None


@contextlib.contextmanager
def _crews(client: Client, orders: Orders) -> Iterator[None]:
    """Have a crew on every worker, and none afterwards."""
    client.register_plugin(Crew(orders))
    try:
        yield
    finally:
        # Of a scheduler that is lost the workers end too.
        with contextlib.suppress(Exception):
            client.unregister_worker_plugin(orders.batch)


def _made(client: Client, orders: Orders, waiting: list[Item], total: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Have reports made, and yield name and row of each as soon as it is."""
    keys = {f"{item.name}-{orders.batch}": item.name for item in waiting}
    futures = client.map(make, waiting, batch=orders.batch, key=list(keys), retries=MOST_RETRIES)
    try:
        with _bar(orders.notebook, total, total - len(waiting)) as count:
            for future in as_completed(futures):
                row = _row(future)
                if "refused" in row:
                    raise UserError(row["refused"])
                future.release()
                count(row["status"] == FAILED)
                yield keys[future.key], row
    finally:
        # Whoever stops early leaves nothing behind on a cluster that others use too.
        with contextlib.suppress(Exception):
            client.cancel([future for future in futures if not future.done()])


@contextlib.contextmanager
def _bar(title: str, total: int, completed: int) -> Iterator[Callable[[bool], None]]:
    """Show how far a batch is, its rate and its failures; gives what is called after each report."""
    made: collections.Counter[bool] = collections.Counter()
    with progress_bar("reports", TextColumn("{task.fields[told]}", markup=False)) as progress:
        bar = progress.add_task(title, total=total, completed=completed, told="")

        def count(failed: bool) -> None:
            made[failed] += 1
            rate = 60 * made.total() / max(progress.tasks[0].elapsed or 0, 0.1)
            progress.update(bar, advance=1, told=f"{rate:.0f} a minute, {made[True]} failed")

        yield count


def _row(future: Future) -> dict[str, Any]:
    """Return the row of a report, also of one that was given up."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, KilledWorker):
        return _failure(f"its worker was lost {error.allowed_failures + 1} times, last {error.last_worker.address}")
    return _failure(f"{error} ({MOST_RETRIES + 1} times)")


def _failure(message: str) -> dict[str, Any]:
    return {"status": FAILED, "message": message, "seconds": None, "findings": {}}
