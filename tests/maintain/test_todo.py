"""What a keeper of the record works from: each question of the whole record once, the most pressing first."""

import csv
import io

import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.maintain import todo


@pytest.fixture(autouse=True)
def _the_small_record(untouched, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(untouched.path))


@pytest.mark.slow
def test_everything_holds_each_question_once_of_all_that_is_on_record():
    found = todo.of_everything()
    assert not found.duplicated(["record", "what", "about"]).any()
    tables = set(found.record.str.partition(":")[0]) - {""}
    assert {"agreements", "memberships", "missile_systems", "missile_tests", "designations"} <= tables
    periods = found[found.kind == "period"]
    assert ("FJI",) in set(periods.about) and ("NORDPACT",) in set(periods.about)


@pytest.mark.slow
def test_an_organisation_goes_by_any_of_its_names():
    assert len(todo.of_organisation("The NORDPACT")) == len(todo.of_organisation("NORDPACT")) > 0
    with pytest.raises(UserError, match="NORDPACT"):
        todo.of_organisation("NORDPAKT")


@pytest.mark.slow
def test_the_command_tells_of_each_in_words_and_as_a_table(capsys):
    for asked in (["--bloc", "NORDPACT"], ["--programme", "Fiji"], ["--pair", "Fiji", "ISL"], ["--all"]):
        assert cli.main(["todo", *asked]) == 0
        assert "last look-up on record: none" in capsys.readouterr().out
        assert cli.main(["todo", *asked, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
        assert rows and all(row["query"] for row in rows)
    assert cli.main(["todo", "FJI", "ISL"]) == 2
    assert cli.main(["todo", "--bloc", "NORDPAKT"]) == 2
