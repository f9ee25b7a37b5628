"""What must hold of missile systems, their flights, and the measures against who supplies them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from pactbook import dates
from pactbook.record import Tables, as_dicts, measured
from pactbook.record.checks.registry import check

_NOT_FLOWN = frozenset({"displayed", "reported", "in_development"})
# The measures of the State Department under these laws are for the years that each notice gives.
_OF_A_TERM = re.compile(
    "missile sanctions laws|missile proliferation sanctions|Nonproliferation Act|12938", re.IGNORECASE
)


@check
def flights_fit_their_system(record: Tables) -> Iterator[str]:
    """Ask that a flight is of the state of its system and not before the system's first one."""
    systems = record.missile_systems.set_index("system_id")
    for row in as_dicts(record.missile_tests):
        where = f"missile_tests.csv: {row['test_id']}"
        if not row["system_id"]:
            if not row["described_as"]:
                yield f"{where}: names neither a system nor what it is described as"
            continue
        system = systems.loc[row["system_id"]]
        if system.country != row["country"]:
            yield f"{where}: is of {row['country']}, but {row['system_id']} of {system.country}"
        if system.first_test and dates.latest(row["date"]) < dates.earliest(system.first_test):
            yield f"{where}: lies before the first test of {row['system_id']}, {system.first_test}"


@check
def a_range_is_quoted_not_flown(record: Tables) -> Iterator[str]:
    """Ask that the range of a system is one that somebody quotes: the distance of a flight tells what it can fly at least."""
    said = record.readings[(record.readings.table == "missile_systems") & (record.readings.field == "range_km")]
    flown = measured(said)
    for row in as_dicts(record.missile_systems[record.missile_systems.range_km.notna()]):
        own = (said.record_id == row["system_id"]) & (pd.to_numeric(said.value, errors="coerce") == row["range_km"])
        if own.any() and flown[own].all():
            yield (
                f"missile_systems.csv: {row['system_id']}: range_km {row['range_km']:g} is the distance of a test, by its "
                "readings: leave range_km empty and tell of the flight in the note"
            )


@check
def a_missile_that_flew_was_tested(record: Tables) -> Iterator[str]:
    """Ask that a system of which a flight succeeded is not called shown, reported or in development."""
    flown = set(record.missile_tests.system_id[record.missile_tests.outcome == "success"])
    for row in as_dicts(record.missile_systems[record.missile_systems.status.isin(_NOT_FLOWN)]):
        if row["system_id"] in flown:
            where = f"missile_systems.csv: {row['system_id']}: status"
            yield f"{where}: is {row['status']}, but missile_tests.csv has a flight that succeeded"


@check
def one_missile_has_one_set_of_figures(record: Tables) -> Iterator[str]:
    """Ask that a system of one name in two states has one class and one range, or a note that gives the other's range."""
    named = defaultdict(list)
    for row in as_dicts(record.missile_systems):
        named[row["name"].casefold()].append(row)
    for one, other in (pair for rows in named.values() for pair in itertools.combinations(rows, 2)):
        where = f"missile_systems.csv: {one['system_id']} and {other['system_id']}"
        if one["class"] != other["class"]:
            yield f"{where}: one missile is {one['class']} and {other['class']}"
        if _apart(one, other):
            yield (
                f"{where}: one missile with {one['range_km']:g} and {other['range_km']:g} km: "
                "let the note of one give the figure of the other, and whose it is"
            )


def _apart(one: dict, other: dict) -> bool:
    """Tell whether two ranges differ, and neither note gives that of the other."""
    if pd.isna(one["range_km"]) or pd.isna(other["range_km"]) or one["range_km"] == other["range_km"]:
        return False
    return f"{other['range_km']:,.0f} km" not in one["note"] and f"{one['range_km']:,.0f} km" not in other["note"]


@check
def a_term_has_an_end(record: Tables) -> Iterator[str]:
    """Ask that measures of a fixed term, as US laws on missile transfers impose them, end, or that a note tells why not."""
    for row in as_dicts(record.designations):
        if _OF_A_TERM.search(row["legal_basis"]) and not row["lifted_on"] and "term" not in row["note"].lower():
            yield (
                f"designations.csv: {row['designation_id']}: lifted_on: {row['legal_basis']} sets a term: "
                "give its end, or say in the note that the term was not seen"
            )
