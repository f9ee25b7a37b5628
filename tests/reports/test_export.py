"""The record as one file: every row, lists and sources joined, and no cell that a program would run."""

import sqlite3
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.record import about
from pactbook.reports import export

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path):
    """Return the cells of a workbook by sheet, read as the XML that it is."""
    with zipfile.ZipFile(path) as book:
        shared = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]  # noqa: S314
        names = [one.get("name") for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]  # noqa: S314
        found = {}
        for number, name in enumerate(names, start=1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
            assert not list(root.iter(f"{SHEET}f")), "no formula"
            found[name] = [
                [shared[int(cell.find(f"{SHEET}v").text)] for cell in row if cell.get("t") == "s"]
                for row in root.iter(f"{SHEET}row")
            ]
    return found


def test_a_workbook_has_a_sheet_a_table_with_every_row(record, tmp_path):
    export.write(tmp_path / "r.xlsx", record)
    found = sheets(tmp_path / "r.xlsx")
    assert list(found) == ["about", *about.TABLES]
    for name, table in about.TABLES.items():
        assert len(found[name]) == len(record[table]) + 1
    row = next(row for row in found["agreements"] if row[0] == "fji-isl-2020-defence")
    assert "FJI;ISL" in row and "gov-2020-05;treaty-2021" in row
    assert any(cell.count("https://") == 2 and ";" in cell for cell in row), "sources with their addresses"
    assert ["agreements", "parties"] in [row[:2] for row in found["about"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "https://x.example", "\u0635\u062f\u0627\u0642\u062a"]
)
def test_a_cell_stays_the_text_that_it_is(folder, tmp_path, text):
    folder.change("agreements", "fji-isl-2022-memo", title=text)
    export.write(tmp_path / "r.xlsx", folder.load(), ["FJI"])
    assert any(text in row for row in sheets(tmp_path / "r.xlsx")["agreements"])


def test_a_database_holds_the_rows_of_two_states(record, tmp_path):
    export.write(tmp_path / "r.sqlite", record, ["FJI", "ISL"], together=True)
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        found = pd.read_sql("select * from agreements", connection)
    assert list(found.agreement_id) == list(
        about.rows(record, "agreements", ["FJI", "ISL"], together=True).agreement_id
    )


def test_another_ending_is_refused_and_nothing_is_half_written(record, tmp_path, monkeypatch):
    with pytest.raises(UserError, match=r"told by the ending \(allowed: \.xlsx, \.sqlite\)"):
        export.write(tmp_path / "r.pdf", record)
    (tmp_path / "r.xlsx").write_text("the old one")
    monkeypatch.setitem(export._WRITERS, ".xlsx", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export.write(tmp_path / "r.xlsx", record)
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
    assert (tmp_path / "r.xlsx").read_text() == "the old one"


@pytest.mark.slow
def test_the_command_writes_what_was_known_on_a_day(tmp_path, capsys):
    assert (
        cli.main(["export", str(tmp_path / "r.sqlite"), "--pair", "Belarus", "Pakistan", "--as-of", "2015-12-31"]) == 0
    )
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        signed = [day for (day,) in connection.execute("select signed from agreements")]
    assert signed and max(signed) <= "2015-12-31"
    assert cli.main(["export", str(tmp_path / "r.sqlite"), "--as-of", "yesterday"]) == 2
