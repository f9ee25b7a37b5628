"""Colours stand in one module, and what is made of them can be read."""

import re

import matplotlib as mpl
import pytest

from pactbook import paths
from pactbook.plots import palette

PLOTS = paths.ROOT / "src" / "pactbook" / "plots"


def luminance(colour):
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_no_other_module_names_a_colour_by_its_code():
    for path in [*PLOTS.rglob("*.py"), *PLOTS.rglob("*.mplstyle")]:
        if path.name != "palette.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("colour", palette.CYCLE)
def test_a_darker_colour_can_be_read_on_white_and_writing_on_a_colour_too(colour):
    assert contrast(palette.darker(colour), palette.PAPER) > 4.5
    ink = palette.readable(colour)
    assert contrast(ink, colour) >= min(contrast(palette.INK, colour), contrast(palette.PAPER, colour))
    assert contrast(ink, colour) > 3


@pytest.mark.parametrize("colour", palette.CYCLE)
def test_a_tint_lies_between_the_colour_and_what_it_is_mixed_with(colour):
    assert luminance(colour) < luminance(palette.lighter(colour)) < luminance(palette.LAND)
    assert palette.lighter(colour, 0.0) == colour
    assert palette.lighter(colour, 1.0, palette.PAPER) == palette.PAPER
    assert luminance(colour) < luminance(palette.pale(colour)) < 1


def test_what_grows_grows_darker():
    for scale in (palette.SEQUENCE, palette.LIKENESS):
        light = [luminance(colour) for colour in scale]
        assert light == sorted(light, reverse=True)
