"""What leaves a figure: files that are small and keep what they show."""

import re

import numpy as np
import pytest

from pactbook.plots import finish

NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


def test_a_shortened_drawing_keeps_its_points():
    path = b'<path d="M 152.083512 151.5 \nL -3.999999 0.004999 \nQ 1.5 2 3 4.25 \nz\nM 7 8 \n" style="fill: #fff"/>'
    text = b'<text x="1.23456">a M 1.23456 b</text>'
    found = finish._shortened(path + text)
    assert found.endswith(text), "only paths change"
    assert len(found) < len(path + text) - 15
    before, after = (list(map(float, NUMBER.findall(re.search(rb' d="([^"]*)"', one)[1]))) for one in (path, found))
    assert np.allclose(before, after, atol=0.01)
    assert re.findall(rb"[MLQz]", re.search(rb' d="([^"]*)"', found)[1]) == [b"M", b"L", b"Q", b"z", b"M"]


@pytest.mark.parametrize("empty", [b"", b"<svg/>", b'<path d=""/>'])
def test_nothing_stays_nothing(empty):
    assert finish._shortened(empty) == empty
