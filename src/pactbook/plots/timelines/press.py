"""Who reported on a document, by days from it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook import dates
from pactbook.locale import Language
from pactbook.plots import labels, palette, style

_BINS = ("before", "same day", "1 day later", "2–7 days later", "8–30 days later", "later", "no day given")


@style.look()
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
        Only days with a page have a column.
    """
    pages = pages.assign(
        offset=[_days_from(text, event) for text in pages.published],
        place=[t.country(code) if code else t("state not given") for code in pages.country],
    )
    pages = pages.assign(bin=pages.offset.map(_bin))
    used, words = sorted(set(pages.bin)), [t(word) for word in _BINS]
    order = list(pages.place.value_counts().index)
    entries = [
        labels.Entry(t("names a document"), draw=labels.dot(palette.TEAL)),
        labels.Entry(t("about the visit only"), draw=labels.dot(palette.TEAL, filled=False)),
    ]
    figure, share = labels.over(entries, max(1.2, 0.45 + 0.36 * len(order)))
    axes = labels.body(figure, share, (1.6, 0.42, 0.2, 0.0))
    axes.set_ylim(len(order) - 0.4, -0.6) if order else axes.set_ylim(0, 1)
    axes.set_xlim(-0.5, max(1, len(used)) - 0.5)
    axes.set_xticks(range(len(used)), [words[name] for name in used], fontsize=9.5)
    axes.set_yticks(range(len(order)), order)
    axes.tick_params(length=0, labelcolor=palette.INK)
    axes.grid(axis="y", color=palette.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for (place, name), group in pages.groupby(["place", "bin"]):
        _swarm(axes, group, used.index(name), order.index(place))
    if pages.empty:
        labels.nothing(axes, t("No report on record"))
    return figure


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
            markerfacecolor=palette.TEAL if named else palette.PAPER,
            markeredgecolor=palette.TEAL,
            markeredgewidth=1,
            zorder=3,
        )
