"""World maps with a great circle for each defence tie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.locale import Language
from pactbook.plots import ground, labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS
from pactbook.plots.ground import Colours

_ROOM = 0.06  # share of the world's width left round the partners
_SHAPE = 1.6, 2.6  # least and greatest width of a map for its height
_UPRIGHT = 0.9, 1.4  # of one for a phone
_LEGEND = 3.0  # points: lines of the legend where width tells the number of documents


@style.look()
def partners(
    portfolio: pd.DataFrame,
    home: str,
    worldview: str = "defacto",
    language: str = "en",
    day: dt.date | None = None,
    most: int = 40,
) -> Figure:
    """Draw the defence partners of a state as great circles from its capital.

    Parameters
    ----------
    portfolio : pandas.DataFrame
        What `pactbook.subjects.pair.portfolio` gives: ``partner`` (ISO3), ``documents``, ``commitment``.
    home : str
        The state, ISO 3166-1 alpha-3.
    worldview : {"defacto", "un"}
        Which boundaries to draw.
    language : str
        ISO 639-1 code of the language of names.
    day : datetime.date, optional
        The day whose states are drawn, as `pactbook.plots.ground.land` takes it.
    most : int
        How many partners are named, those with most documents first; all are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        The part of the world where the partners are. Lines as wide as the number of documents, coloured by the strongest
        commitment, cut at the map's edge.
    """
    t, projection, seats = Language(language), geo.equal_earth(), geo.capitals()
    shown = portfolio[portfolio["partner"].isin(seats.index)]
    shown = shown.sort_values(["documents", "partner"], ascending=[False, True])
    window = _window([home, *shown["partner"]], seats, projection)
    figure, axes = ground.sheet(_entries(shown, t, _LEGEND), window)
    tints = {
        row.partner: Colours(palette.lighter(COMMITMENTS[row.commitment].on_map, 0.72)) for row in shown.itertuples()
    }
    land, borders = ground.land(projection, "50m", worldview, day)
    _base(axes, projection, tints | {home: Colours(palette.INK)}, land, borders)
    placer = labels.Placer(axes)
    placer.keep_off(ground.dashed(borders))
    # A state that ended has no capital on record: its partners are tinted, without lines.
    seated = [home] if home in seats.index else []
    spots = _seats(axes, placer, [*seated, *shown["partner"]], seats, projection)
    dark = shapely.union_all(land.loc[[home in holders for holders in land["holders"]], "geometry"].to_numpy())
    font = {"path_effects": style.halo(), "distances": (0.085, 0.14, 0.2, 0.3, 0.45, 0.65), "avoid": dark}
    if seated:
        _from_capital(placer, shown, home, seats, projection)
        placer.beside(spots[home], t.country(home), fontsize=style.TEXT, fontweight="bold", **font)
    for row in shown.head(most).itertuples():
        number = f" {t.number(row.documents)}" if row.documents else ""
        placer.beside(spots[row.partner], f"{t.country(row.partner)}{number}", fontsize=style.SMALL, **font)
    if shown.empty:
        _nothing(axes, t)
    return figure


def _window(codes: Sequence[str], seats: pd.DataFrame, projection: geo.Projection) -> tuple[float, float, float, float]:
    """Return the part of the world map that holds the lines between a capital and others, with room for their names."""
    world = ground.world_window(projection)
    home, *others = [code for code in codes if code in seats.index] or [None]
    lines = [line for code in others for line in geo.great_circle(*_seat(home, seats), *_seat(code, seats), projection)]
    if not lines:
        return world
    low, high = np.vstack(lines).min(axis=0), np.vstack(lines).max(axis=0)
    room = _ROOM * (world[2] - world[0])
    middle, size = (low + high) / 2, high - low + 2 * room
    least, most = _UPRIGHT if style.is_narrow() else _SHAPE
    wide, tall = max(size[0], least * size[1]), max(size[1], size[0] / most)
    west, east = _within(middle[0], wide, world[0], world[2])
    south, north = _within(middle[1], tall, world[1], world[3])
    return west, south, east, north


def _within(middle: float, length: float, low: float, high: float) -> tuple[float, float]:
    """Return a stretch of some length round a middle, moved or cut so that it lies between two ends."""
    length = min(length, high - low)
    start = min(max(middle - length / 2, low), high - length)
    return start, start + length


def _entries(shown: pd.DataFrame, t: Language, width: float | None = None) -> list[labels.Entry]:
    """Return a legend entry for each commitment that occurs, with its number; lines have a width or that of its arcs."""
    counts = shown["commitment"].value_counts()
    return [
        labels.Entry(t(COMMITMENT_WORDS[name]), str(counts[name]), labels.line(one.on_map, width or one.arc))
        for name, one in COMMITMENTS.items()
        if name in counts
    ]


def _base(
    axes: Axes, projection: geo.Projection, colours: dict[str, Colours], pieces: pd.DataFrame, lines: pd.DataFrame
) -> None:
    ground.sea(axes, projection)
    ground.paint(axes, pieces, colours, ground.STRIPE)
    ground.borders(axes, lines)


def _seats(
    axes: Axes, placer: labels.Placer, codes: Sequence[str], seats: pd.DataFrame, projection: geo.Projection
) -> dict[str, np.ndarray]:
    """Mark capitals, keep labels off them, and return where they are."""
    spots = {code: projection.xy(*_seat(code, seats)) for code in codes}
    if spots:
        places = np.array(list(spots.values()))
        axes.scatter(*places.T, s=13, c=palette.PAPER, edgecolors=palette.INK, linewidths=0.8, zorder=6)
    for spot in spots.values():
        placer.dot(spot, radius=0.035)
    return spots


def _seat(code: str, seats: pd.DataFrame) -> tuple[float, float]:
    """Return longitude and latitude of a state's capital."""
    return seats.lon[code], seats.lat[code]


def _from_capital(
    placer: labels.Placer, shown: pd.DataFrame, home: str, seats: pd.DataFrame, projection: geo.Projection
) -> None:
    """Draw the great circles, those with fewer documents first, each with a white rim, and keep labels off them."""
    axes = placer.axes
    top = max(1, shown["documents"].max()) if len(shown) else 1
    for row in shown.iloc[::-1].itertuples():
        lines = geo.great_circle(*_seat(home, seats), *_seat(row.partner, seats), projection)
        placer.keep_off([shapely.linestrings(line) for line in lines])
        width = 0.9 + 3.0 * np.sqrt(row.documents / top)
        look = {"capstyle": "round", "zorder": 5}
        rim = LineCollection(lines, colors=palette.PAPER, linewidths=width + 1, alpha=0.55, **look)
        axes.add_collection(rim, autolim=False)
        colour = COMMITMENTS[row.commitment].colour
        # A contact is drawn darker than its bars, and not in the grey of the legend: so it was, and so it stays here.
        colour = palette.darker(colour) if row.commitment == "contact" else colour
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=0.9, **look), autolim=False)


def _nothing(axes: Axes, t: Language) -> None:
    axes.text(0.5, 0.5, t("No defence partner on record"), transform=axes.transAxes, ha="center", color=palette.GREY)
