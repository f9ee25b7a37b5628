# ruff: noqa: E501 (one row a line)
"""A whole article: files, sentences, speakers, language."""

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.errors import UserError
from pactbook.texts import read
from pactbook.texts.article import split
from pactbook.texts.files import of_bytes, of_lines
from pactbook.texts.speech import quotations, speaker, speeches

MADE_UP = {
    "en": "Fiji and Iceland signed a defence memorandum on 9 September 2022. “It binds nobody who does not want it,” said Anna Berg.",
    "de": "Fidschi und Island haben am 9. September 2022 eine Vereinbarung über Verteidigung unterzeichnet. „Sie bindet niemanden“, sagte Anna Berg.",
    "fr": "Les Fidji et l’Islande ont signé le 9 septembre 2022 un accord de défense. « Il ne lie personne », a déclaré Anna Berg.",
    "ru": "Фиджи и Исландия подписали соглашение об обороне 9 сентября 2022 года. «Оно никого не связывает», — заявила министр, сказал Иван Петров.",
    "tr": "Fiji ile İzlanda 9 Eylül 2022'de savunma anlaşması imzaladı. Bakan Anna Berg \"Bu kimseyi bağlamaz\" dedi.",
    "es": "Fiyi e Islandia firmaron el 9 de septiembre de 2022 un acuerdo de defensa. «No obliga a nadie», dijo Anna Berg.",
    "ur": "فجی اور آئس لینڈ نے 9 ستمبر 2022 کو دفاعی معاہدے پر دستخط کیے۔ وزیر خارجہ نے کہا کہ یہ کسی کو پابند نہیں کرتا۔",
}  # fmt: skip


@pytest.mark.slow  # the model of languages is read
@pytest.mark.parametrize("language", MADE_UP)
def test_a_text_in_each_of_seven_languages_tells_language_states_day_and_what_it_is_about(language):
    article = read(of_lines([MADE_UP[language]]))
    assert article.language == language
    assert set(article.states) == {"FJI", "ISL"}
    assert article.dates == ("2022-09-09",)
    first, second = article.sentences
    assert {"sign", "document"} <= first.cues
    assert "say" in second.cues
    assert second.speaker.split()[-1] in {"Berg", "Петров", "خارجہ"}


@pytest.mark.slow
def test_a_surname_stands_for_the_name_that_was_given_in_full():
    article = read(
        of_lines(["The deal is new, said John van Doe.", "It binds nobody, Doe said on Monday.", "He left."])
    )
    assert [one.speaker for one in article.sentences] == ["John van Doe", "John van Doe", ""]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("„Gut“, sagte Anna Maria Berg, die aus Norwegen kommt.", "de", "Anna Maria Berg"),
        ("Dr. Otto Kern, ein Kenner, erklärte, dass das Abkommen Teil eines Plans sei.", "de", "Dr. Otto Kern"),
        ("“We go on,” he said of “John Doe and Sons”.", "en", ""),
        ("The treaty with Saudi Arabia was signed.", "en", ""),
    ],
)
def test_a_speaker_stands_beside_a_verb_of_saying_and_outside_quotations(text, language, name):
    assert speaker(text, language, (), {"das", "ein", "the"}) == name


def test_a_word_in_quotation_marks_is_no_speech():
    assert speeches('a “model” for „drei ganze Wörter“ and "so on and on"') == ["drei ganze Wörter", "so on and on"]


@settings(max_examples=60)
@given(st.text(alphabet='aA„“”"‘’«». \n', max_size=60))
def test_any_text_has_quotations_that_do_not_overlap(text):
    spans = quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_sentences_end_where_the_language_ends_them():
    assert split("Am 3. Mai kam Dr. Berg. Er ging.", "de") == ["Am 3. Mai kam Dr. Berg.", "Er ging."]
    assert split("M. Petit a signé. Fin du jour.", "fr") == ["M. Petit a signé.", "Fin du jour."]
    assert len(split("یہ پہلا ہے۔یہ دوسرا ہے۔", "ur")) == 2


# --------------------------------------------------------------------------------------------------------- files

HTML = """<html><head><title>Two states sign - The Post</title><meta property="og:site_name" content="The Post"/>
<meta property="article:published_time" content="2022-09-10T10:00:00Z"/><link rel="canonical" href="https://post.example/a"/></head>
<body><nav><a href="/">Home</a></nav><article><h1>Two states sign</h1><p>Fiji and Iceland signed a memorandum on defence on
Friday, in the presence of both ministers and of a large delegation from Suva.</p><p>“It binds nobody who does not want to be bound,”
said Anna Berg, who has followed the matter for a long time.</p></article><footer>All rights reserved</footer></body></html>"""


@pytest.mark.slow
def test_a_web_page_gives_its_text_and_what_it_says_of_itself():
    page = of_bytes(HTML.encode(), "page.html")
    assert (page.title, page.outlet, page.url, page.published) == (
        "Two states sign",
        "The Post",
        "https://post.example/a",
        "2022-09-10",
    )
    assert len(page.paragraphs) == 2
    assert not any("Home" in one or "rights" in one for one in page.paragraphs)
    assert read(page).dates == ("2022-09-09",)  # Friday


@pytest.mark.slow
def test_a_pdf_gives_its_text():
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 10 150 Td (Fiji and Iceland signed a memo-) Tj 0 -20 Td (randum in Suva.) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    assert of_bytes(out.getvalue(), "page.pdf").paragraphs == ("Fiji and Iceland signed a memorandum in Suva.",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b"\xff\xfe", "a.txt", "not UTF-8"),
        (b" \n", "a.txt", "no text was found"),
        (b"%PDF-1.4 broken", "a.pdf", "not readable as PDF"),
        (b"<html></html>", "a.html", "no text was found"),
    ],
)
def test_what_holds_no_text_is_refused(raw, name, told):
    with pytest.raises(UserError, match=told):
        of_bytes(raw, name)


@pytest.mark.slow
def test_lines_before_a_plain_text_tell_title_address_and_day():
    page = of_lines(
        ["Two states sign", "https://post.example/a", "10 September 2022", "Fiji signed on Friday. It is new."]
    )
    assert (page.title, page.url, page.head) == ("Two states sign", "https://post.example/a", "10 September 2022")
    assert read(page).published == "2022-09-10"
    assert of_lines(["It is new. It is here."]).title == ""


def test_a_line_that_an_editor_broke_within_a_sentence_is_whole():
    lines = ["It is new.", "Fiji signed a", "treaty. It is here.", "Fiji is new."]
    assert of_lines(lines).paragraphs == ("It is new.", "Fiji signed a treaty. It is here.", "Fiji is new.")
