"""Run a case: its notebooks side by side into a temporary folder, which takes the place of the last report at the end."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from pactbook import paths
from pactbook.errors import UserError
from pactbook.reports import execute, receipt
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.workers import Workers, workers

POLL_SECONDS = 0.05
# What a run keeps only while it runs.
SCRATCH = ".scratch"


class NotebookError(Exception):
    """A notebook raised: the message names notebook and cell, `folder` holds what was done until then."""

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message)
        self.folder = folder


@dataclass
class _Job:
    notebook: str
    path: Path
    outcome: Path
    log: Path


def run(case: Case, context: Context | None = None, staff: Workers | None = None, asked: str = "") -> Path:
    """Make the report of a case.

    Everything is written to a temporary folder beside the last report, which it replaces at the end. A run that fails
    leaves the last report untouched and its own partial output in ``<case>.failed``.

    Parameters
    ----------
    case : Case
        The checked case.
    context : Context, optional
        Where the run reads and writes; default that of this process. Runs in several threads have one each.
    staff : Workers, optional
        Who runs the notebooks, where they were asked before; default workers of this run alone.
    asked : str, optional
        By which the report is known again, as `pactbook.reports.unchanged.fingerprint` gives it.

    Returns
    -------
    pathlib.Path
        The folder of the report.

    Raises
    ------
    NotebookError
        If a notebook raised.
    UserError
        If another process is running the same case, or a notebook is missing.
    """
    context = context or Context.here()
    context = dataclasses.replace(context, overlay=case.overlay or context.overlay)
    _check_notebooks(case, context)
    target = paths.inside(_folder(context.build), case.name)
    with _locked(context.build / f".{case.name}.lock", case.name), _terminated():
        _restore(target)
        work = Path(tempfile.mkdtemp(prefix=f".{case.name}.", dir=context.build))
        try:
            with contextlib.nullcontext(staff) if staff else workers(context.environment()) as present:
                _make(case, context, work, present, asked)
            _replace(work, target)
        except NotebookError as error:
            kept = target.with_name(f"{case.name}.failed")
            _replace(work, kept)
            raise NotebookError(str(error), kept) from None
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return target


def _check_notebooks(case: Case, context: Context) -> None:
    """Ask that each notebook is there, and takes its parameters: without the tag papermill's values go unread."""
    for name in case.parameters:
        path = context.notebook(name)
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            tags = {tag for cell in cells for tag in cell["metadata"].get("tags", ())}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UserError(f"{path}: not readable as a notebook") from None
        if "parameters" not in tags:
            raise UserError(f"{path}: no cell has the tag 'parameters': give it to the cell that holds them")


def _folder(build: Path) -> Path:
    try:
        build.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{build}: a file stands where reports go: name it otherwise") from None
    return build


def _make(case: Case, context: Context, work: Path, staff: Workers, asked: str) -> None:
    what = receipt.inputs(case, context)
    identifier = receipt.identifier(what)
    scratch = work / SCRATCH
    scratch.mkdir()
    outcomes = _run_all(case, context, work, identifier, staff)
    shutil.rmtree(scratch)
    failed = {name: outcome for name, outcome in outcomes.items() if not outcome["ok"]}
    if failed:
        raise NotebookError("\n".join(_told(name, outcome) for name, outcome in failed.items()), work)
    from pactbook.reports import html, pdf

    pdf.write(case, work, identifier, context.jobs)
    html.write_index(case, work, identifier, _changed_findings(context.build / paths.slug(case.name), work))
    receipt.write(work, what, asked)


def _changed_findings(last: Path, new: Path) -> dict[str, dict[str, str]]:
    """Return the findings that are different from those of the last report; none where there is no readable one."""
    from pactbook.reports.diff import findings

    if not (last / receipt.RECEIPT).is_file():
        return {}
    before, after = findings(last), findings(new)
    shared = before.keys() & after.keys()
    return {
        name: {"before": before[name], "after": after[name]}
        for name in after
        if name in shared and before[name] != after[name]
    }


def _told(name: str, outcome: dict) -> str:
    return (
        f"{name}.ipynb, cell {outcome['cell']}: {outcome['message']}"
        if "cell" in outcome
        else f"{name}.ipynb: {outcome['message']}"
    )


def _run_all(case: Case, context: Context, work: Path, identifier: str, staff: Workers) -> dict[str, dict]:
    waiting = [_job(case, name, context, work, identifier) for name in case.parameters]
    running, outcomes = [], {}
    try:
        with progress_bar("notebooks") as progress:
            bar = progress.add_task(case.title, total=len(waiting))
            while waiting or running:
                while waiting and len(running) < context.jobs:
                    running.append(waiting.pop(0))
                    staff.start(running[-1].path)
                for job in list(running):
                    if (code := staff.ended(job.path)) is not None:
                        running.remove(job)
                        outcomes[job.notebook] = execute.outcome(job.outcome, job.log, code)
                        progress.advance(bar)
                time.sleep(POLL_SECONDS)
    finally:
        for job in running:
            staff.stop(job.path)
    return {name: outcomes[name] for name in case.parameters}


def _job(case: Case, notebook: str, context: Context, work: Path, identifier: str) -> _Job:
    """Write the file of a job, from which a worker knows all."""
    arguments, scratch = case.arguments(notebook), work / SCRATCH
    cwd = scratch / notebook
    cwd.mkdir()
    job = _Job(
        notebook, scratch / f"{notebook}.job.json", scratch / f"{notebook}.outcome.json", scratch / f"{notebook}.log"
    )
    told = {
        "notebook": str(context.notebook(notebook)),
        "output": str(work / f"{notebook}.ipynb"),
        "html": str(work / f"{notebook}.html"),
        "outcome": str(job.outcome),
        "log": str(job.log),
        "parameters": arguments,
        "cwd": str(cwd),
        "title": case.title,
        "receipt": identifier,
        "chapters": [[name, str(context.notebook(name))] for name in case.parameters],
        "environment": {
            **context.environment(),
            "PACTBOOK_FIGURES": str(work / "figures" / notebook),
            "PACTBOOK_RECEIPT": identifier,
            "PACTBOOK_PARAMETERS": json.dumps(arguments),
            # One thread a notebook: they already run side by side.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        },
    }
    job.path.write_text(json.dumps(told), encoding="utf-8")
    return job


def progress_bar(what: str, *more: ProgressColumn) -> Progress:
    """Return the bar of a run, on the terminal's error stream; `more` stands at its end."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(what),
        TimeElapsedColumn(),
        *more,
    )
    return Progress(*columns, console=Console(stderr=True))


@contextlib.contextmanager
def _locked(path: Path, name: str) -> Iterator[None]:
    """Hold the case's lock, which the system frees when the process ends, however it ends."""
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"case {name!r} is being run by another process: wait for it to end") from None
        yield


@contextlib.contextmanager
def _terminated() -> Iterator[None]:
    """Treat SIGTERM like Ctrl-C, so that children are ended and the temporary folder goes.

    Only the main thread may say what a signal does; a run in another one ends as its thread does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _replace(source: Path, target: Path) -> None:
    """Put a folder in the place of another; `_restore` mends what a crash between the two steps leaves."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    source.rename(target)
    target.chmod(0o755)
    shutil.rmtree(old, ignore_errors=True)


def _restore(target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    for left in target.parent.glob(f".{target.name}.*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
