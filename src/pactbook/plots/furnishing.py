"""What stands around the body of a figure: the mark, title and subtitle, and the line that says who says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pactbook.plots import palette, style

LICENCE = "CC BY 4.0"
LICENCE_IN_PICTURE = LICENCE.replace(" ", "\N{NO-BREAK SPACE}")
LICENCE_AT = "https://creativecommons.org/licenses/by/4.0/"
MARGIN = 0.22
NAME = {"fontweight": "bold", "color": palette.TEAL}
_TOP = 0.30  # inches above the title: the mark


@dataclass(frozen=True)
class Line:
    """How a line of text is set: its look, and the inches from one to the next."""

    look: dict[str, Any]
    step: float


@dataclass(frozen=True)
class Type:
    """The sizes of what stands around a body, and the inches at the right of the last lines that the name needs."""

    title: Line = field(
        default_factory=lambda: Line({"fontsize": 17, "fontweight": "bold", "color": palette.INK}, 0.30)
    )
    subtitle: Line = field(default_factory=lambda: Line({"fontsize": 11.5, "color": palette.GREY}, 0.21))
    foot: Line = field(default_factory=lambda: Line({"fontsize": 9, "color": palette.GREY}, 0.16))
    beside: float = 0.9


WIDE = Type()
PHONE = Type(
    Line({"fontsize": 14, "fontweight": "bold", "color": palette.INK}, 0.245),
    Line({"fontsize": 10, "color": palette.GREY}, 0.18),
    Line({"fontsize": style.LEAST, "color": palette.GREY}, 0.145),
    0.0,
)


def furnish(fig: Figure, title: str, subtitle: str, foot: str, note: str, set_in: Type = WIDE) -> tuple[float, float]:
    """Draw mark, titles and foot around a body, which keeps its size.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The body; the figure grows by the room that the texts need.
    title, subtitle, foot, note : str
        The texts; a note may be empty.
    set_in : Type
        Their sizes.

    Returns
    -------
    tuple of float
        The inches that they take above and below.
    """
    width, height = fig.get_size_inches()
    room = width - 2 * MARGIN
    titles = style.wrap(fig, title, room, **set_in.title.look)
    subtitles = style.wrap(fig, subtitle, room, **set_in.subtitle.look)
    feet = [
        text
        for part in (foot, note)
        if part
        for text in style.wrap(fig, part, room - set_in.beside, **set_in.foot.look)
    ]
    # Where the name has no room beside the last line it has a line of its own.
    own = 0.0 if set_in.beside else set_in.foot.step + 0.08
    head = _TOP + set_in.title.step * len(titles) + set_in.subtitle.step * len(subtitles) + 0.14
    tail = 0.16 + set_in.foot.step * len(feet) + 0.12 + own
    _grow(fig, head, tail)
    total = head + height + tail
    mark(fig)
    y = _written(fig, titles, total - _TOP, total, set_in.title)
    _written(fig, subtitles, y, total, set_in.subtitle)
    _written(fig, feet, tail - 0.16, total, set_in.foot)
    fig.text(1 - MARGIN / width, 0.14 / total, "pactbook", va="bottom", ha="right", fontsize=8.5, **NAME)
    return head, tail


def _written(fig: Figure, lines: list[str], y: float, total: float, set_in: Line) -> float:
    """Write lines from a height (inches) on downwards, and return where they end."""
    for text in lines:
        fig.text(MARGIN / fig.get_size_inches()[0], y / total, text, va="top", ha="left", **set_in.look)
        y -= set_in.step
    return y


def _grow(fig: Figure, head: float, tail: float) -> None:
    """Add `head` and `tail` inches above and below what is drawn, which keeps its size."""
    width, height = fig.get_size_inches()
    total = head + height + tail
    boxes = [(axes, axes.get_position(original=True).bounds) for axes in fig.axes]
    for text in fig.texts:
        text.set_y((tail + text.get_position()[1] * height) / total)
    fig.set_size_inches(width, total)
    for axes, (left, bottom, wide, high) in boxes:
        axes.set_position([left, (tail + bottom * height) / total, wide, high * height / total])


def mark(fig: Figure) -> None:
    """Draw the house mark: two parties and what joins them."""
    width, height = fig.get_size_inches()
    y = 1 - 0.15 / height
    ends = (MARGIN + 0.045) / width, (MARGIN + 0.345) / width
    fig.add_artist(Line2D(ends, (y, y), color=palette.TEAL, linewidth=1.6, marker="o", markersize=6, markeredgewidth=0))
