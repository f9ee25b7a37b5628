"""What must hold in every table: order of dates, links, languages, and that a book of reference is told as such."""

from __future__ import annotations

from collections.abc import Iterator

from pactbook import dates
from pactbook.errors import shown
from pactbook.record import Tables, as_dicts, schema
from pactbook.record.checks.registry import check, key_of, keys
from pactbook.record.tables import OURS

# For each table the pairs of columns of which the second must not lie before the first.
ORDER = {
    "agreements": (("signed", "in_force"), ("signed", "ended"), ("in_force", "ended"), ("period_start", "period_end")),
    "events": (("date", "end_date"),),
    "blocs": (("founded", "mutual_defence_since"), ("founded", "dissolved")),
    "memberships": (("start", "end"),),
    "missile_systems": (("first_test", "retired"), ("in_service", "retired")),
    "designations": (("designated_on", "lifted_on"),),
}


@check
def later_dates_are_later(record: Tables) -> Iterator[str]:
    """Ask for no end before its start, no entry into force before the signature, nothing lifted before it was imposed."""
    for table, pairs in ORDER.items():
        for row in as_dicts(record[table]):
            for first, second in pairs:
                if row[first] and row[second] and dates.latest(row[second]) < dates.earliest(row[first]):
                    yield f"{table}.csv: {key_of(record, table, row)}: {second} {row[second]} lies before {first} {row[first]}"


@check
def nothing_is_from_the_future(record: Tables) -> Iterator[str]:
    """Ask that no date but the end of a plan lies after the day on which the sources were last seen."""
    plans = {"period_start", "period_end", "ended", "end", "end_date"}
    for table, declared in schema(record.folder).items():
        for row in as_dicts(record[table]):
            for column in declared.fields:
                day = row[column.name] if column.is_date and column.name not in plans else ""
                if day and dates.earliest(day).isoformat() > record.last_seen:
                    yield f"{table}.csv: {key_of(record, table, row)}: {column.name} {day} lies in the future"


@check
def what_is_ours_is_translated(record: Tables) -> Iterator[str]:
    """Ask that each of our own texts stands in every language that its table has."""
    for table, declared in schema(record.folder).items():
        for column in (one for one in declared.fields if one.translates):
            frame = record[table]
            ours = frame.origins.map(lambda origins: OURS in origins)
            for row in as_dicts(frame[ours & (frame[column.name] == "") & (frame[column.translates] != "")]):
                yield f"{table}.csv: {key_of(record, table, row)}: {column.name} is empty"


@check
def links_lead_somewhere(record: Tables) -> Iterator[str]:
    """Ask that readings, evidence of claims and what a search is about name records and columns that exist."""
    known, declared = keys(record), schema(record.folder)
    for row in as_dicts(record.readings):
        where = f"readings.csv: {row['table']}:{row['record_id']}"
        if row["record_id"] not in known[row["table"]]:
            yield f"{where}: no such record"
        if row["field"] not in declared[row["table"]].columns:
            yield f"{where}: {shown(row['field'])} is no column of {row['table']}"
    for row in as_dicts(record.checks):
        if row["record_id"] not in known[row["table"]] and row["result"] != "disagrees":  # such a row may be taken out
            yield f"checks.csv: {row['table']}:{row['record_id']}: no such record"
        if (row["result"] == "disagrees") != bool(row["settled"]):
            yield f"checks.csv: {row['table']}:{row['record_id']}: settled: say how a disagreement was settled, and only that"
    for row in as_dicts(record.claims):
        for evidence in row["evidence"]:
            table, _, key = evidence.partition(":")
            if key not in known.get(table, ()):
                yield f"claims.csv: {row['claim_id']}: evidence {shown(evidence)} does not exist"
    for row in as_dicts(record.searches):
        table, _, key = row["about"].split(" ")[0].partition(":")
        if key and table in known and key not in known[table]:
            yield f"searches.csv: {row['search_id']}: {shown(row['about'])} does not exist"


@check
def a_book_of_reference_does_not_stand_unsaid(record: Tables) -> Iterator[str]:
    """Ask that what encyclopaedias alone tell says so in its note."""
    kinds = record.sources.set_index("source_id").kind
    for table in schema(record.folder).values():
        if not {"source_ids", "note"} <= set(table.columns):
            continue
        for row in as_dicts(record[table.name]):
            if {kinds[name] for name in row["source_ids"]} == {"encyclopedia"} and "alone" not in row["note"]:
                yield (
                    f"{table.name}.csv: {key_of(record, table.name, row)}: rests on encyclopaedias alone: "
                    "find the page of a better kind, or say so in the note"
                )
