"""What became of the claims of an article, and what outlets tell of the event."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.cards import Bar

# By what a verdict says, so that a colour keeps its meaning from article to article.
_VERDICT_COLOURS = {
    "supported": palette.TEAL,
    "supported_as_allegation": palette.SKY,
    "partly": palette.OCHRE,
    "contradicted": palette.BRICK,
}
_CLAIM = {"fontsize": 9, "color": palette.INK}
_LINE = 0.165  # inches of a line of a claim
_BETWEEN = 0.12  # inches between two claims
_HEADING = 0.36  # inches
_NUMBER = 0.5  # inches for the number of a claim
_BAR = 0.34  # inches from one bar to the next
_NAMES = 2.6  # inches for what the bars are called


@style.look()
def verdicts(facts: pd.DataFrame, order: tuple[str, ...], words: dict[str, str], t: Language) -> Figure:
    """Print statements of fact under their verdicts, each with its number in the colour of the verdict.

    Parameters
    ----------
    facts : pandas.DataFrame
        The statements of fact of one article: number, claim, verdict; may be empty.
    order : tuple of str
        The verdicts, top to bottom; those without a claim are left out.
    words : dict of str to str
        What a verdict is called.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Two columns, read one after the other; one on a phone.
    """
    probe = style.canvas(1)
    count = 1 if style.is_narrow() else 2
    wide = (style.width() - 0.5) / count
    blocks = _blocks(probe, wide, facts, [name for name in order if (facts.verdict == name).any()], words, t)
    columns = _flowed(blocks) if count > 1 else [blocks]
    high = max([1.0, *(sum(block.high for block in column) for column in columns)])
    figure, share = labels.over([], high + 0.1)
    axes = labels.body(figure, share, (0.2, 0.05, 0.3, 0.05))
    axes.set_axis_off()
    axes.set(xlim=(0, style.width() - 0.5), ylim=(high, 0))
    for place, column in enumerate(columns):
        top = 0.0
        for block in column:
            _print(axes, block, place * wide, top, wide)
            top += block.high
    if facts.empty:
        labels.nothing(axes, t("No claim on record"))
    return figure


def verdict_bars(facts: pd.DataFrame, order: tuple[str, ...], words: dict[str, str], t: Language) -> tuple[Bar, ...]:
    """Return how many statements of fact have which verdict, as the bars of a card; parameters as for `verdicts`."""
    counts = [(name, int((facts.verdict == name).sum())) for name in order]
    return tuple(
        Bar(words[name], n, t.number(n), _VERDICT_COLOURS.get(name, palette.UNTOLD)) for name, n in counts if n
    )


class _Block:
    """A heading, or a claim with its number."""

    def __init__(self, colour: str, lines: list[str], number: str = "") -> None:
        self.colour, self.lines, self.number = colour, lines, number

    @property
    def high(self) -> float:
        """Inches that it takes."""
        return _LINE * len(self.lines) + _BETWEEN if self.number else _HEADING


def _blocks(
    probe: Figure, wide: float, facts: pd.DataFrame, used: list[str], words: dict[str, str], t: Language
) -> list[_Block]:
    """Return headings and claims, broken into lines for a column of some inches."""
    found = []
    for verdict in used:
        colour = _VERDICT_COLOURS.get(verdict, palette.UNTOLD)
        own = facts[facts.verdict == verdict]
        found.append(_Block(colour, [f"{words[verdict]}: {t.number(len(own))}"]))
        for number, claim in zip(own.number, own.claim, strict=True):
            lines = style.wrap(probe, claim, wide - _NUMBER - 0.25, **_CLAIM)
            found.append(_Block(colour, lines, t.number(int(number))))
    return found


def _flowed(blocks: list[_Block]) -> list[list[_Block]]:
    """Break the blocks into two columns of about the same height; a heading stays with its first claim."""
    ends = np.cumsum([block.high for block in blocks])
    half = ends[-1] / 2 if len(ends) else 0.0
    cut = int(np.searchsorted(ends, half)) + 1
    while 1 < cut < len(blocks) and not blocks[cut - 1].number:
        cut -= 1
    return [blocks[:cut], blocks[cut:]]


def _print(axes: Axes, block: _Block, left: float, top: float, wide: float) -> None:
    if not block.number:
        axes.text(left, top + _HEADING - 0.1, block.lines[0], va="bottom", fontsize=11, fontweight="bold")
        axes.plot([left, left + wide - 0.25], [top + _HEADING - 0.07] * 2, color=block.colour, linewidth=2)
        return
    middle = top + block.high / 2
    box = {"boxstyle": "round,pad=0.25", "facecolor": block.colour, "edgecolor": "none"}
    look = {"ha": "center", "va": "center", "fontsize": 9, "fontweight": "bold"}
    axes.text(left + 0.2, middle, block.number, color=palette.readable(block.colour), bbox=box, **look)
    axes.text(left + _NUMBER, middle, "\n".join(block.lines), va="center", linespacing=1.15, **_CLAIM)


@style.look()
def mentions(counts: pd.DataFrame, everyone: int, t: Language) -> Figure:
    """Draw how many publishers mention what, those with a text of their own apart.

    Parameters
    ----------
    counts : pandas.DataFrame
        As `pactbook.subjects.article.mentioned_by` gives it; may be empty.
    everyone : int
        All publishers that mention anything.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        One bar each, on a scale that ends at `everyone`.
    """
    own_text, others_text = palette.TEAL, palette.lighter(palette.TEAL, paper=palette.PAPER)
    entries = [
        labels.Entry(t("text of its own"), draw=labels.swatch(own_text)),
        labels.Entry(t("text of an agency or another outlet"), draw=labels.swatch(others_text)),
    ]
    figure, share = labels.over(entries, max(1.2, 0.2 + _BAR * len(counts)))
    axes = labels.body(figure, share, (_NAMES, 0.1, 1.1, 0.0))
    axes.set_axis_off()
    axes.set(xlim=(0, max(1, everyone)), ylim=(len(counts) - 0.4, -0.6))
    for row, (own, bar) in enumerate(zip(counts.own, mention_bars(counts, everyone, t), strict=True)):
        axes.barh(row, own, height=0.6, color=own_text)
        axes.barh(row, bar.value - own, left=own, height=0.6, color=others_text)
        axes.text(-0.02 * everyone, row, bar.name, ha="right", va="center_baseline", fontsize=style.TEXT)
        end = {"va": "center_baseline", "fontsize": style.TEXT, "color": palette.GREY}
        axes.text(bar.value + 0.01 * everyone, row, bar.told, **end)
    if counts.empty:
        labels.nothing(axes, t("No report on record"))
    return figure


def mention_bars(counts: pd.DataFrame, everyone: int, t: Language) -> tuple[Bar, ...]:
    """Return how many publishers mention what, as the bars of a card; parameters as for `mentions`."""
    told = zip(counts.word, counts.publishers, strict=True)
    return tuple(Bar(word, int(n), t("{n} of {all}", n=t.number(int(n)), all=t.number(everyone))) for word, n in told)
