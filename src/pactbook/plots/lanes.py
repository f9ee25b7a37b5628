"""Lanes for texts that hang from stems: which lane each takes so that it meets neither a text nor a stem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar


@dataclass
class Hung:
    """A text of some width that hangs from a stem at `x`, to its left or right; `lane` counts from the axis on.

    Attributes
    ----------
    x, width : float
        In any unit, the same for all.
    left : bool
        Whether the text ends at the stem; otherwise it starts there.
    lane : int, optional
        Where it was placed; None for what has no text or found no lane.
    """

    x: float
    text: str
    width: float
    left: bool
    lane: int | None = None

    @property
    def low(self) -> float:
        """Where the text starts."""
        return self.x - self.width if self.left else self.x

    @property
    def high(self) -> float:
        """Where the text ends."""
        return self.x if self.left else self.x + self.width


H = TypeVar("H", bound=Hung)


def place(hung: Iterable[H], late: bool = False, gap: float = 0.0, most: int | None = None) -> list[H]:
    """Give each text the lowest lane that is free, and return all in the order in which they were placed.

    Texts hang towards the emptier end of the axis and are placed from that end, so that a text only blocks what was
    placed before it. Those that hang against this rule, because the axis ends, come last: they lie above the stems that
    they would meet.

    Parameters
    ----------
    hung : iterable of Hung
        The stems with their texts; an empty text takes no lane.
    late : bool
        Whether the late end is the crowded one, so that the rule is to hang to the left.
    gap : float
        What must be free between two texts, and between a text and a stem.
    most : int, optional
        How many lanes there are: a text that finds none stays without. If left out, it goes above all others.
    """
    placed: list[H] = []
    ordered = sorted(hung, key=lambda one: (_against(one, late), one.x if one.low < one.x else -one.x))
    for one in ordered:
        if one.text:
            lanes = range(len(placed) if most is None else most)
            one.lane = next((lane for lane in lanes if _free(lane, one, placed, gap)), None)
            if one.lane is None and most is None:
                one.lane = len(placed)
            if one.lane is not None:
                placed.append(one)
    return ordered


def _against(one: Hung, late: bool) -> bool:
    """Tell whether a text hangs against the rule because the axis ends."""
    return one.high > one.x if late else one.low < one.x


def _free(lane: int, one: Hung, placed: Sequence[Hung], gap: float) -> bool:
    """Tell whether a text in a lane meets no other, is run through by no stem, and has a stem that runs through none."""
    for other in placed:
        meets = other.lane == lane and one.low < other.high + gap and one.high > other.low - gap
        stabbed = other.lane > lane and one.low - gap < other.x < one.high + gap
        through = other.lane < lane and other.low - gap < one.x < other.high + gap
        if meets or stabbed or through:
            return False
    return True


def levels(places: Iterable[float], gap: float) -> list[int]:
    """Return the lowest level of each mark on which it is no nearer than `gap` to an earlier one; marks have no stems."""
    found: list[tuple[float, int]] = []
    for at in places:
        taken = {level for other, level in found if abs(at - other) < gap}
        found.append((at, next(level for level in range(len(taken) + 1) if level not in taken)))
    return [level for _, level in found]
