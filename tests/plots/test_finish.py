"""What leaves a figure: files that are small and keep what they show."""

import re

import matplotlib.image
import numpy as np
import pandas as pd
import PIL.Image
import pytest
from matplotlib.patches import Rectangle

from pactbook.plots import bundle, finish, style
from pactbook.plots.cards import Bar

NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


def test_a_shortened_drawing_keeps_its_points():
    path = b'<path d="M 152.083512 151.5 \nL -3.999999 0.004999 \nQ 1.5 2 3 4.25 \nz\nM 7 8 \n" style="fill: #fff"/>'
    text = b'<text x="1.23456">a M 1.23456 b</text>'
    found = bundle.shortened(path + text)
    assert found.endswith(text), "only paths change"
    assert len(found) < len(path + text) - 15
    before, after = (list(map(float, NUMBER.findall(re.search(rb' d="([^"]*)"', one)[1]))) for one in (path, found))
    assert np.allclose(before, after, atol=0.01)
    assert re.findall(rb"[MLQz]", re.search(rb' d="([^"]*)"', found)[1]) == [b"M", b"L", b"Q", b"z", b"M"]


@pytest.mark.parametrize("empty", [b"", b"<svg/>", b'<path d=""/>'])
def test_nothing_stays_nothing(empty):
    assert bundle.shortened(empty) == empty


@pytest.fixture
def made(tmp_path):
    """Finish a figure of some height with a black body and return its files by ending."""

    def make(height, title="A title that is long enough to wrap beside a picture that is tall", bars=()):
        figure = style.canvas(height)
        axes = figure.add_axes([0, 0, 1, 1])
        axes.add_patch(Rectangle((0, 0), 1, 1, color="black"))
        axes.set_axis_off()
        texts = {
            "title": title,
            "subtitle": "Unit, place, period",
            "sources": "Source: somebody",
            "alt": "A black box.",
        }
        done = finish.finish(figure, name="a box", data=pd.DataFrame({"x": [1]}), folder=tmp_path, bars=bars, **texts)
        return {"".join(path.suffixes): path for path in done.files}

    return make


def words(pixels):
    return (pixels[..., :3].max(axis=-1) < 0.35).mean()


def dark(pixels):
    return (pixels[..., :3].max(axis=-1) < 0.05).mean()


@pytest.mark.slow
@pytest.mark.parametrize("height", [2, 4, 9])
def test_a_card_has_its_size_and_shows_the_body(made, height):
    pixels = matplotlib.image.imread(made(height)[".card.png"])
    assert pixels.shape[:2] == (630, 1200)
    assert dark(pixels) > 0.15


def test_a_card_with_bars_shows_them_in_place_of_the_figure(made):
    pixels = matplotlib.image.imread(made(9, bars=[Bar("what", 2, "2", "#ff0000")])[".card.png"])
    assert pixels.shape[:2] == (630, 1200)
    assert dark(pixels) == 0, "no body"
    assert (pixels[..., :3] == (1, 0, 0)).all(axis=-1).mean() > 0.03


@pytest.mark.slow
def test_the_card_of_a_tall_figure_has_its_title_beside_the_body(made):
    tall, wide = (matplotlib.image.imread(made(height)[".card.png"]) for height in (9, 3))
    column = slice(0, 380)
    assert dark(tall[:, column]) == 0, "no body"
    assert words(tall[:, column]) > 0.01
    assert dark(tall[:, 600:]) > 0.4
    assert dark(wide[:, column]) > 0.3, "the body fills a wide card"


@pytest.mark.slow
def test_a_long_title_ends_before_the_foot_of_the_card(made):
    pixels = matplotlib.image.imread(made(9, title="word " * 120)[".card.png"])
    assert words(pixels[490:570, :380]) == 0


def test_a_picture_names_its_title_and_licence(made):
    files = made(3)
    about = PIL.Image.open(files[".png"]).info
    assert about["Title"].startswith("A title")
    assert about["Copyright"] == "CC BY 4.0"
    assert about["Source"] == "Source: somebody"
    assert b"A black box." in files[".svg"].read_bytes()


def test_a_picture_says_who_says_so_and_under_which_licence(made):
    figure = style.canvas(1)
    texts = {"title": "t", "subtitle": "s", "sources": "Source: somebody", "alt": "a"}
    finish.finish(figure, name="one", data=pd.DataFrame(), **texts)
    drawn = [text for text in figure.texts if "Source: somebody" in text.get_text()]
    assert [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in drawn] == ["Source: somebody · CC BY 4.0"]
    assert drawn[0].get_fontsize() >= 9


def test_a_page_takes_a_figure_with_its_alternative_its_source_and_its_licence(made):
    files = made(3, title='A "title" & <more>')
    page = files[".embed.html"].read_text(encoding="utf-8")
    assert 'alt="A black box."' in page
    assert "A &quot;title&quot; &amp; &lt;more&gt;. Source: somebody." in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    for end in (".png", ".narrow.png"):
        (width, height) = re.search(rf'"a-box{re.escape(end)}" width="(\d+)" height="(\d+)"', page).groups()
        assert PIL.Image.open(files[end]).size == (int(width), int(height)), end


def test_the_same_figure_has_the_same_bytes(made):
    first = {end: path.read_bytes() for end, path in made(3).items()}
    assert {end: path.read_bytes() for end, path in made(3).items()} == first
