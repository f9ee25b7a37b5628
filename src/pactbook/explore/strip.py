"""The contacts of two states about defence as dots on a line: what one points at is told with its sources, what one clicks stays.

It needs no script: a page and a notebook show it alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pactbook import dates, markup
from pactbook.exhibits.pair import Pair
from pactbook.plots import lanes
from pactbook.plots.timelines.dyad import LANE_COLOURS

_DOT = 1.1  # hundredths of the line that a dot takes
_STEP = 0.85  # em from one dot to the next above it
_HIGHEST = 7  # em: dots of a higher pile overlap
_MOST_YEARS = 9  # that the line names


def strip(pair: Pair) -> str:
    """Return the HTML of the contacts of two states up to the day."""
    found = pair.dealings[pair.dealings.defence.astype(bool)]
    day = pair.params.day
    days = [dates.middle(text) or day for text in found.date]
    start = dt.date(min((day, *days)).year, 1, 1)
    span = max((day - start).days, 1)
    places = [min((one - start).days / span, 1) * (100 - _DOT) for one in days]
    levels = lanes.levels(places, _DOT)
    most = max(levels, default=0)
    step = min(_STEP, _HIGHEST / (most or 1))
    dots = [
        {"x": round(x, 2), "y": round(level * step, 2), **told}
        for x, level, told in zip(places, levels, _told(pair, found), strict=True)
    ]
    return markup.render(
        "explore", "strip.html.j2", dots=dots, years=_years(start, day, span),
        height=round(most * step + _STEP, 2),
        label=f"{pair.t.country(pair.a)}, {pair.t.country(pair.b)}: {start.year}–{day.year}",
    )  # fmt: skip


def _told(pair: Pair, found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what there is to say of each contact."""
    t, pages = pair.t, pair.record.sources.set_index("source_id")
    documents = pair.agreements.set_index("agreement_id")
    for row in found.itertuples():
        table, _, name = row.record.partition(":")
        document = documents.loc[name] if table == "agreements" and name in documents.index else None
        yield {
            "colour": LANE_COLOURS[row.lane],
            "title": row.title,
            "when": t.date(row.date),
            "what": t.word(row.kind) if document is None else f"{t.word(row.kind)}, {t.word(document.status_on)}",
            "note": "" if document is None else document.note,
            "sources": [
                {"publisher": page.publisher, "title": page.title, "url": page.url}
                for page in pages.loc[list(row.source_ids)].itertuples()
            ],
        }


def _years(start: dt.date, day: dt.date, span: int) -> list[tuple[float, int]]:
    """Return where some years begin, and which."""
    every = next(step for step in (1, 2, 5, 10, 20, 50) if (day.year - start.year) / step < _MOST_YEARS)
    named = [year for year in range(start.year, day.year + 1) if year % every == 0]
    return [(round((dt.date(year, 1, 1) - start).days / span * (100 - _DOT), 2), year) for year in named]
