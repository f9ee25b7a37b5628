"""What organisations, their roles and the documents among some states leave open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, confidence, select
from pactbook.record.status import UNTOLD
from pactbook.subjects import ties
from pactbook.subjects.findings import Finding
from pactbook.subjects.questions.asked import Question, find_never, table
from pactbook.subjects.questions.documents import of_documents, of_periods


def of_bloc(tables: Tables, blocs: Sequence[str], members: Collection[str], t: Language) -> pd.DataFrame:
    """Return what the record of some organisations, and of a set of states, leaves open.

    Parameters
    ----------
    tables : Tables
        The record of the day.
    blocs : sequence of str
        The organisations, by bloc_id.
    members : collection of str
        The states, ISO 3166-1 alpha-3: asked are the documents that two or more of them signed, and the periods for which
        nobody searched for one of them by itself. Empty for the organisations alone.
    t : Language
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        As `pactbook.subjects.questions.table` gives it.
    """
    among = tables.agreements
    among = select(among, (len(set(members).intersection(parties)) > 1 for parties in among.parties))
    return table(
        tables,
        [
            *of_organisations(tables, blocs, t),
            *of_documents(ties.described(tables, among), tables, t),
            *of_periods(tables, sorted(members), t),
        ],
    )


def of_organisations(tables: Tables, blocs: Collection[str], t: Language) -> Iterator[Question]:
    """Yield the questions on some organisations, the roles in them, and what they signed themselves."""
    for row in as_dicts(tables.blocs[tables.blocs.bloc_id.isin(blocs)]):
        for kind, what, phrase in _of_organisation(row, t):
            yield Question(
                kind, what, phrase, (row["bloc_id"],), row["founded"], f"blocs:{row['bloc_id']}", row["short_name"],
                source_ids=row["source_ids"],
            )  # fmt: skip
    yield from _of_roles(tables, tables.memberships[tables.memberships.bloc_id.isin(blocs)], t)
    own = select(tables.agreements, (not set(blocs).isdisjoint(parties) for parties in tables.agreements.parties))
    yield from of_documents(ties.described(tables, own), tables, t)
    yield from of_periods(tables, blocs, t)


def _of_organisation(row: dict[str, Any], t: Language) -> Iterator[tuple[str, str, str]]:
    if row["mutual_defence"] in UNTOLD:
        yield "clause", t("Does its founding text oblige the members to help each other?"), "text"
    if row["members_complete"] == "no":
        yield "fact", t("Who else belongs to it? Its members are not all on record."), "role"


def _of_roles(tables: Tables, roles: pd.DataFrame, t: Language) -> Iterator[Question]:
    short = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    rows = as_dicts(roles.assign(confidence=confidence(tables, roles)))
    for row in rows:
        key = ":".join(row[name] for name in ("bloc_id", "iso3", "role", "start"))
        title = f"{short[row['bloc_id']]}: {t.country(row['iso3'])}, {t.word(row['role'])}"
        for kind, what in _of_role(row, t):
            yield Question(
                kind, what, "role", (row["iso3"], row["bloc_id"]), row["start"], f"memberships:{key}", title,
                source_ids=row["source_ids"],
            )  # fmt: skip


def _of_role(row: dict[str, Any], t: Language) -> Iterator[tuple[str, str]]:
    since = {"when": t.date(row["start"])}
    if row["start_is"] == "signed" and not row["end"]:
        yield "step", t("Did it ratify, and when? Known is the signature, {when}.", **since)
    if row["role"] == "candidate" and not row["end"]:
        yield "step", t("Did it become a member? It is a candidate since {when}.", **since)
    if row["start_is"] == "latest_possible":
        yield "day", t("Since when does it hold this role? Known is: by {when}.", **since)
    elif len(row["start"]) < len("2025-04-11"):
        yield "day", t("On which day did the role begin? Known is {when}.", **since)
    if row["confidence"] == "low":
        yield "voice", t("Who else tells of it? It rests on one source, which is neither a government nor an agency.")


def find_of_bloc(found: pd.DataFrame, blocs: Sequence[str], members: Sequence[str], t: Language) -> Finding:
    """Say how many questions the record of some organisations and states leaves open.

    `blocs` are their names, `members` the codes of the states.
    """
    named = {"blocs": t.list(blocs), "states": t.list(t.state(code) for code in members)}
    if found.empty:
        text = t(
            "On membership ({blocs}), on what these organisations signed and on what {states} signed with each other, none of "
            "these questions is open.",
            **named,
        )
        return Finding("questions", text)
    text = t.plural(
        "On membership ({blocs}), on what these organisations signed and on what {states} signed with each other, one question is "
        "open",
        "On membership ({blocs}), on what these organisations signed and on what {states} signed with each other, {n} questions "
        "are open",
        len(found),
        **named,
    )
    return find_never(found, text, t)
