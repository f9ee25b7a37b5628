"""Whether some states form a bloc: how alike they are among themselves, against random sets of states.

A hypothesis is a set of states that somebody calls a bloc. Under each definition of `pactbook.similarity` its cohesion,
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

from pactbook import alliances, similarity
from pactbook.dates import earliest
from pactbook.findings import Finding, records
from pactbook.locale import Language
from pactbook.similarity import Definition
from pactbook.tables import Tables, select

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
        As `pactbook.similarity.definitions` gives them.
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
        `pactbook.similarity.mean_ranks`), inside (bool). All members, and the `most` nearest others.
    """
    states = sorted(set(hypothesis).union(*(one.values.index for one in definitions)))
    table = similarity.mean_ranks(definitions, states)
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
    own, frame = tables.memberships[tables.memberships.iso3.isin(hypothesis)], tables.agreements
    bilateral = frame[frame.party_a.isin(hypothesis) | frame.party_b.isin(hypothesis)]
    alone = Counter()
    for ids in itertools.chain(own.source_ids, bilateral.source_ids):
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
        again = test(
            similarity.definitions(less, list(continents.index), day, points, t), hypothesis, continents, FEWER
        )
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
        states = similarity.states_of(one, hypothesis)
        found = similarity.definitions(tables, list(states.index), one, _of_year(points, one.year), t)
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
    return {code for code, start, end in rows if alliances.holds(start, end, day)}


def _treaties(tables: Tables, hypothesis: list[str], t: Language) -> list[dict]:
    frame = tables.agreements
    frame = frame[frame.party_a.isin(hypothesis) & frame.party_b.isin(hypothesis)]
    frame = frame[frame.mutual_defence.eq("yes") & frame.signed.ne("")]
    return [
        {
            "day": earliest(row.signed),
            "label": t("Treaty: {pair}", pair=t.dyad(row.party_a, row.party_b)),
            "source_ids": row.source_ids,
            "pairs": 1,
            "treaty": True,
        }
        for row in frame.itertuples()
    ]


def sources_of(tables: Tables, hypothesis: list[str], day: dt.date) -> list[str]:
    """Return the sources of the memberships and agreements of some states, one entry a row and source."""
    own = alliances.on_day(tables, day)
    own = own[own.iso3.isin(hypothesis)]
    frame = similarity.documents(tables, day)
    frame = frame[frame.party_a.isin(hypothesis) | frame.party_b.isin(hypothesis)]
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
        The columns of `pactbook.similarity.defence_ties`.
    """
    ties = similarity.defence_ties(tables, day)
    own = ties[ties.a.isin(hypothesis) | ties.b.isin(hypothesis)]
    count = Counter()
    for row in own.itertuples():
        for code in {row.a, row.b} - set(hypothesis):
            count[code] += 1000 + row.documents
    outside = sorted(count, key=lambda code: (-count[code], code))[: max(0, most - len(hypothesis))]
    shown = {*hypothesis, *outside}
    return ties[ties.a.isin(shown) & ties.b.isin(shown)].reset_index(drop=True)


def communities(ties: pd.DataFrame) -> dict[str, int]:
    """Return the community of each state of a network: 0 for the largest; by Leiden (Traag et al. 2019), modularity.

    The generator is seeded and the states are in alphabetical order, so that the same ties give the same communities.
    """
    states = sorted({*ties.a, *ties.b})
    place = {state: number for number, state in enumerate(states)}
    edges = sorted((place[row.a], place[row.b], similarity.WEIGHTS[row.commitment]) for row in ties.itertuples())
    graph = igraph.Graph(n=len(states), edges=[edge[:2] for edge in edges])
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 (no secret)
    try:
        groups = graph.community_leiden("modularity", weights=[edge[2] for edge in edges], n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {states[member]: number for number, group in enumerate(ordered) for member in group}


# ------------------------------------------------------------------------------------------------------ findings


def find_definitions(definitions: list[Definition]) -> tuple[Finding, ...]:
    """Return what each definition compares, one sentence each."""
    return tuple(Finding(f"definition-{one.key}", f"{one.name}: {one.sense}.") for one in definitions)


def find_reference(points: pd.DataFrame | None, note: str, t: Language) -> Finding:
    """Say which outside dataset stands behind the definition by votes, or that none was asked."""
    if points is None and not note:
        return Finding("reference", t("Outside datasets were not asked; the definition by UN votes is left out."))
    return Finding("reference", note)


def find_bloc(tested: pd.DataFrame, hypothesis: list[str], day: str, t: Language) -> Finding:
    """Say under how many definitions the set holds together, with value, expectation and p of each."""
    told = tested.dropna(subset=["p"])
    if told.empty:
        return Finding("bloc", t("Too few of the states have values to compare, so the record says nothing of a bloc."))
    parts = [
        t.plural(
            "On {day} the {states} states hold together as a bloc under {k} of {n} definition.",
            "On {day} the {states} states hold together as a bloc under {k} of {n} definitions.",
            len(told),
            k=t.number(int(told.holds.sum())),
            states=t.number(len(hypothesis)),
            day=t.date(day),
        ),
        t("More alike than random sets of as many states from the same continents: {told}.", told=holding)
        if (holding := _told(told[told.holds], t))
        else "",
        t("Not more alike than chance allows: {told}.", told=failing)
        if (failing := _told(told[~told.holds], t))
        else "",
        _missing(tested, hypothesis, t),
    ]
    return Finding("bloc", " ".join(part for part in parts if part))


def _told(rows: pd.DataFrame, t: Language) -> str:
    """Return value, expectation and p of each row as a phrase, or nothing without rows."""
    words = [
        t(
            "{definition} ({value} against {expected}, {p})",
            definition=row.definition,
            value=t.number(row.value),
            expected=t.number(row.expected),
            p=p_value(row.p, t),
        )
        for row in rows.itertuples()
    ]
    return t.list(words) if words else ""


def _missing(tested: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Name the states that a definition has no value for."""
    told = []
    for row in tested.itertuples():
        if lacking := [t.country(code) for code in hypothesis if code not in row.states]:
            told.append(f"{row.definition}: {t.list(lacking, most=4)}")
    return t("Without a value: {told}.", told="; ".join(told)) if told else ""


def p_value(p: float, t: Language) -> str:
    """Return a p value as text: to three digits, below them as a bound."""
    return f"p < {t.number(0.001, 3)}" if p < 0.001 else f"p = {t.number(p, 3)}"


def told_beside(tested: pd.DataFrame, t: Language) -> list[str]:
    """Return what stands beside each row of the figure of the test."""
    return [
        t("no value") if pd.isna(row.p) else t(
            "{value} against {expected}, {p}",
            value=t.number(row.value), expected=t.number(row.expected), p=p_value(row.p, t),
        )
        for row in tested.itertuples()
    ]  # fmt: skip


def find_worst(left_out: pd.DataFrame, tested: pd.DataFrame, t: Language) -> Finding:
    """Say which state fits worst, under which definitions, and what holds without it."""
    if left_out.gain.dropna().empty:
        return Finding("worst", t("Which of the states fits worst cannot be told."))
    gains = worst(left_out)
    state = gains.index[0]
    known = left_out.dropna(subset=["gain"])
    odd = known.loc[known.groupby("key").gain.idxmax()]
    odd = odd[odd.gain > 0.005].groupby("left_out", sort=False).definition.agg(list)
    parts = [
        t(
            "{state} fits worst: without it the others are on average {gain} standard deviations more alike, and hold "
            "together under {k} of {n} definitions.",
            state=t.country(state),
            gain=t.number(gains.iloc[0]),
            k=t.number(_held_without(left_out[left_out.left_out == state], tested)),
            n=t.number(int(tested.p.notna().sum())),
        )
    ]
    if len(odd):
        order = sorted(odd.index, key=lambda code: (code != state, t.country(code)))
        told = [t("{state} ({definitions})", state=t.country(code), definitions=", ".join(odd[code])) for code in order]
        parts.append(t("Least like the others, by definition: {told}.", told=t.list(told)))
    return Finding("worst", " ".join(parts))


def _held_without(own: pd.DataFrame, tested: pd.DataFrame) -> int:
    """Return under how many definitions the set without one state holds; one that has no value for it stays as it was."""
    return int(own.holds.sum() + tested[~tested.key.isin(own.key)].holds.sum())


def find_exceptions(tables: Tables, hypothesis: list[str], day: dt.date, t: Language) -> Finding:
    """Name the pairs bound to help each other, the members bound to outsiders, and the pairs without a document."""
    states = list(similarity.states_of(day, hypothesis).index)
    levels = pd.DataFrame(similarity.bound(tables, states, day), index=states, columns=states)
    ties = similarity.defence_ties(tables, day)
    tied = set(zip(ties.a, ties.b, strict=True))
    pairs = list(itertools.combinations(hypothesis, 2))
    inside = [t.dyad(a, b) for a, b in pairs if levels.at[a, b] == similarity.TOP]
    apart = [pair for pair in pairs if tuple(sorted(pair)) not in tied]
    alone = [state for state in hypothesis if sum(state in pair for pair in apart) == len(hypothesis) - 1]
    parts = [
        t.plural(
            "Of the {all} pairs, {n} is bound to help each other if attacked: {pairs}.",
            "Of the {all} pairs, {n} are bound to help each other if attacked: {pairs}.",
            len(inside),
            all=t.number(len(pairs)),
            pairs=t.list(inside, most=6),
        )
        if inside
        else t("No pair of them is bound to help each other if attacked."),
        _outsiders(levels, hypothesis, t),
        t.plural(
            "{n} of {all} pairs has no defence document on record.",
            "{n} of {all} pairs have no defence document on record.",
            len(apart),
            all=t.number(len(pairs)),
        ),
        t("With none of the others has {states} one.", states=t.list([t.country(code) for code in alone]))
        if 0 < len(alone) < len(hypothesis)
        else "",
    ]
    ids = [i for row in ties.itertuples() if {row.a, row.b} <= set(hypothesis) for i in row.agreement_ids]
    return Finding("exceptions", " ".join(part for part in parts if part), records("agreements", ids))


def _outsiders(levels: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Say to whom outside the set members are bound; members with the same allies together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for state in hypothesis:
        allies = levels.columns[levels.loc[state].eq(similarity.TOP)]
        if outside := tuple(code for code in allies if code not in hypothesis):
            found.setdefault(outside, []).append(state)
    told = [
        t(
            "{states} to {allies}",
            states=t.list([t.country(code) for code in members]),
            allies=t.list(sorted(map(t.country, outside)), most=5),
        )
        for outside, members in found.items()
    ]
    return t("Help is also owed to outsiders: {told}.", told="; ".join(told)) if told else ""


def find_ties(ties: pd.DataFrame, hypothesis: list[str], t: Language) -> Finding:
    """Say how many pairs of the set have a defence document, and with how many outsiders its members have one."""
    first, second = (ties[side].isin(hypothesis) for side in ("a", "b"))
    inside, across = ties[first & second], ties[first ^ second]
    partners = {*across.a, *across.b} - set(hypothesis)
    pairs = len(hypothesis) * (len(hypothesis) - 1) // 2
    parts = [
        t.plural(
            "{n} of {all} pairs of the set has a defence document.",
            "{n} of {all} pairs of the set have a defence document.",
            len(inside),
            all=t.number(pairs),
        ),
        t.plural(
            "Its members have {ties}, to {n} outsider.",
            "Its members have {ties}, to {n} outsiders.",
            len(partners),
            ties=t.plural("{n} more tie", "{n} more ties", len(across)),
        ),
    ]
    ids = [i for cell in inside.agreement_ids for i in cell]
    return Finding("ties", " ".join(parts), records("agreements", ids))


def find_nearest(near: pd.DataFrame, t: Language) -> Finding:
    """Name the outsiders that are more like the set than the member that is least like it."""
    inside = near[near.inside]
    last = inside.iloc[-1]
    closer = near[~near.inside & (near.likeness > last.likeness)]
    value = t.number(round(100 * last.likeness))
    if closer.empty:
        text = t(
            "By the mean of all definitions no outsider is as much like the set as its least typical member, {state}, "
            "whose ties to it rank ahead of {share} % of all pairs of states.",
            state=t.country(last.iso3),
            share=value,
        )
        return Finding("nearest", text)
    full = len(closer) == int((~near.inside).sum())
    named = t.list([t.country(code) for code in closer.iso3], most=5)
    text = t.plural(
        "By the mean of all definitions {n} outsider is more like the set than its member {state} is: {named}.",
        "By the mean of all definitions {n} outsiders are more like the set than its member {state} is: {named}.",
        len(closer),
        state=t.country(last.iso3),
        named=named,
    )
    return Finding("nearest", text if not full else text + " " + t("There are more; these are the nearest."))


def find_robust(tested: pd.DataFrame, left_out: pd.DataFrame, sources: pd.DataFrame, t: Language) -> Finding:
    """Say how the count of definitions moves when one state, one definition or one publisher is left out."""
    n, k = int(tested.p.notna().sum()), int(tested.holds.sum())
    if not n:
        return Finding("robust", t("There is no test that could be repeated with less."))
    by_state = [_held_without(group, tested) for _, group in left_out.groupby("left_out")] or [k]
    parts = [
        t(
            "With one state left out at a time, the set holds under {span} of {n} definitions; with one definition left "
            "out, under {less} of {rest}.",
            span=_span(min(by_state), max(by_state), t),
            n=t.number(n),
            less=_span(max(0, k - 1), min(k, n - 1), t),
            rest=t.number(n - 1),
        )
    ]
    if len(sources):
        by_source = sources.groupby("publisher").holds.sum()
        parts.append(
            t.plural(
                "Without what rests on one publisher alone, tried for the {n} on which most does, it holds under {span}.",
                "Without what rests on one publisher alone, tried for the {n} on which most does, it holds under {span}.",
                len(by_source),
                span=_span(int(by_source.min()), int(by_source.max()), t),
            )
        )
    return Finding("robust", " ".join(parts))


def _span(low: int, high: int, t: Language) -> str:
    return t.number(low) if low == high else t("{low} to {high}", low=t.number(low), high=t.number(high))


def find_over_time(years: pd.DataFrame, t: Language) -> Finding:
    """Say since when the set holds together under each definition, and how its cohesion moved."""
    told = []
    for _, group in years.dropna(subset=["p"]).groupby("key", sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        since = _held_since(group)
        change = t(
            "{definition} from {before} in {first} to {after} in {last}",
            definition=last.definition,
            before=t.number(first.value),
            first=first.day.year,
            after=t.number(last.value),
            last=last.day.year,
        )
        told.append(
            change + " " + (t("(holds since {year})", year=since) if since else t("(does not hold at the end)"))
        )
    if not told:
        return Finding("over-time", t("Too few of the states have values to follow the set through the years."))
    return Finding("over-time", t("Mean likeness of the set: {told}.", told="; ".join(told)))


def _held_since(group: pd.DataFrame) -> int | None:
    """Return the first year of the unbroken stretch at the end in which the set holds, or None."""
    broken = np.flatnonzero(~group.holds.to_numpy(bool))
    start = broken[-1] + 1 if len(broken) else 0
    return None if start == len(group) else group.day.iloc[start].year


def find_network(ties: pd.DataFrame, groups: dict[str, int], hypothesis: list[str], t: Language) -> Finding:
    """Say how many states and ties the network has, and over how many communities the set is spread."""
    if ties.empty:
        return Finding("network", t("No defence document of these states with anybody is on record."))
    own: dict[int, list[str]] = {}
    for code in hypothesis:
        if code in groups:
            own.setdefault(groups[code], []).append(t.country(code))
    fullest = max(own.values(), key=len)
    parts = [
        t.plural(
            "Pairs with a defence document among these {states} states: {ties}. By these ties they fall into {n} community.",
            "Pairs with a defence document among these {states} states: {ties}. By these ties they fall into {n} communities.",
            len(set(groups.values())),
            ties=t.number(len(ties)),
            states=t.number(len(groups)),
        ),
        t.plural(
            "The states in question are all in {n} of them: {together}.",
            "The states in question are spread over {n} of them; the most in one are {together}.",
            len(own),
            together=t.list(fullest),
        ),
    ]
    return Finding("network", " ".join(parts))


def find_depth(tables: Tables, hypothesis: list[str], day: dt.date, t: Language) -> Finding:
    """Say how much of the record of defence documents is about the set: a deeper record makes states look closer."""
    ties = similarity.defence_ties(tables, day)
    own = ties[ties.a.isin(hypothesis) | ties.b.isin(hypothesis)]
    text = t.plural(
        "{n} of the {all} defence documents that count on the day has a party in the set. The record was searched deepest "
        "around the shipped cases, so the definition by defence ties favours their states.",
        "{n} of the {all} defence documents that count on the day have a party in the set. The record was searched deepest "
        "around the shipped cases, so the definition by defence ties favours their states.",
        int(own.documents.sum()),
        all=t.number(int(ties.documents.sum())),
    )
    return Finding("depth", text)


# ------------------------------------------------------------------------------------------------------ headlines


def headline_bloc(tested: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Return the title of the test: under how many definitions the set holds."""
    return t.plural(
        "The {states} states hold together under {k} of {n} definition",
        "The {states} states hold together under {k} of {n} definitions",
        int(tested.p.notna().sum()),
        k=t.number(int(tested.holds.sum())),
        states=t.number(len(hypothesis)),
    )


def headline_ties(ties: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Return the title of the map of ties: inside against outside."""
    sides = ties.a.isin(hypothesis).astype(int) + ties.b.isin(hypothesis)
    return t(
        "{inside} defence ties join the states to each other, {outside} to others",
        inside=t.number(int((sides == 2).sum())),
        outside=t.number(int((sides == 1).sum())),
    )


def headline_alignment(definitions: list[Definition], hypothesis: list[str], t: Language) -> str:
    """Return the title of the small heatmaps: which pair is most alike on average."""
    table = similarity.mean_ranks(definitions, hypothesis).to_numpy()
    first, second = np.triu_indices(len(hypothesis), 1)
    best = int(np.argmax(table[first, second]))
    return t(
        "Most alike: {pair}, ahead of {share} % of all pairs of states on average",
        pair=t.dyad(hypothesis[first[best]], hypothesis[second[best]]),
        share=t.number(round(100 * table[first[best], second[best]])),
    )


def headline_nearest(near: pd.DataFrame, t: Language) -> str:
    """Return the title of the large heatmap: the outsider that is most like the set."""
    outside = near[~near.inside]
    if outside.empty:
        return t("There is nobody to compare the set with")
    closer = int((near[near.inside].likeness < outside.likeness.iloc[0]).sum())
    return t.plural(
        "{state} is more like the set than {n} of its {all} members is",
        "{state} is more like the set than {n} of its {all} members are",
        closer,
        state=t.country(outside.iso3.iloc[0]),
        all=t.number(int(near.inside.sum())),
    )


def headline_over_time(years: pd.DataFrame, t: Language) -> str:
    """Return the title of the curves: under how many definitions the set held in the first year, and holds at the end."""
    told = years.dropna(subset=["p"])
    if told.empty:
        return t("The set cannot be followed through the years")
    first, last = told[told.day == told.day.min()], told.groupby("key").tail(1)
    return t(
        "The set held together under {before} of {few} definitions in {first}, under {after} of {n} in {last}",
        before=t.number(int(first.holds.sum())),
        few=t.number(len(first)),
        after=t.number(int(last.holds.sum())),
        n=t.number(len(last)),
        first=told.day.min().year,
        last=told.day.max().year,
    )


def headline_network(groups: dict[str, int], t: Language) -> str:
    """Return the title of the network: states and communities."""
    return t.plural(
        "{states} states fall into {n} community by their defence ties",
        "{states} states fall into {n} communities by their defence ties",
        len(set(groups.values())),
        states=t.number(len(groups)),
    )
