# ruff: noqa: E501 (one row a line)
import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from pactbook.errors import UserError
from pactbook.record import load, schema
from pactbook.subjects import article
from pactbook.subjects.article import RULES, VERDICTS, table

DESIGNATION = {"entity": "isl-works", "authority": "US State"}
COVERAGE = {"subject": "fji-isl-2022-programme", "mentions": ["defence_agreement"]}
DOCUMENTS = {"parties": ["ISL", "FJI"], "on": "2022-09-09"}
APART = {"first": "agreements:fji-isl-2020-defence", "second": "agreements:fji-isl-2022-memo"}

# Rule, arguments, verdict, words that the reasoning must hold, number of records.
CASES = [
    ("signed", {"agreements": ["fji-isl-2022-memo"]}, "supported", "mou signed 9 September 2022, no ratification or entry into force", 1),
    ("signed", {"agreements": ["fji-isl-2020-defence"]}, "supported", "agreement signed 11 May 2020, status now: in force", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo"], "on": "2022-09-09"}, "supported", "9 September 2022", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo"], "on": "2022-09-10"}, "partly", "9 September 2022", 1),
    ("signed", {"agreements": ["fji-isl-2022-memo", "fji-isl-2023-roadmap"]}, "partly", "mou signed", 1),
    ("signed", {"agreements": ["fji-isl-2023-roadmap"]}, "not_established", "no signature", 0),
    ("signed", {"agreements": ["nothing"]}, "not_established", "no signature", 0),
    ("happened", {"events": ["2018-04-20-visit"]}, "supported", "On record: visit, 20 April 2018.", 1),
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
    ("common_bloc", {"states": ["FJI", "ISL"], "proves": True}, "supported", "All 2 states belong to Nordpact", 1),
    ("common_bloc", {"states": ["FJI", "ISL"]}, "not_established", "All 2 states belong to Nordpact", 1),
    ("common_bloc", {"states": ["FJI", "ISL", "NOR"], "proves": True}, "not_established", "Nordpact holds 2 of them: Fiji and Iceland", 1),
    ("common_bloc", {"states": ["BOL", "ZWE"], "proves": True}, "not_established", "has all 2 states.", 0),
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
    ("longest_range", {"country": "FJI", "km": 2500}, "forecast_came_true", "2,500 km, for Beta; the mark is 2,500 km", 1),
    ("longest_range", {"country": "FJI", "km": 2501}, "forecast_open", "2,500 km, for Beta", 1),
    ("longest_range", {"country": "BOL", "km": 1}, "forecast_open", "No range of a missile of Bolivia", 0),
    ("earlier_contacts", {"parties": ["ISL", "FJI"], "before": "2022-09-09"}, "supported", "3 defence contacts before 9 September 2022 are on record, the first of 20 April 2018", 3),
    ("earlier_contacts", {"parties": ["ISL", "FJI"], "before": "2018-04-20"}, "not_established", "no defence contact before 20 April 2018", 0),
    ("text_unpublished", {"agreements": ["fji-isl-2022-memo", "fji-isl-2022-programme"]}, "supported", "The texts of 0 of 2", 2),
    ("text_unpublished", {"agreements": ["fji-isl-2022-memo", "fji-isl-2020-defence"]}, "contradicted", "The texts of 1 of 2", 2),
    ("text_unpublished", {"agreements": ["nothing"]}, "not_established", "0 of 0", 0),
    ("covers", {"agreement": "fji-isl-2022-programme", "domains": ["intelligence", "military_technical"]}, "supported", "military technical and intelligence", 1),
    ("covers", {"agreement": "fji-isl-2022-programme", "domains": ["intelligence"]}, "partly", "military technical", 1),
    ("covers", {"agreement": "fji-isl-2022-programme", "domains": ["culture"]}, "not_established", "military technical", 1),
    ("covers", {"agreement": "nothing", "domains": ["culture"]}, "not_established", "no such document", 0),
    ("namesakes", {"parties": ["ISL", "FJI"], "kind": "programme", "start": "2023", "end": "2025"}, "supported", "1 document of this kind", 1),
    ("namesakes", {"parties": ["ISL", "FJI"], "kind": "roadmap", "start": "2023", "end": "2025"}, "not_established", "no such document", 0),
    ("not_in_force", {"agreements": ["fji-isl-2022-memo", "fji-isl-2022-programme"]}, "supported", "programme signed 9 September 2022, no ratification", 2),
    ("not_in_force", {"agreements": ["fji-nor-2019-treaty"]}, "partly", "status now: ratified", 1),
    ("not_in_force", {"agreements": ["fji-isl-2022-memo", "fji-isl-2020-defence"]}, "contradicted", "status now: in force", 2),
    ("not_in_force", {"agreements": ["fji-isl-2023-roadmap", "nothing"]}, "not_established", "no signature", 0),
    ("obliges", {"agreement": "fji-nor-2019-treaty"}, "supported", "to help each other if attacked", 1),
    ("obliges", {"agreement": "fji-isl-2020-defence"}, "partly", "to consult if attacked", 1),
    ("obliges", {"agreement": "fji-isl-2022-memo"}, "contradicted", "to no help", 1),
    ("obliges", {"agreement": "fji-isl-2022-programme"}, "not_established", "no text has been seen", 1),
    ("obliges", {"agreement": "fji-isl-2023-roadmap"}, "not_established", "no signature", 0),
    ("widened", {"agreement": "fji-isl-2020-defence"}, "forecast_came_true", "Of 2 later documents of the two states on record, 1 refer", 2),
    ("widened", {"agreement": "fji-isl-2022-memo"}, "forecast_open", "Of 0 later documents", 1),
    ("widened", {"agreement": "fji-ury-2010-treaty"}, "forecast_failed", "It ended on 31 December 2016", 1),
    ("widened", {"agreement": "nothing"}, "forecast_open", "no signature", 0),
    ("undisputed", {"table": "missile_systems", "record": "fji-epsilon", "field": "range_km"}, "supported", "400 (Fiji Ministry of Defence and Institute)", 2),
    ("undisputed", {"table": "agreements", "record": "fji-isl-2020-defence", "field": "signed"}, "partly", "2020-05-11 (UN Treaty Collection) and 2020-05-12 (Fiji", 2),
    ("undisputed", {"table": "agreements", "record": "nothing", "field": "signed"}, "not_established", "No page on record by 1 March 2024", 0),
    ("told_by", {"sources": ["gov-2020-05"]}, "supported", "Told by Fiji Ministry of Defence.", 1),
    ("told_by", {"sources": ["gov-2020-05"], "alleged": True}, "supported_as_allegation", "Told by Fiji", 1),
    ("told_by", {"part": ["gov-2020-05"], "aside": ["blog-nd"]}, "partly", "Told in part by Fiji Ministry of Defence. Read too, without deciding it: A Blog.", 2),
    ("told_by", {"against": ["gov-2020-05"]}, "contradicted", "The contrary is told by Fiji", 1),
    ("told_by", {"sources": ["blog-nd"], "against": ["gov-2020-05"]}, "not_established", "Told by A Blog. The contrary is told by Fiji", 2),
    ("told_by", {"aside": ["blog-nd"]}, "not_established", "No page on record by 1 March 2024 tells it. Read too", 1),
    ("category_one", {"country": "FJI"}, "supported", "Of 5 missile systems of Fiji on record, 1 are Category I", 1),
    ("category_one", {"country": "ISL"}, "contradicted", "Of 1 missile system of Iceland on record, 0 are Category I", 1),
    ("category_one", {"country": "URY"}, "not_established", "Of 0 missile systems of Uruguay", 0),
    ("no_voice", {"article": "article-2022", "state": "ISL"}, "supported", "Of 2 speakers in the article, 0 speak from Iceland", 1),
    ("no_voice", {"article": "article-2022", "state": "NOR"}, "contradicted", "1 speak from Norway", 1),
    ("no_voice", {"article": "nothing", "state": "NOR"}, "not_established", "no claim of the article", 0),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "arguments", "verdict", "words", "count"), CASES)
def test_a_rule_gives_the_verdict_of_the_record(record, en, rule, arguments, verdict, words, count):
    result = RULES[rule](record, en, **arguments)
    assert result.verdict == verdict
    assert words in result.reasoning
    assert len(result.evidence) == count
    assert all(article.on_record(record, one) for one in result.evidence)
    assert set(result.aside) <= set(result.evidence)


def test_several_documents_of_one_kind_support_a_plural(folder, en):
    folder.change("agreements", "fji-isl-2022-programme", kind="mou", domains="defence")
    result = RULES["several_documents"](folder.load(), en, **DOCUMENTS, domain="defence", kind="mou")
    assert result.verdict == "supported"


def test_two_documents_of_one_name_contradict_that_there_is_one(folder, en):
    folder.change("agreements", "fji-isl-2022-memo", kind="programme", period_start="2023", period_end="2025")
    result = RULES["namesakes"](folder.load(), en, parties=["FJI", "ISL"], kind="programme", start="2023", end="2025")
    assert (result.verdict, len(result.evidence)) == ("contradicted", 2)


def test_unknown_payloads_leave_the_category_open(folder, en):
    folder.change("missile_systems", "isl-one", payload_kg="")
    assert RULES["category_one"](folder.load(), en, country="ISL").verdict == "not_established"


def test_pages_count_from_their_publication(untouched, en):
    told = {"sources": ["daily-2022-09"], "against": ["ledger-2024-01"]}
    call = RULES["told_by"]
    days = ["2022-09-10", "2022-09-11", "2024-01-14", "2024-01-15"]
    verdicts = [call(untouched.load(day), en, **told).verdict for day in days]
    assert verdicts == ["not_established", "supported", "supported", "not_established"]
    undated = {"sources": ["blog-nd"]}
    assert call(untouched.load("2024-02-29"), en, **undated).verdict == "not_established"
    assert call(untouched.load("2024-03-01"), en, **undated).verdict == "supported"


def test_every_verdict_of_the_scale_has_a_rule_that_gives_it():
    assert {verdict for _, _, verdict, *_ in CASES} == set(VERDICTS) - {"opinion"}


def test_a_month_is_not_before_a_day_in_it(folder, en):
    folder.change("events", "2018-04-20-visit", date="2018-04", end_date="")
    call = RULES["earlier_contacts"]
    assert call(folder.load(), en, parties=["FJI", "ISL"], before="2018-04-20").verdict == "not_established"
    assert call(folder.load(), en, parties=["FJI", "ISL"], before="2018-05-01").verdict == "supported"


def test_every_rule_and_every_verdict_that_it_can_give_is_tried():
    assert {rule for rule, *_ in CASES} == set(RULES)
    assert {verdict for _, _, verdict, *_ in CASES} <= set(VERDICTS)


def test_no_rule_decides_anything_on_an_empty_record(folder, en):
    for name in schema(folder.path).keys() - {"sources"}:
        folder.drop(name)
    empty = folder.load()
    for rule, arguments, *_ in (case for case in CASES if case[0] != "told_by"):  # pages are all that it asks for
        result = RULES[rule](empty, en, **arguments)
        assert result.verdict in ("not_established", "forecast_open"), rule
        assert result.evidence == (), rule


def verdicts(package, en, as_of=None) -> dict[str, str]:
    judged = article.audit(package.load(as_of), "article-2022", en)
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


@pytest.mark.slow
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


MORE = {
    "covers": {"agreement": "fji-isl-2022-programme", "domains": ["intelligence", "military_technical"]},
    "namesakes": {"parties": ["FJI", "ISL"], "kind": "programme", "start": "2023", "end": "2025"},
    "not_in_force": {"agreements": ["fji-isl-2022-memo"]},
    "obliges": {"agreement": "fji-nor-2019-treaty"},
    "widened": {"agreement": "fji-isl-2020-defence"},
    "undisputed": {"table": "missile_systems", "record": "fji-epsilon", "field": "range_km"},
    "told_by": {"sources": ["gov-2020-05"]},
    "category_one": {"country": "FJI"},
    "no_voice": {"article": "article-2022", "state": "ISL"},
    "hardly_reported": COVERAGE | {"country": "ISL", "few": 1},
    "reported_by": COVERAGE | {"publisher": "Suva"},
    "happened": {"events": ["2018-04-20-visit"]},
    "joint_contacts": {"states": ["FJI", "ISL", "NOR"]},
    "earlier_contacts": {"parties": ["FJI", "ISL"], "before": "2019-01-01"},
    "text_unpublished": {"agreements": ["fji-isl-2022-programme"]},
    "several_designated": {"authority": "US State", "on": "2021-06-30", "countries": ["ISL"]},
    "several_documents": DOCUMENTS | {"domain": "defence", "kind": "mou"},
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "key", "values", "changed"),
    [
        ("agreements", "fji-isl-2022-programme", {"domains": "intelligence"}, {"covers": "partly"}),
        ("agreements", "fji-isl-2022-programme", {"see_also": ""}, {"widened": "forecast_open"}),
        ("agreements", "fji-isl-2022-programme", {"text_public": "yes"}, {"text_unpublished": "contradicted"}),
        ("agreements", "fji-isl-2022-programme", {"period_end": "2026"}, {"namesakes": "not_established"}),
        ("agreements", "fji-isl-2022-memo", {"in_force": "2023-01-01"}, {"not_in_force": "contradicted"}),
        ("agreements", "fji-isl-2022-memo", {"domains": "culture"}, {"several_documents": "contradicted"}),
        ("agreements", "fji-nor-2019-treaty", {"mutual_defence": "consultation"}, {"obliges": "partly"}),
        ("agreements", "fji-nor-2019-treaty", {"mutual_defence": "one_sided"}, {"obliges": "partly"}),
        ("missile_systems", "fji-beta", {"payload_kg": "400"}, {"category_one": "not_established"}),
        ("claims", "article-5", {"speaker_country": "ISL"}, {"no_voice": "contradicted"}),
        ("sources", "daily-2022-09", {"publisher": "Daily"}, {"reported_by": "not_established"}),
        ("sources", "agency-2022-09", {"publisher": "Wire"}, {}),
        ("events", "2018-04-20-visit", {"date": "2019-02-01", "end_date": ""}, {"earlier_contacts": "not_established"}),
        ("events", "2020-10-05-commission", {"countries": "FJI;ISL"}, {"joint_contacts": "not_established"}),
        ("designations", "us-isl-lab", {"authority": "UK"}, {"several_designated": "partly"}),
        ("memberships", "NORDPACT", {"end": "2020-01-01"}, {}),
    ],
)  # fmt: skip
def test_one_changed_fact_changes_exactly_the_verdicts_of_the_other_rules(folder, en, table, key, values, changed):
    for rule, arguments in MORE.items():
        new = {
            "claim_id": rule.replace("_", "-"),
            "article_id": "article-2022",
            "rule": rule,
            "arguments": json.dumps(arguments),
        }
        folder.append("claims", like="article-1", **new)
    assert set(MORE) | {row["rule"] for row in folder.rows("claims")} - {""} == set(RULES)
    found = []
    for facts in ({}, values):
        folder.change(table, key, **facts)
        judged = article.audit(folder.load(), "article-2022", en)
        judged = judged[judged.number > 8]
        found.append(dict(zip(judged.rule, judged.verdict, strict=True)))
    assert {rule: verdict for rule, verdict in found[1].items() if verdict != found[0][rule]} == changed


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
    judged = article.audit(record, "article-2022", en).set_index("claim_id")
    assert judged.at["article-4", "reasoning"].startswith("851 days lie between")
    assert judged.at["article-4", "reasoning"].endswith(" A typed addition.")
    assert judged.at["article-5", "reasoning"] == "A judgement."
    assert judged.at["article-4", "evidence"] == ("agreements:fji-isl-2020-defence", "agreements:fji-isl-2022-memo")


def test_claims_are_told_in_the_language(record, de):
    judged = article.audit(record, "article-2022", de).set_index("claim_id")
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
        article.audit(folder.load(), "article-2022", en)
    assert str(caught.value).startswith(message)


def test_an_article_without_claims_is_refused_with_the_nearest(record):
    article.check_article(record, "article-2022")
    with pytest.raises(UserError, match="did you mean 'article-2022'"):
        article.check_article(record, "article-2021")


def test_a_card_holds_what_a_reader_needs(record, en):
    judged = article.audit(record, "article-2022", en)
    cards = article.cards(judged, record, en)
    assert [card.number for card in cards] == list(range(1, 9))
    assert cards[4].who == "A Scholar (professor), quoted through The Other Paper · assessment, asserted"
    assert cards[0].who == "The Article · fact, asserted"
    assert cards[2].verdict == "supported as allegation"
    assert [(proof.label, proof.source_ids) for proof in cards[4].evidence] == [
        ("Nordpact", ("encyclopedia-nd",)),
        ("Institute: Page think-2018, 2 February 2018", ("think-2018",)),
    ]
    assert [proof.source_ids for proof in cards[0].evidence] == [("daily-2022-09",)]
    assert cards[0].sureness == "medium (1 independent voice, primary sources: 1 of 1)"
    assert cards[3].sureness == "high (3 independent voices, primary sources: 3 of 3, a treaty text among them)"
    assert cards[4].sureness == cards[5].sureness == ""
    assert [card.paragraph for card in cards] == list(range(1, 9))
    assert cards[5].would_change == "Time."


def test_the_sources_of_the_evidence_come_each_once(record):
    evidence = ["agreements:fji-isl-2022-programme", "agreements:fji-isl-2022-memo", "events:nothing", "searches:s1"]
    assert article.evidence_sources(record, evidence) == ("agency-2022-09", "daily-2022-09", "ledger-2024-01")


def test_a_card_shows_at_most_eight_records(record, en):
    evidence = [f"sources:{source}" for source in record.sources.source_id]
    assert len(article.proofs(record, evidence, en)) == 8
    assert article.proofs(record, ["searches:s2", "nothing:x", "events:x"], en)[0].label.endswith(": Herald treaty")


# ------------------------------------------------------------------------------------------------ how sure it is


def confidence(package, en, claim: str) -> tuple:
    row = article.audit(package.load(), "article-2022", en).set_index("claim_id").loc[claim]
    return row.confidence, row.voices, row.primary


def test_copies_of_one_text_are_one_voice(folder, en):
    folder.change("claims", "article-1", rule="", arguments="", verdict="supported", reasoning_en="x", reasoning_de="x",
                  evidence="sources:agency-2022-09;sources:daily-2022-09")  # fmt: skip
    assert confidence(folder, en, "article-1") == ("medium", 1, 2)
    folder.change("sources", "daily-2022-09", wire="", kind="press")
    assert confidence(folder, en, "article-1") == ("high", 2, 1)


def test_an_article_is_no_evidence_of_itself(folder, en):
    folder.change("claims", "article-1", rule="", arguments="", verdict="supported", reasoning_en="x", reasoning_de="x",
                  evidence="sources:article-2022")  # fmt: skip
    assert confidence(folder, en, "article-1") == ("", 0, 0)


def test_pages_set_aside_do_not_count(folder, en):
    told = {"sources": ["daily-2022-09"], "aside": ["gov-2020-05"]}
    folder.change("claims", "article-1", rule="told_by", arguments=json.dumps(told))
    assert confidence(folder, en, "article-1") == ("medium", 1, 1)


def test_an_opinion_has_no_confidence(record, en):
    judged = article.audit(record, "article-2022", en).set_index("claim_id")
    assert (judged.at["article-5", "confidence"], judged.at["article-5", "voices"]) == ("", 2)


def test_what_was_written_on_later_evidence_is_not_told_earlier(folder, en):
    folder.change("claims", "article-4", evidence="sources:ledger-2024-01", counter_evidence_en="Later.")
    folder.change("claims", "article-3", wording_en="Another word.", compared_with="ledger-2024-01")
    early = article.audit(folder.load("2023-01-01"), "article-2022", en).set_index("claim_id")
    assert early.at["article-4", "reasoning"].startswith("851 days")
    assert "A typed addition." not in early.at["article-4", "reasoning"]
    assert (early.at["article-4", "counter_evidence"], early.at["article-3", "wording"]) == ("", "")
    assert "sources:ledger-2024-01" not in early.at["article-4", "evidence"]
    late = article.audit(folder.load("2024-01-15"), "article-2022", en).set_index("claim_id")
    assert (late.at["article-4", "counter_evidence"], late.at["article-3", "wording"]) == ("Later.", "Another word.")
    assert "A typed addition." in late.at["article-4", "reasoning"]


# ------------------------------------------------------------------------------------------- what matters, who says it


def test_what_the_record_denies_matters_most(folder, en):
    judged = article.audit(folder.load(), "article-2022", en)
    assert list(article.matter_most(judged).claim_id) == ["article-4", "article-2", "article-8"]
    assert list(article.matter_most(judged, most=1).claim_id) == ["article-4"]
    assert article.matter_most(judged[judged.verdict == "opinion"]).empty
    folder.change("claims", "article-4", same_as="article-1")
    again = article.audit(folder.load(), "article-2022", en)
    assert "article-4" not in set(article.matter_most(again).claim_id)


def test_the_better_founded_verdict_comes_first_on_one_rung(folder, en):
    folder.change("claims", "article-6", kind="fact", verdict="partly", evidence="agreements:fji-isl-2020-defence")
    judged = article.audit(folder.load(), "article-2022", en)
    assert list(article.matter_most(judged).claim_id) == ["article-4", "article-6", "article-2"]


def test_speakers_are_told_with_their_way_into_the_article(record, en):
    judged = article.audit(record, "article-2022", en)
    found = article.attribution(judged, en).set_index(["speaker", "through"])
    assert found.loc[("A Scholar", "The Other Paper"), "paragraphs"] == "5"
    assert found.loc[("A Scholar", "The Other Paper"), "country"] == "NOR"
    assert found.loc[("A Scholar", ""), "claims"] == "6"
    assert found.loc[("The Article", ""), "claims"] == "1, 2, 3, 4 and 7"  # the omission is nobody's word
    assert article.attribution(judged.iloc[:0], en).empty


def test_changed_wording_is_told_with_the_page_compared(folder, untouched, en):
    folder.change("claims", "article-3", wording_en="Another word.", compared_with="ledger-2024-01")
    found = article.wordings(article.audit(folder.load(), "article-2022", en))
    assert article.wordings(article.audit(untouched.load(), "article-2022", en)).empty
    assert found[["number", "wording", "source_ids"]].values.tolist() == [[3, "Another word.", ("ledger-2024-01",)]]


def test_a_claim_said_twice_is_found_where_name_or_certainty_differ(folder, en):
    folder.change("claims", "article-6", same_as="article-5")
    folder.change("claims", "article-2", same_as="article-1")
    judged = article.audit(folder.load(), "article-2022", en)
    assert article.repeated(judged).empty
    folder.change("claims", "article-2", hedge="hedged")
    folder.change("claims", "article-7", same_as="article-5")
    judged = article.audit(folder.load(), "article-2022", en)
    assert article.find_repeated(judged, en).text == (
        "The article says the same twice: 2 says 1 again, hedged instead of asserted; 7 repeats 5, as the words of The "
        "Article instead of A Scholar."
    )


def test_speakers_have_their_name_in_the_language(folder, en, de):
    folder.change("claims", "article-5", speaker_de="Ein Gelehrter")
    names = [article.audit(folder.load(), "article-2022", t).speaker.iloc[4] for t in (en, de)]
    assert names == ["A Scholar", "Ein Gelehrter"]


def test_coverage_is_joined_with_its_sources(record):
    pages = article.coverage(record, "fji-isl-2022-programme")
    assert list(pages.source_id) == ["agency-2022-09", "daily-2022-09", "ledger-2024-01"]
    assert list(pages.voice) == ["Pacific Wire", "Pacific Wire", "Island Ledger"]
    assert list(pages.country) == ["FJI", "FJI", "ISL"]
    assert article.coverage(record, "nothing").empty


def test_the_main_document_is_the_one_most_reported(folder, record, en):
    judged = article.audit(record, "article-2022", en)
    assert article.main_coverage(record, judged)[0] == {"id": "", "title": "", "date": ""}
    folder.change("claims", "article-5", evidence="agreements:fji-isl-2022-programme")
    document, pages = article.main_coverage(folder.load(), article.audit(folder.load(), "article-2022", en))
    assert document == {
        "id": "fji-isl-2022-programme",
        "title": "Title of fji-isl-2022-programme",
        "date": "2022-09-09",
    }
    assert len(pages) == 3


# ---------------------------------------------------------------------------------------------------- findings


@pytest.fixture(scope="module")
def judged(record, en):
    return article.audit(record, "article-2022", en)


SOURCE = {"title": "[The title]", "publisher": "The Article", "published": "2022-10-01"}


def test_the_article_is_named_and_its_statements_of_fact_are_counted(judged, en):
    own = article.own(judged)
    text = article.find_verdicts(own, SOURCE, "2024-03-01", en).text
    facts = own[own.kind == "fact"]
    assert text.startswith(f"“The title” (The Article, 1 October 2022) makes {len(own)} claims that are on record.")
    assert (
        f"Of its {len(facts)} statements of fact, as of 1 March 2024, 1 stands, 1 stands only as somebody’s allegation, 1 holds "
        "in part and 1 is contradicted."
    ) in text
    assert text.endswith("The rest are views, which are neither right nor wrong, and forecasts, which time decides.")
    views = own[~own.verdict.isin(article.told.FORECASTS)]
    assert article.find_verdicts(views, SOURCE, "2024-03-01", en).text.endswith("which are neither right nor wrong.")
    views = own[own.kind != "fact"]
    assert "None of them is a statement of fact." in article.find_verdicts(views, SOURCE, "2024-03-01", en).text


def test_what_this_report_adds_is_counted_with_no_claim_of_the_article(judged, en):
    added = judged[judged.kind == "omission"]
    assert len(article.own(judged)) == len(judged) - len(added) < len(judged)
    assert article.find_left_out(judged, en).text.startswith(f"{len(added)} point that the article leaves out is added")
    assert article.find_left_out(article.own(judged), en).text == (
        "No point that the article leaves out is added by this report."
    )


def test_what_the_record_denies_is_named(judged, en):
    told = {row.claim_id: row.verdict for row in judged.itertuples()}
    assert (told["article-2"], told["article-4"]) == ("partly", "contradicted")
    assert article.find_facts(judged, en).text == (
        "The record contradicts “Claim 4” (4). It bears out only in part: “Claim 2” (2)."
    )
    assert "contradicts no statement" in article.find_facts(judged[judged.claim_id == "article-1"], en).text
    assert "no statement of fact" in article.find_facts(judged[judged.kind == "forecast"], en).text


def test_opinions_are_counted_by_speaker(judged, en):
    text = article.find_speakers(judged, en).text
    assert text.startswith("3 claims are opinions or forecasts: A Scholar 2 and The Article 1.")
    assert text.endswith("1 claim reaches the article through another publication.")
    assert article.find_speakers(judged[judged.claim_id == "article-1"], en).text.startswith("No claim is an opinion")


def test_coverage_is_counted(record, en):
    pages = article.coverage(record, "fji-isl-2022-programme")
    text = article.find_coverage(pages, "The Programme", en).text
    assert text == (
        "We found 3 pages on the event, of 3 publishers in 2 languages; 3 of them name “The Programme” or what was signed with it. "
        "3 publishers tell what was agreed, 2 of them in a text of their own."
    )
    assert (
        article.find_coverage(pages.iloc[:0], "x", en).text
        == "Who else reported on it was not collected for this article."
    )
    assert article.headline_coverage(pages, en) == "3 publishers in 2 states reported, as far as found"


def test_the_limits_count_rules_and_empty_searches(untouched, judged, record, en):
    rows = untouched.rows("claims")
    ruled = sum(bool(row["rule"]) for row in rows)
    text = article.find_limits(judged, record, en).text
    assert text.startswith(f"{ruled} of {len(rows)} verdicts are computed") and "logged search" not in text
    empty = next(row["search_id"] for row in untouched.rows("searches") if row["found"] == "nothing")
    behind = judged.assign(evidence=[(*judged.evidence.iloc[0], f"searches:{empty}"), *judged.evidence.iloc[1:]])
    assert "1 logged search behind them found nothing" in article.find_limits(behind, record, en).text


def test_the_headline_counts_what_holds(judged, en):
    facts = judged[judged.kind == "fact"]
    holds = sum(verdict.startswith("supported") for verdict in facts.verdict)
    assert article.headline_verdicts(judged, en) == (
        f"{holds} of {len(facts)} statements of fact stand, 1 of them only as somebody’s allegation"
    )
    assert article.headline_verdicts(judged[judged.kind == "forecast"], en) == "The article makes no statement of fact"


def test_what_to_know_first_is_told_with_its_verdict(judged, en):
    assert article.find_matters(judged, en).text == (
        "What a reader should know first: “Claim 4.” (4): contradicted; “Claim 2.” (2): partly; “Claim 8.” (8): supported."
    )
    assert "denies no claim" in article.find_matters(judged[judged.verdict == "opinion"], en).text


def test_the_founding_of_the_verdicts_is_counted(judged, en):
    decided = judged[judged.confidence != ""]
    text = article.find_sureness(judged, en).text
    high, one = (decided.confidence == "high").sum(), (decided.voices == 1).sum()
    assert text.startswith(f"{high} of {len(decided)} verdicts that records decide rest")
    assert text.endswith(f" {one} rest on one voice.")
    several = decided[decided.voices > 1]
    assert article.find_sureness(several, en).text.endswith(" None rests on one voice.")
    alone = decided[decided.voices == 1].head(1)
    assert article.find_sureness(alone, en).text.endswith(" 1 rests on one voice.")
    assert article.find_sureness(judged.iloc[4:6], en).text == "No verdict rests on a source."


# ---------------------------------------------------------------------------------------------------- coverage


def test_outlets_are_told_with_what_they_mention(record, en):
    named = article.mentioned(article.coverage(record, "fji-isl-2022-programme"))
    assert named[["publisher", "language", "own", "mentions"]].values.tolist() == [
        ["Suva Daily", "en", False, ("economic", "defence_agreement")],
        ["Island Ledger", "is", True, ("defence_agreement",)],
        ["Pacific Wire", "en", True, ("economic",)],
    ]
    assert article.mentioned_by(named, en).word.tolist() == ["economic", "defence agreement"]
    assert (
        article.headline_mentioned(named, en)
        == "Most mentioned: economic, by 2 of 3 publishers that tell what was agreed"
    )
    nothing = article.mentioned(article.coverage(record, "nothing"))
    assert article.headline_mentioned(nothing, en) == "What others report was not collected for this article"


def test_searches_in_vain_are_those_about_the_document(record):
    assert list(article.looked_for(record, "fji-isl-2022-memo").search_id) == ["s2"]
    assert article.looked_for(record, "").empty


# --------------------------------------------------------------------------------------------- the table of claims


@pytest.mark.slow
def test_the_shipped_claims_have_nothing_to_mend():
    assert table.lint(load()) == []


def found(folder, **values) -> list[str]:
    folder.change("claims", "article-5", **values)
    return [one.removeprefix("claims.csv: article-5: ") for one in table.lint(folder.load()) if "article-5" in one]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, None),
        ({"rule": "signed", "arguments": '{"agreements": ["x"]}'}, "a rule computes the verdict: leave `verdict` empty"),
        ({"verdict": ""}, "name a rule or give a verdict"),
        ({"evidence": "agreements:nothing"}, "evidence: 'agreements:nothing' does not exist"),
        ({"evidence": "agreement:fji-isl-2022-memo"}, "evidence: 'agreement:fji-isl-2022-memo' does not exist"),
        ({"verdict": "supported", "evidence": ""}, "evidence: a verdict 'supported' needs at least one record"),
        ({"reasoning_en": "", "reasoning_de": ""}, "reasoning_en: a judged verdict needs its reasons"),
        ({"reasoning_de": ""}, "reasoning_en, reasoning_de: give both languages or none"),
        ({"role_de": ""}, "role_en, role_de: give both languages or none"),
        ({"same_as": "article-9"}, "same_as: 'article-9' is no other claim"),
        ({"same_as": "article-5"}, "same_as: 'article-5' is no other claim"),
        ({"reasoning_en": "It has 12 parts."}, "reasoning_en: 12 stands in no evidence"),
        ({"reasoning_de": "Seit Mai 2018."}, "reasoning_de: month 5 stands in no evidence"),
        ({"reasoning_en": "Told on 2 February 2018."}, None),
        ({"counter_evidence_en": "In 1999.", "counter_evidence_de": "1999."}, "counter_evidence_de: 1999 stands in no evidence"),
        ({"rule": "singed", "verdict": ""}, "rule: 'singed' is none (did you mean 'signed'?); `pactbook list rules` shows them"),
    ],
)  # fmt: skip
def test_the_lint_names_what_is_wrong(folder, values, message):
    problems = found(folder, **values)
    assert message in problems if message else problems == []


def test_a_claim_without_a_speaker_is_named(record):
    nobody = record.claims.assign(speaker=["", *record.claims.speaker[1:]])
    assert any("article-1: speaker: is empty" in one for one in table.lint(replace(record, claims=nobody)))


# ------------------------------------------------------------------------------------------------- the shipped cases


@pytest.fixture(scope="module")
def early(en):
    return article.audit(load(dt.date(2025, 5, 1)), "cpm-defence-network-2025-belarus-pakistan", en)


def test_in_may_2025_the_readmission_agreement_is_signed_and_not_ratified(early):
    told = early[early.evidence.map(lambda ids: "agreements:blr-pak-2025-04-readmission" in ids)]
    assert set(told.kind) == {"fact", "omission"}
    assert set(told.verdict) == {"supported"}
    assert told.reasoning.str.contains("signed 11 April 2025, no ratification or entry into force on record").all()


@pytest.mark.slow
def test_the_audit_finds_the_errors_of_the_first_article(en):
    judged = article.audit(load(), "cpm-defence-network-2025-belarus-pakistan", en)
    assert len(judged) >= 40
    broken = judged[judged.verdict.isin(["contradicted", "partly"])]
    assert {"several_designated", "several_documents", "covers", "hardly_reported", "namesakes"} <= set(broken.rule)
    assert {"Roznama Jang"} <= set(article.repeated(judged).first_speaker)  # its words stand as the article's own
    assert len(article.wordings(judged)) >= 10
    assert (judged[judged.kind == "omission"].verdict == "supported").sum() >= 5


def test_no_opinion_is_marked_right_or_wrong():
    record = load()
    for row in record.claims[record.claims.kind.isin(["assessment", "framing"])].itertuples():
        assert row.rule or row.verdict in ("opinion", "not_established"), row.claim_id


def test_another_article_is_audited_alike(en):
    judged = article.audit(load(), "channel-newsasia-2025-09-18-smda", en)
    assert len(judged) >= 12
    assert judged.speaker.nunique() >= 2
    assert judged.verdict.nunique() >= 4


def test_no_judged_reason_tells_of_a_later_day(en):
    # A judged verdict is shown on any day: it must not rest on a year that only a later record holds.
    for row in load().claims.itertuples():
        if row.verdict:
            assert not re.search(r"\b(19|20)\d\d\b", row.reasoning_en), row.claim_id


def test_statements_of_fact_are_claimreview_with_their_pages(record, en):
    judged = article.audit(record, "article-2022", en)
    found = article.reviews(judged, record, "article-2022", en)
    facts = judged[judged.kind == "fact"]
    assert [one["claimReviewed"] for one in found] == list(facts.claim)
    first = found[0]
    assert (first["@type"], first["datePublished"]) == ("ClaimReview", record.day.isoformat())
    assert first["reviewRating"]["alternateName"] == article.verdict_name(facts.verdict.iloc[0], en)
    appearance = first["itemReviewed"]["appearance"]
    assert appearance["url"] == record.sources.set_index("source_id").url["article-2022"]
    memo = record.agreements.set_index("agreement_id").source_ids["fji-isl-2022-memo"]
    assert first["citation"] == [record.sources.set_index("source_id").url[one] for one in memo]
    assert "ratingValue" not in json.dumps(found), "no number says what the record does not"
