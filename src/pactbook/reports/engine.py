"""The papermill engine that runs cells in the process of papermill itself: ``papermill --engine pactbook``.

papermill finds it by its entry point and imports it; nobody else does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papermill.engines import Engine

from pactbook.reports import cells
from pactbook.reports.journal import Journal
from pactbook.reports.limits import Clock, Limits


class Cells(Engine):
    """Runs the cells with `pactbook.reports.cells`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        journal: Path | None = None,
        limits: Limits | None = None,
        **_: Any,
    ) -> None:
        """Run every cell until one raises; papermill keeps what was done, and the journal, if there is to be one."""
        recorder = cells.Recorder()
        running = cells.shell(recorder)
        done, clock = Journal(journal), Clock(limits)
        done.write(nb_man.nb)
        for index, cell in enumerate(nb_man.nb.cells):
            try:
                nb_man.cell_start(cell, index)
                done.write(index, cell)
                with clock.cell():
                    error = cells.run(running, recorder, cell)
                if error is not None:
                    nb_man.cell_exception(cell, cell_index=index, exception=error)
                    break
            finally:
                nb_man.cell_complete(cell, cell_index=index)
                done.write(index, cell)
        nb_man.nb.metadata["language_info"] = cells.language_info()
