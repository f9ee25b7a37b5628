"""Days of any writing, states of any list, words for our values; what can mean two things is refused."""

import pytest

from pactbook.errors import UserError
from pactbook.maintain.importing import values
from pactbook.maintain.importing.values import Order, UnreadableError, Words
from pactbook.record import schema

AGREEMENTS = {column.name: column for column in schema()["agreements"].fields}


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2011-04-03", "2011-04-03"), ("2011-4-3", "2011-04-03"), ("2011/04/03", "2011-04-03"), ("20110403", "2011-04-03"),
        ("2011-04-03 00:00:00", "2011-04-03"), ("2011-04-03T00:00:00Z", "2011-04-03"), ("3.4.2011", "2011-04-03"),
        ("25/04/2011", "2011-04-25"), ("04/25/2011", "2011-04-25"), ("03/03/2011", "2011-03-03"),
        ("3 April 2011", "2011-04-03"), ("April 3, 2011", "2011-04-03"), ("3-Apr-2011", "2011-04-03"),
        ("3rd of April 2011", "2011-04-03"), ("3. April 2011", "2011-04-03"), ("1er mars 2009", "2009-03-01"),
        ("3 de abril de 2011", "2011-04-03"), ("5 мая 2011 г.", "2011-05-05"), ("3 Nisan 2011", "2011-04-03"),
        ("Apr 2011", "2011-04"), ("Sept 2008", "2008-09"), ("04/2011", "2011-04"), ("2011-04", "2011-04"), ("2011", "2011"),
        ("", ""), ("n.d.", ""), ("-77", ""), ("unknown", ""),
    ],
)  # fmt: skip
def test_a_date_of_any_writing_has_the_precision_that_it_is_written_with(cell, iso):
    assert values.day(cell, Order()) == iso


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("03/04/2011", "may be 2011-04-03 or 2011-03-04"),
        ("3-4-2011", "may be 2011-04-03 or 2011-03-04"),
        ("3/4/11", "year of two digits"),
        ("2011-02-30", "day is out of range"),
        ("31.04.2011", "day is out of range"),
        ("13/13/2011", "month must be in"),
        ("3 Aprl 2011", "did you mean 'April'"),
        ("spring 2011", "is no month"),
        ("about 2011-2013", "is no date"),
    ],
)
def test_what_is_no_date_or_may_be_two_is_refused(cell, told):
    with pytest.raises(UnreadableError, match=told):
        values.day(cell, Order())


def test_the_other_dates_of_a_column_show_which_stands_first_unless_they_disagree():
    assert values.day("03/04/2011", Order.of(["25/04/2011"])) == "2011-04-03"
    assert values.day("03/04/2011", Order.of(["04/25/2011"])) == "2011-03-04"
    assert values.day("03/04/2011", Order.of(["25.04.2011", "2011-04-25"])) == "2011-04-03"
    with pytest.raises(UnreadableError, match="may be"):
        values.day("03/04/2011", Order.of(["25/04/2011", "04/25/2011"]))


@pytest.mark.parametrize(
    ("parts", "iso"),
    [
        ({"year": "1984", "month": "4", "day": "1"}, "1984-04-01"),
        ({"year": "1984", "month": "April", "day": "-77"}, "1984-04"),
        ({"year": "1984", "month": "", "day": "1"}, "1984"),
        ({"year": "0", "month": "0"}, ""),
    ],
)
def test_a_date_in_parts_ends_where_one_is_not_known(parts, iso):
    assert values.of_parts(parts) == iso
    with pytest.raises(UnreadableError):
        values.of_parts({"year": "1984", "month": "13"})


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Belarus and Pakistan", ["BLR", "PAK"]),
        ("Bosnia and Herzegovina; Croatia", ["BIH", "HRV"]),
        ("Congo, Democratic Republic of the", ["COD"]),
        ("Japan, Fiji", ["JPN", "FJI"]),
        ("Беларусь\nPakistan", ["BLR", "PAK"]),
        ("NORDPACT / Fiji", ["NORDPACT", "FJI"]),
        ("-", []),
    ],
)
def test_parties_are_told_apart_whatever_stands_between_them(record, cell, codes):
    assert list(values.parties(cell, record, "parties")) == codes


def test_a_party_that_is_none_is_named(record):
    with pytest.raises(UserError, match="Atlantis"):
        list(values.parties("Fiji; Atlantis", record, "parties"))


def test_numbers_of_states_are_those_of_their_year_and_abbreviations_of_their_list():
    assert values.by_number("345", "cow", 1985) == "YUG"
    assert values.by_number("340", "gw", 2010) == "SRB"
    assert values.by_number("AUS", "cow_abbreviation", None) == "AUT", "AUS is Australia by ISO alone"
    assert values.by_number("-9", "cow", None) == ""
    for cell, how, year in (
        ("9999", "cow", 2000),
        ("2", "cow", None),
        ("US", "cow", 2000),
        ("XXQ", "cow_abbreviation", 2000),
    ):
        with pytest.raises(UnreadableError):
            values.by_number(cell, how, year)


def test_words_of_other_lists_mean_our_values():
    kinds, domains = Words(AGREEMENTS["kind"]), Words(AGREEMENTS["domains"])
    assert [kinds.read(cell) for cell in ("Memorandum of Understanding", "MoU", "Abkommen", "Bilateral")] == [
        "mou", "mou", "agreement", "",
    ]  # fmt: skip
    assert kinds.read("handshake") == "handshake", "what is not known is left for the check of the cell"
    assert domains.read("TREX") == "training;exercises"
    assert domains.read("Defense / Military training, Defence") == "defence;training"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Memorandum of Understanding on training", "mou"),
        ("The Exchange of notes constituting an agreement", "exchange_of_notes"),
        ("Agreement between A and B", "agreement"),
        ("Abkommen zwischen A und B", "agreement"),
        ("Cooperation in defence", ""),
    ],
)
def test_the_kind_is_what_a_title_begins_with(title, kind):
    assert values.kind_of_title(title, Words(AGREEMENTS["kind"])) == kind
