"""Tables and source lists as a reader sees them: escaped, numbered, with links."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pactbook import markup, tabular
from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.subjects import origins
from pactbook.subjects.article import Card

# Columns whose values are words of the schema, shown in the language of the report.
WORDS = frozenset({"authority", "kind", "domains", "status", "status_on", "role", "mentions", "category_i", "field"})

DATES = frozenset(
    {"date", "designated_on", "first", "first_announced", "first_test", "last", "last_test", "lifted_on", "looked_on", "published",
     "searched_on", "start"}
)  # fmt: skip


# The order of a source line: what a party or an organisation says itself, then what an agency reports.
_RANK = {"treaty_text": 0, "government": 0, "international_organisation": 0, "agency": 1}
_UNFOLDED = 30  # sources: a longer list is folded


class Citations:
    """The sources that a report cites, numbered in the order of their first mention.

    Parameters
    ----------
    tables : Tables
        The record.
    t : Language
        Language of the report.
    """

    def __init__(self, tables: Tables, t: Language) -> None:
        self._sources = tables.sources.set_index("source_id")
        self.addresses = tables.addresses
        self._numbers: dict[str, int] = {}
        self._behind: dict[str, tuple[str, ...]] = {}
        self._t = t

    def numbers(self, source_ids: Iterable[str]) -> list[int]:
        """Return the number of each source, giving new ones to those not cited before."""
        return [self._numbers.setdefault(i, len(self._numbers) + 1) for i in source_ids]

    def line(self, source_ids: Iterable[str], *more: str, most: int = 7) -> str:
        """Return publishers for the source line of a figure: primary ones first, then the most cited, the rest counted."""
        cited = self._sources.loc[list(source_ids)]
        self.numbers(dict.fromkeys(cited.index))
        # A copy counts for the publisher whose page it copies; the list of sources names where it was read.
        origin = cited.publisher.str.replace(r" \((?:copy|via) .*\)$", "", regex=True)
        counts = origin.value_counts()
        # An outlet that carries an agency's text is no agency.
        own = cited.kind.where(cited.wire == "", "press").map(_RANK).fillna(len(_RANK))
        rank = own.groupby(origin.to_numpy()).min()
        publishers = sorted(counts.index, key=lambda name: (rank[name], -counts[name], name))
        names = [self._t.list(publishers, most=most)] if publishers else []
        told = (
            self._t("Source: {names}", names="; ".join([*names, *more]))
            if names or more
            else self._t("No source on record")
        )
        self._behind[told] = tuple(dict.fromkeys(cited.index))
        return told

    def behind(self, line: str) -> tuple[dict[str, str], ...]:
        """Return the pages behind a source line, as `line` gave it last: id, publisher, title, published, url."""
        pages = self._sources.loc[list(self._behind.get(line, ())), ["publisher", "title", "published", "url"]]
        return tuple({"id": page} | told for page, told in zip(pages.index, pages.to_dict("records"), strict=True))

    def _links(self, source_ids: Iterable[str]) -> list[dict[str, Any]]:
        """Return what the numbered links to some sources show."""
        found = [(self.numbers([source_id])[0], self._sources.loc[source_id]) for source_id in source_ids]
        return [{"number": n, "url": one.url, "title": f"{one.publisher}: {one.title}"} for n, one in found]

    def table(self, frame: pd.DataFrame, columns: Mapping[str, str], name: str, most: int | None = None) -> Html:
        """Return a table for readers, with the whole frame as a CSV to save.

        Parameters
        ----------
        frame : pandas.DataFrame
            The rows.
        columns : mapping of str to str
            Columns to show and their headings. Tuples are joined, the column ``source_ids`` becomes numbered links.
        name : str
            File name of the CSV, without ending.
        most : int, optional
            How many rows are shown; default all. The CSV has all of them.
        """
        if origins.several(frame):
            frame, columns = self._with_origin(frame, columns)
        rows = [
            [self._cell(column, value) | {"head": columns[column]} for column, value in zip(columns, row, strict=True)]
            for row in frame[list(columns)].head(len(frame) if most is None else most).itertuples(index=False)
        ]
        saved = tabular.text(tabular.with_addresses(frame, self.addresses)).encode()
        page = markup.render(
            "exhibits",
            "table.html.j2",
            head=list(columns.values()),
            rows=rows,
            nothing=self._t("Nothing on record."),
            label=self._t("Table: {words}", words=", ".join(columns.values())),
            filter=self._t("Only rows with"),
            name=name,
            csv=base64.b64encode(saved).decode(),
            save=self._t.plural("Save this row as CSV", "Save these {n} rows as CSV", len(frame)),
        )
        return Html(page, _plain(frame, columns))

    def _with_origin(self, frame: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
        """Return a table and its columns with one more, before the sources: whose the rows are; a reader's are marked."""
        told = [
            (origins.MARK if origins.YOURS in row else "") + ", ".join(origins.name(one, self._t) for one in row)
            for row in frame.origins
        ]
        shown = {name: word for name, word in columns.items() if name != "source_ids"} | {"origin": self._t("Origin")}
        shown |= {name: word for name, word in columns.items() if name == "source_ids"}
        return frame.assign(origin=pd.Series(told, index=frame.index, dtype=object)), shown

    def _cell(self, name: str, value: object) -> dict[str, Any]:
        """Return what a cell shows: its text, and its links."""
        if name == "source_ids":
            return {"text": "", "links": self._links(value), "key": ""}
        # A date sorts by its ISO form, a number without its grouping.
        key = str(value) if (name in DATES or isinstance(value, float)) and not pd.isna(value) else ""
        return {"text": self._text(name, value), "links": [], "key": key}

    def _text(self, name: str, value: object) -> str:
        if name in WORDS:
            values = value if isinstance(value, tuple) else (value,)
            return ", ".join(self._t.word(str(part)) for part in values if part)
        if name in DATES:
            return self._t.date(value) if value else ""
        if isinstance(value, tuple):
            return ", ".join(str(part) for part in value)
        if isinstance(value, float):
            return "" if pd.isna(value) else self._t.number(value)
        return "" if value is pd.NA else str(value)

    def cards(self, cards: Iterable[Card]) -> Html:
        """Return the cards of an audit, after an index by paragraph: a click from paragraph to claim, one to its sources."""
        cards = tuple(cards)
        page = markup.render(
            "exhibits",
            "cards.html.j2",
            index=self._index(cards),
            cards=[self._card(card) for card in cards],
            evidence=self._t("Evidence"),
        )
        lines = [f"{card.number}. {card.claim} [{card.verdict}] {card.reasoning}" for card in cards]
        return Html(page, "\n".join(lines))

    def _index(self, cards: tuple[Card, ...]) -> list[dict[str, Any]]:
        return [
            {
                "word": self._t("Paragraph {n}", n=self._t.number(paragraph)) if paragraph else self._t("Not told"),
                "cards": [card for card in cards if card.paragraph == paragraph],
            }
            for paragraph in sorted({card.paragraph for card in cards}, key=lambda n: (n == 0, n))
        ]

    def _card(self, card: Card) -> dict[str, Any]:
        where = self._t("paragraph {n}", n=self._t.number(card.paragraph)) + ": " if card.paragraph else ""
        sure = f" · {self._t('Confidence')}: {card.sureness}" if card.sureness else ""
        parts = [
            (self._t("Why"), card.reasoning, ()),
            (self._t("Wording"), card.wording, card.compared_with),
            (self._t("Against it"), card.counter, ()),
            (self._t("Would change it"), card.would_change, ()),
        ]
        return {
            "number": card.number,
            "claim": card.claim,
            "who": where + card.who,
            "verdict": card.verdict + sure,
            "told": [{"word": word, "text": text, "links": self._links(ids)} for word, text, ids in parts if text],
            "evidence": [{"label": one.label, "links": self._links(one.source_ids)} for one in card.evidence],
        }

    def list(self) -> Html:
        """Return the numbered list of the sources cited so far."""
        shown = [self._listed(*item) for item in sorted(self._numbers.items(), key=lambda item: item[1])]
        lines = ["{number}. {words}{title} <{url}>".format(**source) for source in shown]
        fold = self._t("The {n} sources", n=self._t.number(len(shown)))
        page = markup.render("exhibits", "sources.html.j2", sources=shown, most=_UNFOLDED, fold=fold)
        return Html(page, "\n".join(lines))

    def _listed(self, source_id: str, number: int) -> dict[str, Any]:
        source = self._sources.loc[source_id]
        day = f", {self._t.date(source.published)}" if source.published else ""
        via = " " + self._t("(text from {wire})", wire=source.wire) if source.wire else ""
        words = f"{source.publisher}{day}{via}: "
        return {"number": number, "words": words, "title": source.title, "url": source.url}


class Html:
    """Checked HTML with a plain-text twin, for display in a notebook."""

    def __init__(self, text: str, plain: str) -> None:
        self._html, self._text = text, plain

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": self._text}


def linked_data(things: Sequence[Mapping[str, Any]]) -> Html:
    """Return JSON-LD as a block of data that a page carries and no reader sees."""
    return Html(markup.render("exhibits", "data.html.j2", things=things), f"JSON-LD ({len(things)})")


def _plain(frame: pd.DataFrame, columns: Mapping[str, str]) -> str:
    return (
        frame[list(columns)].rename(columns=dict(columns)).to_string(index=False, max_colwidth=48) if len(frame) else ""
    )
