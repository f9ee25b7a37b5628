"""The partners that two states share, against chance.

Who is tied to whom is told by `pactbook.subjects.ties`. What is found is compared with a null model that keeps the number of
partners of every state and draws the rest at random: edge switching (Maslov and Sneppen 2002, Science 296, 910; Fosdick and
others 2018, SIAM Review 60, 315).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pactbook.locale import Language
from pactbook.subjects import ties
from pactbook.subjects.findings import Finding, records

if TYPE_CHECKING:
    import igraph

DRAWS = 500
SEED = 1949
_SWITCHES = 10  # attempted switches an edge before the first random network, as igraph advises


@dataclass(frozen=True)
class Position:
    """Where the tie of two states stands in the network of all, their own tie left out.

    Attributes
    ----------
    a, b : str
        ISO 3166-1 alpha-3.
    states, ties : int
        Size of the network.
    shared : tuple of str
        Partners that both have.
    expected : float
        Mean number of shared partners in the random networks.
    less : float
        The share of random networks in which they share fewer.
    draws, seed : int
        Number of random networks, and the seed.
    """

    a: str
    b: str
    states: int
    ties: int
    shared: tuple[str, ...]
    expected: float
    less: float
    draws: int
    seed: int


def graph(pairs: pd.DataFrame) -> igraph.Graph:
    """Return the ties as a simple undirected graph; a vertex has its ISO3 as `name`."""
    import igraph  # late: it brings pyplot, and who only reads the record needs neither

    return igraph.Graph.TupleList(zip(pairs.a, pairs.b, strict=True), vertex_name_attr="name")


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of its own, so that the same input gives the same result."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 (a simulation)
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def rewired(net: igraph.Graph, draws: int) -> Iterator[igraph.Graph]:
    """Yield a network as often as asked, each time with other ties and as many partners for every state.

    It is one graph that changes. Call it inside `seeded`.
    """
    other = net.copy()
    for number in range(draws):
        if other.ecount() > 1:
            other.rewire(n=other.ecount() * (_SWITCHES if number == 0 else 1))
        yield other


def position(pairs: pd.DataFrame, a: str, b: str, draws: int = DRAWS, seed: int = SEED) -> Position | None:
    """Return where the tie of two states stands among the ties of all, their own left out.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `pactbook.subjects.ties.pairs` gives it.
    a, b : str
        ISO 3166-1 alpha-3.
    draws, seed : int
        Number of random networks, and the seed.

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
    shared = _shared(net, ends)
    with seeded(seed):
        common = np.array([len(_shared(other, ends)) for other in rewired(net, draws)])
    return Position(
        a=a,
        b=b,
        states=net.vcount(),
        ties=net.ecount(),
        shared=tuple(sorted(net.vs[shared]["name"])),
        expected=float(common.mean()),
        less=float((common < len(shared)).mean()),
        draws=draws,
        seed=seed,
    )


def _shared(net: igraph.Graph, ends: tuple[int, int]) -> list[int]:
    return sorted(set(net.neighbors(ends[0])) & set(net.neighbors(ends[1])))


def neighbourhood(pairs: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Return the partners of two states, for a figure.

    Returns
    -------
    pandas.DataFrame
        One row a partner, those of both first, then those of `a`, each in the order of their codes: partner (ISO3), with_a,
        with_b (the strongest commitment with each, empty where there is no tie).
    """
    links = {state: _links(pairs, state) for state in (a, b)}
    rows = [
        {"partner": partner, "with_a": links[a].get(partner, ""), "with_b": links[b].get(partner, "")}
        for partner in sorted((links[a].keys() | links[b].keys()) - {a, b})
    ]
    frame = pd.DataFrame(rows, columns=["partner", "with_a", "with_b"])
    alone = 2 * (frame.with_a == "").astype(int) + (frame.with_b == "").astype(int)
    return frame.assign(alone=alone).sort_values(["alone", "partner"], ignore_index=True).drop(columns="alone")


def commitment_between(pairs: pd.DataFrame, a: str, b: str) -> str:
    """Return the strongest commitment of two states, empty where they have no tie."""
    return _links(pairs, a).get(b, "")


def _links(pairs: pd.DataFrame, state: str) -> dict[str, str]:
    forth = pairs[pairs.a == state].set_index("b").commitment.to_dict()
    return forth | pairs[pairs.b == state].set_index("a").commitment.to_dict()


# ------------------------------------------------------------------------------------------------------ findings


def hundredth(share: float, t: Language) -> str:
    """Return how many of a hundred, never a whole hundred that it is not known to be."""
    return t.number(min(99, int(100 * share)) if share < 1 else 100)


def find_position(place: Position | None, pairs: pd.DataFrame, a: str, b: str, as_of: str, t: Language) -> Finding:
    """Say how many partners two states share, and where that lies among random networks."""
    names = {"a": t.state(a), "b": t.state(b)}
    if place is None:
        others = ties.without(pairs, a, b)
        lacking = [t.state(state) for state in (a, b) if state not in {*others.a, *others.b}]
        text = t.plural(
            "{states} has no defence document in place with a third state on record, so whether the two move in the same circle "
            "cannot be told.",
            "{states} have no defence document in place with a third state on record, so whether the two move in the same circle "
            "cannot be told.",
            len(lacking),
            states=t.list(lacking),
        )
        return Finding("position", text)
    own = pairs[(pairs.a == min(a, b)) & (pairs.b == max(a, b))]
    ids = own.agreement_ids.iloc[0] if len(own) else ()
    if not place.shared:
        text = t(
            "{a} and {b} have no defence partner in common on record; chance would give {expected}.",
            expected=t.number(round(place.expected, 1)),
            **names,
        )
        return Finding("position", text, records("agreements", ids))
    shared = t.list([t.state(code) for code in sorted(place.shared, key=t.country)], most=6)
    text = t.plural(
        "{a} and {b} have {n} defence partner in common on record: {shared}.",
        "{a} and {b} have {n} defence partners in common on record: {shared}.",
        len(place.shared),
        shared=shared,
        **names,
    )
    against = t(
        "Chance would give {expected}; in {less} of 100 random networks in which every state keeps its number of partners they "
        "share fewer ({states} states and {ties} pairs on {day}, the two with each other left out).",
        expected=t.number(round(place.expected, 1)),
        less=hundredth(place.less, t),
        states=t.number(place.states),
        ties=t.number(place.ties),
        day=t.date(as_of),
    )
    return Finding("position", f"{text} {against}", records("agreements", ids))


def whose(partners: pd.DataFrame, a: str, b: str, t: Language) -> list[str]:
    """Return of each partner whether it is that of two states both or of which one alone."""
    alone = {state: t("of {state} alone", state=t.state(state)) for state in (a, b)}
    return [
        t("of both") if with_a and with_b else alone[a if with_a else b]
        for with_a, with_b in zip(partners.with_a, partners.with_b, strict=True)
    ]


def headline_neighbourhood(partners: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the figure: how many partners two states share."""
    shared = int(((partners.with_a != "") & (partners.with_b != "")).sum())
    if lacking := [t.state(state) for state, own in ((a, partners.with_a), (b, partners.with_b)) if (own == "").all()]:
        return t("{states}: no third state on record as defence partner", states=t.list(lacking))
    return t.plural(
        "{a} and {b} share {n} of {all} defence partners on record",
        "{a} and {b} share {n} of {all} defence partners on record",
        shared,
        a=t.state(a),
        b=t.state(b),
        all=t.number(len(partners)),
    )
