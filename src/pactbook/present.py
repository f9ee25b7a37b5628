"""Tables and source lists as a reader sees them: escaped, numbered, with links."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping

import pandas as pd

from pactbook.claims import Card
from pactbook.locale import Language
from pactbook.tables import PRIMARY_KINDS, Tables

# Columns whose values are words of the schema, shown in the language of the report.
WORDS = frozenset({"authority", "kind", "domains", "status", "status_on", "role", "mentions", "category_i", "field"})

DATES = frozenset({"date", "designated_on", "first_test", "last_test", "published", "searched_on", "start"})


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
        counts = cited.publisher.value_counts()
        primary = set(cited[cited.kind.isin(PRIMARY_KINDS)].publisher)
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
        return f'<span class="cites">{" ".join(links)}</span>'

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
        """Return the cards of an audit: claim, verdict, reasoning, evidence."""
        parts, lines = [], []
        for card in cards:
            rows = [
                (self._t("Why"), card.reasoning),
                (self._t("Against it"), card.counter),
                (self._t("Would change it"), card.would_change),
            ]
            told = "".join(f"<p><b>{html.escape(word)}:</b> {html.escape(text)}</p>" for word, text in rows if text)
            cites = (
                f"<p>{html.escape(self._t('Evidence'))}: {self._marks(card.source_ids)}</p>" if card.source_ids else ""
            )
            parts.append(
                f'<div class="card" id="claim-{card.number}"><h3>{card.number}. {html.escape(card.claim)}</h3>'
                f'<p>{html.escape(card.who)}</p><p class="verdict">{html.escape(card.verdict)}</p>{told}{cites}</div>'
            )
            lines.append(f"{card.number}. {card.claim} [{card.verdict}] {card.reasoning}")
        return Html("".join(parts), "\n".join(lines))

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


def _spreadsheet_safe(value: object) -> object:
    """Join a list, and keep a spreadsheet from reading a text as a formula."""
    text = ";".join(map(str, value)) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t")) else text


def _csv_link(frame: pd.DataFrame, name: str, t: Language) -> str:
    flat = frame.map(_spreadsheet_safe)
    data = base64.b64encode(flat.to_csv(index=False, lineterminator="\n").encode()).decode()
    word = html.escape(t("Save these {n} rows as CSV", n=t.number(len(frame))))
    return f'<p class="save"><a download="{html.escape(name)}.csv" href="data:text/csv;base64,{data}">{word}</a></p>'
