"""Figures of likeness: heatmaps of pairs, a set of states against random sets, and its cohesion through the years."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.cluster.hierarchy import dendrogram, fcluster, leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from pactbook.locale import Language
from pactbook.plots import labels, lanes, palette, style

SCALE = mpl.colors.LinearSegmentedColormap.from_list("likeness", palette.LIKENESS)
_NUMBERS = 11  # states up to which the cells hold their numbers
_CLUSTER = 0.3  # mean distance up to which states are boxed together
_SIDE = 0.22
_NAME = {"fontsize": 11.5, "fontweight": "bold"}
_TICKS = 0.5  # inches for the numbers of a vertical axis


def leaf_order(ranks: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Return the states so ordered that the most alike stand together, and the tree behind it.

    Average linkage with the optimal leaf ordering of Bar-Joseph, Gifford and Jaakkola (2001).

    Parameters
    ----------
    ranks : pandas.DataFrame
        Likeness by state and state, 0 to 1; at least two states.
    """
    away = 1 - ranks.to_numpy()
    apart = squareform((away + away.T) / 2, checks=False)
    tree = optimal_leaf_ordering(linkage(apart, "average"), apart)
    return [ranks.index[number] for number in leaves_list(tree)], tree


@style.look()
def heatmaps(panels: Sequence[tuple[str, pd.DataFrame, pd.DataFrame]], ranks: pd.DataFrame, t: Language) -> Figure:
    """Draw how alike some states are, one small heatmap a definition, in one order.

    Parameters
    ----------
    panels : sequence of (str, pandas.DataFrame, pandas.DataFrame)
        Name of the definition, its values, and their ranks among all pairs of states; a state may be missing.
    ranks : pandas.DataFrame
        The mean ranks, which give the order.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Colour by rank, the value in the cell where the states are few; grey where there is none, and on the diagonal.
    """
    order, _ = leaf_order(ranks)
    names = [textwrap.shorten(t.country(code), 34, placeholder=" …") for code in order]
    probe = style.canvas(1)
    margin = max(style.text_width(probe, name, fontsize=9) for name in names) + 0.15
    above = margin * 0.72 + 0.55
    across = 3
    wide = (style.WIDTH - margin - 2 * _SIDE - across * 0.3) / across
    panels = [panel for panel in panels if panel[1].index.isin(order).sum() > 1]
    down = max(1, -(-len(panels) // across))
    figure = style.canvas(down * (wide + above) + 0.62)
    width, height = figure.get_size_inches()
    for number, (title, values, own) in enumerate(panels):
        row, column = divmod(number, across)
        left = _SIDE + margin + column * (wide + 0.3)
        low = height - (row + 1) * (wide + above)
        axes = figure.add_axes([left / width, low / height, wide / width, wide / height])
        _cells(axes, values.reindex(index=order, columns=order), own.reindex(index=order, columns=order), t)
        _names(axes, names, rows=column == 0)
        axes.text(0, 1 + (above - 0.33) / wide, title, transform=axes.transAxes, fontsize=11.5, fontweight="bold")
    _colour_bar(figure, t)
    return figure


def _cells(axes: Axes, values: pd.DataFrame, ranks: pd.DataFrame, t: Language) -> None:
    size = len(values)
    shade = np.ma.masked_invalid(ranks.to_numpy(float))
    shade = np.ma.masked_where(np.eye(size, dtype=bool), shade)
    colours = SCALE.with_extremes(bad=palette.GRID)
    axes.imshow(shade, cmap=colours, vmin=0, vmax=1, aspect="equal", interpolation="nearest")
    axes.set_xticks(np.arange(-0.5, size), minor=True)
    axes.set_yticks(np.arange(-0.5, size), minor=True)
    axes.grid(which="minor", color=palette.PAPER, linewidth=1.1)
    axes.tick_params(which="both", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if size > _NUMBERS:
        return
    for y, x in np.argwhere(values.notna().to_numpy()):
        if y != x:
            ink = palette.PAPER if shade[y, x] > 0.62 else palette.INK
            text = t.number(values.iat[y, x])
            axes.text(x, y, text, ha="center", va="center_baseline", fontsize=min(9, 62 / size), color=ink)


def _names(axes: Axes, names: list[str], rows: bool, size: float = 9, bold: Sequence[bool] = ()) -> None:
    place = range(len(names))
    axes.set_xticks(place, names, rotation=45, ha="left", rotation_mode="anchor", fontsize=size)
    axes.xaxis.tick_top()
    axes.set_yticks(place, names if rows else [""] * len(names), fontsize=size)
    axes.tick_params(length=0, pad=3, labelcolor=palette.INK)
    for ticks in (axes.get_xticklabels(), axes.get_yticklabels()):
        for label, heavy in zip(ticks, bold, strict=False):
            label.set_fontweight("bold" if heavy else "normal")


def _colour_bar(figure: Figure, t: Language) -> None:
    """Draw the scale at the foot of the figure."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes([_SIDE / width, 0.26 / height, 2.4 / width, 0.13 / height], label="scale")
    axes.imshow(np.linspace(0, 1, 128)[None], cmap=SCALE, aspect="auto", extent=(0, 1, 0, 1))
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"], fontsize=8.5)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    words = t("of all pairs of states in the world are less alike")
    axes.text(1.09, 0.5, words, transform=axes.transAxes, va="center_baseline", fontsize=9.5, color=palette.GREY)


@style.look()
def heatmap(ranks: pd.DataFrame, marked: Sequence[str], t: Language) -> Figure:
    """Draw how alike many states are, with the tree of their likeness.

    Parameters
    ----------
    ranks : pandas.DataFrame
        Mean ranks by state and state, 0 to 1; at least two states.
    marked : sequence of str
        States whose names are bold.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Boxes hold states that are on average ahead of 70 % of all pairs.
    """
    order, tree = leaf_order(ranks)
    names = [textwrap.shorten(t.country(code), 34, placeholder=" …") for code in order]
    probe = style.canvas(1)
    margin = max(style.text_width(probe, name, fontsize=9, fontweight="bold") for name in names) + 0.15
    above = margin * 0.75 + 0.1
    branch = 1.5
    size = min(style.WIDTH - 2 * _SIDE - margin - branch, max(3.2, 0.265 * len(order)))
    figure = style.canvas(size + above + 0.62)
    width, height = figure.get_size_inches()
    left = _SIDE + margin + (width - 2 * _SIDE - margin - branch - size) / 2
    low = 0.62
    axes = figure.add_axes([left / width, low / height, size / width, size / height])
    shown = ranks.loc[order, order]
    _cells(axes, shown, shown, t)
    bold = [code in set(marked) for code in order]
    _names(axes, names, rows=True, bold=bold)
    _boxes(axes, fcluster(tree, _CLUSTER, "distance")[leaves_list(tree)])
    side = figure.add_axes([(left + size + 0.08) / width, low / height, (branch - 0.1) / width, size / height])
    with mpl.rc_context({"lines.linewidth": 1.0}):
        dendrogram(
            tree,
            orientation="right",
            ax=side,
            no_labels=True,
            color_threshold=0,
            link_color_func=lambda _: palette.GREY,
        )
    side.set_axis_off()
    side.set_ylim(10 * len(order), 0)
    _colour_bar(figure, t)
    return figure


def _boxes(axes: Axes, clusters: np.ndarray) -> None:
    """Draw a box round each run of states of one cluster."""
    starts = np.flatnonzero(np.r_[True, clusters[1:] != clusters[:-1]])
    for start, end in zip(starts, np.r_[starts[1:], len(clusters)], strict=True):
        if end - start > 1:
            box = Rectangle((start - 0.5, start - 0.5), end - start, end - start, fill=False)
            box.set(edgecolor=palette.BRICK, linewidth=1.8, zorder=5)
            axes.add_patch(box)


# ------------------------------------------------------------------------------------------------------ the test


@style.look()
def against_random(tested: pd.DataFrame, left_out: pd.DataFrame, told: Sequence[str], t: Language) -> Figure:
    """Draw how alike a set of states is against random sets, one row a definition.

    Parameters
    ----------
    tested : pandas.DataFrame
        As `pactbook.subjects.bloc.test` gives it.
    left_out : pandas.DataFrame
        As `pactbook.subjects.bloc.leave_one_out` gives it; may be empty.
    told : sequence of str
        What stands right of each row.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Grey: the random sets. Large dot: the set, filled where it holds. Small rings: the set with one state left out;
        the one that changes most is named.
    """
    entries = [
        labels.Entry(t("random sets of states"), draw=labels.swatch(palette.FAINT)),
        labels.Entry(t("the set, more alike than 95 % of them"), draw=labels.dot(palette.TEAL)),
        labels.Entry(t("the set, not so"), draw=labels.dot(palette.BRICK, filled=False)),
        labels.Entry(t("the set with one state left out"), draw=_ring),
    ]
    step = 0.82
    figure, share = labels.over(entries, step * max(1, len(tested)) + 0.6)
    axes = labels.body(figure, share, (_name_room(tested.definition) + 0.2, 0.5, 2.3, 0.05))
    effects = [0.0, *tested.effect.dropna(), *left_out.effect.replace([np.inf, -np.inf], np.nan).dropna()]
    axes.set_xlim(min(-2.6, min(effects) - 0.4), max(3.4, max(effects) + 0.6))
    axes.set_ylim(max(1, len(tested)), 0)
    axes.set_yticks([])
    axes.tick_params(length=0, labelsize=9)
    axes.set_xlabel(t("standard deviations from the mean of random sets"), fontsize=9.5, color=palette.GREY)
    axes.axvline(0, color=palette.FAINT, linewidth=1, zorder=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for y, (row, words) in enumerate(zip(tested.itertuples(), told, strict=True)):
        _row(axes, y + 0.78, row, left_out[left_out.key == row.key] if len(left_out) else left_out, words, t)
    if tested.empty:
        axes.text(0.5, 0.5, t("Nothing to compare"), transform=axes.transAxes, ha="center", color=palette.GREY)
    return figure


def _name_room(names: Iterable[str]) -> float:
    """Return how many inches the names of definitions take, with the margin of the page."""
    probe = style.canvas(1)
    return _SIDE + max((style.text_width(probe, name, **_NAME) for name in names), default=1.0)


def _ring(axes: Axes, x: float, y: float) -> None:
    look = {"markersize": 5, "markerfacecolor": palette.PAPER, "markeredgecolor": palette.GREY}
    axes.plot(x + labels.SWATCH[0] / 2, y, "o", **look)


def _row(axes: Axes, y: float, row: object, left_out: pd.DataFrame, words: str, t: Language) -> None:
    beside = axes.get_yaxis_transform()
    axes.plot([0, 1], [y, y], transform=beside, color=palette.GRID, linewidth=0.8, zorder=0)
    axes.text(
        -0.02,
        y - 0.1,
        row.definition,
        transform=beside,
        ha="right",
        va="center_baseline",
        **_NAME,
    )
    axes.text(1.02, y - 0.1, words, transform=beside, va="center_baseline", fontsize=10, color=palette.GREY)
    if np.isnan(row.p):
        return
    if np.ptp(row.drawn) > 0:
        density, edges = np.histogram(row.drawn, bins=np.arange(-4, 8.01, 0.25))
        axes.fill_between(
            edges[:-1], y, y - 0.6 * density / density.max(), step="post", color=palette.FAINT, linewidth=0, zorder=1
        )
    look = {
        "markersize": 5,
        "markerfacecolor": palette.PAPER,
        "markeredgecolor": palette.GREY,
        "zorder": 3,
        "linestyle": "",
    }
    axes.plot(left_out.effect, np.full(len(left_out), y), "o", **look)
    colour = palette.TEAL if row.holds else palette.BRICK
    face = colour if row.holds else palette.PAPER
    axes.plot(
        row.effect, y, "o", markersize=12, markerfacecolor=face, markeredgecolor=colour, markeredgewidth=2, zorder=4
    )
    known = left_out.dropna(subset=["gain"])
    if len(known):
        odd = known.loc[known.gain.idxmax()]
        _name_ring(axes, odd.effect, y, t("without {state}", state=t.country(odd.left_out)))


def _name_ring(axes: Axes, x: float, y: float, text: str) -> None:
    low, high = axes.get_xlim()
    late = x > low + 0.75 * (high - low)
    axes.annotate(
        text,
        (x, y),
        xytext=(-2 if late else 2, 8),
        textcoords="offset points",
        ha="right" if late else "left",
        fontsize=8.5,
        color=palette.GREY,
        path_effects=style.halo(),
        zorder=5,
    )


# ------------------------------------------------------------------------------------------------------ the years


@style.look()
def years(frame: pd.DataFrame, events: pd.DataFrame, t: Language) -> Figure:
    """Draw the cohesion of a set of states through the years, one panel a definition.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.bloc.over_time` gives it.
    events : pandas.DataFrame
        As `pactbook.subjects.bloc.movers` gives it; may be empty.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Line: the mean over the pairs of the set, thick where it holds together. Grey: what 90 % of random sets have.
    """
    known = frame.dropna(subset=["p"])
    panels = list(known.groupby("key", sort=False))
    entries = [
        labels.Entry(t("the set, more alike than 95 % of random sets"), draw=labels.line(palette.TEAL, 3.2)),
        labels.Entry(t("the set, not so"), draw=labels.line(palette.TEAL, 1.1)),
        labels.Entry(t("90 % of random sets"), draw=labels.swatch(palette.GRID)),
    ]
    tall, gap = 1.12, 0.2
    first, last = (min(known.day), max(known.day)) if len(known) else (dt.date(2000, 1, 1), dt.date(2001, 1, 1))
    span = mdates.date2num([first, max(last, first + dt.timedelta(days=366))])
    left = _name_room(known.definition.unique()) + _TICKS
    width = style.WIDTH - left - 0.75
    hung = _hung(events[events.day >= first] if len(events) else events, span, width)
    above = 0.12 + 0.22 * (1 + max((event.lane for event in hung), default=-1))
    body = above + max(1, len(panels)) * (tall + gap) + 0.3
    figure, share = labels.over(entries, body)
    height = figure.get_size_inches()[1]
    for number, (_, group) in enumerate(panels):
        low = share * height - above - (number + 1) * (tall + gap) + gap
        axes = figure.add_axes([left / style.WIDTH, low / height, width / style.WIDTH, tall / height])
        axes.set_xlim(*span)
        _panel(axes, group, t)
        for event in hung:
            axes.axvline(event.day, color=palette.OCHRE, linewidth=0.8, alpha=0.8, zorder=1)
        axes.tick_params(labelbottom=number == len(panels) - 1)
        if number == 0:
            _events(axes, hung, tall)
    if not panels:
        axes = labels.body(figure, share, (0.5, 0.1, 0.5, 0.1))
        axes.set_axis_off()
        axes.text(0.5, 0.5, t("Nothing to compare"), ha="center", color=palette.GREY, fontsize=12)
    return figure


def _panel(axes: Axes, group: pd.DataFrame, t: Language) -> None:
    days = mdates.date2num(group.day)
    axes.fill_between(days, group.low, group.high, color=palette.GRID, linewidth=0, zorder=0)
    axes.plot(days, group.value, color=palette.TEAL, linewidth=1.1, zorder=3)
    held = {"linewidth": 3.4, "solid_capstyle": "round", "marker": "o", "markersize": 3.4, "markeredgewidth": 0}
    axes.plot(days, group.value.where(group.holds), color=palette.TEAL, zorder=3, **held)
    low, high = min(group.low.min(), group.value.min()), max(group.high.max(), group.value.max())
    room = max(high - low, 0.02) * 0.12
    axes.set_ylim(low - room, high + room)
    axes.xaxis.set_major_locator(mdates.YearLocator(5))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(3))
    axes.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _: t.number(value)))
    axes.tick_params(length=0, labelsize=8.5)
    axes.grid(axis="x", color=palette.GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    beside = axes.get_yaxis_transform()
    place = (_SIDE / style.WIDTH, axes.get_position().y0 + axes.get_position().height / 2)
    axes.figure.text(*place, group.definition.iloc[-1], va="center", **_NAME)
    axes.text(1.01, group.value.iloc[-1], t.number(group.value.iloc[-1]), transform=beside, va="center_baseline",
              color=palette.TEAL, fontweight="bold", fontsize=10.5)  # fmt: skip


@dataclass
class _Event(lanes.Hung):
    """An event whose label hangs from its day; `x` and `width` are inches."""

    day: float = 0.0


def _hung(events: pd.DataFrame, span: Sequence[float], width: float) -> list[_Event]:
    """Return the events with their lanes. Labels hang to the right, near the end of the axis to the left."""
    probe, made = style.canvas(1), []
    for row in events.itertuples():
        day = mdates.date2num(row.day)
        x = width * (day - span[0]) / (span[1] - span[0])
        text = textwrap.shorten(row.label, 48, placeholder=" …")
        wide = style.text_width(probe, text, fontsize=9) + 0.12
        made.append(_Event(x, text, wide, left=x + wide > width + 0.7, day=day))
    return lanes.place(made)


def _events(axes: Axes, hung: Sequence[_Event], tall: float) -> None:
    for event in hung:
        y = 1 + (0.12 + 0.22 * event.lane) / tall
        stem = {"color": palette.OCHRE, "linewidth": 0.8, "clip_on": False}
        axes.plot([event.day, event.day], [1, y], transform=axes.get_xaxis_transform(), **stem)
        axes.annotate(
            event.text,
            (event.day, y),
            xycoords=axes.get_xaxis_transform(),
            xytext=(-3 if event.left else 3, 0),
            textcoords="offset points",
            ha="right" if event.left else "left",
            va="center_baseline",
            fontsize=9,
            path_effects=style.halo(),
            annotation_clip=False,
        )
