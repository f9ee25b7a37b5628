# ruff: noqa: E501 (one row a line)
import json

import pytest

from pactbook import claims, tables
from pactbook.claims import RULES, VERDICTS
from pactbook.errors import UserError

DESIGNATION = {"entity": "isl-works", "authority": "US State"}
COVERAGE = {"subject": "fji-isl-2022-programme", "mentions": ["defence_agreement"]}
DOCUMENTS = {"parties": ["ISL", "FJI"], "on": "2022-09-09"}
APART = {"first": "agreements:fji-isl-2020-defence", "second": "agreements:fji-isl-2022-memo"}

# Rule, arguments, verdict, words that the reasoning must hold, number of records.
CASES = [
    ("signed", {"agreements": ["fji-isl-2022-memo"]}, "supported", "signed on 9 September 2022, no later step", 1),
    ("signed", {"agreements": ["fji-isl-2020-defence"]}, "supported", "signed on 11 May 2020, now in force", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo"], "on": "2022-09-09"}, "supported", "9 September 2022", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo"], "on": "2022-09-10"}, "partly", "9 September 2022", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo", "fji-isl-2023-roadmap"]}, "partly", "2022-memo", 1),
    ("signed", {"agreements": ["fji-isl-2023-roadmap"]}, "not_established", "no signature", 0),
    ("signed", {"agreements": ["nothing"]}, "not_established", "no signature", 0),
    ("happened", {"events": ["2018-04-20-visit"]}, "supported", "Event 2018-04-20-visit (20 April 2018)", 1),
    ("happened", {"events": ["2018-04-20-visit", "nothing"]}, "partly", "20 April 2018", 1),
    ("happened", {"events": ["nothing"]}, "not_established", "no such event", 0),
    ("designated", DESIGNATION | {"on": "2021-06-30"}, "supported", "it states: supplied parts", 1),
    ("designated", DESIGNATION | {"on": "2021-06-30", "alleged": True}, "supported_as_allegation", "30 June 2021", 1),
    ("designated", DESIGNATION | {"on": "2021-07-01"}, "contradicted", "30 June 2021", 1),
    ("designated", DESIGNATION | {"on": "2021-06-30", "authority": "UN"}, "not_established", "by UN", 0),
    ("several_designated", {"authority": "US State", "on": "2021-06-30", "countries": ["ISL"]}, "supported", "Iceland 2", 2),
    ("several_designated", {"authority": "US State", "on": "2021-06-30", "countries": ["ISL", "NOR"]}, "partly", "Norway 1", 3),
    ("several_designated", {"authority": "US State", "on": "2021-06-30", "countries": ["ISL", "BOL"]}, "contradicted", "Bolivia 0", 2),
    ("several_designated", {"authority": "US State", "on": "2021-07-01", "countries": ["ISL"]}, "not_established", "1 July 2021", 0),
    ("hardly_reported", COVERAGE | {"country": "ISL", "few": 1}, "supported", "1 pages of 1 publishers in Iceland", 1),
    ("hardly_reported", COVERAGE | {"country": "ISL", "few": 0}, "contradicted", "1 with a text of their own", 1),
    ("hardly_reported", COVERAGE | {"country": "FJI", "few": 1}, "supported", "in all 2 publishers there", 1),
    ("hardly_reported", COVERAGE | {"country": "FJI", "mentions": ["economic"], "few": 1}, "contradicted", "2 pages of 2 publishers in Fiji that the record holds mention it, 1 with", 2),
    ("hardly_reported", COVERAGE | {"country": "BOL", "few": 0}, "supported", "0 pages of 0 publishers in Bolivia", 0),
    ("hardly_reported", COVERAGE | {"subject": "nothing", "country": "ISL", "few": 1}, "not_established", "1 March 2024", 0),
    ("reported_by", COVERAGE | {"publisher": "suva daily"}, "supported", "“Page daily-2022-09”", 1),
    ("reported_by", COVERAGE | {"publisher": "Suva", "mentions": ["readmission"]}, "not_established", "1 search for this outlet is", 1),
    ("reported_by", COVERAGE | {"publisher": "Nobody"}, "not_established", "0 searches for this outlet are", 0),
    ("common_bloc", {"states": ["FJI", "ISL"], "proves": True}, "supported", "All 2 states belong to NORDPACT", 3),
    ("common_bloc", {"states": ["FJI", "ISL"]}, "not_established", "All 2 states belong to NORDPACT", 3),
    ("common_bloc", {"states": ["FJI", "ISL", "NOR"], "proves": True}, "not_established", "NORDPACT holds 2 of them: Fiji and Iceland", 3),
    ("common_bloc", {"states": ["BOL", "ZWE"], "proves": True}, "not_established", "has all 2 states as members.", 0),
    ("days_apart", APART | {"claimed": 851, "tolerance": 0}, "supported", "851 days lie between 11 May 2020 and 9 September 2022", 2),
    ("days_apart", APART | {"claimed": 800, "tolerance": 51}, "supported", "851 days", 2),
    ("days_apart", APART | {"claimed": 800, "tolerance": 50}, "contradicted", "851 days", 2),
    ("days_apart", {"first": "events:nothing", "second": "designations:us-isl-lab", "claimed": 1, "tolerance": 1}, "not_established", "not on record", 0),
    ("days_apart", {"first": "events:2018-04-20-visit", "second": "designations:us-isl-lab", "claimed": 1167, "tolerance": 0}, "supported", "1,167", 2),
    ("joint_contacts", {"states": ["NOR", "FJI", "ISL"]}, "supported", "5 October 2020", 1),
    ("joint_contacts", {"states": ["NOR", "FJI", "BOL"]}, "not_established", "Norway, Fiji and Bolivia together", 0),
    ("several_documents", DOCUMENTS | {"domain": "defence", "kind": "agreement"}, "contradicted", "2 documents signed on 9 September 2022", 0),
    ("several_documents", DOCUMENTS | {"domain": "defence", "kind": "mou"}, "partly", "1 fits the words", 1),
    ("several_documents", DOCUMENTS | {"on": "2022-09-10", "domain": "defence", "kind": "mou"}, "not_established", "10 September 2022", 0),
    ("longest_range", {"country": "FJI", "km": 2500}, "forecast_came_true", "2,500 km, for Beta", 1),
    ("longest_range", {"country": "FJI", "km": 2501}, "forecast_open", "2,500 km, for Beta", 1),
    ("longest_range", {"country": "BOL", "km": 1}, "forecast_open", "No range of a missile of Bolivia", 0),
    ("earlier_contacts", {"parties": ["ISL", "FJI"], "before": "2022-09-09"}, "supported", "3 defence contacts before 9 September 2022 are on record, the first in 20 April 2018", 3),
    ("earlier_contacts", {"parties": ["ISL", "FJI"], "before": "2018-04-20"}, "not_established", "no defence contact before 20 April 2018", 0),
    ("text_unpublished", {"agreements": ["fji-isl-2022-memo", "fji-isl-2022-programme"]}, "supported", "The texts of 0 of 2", 2),
    ("text_unpublished", {"agreements": ["fji-isl-2022-memo", "fji-isl-2020-defence"]}, "contradicted", "The texts of 1 of 2", 2),
    ("text_unpublished", {"agreements": ["nothing"]}, "not_established", "0 of 0", 0),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "arguments", "verdict", "words", "count"), CASES)
def test_a_rule_gives_the_verdict_of_the_record(record, en, rule, arguments, verdict, words, count):
    result = RULES[rule](record, en, **arguments)
    assert result.verdict == verdict
    assert words in result.reasoning
    assert len(result.evidence) == count
    assert all(
        table in claims._KEYS | {"sources": "", "searches": ""}
        for table, _, _ in (r.partition(":") for r in result.evidence)
    )


def test_several_documents_of_one_kind_support_a_plural(folder, en):
    folder.change("agreements", "fji-isl-2022-programme", kind="mou", domains="defence")
    result = RULES["several_documents"](folder.load(), en, **DOCUMENTS, domain="defence", kind="mou")
    assert result.verdict == "supported"


def test_a_month_is_not_before_a_day_in_it(folder, en):
    folder.change("events", "2018-04-20-visit", date="2018-04", end_date="")
    call = RULES["earlier_contacts"]
    assert call(folder.load(), en, parties=["FJI", "ISL"], before="2018-04-20").verdict == "not_established"
    assert call(folder.load(), en, parties=["FJI", "ISL"], before="2018-05-01").verdict == "supported"


def test_every_rule_and_every_verdict_that_it_can_give_is_tried():
    assert {rule for rule, *_ in CASES} == set(RULES)
    assert {verdict for _, _, verdict, *_ in CASES} <= set(VERDICTS)


def test_no_rule_decides_anything_on_an_empty_record(folder, en):
    for table in tables.schema(folder.path).keys() - {"sources"}:
        folder.drop(table)
    empty = folder.load()
    for rule, arguments, *_ in CASES:
        result = RULES[rule](empty, en, **arguments)
        assert result.verdict in ("not_established", "forecast_open"), rule
        assert result.evidence == (), rule


def verdicts(package, en, as_of=None) -> dict[str, str]:
    judged = claims.audit(package.load(as_of), "article-2022", en)
    return dict(zip(judged.claim_id, judged.verdict, strict=True))


BEFORE = {
    "article-1": "supported",
    "article-2": "partly",
    "article-3": "supported_as_allegation",
    "article-4": "contradicted",
    "article-5": "opinion",
    "article-6": "forecast_open",
    "article-7": "forecast_came_true",
    "article-8": "supported",
}


@pytest.mark.parametrize(
    ("table", "key", "values", "changed"),
    [
        ("agreements", "fji-isl-2022-memo", {"signed": "2022-09-10"}, {"article-2": "supported"}),
        ("agreements", "fji-isl-2022-memo", {"signed": "", "announced": "2022-09-09"}, {"article-1": "not_established", "article-2": "not_established", "article-4": "not_established"}),
        ("agreements", "fji-isl-2022-memo", {"signed": "2020-06-10"}, {"article-4": "supported"}),
        ("designations", "us-isl-works", {"designated_on": "2021-06-29"}, {"article-3": "contradicted"}),
        ("designations", "us-isl-works", {"authority": "UK"}, {"article-3": "not_established"}),
        ("readings", "missile_systems", {"value": "270"}, {}),
        ("missile_systems", "fji-gamma", {"range_km": "2600"}, {}),
        ("memberships", "NORDPACT", {"end": "2020-01-01"}, {"article-8": "not_established"}),
        ("memberships", "OLDPACT", {"end": "2005-01-01"}, {}),
        ("events", "2018-04-20-visit", {"date": "2017-01-01", "end_date": ""}, {}),
    ],
)  # fmt: skip
def test_one_changed_fact_changes_exactly_the_verdicts_that_rest_on_it(folder, en, table, key, values, changed):
    assert verdicts(folder, en) == BEFORE
    folder.change(table, key, **values)
    assert verdicts(folder, en) == BEFORE | changed


def test_a_dropped_reading_opens_the_forecast_again(folder, en):
    rows = [row for row in folder.rows("readings") if row["value"] != "2500"]
    folder._write("readings", rows)
    assert verdicts(folder, en) == BEFORE | {"article-7": "forecast_open"}


def test_the_verdicts_are_those_of_the_day(untouched, en):
    assert verdicts(untouched, en, "2022-09-10")["article-1"] == "not_established"  # its page is of the 11th
    assert verdicts(untouched, en, "2022-09-11") == BEFORE | {"article-7": "forecast_open"}
    early = verdicts(untouched, en, "2021-06-30")
    assert (early["article-1"], early["article-3"], early["article-8"]) == (
        "not_established",
        "not_established",
        "supported",
    )


def test_the_computed_reasoning_comes_before_the_typed(record, en):
    judged = claims.audit(record, "article-2022", en).set_index("claim_id")
    assert judged.at["article-4", "reasoning"].startswith("851 days lie between")
    assert judged.at["article-4", "reasoning"].endswith(" A typed addition.")
    assert judged.at["article-5", "reasoning"] == "A judgement."
    assert judged.at["article-4", "evidence"] == ("agreements:fji-isl-2020-defence", "agreements:fji-isl-2022-memo")


def test_claims_are_told_in_the_language(record, de):
    judged = claims.audit(record, "article-2022", de).set_index("claim_id")
    assert (judged.at["article-5", "claim"], judged.at["article-5", "reasoning"]) == ("Satz 5.", "Ein Urteil.")
    assert dict(judged.verdict) == BEFORE


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"rule": "singed"}, "claims.csv: article-1: rule: 'singed' is none (did you mean 'signed'?)"),
        ({"arguments": '{"agreement": ["x"]}'}, "claims.csv: article-1: arguments: missing a required argument: 'agreements'"),
        ({"arguments": '{"agreements": ["x"], "day": "2020"}'}, "claims.csv: article-1: arguments: got an unexpected keyword argument 'day'"),
        ({"arguments": ""}, "claims.csv: article-1: arguments: missing a required argument"),
        ({"arguments": "{agreements}"}, "claims.csv: article-1: arguments: Expecting property name"),
        ({"arguments": '["fji-isl-2022-memo"]'}, "claims.csv: article-1: arguments:"),
        ({"rule": "days_apart", "arguments": json.dumps({"first": "agreement:x", "second": "events:y", "claimed": 1, "tolerance": 1})}, "claims.csv: article-1: arguments: 'agreement:x': 'agreement' is no table of dated records (did you mean 'agreements'?)"),
    ],
)  # fmt: skip
def test_a_wrong_rule_or_argument_is_refused_with_the_claim(folder, en, values, message):
    folder.change("claims", "article-1", **values)
    with pytest.raises(UserError) as caught:
        claims.audit(folder.load(), "article-2022", en)
    assert str(caught.value).startswith(message)


def test_an_article_without_claims_is_refused_with_the_nearest(record):
    claims.check_article(record, "article-2022")
    with pytest.raises(UserError, match="did you mean 'article-2022'"):
        claims.check_article(record, "article-2021")


def test_a_card_holds_what_a_reader_needs(record, en):
    judged = claims.audit(record, "article-2022", en)
    cards = claims.cards(judged, record, en)
    assert [card.number for card in cards] == list(range(1, 9))
    assert cards[4].who == "A Scholar (professor), quoted through The Other Paper · assessment, asserted"
    assert cards[0].who == "The Article · fact, asserted"
    assert cards[2].verdict == "supported as allegation"
    assert cards[4].source_ids == ("encyclopedia-nd", "think-2018")
    assert cards[0].source_ids == ("daily-2022-09",)
    assert cards[5].would_change == "Time."


def test_the_sources_of_the_evidence_come_each_once_and_bounded(record):
    evidence = ["agreements:fji-isl-2022-programme", "agreements:fji-isl-2022-memo", "events:nothing", "searches:s1"]
    assert claims.evidence_sources(record, evidence) == ("agency-2022-09", "daily-2022-09", "ledger-2024-01")
    assert claims.evidence_sources(record, evidence, most=2) == ("agency-2022-09", "daily-2022-09")


def test_coverage_is_joined_with_its_sources(record):
    pages = claims.coverage(record, "fji-isl-2022-programme")
    assert list(pages.source_id) == ["agency-2022-09", "daily-2022-09", "ledger-2024-01"]
    assert list(pages.voice) == ["Pacific Wire", "Pacific Wire", "Island Ledger"]
    assert list(pages.country) == ["FJI", "FJI", "ISL"]
    assert claims.coverage(record, "nothing").empty


def test_the_main_document_is_the_one_most_reported(folder, record, en):
    judged = claims.audit(record, "article-2022", en)
    assert claims.main_coverage(record, judged)[0] == {"title": "", "date": ""}
    folder.change("claims", "article-5", evidence="agreements:fji-isl-2022-programme")
    document, pages = claims.main_coverage(folder.load(), claims.audit(folder.load(), "article-2022", en))
    assert document == {"title": "Title of fji-isl-2022-programme", "date": "2022-09-09"}
    assert len(pages) == 3


# ---------------------------------------------------------------------------------------------------- findings


@pytest.fixture(scope="module")
def judged(record, en):
    return claims.audit(record, "article-2022", en)


def test_verdicts_are_counted_in_the_order_of_the_scale(judged, en):
    finding = claims.find_verdicts(judged, "2024-03-01", en)
    assert finding.text == (
        "Of 8 claims, as of 1 March 2024: supported 2, supported as allegation 1, partly 1, contradicted 1, opinion 1, "
        "forecast open 1 and forecast came true 1."
    )
    assert len(finding.records) == len(judged)
    counts = sum(
        int(word) for word in finding.text.split(": ")[1].rstrip(".").replace(",", "").split() if word.isdigit()
    )
    assert counts == len(judged)


def test_statements_of_fact_are_counted(untouched, judged, en):
    facts = [row["claim_id"] for row in untouched.rows("claims") if row["kind"] == "fact"]
    holds = [claim for claim in facts if BEFORE[claim].startswith("supported")]
    text = claims.find_facts(judged, en).text
    assert text.startswith(
        f"Of {len(facts)} statements of fact the record supports {len(holds)}, 1 of them as an allegation"
    )
    assert text.endswith("Contradicted or only partly right: Claim 2; Claim 4.")
    assert claims.find_facts(judged[judged.claim_id == "article-1"], en).text.endswith("It contradicts none.")
    assert "no statement of fact" in claims.find_facts(judged[judged.kind == "forecast"], en).text


def test_opinions_are_counted_by_speaker(judged, en):
    text = claims.find_speakers(judged, en).text
    assert text.startswith(
        "3 claims are opinions or forecasts, which no record decides: A Scholar 2 and The Article 1."
    )
    assert text.endswith("1 reaches the article through another publication.")
    assert claims.find_speakers(judged[judged.claim_id == "article-1"], en).text.startswith("No claim is an opinion")


def test_coverage_is_counted(record, en):
    pages = claims.coverage(record, "fji-isl-2022-programme")
    text = claims.find_coverage(pages, "The Programme", en).text
    assert text == (
        "3 pages on “The Programme” are on record, by 3 publishers in 2 languages; the most come from Fiji (2) and Iceland (1)."
    )
    assert claims.find_coverage(pages.iloc[:0], "x", en).text == "No report on the document is on record."
    assert claims.headline_coverage(pages, en) == "3 publishers in 2 states reported, as far as found"


def test_the_limits_count_rules_and_empty_searches(untouched, judged, record, en):
    rows = untouched.rows("claims")
    ruled = sum(bool(row["rule"]) for row in rows)
    nothing = sum(row["found"] == "nothing" for row in untouched.rows("searches"))
    text = claims.find_limits(judged, record, en).text
    assert text.startswith(f"{ruled} of {len(rows)} verdicts are computed")
    assert f"{nothing} logged searches found nothing" in text


def test_the_headline_counts_what_holds(judged, en):
    holds = sum(verdict.startswith("supported") for verdict in BEFORE.values())
    assert claims.headline_verdicts(judged, en) == f"The record supports {holds} of {len(BEFORE)} claims"
