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
        ok (bool), times (as `pactbook.reports.timing` gives them); where it failed: cell (number from 1), message (last line of
        the error).
    """
    import papermill

    from pactbook.reports import timing

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
    times = timing.taken_from(Path(job["output"]))
    if job["html"]:
        from pactbook.reports import html

        html.write(Path(job["output"]), Path(job["html"]), job)
    return {"ok": True, "times": times}


def unfinished(path: Path) -> int | None:
    """Return the number of the first code cell that did not complete, 0 if the run has no end, None if all is well."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code" and cell["metadata"].get("papermill", {}).get("status") != "completed":
            return number
    run = notebook["metadata"]["papermill"]
    # A notebook of a report has no times.
    return 0 if "start_time" in run and not run.get("end_time") else None


def main(path: Path, engine: str | None = None) -> None:
    """Run the job of a file, and write its outcome where the file says."""
    job = json.loads(path.read_text(encoding="utf-8"))
    Path(job["outcome"]).write_text(json.dumps(execute(job, engine)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
