"""Faces for scripts: what is drawn in which, and one line for what no face has."""

import warnings

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import font_manager

from pactbook.plots import faces, style
from pactbook.plots.finish import finish

URDU = "پاکستان اور بیلاروس کا دفاعی معاہدہ ہے"
HINDI = "भारत और पाकिस्तान के बीच रक्षा समझौता"
CHINESE = "白俄罗斯与巴基斯坦防务协定"
KOREAN = "벨라루스와 파키스탄"


def warned(title, name="a name", **given):
    """Finish a figure with this title and return what was said about it."""
    texts = {"subtitle": "s", "sources": "Source: made", "alt": "made"} | given
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        finish(style.canvas(2), name=name, title=title, data=pd.DataFrame(), **texts)
    return found


@pytest.mark.parametrize(
    "title", [URDU, HINDI, "Беларусь и Пакистан", "Ελλάδα", "Türkiye – Côte d’Ivoire ≤ 5 → 6", "ישראל"]
)
def test_scripts_that_have_a_face_are_drawn_without_a_word(title):
    assert warned(title) == []


@pytest.mark.parametrize(
    ("title", "script", "characters"),
    [
        (CHINESE, "CJK", "白俄罗斯与巴基坦 …"),
        (KOREAN, "Hangul", "벨라루스와파키탄"),
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
    (one,) = warned(CHINESE, subtitle=KOREAN, sources=CHINESE, note="ไทย")
    assert [script in str(one.message) for script in ("CJK", "Hangul", "Thai")] == [True] * 3


def test_text_that_a_figure_holds_already_is_read_too():
    figure = style.canvas(2)
    figure.add_axes([0, 0, 1, 1]).text(0.5, 0.5, KOREAN)
    texts = {"title": "t", "subtitle": "s", "sources": "Source: made", "alt": "made"}
    with pytest.warns(faces.MissingGlyphs, match="figure 'k': no face has Hangul"):
        finish(figure, name="k", data=pd.DataFrame(), **texts)


def test_measuring_a_text_warns_of_nothing():
    with warnings.catch_warnings(), style.look():
        warnings.simplefilter("error", faces.MissingGlyphs)
        assert style.text_width(style.canvas(1), CHINESE) > 0.5


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_word_keeps_its_face(weight):
    """Every letter of a script comes from the first face of the family that has any of it."""
    faces.register()
    charmaps = []
    for name in faces.FAMILY:
        face = font_manager.FontProperties(family=[name], weight=weight)
        charmaps.append(font_manager.get_font(font_manager.findfont(face, fallback_to_default=False)).get_charmap())
    for text in (URDU, HINDI):
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
    ours = {entry.name for entry in font_manager.fontManager.ttflist[:6]}
    assert ours == set(faces.FAMILY) - {"DejaVu Sans"}
    assert "font.family" not in mpl.rcParams or mpl.rcParams["font.family"] != list(faces.FAMILY)
