"""A figure for a phone: as wide as one, and no letter too small on it."""

import matplotlib.image
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from pactbook.plots import bundle, cards, labels, palette, phones, style

WORDS = ("A title that needs two lines of a phone", "Unit, period, place", "Source: somebody", "A note.")


def test_bars_stand_under_their_names(legible):
    bars = [cards.Bar("A name that is longer than a phone is wide, and then some more words", 4, "4"),
            cards.Bar("b", 2, "2", "#ff0000"), cards.Bar("none", 0, "0")]  # fmt: skip
    figure = phones.figure(lambda: phones.simple(bars), *WORDS)
    legible(figure)
    (axes,) = figure.axes
    long, half, none = (patch.get_width() for patch in axes.patches)
    assert long == pytest.approx(2 * half) and none == 0


def test_a_body_that_cannot_be_drawn_so_narrow_is_made_smaller():
    figure = style.canvas(2)
    figure.add_axes([0, 0, 1, 1]).set_facecolor("black")
    about = {"title": "t", "alt": "a", "sources": "s", "receipt": "", "name": "n", "parameters": {}, "cited": []}
    image = cards.Image(bundle.png(figure, about, 100), 100, 0.5, 0.5)
    assert image.body().shape[:2] == (100, 1100)
    narrow = phones.figure(lambda: phones.smaller(image), *WORDS)
    assert narrow.get_size_inches()[0] == style.NARROW


def test_a_small_patch_keeps_its_colour_when_colours_are_reduced(tmp_path):
    figure = style.canvas(3)
    axes = figure.add_axes([0, 0, 1, 1])
    axes.imshow(np.add.outer(np.arange(300), np.arange(300)), cmap="viridis", interpolation="bilinear", aspect="auto")
    axes.add_patch(Rectangle((2, 2), 8, 20, color=palette.BRICK))
    about = {"title": "t", "alt": "a", "sources": "s", "receipt": "", "name": "n", "parameters": {}, "cited": []}
    whole, reduced = (bundle.png(figure, about, 60, small) for small in (False, True))
    assert len(reduced) < len(whole)
    (tmp_path / "r.png").write_bytes(reduced)
    pixels = matplotlib.image.imread(tmp_path / "r.png")[..., :3] * 255
    brick = np.array([int(palette.BRICK[at : at + 2], 16) for at in (1, 3, 5)])
    assert (np.abs(pixels - brick).max(axis=-1) <= 8).sum() > 50


def test_an_entry_wider_than_the_key_is_broken():
    with style.for_phones():
        figure = style.canvas(1)
    long = labels.Entry(
        "Shaheen-I, Babur-1, Babur-2 and Fatah-IV and others", "750 km; quoted 500–900", labels.swatch("red")
    )
    laid = labels.rows(
        figure, [labels.Entry("a", draw=labels.dot("red")), long, labels.Entry("b", draw=labels.dot("red"))]
    )
    room = style.NARROW - 2 * 0.22
    assert len(laid) == 5 and all(len(row) == 1 for row in laid)
    for ((entry, at),) in laid:
        assert at + style.text_width(figure, entry.text, fontsize=style.TEXT) <= room
    assert " ".join(entry.text for ((entry, _),) in laid[1:4]) == f"{long.text} {long.count}"


def test_only_what_is_drawn_for_phones_is_narrow():
    with style.for_phones():
        assert style.is_narrow() and style.canvas(1).get_size_inches()[0] == style.NARROW
    assert not style.is_narrow() and style.canvas(1).get_size_inches()[0] == style.WIDTH
