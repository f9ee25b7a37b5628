"""Figures of missile programmes: flights by year, and who is tied to a programme."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from pactbook.locale import Language
from pactbook.plots import labels, palette, style

# From short to long range; what flies through the air is apart from the ballistic classes.
CLASS_COLOURS = dict(zip(("CRBM", "SRBM", "MRBM", "IRBM", "ICBM"), palette.SEQUENCE[1:], strict=True)) | {
    "SLBM": palette.BLUE,
    "ALBM": palette.SKY,
    "LACM": palette.TEAL,
    "HGV": palette.PLUM,
    "": palette.FAINT,
}
_CLASS_WORDS = {
    "CRBM": "close-range ballistic",
    "SRBM": "short-range ballistic",
    "MRBM": "medium-range ballistic",
    "IRBM": "intermediate-range ballistic",
    "ICBM": "intercontinental ballistic",
    "SLBM": "submarine-launched ballistic",
    "ALBM": "air-launched ballistic",
    "LACM": "land-attack cruise",
    "HGV": "hypersonic glide",
    "": "no system on record named",
}
_NAMES = {"fontsize": 8}
_PITCH = 0.125  # inches from one name above a year to the next
_MOST_ROWS = 18  # entities drawn one by one
_ROW = 0.34  # inches
_LIFTED = (0, (3, 2))  # dashes
_NAME, _REASON, _BEND, _NODE = 0.18, 3.5, 2.05, 1.42  # inches: from the left for two, from the right for two


def classes_of(frame: pd.DataFrame, t: Language) -> list[str]:
    """Return of each flight the class of its system, in the words of the key of `flights`."""
    return [t(_CLASS_WORDS[name]) for name in frame["class"]]


@style.look()
def flights(frame: pd.DataFrame, until: int, t: Language) -> Figure:
    """Draw announced flight tests by year as stacks, one block a flight, with the first flight of each system marked.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.flights` gives it; may be empty.
    until : int
        Last year of the axis.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Blocks coloured by the class of the system; a dot in a block and a name above the year mark a first flight.
    """
    used = [name for name in CLASS_COLOURS if (frame["class"] == name).any()]
    entries = [labels.Entry(t(_CLASS_WORDS[name]), draw=labels.swatch(CLASS_COLOURS[name])) for name in used]
    if frame["first"].any():
        entries.append(labels.Entry(t("first flight of a system on record"), draw=labels.dot(palette.INK)))
    first = int(frame.year.min()) if len(frame) else until - 10
    tallest = int(frame.year.value_counts().max()) if len(frame) else 1
    unit = min(0.2, 3.2 / tallest)
    across = (style.width() - 0.8) / (until - first + 1.2)
    named = {year: _named(group, across) for year, group in frame.groupby("year")}
    room = _headroom(frame, named, tallest, unit)
    figure, share = labels.over(entries, unit * tallest + room + 0.35)
    axes = labels.body(figure, share, (0.55, 0.35, 0.25, 0.0))
    axes.set_xlim(first - 0.6, until + 0.6)
    axes.set_ylim(0, tallest + room / unit)
    _years(axes, first, until)
    _counts(axes, tallest if len(frame) else 0, t)
    for year, group in frame.groupby("year"):
        _stack(axes, year, group, unit)
        _name_first(axes, year, named[year], len(group), across)
    if frame.empty:
        labels.nothing(axes, t("No announced flight test on record"), va="center")
    return figure


def _years(axes: Axes, first: int, until: int) -> None:
    step = 1 if until - first <= 14 else 2 if until - first <= 26 else 5
    axes.set_xticks([year for year in range(first, until + 1) if year % step == 0])
    axes.tick_params(length=0, labelsize=9.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.axhline(0, color=palette.FAINT, linewidth=1.2, zorder=1)


def _counts(axes: Axes, tallest: int, t: Language) -> None:
    """Draw quiet lines at a few counts up to the tallest stack."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if tallest / step <= 5)
    ticks = list(range(step, tallest + 1, step))
    axes.set_yticks(ticks, [t.number(tick) for tick in ticks])
    axes.hlines(ticks, *axes.get_xlim(), color=palette.GRID, linewidth=0.8, zorder=0)


def _stack(axes: Axes, year: int, group: pd.DataFrame, unit: float) -> None:
    """Draw the flights of one year from the shortest class up."""
    order = list(CLASS_COLOURS)
    group = group.sort_values("class", key=lambda names: names.map(order.index), kind="stable")
    gap = min(0.12, 0.016 / unit)
    for level, row in enumerate(group.to_dict("records")):
        axes.add_patch(
            Rectangle((year - 0.38, level + gap / 2), 0.76, 1 - gap, facecolor=CLASS_COLOURS[row["class"]], linewidth=0)
        )
        if row["first"]:
            size = min(5.0, unit * 72 * 0.55)
            axes.plot(
                year,
                level + 0.5,
                "o",
                color=palette.INK,
                markersize=size,
                markeredgecolor=palette.PAPER,
                markeredgewidth=0.6,
            )


def _named(group: pd.DataFrame, across: float) -> list[str]:
    """Return the systems first flown in a year, as many as fit above it side by side, the rest counted."""
    names = [textwrap.shorten(name, 20, placeholder=" …") for name in group[group["first"]]["name"]]
    most = max(1, int(across / _PITCH))
    return names if len(names) <= most else [*names[: most - 1], f"+{len(names) - most + 1}"]


def _headroom(frame: pd.DataFrame, named: dict[int, list[str]], tallest: int, unit: float) -> float:
    """Return the inches above the tallest stack that the names need."""
    canvas, counts = style.canvas(1), frame.year.value_counts()
    tops = [
        counts[year] * unit + style.text_width(canvas, name, **_NAMES) + 0.15
        for year, names in named.items()
        for name in names
    ]
    return max(0.15, max(tops, default=0.0) - tallest * unit)


def _name_first(axes: Axes, year: int, names: list[str], height: int, across: float) -> None:
    for at, name in enumerate(names):
        axes.annotate(
            name, (year + (at - (len(names) - 1) / 2) * _PITCH / across, height), xytext=(0, 4),
            textcoords="offset points", rotation=90, ha="center", va="bottom", path_effects=style.halo(1.6), **_NAMES,
        )  # fmt: skip


@style.look()
def supply(links: pd.DataFrame, country: str, t: Language, most: int = _MOST_ROWS) -> Figure:
    """Draw which designated entities an authority ties to a programme: one row an entity, its edge with the stated reason.

    Parameters
    ----------
    links : pandas.DataFrame
        As `pactbook.subjects.sanctions.edges` gives it, the most telling first; may be empty.
    country : str
        ISO 3166-1 alpha-3 of the state whose programme it is.
    t : Language
        Language of the labels.
    most : int
        Entities drawn one by one; the others of a state stand in one row with their number.

    Returns
    -------
    matplotlib.figure.Figure
        Entity, what the authority states, and an edge to the programme. Entities of the partner state are coloured and
        bold; an edge of a lifted designation is dashed.
    """
    shown, rest = _chosen(links, country, most)
    groups = rest.state.value_counts()
    rows = len(shown) + len(groups)
    entries = []
    if shown.marked.any():
        state = shown[shown.marked].state.iloc[0]
        entries.append(labels.Entry(t.country(state), draw=labels.dot(palette.BRICK)))
        if not shown.marked.all() or len(groups):
            entries.append(labels.Entry(t("other states"), draw=labels.dot(palette.TEAL)))
    if (~shown.in_place.astype(bool)).any():
        entries.append(labels.Entry(t("lifted"), draw=labels.line(palette.GREY, 1.2, _LIFTED)))
    figure, share = labels.over(entries, 0.25 + _ROW * max(3, rows))
    axes = labels.body(figure, share, (0.22, 0.1, 0.22, 0.05))
    axes.set_axis_off()
    width = style.width() - 0.44
    axes.set(xlim=(0, width), ylim=(max(3, rows) - 0.4, -0.6))
    middle = (max(3, rows) - 1) / 2
    for y, row in enumerate(shown.to_dict("records")):
        _entity(axes, y, row, middle, width, t)
    for y, (state, count) in enumerate(groups.items(), start=len(shown)):
        _others(axes, y, state, int(count), middle, width, t)
    _programme(axes, middle, width, max(3, rows), country, t)
    if links.empty:
        axes.text(0.1, middle, t("No designation on record"), color=palette.GREY, fontsize=12, va="center")
    return figure


def _chosen(links: pd.DataFrame, country: str, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the entities drawn one by one, those abroad before those of the state itself, and the rest."""
    abroad = links[links.state != country]
    shown = (abroad if len(abroad) else links).head(most)
    return shown, links.drop(index=shown.index)


def _entity(axes: Axes, y: float, row: dict, middle: float, width: float, t: Language) -> None:
    colour = palette.BRICK if row["marked"] else palette.TEAL
    axes.plot(0.06, y, "o", color=colour, markersize=6, zorder=3)
    weight = "bold" if row["marked"] else "normal"
    name = f"{_fit(axes, row['name'], _REASON - _NAME - 0.95, fontsize=9.5, fontweight=weight)}"
    text = axes.text(_NAME, y, name, va="center_baseline", fontsize=9.5, fontweight=weight, color=palette.INK)
    axes.annotate(
        t.country(row["state"]), (1, y), xycoords=(text, "data"), xytext=(5, 0), textcoords="offset points",
        va="center_baseline", fontsize=8, color=palette.GREY, annotation_clip=False,
    )  # fmt: skip
    said = f"{t.word(row['authority'])}, {t.date(row['designated_on'])}: {row['stated_reason']}"
    lines = _two_lines(axes, said, width - _BEND - _REASON - 0.1, fontsize=8)
    axes.text(
        _REASON, y, "\n".join(lines), va="center", fontsize=8, linespacing=1.0,
        color=palette.INK if row["marked"] else palette.GREY,
    )  # fmt: skip
    look = {
        "color": colour,
        "linewidth": 1.8 if row["marked"] else 0.9,
        "linestyle": "-" if row["in_place"] else _LIFTED,
    }
    figure = axes.figure
    name_end = _NAME + style.text_width(figure, name, fontsize=9.5, fontweight=weight) + 0.12
    name_end += style.text_width(figure, t.country(row["state"]), fontsize=8)
    text_end = _REASON + max(style.text_width(figure, line, fontsize=8) for line in lines)
    for start, end in ((name_end + 0.06, _REASON - 0.08), (text_end + 0.08, width - _BEND)):
        axes.plot([start, max(start, end)], [y, y], solid_capstyle="butt", alpha=0.85, zorder=2, **look)
    _edge(axes, y, middle, width, **look)


def _others(axes: Axes, y: float, state: str, count: int, middle: float, width: float, t: Language) -> None:
    axes.plot(0.06, y, "o", markerfacecolor=palette.PAPER, markeredgecolor=palette.TEAL, markersize=6, zorder=3)
    text = t.plural("{n} more entity in {state}", "{n} more entities in {state}", count, state=t.country(state))
    axes.text(_NAME, y, text, va="center_baseline", fontsize=9.5, color=palette.GREY)
    end = _NAME + style.text_width(axes.figure, text, fontsize=9.5) + 0.1
    look = {"color": palette.TEAL, "linewidth": 0.9 + min(2.0, count / 20), "linestyle": "-"}
    axes.plot([end, width - _BEND], [y, y], solid_capstyle="butt", alpha=0.85, zorder=2, **look)
    _edge(axes, y, middle, width, **look)


def _edge(axes: Axes, y: float, middle: float, width: float, color: str, linewidth: float, linestyle: object) -> None:
    """Draw the curve from the end of a row to the programme."""
    start, end = width - _BEND, width - _NODE
    bend, target = (start + end) / 2, middle + 0.1 * (y - middle)
    path = Path([(start, y), (bend, y), (bend, target), (end, target)], [Path.MOVETO, *[Path.CURVE4] * 3])
    look = {"edgecolor": color, "linewidth": linewidth, "linestyle": linestyle}
    axes.add_patch(PathPatch(path, facecolor="none", alpha=0.85, capstyle="butt", zorder=2, **look))


def _programme(axes: Axes, middle: float, width: float, rows: int, country: str, t: Language) -> None:
    words = t("missile or nuclear programme of {state}", state=t.country(country))
    lines = style.wrap(axes.figure, words, _NODE - 0.2, fontsize=10, fontweight="bold")
    tall = max(0.1 + 0.62 * len(lines), 0.1 * rows + 0.3)
    axes.add_patch(
        Rectangle((width - _NODE, middle - tall / 2), _NODE, tall, facecolor=palette.INK, edgecolor="none", zorder=3)
    )
    axes.text(
        width - _NODE / 2, middle, "\n".join(lines), ha="center", va="center", color=palette.PAPER, fontsize=10,
        fontweight="bold", linespacing=1.05, zorder=4,
    )  # fmt: skip


def _two_lines(axes: Axes, text: str, room: float, **font: object) -> list[str]:
    """Return a text as at most two lines so many inches wide, cut at a word."""
    lines = style.wrap(axes.figure, text, room, **font)
    return lines if len(lines) <= 2 else [lines[0], _fit(axes, " ".join(lines[1:]), room, **font)]


def _fit(axes: Axes, text: str, room: float, **font: object) -> str:
    """Return a text cut at a word so that it is at most so many inches wide."""
    if style.text_width(axes.figure, text, **font) <= room:
        return text
    words = text.split()
    low, high = 1, len(words)
    while low < high:
        half = (low + high + 1) // 2
        if style.text_width(axes.figure, f"{' '.join(words[:half])} …", **font) <= room:
            low = half
        else:
            high = half - 1
    return f"{' '.join(words[:low])} …"
