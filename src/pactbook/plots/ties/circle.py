"""Two states, their partners, and which of them they share."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from pactbook.locale import Language
from pactbook.plots import labels, palette, style
from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS

_STEPS = {"a": 0.19, "both": 0.34, "b": 0.19}  # inches from one name to the next
_MOST = 40  # names in one column
_ENDS = (3.7, 7.3)  # inches: where the two states stand
_COLUMNS = {"a": 1.95, "both": 5.5, "b": 9.05}  # inches: where the names stand


@style.look()
def neighbourhood(partners: pd.DataFrame, a: str, b: str, tie: str, t: Language) -> Figure:
    """Draw two states, their partners on the outside, and between them the partners that they share.

    Parameters
    ----------
    partners : pandas.DataFrame
        As `pactbook.subjects.networks.neighbourhood` gives it: partner, with_a, with_b; may be empty.
    a, b : str
        The two states, ISO 3166-1 alpha-3.
    tie : str
        The strongest commitment between the two; empty where they have none.
    t : Language
        Language of the labels.

    Returns
    -------
    matplotlib.figure.Figure
        Lines are coloured by the strongest commitment; the partners of a column stand in the order of the alphabet.
    """
    groups = {
        "a": partners[(partners.with_a != "") & (partners.with_b == "")],
        "both": partners[(partners.with_a != "") & (partners.with_b != "")],
        "b": partners[(partners.with_a == "") & (partners.with_b != "")],
    }
    hidden = {name: max(0, len(group) - _MOST) for name, group in groups.items()}
    groups = {name: _by_name(group.head(_MOST), t) for name, group in groups.items()}
    places = {name: _places(group.partner, name) for name, group in groups.items()}
    top = max([0.3, *(y for _, y in places["both"].values())]) + 0.38
    half = max([0.8, *(abs(y) for spots in places.values() for _, y in spots.values()), top - 0.2 if tie else 0]) + 0.3
    figure, share = labels.over(_entries(partners, tie, t), 2 * half)
    axes = labels.body(figure, share, (0, 0, 0, 0))
    axes.set(xlim=(0, style.WIDTH), ylim=(-half, half))
    axes.set_axis_off()
    homes = {"with_a": (_ENDS[0], 0.0), "with_b": (_ENDS[1], 0.0)}
    if tie:
        _own_tie(axes, tie, top)
    for name, group in groups.items():
        for row in group.itertuples():
            for column, home in homes.items():
                if commitment := getattr(row, column):
                    _line(axes, home, places[name][row.partner], COMMITMENTS[commitment].colour)
    for name, group in groups.items():
        for row in group.itertuples():
            _partner(axes, places[name][row.partner], row, name, t)
    for name, count in hidden.items():
        if count:
            more = t.plural("+ {n} more", "+ {n} more", count)
            axes.text(_COLUMNS[name], -half + 0.08, more, ha="center", color=palette.GREY, fontsize=style.SMALL)
    for state, home in zip((a, b), homes.values(), strict=True):
        _home(axes, home, t.country(state))
    return figure


def _by_name(group: pd.DataFrame, t: Language) -> pd.DataFrame:
    return group.sort_values("partner", key=lambda codes: codes.map(t.country), kind="stable")


def _entries(partners: pd.DataFrame, tie: str, t: Language) -> list[labels.Entry]:
    used = {tie, *partners.with_a, *partners.with_b}
    return [
        labels.Entry(t(COMMITMENT_WORDS[name]), draw=labels.line(one.colour, 2.4))
        for name, one in COMMITMENTS.items()
        if name in used
    ]


def _places(names: pd.Series, group: str) -> dict[str, tuple[float, float]]:
    """Return where each name of a column stands, centred on the line between the two states."""
    return {name: (_COLUMNS[group], _STEPS[group] * ((len(names) - 1) / 2 - row)) for row, name in enumerate(names)}


def _line(axes: Axes, home: tuple[float, float], spot: tuple[float, float], colour: str) -> None:
    """Draw a line that leaves the state level and reaches the partner level."""
    middle = (home[0] + spot[0]) / 2
    curve = Path([home, (middle, home[1]), (middle, spot[1]), spot], [Path.MOVETO, *[Path.CURVE4] * 3])
    axes.add_patch(PathPatch(curve, facecolor="none", edgecolor=colour, linewidth=1.3, alpha=0.75, zorder=2))


def _own_tie(axes: Axes, tie: str, top: float) -> None:
    """Draw the tie of the two states itself, in an arc over the partners that they share."""
    curve = Path(
        [(_ENDS[0], 0), (_ENDS[0], top), (_ENDS[0] + 0.4, top), (_ENDS[0] + 0.8, top), (_ENDS[1] - 0.8, top), (_ENDS[1] - 0.4, top),
         (_ENDS[1], top), (_ENDS[1], 0)],
        [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3],
    )  # fmt: skip
    axes.add_patch(PathPatch(curve, facecolor="none", edgecolor=COMMITMENTS[tie].colour, linewidth=3.4, zorder=1))


def _partner(axes: Axes, spot: tuple[float, float], row: object, group: str, t: Language) -> None:
    axes.plot(*spot, "o", markersize=6.5, color=palette.GREY, markeredgecolor=palette.PAPER, zorder=4)
    align, shift = {"a": ("right", (-7, 0)), "b": ("left", (7, 0)), "both": ("center", (0, 8))}[group]
    axes.annotate(
        t.country(row.partner),
        spot,
        xytext=shift,
        textcoords="offset points",
        ha=align,
        va="center_baseline",
        fontsize=style.SMALL,
        path_effects=style.halo(),
        zorder=5,
    )


def _home(axes: Axes, home: tuple[float, float], name: str) -> None:
    axes.plot(
        *home, "o", markersize=15, color=palette.INK, markeredgecolor=palette.PAPER, markeredgewidth=1.5, zorder=6
    )
    axes.annotate(
        name,
        home,
        xytext=(0, -17),
        textcoords="offset points",
        ha="center",
        va="center_baseline",
        fontsize=12,
        fontweight="bold",
        path_effects=style.halo(3.5),
        zorder=7,
    )
