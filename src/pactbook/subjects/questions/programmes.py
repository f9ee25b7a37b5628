"""What the record of a missile programme leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, confidence
from pactbook.subjects.findings import Finding
from pactbook.subjects.questions.asked import Question, find_never, table

# A status that the next page may move; of what serves, is retired or was cancelled nothing is waited for.
_ON_THE_WAY = ("reported", "displayed", "in_development")


def of_programme(
    tables: Tables, systems: pd.DataFrame, flights: pd.DataFrame, designations: pd.DataFrame, country: str, t: Language
) -> pd.DataFrame:
    """Return what the record of a missile programme leaves open, as `pactbook.subjects.questions.table` gives it.

    Parameters
    ----------
    tables : Tables
        The record of the day.
    systems, flights, designations : pandas.DataFrame
        As `pactbook.subjects.programme` gives them.
    country : str
        ISO 3166-1 alpha-3.
    t : Language
        Language of the words.
    """
    return table(tables, asked_of_programme(tables, systems, flights, designations, country, t))


def asked_of_programme(
    tables: Tables, systems: pd.DataFrame, flights: pd.DataFrame, designations: pd.DataFrame, country: str, t: Language
) -> Iterator[Question]:
    """Yield the questions on a missile programme; parameters as for `of_programme`."""
    yield from _of_systems(tables, systems, country, t)
    yield from _of_flights(tables, flights, country, t)
    yield from _of_designations(tables, designations, country, t)


def _of_systems(tables: Tables, systems: pd.DataFrame, country: str, t: Language) -> Iterator[Question]:
    for row in as_dicts(systems.assign(confidence=confidence(tables, systems))):
        newest = max(row["first_announced"], row["in_service"], row["last_test"])
        for kind, what in _of_system(row, t):
            yield Question(
                kind, what, "missile", (country,), newest, f"missile_systems:{row['system_id']}", row["name"], row["name"],
                row["source_ids"],
            )  # fmt: skip


def _of_system(row: dict[str, Any], t: Language) -> Iterator[tuple[str, str]]:
    if row["status"] in _ON_THE_WAY:
        yield (
            "step",
            t("Was it flown, taken into service or given up? On record is: {status}.", status=t.word(row["status"])),
        )
    if row["status"] != "cancelled" and row["category_i"] == "unknown":
        yield "fact", _figure(row, t)
    if row["status"] == "in_service" and not row["in_service"]:
        yield "day", t("Since when is it in service?")
    if row["status"] in ("in_service", "tested") and not row["first_announced"]:
        yield "day", t("When did it first fly?")
    if row["confidence"] == "low":
        yield "voice", t("Who else tells of it? It rests on one source, which is neither a government nor an agency.")


def _figure(row: dict[str, Any], t: Language) -> str:
    if pd.isna(row["range_max"]) and pd.isna(row["payload_max"]):
        return t("Which range and which payload are quoted? Neither is on record.")
    if pd.isna(row["range_max"]):
        return t("Which range is quoted? None is on record.")
    return t("Which payload is quoted? Without it nobody can tell whether it is of Category I.")


def _of_flights(tables: Tables, flights: pd.DataFrame, country: str, t: Language) -> Iterator[Question]:
    for row in as_dicts(flights.assign(confidence=confidence(tables, flights))):
        for kind, what in _of_flight(row, t):
            yield Question(
                kind, what, "missile", (country,), row["date"], f"missile_tests:{row['test_id']}",
                f"{row['name']}, {t.date(row['date'])}", row["name"], row["source_ids"],
            )  # fmt: skip


def _of_flight(row: dict[str, Any], t: Language) -> Iterator[tuple[str, str]]:
    if not row["system_id"]:
        yield "fact", t("Which system flew? None that is named is on record.")
    if row["outcome"] == "unknown":
        yield "fact", t("How did the flight end?")
    if len(row["date"]) < len("2025-04-11"):
        yield "day", t("On which day did it fly? Known is {when}.", when=t.date(row["date"]))
    if row["confidence"] == "low":
        yield "voice", t("Who else tells of it? It rests on one source, which is neither a government nor an agency.")


def _of_designations(tables: Tables, designations: pd.DataFrame, country: str, t: Language) -> Iterator[Question]:
    for row in as_dicts(designations.assign(confidence=confidence(tables, designations))):
        about = tuple(dict.fromkeys([row["country"], country]))
        for kind, what in _of_designation(row, t):
            yield Question(
                kind, what, "sanctions", about, row["designated_on"], f"designations:{row['designation_id']}",
                f"{row['name']} ({t.word(row['authority'])}, {t.date(row['designated_on'])})", row["name"], row["source_ids"],
            )  # fmt: skip


def _of_designation(row: dict[str, Any], t: Language) -> Iterator[tuple[str, str]]:
    if row["in_place"] and not row["response"]:
        yield "fact", t("How did the entity or its state answer? No answer is on record.")
    if len(row["designated_on"]) < len("2025-04-11"):
        yield "day", t("On which day was it designated? Known is {when}.", when=t.date(row["designated_on"]))
    if row["confidence"] == "low":
        yield "voice", t("Who else tells of it? It rests on one source, which is neither a government nor an agency.")


def find_of_programme(found: pd.DataFrame, country: str, t: Language) -> Finding:
    """Say how many questions the record of a missile programme leaves open."""
    named = {"state": t.state(country)}
    if found.empty:
        return Finding("questions", t("On the missile programme of {state} none of these questions is open.", **named))
    text = t.plural(
        "On the missile programme of {state} one question is open",
        "On the missile programme of {state} {n} questions are open",
        len(found),
        **named,
    )
    return find_never(found, text, t)
