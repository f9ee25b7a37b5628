"""World map of how many documents of each state are on record, with how complete the record is by continent."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.plots import ground, labels, palette, style

# A class begins at each of these numbers of documents.
CLASSES = (1, 5, 10, 20, 50, 100)
# Where on the map the words on a continent stand, in degrees: beside its land, on the sea.
PLACES = {
    "Africa": (-8.0, -14.0),
    "America": (-104.0, -8.0),
    "Asia": (84.0, -12.0),
    "Europe": (-32.0, 50.0),
    "Oceania": (152.0, -48.0),
}


@style.look()
def depth(documents: pd.Series, told: Mapping[str, str], none: str, more: str) -> Figure:
    """Draw how many documents of each state are on record, in the boundaries of the United Nations.

    Parameters
    ----------
    documents : pandas.Series of int
        Documents by ISO 3166-1 alpha-3 code; a state that is not there is drawn as land.
    told : mapping of str to str
        What stands beside a continent (M49).
    none, more : str
        The words of the key for a state without documents, and after the number from which the last class counts.

    Returns
    -------
    matplotlib.figure.Figure
        Without titles and sources; pass it to `finish` with `ground.boundary_note` in the note.
    """
    projection = geo.equal_earth()
    pieces, lines = ground.land(projection, "50m", "un")
    entries = [
        labels.Entry(f"{first}–{after - 1}" if after else f"{first} {more}", draw=labels.swatch(colour))
        for first, after, colour in zip(CLASSES, (*CLASSES[1:], 0), palette.SEQUENCE, strict=True)
    ]
    figure, axes = ground.sheet(
        [*entries, labels.Entry(none, draw=labels.swatch(palette.LAND))], ground.world_window(projection)
    )
    ground.sea(axes, projection)
    ground.paint(axes, pieces, {code: ground.Colours(_colour(n)) for code, n in documents.items()}, ground.STRIPE)
    ground.borders(axes, lines)
    placer = labels.Placer(axes)
    font = {"fontsize": style.SMALL, "fontweight": "bold", "linespacing": 1.25}
    for continent, text in told.items():
        placer.at(projection.xy(*PLACES[continent]), text, color=palette.INK, path_effects=style.halo(), **font)
    return figure


def _colour(n: int) -> str:
    return palette.SEQUENCE[sum(n >= first for first in CLASSES) - 1]
