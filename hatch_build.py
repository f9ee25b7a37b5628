"""What a wheel carries besides the package, so that it works in any folder; an editable install reads the checkout."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = (
    "data/*.csv",
    "data/*.json",
    "data/*.md",
    "data/*.yaml",
    "data/boundaries/*.csv",
    "data/boundaries/*.gz",
    "data/boundaries/*.yaml",
    "notebooks/*.ipynb",
    "notebooks/cases/*.yml",
)


class Carry(BuildHookInterface):
    """Puts tables, boundaries, notebooks and cases into ``pactbook/_data``, where `pactbook.paths` finds them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files that the wheel carries."""
        if version == "editable":
            return
        root = Path(self.root)
        for pattern in CARRIED:
            for path in root.glob(pattern):
                build_data["force_include"][str(path)] = f"pactbook/_data/{path.relative_to(root).as_posix()}"
