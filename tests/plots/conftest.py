"""What tests of figures share."""

import pytest
from matplotlib.text import Text


@pytest.fixture(scope="session")
def overlaps():
    """Return a function that gives the pairs of level labels of an axes that overlap as drawn."""

    def pairs(axes):
        axes.figure.canvas.draw()
        renderer = axes.figure.canvas.get_renderer()
        level = [text for text in axes.texts if text.get_text() and text.get_rotation() in (0, 90)]
        boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in level]
        return [(a, b) for i, (a, one) in enumerate(boxes) for b, two in boxes[i + 1 :] if one.overlaps(two)]

    return pairs
