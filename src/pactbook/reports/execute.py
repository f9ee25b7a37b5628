"""One notebook of a case: executed with papermill, then turned into HTML and PDF.

``python -m pactbook.reports.execute JOB`` reads a job file and writes beside it, with a kernel of its own; the children of
`pactbook.reports.forks` do the same without one. `pactbook.reports.workers` only sees the outcome.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from pactbook.reports import files, journal, redact
from pactbook.reports.limits import Limits, OutOfTimeError, gigabytes, hold_memory, words

CELLS = "pactbook"  # the engine of `pactbook.reports.engine`, by the name under which papermill finds it


def execute(job: dict[str, Any], engine: str | None = None) -> dict[str, Any]:
    """Run one notebook.

    Parameters
    ----------
    job : dict
        notebook, output (paths of ``.ipynb`` files), html and pdf (paths, empty where none is wanted), parameters, cwd, title,
        receipt; journal (path), limits (the fields of `Limits`).
    engine : str, optional
        A papermill engine; default a kernel.

    Returns
    -------
    dict
        ok (bool), times (as `pactbook.reports.timing` gives them); where it failed: cell (number from 1), message (last line of
        the error).
    """
    import nbclient
    import papermill

    from pactbook.reports import timing

    output, most = Path(job["output"]), Limits(**job.get("limits", {}))
    try:
        _run(job, engine, most)
    except papermill.PapermillExecutionError as error:
        return {"ok": False, "cell": _number(_cells(output), error.cell_index), "message": _told(error, most)}
    except nbclient.exceptions.CellTimeoutError:
        return {"ok": False, "cell": reached(output), "message": f"the cell took longer than {words(most.cell)}"}
    except nbclient.exceptions.DeadKernelError:
        return {"ok": False, "cell": reached(output), "message": "the kernel died"}
    finally:
        if engine is None and output.exists():
            _redact(output)
    if (cell := unfinished(output)) is not None:
        return {"ok": False, "cell": cell, "message": "the cell did not complete"}
    times = timing.taken_from(output)
    if job["html"]:
        from pactbook.reports import html

        html.write(output, Path(job["html"]), job)
    if job["pdf"]:
        from pactbook.reports import pdf

        pdf.write(output, Path(job["pdf"]), job)
    return {"ok": True, "times": times}


def _run(job: dict[str, Any], engine: str | None, most: Limits) -> None:
    """Run a notebook; a kernel that did not answer is tried once more."""
    try:
        _papermill(job, engine, most)
    except RuntimeError as error:
        # What jupyter_client says of one that does not begin; nothing has run then.
        if not str(error).startswith(("Kernel didn't respond", "Kernel died before replying")):
            raise
        _papermill(job, engine, most)


def _papermill(job: dict[str, Any], engine: str | None, most: Limits) -> None:
    import papermill

    options: dict[str, Any] = {"execution_timeout": most.cell, "raise_on_iopub_timeout": True}
    if engine == CELLS:
        options = {"limits": most, "journal": Path(job["journal"]) if job.get("journal") else None}
    papermill.execute_notebook(
        job["notebook"],
        job["output"],
        parameters=job["parameters"],
        cwd=job["cwd"],
        kernel_name="python3",
        engine_name=engine,
        progress_bar=False,
        # A kernel has no journal: what it has done is saved after each cell, which takes a second more.
        request_save_on_cell_execute=engine != CELLS,
        log_output=False,
        **options,
    )


def _told(error: Any, most: Limits) -> str:
    value = redact.Redactor().text(error.evalue)
    if error.ename == OutOfTimeError.__name__:
        return value
    if error.ename.endswith("MemoryError"):
        return f"{error.ename}: {value} (a notebook may take {gigabytes(most.memory)} of memory)"
    return f"{error.ename}: {value}"


def _redact(output: Path) -> None:
    import nbformat

    notebook = nbformat.read(output, as_version=4)
    redact.outputs(notebook.cells)
    files.write_text(output, nbformat.writes(notebook) + "\n")


def _cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of an executed notebook, without the remarks on an error that papermill puts between them."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if "papermill-error-cell-tag" not in cell["metadata"].get("tags", ())]


def _number(cells: list[dict[str, Any]], index: int) -> int:
    """Return the number of a cell, from 1, in the notebook as it is committed: the cell that papermill injects has none."""
    return sum("injected-parameters" not in cell["metadata"].get("tags", ()) for cell in cells[: index + 1])


def unfinished(path: Path) -> int | None:
    """Return the number of the first code cell that did not complete, 0 if the run has no end, None if all is well."""
    cells = _cells(path)
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "code" and cell["metadata"].get("papermill", {}).get("status") != "completed":
            return _number(cells, index)
    run = json.loads(path.read_text(encoding="utf-8"))["metadata"]["papermill"]
    # A notebook of a report has no times.
    return 0 if "start_time" in run and not run.get("end_time") else None


def reached(path: Path) -> int:
    """Return the number of the last code cell that was begun, 0 if none was."""
    cells = _cells(path)
    begun = [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code" and cell["metadata"].get("papermill", {}).get("start_time")
    ]
    return _number(cells, begun[-1]) if begun else 0


def salvaged(job: dict[str, Any], message: str) -> dict[str, Any]:
    """Return the outcome of a job whose process was ended, after putting together what it had done."""
    output = Path(job["output"])
    journal.salvage(Path(job["journal"]), output)
    outcome = {"ok": False, "message": message}
    return outcome | ({"cell": reached(output)} if output.exists() else {})


def main(path: Path, engine: str | None = None) -> None:
    """Run the job of a file, and write its outcome where the file says."""
    job = json.loads(path.read_text(encoding="utf-8"))
    hold_memory(Limits(**job.get("limits", {})).memory)
    files.write_text(Path(job["outcome"]), json.dumps(execute(job, engine)))
    if "journal" in job:
        Path(job["journal"]).unlink(missing_ok=True)


def _end_with_the_runner() -> None:
    """End the kernel and this process when the input ends: whoever asked is gone, however that was."""
    import psutil

    while os.read(sys.stdin.fileno(), 1):  # unbuffered: a thread at a buffer may not be left when Python ends
        pass
    for process in psutil.Process().children(recursive=True):
        process.kill()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_runner, daemon=True).start()
    main(Path(sys.argv[1]))
