"""Outside datasets, with a few made rows in their format."""

import re

import pandas as pd
import pytest

from pactbook.locale import Language
from pactbook.record import outside


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path))
    return tmp_path


def write(cache, name, text):
    (cache / outside.catalogue()[name]["file"]).write_text(text, encoding="latin-1")


def test_every_entry_says_where_it_is_from():
    for entry in outside.catalogue().values():
        assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"])
        assert entry["url"].startswith("https://")
        assert entry["citation"] and entry["licence"] and entry["version"]
        assert entry["covers"][0] < entry["covers"][1]


def test_a_data_folder_may_bring_its_own_catalogue(cache, monkeypatch, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("PACTBOOK_DATA", str(data))
    assert set(outside.catalogue()) == {"dcad", "atop", "ideal_points"}, "the shipped one"
    (data / "reference.yaml").write_text("mine: {file: mine.csv}")
    assert outside.catalogue() == {"mine": {"file": "mine.csv"}}
    assert outside.files() == {}
    (cache / "mine.csv").touch()
    assert outside.files() == {"mine": cache / "mine.csv"}
    (data / "reference.yaml").unlink()
    assert outside.path("dcad") is None


@pytest.mark.parametrize(("name", "loader"), [("dcad", "dcad"), ("atop", "atop"), ("ideal_points", "ideal_points")])
def test_a_dataset_that_was_not_fetched_is_none_and_the_note_says_how(cache, name, loader):
    assert getattr(outside, loader)() is None
    assert "make reference" in outside.note(name, Language("en"))


def test_dcad_rows_become_alphabetical_pairs_of_covered_years(cache):
    write(
        cache,
        "dcad",
        "ccode1,ccode2,signYear,type,category1\n770,370,1995,general,DCA\n2,20,1984,sector,PROCUREMENT\n2,20,,general,DCA\n"
        "2,20,2015,general,DCA\n2,99999,1990,general,DCA\n",
    )
    frame = outside.dcad()
    columns = ["a", "b", "year", "general", "category"]
    assert frame[columns].values.tolist() == [
        ["BLR", "PAK", 1995, True, "dca"],
        ["CAN", "USA", 1984, False, "procurement"],
    ]
    assert "Kinne" in outside.note("dcad", Language("en"))


def test_atop_membership_that_goes_on_ends_with_the_dataset(cache):
    head = "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n"
    write(cache, "atop", head + "3180,2,1949,0,1,0,0,0,0\n3285,365,1955,1991,1,0,0,1,1\n")
    frame = outside.atop()
    assert frame[["iso3", "start", "end", "defense"]].values.tolist() == [
        ["USA", 1949, 2018, True],
        ["SUN", 1955, 1991, True],
    ]


def test_a_number_that_went_to_a_successor_is_parted_by_years(cache):
    head = "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n"
    write(cache, "atop", head + "1,365,1975,2000,1,0,0,0,0\n")
    assert outside.atop()[["iso3", "start", "end"]].values.tolist() == [["SUN", 1975, 1991], ["RUS", 1992, 2000]]


def test_ideal_points_keep_states_with_a_code(cache):
    frame = pd.DataFrame(
        {"iso3c": ["BLR", "ZZZ", "PAK"], "year": [2024.0, 2024.0, 2023.0], "idealpointfp": [-0.5, 1.0, None]}
    )
    frame.to_stata(cache / outside.catalogue()["ideal_points"]["file"], write_index=False)
    assert outside.ideal_points().values.tolist() == [["BLR", 2024, -0.5]]


def test_numbers_of_the_correlates_of_war_are_those_of_the_year(cache):
    head = "ccode1,ccode2,signYear,type,category1\n"
    write(cache, "dcad", head + "345,365,1985,general,DCA\n345,365,2008,general,DCA\n970,946,2000,sector,TRAINING\n")
    assert [(row.a, row.b) for row in outside.dcad().itertuples()] == [("SUN", "YUG"), ("RUS", "SRB"), ("KIR", "NRU")]
