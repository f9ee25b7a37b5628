"""Checks between rows: each one speaks when what it guards is broken."""

import pytest

from pactbook.record import checks, load


def told(folder):
    return checks.problems(folder.load())


@pytest.mark.slow
def test_the_shipped_tables_pass():
    assert checks.problems(load()) == []


def test_the_made_tables_pass(untouched):
    assert told(untouched) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "row", "values", "expected"),
    [
        (
            "agreements",
            "fji-isl-2020-defence",
            {"in_force": "2020-01"},
            "in_force 2020-01 lies before signed 2020-05-11",
        ),
        (
            "agreements",
            "fji-isl-2022-programme",
            {"period_end": "2022"},
            "period_end 2022 lies before period_start 2023",
        ),
        ("agreements", "fji-isl-2020-defence", {"parties": "ISL;FJI"}, "in the order of the alphabet"),
        ("agreements", "fji-isl-2022-memo", {"parties": "FJI;SUN"}, "had ended by 2022-09-09"),
        ("agreements", "fji-isl-2022-memo", {"signed": "2199-01-01"}, "lies in the future"),
        ("agreements", "fji-isl-2022-memo", {"parties": "FJI"}, "one party alone"),
        ("agreements", "fji-isl-2022-memo", {"title": "Joint Declaration of Intent"}, "is a letter_of_intent"),
        ("agreements", "fji-isl-2022-memo", {"title": "Plan of cooperation"}, "is mou, but the title names plan"),
        ("agreements", "fji-isl-2022-memo", {"note": "Said. So. Said."}, "note: 'Said.' stands twice"),
        (
            "agreements",
            "fji-isl-2022-memo",
            {"note": "Short. Replaced by another."},
            "the note says that it was replaced",
        ),
        ("agreements", "fji-isl-2022-memo", {"signatories": "NOR: a minister"}, "signs for no party"),
    ],
)
def test_a_broken_agreement_is_named(folder, table, row, values, expected):
    folder.change(table, row, **values)
    assert [line for line in told(folder) if row in line and expected in line]


@pytest.mark.parametrize(
    ("table", "row", "values", "expected"),
    [
        ("agreements", "fji-isl-2022-memo", {"signed": "2022-09-08"}, "signed is 2022-09-08, but 2022-09-09-signing"),
        ("events", "2020-02-02-ratification", {"kind": "entry_into_force"}, "in_force is empty, but 2020-02-02-ratif"),
        (
            "events",
            "2018-04-20-visit",
            {"date": "", "end_date": ""},
            "only a step of an agreement may be without its day",
        ),
    ],
)
def test_a_date_that_is_not_that_of_its_step_is_named(folder, table, row, values, expected):
    assert told(folder) == []
    folder.change(table, row, **values)
    assert [line for line in told(folder) if expected in line]


def test_a_step_that_stands_twice_is_named(folder):
    folder.append("events", "2020-02-02-ratification", event_id="2020-02-02-ratification-nor", countries="NOR")
    assert [line for line in told(folder) if "are one ratification of fji-nor-2019-treaty" in line]
    folder.change("events", "2020-02-02-ratification", countries="FJI")
    assert told(folder) == []


def test_a_ratification_by_one_state_has_that_state_alone(folder):
    folder.change("events", "2020-02-02-ratification", title="Ratified by the parliament of Fiji", countries="FJI;NOR")
    assert [line for line in told(folder) if "the title names Fiji alone" in line]
    folder.change("events", "2020-02-02-ratification", countries="FJI")
    assert told(folder) == []


def test_a_role_before_the_bloc_or_beside_another_is_named(folder):
    row = folder.rows("memberships")[0]
    folder.append(
        "memberships", **row | {"role": "observer" if row["role"] != "observer" else "partner", "start": "1801"}
    )
    lines = told(folder)
    assert any("was founded" in line for line in lines)
    assert any("before the role before it ends" in line for line in lines)


def test_a_flight_before_the_first_or_of_another_state_is_named(folder):
    row = next(row for row in folder.rows("missile_tests") if row["system_id"])
    folder.change("missile_tests", row["test_id"], date="1946-01-01", country="NOR")
    lines = told(folder)
    assert any("before the first test" in line for line in lines)
    assert any("is of NOR" in line for line in lines)


@pytest.mark.parametrize("title", ["Agreement, called a memorandum", "Defence cooperation", "Memoranda on two fields"])
def test_a_title_may_name_several_kinds_or_none(folder, title):
    folder.change("agreements", "fji-isl-2022-memo", title=title)
    assert told(folder) == []


def test_what_was_replaced_may_have_ended_without_a_day(folder):
    folder.change("agreements", "fji-isl-2022-memo", note="Replaced by another.")
    step = {"event_id": "nd-memo-ends", "date": "", "end_date": "", "kind": "termination", "countries": "FJI;ISL"}
    folder.append("events", **folder.rows("events")[0] | step | {"agreement_ids": "fji-isl-2022-memo"})
    assert told(folder) == []


def test_a_missile_that_flew_and_is_only_reported_is_named(folder):
    row = next(row for row in folder.rows("missile_tests") if row["system_id"])
    folder.change("missile_tests", row["test_id"], outcome="success")
    folder.change("missile_systems", row["system_id"], status="reported")
    assert any(f"{row['system_id']}: status: is reported" in line for line in told(folder))


def test_one_missile_with_two_ranges_is_named_unless_a_note_tells_of_both(folder):
    row = next(row for row in folder.rows("missile_systems") if row["range_km"])
    twin = row | {
        "system_id": "nor-twin",
        "country": "NOR",
        "name": row["name"].upper(),
        "range_km": "1234",
        "first_test": "",
    }
    folder.append("missile_systems", **twin)
    assert any("one missile with" in line and "1234 km" in line for line in told(folder))
    folder.change("missile_systems", row["system_id"], note="Norway gives 1,234 km.")
    assert told(folder) == []
    folder.change("missile_systems", "nor-twin", **{"class": "ICBM" if row["class"] != "ICBM" else "SRBM"})
    assert any("one missile is" in line for line in told(folder))


def test_a_term_without_an_end_is_named(folder):
    row = folder.rows("designations")[0]["designation_id"]
    folder.change("designations", row, legal_basis="Iran Nonproliferation Act of 2000", lifted_on="", note="")
    assert any(f"{row}: lifted_on" in line for line in told(folder))
    folder.change("designations", row, note="The term was not seen.")
    assert told(folder) == []


def test_what_encyclopaedias_alone_tell_is_named(folder):
    folder.change("agreements", "btn-fji-2015-defence", note="")
    assert [line for line in told(folder) if "btn-fji-2015-defence: rests on encyclopaedias alone" in line]
    folder.change("agreements", "btn-fji-2015-defence", source_ids="encyclopedia-nd;blog-nd")
    assert told(folder) == []


def test_a_link_to_nowhere_is_named(folder):
    folder.change("readings", "agreements", record_id="no-such", field="colour")
    folder.change("checks", "agreements", record_id="no-such")
    folder.change("claims", folder.rows("claims")[0]["claim_id"], evidence="agreements:no-such")
    lines = told(folder)
    assert any("readings.csv: agreements:no-such: no such record" in line for line in lines)
    assert any("'colour' is no column" in line for line in lines)
    assert any("checks.csv: agreements:no-such" in line for line in lines)
    assert any("evidence 'agreements:no-such' does not exist" in line for line in lines)


def test_a_disagreement_without_an_end_is_named(folder):
    folder.change("checks", "agreements", result="disagrees", settled="")
    assert any("say how a disagreement was settled" in line for line in told(folder))


def test_a_record_that_disagreed_may_be_gone(folder):
    row = {"table": "agreements", "record_id": "taken-out", "checked_on": "2024-03-01"}
    folder.append("checks", **row, result="disagrees", field="signed", settled="Taken out.")
    assert told(folder) == []
    folder.change("checks", "agreements", record_id="no-such")
    assert any("agreements:no-such: no such record" in line for line in told(folder))


def test_a_page_that_stands_twice_or_is_not_cited_is_named(folder):
    folder.append("sources", **folder.rows("sources")[0] | {"source_id": "twice"})
    lines = told(folder)
    assert any("twice: nothing cites it" in line for line in lines)
    assert any("has the address of" in line for line in lines)


def test_a_host_of_two_publishers_is_named(folder):
    folder.change("sources", "daily-2022-09", url="https://pacific-wire.example/daily")
    assert any("is of several publishers: Pacific Wire, Suva Daily" in line for line in told(folder))
    folder.change("sources", "daily-2022-09", url="https://github.com/daily")
    assert not any("several publishers" in line for line in told(folder))


def test_a_publisher_in_two_spellings_is_named(folder):
    folder.change("sources", "ledger-2024-01", wire="The Suva-Daily")
    assert any("several spellings: Suva Daily, The Suva-Daily" in line for line in told(folder))


def test_one_text_of_two_kinds_is_named(folder):
    folder.change("sources", "daily-2022-09", kind="press")
    assert any("Pacific Wire is of several kinds: agency, press" in line for line in told(folder))
    folder.change("sources", "daily-2022-09", kind="treaty_text")
    assert not any("several kinds" in line for line in told(folder))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("publisher", "host", "plausible"),
    [
        ("Suva Daily", "www.daily.example", True),
        ("Suva Daily", "sd.example", True),
        ("Suva Daily", "playgames.example", False),
        ("Suva Daily", "ads-daily.example", True),
        ("Suva Daily", "adsd.example", False),
        ("The News", "the-news.example", True),
        ("The News", "news-by-others.example", False),
        ("Suva Daily", "suva.playgames.example", True),
        ("Télé Suva", "tele.example", True),
    ],
)
def test_a_host_that_shows_another_name_is_named(folder, publisher, host, plausible):
    folder.change("sources", "daily-2022-09", publisher=publisher, url=f"https://{host}/x")
    assert (
        any(f"daily-2022-09: is {host.removeprefix('www.')} a host of {publisher}?" in line for line in told(folder))
        != plausible
    )


def test_a_host_may_be_declared_or_be_a_states(folder):
    folder.change("sources", "daily-2022-09", url="https://playgames.example/x")
    (folder.path / "hosts.yaml").write_text("Suva Daily: [playgames.example]\n")
    assert told(folder) == []
    folder.change("sources", "gov-2020-05", url="https://www.mil.example/x")
    assert told(folder) == []
    folder.change("sources", "gov-2020-05", url="https://www.goodmillet.example/x")
    assert any("is goodmillet.example a host of Fiji Ministry of Defence?" in line for line in told(folder))


def test_one_visit_in_two_spellings_is_shown(folder):
    assert checks.lookalikes(folder.load()) == []
    row = folder.rows("events")[0]
    folder.append("events", **row | {"event_id": row["event_id"] + "-b", "title": row["title"].upper() + " again"})
    assert checks.lookalikes(folder.load()) == [(row["event_id"], row["event_id"] + "-b")]


def test_a_text_of_ours_without_german_is_named(folder):
    folder.change("events", "2019-06-meeting", title_de="")
    assert checks.problems(folder.load()) == ["events.csv: 2019-06-meeting: title_de is empty"]
