"""The network of defence ties among many states, coloured by community."""

from __future__ import annotations

from collections.abc import Sequence

import igraph
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS

_TALL = 7.2  # inches of a large network
_APART = 0.42  # inches that two dots keep from each other
_BOWS = np.linspace(0, 1, 20)[:, None]


@style.look()
def network(pairs: pd.DataFrame, groups: dict[str, int], marked: Sequence[str], t: Language) -> Figure:
    """Draw who has a defence document with whom.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `pactbook.subjects.bloc.network` gives it: a, b, commitment; may be empty.
    groups : dict of str to int
        Community of each state, 0 the largest.
    marked : sequence of str
        States whose names are bold.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Dots as large as the number of partners; lines as wide as the strongest commitment, grey between communipairs.
        Laid out by Kamada and Kawai (1989), then moved apart where dots would touch.
    """
    entries = [
        labels.Entry(t(COMMITMENT_WORDS[name]), draw=labels.line(palette.GREY, one.line))
        for name, one in COMMITMENTS.items()
        if (pairs.commitment == name).any()
    ]
    tall = min(_TALL, 1.3 + 0.15 * len(groups))
    figure, share = labels.over(entries, tall)
    axes = labels.body(figure, share, (0.1, 0.05, 0.1, 0.0))
    axes.set_axis_off()
    if pairs.empty:
        axes.text(0.5, 0.5, t("No defence partner on record"), ha="center", color=palette.GREY, fontsize=12)
        return figure
    spots = layout(pairs, (style.WIDTH - 1.6, tall - 0.7))
    axes.set(xlim=(0, style.WIDTH - 0.2), ylim=(0, tall - 0.05))
    spots = {code: spot + np.array([0.7, 0.33]) for code, spot in spots.items()}
    degree = pd.concat([pairs.a, pairs.b]).value_counts()
    colours = {
        code: palette.CYCLE[group] if group < len(palette.CYCLE) else palette.GREY for code, group in groups.items()
    }
    _edges(axes, pairs, spots, colours)
    _dots(axes, spots, degree, colours, set(marked), t)
    return figure


def layout(pairs: pd.DataFrame, size: tuple[float, float]) -> dict[str, np.ndarray]:
    """Return where each state stands, in a box of `size` inches; the same ties give the same places."""
    states = sorted({*pairs.a, *pairs.b})
    place = {state: number for number, state in enumerate(states)}
    edges = sorted((place[row.a], place[row.b]) for row in pairs.itertuples())
    graph = igraph.Graph(n=len(states), edges=edges)
    points = np.array(graph.layout_kamada_kawai(seed=graph.layout_circle().coords).coords)
    points = _fit(_turned(points), size)
    for _ in range(200):
        step = points[:, None] - points
        away = np.linalg.norm(step, axis=2) + np.eye(len(points)) * 1e9
        near = away < _APART
        if not near.any():
            break
        points = points + (step / away[..., None] * ((_APART - away) * near)[..., None] * 0.3).sum(axis=1)
    return dict(zip(states, _fit(points, size), strict=True))


def _turned(points: np.ndarray) -> np.ndarray:
    """Turn the points so that their longest extent lies level."""
    middle = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    return middle @ (axes * np.sign(axes[:, :1] + 1e-12)).T


def _fit(points: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-9)
    return np.where(np.ptp(points, axis=0) > 1e-6, (points - low) / extent, 0.5) * size


def _edges(axes: Axes, pairs: pd.DataFrame, spots: dict[str, np.ndarray], colours: dict[str, str]) -> None:
    lines, look, widths = [], [], []
    order = list(COMMITMENTS)[::-1]
    for row in pairs.sort_values("commitment", key=lambda column: column.map(order.index)).itertuples():
        start, end = spots[row.a], spots[row.b]
        middle = (start + end) / 2 + np.array([-(end - start)[1], (end - start)[0]]) * 0.08
        lines.append((1 - _BOWS) ** 2 * start + 2 * _BOWS * (1 - _BOWS) * middle + _BOWS**2 * end)
        look.append(colours[row.a] if colours[row.a] == colours[row.b] else palette.BETWEEN)
        widths.append(COMMITMENTS[row.commitment].line)
    axes.add_collection(LineCollection(lines, colors=look, linewidths=widths, alpha=0.55, capstyle="round", zorder=1))


def _dots(
    axes: Axes, spots: dict[str, np.ndarray], degree: pd.Series, colours: dict[str, str], marked: set[str], t: Language
) -> None:
    placer = labels.Placer(axes)
    sizes = {code: 5.0 + 1.9 * np.sqrt(degree[code]) for code in spots}
    for code, spot in spots.items():
        axes.plot(*spot, "o", markersize=sizes[code], color=colours[code], markeredgecolor=palette.PAPER, zorder=3)
        placer.dot(spot, radius=sizes[code] / 144 + 0.01)
    for code in sorted(spots, key=lambda code: (code not in marked, -degree[code], code)):
        bold = code in marked
        font = {
            "fontsize": 11.5 if bold else 9,
            "fontweight": "bold" if bold else "normal",
            "path_effects": style.halo(),
        }
        base = sizes[code] / 144
        placer.beside(spots[code], t.country(code), [base + d for d in (0.045, 0.1, 0.2, 0.32, 0.45)], **font)
