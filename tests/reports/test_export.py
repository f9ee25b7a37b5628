"""The record as one file: every row, lists and sources joined, and no cell that a program would run."""

import io
import json
import sqlite3
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.record import about, schema
from pactbook.reports import export, files, receipt
from pactbook.reports.case import make
from pactbook.reports.export import Asked

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
    export.write(tmp_path / "r.xlsx", Asked(record))
    found = sheets(tmp_path / "r.xlsx")
    assert set(found) == {"README", *about.TABLES} | (set(schema(record.folder)) - set(about.TABLES.values()))
    for name, cells in found.items():
        if name != "README":
            assert len(cells) == len(record[about.TABLES.get(name, name)]) + 1, name
    row = next(row for row in found["agreements"] if row[0] == "fji-isl-2020-defence")
    assert "FJI;ISL" in row and "gov-2020-05;treaty-2021" in row
    assert any(cell.count("https://") == 2 and ";" in cell for cell in row), "sources with their addresses"
    told = [row[:2] for row in found["README"]]
    assert ["agreements", "parties"] in told and ["agreements", "source_urls"] in told
    assert any("CC BY 4.0" in row[0] for row in found["README"] if row)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "https://x.example", "\u0635\u062f\u0627\u0642\u062a"]
)
def test_a_cell_stays_the_text_that_it_is(folder, tmp_path, text):
    folder.change("agreements", "fji-isl-2022-memo", title=text)
    export.write(tmp_path / "r.xlsx", Asked(folder.load(), ("FJI",)))
    assert any(text in row for row in sheets(tmp_path / "r.xlsx")["agreements"])


def test_a_database_holds_the_rows_of_two_states(record, tmp_path):
    export.write(tmp_path / "r.sqlite", Asked(record, ("FJI", "ISL"), together=True))
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        found = pd.read_sql("select * from agreements", connection)
    assert list(found.agreement_id) == list(
        about.rows(record, "agreements", ["FJI", "ISL"], together=True).agreement_id
    )


def test_a_zip_holds_a_csv_a_table_that_excel_opens_with_its_letters(folder, tmp_path):
    folder.change("agreements", "fji-isl-2022-memo", title="Ísland ؤ ж", signed="2022-09")
    export.write(tmp_path / "r.zip", Asked(folder.load(), ("FJI",)))
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert archive.namelist() == ["README.csv", *(f"{name}.csv" for name in about.TABLES)]
        held = archive.read("agreements.csv")
    assert held.startswith(b"\xef\xbb\xbf")
    rows = pd.read_csv(io.BytesIO(held), keep_default_na=False, dtype=str).set_index("agreement_id")
    assert rows.title["fji-isl-2022-memo"] == "Ísland ؤ ж"
    assert rows.signed["fji-isl-2022-memo"] == "2022-09"


def test_parquet_holds_one_table_or_a_folder_of_them_with_lists_as_lists(record, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    export.write(tmp_path / "a.parquet", Asked(record), "agreements")
    export.write(tmp_path / "r.parquet", Asked(record))
    for path in (tmp_path / "a.parquet", tmp_path / "r.parquet" / "agreements.parquet"):
        found = duckdb.read_parquet(str(path)).project("agreement_id, parties").fetchall()
        assert found == list(zip(record.agreements.agreement_id, map(list, record.agreements.parties), strict=True))
    assert {one.stem for one in (tmp_path / "r.parquet").iterdir()} == set(Asked(record).rows())


def test_without_duckdb_a_message_names_it_and_nothing_is_written(record, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(UserError, match=r"needs DuckDB: pip install 'pactbook\[parquet\]'"):
        export.write(tmp_path / "r.parquet", Asked(record))
    assert not list(tmp_path.iterdir())


def test_linked_data_names_what_happened_with_its_sources(record, tmp_path):
    export.write(tmp_path / "r.jsonld", Asked(record, ("FJI", "ISL"), together=True))
    dataset, *things = json.loads((tmp_path / "r.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert dataset["@type"] == "Dataset" and dataset["license"].startswith("https://creativecommons.org/")
    found = {one["@id"]: one for one in things}
    treaty = found["#agreements/fji-isl-2020-defence"]
    assert [one["name"] for one in treaty["contributor"]] == ["Fiji", "Iceland"]
    assert treaty["dateCreated"] == "2020-05-11" and treaty["temporalCoverage"] == "2021-02-01/.."
    assert {one["@id"] for one in treaty["subjectOf"]} <= found.keys(), "its sources are there too"
    assert all(one["url"].startswith("https://") for one in treaty["subjectOf"])
    with pytest.raises(UserError, match="for entities write another file"):
        export.write(tmp_path / "r.jsonld", Asked(record), "entities")


@pytest.mark.parametrize("end", [".xlsx", ".sqlite", ".zip", ".jsonld"])
def test_the_same_rows_give_the_same_bytes(record, tmp_path, monkeypatch, end):
    for number, time in enumerate((1_000_000_000, 1_700_000_000)):
        monkeypatch.setattr("time.time", lambda time=time: time)
        export.write(tmp_path / f"{number}{end}", Asked(record, ("FJI",)))
    assert (tmp_path / f"0{end}").read_bytes() == (tmp_path / f"1{end}").read_bytes()


def test_another_ending_is_refused_and_nothing_is_half_written(record, tmp_path, monkeypatch):
    with pytest.raises(UserError, match=r"told by the ending \(allowed: \.xlsx, \.sqlite"):
        export.write(tmp_path / "r.pdf", Asked(record))
    with pytest.raises(UserError, match=r"a CSV file holds one table"):
        export.write(tmp_path / "r.csv", Asked(record))
    with pytest.raises(UserError, match=r"'agreemnts' is no table \(did you mean 'agreements'\?\)"):
        export.write(tmp_path / "r.csv", Asked(record), "agreemnts")
    (tmp_path / "r.xlsx").write_text("the old one")
    monkeypatch.setitem(export._WRITERS, ".xlsx", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export.write(tmp_path / "r.xlsx", Asked(record))
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
    assert (tmp_path / "r.xlsx").read_text() == "the old one"


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "old").write_text("old")
    with pytest.raises(ZeroDivisionError), files.replaced_folder(tmp_path / "r") as made:
        (made / "new").write_text("new")
        raise ZeroDivisionError
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["old"]
    with files.replaced_folder(tmp_path / "r") as made:
        (made / "new").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["new"]


# --------------------------------------------------------------------------------------------- cases and reports


@pytest.mark.slow
def test_a_case_is_the_rows_of_its_two_states_on_its_day():
    values = {"notebooks": ["01-bilateral-agreements"], "country_a": "BLR", "country_b": "PAK", "as_of": "2015-12-31"}
    asked = export.of_case(make("one", values))
    signed = asked.rows()["agreements"].signed
    assert len(signed) and max(signed) <= "2015-12-31"
    assert all({"BLR", "PAK"} <= set(parties) for parties in asked.rows()["agreements"].parties)


@pytest.fixture
def report(tmp_path):
    """A made-up report with an audit."""
    folder = tmp_path / "build" / "one"
    folder.mkdir(parents=True)
    review = [{"@type": "ClaimReview", "claimReviewed": "A < b & c."}]
    block = f'<script type="application/ld+json">{json.dumps(review).replace("<", chr(92) + "u003c")}</script>'
    (folder / "04-claims-audit.html").write_text(f"<!DOCTYPE html><body>{block}</body>", encoding="utf-8")
    (folder / "figure.png").write_bytes(b"png")
    what = {"case": "one", "title": "One", "parameters": {}, "files": {}, "libraries": {}, "python": "", "pactbook": ""}
    receipt.write(folder, what)
    return folder


def test_a_report_is_mailed_as_one_zip_with_the_same_bytes_each_time(report, tmp_path, capsys):
    for name in ("a.zip", "b.zip"):
        assert cli.main(["export", str(report), str(tmp_path / name)]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "there")
    assert cli.main(["verify", str(tmp_path / "there" / "one")]) == 0
    assert "nothing is different" in capsys.readouterr().out


def test_the_reviews_of_an_audit_stand_alone(report, tmp_path):
    export.write_report(tmp_path / "r.jsonld", report)
    (review,) = json.loads((tmp_path / "r.jsonld").read_text(encoding="utf-8"))
    assert review["claimReviewed"] == "A < b & c."
    (report / "04-claims-audit.html").unlink()
    with pytest.raises(UserError, match="no page of this report audits claims"):
        export.write_report(tmp_path / "r.jsonld", report)


def test_what_a_report_cannot_be_is_refused(report, tmp_path, capsys):
    with pytest.raises(UserError, match=r"a report is written as \.zip"):
        export.write_report(tmp_path / "r.xlsx", report)
    with pytest.raises(UserError, match="lies in the report itself"):
        export.write_report(report / "r.zip", report)
    assert cli.main(["export", str(report), str(tmp_path / "r.zip"), "--state", "Japan", "--table", "events"]) == 2
    assert capsys.readouterr().err.count("a report is written whole") == 2


@pytest.mark.slow
def test_the_command_writes_what_was_known_on_a_day(tmp_path, capsys):
    assert (
        cli.main(["export", str(tmp_path / "r.sqlite"), "--pair", "Belarus", "Pakistan", "--as-of", "2015-12-31"]) == 0
    )
    with sqlite3.connect(tmp_path / "r.sqlite") as connection:
        signed = [day for (day,) in connection.execute("select signed from agreements")]
    assert signed and max(signed) <= "2015-12-31"
    assert cli.main(["export", str(tmp_path / "r.sqlite"), "--as-of", "yesterday"]) == 2
