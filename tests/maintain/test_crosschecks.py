"""Cross-checks with outside datasets, on made rows in their format."""

import pytest

from pactbook.maintain import crosschecks


def test_without_the_datasets_there_is_nothing_to_compare(fetched, record):
    assert crosschecks.run(record) == []


def test_agreements_are_compared_by_dyad_and_year(fetched, folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    early = {"in_force": "", "note": "", "see_also": ""}
    folder.append("agreements", **row | early | {"agreement_id": "fji-isl-1995-defence", "signed": "1995-03-01"})
    folder.append("agreements", **row | early | {"agreement_id": "fji-isl-2001-defence", "signed": "2001-03-01"})
    text = "ccode1,ccode2,signYear,type,category1\n950,395,1996,general,DCA\n"
    fetched.put("dcad", text)
    one = crosschecks.defence_agreements(folder.load())
    assert "fji-isl-1995-defence" not in one.differ
    assert one.differ["fji-isl-2001-defence"] == "its documents of the two are of 1996"
    assert one.compared - one.agree == len(one.differ)


@pytest.mark.parametrize(
    ("change", "dataset", "why"),
    [
        ({}, "950,2,1996,general,DCA\n395,2,1996,general,DCA\n", "it has no document of the two"),
        ({}, "950,2,1996,general,DCA\n", "Iceland is not among its states"),
        ({"kind": "declaration"}, "950,395,1996,general,DCA\n", "a declaration, while it counts formal agreements"),
        ({"domains": "defence;basing"}, "950,395,1996,general,DCA\n", "basing, which it sets apart"),
    ],
)
def test_an_agreement_that_is_not_there_says_why(fetched, folder, change, dataset, why):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    early = {"agreement_id": "fji-isl-2001-defence", "signed": "2001-03-01", "in_force": "", "note": "", "see_also": ""}
    folder.append("agreements", **row | early | change)
    fetched.put("dcad", f"ccode1,ccode2,signYear,type,category1\n{dataset}")
    assert crosschecks.defence_agreements(folder.load()).differ["fji-isl-2001-defence"] == why


def test_an_agreement_with_an_organisation_is_in_no_dyad(fetched, folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    early = {"agreement_id": "fji-2001-nordpact", "parties": "FJI;NORDPACT", "signed": "2001-03-01", "in_force": ""}
    folder.append("agreements", **row | early | {"note": "", "see_also": ""})
    fetched.put("dcad", "ccode1,ccode2,signYear,type,category1\n950,395,1996,general,DCA\n")
    assert set(crosschecks.defence_agreements(folder.load()).differ) == {"fji-ury-2010-treaty"}


def test_treaties_of_mutual_defence_are_compared_by_a_shared_alliance(fetched, folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    old = {"in_force": "", "note": "", "see_also": "", "mutual_defence": "yes"}
    folder.append("agreements", **row | old | {"agreement_id": "fji-isl-1960-pact", "signed": "1960"})
    head = "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n"
    fetched.put("atop", head + "1,950,1961,0,1,0,0,0,0\n1,395,1961,0,1,0,0,0,0\n")
    assert "fji-isl-1960-pact" not in crosschecks.allied_dyads(folder.load()).differ
    fetched.put("atop", head + "1,950,1961,0,1,0,0,0,0\n2,395,1961,0,1,0,0,0,0\n")
    assert crosschecks.allied_dyads(folder.load()).differ["fji-isl-1960-pact"] == "it has no alliance of the two"
    fetched.put("atop", head + "1,950,1961,0,1,0,0,0,0\n1,395,1961,0,0,0,0,0,0\n")
    why = "of the two it obliges Fiji to defence, in no alliance both"
    assert crosschecks.allied_dyads(folder.load()).differ["fji-isl-1960-pact"] == why


def test_members_of_blocs_are_compared_pair_by_pair(fetched, record):
    fetched.put("atop", "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n1,2,1949,0,1,0,0,0,0\n")
    one = crosschecks.bloc_members(record)
    assert one.compared == one.agree + len(one.differ)
