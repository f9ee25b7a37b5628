"""The agreements of Kinne (2020), with a few made rows in their format."""

import pytest

from pactbook.locale import Language
from pactbook.record import outside, schema
from pactbook.record.outside.dcad import agreements


def test_rows_become_alphabetical_pairs_of_covered_years(fetched):
    fetched.put(
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


def test_numbers_of_the_correlates_of_war_are_those_of_the_year(fetched):
    head = "ccode1,ccode2,signYear,type,category1\n"
    fetched.put("dcad", head + "345,365,1985,general,DCA\n345,365,2008,general,DCA\n970,946,2000,sector,TRAINING\n")
    assert [(row.a, row.b) for row in outside.dcad().itertuples()] == [("SUN", "YUG"), ("RUS", "SRB"), ("KIR", "NRU")]


def one(fetched, row):
    fetched.dcad(row)
    (found,) = agreements().to_dict("records")
    return found


def test_an_agreement_has_the_shape_of_our_table(fetched):
    row = one(fetched, "770,370,13,2,1995,1,3,1996,general,DIC,DCA,TREX,1,10,DCADv1.0-0042")
    assert list(row) == schema()["agreements"].columns
    assert (row["agreement_id"], row["parties"], row["kind"]) == ("dcad-0042", ("BLR", "PAK"), "agreement")
    assert (row["signed"], row["in_force"], row["ended"]) == ("1995-02-13", "1996-03-01", "2006")
    assert row["domains"] == ("defence", "military_technical", "training", "exercises")
    assert row["title"] == "Defence cooperation agreement (general, industry, training and exercises)"
    assert (row["mutual_defence"], row["source_ids"]) == ("not_searched", ("dcad",))


@pytest.mark.parametrize(
    ("dates", "signed", "in_force"),
    [
        (",,1995,,,", "1995", ""),
        (",5,1995,,,1996", "1995-05", "1996"),
        ("31,2,1995,,,-88", "1995-02", ""),
        ("1,5,1995,1,4,1995", "1995-05-01", ""),
    ],
    ids=["year", "month", "no such day", "force before signature"],
)
def test_dates_have_the_precision_known(fetched, dates, signed, in_force):
    row = one(fetched, f"770,370,{dates},sector,PROCUREMENT,,,0,5,DCADv1.0-0001")
    assert (row["signed"], row["in_force"], row["ended"]) == (signed, in_force, "")
    assert row["domains"] == ("arms_trade",)
