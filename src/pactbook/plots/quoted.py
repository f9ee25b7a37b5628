"""What ranges are quoted for missile systems: of one state in detail, of several side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Collection

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.cards import Bar

# By the answer to whether a system is of MTCR Category I.
CATEGORY_COLOURS = {"yes": palette.BRICK, "no": palette.TEAL, "unknown": palette.UNTOLD}
CATEGORY_WORDS = {
    "yes": "Category I by quoted figures",
    "no": "not Category I by quoted figures",
    "unknown": "cannot be told",
}


def longest(frame: pd.DataFrame, t: Language) -> tuple[Bar, ...]:
    """Return the systems with the longest quoted ranges as the bars of a card; `frame` as for `quoted_ranges`."""
    ranged = frame[frame.range_max.notna()].sort_values("range_max", ascending=False, kind="stable")
    told = zip(ranged["name"], ranged.range_min, ranged.range_max, strict=True)
    return tuple(
        Bar(name, high, _km(high, t) if low == high else f"{t.number(low, 0)}–{_km(high, t)}")
        for name, low, high in told
    )


def longest_of(compared: pd.DataFrame, t: Language) -> tuple[Bar, ...]:
    """Return the longest quoted range of each state as the bars of a card.

    Parameters
    ----------
    compared : pandas.DataFrame
        As `pactbook.subjects.programme.peers` gives it; a state without a quoted range has no bar.
    t : Language
        Language of the names.
    """
    ranged = compared[compared.longest_km.notna()].sort_values("longest_km", ascending=False, kind="stable")
    told = zip(ranged.state, ranged.longest, ranged.longest_km, strict=True)
    return tuple(Bar(t.country(state), km, f"{_km(km, t)} ({name})") for state, name, km in told)


def within(capitals: pd.DataFrame, t: Language) -> tuple[Bar, ...]:
    """Return the systems within whose range most capitals lie as the bars of a card; `capitals` is a table with ``at_highest``."""
    reached = capitals.sort_values("at_highest", ascending=False, kind="stable")
    return tuple(Bar(row.name, row.at_highest, t.number(row.at_highest)) for row in reached.itertuples(index=False))


def _km(km: float, t: Language) -> str:
    return t("{km} km", km=t.number(km, 0))


@style.look()
def quoted_ranges(frame: pd.DataFrame, limits: tuple[int, ...], t: Language) -> Figure:
    """Draw what ranges are quoted for each system, from the lowest to the highest, on a logarithmic axis.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.systems` gives it; systems without a quoted range are left out.
    limits : tuple of int
        Ranges (km) that part the classes, drawn as lines.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        A bar from the lowest to the highest quoted range, a dot at the value chosen for the table, MTCR Category I by
        quoted figures in a darker colour.
    """
    ranged = frame[frame.range_km.notna()].reset_index(drop=True)
    figure, share = labels.over(_entries(set(ranged.category_i), t), 0.5 + 0.29 * max(1, len(ranged)))
    names = max((style.text_width(figure, _named(name), fontsize=style.TEXT) for name in ranged["name"]), default=0.0)
    axes = labels.body(figure, share, (names + 0.3, 0.42, 0.95, 0.0) if style.is_narrow() else (2.0, 0.42, 0.9, 0.0))
    axes.set_xscale("log")
    axes.set_xlim(
        min(50, ranged.range_min.min() * 0.8) if len(ranged) else 50,
        max(6000, ranged.range_max.max() * 1.15) if len(ranged) else 6000,
    )
    axes.set_ylim(max(1, len(ranged)) - 0.4, -0.6)
    _limit_lines(axes, limits, t)
    for y, row in enumerate(ranged.itertuples()):
        _range_row(axes, y, row, CATEGORY_COLOURS[row.category_i], t)
    if ranged.empty:
        labels.nothing(axes, t("No range quoted on record"))
    return figure


def _named(name: str) -> str:
    return textwrap.shorten(name, 26, placeholder=" …")


def _range_row(axes: Axes, y: int, row: tuple, colour: str, t: Language) -> None:
    """Draw what is quoted for one system: a bar for the spread, a dot for the value chosen, its name and the figures."""
    look = {"color": colour, "zorder": 2}
    axes.plot([row.range_min, row.range_max], [y, y], linewidth=5, alpha=0.35, solid_capstyle="round", **look)
    axes.plot(row.range_km, y, "o", markersize=6.5, markeredgecolor=palette.PAPER, markeredgewidth=0.8, **look)
    beside = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center_baseline"}
    axes.text(-0.012, y, _named(row.name), fontsize=style.TEXT, **beside)
    ends = dict.fromkeys(t.number(value) for value in (row.range_min, row.range_max))
    axes.annotate(
        f"{'–'.join(ends)} km",
        (row.range_max, y),
        xytext=(9, 0),
        textcoords="offset points",
        va="center_baseline",
        fontsize=8.5,
        color=palette.GREY,
        path_effects=style.halo(),
    )


def _limit_lines(axes: Axes, limits: tuple[int, ...], t: Language) -> None:
    axes.set_yticks([])
    low, high = axes.get_xlim()
    marks = (100, 1000, 10000) if style.is_narrow() else (50, 100, 300, 1000, 3000, 5500, 10000, 18000)
    ticks = [tick for tick in marks if low <= tick <= high]
    axes.set_xticks(ticks, [f"{t.number(tick)} km" for tick in ticks])
    axes.minorticks_off()
    axes.tick_params(length=0, labelsize=9)
    for limit in limits:
        axes.axvline(limit, color=palette.FAINT, linewidth=0.9, linestyle=(0, (3, 2)), zorder=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


@style.look()
def side_by_side(programmes: dict[str, pd.DataFrame], limits: tuple[int, ...], t: Language) -> Figure:
    """Draw the quoted ranges of several states' programmes as small multiples on one logarithmic axis.

    Parameters
    ----------
    programmes : dict of str to pandas.DataFrame
        ISO 3166-1 alpha-3 and what `pactbook.subjects.programme.systems` gives; frames may be empty. The first state stands out.
    limits : tuple of int
        Ranges (km) that part the classes, drawn as lines.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        One column a state, one bar a system from the lowest to the highest quoted range, shortest first; the system with
        the longest range is named.
    """
    ranged = {state: frame[frame.range_max.notna()] for state, frame in programmes.items()}
    entries = _entries({answer for frame in ranged.values() for answer in frame.category_i}, t)
    columns = min(len(programmes), 2 if style.is_narrow() else 5)
    lines = -(-len(programmes) // columns)
    figure, share = labels.over(entries, 3.6 * lines)
    for position, (state, frame) in enumerate(ranged.items()):
        row, column = divmod(position, columns)
        room = (style.width() - 0.95) / columns
        left, top = 0.75 + column * room, 3.6 * row
        axes = labels.body(
            figure, share, (left, 3.6 * (lines - 1) - top + 0.12, style.width() - left - room + 0.18, top + 0.55)
        )
        _scale(axes, limits, column == 0, t)
        _panel(axes, state, frame, t)
        if position == 0:
            axes.set_facecolor(palette.SEA)
    return figure


def _scale(axes: Axes, limits: tuple[int, ...], told: bool, t: Language) -> None:
    """Draw the upright scale of a panel, with its figures where they are told."""
    axes.set_yscale("log")
    axes.set_ylim(40, 24_000)
    axes.set_xticks([])
    axes.minorticks_off()
    ticks = [100, 300, 1000, 3000, 5500, 15000]
    axes.set_yticks(ticks, [t("{range} km", range=t.number(tick)) for tick in ticks] if told else [""] * len(ticks))
    axes.tick_params(length=0, labelsize=8.5)
    for limit in limits:
        axes.axhline(limit, color=palette.FAINT, linewidth=0.8, linestyle=(0, (3, 2)), zorder=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _panel(axes: Axes, state: str, frame: pd.DataFrame, t: Language) -> None:
    frame = frame.sort_values(["range_max", "range_min"], ignore_index=True)
    axes.set_xlim(-0.8, max(len(frame), 12) - 0.2)
    axes.text(0, 1.04, t.country(state), transform=axes.transAxes, fontsize=11, fontweight="bold", va="bottom")
    for x, row in enumerate(frame.itertuples()):
        colour = CATEGORY_COLOURS[row.category_i]
        axes.plot([x, x], [row.range_min, row.range_max], color=colour, linewidth=3, alpha=0.4, zorder=2)
        axes.plot(
            x,
            row.range_km,
            "o",
            color=colour,
            markersize=4.2,
            markeredgecolor=palette.PAPER,
            markeredgewidth=0.5,
            zorder=3,
        )
    if frame.empty:
        labels.nothing(axes, t("No range on record"), va="center")
        return
    top = frame.iloc[-1]
    axes.annotate(
        textwrap.shorten(top["name"], 22, placeholder=" …"), (len(frame) - 1, top.range_max), xytext=(3, 5),
        textcoords="offset points", ha="right" if len(frame) > 5 else "left", fontsize=8.5, path_effects=style.halo(),
    )  # fmt: skip


def _entries(answers: Collection[str], t: Language) -> list[labels.Entry]:
    """Return the legend entries of the answers that occur."""
    return [
        labels.Entry(t(CATEGORY_WORDS[answer]), draw=labels.swatch(colour))
        for answer, colour in CATEGORY_COLOURS.items()
        if answer in answers
    ]
