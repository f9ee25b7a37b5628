"""``make figures``: the gallery in ``figures/`` and its part of the README, computed from the shipped cases.

The cells of the notebooks run in this process; only what `gallery.yaml` names is drawn. ``gallery.json`` beside the pictures
holds the sentences, a digest of what each figure plots, and one of each picture: tests ask whether the tables still give them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pactbook import paths, tabular
from pactbook.exhibits.exhibit import Exhibit
from pactbook.maintain import coverage, many, prose
from pactbook.maintain.markdown import placed
from pactbook.plots import bundle
from pactbook.record import load
from pactbook.reports import files
from pactbook.reports.case import Case, load_case
from pactbook.reports.unchanged import sha256
from pactbook.subjects.findings import Brief, Finding

FOLDER = paths.ROOT / "figures"
README = paths.ROOT / "README.md"
FACTS = "gallery.json"
COMPLETENESS = "record-completeness"
WIDTH = 120  # letters of a line of a page
_NUMBER = re.compile(r"(?<=”) \([0-9]+\)")


@dataclass(frozen=True)
class Entry:
    """What the gallery shows of a case.

    Attributes
    ----------
    case : str
        Its name.
    question : str
        What a reader asks of it.
    findings : tuple of (str, str, str)
        Notebook, exhibit and key of each sentence.
    figures : tuple of (str, str)
        Notebook and name of each figure.
    whole : bool
        Whether every other figure of its report is kept as well.
    """

    case: str
    question: str
    findings: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, str], ...]
    whole: bool = False

    @property
    def notebooks(self) -> set[str]:
        """Return the notebooks that it takes something from."""
        return {notebook for notebook, *_ in (*self.findings, *self.figures)}


def entries() -> list[Entry]:
    """Return what `gallery.yaml` names, in its order."""
    held = yaml.safe_load(Path(__file__).with_name("gallery.yaml").read_text(encoding="utf-8"))
    return [
        Entry(
            case,
            one["question"],
            tuple((notebook, exhibit, key) for notebook, exhibit, key in one["findings"]),
            tuple((notebook, name) for notebook, name in one["figures"]),
            one.get("all", False),
        )
        for case, one in held.items()
    ]


# ------------------------------------------------------------------------------------------------------ computed


@dataclass(frozen=True)
class Shown:
    """The exhibits of a case, by notebook and name."""

    entry: Entry
    case: Case
    exhibits: dict[tuple[str, str], Exhibit]

    @classmethod
    def of(cls, entry: Entry) -> Shown:
        """Compute the exhibits that an entry needs; none is drawn."""
        case = load_case(entry.case)
        wanted = [name for name in case.parameters if entry.whole or name in entry.notebooks]
        made = ((name, part) for name in wanted for part in prose.parts(case, name))
        return cls(entry, case, {(name, part.name): part for name, part in made if isinstance(part, Exhibit)})

    def sentences(self) -> list[str]:
        """Return the sentences that the entry names."""
        return [self._sentence(*named) for named in self.entry.findings]

    def _sentence(self, notebook: str, exhibit: str, key: str) -> str:
        told = _findings(self.exhibits[notebook, exhibit])
        return without_numbers(next(finding.text for finding in told if finding.key == key))

    def figures(self) -> list[tuple[str, Exhibit]]:
        """Return the figures with their notebooks: first those that the entry names, then, of a whole case, the others."""
        named = list(self.entry.figures)
        drawn = [at for at, exhibit in self.exhibits.items() if exhibit.draw is not None]
        rest = [at for at in drawn if at not in named] if self.entry.whole else []
        return [(notebook, self.exhibits[notebook, name]) for notebook, name in (*named, *rest)]

    def facts(self) -> dict[str, Any]:
        """Return what the pages of the gallery say of the case."""
        return {
            "case": self.entry.case,
            "title": self.case.title,
            "question": self.entry.question,
            "findings": self.sentences(),
            "shown": len(self.entry.figures),
            "figures": [
                {
                    "file": f"{self.entry.case}/{one.name}.png",
                    "title": one.title,
                    "alt": one.alt,
                    "plotted": plotted(one),
                }
                for _, one in self.figures()
            ],
        }

    def draw(self, folder: Path) -> None:
        """Draw the figures into the folder of the case."""
        target = folder / self.entry.case
        target.mkdir()
        for notebook, one in self.figures():
            png = one.finished(parameters=self.case.arguments(notebook)).png
            (target / f"{one.name}.png").write_bytes(bundle.reduced(png))


def without_numbers(text: str) -> str:
    """Return a sentence without the numbers of the claims that it quotes: their table stands in the report alone."""
    return _NUMBER.sub("", text)


def _findings(exhibit: Exhibit) -> Iterator[Finding]:
    yield from exhibit.findings
    for part in exhibit.parts:
        yield from part.findings if isinstance(part, Brief) else ()


def plotted(exhibit: Exhibit) -> str:
    """Return a digest of what a figure shows: its words, its sources and the data behind it."""
    words = [exhibit.title, exhibit.subtitle, exhibit.alt, exhibit.sources, exhibit.note]
    held = "\0".join([*words, tabular.text(exhibit.frame)])
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def drawn(entry: Entry, folder: Path) -> dict[str, Any]:
    """Draw the figures of an entry into a folder, and return what the pages say of it."""
    shown = Shown.of(entry)
    shown.draw(folder)
    return shown.facts()


# --------------------------------------------------------------------------------------------------------- pages


def lead(held: Sequence[dict[str, Any]]) -> str:
    """Return what the README begins with: the first sentence and the first figure of the first case."""
    first = held[0]
    return f"\n{_wrapped(first['findings'][0], '**', '**')}\n{_picture(first['figures'][0], 'figures/')}\n"


def in_readme(held: Sequence[dict[str, Any]]) -> str:
    """Return the part of the README on the cases: each with its question, its sentences and a figure that does not lead."""
    figures = [held[0]["figures"][1], *(one["figures"][0] for one in held[1:])]
    told = (_told(one, _picture(figure, "figures/")) for one, figure in zip(held, figures, strict=True))
    return "\n" + "\n".join(told) + "\n"


def page(held: Sequence[dict[str, Any]]) -> str:
    """Return the README of the folder: each case with its question, its sentences and its figures."""
    head = "# Six cases in pictures\n\n" + _wrapped(
        "`make figures` writes this page and the pictures from the tables in [`data/`](../data/README.md); each picture says "
        "where it comes from (`pactbook figure show FILE.png`). Figures: CC BY 4.0, to be cited as in "
        "[`docs/cite.md`](../docs/cite.md)."
    )
    return "\n".join([head, *(_told(one, _of_case(one)) for one in held)])


def _told(one: dict[str, Any], below: str) -> str:
    findings = "".join(_wrapped(text, "- ") for text in one["findings"])
    command = f"`make report CASE={one['case']}`"
    return f"### {one['title']}\n\n{_wrapped(one['question'], '*', '*')}\n{findings}\n{below}\n{command}\n"


def _of_case(one: dict[str, Any]) -> str:
    shown, rest = one["figures"][: one["shown"]], one["figures"][one["shown"] :]
    pictures = "\n".join(_picture(figure) for figure in shown)
    if not rest:
        return pictures
    links = "".join(_wrapped(f"[{figure['title']}]({figure['file']})", "- ") for figure in rest)
    return f"{pictures}\nThe other figures of the report:\n\n{links}"


def _picture(figure: dict[str, str], folder: str = "") -> str:
    return _wrapped(f"![{figure['alt']}]({folder}{figure['file']})")


def _wrapped(text: str, begin: str = "", end: str = "") -> str:
    """Return a paragraph in lines that a reader of the source sees whole; names with a hyphen stay whole."""
    lines = textwrap.wrap(
        f"{begin}{text}{end}",
        WIDTH,
        subsequent_indent=" " * len(begin) if begin.endswith(" ") else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) + "\n"


# -------------------------------------------------------------------------------------------------------- writing


def write(folder: Path) -> list[dict[str, Any]]:
    """Write pictures, facts and page of the gallery into a folder, and return what it says of each case."""
    # The case with the most figures begins; each process draws one case at a time.
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as crew:
        waiting = [crew.submit(drawn, entry, folder) for entry in entries()]
        _completeness(folder)
        held = [one.result() for one in waiting]
    pictures = {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(folder.rglob("*.png"))}
    facts = json.dumps({"cases": held, "pictures": pictures}, indent=1, ensure_ascii=False)
    (folder / FACTS).write_text(f"{facts}\n", encoding="utf-8")
    (folder / "README.md").write_text(page(held), encoding="utf-8")
    return held


def _completeness(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as spare:
        png = coverage.picture(load(), Path(spare)).png
    (folder / f"{COMPLETENESS}.png").write_bytes(bundle.reduced(png))


def main() -> None:
    """Write the gallery anew, and its parts of the README."""
    with files.replaced_folder(FOLDER) as folder:
        held = write(folder)
    completeness = {"alt": coverage.picture_alt(load()), "file": f"{COMPLETENESS}.png"}
    text = placed(README.read_text(encoding="utf-8"), "lead", lead(held))
    text = placed(text, "gallery", in_readme(held))
    text = placed(text, "many", f"\n{_wrapped(many.text(load()))}\n")
    files.write_text(README, placed(text, "completeness", _picture(completeness, "figures/")))


if __name__ == "__main__":
    main()
