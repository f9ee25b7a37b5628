"""``make figures``: the gallery in ``figures/`` and the findings of the README, from a fresh run of the shipped case."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from pactbook import paths
from pactbook.reports import files, html
from pactbook.reports.case import load_case
from pactbook.reports.run import run

CASE = "belarus-pakistan"
README = paths.ROOT / "README.md"
# What the README shows: a figure and the finding beneath it.
SHOWN = (
    ("01-bilateral-agreements", "contacts", "history"),
    ("02-alliance-maps", "pairs", "bloc"),
    ("03-missile-program-context", "envelope", "designations"),
)
_BLOCK = re.compile(r"(?<=<!-- findings -->\n).*?(?=<!-- /findings -->)", re.DOTALL)


def block(report: Path) -> str:
    """Return the README's findings with their pictures, from a report of the shipped case."""
    parts = []
    for notebook, figure, key in SHOWN:
        found = html.findings(report / f"{notebook}.ipynb")
        text = next(finding["text"] for finding in found if finding["key"] == key)
        alt = json.loads((report / "figures" / notebook / f"{figure}.json").read_text(encoding="utf-8"))["alt"]
        parts.append(f"**{text}**\n\n![{alt}](figures/{notebook}-{figure}.png)\n")
    return "\n" + "\n".join(parts) + "\n"


def main() -> None:
    """Run the shipped case, copy its figures, and rewrite the findings of the README."""
    folder = run(load_case(CASE))
    gallery = paths.ROOT / "figures"
    shutil.rmtree(gallery, ignore_errors=True)
    gallery.mkdir()
    for path in sorted(folder.glob("figures/*/*.png")):
        if path.suffixes == [".png"]:  # no card, and not as a phone shows it
            files.write_bytes(gallery / f"{path.parent.name}-{path.name}", path.read_bytes())
    files.write_text(README, _BLOCK.sub(lambda _: block(folder), README.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
