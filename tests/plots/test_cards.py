"""The card of an exhibit: its size, its words and its bars."""

import itertools

import pytest
from matplotlib.text import Text

from pactbook.plots import cards, palette
from pactbook.plots.cards import Bar


def drawn(count=4, title="A title", subtitle="A subtitle", foot="Source: somebody"):
    shown = [Bar(f"What bar {number} is of", 10 - number, f"{10 - number} of 30") for number in range(count)]
    return cards.bars(shown, title, subtitle, foot)


def texts(card):
    return [*card.texts, *(text for axes in card.axes for text in axes.texts)]


@pytest.mark.slow
@pytest.mark.parametrize("words", [1, 12, 150])
@pytest.mark.parametrize("count", [1, 6, 9])
def test_no_word_of_a_card_meets_another_or_leaves_it(words, count):
    card = drawn(count, "title " * words, "subtitle " * words, "source " * words)
    card.canvas.draw()
    boxes = [Text.get_window_extent(text, card.canvas.get_renderer()) for text in texts(card)]
    assert not any(one.overlaps(two) for one, two in itertools.combinations(boxes, 2))
    assert all(box.x0 >= 0 and box.x1 <= 1200 and box.y0 >= 0 and box.y1 <= 630 for box in boxes)


@pytest.mark.slow
def test_words_wider_than_a_card_stay_on_it():
    card = cards.bars([Bar("W" * 500, 1, "W" * 500), Bar("b", 2, "2")], "T" * 5000, "S" * 500, "F" * 500)
    card.canvas.draw()
    boxes = [Text.get_window_extent(text, card.canvas.get_renderer()) for text in texts(card)]
    assert not any(one.overlaps(two) for one, two in itertools.combinations(boxes, 2))
    assert all(box.x0 >= 0 and box.x1 <= 1200 and box.y0 >= 0 and box.y1 <= 630 for box in boxes)


def test_the_first_six_bars_are_as_long_as_their_values():
    (axes,) = drawn(9).axes
    assert [bar.get_width() for bar in axes.patches] == [10, 9, 8, 7, 6, 5]
    assert axes.get_xlim() == (0, 10)


def test_type_can_be_read_at_half_the_size():
    sizes = {text.get_text(): text.get_fontsize() for text in texts(drawn())}
    assert sizes["10 of 30"] >= 14 and sizes["What bar 0 is of"] >= 14 and sizes["A title"] >= 20
    assert min(sizes.values()) * cards.DPI / 72 / 2 >= 9, "pixels of the smallest letters where a feed shows 600 across"


def test_a_bar_has_its_colour():
    card = cards.bars([Bar("a", 1, "1", palette.BRICK), Bar("b", 0, "0")], "t", "s", "f")
    (axes,) = card.axes
    assert [text.get_text() for text in axes.texts] == ["a", "1", "b", "0"]


def test_words_are_counted_and_what_has_no_room_is_told_together(en):
    words = [letter for n, letter in enumerate("abcdefgh") for _ in range(9 - n)]
    bars = cards.counted(words, en)
    assert [(bar.name, bar.value) for bar in bars] == [
        ("a", 9), ("b", 8), ("c", 7), ("d", 6), ("e", 5), ("all others", 4 + 3 + 2)
    ]  # fmt: skip
    assert sum(bar.value for bar in bars) == len(words)
    assert [bar.name for bar in cards.counted("abcdef", en)] == list("abcdef")
    assert cards.counted([], en) == ()
