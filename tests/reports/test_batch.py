"""Many reports of one notebook: which pairs are asked for, what is kept of a batch that was stopped, and its table."""

import csv
import datetime as dt
import itertools
import json

import nbformat
import pytest

from pactbook import cli, paths
from pactbook.errors import UserError
from pactbook.reports import batch
from pactbook.reports.context import Context

DAY = dt.date(2024, 3, 1)


def test_pairs_are_asked_for_by_name_by_organisation_or_all(record):
    assert batch.pairs(["Iceland-FJI", "FJI-ISL"], record, DAY) == [("FJI", "ISL")]
    nordpact = record.memberships[(record.memberships.bloc_id == "NORDPACT") & (record.memberships.role == "member")]
    held = sorted({row.iso3 for row in nordpact.itertuples() if row.start <= "2024" and not row.end})
    assert batch.pairs(["bloc:Nordpact"], record, DAY) == list(itertools.combinations(held, 2))
    every = {tuple(sorted(parties)) for parties in record.agreements.parties if len(parties) == 2}
    assert set(batch.pairs(["all"], record, DAY)) == every


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "what"), [("JPN", "write A-B"), ("bloc:NATOO", "not on record"), ("JPN-Atlantis", "Atlantis")]
)
def test_a_word_that_asks_for_nothing_is_refused(word, what):
    with pytest.raises(UserError, match=what):
        batch.items([word], ["2024-01-01"], {}, Context.here())


def test_all_faults_are_told_before_anything_runs():
    with pytest.raises(UserError) as told:
        batch.items(["JPN-PHL"], ["2024-13-01", "someday"], {}, Context.here())
    assert len(str(told.value).splitlines()) == 2
    assert [item.name for item in batch.items(["JPN-PHL"], ["2024-01-01", "2025-01-01"], {}, Context.here())] == [
        "jpn-phl-2024-01-01", "jpn-phl-2025-01-01"
    ]  # fmt: skip


def test_a_pair_that_was_none_on_a_day_is_left_out():
    wanted = batch.items(["BLR-PAK", "IND-PAK"], ["1985-01-01"], {}, Context.here())
    assert [item.name for item in wanted] == ["ind-pak-1985-01-01"]


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A notebook in the place of the one on two states that fails for one pair, and a folder for batches."""
    cell = (
        "assert country_a != 'FRA', 'not this one'\nfrom pactbook.subjects.findings import Finding\n"
        "from pathlib import Path\nPath(country_a + '.ran').open('a').write('x')\nFinding('said', f'{country_a} and {country_b}')"
    )
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("country_a = country_b = as_of = ''"), nbformat.v4.new_code_cell(cell)]
    )
    book.cells[0].metadata.tags = ["parameters"]
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (tmp_path / "notebooks").mkdir()
    nbformat.write(book, tmp_path / "notebooks" / "01-bilateral-agreements.ipynb")
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    return tmp_path / "build" / "some"


def rows(folder):
    with (folder / "summary.csv").open(newline="", encoding="utf-8-sig") as stream:
        return {row["report"]: row for row in csv.DictReader(stream)}


@pytest.mark.slow
def test_one_that_fails_stops_no_other_and_a_batch_goes_on_where_it_was(small, capsys):
    command = ["batch", "some", "JPN-PHL", "FRA-DEU", "ARM-FRA", "--as-of", "2024-01-01"]
    assert cli.main(command) == 0
    told = rows(small)
    assert told["jpn-phl-2024-01-01"]["said"] == "JPN and PHL"
    assert (told["deu-fra-2024-01-01"]["ok"], told["jpn-phl-2024-01-01"]["ok"]) == ("True", "True")
    ran = {path.stem: path.read_text() for path in (small / ".batch").glob("*.ran")}
    assert ran == {"ARM": "x", "DEU": "x", "JPN": "x"}
    job = small / ".batch" / "jpn-phl-2024-01-01.outcome.json"
    job.write_text(json.dumps({"ok": False, "message": "stopped"}))
    assert cli.main(command) == 0
    assert (small / ".batch" / "JPN.ran").read_text() == "xx", "it was not done"
    assert (small / ".batch" / "DEU.ran").read_text() == "x", "it was done"
    assert cli.main([*command, "-p", "language=de"]) == 0
    assert (small / ".batch" / "DEU.ran").read_text() == "xx", "another language is another report"
    notebook = paths.NOTEBOOKS / "01-bilateral-agreements.ipynb"
    notebook.write_text(notebook.read_text().replace("said", "told"))
    assert cli.main([*command, "-p", "language=de"]) == 0
    assert rows(small)["deu-fra-2024-01-01"]["told"] == "DEU and FRA", "another notebook makes another report"


@pytest.mark.slow
def test_a_failed_report_is_told_in_the_table_and_counted(small, capsys):
    assert cli.main(["batch", "some", "FRA-GBR", "JPN-PHL", "--as-of", "2024-01-01"]) == 1
    assert "1 of 2 reports failed" in capsys.readouterr().err
    told = rows(small)["fra-gbr-2024-01-01"]
    assert told["ok"] == "False"
    assert "not this one" in told["message"]
    assert rows(small)["jpn-phl-2024-01-01"]["ok"] == "True"
