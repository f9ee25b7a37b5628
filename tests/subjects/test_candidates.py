# ruff: noqa: E501 (one row a line)
"""Which rule might decide a sentence, asked of a record small enough to check by hand."""

import pytest

from pactbook.subjects.article.candidates import candidates, matter
from pactbook.subjects.article.drafts import draft
from pactbook.subjects.article.rules import RULES
from pactbook.texts import Article, Page, Sentence
from pactbook.texts.figures import dates_in, quantities_in
from pactbook.texts.named import states_in
from pactbook.texts.words import cues, cues_in, languages


def article(
    *texts: str, language: str = "en", published: str = "2022-09-10", states: tuple[str, ...] = ("FJI", "ISL")
) -> Article:
    """Return an article without asking for its language."""
    sentences = [
        Sentence(n, n, text, states_in(text, language), dates_in(text, language, published), quantities_in(text, language),
                 cues=cues_in(text, language))
        for n, text in enumerate(texts, start=1)
    ]  # fmt: skip
    return Article(Page(texts), published, language, states, tuple(sentences))


def suggested(record, *texts: str, **values) -> list[tuple]:
    one = article(*texts, **values)
    found = candidates(one, matter(one, record))
    return [(each.rule, each.arguments) for each in found if each.sentence]


MEMO = {"agreements": ["fji-isl-2022-memo", "fji-isl-2022-programme"]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Fiji and Iceland signed two defence agreements on 9 September 2022."),
        ("de", "Fidschi und Island haben am 9. September 2022 ein Verteidigungsabkommen unterzeichnet."),
        ("fr", "Les Fidji et l’Islande ont signé un accord le 9 septembre 2022."),
        ("ru", "Фиджи и Исландия подписали соглашение 9 сентября 2022 года."),
        ("tr", "Fiji ile İzlanda 9 Eylül 2022'de savunma anlaşması imzaladı."),
        ("es", "Fiyi e Islandia firmaron un acuerdo el 9 de septiembre de 2022."),
        ("ur", "فجی اور آئس لینڈ نے 9 ستمبر 2022 کو معاہدے پر دستخط کیے۔"),
    ],
)
def test_a_signature_is_found_with_its_documents_and_day_in_each_language(record, language, text):
    assert suggested(record, text, language=language) == [("signed", MEMO | {"on": "2022-09-09"})]


def test_every_language_knows_a_word_for_each_cue():
    assert len(languages()) == 7
    assert len({tuple(sorted(cues(language))) for language in languages()}) == 1


@pytest.mark.parametrize(
    ("text", "values", "told"),
    [
        # without a day of its own, what was signed near the day of the article
        ("Fiji and Iceland have signed an agreement.", {}, [("signed", MEMO)]),
        # of two other states, and of the two where one of them is named
        ("Fiji signed a treaty with Norway on 10 January 2019.", {}, [("signed", {"agreements": ["fji-nor-2019-treaty"], "on": "2019-01-10"})]),
        ("Iceland signed the agreement.", {}, [("signed", MEMO)]),
        # a pair that nobody prepared: the record holds nothing, and says so
        ("Bhutan and Japan signed a pact.", {"states": ("BTN", "JPN")}, [("signed", {"agreements": []})]),
        # without any day nothing is guessed
        ("Fiji and Iceland have signed an agreement.", {"published": ""}, [("signed", {"agreements": []})]),
        # a day long before the article is not the article's
        ("Fiji and Iceland signed a treaty on 13 October 1921.", {}, [("signed", {"agreements": []})]),
        ("No text of the secret agreement is known.", {}, [("text_unpublished", MEMO)]),
        ("The agreement has not been ratified.", {}, [("not_in_force", MEMO)]),
        ("Under the treaty an attack on Fiji is an attack on Norway.", {"published": "2019-01-11", "states": ("FJI", "NOR")}, [("obliges", {"agreement": "fji-nor-2019-treaty"})]),
        ("Fiji and Iceland look back on decades of cooperation.", {}, [("earlier_contacts", {"parties": ["FJI", "ISL"], "before": "2022-09-09"})]),
        ("The programme for 2023 to 2025 is new.", {}, [("namesakes", {"parties": ["FJI", "ISL"], "kind": "programme", "start": "2023", "end": "2025"})]),
        ("The agreement may be extended.", {}, [("widened", {"agreement": "fji-isl-2022-memo"})]),
        ("Ministers of Fiji and Iceland met on 19 April 2018 and on 21 April 2018.", {}, [("happened", {"events": ["2018-04-20-visit"], "by": "2022-09-10"})]),
        ("Its missiles may reach 1,500 miles.", {}, [("longest_range", {"country": "FJI", "km": 2414})]),
        ("The missiles fall under the MTCR.", {}, [("category_one", {"country": "FJI"})]),
        ("Fiji, Iceland and Norway form a bloc.", {}, [("common_bloc", {"states": ["FJI", "ISL", "NOR"]})]),
        pytest.param("Both are members of NORDPACT.", {}, [("common_bloc", {"states": ["FJI", "ISL"]})], marks=pytest.mark.slow),
        ("Entity isl-works was sanctioned on 20 January 2022.", {}, [("designated", {"entity": "isl-works", "authority": "EU", "on": "2022-01-20"})]),
        ("Entity isl-works was sanctioned.", {}, [("designated", {"entity": "isl-works", "authority": "EU", "on": "2022-01-20"})]),
        ("The United States sanctioned firms in Fiji and Iceland in June 2021.", {}, [("several_designated", {"authority": "US State", "on": "2021-06-30", "countries": ["FJI", "ISL"]})]),
        ("Norway lies between Fiji and Bhutan.", {}, [("", {})]),
        ("It rained.", {}, []),
    ],
)  # fmt: skip
def test_a_sentence_has_the_rule_that_might_decide_it(record, text, values, told):
    assert suggested(record, text, **values) == told


def test_the_same_suggestion_stands_once_and_names_its_other_sentences(record):
    one = article("Fiji and Iceland have signed an agreement.", "The signing of the agreement took an hour.")
    first, *rest = [each for each in candidates(one, matter(one, record)) if each.sentence]
    assert (first.sentence.number, first.also, rest) == (1, (2,), [])


def test_what_the_article_leaves_out_is_suggested_unless_it_tells_it(record):
    def left_out(*texts: str) -> list[str]:
        one = article(*texts)
        return [each.rule for each in candidates(one, matter(one, record)) if each.kind == "omission"]

    assert left_out("It rained.") == ["earlier_contacts", "not_in_force"]
    assert left_out("The agreement of Fiji and Iceland was not ratified.") == ["earlier_contacts"]


def test_a_later_step_is_of_the_document_whose_day_the_article_names(record):
    texts = ("The parliament of Fiji has ratified the document now.", "It was signed with Norway on 10 January 2019.")
    one = article(*texts, published="2021-05-05", states=("FJI", "NOR"))
    about = matter(one, record)
    assert [row["agreement_id"] for row in about.documents] == ["fji-nor-2019-treaty"]
    assert about.before == "2019-01-10"
    assert candidates(one, about)[0].rule in ("happened", "not_in_force")


def test_a_duty_is_looked_for_where_no_day_tells_the_document(record):
    text = "The pact of the two says that an attack on one is an attack on both."
    found = suggested(record, text, published="2021-05-05", states=("FJI", "NOR"))
    assert ("obliges", {"agreement": "fji-nor-2019-treaty"}) in found


def test_two_states_that_somebody_names_come_first(record):
    one = article("They have signed an agreement.", states=("NOR", "BTN"))
    found = candidates(one, matter(one, record, ("FJI", "ISL")))
    assert found[0].arguments == MEMO


@pytest.mark.slow
def test_every_suggested_rule_can_be_called_and_is_told_in_both_languages(record, en, de):
    texts = [
        "Fiji and Iceland have signed an agreement on 9 September 2022.", "No text of the secret agreement is known.",
        "The agreement has not been ratified.", "Fiji and Iceland look back on decades.", "The missiles fall under the MTCR.",
        "The programme for 2023 to 2025 is new.", "The agreement may be extended.", "Its missiles may reach 1,500 miles.",
        "Ministers of Fiji and Iceland met on 21 April 2018.", "Fiji, Iceland and Norway form a bloc.",
        "Entity isl-works was sanctioned.", "The United States sanctioned firms in Fiji in June 2021.",
        "The treaty speaks of an attack on both.", "Fiji and Iceland have signed an agreement.",
    ]  # fmt: skip
    one = article(*texts)
    found = [each for each in candidates(one, matter(one, record)) if each.rule]
    assert len({each.rule for each in found}) == 13
    for each in found:
        assert RULES[each.rule](record, en, **each.arguments).verdict
        told = [draft(each.rule, each.arguments, record, t) for t in (en, de)]
        assert all(told), each.rule
        assert told[0] != told[1], each.rule
    assert draft("told_by", {}, record, en) == ""
