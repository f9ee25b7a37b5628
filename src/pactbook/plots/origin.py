"""Where a picture comes from: what `finish` writes into each, read from the picture alone."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from pactbook.errors import UserError

_SOFTWARE = "pactbook"
_DUBLIN = {
    "title": "Title",
    "description": "Description",
    "source": "Source",
    "rights": "Copyright",
    "identifier": "Comment",
}


def origin(path: Path) -> dict[str, str]:
    """Return what a picture says of itself: Title, Description, Source, Copyright, Comment (the receipt).

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
    return {name: told[name] for name in _DUBLIN.values() if name in told} if told.get("Software") == _SOFTWARE else {}


def _of_svg(path: Path) -> dict[str, str]:
    head = path.read_text(encoding="utf-8")[:20_000]
    if f"<dc:title>{_SOFTWARE}</dc:title>" not in head:
        return {}
    found = {word: match for name, word in _DUBLIN.items() if (match := _element(head, name))}
    # The rights are those of a licence by its name.
    licence = re.search(r"<dc:rights>.*?<dc:title>(.*?)</dc:title>", head, re.DOTALL)
    return found | ({"Copyright": unescape(licence[1])} if licence else {})


def _element(text: str, name: str) -> str:
    match = re.search(rf"<dc:{name}>([^<]*\S[^<]*)</dc:{name}>", text)
    return unescape(match[1].strip()) if match else ""
