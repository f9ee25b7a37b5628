"""Every colour of a figure, and how one is made lighter, darker or readable."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np

INK = "#1c2833"
GREY = "#5b6875"
FAINT = "#c8d0d6"
GRID = "#e6eaed"
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
# Light to dark: the share of all pairs of states that are less alike.
LIKENESS = ("#f6f8f7", "#d3e4e2", "#86b6b4", TEAL, "#0f3a40")
UNTOLD = "#9aa5ad"  # what cannot be told

LAND = "#e5e6e3"
SEA = "#f3f7f8"
GRATICULE = "#dfe8ec"
COAST = "#a9b4bb"
HATCH = "#8d979e"  # of Crimea
MARKED = "#c6cfd4"  # land of the states that a map of ties is about
HOME = "#3a1a14"  # land that ranges are measured from
GLOW = "#fdf6e6"  # round the figures on a ring


def lighter(colour: str, share: float = 0.55, paper: str = LAND) -> str:
    """Return `colour` mixed with `share` of the colour of land."""
    mixed = (1 - share) * np.array(mpl.colors.to_rgb(colour)) + share * np.array(mpl.colors.to_rgb(paper))
    return mpl.colors.to_hex(mixed)


def darker(colour: str) -> str:
    """Return `colour` dark enough for small type on white."""
    red, green, blue = mpl.colors.to_rgb(colour)
    shade = min(1.0, 0.42 / (0.299 * red + 0.587 * green + 0.114 * blue))
    return mpl.colors.to_hex((red * shade, green * shade, blue * shade))


def pale(colour: str) -> tuple[float, float, float]:
    """Return `colour` as a tint of the same hue, for what is still to come."""
    return tuple(1 - 0.35 * (1 - value) for value in mpl.colors.to_rgb(colour))


def readable(colour: str) -> str:
    """Return white or ink, whichever reads better on `colour`."""
    red, green, blue = mpl.colors.to_rgb(colour)
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.6 else INK
