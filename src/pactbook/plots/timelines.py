"""Figures in time: contacts of a dyad, designations by authority, reports by day."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook import dates
from pactbook.locale import Language
from pactbook.plots import labels, style

LANE_COLOURS = {
    "document": style.TEAL,
    "legal_step": style.PLUM,
    "visit": style.OCHRE,
    "commission": style.BLUE,
    "exercise": style.BRICK,
    "other": style.GREY,
}
UPPER = ("document", "legal_step")
_STEP = 0.255  # inches between two rows of labels
_LABEL = {"fontsize": 9, "color": style.INK}
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
        entries.append(labels.Entry(t("not about defence"), draw=labels.dot(style.GREY, filled=False)))
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
        axes.text(0.5, 0.25, t("No contact on record"), ha="center", color=style.GREY, fontsize=12)
    return figure


_LANE_WORDS = {
    "document": "document",
    "legal_step": "legal step",
    "visit": "visit or meeting",
    "commission": "commission or talks",
    "exercise": "exercise or training",
    "other": "other",
}


@dataclass
class _Label:
    """A stem at `x` with a text that reaches from `low` to `high`, in shares of the axis; row 0 has no text."""

    x: float
    text: str
    colour: str
    low: float = 0.0
    high: float = 0.0
    row: int = 0


def _grouped(marks: pd.DataFrame, t: Language) -> list[tuple[dt.date, str, str]]:
    """Return (day, text, colour) of the labels, newest first: one a day and lane, of the defence contacts.

    Where they are more than there are rows, the best-sourced keep their text.
    """
    labels = []
    for (_, lane), group in marks[marks.defence].groupby(["date", "lane"]):
        text = textwrap.shorten(group.title.iloc[0], _LETTERS, placeholder=" …")
        if len(group) > 1:
            text += " " + t.plural("+ {n} more", "+ {n} more", len(group) - 1)
        labels.append((int(group.voices.max()), group.day.iloc[0], text, LANE_COLOURS[lane]))
    labels.sort(key=lambda label: label[:2], reverse=True)
    texts = [(day, text if rank < _MOST_ROWS else "", colour) for rank, (_, day, text, colour) in enumerate(labels)]
    return sorted(texts, reverse=True)


def _place(figure: Figure, labels: list[tuple[dt.date, str, str]], axis: _Axis) -> list[_Label]:
    """Give each label the lowest row in which it meets neither another text nor a stem.

    Texts hang towards the emptier end of the axis and are placed from that end, so that a text only blocks what was
    placed before it. What finds no row below the limit is drawn without text.
    """
    room = style.WIDTH * 0.96
    made = [_Label(axis(day), text, colour) for day, text, colour in labels]
    late = sum(label.x > 0.5 for label in made) * 2 >= len(made)
    for label in made:
        width = (style.text_width(figure, label.text, **_LABEL) + 0.16) / room if label.text else 0.0
        to_left = (late and label.x >= width) or label.x + width > 1
        label.low, label.high = (label.x - width, label.x) if to_left else (label.x, label.x + width)
    made.sort(key=lambda label: (_against(label, late), label.x if label.low < label.x else -label.x))
    for position, label in enumerate(made):
        if label.text:
            label.row = next((row for row in range(1, _MOST_ROWS + 1) if _free(row, label, made[:position])), 0)
    return made


def _against(label: _Label, late: bool) -> bool:
    """Tell whether a text hangs against the rule because the axis ends: such texts are placed last, above the stems."""
    return (label.high > label.x) if late else (label.low < label.x)


def _free(row: int, label: _Label, placed: list[_Label]) -> bool:
    gap = 0.004
    for other in (other for other in placed if other.row):
        meets_text = other.row == row and label.low < other.high + gap and label.high > other.low - gap
        meets_stem = other.row > row and label.low - gap < other.x < label.high + gap
        crosses = other.row < row and other.low - gap < label.x < other.high + gap
        if meets_text or meets_stem or crosses:
            return False
    return True


def _spine(axes: Axes, axis: _Axis, first: int, last: int) -> None:
    axes.plot([0, 1], [0, 0], color=style.INK, linewidth=1.1, zorder=3)
    written = -1.0
    for position, year in enumerate(range(first, last + 1)):
        left, right = axis.places[position], axis.places[position + 1]
        axes.plot([left, left], [-0.06, 0.06], color=style.INK, linewidth=0.9, zorder=3)
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
            bbox={"boxstyle": "square,pad=0.2", "facecolor": style.PAPER, "edgecolor": "none"},
        )
    axes.plot([1, 1], [-0.06, 0.06], color=style.INK, linewidth=0.9, zorder=3)


def _draw_label(axes: Axes, label: _Label, sign: int) -> None:
    y = sign * (0.3 + _STEP * label.row)
    axes.plot([label.x, label.x], [0, y], color=label.colour, linewidth=0.9, zorder=2)
    axes.plot(
        label.x, y, "o", markersize=5, color=label.colour, markeredgecolor=style.PAPER, markeredgewidth=0.7, zorder=6
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
    taken: list[tuple[float, int]] = []
    for row in marks.itertuples():
        x = axis(row.day)
        level = next(n for n in range(1000) if not any(n == m and abs(x - z) < 0.008 for z, m in taken))
        taken.append((x, level))
        if level < 3:
            axes.plot(
                x,
                sign * (0.13 + 0.075 * level),
                "o",
                markersize=3.6,
                markerfacecolor=style.PAPER,
                markeredgecolor=LANE_COLOURS[row.lane],
                markeredgewidth=0.9,
                zorder=4,
            )


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
    authorities = list(frame.authority.value_counts().index)
    stacks = _stacks(frame)
    heights = {
        name: 0.55 + 0.105 * max((s.level for s in stacks if s.authority == name), default=0) for name in authorities
    }
    common = [code for code in frame.country.value_counts().index if code != partner][:3]
    colours = dict(zip(common, (style.TEAL, style.OCHRE, style.BLUE), strict=False))
    colours |= {partner: style.BRICK} if partner else {}
    entries = [
        labels.Entry(t.country(code), draw=labels.dot(colours[code]))
        for code in (partner, *common)
        if code and (frame.country == code).any()
    ]
    if (~frame.country.isin(list(colours))).any():
        entries.append(labels.Entry(t("other states"), draw=labels.dot(style.GREY)))
    figure, share = labels.over(entries, max(1.3, 0.62 + sum(heights.values())))
    axes = labels.body(figure, share, (1.8, 0.32, 0.2, 0.0))
    _time_axis(axes, list(frame.designated_on), until)
    base = {}
    y = 0.0
    for name in reversed(authorities):
        base[name] = y + 0.18
        axes.axhline(y + 0.06, color=style.GRID, linewidth=0.8, zorder=0)
        axes.text(
            -0.012,
            y + 0.2,
            t(name.replace("_", " ")),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            fontsize=style.TEXT,
        )
        y += heights[name]
    axes.set_ylim(0, max(y, 0.6))
    for mark in stacks:
        axes.plot(
            mark.day,
            base[mark.authority] + 0.105 * mark.level,
            "o",
            markersize=6.2,
            markeredgewidth=0.5,
            color=colours.get(mark.country, style.GREY),
            markeredgecolor=style.PAPER,
            zorder=3,
            alpha=0.45 if mark.lifted else 1,
        )
    _name_marks(axes, [mark for mark in stacks if mark.country == partner], stacks, base)
    if frame.empty:
        axes.text(
            0.5,
            0.5,
            t("No designation on record"),
            transform=axes.transAxes,
            ha="center",
            color=style.GREY,
            fontsize=12,
        )
    return figure


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


def _name_marks(axes: Axes, marks: list[_Mark], stacks: list[_Mark], base: dict[str, float]) -> None:
    """Name marks where a name overlaps no mark and no other name; marks of one stack share a label."""

    def spot(mark: _Mark) -> tuple[float, float]:
        return mdates.date2num(mark.day), base[mark.authority] + 0.105 * mark.level

    placer = labels.Placer(axes)
    for mark in stacks:
        placer.dot(spot(mark), 0.05)
    shared: dict[tuple, list[_Mark]] = {}
    for mark in marks:
        shared.setdefault((mark.authority, mark.day.year, (mark.day.month - 1) // 3), []).append(mark)
    for group in shared.values():
        name = textwrap.shorten(group[0].name, 40, placeholder=" …") + (f" +{len(group) - 1}" if len(group) > 1 else "")
        placer.beside(
            spot(group[-1]), name, (0.07, 0.16, 0.3, 0.5, 0.8), color=style.BRICK, fontsize=9, fontweight="bold",
            path_effects=style.halo(),
        )  # fmt: skip


def _time_axis(axes: Axes, days: list[str], until: dt.date) -> None:
    first = min((dates.earliest(day) for day in days), default=until - dt.timedelta(days=3653))
    axes.set_xlim(dt.date(first.year, 1, 1), dt.date(until.year, 12, 31))
    years = until.year - first.year + 1
    _year_marks(axes, 1 if years <= 14 else 2 if years <= 26 else 5)


def _year_marks(axes: Axes, base: int) -> None:
    """Mark every so many years on a bare time axis."""
    axes.xaxis.set_major_locator(mdates.YearLocator(base=base))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.tick_params(length=0, labelsize=9.5)
    axes.set_yticks([])
    axes.grid(axis="x", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def reports(pages: pd.DataFrame, event: str, t: Language) -> Figure:
    """Draw who reported on a document: one row a state, one dot a page, by days from the event.

    Parameters
    ----------
    pages : pandas.DataFrame
        As `pactbook.subjects.article.coverage` gives it; may be empty.
    event : str
        Day of the event, ISO 8601.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Dots are filled where the page mentions one of the documents; pages without a day of publication stand apart.
    """
    pages = pages.assign(
        offset=[_days_from(text, event) for text in pages.published],
        place=[t.country(code) if code else t("state not given") for code in pages.country],
    )
    order = list(pages.place.value_counts().index)
    entries = [
        labels.Entry(t("names a document"), draw=labels.dot(style.TEAL)),
        labels.Entry(t("about the visit only"), draw=labels.dot(style.TEAL, filled=False)),
    ]
    figure, share = labels.over(entries, max(1.2, 0.45 + 0.36 * len(order)))
    axes = labels.body(figure, share, (1.6, 0.42, 0.2, 0.0))
    axes.set_ylim(len(order) - 0.4, -0.6) if order else axes.set_ylim(0, 1)
    axes.set_xlim(-0.5, len(_BINS) - 0.5)
    axes.set_xticks(range(len(_BINS)), [t(word) for word in _BINS], fontsize=9.5)
    axes.set_yticks(range(len(order)), order)
    axes.tick_params(length=0, labelcolor=style.INK)
    axes.grid(axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for (place, spot), group in pages.groupby(["place", pages.offset.map(_bin)]):
        _swarm(axes, group, spot, order.index(place))
    if pages.empty:
        axes.text(
            0.5, 0.5, t("No report on record"), transform=axes.transAxes, ha="center", color=style.GREY, fontsize=12
        )
    return figure


_BINS = ("before", "same day", "1 day later", "2–7 days later", "8–30 days later", "later", "no day given")


def _days_from(published: str, event: str) -> float:
    return float("nan") if len(published) < 10 else (dates.earliest(published) - dates.earliest(event)).days


def _bin(days: float) -> int:
    if np.isnan(days):
        return 6
    return int(np.searchsorted([0, 1, 2, 8, 31], days, side="right"))


def _swarm(axes: Axes, group: pd.DataFrame, spot: int, row: int) -> None:
    """Draw the pages of one cell as rows of at most nine dots."""
    for position, named in enumerate(sorted(group.named, reverse=True)):
        rank, column = divmod(position, 9)
        x = spot - 0.4 + 0.1 * column
        y = row + 0.24 * (rank - (len(group) - 1) // 9 / 2)
        axes.plot(
            x,
            y,
            "o",
            markersize=6,
            markerfacecolor=style.TEAL if named else style.PAPER,
            markeredgecolor=style.TEAL,
            markeredgewidth=1,
            zorder=3,
        )


_LIFE_COLOURS = {
    "announced": style.FAINT,
    "signed": style.SKY,
    "in_force": style.TEAL,
    "undated": style.MOSS,
    "plan": style.OCHRE,
}
_LIFE_WORDS = {
    "announced": "announced, no signature on record",
    "signed": "signed, no entry into force on record",
    "in_force": "in force",
    "undated": "in force, since when is not on record",
    "plan": "years of a roadmap or programme",
}
_BAR = 0.34  # inches from one bar to the next


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
        _box(t(_LIFE_WORDS[name]), _LIFE_COLOURS[name]) for name in _LIFE_COLOURS if any(s.look == name for s in spans)
    ]
    if any(span.ahead for span in spans):
        entries.append(_box(t("still to come"), _pale(_LIFE_COLOURS["plan"])))
    steps = taken[taken.agreement_id.isin(frame.agreement_id)]
    if not frame.empty:
        entries.append(labels.Entry(t("signature"), draw=labels.dot(style.INK, filled=False)))
    words = (("legal step", "D", True, style.PLUM), ("other event that refers to it", "o", False, style.INK))
    entries += [
        labels.Entry(t(word), draw=_marker(shape, colour))
        for word, shape, legal, colour in words
        if (steps.legal == legal).any()
    ]
    figure, share = labels.over(entries, max(1.2, 0.62 + _BAR * len(frame)))
    axes = labels.body(figure, share, (4.35, 0.3, 0.3, 0.24))
    if frame.empty:
        axes.set_axis_off()
        axes.text(
            0.5, 0.5, t("No document on record"), transform=axes.transAxes, ha="center", color=style.GREY, fontsize=12
        )
        return figure
    ends = [span.start for span in spans] + [span.end for span in spans] + [as_of]
    axes.set_xlim(dt.date(min(ends).year, 1, 1), dt.date(max(ends).year + 1, 1, 1))
    axes.set_ylim(max(1, len(frame)) - 0.5, -0.5)
    _years(axes, max(ends).year + 1 - min(ends).year)
    for span in spans:
        colour = _LIFE_COLOURS[span.look]
        colour = _pale(colour) if span.ahead else colour
        axes.barh(span.row, span.end - span.start, left=span.start, height=0.5, color=colour, zorder=2)
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


def _pale(colour: str) -> tuple[float, float, float]:
    return tuple(1 - 0.35 * (1 - value) for value in mpl.colors.to_rgb(colour))


def _box(word: str, colour: object) -> labels.Entry:
    return labels.Entry(word, draw=labels.swatch(colour))


_SIGNED = {"markersize": 7, "markerfacecolor": style.PAPER, "markeredgecolor": style.INK, "markeredgewidth": 1.2}


def _marker(shape: str, colour: str):
    """Return a drawing function for the mark of an event."""

    def draw(axes: Axes, x: float, y: float) -> None:
        size = 6.5 if shape == "D" else 4.5
        axes.plot(x + labels.SWATCH[0] / 2, y, shape, markersize=size, color=colour, markeredgecolor=style.PAPER)

    return draw


def _years(axes: Axes, years: int) -> None:
    _year_marks(axes, next(n for n in (1, 2, 5, 10, 20) if years / n <= 13 or n == 20))


def _name_bar(axes: Axes, row: int, bar: dict) -> None:
    room, font = 4.05, {"fontsize": style.TEXT, "fontweight": "bold" if bar["in_focus"] else "normal"}
    axes.annotate(
        _fitting(axes.figure, bar["title"], room, **font),
        (0, row),
        xycoords=axes.get_yaxis_transform(),
        xytext=(-8, 0),
        textcoords="offset points",
        ha="right",
        va="center_baseline",
        color=style.INK,
        **font,
    )


def _fitting(figure: Figure, text: str, room: float, **font: object) -> str:
    """Shorten a text to so many inches, past its middle: titles differ at both ends."""
    words = text.split()
    for drop in range(len(words)):
        left = -(-2 * (len(words) - drop) // 3)
        shown = words if not drop else [*words[:left], "…", *words[left + drop :]]
        if style.text_width(figure, " ".join(shown), **font) <= room:
            return " ".join(shown)
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
            markeredgecolor=style.PAPER,
            markeredgewidth=0.7,
            linestyle="none",
            zorder=4,
        )


def _today(axes: Axes, as_of: dt.date, t: Language) -> None:
    axes.axvline(as_of, color=style.BRICK, linewidth=1.5, zorder=3)
    late = mdates.date2num(as_of) > axes.get_xlim()[0] + 0.8 * (axes.get_xlim()[1] - axes.get_xlim()[0])
    axes.annotate(
        t.date(as_of),
        (as_of, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-4 if late else 4, 3),
        textcoords="offset points",
        ha="right" if late else "left",
        va="bottom",
        color=style.BRICK,
        fontsize=9,
        fontweight="bold",
    )
