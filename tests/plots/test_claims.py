"""Statements of fact under their verdicts, and bars of what outlets tell."""

import itertools

import pandas as pd
import pytest
from matplotlib.text import Text

from pactbook.plots import claims, palette
from pactbook.subjects import article

ORDER = ("supported", "partly", "contradicted", "not_established")
WORDS = {name: name.capitalize() for name in ORDER}


def facts(
    *verdicts, claim="A claim that is told in a line or, where it is longer than its column, in two lines or more"
):
    rows = [(number, f"{claim} {number}", verdict) for number, verdict in enumerate(verdicts, start=1)]
    return pd.DataFrame(rows, columns=["number", "claim", "verdict"])


def body(figure):
    return next(axes for axes in figure.axes if axes.get_label() != "legend")


def told(figure):
    return [text.get_text().replace("\n", " ") for text in body(figure).texts]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 7, 60])
def test_every_claim_is_printed_whole_and_none_meets_another(en, count):
    frame = facts(*(ORDER[number * len(ORDER) // count] for number in range(count)))
    figure = claims.verdicts(frame, ORDER, WORDS, en)
    figure.canvas.draw()
    assert set(frame.claim) <= set(told(figure))
    boxes = [Text.get_window_extent(text, figure.canvas.get_renderer()) for text in body(figure).texts]
    assert not any(one.overlaps(two) for one, two in itertools.combinations(boxes, 2))
    frame = body(figure).get_window_extent()
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in boxes)


def test_claims_stand_under_their_verdict_in_its_order_and_colour(en):
    figure = claims.verdicts(facts("contradicted", "supported", "contradicted"), ORDER, WORDS, en)
    texts = told(figure)
    assert [text for text in texts if ":" in text] == ["Supported: 1", "Contradicted: 2"]
    assert [text for text in texts if text.isdigit()] == ["2", "1", "3"]
    faces = [text.get_bbox_patch().get_facecolor() for text in body(figure).texts if text.get_text().isdigit()]
    assert faces[1] == faces[2] != faces[0]


def test_a_number_can_be_read_on_its_colour(en):
    figure = claims.verdicts(facts(*ORDER), ORDER, WORDS, en)
    for text in body(figure).texts:
        if text.get_text().isdigit():
            assert text.get_color() == palette.readable(text.get_bbox_patch().get_facecolor())


def test_no_claim_says_so(en):
    assert told(claims.verdicts(facts(), ORDER, WORDS, en)) == ["No claim on record"]


def outlets(*rows):
    return pd.DataFrame(rows, columns=["publisher", "mentions", "own"])


def test_a_bar_counts_publishers_once_and_tells_own_texts_apart(en):
    frame = outlets(
        ("A", ("arms", "labour"), True), ("A", ("arms",), False), ("B", ("arms",), False), ("C", ("labour",), True)
    )
    figure = claims.mentions(article.mentioned_by(frame, en), frame.publisher.nunique(), en)
    assert told(figure) == ["arms", "2 of 3", "labour", "2 of 3"]
    assert [bar.get_width() for bar in body(figure).patches] == [1, 1, 2, 0]
    assert body(figure).get_xlim() == (0, 3)


def test_no_report_says_so(en):
    assert told(claims.mentions(article.mentioned_by(outlets(), en), 0, en)) == ["No report on record"]
