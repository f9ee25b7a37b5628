"""The numbers in the sentences are counted again here, from the rows of the CSV files."""

import re

import pytest

from pactbook import agreements
from pactbook.agreements import COMMITMENTS, DEFENCE, LANES, find_documents, find_history, find_newest, find_rank

PAIR = ("FJI", "ISL")


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"(?<![\w-])\d[\d,]*(?![\w])", text)]


def is_defence(row: dict) -> bool:
    return bool(set(row["domains"].split(";")) & DEFENCE)


def raw_documents(package, *pair: str) -> list[dict]:
    return [row for row in package.rows("agreements") if {row["party_a"], row["party_b"]} == set(pair)]


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


def documents_and_contacts(package, pair=PAIR, as_of=None, since=1990):
    record = package.load(as_of)
    return agreements.of_dyad(record, *pair), agreements.contacts(record, *pair, since=since)


# ------------------------------------------------------------------------------------------------------ tables


def test_the_documents_of_a_dyad_come_oldest_first(untouched, record):
    found = agreements.of_dyad(record, "ISL", "FJI")
    expected = sorted(
        raw_documents(untouched, *PAIR), key=lambda row: (row["signed"] or row["announced"], row["agreement_id"])
    )
    assert list(found.agreement_id) == [row["agreement_id"] for row in expected]
    assert list(found.defence) == [is_defence(row) for row in expected]
    assert list(found.confidence) == ["low", "high", "low", "high", "low"]
    assert list(found.voices) == [1, 2, 1, 2, 1]


def test_a_dyad_without_documents_gives_an_empty_table_with_all_columns(record):
    found = agreements.of_dyad(record, "ZWE", "BOL")
    assert found.empty
    assert set(found.columns) == set(agreements.of_dyad(record, *PAIR).columns)
    assert agreements.newest_defence_document(found) is None
    assert agreements.contacts(record, "ZWE", "BOL", since=1990).empty


def test_the_documents_of_a_state_name_its_partner(record):
    own = agreements.of_state(record, "FJI")
    assert len(own) == len(record.agreements)
    assert set(own.partner) == {"BTN", "ISL", "NOR", "NZL", "URY"}
    assert set(agreements.of_state(record, "ISL").partner) == {"FJI"}


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
    row = record.agreements.set_index("agreement_id", drop=False).loc[agreement_id].to_dict()
    assert agreements.status_on(row, record) == status


def test_an_event_of_entry_into_force_counts(folder):
    step = {"event_id": "2021-01-01-force", "date": "2021-01-01", "kind": "entry_into_force"}
    folder.append("events", like="2020-02-02-ratification", source_ids="us-state-2021-07", **step)
    for day, status in ((None, "in_force"), ("2021-07-01", "in_force"), ("2021-06-30", "ratified")):
        record = folder.load(day)
        row = record.agreements.set_index("agreement_id", drop=False).loc["fji-nor-2019-treaty"].to_dict()
        assert agreements.status_on(row, record) == status


@pytest.mark.parametrize("status", ["signed", "in_force", "terminated", "announced"])
def test_an_undated_document_has_the_status_of_its_row(folder, status):
    folder.change("agreements", "fji-nzl-nd-defence", status=status)
    assert list(agreements.of_dyad(folder.load(), "FJI", "NZL").status_on) == [status]


def test_contacts_are_all_dated_documents_and_events_but_signings(untouched, record):
    found = agreements.contacts(record, *PAIR, since=1990)
    raw = raw_contacts(untouched, *PAIR)
    assert len(found) == len(raw) == 9
    assert list(found.date) == [row["date"] for row in raw]
    assert int(found.defence.sum()) == sum(map(is_defence, raw))
    assert set(found.lane) <= set(LANES)
    assert "events:2022-09-09-signing" not in set(found.record)
    assert found.record.is_unique


def test_a_contact_of_three_is_a_contact_of_each_two(record):
    for pair in (("FJI", "NOR"), ("ISL", "NOR"), ("FJI", "ISL")):
        assert "events:2020-10-05-commission" in set(agreements.contacts(record, *pair, since=1990).record)


def test_contacts_start_in_the_first_year(record):
    found = agreements.contacts(record, *PAIR, since=2019)
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
    found = agreements.contacts(folder.load(), *PAIR, since=1990).set_index("record")
    assert found.at["events:2018-04-20-visit", "lane"] == lane


@pytest.mark.parametrize(
    ("mutual_defence", "domains", "expected"),
    [
        ("yes", ("defence",), "mutual_defence"),
        ("consultation", ("arms_trade",), "consultation"),
        ("no", ("arms_trade", "trade"), "industry"),
        ("unknown", ("military_technical",), "industry"),
        ("unknown", ("military_technical", "training"), "cooperation"),
        ("no", ("defence",), "cooperation"),
    ],
)
def test_a_commitment_is_the_strongest_that_the_row_bears(mutual_defence, domains, expected):
    assert agreements.commitment({"mutual_defence": mutual_defence, "domains": domains}) == expected


def test_a_portfolio_counts_what_is_signed_and_not_ended(untouched, record):
    found = agreements.portfolio(record, "FJI").set_index("partner")
    raw = [row for row in untouched.rows("agreements") if is_defence(row)]
    raw = [row for row in raw if row["status"] not in ("announced", "initialled", "expired", "terminated")]
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
    found = agreements.portfolio(untouched.load("2016-01-01"), "FJI").set_index("partner")
    assert dict(found.commitment) == {"URY": "mutual_defence", "BTN": "cooperation"}


def test_a_state_without_ties_has_an_empty_portfolio(record):
    assert agreements.portfolio(record, "BOL").empty


def test_a_meeting_of_three_or_a_statement_makes_no_partner(folder):
    folder.change("events", "2020-10-05-commission", countries="BOL;FJI;ISL")
    assert not {"BOL", "BRA"} & set(agreements.portfolio(folder.load(), "FJI").partner)
    folder.change("events", "2020-10-05-commission", countries="BOL;FJI")
    assert "BOL" in set(agreements.portfolio(folder.load(), "FJI").partner)


def test_ranked_keeps_the_state_of_each_portfolio(record):
    both = agreements.ranked({state: agreements.portfolio(record, state) for state in PAIR})
    assert dict(both.state.value_counts()) == {"FJI": 5, "ISL": 1}  # a meeting of three says nothing of two


# ---------------------------------------------------------------------------------------------------- findings


def test_the_history_counts_the_contacts_before_the_newest_document(untouched, en):
    documents, found = documents_and_contacts(untouched)
    raw = [row for row in raw_contacts(untouched, *PAIR) if is_defence(row)]
    newest = max(row["signed"] for row in raw_documents(untouched, *PAIR) if is_defence(row))
    finding = find_history(found, documents, *PAIR, 1990, en)
    before = sum(row["date"] < newest for row in raw)
    assert (
        f"Of the {len(raw)} defence contacts on record between Fiji and Iceland from 1990 on, {before} came"
        in finding.text
    )
    assert "9 September 2022" in finding.text
    single = sum(voices(untouched, row) == 1 for row in raw)
    assert f"the first is dated 20 April 2018 ({single} rest on one source)" in finding.text
    assert len(finding.records) == len(raw)


def test_a_contact_of_the_same_month_does_not_count_as_before(folder, en):
    finding = find_history(*reversed(documents_and_contacts(folder)), *PAIR, 1990, en)
    folder.change("events", "2018-04-20-visit", date="2022-09", end_date="", source_ids="ledger-2024-01")
    later = find_history(*reversed(documents_and_contacts(folder)), *PAIR, 1990, en)
    count = [int(re.search(r"(\d+) came before", f.text)[1]) for f in (finding, later)]
    assert count[1] == count[0] - 1


def test_the_history_without_a_document_or_a_contact_says_so(untouched, record, en):
    found = agreements.contacts(record, "FJI", "JPN", since=1990)
    text = find_history(found, agreements.of_dyad(record, "FJI", "JPN"), "FJI", "JPN", 1990, en).text
    assert text.startswith(
        "1 defence contact between Fiji and Japan is on record from 1990 on, the first in 4 April 2021"
    )
    assert text.endswith("no defence document is.")
    documents, found = documents_and_contacts(untouched, ("FJI", "BOL"))
    finding = find_history(found, documents, "FJI", "BOL", 1990, en)
    assert "not proof that there was none" in finding.text
    assert finding.records == ()


def test_the_documents_are_counted(untouched, record, en):
    raw = [row for row in raw_documents(untouched, *PAIR) if row["signed"]]
    text = find_documents(agreements.of_dyad(record, *PAIR), *PAIR, en).text
    assert numbers(text)[:2] == [len(raw), sum(map(is_defence, raw))] == [4, 3]
    assert "The entry into force of 1 is on record." in text
    assert "No text seen obliges them to help each other if attacked; 1 text has not been seen." in text


@pytest.mark.parametrize(
    ("partner", "values", "words"),
    [
        ("NOR", {}, "1 obliges the parties to help each other if attacked."),
        ("NOR", {"mutual_defence": "unknown"}, "Whether any obliges them to help each other cannot be told"),
        ("NOR", {"mutual_defence": "no"}, "None obliges them to help each other if attacked."),
        ("NOR", {}, "No entry into force is on record."),
        ("NOR", {"domains": "culture"}, "0 concern defence. No entry into force is on record."),
    ],
)
def test_the_documents_tell_what_binds(folder, en, partner, values, words):
    if values:
        folder.change("agreements", "fji-nor-2019-treaty", **values)
    assert words in find_documents(agreements.of_dyad(folder.load(), "FJI", partner), "FJI", partner, en).text


def test_no_signed_document_is_told_as_that(record, en):
    assert find_documents(agreements.of_dyad(record, "FJI", "BOL"), "FJI", "BOL", en).text == (
        "No document signed by Fiji and Bolivia is on record."
    )


def test_the_newest_documents_are_named_with_what_is_new(untouched, record, en):
    finding = find_newest(agreements.of_dyad(record, *PAIR), *PAIR, "2024-03-01", en)
    titles = [row["title"] for row in raw_documents(untouched, *PAIR) if row["signed"] == "2022-09-09"]
    assert all(f"“{title}”" in finding.text for title in titles)
    assert "newest defence documents are" in finding.text
    assert "New against the earlier documents on record: intelligence and military technical." in finding.text
    assert "1 March 2024" in finding.text
    assert "No entry into force is on record." in finding.text
    assert finding.records == ("agreements:fji-isl-2022-memo", "agreements:fji-isl-2022-programme")


def test_the_newest_document_may_bring_nothing_new(folder, en):
    folder.change("agreements", "fji-isl-2022-programme", domains="training")
    text = find_newest(agreements.of_dyad(folder.load(), *PAIR), *PAIR, "2024-03-01", en).text
    assert "Every defence domain that it covers stands in an earlier document on record." in text


def test_without_a_defence_document_the_day_is_told(untouched, en):
    record = untouched.load("2019-07-01")
    assert find_newest(agreements.of_dyad(record, *PAIR), *PAIR, "2019-07-01", en).text == (
        "No defence document of Fiji and Iceland is on record by 1 July 2019."
    )


def test_the_rank_counts_those_ahead_and_those_equal(record, en):
    ranked = agreements.portfolio(record, "FJI")
    text = {partner: find_rank(ranked, "FJI", partner, en).text for partner in ("ISL", "NOR", "JPN")}
    assert text["ISL"] == "With 3 defence documents, Iceland has rank 1 of the 4 defence partners of Fiji on record."
    assert (
        text["NOR"]
        == "With 1 defence document, Norway has rank 2 of the 4 defence partners of Fiji on record, shared with 2 others."
    )
    assert text["JPN"] == "Japan is not among the 4 states with which Fiji has defence documents on record."
    assert find_rank(agreements.portfolio(record, "BOL"), "BOL", "FJI", en).text.startswith(
        "No defence document of Bolivia"
    )


def test_the_limits_are_counted(untouched, en):
    documents, found = documents_and_contacts(untouched)
    raw = raw_documents(untouched, *PAIR)
    single = sum(voices(untouched, row) == 1 for row in raw_contacts(untouched, *PAIR))
    text = agreements.find_limits(documents, found, en).text
    assert numbers(text) == [sum(row["text_public"] != "yes" for row in raw), len(raw), single, len(found)]
    text = agreements.find_limits(*documents_and_contacts(untouched, ("ZWE", "BOL")), en).text
    assert "cannot tell a pair without ties" in text


def test_the_headlines_agree_with_the_findings(untouched, record, en):
    _, found = documents_and_contacts(untouched)
    raw = raw_contacts(untouched, *PAIR)
    assert numbers(agreements.headline_contacts(found, *PAIR, en)) == [len(raw), sum(map(is_defence, raw))]
    ranked = agreements.portfolio(record, "FJI")
    assert (
        agreements.headline_partners(ranked, "FJI", "NOR", en)
        == "Norway is number 2 of 4 defence partners of Fiji on record"
    )
    assert agreements.headline_partners(ranked, "FJI", "JPN", en) == "Japan is no defence partner of Fiji on record"


def test_findings_have_the_same_numbers_in_german(untouched, en, de):
    documents, found = documents_and_contacts(untouched)
    for finding in (
        lambda t: find_history(found, documents, *PAIR, 1990, t),
        lambda t: find_documents(documents, *PAIR, t),
        lambda t: agreements.find_limits(documents, found, t),
    ):
        assert finding(en).records == finding(de).records
        assert sorted(numbers(finding(en).text)) == sorted(numbers(finding(de).text.replace(". ", " ")))
