"""The files of a figure: pictures that know where they come from, the data, and what a page needs to show it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import PIL.Image
from matplotlib.figure import Figure
from PIL.PngImagePlugin import PngInfo

from pactbook import markup, tabular
from pactbook.plots.furnishing import LICENCE

# The name under which a picture of pactbook holds the rest of what it knows, as JSON.
FACTS = "pactbook"
_COLOURS = 256  # enough for flat areas and the edges of letters; a third of the bytes
_PACKED = 3  # of 9: twice as fast as the usual 6 for a fortieth of the bytes
_PATHS = re.compile(rb' d=("[^"]*")')
_SPACES = re.compile(rb"\s*([MLQCz])\s*")
_DIGITS = re.compile(rb"(\.\d\d)\d+")


def png(fig: Figure, about: Mapping[str, Any], dpi: int, small: bool = False) -> bytes:
    """Return a figure as PNG that says of itself what it shows, who says so, and how it was made.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    about : mapping
        title, alt, sources, receipt, name, parameters, cited (the identifiers of its sources as ``id``).
    dpi : int
        Its resolution.
    small : bool, optional
        Whether it is reduced to few colours.
    """
    info = PngInfo()
    words = {
        "Software": "pactbook",
        "Title": about["title"],
        "Description": about["alt"],
        "Source": about["sources"],
        "Copyright": LICENCE,
    }
    if about["receipt"]:
        words["Comment"] = f"receipt {about['receipt']}"
    for name, text in words.items():
        info.add_text(name, text)
    info.add_itxt(FACTS, json.dumps(_own(about), ensure_ascii=False, sort_keys=True), zip=True)
    buffer = io.BytesIO()
    if small:
        few(_drawn(fig, dpi)).save(buffer, "png", pnginfo=info)
    else:
        fig.savefig(buffer, format="png", dpi=dpi, pil_kwargs={"pnginfo": info, "compress_level": _PACKED})
    return buffer.getvalue()


def _drawn(fig: Figure, dpi: int) -> PIL.Image.Image:
    """Return a figure as pixels."""
    drawn = io.BytesIO()
    fig.savefig(drawn, format="rgba", dpi=dpi)
    size = [int(inches * dpi) for inches in fig.get_size_inches()]
    return PIL.Image.frombytes("RGBA", size, drawn.getvalue()).convert("RGB")


def reduced(picture: bytes) -> bytes:
    """Return a PNG in fewer colours, with all that it says of itself."""
    with PIL.Image.open(io.BytesIO(picture)) as image:
        info, pixels = PngInfo(), few(image.convert("RGB"))
        for name, text in image.text.items():  # type: ignore[attr-defined]
            info.add_itxt(name, text, zip=True) if name == FACTS else info.add_text(name, text)
    buffer = io.BytesIO()
    pixels.save(buffer, "png", pnginfo=info, optimize=True)
    return buffer.getvalue()


def few(pixels: PIL.Image.Image) -> PIL.Image.Image:
    """Return a picture in fewer colours, chosen so that a small one, such as a line of the key, keeps its own."""
    return pixels.quantize(_COLOURS, PIL.Image.Quantize.MAXCOVERAGE, dither=PIL.Image.Dither.NONE)


def _own(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return by what a figure is found again where it was made, and the pages that it rests on."""
    return {name: about[name] for name in ("name", "parameters")} | {"sources": [one["id"] for one in about["cited"]]}


def write(
    stem: Path, pictures: Mapping[str, bytes], fig: Figure, about: Mapping[str, Any], data: pd.DataFrame
) -> tuple[Path, ...]:
    """Write the bundle of a figure and return its files.

    Parameters
    ----------
    stem : pathlib.Path
        Folder and name, without ending.
    pictures : mapping of str to bytes
        The PNGs by ending: ``.png``, ``.card.png``, ``.narrow.png``.
    fig : matplotlib.figure.Figure
        The figure, for the SVG.
    about : mapping
        As `png` takes it, and subtitle, note, licence, licence_address; ``cited`` with the address of each source.
    data : pandas.DataFrame
        What is plotted.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    sizes = {end: _size(picture) for end, picture in pictures.items()}
    embed = markup.render(
        "plots", "embed.html.j2", name=stem.name, wide=sizes[".png"], narrow=sizes[".narrow.png"], about=about
    )
    content = {
        **pictures,
        ".svg": _svg(fig, about),
        ".csv": tabular.text(data).encode(),
        ".json": (json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode(),
        ".embed.html": embed.encode(),
    }
    paths = {stem.with_name(stem.name + end): held for end, held in content.items()}
    for path, held in paths.items():
        path.write_bytes(held)
    return tuple(paths)


def _size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, which stand at one place in each."""
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def _svg(fig: Figure, about: Mapping[str, Any]) -> bytes:
    # The metadata is Dublin Core: the receipt is its identifier, the sources are what it relates to.
    dublin = {
        "Date": None,
        "Creator": "pactbook",
        "Title": about["title"],
        "Description": about["alt"],
        "Source": about["sources"],
        "Rights": LICENCE,
        "Identifier": about["receipt"] or "none",
        "Relation": " ".join(_own(about)["sources"]) or None,
    }
    drawing = io.BytesIO()
    fig.savefig(drawing, format="svg", metadata=dublin)
    return shortened(drawing.getvalue())


def shortened(svg: bytes) -> bytes:
    """Return a drawing with its paths to a hundredth of a point and without needless spaces: half the size."""
    return _PATHS.sub(lambda found: b" d=" + _SPACES.sub(rb"\1", _DIGITS.sub(rb"\1", found[1])), svg)


def write_areas(stem: Path, areas: gpd.GeoDataFrame) -> tuple[Path, ...]:
    """Write areas for the programs that show maps; the KML driver takes the name of a place from a column ``Name``."""
    paths = stem.with_name(f"{stem.name}.geojson"), stem.with_name(f"{stem.name}.kml")
    areas.to_file(paths[0], driver="GeoJSON", engine="pyogrio", coordinate_precision=3)
    layer = stem.name.replace("-", "_")  # the name of an element of XML
    areas.rename(columns={"name": "Name"}).to_file(paths[1], driver="KML", engine="pyogrio", layer=layer)
    return paths
