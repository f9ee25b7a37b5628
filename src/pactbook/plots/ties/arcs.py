"""World maps with a great circle for each defence tie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.locale import Language
from pactbook.plots import ground, labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS
from pactbook.plots.ground import Colours

_FINE = 5e3  # m: what no eye sees on a world map of full width
_LEGEND = 3.0  # points: lines of the legend where width tells the number of documents


@style.look()
def partners(
    portfolio: pd.DataFrame,
    home: str,
    worldview: str = "defacto",
    language: str = "en",
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
    most : int
        How many partners are named, those with most documents first; all are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Lines as wide as the number of documents, coloured by the strongest commitment, cut at the map's edge.
    """
    t, projection, seats = Language(language), geo.equal_earth(), geo.capitals()
    shown = portfolio[portfolio["partner"].isin(seats.index)]
    shown = shown.sort_values(["documents", "partner"], ascending=[False, True])
    figure, axes = ground.sheet(_entries(shown, t, _LEGEND), ground.world_window(projection))
    tints = {
        row.partner: Colours(palette.lighter(COMMITMENTS[row.commitment].on_map, 0.72)) for row in shown.itertuples()
    }
    _base(axes, ground.land(projection, "50m", worldview), tints | {home: Colours(palette.INK)}, projection, worldview)
    placer = labels.Placer(axes)
    # A state that ended has no capital on record: its partners are tinted, without lines.
    seated = [home] if home in seats.index else []
    spots = _seats(axes, placer, [*seated, *shown["partner"]], seats, projection)
    font = {"path_effects": style.halo(), "distances": (0.085, 0.2, 0.3, 0.45, 0.65)}
    if seated:
        _from_capital(axes, shown, home, seats, projection)
        placer.beside(spots[home], t.country(home), fontsize=style.TEXT, fontweight="bold", **font)
    for row in shown.head(most).itertuples():
        number = f" {t.number(row.documents)}" if row.documents else ""
        placer.beside(spots[row.partner], f"{t.country(row.partner)}{number}", fontsize=style.SMALL, **font)
    if shown.empty:
        _nothing(axes, t)
    return figure


def _entries(shown: pd.DataFrame, t: Language, width: float | None = None) -> list[labels.Entry]:
    """Return a legend entry for each commitment that occurs, with its number; lines have a width or that of its arcs."""
    counts = shown["commitment"].value_counts()
    return [
        labels.Entry(t(COMMITMENT_WORDS[name]), str(counts[name]), labels.line(one.on_map, width or one.arc))
        for name, one in COMMITMENTS.items()
        if name in counts
    ]


def _base(
    axes: Axes, states: pd.DataFrame, colours: dict[str, Colours], projection: geo.Projection, worldview: str
) -> None:
    ground.sea(axes, projection)
    ground.paint(axes, states, colours, ground.STRIPE)
    ground.borders(axes, geo.projected_lines(projection, "50m", worldview))


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


def _from_capital(axes: Axes, shown: pd.DataFrame, home: str, seats: pd.DataFrame, projection: geo.Projection) -> None:
    """Draw the great circles, those with fewer documents first, each with a white rim."""
    top = max(1, shown["documents"].max()) if len(shown) else 1
    for row in shown.iloc[::-1].itertuples():
        lines = geo.great_circle(*_seat(home, seats), *_seat(row.partner, seats), projection)
        width = 0.9 + 3.0 * np.sqrt(row.documents / top)
        look = {"capstyle": "round", "zorder": 5}
        rim = LineCollection(lines, colors=palette.PAPER, linewidths=width + 1, alpha=0.55, **look)
        axes.add_collection(rim, autolim=False)
        colour = COMMITMENTS[row.commitment].colour
        # A contact is drawn darker than its bars, and not in the grey of the legend: so it was, and so it stays here.
        colour = palette.darker(colour) if row.commitment == "contact" else colour
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=0.9, **look), autolim=False)


def _between(axes: Axes, part: pd.DataFrame, seats: pd.DataFrame, projection: geo.Projection, **look: float) -> None:
    """Draw a great circle for each pair, those with fewer documents first."""
    for row in part.sort_values("documents").itertuples():
        lines = geo.great_circle(*_seat(row.a, seats), *_seat(row.b, seats), projection, points=48)
        one = COMMITMENTS[row.commitment]
        arc = LineCollection(lines, colors=one.on_map, linewidths=one.arc, capstyle="round", **look)
        axes.add_collection(arc, autolim=False)


def _nothing(axes: Axes, t: Language) -> None:
    axes.text(0.5, 0.5, t("No defence partner on record"), transform=axes.transAxes, ha="center", color=palette.GREY)
