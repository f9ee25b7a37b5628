"""What a record of an earlier day may know."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import REFERENCE_KINDS, ROW_DATE, Tables, load, on_date, schema
from pactbook.record.days import PUBLIC
from pactbook.record.tables import ENDS
from pactbook.subjects import findings, pair, ties

DAYS = st.dates(dt.date(1985, 1, 1), dt.date(2024, 4, 1))
SHIPPED_DAYS = [
    dt.date(1945, 1, 1),
    dt.date(1962, 2, 1),
    dt.date(2016, 7, 1),
    dt.date(2025, 4, 11),
    dt.date(2026, 6, 1),
]
# A plan may reach into the future, and a page is seen when it is seen.
PLANNED = {("agreements", "period_start"), ("agreements", "period_end"), ("sources", "seen_on")}


# What was searched and drawn tells of the record itself, on whatever day it is read.
UNCUT = ("searches", "sweeps", "draws", "third_readings")


def future_dates(record: Tables, day: dt.date) -> list[tuple]:
    return [
        (name, row[table.key[0]], column.name, row[column.name])
        for name, table in schema(record.folder).items()
        if name not in ("sources", "checks", "claims", "readings", *UNCUT)
        for row in record[name].to_dict("records")
        for column in table.fields
        if column.is_date and (name, column.name) not in PLANNED
        if row[column.name] and dates.earliest(row[column.name]) > day
    ]


def future_sources(record: Tables, day: dt.date) -> list[tuple]:
    """Return the cited pages that appeared after the day and do not describe public facts in retrospect."""
    sources = record.sources.set_index("source_id")
    found = []
    for name, table in schema(record.folder).items():
        # A flight is known from its announcement, an entity from its designation, a role from its start; the article is
        # the reader's own.
        if name in ("sources", "checks", "claims", "missile_systems", "entities", *PUBLIC, *UNCUT):
            continue
        for row in record[name].to_dict("records"):
            if name == "events" and row["kind"] in ENDS and not row["date"]:  # known from the document that came after
                continue
            ids = row.get("source_ids") or (row.get("source_id"),)
            for page in (sources.loc[i] for i in ids if i):
                retrospect = page.kind in REFERENCE_KINDS and name in ROW_DATE
                if page.published and not retrospect and dates.earliest(page.published) > day:
                    found.append((name, row[table.key[0]], page.name, page.published))
    return found


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS)
def test_no_date_lies_after_the_day(record, day):
    assert not future_dates(on_date(record, day), day)


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS)
def test_no_cited_page_appeared_after_the_day(record, day):
    if day.isoformat() < record.last_seen:
        assert not future_sources(on_date(record, day), day)


@pytest.mark.slow
@pytest.mark.parametrize("day", SHIPPED_DAYS, ids=str)
def test_the_shipped_record_shows_no_future(day):
    record = load(day)
    assert not future_dates(record, day)
    assert not future_sources(record, day)


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS)
def test_every_source_cited_is_there(record, day):
    cut = on_date(record, day)
    cited = {i for name in schema(record.folder) for ids in cut[name].get("source_ids", ()) for i in ids}
    assert cited <= set(cut.sources.source_id)
    assert set(cut.readings.source_id) | set(cut.coverage.source_id) <= set(cut.sources.source_id)


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS, DAYS)
def test_a_later_day_knows_all_rows_of_an_earlier_day(record, one, other):
    early, late = (on_date(record, day) for day in sorted((one, other)))
    for name, table in schema(record.folder).items():
        if name == "sources":  # a page that tells a flight of its time only now gives way to one of its time
            continue
        keys = [set(frame[list(table.key)].itertuples(index=False, name=None)) for frame in (early[name], late[name])]
        assert keys[0] <= keys[1], name


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS)
def test_cutting_twice_is_cutting_once(record, day):
    once = on_date(record, day)
    twice = on_date(once, day)
    for name in schema(record.folder):
        pd.testing.assert_frame_equal(once[name], twice[name])


def test_from_the_last_look_on_nothing_is_cut(record, on):
    for day in (record.last_seen, "2024-12-31"):
        late = on_date(record, on(day))
        assert late.is_latest
        assert all(late[name] is record[name] for name in schema(record.folder))
    assert not on_date(record, on("2024-02-29")).is_latest


def test_the_columns_and_types_stay(record, on):
    for day in ("1985-01-01", "2021-08-01"):
        cut = on_date(record, on(day))
        for name in schema(record.folder):
            assert list(cut[name].columns) == list(record[name].columns)
            assert (cut[name].dtypes == record[name].dtypes).all(), name


def agreement(package, day: str, name: str) -> dict | None:
    frame = package.load(day).agreements
    found = frame[frame.agreement_id == name].to_dict("records")
    return found[0] if found else None


def test_a_document_is_unknown_before_a_page_tells_it(untouched):
    assert agreement(untouched, "2022-09-09", "fji-isl-2022-programme") is None
    assert agreement(untouched, "2022-09-10", "fji-isl-2022-programme")


def test_a_treaty_text_of_later_does_not_delay_a_document(untouched):
    assert agreement(untouched, "2020-05-10", "fji-isl-2020-defence") is None
    found = agreement(untouched, "2020-05-11", "fji-isl-2020-defence")
    assert found["in_force"] == ""
    assert agreement(untouched, "2021-02-01", "fji-isl-2020-defence")["in_force"] == "2021-02-01"


def test_an_end_is_unknown_until_it_comes(untouched):
    assert agreement(untouched, "2016-12-30", "fji-ury-2010-treaty")["ended"] == ""
    assert agreement(untouched, "2016-12-31", "fji-ury-2010-treaty")["ended"] == "2016-12-31"


def test_a_note_that_may_rest_on_a_later_page_is_left_out(untouched):
    early = agreement(untouched, "2023-12-31", "fji-isl-2022-programme")
    assert (early["note"], early["source_ids"]) == ("", ("agency-2022-09", "daily-2022-09"))
    assert agreement(untouched, "2024-01-15", "fji-isl-2022-programme")["note"] == "Told again in 2024."


def test_an_announced_document_is_known_from_its_announcement_and_its_page(untouched):
    assert agreement(untouched, "2024-01-14", "fji-isl-2023-roadmap") is None
    assert agreement(untouched, "2024-01-15", "fji-isl-2023-roadmap")["announced"] == "2023-05-02"


def test_an_announced_document_that_was_signed_later_is_known_in_between(folder):
    folder.change(
        "agreements", "fji-isl-2022-programme", announced="2020-05-01", source_ids="gov-2020-05;agency-2022-09"
    )
    found = agreement(folder, "2021-01-01", "fji-isl-2022-programme")
    assert found is not None
    assert (found["announced"], found["signed"]) == ("2020-05-01", "")


def test_a_document_without_a_date_is_known_from_the_newest_page_if_its_own_has_no_date(folder, on):
    newest = folder.load().newest_day
    assert newest < on(folder.load().last_seen)
    assert agreement(folder, str(newest - dt.timedelta(days=1)), "fji-nzl-nd-defence") is None
    assert agreement(folder, str(newest), "fji-nzl-nd-defence")
    folder.change("agreements", "fji-nzl-nd-defence", source_ids="tests-dataset-2023")
    assert agreement(folder, "2022-12-31", "fji-nzl-nd-defence") is None
    assert agreement(folder, "2023-12-31", "fji-nzl-nd-defence")


def test_a_role_is_known_from_its_start_whenever_the_page_appeared(folder):
    for source in folder.rows("memberships")[0]["source_ids"].split(";"):
        folder.change("sources", source, kind="press", published="2023-03-18")
    roles = folder.load("2005-01-01").memberships
    assert ("NORDPACT", "FJI") in set(roles[["bloc_id", "iso3"]].itertuples(index=False, name=None))


def test_an_end_without_a_day_is_known_from_the_document_that_came_after(folder):
    assert "nd-btn-fji-2015-expiry" not in set(folder.load("2018-01-01").events.event_id)
    folder.append(
        "agreements",
        **next(row for row in folder.rows("agreements") if row["agreement_id"] == "btn-fji-2015-defence")
        | {"agreement_id": "btn-fji-2017", "signed": "2017-06-01"},
    )
    folder.change("agreements", "btn-fji-2015-defence", see_also="btn-fji-2017")
    assert "nd-btn-fji-2015-expiry" not in set(folder.load("2017-05-31").events.event_id)
    assert "nd-btn-fji-2015-expiry" in set(folder.load("2017-06-01").events.event_id)


@pytest.mark.parametrize(
    ("status", "then"), [("in_service", "in_service"), ("retired", "in_service"), ("tested", "reported")]
)
def test_a_system_without_any_date_is_built_if_it_is_or_was_in_service(folder, status, then):
    folder.change("missile_systems", "isl-one", status=status, source_ids="post-2019-06;agency-2022-09")
    systems = [folder.load(day).missile_systems.set_index("system_id") for day in ("2020-01-01", "2022-12-01")]
    # Once every page of it is there, its own status holds.
    assert [frame.at["isl-one", "status"] for frame in systems] == [then, status]


def test_a_system_that_no_page_yet_told_as_tested_is_so_from_a_flight_that_succeeded(folder):
    sources = "post-2019-06;agency-2022-09"
    folder.change("missile_systems", "fji-beta", status="tested", first_test="", in_service="", source_ids=sources)
    assert folder.load("2020-01-01").missile_systems.set_index("system_id").at["fji-beta", "status"] == "tested"
    for flight in ("2017-05-05-beta", "2018-06-06-beta"):
        folder.change("missile_tests", flight, outcome="failure")
    assert folder.load("2020-01-01").missile_systems.set_index("system_id").at["fji-beta", "status"] == "reported"


def test_a_month_counts_as_past_at_its_end(untouched):
    assert "2019-06-meeting" not in set(untouched.load("2019-06-29").events.event_id)
    assert "2019-06-meeting" in set(untouched.load("2019-06-30").events.event_id)


def test_a_role_counts_from_the_first_possible_day_of_its_start(untouched):
    trade = [("TRADE", "URY")]
    for day, known in (("1999-07-31", False), ("1999-08-01", True)):
        rows = untouched.load(day).memberships[["bloc_id", "iso3"]].itertuples(index=False, name=None)
        assert (set(trade) <= set(rows)) == known


def test_a_sentence_that_names_a_later_day_is_left_out(folder):
    folder.change(
        "agreements",
        "fji-isl-2017-culture",
        note="Agreed in May 2016. Replaced in July 2018; two sides. Ended on 3 August 2019.",
        source_ids="blog-nd",
    )
    assert agreement(folder, "2018-06-30", "fji-isl-2017-culture")["note"] == "Agreed in May 2016."
    assert agreement(folder, "2019-08-02", "fji-isl-2017-culture")["note"].endswith("July 2018; two sides.")
    assert agreement(folder, "2019-08-03", "fji-isl-2017-culture")["note"].endswith("3 August 2019.")


def test_a_page_without_a_date_is_no_older_than_what_it_tells(folder):
    folder.change("agreements", "fji-isl-2017-culture", source_ids="blog-nd")
    assert agreement(folder, "2018-01-01", "fji-isl-2017-culture")
    folder.append("events", "2019-06-meeting", event_id="2021-03-04-visit", date="2021-03-04", source_ids="blog-nd")
    assert agreement(folder, "2021-03-03", "fji-isl-2017-culture") is None
    assert agreement(folder, "2021-03-04", "fji-isl-2017-culture")


def test_a_reading_of_a_page_without_a_date_stays_with_its_document_but_for_later_days(folder):
    folder.change("agreements", "fji-isl-2017-culture", source_ids="blog-nd")
    for value in ("2016-12", "2019"):
        folder.append(
            "readings",
            table="agreements",
            record_id="fji-isl-2017-culture",
            field="signed",
            value=value,
            source_id="blog-nd",
        )
    readings = folder.load("2018-01-01").readings
    assert list(readings[readings.record_id == "fji-isl-2017-culture"].value) == ["2016-12"]


def test_a_duty_that_only_later_pages_are_named_for_is_not_known_yet(folder):
    folder.change("agreements", "fji-isl-2022-programme", mutual_defence="one_sided")
    folder.append(
        "readings",
        table="agreements",
        record_id="fji-isl-2022-programme",
        field="mutual_defence",
        value="one_sided",
        source_id="ledger-2024-01",
    )
    for day, duty in (("2023-12-31", "unknown"), ("2024-02-01", "one_sided")):
        assert agreement(folder, day, "fji-isl-2022-programme")["mutual_defence"] == duty


def test_a_note_may_name_the_years_of_a_plan(folder):
    note = "It plans for 2030."
    folder.change("agreements", "fji-isl-2017-culture", note=note, period_end="2030", source_ids="blog-nd")
    assert agreement(folder, "2018-01-01", "fji-isl-2017-culture")["note"] == note


def test_a_caveat_is_left_out_before_the_day_that_it_names(folder):
    folder.change("memberships", "NORDPACT", caveat="says so since June 2021", caveat_de="sagt es seit Juni 2021")
    for day, told in (("2021-05-31", ("", "")), ("2021-06-01", ("says so since June 2021", "sagt es seit Juni 2021"))):
        role = folder.load(day).memberships.set_index("bloc_id").loc[["NORDPACT"]].iloc[0]
        assert (role.caveat, role.caveat_de) == told


def test_a_month_counts_as_past_once_a_page_has_told_it(folder):
    folder.change("sources", "post-2019-06", published="2019-06-10")
    assert "2019-06-meeting" not in set(folder.load("2019-06-09").events.event_id)
    assert "2019-06-meeting" in set(folder.load("2019-06-10").events.event_id)


def test_an_event_does_not_tell_when_it_will_end(folder):
    folder.change("sources", "post-2019-06", published="2018-04-20")
    events = folder.load("2018-04-21").events.set_index("event_id")
    assert events.at["2018-04-20-visit", "end_date"] == ""
    events = folder.load("2018-04-22").events.set_index("event_id")
    assert events.at["2018-04-20-visit", "end_date"] == "2018-04-22"


def test_a_lifting_is_unknown_until_a_page_tells_it(folder):
    folder.change("designations", "us-isl-lab", lifted_on="2022-02-02")
    assert folder.load("2022-02-01").designations.set_index("designation_id").at["us-isl-lab", "lifted_on"] == ""
    assert (
        folder.load("2022-02-02").designations.set_index("designation_id").at["us-isl-lab", "lifted_on"] == "2022-02-02"
    )


def test_what_points_to_an_unknown_row_is_dropped(untouched):
    early = untouched.load("2022-09-09")
    assert early.coverage.empty
    late = untouched.load("2022-09-10")
    assert list(late.coverage.source_id) == ["agency-2022-09"]
    signing = untouched.load("2022-09-10").events.set_index("event_id").at["2022-09-09-signing", "agreement_ids"]
    assert signing == ("fji-isl-2022-programme",)  # the page on the memorandum is a day younger


def test_entities_are_known_from_their_designation(untouched):
    assert untouched.load("2021-06-30").entities.empty
    assert len(untouched.load("2021-07-01").entities) == 5


def test_a_system_is_known_from_its_first_flight(untouched):
    assert "fji-beta" not in set(untouched.load("2017-05-04").missile_systems.system_id)
    assert "fji-beta" in set(untouched.load("2017-05-05").missile_systems.system_id)


def test_a_flight_of_no_named_system_stays(untouched):
    assert "2022-02-02-unnamed" in set(untouched.load("2023-12-31").missile_tests.test_id)


def test_a_range_quoted_later_is_not_known_earlier(untouched):
    system = untouched.load("2017-06-01").missile_systems.set_index("system_id").loc["fji-beta"]
    assert pd.isna(system.range_km)


def test_a_range_that_a_page_had_quoted_is_known_and_a_payload_that_none_had_is_not(untouched):
    systems = untouched.load("2021-01-01").missile_systems.set_index("system_id")
    assert systems.range_km[["fji-alpha", "fji-epsilon"]].tolist() == [280, 400]
    assert systems.payload_kg.isna().all()


def test_the_status_of_later_is_not_known_earlier(untouched):
    found = ties.between(untouched.load("2020-06-01"), "FJI", "ISL").set_index("agreement_id")
    assert found.at["fji-isl-2020-defence", "status_on"] == "signed"


@pytest.mark.slow
@settings(max_examples=40)
@given(DAYS, st.sampled_from(["ISL", "NOR", "URY", "NZL", "BTN", "JPN", "ZWE"]), st.integers(1985, 2024))
def test_the_order_of_two_states_changes_only_labels(record, day, other, since):
    cut, t = on_date(record, day), Language("en")
    dyads = [("FJI", other), (other, "FJI")]
    documents = [ties.between(cut, *dyad) for dyad in dyads]
    pd.testing.assert_frame_equal(*documents)
    found = [pair.contacts(cut, *dyad, since=since) for dyad in dyads]
    pd.testing.assert_frame_equal(*found)
    for make in (
        lambda dyad, rows, all_rows: pair.find_history(all_rows, rows, *dyad, since, t),
        lambda dyad, rows, all_rows: pair.find_documents(rows, *dyad, t),
        lambda dyad, rows, all_rows: pair.find_newest(rows, *dyad, day.isoformat(), t),
        lambda dyad, rows, all_rows: pair.find_limits(rows, all_rows, t),
    ):
        one, two = (
            make(dyad, *tables_) for dyad, tables_ in zip(dyads, zip(documents, found, strict=True), strict=True)
        )
        assert isinstance(one, findings.Finding)
        assert (one.key, one.records) == (two.key, two.records)
        blank = [f.text.replace(t.country("FJI"), "?").replace(t.country(other), "?") for f in (one, two)]
        assert blank[0] == blank[1]


def test_a_month_that_a_page_will_tell_only_later_in_it_is_not_past(folder):
    """An undated page dates the row; a page of the 25th does not make the month past on the 15th."""
    folder.change("agreements", "fji-isl-2017-culture", source_ids="blog-nd;post-2019-06")
    folder.change("sources", "post-2019-06", published="2017-03-25")
    for day, known in (("2017-03-15", False), ("2017-03-25", True)):
        found = folder.load(day).agreements
        assert ("fji-isl-2017-culture" in set(found.agreement_id)) is known
