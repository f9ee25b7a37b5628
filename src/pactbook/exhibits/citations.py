"""Tables and source lists as a reader sees them: escaped, numbered, with links."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping

import pandas as pd

from pactbook.locale import Language
from pactbook.record import PRIMARY_KINDS, Tables
from pactbook.subjects import origins
from pactbook.subjects.article import Card

# Columns whose values are words of the schema, shown in the language of the report.
WORDS = frozenset({"authority", "kind", "domains", "status", "status_on", "role", "mentions", "category_i", "field"})

DATES = frozenset(
    {"date", "designated_on", "first", "first_announced", "first_test", "last", "last_test", "lifted_on", "published",
     "searched_on", "start"}
)  # fmt: skip


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
        self._numbers: dict[str, int] = {}
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
        primary = set(origin[cited.kind.isin(PRIMARY_KINDS)])
        publishers = sorted(counts.index, key=lambda name: (name not in primary, -counts[name], name))
        names = [self._t.list(publishers, most=most)] if publishers else []
        return (
            self._t("Source: {names}", names="; ".join([*names, *more]))
            if names or more
            else self._t("No source on record")
        )

    def _marks(self, source_ids: Iterable[str]) -> str:
        links = []
        for source_id in source_ids:
            number, source = self.numbers([source_id])[0], self._sources.loc[source_id]
            title = html.escape(f"{source.publisher}: {source.title}", quote=True)
            links.append(f'<a href="{html.escape(source.url, quote=True)}" title="{title}" rel="noopener">{number}</a>')
        return f'<span class="cites">{" ".join(links)}</span>' if links else ""

    def table(self, frame: pd.DataFrame, columns: Mapping[str, str], name: str) -> Html:
        """Return a table for readers, with the whole frame as a CSV to save.

        Parameters
        ----------
        frame : pandas.DataFrame
            The rows.
        columns : mapping of str to str
            Columns to show and their headings. Tuples are joined, the column ``source_ids`` becomes numbered links.
        name : str
            File name of the CSV, without ending.
        """
        if origins.several(frame):
            frame, columns = self._with_origin(frame, columns)
        head = "".join(f"<th scope=col>{html.escape(word)}</th>" for word in columns.values())
        body = "".join(
            "<tr>"
            + "".join(f"<td>{self._cell(name, value)}</td>" for name, value in zip(columns, row, strict=True))
            + "</tr>"
            for row in frame[list(columns)].itertuples(index=False)
        )
        if frame.empty:
            body = f'<tr><td colspan="{len(columns)}">{html.escape(self._t("Nothing on record."))}</td></tr>'
        table = f'<table class="records"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        return Html(f'<div class="scroll">{table}</div>{_csv_link(frame, name, self._t)}', _plain(frame, columns))

    def _with_origin(self, frame: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
        """Return a table and its columns with one more, before the sources: whose the rows are; a reader's are marked."""
        told = [
            (origins.MARK if origins.YOURS in row else "") + ", ".join(origins.name(one, self._t) for one in row)
            for row in frame.origins
        ]
        shown = {name: word for name, word in columns.items() if name != "source_ids"} | {"origin": self._t("Origin")}
        shown |= {name: word for name, word in columns.items() if name == "source_ids"}
        return frame.assign(origin=pd.Series(told, index=frame.index, dtype=object)), shown

    def _cell(self, name: str, value: object) -> str:
        if name == "source_ids":
            return self._marks(value)
        if name in WORDS:
            values = value if isinstance(value, tuple) else (value,)
            return html.escape(", ".join(self._t(str(part).replace("_", " ")) for part in values if part))
        if name in DATES:
            return html.escape(self._t.date(value)) if value else ""
        if isinstance(value, tuple):
            return html.escape(", ".join(str(part) for part in value))
        if isinstance(value, float):
            return "" if pd.isna(value) else self._t.number(value)
        return "" if value is pd.NA else html.escape(str(value))

    def cards(self, cards: Iterable[Card]) -> Html:
        """Return the cards of an audit, after an index by paragraph: a click from paragraph to claim, one to its sources."""
        cards = tuple(cards)
        parts = [self._index(cards), *(self._card(card) for card in cards)]
        lines = [f"{card.number}. {card.claim} [{card.verdict}] {card.reasoning}" for card in cards]
        return Html("".join(parts), "\n".join(lines))

    def _index(self, cards: tuple[Card, ...]) -> str:
        rows = []
        for paragraph in sorted({card.paragraph for card in cards}, key=lambda n: (n == 0, n)):
            word = self._t("Paragraph {n}", n=self._t.number(paragraph)) if paragraph else self._t("Not told")
            links = [
                f'<a href="#claim-{card.number}" title="{html.escape(f"{card.claim} {card.verdict}", quote=True)}">'
                f"{card.number}</a>"
                for card in cards
                if card.paragraph == paragraph
            ]
            rows.append(f"<tr><th scope=row>{html.escape(word)}</th><td>{' '.join(links)}</td></tr>")
        return f'<table class="paragraphs">{"".join(rows)}</table>' if rows else ""

    def _card(self, card: Card) -> str:
        where = self._t("paragraph {n}", n=self._t.number(card.paragraph)) + ": " if card.paragraph else ""
        sure = f" · {self._t('Confidence')}: {card.sureness}" if card.sureness else ""
        rows = [
            (self._t("Why"), card.reasoning, ()),
            (self._t("Wording"), card.wording, card.compared_with),
            (self._t("Against it"), card.counter, ()),
            (self._t("Would change it"), card.would_change, ()),
        ]
        told = "".join(
            f"<p><b>{html.escape(word)}:</b> {html.escape(text)} {self._marks(pages)}</p>"
            for word, text, pages in rows
            if text
        )
        return (
            f'<div class="card" id="claim-{card.number}"><h3>{card.number}. {html.escape(card.claim)}</h3>'
            f'<p>{html.escape(where + card.who)}</p><p class="verdict">{html.escape(card.verdict + sure)}</p>'
            f"{told}{self._evidence(card)}</div>"
        )

    def _evidence(self, card: Card) -> str:
        items = "".join(
            f"<li><bdi>{html.escape(proof.label)}</bdi> {self._marks(proof.source_ids)}</li>" for proof in card.evidence
        )
        return f"<p><b>{html.escape(self._t('Evidence'))}:</b></p><ul>{items}</ul>" if items else ""

    def list(self) -> Html:
        """Return the numbered list of the sources cited so far."""
        items, lines = [], []
        for source_id, number in sorted(self._numbers.items(), key=lambda item: item[1]):
            source = self._sources.loc[source_id]
            day = f", {self._t.date(source.published)}" if source.published else ""
            via = " " + self._t("(text from {wire})", wire=source.wire) if source.wire else ""
            words = html.escape(f"{source.publisher}{day}{via}: ")
            link = f'<a href="{html.escape(source.url, quote=True)}" rel="noopener">{html.escape(source.title)}</a>'
            items.append(f'<li id="source-{number}" value="{number}">{words}{link}</li>')
            lines.append(f"{number}. {source.publisher}{day}{via}: {source.title} <{source.url}>")
        return Html(f'<ol class="sources">{"".join(items)}</ol>', "\n".join(lines))


class Html:
    """Checked HTML with a plain-text twin, for display in a notebook."""

    def __init__(self, text: str, plain: str) -> None:
        self._html, self._text = text, plain

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": self._text}


def _plain(frame: pd.DataFrame, columns: Mapping[str, str]) -> str:
    return (
        frame[list(columns)].rename(columns=dict(columns)).to_string(index=False, max_colwidth=48) if len(frame) else ""
    )


def spreadsheet_safe(value: object) -> object:
    """Join a list, and keep a spreadsheet from reading a text as a formula."""
    text = ";".join(map(str, value)) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t")) else text


def _csv_link(frame: pd.DataFrame, name: str, t: Language) -> str:
    flat = frame.map(spreadsheet_safe)
    data = base64.b64encode(flat.to_csv(index=False, lineterminator="\n").encode()).decode()
    word = html.escape(t("Save these {n} rows as CSV", n=t.number(len(frame))))
    return f'<p class="save"><a download="{html.escape(name)}.csv" href="data:text/csv;base64,{data}">{word}</a></p>'
