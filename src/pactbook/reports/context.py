"""All that a run knows besides its case: where things are, and how many notebooks run side by side."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from pactbook import paths
from pactbook.errors import UserError
from pactbook.record import Tables, load, outside
from pactbook.reports.limits import Limits


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
    overlay : pathlib.Path or None
        Folder of the reader's own rows.
    limits : Limits
        What a notebook may take.
    """

    data: Path
    notebooks: Path
    reference: Path
    build: Path
    jobs: int
    overlay: Path | None = None
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def here(cls, **changes: Any) -> Self:
        """Return the context of this process: its environment and its machine, with some values changed."""
        found = cls(
            data=paths.data(),
            notebooks=paths.NOTEBOOKS,
            reference=paths.reference(),
            build=paths.build(),
            jobs=os.cpu_count() or 1,
            overlay=paths.overlay(),
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

    def record(self, origins: Collection[str] | None = None) -> Tables:
        """Return everything on record, of the usual origins or of some."""
        return load(folder=self.data, origins=origins, overlay=self.overlay, reference=self.reference)

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
        return {
            "PACTBOOK_DATA": str(self.data.resolve()),
            "PACTBOOK_REFERENCE": str(self.reference.resolve()),
            "PACTBOOK_OVERLAY": str(self.overlay.resolve()) if self.overlay else "",
        }
