"""World maps with a great circle for each defence tie."""

from __future__ import annotations

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


@style.look()
def among(
    pairs: pd.DataFrame,
    marked: Sequence[str],
    worldview: str = "defacto",
    language: str = "en",
    most: int = 34,
    centre: str = "atlantic",
) -> Figure:
    """Draw the defence ties of some states, with each other and with their partners, as great circles.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `pactbook.subjects.likeness.defence_ties` gives it: ``a``, ``b`` (ISO3), ``documents``, ``commitment``. Pairs of which
        none of the two is marked are left out.
    marked : sequence of str
        The states, ISO 3166-1 alpha-3.
    worldview, language
        As in `partners`.
    most : int
        How many partners are named, those with most documents first; all are drawn.
    centre : {"atlantic", "pacific"}
        The middle of the map, as `pactbook.geo.equal_earth` takes it.

    Returns
    -------
    matplotlib.figure.Figure
        Lines coloured by the strongest commitment, the stronger the wider; ties among the marked states are full, those
        to others faint.
    """
    t, projection, seats = Language(language), geo.equal_earth(centre), geo.capitals()
    chosen = set(marked)
    shown = pairs[pairs["a"].isin(chosen) | pairs["b"].isin(chosen)]
    shown = shown[shown["a"].isin(seats.index) & shown["b"].isin(seats.index)]
    figure, axes = ground.sheet(_entries(shown, t), ground.world_window(projection))
    # Land is only the ground here: corners under a tenth of a point are cut.
    states = ground.land(projection, "50m", worldview)
    states = states.assign(geometry=shapely.coverage_simplify(states["geometry"].to_numpy(), _FINE))
    _base(axes, states, {code: Colours(palette.MARKED) for code in marked}, projection, worldview)
    inner = shown["a"].isin(chosen) & shown["b"].isin(chosen)
    _between(axes, shown[~inner], seats, projection, alpha=0.4, zorder=5)
    _between(axes, shown[inner], seats, projection, alpha=0.95, zorder=5.5)
    weight = pd.concat([shown.set_index(side)["documents"] for side in ("a", "b")]).groupby(level=0).sum()
    order = sorted(weight.index, key=lambda code: (code not in chosen, -weight[code], code))
    placer = labels.Placer(axes)
    spots = _seats(axes, placer, order, seats, projection)
    for code in order[: most + len(chosen & set(order))]:
        bold = code in chosen
        font = {"fontsize": style.TEXT if bold else style.SMALL, "fontweight": "bold" if bold else "normal"}
        placer.beside(spots[code], t.country(code), (0.085, 0.2, 0.3, 0.45), path_effects=style.halo(), **font)
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
