"""A table is read whatever separates its cells and however its letters are written, or refused with how to save it."""

import datetime as dt

import openpyxl
import pytest

from pactbook.errors import UserError
from pactbook.maintain.importing import sheets

HEADER = ["title", "signed", "place"]
ROWS = [["Vereinbarung über Zusammenarbeit", "2011-04-03", "Zürich"], ["=1+1, a; b", "2012", "Łódź"]]


def known(header):
    return header in HEADER


def put(folder, raw, name="list.csv"):
    (folder / name).write_bytes(raw)
    return folder / name


def csv_text(separator, rows=ROWS):
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in [HEADER, *rows]) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_any_separator_and_the_usual_encodings(tmp_path, separator, encoding):
    sheet = sheets.read(put(tmp_path, csv_text(separator).encode(encoding)), "agreements", known)
    assert sheet.header == HEADER
    assert sheet.rows == [(2, ROWS[0]), (3, ROWS[1])] and not sheet.faults
    assert sheet.told.startswith("UTF-16" if "16" in encoding else "UTF-8")


def test_windows_1252_is_told_from_utf_8_and_from_what_looks_like_it(tmp_path):
    western = csv_text(
        ";", [["Accord de coopération, “à signer”", "2011", "Curaçao"], ["Über Ausrüstung", "2012", "Málaga"]]
    )
    sheet = sheets.read(put(tmp_path, western.encode("cp1252")), "agreements", known)
    assert sheet.told == "Windows-1252, separated by semicolons" and sheet.rows[0][1][2] == "Curaçao"
    for text, encoding in (
        ("Соглашение о военном", "cp1251"),
        ("Erdoğan Türkiye", "cp1254"),
        ("Łódź i Kraków są", "cp1250"),
    ):
        with pytest.raises(UserError, match=r"neither UTF-8 nor Windows-1252.*save it as UTF-8"):
            sheets.read(put(tmp_path, csv_text(",", [[text, "2011", "x"]]).encode(encoding)), "agreements", known)


def test_lines_above_the_heading_and_empty_ones_are_passed_over(tmp_path):
    text = "A database\n\nmade by somebody, in 2020\ntitle,signed,place\n\nOne,2011,Here\n,,\n"
    sheet = sheets.read(put(tmp_path, text.encode()), "agreements", known)
    assert sheet.header == HEADER and sheet.rows == [(6, ["One", "2011", "Here"])]


def test_a_row_with_other_cells_than_headings_is_named(tmp_path):
    sheet = sheets.read(
        put(tmp_path, b"title,signed,place\nOne,2011\nTwo,2011,x,y\nThree,2011,x,\n"), "agreements", known
    )
    assert sheet.faults == ["list.csv: row 2: 2 cells under 3 headings", "list.csv: row 3: 4 cells under 3 headings"]
    assert [number for number, _ in sheet.rows] == [4]


def test_a_row_is_named_by_its_first_line(tmp_path):
    sheet = sheets.read(put(tmp_path, b'title,signed,place\n"One\ntwo",2011,x\nThree,2012,y\n'), "agreements", known)
    assert [number for number, _ in sheet.rows] == [2, 4]


def test_our_own_guard_against_formulas_is_taken_off(tmp_path):
    sheet = sheets.read(put(tmp_path, b"title,signed,place\n'=1+1,2011,'quoted'\n"), "agreements", known)
    assert sheet.rows[0][1] == ["=1+1", "2011", "'quoted'"]


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("x.csv", b"", "holds no row"),
        ("x.csv", b"title,signed\n", "holds no row under a heading"),
        ("x.csv", b'title,signed\n"a,2011\n', "not readable as CSV"),
        ("x.csv", b"title,signed,title\na,b,c\n", "stands twice in the heading: title"),
        ("x.csv", b"\x89PNG\0\0\1\2\0\0\0", "is no text"),
        ("x.xlsx", b"title,signed\na,b\n", "is no workbook"),
        ("x.pdf", b"%PDF", "is neither CSV nor .xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_with_how_to_save_it(tmp_path, name, raw, told):
    with pytest.raises(UserError, match=told):
        sheets.read(put(tmp_path, raw, name), "agreements", known)
    with pytest.raises(UserError, match="no such file"):
        sheets.read(tmp_path / "none.csv", "agreements", known)


def test_a_workbook_gives_days_numbers_and_the_sheet_of_the_table(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["About this file"])
    sheet = book.create_sheet("Agreements")
    for row in (
        ["Title", "Signed", "Place", "Note"],
        ["One", dt.datetime(2011, 4, 3), None, 2.0],
        ["Two", 2012, "x", 2.5],
    ):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    found = sheets.read(tmp_path / "x.xlsx", "agreements", lambda header: header in ("Title", "Signed"))
    assert found.told == "sheet Agreements of Sheet, Agreements"
    assert found.rows == [(2, ["One", "2011-04-03", "", "2"]), (3, ["Two", "2012", "x", "2.5"])]
