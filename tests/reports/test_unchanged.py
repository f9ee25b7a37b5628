"""What is known again of a report: whether it is the one that would be made, and whether somebody changed it."""

import json
import subprocess
import sys

import pytest

from pactbook import cli, paths
from pactbook.reports import unchanged


@pytest.fixture
def world(tmp_path, monkeypatch, untouched):
    """Tables, notebooks and a case that a test may change."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "one.ipynb").write_text("{}")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "events.csv").write_text("event_id\n")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    case = tmp_path / "case.yml"
    case.write_text("as_of: 2024-01-01\n")
    return tmp_path, case


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "data" / "events.csv").write_text("event_id\nx\n"),
        lambda folder: (folder / "notebooks" / "one.ipynb").write_text("{} "),
        lambda folder: (folder / "case.yml").write_text("as_of: 2024-01-02\n"),
        lambda folder: ((folder / "reference").mkdir(), (folder / "reference" / "dcad.csv").write_text("1")),
    ],
    ids=["table", "notebook", "case", "dataset"],
)
def test_whatever_a_run_reads_changes_what_it_is_known_by(world, change):
    folder, case = world
    before = unchanged.fingerprint([], case)
    assert unchanged.fingerprint([], case) == before
    assert unchanged.fingerprint(["language=de"], case) != before
    change(folder)
    assert unchanged.fingerprint([], case) != before


@pytest.mark.slow
def test_a_case_of_today_is_another_one_tomorrow(world, monkeypatch):
    _, case = world
    days = iter(["2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"])
    monkeypatch.setattr(unchanged, "today", lambda: next(days))
    assert unchanged.fingerprint([], case) == unchanged.fingerprint([], case), "a case of a day of its own"
    case.write_text("as_of: today\n")
    assert unchanged.fingerprint([], case) != unchanged.fingerprint([], case)


def made(build, asked):
    folder = build / "pair"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("page")
    outputs = {"index.html": unchanged.sha256(folder / "index.html")}
    receipt = {"asked": asked, "receipt": "r", "inputs": {}, "outputs": outputs}
    (folder / "receipt.json").write_text(json.dumps(receipt, indent=1))
    return folder


def test_a_report_stands_while_nobody_touches_it(tmp_path):
    folder = made(tmp_path, "a" * 64)
    assert unchanged.standing("a" * 64, tmp_path) == folder
    assert unchanged.standing("b" * 64, tmp_path) is None
    (folder / "index.html").write_text("other")
    assert unchanged.standing("a" * 64, tmp_path) is None
    (folder / "more.txt").write_text("x")
    assert unchanged.changed_outputs(folder) == {"index.html": "changed", "more.txt": "added"}
    (folder / "index.html").unlink()
    assert unchanged.changed_outputs(folder) == {"index.html": "missing", "more.txt": "added"}


def test_nothing_is_run_where_nothing_has_changed(world, monkeypatch, capsys):
    folder, case = world
    made(folder / "build", unchanged.fingerprint([""], case))
    monkeypatch.setattr("pactbook.reports.workers.workers", None)
    assert cli.main(["run", str(case)]) == 0
    assert "nothing has changed" in capsys.readouterr().out


def test_the_answer_needs_no_pandas():
    code = "import sys\nimport pactbook.reports.unchanged\nassert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
