"""The faces that text is set in, and what they lack."""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.text import Text

# Source Sans has Latin, Greek and Cyrillic. DejaVu Sans, which comes with matplotlib, has much else, but of Arabic script
# not every letter of Urdu: a word must not change its face in the middle, so Noto comes first.
FAMILY = ("Source Sans Pro", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC", "DejaVu Sans")
# No package has a small face of Chinese, Japanese and Korean: ours is cut out of a large one (`pactbook.maintain.faces`).
CARRIED = Path(__file__).with_name("fonts") / "NotoSansCJKsc-Regular.otf"
# Files by package. They are named with their ending: the package of Source Sans has each face in two kinds of outline,
# and the order of a folder must not choose between them.
_FILES = {
    "font_source_sans_pro": ("SourceSansPro-Regular.otf", "SourceSansPro-Bold.ttf"),
    "fontpkg_noto_sans_arabic": ("NotoSansArabic[wdth,wght].ttf",),
    "fontpkg_noto_sans_devanagari": ("NotoSansDevanagari[wdth,wght].ttf",),
}
_SHOWN = 8  # characters of a script that a message shows


class MissingGlyphs(UserWarning):
    """A figure has characters that no face has: they are drawn as boxes."""


def folders() -> list[str]:
    """Return the folders of the packaged faces, for a program that finds faces by folder."""
    of_packages = (str(resources.files(package) / "files") for package in _FILES)
    # Typst carries faces too, but its fallback for Armenian, Georgian and Hebrew is of another look.
    return [*of_packages, str(CARRIED.parent), str(Path(mpl.get_data_path()) / "fonts" / "ttf")]


@functools.cache
def register() -> None:
    """Make our faces known to matplotlib, before any of the same name that the machine has."""
    manager, found = font_manager.fontManager, []
    files = [[resources.files(package) / "files" / name for name in names] for package, names in _FILES.items()]
    for weights in (*files, [CARRIED]):
        for path in map(str, weights):
            manager.addfont(path)
            found += [entry for entry in manager.ttflist if entry.fname == path]
        if len(weights) == 1:  # one face for every weight
            found.append(dataclasses.replace(found[-1], weight=700))
    manager.ttflist[:] = [*found, *(entry for entry in manager.ttflist if entry not in found)]


@functools.cache
def _known(weight: str) -> frozenset[int]:
    """Return the characters that a face of the family has in a weight."""
    faces = [font_manager.FontProperties(family=[name], weight=weight) for name in FAMILY]
    return frozenset().union(*(font_manager.get_font(font_manager.findfont(face)).get_charmap() for face in faces))


def lacking(texts: Iterable[Text]) -> dict[str, str]:
    """Return the characters that no face has, by the script that they belong to.

    Parameters
    ----------
    texts : iterable of matplotlib.text.Text
        What is written on a figure.
    """
    register()
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        known = _known(str(text.get_fontweight()))
        for character in text.get_text():
            if ord(character) not in known and unicodedata.category(character)[0] not in "CZ":
                found.setdefault(_script(character), {})[character] = None
    return {script: "".join(characters) for script, characters in found.items()}


def told(lacks: dict[str, str]) -> str:
    """Return what `lacking` found as a phrase: each script with the first of its characters."""
    return ", ".join(
        f"{script} ({characters[:_SHOWN]}{' …' if len(characters) > _SHOWN else ''})"
        for script, characters in lacks.items()
    )


def _script(character: str) -> str:
    """Return the script of a letter, which is the first word of its name in Unicode."""
    if unicodedata.category(character)[0] not in "LM":
        return "symbols"
    word = unicodedata.name(character, "unnamed").split()[0]
    return word if word == "CJK" else word.title()
