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
_LABEL = {"fontsize": 9, "color": palette.INK, "linespacing": 1.15}
_LINE = 0.165  # inches of a line of a label
_BETWEEN = 0.07  # inches between two labels
_LETTERS = 62  # of a line
_LINES = 3
_MOST_LABELS = 6  # on a side
_DOT = 0.085  # inches from one dot to the next above it
_BASE = 0.15  # inches from the axis to the first dot
_YEAR_WIDTH = 0.5  # inches that a year's number takes
_ROOM = style.WIDTH * 0.96


def kinds_of_contact(frame: pd.DataFrame, t: Language) -> list[str]:
    """Return of each contact which kind it is, in the words of the key of `contacts`."""
    return [t(_LANE_WORDS[lane]) for lane in frame.lane]


@dataclass
class _Label(lanes.Hung):
    """A defence contact with its text, in inches; without a lane only its dot is drawn."""

    level: int = 0
    colour: str = palette.INK

    @property
    def lines(self) -> int:
        """How many lines its text has where it found room, else 0."""
        return 0 if self.lane is None else self.text.count("\n") + 1


@dataclass
class _Side:
    """What stands on one side of the axis: the dots with their levels, and the labels beyond them."""

    marks: pd.DataFrame
    labels: list[_Label]

    @property
    def dots(self) -> float:
        """Inches that the dots take."""
        return _BASE + _DOT * (self.marks.level.max() + 1) if len(self.marks) else _BASE

    @property
    def heights(self) -> list[float]:
        """Inches from the axis to the middle of each lane of labels, and to the end of the last."""
        count = max((label.lane + 1 for label in self.labels if label.lane is not None), default=0)
        lines = [max(label.lines for label in self.labels if label.lane == lane) for lane in range(count)]
        ends = self.dots + np.cumsum([0.0] + [_LINE * line + _BETWEEN for line in lines])
        return [*((ends[:-1] + ends[1:]) / 2), float(ends[-1])]


@style.look()
def contacts(frame: pd.DataFrame, since: int, until: dt.date, t: Language) -> Figure:
    """Draw the contacts of a dyad: documents and legal steps above the axis, visits and sessions below.

    Each contact is a dot, hollow where it is not about defence. On each side the best-sourced contacts about defence
    are labelled; those of one day and kind share a label.

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
    first = dt.date(max(since, min((day.year for day in marks.day), default=since)), 1, 1)
    days = mdates.date2num([first, until])
    marks = marks.assign(x=(mdates.date2num(list(marks.day)) - days[0]) / (days[1] - days[0]) * _ROOM)
    probe = style.canvas(1)
    up, down = (_side(probe, marks[marks.up == up].reset_index(drop=True), t) for up in (True, False))
    above, below = (side.heights[-1] + 0.12 for side in (up, down))
    figure, share = labels.over(_legend(marks, t), above + below)
    axes = figure.add_axes([0.02, 0, 0.96, share])
    axes.set_axis_off()
    axes.set_xlim(0, _ROOM)
    axes.set_ylim(-below, above)
    _spine(axes, first, until)
    for side, sign in ((up, 1), (down, -1)):
        _draw(axes, side, sign)
    if marks.empty:
        axes.text(_ROOM / 2, 0.25, t("No contact on record"), ha="center", color=palette.GREY, fontsize=12)
    return figure


def _legend(marks: pd.DataFrame, t: Language) -> list[labels.Entry]:
    entries = [
        labels.Entry(t(_LANE_WORDS[lane]), draw=labels.dot(LANE_COLOURS[lane]))
        for lane in LANE_COLOURS
        if (marks.lane == lane).any()
    ]
    if (~marks.defence).any():
        entries.append(labels.Entry(t("not about defence"), draw=labels.dot(palette.GREY, filled=False)))
    return entries


def _side(probe: Figure, marks: pd.DataFrame, t: Language) -> _Side:
    """Stack the dots of one side, those about defence next to the axis, and hang the labels beyond them."""
    marks = marks.sort_values(["defence", "x"], ascending=[False, True], kind="stable")
    marks = marks.assign(level=lanes.levels(marks.x, _DOT))
    made = []
    for x, level, text, colour in _texts(marks[marks.defence], t):
        width = max(style.text_width(probe, line, **_LABEL) for line in text.split("\n")) + 0.16
        made.append((x, level, text, width, colour))
    late = sum(x > _ROOM / 2 for x, *_ in made) * 2 >= len(made)
    hung = [
        _Label(x, text, width, (late and x >= width) or x + width > _ROOM, level=level, colour=colour)
        for x, level, text, width, colour in made
    ]
    return _Side(marks, lanes.place(hung, late, gap=0.01, most=_MOST_LABELS))


def _texts(marks: pd.DataFrame, t: Language) -> list[tuple[float, int, str, str]]:
    """Return (x, level, text, colour) of the best-sourced contacts, one a day and kind."""
    found = []
    for (_, lane), group in marks.groupby(["date", "lane"]):
        text = group.title.iloc[0]
        if len(group) > 1:
            text += " " + t.plural("+ {n} more", "+ {n} more", len(group) - 1)
        first = group.iloc[0]
        found.append((int(group.voices.max()), first.x, first.level, _wrapped(text), LANE_COLOURS[lane]))
    found.sort(key=lambda one: one[:2], reverse=True)
    return [one[1:] for one in found[:_MOST_LABELS]]


def _wrapped(text: str) -> str:
    """Break a text into as few lines as it takes, of about the same length."""
    count = len(textwrap.wrap(text, _LETTERS))
    for letters in range(len(text) // count, _LETTERS):
        lines = textwrap.wrap(text, letters)
        if len(lines) == count <= _LINES:
            return "\n".join(lines)
    return "\n".join(textwrap.wrap(text, _LETTERS, max_lines=_LINES, placeholder=" …"))


def _spine(axes: Axes, first: dt.date, until: dt.date) -> None:
    """Draw the axis with a tick at each new year and its number right of it, as many numbers as have room."""
    axes.plot([0, _ROOM], [0, 0], color=palette.INK, linewidth=1.1, zorder=3)
    year = _ROOM / max((until - first).days, 1) * 365.25
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if step * year >= _YEAR_WIDTH or step == 100)
    for number in range(first.year, until.year + 1):
        x = (dt.date(number, 1, 1) - first).days * year / 365.25
        axes.plot([x, x], [-0.05, 0.05], color=palette.INK, linewidth=0.8, zorder=3)
        if number % step == 0 and x + _YEAR_WIDTH * 0.8 < _ROOM:
            axes.text(
                x + 0.05,
                0,
                str(number),
                va="center",
                fontsize=9,
                fontweight="bold",
                zorder=5,
                bbox={"boxstyle": "square,pad=0.15", "facecolor": palette.PAPER, "edgecolor": "none"},
            )


def _draw(axes: Axes, side: _Side, sign: int) -> None:
    for mark in side.marks.itertuples():
        colour = LANE_COLOURS[mark.lane]
        axes.plot(
            mark.x,
            sign * _height(mark.level),
            "o",
            markersize=4.4,
            markerfacecolor=colour if mark.defence else palette.PAPER,
            markeredgecolor=colour,
            markeredgewidth=0.9,
            zorder=4,
        )
    for label in side.labels:
        if label.lane is not None:
            _draw_label(axes, label, sign * side.heights[label.lane], sign)


def _height(level: int) -> float:
    return _BASE + _DOT * level


def _draw_label(axes: Axes, label: _Label, y: float, sign: int) -> None:
    axes.plot([label.x, label.x], [sign * _height(label.level), y], color=label.colour, linewidth=0.9, zorder=2)
    side = -1 if label.left else 1
    axes.plot([label.x, label.x + side * 0.06], [y, y], color=label.colour, linewidth=0.9, zorder=2)
    axes.text(
        label.x + side * 0.1,
        y,
        label.text,
        va="center",
        ha="right" if label.left else "left",
        multialignment="right" if label.left else "left",
        zorder=6,
        path_effects=style.halo(),
        **_LABEL,
    )
