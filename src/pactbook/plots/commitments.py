"""What a defence tie is drawn with: the order, words, colours and widths of commitments, for every figure that shows them."""

from __future__ import annotations

from dataclasses import dataclass

from pactbook.plots import palette


@dataclass(frozen=True)
class Look:
    """How a commitment is drawn.

    Attributes
    ----------
    colour : str
        Of bars, and of lines on white.
    on_map : str
        On a map, where the lightest grey would be lost on land.
    line : float
        Width (points) of a line of a network, which lies on white, close to others: the weakest is a hair.
    arc : float
        Width of a great circle on a map, which must be seen on land and sea alike: none is a hair.
    """

    colour: str
    on_map: str
    line: float
    arc: float


# Strongest first. No figure joins two states by contacts alone: they would be as thin as the weakest tie.
COMMITMENTS = {
    "mutual_defence": Look(palette.BRICK, palette.BRICK, line=3.4, arc=3.6),
    "guarantee": Look(palette.PLUM, palette.PLUM, line=2.8, arc=3.1),
    "consultation": Look(palette.OCHRE, palette.OCHRE, line=2.2, arc=2.6),
    "cooperation": Look(palette.TEAL, palette.TEAL, line=1.2, arc=1.6),
    "industry": Look(palette.SKY, palette.SKY, line=0.6, arc=1.0),
    "contact": Look(palette.FAINT, palette.GREY, line=0.6, arc=1.0),
}
# What they are called, to be translated: literals of a dictionary are found by the search for messages.
COMMITMENT_WORDS = {
    "mutual_defence": "mutual defence",
    "guarantee": "help owed by one side",
    "consultation": "consultation if attacked",
    "cooperation": "cooperation",
    "industry": "arms and industry",
    "contact": "contacts only",
}
