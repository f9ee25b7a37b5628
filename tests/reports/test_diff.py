"""What is different: told of made-up reports and tables, changed one thing at a time."""

import json

import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.reports import diff
from pactbook.reports.unchanged import sha256
from pactbook.subjects.findings import MIME


def report(folder, text="One.", data="a,b\n", **inputs):
    """Write a report with one finding and one figure."""
    (folder / "figures" / "01-pair").mkdir(parents=True)
    (folder / "figures" / "01-pair" / "contacts.csv").write_text(data)
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {MIME: {"key": "history", "text": text, "records": []}}}
    ]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": outputs, "id": "a"}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "01-pair.ipynb").write_text(json.dumps(book))
    outputs = {path.relative_to(folder).as_posix(): sha256(path) for path in folder.rglob("*") if path.is_file()}
    (folder / "receipt.json").write_text(
        json.dumps({"asked": "", "receipt": "r", "inputs": inputs, "outputs": outputs})
    )
    return folder


def test_two_reports_of_the_same_are_not_different(tmp_path):
    found = diff.of_reports(report(tmp_path / "old"), report(tmp_path / "new"))
    assert found == {"parameters": {}, "files": {}, "facts": {}, "findings": {}, "figures": {}}
    assert diff.as_text(found) == "nothing is different"


def test_each_part_of_a_report_is_compared(tmp_path):
    old = report(
        tmp_path / "old", parameters={"01-pair": {"as_of": "2024-01-01", "since": 1990}}, files={"data/a.csv": "1"}
    )
    new = report(
        tmp_path / "new", "Two.", "a,c\n",
        parameters={"01-pair": {"as_of": "2025-01-01", "since": 1990}}, files={"data/b.csv": "1"},
    )  # fmt: skip
    assert diff.of_reports(old, new) == {
        "parameters": {"01-pair: as_of": "changed"},
        "files": {"data/a.csv": "missing", "data/b.csv": "added"},
        "facts": {},
        "findings": {"01-pair: history": {"before": "One.", "after": "Two."}},
        "figures": {"01-pair/contacts": "changed"},
    }
    assert "    - One.\n    + Two." in diff.as_text(diff.of_reports(old, new))


def test_the_facts_of_two_reports_are_compared_by_what_the_record_says(tmp_path):
    head = "record,date,voices,title\n"
    old = report(
        tmp_path / "old",
        data=head + "events:2019-06-meeting,2019-06,2,They meet\nagreements:fji-isl-2022-memo,2022,1,Memo\n",
    )
    new = report(
        tmp_path / "new",
        data=head + "events:2019-06-meeting,2019-06-03,3,They meet\nagreements:fji-isl-2023-pact,2023,1,Pact\n",
    )
    assert diff.of_reports(old, new)["facts"] == {
        "agreements:fji-isl-2022-memo": "missing",
        "agreements:fji-isl-2023-pact": "added",
        "events:2019-06-meeting": {"date": ["2019-06", "2019-06-03"]},
    }, "how many voices tell of it is no cell of the record"


def test_a_figure_names_its_rows_by_the_key_of_their_table(tmp_path):
    old = report(tmp_path / "old", data="bloc_id,iso3,role,start,end\nNATO,FRA,member,1949,\n")
    new = report(tmp_path / "new", data="bloc_id,iso3,role,start,end\nNATO,FRA,member,1949,2030\n")
    assert diff.of_reports(old, new)["facts"] == {"memberships:NATO:FRA:member:1949": {"end": ["", "2030"]}}


def test_a_difference_is_a_page_of_its_own(tmp_path, capsys):
    old, new = report(tmp_path / "old", "One <b>."), report(tmp_path / "new", "Two.", "a,c\n")
    assert cli.main(["diff", str(old), str(new), "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert "<del>One &lt;b&gt;.</del> <ins>Two.</ins>" in page
    assert "<code>01-pair/contacts</code>" in page
    assert "default-src &#x27;none&#x27;" in page and "<script" not in page
    assert "Nothing is different." in diff.as_html(diff.of_reports(old, old), "the same")


def test_a_touched_report_and_a_changed_table_are_told_apart(tmp_path, folder, monkeypatch, capsys):
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    made = report(tmp_path / "one", files={"data/events.csv": sha256(folder.file("events")), "data/gone.csv": "1"})
    assert diff.since_made(made) == {"outputs": {}, "inputs": {"data/gone.csv": "missing"}}
    folder.drop("events", "2019-06-meeting")
    assert diff.since_made(made)["inputs"] == {"data/events.csv": "changed", "data/gone.csv": "missing"}
    assert cli.main(["verify", str(made)]) == 0, "the report is as it was made"
    (made / "01-pair.ipynb").write_text("{}")
    assert cli.main(["verify", str(made)]) == 1
    assert "changed  01-pair.ipynb" in capsys.readouterr().out


def test_rows_are_compared_by_their_key(tmp_path, folder, capsys):
    old = tmp_path / "old"
    old.mkdir()
    for path in folder.path.glob("*.csv"):
        (old / path.name).write_bytes(path.read_bytes())
    assert diff.of_tables(old, folder.path) == {}
    folder.drop("events", "2019-06-meeting")
    folder.change("agreements", "fji-isl-2022-memo", signed="2022-09-10")
    folder.append("events", like="2020-10-05-commission", event_id="2023-01-01-new", date="2023-01-01")
    assert diff.of_tables(old, folder.path) == {
        "agreements": {"agreements:fji-isl-2022-memo": {"signed": ["2022-09-09", "2022-09-10"]}},
        "events": {"events:2019-06-meeting": "missing", "events:2023-01-01-new": "added"},
    }
    assert cli.main(["diff", "--data", str(old), str(folder.path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"]["events:2019-06-meeting"] == "missing"


def test_what_is_no_report_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"no report: there is no readable receipt\.json"):
        diff.since_made(tmp_path)
