"""What data/README.md says of how complete and how right the record is: recounted on the fixture world."""

import pandas as pd
import pytest

from pactbook.maintain import coverage
from pactbook.plots import depth, palette
from pactbook.subjects import completeness


def test_the_third_reading_counts_what_was_established(record):
    found = coverage.third_reading(record)
    assert found.values.tolist() == [
        ["agreements", 1, 3, 1, 0, 1, 1, "50 % (9–91 %)"],
        ["agreements", 2, 1, 1, 0, 0, 0, "0 % (0–79 %)"],
        ["missile_tests", 1, 1, 0, 1, 0, 0, "0 % (0–79 %)"],
    ]


def test_a_table_of_which_nothing_was_established_has_no_share(folder):
    folder.change("third_readings", "missile_tests", result="not_established")
    assert coverage.third_reading(folder.load()).set_index("table").at["missile_tests", "wrong of established"] == ""


def test_no_reading_is_said(folder):
    folder.drop("third_readings")
    assert "established anew yet" in coverage.third_text(folder.load())


def test_the_number_of_draws_is_told(record):
    assert "In draws made apart (1), readers" in coverage.text(record)


@pytest.mark.slow
def test_the_map_counts_the_documents_of_each_state_once_and_names_the_share_of_each_continent(record, tmp_path):
    documents = coverage.documents_by_state(record)
    signed = record.agreements[record.agreements.signed.str[:4] >= "2010"]
    assert documents["ISL"] == sum("ISL" in parties for parties in signed.parties)
    made = coverage.picture(record, tmp_path)
    assert set(pd.read_csv(made.files[0].with_name("record-completeness.csv")).state) == set(documents.index)
    shares = completeness.shares(record, "region")
    assert all(f"{row.group} {100 * row.share:.0f} % of {row.drawn}" in made.alt for row in shares.itertuples())


def test_a_state_has_the_colour_of_its_class():
    assert [depth._colour(n) for n in (1, 4, 5, 99, 100)] == [palette.SEQUENCE[i] for i in (0, 0, 1, 4, 5)]
