"""What the record leaves open is asked of its rows, with the day of the last search and words for the next."""

import pandas as pd
import pytest

from pactbook.subjects import programme, questions, ties
from pactbook.subjects.questions.asked import find_never

FORCE = "Is it in force, replaced or ended?"
TEXT = "Is its text public, and does it oblige the parties to help each other?"
ONE_SOURCE = "Who else tells of it? It rests on one source."


def asked(package, a, b, t, as_of="2024-03-01"):
    record = package.load(as_of)
    return questions.of_pair(record, ties.between(record, a, b), a, b, t)


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
    assert [what.split()[5] for what in periods] == ["2023", "2020", "2010"], "the newest first"


def test_a_question_has_the_day_of_the_last_search_and_words_in_a_language_of_the_two(folder, en):
    memo = asked(folder, "FJI", "ISL", en).set_index("record").loc["agreements:fji-isl-2022-memo"]
    assert (memo.looked_on, memo.source_ids) == ("2024-02-01", ("daily-2022-09",))
    assert memo["query"] == "Fiji Iceland defence agreement signed 2022" and memo.queries_local == ()
    folder.append("agreements", "fji-isl-2022-memo", agreement_id="fji-ury-2022-memo", parties="FJI;URY")
    there = asked(folder, "FJI", "URY", en).set_index("record").loc["agreements:fji-ury-2022-memo"]
    assert there.looked_on == "" and there.queries_local == ("Fiyi Uruguay firma acuerdo de defensa 2022",)


def test_the_sentence_counts_questions_and_what_was_never_looked_for(folder, en, de):
    found = asked(folder, "FJI", "ISL", en)
    text = questions.find_of_pair(found, "FJI", "ISL", en).text
    assert text == "The record of Fiji and Iceland leaves 8 questions open; for 7 no look-up is on record."
    assert "ist keine dieser Fragen offen" in questions.find_of_pair(found.iloc[:0], "FJI", "ISL", de).text


def test_a_search_about_one_document_is_not_about_one_whose_name_begins_like_it(folder, en):
    folder.append("agreements", "fji-isl-2022-memo", agreement_id="fji-isl-2022-mem", see_also="")
    found = asked(folder, "FJI", "ISL", en).set_index("record").looked_on
    assert (found["agreements:fji-isl-2022-mem"], found["agreements:fji-isl-2022-memo"]) == ("", "2024-02-01")


def test_both_states_are_asked_in_their_own_languages(folder, en):
    folder.append("agreements", "fji-isl-2022-memo", agreement_id="blr-tur-2022-memo", parties="BLR;TUR")
    found = asked(folder, "BLR", "TUR", en).set_index("record")
    belarusian, russian, turkish = found.loc["agreements:blr-tur-2022-memo"].queries_local
    assert belarusian.startswith("Беларусь Турцыя падпісанне")
    assert russian == "Беларусь Турция подписание соглашения о военном сотрудничестве 2022"
    assert turkish == "Belarus Türkiye savunma anlaşması imzalandı 2022"


def test_every_language_has_every_phrase():
    wanted = set(questions.phrases()["en"])
    for language, phrases in questions.phrases().items():
        assert set(phrases) == wanted and all(phrases.values()), language


def test_what_presses_most_stands_first_and_of_one_kind_what_nobody_looked_for(folder, en):
    folder.change("agreements", "fji-isl-2020-defence", in_force="", text_public="unknown")
    folder.append("agreements", "fji-isl-2020-defence", agreement_id="fji-isl-2019-pact", signed="2019-01-01")
    folder.append("searches", "s1", search_id="s4", about="agreements:fji-isl-2020-defence")
    found = asked(folder, "FJI", "ISL", en)
    ranks = [questions.KINDS.index(kind) for kind in found.kind]
    assert ranks == sorted(ranks)
    steps = found[found.kind == "step"]
    assert steps.record.tolist() == ["agreements:fji-isl-2019-pact", "agreements:fji-isl-2020-defence"]
    assert steps.looked_on.tolist() == ["", "2024-02-01"]


def test_a_public_text_that_nobody_read_for_the_duty_to_help_is_asked_about(folder, en):
    folder.change("agreements", "fji-isl-2020-defence", text_public="yes", mutual_defence="not_searched")
    (what,) = asked(folder, "FJI", "ISL", en).query("kind == 'clause' and record.str.endswith('2020-defence')").what
    assert what == "Its text is public: does it oblige the parties to help each other?"


# ------------------------------------------------------------------------------------------------- organisations


def bloc(package, t, blocs=("NORDPACT",), members=(), as_of="2024-03-01"):
    return questions.of_bloc(package.load(as_of), blocs, members, t)


def whats(found, record):
    return found[found.record == record].what.tolist()


def test_an_organisation_is_asked_for_its_duty_its_members_and_the_days_of_its_roles(folder, en):
    folder.change("blocs", "NORDPACT", mutual_defence="unknown", members_complete="no")
    found = bloc(folder, en)
    assert whats(found, "blocs:NORDPACT") == [
        "Does its founding text oblige the members to help each other?",
        "Who else belongs to it? Its members are not all on record.",
    ]
    (first, *_) = whats(found, "memberships:NORDPACT:URY:candidate:2015")
    assert first == "Did it become a member? It is a candidate since 2015."
    assert "On which day did the role begin? Known is 2015." in whats(found, "memberships:NORDPACT:URY:candidate:2015")
    row = found.set_index("record").loc["memberships:NORDPACT:URY:candidate:2015"].iloc[0]
    assert row.queries_local == ("Uruguay Nordpact adhesión miembro 2015",)


def test_a_role_of_which_only_the_latest_day_is_known_is_asked_about(folder, en):
    rows = folder.rows("memberships")
    rows[[row["bloc_id"] for row in rows].index("NORDPACT")]["start_is"] = "latest_possible"
    folder._write("memberships", rows)
    assert any(what.startswith("Since when does it hold this role?") for what in bloc(folder, en).what)


def test_a_search_about_a_role_is_found_by_its_key(folder, en):
    about = "memberships:NORDPACT:URY:candidate:2015 day of candidacy"
    folder.append("searches", "s1", search_id="s4", about=about)
    found = bloc(folder, en).set_index("record").looked_on
    assert set(found["memberships:NORDPACT:URY:candidate:2015"]) == {"2024-02-01"}


def test_the_documents_of_a_set_of_states_are_asked_about_each_once(folder, en, de):
    folder.change("agreements", "fji-isl-2020-defence", text_public="unknown")
    alone, with_set = bloc(folder, en), bloc(folder, en, members=("FJI", "ISL", "NOR"))
    assert not alone.record.str.startswith("agreements:fji-isl").any()
    assert whats(with_set, "agreements:fji-isl-2020-defence").count(TEXT) == 1
    text = questions.find_of_bloc(with_set, ["Nordpact"], ["FJI", "ISL", "NOR"], en).text
    assert text.startswith(
        "On membership (Nordpact), on what these organisations signed and on what Fiji, Iceland and Norway signed with each other, "
    )
    assert f"{len(with_set)} questions are open" in text
    assert "keine dieser Fragen" in questions.find_of_bloc(with_set.iloc[:0], ["Nordpact"], ["FJI"], de).text


# ---------------------------------------------------------------------------------------------------- programmes


def programme_of(package, t, country="FJI", as_of="2024-03-01"):
    record = package.load(as_of)
    found = (ask(record, country) for ask in (programme.systems, programme.flights, programme.designations))
    return questions.of_programme(record, *found, country, t)


def test_a_programme_is_asked_for_what_its_rows_leave_open(record, untouched, en):
    found = programme_of(untouched, en)
    assert whats(found, "missile_systems:fji-alpha") == [
        "Was it flown, taken into service or given up? On record is: displayed."
    ]
    assert "When did it first fly?" not in whats(found, "missile_systems:fji-gamma")
    assert whats(found, "missile_systems:fji-delta") == [], "of what was cancelled nothing is waited for"
    assert "Which system flew? None that is named is on record." in whats(found, "missile_tests:2022-02-02-unnamed")
    answers = found[found.record == "designations:us-isl-works"]
    assert answers.what.tolist() == ["How did the entity or its state answer? No answer is on record."]
    assert answers["query"].item() == "Iceland Fiji Entity isl-works sanctions missile programme statement 2021"
    assert not found.record.eq("designations:us-isl-lab").any(), "it was lifted"


def test_a_figure_is_asked_for_only_where_it_would_decide(folder, en):
    folder.change("missile_systems", "fji-beta", payload_kg="")
    (what,) = programme_of(folder, en).query("record == 'missile_systems:fji-beta' and kind == 'fact'").what
    assert what == "Which payload is quoted? Without it nobody can tell whether it is of Category I."


def test_a_programme_of_which_nothing_is_open_says_so(untouched, en, de):
    none = programme_of(untouched, en, "BTN")
    assert none.empty and "none of these questions" in questions.find_of_programme(none, "BTN", en).text
    assert "sind" in questions.find_of_programme(programme_of(untouched, de), "FJI", de).text


@pytest.mark.parametrize(
    ("looked", "words"),
    [
        (["", ""], "2 open; for none of them is a look-up on record."),
        ([""], "1 open; no look-up for it is on record."),
        (["", "2024-01-01"], "2 open; for 1 no look-up is on record."),
        (["2024-01-01"], "1 open."),
    ],
)
def test_how_many_were_never_looked_up_is_told_in_words_that_fit(looked, words, en):
    found = pd.DataFrame({"looked_on": looked, "record": [""] * len(looked)})
    assert find_never(found, f"{len(looked)} open", en).text == words
