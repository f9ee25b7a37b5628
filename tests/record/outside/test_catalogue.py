"""What the catalogue says of outside datasets, and the file that is there."""

import re

import pytest

from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import outside
from pactbook.record.outside.catalogue import checked, source

NAMES = {"dcad", "atop", "ideal_points", "cns_india", "cns_iran", "cns_north_korea", "cns_pakistan"}


def test_every_entry_says_where_it_is_from():
    for entry in outside.catalogue().values():
        assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"])
        assert (entry.get("url") or entry["page"]).startswith("https://")
        assert ("url" in entry) != ("by_hand" in entry)
        assert entry["citation"] and entry["licence"] and entry["version"]
        assert entry["covers"][0] < entry["covers"][1]


def test_a_data_folder_may_bring_its_own_catalogue(monkeypatch, tmp_path):
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path))
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("PACTBOOK_DATA", str(data))
    assert set(outside.catalogue()) == NAMES, "the shipped one"
    (data / "reference.yaml").write_text("mine: {file: mine.csv}")
    assert outside.catalogue() == {"mine": {"file": "mine.csv"}}
    assert outside.files() == {}
    (tmp_path / "mine.csv").touch()
    assert outside.files() == {"mine": tmp_path / "mine.csv"}
    (data / "reference.yaml").unlink()
    assert outside.path("dcad") is None


@pytest.mark.parametrize("name", ["dcad", "atop", "ideal_points"])
def test_a_dataset_that_was_not_fetched_is_none_and_the_note_says_how(fetched, name):
    assert getattr(outside, name)() is None
    assert "make reference" in outside.note(name, Language("en"))


def test_another_file_under_the_name_is_refused_with_how_to_get_the_right_one(fetched):
    file = fetched.dcad("770,370,1,2,1995,,,,general,DCA,,,0,,DCADv1.0-0001")
    assert checked("dcad") == file
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(UserError) as caught:
        outside.dcad()
    message = str(caught.value)
    assert message.startswith("DCAD-v1.0-main.csv: is not the file of Defense Cooperation Agreement Dataset 1.0")
    assert "`make reference` fetches the right one" in message and "\n" not in message


def test_a_dataset_without_an_address_says_how_its_file_is_made(fetched):
    file = fetched.put("cns_iran", "x")
    file.write_text("y")
    with pytest.raises(UserError, match=r"the right one comes from https://.*: write the table of Iran"):
        checked("cns_iran")


def test_a_dataset_is_a_source_of_kind_dataset_with_its_citation(fetched):
    row = source("dcad")
    assert (row["source_id"], row["kind"], row["published"]) == ("dcad", "dataset", "2020")
    assert "Kinne" in row["title"] and row["url"].startswith("https://")
    assert source("cns_iran")["url"] == outside.catalogue()["cns_iran"]["page"]
