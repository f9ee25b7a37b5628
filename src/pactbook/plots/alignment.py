"""Figures of a set of states: what its pairs have signed, how alike they are, where the set lies among random ones."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Sequence

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS

SCALE = mpl.colors.LinearSegmentedColormap.from_list("likeness", palette.LIKENESS)
_SIDE = 0.22
_CELL = (0.42, 0.78)  # inches: the smallest and the largest cell of a table of pairs
_CLEAR = 0.12  # inches between a stepped line and its labels
_CHANGE = {"fontsize": 9, "linespacing": 1.25}
_NUMBERS = 12  # states up to which cells hold numbers
_NAME = {"fontsize": 11.5, "fontweight": "bold"}


def _names(codes: Sequence[str], t: Language) -> list[str]:
    return [textwrap.shorten(t.country(code), 30, placeholder=" …") for code in codes]


def _widest(words: Iterable[str], **font: object) -> float:
    probe = style.canvas(1)
    return max((style.text_width(probe, word, **font) for word in words), default=0.0)


# ------------------------------------------------------------------------------------------------------ pairs


def commitments_of(frame: pd.DataFrame, t: Language) -> list[str]:
    """Return of each pair its strongest commitment in words; `frame` as for `pairs`."""
    return [t(COMMITMENT_WORDS[kind]) if kind else t("no document on record") for kind in frame.commitment]


@style.look()
def pairs(frame: pd.DataFrame, groups: Sequence[Sequence[str]], t: Language) -> Figure:
    """Draw what each pair of a set of states has signed, as half a table, group by group.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.bloc.matrix` gives it, in the order of the groups.
    groups : sequence of sequences of str
        The groups into which the set falls, ISO3.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        A cell has the colour of the strongest commitment of its pair and the number of its documents; a pale cell has none on
        record. A heavy line parts the groups.
    """
    order = [state for members in groups for state in members]
    size = len(order)
    names = _names(order, t)
    margin = _SIDE + _widest(names, fontsize=10.5) + 0.15
    cell = float(np.clip((style.width() - 2 * margin) / size, *_CELL))
    drawn = [kind for kind in COMMITMENTS if (frame.commitment == kind).any()]
    entries = [
        *(labels.Entry(t(COMMITMENT_WORDS[kind]), draw=labels.swatch(COMMITMENTS[kind].colour)) for kind in drawn),
        labels.Entry(t("none on record"), draw=labels.swatch(palette.GRID)),
    ]
    figure, _ = labels.over(entries, size * cell + 0.15)
    height = figure.get_size_inches()[1]
    left = (style.width() - size * cell) / 2
    axes = figure.add_axes(
        [left / style.width(), 0.1 / height, size * cell / style.width(), size * cell / height], label="pairs"
    )
    axes.set(xlim=(0, size), ylim=(size, 0))
    axes.set_axis_off()
    place = {state: number for number, state in enumerate(order)}
    for row in frame.itertuples():
        x, y = place[row.a], place[row.b]
        colour = COMMITMENTS[row.commitment].colour if row.commitment else palette.GRID
        axes.add_patch(Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, facecolor=colour, edgecolor="none"))
        if row.documents:
            look = {"color": palette.readable(colour), "fontsize": 10.5, "ha": "center", "va": "center_baseline"}
            axes.text(x + 0.5, y + 0.5, t.number(int(row.documents)), **look)
    for number, name in enumerate(names):
        axes.text(-0.12, number + 0.5, name, ha="right", va="center_baseline", fontsize=10.5) if number else None
        axes.text(number + 0.08, number + 0.62, name, ha="left", va="center_baseline", fontsize=10.5)
    _part(axes, [len(members) for members in groups])
    return figure


def _part(axes: Axes, sizes: Sequence[int]) -> None:
    """Draw a heavy line where one group ends and the next begins."""
    size = sum(sizes)
    for at in np.cumsum(sizes)[:-1]:
        look = {"color": palette.INK, "linewidth": 2.0, "solid_capstyle": "butt", "zorder": 5}
        axes.plot([0, at], [at, at], **look)
        axes.plot([at, at], [at, size], **look)


# ------------------------------------------------------------------------------------------------------ likeness


@style.look()
def halves(panels: Sequence[tuple[str, pd.DataFrame]], order: Sequence[str], t: Language) -> Figure:
    """Draw how alike some states are, half a table a measure, all in one order and on one scale.

    Parameters
    ----------
    panels : sequence of (str, pandas.DataFrame)
        Name of the measure, and its values (1: the same); a state may be missing.
    order : sequence of str
        The states, ISO3.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Equal values have equal shades; what is unlike or less has the palest.
    """
    names = _names(order, t)
    shown = [(name, values) for name, values in panels if values.index.isin(order).sum() > 1]
    across = max(1, min(len(shown), 3))
    margin = _SIDE + _widest(names, fontsize=9) + 0.12
    wide = min(4.6, (style.width() - across * margin - _SIDE) / across)
    down = max(1, -(-len(shown) // across))
    figure = style.canvas(down * (wide + 0.55) + 0.62)
    width, height = figure.get_size_inches()
    for number, (title, values) in enumerate(shown):
        row, column = divmod(number, across)
        left = margin + column * (wide + margin)
        low = height - (row + 1) * (wide + 0.55) + 0.1
        axes = figure.add_axes([left / width, low / height, wide / width, wide / height])
        _half(axes, values.reindex(index=order, columns=order), names, t)
        axes.text(0, 1 + 0.14 / wide, title, transform=axes.transAxes, **_NAME)
    if not shown:
        labels.nothing(figure.add_axes([0, 0, 1, 1], frameon=False, xticks=[], yticks=[]), t("Nothing to compare"))
        return figure
    _colour_bar(figure, t)
    return figure


def _half(axes: Axes, values: pd.DataFrame, names: Sequence[str], t: Language) -> None:
    size = len(values)
    axes.set(xlim=(0, size), ylim=(size, 0))
    axes.set_axis_off()
    for y in range(size):
        if y:
            axes.text(-0.1, y + 0.5, names[y], ha="right", va="center_baseline", fontsize=9)
        axes.text(y + 0.08, y + 0.66, names[y], ha="left", va="center_baseline", fontsize=9)
        for x in range(y):
            value = values.iat[y, x]
            colour = palette.GRID if np.isnan(value) else mpl.colors.to_hex(SCALE(max(0.0, float(value))))
            axes.add_patch(Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, facecolor=colour, edgecolor="none"))
            if size <= _NUMBERS and not np.isnan(value):
                look = {"color": palette.readable(colour), "fontsize": 8.5, "ha": "center", "va": "center_baseline"}
                axes.text(x + 0.5, y + 0.5, t.number(max(0.0, float(value))), **look)


def _colour_bar(figure: Figure, t: Language) -> None:
    """Draw the scale at the foot of the figure."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes([_SIDE / width, 0.26 / height, 2.4 / width, 0.13 / height], label="scale")
    axes.imshow(np.linspace(0, 1, 128)[None], cmap=SCALE, aspect="auto", extent=(0, 1, 0, 1))
    axes.set_xticks([0, 0.5, 1], [t.number(0), t.number(0.5), t.number(1)], fontsize=8.5)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    words = t("0: nothing in common, or no more than chance; 1: the same")
    axes.text(1.09, 0.5, words, transform=axes.transAxes, va="center_baseline", fontsize=9.5, color=palette.GREY)


@style.look()
def ranking(near: pd.DataFrame, t: Language) -> Figure:
    """Draw the states that are most like a set, its members among them, as dots in one order.

    Parameters
    ----------
    near : pandas.DataFrame
        As `pactbook.subjects.bloc.nearest` gives it.
    t : Language
        Language of the labels.
    """
    entries = [
        labels.Entry(t("members of the set"), draw=labels.dot(palette.TEAL)),
        labels.Entry(t("others"), draw=labels.dot(palette.GREY, filled=False)),
    ]
    names = _names(list(near.iso3), t)
    foot = 0.8 if style.is_narrow() else 0.5  # where the words under the axis need two lines
    figure, share = labels.over(entries, 0.27 * max(1, len(near)) + foot + 0.1)
    axes = labels.body(figure, share, (_SIDE + _widest(names, fontsize=10.5, fontweight="bold") + 0.2, foot, 0.6, 0.05))
    axes.set(xlim=(0, 1), ylim=(len(near) - 0.4, -0.6))
    for y, (row, name) in enumerate(zip(near.itertuples(), names, strict=True)):
        colour = palette.TEAL if row.inside else palette.GREY
        axes.plot([0, row.likeness], [y, y], color=palette.GRID, linewidth=1.2, zorder=1)
        face = colour if row.inside else palette.PAPER
        axes.plot(row.likeness, y, "o", markersize=7.5, markerfacecolor=face, markeredgecolor=colour, zorder=3)
        weight = "bold" if row.inside else "normal"
        axes.text(-0.015, y, name, ha="right", va="center_baseline", fontsize=10.5, fontweight=weight)
    axes.set_yticks([])
    ticks = (0, 0.5, 1) if style.is_narrow() else (0, 0.25, 0.5, 0.75, 1)
    axes.set_xticks(ticks, [f"{t.number(round(100 * x))} %" for x in ticks], fontsize=9)
    words = t("of all pairs of states in the world are less alike, on average")
    lines = style.wrap(figure, words, style.width() * 0.6, fontsize=9.5)
    axes.set_xlabel("\n".join(lines), fontsize=9.5, color=palette.GREY)
    axes.tick_params(length=0)
    axes.grid(axis="x", color=palette.GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


# ------------------------------------------------------------------------------------------------------ the test


@style.look()
def among_random(tested: pd.DataFrame, told: Sequence[str], t: Language) -> Figure:
    """Draw where a set of states lies among random ones, one row a measure, all on one scale.

    Parameters
    ----------
    tested : pandas.DataFrame
        As `pactbook.subjects.bloc.test` gives it.
    told : sequence of str
        What stands right of each row.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        A dot at the number of random ones, of a hundred, that are less alike; the pale band holds the middle ninety.
    """
    names = list(tested.definition)
    figure = style.canvas(0.62 * len(tested) + 0.75)
    room = _SIDE + _widest(names, **_NAME) + 0.25
    axes = labels.body(figure, 1.0, (room, 0.62, _widest(told, fontsize=10) + 0.45, 0.05))
    axes.set(xlim=(0, 100), ylim=(len(tested) - 0.35, -0.65))
    for y, (row, words) in enumerate(zip(tested.itertuples(), told, strict=True)):
        axes.add_patch(Rectangle((5, y - 0.16), 90, 0.32, facecolor=palette.GRID, edgecolor="none", zorder=1))
        axes.plot([0, 100], [y, y], color=palette.FAINT, linewidth=1, zorder=2)
        beside = axes.get_yaxis_transform()
        axes.text(-0.025, y, row.definition, transform=beside, ha="right", va="center_baseline", **_NAME)
        axes.text(1.035, y, words, transform=beside, va="center_baseline", fontsize=10, color=palette.GREY)
        if not np.isnan(row.less):
            axes.plot(100 * row.less, y, "o", markersize=13, color=palette.TEAL, zorder=4, clip_on=False)
    axes.set_yticks([])
    axes.set_xticks([0, 5, 50, 95, 100], [t.number(x) for x in (0, 5, 50, 95, 100)], fontsize=9)
    axes.set_xlabel(t("of 100 random ones are less alike"), fontsize=9.5, color=palette.GREY)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


# ------------------------------------------------------------------------------------------------------ the years


@style.look()
def steps(history: pd.DataFrame, changes: Sequence[str], pairs_in_all: int, t: Language) -> Figure:
    """Draw how many pairs of a set were bound to help each other, step by step.

    Parameters
    ----------
    history : pandas.DataFrame
        As `pactbook.subjects.bloc.bound_over_time` gives it.
    changes : sequence of str
        What changed on each of its days; empty where nothing did.
    pairs_in_all : int
        How many pairs the set has: the top of the axis.
    t : Language
        Language of the labels.
    """
    figure = style.canvas(3.6)
    axes = labels.body(figure, 1.0, (_SIDE + 0.55, 0.45, 0.9, 0.35))
    days = mdates.date2num(list(history.day))
    axes.set_xlim(days[0], max(days[-1], days[0] + 366))
    # Labels stand over the line: half of the height is theirs where it runs high.
    axes.set_ylim(0, max(pairs_in_all, 2.2 * history.pairs.max()))
    axes.step(days, history.pairs, where="post", color=palette.TEAL, linewidth=3)
    axes.plot(days[-1], history.pairs.iloc[-1], "o", color=palette.TEAL, markersize=8, clip_on=False, zorder=4)
    look = {"fontsize": 12, "fontweight": "bold", "color": palette.TEAL, "va": "center_baseline"}
    end = days[-1], history.pairs.iloc[-1]
    axes.annotate(t.number(int(end[1])), end, xytext=(10, 0), textcoords="offset points", **look)
    placer = labels.Placer(axes)
    steps = _steps(days, history.pairs, _CLEAR / placer.scale)
    # From the right: the line from a point up to its label then passes left of all labels that stand already.
    for day, count, words in reversed(list(zip(days, history.pairs, changes, strict=True))):
        if words:
            axes.plot(day, count, "o", color=palette.TEAL, markersize=5, zorder=4)
            # On a phone a year stands for the words, which are those of the sentence beside the figure.
            _label_above(placer, (day, count), f"{mdates.num2date(day):%Y}" if style.is_narrow() else words, steps)
    axes.set_ylabel(t("pairs, of {n}", n=t.number(pairs_in_all)), fontsize=9.5, color=palette.GREY)
    years = 5 if days[-1] - days[0] < 15000 else 10
    axes.xaxis.set_major_locator(mdates.YearLocator(2 * years if style.is_narrow() else years))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    ticks = mpl.ticker.MaxNLocator(5, integer=True).tick_values(0, pairs_in_all)
    axes.set_yticks([tick for tick in ticks if 0 <= tick <= pairs_in_all])
    axes.tick_params(length=0, labelsize=9)
    axes.grid(axis="y", color=palette.GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
    return figure


def _label_above(placer: labels.Placer, at: tuple[float, float], words: str, steps: shapely.Geometry) -> None:
    """Put a label over a point, as low as it covers neither the stepped line nor another label; left out where none fits."""
    # A date stays in one line.
    words = re.sub(r"\([^)]*\)", lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), words)
    x, y = placer.inches(at)
    for letters in (40, 28, 20):
        text = textwrap.fill(words, letters, break_long_words=False)
        size = placer.measure(text, **_CHANGE)
        left = min(x, placer.size[0] - size[0] - placer.pad)
        for rise in np.arange(_CLEAR, placer.size[1], 0.05):
            box = placer.box(np.array([left, y + rise]) + size / 2, size)
            if placer.free(box) and not shapely.intersects(steps, placer.on_map(box)):
                placer.taken += [box, Bbox([[x - 0.02, y], [x + 0.02, y + rise]])]
                _stem(placer.axes, at, text, np.array([left - x, rise]), size)
                return


def _stem(axes: Axes, at: tuple[float, float], text: str, shift: np.ndarray, size: np.ndarray) -> None:
    """Write a text at some inches from a point, with an upright line between them."""
    look = {"arrowstyle": "-", "linewidth": 0.6, "color": palette.INK, "shrinkA": 0, "shrinkB": 0}
    line = look | {"relpos": (min(1.0, -shift[0] / size[0]), 0)}
    axes.annotate(text, at, xytext=tuple(shift * 72), textcoords="offset points", arrowprops=line,
                  path_effects=style.halo(), zorder=9, **_CHANGE)  # fmt: skip


def _steps(days: np.ndarray, pairs: pd.Series, clear: np.ndarray) -> shapely.Geometry:
    """Return the stepped line with some room around it, in the units of its axes."""
    before = [pairs.iloc[0], *pairs.iloc[:-1]]
    corners = [xy for day, old, new in zip(days, before, pairs, strict=True) for xy in ((day, old), (day, new))]
    sides = [
        shapely.box(*np.minimum(one, two) - clear, *np.maximum(one, two) + clear)
        for one, two in itertools.pairwise(corners)
    ]
    return shapely.union_all(sides)
