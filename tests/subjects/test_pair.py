"""The numbers in the sentences are counted again here, from the rows of the CSV files."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import load, on_date, readings_of
from pactbook.subjects import pair, ties, titles
from pactbook.subjects.pair import LANES, find_documents, find_history, find_newest, find_share
from pactbook.subjects.ties import COMMITMENTS, DEFENCE

PAIR = ("FJI", "ISL")


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"(?<![\w-])\d[\d,]*(?![\w])", text)]


def is_defence(row: dict) -> bool:
    return bool(set(row["domains"].split(";")) & DEFENCE)


def raw_documents(package, *pair: str) -> list[dict]:
    return [row for row in package.rows("agreements") if set(row["parties"].split(";")) == set(pair)]


def raw_contacts(package, *pair: str) -> list[dict]:
    events = [
        row
        for row in package.rows("events")
        if set(pair) <= set(row["countries"].split(";")) and row["kind"] != "signing"
    ]
    documents = [row | {"date": row["signed"] or row["announced"]} for row in raw_documents(package, *pair)]
    return sorted((row for row in documents + events if row["date"]), key=lambda row: row["date"])


def voices(package, row: dict) -> int:
    pages = {page["source_id"]: page["wire"] or page["publisher"] for page in package.rows("sources")}
    return len({pages[source_id] for source_id in row["source_ids"].split(";")})


def reported(package, row: dict) -> bool:
    pages = {page["source_id"]: page["kind"] for page in package.rows("sources")}
    own = {"treaty_text", "government", "international_organisation"}
    return not own & {pages[source_id] for source_id in row["source_ids"].split(";")}


def documents_and_contacts(package, dyad=PAIR, as_of=None, since=1990):
    record = package.load(as_of)
    return ties.between(record, *dyad), pair.contacts(record, *dyad, since=since)


# ------------------------------------------------------------------------------------------------------ tables


def test_the_documents_of_a_dyad_come_oldest_first(untouched, record):
    found = ties.between(record, "ISL", "FJI")
    expected = sorted(
        raw_documents(untouched, *PAIR), key=lambda row: (row["signed"] or row["announced"], row["agreement_id"])
    )
    assert list(found.agreement_id) == [row["agreement_id"] for row in expected]
    assert list(found.defence) == [is_defence(row) for row in expected]
    assert list(found.confidence) == ["low", "high", "medium", "high", "low"]
    assert list(found.voices) == [1, 2, 1, 2, 1]


def test_a_dyad_without_documents_gives_an_empty_table_with_all_columns(record):
    found = ties.between(record, "ZWE", "BOL")
    assert found.empty
    assert set(found.columns) == set(ties.between(record, *PAIR).columns)
    assert pair.newest_defence_document(found) is None
    assert pair.contacts(record, "ZWE", "BOL", since=1990).empty


def test_the_documents_of_a_state_name_its_partner(record):
    own = ties.of_state(record, "FJI")
    assert len(own) == len(record.agreements)
    assert set(own.partner) == {"BTN", "ISL", "NOR", "NZL", "URY"}
    assert set(ties.of_state(record, "ISL").partner) == {"FJI"}


@pytest.mark.parametrize(
    ("day", "agreement_id", "status"),
    [
        (None, "fji-ury-2010-treaty", "terminated"),
        (None, "btn-fji-2015-defence", "expired"),
        ("2018-01-01", "btn-fji-2015-defence", "signed"),
        (None, "fji-isl-2020-defence", "in_force"),
        ("2021-01-31", "fji-isl-2020-defence", "signed"),
        ("2021-02-01", "fji-isl-2020-defence", "in_force"),
        (None, "fji-nor-2019-treaty", "ratified"),
        ("2020-05-11", "fji-nor-2019-treaty", "signed"),
        ("2020-05-12", "fji-nor-2019-treaty", "ratified"),
        (None, "fji-isl-2023-roadmap", "announced"),
        (None, "fji-isl-2022-memo", "signed"),
        ("2016-12-30", "fji-ury-2010-treaty", "in_force"),
        ("2010-07-01", "fji-ury-2010-treaty", "signed"),
    ],
)
def test_the_status_is_that_of_the_day(untouched, day, agreement_id, status):
    record = untouched.load(day)
    assert ties.documents(record).set_index("agreement_id").at[agreement_id, "status_on"] == status


def test_an_event_of_entry_into_force_counts(folder):
    step = {"event_id": "2021-01-01-force", "date": "2021-01-01", "kind": "entry_into_force"}
    folder.append("events", like="2020-02-02-ratification", source_ids="us-state-2021-07", **step)
    for day, expected in ((None, "in_force"), ("2021-07-01", "in_force"), ("2021-06-30", "ratified")):
        record = folder.load(day)
        assert ties.documents(record).set_index("agreement_id").at["fji-nor-2019-treaty", "status_on"] == expected


@pytest.mark.parametrize(
    ("kind", "status"),
    [("signing", "signed"), ("initialling", "initialled"), ("ratification", "ratified"), ("entry_into_force", "in_force"),
     ("suspension", "suspended"), ("expiry", "expired"), ("termination", "terminated"), ("", "announced")],
)  # fmt: skip
def test_a_step_without_its_day_decides_the_status(folder, kind, status):
    folder.change("events", "nd-fji-nzl-signing", **({"kind": kind} if kind else {"agreement_ids": ""}))
    record = folder.load()
    assert list(ties.between(record, "FJI", "NZL").status_on) == [status]
    assert pair.contacts(record, "FJI", "NZL", since=1990).empty  # what has no day stands on no time axis


def test_a_document_ends_on_its_day_and_not_before(folder):
    folder.change("agreements", "fji-isl-2022-memo", ended="2030")
    record = folder.load()
    assert ties.documents(record).set_index("agreement_id").at["fji-isl-2022-memo", "status_on"] == "signed"


def test_a_document_of_several_counts_once_for_each_two(folder):
    folder.change("agreements", "fji-isl-2020-defence", parties="FJI;ISL;NOR;NORDPACT")
    record = folder.load()
    for two in (("FJI", "ISL"), ("NOR", "ISL")):
        found = ties.between(record, *two)
        assert list(found.agreement_id).count("fji-isl-2020-defence") == 1
        assert found.set_index("agreement_id").plurilateral.at["fji-isl-2020-defence"]
    # It is on record with each two of them, and ties none.
    tied = set(ties.current(record).set_index(["a", "b"]).index)
    assert ("ISL", "NOR") not in tied and ("FJI", "ISL") in tied
    assert "fji-isl-2020-defence" not in {i for ids in pair.portfolio(record, "FJI").agreement_ids for i in ids}
    assert "NORDPACT" in set(ties.of_state(record, "FJI").partner)


def test_contacts_are_all_dated_documents_and_events_but_signings(untouched, record):
    found = pair.contacts(record, *PAIR, since=1990)
    raw = raw_contacts(untouched, *PAIR)
    assert len(found) == len(raw) == 9
    assert list(found.date) == [row["date"] for row in raw]
    assert int(found.defence.sum()) == sum(map(is_defence, raw))
    assert set(found.lane) <= set(LANES)
    assert "events:2022-09-09-signing" not in set(found.record)
    assert found.record.is_unique


def test_a_legal_step_names_the_document_it_concerns(untouched, record):
    found = pair.contacts(record, "FJI", "NOR", since=1990).set_index("record").title
    (document,) = [row["title"] for row in untouched.rows("agreements") if row["agreement_id"] == "fji-nor-2019-treaty"]
    assert found["events:2020-02-02-ratification"].startswith(f"{document}: ")
    assert ": " not in found["events:2020-10-05-commission"]


def test_a_contact_of_three_is_a_contact_of_each_two(record):
    for two in (("FJI", "NOR"), ("ISL", "NOR"), ("FJI", "ISL")):
        assert "events:2020-10-05-commission" in set(pair.contacts(record, *two, since=1990).record)


def test_contacts_start_in_the_first_year(record):
    found = pair.contacts(record, *PAIR, since=2019)
    assert found.date.iloc[0] == "2019-06"
    assert len(found) == 7


@pytest.mark.parametrize(
    ("kind", "lane"),
    [
        ("visit", "visit"), ("meeting", "visit"), ("commission", "commission"), ("consultation", "commission"),
        ("exercise", "exercise"), ("training", "exercise"), ("ratification", "legal_step"), ("termination", "legal_step"),
        ("entry_into_force", "legal_step"), ("statement", "other"), ("delivery", "other"), ("exhibition", "other"),
    ],
)  # fmt: skip
def test_every_kind_of_event_has_its_lane(folder, kind, lane):
    folder.change("events", "2018-04-20-visit", kind=kind)
    found = pair.contacts(folder.load(), *PAIR, since=1990).set_index("record")
    assert found.at["events:2018-04-20-visit", "lane"] == lane


@pytest.mark.parametrize(("year", "status"), [("2024", "signed"), ("2026", "expired")])
def test_a_plan_ends_with_its_years(folder, year, status):
    record = folder.load(f"{year}-06-01")
    plan = ties.between(record, "FJI", "ISL").set_index("agreement_id").loc["fji-isl-2022-programme"]
    assert plan.status_on == status
    standing = ties.standing(ties.between(record, "FJI", "ISL"))
    assert ("fji-isl-2022-programme" in set(standing.agreement_id)) == (status == "signed")


@pytest.mark.parametrize(
    ("mutual_defence", "domains", "expected"),
    [
        ("yes", ("defence",), "mutual_defence"),
        ("one_sided", ("defence",), "guarantee"),
        ("consultation", ("arms_trade",), "consultation"),
        ("no", ("arms_trade", "trade"), "industry"),
        ("unknown", ("military_technical",), "industry"),
        ("unknown", ("military_technical", "training"), "cooperation"),
        ("no", ("defence",), "cooperation"),
    ],
)
def test_a_commitment_is_the_strongest_that_the_row_bears(mutual_defence, domains, expected):
    assert ties.commitment({"mutual_defence": mutual_defence, "domains": domains}) == expected


def test_a_portfolio_counts_what_is_signed_and_not_ended(untouched, record):
    found = pair.portfolio(record, "FJI").set_index("partner")
    raw = [row for row in untouched.rows("agreements") if is_defence(row)]
    over = {"btn-fji-2015-defence", "fji-ury-2010-treaty", "fji-isl-2023-roadmap"}
    raw = [row for row in raw if row["agreement_id"] not in over]
    assert dict(found.documents[found.documents > 0]) == {"ISL": 3, "NOR": 1, "NZL": 1, "URY": 1}
    assert found.documents.sum() == len(raw)
    assert dict(found.commitment) == {
        "NZL": "cooperation",
        "ISL": "consultation",
        "NOR": "mutual_defence",
        "URY": "industry",
        "JPN": "contact",
    }
    assert (found.at["ISL", "first"], found.at["ISL", "last"]) == ("2020-05-11", "2022-09-09")
    assert list(found.index) == ["ISL", "NOR", "NZL", "URY", "JPN"]
    assert set(found.commitment) <= set(COMMITMENTS)


def test_a_portfolio_of_an_earlier_day_holds_the_treaty_of_that_day(untouched):
    found = pair.portfolio(untouched.load("2016-01-01"), "FJI").set_index("partner")
    assert dict(found.commitment) == {"URY": "mutual_defence", "BTN": "cooperation"}


def test_a_state_without_ties_has_an_empty_portfolio(record):
    assert pair.portfolio(record, "BOL").empty


def test_a_meeting_of_three_or_a_statement_makes_no_partner(folder):
    folder.change("events", "2020-10-05-commission", countries="BOL;FJI;ISL")
    assert not {"BOL", "BRA"} & set(pair.portfolio(folder.load(), "FJI").partner)
    folder.change("events", "2020-10-05-commission", countries="BOL;FJI")
    assert "BOL" in set(pair.portfolio(folder.load(), "FJI").partner)


def test_ranked_keeps_the_state_of_each_portfolio(record):
    both = pair.ranked({state: pair.portfolio(record, state) for state in PAIR})
    assert dict(both.state.value_counts()) == {"FJI": 5, "ISL": 1}  # a meeting of three says nothing of two


# ---------------------------------------------------------------------------------------------------- findings


def test_the_history_counts_the_contacts_before_the_newest_document(untouched, en):
    documents, found = documents_and_contacts(untouched)
    raw = [row for row in raw_contacts(untouched, *PAIR) if is_defence(row)]
    newest = max(row["signed"] for row in raw_documents(untouched, *PAIR) if is_defence(row))
    finding = find_history(found, documents, *PAIR, 1990, en)
    before = [row for row in raw if (row.get("end_date") or row["date"]) < newest]
    assert f"{len(before)} defence contacts of Fiji and Iceland from 1990 on are on record before" in finding.text
    assert (
        "before their newest defence document, of 9 September 2022; the first dates from 20 April 2018" in finding.text
    )
    single = sum(voices(untouched, row) == 1 for row in before)
    assert f"A single source tells of {single} of them." in finding.text
    assert len(finding.records) == len(raw)


def test_a_visit_on_whose_last_day_a_document_is_signed_is_not_before_it(folder, en):
    count = [int(re.search(r"(\d+) defence contacts", told(folder, en))[1])]
    folder.change("events", "2018-04-20-visit", date="2022-09-08", end_date="2022-09-09", source_ids="ledger-2024-01")
    count.append(int(re.search(r"(\d+) defence contacts", told(folder, en))[1]))
    assert count[1] == count[0] - 1


def told(folder, en):
    return find_history(*reversed(documents_and_contacts(folder)), *PAIR, 1990, en).text


def test_a_contact_of_the_same_month_does_not_count_as_before(folder, en):
    before = told(folder, en)
    folder.change("events", "2018-04-20-visit", date="2022-09", end_date="", source_ids="ledger-2024-01")
    count = [int(re.search(r"(\d+) defence contacts", text)[1]) for text in (before, told(folder, en))]
    assert count[1] == count[0] - 1


def test_the_history_without_a_document_or_a_contact_says_so(untouched, record, en):
    found = pair.contacts(record, "FJI", "JPN", since=1990)
    text = find_history(found, ties.between(record, "FJI", "JPN"), "FJI", "JPN", 1990, en).text
    assert text.startswith(
        "One defence contact between Fiji and Japan is on record from 1990 on, of 4 April 2021; no defence document is."
    )
    documents, found = documents_and_contacts(untouched, ("FJI", "BOL"))
    finding = find_history(found, documents, "FJI", "BOL", 1990, en)
    assert "not proof that there was none" in finding.text
    assert finding.records == ()


def test_the_documents_are_counted(untouched, record, en):
    raw = [row for row in raw_documents(untouched, *PAIR) if row["signed"]]
    text = find_documents(ties.between(record, *PAIR), *PAIR, en).text
    assert numbers(text)[:2] == [len(raw), sum(map(is_defence, raw))] == [4, 3]
    assert "1 is on record as in force." in text
    assert "No text read here obliges the parties to help each other if attacked; 1 was not read for it." in text


@pytest.mark.parametrize(
    ("partner", "values", "words"),
    [
        ("NOR", {}, "It obliges the parties to help each other if attacked."),
        ("NOR", {"mutual_defence": "one_sided"}, "1 obliges one party to help the other if attacked."),
        ("NOR", {"mutual_defence": "unknown"}, "Its text was not read here for a duty to help each other if attacked."),
        ("NOR", {"mutual_defence": "no"}, "It does not oblige the parties to help each other if attacked."),
        ("NOR", {}, "No entry into force is on record."),
        ("NOR", {"domains": "culture"}, "it is not about defence. No entry into force is on record."),
    ],
)
def test_the_documents_tell_what_binds(folder, en, partner, values, words):
    if values:
        folder.change("agreements", "fji-nor-2019-treaty", **values)
    assert words in find_documents(ties.between(folder.load(), "FJI", partner), "FJI", partner, en).text


def test_no_signed_document_is_told_as_that(record, en):
    assert find_documents(ties.between(record, "FJI", "BOL"), "FJI", "BOL", en).text == (
        "No document signed by Fiji and Bolivia is on record."
    )


def test_the_newest_documents_are_named_with_what_is_new(untouched, record, en):
    finding = find_newest(ties.between(record, *PAIR), *PAIR, "2024-03-01", en)
    titles = [row["title"] for row in raw_documents(untouched, *PAIR) if row["signed"] == "2022-09-09"]
    assert all(f"“{title}”" in finding.text for title in titles)
    assert "newest defence documents on record are" in finding.text
    assert "No public texts of them are on record, so what is new in them cannot be told." in finding.text
    assert "1 March 2024" in finding.text
    assert "entry into force" not in finding.text, "a memorandum and a programme need none"
    assert finding.records == ("agreements:fji-isl-2022-memo", "agreements:fji-isl-2022-programme")


def test_the_newest_document_may_bring_nothing_new(folder, en):
    folder.change("agreements", "fji-isl-2022-programme", domains="training", text_public="yes")
    folder.change("agreements", "fji-isl-2022-memo", text_public="yes")
    text = find_newest(ties.between(folder.load(), *PAIR), *PAIR, "2024-03-01", en).text
    assert "Every field that the record gives it stands in an earlier document." in text


def test_what_a_predecessor_had_signed_is_not_told_as_new_alone(folder, en):
    folder.change("agreements", "fji-isl-2022-programme", domains="arms_trade", text_public="yes")
    folder.change("agreements", "fji-isl-2022-memo", text_public="yes")
    documents = ties.between(folder.load(), *PAIR)
    older = documents[documents.agreement_id == "fji-isl-2020-defence"].assign(
        domains=[("arms_trade",)], parties=[("FJI", "SUN")], date="1961-07-06"
    )
    text = find_newest(documents, *PAIR, "2024-03-01", en, "", older).text
    assert (
        "New against the earlier documents on record: arms trade. An earlier document, signed by a predecessor, covers"
        in text
    )
    assert "(6 July 1961)" in text
    other = find_newest(documents, *PAIR, "2024-03-01", en, "", older.assign(domains=[("training",)])).text
    assert "predecessor" not in other


def test_a_single_document_is_told_with_the_day_from_which_it_binds(folder, en):
    documents = ties.between(folder.load(), *PAIR)
    one = documents[documents.agreement_id == "fji-isl-2020-defence"]
    assert find_newest(one, *PAIR, "2024-03-01", en).text.endswith("It has been in force since 1 February 2021.")
    assert (
        "the day of its entry into force is not on record"
        in find_newest(one.assign(in_force=""), *PAIR, "2024-03-01", en).text
    )


def test_the_title_counts_every_document_that_is_drawn_as_in_force(record, en):
    shown = ties.between(record, *PAIR)
    valid = shown.assign(status_on="in_force")
    assert pair.headline_lives(valid, *PAIR, en) == (
        f"Fiji and Iceland: {len(shown)} of {len(shown)} documents shown are on record as in force"
    )
    one = valid.head(1).assign(kind="agreement")
    assert pair.headline_lives(one, *PAIR, en) == "Fiji and Iceland: the one document shown is on record as in force"


def test_without_a_defence_document_the_day_is_told(untouched, en):
    record = untouched.load("2019-07-01")
    assert find_newest(ties.between(record, *PAIR), *PAIR, "2019-07-01", en).text == (
        "No defence document of Fiji and Iceland is on record by 1 July 2019."
    )


def test_the_documents_with_a_partner_are_told_without_a_rank(record, en):
    ranked = pair.portfolio(record, "FJI")
    text = {partner: find_share(ranked, "FJI", partner, en).text for partner in ("ISL", "NOR", "JPN")}
    assert text["ISL"] == (
        "Fiji has 3 defence documents with Iceland alone on record, signed and not ended, and such documents with 3 other states."
    )
    assert text["NOR"] == (
        "Fiji has 1 defence document with Norway alone on record, signed and not ended, and such documents with 3 other states."
    )
    assert text["JPN"] == (
        "Japan is not among the 4 states with which Fiji has a defence document of the two alone on record, signed and not ended."
    )
    assert find_share(pair.portfolio(record, "BOL"), "BOL", "FJI", en).text.startswith("No defence document of Bolivia")


def test_the_limits_are_counted(untouched, en):
    documents, found = documents_and_contacts(untouched)
    raw = raw_documents(untouched, *PAIR)
    single = sum(voices(untouched, row) == 1 for row in raw_contacts(untouched, *PAIR))
    text = pair.find_limits(documents, found, en).text
    closed, told = sum(row["text_public"] != "yes" for row in raw), sum(reported(untouched, row) for row in raw)
    assert 1 < told < len(raw)
    assert numbers(text) == [closed, len(raw), single, len(found), told, len(raw)]
    documents = documents.assign(kind_is="named")
    assert numbers(pair.find_limits(documents, found, en).text) == [closed, len(raw), single, len(found)]
    one = documents.head(1).assign(kind_is="reported", text_public="yes")
    assert (
        "kind of the document (agreement, memorandum, plan) rests on reports" in pair.find_limits(one, found, en).text
    )
    seen = documents.assign(text_public="yes")
    assert numbers(pair.find_limits(seen, found, en).text) == [single, len(found)]
    assert numbers(pair.find_limits(documents, found.assign(voices=2), en).text) == [closed, len(raw)]
    assert pair.find_limits(seen, found.assign(voices=2), en).text.startswith("Each text is public")
    text = pair.find_limits(*documents_and_contacts(untouched, ("ZWE", "BOL")), en).text
    assert "cannot tell a pair without ties" in text


def test_the_headlines_agree_with_the_findings(untouched, record, en):
    _, found = documents_and_contacts(untouched)
    raw = raw_contacts(untouched, *PAIR)
    assert numbers(pair.headline_contacts(found, *PAIR, en)) == [len(raw), sum(map(is_defence, raw))]
    assert pair.headline_contacts(found[:0], *PAIR, en) == "Fiji and Iceland: no contact on record"
    both = {state: pair.portfolio(record, state) for state in ("FJI", "NOR")}
    assert pair.headline_partners(both, en) == "Defence partners on record: Fiji 4 and Norway 1"


def test_what_has_no_date_is_said_to_stand_on_no_timeline(record, en, de):
    documents = ties.between(record, *PAIR)
    without = documents.assign(date=["", "", *documents.date[2:]])
    assert pair.subtitle_contacts(without, 1990, "2024-03-01", en) == (
        "Dated documents and contacts, 1990 to 1 March 2024; 2 documents have no date"
    )
    finding = pair.find_undated(without, en)
    assert finding.text.startswith("2 documents on record have no date, so that no timeline can show them: “")
    assert finding.records == tuple(f"agreements:{one}" for one in documents.agreement_id[:2])
    assert pair.find_undated(without[:1], de).text.startswith("Ein erfasstes Dokument hat kein Datum")


def test_nothing_is_said_where_every_document_is_dated(record, en):
    documents = ties.between(record, *PAIR)
    assert pair.find_undated(documents, en).text == ""
    assert pair.subtitle_contacts(documents, 1990, "2024", en) == "Dated documents and contacts, 1990 to 2024"


def test_documents_on_the_timeline_and_those_without_a_date_are_all(untouched, en):
    documents, found = documents_and_contacts(untouched)
    assert (found.lane == "document").sum() + len(pair.undated(documents)) == len(documents)


def test_findings_have_the_same_numbers_in_german(untouched, en, de):
    documents, found = documents_and_contacts(untouched)
    for finding in (
        lambda t: find_history(found, documents, *PAIR, 1990, t),
        lambda t: find_documents(documents, *PAIR, t),
        lambda t: pair.find_limits(documents, found, t),
    ):
        assert finding(en).records == finding(de).records
        assert sorted(numbers(finding(en).text)) == sorted(numbers(finding(de).text.replace(". ", " ")))


# ------------------------------------------------------------------------------------- focus, steps and roadmaps


def test_the_newest_documents_are_in_focus_unless_one_is_named(record):
    documents = ties.between(record, *PAIR)
    assert list(pair.in_focus(documents).agreement_id) == ["fji-isl-2022-memo", "fji-isl-2022-programme"]
    assert list(pair.in_focus(documents, "fji-isl-2020-defence").agreement_id) == ["fji-isl-2020-defence"]
    assert pair.in_focus(ties.between(record, "FJI", "BOL")).empty


def test_a_focus_that_cannot_be_is_refused_with_the_nearest(record):
    with pytest.raises(UserError, match="did you mean 'fji-isl-2022-memo'"):
        pair.in_focus(ties.between(record, *PAIR), "fji-isl-2022-mem")
    with pytest.raises(UserError, match="no document of this pair"):
        pair.in_focus(ties.between(record, *PAIR), "fji-nor-2019-treaty")
    with pytest.raises(UserError, match="has no date on record"):
        pair.in_focus(ties.between(record, "FJI", "NZL"), "fji-nzl-nd-defence")


def test_a_focus_that_was_not_yet_known_is_refused(untouched):
    documents = ties.between(untouched.load("2022-01-01"), *PAIR)
    with pytest.raises(UserError, match="by that day"):
        pair.in_focus(documents, "fji-isl-2022-memo")


def test_the_history_and_the_news_follow_the_focus(untouched, record, en):
    documents, found = documents_and_contacts(untouched)
    raw = [row for row in raw_contacts(untouched, *PAIR) if is_defence(row)]
    text = find_history(found, documents, *PAIR, 1990, en, "fji-isl-2020-defence").text
    assert "before the document in focus, of 11 May 2020: " in text
    assert text.startswith("One defence contact") == (sum(row["date"] < "2020-05-11" for row in raw) == 1)
    text = find_newest(documents, *PAIR, "2024-03-01", en, "fji-isl-2017-culture").text
    assert text.startswith(
        "The document in focus is “Title of fji-isl-2017-culture”, of March 2017. No earlier document is on record"
    )
    assert "culture" in text


def test_what_is_new_in_a_text_that_nobody_saw_is_not_told(folder, en):
    """What we wrote down of a document is our coding of reports, and no news."""
    documents, _ = documents_and_contacts(folder)
    text = find_newest(documents, *PAIR, "2024-03-01", en, "fji-isl-2022-programme").text
    assert "No public text of it is on record, so what is new in it cannot be told." in text
    folder.change("agreements", "fji-isl-2022-programme", text_public="yes")
    text = find_newest(documents_and_contacts(folder)[0], *PAIR, "2024-03-01", en, "fji-isl-2022-programme").text
    assert "New against the earlier documents on record: intelligence and military technical." in text


def test_that_a_document_is_about_defence_is_no_news(folder, en):
    folder.change("agreements", "fji-isl-2020-defence", domains="defence")
    text = find_newest(documents_and_contacts(folder)[0], *PAIR, "2024-03-01", en, "fji-isl-2020-defence").text
    assert "New against" not in text and "Every field that the record gives it" in text


@pytest.mark.parametrize(
    ("first", "day", "words"),
    [
        ("2014-07-09", "2025-04-11", "more than 10 years"),
        ("2014-07-12", "2025-04-11", "more than 10 years"),
        ("2025-03-11", "2025-04-11", "at least 1 month"),
        ("2024-04-11", "2025-04-11", "1 year"),
        ("2025-03-12", "2025-04-11", "less than a month"),
        ("1967", "2025-09-17", "more than 57 years"),
        ("2014-07", "2015", "at least 5 months"),
    ],
)
def test_the_reach_of_the_ties_counts_what_is_certain(record, en, first, day, words):
    documents = ties.between(record, *PAIR)
    documents = documents[documents.agreement_id == "fji-isl-2022-memo"].assign(signed=day, date=day)
    found = pair.contacts(record, *PAIR, since=1990).head(2).assign(date=[first, day], end="", defence=True)
    assert f", {words} earlier." in find_history(found, documents, *PAIR, 1945, en).text


def test_steps_are_the_events_of_a_document(untouched, record):
    documents = ties.between(record, "FJI", "NOR")
    found = pair.steps(record, documents)
    assert found[["agreement_id", "date", "legal"]].values.tolist() == [["fji-nor-2019-treaty", "2020-02-02", True]]
    assert set(pair.steps(record, ties.between(record, *PAIR)).legal) == {False}  # a signing


@pytest.mark.parametrize(
    ("partner", "values", "words"),
    [
        (
            "NOR",
            {},
            "the legal step on record is ratification (2 February 2020); no entry into force is on record by",
        ),
        ("NOR", {"in_force": "2021-05-05"}, "has been in force since 5 May 2021."),
        ("NOR", {"in_force": "2021", "ended": "2022-01-01"}, "ended on 1 January 2022."),
        ("NZL", {"kind": "agreement"}, "no ratification, approval or entry into force is on record by 1 March 2024."),
    ],
)
def test_the_steps_tell_what_comes_next(folder, en, partner, values, words):
    changed = {"NOR": "fji-nor-2019-treaty", "NZL": "fji-nzl-nd-defence"}[partner]
    if values:
        folder.change("agreements", changed, **values)
    record = folder.load()
    documents = ties.between(record, "FJI", partner)
    shown = documents[documents.agreement_id == changed].assign(date="2019-01-10")
    assert words in pair.find_steps(shown, pair.steps(record, documents), "2024-03-01", en).text


def test_later_events_are_counted_once(folder, en):
    ids = {"agreement_ids": "fji-isl-2022-memo;fji-isl-2022-programme"}
    folder.change("events", "2023-03-03-exercise", **ids)
    record = folder.load()
    documents = ties.between(record, *PAIR)
    taken = pair.steps(record, documents)
    text = pair.find_steps(pair.in_focus(documents), taken, "2024-03-01", en).text
    assert "1 later event on record refers to it, the last: Event 2023-03-03-exercise (3 March 2023)." in text


def test_what_is_in_force_is_named_with_its_day(untouched, record, en):
    raw = [row for row in raw_documents(untouched, *PAIR) if row["signed"]]
    defence = sum(map(is_defence, raw))
    text = pair.find_in_force(ties.between(record, *PAIR), *PAIR, "2024-03-01", en).text
    assert text == (
        f"1 of the {len(raw)} documents signed by Fiji and Iceland is on record as in force on 1 March 2024: “Title of "
        f"fji-isl-2020-defence” (since 1 February 2021). It is one of the {defence} about defence."
    )
    alone = ties.between(record, *PAIR)
    told = pair.find_in_force(alone[alone.defence], *PAIR, "2024-03-01", en).text
    assert told.endswith("(since 1 February 2021)."), "where all are about defence, it is not said again"
    early = ties.between(untouched.load("2021-01-31"), *PAIR)
    assert "No entry into force of the one treaty" in pair.find_in_force(early, *PAIR, "2021-01-31", en).text
    none = ties.between(record, "FJI", "BOL")
    assert "no document is on record" in pair.find_in_force(none, "FJI", "BOL", "2024-03-01", en).text


def test_two_plans_for_the_same_years_are_told_apart(folder, en):
    period = {"period_start": "2023", "period_end": "2025"}
    folder.change("agreements", "fji-isl-2017-culture", kind="roadmap", **period)
    documents = ties.between(folder.load(), *PAIR)
    text = pair.find_plans(documents, *PAIR, "2024-03-01", en).text
    assert text.startswith(
        "3 plans, roadmaps, programmes or agreements for some time of Fiji and Icelan"
        "d are on record; 2 name years that take in 1 March 2024. 2 documents cover 2"
        "023 to 2025: one not about defence, “Title of"
    )
    assert "one about defence, “Title of fji-isl-2022-programme” of 9 September 2022 (" in text
    assert "easily confused" not in text
    folder.change("agreements", "fji-isl-2017-culture", see_also="fji-isl-2022-programme")
    documents = ties.between(folder.load(), *PAIR)
    assert "easily confused" in pair.find_plans(documents, *PAIR, "2024-03-01", en).text


@pytest.mark.parametrize(("day", "n"), [("2022-12-31", 0), ("2023-01-01", 1), ("2025-12-31", 1), ("2026-01-01", 0)])
def test_a_plan_runs_from_its_first_to_its_last_day(record, en, day, n):
    text = pair.find_plans(ties.between(record, *PAIR), *PAIR, day, en).text
    assert "1 names years that take in" if n else "none names years that take in" in text


def test_a_drafted_plan_does_not_run(folder, en):
    folder.change("agreements", "fji-isl-2023-roadmap", period_start="2023", period_end="2025")
    text = pair.find_plans(ties.between(folder.load(), *PAIR), *PAIR, "2024-03-01", en).text
    assert "1 names years that take in" in text
    assert (
        "No plan, roadmap or programme"
        in pair.find_plans(ties.between(folder.load(), "FJI", "BOL"), "FJI", "BOL", "2024-03-01", en).text
    )


def test_the_lives_keep_those_in_focus_and_the_newest(record):
    documents = ties.between(record, *PAIR)
    focus = pair.in_focus(documents, "fji-isl-2017-culture")
    assert list(pair.lives(documents, focus).agreement_id) == list(documents.agreement_id)
    kept = pair.lives(documents, focus, most=2)
    assert list(kept.agreement_id) == ["fji-isl-2017-culture", "fji-isl-2023-roadmap"]
    assert list(kept.in_focus) == [True, False]
    assert pair.lives(ties.between(record, "FJI", "NZL"), documents.iloc[:0]).empty  # no date


def test_each_domain_has_the_day_from_which_it_is_on_record(untouched, record):
    documents, found = documents_and_contacts(untouched)
    fields = pair.domain_history(found, pair.in_focus(documents), DEFENCE)
    fields = fields.assign(domain=[cell[0] for cell in fields.domains]).set_index("domain")
    for domain in DEFENCE:
        raw = [row for row in raw_contacts(untouched, *PAIR) if domain in row["domains"].split(";")]
        assert (domain in fields.index) == bool(raw)
        if raw:
            before = [row for row in raw if row["date"] < "2022-09-09"]
            assert fields.at[domain, "date"] == raw[0]["date"]
            assert fields.at[domain, "documents"] + fields.at[domain, "contacts"] == len(before)
            assert fields.at[domain, "documents"] == sum("signed" in row for row in before)
    assert {domain for domain in fields.index if fields.at[domain, "covered"]} == {
        "defence",
        "military_technical",
        "intelligence",
    }
    assert pair.domain_history(found.iloc[:0], documents.iloc[:0], DEFENCE).empty


def test_the_domains_asked_for_decide_what_counts(untouched, record, en):
    asked = ties.counted(["training"])
    assert (asked, ties.counted([])) == ({"training"}, DEFENCE)
    documents = ties.between(record, *PAIR, asked)
    raw = raw_contacts(untouched, *PAIR)
    assert list(documents.agreement_id[documents.defence]) == ["fji-isl-2020-defence"]
    found = pair.contacts(record, *PAIR, 1990, asked)
    assert int(found.defence.sum()) == sum("training" in row["domains"].split(";") for row in raw)
    assert list(pair.portfolio(record, "FJI", asked).partner) == ["ISL"]
    text = pair.find_scope(record, *PAIR, "2024-03-01", 1990, en, ["training"]).text
    assert "Only these domains count as defence here: training." in text


def test_the_scope_counts_the_record_of_each_state_and_tells_of_an_end(record, en):
    rows = record.agreements
    text = pair.find_scope(record, *PAIR, "2024-03-01", 1990, en).text
    own = sum("ISL" in parties for parties in rows.parties)
    assert f"The record holds {own} documents of Iceland with anybody." in text
    text = pair.find_scope(record, "SUN", "FJI", "1989-06-30", 1950, en).text
    assert "ended" not in text
    assert (
        "Soviet Union ended on 25 December 1991" in pair.find_scope(record, "SUN", "FJI", "2024-03-01", 1950, en).text
    )


def test_the_fields_on_which_sources_differ_are_counted(record, untouched, en):
    apart = readings_of(record, ["agreements:fji-isl-2020-defence", "agreements:fji-isl-2022-memo"])
    finding = pair.find_readings(apart, en)
    assert finding.text == "The sources differ on one field of one record: signed."
    assert finding.records == ("agreements:fji-isl-2020-defence",)
    assert "No difference between sources is on record" in pair.find_readings(apart.iloc[:0], en).text


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A short title", "“A short title”"),
        ("x" * 120, f"“{'x' * 120}”"),
        ("word " * 40 + "for 2025-2027", "“" + ("word " * 12).strip() + " … word word word for 2025-2027”"),
    ],
)
def test_a_long_title_loses_its_middle(en, title, shown):
    assert titles.quoted(title, en) == shown


def test_a_long_title_loses_its_parties_before_what_it_is_about(en):
    title = (
        "Agreement between the Government of Fiji and the Government of the Republic of Iceland concerning the Transfer of "
        "Defence Equipment and Technology"
    )
    assert titles.quoted(title, en) == "“Agreement concerning the Transfer of Defence Equipment and Technology”"
    assert titles.brief("Agreement between Fiji and Iceland on fish") == "Agreement between Fiji and Iceland on fish"


@given(st.lists(st.text("ab", min_size=1, max_size=40), min_size=1, max_size=30))
def test_a_shortened_title_keeps_both_ends(words):
    title = " ".join(words)
    shown = titles.quoted(title, Language("en"))[1:-1]
    assert shown == title or (shown.split(" … ")[0] in title and len(shown) <= 94)


def sentences(record, a, b, t):
    documents = ties.between(record, a, b)
    found, taken = pair.contacts(record, a, b, 1945), pair.steps(record, documents)
    day = record.counted_until
    return [
        find_history(found, documents, a, b, 1945, t),
        find_newest(documents, a, b, day, t),
        pair.find_steps(pair.in_focus(documents), taken, day, t),
        pair.find_in_force(documents, a, b, day, t),
        pair.find_plans(documents, a, b, day, t),
        pair.find_limits(documents, found, t),
    ]


@pytest.mark.parametrize("partner", ["ISL", "NOR", "NZL", "JPN", "BOL"])
def test_the_order_of_the_states_changes_the_labels_only(record, en, partner):
    forth, back = sentences(record, "FJI", partner, en), sentences(record, partner, "FJI", en)
    for one, other in zip(forth, back, strict=True):
        assert one.records == other.records
        assert sorted(re.findall(r"\w+", one.text)) == sorted(re.findall(r"\w+", other.text))


@pytest.mark.slow
@given(st.dates(dt.date(2009, 1, 1), dt.date(2024, 3, 1)))
def test_no_sentence_knows_what_came_later(record, day):
    cut = on_date(record, day)
    for finding in sentences(cut, "FJI", "ISL", Language("en")) + sentences(cut, "FJI", "NOR", Language("en")):
        for year in map(int, re.findall(r"(?<![\d-])(?:19|20)\d\d(?!-)", finding.text)):
            assert year <= day.year or (year == 2025 and "cover" in finding.text), (day, finding.text)


# --------------------------------------------------------------------------------------------- the shipped record


@pytest.fixture(scope="module")
def shipped():
    return load(dt.date(2026, 11, 24))


def test_the_case_tells_how_far_back_the_ties_go(shipped, en):
    text = sentences(shipped, "BLR", "PAK", en)[0].text
    first = next(row.date for row in pair.contacts(shipped, "BLR", "PAK", 1945).itertuples() if row.defence)
    assert "their newest defence document, of 11 April 2025" in text
    assert f"more than {2025 - int(first[:4]) - (first[5:] > '04-11')} years" in text


def test_the_case_tells_which_roadmap_is_which(shipped, en):
    text = sentences(shipped, "BLR", "PAK", en)[4].text
    assert "2 documents cover 2025 to 2027" in text
    assert re.search(r"one not about defence, “Roadmap for Comprehensive [^”]*” of 26 November 2024", text)
    assert re.search(r"one about defence, “Programme \(Roadmap\) of Military-Technical [^”]*” of 11 April 2025", text)


def test_the_case_tells_what_is_in_force(shipped, untouched, en):
    text = sentences(shipped, "BLR", "PAK", en)[3].text
    rows = shipped.agreements
    own = rows[(rows.parties == ("BLR", "PAK")) & (rows.in_force != "")]
    assert len(own) >= 1
    for row in own.itertuples():
        assert row.title in text and en.date(row.in_force) in text


def test_other_pairs_read_as_if_written_for_them(shipped, en):
    assert "Strategic Mutual Defence Agreement" in sentences(shipped, "SAU", "PAK", en)[1].text
    assert "ratification by Pakistan (9 October 2025)" in sentences(shipped, "SAU", "PAK", en)[2].text
    assert "in force since 4 December 2024" in sentences(shipped, "RUS", "PRK", en)[2].text
    assert "is in force" in sentences(shipped, "USA", "TUV", en)[2].text
    assert len(ties.between(shipped, "RUS", "BLR")) > 10


def test_a_pair_of_1989_with_a_state_that_ended(en):
    record = load(dt.date(1989, 6, 30))
    found = sentences(record, "SUN", "IND", en)
    assert all(finding.records == () for finding in found)
    assert "not proof that there was none" in found[0].text
    assert list(pair.portfolio(record, "SUN").partner) == ["PRK"]


def test_a_step_that_one_party_takes_alone_names_it_and_is_no_contact(folder, en):
    folder.change("events", "2020-02-02-ratification", countries="NOR")
    record = folder.load()
    shown, taken = ties.between(record, "FJI", "NOR"), pair.steps(record, ties.between(record, "FJI", "NOR"))
    assert "ratification by Norway (2 February 2020)" in pair.find_steps(shown, taken, "2024-03-01", en).text
    folder.change("events", "2020-02-02-ratification", countries="FJI;NOR")
    found = pair.contacts(folder.load(), "FJI", "NOR", since=1990)
    assert (found.lane == "legal_step").any()
    assert f"{(found.lane != 'legal_step').sum()} document" in pair.headline_contacts(found, "FJI", "NOR", en).replace(
        "one document", "1 document"
    )


def test_what_two_signed_with_others_stands_apart(folder, en):
    values = {"parties": "FJI;ISL;NOR", "signed": "2023-11-11", "title": "Pact of three"}
    folder.append("agreements", like="fji-isl-2020-defence", agreement_id="fji-isl-nor-2023-pact", **values)
    documents = ties.between(folder.load(), *PAIR)
    assert "are on record, 1 of them signed with others; " in find_documents(documents, *PAIR, en).text
    newest = find_newest(documents, *PAIR, "2024-03-01", en).text
    assert "of 9 September 2022." in newest
    assert newest.endswith("With others they later signed “Pact of three”, of 11 November 2023.")


def test_memoranda_need_no_entry_into_force(folder, en):
    for row in folder.rows("agreements"):
        folder.change("agreements", row["agreement_id"], kind="mou", in_force="")
    documents = ties.between(folder.load(), *PAIR)
    text = pair.find_in_force(documents, *PAIR, "2024-03-01", en).text
    assert "is a treaty, agreement or protocol: such documents as a rule apply from their signature" in text
    assert "as in force" not in pair.headline_lives(pair.lives(documents, documents.iloc[:0]), *PAIR, en)


def test_what_a_predecessor_signed_is_inherited_and_named_as_its(folder):
    for one, parties in (("bra-sun-1985", "BRA;SUN"), ("bra-rus-1999", "BRA;RUS")):
        year = one[-4:]
        folder.append(
            "agreements", "fji-isl-2022-memo", agreement_id=one, parties=parties, signed=f"{year}-05-05", see_also=""
        )
    found = pair.inherited(folder.load(), "BRA", "RUS")
    assert dict(zip(found.agreement_id, found.predecessors, strict=True)) == {"bra-sun-1985": ("SUN",)}
    assert pair.inherited(folder.load(), "BRA", "ISL").empty


def test_a_single_partner_is_told_without_a_most(record, en, de):
    partners = pair.portfolio(record, "FJI")
    one = partners[partners.documents > 0].head(1)
    text = pair.find_portfolio(one, "FJI", en).text
    assert text.startswith("Fiji has ") and " on record, with Iceland alone." in text and "the most" not in text
    assert "allein mit Island." in pair.find_portfolio(one, "FJI", de).text
