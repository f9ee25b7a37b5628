"""Rows as text, for a terminal, a spreadsheet and a program."""

import csv
import io
import json

import pytest

from pactbook.record import about, schema
from pactbook.reports import listing

ADDRESSES = {"us-state-2021-07": "https://state.example/1"}


def read_csv(rows, what, addresses=ADDRESSES):
    text = listing.text(rows, what, "csv", addresses)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("what", listing.MAIN_COLUMNS)
def test_every_table_is_shown_in_every_form(record, what, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    rows = about.rows(record, what)
    columns = schema(record.folder)[about.TABLES[what]].columns
    read = read_csv(rows, what)
    told = json.loads(listing.text(rows, what, "json", {}))
    assert len(read) == len(told) == len(rows)
    assert set(columns) <= set(told[0]) == set(read[0]) - {"source_urls"}
    assert all(value not in ("nan", "NaN", "<NA>", "None") for row in read for value in row.values())
    lines = listing.text(rows, what, "table", {}).splitlines()
    assert len(lines) >= len(rows) + 2
    assert set(listing.MAIN_COLUMNS[what]) == set(lines[0].split())


def test_lists_are_joined_for_a_spreadsheet_and_stay_lists_for_a_program(folder):
    folder.change("events", "2020-10-05-commission", title="=cmd|'/c calc'!A1")
    rows = about.rows(folder.load(), "events", ["NOR"])
    read = {row["event_id"]: row for row in read_csv(rows, "events")}
    told = {row["event_id"]: row for row in json.loads(listing.text(rows, "events", "json", {}))}
    assert read["2020-10-05-commission"]["countries"] == "FJI;ISL;NOR"
    assert told["2020-10-05-commission"]["countries"] == ["FJI", "ISL", "NOR"]
    assert read["2020-10-05-commission"]["title"] == "'=cmd|'/c calc'!A1"
    assert read["2020-10-05-commission"]["source_urls"] == "https://state.example/1"
    assert told["2020-10-05-commission"]["title"] == "=cmd|'/c calc'!A1"


def test_a_narrow_terminal_cuts_nothing_off(record, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    shown = listing.text(about.rows(record, "designations"), "designations", "table", {})
    assert max(map(len, shown.splitlines())) <= 50
    assert "…" not in shown


def test_markup_in_a_cell_is_text(folder):
    folder.change("events", "2019-06-meeting", title="[/b] [red]x[/red]")
    assert "[/b] [red]x[/red]" in listing.text(about.rows(folder.load(), "events"), "events", "table", {})
