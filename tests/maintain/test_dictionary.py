"""The generated dictionary of the tables."""

import contextlib

import pytest

from pactbook import paths
from pactbook.maintain import dictionary
from pactbook.record import load, schema
from pactbook.reports import files


@pytest.mark.slow
def test_the_shipped_dictionary_is_current():
    text = (paths.data() / "README.md").read_text(encoding="utf-8")
    assert dictionary.text(load()) == text, "run `make data`"


def test_it_names_every_column(folder):
    text = dictionary.text(folder.load())
    for table in schema().values():
        assert f"### {table.name}" in text
        assert all(f"| {column} |" in text for column in table.columns)


def test_coverage_counts_rows_and_confidence(folder):
    frame = dictionary.coverage(folder.load()).set_index("table")
    for name in ("agreements", "events", "designations"):
        assert frame.at[name, "rows"] == len(folder.rows(name))
        assert frame.loc[name, ["high", "medium", "low"]].sum() == len(folder.rows(name))


def test_gaps_count_what_is_empty_unknown_or_coarse(folder):
    rows = folder.rows("agreements")
    found = dictionary.gaps(folder.load()).set_index(["table", "column"])
    assert found.at[("agreements", "signed"), "unknown"] == sum(not row["signed"] for row in rows)
    assert found.at[("agreements", "signed"), "coarse"] == sum(len(row["signed"]) in (4, 7) for row in rows)
    assert found.at[("agreements", "mutual_defence"), "unknown"] == sum(
        row["mutual_defence"] == "unknown" for row in rows
    )
    systems = folder.rows("missile_systems")
    assert found.at[("missile_systems", "payload_kg"), "unknown"] == sum(not row["payload_kg"] for row in systems)
    folder.change("blocs", "TRADE", members_complete="no")
    assert "Not every member is on record of: Trade" in dictionary.text(folder.load())


def test_the_second_reading_counts_what_is_left_and_what_disagreed(folder):
    rows = folder.rows("agreements")
    first, second = rows[0]["agreement_id"], rows[1]["agreement_id"]
    look = {"table": "agreements", "checked_on": "2024-05-01"}
    folder.drop("checks")
    folder.append("checks", **look, record_id=first, result="agrees")
    folder.append("checks", **look, record_id=second, result="not_found")
    folder.append("checks", **look, record_id="gone", result="disagrees", field="signed", settled="Taken out.")
    read = dictionary.second_reading(folder.load()).set_index("table").loc["agreements"]
    assert (read["read again"], read.left, read.disagreement) == (3, len(rows) - 2, "50.0 %")
    text = dictionary.text(folder.load())
    assert f"Still to be read again are rows of: agreements ({len(rows) - 2})." in text
    assert "Read again whole" not in text
    assert "- agreements: signed 1." in text
    for row in rows[2:]:
        folder.append(
            "checks", **look, record_id=row["agreement_id"], result="disagrees", field="kind", settled="Mended."
        )
    assert "Read again whole were: agreements." in dictionary.text(folder.load())


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    files.write_text(path, "new")
    assert path.read_text() == "new"

    def full(where, content):
        where.open("wb").write(content[:2])
        raise OSError("full")

    monkeypatch.setattr(files.Path, "write_bytes", full)
    with contextlib.suppress(OSError):
        files.write_text(path, "half")
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
