"""What a pair's record leaves open is asked of its rows, with the day of the last search and words for the next."""

import pytest

from pactbook.subjects import pair, ties
from pactbook.subjects.pair import find_questions

FORCE = "Is it in force, replaced or ended?"
TEXT = "Is its text public, and does it oblige the two to help each other?"
ONE_SOURCE = "Who else tells of it? It rests on one source."


def asked(package, a, b, t, as_of="2024-03-01"):
    record = package.load(as_of)
    return pair.questions(record, ties.between(record, a, b), a, b, t)


def of(found, agreement_id):
    return found[found.record == f"agreements:{agreement_id}"].what.tolist()


def test_a_treaty_that_is_only_signed_is_asked_first_until_its_force_is_known(folder, en):
    folder.change("agreements", "fji-isl-2020-defence", in_force="")
    first = asked(folder, "FJI", "ISL", en).iloc[0]
    assert (first.what, first.record) == (FORCE, "agreements:fji-isl-2020-defence")
    folder.reset()
    assert of(asked(folder, "FJI", "ISL", en), "fji-isl-2020-defence") == []


def test_a_memorandum_is_not_asked_for_entry_into_force(folder, en):
    assert FORCE not in of(asked(folder, "FJI", "ISL", en), "fji-isl-2022-memo")


@pytest.mark.parametrize(
    ("signed", "question"),
    [
        ("", ["On which day was it signed?"]),
        ("2020-05", ["On which day was it signed? Known is May 2020."]),
        ("2020-05-11", []),
    ],
)
def test_a_day_is_asked_for_where_none_is_known(folder, en, signed, question):
    announced = "" if signed else "2020-05-12"
    folder.change("agreements", "fji-isl-2020-defence", signed=signed, announced=announced)
    found = of(asked(folder, "FJI", "ISL", en), "fji-isl-2020-defence")
    assert [what for what in found if what.startswith("On which day")] == question


def test_a_treaty_whose_text_nobody_has_read_is_asked_about(folder, en):
    folder.change("agreements", "fji-isl-2020-defence", text_public="unknown", mutual_defence="unknown")
    assert TEXT in of(asked(folder, "FJI", "ISL", en), "fji-isl-2020-defence")


def test_what_rests_on_one_source_or_ends_this_year_is_asked_about(folder, en):
    found = asked(folder, "FJI", "ISL", en, "2025-03-01")
    assert of(found, "fji-isl-2022-memo") == [ONE_SOURCE]
    assert of(found, "fji-isl-2022-programme") == ["It ends this year: what follows it?"]
    assert of(asked(folder, "FJI", "ISL", en), "fji-isl-2022-programme") == []


def test_a_period_in_which_a_state_was_searched_for_by_itself_is_not_asked_for(folder, en):
    whats = asked(folder, "FJI", "ISL", en).what
    periods = [what for what in whats if what.startswith("What did Fiji")]
    assert [what.split()[5] for what in periods] == ["2010", "2020", "2023"]


def test_a_question_has_the_day_of_the_last_search_and_words_in_a_language_of_the_two(folder, en):
    memo = asked(folder, "FJI", "ISL", en).set_index("record").loc["agreements:fji-isl-2022-memo"]
    assert (memo.looked_on, memo.source_ids) == ("2024-02-01", ("daily-2022-09",))
    assert memo["query"] == "Fiji Iceland defence agreement signed 2022" and not memo.query_local
    folder.append("agreements", "fji-isl-2022-memo", agreement_id="fji-ury-2022-memo", parties="FJI;URY")
    there = asked(folder, "FJI", "URY", en).set_index("record").loc["agreements:fji-ury-2022-memo"]
    assert there.looked_on == "" and there.query_local == "Fiyi Uruguay firma acuerdo de defensa 2022"


def test_the_sentence_counts_questions_and_what_was_never_looked_for(folder, en, de):
    found = asked(folder, "FJI", "ISL", en)
    text = find_questions(found, "FJI", "ISL", en).text
    assert text == "The record of Fiji and Iceland leaves 8 questions open; for 7 no look-up is on record."
    assert "keine dieser Fragen" in find_questions(found.iloc[:0], "FJI", "ISL", de).text


def test_a_search_about_one_document_is_not_about_one_whose_name_begins_like_it(folder, en):
    folder.append("agreements", "fji-isl-2022-memo", agreement_id="fji-isl-2022-mem", see_also="")
    found = asked(folder, "FJI", "ISL", en).set_index("record").looked_on
    assert (found["agreements:fji-isl-2022-mem"], found["agreements:fji-isl-2022-memo"]) == ("", "2024-02-01")
