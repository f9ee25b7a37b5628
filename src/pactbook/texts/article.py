"""An article read: its sentences, and what each of them names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pactbook.texts.figures import Quantity, dates_in, quantities_in
from pactbook.texts.files import Page
from pactbook.texts.named import mentions, states_in
from pactbook.texts.speech import names_in, speaker, speeches
from pactbook.texts.words import cues_in, tokens

# A sentence that is shorter is a title, an initial or the end of an abbreviation, and goes with the next one.
_SHORTEST = 4


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it names.

    Attributes
    ----------
    number, paragraph : int
        From 1.
    states, dates : tuple of str
        ISO 3166-1 alpha-3; ISO 8601 of the precision known.
    quantities : tuple of Quantity
        Numbers with their units.
    speaker : str
        Who speaks in it; empty where that cannot be read off.
    is_speech : bool
        Whether it quotes somebody.
    cues : frozenset of str
        What it is about, by the names in ``words.yaml``.
    """

    number: int
    paragraph: int
    text: str
    states: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    speaker: str = ""
    is_speech: bool = False
    cues: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Article:
    """An article read.

    Attributes
    ----------
    page : Page
        What the file tells of it.
    published : str
        ISO 8601, empty where nothing tells.
    language : str
        ISO 639-1.
    states : tuple of str
        Those that it names, most often named first.
    """

    page: Page
    published: str
    language: str
    states: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def dates(self) -> tuple[str, ...]:
        """Return the dates that it names, the earliest first."""
        return tuple(sorted({day for sentence in self.sentences for day in sentence.dates}))


def read(page: Page) -> Article:
    """Return what an article says of itself, and what each of its sentences names."""
    whole = "\n".join((page.title, *page.paragraphs))
    language = detected(whole)
    published = page.published or next(iter(dates_in(page.head, language)), "")
    places = mentions(whole, language)
    named = Counter(code for _, _, code in places)
    first = {code: start for start, _, code in reversed(places)}
    return Article(
        page=page,
        published=published,
        language=language,
        states=tuple(sorted(named, key=lambda code: (-named[code], first[code]))),
        sentences=tuple(_sentences(page, language, published)),
    )


def detected(text: str) -> str:
    """Return the language of a text, ISO 639-1."""
    import py3langid

    return str(py3langid.classify(text)[0])


def _sentences(page: Page, language: str, published: str) -> Iterator[Sentence]:
    parts = [(number, text) for number, one in enumerate(page.paragraphs, start=1) for text in split(one, language)]
    words = [word for text in (page.title, *page.paragraphs) for word in tokens(text)]
    small = {word.text for word in words if word.text.islower()}
    known: list[str] = []
    for number, (paragraph, text) in enumerate(parts, start=1):
        named = [name.text for name in names_in(text, language, small)]
        known += [name for name in named if name not in known]
        yield Sentence(
            number=number,
            paragraph=paragraph,
            text=text,
            states=states_in(text, language),
            dates=dates_in(text, language, published),
            quantities=quantities_in(text, language),
            speaker=speaker(text, language, known, small),
            is_speech=bool(speeches(text)),
            cues=cues_in(text, language),
        )


def split(paragraph: str, language: str) -> list[str]:
    """Return the sentences of a paragraph."""
    from sentencex import segment

    found: list[str] = []
    for part in segment(language, paragraph.replace("۔", "۔ ")):
        text = part.strip()
        if found and (len(found[-1]) < _SHORTEST or not tokens(text)):
            found[-1] = f"{found[-1]} {text}"
        elif text:
            found.append(text)
    return found
