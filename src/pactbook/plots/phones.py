"""A figure for a phone: drawn as wide as one, or its simple chart; no letter is smaller than 11 pixels on a screen of 360."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.figure import Figure

from pactbook.plots import labels, palette, style
from pactbook.plots.cards import Bar, Image
from pactbook.plots.furnishing import MARGIN, PHONE, furnish

DPI = 200  # two dots a pixel of such a screen
_ROW = 0.42  # inches of a bar under its name
_NAME = {"fontsize": style.TEXT, "color": palette.INK}
_TOLD = {"fontsize": style.TEXT, "fontweight": "bold", "color": palette.INK}


@style.look()
def figure(draw: Callable[[], Figure], title: str, subtitle: str, foot: str, note: str) -> Figure:
    """Return a figure as a phone shows it.

    Parameters
    ----------
    draw : callable
        Draws the body, at the width of `style.width`.
    title, subtitle, foot, note : str
        What stands around it.
    """
    with style.for_phones():
        body = draw()
        furnish(body, title, subtitle, foot, note, PHONE)
    return body


@style.look()
def smaller(image: Image) -> Figure:
    """Return the body of a picture that cannot be drawn so narrow and has no simple chart, made smaller as it is."""
    pixels = image.body()
    fig = style.canvas(style.width() * pixels.shape[0] / pixels.shape[1])
    axes = fig.add_axes([0, 0, 1, 1])
    axes.imshow(pixels, interpolation="antialiased")
    axes.set_axis_off()
    return fig


@style.look()
def simple(bars: Sequence[Bar]) -> Figure:
    """Return bars that stand for a body which cannot be drawn so narrow, each under its name, which may then be long."""
    fig = style.canvas(_ROW * len(bars) + 0.1)
    axes = labels.body(fig, 1.0, (MARGIN, 0.05, MARGIN, 0.05))
    wide = style.width() - 2 * MARGIN
    axes.set(xlim=(0, wide), ylim=(len(bars), 0))
    axes.set_axis_off()
    ends = max((style.text_width(fig, bar.told, **_TOLD) for bar in bars), default=0.0) + 0.1
    longest = max(1.0, *(bar.value for bar in bars)) if bars else 1.0
    for row, bar in enumerate(bars):
        long = bar.value / longest * (wide - ends)
        (name, *_) = style.wrap(fig, bar.name, wide, **_NAME)
        axes.text(0, row + 0.26, name if name == bar.name else f"{name} …", va="center_baseline", **_NAME)
        axes.barh(row + 0.66, long, height=0.36, color=bar.colour)
        axes.text(long + 0.07, row + 0.66, bar.told, va="center_baseline", **_TOLD)
    return fig
