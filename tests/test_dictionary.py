"""The generated dictionary of the tables."""

import contextlib

from pactbook import paths, tables
from pactbook.reports import dictionary, files


def test_the_shipped_dictionary_is_current():
    text = (paths.data() / "README.md").read_text(encoding="utf-8")
    assert dictionary.text(tables.load()) == text, "run `make data`"


def test_it_names_every_column(folder):
    text = dictionary.text(folder.load())
    for table in tables.schema().values():
        assert f"### {table.name}" in text
        assert all(f"| {column} |" in text for column in table.columns)


def test_coverage_counts_rows_and_confidence(folder):
    frame = dictionary.coverage(folder.load()).set_index("table")
    for name in ("agreements", "events", "designations"):
        assert frame.at[name, "rows"] == len(folder.rows(name))
        assert frame.loc[name, ["high", "medium", "low"]].sum() == len(folder.rows(name))


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    files.write_text(path, "new")
    assert path.read_text() == "new"
    monkeypatch.setattr(files.os, "fdopen", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with contextlib.suppress(OSError):
        files.write_text(path, "half")
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
