"""The contacts of two states in time: documents and legal steps above the axis, visits and sessions below."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook import dates
from pactbook.locale import Language
from pactbook.plots import labels, lanes, palette, style

LANE_COLOURS = {
    "document": palette.TEAL,
    "legal_step": palette.PLUM,
    "visit": palette.OCHRE,
    "commission": palette.BLUE,
    "exercise": palette.BRICK,
    "other": palette.GREY,
}
_LANE_WORDS = {
    "document": "document",
    "legal_step": "legal step",
    "visit": "visit or meeting",
    "commission": "commission or talks",
    "exercise": "exercise or training",
    "other": "other",
}
UPPER = ("document", "legal_step")
_STEP = 0.255  # inches between two rows of labels
_LABEL = {"fontsize": 9, "color": palette.INK}
_LETTERS = 58
_MOST_ROWS = 15
_YEAR_WIDTH = 0.034  # share of the axis that a year's number takes


@dataclass
class _Axis:
    """A time axis on which years with more to show are wider."""

    edges: np.ndarray  # days
    places: np.ndarray  # 0..1

    @classmethod
    def of(cls, days: list[dt.date], first: int, last: int) -> _Axis:
        years = range(first, last + 1)
        counts = np.array([sum(day.year == year for day in days) for year in years], dtype=float)
        weights = 0.35 + np.sqrt(counts)
        edges = mdates.date2num([dt.date(year, 1, 1) for year in (*years, last + 1)])
        return cls(edges, np.concatenate([[0.0], np.cumsum(weights) / weights.sum()]))

    def __call__(self, day: dt.date) -> float:
        return float(np.interp(mdates.date2num(day), self.edges, self.places))


@style.look()
def contacts(frame: pd.DataFrame, since: int, until: dt.date, t: Language) -> Figure:
    """Draw the contacts of a dyad: documents and legal steps above the axis, visits and sessions below.

    Defence contacts are labelled, the others are small hollow dots. Documents of one day share a label. Years with more
    contacts are drawn wider.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.pair.contacts` gives it; may be empty.
    since : int
        First year of the axis.
    until : datetime.date
        Last day of the axis.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    marks = frame.assign(day=[dates.middle(text) for text in frame.date], up=frame.lane.isin(UPPER))
    marks = marks.assign(defence=marks.defence.astype(bool))
    first = max(since, min((day.year for day in marks.day), default=since))
    axis = _Axis.of(list(marks.day), first, until.year)
    probe = style.canvas(1)
    placed = {up: _place(probe, _grouped(marks[marks.up == up], t), axis) for up in (True, False)}
    rows = {up: max((label.row for label in side), default=1) for up, side in placed.items()}
    above, below = (0.45 + _STEP * rows[up] for up in (True, False))
    entries = [
        labels.Entry(t(_LANE_WORDS[lane]), draw=labels.dot(LANE_COLOURS[lane]))
        for lane in LANE_COLOURS
        if (marks.lane == lane).any()
    ]
    if (~marks.defence).any():
        entries.append(labels.Entry(t("not about defence"), draw=labels.dot(palette.GREY, filled=False)))
    figure, share = labels.over(entries, above + below)
    axes = figure.add_axes([0.02, 0, 0.96, share])
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(-below, above)
    _spine(axes, axis, first, until.year)
    for up, side in placed.items():
        for label in side:
            _draw_label(axes, label, 1 if up else -1)
        _draw_others(axes, marks[(marks.up == up) & ~marks.defence], axis, 1 if up else -1)
    if marks.empty:
        axes.text(0.5, 0.25, t("No contact on record"), ha="center", color=palette.GREY, fontsize=12)
    return figure


@dataclass
class _Label(lanes.Hung):
    """A document or visit: its stem and text in shares of the axis; without a lane it is drawn without text."""

    colour: str = palette.INK

    @property
    def row(self) -> int:
        """How many rows of labels up it stands; 0 without text."""
        return 0 if self.lane is None else self.lane + 1


def _grouped(marks: pd.DataFrame, t: Language) -> list[tuple[dt.date, str, str]]:
    """Return (day, text, colour) of the labels, newest first: one a day and lane, of the defence contacts.

    Where they are more than there are rows, the best-sourced keep their text.
    """
    found = []
    for (_, lane), group in marks[marks.defence].groupby(["date", "lane"]):
        text = textwrap.shorten(group.title.iloc[0], _LETTERS, placeholder=" …")
        if len(group) > 1:
            text += " " + t.plural("+ {n} more", "+ {n} more", len(group) - 1)
        found.append((int(group.voices.max()), group.day.iloc[0], text, LANE_COLOURS[lane]))
    found.sort(key=lambda label: label[:2], reverse=True)
    texts = [(day, text if rank < _MOST_ROWS else "", colour) for rank, (_, day, text, colour) in enumerate(found)]
    return sorted(texts, reverse=True)


def _place(figure: Figure, grouped: list[tuple[dt.date, str, str]], axis: _Axis) -> list[_Label]:
    """Hang the labels towards the emptier end of the axis, and give each its row."""
    room = style.WIDTH * 0.96
    spots = [axis(day) for day, _, _ in grouped]
    late = sum(x > 0.5 for x in spots) * 2 >= len(spots)
    made = []
    for x, (_, text, colour) in zip(spots, grouped, strict=True):
        width = (style.text_width(figure, text, **_LABEL) + 0.16) / room if text else 0.0
        left = (late and x >= width) or x + width > 1
        made.append(_Label(x, text, width, left, colour=colour))
    return lanes.place(made, late, gap=0.004, most=_MOST_ROWS)


def _spine(axes: Axes, axis: _Axis, first: int, last: int) -> None:
    axes.plot([0, 1], [0, 0], color=palette.INK, linewidth=1.1, zorder=3)
    written = -1.0
    for position, year in enumerate(range(first, last + 1)):
        left, right = axis.places[position], axis.places[position + 1]
        axes.plot([left, left], [-0.06, 0.06], color=palette.INK, linewidth=0.9, zorder=3)
        if (left + right) / 2 - written < _YEAR_WIDTH:
            continue
        written = (left + right) / 2
        text = str(year) if right - left >= _YEAR_WIDTH or position == 0 else f"’{year % 100:02d}"
        axes.text(
            (left + right) / 2,
            0,
            text,
            ha="center",
            va="center",
            fontsize=9,
            fontweight="bold",
            zorder=5,
            bbox={"boxstyle": "square,pad=0.2", "facecolor": palette.PAPER, "edgecolor": "none"},
        )
    axes.plot([1, 1], [-0.06, 0.06], color=palette.INK, linewidth=0.9, zorder=3)


def _draw_label(axes: Axes, label: _Label, sign: int) -> None:
    y = sign * (0.3 + _STEP * label.row)
    axes.plot([label.x, label.x], [0, y], color=label.colour, linewidth=0.9, zorder=2)
    axes.plot(
        label.x, y, "o", markersize=5, color=label.colour, markeredgecolor=palette.PAPER, markeredgewidth=0.7, zorder=6
    )
    if label.row:
        left = label.low < label.x
        axes.text(
            label.x + (-0.006 if left else 0.006),
            y,
            label.text,
            va="center_baseline",
            ha="right" if left else "left",
            zorder=6,
            path_effects=style.halo(),
            **_LABEL,
        )


def _draw_others(axes: Axes, marks: pd.DataFrame, axis: _Axis, sign: int) -> None:
    """Draw what is not about defence as hollow dots, stacked where they would meet."""
    places = [axis(day) for day in marks.day]
    for x, level, lane in zip(places, lanes.levels(places, 0.008), marks.lane, strict=True):
        if level < 3:
            axes.plot(
                x,
                sign * (0.13 + 0.075 * level),
                "o",
                markersize=3.6,
                markerfacecolor=palette.PAPER,
                markeredgecolor=LANE_COLOURS[lane],
                markeredgewidth=0.9,
                zorder=4,
            )
