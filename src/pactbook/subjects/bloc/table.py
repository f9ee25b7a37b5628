"""What ties some states that somebody calls a bloc, against what chance would tie.

Documents are compared at equal effort: a record goes deeper for some states than for others, so the random records keep how
many others each state has a document with (the configuration model, sampled by degree-preserving rewiring as igraph does
it). Organisations and treaty allies are known for all states alike, so there random sets of as many states from the same
continents are drawn.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import igraph
import numpy as np
import pandas as pd

from pactbook.dates import earliest, latest
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, select
from pactbook.subjects import likeness, membership, networks, ties
from pactbook.subjects.likeness import Definition

RECORDS = 1000  # random records
SETS = 9999  # random sets of states
SEED = 20250411
MOST = 0.75  # a definition is compared where so many of the states, as a share, have a value
FIRST_YEAR = 1992  # the first whole year after the Soviet Union; a report of an early day goes back further
YEARS_BACK = 30
TESTED = ["key", "definition", "states", "value", "expected", "low", "high", "less"]


@dataclass(frozen=True, eq=False)
class Chance:
    """The pairs of a set that have a defence document of their own, against random records.

    Attributes
    ----------
    states : list of str
        The set, ISO 3166-1 alpha-3.
    joined : pandas.DataFrame
        State by state, bool: whether the pair has a document.
    expected : pandas.DataFrame
        State by state, the share of random records in which it has one.
    drawn : numpy.ndarray
        How many pairs of the set have one in each random record.
    """

    states: list[str]
    joined: pd.DataFrame
    expected: pd.DataFrame
    drawn: np.ndarray

    @property
    def pairs(self) -> int:
        """Return how many pairs the set has."""
        return len(self.states) * (len(self.states) - 1) // 2

    @property
    def found(self) -> int:
        """Return how many of them have a document."""
        return int(self.joined.to_numpy().sum()) // 2

    @property
    def less(self) -> float:
        """Return the share of random records in which fewer pairs have one."""
        return float((self.drawn < self.found).mean())

    def inside(self, members: list[str]) -> tuple[int, float, int]:
        """Return of some members: pairs with a document, how many are expected, and how many pairs there are."""
        own = np.triu_indices(len(members), 1)
        joined, expected = (table.loc[members, members].to_numpy()[own] for table in (self.joined, self.expected))
        return int(joined.sum()), float(expected.sum()), len(own[0])


def by_documents(tied: pd.DataFrame, states: list[str], records: int = RECORDS) -> Chance:
    """Hold the documents of a set against random records in which each state has as many partners.

    Parameters
    ----------
    tied : pandas.DataFrame
        The pairs of states with a document, as `pactbook.subjects.ties.pairs` gives them.
    states : list of str
        The set.
    records : int
        Random records.
    """
    every = sorted({*tied.a, *tied.b, *states})
    place = {state: number for number, state in enumerate(every)}
    graph = igraph.Graph(n=len(every), edges=[(place[a], place[b]) for a, b in zip(tied.a, tied.b, strict=True)])
    chosen = [place[state] for state in states]
    joined = _among(graph, chosen)
    total, drawn = np.zeros(joined.shape), np.zeros(records, dtype=int)
    with networks.seeded(SEED):
        for number, other in enumerate(networks.rewired(graph, records)):
            found = _among(other, chosen)
            total += found
            drawn[number] = found.sum() // 2
    frames = (pd.DataFrame(table, index=states, columns=states) for table in (joined, total / max(1, records)))
    return Chance(states, *frames, drawn)


def _among(graph: igraph.Graph, chosen: list[int]) -> np.ndarray:
    """Return which of some vertices are joined, as a matrix."""
    order = {vertex: number for number, vertex in enumerate(chosen)}
    found = np.zeros((len(chosen), len(chosen)), dtype=bool)
    for vertex, number in order.items():
        for other in graph.neighbors(vertex):
            if other in order:
                found[number, order[other]] = True
    return found


def groups(chance: Chance) -> list[list[str]]:
    """Return the groups into which a set falls by its documents, those that are tied most beyond chance first.

    What is joined beyond what random records expect is made greatest inside the groups: modularity with the null model of
    the whole record (Newman 2006), by the Leiden algorithm (Traag et al. 2019).
    """
    beyond = chance.joined.to_numpy(float) - chance.expected.to_numpy()
    first, second = np.triu_indices(len(chance.states), 1)
    graph = igraph.Graph(n=len(chance.states), edges=list(zip(first.tolist(), second.tolist(), strict=True)))
    with networks.seeded(SEED):
        found = graph.community_leiden("CPM", weights=beyond[first, second].tolist(), resolution=0.0, n_iterations=-1)
    named = [sorted(chance.states[member] for member in group) for group in found]

    def excess(members: list[str]) -> float:
        joined, expected, _ = chance.inside(members)
        return joined - expected

    return sorted(named, key=lambda members: (len(members) == 1, -excess(members), members))


def apart(chance: Chance, parted: list[list[str]]) -> tuple[int, float, int]:
    """Return of the pairs that lie between groups: with a document, expected, and how many there are."""
    whole, inside = chance.inside(chance.states), [chance.inside(members) for members in parted]
    found, expected, pairs = (whole[n] - sum(one[n] for one in inside) for n in range(3))
    return int(found), max(0.0, float(expected)), int(pairs)


def odd(chance: Chance) -> pd.DataFrame:
    """Return the states of a set, the one that is tied least to the others, against chance, first.

    Returns
    -------
    pandas.DataFrame
        iso3, found (others of the set with which it has a document), expected.
    """
    frame = pd.DataFrame(
        {
            "iso3": chance.states,
            "found": chance.joined.sum().to_numpy(int),
            "expected": chance.expected.sum().to_numpy(float),
        }
    )
    frame = frame.assign(beyond=frame.found - frame.expected).sort_values(["beyond", "iso3"], ignore_index=True)
    return frame[["iso3", "found", "expected"]]


# ------------------------------------------------------------------------------------------------------ random sets


def test(
    definitions: list[Definition], states: list[str], continents: pd.Series, chance: Chance, t: Language
) -> pd.DataFrame:
    """Return where a set lies among random ones, measure by measure.

    Parameters
    ----------
    definitions : list of Definition
        As `pactbook.subjects.likeness.definitions` gives them.
    states : list of str
        The set, ISO 3166-1 alpha-3.
    continents : pandas.Series
        Continent by ISO3; a state without one stands in every random set itself.
    chance : Chance
        The documents of the set.
    t : Language
        Language of the names.

    Returns
    -------
    pandas.DataFrame
        One row a measure, documents first: key, definition (name), states (tuple: those that have a value; where they are
        less than `MOST` of the set, the numbers that follow are NaN), value (pairs with a document, else the mean likeness
        of the pairs), expected (the mean of the random ones), low, high (their 5th and 95th percentile), less (the share of
        them with a lower value).
    """
    documents = {
        "key": "documents", "definition": t("Defence documents with each other"), "states": tuple(states),
        "value": float(chance.found), "expected": float(chance.drawn.mean()), "low": np.quantile(chance.drawn, 0.05),
        "high": np.quantile(chance.drawn, 0.95), "less": chance.less,
    }  # fmt: skip
    rows = [documents, *(_against_sets(one, states, continents) for one in definitions)]
    return pd.DataFrame(rows, columns=TESTED)


def _against_sets(definition: Definition, states: list[str], continents: pd.Series) -> dict:
    known = definition.values.index
    inside = [state for state in states if state in known]
    row = {"key": definition.key, "definition": definition.name, "states": tuple(inside)}
    if len(inside) < max(2, MOST * len(states)):
        return row | dict.fromkeys(("value", "expected", "low", "high", "less"), np.nan)
    table = definition.values.to_numpy()
    first, second = np.triu_indices(len(inside), 1)

    def cohesion(sets: np.ndarray) -> np.ndarray:
        return table[sets[..., first], sets[..., second]].mean(axis=-1)

    drawn = cohesion(_sampler(known, inside, continents)(SETS))
    value = float(cohesion(known.get_indexer(inside)))
    # A set that is as alike as the set itself, but for the last digit of a float, is not less alike.
    return row | {
        "value": value, "expected": drawn.mean(), "low": np.quantile(drawn, 0.05), "high": np.quantile(drawn, 0.95),
        "less": float((drawn < value - 1e-12).mean()),
    }  # fmt: skip


def _sampler(known: pd.Index, inside: list[str], continents: pd.Series) -> Callable[[int], np.ndarray]:
    """Return a function that draws sets with as many states from each continent as `inside` has, as positions."""
    rng = np.random.default_rng(SEED)
    of = continents.reindex(known).fillna("").to_numpy()
    need = Counter(continents.get(state, "") for state in inside)
    fixed = known.get_indexer([state for state in inside if not continents.get(state, "")])

    def draw(size: int) -> np.ndarray:
        parts = [np.broadcast_to(fixed, (size, len(fixed)))]
        for continent, count in need.items():
            if continent:
                pool = np.flatnonzero(of == continent)
                parts.append(pool[np.argpartition(rng.random((size, len(pool))), count - 1, axis=1)[:, :count]])
        return np.concatenate(parts, axis=1)

    return draw


def nearest(definitions: list[Definition], states: list[str], most: int = 12) -> pd.DataFrame:
    """Return the states that are most like a set, its own members among them.

    Returns
    -------
    pandas.DataFrame
        One row a state, the nearest first: iso3, likeness (mean over the set's other members of
        `pactbook.subjects.likeness.mean_ranks`), inside (bool). All members, and the `most` nearest others.
    """
    every = sorted(set(states).union(*(one.values.index for one in definitions)))
    table = likeness.mean_ranks(definitions, every)
    toward = [table.loc[state, [other for other in states if other != state]].mean() for state in every]
    frame = pd.DataFrame({"iso3": every, "likeness": toward, "inside": [state in states for state in every]})
    frame = frame.sort_values(["likeness", "iso3"], ascending=[False, True])
    return frame[frame.inside | (frame.groupby("inside").cumcount() < most)].reset_index(drop=True)


def long(definitions: list[Definition], states: list[str]) -> pd.DataFrame:
    """Return the values of some states as one table: key, a, b, value; for the data of a figure."""
    rows = [
        {"key": one.key, "a": a, "b": b, "value": one.values.at[a, b]}
        for one in definitions
        for a, b in itertools.combinations(states, 2)
        if {a, b} <= set(one.values.index)
    ]
    return pd.DataFrame(rows, columns=["key", "a", "b", "value"])


# ------------------------------------------------------------------------------------------------------ pairs, publishers


def matrix(tied: pd.DataFrame, states: list[str]) -> pd.DataFrame:
    """Return every pair of a set with what it has signed: a, b (in the order of the set), documents, commitment."""
    joined = {frozenset((row.a, row.b)): row for row in tied.itertuples()}
    rows = []
    for a, b in itertools.combinations(states, 2):
        own = joined.get(frozenset((a, b)))
        rows.append((a, b, own.documents if own else 0, own.commitment if own else ""))
    return pd.DataFrame(rows, columns=["a", "b", "documents", "commitment"])


def sole_publishers(tables: Tables, tied: pd.DataFrame, states: list[str], most: int = 6) -> pd.DataFrame:
    """Return what is left of the documents of a set without those that rest on one publisher alone.

    Returns
    -------
    pandas.DataFrame
        One row a publisher on which a document of the set rests alone, the one with most first: publisher, documents
        (that rest on it alone), pairs (of the set that still have a document without them).
    """
    publisher = tables.publisher
    own = tied[tied.a.isin(states) & tied.b.isin(states)]
    cited = dict(zip(tables.agreements.agreement_id, tables.agreements.source_ids, strict=True))
    alone: dict[str, set[str]] = {}
    for document in own.agreement_ids.explode().dropna():
        names = {publisher[source] for source in cited[document]}
        if len(names) == 1:
            alone.setdefault(names.pop(), set()).add(document)
    rows = [(name, len(gone), sum(not set(ids) <= gone for ids in own.agreement_ids)) for name, gone in alone.items()]
    frame = pd.DataFrame(rows, columns=["publisher", "documents", "pairs"])
    return frame.sort_values(["documents", "publisher"], ascending=[False, True], ignore_index=True).head(most)


def pair_sources(tables: Tables, tied: pd.DataFrame, states: list[str]) -> list[str]:
    """Return the sources of the documents of the pairs of a set, one entry a document and source."""
    own = tied[tied.a.isin(states) & tied.b.isin(states)]
    cited = dict(zip(tables.agreements.agreement_id, tables.agreements.source_ids, strict=True))
    return [source for document in own.agreement_ids.explode().dropna() for source in cited[document]]


def sources_of(tables: Tables, states: list[str], day: dt.date) -> list[str]:
    """Return the sources of the memberships and agreements of some states, one entry a row and source."""
    own = membership.on_day(tables, day)
    own = own[own.iso3.isin(states)]
    frame = _with_parties(ties.in_place(tables, day), states, at_least=1)
    return [source for cell in (*own.source_ids, *frame.source_ids) for source in cell]


def _with_parties(frame: pd.DataFrame, states: list[str], at_least: int) -> pd.DataFrame:
    """Return the agreements to which so many of some states are parties."""
    return select(frame, (len(set(states) & set(parties)) >= at_least for parties in frame.parties))


# ------------------------------------------------------------------------------------------------------ years


def first_year(day: dt.date) -> int:
    """Return the year with which the set's history begins in a report of a day."""
    return min(FIRST_YEAR, day.year - YEARS_BACK)


def bound_over_time(tables: Tables, states: list[str], day: dt.date) -> pd.DataFrame:
    """Return how many pairs of a set were bound to help each other if attacked, each time that it changed.

    Members of an alliance are on record for every year, so a change here is one of the world and not of the search.

    Returns
    -------
    pandas.DataFrame
        One row a day, the first and the last day among them: day (datetime.date), when (the same, of the precision known),
        pairs, gained, lost (tuples of pairs, each a tuple of two ISO3).
    """
    less = replace(tables, agreements=_with_parties(tables.agreements, states, at_least=2))
    first = dt.date(first_year(day), 1, 1)
    rows: list[dict] = []
    before: set[tuple[str, str]] = set()
    steps = _steps(less, states)
    for one in sorted({first, *(step for step in steps if first < step <= day), day}):
        now = _bound(less, states, one)
        if not rows or now != before or one == day:
            gained, lost = ((), ()) if not rows else (tuple(sorted(now - before)), tuple(sorted(before - now)))
            when = steps.get(one, one.isoformat())
            rows.append({"day": one, "when": when, "pairs": len(now), "gained": gained, "lost": lost})
        before = now
    return pd.DataFrame(rows, columns=["day", "when", "pairs", "gained", "lost"])


def _bound(tables: Tables, states: list[str], day: dt.date) -> set[tuple[str, str]]:
    levels = likeness.bound(tables, states, day)
    first, second = np.nonzero(np.triu(levels == likeness.TOP, 1))
    return {tuple(sorted((states[a], states[b]))) for a, b in zip(first, second, strict=True)}  # type: ignore[misc]


def _steps(tables: Tables, states: list[str]) -> dict[dt.date, str]:
    """Return the days on which what the states owe each other may have changed, with the date of the precision known."""
    own = tables.memberships[tables.memberships.iso3.isin(states)]
    first = set(own.start)
    for row in as_dicts(tables.agreements[tables.agreements.mutual_defence == "yes"]):
        first |= {row["signed"], row["in_force"], row["ended"]}
        first |= {day.isoformat() for day in tables.left.get(row["agreement_id"], {}).values()}
    # A role of which the last day is not known holds to the last possible one.
    last = {*own.end, *tables.blocs.dissolved, *tables.blocs.mutual_defence_since}
    days: dict[dt.date, str] = {}
    for text, day in [*((text, earliest(text)) for text in first), *((text, latest(text)) for text in last)]:
        if day is not None and len(text) > len(days.get(day, "")):
            days[day] = text
    return days
