"""The lives of documents: bars from signature to end, with their legal steps."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pactbook import dates
from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.timelines import axis

_LIFE_COLOURS = {
    "announced": palette.FAINT,
    "signed": palette.SKY,
    "in_force": palette.TEAL,
    "undated": palette.MOSS,
    "plan": palette.OCHRE,
}
_LIFE_WORDS = {
    "announced": "announced, no signature on record",
    "signed": "signed, no entry into force on record",
    "in_force": "in force",
    "undated": "in force, since when is not on record",
    "plan": "years of a roadmap or programme",
}
_SIGNED = {"markersize": 7, "markerfacecolor": palette.PAPER, "markeredgecolor": palette.INK, "markeredgewidth": 1.2}
_DASHED = ("announced", "signed")  # not in force: an outline, and no body of colour
_BAR = 0.42  # inches from one bar to the next


@style.look()
def lives(frame: pd.DataFrame, taken: pd.DataFrame, as_of: dt.date, t: Language) -> Figure:
    """Draw documents as bars from signature to end, with their legal steps and a line at the day of the report.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.pair.lives` gives it; may be empty.
    taken : pandas.DataFrame
        As `pactbook.subjects.pair.steps` gives it: diamonds for legal steps, small dots for other events.
    as_of : datetime.date
        The day of the report.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        The years of a roadmap or programme that lie ahead are pale. Documents in focus are set in bold.
    """
    spans = [span for row, bar in enumerate(frame.to_dict("records")) for span in _spans(row, bar, as_of)]
    entries = [
        labels.Entry(t(_LIFE_WORDS[name]), draw=_swatch(name))
        for name in _LIFE_COLOURS
        if any(s.look == name for s in spans)
    ]
    if any(span.ahead for span in spans):
        entries.append(labels.Entry(t("still to come"), draw=_swatch("plan", ahead=True)))
    steps = taken[taken.agreement_id.isin(frame.agreement_id)]
    if not frame.empty:
        entries.append(labels.Entry(t("signature"), draw=labels.dot(palette.INK, filled=False)))
    words = (("legal step", "D", True, palette.PLUM), ("other event that refers to it", "o", False, palette.INK))
    entries += [
        labels.Entry(t(word), draw=_marker(shape, colour))
        for word, shape, legal, colour in words
        if (steps.legal == legal).any()
    ]
    figure, share = labels.over(entries, max(1.2, 0.62 + _BAR * len(frame)))
    axes = labels.body(figure, share, (4.35, 0.3, 0.3, 0.24))
    if frame.empty:
        axes.set_axis_off()
        labels.nothing(axes, t("No document on record"))
        return figure
    ends = [span.start for span in spans] + [span.end for span in spans] + [as_of]
    axes.set_xlim(dt.date(min(ends).year, 1, 1), dt.date(max(ends).year + 1, 1, 1))
    axes.set_ylim(max(1, len(frame)) - 0.5, -0.5)
    _years(axes, max(ends).year + 1 - min(ends).year)
    for span in spans:
        look = _look(span.look, span.ahead)
        axes.barh(span.row, span.end - span.start, left=span.start, height=0.42, zorder=2, **look)
    for row, bar in enumerate(frame.to_dict("records")):
        if bar["status_on"] not in ("announced", "initialled"):
            axes.plot(dates.middle(bar["date"]), row, "o", **_SIGNED, zorder=5)
        _name_bar(axes, row, bar)
        _mark_steps(axes, row, steps[steps.agreement_id == bar["agreement_id"]], words)
    _today(axes, as_of, t)
    return figure


@dataclass
class _Span:
    row: int
    start: dt.date
    end: dt.date
    look: str
    ahead: bool = False


def _spans(row: int, bar: dict, as_of: dt.date) -> list[_Span]:
    """Return the parts of a bar: years of a plan, or signature to entry into force to end."""
    signed = dates.middle(bar["date"])
    end = min(dates.middle(bar["ended"]) or as_of, as_of)
    drafted = bar["status_on"] in ("announced", "initialled")
    if bar["period_start"] and bar["period_end"]:
        start, stop = dates.earliest(bar["period_start"]), dates.latest(bar["period_end"])
        if drafted:
            return [_Span(row, start, stop, "announced")]
        stop = min(stop, dates.middle(bar["ended"]) or stop)
        cut = min(max(as_of, start), stop)
        parts = [_Span(row, start, cut, "plan"), _Span(row, cut, stop, "plan", ahead=True)]
        return [part for part in parts if part.end > part.start]
    if bar["in_force"]:
        force = min(dates.middle(bar["in_force"]), end)
        parts = [_Span(row, signed, force, "signed"), _Span(row, force, end, "in_force")]
        return [part for part in parts if part.end > part.start]
    look = "announced" if drafted else "undated" if bar["status_on"] == "in_force" else "signed"
    return [_Span(row, signed, max(end, signed), look)]


def _look(name: str, ahead: bool = False) -> dict[str, object]:
    """Return how a bar is drawn: what is not in force as a dashed outline."""
    colour = _LIFE_COLOURS[name]
    if name in _DASHED:
        edge = palette.darker(colour)
        return {"facecolor": palette.pale(colour), "edgecolor": edge, "linestyle": (0, (3, 2)), "linewidth": 1.1}
    return {"facecolor": palette.pale(colour) if ahead else colour, "linewidth": 0}


def _swatch(name: str, ahead: bool = False):
    """Return a drawing function for the swatch of a bar."""

    def draw(axes: Axes, x: float, y: float) -> None:
        wide, high = labels.SWATCH
        axes.add_patch(Rectangle((x, y - high / 2), wide, high, **_look(name, ahead)))

    return draw


def _marker(shape: str, colour: str):
    """Return a drawing function for the mark of an event."""

    def draw(axes: Axes, x: float, y: float) -> None:
        size = 6.5 if shape == "D" else 4.5
        axes.plot(x + labels.SWATCH[0] / 2, y, shape, markersize=size, color=colour, markeredgecolor=palette.PAPER)

    return draw


def _years(axes: Axes, years: int) -> None:
    axis.mark_years(axes, next(n for n in (1, 2, 5, 10, 20) if years / n <= 13 or n == 20))


def _name_bar(axes: Axes, row: int, bar: dict) -> None:
    font = {"fontsize": 9, "fontweight": "bold" if bar["in_focus"] else "normal"}
    axes.annotate(
        _fitting(axes.figure, bar["title"], 4.05, **font),
        (0, row),
        xycoords=axes.get_yaxis_transform(),
        xytext=(-8, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        multialignment="right",
        linespacing=1.1,
        color=palette.INK,
        **font,
    )


def _fitting(figure: Figure, text: str, room: float, **font: object) -> str:
    """Break a text into two lines of so many inches; a longer one loses words past its middle, as titles differ at both ends."""
    words = text.split()
    for drop in range(len(words)):
        left = -(-2 * (len(words) - drop) // 3)
        shown = words if not drop else [*words[:left], "…", *words[left + drop :]]
        lines = style.wrap(figure, " ".join(shown), room, **font)
        if len(lines) <= 2:
            return "\n".join(lines)
    return textwrap.shorten(text, 40, placeholder=" …")


def _mark_steps(axes: Axes, row: int, steps: pd.DataFrame, words: tuple) -> None:
    for _, shape, legal, colour in reversed(words):
        days = [dates.middle(day) for day in steps[steps.legal == legal].date]
        size = 6.5 if shape == "D" else 4.5
        axes.plot(
            days,
            [row] * len(days),
            shape,
            markersize=size,
            color=colour,
            markeredgecolor=palette.PAPER,
            markeredgewidth=0.7,
            linestyle="none",
            zorder=4,
        )


def _today(axes: Axes, as_of: dt.date, t: Language) -> None:
    axes.axvline(as_of, color=palette.BRICK, linewidth=1.5, zorder=3)
    late = mdates.date2num(as_of) > axes.get_xlim()[0] + 0.8 * (axes.get_xlim()[1] - axes.get_xlim()[0])
    axes.annotate(
        t.date(as_of),
        (as_of, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-4 if late else 4, 3),
        textcoords="offset points",
        ha="right" if late else "left",
        va="bottom",
        color=palette.BRICK,
        fontsize=9,
        fontweight="bold",
    )
