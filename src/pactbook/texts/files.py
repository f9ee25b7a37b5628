"""The text of an article from a file: plain text, a saved web page, or a PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pactbook.errors import UserError

LARGEST = 20 * 2**20  # bytes of a file
_LONGEST_TITLE = 250
_SENTENCE_END = (".", "!", "?", "…", "۔", "؟", ":", ";", ",")
_ADDRESS = re.compile(r"https?://\S+")
# Lines before the text that are no part of it: address, date, byline.
_HEAD_LINES, _LONGEST_HEAD = 6, 120


@dataclass(frozen=True)
class Page:
    """An article as it was found: what the file tells of it, and its paragraphs.

    Attributes
    ----------
    title, outlet, url, published : str
        Empty where the file does not tell; `published` is ISO 8601.
    head : str
        Lines before the text that may hold its date.
    paragraphs : tuple of str
        The text.
    """

    paragraphs: tuple[str, ...]
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""
    head: str = ""


def page(path: Path) -> Page:
    """Read an article from a file.

    Parameters
    ----------
    path : pathlib.Path
        A file that ends in .html, .htm or .pdf; any other is taken for plain text.

    Raises
    ------
    UserError
        If it cannot be read, or holds no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    return of_bytes(raw, path.name)


def of_bytes(raw: bytes, name: str) -> Page:
    """Read an article from the content of a file; the end of its name tells what it is."""
    if len(raw) > LARGEST:
        raise UserError(f"{name}: holds {len(raw):,} bytes; an article has at most {LARGEST:,}")
    ending = Path(name).suffix.casefold()
    found = (
        _pdf(raw, name)
        if ending == ".pdf"
        else _marked(raw, name)
        if ending in (".html", ".htm")
        else _plain(raw, name)
    )
    if not found.paragraphs:
        raise UserError(f"{name}: no text was found in it: save the article as plain text and name that file")
    return found


def _plain(raw: bytes, name: str) -> Page:
    try:
        lines = [line.strip() for line in raw.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: not UTF-8 (byte {error.start}): save it as UTF-8") from None
    return of_lines([line for line in lines if line])


def of_lines(lines: list[str]) -> Page:
    """Return an article of its paragraphs; a title, an address and a date may stand before them, a line each."""
    title = lines[0] if lines and _is_title(lines[0]) else ""
    rest = lines[1:] if title else lines
    head: list[str] = []
    while rest and len(head) < _HEAD_LINES and _is_head(rest[0]):
        head.append(rest.pop(0))
    addresses = [match[0] for line in head if (match := _ADDRESS.search(line))]
    told = " ".join(_ADDRESS.sub("", line) for line in head)
    return Page(tuple(_unwrapped(rest)), title=title, url=next(iter(addresses), ""), head=told.strip())


def _unwrapped(lines: list[str]) -> list[str]:
    """Return paragraphs without the breaks that an editor puts into long lines: within a sentence, before a small letter."""
    found: list[str] = []
    for line in lines:
        if found and line[:1].islower() and not found[-1].endswith(_SENTENCE_END):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.endswith(_SENTENCE_END) and not _ADDRESS.match(line)


def _is_head(line: str) -> bool:
    """Tell whether a line holds nothing but an address, or a date with a few words."""
    if _ADDRESS.match(line):
        return True
    return len(line) <= _LONGEST_HEAD and any(map(str.isdigit, line)) and not line.endswith(_SENTENCE_END)


def _marked(raw: bytes, name: str) -> Page:
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=False)
    if not isinstance(found, Document):  # a mapping is what another option gives
        return Page(())
    lines = [line.strip() for line in (found.text or "").splitlines() if line.strip()]
    if lines and lines[0] == (found.title or "").strip():
        lines = lines[1:]
    return Page(
        tuple(lines),
        title=found.title or "",
        outlet=found.sitename or "",
        url=found.url or "",
        published=found.date or "",
    )


def _pdf(raw: bytes, name: str) -> Page:
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        text = "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(raw)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(f"{name}: not readable as PDF: {error}") from None
    return of_lines(_joined(text))


def _joined(text: str) -> list[str]:
    """Return the paragraphs of a text whose lines end where the page does; a word that is parted is joined."""
    paragraphs: list[str] = [""]
    for line in map(str.strip, text.splitlines()):
        last = paragraphs[-1]
        if not line:
            paragraphs.append("")
        elif last.endswith("-") and line[:1].islower():
            paragraphs[-1] = last[:-1] + line
        elif (
            len(paragraphs) == 1 and last and _is_title(last) and not line[:1].islower() and len(last) < len(line) / 1.5
        ):
            paragraphs.append(line)
        else:
            paragraphs[-1] = f"{last} {line}".strip()
    return [one for one in paragraphs if one]
