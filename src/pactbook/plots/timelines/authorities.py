"""Designations in time, one row an authority."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook import dates
from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.timelines import axis

_LIFTED = 0.45  # opacity
_UP = 0.105  # inches from one mark of a stack to the next


@style.look()
def designations(frame: pd.DataFrame, partner: str, until: dt.date, t: Language) -> Figure:
    """Draw designations in time, one row an authority, one dot a designation.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.designations` gives it; may be empty.
    partner : str
        ISO 3166-1 alpha-3 of the state whose entities are highlighted and named; empty for none.
    until : datetime.date
        Last day of the axis.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    marks, colours = _stacks(frame), _colours(frame, partner)
    heights = {
        name: 0.55 + _UP * max((mark.level for mark in marks if mark.authority == name), default=0)
        for name in frame.authority.value_counts().index
    }
    figure, share = labels.over(_entries(frame, colours, t), max(1.3, 0.62 + sum(heights.values())))
    axes = labels.body(figure, share, (1.8, 0.32, 0.2, 0.0))
    axis.to_day(axes, list(frame.designated_on), until)
    base = _rows(axes, heights, t)
    for mark in marks:
        _draw_mark(axes, mark, base, colours)
    _name_marks(axes, [mark for mark in marks if mark.country == partner], marks, base)
    if frame.empty:
        labels.nothing(axes, t("No designation on record"))
    return figure


def _colours(frame: pd.DataFrame, partner: str) -> dict[str, str]:
    """Return the colours of the partner and of the three other states with most designations."""
    common = [code for code in frame.country.value_counts().index if code != partner][:3]
    colours = {partner: palette.BRICK} if partner else {}
    return colours | dict(zip(common, (palette.TEAL, palette.OCHRE, palette.BLUE), strict=False))


def _entries(frame: pd.DataFrame, colours: dict[str, str], t: Language) -> list[labels.Entry]:
    entries = [
        labels.Entry(t.country(code), draw=labels.dot(colour))
        for code, colour in colours.items()
        if (frame.country == code).any()
    ]
    if (~frame.country.isin(list(colours))).any():
        entries.append(labels.Entry(t("other states"), draw=labels.dot(palette.GREY)))
    if not frame.in_place.all():
        entries.append(labels.Entry(t("pale: lifted or run out"), draw=labels.dot(palette.GREY, alpha=_LIFTED)))
    return entries


def _rows(axes: Axes, heights: dict[str, float], t: Language) -> dict[str, float]:
    """Draw one row an authority, the busiest on top, and return where the lowest marks of each stand."""
    base, y = {}, 0.0
    for name in reversed(heights):
        base[name] = y + 0.18
        axes.axhline(y + 0.06, color=palette.GRID, linewidth=0.8, zorder=0)
        look = {"ha": "right", "va": "center", "fontsize": style.TEXT}
        axes.text(-0.012, y + 0.2, t.word(name), transform=axes.get_yaxis_transform(), **look)
        y += heights[name]
    axes.set_ylim(0, max(y, 0.6))
    return base


@dataclass
class _Mark:
    day: dt.date
    authority: str
    country: str
    name: str
    lifted: bool
    level: int


def _stacks(frame: pd.DataFrame) -> list[_Mark]:
    """Stack the marks of one authority that fall into the same quarter of a year."""
    taken: dict[tuple, int] = {}
    marks = []
    for row in frame.itertuples():
        day = dates.middle(row.designated_on)
        key = (row.authority, day.year, (day.month - 1) // 3)
        taken[key] = taken.get(key, -1) + 1
        marks.append(_Mark(day, row.authority, row.country, row.name, not row.in_place, taken[key]))
    return marks


def _draw_mark(axes: Axes, mark: _Mark, base: dict[str, float], colours: dict[str, str]) -> None:
    axes.plot(
        mark.day,
        base[mark.authority] + _UP * mark.level,
        "o",
        markersize=6.2,
        markeredgewidth=0.5,
        color=colours.get(mark.country, palette.GREY),
        markeredgecolor=palette.PAPER,
        zorder=3,
        alpha=_LIFTED if mark.lifted else 1,
    )


def _name_marks(axes: Axes, marks: list[_Mark], stacks: list[_Mark], base: dict[str, float]) -> None:
    """Name marks where a name overlaps no mark and no other name; marks of one stack share a label."""

    def spot(mark: _Mark) -> tuple[float, float]:
        return mdates.date2num(mark.day), base[mark.authority] + _UP * mark.level

    placer = labels.Placer(axes)
    for mark in stacks:
        placer.dot(spot(mark), 0.05)
    shared: dict[tuple, list[_Mark]] = {}
    for mark in marks:
        shared.setdefault((mark.authority, mark.day.year, (mark.day.month - 1) // 3), []).append(mark)
    for group in shared.values():
        name = textwrap.shorten(group[0].name, 40, placeholder=" …") + (f" +{len(group) - 1}" if len(group) > 1 else "")
        placer.beside(
            spot(group[-1]), name, (0.07, 0.16, 0.3, 0.5, 0.8), color=palette.BRICK, fontsize=9, fontweight="bold",
            path_effects=style.halo(),
        )  # fmt: skip
