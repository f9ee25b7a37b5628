"""What is on record by subject."""

from pactbook.maintain.holdings import by_subject


def test_the_pair_with_the_most_documents_stands_apart_from_the_others(folder):
    found = by_subject(folder.load()).set_index("subject")
    agreements, events = folder.rows("agreements"), folder.rows("events")
    pair = [row for row in agreements if row["parties"] == "FJI;ISL"]
    met = [row for row in events if {"FJI", "ISL"} <= set(row["countries"].split(";"))]
    assert found.at["agreements and events of Fiji and Iceland", "rows"] == len(pair) + len(met)
    assert found.at["agreements of other pairs", "rows"] == len(agreements) - len(pair)
    late = [row for row in agreements if row not in pair and row["signed"] >= "2010"]
    assert found.at["agreements of other pairs", "of them"].startswith(f"{len(late)} signed since 2010, by 5 states")


def test_programmes_sanctions_pages_and_sources_are_counted(folder):
    found = by_subject(folder.load()).set_index("subject")
    assert found.at["missile systems", "of them"] == "5 with a range, of 2 states"
    assert found.at["flight tests", "of them"] == "Fiji 4"
    assert found.at["designations by state of the entity", "rows"] == len(folder.rows("designations"))
    assert found.at["sources", "rows"] == len(folder.rows("sources"))
    assert tuple(found.loc["sweeps by state and period"]) == (2, "for 2 states and organisations")
    subjects = {row["subject"] for row in folder.rows("coverage")}
    assert {f"pages on {subject}" for subject in subjects} <= set(found.index)


def test_empty_tables_are_counted_too(folder):
    for name in ("claims", "coverage", "readings", "checks", "events", "draws", "agreements"):
        folder.drop(name)
    found = by_subject(folder.load()).set_index("subject")
    assert not [subject for subject in found.index if subject.startswith(("agreements", "pages"))]
    assert found.at["logged searches", "rows"] == len(folder.rows("searches"))
