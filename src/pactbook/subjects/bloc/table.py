"""Whether some states form a bloc: how alike they are among themselves, against random sets of states.

A hypothesis is a set of states that somebody calls a bloc. Under each definition of `pactbook.subjects.likeness` its cohesion,
the mean over its pairs, is compared with that of random sets of as many states from the same continents.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from dataclasses import replace

import igraph
import numpy as np
import pandas as pd
from scipy import stats

from pactbook.dates import earliest
from pactbook.locale import Language
from pactbook.record import Tables, select
from pactbook.subjects import likeness, membership, ties
from pactbook.subjects.likeness import Definition

LEVEL = 0.05  # a set holds together under a definition where fewer random sets than this share are as alike
DRAWS = 9999
FEWER = 1999  # draws where many tests are made: leave-one-out, years
SEED = 20250411
MOST = 0.75  # a definition is tested where so many of the states, as a share, have a value
FIRST_YEAR = 1992  # the first whole year after the Soviet Union; a report of an early day goes back further
YEARS_BACK = 30
EFFECT_COLUMNS = ["key", "definition", "states", "value", "expected", "low", "high", "effect", "p", "holds"]


def test(
    definitions: list[Definition], hypothesis: list[str], continents: pd.Series, draws: int = DRAWS
) -> pd.DataFrame:
    """Test under each definition whether a set of states is more alike than random sets.

    A Monte Carlo test: random sets have as many states from each continent as the hypothesis has. The p value is that of
    Phipson and Smyth (2010), as `scipy.stats.monte_carlo_test` gives it.

    Parameters
    ----------
    definitions : list of Definition
        As `pactbook.subjects.likeness.definitions` gives them.
    hypothesis : list of str
        The set, ISO 3166-1 alpha-3.
    continents : pandas.Series
        Continent by ISO3; a state without one stands in every random set itself.
    draws : int
        Random sets a definition.

    Returns
    -------
    pandas.DataFrame
        One row a definition: key, definition (name), states (tuple: those that have a value; where they are less than
        `MOST` of the set, the numbers that follow are NaN), value (the mean over the
        pairs), expected (the mean of random sets), low, high (5th and 95th percentile of random sets), effect (value
        less expected, in standard deviations of random sets), p, holds (bool: p under `LEVEL`), drawn (the random sets
        in standard deviations, sorted; for a figure).
    """
    rows = [_test_one(one, hypothesis, continents, draws) for one in definitions]
    return pd.DataFrame(rows, columns=[*EFFECT_COLUMNS, "drawn"])


def _test_one(definition: Definition, hypothesis: list[str], continents: pd.Series, draws: int) -> dict:
    known = definition.values.index
    inside = [state for state in hypothesis if state in known]
    row = {"key": definition.key, "definition": definition.name, "states": tuple(inside), "p": np.nan, "holds": False}
    if len(inside) < max(2, MOST * len(hypothesis)):
        return row | dict.fromkeys(("value", "expected", "low", "high", "effect"), np.nan) | {"drawn": np.array([])}
    table = definition.values.to_numpy()
    first, second = np.triu_indices(len(inside), 1)

    def cohesion(sets: np.ndarray, axis: int = -1) -> np.ndarray:
        chosen = np.moveaxis(np.asarray(sets, int), axis, -1)
        return table[chosen[..., first], chosen[..., second]].mean(axis=-1)

    found = stats.monte_carlo_test(
        known.get_indexer(inside),
        _sampler(known, inside, continents),
        cohesion,
        vectorized=True,
        n_resamples=draws,
        alternative="greater",
    )
    drawn = found.null_distribution
    mean, spread = drawn.mean(), drawn.std()
    scale = spread if spread > 1e-12 else np.inf
    return row | {
        "value": float(found.statistic),
        "expected": mean,
        "low": np.quantile(drawn, 0.05),
        "high": np.quantile(drawn, 0.95),
        "effect": (found.statistic - mean) / scale,
        "p": float(found.pvalue),
        "holds": bool(found.pvalue < LEVEL),
        "drawn": np.sort((drawn - mean) / scale),
    }


def _sampler(known: pd.Index, inside: list[str], continents: pd.Series):
    """Return a function that draws sets with as many states from each continent as `inside` has, as positions."""
    rng = np.random.default_rng(SEED)
    of = continents.reindex(known).fillna("").to_numpy()
    need = Counter(continents.get(state, "") for state in inside)
    fixed = known.get_indexer([state for state in inside if not continents.get(state, "")])

    def draw(size: tuple[int, int]) -> np.ndarray:
        parts = [np.broadcast_to(fixed, (size[0], len(fixed)))]
        for continent, count in need.items():
            if continent:
                pool = np.flatnonzero(of == continent)
                parts.append(pool[np.argpartition(rng.random((size[0], len(pool))), count - 1, axis=1)[:, :count]])
        return np.concatenate(parts, axis=1)

    return draw


def leave_one_out(
    definitions: list[Definition], tested: pd.DataFrame, hypothesis: list[str], continents: pd.Series
) -> pd.DataFrame:
    """Test the set again without each of its members.

    Returns
    -------
    pandas.DataFrame
        One row a definition and state left out: key, definition, left_out (ISO3), value, effect, p, holds, gain (how much
        more cohesive the set is without it, in standard deviations of the random sets of the whole set).
    """
    whole = tested.set_index("key")
    found = []
    for state in hypothesis:
        rest = [other for other in hypothesis if other != state]
        again = test([one for one in definitions if state in one.values.index], rest, continents, FEWER)
        found.append(again.assign(left_out=state))
    frame = pd.concat(found, ignore_index=True).dropna(subset=["value"])
    before = whole.loc[frame.key]
    spread = ((before.value - before.expected) / before.effect.replace(0.0, np.nan)).to_numpy()
    frame["gain"] = (frame.value.to_numpy() - before.value.to_numpy()) / spread
    return frame[["key", "definition", "left_out", "value", "effect", "p", "holds", "gain"]]


def worst(left_out: pd.DataFrame) -> pd.Series:
    """Return the mean gain by state left out, the one that fits worst first."""
    return left_out.groupby("left_out").gain.mean().sort_values(ascending=False)


def nearest(definitions: list[Definition], hypothesis: list[str], most: int = 18) -> pd.DataFrame:
    """Return the states that are most like a set, its own members among them.

    Returns
    -------
    pandas.DataFrame
        One row a state, the nearest first: iso3, likeness (mean over the set's other members of
        `pactbook.subjects.likeness.mean_ranks`), inside (bool). All members, and the `most` nearest others.
    """
    states = sorted(set(hypothesis).union(*(one.values.index for one in definitions)))
    table = likeness.mean_ranks(definitions, states)
    toward = [table.loc[state, [other for other in hypothesis if other != state]].mean() for state in states]
    frame = pd.DataFrame({"iso3": states, "likeness": toward, "inside": [state in hypothesis for state in states]})
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


def without_publisher(tables: Tables, publisher: str) -> Tables:
    """Return the record without the memberships and agreements that rest on one publisher alone."""
    own = set(tables.sources[tables.sources.publisher == publisher].source_id)
    cut = {
        name: select(tables[name], (not set(ids) <= own for ids in tables[name].source_ids))
        for name in ("memberships", "agreements")
    }
    return replace(tables, **cut)


def sole_publishers(tables: Tables, hypothesis: list[str], most: int = 6) -> list[str]:
    """Return the publishers on which alone most memberships and agreements of some states rest."""
    publisher = dict(zip(tables.sources.source_id, tables.sources.publisher, strict=True))
    own = tables.memberships[tables.memberships.iso3.isin(hypothesis)]
    signed = _with_parties(tables.agreements, hypothesis, at_least=1)
    alone = Counter()
    for ids in itertools.chain(own.source_ids, signed.source_ids):
        names = {publisher[i] for i in ids}
        if len(names) == 1:
            alone.update(names)
    return sorted(alone, key=lambda name: (-alone[name], name))[:most]


def leave_source_out(
    tables: Tables,
    hypothesis: list[str],
    continents: pd.Series,
    day: dt.date,
    points: pd.DataFrame | None,
    t: Language,
) -> pd.DataFrame:
    """Test the set again without what rests on one publisher alone.

    Returns
    -------
    pandas.DataFrame
        One row a publisher and definition: publisher, key, value, p, holds.
    """
    found = []
    for name in sole_publishers(tables, hypothesis):
        less = without_publisher(tables, name)
        again = test(likeness.definitions(less, list(continents.index), day, points, t), hypothesis, continents, FEWER)
        found.append(again.assign(publisher=name))
    columns = ["publisher", "key", "value", "p", "holds"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def first_year(day: dt.date) -> int:
    """Return the year with which the set's history begins in a report of a day."""
    return min(FIRST_YEAR, day.year - YEARS_BACK)


def over_time(
    tables: Tables, hypothesis: list[str], day: dt.date, points: pd.DataFrame | None, t: Language
) -> pd.DataFrame:
    """Test the set on the first day of each year and on the day of the report, by what is on record now.

    Returns
    -------
    pandas.DataFrame
        One row a day and definition: day (datetime.date) and the columns of `test` but ``drawn``. Votes are told only
        for years that the dataset covers.
    """
    first_days = [dt.date(year, 1, 1) for year in range(first_year(day), day.year + 1)]
    days = sorted({*(one for one in first_days if one < day), day})
    rows = []
    for one in days:
        states = likeness.states_of(one, hypothesis)
        found = likeness.definitions(tables, list(states.index), one, _of_year(points, one.year), t)
        found = [replace(each, name=t("UN votes")) if each.key == "votes" else each for each in found]
        rows.append(test(found, hypothesis, states.continent, FEWER).assign(day=one))
    return pd.concat(rows, ignore_index=True)[["day", *EFFECT_COLUMNS]]


def _of_year(points: pd.DataFrame | None, year: int) -> pd.DataFrame | None:
    return None if points is None else points[points.year == year]


def movers(tables: Tables, hypothesis: list[str], day: dt.date, t: Language, most: int = 8) -> pd.DataFrame:
    """Return what changed how many pairs of the set are tied: joining or leaving an organisation, a mutual-defence treaty.

    Returns
    -------
    pandas.DataFrame
        One row an event, oldest first: day (datetime.date), label, pairs (gained, negative where lost), source_ids; the
        treaties, then what moved most pairs, `most` in all.
    """
    rows = [*_steps(tables, hypothesis, t), *_treaties(tables, hypothesis, t)]
    rows = [row for row in rows if dt.date(first_year(day), 1, 1) <= row["day"] <= day]
    # A promise of help weighs more than a seat at the same table.
    rows.sort(key=lambda row: (not row["treaty"], -abs(row["pairs"]), -row["day"].toordinal()))
    frame = pd.DataFrame(rows[:most], columns=["day", "label", "pairs", "source_ids"])
    return frame.sort_values("day", ignore_index=True)


def _steps(tables: Tables, hypothesis: list[str], t: Language) -> list[dict]:
    """Return the days on which members of the set joined or left an organisation that another of them belongs to."""
    complete = tables.blocs[tables.blocs.members_complete == "yes"]
    own = tables.memberships
    own = own[own.iso3.isin(hypothesis) & own.role.eq("member") & own.bloc_id.isin(complete.bloc_id)]
    names = dict(zip(complete.bloc_id, complete.short_name, strict=True))
    rows = []
    for bloc, group in own.groupby("bloc_id"):
        for day in sorted({earliest(text) for text in [*group.start, *group.end] if text}):
            before, after = (_inside(group, one) for one in (day - dt.timedelta(days=1), day))
            pairs = len(after) * (len(after) - 1) // 2 - len(before) * (len(before) - 1) // 2
            who = t.list([t.country(code) for code in sorted(before ^ after, key=t.country)], most=2)
            if pairs:
                label = t("{bloc}: {states}", bloc=names[bloc], states=who)
                ids = tuple(dict.fromkeys(i for cell in group.source_ids for i in cell))
                rows.append(
                    {
                        "day": day,
                        "label": label if pairs > 0 else f"− {label}",
                        "source_ids": ids,
                        "pairs": pairs,
                        "treaty": False,
                    }
                )
    return rows


def _inside(group: pd.DataFrame, day: dt.date) -> set[str]:
    rows = zip(group.iso3, group.start, group.end, strict=True)
    return {code for code, start, end in rows if membership.holds(start, end, day)}


def _with_parties(frame: pd.DataFrame, states: list[str], at_least: int) -> pd.DataFrame:
    """Return the agreements to which so many of some states are parties."""
    return select(frame, (len(set(states) & set(parties)) >= at_least for parties in frame.parties))


def _treaties(tables: Tables, hypothesis: list[str], t: Language) -> list[dict]:
    frame = _with_parties(tables.agreements, hypothesis, at_least=2)
    frame = frame[frame.mutual_defence.eq("yes") & frame.signed.ne("")]
    return [
        {
            "day": earliest(row.signed),
            "label": t("Treaty: {pair}", pair=t.parties(row.parties)),
            "source_ids": row.source_ids,
            "pairs": 1,
            "treaty": True,
        }
        for row in frame.itertuples()
    ]


def sources_of(tables: Tables, hypothesis: list[str], day: dt.date) -> list[str]:
    """Return the sources of the memberships and agreements of some states, one entry a row and source."""
    own = membership.on_day(tables, day)
    own = own[own.iso3.isin(hypothesis)]
    frame = _with_parties(ties.in_place(tables, day), hypothesis, at_least=1)
    return [source for cell in (*own.source_ids, *frame.source_ids) for source in cell]


# ------------------------------------------------------------------------------------------------------ the network


def network(tables: Tables, hypothesis: list[str], day: dt.date, most: int = 60) -> pd.DataFrame:
    """Return the defence ties among some states and their partners.

    Parameters
    ----------
    tables : Tables
        The record.
    hypothesis : list of str
        The states.
    day : datetime.date
        The day.
    most : int
        States at most: partners of many of them come first, then those with many documents.

    Returns
    -------
    pandas.DataFrame
        The columns of `pactbook.subjects.ties.pairs`, of pairs with a document of their own.
    """
    tied = likeness.defence_ties(tables, day)
    own = tied[tied.a.isin(hypothesis) | tied.b.isin(hypothesis)]
    count = Counter()
    for row in own.itertuples():
        for code in {row.a, row.b} - set(hypothesis):
            count[code] += 1000 + row.documents
    outside = sorted(count, key=lambda code: (-count[code], code))[: max(0, most - len(hypothesis))]
    shown = {*hypothesis, *outside}
    return tied[tied.a.isin(shown) & tied.b.isin(shown)].reset_index(drop=True)


def communities(tied: pd.DataFrame) -> dict[str, int]:
    """Return the community of each state of a network: 0 for the largest; by Leiden (Traag et al. 2019), modularity.

    The generator is seeded and the states are in alphabetical order, so that the same ties give the same communities.
    """
    states = sorted({*tied.a, *tied.b})
    place = {state: number for number, state in enumerate(states)}
    edges = sorted((place[row.a], place[row.b], likeness.WEIGHTS[row.commitment]) for row in tied.itertuples())
    graph = igraph.Graph(n=len(states), edges=[edge[:2] for edge in edges])
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 (no secret)
    try:
        groups = graph.community_leiden("modularity", weights=[edge[2] for edge in edges], n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {states[member]: number for number, group in enumerate(ordered) for member in group}
