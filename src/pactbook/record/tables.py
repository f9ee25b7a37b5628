"""The tables of the record in memory."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pactbook import dates, paths
from pactbook.errors import UserError
from pactbook.record.declared import schema

# Events that tell what became of an agreement, and those by which it is over, or a party of several leaves it.
LEGAL_STEPS = ("ratification", "entry_into_force", "suspension", "expiry", "termination")
ENDS = frozenset({"expiry", "termination"})
# Where a row is from: our tables, or a reader's own; a row of an outside dataset has ``outside:`` and its name.
OURS, YOURS = "pactbook", "yours"
AMENDMENT_COLUMNS = ["table", "record_id", "field", "ours", "yours"]
DOUBTFUL_COLUMNS = ["table", "record_id", "outside_id", "origin", "why"]


@dataclass(eq=False)
class Tables:
    """The tables of the record, as pandas frames with one attribute a table.

    Every column is text as in the CSV, except numbers (float, NaN where empty), integers (Int64) and lists (tuples). Besides
    those of the CSV each table has a column ``origins``: a tuple of ``pactbook``, ``outside:`` with the name of a dataset,
    and ``yours``.

    Attributes
    ----------
    amendments : pandas.DataFrame
        The cells that a reader's own rows change: table, record_id, field, ours, yours.
    doubtful : pandas.DataFrame
        What an outside dataset may know too, but need not: table, record_id, outside_id, origin, why.
    overlay : pathlib.Path or None
        Folder of the reader's own rows.
    """

    sources: pd.DataFrame = field(repr=False)
    agreements: pd.DataFrame
    events: pd.DataFrame
    blocs: pd.DataFrame
    memberships: pd.DataFrame
    missile_systems: pd.DataFrame
    missile_tests: pd.DataFrame
    entities: pd.DataFrame
    designations: pd.DataFrame
    claims: pd.DataFrame
    coverage: pd.DataFrame
    searches: pd.DataFrame
    sweeps: pd.DataFrame
    draws: pd.DataFrame
    readings: pd.DataFrame
    checks: pd.DataFrame
    third_readings: pd.DataFrame
    as_of: dt.date | None = None
    last_seen: str = ""
    folder: Path = field(default_factory=paths.data)
    overlay: Path | None = None
    amendments: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=AMENDMENT_COLUMNS), repr=False)
    doubtful: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=DOUBTFUL_COLUMNS), repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return getattr(self, name)

    @property
    def names(self) -> list[str]:
        """Return the names of the tables."""
        return list(schema(self.folder))

    def in_language(self, language: str) -> Tables:
        """Return the tables with each text in a language as far as it is translated; the record itself is in English."""
        frames: dict[str, pd.DataFrame] = {}
        for table in schema(self.folder).values():
            for column in table.fields:
                if column.translates and column.name == f"{column.translates}_{language}":
                    frame = frames.get(table.name, self[table.name])
                    told = frame[column.name].where(frame[column.name] != "", frame[column.translates])
                    frames[table.name] = frame.assign(**{column.translates: told})
        return replace(self, **frames)

    @property
    def is_latest(self) -> bool:
        """Tell whether the tables are not cut at a day before their newest look at a source."""
        return self.as_of is None or self.as_of.isoformat() >= self.last_seen

    @property
    def newest_page(self) -> str:
        """Return the date of the newest page that the day could know, ISO 8601 of the precision known; empty if none has one."""
        # A page of some day of a month may be of a later one than the day of the tables; none is later than our look at it.
        by = dates.earliest if self.is_latest else dates.latest
        until = dates.latest(self.counted_until)
        return max((day for day in self.sources.published if day and by(day) <= until), default="")  # type: ignore[operator]

    @property
    def newest_day(self) -> dt.date:
        """Return the day of the newest page that was read: its last possible one, but none after we looked."""
        if not self.last_seen:
            raise UserError("as_of: latest: no page is on record: name a day")
        looked = dates.span(self.last_seen)[1]
        return min(dates.span(self.newest_page)[1], looked) if self.newest_page else looked

    @property
    def counted_until(self) -> str:
        """Return the day up to which the tables tell, ISO 8601."""
        return self.as_of.isoformat() if self.as_of else self.last_seen

    @property
    def day(self) -> dt.date:
        """Return the day up to which the tables tell."""
        # None only where no page is on record and no day was asked for.
        return dates.earliest(self.counted_until)  # type: ignore[return-value]

    def agreements_of(self, *parties: str) -> pd.DataFrame:
        """Return the agreements to which all of some parties belong, in the order of the table."""
        return self.agreements.iloc[_common(self._agreements_by_party, parties)]

    def events_of(self, *states: str) -> pd.DataFrame:
        """Return the events in which all of some states took part, in the order of the table."""
        return self.events.iloc[_common(self._events_by_state, states)]

    def events_between(self, a: str, b: str) -> pd.DataFrame:
        """Return the events of two states, in the order of the table.

        They are those in which both took part, and the legal steps that one of them took on a document of both.
        """
        documents = set(self.agreements_of(a, b).agreement_id)
        by_one = set().union(*(self._events_by_state.get(state, ()) for state in (a, b)))
        steps = {
            i
            for i in by_one
            if self.events.kind.iat[i] in LEGAL_STEPS and not documents.isdisjoint(self.events.agreement_ids.iat[i])
        }
        return self.events.iloc[sorted({*_common(self._events_by_state, (a, b)), *steps})]

    def searches_about(self, record: str) -> pd.DataFrame:
        """Return the searches about a record (``table:id``), in the order of the table."""
        return self.searches.iloc[_common(self._searches_by_record, (record,))]

    @cached_property
    def _searches_by_record(self) -> dict[str, set[int]]:
        return _positions(self.searches.about.str.findall(r"\w+:[\w-]+(?::[\w-]+)*"))

    @cached_property
    def _agreements_by_party(self) -> dict[str, set[int]]:
        return _positions(self.agreements.parties)

    @cached_property
    def _events_by_state(self) -> dict[str, set[int]]:
        return _positions(self.events.countries)

    @cached_property
    def voice(self) -> dict[str, str]:
        """Return by source whose text its page carries: the agency's, else the publisher's."""
        sources = self.sources
        return dict(zip(sources.source_id, sources.wire.where(sources.wire != "", sources.publisher), strict=True))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return the address of each source."""
        return dict(zip(self.sources.source_id, self.sources.url, strict=True))

    @cached_property
    def publisher(self) -> dict[str, str]:
        """Return by source who runs the host of its page."""
        return dict(zip(self.sources.source_id, self.sources.publisher, strict=True))

    @cached_property
    def source_kind(self) -> dict[str, str]:
        """Return by source what kind of text its page carries."""
        return dict(zip(self.sources.source_id, self.sources.kind, strict=True))

    @cached_property
    def steps_taken(self) -> dict[str, dict[str, str]]:
        """Return for each agreement the kinds of events that concern it, each with its first date (empty if unknown).

        That a party leaves those who stay, two or more, ends nothing: `left` tells of it.
        """
        taken: dict[str, dict[str, str]] = defaultdict(dict)
        columns = ("kind", "date", "agreement_ids", "event_id")
        for kind, day, ids, event in zip(*(self.events[name] for name in columns), strict=True):
            for agreement in ids:
                if event in self._leaving.get(agreement, {}):
                    continue
                known = taken[agreement].get(kind)
                taken[agreement][kind] = min(filter(None, (known, day)), default="")
        return dict(taken)

    @cached_property
    def _leaving(self) -> dict[str, dict[str, tuple[tuple[str, ...], str]]]:
        """Return for each agreement the events by which parties leave the others, two or more: (who, date)."""
        parties = dict(zip(self.agreements.agreement_id, self.agreements.parties, strict=True))
        leaving: dict[str, dict[str, tuple[tuple[str, ...], str]]] = defaultdict(dict)
        ends = self.events[self.events.kind.isin(ENDS)]
        for row in ends.itertuples():
            for agreement in row.agreement_ids:
                if len(set(parties.get(agreement, ())) - set(row.countries)) > 1:
                    leaving[agreement][row.event_id] = (row.countries, row.date)
        return dict(leaving)

    @cached_property
    def left(self) -> dict[str, dict[str, dt.date]]:
        """Return for each agreement of several parties who left it, and from which day on."""
        return {
            agreement: {
                country: dates.latest(day) or dt.date.min for countries, day in events.values() for country in countries
            }
            for agreement, events in self._leaving.items()
        }


def _positions(cells: pd.Series) -> dict[str, set[int]]:
    """Return for each value of a list column the positions of the rows that hold it."""
    found: dict[str, set[int]] = defaultdict(set)
    for position, cell in enumerate(cells):
        for value in cell:
            found[value].add(position)
    return dict(found)


def _common(positions: dict[str, set[int]], values: Iterable[str]) -> list[int]:
    return sorted(set.intersection(*(positions.get(value, set()) for value in values)))


def split(text: str) -> tuple[str, ...]:
    """Return the values of a list cell."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def as_dicts(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries; unlike ``DataFrame.to_dict`` it takes no second look at each cell."""
    names = list(frame.columns)
    columns = [frame[name].to_numpy(object).tolist() for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def select(frame: pd.DataFrame, keep: Iterable[bool]) -> pd.DataFrame:
    """Return the rows for which `keep` holds; unlike ``frame[list]`` also where there are none."""
    return frame.loc[np.fromiter(keep, dtype=bool, count=len(frame))]
