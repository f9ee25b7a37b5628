"""The tables as they stood and as they were known on a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pactbook import dates
from pactbook.record.declared import Table, schema
from pactbook.record.tables import ENDS, Tables, as_dicts

# Pages of these kinds describe public facts long after they happened. Such a page does not say when a fact became
# known, so the fact counts as known from its own day on.
REFERENCE_KINDS = ("treaty_text", "dataset", "encyclopedia", "international_organisation", "think_tank")
# The column that dates a row, and the columns that tell what came later.
ROW_DATE = {
    "agreements": "signed",
    "events": "date",
    "blocs": "founded",
    "memberships": "start",
    "missile_tests": "date",
    "designations": "designated_on",
}
LATER = {
    "agreements": ("signed", "in_force", "ended"),
    "events": ("end_date",),
    "blocs": ("dissolved", "mutual_defence_since"),
    "memberships": ("end",),
    "missile_systems": ("first_test", "in_service", "retired"),
    "designations": ("lifted_on",),
}
# Organisations and roles in them are public when they begin: a list of members tells of them whenever it was printed.
PUBLIC = frozenset({"blocs", "memberships"})
# What the dates of a row say of its status, the strongest first.
STATUS_THEN = {
    "missile_systems": (
        ("retired", "retired"), ("in_service", "in_service"), ("first_test", "tested"),
    ),
}  # fmt: skip
# An article is what a reader brings: its claims are judged by what was known on the day, whenever it appeared. Sources
# stay as long as a row that stays cites them. A second reading, a search, a sweep and a draw tell of our own work.
UNCUT = ("checks", "claims", "draws", "searches", "sources", "sweeps", "third_readings")
# Columns of own words, in which a day may be named.
_TOLD = ("note", "caveat")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMED_DAY = re.compile(rf"\b(?:(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) )?((?:19|20)\d\d)\b")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_SENTENCE = re.compile(r"(?<=[.])\s+")
LINKS = {"events": "agreement_ids", "agreements": "see_also"}


def on_date(tables: Tables, as_of: dt.date) -> Tables:
    """Return the tables as they stood, and as they were known, on a day.

    A dated row stays if what it tells had happened by `as_of` and a page that tells it was published by then. Pages of
    `REFERENCE_KINDS` and pages without a date do not say when a fact became known: such a row counts as known from its
    own date, but none by a page without a date that tells of a later day. A row without a date of its own stays if a
    page that tells it was published by then; a page without a date counts as no newer than the newest page on record. A
    missile system stays also if a flight of it was announced, an entity if a designation of it stays. Organisations and
    roles in them are public: they count from the first possible day of their start, whenever the page appeared. An end
    whose day nobody gives counts at the latest from the document that came after, which the document that ended names.
    Later dates of a row (entry into force, end) are emptied, its later sources dropped, a note that may rest on a later
    source is emptied, and so is each sentence of a note or caveat that names a later day, unless it is of the period
    that a document plans for; a duty to help that only later pages are named for is unknown.
    A date of reduced precision counts as past when its last possible day, or the publication of a page that tells it,
    is past. From the day on which the sources were last seen, nothing is cut.

    Parameters
    ----------
    tables : Tables
        Everything on record.
    as_of : datetime.date
        The day.

    Returns
    -------
    Tables
    """
    if as_of.isoformat() >= tables.last_seen:
        return replace(tables, as_of=as_of)
    newest = tables.newest_day if tables.last_seen else as_of
    known = _Known(
        dated=_known_from(tables.sources, newest, row_is_dated=True),
        undated=_known_from(tables.sources, newest, row_is_dated=False),
        told=_tell_at_least(tables),
        followed=_followed(tables),
    )
    frames = {name: _frame_on_date(table, tables[name], known, as_of) for name, table in schema(tables.folder).items()}
    frames["readings"] = _with_their_pages(tables, frames, as_of)
    frames["agreements"] = _without_later_duties(frames["agreements"], tables.readings, frames["readings"])
    flights = frames["missile_tests"]
    frames["missile_systems"] = _flown(
        _requoted(frames["missile_systems"], frames["readings"]),
        set(flights.system_id[flights.outcome == "success"]),
    )
    return replace(tables, **drop_dangling(frames, tables.folder), as_of=as_of)


def _with_their_pages(tables: Tables, frames: dict[str, pd.DataFrame], as_of: dt.date) -> pd.DataFrame:
    """Return the readings that were known, and those of pages without a date by which a document or event is known.

    A day that lies ahead is nothing that such a page is known to have told.
    """
    undated = set(tables.sources.source_id[tables.sources.published == ""])
    kept = {
        (name, row[key], source)
        for name, key in (("agreements", "agreement_id"), ("events", "event_id"))
        for row in as_dicts(frames[name])
        for source in undated.intersection(row["source_ids"])
    }
    columns = ["table", "record_id", "field", "source_id", "value"]
    known = set(frames["readings"][columns].itertuples(index=False, name=None))
    cells = tables.readings[columns].itertuples(index=False, name=None)
    keep = [
        cell in known or ((cell[0], cell[1], cell[3]) in kept and not _lies_ahead(cell[4], as_of)) for cell in cells
    ]
    return tables.readings[np.array(keep, dtype=bool)].reset_index(drop=True)


def _lies_ahead(value: str, as_of: dt.date) -> bool:
    return bool(_DATE.fullmatch(value)) and dates.span(value)[0] > as_of


def _without_later_duties(agreements: pd.DataFrame, said: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the documents; a duty to help that only later pages are named for is not known yet."""
    about = [frame[(frame.table == "agreements") & (frame.field == "mutual_defence")] for frame in (said, known)]
    all_said, said_then = (set(zip(frame.record_id, frame.value, strict=True)) for frame in about)
    cells = list(zip(agreements.agreement_id, agreements.mutual_defence, strict=True))
    later = [cell in all_said and cell not in said_then for cell in cells]
    return agreements.assign(mutual_defence=agreements.mutual_defence.mask(np.array(later, dtype=bool), "unknown"))


def _requoted(systems: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Return the systems with a range and payload that some page had quoted by then, empty where none had."""
    said = readings[readings.table == "missile_systems"]
    columns = {}
    for name in ("range_km", "payload_kg"):
        quoted = {
            (row.record_id, number)
            for row in said[said.field == name].itertuples()
            if pd.notna(number := pd.to_numeric(row.value, errors="coerce"))
        }
        known = dict(sorted(quoted))
        columns[name] = [
            value if (system, value) in quoted else known.get(system, float("nan"))
            for system, value in zip(systems.system_id, systems[name], strict=True)
        ]
    return systems.assign(**columns)


def _flown(systems: pd.DataFrame, flown: Collection[str]) -> pd.DataFrame:
    """Return the systems; one of which no page yet told more than that it is reported is tested where a flight succeeded."""
    tested = systems.status.eq("reported") & systems.system_id.isin(flown)
    return systems.assign(status=systems.status.mask(tested, "tested"))


@dataclass(frozen=True)
class _Known:
    """From when on pages were there.

    Attributes
    ----------
    dated, undated : dict
        The last possible day of publication by source, for a row with a date of its own and for one without.
    told : dict
        As `_tell_at_least` gives it.
    followed : dict
        As `_followed` gives it.
    """

    dated: dict[str, dt.date | None]
    undated: dict[str, dt.date | None]
    told: dict[str, dt.date]
    followed: dict[str, dt.date]

    def days(self, sources: Collection[str], own: str) -> list[dt.date | None]:
        """Return from when on each page tells a row of an own date (may be empty), None where that date decides."""
        if not own:
            return [self.undated[source] for source in sources]
        last = dates.span(own)[1]
        later = {source: day for source in sources if (day := self.told.get(source)) and day > last}
        return [later.get(source, self.dated[source]) for source in sources]


def _tell_at_least(tables: Tables) -> dict[str, dt.date]:
    """Return for pages without a date the newest day of which a row that cites them tells: none is older than that."""
    pages = tables.sources[(tables.sources.published == "") & ~tables.sources.kind.isin(REFERENCE_KINDS)]
    undated, days = set(pages.source_id), dict[str, dt.date]()
    for name in sorted(ROW_DATE.keys() - PUBLIC):
        table = schema(tables.folder)[name]
        for row in as_dicts(tables[name]):
            if day := dates.earliest(_own_date(table, row)):
                for source in undated.intersection(row["source_ids"]):
                    days[source] = max(day, days.get(source, day))
    return days


def _known_from(sources: pd.DataFrame, newest: dt.date, row_is_dated: bool) -> dict[str, dt.date | None]:
    """Return the last possible day of publication by source, None where the row's own date decides.

    `newest` is the day of the newest page: none of those without a date counts as newer.
    """
    days: dict[str, dt.date | None] = {}
    for row in sources.itertuples():
        undecided = row.kind in REFERENCE_KINDS or not row.published
        last = dates.latest(row.published) if row.published else min(dates.span(row.seen_on)[1], newest)
        days[row.source_id] = None if row_is_dated and undecided else last
    return days


def _followed(tables: Tables) -> dict[str, dt.date]:
    """Return by event, of ends without a day, the day of the document that came after, signed or in force."""
    signed = {row["agreement_id"]: row for row in as_dicts(tables.agreements)}
    days = {}
    for event in as_dicts(tables.events[(tables.events.date == "") & tables.events.kind.isin(ENDS)]):
        for old in (signed[name] for name in event["agreement_ids"]):
            began = dates.latest(old["signed"] or old["in_force"])
            after = [dates.latest(signed[name]["in_force"] or signed[name]["signed"]) for name in old["see_also"]]
            if later := [day for day in after if day and began and day > began]:
                days[event["event_id"]] = max(later)
    return days


def _frame_on_date(table: Table, frame: pd.DataFrame, known: _Known, as_of: dt.date) -> pd.DataFrame:
    if table.name in UNCUT:
        return frame
    rows = [_row_on_date(table, row, known, as_of) for row in as_dicts(frame)]
    kept = [row for row in rows if row is not None]
    return pd.DataFrame(kept, columns=frame.columns).astype(frame.dtypes) if kept else frame.iloc[:0]


def _row_on_date(table: Table, row: dict, known: _Known, as_of: dt.date) -> dict | None:
    ids, own = _cited(table, row), _own_date(table, row)
    days = known.days(ids, own)
    first = min((day for day in days if day), default=None)
    told = not ids or table.name in PUBLIC or any(day is None or day <= as_of for day in days)
    told = told or known.followed.get(row.get("event_id", ""), dt.date.max) <= as_of
    flown = table.name == "missile_systems" and any(
        row[n] and _happened(row[n], first, as_of) for n in ("first_test", "in_service")
    )
    if not told and not flown and table.name != "entities":
        return None
    if not (_happened(own, first, as_of) or (table.name in PUBLIC and dates.span(own)[0] <= as_of)):
        return None
    return _cut(table, row, [i for i, day in zip(ids, days, strict=True) if day is None or day <= as_of], first, as_of)


def _own_date(table: Table, row: dict) -> str:
    if table.name == "agreements":
        return row["announced"] or row["signed"] or row["in_force"]
    return row.get(ROW_DATE.get(table.name, ""), "")


def _cut(table: Table, row: dict, told_by: list[str], first: dt.date | None, as_of: dt.date) -> dict:
    """Empty what a row tells of later days."""
    whole, row = row, dict(row)
    if table.name == "blocs" and not _happened(row["mutual_defence_since"], first, as_of):
        row["mutual_defence"] = "no"  # its text had no such duty yet
    for name in LATER.get(table.name, ()):
        if row[name] and not _happened(row[name], first, as_of):
            row[name] = ""
    if table.name in STATUS_THEN and (row != whole or len(told_by) < len(row["source_ids"])):
        row["status"] = _status_then(table.name, row, whole)
    if "source_ids" in row and len(told_by) < len(row["source_ids"]):
        # A row that stays without a page of its time (a flight announced then) keeps the pages that tell it now.
        row["source_ids"] = tuple(told_by) or row["source_ids"]
        row["note"] = ""
    for name in filter(row.get, _TOLD):
        row[name] = _told_then(row[name], as_of, [row.get("period_start", ""), row.get("period_end", "")])
        if not row[name] and f"{name}_de" in row:
            row[f"{name}_de"] = ""
    return row


def _told_then(text: str, as_of: dt.date, planned: Collection[str]) -> str:
    """Return the sentences of a text that name no day after another, but for years for which something is planned."""
    years = {day[:4] for day in planned if day}
    return " ".join(one for one in _SENTENCE.split(text) if not _names_later(one, as_of, years))


def _names_later(sentence: str, as_of: dt.date, planned: Collection[str]) -> bool:
    for day, month, year in _NAMED_DAY.findall(sentence):
        first = dt.date(int(year), _MONTHS.index(month) + 1 if month else 1, 1) + dt.timedelta(days=int(day or 1) - 1)
        if first > as_of and year not in planned:
            return True
    return False


def _status_then(table: str, row: dict, whole: dict) -> str:
    """Return the status that the remaining dates of a cut row show; a row of which nothing is cut keeps its own.

    What has no date at all and is or was in service counts as in service from the first page that tells of it.
    """
    if told := next((status for column, status in STATUS_THEN[table] if row[column]), ""):
        return told
    dateless = not any(whole[column] for column, _ in STATUS_THEN[table])
    return "in_service" if dateless and whole["status"] in ("in_service", "retired") else "reported"


def _cited(table: Table, row: dict) -> tuple[str, ...]:
    if table.name == "claims":
        named = [record.removeprefix("sources:") for record in row["evidence"] if record.startswith("sources:")]
        return (row["article_id"], *named)
    if "source_ids" in row:
        return row["source_ids"]
    return (row["source_id"],) if row.get("source_id") and table.name != "sources" else ()


def _all_cited(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Return the sources that the rows of a table cite, as `_cited` tells of one row."""
    if table.name == "claims":
        yield from (source for row in as_dicts(frame) for source in _cited(table, row))
    elif "source_ids" in frame:
        yield from (source for ids in frame.source_ids for source in ids)
    elif "source_id" in frame and table.name != "sources":
        yield from frame.source_id


def _happened(text: str, first_told: dt.date | None, as_of: dt.date) -> bool:
    """Tell whether a date of reduced precision lies in the past: surely, or because a page had told it by then."""
    if not text:
        return True
    first, last = dates.span(text)
    return last <= as_of or (first <= as_of and first_told is not None and first <= first_told <= as_of)


def drop_dangling(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, pd.DataFrame]:
    """Drop what points to a row that was not yet known."""
    known = {
        "agreements": set(frames["agreements"].agreement_id),
        "missile_systems": set(frames["missile_systems"].system_id),
        "blocs": set(frames["blocs"].bloc_id),
    }
    for name, column in LINKS.items():
        cells = [tuple(value for value in cell if value in known["agreements"]) for cell in frames[name][column]]
        frames[name] = frames[name].assign(**{column: pd.Series(cells, index=frames[name].index, dtype=object)})
    frames["missile_tests"] = _where(frames["missile_tests"], "system_id", known["missile_systems"] | {""})
    frames["memberships"] = _where(frames["memberships"], "bloc_id", known["blocs"])
    frames["entities"] = _where(frames["entities"], "entity_id", set(frames["designations"].entity_id))
    frames["coverage"] = _where(frames["coverage"], "subject", known["agreements"])
    cited = {source for name, table in schema(folder).items() for source in _all_cited(table, frames[name])}
    frames["sources"] = _where(frames["sources"], "source_id", cited)
    return frames


def _where(frame: pd.DataFrame, column: str, known: set[str]) -> pd.DataFrame:
    return frame[frame[column].isin(known)].reset_index(drop=True)
