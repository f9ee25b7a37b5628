"""How alike states are on a day: definitions that the field uses, each as a table of pairs.

Every definition compares the same states: the members of the United Nations on the day and whoever is asked about. A
state on which a definition has nothing to say has no value there, which is not the same as no similarity.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.states import in_united_nations, is_code, of_its_day, region
from pactbook.subjects import membership, ties

# What an alliance obliges to, as the field ranks it: nothing, consultation or the help of one side alone, mutual help.
LEVELS = {"consultation": 1, "one_sided": 1, "yes": 2}
TOP = max(LEVELS.values())


@dataclass(frozen=True)
class Definition:
    """One way to say how alike two states are.

    Attributes
    ----------
    key : str
        Its name in tables and files.
    name : str
        Its name in figures.
    sense : str
        One sentence: what it compares, after which paper.
    values : pandas.DataFrame
        State by state (ISO3), 1 where they are the same; no row for a state without a value. Empty where the data are
        missing.
    """

    key: str
    name: str
    sense: str
    values: pd.DataFrame


# ------------------------------------------------------------------------------------------------------ measures


def jaccard(member: np.ndarray) -> np.ndarray:
    """Return how many organisations each pair shares, of those to which at least one of them belongs (Jaccard 1901).

    Parameters
    ----------
    member : numpy.ndarray
        States by organisations, bool. Two states that belong to nothing share nothing.
    """
    counts = member.astype(float)
    both = counts @ counts.T
    either = counts.sum(axis=1)[:, None] + counts.sum(axis=1) - both
    return np.divide(both, either, out=np.zeros_like(both), where=either > 0)


def cohen_kappa(levels: np.ndarray) -> np.ndarray:
    """Return Cohen's (1968) kappa of each pair of alliance portfolios, with linear weights as Häge (2011) proposes.

    Unlike S it takes off the likeness that two states have by chance, because most states are bound to few others.

    Parameters
    ----------
    levels : numpy.ndarray
        States by states, 0 to `TOP`: row i is the portfolio of state i, which is bound to itself in full.
    """
    scale = np.arange(TOP + 1)
    shares = (levels[:, :, None] == scale).mean(axis=1)
    expected = shares @ np.abs(scale[:, None] - scale) @ shares.T
    observed = scipy.spatial.distance.cdist(levels, levels, "cityblock") / levels.shape[1]
    return 1 - np.divide(observed, expected, out=np.zeros_like(observed), where=expected > 0)


# ------------------------------------------------------------------------------------------------------ the record


def states_of(day: dt.date, also: list[str]) -> pd.DataFrame:
    """Return the states that are compared: the members of the United Nations on the day, and some others.

    Ukraine and Belarus had seats of their own from 1945, before they were independent; they count as members then too.

    Returns
    -------
    pandas.DataFrame
        iso3 (index, alphabetical), continent (empty where none is known).
    """
    chosen = sorted({*in_united_nations(day), *also})
    return pd.DataFrame({"continent": [region(code) if is_code(code) else "" for code in chosen]}, index=chosen)


def bound(tables: Tables, states: list[str], day: dt.date) -> np.ndarray:
    """Return what each state owes each other by alliance on a day, 0 to `TOP`.

    Counted are organisations with every member on record, and documents that were signed and had not ended.
    """
    place = {state: number for number, state in enumerate(states)}
    levels = np.diag(np.full(len(states), TOP))
    duty = {bloc: LEVELS[what] for bloc, what in membership.duties(tables, day).items() if what in LEVELS}
    for bloc, members in _members(tables, day).groupby("bloc_id").iso3:
        inside = [place[code] for code in members if code in place]
        if bloc in duty:
            levels[np.ix_(inside, inside)] = np.maximum(levels[np.ix_(inside, inside)], duty[bloc])
    for row in ties.in_place(tables, day).itertuples():
        gone = tables.left.get(row.agreement_id, {})
        staying = [party for party in row.parties if gone.get(party, dt.date.max) > day]
        # A state that ended is bound in the one that continues it: North Yemen in Yemen.
        heirs = [party if party in place or not is_code(party) else of_its_day(party, day) for party in staying]
        inside = [place[party] for party in heirs if party in place]
        if row.mutual_defence in LEVELS and len(inside) > 1:
            block = np.ix_(inside, inside)
            levels[block] = np.maximum(levels[block], LEVELS[row.mutual_defence])
    return levels


def _members(tables: Tables, day: dt.date) -> pd.DataFrame:
    """Return the full members on a day of the organisations of which every member is on record."""
    current = membership.on_day(tables, day)
    complete = tables.blocs[tables.blocs.members_complete == "yes"].bloc_id
    return current[current.role.eq("member") & current.bloc_id.isin(complete)]


def defence_ties(tables: Tables, day: dt.date) -> pd.DataFrame:
    """Return the pairs of states with a defence document on a day, as `pactbook.subjects.ties.pairs` gives them."""
    return ties.pairs(ties.in_place(tables, day))


# ------------------------------------------------------------------------------------------------------ definitions


def _frame(values: np.ndarray, states: list[str], known: np.ndarray | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(values, index=states, columns=states)
    return frame if known is None else frame.loc[known, known]


def shared_memberships(tables: Tables, states: list[str], day: dt.date) -> pd.DataFrame:
    """Return `jaccard` of the organisations of which every member is on record."""
    members = _members(tables, day)
    rows, columns = pd.Index(states).get_indexer(members.iso3), pd.factorize(members.bloc_id)[0]
    belongs = np.zeros((len(states), columns.max(initial=-1) + 1), dtype=bool)
    belongs[rows[rows >= 0], columns[rows >= 0]] = True
    return _frame(jaccard(belongs), states)


def vote_nearness(points: pd.DataFrame | None, states: list[str], day: dt.date) -> tuple[pd.DataFrame, int | None]:
    """Return the nearness of ideal points in the newest year up to a day, and that year (None where there is none).

    1 less the distance of two points, as a share of the greatest distance in that year.
    """
    past = points[points.year <= day.year] if points is not None else pd.DataFrame()
    if past.empty:
        return pd.DataFrame(), None
    year = int(past.year.max())
    own = past[past.year == year].drop_duplicates("iso3").set_index("iso3").point.reindex(states).dropna()
    far = scipy.spatial.distance.cdist(own.to_numpy()[:, None], own.to_numpy()[:, None], "cityblock")
    return _frame(1 - far / max(far.max(initial=0.0), 1e-9), list(own.index)), year


def definitions(
    tables: Tables, states: list[str], day: dt.date, points: pd.DataFrame | None, t: Language
) -> list[Definition]:
    """Return every definition on a day.

    Parameters
    ----------
    tables : Tables
        The record.
    states : list of str
        The states that are compared, as `states_of` gives them.
    day : datetime.date
        The day.
    points : pandas.DataFrame or None
        As `pactbook.record.outside.ideal_points` gives it; None leaves the definition by votes out.
    t : Language
        Language of names and sentences.
    """
    levels = bound(tables, states, day)
    found = [
        Definition(
            "memberships",
            t("Shared organisations"),
            t(
                "the organisations to which both states belong, of those to which at least one does (Jaccard 1901); "
                "only organisations with every member on record count"
            ),
            shared_memberships(tables, states, day),
        ),
        Definition(
            "kappa",
            t("Treaty allies"),
            t(
                "whether the two states owe the same states help if attacked, or consultation, less the likeness that is due to "
                "chance because most states have few allies (Cohen’s kappa with linear weights, Häge 2011)"
            ),
            _frame(cohen_kappa(levels), states),
        ),
    ]
    values, year = vote_nearness(points, states, day)
    if year:
        name, sense = (
            t("UN votes {year}", year=year),
            t("how near the two states’ ideal points in votes of the UN General Assembly lie "
              "(Bailey, Strezhnev and Voeten 2017)"),
        )  # fmt: skip
        found.append(Definition("votes", name, sense, values))
    return found


def ranks(values: pd.DataFrame) -> pd.DataFrame:
    """Return for each pair the share of all pairs that are less alike, 0 to 1: comparable from one definition to another."""
    upper = np.triu_indices(len(values), 1)
    found = np.eye(len(values))
    if len(upper[0]):
        place = (scipy.stats.rankdata(values.to_numpy()[upper].round(9), method="min") - 1) / len(upper[0])
        found[upper] = place
        found.T[upper] = place
    return pd.DataFrame(found, index=values.index, columns=values.columns)


def mean_ranks(definitions: list[Definition], states: list[str]) -> pd.DataFrame:
    """Return the mean of `ranks` over the definitions that have a value for both states."""
    tables = [ranks(one.values).reindex(index=states, columns=states).to_numpy() for one in definitions]
    known = np.sum([~np.isnan(table) for table in tables], axis=0)
    total = np.nansum(tables, axis=0)
    return pd.DataFrame(total / np.maximum(known, 1), index=states, columns=states)
