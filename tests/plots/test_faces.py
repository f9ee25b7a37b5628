"""Faces for scripts: what is drawn in which, and one line for what no face has."""

import collections
import io
import json
import unicodedata
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pypdf
import pytest
import typst
from matplotlib import font_manager
from matplotlib.text import Text

from pactbook.plots import faces, style
from pactbook.plots.finish import finish
from pactbook.subjects.questions import asked

URDU = "پاکستان اور بیلاروس کا دفاعی معاہدہ ہے"
HINDI = "भारत और पाकिस्तान के बीच रक्षा समझौता"
CHINESE = "白俄罗斯与巴基斯坦防务协定"
KOREAN = "벨라루스와 파키스탄"
JAPANESE = "ベラルーシとパキスタンの防衛協定"
RARE = "龘靐"  # of no everyday writing
BURMESE = "မြန်မာ"


def warned(title, name="a name", **given):
    """Finish a figure with this title and return what was said about it."""
    texts = {"subtitle": "s", "sources": "Source: made", "alt": "made"} | given
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        finish(style.canvas(2), name=name, title=title, data=pd.DataFrame(), **texts)
    return found


@pytest.mark.parametrize(
    "title",
    [
        URDU,
        HINDI,
        CHINESE,
        KOREAN,
        JAPANESE,
        "Беларусь и Пакистан",
        "Ελλάδα",
        "Türkiye – Côte d’Ivoire ≤ 5 → 6",
        "ישראל",
    ],
)
def test_scripts_that_have_a_face_are_drawn_without_a_word(title):
    assert warned(title) == []


@pytest.mark.parametrize(
    ("title", "script", "characters"),
    [
        (RARE, "CJK", RARE),
        (BURMESE, "Myanmar", "မြန်ာ"),
        ("ไทย", "Thai", "ไทย"),
        ("🚀 test", "symbols", "🚀"),
    ],
)
def test_what_no_face_has_is_said_once_a_figure_with_its_script(title, script, characters):
    (one,) = warned(title, name="contacts")
    assert one.category is faces.MissingGlyphs
    assert str(one.message) == f"figure 'contacts': no face has {script} ({characters}): drawn as boxes"
    assert one.filename == "pactbook", "a page shows the line: it names no path of a machine"


def test_all_scripts_of_a_figure_stand_in_one_line():
    (one,) = warned(RARE, subtitle=BURMESE, sources=RARE, note="ไทย")
    assert [script in str(one.message) for script in ("CJK", "Myanmar", "Thai")] == [True] * 3


def test_text_that_a_figure_holds_already_is_read_too():
    figure = style.canvas(2)
    figure.add_axes([0, 0, 1, 1]).text(0.5, 0.5, BURMESE)
    texts = {"title": "t", "subtitle": "s", "sources": "Source: made", "alt": "made"}
    with pytest.warns(faces.MissingGlyphs, match="figure 'k': no face has Myanmar"):
        finish(figure, name="k", data=pd.DataFrame(), **texts)


def test_measuring_a_text_warns_of_nothing():
    with warnings.catch_warnings(), style.look():
        warnings.simplefilter("error", faces.MissingGlyphs)
        assert style.text_width(style.canvas(1), BURMESE) > 0.2


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_word_keeps_its_face(weight):
    """Every letter of a script comes from the first face of the family that has any of it."""
    faces.register()
    charmaps = []
    for name in faces.FAMILY:
        face = font_manager.FontProperties(family=[name], weight=weight)
        charmaps.append(font_manager.get_font(font_manager.findfont(face, fallback_to_default=False)).get_charmap())
    for text in (URDU, HINDI, CHINESE, KOREAN, JAPANESE):
        first = {next(n for n, known in enumerate(charmaps) if ord(c) in known) for c in text if c != " "}
        assert len(first) == 1, text


def test_a_bold_title_in_a_face_of_one_weight_is_no_failure(caplog):
    with style.look():
        style.text_width(style.canvas(1), HINDI, fontweight="bold")
    assert "findfont" not in caplog.text


def test_our_faces_come_before_those_of_the_machine(tmp_path):
    style.canvas(1)
    for weight, name in (("normal", "SourceSansPro-Regular.otf"), ("bold", "SourceSansPro-Bold.ttf")):
        face = font_manager.FontProperties(family=["Source Sans Pro"], weight=weight)
        assert font_manager.findfont(face).endswith(name)
    ours = {entry.name for entry in font_manager.fontManager.ttflist[:8]}
    assert ours == set(faces.FAMILY) - {"DejaVu Sans"}
    assert "font.family" not in mpl.rcParams or mpl.rcParams["font.family"] != list(faces.FAMILY)


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("language", sorted(asked.phrases()))
def test_every_word_of_a_query_has_a_face(language, weight):
    words = " ".join(asked.words(language))
    assert faces.lacking([Text(text=words, weight=weight)]) == {}


@pytest.mark.slow
def test_every_word_of_a_query_is_set_on_paper_in_the_face_that_has_it(tmp_path):
    words = "\n\n".join(asked.words())
    source = tmp_path / "words.typ"
    (tmp_path / "words.json").write_text(json.dumps(words), encoding="utf-8")
    source.write_text(f'#set text(font: ({", ".join(map(json.dumps, faces.FAMILY))}))\n#json("words.json")')
    paper = typst.compile(str(source), font_paths=faces.folders(), ignore_system_fonts=True)
    set_in = collections.defaultdict(set)
    for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
        page.extract_text(visitor_text=lambda text, _, __, font, ___: set_in[_name(font)].update(text))
    scripts = {
        name: {unicodedata.name(letter).split()[0] for letter in letters if unicodedata.category(letter) == "Lo"}
        for name, letters in set_in.items()
    }
    assert scripts["NotoSansCJKsc-Regular"] >= {"CJK", "HANGUL", "KATAKANA"}
    assert scripts["DejaVuSans"] >= {"HEBREW"}
    assert scripts["NotoSansArabic-Regular"] == {"ARABIC"}
    assert {name for name in set_in if name} == {
        "SourceSansPro-Regular", "NotoSansArabic-Regular", "NotoSansDevanagari-Regular", "NotoSansCJKsc-Regular", "DejaVuSans",
    }  # fmt: skip
    assert scripts["SourceSansPro-Regular"] <= {"FEMININE", "MASCULINE"}, "what no face has is a box of the first"


def _name(font):
    """Return the name of a face in a PDF, without the mark of its part and how it is encoded."""
    return str(font["/BaseFont"]).split("+")[-1].removesuffix("-Identity-H") if font else ""


def test_what_the_package_carries_is_small_and_has_its_licence():
    assert faces.CARRIED.stat().st_size < 2e6
    assert "SIL OPEN FONT LICENSE" in faces.CARRIED.with_name("OFL.txt").read_text(encoding="utf-8")


def ink(text):
    """Return the columns of ink of a text as drawn, from left to right."""
    figure = style.canvas(0.6, across=4)
    with style.look():
        figure.text(0.05, 0.4, text, fontsize=24)
        figure.canvas.draw()
    dark = np.asarray(figure.canvas.buffer_rgba())[..., 0] < 128
    return dark[:, dark.any(axis=0)]


def test_urdu_is_joined_and_runs_from_right_to_left():
    word, letters = ink("پاکستان"), ink("\u200c".join("پاکستان"))
    assert word.shape[1] < letters.shape[1], "joined letters are narrower than those that stand alone"
    # Alif, a stroke as high as the line, begins the word: it stands at its right end, tah at the left.
    first = ink("ادب")
    assert first[:, -4:].any(axis=1).sum() > first[:, :4].any(axis=1).sum()
