"""Run a case: its notebooks side by side into a temporary folder, which takes the place of the last report at the end."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import errno
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
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
from pactbook.reports import files, lock, receipt, signals, unchanged
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.workers import Workers, side_by_side, temporary, workers

# What a run keeps only while it runs.
SCRATCH = ".scratch"


class NotebookError(Exception):
    """No report came of it: the message names notebook and cell, or the fault; `folder` holds what was done until then."""

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message)
        self.folder = folder


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
        If a notebook raised, took too long or was killed, or what it reads was changed meanwhile.
    UserError
        If another process is running the same case, or a notebook is missing.
    """
    context = context or Context.here()
    context = dataclasses.replace(context, overlay=case.overlay or context.overlay)
    _check_notebooks(case, context)
    target = paths.inside(_folder(context.build), case.name)
    kept = target.with_name(f"{case.name}.failed")
    with lock.held(context.build / f".{case.name}.lock", f"case {case.name!r}"), signals.ending_once():
        _restore(target)
        work = Path(tempfile.mkdtemp(prefix=f".{case.name}.", dir=context.build))
        try:
            with contextlib.nullcontext(staff) if staff else workers(context.environment()) as present:
                _make(case, context, work, present, asked)
            files.replace_folder(work, target)
            shutil.rmtree(kept, ignore_errors=True)  # what it kept of an earlier run is no longer of use
        except NotebookError as error:
            files.replace_folder(work, kept)
            raise NotebookError(str(error), kept) from None
        except OSError as error:
            if error.errno == errno.ENOSPC and not error.filename:  # it is no single file that is too much
                raise OSError(error.errno, error.strerror, str(context.build)) from None
            raise
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
    start, what = dt.datetime.now(dt.UTC), receipt.inputs(case, context)
    identifier = receipt.identifier(what)
    scratch = work / SCRATCH
    scratch.mkdir()
    outcomes = _run_all(case, context, work, identifier, staff)
    failed = {name: outcome for name, outcome in outcomes.items() if not outcome["ok"]}
    for log in filter(_says_something, (scratch / f"{name}.log" for name in failed)):
        log.rename(work / log.name)
    shutil.rmtree(scratch)
    if failed:
        raise NotebookError("\n".join(_told(name, outcome) for name, outcome in failed.items()), work)
    from pactbook.reports import html, pdf

    changed = _changed_findings(case, context.build / paths.slug(case.name), work)
    with ThreadPoolExecutor(1) as aside:  # the compiler leaves Python to others
        dossier = aside.submit(pdf.write_dossier, case, work, identifier)
        html.write_index(case, work, identifier, changed)
        dossier.result()
    _check_inputs(what, receipt.inputs(case, context), work)
    times = {"start": start.isoformat(), "end": dt.datetime.now(dt.UTC).isoformat()}
    receipt.write(work, what, asked, times | {"notebooks": {name: one["times"] for name, one in outcomes.items()}})


def _says_something(log: Path) -> bool:
    return log.is_file() and log.stat().st_size > 0


def _check_inputs(before: dict, after: dict, work: Path) -> None:
    """Ask that what a report was made of is as it was at the start: its receipt would tell of something else."""
    changed = unchanged.changes(before["files"], after["files"]) | unchanged.changes(
        before["libraries"], after["libraries"]
    )
    if changed:
        told = [f"{name}: {what} while the report was made" for name, what in changed.items()]
        raise NotebookError("\n".join([*told, "no report comes of two states of the record: run it again"]), work)


def _changed_findings(case: Case, last: Path, new: Path) -> dict[str, dict[str, str]]:
    """Return the findings that are different from those of the last report; none where there is no readable one."""
    from pactbook.reports.diff import findings, recorded

    try:
        asked = recorded(last).get("inputs", {}).get("parameters", {})
    except UserError:
        return {}
    if {one["language"] for one in asked.values()} != {one.language for one in case.parameters.values()}:
        return {}  # every sentence reads differently then
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
        if outcome.get("cell")
        else f"{name}.ipynb: {outcome['message']}"
    )


def _run_all(case: Case, context: Context, work: Path, identifier: str, staff: Workers) -> dict[str, dict]:
    jobs = {_job(case, name, context, work, identifier): name for name in case.parameters}
    outcomes = {}
    with (
        progress_bar("notebooks") as progress,
        contextlib.closing(side_by_side(staff, [*jobs], context.jobs)) as ending,
    ):
        bar = progress.add_task(case.title, total=len(jobs))
        for job, outcome in ending:
            outcomes[jobs[job]] = outcome
            progress.advance(bar)
    return {name: outcomes[name] for name in case.parameters}


def _job(case: Case, notebook: str, context: Context, work: Path, identifier: str) -> Path:
    """Write the file of a job, from which a worker knows all."""
    arguments, scratch = case.arguments(notebook), work / SCRATCH
    cwd = scratch / notebook
    cwd.mkdir()
    path = scratch / f"{notebook}.job.json"
    told = {
        "notebook": str(context.notebook(notebook)),
        "output": str(work / f"{notebook}.ipynb"),
        "html": str(work / f"{notebook}.html"),
        "pdf": str(work / f"{notebook}.pdf"),
        **{end: str(scratch / f"{notebook}.{end}") for end in ("outcome", "journal", "log")},
        "limits": dataclasses.asdict(context.limits),
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
            **temporary(scratch / f"{notebook}.temporary"),
        },
    }
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


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


def _restore(target: Path) -> None:
    """Put the last report back where a run was ended while it replaced it, and remove what such a run has left."""
    files.restore_folder(target)
    for left in target.parent.glob(f".{target.name}.*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
