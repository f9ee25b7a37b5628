"""Batches on this machine: what fails, what is made again, and what is left as it is."""

import json
from types import SimpleNamespace

import pandas as pd
import psutil
import pytest
from distributed import KilledWorker

from pactbook import cli
from pactbook.reports.batch import drive
from pactbook.reports.warm import CAN_FORK
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.long]
ALL = ("JPN-PHL", "DEU-FRA", "ARM-FRA", "FRA-ITA")


def test_one_that_fails_stops_no_other_and_is_made_again(world, capsys):
    assert world.run(*ALL) == 1
    assert "1 of 4 reports failed" in capsys.readouterr().err
    told = world.summary
    assert {subject: row["status"] for subject, row in told.items()} == dict.fromkeys(ALL, "done") | {
        "FRA-ITA": "failed"
    }
    assert "cell 2: AssertionError: not this one" in told["FRA-ITA"]["message"]
    assert told["JPN-PHL"]["finding_said"] == "JPN and PHL"
    assert (told["JPN-PHL"]["day"], told["JPN-PHL"]["country_b"]) == ("2024-01-01", "PHL")
    assert float(told["JPN-PHL"]["seconds"]) > 0
    table = pd.read_parquet(world.to / "summary.parquet")
    assert list(table.finding_said.fillna("")) == [row["finding_said"] for row in told.values()]
    assert list(table.columns) == list(next(iter(told.values())))

    (half,) = (world.to / "rows").glob("jpn*.json")
    half.write_text(half.read_text()[:40])
    assert world.run(*ALL, more=("--resume",)) == 1
    expected = {"DEU-FRA": 1, "ARM-FRA": 1, "JPN-PHL": 2, "FRA-ITA": 2}
    assert world.ran == expected, "what is done is left; what failed, or has half a row, is made again"


def test_what_was_made_of_other_inputs_is_made_again(world, capsys):
    assert world.run("JPN-PHL", "ARM-FRA") == 0
    assert world.run("JPN-PHL", "ARM-FRA", more=("--resume",)) == 0
    assert "2 reports, 2 of them made before" in capsys.readouterr().out
    assert world.ran == {"JPN-PHL": 1, "ARM-FRA": 1}
    world.write("another word")
    assert world.run("JPN-PHL", "ARM-FRA", more=("--resume",)) == 0
    assert world.ran == {"JPN-PHL": 2, "ARM-FRA": 2}


@pytest.mark.skipif(not CAN_FORK, reason="no fork on this system")
def test_a_report_whose_process_is_killed_is_tried_four_times(world):
    assert world.run("GBR-JPN", "JPN-PHL") == 1
    assert world.ran == {"GBR-JPN": 4, "JPN-PHL": 1}
    assert (
        world.summary["GBR-JPN"]["message"]
        == "the process was ended by SIGKILL (is the machine short of memory?) (4 times)"
    )
    assert world.summary["JPN-PHL"]["status"] == "done"


def test_a_report_whose_workers_were_lost_is_told():
    error = KilledWorker("task", SimpleNamespace(address="tcp://10.0.0.7:4000"), 3)
    row = drive._row(SimpleNamespace(exception=lambda: error))
    assert (row["status"], row["message"]) == ("failed", "its worker was lost 4 times, last tcp://10.0.0.7:4000")


def test_a_batch_that_was_killed_goes_on_where_it_was(world, processes):
    world.hold("ARM")
    start = (
        f"import sys; from pathlib import Path; from pactbook import cli, paths; paths.NOTEBOOKS = Path({str(world.notebooks)!r});"
        f" sys.exit(cli.main({world.words('ARM-FRA', 'DEU-FRA', 'JPN-PHL')!r}))"
    )
    command = processes.start("-c", start)
    until(lambda: world.made == {"DEU-FRA", "JPN-PHL"} and "ARM-FRA" in world.ran)
    command.kill()
    command.wait()
    assert not (world.to / "summary.csv").exists()
    world.let_go()
    assert world.run("ARM-FRA", "DEU-FRA", "JPN-PHL", more=("--resume",)) == 0
    assert world.ran == {"ARM-FRA": 2, "DEU-FRA": 1, "JPN-PHL": 1}
    assert list(world.summary) == ["ARM-FRA", "DEU-FRA", "JPN-PHL"]


def test_a_place_that_cannot_be_written_is_told_before_anything_runs(world, capsys):
    world.to.write_text("a file")
    assert world.run("JPN-PHL") == 2
    assert f"--to {world.to}" in capsys.readouterr().err
    assert cli.main([*world.words("JPN-PHL"), "--to", "s4://bucket"]) == 2
    assert "s4" in capsys.readouterr().err
    assert world.ran == {}


def test_a_scheduler_that_is_none_is_told(world, capsys, monkeypatch):
    monkeypatch.setattr("pactbook.reports.batch.drive.CONNECT_SECONDS", 0.5)
    assert world.run("JPN-PHL", more=("--scheduler", "tcp://127.0.0.1:9")) == 2
    assert "--scheduler tcp://127.0.0.1:9: no scheduler answers there" in capsys.readouterr().err
    assert world.run("JPN-PHL", more=("--scheduler", "nonsense")) == 2


def test_a_batch_of_this_machine_is_open_to_nobody_else():
    with drive._client("", 1):
        listening = [one for one in psutil.Process().net_connections() if one.status == psutil.CONN_LISTEN]
    assert {one.laddr.ip for one in listening} == {"127.0.0.1"}


def test_without_the_extra_one_line_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "distributed" else True)
    assert cli.main(["batch", "01-bilateral-agreements", "--all-pairs"]) == 2
    assert capsys.readouterr().err == "pactbook: a batch needs distributed: pip install 'pactbook[batch]'\n"


def test_a_row_stands_beside_its_notebook(world):
    assert world.run("JPN-PHL") == 0
    assert world.run("JPN-PHL") == 0
    assert world.ran == {"JPN-PHL": 2}, "nobody asked to resume"
    (row,) = (world.to / "rows").iterdir()
    (notebook,) = (world.to / "notebooks").iterdir()
    assert row.stem == notebook.stem
    assert json.loads(row.read_text())["findings"]["said"] == "JPN and PHL"
    assert {path.name for path in world.to.iterdir()} == {
        "batch.json", "notebooks", "rows", "summary.csv", "summary.parquet"
    }  # fmt: skip
