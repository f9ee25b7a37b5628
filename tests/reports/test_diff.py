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
    assert found == {"parameters": {}, "files": {}, "findings": {}, "figures": {}}
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
        "findings": {"01-pair: history": {"before": "One.", "after": "Two."}},
        "figures": {"01-pair/contacts": "changed"},
    }
    assert "    - One.\n    + Two." in diff.as_text(diff.of_reports(old, new))


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
