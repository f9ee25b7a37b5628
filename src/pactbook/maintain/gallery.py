"""``make figures``: the gallery in ``figures/`` and the findings of the README, from a fresh run of the shipped case."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from pactbook import paths
from pactbook.maintain import coverage
from pactbook.maintain.markdown import placed
from pactbook.record import load
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
    with tempfile.TemporaryDirectory() as spare:
        coverage.picture(load(), Path(spare))
        files.write_bytes(gallery / "record-completeness.png", (Path(spare) / "record-completeness.png").read_bytes())
    text = placed(README.read_text(encoding="utf-8"), "findings", block(folder))
    picture = f"![{coverage.picture_alt(load())}](figures/record-completeness.png)\n"
    files.write_text(README, placed(text, "completeness", picture))


if __name__ == "__main__":
    main()
