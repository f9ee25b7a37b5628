"""The only way out for a figure: title, subtitle, sources and alt text, then the files."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from pactbook.paths import slug
from pactbook.plots import bundle, cards, faces, phones, style
from pactbook.plots.cards import Bar
from pactbook.plots.furnishing import LICENCE, LICENCE_AT, LICENCE_IN_PICTURE, furnish

DPI = 160


@dataclass(frozen=True)
class Finished:
    """A finished figure: what a notebook shows and what the bundle on disk holds."""

    name: str
    title: str
    subtitle: str
    sources: str
    alt: str
    png: bytes = field(repr=False)
    files: tuple[Path, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        facts = {"name": self.name, "title": self.title, "subtitle": self.subtitle, "sources": self.sources}
        shown = {"image/png": base64.b64encode(self.png).decode(), "text/plain": self.alt}
        return shown, {"image/png": {"alt": self.alt, "width": 880}, "pactbook": facts | {"alt": self.alt}}


@style.look()
def finish(
    fig: Figure,
    *,
    name: str,
    title: str,
    subtitle: str,
    sources: str,
    alt: str,
    data: pd.DataFrame,
    note: str = "",
    folder: Path | None = None,
    receipt: str = "",
    parameters: Mapping[str, Any] | None = None,
    cited: Sequence[Mapping[str, str]] = (),
    bars: Sequence[Bar] = (),
    counted: str = "",
    redraw: Callable[[], Figure] | None = None,
    areas: gpd.GeoDataFrame | None = None,
) -> Finished:
    """Draw titles and source line, render the figure, and write its bundle where a folder is given.

    The bundle is a PNG, a 1200 × 630 card, a narrow PNG for phones, an SVG, the plotted data as CSV, a JSON with alt text,
    sources with their addresses, licence, parameters and receipt, and HTML to embed it. Without a folder the figure is only
    shown. The same inputs give the same bytes.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        A figure from `style.canvas`; it grows by the room that the texts need.
    name : str
        File name of the bundle.
    title : str
        The finding, as a sentence or headline.
    subtitle : str
        Unit, period, place.
    sources : str
        The source line: who says it.
    alt : str
        What the picture shows, for those who do not see it.
    data : pandas.DataFrame
        What is plotted.
    note : str, optional
        Caveats under the source line.
    folder : pathlib.Path, optional
        Where the bundle goes.
    receipt : str, optional
        Id of the report that the figure belongs to.
    parameters : mapping, optional
        The parameters of that report.
    cited : sequence of mapping, optional
        The pages behind the source line: id, publisher, title, published, url.
    bars : sequence of Bar, optional
        The simple chart that its card shows in place of the figure.
    counted : str, optional
        The subtitle of that chart; default that of the figure.
    redraw : callable, optional
        Draws the body anew, for a figure that lays itself out to any width; else a phone shows the simple chart.
    areas : geopandas.GeoDataFrame, optional
        What a map shows, in longitude and latitude, with a column ``name``; the bundle has it as GeoJSON and KML.

    Returns
    -------
    Finished

    Warns
    -----
    MissingGlyphs
        If no face has a character of the figure; the warning names script and figure.

    Raises
    ------
    ValueError
        If title, subtitle, sources or alt text is empty.
    """
    for what, text in {"title": title, "subtitle": subtitle, "sources": sources, "alt": alt}.items():
        if not text.strip():
            raise ValueError(f"finish: {what} is empty: a figure needs all of title, subtitle, sources, alt")
    name = slug(name)
    foot = f"{sources} · {LICENCE_IN_PICTURE}"
    margins = furnish(fig, title, subtitle, foot, note)
    _tell_what_lacks(fig, name)
    about = {
        "name": name,
        "title": title,
        "subtitle": subtitle,
        "alt": alt,
        "sources": sources,
        "cited": [dict(one) for one in cited],
        "note": note,
        "licence": LICENCE,
        "licence_address": LICENCE_AT,
        "receipt": receipt,
        "parameters": dict(parameters or {}),
    }
    png = bundle.png(fig, about, DPI)
    files: tuple[Path, ...] = ()
    if folder is not None:
        simple, image = counted or subtitle, cards.Image(png, DPI, *margins)
        card = cards.bars(bars, title, simple, foot) if bars else cards.of_figure(image, title, subtitle, foot)
        # Where nothing is plotted the title says so.
        body = redraw or (lambda: phones.simple(bars) if bars or data.empty else phones.smaller(image))
        narrow = phones.figure(body, title, subtitle if redraw else simple, foot, note)
        pictures = {
            ".png": png,
            ".card.png": bundle.png(card, about, cards.DPI),
            ".narrow.png": bundle.png(narrow, about, phones.DPI, small=True),
        }
        files = bundle.write(folder / name, pictures, fig, about, data)
        files += bundle.write_areas(folder / name, areas) if areas is not None else ()
    return Finished(name, title, subtitle, sources, alt, png, files)


def _tell_what_lacks(fig: Figure, name: str) -> None:
    """Warn once of the characters that no face has, without the place in the code, which is no matter of the reader."""
    if lacks := faces.lacking(fig.findobj(Text)):
        message = f"figure {name!r}: no face has {faces.told(lacks)}: drawn as boxes"
        warnings.warn_explicit(message, faces.MissingGlyphs, "pactbook", 1)
