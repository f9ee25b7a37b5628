"""How much of an outside dataset is on record and the other way round, on made rows in their format."""

from pactbook.maintain import overlaps


def rows(text):
    """Return the cells of a Markdown table, row by row, without its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_without_the_datasets_there_is_nothing_to_compare(fetched, record):
    assert overlaps.text(record) == ""


def test_agreements_are_matched_both_ways_a_year_apart_and_decade_by_decade(fetched, folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    early = {"in_force": "", "note": "", "see_also": ""}
    for year in ("1989", "1995"):
        folder.append("agreements", **row | early | {"agreement_id": f"fji-isl-{year}-defence", "signed": year})
    head = "ccode1,ccode2,signYear,type,category1\n"
    fetched.put("dcad", head + "950,395,1990,general,DCA\n950,395,1997,general,DCA\n950,2,2001,general,DCA\n")
    found = [row[2:] for row in rows(overlaps.text(folder.load()))]
    # Of 1990 in the dataset, of 1989 here: one document, each counted in its own decade.
    assert found == [
        ["0", "none", "1", "1 (100 %)"],
        ["2", "1 (50 %)", "1", "0 (0 %)"],
        ["1", "0 (0 %)", "1", "0 (0 %)"],  # 2001 there, another document here
    ]


def test_pairs_are_obliged_by_a_treaty_or_an_organisation(fetched, folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2020-defence")
    treaty = {"agreement_id": "fji-ury-1960-pact", "parties": "FJI;URY", "signed": "1960", "mutual_defence": "yes"}
    folder.append("agreements", **row | treaty | {"in_force": "", "note": "", "see_also": ""})
    head = "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul\n"
    alliance = [f"1,{member},1961,0,1,0,0,0,0\n" for member in (950, 165, 2)]
    fetched.put("atop", head + "".join(alliance) + "2,950,1961,1999,1,0,0,0,0\n2,395,1961,1999,1,0,0,0,0\n")
    ((what, dataset, theirs, here, ours, there),) = rows(overlaps.text(folder.load()))
    assert what.endswith("end of 2018") and dataset == "ATOP"
    # Fiji, Uruguay and the United States there; here the treaty, and what the made-up organisations oblige to.
    assert (theirs, here) == ("3", "1 (33 %)")
    assert int(ours) >= 1 and there.startswith("1 (")


def test_flights_are_matched_as_the_layers_do(fetched, folder):
    system = {"country": "IRN", "system_id": "irn-gamma", "name": "Ghadr", "aliases": ""}
    folder.append("missile_systems", like="fji-gamma", **system)
    flown = {"country": "IRN", "system_id": "irn-gamma", "outcome": "success"}
    for day in ("2009-05-20", "2010-06-01"):
        folder.append("missile_tests", like="2021-07-09-gamma", test_id=f"{day}-ghadr", date=day, **flown)
    head = "launch_time,missile_name,facility_name,test_confirmed,test_successful,missile_family,in_operational_use\n"
    lines = [
        f"{day},{name},Here,True,True,MRBM,False\n" for day, name in (("2009-05-20", "Ghadr"), ("2012-01-01", "Ghadr"))
    ]
    fetched.put("cns_iran", head + "".join(lines))
    ((what, *counts),) = rows(overlaps.text(folder.load()))
    assert what == "flight tests of Iran, 1991–2019"
    assert counts == ["CNS", "2", "1 (50 %)", "2", "1 (50 %)"]
