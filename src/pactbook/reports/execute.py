"""One notebook of a case: executed with papermill in a process of its own, then turned into HTML.

``python -m pactbook.reports.execute JOB`` reads a job file and writes beside it. It is the part that another engine
would replace; `pactbook.reports.run` only sees the outcome.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def execute(job: dict[str, Any]) -> dict[str, Any]:
    """Run one notebook.

    Parameters
    ----------
    job : dict
        notebook, output (paths of ``.ipynb`` files), html (path), parameters, cwd, title, receipt.

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
            progress_bar=False,
            log_output=False,
            raise_on_iopub_timeout=True,
        )
    except papermill.PapermillExecutionError as error:
        # The cell that papermill injects is not counted: the number is that of the notebook as it is committed.
        return {"ok": False, "cell": error.cell_index, "message": f"{error.ename}: {error.evalue}"}
    if (cell := unfinished(Path(job["output"]))) is not None:
        return {"ok": False, "cell": cell, "message": "the cell did not complete"}
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


if __name__ == "__main__":
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(task["outcome"]).write_text(json.dumps(execute(task)), encoding="utf-8")
