"""What data/README.md says of how complete and how right the record is: recounted on the fixture world."""

from pactbook.maintain import coverage


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
