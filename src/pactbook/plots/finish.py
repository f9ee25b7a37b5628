"""The only way out for a figure: title, subtitle, sources and alt text, then the files."""

from __future__ import annotations

import base64
import io
import json
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from pactbook import tabular
from pactbook.paths import slug
from pactbook.plots import cards, faces, palette, style
from pactbook.plots.cards import Bar

DPI = 160
_WIDE = 1.62  # a figure at least so wide for its height fills a card
_COLUMN = 3.9  # inches for the title beside a figure that does not
LICENCE = "CC BY 4.0"
MARGIN = 0.22
_TITLE = {"fontsize": 17, "fontweight": "bold", "color": palette.INK}
_SUBTITLE = {"fontsize": 11.5, "color": palette.GREY}
_FOOT = {"fontsize": 8, "color": palette.GREY}
_NAME = {"fontweight": "bold", "color": palette.TEAL}
_LINE = {"title": 0.30, "subtitle": 0.21, "foot": 0.145}  # inches a line
_PATHS = re.compile(rb' d=("[^"]*")')
_SPACES = re.compile(rb"\s*([MLQCz])\s*")
_DIGITS = re.compile(rb"(\.\d\d)\d+")
_TOP = 0.30  # inches above the title: the mark


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
        bundle = {"image/png": base64.b64encode(self.png).decode(), "text/plain": self.alt}
        return bundle, {"image/png": {"alt": self.alt, "width": 880}, "pactbook": facts | {"alt": self.alt}}


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
    bars: Sequence[Bar] = (),
    counted: str = "",
    areas: gpd.GeoDataFrame | None = None,
) -> Finished:
    """Draw titles and source line, render the figure once, and write its bundle where a folder is given.

    The bundle is a PNG, a 1200 × 630 card, an SVG, the plotted data as CSV, and a JSON with alt text, sources, licence and
    receipt. Without a folder the figure is only shown. The same inputs give the same bytes.

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
    bars : sequence of Bar, optional
        The simple chart that its card shows in place of the figure.
    counted : str, optional
        The subtitle of that chart; default that of the figure.
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
    margins = _furnish(fig, title, subtitle, sources, note)
    _tell_what_lacks(fig, name)
    facts = {
        "Title": title,
        "Description": alt,
        "Source": sources,
        "Copyright": LICENCE,
        "Comment": f"receipt {receipt}",
    }
    png = _png(fig, facts)
    files: tuple[Path, ...] = ()
    if folder is not None:
        about = {"title": title, "subtitle": subtitle, "alt": alt, "sources": sources, "note": note}
        about |= {
            "licence": LICENCE,
            "receipt": receipt,
            "parameters": dict(parameters or {}),
        }
        card = (
            _card_of_bars(bars, about | {"subtitle": counted or subtitle}, facts)
            if bars
            else _card(png, about, facts, margins)
        )
        files = _write(folder / slug(name), fig, png, card, facts, about, data)
        files += _write_areas(folder / slug(name), areas) if areas is not None else ()
    return Finished(slug(name), title, subtitle, sources, alt, png, files)


def _tell_what_lacks(fig: Figure, name: str) -> None:
    """Warn once of the characters that no face has, without the place in the code, which is no matter of the reader."""
    if lacks := faces.lacking(fig.findobj(Text)):
        message = f"figure {name!r}: no face has {faces.told(lacks)}: drawn as boxes"
        warnings.warn_explicit(message, faces.MissingGlyphs, "pactbook", 1)


def _furnish(fig: Figure, title: str, subtitle: str, sources: str, note: str) -> tuple[float, float]:
    """Draw mark, titles and source line; return the inches that they take above and below the body."""
    width, height = fig.get_size_inches()
    room = width - 2 * MARGIN
    titles = style.wrap(fig, title, room, **_TITLE)
    subtitles = style.wrap(fig, subtitle, room, **_SUBTITLE)
    foot = style.wrap(fig, sources, room - 0.9, **_FOOT)
    foot += style.wrap(fig, note, room - 0.9, **_FOOT) if note else []
    head = _TOP + _LINE["title"] * len(titles) + _LINE["subtitle"] * len(subtitles) + 0.14
    tail = 0.16 + _LINE["foot"] * len(foot) + 0.12
    _grow(fig, head, tail)
    total = head + height + tail
    x = MARGIN / width
    _mark(fig)
    y = total - _TOP
    for lines, font, step in ((titles, _TITLE, _LINE["title"]), (subtitles, _SUBTITLE, _LINE["subtitle"])):
        for text in lines:
            fig.text(x, y / total, text, va="top", ha="left", **font)
            y -= step
    y = tail - 0.16
    for text in foot:
        fig.text(x, y / total, text, va="top", ha="left", **_FOOT)
        y -= _LINE["foot"]
    fig.text(1 - x, 0.14 / total, "pactbook", va="bottom", ha="right", fontsize=8.5, **_NAME)
    return head, tail


def _grow(fig: Figure, head: float, tail: float) -> None:
    """Add `head` and `tail` inches above and below what is drawn, which keeps its size."""
    width, height = fig.get_size_inches()
    total = head + height + tail
    boxes = [(axes, axes.get_position(original=True).bounds) for axes in fig.axes]
    for text in fig.texts:
        text.set_y((tail + text.get_position()[1] * height) / total)
    fig.set_size_inches(width, total)
    for axes, (left, bottom, wide, high) in boxes:
        axes.set_position([left, (tail + bottom * height) / total, wide, high * height / total])


def _mark(fig: Figure) -> None:
    """Draw the house mark: two parties and what joins them."""
    width, height = fig.get_size_inches()
    y = 1 - 0.15 / height
    ends = (MARGIN + 0.045) / width, (MARGIN + 0.345) / width
    fig.add_artist(Line2D(ends, (y, y), color=palette.TEAL, linewidth=1.6, marker="o", markersize=6, markeredgewidth=0))


def _png(fig: Figure, facts: dict[str, str], dpi: int = DPI) -> bytes:
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=dpi, metadata={"Software": "pactbook", **facts})
    return buffer.getvalue()


def _write(
    stem: Path,
    fig: Figure,
    png: bytes,
    card: bytes,
    facts: dict,
    about: dict,
    data: pd.DataFrame,
) -> tuple[Path, ...]:
    stem.parent.mkdir(parents=True, exist_ok=True)
    paths = tuple(stem.with_name(stem.name + end) for end in (".png", ".card.png", ".svg", ".csv", ".json"))
    paths[0].write_bytes(png)
    paths[1].write_bytes(card)
    # SVG metadata is Dublin Core: the receipt is its identifier.
    dublin = {
        "Date": None,
        "Creator": "pactbook",
        "Title": about["title"],
        "Description": about["alt"],
        "Source": about["sources"],
        "Rights": LICENCE,
        "Identifier": about["receipt"] or "none",
    }
    drawing = io.BytesIO()
    fig.savefig(drawing, format="svg", metadata=dublin)
    paths[2].write_bytes(_shortened(drawing.getvalue()))
    paths[3].write_text(tabular.text(data), encoding="utf-8", newline="\n")
    paths[4].write_text(json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return paths


def _write_areas(stem: Path, areas: gpd.GeoDataFrame) -> tuple[Path, ...]:
    """Write areas for the programs that show maps; the KML driver takes the name of a place from a column ``Name``."""
    paths = stem.with_name(f"{stem.name}.geojson"), stem.with_name(f"{stem.name}.kml")
    areas.to_file(paths[0], driver="GeoJSON", engine="pyogrio", coordinate_precision=3)
    areas.rename(columns={"name": "Name"}).to_file(paths[1], driver="KML", engine="pyogrio")
    return paths


def _shortened(svg: bytes) -> bytes:
    """Return the drawing with its paths to a hundredth of a point and without needless spaces: half the size."""
    return _PATHS.sub(lambda found: b" d=" + _SPACES.sub(rb"\1", _DIGITS.sub(rb"\1", found[1])), svg)


def _card_of_bars(bars: Sequence[Bar], about: dict, facts: dict) -> bytes:
    foot = f"{about['sources']} · {LICENCE}"
    return _png(cards.bars(bars, about["title"], about["subtitle"], foot), facts, cards.DPI)


def _card(png: bytes, about: dict, facts: dict, margins: tuple[float, float]) -> bytes:
    """Return the figure on a 1200 × 630 card: whole where it is wide, else its body beside a title set large."""
    image = mpl.image.imread(io.BytesIO(png), format="png")
    card = Figure(figsize=(cards.SIZE[0] / cards.DPI, cards.SIZE[1] / cards.DPI), dpi=cards.DPI)
    FigureCanvasAgg(card)
    left = 0.02
    if image.shape[1] / image.shape[0] < _WIDE:
        head, tail = (round(inches * DPI) for inches in margins)
        image = image[head : image.shape[0] - tail]
        left = _COLUMN / 12 + 0.02
        _column(card, about)
    axes = card.add_axes([left, 0.02, 0.98 - left, 0.96])
    axes.imshow(image, interpolation="antialiased")
    axes.set_axis_off()
    return _png(card, facts, cards.DPI)


def _column(card: Figure, about: dict) -> None:
    """Draw mark, title, subtitle and sources in a column at the left of a card."""
    _mark(card)
    x, y = MARGIN / 12, 6.3 - 0.45
    room = _COLUMN - MARGIN
    for key, size, step, most in (("title", 21, 0.36, 9), ("subtitle", 12, 0.22, 6)):
        look = _TITLE if key == "title" else _SUBTITLE
        for line in cards.at_most(style.wrap(card, about[key], room, **look | {"fontsize": size}), most):
            card.text(x, y / 6.3, line, va="top", **look | {"fontsize": size})
            y -= step
        y -= 0.12
    y = 0.5
    for line in reversed(cards.at_most(style.wrap(card, about["sources"], room, **_FOOT), 6)):
        card.text(x, y / 6.3, line, va="bottom", **_FOOT)
        y += _LINE["foot"]
    card.text(x, 0.16 / 6.3, "pactbook", va="bottom", fontsize=11, **_NAME)
