"""All that a run knows besides its case: where things are, and how many notebooks run side by side."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from pactbook import paths
from pactbook.errors import UserError
from pactbook.record import Tables, load, outside


@dataclass(frozen=True)
class Context:
    """Where a run reads and writes; two runs side by side, in threads, have one each.

    Attributes
    ----------
    data : pathlib.Path
        Folder of the tables.
    notebooks : pathlib.Path
        Folder of the notebooks.
    reference : pathlib.Path
        Folder of the outside datasets that were fetched.
    build : pathlib.Path
        Folder of the reports.
    jobs : int
        Notebooks side by side.
    """

    data: Path
    notebooks: Path
    reference: Path
    build: Path
    jobs: int

    @classmethod
    def here(cls, **changes: Any) -> Self:
        """Return the context of this process: its environment and its machine, with some values changed."""
        found = cls(
            data=paths.data(),
            notebooks=paths.NOTEBOOKS,
            reference=outside.folder(),
            build=paths.build(),
            jobs=os.cpu_count() or 1,
        )
        return replace(found, **changes)

    @property
    def boundaries(self) -> Path:
        """Return the folder of the boundary pack."""
        return paths.boundaries(self.data)

    @property
    def datasets(self) -> dict[str, Path]:
        """Return the outside datasets that are there, and their files."""
        return outside.files(self.reference, self.data)

    def record(self) -> Tables:
        """Return everything on record."""
        return load(folder=self.data)

    def notebook(self, name: str) -> Path:
        """Return the file of a notebook.

        Raises
        ------
        UserError
            If it is not there.
        """
        path = self.notebooks / f"{name}.ipynb"
        if not path.is_file():
            raise UserError(f"{path}: no such notebook")
        return path

    def environment(self) -> dict[str, str]:
        """Return what a notebook's process must be told to find the same things."""
        return {"PACTBOOK_DATA": str(self.data.resolve()), "PACTBOOK_REFERENCE": str(self.reference.resolve())}
