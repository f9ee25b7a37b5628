"""The look of a figure: the settings it is drawn with, and the empty canvas that every figure function starts from."""

from __future__ import annotations

import contextlib
import functools
import re
import threading
import warnings
from collections.abc import Iterator
from contextvars import ContextVar
from importlib import resources
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from pactbook.plots import faces, palette

TEXT = 10
SMALL = 8.5
WIDTH = 11.0  # inches; every full-width figure has it, so type has one size across a report
# A screen of 360 pixels shows a point of type in 1.4 pixels, and the smallest, of 8 points, in 11.
NARROW = 3.6
LEAST = 8.0  # points of type
_SURELY = 0.97  # of a line: words measured one by one fit into it, whatever the joints between them take
_across: ContextVar[float] = ContextVar("across", default=WIDTH)
# Matplotlib's settings belong to the process: two figures are not drawn at the same time.
_ALONE = threading.RLock()


@functools.cache
def _settings() -> dict[str, Any]:
    faces.register()
    with resources.as_file(resources.files(__package__) / "pactbook.mplstyle") as path:
        lines = mpl.rc_params_from_file(path, use_default_template=False)
    return dict(lines) | {
        "font.family": list(faces.FAMILY),
        "text.color": palette.INK,
        "axes.labelcolor": palette.INK,
        "axes.edgecolor": palette.FAINT,
        "axes.prop_cycle": mpl.cycler(color=palette.CYCLE),
        "grid.color": palette.GRID,
        "xtick.color": palette.GREY,
        "ytick.color": palette.GREY,
        "figure.facecolor": palette.PAPER,
        "savefig.facecolor": palette.PAPER,
    }


@contextlib.contextmanager
def look() -> Iterator[None]:
    """Draw with the settings of the house, whatever the caller's are, and leave those as they were.

    Every function that makes a figure is decorated with it. Matplotlib's own word on each missing glyph is left out:
    `finish` says it once a figure.
    """
    with _ALONE, warnings.catch_warnings(), matplotlib.style.context(_settings(), after_reset=True):
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        yield


def width() -> float:
    """Return how many inches wide a figure of full width is: `WIDTH`, and `NARROW` for a phone."""
    return _across.get()


def is_narrow() -> bool:
    """Tell whether what is drawn is for a phone."""
    return width() == NARROW


@contextlib.contextmanager
def for_phones() -> Iterator[None]:
    """Draw what lays itself out to any width as wide as a phone."""
    token = _across.set(NARROW)
    try:
        yield
    finally:
        _across.reset(token)


class _Figure(Figure):
    """A figure that has the look of the house also where somebody else draws or saves it."""

    draw = look()(Figure.draw)
    savefig = look()(Figure.savefig)


@look()
def canvas(height: float, across: float | None = None) -> Figure:
    """Return an empty figure of full width, or of `across` inches; `finish` adds room for the titles and the sources."""
    figure = _Figure(figsize=(across or width(), height))
    FigureCanvasAgg(figure)
    return figure


def halo(width: float = 2.4, colour: str = palette.PAPER) -> list:
    """Return path effects that keep a label readable on a map."""
    return [patheffects.withStroke(linewidth=width, foreground=colour, alpha=0.9)]


def text_width(figure: Figure, text: str, **font: object) -> float:
    """Return the width of `text` in inches as `figure` would draw it."""
    properties = FontProperties(size=font.get("fontsize"), weight=font.get("fontweight"))
    return _width(
        text, properties.get_size_in_points(), properties.get_weight(), tuple(properties.get_family()), figure.dpi
    )


@functools.lru_cache(maxsize=20_000)
def _width(text: str, size: float, weight: str | int, family: tuple[str, ...], dpi: float) -> float:
    """Return the width of one line in inches; a text is measured anew for each word that wraps it."""
    properties = FontProperties(family=list(family), size=size, weight=weight)
    lines = [
        RendererAgg(1, 1, dpi).get_text_width_height_descent(line, properties, False)[0] for line in text.split("\n")
    ]
    return max(lines) / dpi


def wrap(figure: Figure, text: str, width: float, **font: object) -> list[str]:
    """Break `text` into lines that are at most `width` inches wide as drawn; a word that is wider is broken too."""
    lines: list[str] = []
    space = text_width(figure, " ", **font)
    for paragraph in text.split("\n"):
        line, long = "", 0.0
        for word in re.split(r"[ \t]+", paragraph.strip(" \t")):  # not at a no-break space
            trial = f"{line} {word}".strip()
            own = text_width(figure, word, **font)
            # Words that together leave room are not measured as a line, which costs the more the longer it is.
            if long + own < _SURELY * width or text_width(figure, trial, **font) <= width:
                line, long = trial, long + own + space
                continue
            *full, last = _pieces(word, own / width)
            lines += [line, *full] if line else full
            line, long = last, text_width(figure, last, **font) + space
        lines.append(line)
    return lines


def _pieces(word: str, lines: float) -> list[str]:
    """Return a word that takes so many lines in pieces of equal length that fit into one each."""
    size = max(1, int(len(word) / max(1.0, lines)))
    return [word[at : at + size] for at in range(0, len(word), size)]
