"""The audit of one article: each claim with its verdict, how sure it is, and what a reader sees of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pactbook.errors import UserError, hint, shown
from pactbook.locale import Language
from pactbook.record import PRIMARY_KINDS, Tables, as_dicts, confidence, independent
from pactbook.subjects.article.rules import KEYS, Verdict, call, coverage, on_record

# Verdicts that records decide; the others are matters of opinion, of the future, or of what the record does not hold.
DECIDED = frozenset(
    {"supported", "supported_as_allegation", "partly", "contradicted", "forecast_came_true", "forecast_failed"}
)
# What a claim says, in the language of the report.
SPOKEN = ("claim", "reasoning", "role", "wording", "counter_evidence", "would_change")
# The columns that `audit` adds to those of claims.csv.
ADDED = ("number", *SPOKEN, "aside", "source_ids", "voices", "primary", "confidence")
SURENESS = ("high", "medium", "low", "")


def check_article(tables: Tables, article: str) -> None:
    """Refuse an article without claims on record, with the nearest one."""
    known = sorted(set(tables.claims.article_id))
    if article not in known:
        everything = f"; {tables.counted_until} may lie before its publication" if tables.as_of else ""
        raise UserError(f"article: {shown(article)} has no claims on record{hint(article, known)}{everything}")


def parties(tables: Tables, article: str) -> tuple[str, ...]:
    """Return the parties of the documents that most claims of an article name, empty where none names a document.

    Parameters
    ----------
    tables : Tables
        Everything on record: an article may name a document that was not yet known on the day of a report.
    article : str
        Its source_id.
    """
    of = dict(zip(tables.agreements.agreement_id, tables.agreements.parties, strict=True))
    own = tables.claims[tables.claims.article_id == article]
    named = Counter(
        pair
        for arguments, evidence in zip(own.arguments, own.evidence, strict=True)
        for pair in {of[word] for word in re.findall(r"[a-z0-9-]+", f"{arguments} {' '.join(evidence)}") if word in of}
    )
    return max(named, key=lambda pair: (named[pair], pair), default=())


def audit(tables: Tables, article: str, t: Language) -> pd.DataFrame:
    """Return the claims of an article with their verdicts as of the day of the tables.

    Returns
    -------
    pandas.DataFrame
        The columns of ``claims.csv``; verdict and evidence are computed where a rule is named, and evidence that was not on
        record on the day is left out, with what an analyst wrote on it. Besides: number (from 1); claim, reasoning, role,
        wording, counter_evidence and would_change in the report's language; aside (evidence that decides nothing);
        source_ids (of the evidence that decides, without the article itself), voices (independent ones), primary (how many
        sources are primary) and confidence (high / medium / low by the rule of `pactbook.record.confidence`; empty where no
        record decides).
    """
    own = tables.claims[tables.claims.article_id == article]
    rows = [_judge(tables, row, t) | {"number": n} for n, row in enumerate(as_dicts(own), start=1)]
    frame = pd.DataFrame(rows, columns=list(dict.fromkeys([*own.columns, *ADDED])))
    if frame.empty:
        return frame
    frame["source_ids"] = [_deciding_sources(tables, row) for row in rows]
    frame["voices"] = independent(tables, frame)
    kinds = tables.sources.set_index("source_id").kind
    frame["primary"] = [int(kinds[list(ids)].isin(PRIMARY_KINDS).sum()) for ids in frame.source_ids]
    sure = confidence(tables, frame)
    frame["confidence"] = [
        value if row.verdict in DECIDED and row.source_ids else ""
        for value, row in zip(sure, frame.itertuples(), strict=True)
    ]
    return frame


def _judge(tables: Tables, row: dict, t: Language) -> dict:
    row = dict(row) | {name: row[f"{name}_{t.code}"] for name in SPOKEN}
    row["speaker"] = (row["speaker_de"] if t.code == "de" else "") or row["speaker"]
    if not all(on_record(tables, record) for record in row["evidence"]):
        row |= dict.fromkeys(("wording", "counter_evidence", *(["reasoning"] if row["rule"] else [])), "")
    if not all(on_record(tables, f"sources:{page}") for page in row["compared_with"]):
        row |= {"wording": "", "compared_with": ()}
    result = _computed(tables, row, t) if row["rule"] else Verdict(row["verdict"], "")
    evidence = dict.fromkeys(result.evidence + row["evidence"])
    return row | {
        "verdict": result.verdict,
        "reasoning": " ".join(part for part in (result.reasoning, row["reasoning"]) if part),
        "evidence": tuple(record for record in evidence if on_record(tables, record)),
        "aside": result.aside,
    }


def _computed(tables: Tables, row: dict, t: Language) -> Verdict:
    rule = call(row)
    try:
        return rule(tables, t)
    except UserError as error:
        raise UserError(f"claims.csv: {row['claim_id']}: arguments: {error}") from None


def _deciding_sources(tables: Tables, row: dict) -> tuple[str, ...]:
    """Return the sources of the evidence without those that decide nothing, the article among them."""
    deciding = [record for record in row["evidence"] if record not in row["aside"]]
    return tuple(source for source in evidence_sources(tables, deciding) if source != row["article_id"])


def evidence_sources(tables: Tables, evidence: Iterable[str]) -> tuple[str, ...]:
    """Return the sources of some records (``table:record_id``), each once."""
    return tuple(dict.fromkeys(source for record in evidence for source in _sources_of(tables, record)))


def _sources_of(tables: Tables, record: str) -> tuple[str, ...]:
    table, _, key = record.partition(":")
    if table == "sources":
        return (key,)
    if table not in KEYS or table == "searches":
        return ()
    frame = tables[table]
    return next(iter(frame[frame[KEYS[table]] == key].source_ids), ())


def verdict_name(verdict: str, t: Language) -> str:
    """Return the words for a verdict."""
    return t.word(verdict)


# ------------------------------------------------------------------------------------------------ what matters most

# The ladder of what a reader should know first: what the record denies, what it bears out by half, what the article
# leaves out, what it gives as fact and nobody on record tells, what is only somebody's allegation.
LADDER = (
    ("contradicted", ("fact", "framing", "assessment")),
    ("partly", ("fact", "framing", "assessment")),
    ("supported", ("omission",)),
    ("not_established", ("fact", "framing")),
    ("supported_as_allegation", ("fact",)),
)


def matter_most(judged: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the claims that a reader should know first, by a fixed rule.

    The rung of `LADDER` decides; on one rung the better founded verdict (confidence, then independent voices), then the
    order of the article. A claim that repeats another one of the article does not stand twice.

    Parameters
    ----------
    judged : pandas.DataFrame
        As `audit` gives it.
    most : int
        How many.

    Returns
    -------
    pandas.DataFrame
        At most `most` rows of `judged`, the first first.
    """
    rungs = {(verdict, kind): n for n, (verdict, kinds) in enumerate(LADDER) for kind in kinds}
    frame = judged.assign(
        rung=[rungs.get(pair, len(LADDER)) for pair in zip(judged.verdict, judged.kind, strict=True)],
        unsure=[SURENESS.index(value) for value in judged.confidence],
        lonely=[-n for n in judged.voices],
    )
    frame = frame[(frame.rung < len(LADDER)) & (frame.same_as == "")]
    ranked = frame.sort_values(["rung", "unsure", "lonely", "number"])
    return ranked.head(most)[list(judged.columns)]


# ------------------------------------------------------------------------------------------------------ attribution


def attribution(judged: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return who is quoted, directly or through whom.

    Returns
    -------
    pandas.DataFrame
        One row a speaker and way, in the order of the article, omissions left out: speaker, role, country (ISO3, empty if not
        on record), through (empty where the article itself quotes), paragraphs, claims (their numbers).
    """
    said = judged[judged.kind != "omission"]
    rows = [
        {
            "speaker": group.speaker.iloc[0],
            "role": group.role.iloc[0],
            "country": group.speaker_country.iloc[0],
            "through": group.speaker_via.iloc[0],
            "paragraphs": _spans(group.paragraph, t),
            "claims": _spans(group.number, t),
        }
        for _, group in said.groupby(["speaker", "speaker_via"], sort=False)
    ]
    return pd.DataFrame(rows, columns=["speaker", "role", "country", "through", "paragraphs", "claims"])


def wordings(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the claims whose wording differs from another version of the text.

    Returns
    -------
    pandas.DataFrame
        One row a claim: number, paragraph, speaker, claim, wording, source_ids (the pages compared with).
    """
    changed = judged[judged.wording != ""].rename(
        columns={"source_ids": "evidence_sources", "compared_with": "source_ids"}
    )
    return changed[["number", "paragraph", "speaker", "claim", "wording", "source_ids"]].reset_index(drop=True)


def _spans(numbers: Iterable[int], t: Language) -> str:
    return t.list([str(number) for number in sorted(set(numbers))])


def repeated(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that repeat another one of the article under another speaker or with other certainty.

    Returns
    -------
    pandas.DataFrame
        The columns of `judged` and of the claim that each repeats: first_number, first_speaker, first_hedge.
    """
    first = judged.set_index("claim_id")[["number", "speaker", "hedge"]].add_prefix("first_")
    again = judged[judged.same_as.isin(first.index)].join(first, on="same_as")
    other = (again.speaker != again.first_speaker) | (again.hedge != again.first_hedge)
    return again[other]


# --------------------------------------------------------------------------------------------------------- coverage


def main_coverage(tables: Tables, judged: pd.DataFrame) -> tuple[dict, pd.DataFrame]:
    """Return the document that the claims rest on and that most pages on record report, and those pages.

    Returns
    -------
    document : dict
        title and date (ISO 8601; empty if no document of the article has coverage).
    pages : pandas.DataFrame
        As `pactbook.subjects.article.coverage`.
    """
    named = {
        record.removeprefix("agreements:")
        for ids in judged.evidence
        for record in ids
        if record.startswith("agreements:")
    }
    counts = tables.coverage[tables.coverage.subject.isin(named)].subject.value_counts()
    if counts.empty:
        return {"id": "", "title": "", "date": ""}, coverage(tables, "")
    row = tables.agreements.set_index("agreement_id").loc[counts.index[0]]
    return {"id": row.name, "title": row.title, "date": row.signed or row.announced}, coverage(tables, row.name)


def statements_of_fact(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the statements of fact among some claims."""
    return judged[judged.kind == "fact"]


def own(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that the article makes, without the points that this report adds because it leaves them out."""
    return judged[judged.kind != "omission"].reset_index(drop=True)


def mentioned(pages: pd.DataFrame) -> pd.DataFrame:
    """Return which publisher mentions what, in which language.

    Parameters
    ----------
    pages : pandas.DataFrame
        As `pactbook.subjects.article.coverage` gives it.

    Returns
    -------
    pandas.DataFrame
        One row a publisher and language that mentions anything of it, those that mention most first: publisher, country
        (ISO3), language, published (of its first page), own (bool: a text of its own among them), pages, and mentions
        (tuple, in the order of how often they are mentioned).
    """
    named = pages[pages.named.astype(bool)]
    often = named.mentions.explode().value_counts()
    rows = [
        {
            "publisher": publisher,
            "country": group.country.iloc[0],
            "language": language,
            "published": min((day for day in group.published if day), default=""),
            "own": bool((group.voice == group.publisher).any()),
            "pages": len(group),
            "mentions": tuple(name for name in often.index if any(name in cell for cell in group.mentions)),
        }
        for (publisher, language), group in named.groupby(["publisher", "language"], sort=True)
    ]
    columns = ["publisher", "country", "language", "published", "own", "pages", "mentions"]
    frame = pd.DataFrame(rows, columns=columns)
    order = frame.mentions.map(len)
    ranked = frame.assign(order=order).sort_values(["order", "publisher"], ascending=[False, True], ignore_index=True)
    return ranked[columns]


def mentioned_by(frame: pd.DataFrame, t: Language) -> pd.DataFrame:
    """Return how many publishers mention what, most first.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `mentioned` gives it.
    t : Language
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        One row a thing mentioned: word, publishers (int), own (int: those among them with a text of their own).
    """
    told = frame[["publisher", "own", "mentions"]].explode("mentions").dropna()
    by = told.groupby("mentions", sort=False).publisher.nunique()
    own = told[told.own.astype(bool)].groupby("mentions", sort=False).publisher.nunique()
    counts = pd.DataFrame({"publishers": by, "own": own.reindex(by.index, fill_value=0)})
    ranked = counts.sort_values("publishers", ascending=False, kind="stable").rename_axis("word").reset_index()
    return ranked.assign(word=[t.word(name) for name in ranked.word])


def looked_for(tables: Tables, document: str) -> pd.DataFrame:
    """Return the searches about a document that found nothing, with the outlet that was looked for (empty: everywhere)."""
    about = tables.searches_about(f"agreements:{document}")
    return about[about.found == "nothing"].reset_index(drop=True)


# ------------------------------------------------------------------------------------------------------------ cards


@dataclass(frozen=True)
class Proof:
    """One record that a claim rests on: what it is, and the sources read for it."""

    label: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """What a reader sees of one claim."""

    number: int
    paragraph: int
    claim: str
    who: str
    verdict: str
    sureness: str
    reasoning: str
    wording: str
    compared_with: tuple[str, ...]
    counter: str
    would_change: str
    evidence: tuple[Proof, ...]


def cards(judged: pd.DataFrame, tables: Tables, t: Language) -> list[Card]:
    """Return a card a claim, in the order of the article, with the records that it rests on and their sources."""
    return [_card(row, tables, t) for row in as_dicts(judged)]


def _card(row: dict, tables: Tables, t: Language) -> Card:
    who = row["speaker"] + (f" ({row['role']})" if row["role"] else "")
    if row["speaker_via"]:
        who += ", " + t("quoted through {publication}", publication=row["speaker_via"])
    return Card(
        number=row["number"],
        paragraph=int(row["paragraph"]),
        claim=row["claim"],
        who=f"{who} · {t(row['kind'])}, {t(row['hedge'])}",
        verdict=verdict_name(row["verdict"], t),
        sureness=_sureness(row, tables, t),
        reasoning=row["reasoning"],
        wording=row["wording"],
        compared_with=row["compared_with"],
        counter=row["counter_evidence"],
        would_change=row["would_change"],
        evidence=proofs(tables, row["evidence"], t),
    )


def _sureness(row: dict, tables: Tables, t: Language) -> str:
    """Say how sure a verdict is, and on how many voices that rests; a treaty text alone makes it high."""
    if not row["confidence"]:
        return ""
    words = {"high": t("high"), "medium": t("medium"), "low": t("low")}
    kinds = {tables.source_kind[one] for one in row["source_ids"]}
    told = [
        t.plural("{n} independent voice", "{n} independent voices", row["voices"]),
        t("primary sources: {n} of {all}", n=t.number(row["primary"]), all=t.number(len(row["source_ids"]))),
        *([t("a treaty text among them")] if "treaty_text" in kinds else []),
    ]
    return f"{words[row['confidence']]} ({', '.join(told)})"


def proofs(tables: Tables, evidence: Iterable[str], t: Language, most: int = 8) -> tuple[Proof, ...]:
    """Return what some records are, in the order given; pages are told by publisher and title."""
    found = [Proof(_label(tables, record, t), _sources_of(tables, record)) for record in evidence]
    return tuple(proof for proof in found if proof.label)[:most]


def _label(tables: Tables, record: str, t: Language) -> str:
    table, _, key = record.partition(":")
    if table not in KEYS:
        return ""
    row = next(tables[table][tables[table][KEYS[table]] == key].itertuples(), None)
    if row is None:
        return ""
    if table == "designations":
        names = dict(zip(tables.entities.entity_id, tables.entities.name, strict=True))
        return _dated(f"{row.authority}: {names.get(row.entity_id, row.entity_id)}", row.designated_on, t)
    return _LABELS[table](row, t)


def _dated(text: str, day: str, t: Language) -> str:
    return f"{text.removesuffix('.')}, {t.date(day)}" if day else text


_LABELS = {
    "agreements": lambda row, t: _dated(row.title, row.signed or row.announced, t),
    "events": lambda row, t: _dated(row.title, row.date, t),
    "blocs": lambda row, t: t.word(row._asdict()["short_name"]),
    "missile_systems": lambda row, t: row.name,
    "missile_tests": lambda row, t: _dated(row.described_as or row.system_id, row.date, t),
    "entities": lambda row, t: row.name,
    "sources": lambda row, t: _dated(f"{row.publisher}: {row.title}", row.published, t),
    "searches": lambda row, t: t("a search that found nothing: {query}", query=row.query),
}
