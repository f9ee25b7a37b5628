"""The look of a figure: type, colours, and the empty canvas that every figure function starts from."""

from __future__ import annotations

import functools
from importlib import resources

import matplotlib as mpl
from matplotlib import font_manager, patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INK = "#1c2833"
GREY = "#5b6875"
FAINT = "#c8d0d6"
GRID = "#e6eaed"
LAND = "#e5e6e3"
SEA = "#f3f7f8"
PAPER = "#ffffff"
# Okabe and Ito's colour-blind-safe hues, made quieter; the order keeps neighbours apart in lightness too.
TEAL, OCHRE, BRICK, BLUE, PLUM, MOSS, SKY, SAND = (
    "#1f6f78",
    "#d79a2b",
    "#b4513a",
    "#3f6699",
    "#8a5a86",
    "#73893a",
    "#86b6cf",
    "#c9b28a",
)
CYCLE = (TEAL, OCHRE, BRICK, BLUE, PLUM, MOSS, SKY, SAND)
# Light to dark, for what grows: ranges, counts.
SEQUENCE = ("#fbeccb", "#f3cf8e", "#e3a458", "#c9743c", "#9f4a2d", "#5f2418")
# Source Sans has Latin, Greek and Cyrillic; DejaVu Sans, which matplotlib ships, follows for Arabic script.
FAMILY = ("Source Sans Pro", "DejaVu Sans")
TEXT = 10
SMALL = 8.5
WIDTH = 11.0  # inches; every full-width figure has it, so type has one size across a report


@functools.cache
def _fonts() -> None:
    folder = resources.files("font_source_sans_pro") / "files"
    for weight in ("Regular", "It", "Bold"):
        for entry in folder.iterdir():
            if entry.name in (f"SourceSansPro-{weight}.ttf", f"SourceSansPro-{weight}.otf"):
                font_manager.fontManager.addfont(str(entry))


def use() -> None:
    """Set type, colours and reproducible SVG for this session."""
    _fonts()
    mpl.rcParams.update(
        {
            "font.family": list(FAMILY),
            "font.size": TEXT,
            "text.color": INK,
            "axes.labelcolor": INK,
            "axes.edgecolor": FAINT,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": mpl.cycler(color=CYCLE),
            "axes.grid": False,
            "grid.color": GRID,
            "xtick.color": GREY,
            "ytick.color": GREY,
            "figure.facecolor": PAPER,
            "savefig.facecolor": PAPER,
            "hatch.linewidth": 1.0,
            "svg.hashsalt": "pactbook",
            "svg.fonttype": "path",
            # Unhinted text has the same width at every resolution, so what was measured fits what is drawn.
            "text.hinting": "none",
        }
    )


def canvas(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure of `width` × `height` inches; `finish` adds room for the titles and the sources."""
    use()
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def halo(width: float = 2.4, colour: str = PAPER) -> list:
    """Return path effects that keep a label readable on a map."""
    return [patheffects.withStroke(linewidth=width, foreground=colour, alpha=0.9)]


def text_width(figure: Figure, text: str, **font: object) -> float:
    """Return the width of `text` in inches as `figure` would draw it."""
    artist = figure.text(0, 0, text, **font)
    width = artist.get_window_extent(figure.canvas.get_renderer()).width / figure.dpi
    artist.remove()
    return width


def wrap(figure: Figure, text: str, width: float, **font: object) -> list[str]:
    """Break `text` into lines that are at most `width` inches wide as drawn."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            trial = f"{line} {word}".strip()
            if line and text_width(figure, trial, **font) > width:
                lines.append(line)
                line = word
            else:
                line = trial
        lines.append(line)
    return lines
