"""The card of an exhibit: its title and one simple chart, legible where a feed shows it at half its size."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import matplotlib.image
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pactbook.locale import Language
from pactbook.plots import furnishing, palette, style

SIZE = (1200, 630)  # pixels: what social networks show of a link
DPI = 100
_WIDE, _HIGH = SIZE[0] / DPI, SIZE[1] / DPI
_SIDE = 0.4  # inches
_TITLE = {"fontsize": 25, "fontweight": "bold", "color": palette.INK}
_SUBTITLE = {"fontsize": 14, "color": palette.GREY}
_FOOT = {"fontsize": 13, "color": palette.GREY}
_BAR = {"fontsize": 16, "color": palette.INK}
_MOST = 6  # bars
_ROW = 0.55  # inches, at most
_FILLS = 1.62  # a figure at least so wide for its height fills a card
_COLUMN = 3.9  # inches for the title beside a figure that does not


@dataclass(frozen=True)
class Bar:
    """One bar of a card: what it is, how long it is, what is written at its end, and its colour."""

    name: str
    value: float
    told: str
    colour: str = palette.TEAL


def counted(words: Iterable[str], t: Language) -> tuple[Bar, ...]:
    """Return how often each word stands among some, as bars, most first; the last of too many bars is all others."""
    bars = most(words, t)
    if len(bars) <= _MOST:
        return bars
    others = int(sum(bar.value for bar in bars[_MOST - 1 :]))
    return (*bars[: _MOST - 1], Bar(t("all others"), others, t.number(others), palette.UNTOLD))


def most(words: Iterable[str], t: Language) -> tuple[Bar, ...]:
    """Return how often each word stands among some, as bars, most first."""
    return tuple(Bar(word, n, t.number(n)) for word, n in Counter(words).most_common())


@style.look()
def bars(shown: Sequence[Bar], title: str, subtitle: str, foot: str) -> Figure:
    """Draw a card with the first bars of an exhibit.

    Parameters
    ----------
    shown : sequence of Bar
        At least one; those after the sixth are left out.
    title, subtitle, foot : str
        The words above and below; cut where they have no room.

    Returns
    -------
    matplotlib.figure.Figure
        1200 × 630 pixels.
    """
    card = style.canvas(_HIGH, _WIDE)
    card.set_dpi(DPI)
    top = _write(card, title, _HIGH - 0.35, 0.43, 3, _TITLE)
    top = _write(card, subtitle, top - 0.05, 0.26, 2, _SUBTITLE)
    lines = at_most(style.wrap(card, foot, _WIDE - 2 * _SIDE - 1.6, **_FOOT), 2)
    card.text(_SIDE / _WIDE, 0.25 / _HIGH, "\n".join(lines), va="bottom", **_FOOT)
    mark = {"fontsize": 14, "fontweight": "bold", "color": palette.TEAL}
    card.text(1 - _SIDE / _WIDE, 0.25 / _HIGH, "pactbook", ha="right", va="bottom", **mark)
    shown = [_short(card, bar) for bar in shown[:_MOST]]
    names = max(style.text_width(card, bar.name, **_BAR) for bar in shown) + 0.2
    ends = max(style.text_width(card, bar.told, fontweight="bold", **_BAR) for bar in shown) + 0.2
    left, bottom = _SIDE + names, 0.85
    high = min(top - 0.2 - bottom, _ROW * len(shown))
    wide = _WIDE - left - _SIDE - ends
    axes = card.add_axes([left / _WIDE, (top - 0.2 - high) / _HIGH, wide / _WIDE, high / _HIGH])
    _draw(axes, shown, wide)
    return card


def _short(card: Figure, bar: Bar) -> Bar:
    """Return a bar with as much of its words as there is room for."""
    name = at_most(style.wrap(card, bar.name, 0.42 * _WIDE, **_BAR), 1)
    told = at_most(style.wrap(card, bar.told, 0.3 * _WIDE, fontweight="bold", **_BAR), 1)
    return replace(bar, name=name[0], told=told[0])


def _draw(axes: Axes, shown: Sequence[Bar], wide: float) -> None:
    longest = max(1, *(bar.value for bar in shown))
    axes.set_axis_off()
    axes.set(xlim=(0, longest), ylim=(len(shown) - 0.5, -0.5))
    inch = longest / wide
    for row, bar in enumerate(shown):
        axes.barh(row, bar.value, height=0.66, color=bar.colour)
        axes.text(-0.15 * inch, row, bar.name, ha="right", va="center_baseline", **_BAR)
        axes.text(bar.value + 0.12 * inch, row, bar.told, va="center_baseline", fontweight="bold", **_BAR)


def _write(card: Figure, text: str, top: float, step: float, most: int, look: dict) -> float:
    """Write a text from a height (inches) on downwards, and return where it ends."""
    for line in at_most(style.wrap(card, text, _WIDE - 2.5 * _SIDE, **look), most):
        card.text(_SIDE / _WIDE, top / _HIGH, line, va="top", **look)
        top -= step
    return top


@dataclass(frozen=True)
class Image:
    """A finished figure as it was drawn: its PNG, the resolution, and the inches of its title and its foot."""

    png: bytes
    dpi: int
    head: float
    tail: float

    def pixels(self) -> np.ndarray:
        """Return all of it."""
        return matplotlib.image.imread(io.BytesIO(self.png), format="png")

    def body(self) -> np.ndarray:
        """Return it without its title and its foot."""
        found, (head, tail) = self.pixels(), (round(inches * self.dpi) for inches in (self.head, self.tail))
        return found[head : found.shape[0] - tail]


@style.look()
def of_figure(image: Image, title: str, subtitle: str, foot: str) -> Figure:
    """Draw a card with a figure: whole where it is wide, else its body beside a title set large.

    Parameters
    ----------
    image : Image
        The figure.
    title, subtitle, foot : str
        The words beside a body; cut where they have no room.
    """
    pixels = image.pixels()
    card = Figure(figsize=(_WIDE, _HIGH), dpi=DPI)
    FigureCanvasAgg(card)
    left = 0.02
    if pixels.shape[1] / pixels.shape[0] < _FILLS:
        pixels = image.body()
        left = _COLUMN / _WIDE + 0.02
        _beside(card, title, subtitle, foot)
    axes = card.add_axes([left, 0.02, 0.98 - left, 0.96])
    axes.imshow(pixels, interpolation="antialiased")
    axes.set_axis_off()
    return card


def _beside(card: Figure, title: str, subtitle: str, foot: str) -> None:
    """Draw mark, title, subtitle and sources in a column at the left of a card."""
    furnishing.mark(card)
    wide, margin = furnishing.WIDE, furnishing.MARGIN
    x, y, room = margin / _WIDE, _HIGH - 0.45, _COLUMN - margin
    for text, line, size, step, most in (
        (title, wide.title, 21, 0.36, 9), (subtitle, wide.subtitle, 12, 0.22, 6),
    ):  # fmt: skip
        look = line.look | {"fontsize": size}
        for words in at_most(style.wrap(card, text, room, **look), most):
            card.text(x, y / _HIGH, words, va="top", **look)
            y -= step
        y -= 0.12
    y = 0.5
    for words in reversed(at_most(style.wrap(card, foot, room, **wide.foot.look), 6)):
        card.text(x, y / _HIGH, words, va="bottom", **wide.foot.look)
        y += wide.foot.step
    card.text(x, 0.16 / _HIGH, "pactbook", va="bottom", fontsize=11, **furnishing.NAME)


def at_most(lines: list[str], most: int) -> list[str]:
    """Return lines, cut with a mark where they are more than there is room for."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + " …"]
