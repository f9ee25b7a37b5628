"""Where a picture comes from: what `pactbook.plots.finish` writes into each, read from the picture alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from pactbook.errors import UserError
from pactbook.plots.bundle import FACTS

_SOFTWARE = "pactbook"
SOURCES = "Sources"
_DUBLIN = {
    "title": "Title",
    "description": "Description",
    "source": "Source",
    "rights": "Copyright",
    "identifier": "Comment",
    "relation": SOURCES,
}


def origin(path: Path) -> dict[str, str]:
    """Return what a picture says of itself.

    Returns
    -------
    dict of str to str
        Title, Description, Source, Copyright, Comment (the receipt); of a PNG Figure and Parameters, as JSON; Sources: the
        identifiers of the pages behind it, with spaces between them.

    Raises
    ------
    UserError
        If the file is no picture, or not one that pactbook made.
    """
    try:
        found = _of_svg(path) if path.suffix.lower() == ".svg" else _of_png(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {getattr(error, 'strerror', None) or 'not readable as a picture'}") from None
    if not found:
        raise UserError(
            f"{path}: says nothing of where it comes from: pactbook did not make it, or something took it out"
        )
    return found


def _of_png(path: Path) -> dict[str, str]:
    try:
        with Image.open(path) as image:
            told = {str(name): str(text) for name, text in image.info.items()}
    except UnidentifiedImageError:
        raise UserError(f"{path}: is no picture") from None
    if told.get("Software") != _SOFTWARE:
        return {}
    return {name: told[name] for name in _DUBLIN.values() if name in told} | _own(told.get(FACTS, "{}"))


def _own(held: str) -> dict[str, str]:
    """Return by what a figure is found again where it was made, and the pages that it rests on."""
    try:
        facts = json.loads(held)
        return {
            "Figure": facts["name"],
            "Parameters": json.dumps(facts["parameters"], ensure_ascii=False),
            SOURCES: " ".join(facts["sources"]),
        }
    except (ValueError, KeyError, TypeError):  # a picture of an earlier version
        return {}


def _of_svg(path: Path) -> dict[str, str]:
    try:
        told: dict[str, str] = {}
        for name, text in _metadata(path):
            told.setdefault(name, text)  # the title of the picture stands before those of its creator and licence
    except ElementTree.ParseError:
        raise UserError(f"{path}: is no picture") from None
    return (
        {word: told[name] for name, word in _DUBLIN.items() if name in told} if told.get("creator") == _SOFTWARE else {}
    )


def _metadata(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what the drawing says in Dublin Core, which stands before all that is drawn; nested is what has a name."""
    for _, element in ElementTree.iterparse(path):  # noqa: S314 (expat bounds what entities grow to)
        space, _, name = element.tag.rpartition("}")
        if space == "{http://purl.org/dc/elements/1.1/":
            text = " ".join("".join(element.itertext()).split())
            if text:
                yield name, text
        if name == "metadata":
            return
