"""Whether some states form a bloc, as sentences."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.subjects import likeness, origins
from pactbook.subjects.bloc.table import worst
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.likeness import Definition


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
    states = list(likeness.states_of(day, hypothesis).index)
    levels = pd.DataFrame(likeness.bound(tables, states, day), index=states, columns=states)
    tied = likeness.defence_ties(tables, day)
    joined = set(zip(tied.a, tied.b, strict=True))
    pairs = list(itertools.combinations(hypothesis, 2))
    inside = [t.dyad(a, b) for a, b in pairs if levels.at[a, b] == likeness.TOP]
    apart = [pair for pair in pairs if tuple(sorted(pair)) not in joined]
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
            "{n} of {all} pairs has no defence document of its own on record.",
            "{n} of {all} pairs have no defence document of their own on record.",
            len(apart),
            all=t.number(len(pairs)),
        ),
        t("With none of the others has {states} one.", states=t.list([t.country(code) for code in alone]))
        if 0 < len(alone) < len(hypothesis)
        else "",
    ]
    ids = [i for row in tied.itertuples() if {row.a, row.b} <= set(hypothesis) for i in row.agreement_ids]
    return Finding("exceptions", " ".join(part for part in parts if part), records("agreements", ids))


def _outsiders(levels: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Say to whom outside the set members are bound; members with the same allies together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for state in hypothesis:
        allies = levels.columns[levels.loc[state].eq(likeness.TOP)]
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


def find_ties(tied: pd.DataFrame, hypothesis: list[str], t: Language) -> Finding:
    """Say how many pairs of the set have a defence document, and with how many outsiders its members have one."""
    first, second = (tied[side].isin(hypothesis) for side in ("a", "b"))
    inside, across = tied[first & second], tied[first ^ second]
    partners = {*across.a, *across.b} - set(hypothesis)
    pairs = len(hypothesis) * (len(hypothesis) - 1) // 2
    parts = [
        t.plural(
            "{n} of {all} pairs of the set has a defence document of its own.",
            "{n} of {all} pairs of the set have a defence document of their own.",
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


def find_network(tied: pd.DataFrame, groups: dict[str, int], hypothesis: list[str], t: Language) -> Finding:
    """Say how many states and ties the network has, and over how many communities the set is spread."""
    if tied.empty:
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
            ties=t.number(len(tied)),
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
    tied = likeness.defence_ties(tables, day)
    own = tied[tied.a.isin(hypothesis) | tied.b.isin(hypothesis)]
    text = t.plural(
        "{n} of the {all} defence documents that count on the day has a party in the set. The record was searched deepest "
        "around the shipped cases, so the definition by defence ties favours their states.",
        "{n} of the {all} defence documents that count on the day have a party in the set. The record was searched deepest "
        "around the shipped cases, so the definition by defence ties favours their states.",
        int(own.documents.sum()),
        all=t.number(int(tied.documents.sum())),
    )
    counted = tables.agreements[tables.agreements.agreement_id.isin(set(own.agreement_ids.explode()))]
    return Finding("depth", " ".join(filter(None, [text, origins.told(counted, t)])))


def headline_bloc(tested: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Return the title of the test: under how many definitions the set holds."""
    return t.plural(
        "The {states} states hold together under {k} of {n} definition",
        "The {states} states hold together under {k} of {n} definitions",
        int(tested.p.notna().sum()),
        k=t.number(int(tested.holds.sum())),
        states=t.number(len(hypothesis)),
    )


def headline_ties(tied: pd.DataFrame, hypothesis: list[str], t: Language) -> str:
    """Return the title of the map of ties: inside against outside."""
    sides = tied.a.isin(hypothesis).astype(int) + tied.b.isin(hypothesis)
    return t(
        "{inside} defence ties join the states to each other, {outside} to others",
        inside=t.number(int((sides == 2).sum())),
        outside=t.number(int((sides == 1).sum())),
    )


def headline_alignment(definitions: list[Definition], hypothesis: list[str], t: Language) -> str:
    """Return the title of the small heatmaps: which pair is most alike on average."""
    table = likeness.mean_ranks(definitions, hypothesis).to_numpy()
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
