"""The launch databases of the James Martin Center, with a few made rows in their format."""

from pactbook.record import schema
from pactbook.record.outside.cns import flights

SYSTEMS = {"IRN": {"irn-ghadr": ("Ghadr-1", "Qadr"), "irn-one": ("Twin",), "irn-two": ("Other", "Twin")}}
HEAD = "launch_time,missile_name,facility_name,test_confirmed,test_successful,missile_family,in_operational_use\n"


def told(fetched, *rows):
    fetched.put("cns_iran", HEAD + "\n".join(rows) + "\n")
    return flights(SYSTEMS).to_dict("records")


def test_launches_of_one_missile_and_day_are_one_flight(fetched):
    (row,) = told(fetched, "2009-05-20,Qadr,Here,True,True,MRBM,False", "2009-05-20,Qadr,Here,True,False,MRBM,False")
    assert [*row] == schema()["missile_tests"].columns
    assert (row["test_id"], row["system_id"], row["described_as"]) == ("cns-irn-2009-05-20-qadr", "irn-ghadr", "")
    assert (row["missiles"], row["outcome"], row["place"], row["source_ids"]) == (2, "partial", "Here", ("cns-iran",))


def test_a_name_of_several_systems_or_none_is_kept_as_it_is(fetched):
    found = told(fetched, "2009-05-20,Twin,,True,True,MRBM,False", "2009-05-20,Nobody,,True,,MRBM,False")
    assert [(row["system_id"], row["described_as"], row["outcome"]) for row in found] == [
        ("", "Nobody", "unknown"), ("", "Twin", "success")
    ]  # fmt: skip


def test_carriers_use_in_war_and_unconfirmed_launches_are_no_flights(fetched):
    assert not told(
        fetched, "2009-02-02,Safir,,True,True,,False", "2009-02-02,X,,True,True,SLV,False", "2017-06-18,Qadr,,True,True,MRBM,True",
        "2009-02-03,Qadr,,False,True,MRBM,False",
    )  # fmt: skip


def test_without_a_file_there_is_nothing(fetched):
    assert flights(SYSTEMS) is None
