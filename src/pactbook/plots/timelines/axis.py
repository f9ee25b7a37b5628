"""The axis that timelines share: years on a bare line."""

from __future__ import annotations

import datetime as dt

import matplotlib.dates as mdates
from matplotlib.axes import Axes

from pactbook import dates
from pactbook.plots import palette


def to_day(axes: Axes, days: list[str], until: dt.date) -> None:
    """Span the axis from the year of the first of some days to the end of the year of another, or over ten years."""
    first = min((dates.earliest(day) for day in days), default=until - dt.timedelta(days=3653))
    axes.set_xlim(dt.date(first.year, 1, 1), dt.date(until.year, 12, 31))
    years = until.year - first.year + 1
    mark_years(axes, 1 if years <= 14 else 2 if years <= 26 else 5)


def mark_years(axes: Axes, base: int) -> None:
    """Mark every so many years on a bare time axis."""
    axes.xaxis.set_major_locator(mdates.YearLocator(base=base))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.tick_params(length=0, labelsize=9.5)
    axes.set_yticks([])
    axes.grid(axis="x", color=palette.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
