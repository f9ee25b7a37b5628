"""One notebook of a case: executed with papermill, then turned into HTML.

``python -m pactbook.reports.execute JOB`` reads a job file and writes beside it, with a kernel of its own; the children of
`pactbook.reports.warm` do the same without one. `pactbook.reports.run` only sees the outcome.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

CELLS = "pactbook"  # the engine of `pactbook.reports.engine`, by the name under which papermill finds it


def execute(job: dict[str, Any], engine: str | None = None) -> dict[str, Any]:
    """Run one notebook.

    Parameters
    ----------
    job : dict
        notebook, output (paths of ``.ipynb`` files), html (path, empty for no page), parameters, cwd, title, receipt.
    engine : str, optional
        A papermill engine; default a kernel.

    Returns
    -------
    dict
        ok (bool); where it failed: cell (number from 1), message (last line of the error).
    """
    import papermill

    try:
        papermill.execute_notebook(
            job["notebook"],
            job["output"],
            parameters=job["parameters"],
            cwd=job["cwd"],
            kernel_name="python3",
            engine_name=engine,
            progress_bar=False,
            # Saved when a cell takes long, and at the end: to write megabytes after each cell takes a second.
            request_save_on_cell_execute=False,
            log_output=False,
            raise_on_iopub_timeout=True,
        )
    except papermill.PapermillExecutionError as error:
        # The cell that papermill injects is not counted: the number is that of the notebook as it is committed.
        return {"ok": False, "cell": error.cell_index, "message": f"{error.ename}: {error.evalue}"}
    if (cell := unfinished(Path(job["output"]))) is not None:
        return {"ok": False, "cell": cell, "message": "the cell did not complete"}
    if job["html"]:
        from pactbook.reports import html

        html.write(Path(job["output"]), Path(job["html"]), job)
    return {"ok": True}


def unfinished(path: Path) -> int | None:
    """Return the number of the first code cell that did not complete, 0 if the run has no end, None if all is well."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code" and cell["metadata"].get("papermill", {}).get("status") != "completed":
            return number
    return None if notebook["metadata"]["papermill"].get("end_time") else 0


def outcome(told: Path, log: Path, code: int) -> dict[str, Any]:
    """Return what became of a job: what it told, or the last line of its log where it ended before.

    Parameters
    ----------
    told, log : pathlib.Path
        The files that the job names ``outcome`` and ``log``.
    code : int
        The exit code of its process.
    """
    if told.exists():
        return json.loads(told.read_text(encoding="utf-8"))
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    last = text.strip().splitlines() or ["no output"]
    return {"ok": False, "message": f"the process ended with {code}: {last[-1]}"}


def main(path: Path, engine: str | None = None) -> None:
    """Run the job of a file, and write its outcome where the file says."""
    job = json.loads(path.read_text(encoding="utf-8"))
    Path(job["outcome"]).write_text(json.dumps(execute(job, engine)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
