"""CSV for the next reader: a spreadsheet, a program, a person."""

import csv
import io

import pandas as pd
import pytest

from pactbook import tabular


def read(frame):
    return list(csv.DictReader(io.StringIO(tabular.text(frame).removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (("political", "defence"), "political;defence"),
        (["a", 1], "a;1"),
        (frozenset({"b", "a"}), "a;b"),
        ((), ""),
        (("=cmd|'/c calc'!A1", "b"), "'=cmd|'/c calc'!A1;b"),
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("a, \"b\"\nc", "a, \"b\"\nc"),
        ("Škoda", "Škoda"),
        (-5, "-5"),
        (2.5, "2.5"),
        (float("nan"), ""),
        (pd.NA, ""),
        (None, ""),
        (True, "True"),
    ],
)  # fmt: skip
def test_a_cell_is_written_for_a_spreadsheet(cell, expected):
    assert read(pd.DataFrame({"x": pd.Series([cell], dtype=object), "y": "end"})) == [{"x": expected, "y": "end"}]


def test_excel_is_told_that_it_is_utf_8():
    raw = tabular.text(pd.DataFrame({"x": ["Škoda"]})).encode()
    assert raw == b"\xef\xbb\xbfx\n\xc5\xa0koda\n"


def test_rows_name_the_addresses_of_their_sources():
    frame = pd.DataFrame({"source_ids": [("a", "b"), (), float("nan")]}, index=[5, 6, 7])
    rows = read(tabular.with_addresses(frame, {"a": "https://a.example", "b": "https://b.example"}))
    assert [row["source_urls"] for row in rows] == ["https://a.example;https://b.example", "", ""]
    assert "source_urls" not in frame
    assert read(tabular.with_addresses(pd.DataFrame({"source_id": ["a"]}), {"a": "u"})) == [
        {"source_id": "a", "source_urls": "u"}
    ]


def test_rows_without_sources_and_no_rows_stay_as_they_are():
    assert list(tabular.with_addresses(pd.DataFrame({"x": [1]}), {}).columns) == ["x"]
    empty = tabular.with_addresses(pd.DataFrame({"source_ids": pd.Series([], dtype=object)}), {})
    assert tabular.text(empty) == "\ufeffsource_ids,source_urls\n"
