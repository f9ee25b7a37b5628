"""Charts without a map or a calendar: ranked partners, roles, rates."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS

_SOURCE_COLOURS = {"dcad": palette.TEAL, "record": palette.OCHRE}
_SOURCE_WORDS = {"dcad": "dataset of Kinne (2020)", "record": "this record"}


@style.look()
def partners(portfolios: dict[str, pd.DataFrame], t: Language, most: int = 12) -> Figure:
    """Draw the defence partners of some states as ranked bars, side by side.

    Parameters
    ----------
    portfolios : dict of str to pandas.DataFrame
        ISO 3166-1 alpha-3 and what `pactbook.subjects.pair.portfolio` gives; the states of one dict mark each other.
    t : Language
        Language of the labels.
    most : int
        Bars a state.

    Returns
    -------
    matplotlib.figure.Figure
        Bars as long as the number of defence documents, coloured by the strongest commitment; the other states of
        `portfolios` in bold, also where they rank below the rest.
    """
    shown = {state: _top(frame, set(portfolios) - {state}, most) for state, frame in portfolios.items()}
    rows = max(1, *(len(frame) for frame in shown.values()))
    longest = max(1, *(int(frame.documents.max()) if len(frame) else 1 for frame in shown.values()))
    entries = [
        _box(t(COMMITMENT_WORDS[name]), one.colour)
        for name, one in COMMITMENTS.items()
        if any((frame.commitment == name).any() for frame in shown.values())
    ]
    across = 1 if style.is_narrow() else len(shown)
    down = -(-len(shown) // across)
    high = 0.5 + 0.27 * rows
    figure, share = labels.over(entries, high * down)
    width = style.width()
    panel = width / across
    for position, (state, frame) in enumerate(shown.items()):
        row, column = divmod(position, across)
        left = column * panel + 1.75
        margins = (left, high * (down - row - 1) + 0.06, width - left - panel + 2.2, high * row + 0.35)
        axes = labels.body(figure, share, margins)
        _bars(axes, frame, rows, longest, set(portfolios), t)
        signed = int((portfolios[state].documents > 0).sum())
        if signed > len(frame):
            left_out = t("{n} of {all} shown", n=t.number(len(frame)), all=t.number(signed))
            axes.annotate(left_out, (1, 1), xycoords="axes fraction", xytext=(0, 7), textcoords="offset points", ha="right",
                          fontsize=style.SMALL, color=palette.GREY)  # fmt: skip
        axes.set_title(t.country(state), loc="left", fontsize=12, fontweight="bold", x=-1.45 / (panel - 2.2), pad=7)
    return figure


def _top(frame: pd.DataFrame, marked: set[str], most: int) -> pd.DataFrame:
    """Return the first rows and the marked partners, each with its rank (equal counts share one)."""
    frame = frame.assign(rank=frame.documents.rank(method="min", ascending=False).astype(int))
    top = frame.head(most)
    below = frame[frame.partner.isin(marked) & ~frame.partner.isin(top.partner)]
    return pd.concat([top.head(most - len(below)), below])


def _bars(axes: Axes, frame: pd.DataFrame, rows: int, longest: int, marked: set[str], t: Language) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xlim(0, longest * 1.12)
    for y, row in enumerate(frame.itertuples()):
        bold = "bold" if row.partner in marked else "normal"
        axes.barh(y, row.documents, height=0.66, color=COMMITMENTS[row.commitment].colour)
        axes.annotate(
            t.number(row.documents),
            (row.documents, y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=9,
            color=palette.GREY,
        )
        axes.annotate(
            textwrap.shorten(t.country(row.partner), 24, placeholder=" …"),
            (0, y),
            xytext=(-5, 0),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=style.TEXT,
            fontweight=bold,
        )
    if frame.empty:
        axes.text(0, 0, t("No defence partner on record"), color=palette.GREY, va="center")
    axes.set_axis_off()


def _box(word: str, colour: str) -> labels.Entry:
    return labels.Entry(word, draw=labels.swatch(colour))


@style.look()
def roles(matrix: pd.DataFrame, states: list[str], t: Language) -> Figure:
    """Draw which of some states belong to which organisation: filled for members, hollow for other roles.

    Parameters
    ----------
    matrix : pandas.DataFrame
        As `pactbook.subjects.membership.matrix` gives it; may be empty.
    states : list of str
        ISO 3166-1 alpha-3, the rows in their order.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Organisations as columns, those with most of the states first; under each dot the year from which it holds.
    """
    counted = matrix[matrix.role == "member"].groupby("bloc").iso3.nunique()
    blocs = sorted(matrix.bloc.unique(), key=lambda name: (-counted.get(name, 0), name))
    entries = [labels.Entry(t("member"), draw=labels.dot(palette.TEAL))]
    if set(matrix.role) & {"observer", "partner", "candidate"}:
        entries.append(labels.Entry(t("observer, partner or candidate"), draw=labels.dot(palette.TEAL, filled=False)))
    if (matrix.role == "suspended").any():
        entries.append(labels.Entry(t("suspended"), draw=labels.dot(palette.BRICK, filled=False)))
    figure, share = labels.over(entries, 0.85 + 0.42 * max(1, len(states)))
    widest = max((style.text_width(figure, t.country(state), fontsize=10.5) for state in states), default=0.0)
    axes = labels.body(figure, share, (max(1.55, widest + 0.38), 0.05, 0.25, 0.8))
    axes.set_xlim(-0.5, max(len(blocs), 8) - 0.5)
    axes.set_ylim(len(states) - 0.5, -0.5)
    axes.set_axis_off()
    for y, state in enumerate(states):
        axes.axhline(y, color=palette.GRID, linewidth=0.8, zorder=0)
        axes.text(-0.62, y, t.country(state), ha="right", va="center_baseline", fontsize=10.5)
    for x, bloc in enumerate(blocs):
        axes.text(
            x - 0.12,
            -0.55,
            textwrap.shorten(bloc, 22, placeholder=" …"),
            ha="left",
            va="bottom",
            rotation=38,
            fontsize=9.5,
            rotation_mode="anchor",
        )
    for row in matrix.drop_duplicates(["bloc", "iso3", "role"]).itertuples():
        _role_dot(axes, blocs.index(row.bloc), states.index(row.iso3), row)
    if matrix.empty:
        axes.text(3, 0, t("No membership on record"), color=palette.GREY)
    return figure


def _role_dot(axes: Axes, x: int, y: int, row: tuple) -> None:
    """Draw one role: filled for a member, hollow for another role, with the year from which (at the latest) it holds."""
    axes.plot(
        x,
        y - 0.1,
        "o",
        markersize=9.5,
        markerfacecolor=palette.TEAL if row.role == "member" else palette.PAPER,
        markeredgecolor=palette.BRICK if row.role == "suspended" else palette.TEAL,
        markeredgewidth=1.5,
        zorder=2,
    )
    look = {"fontsize": 7.5, "color": palette.GREY, "zorder": 3, "path_effects": style.halo(2)}
    year = ("≤ " if row.start_is == "latest_possible" else "") + row.start[:4]
    axes.text(x, y + 0.34, year, ha="center", va="center_baseline", **look)


@style.look()
def base_rates(counts: pd.DataFrame, states: list[str], t: Language) -> Figure:
    """Draw defence agreements a year: worldwide on top, one panel a state below, with the break between the sources.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `pactbook.subjects.rates.yearly` gives it: series, year, source, agreements (NaN where not covered).
    states : list of str
        ISO 3166-1 alpha-3, the panels in their order.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Each panel has a scale of its own. Years that a source does not cover are hatched, not zero.
    """
    used = [name for name in _SOURCE_COLOURS if (counts.source == name).any()]
    entries = [_box(t(_SOURCE_WORDS[name]), _SOURCE_COLOURS[name]) for name in used]
    if counts.agreements.isna().any():
        hatched = labels.swatch(palette.GRID, _strokes, palette.FAINT)
        entries.append(labels.Entry(t("not covered: missing, not zero"), draw=hatched))
    heights = [1.75, *[1.15] * len(states)]
    figure, share = labels.over(entries, sum(heights) + 0.4)
    top = 0.0
    for series, high in zip(("world", *states), heights, strict=True):
        below = sum(heights) - top - high + 0.32
        axes = labels.body(figure, share, (0.62, below + 0.12, 0.25, top + 0.36))
        _yearly(axes, counts[counts.series == series], last=series == states[-1])
        axes.set_title(
            t("worldwide") if series == "world" else t.country(series),
            loc="left",
            fontsize=11,
            fontweight="bold",
            pad=5,
        )
        _break(axes, counts, t if series == "world" else None)
        top += high
    return figure


def _strokes(axes: Axes, x: float, y: float) -> None:
    for step in (0.03, 0.1, 0.17):
        axes.plot([x + step, x + step + 0.06], [y - 0.05, y + 0.05], color=palette.FAINT, linewidth=1)


def _yearly(axes: Axes, own: pd.DataFrame, last: bool) -> None:
    top = max(1.0, np.nanmax([0.0, *own.agreements])) * 1.12
    for name, group in own.groupby("source"):
        axes.bar(group.year, group.agreements.fillna(0), width=0.74, color=_SOURCE_COLOURS[name], zorder=2)
    missing = own[own.agreements.isna()]
    axes.bar(
        missing.year, top, width=1.0, color=palette.GRID, hatch="////", edgecolor=palette.FAINT, linewidth=0, zorder=1
    )
    if len(own):
        axes.set_xlim(own.year.min() - 0.8, own.year.max() + 0.8)
    axes.set_ylim(0, top)
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=3)
    axes.tick_params(length=0, labelsize=9, labelbottom=last)
    axes.grid(axis="y", color=palette.GRID, linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)


def _break(axes: Axes, counts: pd.DataFrame, t: Language | None) -> None:
    """Draw where one source ends and the other begins."""
    if counts.source.nunique() < 2:
        return
    year = counts[counts.source == "dcad"].year.max() + 0.5
    axes.axvline(year, color=palette.BRICK, linewidth=1.4, linestyle=(0, (4, 2)), zorder=4)
    if t:
        axes.annotate(
            t("break: another source, not comparable"),
            (year, 1),
            xycoords=("data", "axes fraction"),
            xytext=(6, -2),
            textcoords="offset points",
            va="top",
            color=palette.BRICK,
            fontsize=9,
            path_effects=style.halo(),
            zorder=5,
        )
