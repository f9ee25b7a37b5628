"""Reading and checking the tables of ``data/``.

`data/datapackage.yaml` is the only declaration of what a table holds; this module reads it. A table that breaks it is
refused with file, line and the nearest allowed value.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from pactbook import countries, dates, paths
from pactbook.errors import UserError, hint

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
    "searches": "searched_on",
}
LATER = {
    "agreements": ("signed", "in_force", "ended"),
    "events": ("end_date",),
    "blocs": ("dissolved",),
    "memberships": ("end",),
    "missile_systems": ("first_test", "in_service", "retired"),
    "designations": ("lifted_on",),
}
# What the dates of a row say of its status, the strongest first; the last holds for a row without any.
STATUS_THEN = {
    "agreements": (("ended", "expired"), ("in_force", "in_force"), ("signed", "signed"), ("", "announced")),
    "missile_systems": (
        ("retired", "retired"), ("in_service", "in_service"), ("first_test", "tested"), ("", "reported"),
    ),
}  # fmt: skip
# An article is what a reader brings: its claims are judged by what was known on the day, whenever it appeared. Sources
# stay as long as a row that stays cites them. A second reading tells of our own work.
UNCUT = ("checks", "claims", "sources")
LINKS = {"events": "agreement_ids", "agreements": "see_also"}


@dataclass(frozen=True)
class Field:
    """One column as declared in the schema."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_list: bool = False
    is_date: bool = False
    is_country: bool = False
    references: tuple[str, str] | None = None

    @classmethod
    def from_schema(cls, raw: dict) -> Field:
        """Make a Field of one entry of ``schema.fields``."""
        rules = raw.get("constraints", {})
        reference = raw.get("x-references")
        return cls(
            name=raw["name"],
            title=raw["title"],
            description=raw["description"],
            type=raw["type"],
            required=rules.get("required", False),
            enum=tuple(raw.get("x-enum", rules.get("enum", ()))),
            pattern=re.compile(rules["pattern"]) if "pattern" in rules else None,
            minimum=rules.get("minimum"),
            maximum=rules.get("maximum"),
            is_list=raw.get("x-list", False),
            is_date=raw.get("x-date", False),
            is_country=raw.get("x-country", False),
            references=tuple(reference.split(".")) if reference else None,
        )


@dataclass(frozen=True)
class Table:
    """One table as declared in the schema."""

    name: str
    path: str
    title: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    foreign: tuple[tuple[str, str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.fields]


def schema(folder: Path | None = None) -> dict[str, Table]:
    """Return the declaration of every table, by name.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The folder that holds ``datapackage.yaml``; default `pactbook.paths.data`.
    """
    return _schema((folder or paths.data()) / "datapackage.yaml")


@functools.lru_cache(maxsize=8)
def _schema(path: Path) -> dict[str, Table]:
    try:
        package = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise UserError(f"{path}: no such file: it declares the tables") from None
    return {raw["name"]: _table(raw) for raw in package["resources"] if raw["path"].endswith(".csv")}


def _table(raw: dict) -> Table:
    declared = raw["schema"]
    key = declared["primaryKey"]
    return Table(
        name=raw["name"],
        path=raw["path"],
        title=raw["title"],
        description=raw["description"],
        key=(key,) if isinstance(key, str) else tuple(key),
        fields=tuple(Field.from_schema(entry) for entry in declared["fields"]),
        foreign=tuple(
            (entry["fields"], entry["reference"]["resource"], entry["reference"]["fields"])
            for entry in declared.get("foreignKeys", ())
        ),
    )


@dataclass
class Tables:
    """The tables of the record, as pandas frames with one attribute a table.

    Every column is text as in the CSV, except numbers (float, NaN where empty), integers (Int64) and lists (tuples).
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
    readings: pd.DataFrame
    checks: pd.DataFrame
    as_of: dt.date | None = None
    last_seen: str = ""
    folder: Path = field(default_factory=paths.data)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return getattr(self, name)

    @property
    def is_latest(self) -> bool:
        """Tell whether the tables are not cut at a day before their newest look at a source."""
        return self.as_of is None or self.as_of.isoformat() >= self.last_seen

    @property
    def newest_page(self) -> str:
        """Return the date of the newest page that the day could know, ISO 8601 of the precision known; empty if none has one."""
        published = self.sources.published
        return max(published[published <= self.counted_until], default="")

    @property
    def counted_until(self) -> str:
        """Return the day up to which the tables tell, ISO 8601."""
        return self.as_of.isoformat() if self.as_of else self.last_seen


def load(as_of: dt.date | None = None, folder: Path | None = None) -> Tables:
    """Return the checked tables, as they stood and as they were known on a day.

    Parameters
    ----------
    as_of : datetime.date, optional
        The day; default: everything on record.
    folder : pathlib.Path, optional
        The folder of the tables; default `pactbook.paths.data`.

    Returns
    -------
    Tables

    Raises
    ------
    UserError
        If a table breaks the schema; the message lists up to twenty problems with file and line.
    """
    folder = (folder or paths.data()).resolve()
    stamp = tuple(
        (table.path, (folder / table.path).stat().st_mtime_ns)
        for table in schema(folder).values()
        if (folder / table.path).exists()
    )
    everything = _load(folder, stamp)
    return everything if as_of is None else on_date(everything, as_of)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple) -> Tables:
    raw, problems = read(folder)
    if problems:
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise UserError("\n".join(problems[:20]) + more)
    frames = {name: _frame(table, raw[name]) for name, table in schema(folder).items()}
    return Tables(**frames, last_seen=max(frames["sources"].seen_on, default=""), folder=folder)


def _frame(table: Table, rows: list[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*table.columns, "line"])
    for column in table.fields:
        if column.is_list:
            frame[column.name] = [split(value) for value in frame[column.name]]
        elif column.type == "number":
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", None)).astype(float)
        elif column.type == "integer":
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", None)).astype("Int64")
        else:
            frame[column.name] = frame[column.name].astype(object)
    return frame.drop(columns="line")


def split(text: str) -> tuple[str, ...]:
    """Return the values of a list cell."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


# ---------------------------------------------------------------------------------------------------- checking


def read(folder: Path | None = None) -> tuple[dict[str, list[dict]], list[str]]:
    """Read every table as text and check it.

    Returns
    -------
    rows : dict of list of dict
        Table name and its rows; each row has its line number under ``line``.
    problems : list of str
        What breaks the schema: ``file:line: column: what``.
    """
    folder = folder or paths.data()
    rows: dict[str, list[dict]] = {}
    problems: list[str] = []
    for name, table in schema(folder).items():
        rows[name], found = _read_file(folder / table.path, table)
        problems += found
    if not problems:
        problems = [problem for table in schema(folder).values() for problem in _check_references(table, rows)]
    return rows, problems


def _read_file(path: Path, table: Table) -> tuple[list[dict], list[str]]:
    if not path.exists():
        return [], [f"{path.name}: no such file in {path.parent}"]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"{path.name}: not UTF-8 (byte {error.start}): save it as UTF-8"]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [name for name in table.columns if name not in header]
    extra = [name for name in header if name not in table.columns]
    if missing or extra or len(set(header)) != len(header):
        told = [f"column {name!r} is missing" for name in missing]
        told += [f"column {name!r} is unknown{hint(name, table.columns)}" for name in extra]
        return [], [f"{path.name}:1: {'; '.join(told) or 'a column stands twice'}"]
    rows, problems, line = [], [], reader.line_num
    for values in reader:
        start, line = line + 1, reader.line_num
        if not values:
            continue
        if len(values) != len(header):
            problems.append(f"{path.name}:{start}: {len(values)} values for {len(header)} columns")
            continue
        rows.append(dict(zip(header, values, strict=True)) | {"line": start})
    return rows, problems + _check_rows(path.name, table, rows)


def _check_rows(file: str, table: Table, rows: list[dict]) -> list[str]:
    problems = [
        f"{file}:{row['line']}: {column.name}: {what}"
        for row in rows
        for column in table.fields
        for what in _check_cell(column, row[column.name])
    ]
    seen: dict[tuple, int] = {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            problems.append(
                f"{file}:{row['line']}: {', '.join(table.key)}: {' / '.join(key)!r} stands in line {seen[key]}"
            )
        seen.setdefault(key, row["line"])
    return problems


def _check_cell(column: Field, text: str) -> Iterator[str]:
    if text != text.strip():
        yield f"{text!r} has white space at its ends"
        return
    if not text:
        if column.required:
            yield "is empty, but required"
        return
    for value in split(text) if column.is_list else (text,):
        yield from _check_value(column, value)


def _check_value(column: Field, value: str) -> Iterator[str]:
    if column.enum and value not in column.enum:
        yield f"{value!r} is not allowed{hint(value, column.enum)}"
    if column.is_country and not countries.is_code(value):
        yield f"{value!r} is no ISO 3166-1 alpha-3 code{hint(value, countries.codes())}"
    if column.is_date:
        try:
            dates.span(value)
        except ValueError as error:
            yield str(error)
    if column.pattern and not column.pattern.fullmatch(value):
        yield f"{value!r} does not match {column.pattern.pattern}"
    if column.type in ("number", "integer"):
        yield from _check_number(column, value)


def _check_number(column: Field, value: str) -> Iterator[str]:
    if not re.fullmatch(r"-?[0-9]+" if column.type == "integer" else r"-?[0-9]+(\.[0-9]+)?", value):
        yield f"{value!r} is no {column.type}"
        return
    number = float(value)
    if column.minimum is not None and number < column.minimum:
        yield f"{value} is under {column.minimum}"
    if column.maximum is not None and number > column.maximum:
        yield f"{value} is over {column.maximum}"


def _check_references(table: Table, rows: dict[str, list[dict]]) -> Iterator[str]:
    targets = list(table.foreign)
    targets += [(column.name, *column.references) for column in table.fields if column.references]
    for name, target, target_column in targets:
        known = {row[target_column] for row in rows[target]}
        for row in rows[table.name]:
            for value in split(row[name]):
                if value not in known:
                    yield (
                        f"{table.path}:{row['line']}: {name}: {value!r} is not in {target}.csv{hint(value, known)}"
                        if len(known) < 5000
                        else f"{table.path}:{row['line']}: {name}: {value!r} is not in {target}.csv"
                    )


# ---------------------------------------------------------------------------------------------------- as of a day


def on_date(tables: Tables, as_of: dt.date) -> Tables:
    """Return the tables as they stood, and as they were known, on a day.

    A dated row stays if what it tells had happened by `as_of` and a page that tells it was published by then. Pages of
    `REFERENCE_KINDS` and pages without a date do not say when a fact became known: such a row counts as known from its
    own date. A row without a date of its own stays if a page that tells it was published, or seen, by then; a missile
    system also if a flight of it was announced, an entity if a designation of it stays. Later dates of a row (entry
    into force, end) are emptied, its later sources dropped, and a note that may rest on a later source is emptied too.
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
    known_from = {dated: _known_from(tables.sources, dated) for dated in (True, False)}
    frames = {
        name: _frame_on_date(table, tables[name], known_from, as_of) for name, table in schema(tables.folder).items()
    }
    frames["missile_systems"] = _requoted(frames["missile_systems"], frames["readings"])
    return replace(tables, **_drop_dangling(frames, tables.folder), as_of=as_of)


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


def _known_from(sources: pd.DataFrame, row_is_dated: bool) -> dict[str, dt.date | None]:
    """Return the last possible day of publication by source, None where the row's own date decides."""
    days: dict[str, dt.date | None] = {}
    for row in sources.itertuples():
        undecided = row.kind in REFERENCE_KINDS or not row.published
        days[row.source_id] = None if row_is_dated and undecided else dates.latest(row.published or row.seen_on)
    return days


def _frame_on_date(table: Table, frame: pd.DataFrame, known_from: dict, as_of: dt.date) -> pd.DataFrame:
    if table.name in UNCUT:
        return frame
    rows = [_row_on_date(table, row, known_from, as_of) for row in frame.to_dict("records")]
    kept = [row for row in rows if row is not None]
    return pd.DataFrame(kept, columns=frame.columns).astype(frame.dtypes) if kept else frame.iloc[:0]


def _row_on_date(table: Table, row: dict, known_from: dict, as_of: dt.date) -> dict | None:
    ids = _cited(table, row)
    days = [known_from[bool(_own_date(table, row))][source_id] for source_id in ids]
    first = min((day for day in days if day), default=None)
    told = not ids or any(day is None or day <= as_of for day in days)
    flown = table.name == "missile_systems" and any(
        row[n] and _happened(row[n], first, as_of) for n in ("first_test", "in_service")
    )
    if not told and not flown and table.name != "entities":
        return None
    if not _happened(_own_date(table, row), first, as_of):
        return None
    return _cut(table, row, [i for i, day in zip(ids, days, strict=True) if day is None or day <= as_of], first, as_of)


def _own_date(table: Table, row: dict) -> str:
    if table.name == "agreements":
        return row["announced"] or row["signed"]
    return row.get(ROW_DATE.get(table.name, ""), "")


def _cut(table: Table, row: dict, told_by: list[str], first: dt.date | None, as_of: dt.date) -> dict:
    """Empty what a row tells of later days."""
    row = dict(row)
    for name in LATER.get(table.name, ()):
        if row[name] and not _happened(row[name], first, as_of):
            row[name] = ""
    if table.name in STATUS_THEN:
        row["status"] = _status_then(table.name, row)
    if "source_ids" in row and len(told_by) < len(row["source_ids"]):
        # A row that stays without a page of its time (a flight announced then) keeps the pages that tell it now.
        row["source_ids"] = tuple(told_by) or row["source_ids"]
        row["note"] = ""
    return row


def _status_then(table: str, row: dict) -> str:
    """Return the status that the remaining dates of a cut row show."""
    return next((status for column, status in STATUS_THEN[table] if not column or row[column]), row["status"])


def _cited(table: Table, row: dict) -> tuple[str, ...]:
    if table.name == "claims":
        named = [record.removeprefix("sources:") for record in row["evidence"] if record.startswith("sources:")]
        return (row["article_id"], *named)
    if "source_ids" in row:
        return row["source_ids"]
    return (row["source_id"],) if row.get("source_id") and table.name != "sources" else ()


def _happened(text: str, first_told: dt.date | None, as_of: dt.date) -> bool:
    """Tell whether a date of reduced precision lies in the past: surely, or because a page had told it by then."""
    if not text:
        return True
    first, last = dates.span(text)
    return last <= as_of or (first <= as_of and first_told is not None and first <= first_told <= as_of)


def _drop_dangling(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, pd.DataFrame]:
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
    cited = {
        source
        for name, table in schema(folder).items()
        for row in frames[name].to_dict("records")
        for source in _cited(table, row)
    }
    frames["sources"] = _where(frames["sources"], "source_id", cited)
    return frames


def select(frame: pd.DataFrame, keep: Iterable[bool]) -> pd.DataFrame:
    """Return the rows for which `keep` holds; unlike ``frame[list]`` also where there are none."""
    return frame.loc[np.fromiter(keep, dtype=bool, count=len(frame))]


def _where(frame: pd.DataFrame, column: str, known: set[str]) -> pd.DataFrame:
    return frame[frame[column].isin(known)].reset_index(drop=True)


# ---------------------------------------------------------------------------------------------------- confidence

PRIMARY_KINDS = frozenset({"treaty_text", "government", "international_organisation", "agency"})


def confidence(tables: Tables, frame: pd.DataFrame) -> list[str]:
    """Return how sure each row is, by one rule, from its sources.

    Independent voices are counted by the text they carry: pages that repeat one agency's text count once. ``high``:
    two or more voices, one of them primary (treaty text, government, international organisation, agency), or a treaty
    text. ``medium``: two or more voices, or one that is primary. ``low``: one voice that is not primary.

    Parameters
    ----------
    tables : Tables
        The record, for its sources.
    frame : pandas.DataFrame
        Rows with a column ``source_ids``.

    Returns
    -------
    list of str
        ``high``, ``medium`` or ``low`` for each row.
    """
    sources = tables.sources.set_index("source_id")
    voice = sources.wire.where(sources.wire != "", sources.publisher).to_dict()
    kind = sources.kind.to_dict()
    return [_confidence([voice[i] for i in ids], {kind[i] for i in ids}) for ids in frame.source_ids]


def _confidence(voices: list[str], kinds: set[str]) -> str:
    primary, several = bool(kinds & PRIMARY_KINDS), len(set(voices)) > 1
    if "treaty_text" in kinds or (primary and several):
        return "high"
    return "medium" if primary or several else "low"


def independent(tables: Tables, frame: pd.DataFrame) -> list[int]:
    """Return how many independent voices each row rests on: publishers, or the agency whose text they carry."""
    sources = tables.sources
    voice = dict(zip(sources.source_id, sources.wire.where(sources.wire != "", sources.publisher), strict=True))
    return [len({voice[i] for i in ids}) for ids in frame.source_ids]


def publishers(tables: Tables, source_ids: Iterable[str]) -> list[str]:
    """Return the publishers of some sources, the most cited first, each once."""
    publisher = dict(zip(tables.sources.source_id, tables.sources.publisher, strict=True))
    return [name for name, _ in Counter(publisher[i] for i in source_ids).most_common()]


def readings_of(tables: Tables, records: Iterable[str]) -> pd.DataFrame:
    """Return what sources say of some records where they do not all say the same.

    Parameters
    ----------
    tables : Tables
        The record.
    records : iterable of str
        Each as ``table:record_id``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``readings.csv`` and publisher and source_ids (the one source), for fields with two or more values.
    """
    frame = tables.readings
    frame = frame[(frame.table + ":" + frame.record_id).isin(set(records))]
    apart = frame.groupby(["table", "record_id", "field"]).value.transform("nunique") > 1
    frame = frame[apart].assign(source_ids=[(source,) for source in frame[apart].source_id])
    publisher = dict(zip(tables.sources.source_id, tables.sources.publisher, strict=True))
    frame = frame.assign(publisher=frame.source_id.map(publisher))
    return frame.sort_values(["table", "record_id", "field", "value"], ignore_index=True)
