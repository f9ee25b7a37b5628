"""The papermill engine that runs cells in the process of papermill itself: ``papermill --engine pactbook``.

papermill finds it by its entry point and imports it; nobody else does.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import Engine

from pactbook.reports import cells


class Cells(Engine):
    """Runs the cells with `pactbook.reports.cells`."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, log_output: bool = False, **_: Any) -> None:
        """Run every cell until one raises; papermill keeps what was done."""
        recorder = cells.Recorder()
        running = cells.shell(recorder)
        for index, cell in enumerate(nb_man.nb.cells):
            try:
                nb_man.cell_start(cell, index)
                if (error := cells.run(running, recorder, cell)) is not None:
                    nb_man.cell_exception(cell, cell_index=index, exception=error)
                    break
            finally:
                nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = cells.language_info()
