"""The network of defence ties, and whether a tie bridges two parts of it or stays inside one.

Who is tied to whom is told by `pactbook.subjects.ties`. What is found is compared with a null
model that keeps the number of partners of every state and draws the rest at random: edge switching (Maslov and Sneppen
2002, Science 296, 910; Fosdick and others 2018, SIAM Review 60, 315).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import igraph
import numpy as np
import pandas as pd

from pactbook.locale import Language
from pactbook.subjects import ties
from pactbook.subjects.findings import Finding, records

DRAWS = 500
RUNS = 50
SEED = 1949
_SWITCHES = 10  # attempted switches an edge, as igraph advises
_INTERVAL = (2.5, 97.5)  # percentiles


@dataclass(frozen=True)
class Position:
    """Where the tie of two states stands in the network of all.

    Attributes
    ----------
    a, b : str
        ISO 3166-1 alpha-3.
    states, ties : int
        Size of the network, the tie of the two left out.
    shared : tuple of str
        Partners that both have.
    expected, low, high : float
        Mean number of shared partners in the random networks, and the interval that holds 95 % of them.
    distance : int or None
        Ties on the shortest way between the two without their own; None where there is no way.
    together : float
        Share of the runs of the community search that put both into one community.
    modularity : float
        Median modularity of the runs; `random_modularity` holds 95 % of the random networks, with one run each.
    communities : dict of str to int
        Community of each state in the best division found, 0 the largest.
    draws, runs, seed : int
        Number of random networks and of runs of the community search, and the seed of both.
    """

    a: str
    b: str
    states: int
    ties: int
    shared: tuple[str, ...]
    expected: float
    low: float
    high: float
    distance: int | None
    together: float
    modularity: float
    random_modularity: tuple[float, float]
    communities: dict[str, int]
    draws: int
    runs: int
    seed: int


def graph(pairs: pd.DataFrame) -> igraph.Graph:
    """Return the ties as a simple undirected graph; a vertex has its ISO3 as `name`."""
    return igraph.Graph.TupleList(zip(pairs.a, pairs.b, strict=True), vertex_name_attr="name")


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of its own, so that the same input gives the same result."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 (a simulation)
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def position(
    pairs: pd.DataFrame, a: str, b: str, draws: int = DRAWS, runs: int = RUNS, seed: int = SEED
) -> Position | None:
    """Return where the tie of two states stands among the ties of all, their own left out.

    Their own tie is left out so that it does not explain itself. Communities are those of the Leiden algorithm with
    modularity (Traag, Waltman and van Eck 2019, Scientific Reports 9, 5233), which depend on chance: the share of runs
    that put both states together tells how sure that is.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `pactbook.subjects.ties.pairs` gives it.
    a, b : str
        ISO 3166-1 alpha-3.
    draws, runs, seed : int
        Number of random networks and of runs of the community search, and the seed.

    Returns
    -------
    Position or None
        None where one of the two has no tie with a third state.
    """
    others = ties.without(pairs, a, b)
    if not {a, b} <= set(others.a) | set(others.b):
        return None
    net = graph(others)
    ends = net.vs.find(a).index, net.vs.find(b).index
    distance = net.distances(*ends)[0][0]
    with _seeded(seed):
        divisions = [_communities(net) for _ in range(runs)]
        common, chance = _null(net, ends, draws)
    best = max(divisions, key=lambda division: division.modularity)
    # Partners are counted: the interval ends on whole numbers.
    low, high = np.percentile(common, _INTERVAL, method="inverted_cdf")
    return Position(
        a=a,
        b=b,
        states=net.vcount(),
        ties=net.ecount(),
        shared=tuple(sorted(net.vs[_shared(net, ends)]["name"])),
        expected=float(np.mean(common)),
        low=float(low),
        high=float(high),
        distance=None if np.isinf(distance) else int(distance),
        together=float(np.mean([one.membership[ends[0]] == one.membership[ends[1]] for one in divisions])),
        modularity=float(np.median([one.modularity for one in divisions])),
        random_modularity=tuple(float(value) for value in np.percentile(chance, _INTERVAL)),
        communities=_by_size(best),
        draws=draws,
        runs=runs,
        seed=seed,
    )


def _shared(net: igraph.Graph, ends: tuple[int, int]) -> list[int]:
    return sorted(set(net.neighbors(ends[0])) & set(net.neighbors(ends[1])))


def _null(net: igraph.Graph, ends: tuple[int, int], draws: int) -> tuple[list[int], list[float]]:
    """Return shared partners and modularity in networks with the same number of partners of every state."""
    common, chance = [], []
    for _ in range(draws):
        other = net.copy()
        other.rewire(n=_SWITCHES * net.ecount())
        common.append(len(_shared(other, ends)))
        chance.append(_communities(other).modularity)
    return common, chance


def _communities(net: igraph.Graph) -> igraph.VertexClustering:
    return net.community_leiden(objective_function="modularity", n_iterations=-1)


def _by_size(division: igraph.VertexClustering) -> dict[str, int]:
    order = sorted(range(len(division)), key=lambda number: (-len(division[number]), division[number]))
    rank = {number: place for place, number in enumerate(order)}
    return {name: rank[one] for name, one in zip(division.graph.vs["name"], division.membership, strict=True)}


def neighbourhood(pairs: pd.DataFrame, a: str, b: str, place: Position | None) -> pd.DataFrame:
    """Return the partners of two states, for a figure.

    Returns
    -------
    pandas.DataFrame
        One row a partner, those of both first, then those of `a`: partner (ISO3), with_a, with_b (the strongest commitment
        with each, empty where there is no tie), side (in whose community it is: ``a``, ``b``, ``both``, ``other``; empty
        where communities cannot be told).
    """
    links = {state: _links(pairs, state) for state in (a, b)}
    known = place.communities if place else {}
    rows = [
        {
            "partner": partner,
            "with_a": links[a].get(partner, ""),
            "with_b": links[b].get(partner, ""),
            "side": _side(known.get(partner), known.get(a), known.get(b)),
        }
        for partner in sorted((links[a].keys() | links[b].keys()) - {a, b})
    ]
    frame = pd.DataFrame(rows, columns=["partner", "with_a", "with_b", "side"])
    alone = 2 * (frame.with_a == "").astype(int) + (frame.with_b == "").astype(int)
    return frame.assign(alone=alone).sort_values(["alone", "partner"], ignore_index=True).drop(columns="alone")


def commitment_between(pairs: pd.DataFrame, a: str, b: str) -> str:
    """Return the strongest commitment of two states, empty where they have no tie."""
    return _links(pairs, a).get(b, "")


def _links(pairs: pd.DataFrame, state: str) -> dict[str, str]:
    forth = pairs[pairs.a == state].set_index("b").commitment.to_dict()
    return forth | pairs[pairs.b == state].set_index("a").commitment.to_dict()


def _side(own: int | None, of_a: int | None, of_b: int | None) -> str:
    if of_a is None or of_b is None:
        return ""
    if own is None or own not in (of_a, of_b):
        return "other"
    if of_a == of_b:
        return "both"
    return "a" if own == of_a else "b"


# ------------------------------------------------------------------------------------------------------ findings


def find_position(place: Position | None, pairs: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say whether the tie of two states bridges two parts of the network, against a null model."""
    names = {"a": t.country(a), "b": t.country(b)}
    if place is None:
        text = t(
            "{a} or {b} has no defence document in place with a third state on record, so where their tie stands among "
            "those of others cannot be told.",
            **names,
        )
        return Finding("position", text)
    own = pairs[(pairs.a == min(a, b)) & (pairs.b == max(a, b))]
    parts = [
        t(
            "By {day} the record ties {states} states by {ties} pairs with a defence document in place, that of {a} and "
            "{b} left out.",
            day=t.date(as_of),
            states=t.number(place.states),
            ties=t.number(place.ties),
            **names,
        ),
        _against_chance(place, t),
        _bridge(place, t),
        _clustering(place, t),
    ]
    ids = own.agreement_ids.iloc[0] if len(own) else ()
    return Finding("position", " ".join(parts), records("agreements", ids))


def _against_chance(place: Position, t: Language) -> str:
    text = t.plural(
        "Without their own tie they share {n} partner; in {draws} random networks in which every state keeps its number of "
        "partners it is {expected} on average, 95 % of them between {low} and {high}",
        "Without their own tie they share {n} partners; in {draws} random networks in which every state keeps its number "
        "of partners it is {expected} on average, 95 % of them between {low} and {high}",
        len(place.shared),
        draws=t.number(place.draws),
        expected=t.number(round(place.expected, 1)),
        low=t.number(place.low),
        high=t.number(place.high),
    )
    if len(place.shared) > place.high:
        return text + t(": more than chance gives.")
    if len(place.shared) < place.low:
        return text + t(": fewer than chance gives.")
    return text + t(": no more than chance gives.")


def _bridge(place: Position, t: Language) -> str:
    share = {"share": t.number(round(100 * place.together)), "runs": t.number(place.runs)}
    if place.together >= 0.9:
        return t(
            "{share} % of {runs} searches for communities put both into one: it is a tie inside a community.", **share
        )
    if place.together <= 0.1:
        return t(
            "{share} % of {runs} searches for communities put both into one: it is a tie between two communities.",
            **share,
        )
    return t(
        "{share} % of {runs} searches for communities put both into one: whether it bridges two cannot be told.",
        **share,
    )


def _clustering(place: Position, t: Language) -> str:
    low, high = place.random_modularity
    values = {"q": t.number(place.modularity), "low": t.number(low), "high": t.number(high)}
    if place.modularity > high:
        return t("The division itself is clearer than chance gives (modularity {q}, random {low} to {high}).", **values)
    return t(
        "The division itself is no clearer than chance gives (modularity {q}, random {low} to {high}), so it bears little "
        "weight.",
        **values,
    )


def headline_neighbourhood(partners: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the figure: how many partners two states share."""
    shared = int(((partners.with_a != "") & (partners.with_b != "")).sum())
    return t.plural(
        "{a} and {b} share {n} of {all} defence partners on record",
        "{a} and {b} share {n} of {all} defence partners on record",
        shared,
        a=t.country(a),
        b=t.country(b),
        all=t.number(len(partners)),
    )
