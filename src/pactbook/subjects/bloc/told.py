"""Whether some states form a bloc, as sentences."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables
from pactbook.subjects import likeness, membership, origins
from pactbook.subjects.bloc.table import Chance, apart
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.likeness import Definition
from pactbook.subjects.networks import hundredth

_FEW = 10  # so many are told without a decimal
_CLEARLY = 2  # documents fewer than chance gives: one more or less would else turn the order


def find_definitions(definitions: list[Definition]) -> tuple[Finding, ...]:
    """Return what each definition compares, one sentence each."""
    return tuple(Finding(f"definition-{one.key}", f"{one.name}: {one.sense}.") for one in definitions)


def find_reference(points: pd.DataFrame | None, note: str, t: Language) -> Finding:
    """Say which outside dataset stands behind the definition by votes, or that none was asked."""
    if points is None and not note:
        return Finding("reference", t("Outside datasets were not asked; the definition by UN votes is left out."))
    return Finding("reference", note)


# ------------------------------------------------------------------------------------------------------ documents


def find_bloc(
    chance: Chance, tied: pd.DataFrame, claimed_by: str, t: Language, around: tuple[str, str] | None = None
) -> Finding:
    """Say who names the set, how many of its pairs have a document of their own, and where that lies by chance.

    A set `around` two states holds those that are tied to them most: chance is no measure of ties that were chosen.
    """
    named = t.list(sorted(map(t.state, chance.states)))
    parts = [
        t("{who} speaks of {states} as a bloc.", who=claimed_by, states=named)
        if claimed_by
        else t("Compared here are {states}.", states=named),
        _own_documents(chance, t),
        _by_chance(chance, t) if chance.pairs > 1 else "",
        _around(around, t) if around and not claimed_by else "",
    ]
    own = tied[tied.a.isin(chance.states) & tied.b.isin(chance.states)]
    return Finding("bloc", " ".join(filter(None, parts)), records("agreements", own.agreement_ids.explode().dropna()))


def _around(two: tuple[str, str], t: Language) -> str:
    return t(
        "Besides {a} and {b} these are states with which the two have most defence documents, partners of both first and of "
        "equals the first in the alphabet: these ties were chosen, and chance says little of the set.",
        a=t.state(two[0]),
        b=t.state(two[1]),
    )


def _own_documents(chance: Chance, t: Language) -> str:
    if chance.pairs == 1:
        return (
            t("The two have a defence document of their own on record.")
            if chance.found
            else t("No defence document of the two alone is on record.")
        )
    if not chance.found:
        return t(
            "None of their {pairs} pairs has a defence document of its own on record.", pairs=t.number(chance.pairs)
        )
    if chance.found == chance.pairs > 1:
        return t(
            "Each of their {pairs} pairs has a defence document of its own on record.", pairs=t.number(chance.pairs)
        )
    return t.plural(
        "{n} of their {pairs} pairs has a defence document of its own on record.",
        "{n} of their {pairs} pairs have a defence document of their own on record.",
        chance.found,
        pairs=t.number(chance.pairs),
    )


def _by_chance(chance: Chance, t: Language) -> str:
    """Say how many pairs have one by chance, in words that hold on both sides of it."""
    expected = _expected(float(chance.drawn.mean()), t)
    if chance.less == 1:
        return t(
            "Chance would give {expected}: in each of {n} random records in which every state keeps its number of partners "
            "fewer pairs have one.",
            n=t.number(len(chance.drawn)),
            expected=expected,
        )
    return t(
        "Chance would give {expected}: in {less} of 100 random records in which every state keeps its number of partners "
        "fewer pairs have one.",
        less=hundredth(chance.less, t),
        expected=expected,
    )


def _expected(value: float, t: Language) -> str:
    """Return how many are expected by chance; a few of them with a decimal, so that some do not read as none."""
    return t.number(value, 1 if value < _FEW else 0)


def find_groups(chance: Chance, parted: list[list[str]], t: Language) -> Finding:
    """Say into which groups the set falls by its documents, and how much joins and parts them."""
    if not chance.found:
        return Finding("groups", t("No pair of the set has a defence document of its own on record."))
    several = [members for members in parted if len(members) > 1]
    alone = [members[0] for members in parted if len(members) == 1]
    if len(parted) == 1:
        return Finding("groups", t("By these documents the set does not fall apart into groups."))
    parts = [_camps(chance, several, t)] if several else []
    parts += _alone(chance, alone, t)
    if len(several) < 2:
        return Finding("groups", " ".join(parts))
    found, expected, pairs = apart(chance, several)
    parts.append(
        t.plural(
            "Between the groups {n} of {pairs} pairs has a document, where {expected} would be expected.",
            "Between the groups {n} of {pairs} pairs have a document, where {expected} would be expected.",
            found,
            pairs=t.number(pairs),
            expected=_expected(expected, t),
        )
    )
    return Finding("groups", " ".join(parts))


def _alone(chance: Chance, alone: list[str], t: Language) -> list[str]:
    """Say of the states of no group whether they have documents with others of the set."""
    tied = [t.state(code) for code in alone if chance.joined[code].any()]
    free = [t.state(code) for code in alone if not chance.joined[code].any()]
    told = []
    if tied:
        told.append(
            t.plural(
                "{states} is tied to one or more of the set, but not so much beyond chance as to join a group.",
                "{states} are tied to one or more of the set, but not so much beyond chance as to join a group.",
                len(tied),
                states=t.list(tied),
            )
        )
    if free:
        told.append(
            t.plural(
                "{states} has no document with another of the set.",
                "{states} have no document with another of the set.",
                len(free),
                states=t.list(free),
            )
        )
    return told


def _camps(chance: Chance, several: list[list[str]], t: Language) -> str:
    return t.plural(
        "By these documents {n} group holds together: {told}.",
        "By these documents the set parts best into {n} groups (random records part into groups too): {told}.",
        len(several),
        told="; ".join(_camp(chance, members, t) for members in several),
    )


def _camp(chance: Chance, members: list[str], t: Language) -> str:
    joined, expected, pairs = chance.inside(members)
    states = t.list([t.state(code) for code in members])
    if pairs == 1:
        return t("{states} (a single pair)", states=states)
    return t(
        "{states} ({n} of {pairs} pairs, {expected} expected)",
        states=states,
        n=t.number(joined),
        pairs=t.number(pairs),
        expected=_expected(expected, t),
    )


def find_odd(odd: pd.DataFrame, t: Language) -> Finding:
    """Say which state is tied least to the others, against chance."""
    row = odd.iloc[0]
    if len(odd) == 2:
        return Finding("odd", t("Of two states alone neither is the odd one."))
    if row.found == len(odd) - 1:
        return Finding("odd", t("Each of the {n} states has a document with every other.", n=t.number(len(odd))))
    if row.expected - row.found < _CLEARLY:
        return Finding(
            "odd", t("No state of the set has documents with clearly fewer of the others than chance would give.")
        )
    text = t.plural(
        "Held against chance, {state} stands lowest of the set: it has a document with {n} of the {rest}, where "
        "{expected} would be expected.",
        "Held against chance, {state} stands lowest of the set: it has documents with {n} of the {rest}, where "
        "{expected} would be expected.",
        int(row.found),
        state=t.state(row.iso3),
        rest=t.number(len(odd) - 1),
        expected=t.number(float(row.expected), 1),
    )
    return Finding("odd", text)


def find_robust(chance: Chance, without: pd.DataFrame, t: Language) -> Finding:
    """Say what is left of the documents without what rests on one publisher alone."""
    if without.empty:
        return Finding("robust", t("No document of the set rests on one publisher alone."))
    low = int(without.pairs.min())
    name = without.publisher[without.pairs.idxmin()]
    if low == chance.found:
        return Finding(
            "robust", t("Whichever single publisher is left out, as many pairs of the set have a document on record.")
        )
    text = t.plural(
        "Without the pages of one publisher ({publisher}), {n} pair of the set has a document left.",
        "Without the pages of one publisher ({publisher}), {n} pairs of the set have a document left.",
        low,
        publisher=name,
    )
    return Finding("robust", text)


def find_exceptions(tables: Tables, states: list[str], day: dt.date, t: Language) -> Finding:
    """Name the pairs bound to help each other, and the members bound to outsiders."""
    every = list(likeness.states_of(day, states).index)
    levels = pd.DataFrame(likeness.bound(tables, every, day), index=every, columns=every)
    pairs = [(a, b) for n, a in enumerate(states) for b in states[n + 1 :]]
    inside = [t.dyad(a, b) for a, b in pairs if levels.at[a, b] == likeness.TOP]
    one_sided = [t.dyad(a, b) for a, b in _guarantees(tables, states, day) if levels.at[a, b] < likeness.TOP]
    bound = membership.members_among(tables, states, day)
    bound = bound[bound.bloc_id.isin(membership.obliges(tables, day))]
    members = membership.on_day(tables, day)
    members = members[members.bloc_id.isin(bound.bloc_id) & members.role.eq("member")]
    parts = [
        t.plural(
            "{n} of the {all} pairs is on record as bound to help each other if attacked (a document counts from its signature): "
            "{pairs}.",
            "{n} of the {all} pairs are on record as bound to help each other if attacked (a document counts from its signature): "
            "{pairs}.",
            len(inside),
            all=t.number(len(pairs)),
            pairs=t.list(inside, most=6),
        )
        if inside
        else t("No pair of them is on record as bound to help each other if attacked."),
        t.plural(
            "In {n} pair one side alone is bound to help the other: {pairs}.",
            "In {n} pairs one side alone is bound to help the other: {pairs}.",
            len(one_sided),
            pairs=t.list(one_sided, most=6),
        )
        if one_sided
        else "",
        _outsiders(levels, states, t),
        membership.caveats(tables, members, day, t),
    ]
    return Finding("exceptions", " ".join(part for part in parts if part))


def _guarantees(tables: Tables, states: list[str], day: dt.date) -> list[tuple[str, str]]:
    """Return the pairs of some states of which, by a document of the two, one alone has to help the other."""
    tied = likeness.defence_ties(tables, day)
    tied = tied[tied.commitment.eq("guarantee") & tied.a.isin(states) & tied.b.isin(states)]
    return list(zip(tied.a, tied.b, strict=True))


def _outsiders(levels: pd.DataFrame, states: list[str], t: Language) -> str:
    """Say to whom outside the set members are bound; members with the same allies together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for state in states:
        allies = levels.columns[levels.loc[state].eq(likeness.TOP)]
        if outside := tuple(code for code in allies if code not in states):
            found.setdefault(outside, []).append(state)
    told = [
        t(
            "{states} to {allies}",
            states=t.list([t.state(code) for code in members]),
            allies=t.list(sorted(map(t.state, outside)), most=5),
        )
        for outside, members in found.items()
    ]
    return (
        t("By duties that bind both sides help is also owed to outsiders: {told}.", told="; ".join(told))
        if told
        else ""
    )


def find_depth(tables: Tables, states: list[str], day: dt.date, t: Language) -> Finding:
    """Say how many documents stand behind the test, and what the random records keep."""
    tied = likeness.defence_ties(tables, day)
    own = tied[tied.a.isin(states) | tied.b.isin(states)]
    text = t.plural(
        "{n} of the {all} defence documents that count on the day has a party in the set. Some states were searched more "
        "deeply than others; the random records keep how many partners each state has, so that this does not make a bloc.",
        "{n} of the {all} defence documents that count on the day have a party in the set. Some states were searched more "
        "deeply than others; the random records keep how many partners each state has, so that this does not make a bloc.",
        int(own.documents.sum()),
        all=t.number(int(tied.documents.sum())),
    )
    counted = tables.agreements[tables.agreements.agreement_id.isin(set(own.agreement_ids.explode()))]
    return Finding("depth", " ".join(filter(None, [text, origins.told(counted, t)])))


# ------------------------------------------------------------------------------------------------------ likeness


def find_alike(tested: pd.DataFrame, states: list[str], t: Language) -> Finding:
    """Say where the set lies among random sets of states, by each measure but its documents."""
    told = tested[tested.key != "documents"].dropna(subset=["less"])
    if told.empty:
        return Finding("alike", t("Too few of the states have values by which they could be compared."))
    words = [
        t("by {measure} than {less} of them", measure=_inline(row.definition, t), less=hundredth(row.less, t))
        for row in told.itertuples()
    ]
    text = t(
        "Of 100 random sets of as many states from the same continents, the set is more alike {told}.",
        told=t.list(words),
    )
    return Finding("alike", " ".join(filter(None, [text, _missing(told, states, t)])))


def _inline(name: str, t: Language) -> str:
    """Return the name of a measure as it stands inside a sentence: German nouns keep their capital."""
    return name if t.code == "de" or name[:2].isupper() else name[0].lower() + name[1:]


def _missing(tested: pd.DataFrame, states: list[str], t: Language) -> str:
    """Name the states that a measure has no value for."""
    told = []
    for row in tested.itertuples():
        if lacking := [t.state(code) for code in states if code not in row.states]:
            told.append(f"{row.definition}: {t.list(lacking, most=4)}")
    return t("Without a value: {told}.", told="; ".join(told)) if told else ""


def told_beside(tested: pd.DataFrame, pairs: int, t: Language) -> list[str]:
    """Return what stands beside each row of the figure of the test."""
    return [
        t("no value")
        if pd.isna(row.less)
        else t(
            "{value} of {pairs} pairs; by chance {expected}",
            value=t.number(row.value, 0),
            pairs=t.number(pairs),
            expected=_expected(row.expected, t),
        )
        if row.key == "documents"
        else t("{value}; by chance {expected}", value=t.number(row.value), expected=t.number(row.expected))
        for row in tested.itertuples()
    ]


def find_nearest(near: pd.DataFrame, t: Language) -> Finding:
    """Name the outsiders that are more like the set than the member that is least like it."""
    last = near[near.inside].iloc[-1]
    closer = near[~near.inside & (near.likeness > last.likeness)]
    if closer.empty:
        text = t(
            "By organisations and treaty allies together no outsider is as much like the set as its least typical member, "
            "{state}.",
            state=t.state(last.iso3),
        )
        return Finding("nearest", text)
    named = t.list([t.state(code) for code in closer.iso3], most=5)
    if len(closer) == int((~near.inside).sum()):
        text = t(
            "By organisations and treaty allies together many outsiders are more like the set than its least typical member, "
            "{state}; "
            "the nearest are {named}.",
            state=t.state(last.iso3),
            named=named,
        )
        return Finding("nearest", text)
    text = t.plural(
        "By organisations and treaty allies together {n} outsider is more like the set than its least typical member, "
        "{state}: {named}.",
        "By organisations and treaty allies together {n} outsiders are more like the set than its least typical member, "
        "{state}: {named}.",
        len(closer),
        state=t.state(last.iso3),
        named=named,
    )
    return Finding("nearest", text)


# ------------------------------------------------------------------------------------------------------ years


def find_over_time(history: pd.DataFrame, states: list[str], t: Language) -> Finding:
    """Say how many pairs were bound to help each other at the start and at the end, and what changed it."""
    first, last = history.iloc[0], history.iloc[-1]
    pairs = len(states) * (len(states) - 1) // 2
    head = t(
        "Pairs bound to help each other if attacked: {before} of {pairs} on {first}, {after} on {last}.",
        pairs=t.number(pairs),
        before=t.number(int(first.pairs)),
        first=t.date(first.day.isoformat()),
        after=t.number(int(last.pairs)),
        last=t.date(last.day.isoformat()),
    )
    told = [change(row, t) for row in history.itertuples() if row.gained or row.lost]
    text = f"{head} {t('What changed it: {told}.', told='; '.join(told))}" if told else head
    return Finding("over-time", text)


def change(row: object, t: Language) -> str:
    """Return what changed on a day, as a phrase."""
    gained, lost = (
        t.list([t.dyad(a, b) for a, b in pairs], most=3) if pairs else ""
        for pairs in (row.gained, row.lost)  # type: ignore[attr-defined]
    )
    day = t.date(row.when)  # type: ignore[attr-defined]
    if gained and lost:
        return t("{gained} bound, {lost} no longer ({day})", gained=gained, lost=lost, day=day)
    return (
        t("{pairs} bound ({day})", pairs=gained, day=day)
        if gained
        else t("{pairs} no longer ({day})", pairs=lost, day=day)
    )


# ------------------------------------------------------------------------------------------------------ headlines


def headline_pairs(chance: Chance, parted: list[list[str]], t: Language) -> str:
    """Return the title of the table of pairs: what its groups hold, or how many pairs have a document."""
    if sum(len(members) > 1 for members in parted) > 1:
        whole, between = chance.pairs, apart(chance, parted)
        return t(
            "Parted into {n} groups: {found} of {pairs} pairs inside them have signed, {few} of {others} between them",
            n=t.number(sum(len(members) > 1 for members in parted)),
            found=t.number(chance.found - between[0]),
            pairs=t.number(whole - between[2]),
            few=t.number(between[0]),
            others=t.number(between[2]),
        )
    return t.plural(
        "{n} of {pairs} pairs has signed a defence document; {expected} would by chance",
        "{n} of {pairs} pairs have signed defence documents; {expected} would by chance",
        chance.found,
        pairs=t.number(chance.pairs),
        expected=_expected(float(chance.drawn.mean()), t),
    )


def ahead(tested: pd.DataFrame, t: Language) -> list[tuple[str, float, str]]:
    """Return of each measure its name, the share of random ones that are less alike, and that share in words."""
    known = tested.dropna(subset=["less"])
    told = [t("ahead of {less} in 100", less=hundredth(less, t)) for less in known.less]
    return list(zip(known.definition, known.less, told, strict=True))


def headline_bloc(tested: pd.DataFrame, t: Language) -> str:
    """Return the title of the test: by which measure the set lies farthest from the middle, and by which nearest."""
    told = tested.dropna(subset=["less"])
    told = told.iloc[(told.less - 0.5).abs().argsort(kind="stable")]
    if told.empty:
        return t("There is nothing to compare the set with")
    most, least = told.iloc[-1], told.iloc[0]
    if len(told) == 1:
        return t(
            "{measure}: ahead of {less} of 100 random records",
            measure=most.definition,
            less=hundredth(most.less, t),
        )
    return t(
        "Most out of the ordinary: {most}; least: {least}",
        most=_inline(most.definition, t),
        least=_inline(least.definition, t),
    )


def most_alike(definitions: list[Definition], states: list[str]) -> list[tuple[float, str, str]]:
    """Return (mean of all measures, one state, the other) of each pair, the most alike first."""
    table = likeness.mean_ranks(definitions, states)
    pairs = [(float(table.at[a, b]), a, b) for n, a in enumerate(states) for b in states[n + 1 :]]
    return sorted(pairs, key=lambda pair: -pair[0])


def headline_alike(definitions: list[Definition], states: list[str], t: Language) -> str:
    """Return the title of the small tables: which pair is most alike on average."""
    _, a, b = most_alike(definitions, states)[0]
    return t("Most alike are {pair}", pair=t.dyad(a, b))


def headline_nearest(near: pd.DataFrame, t: Language) -> str:
    """Return the title of the ranking: the outsider that is most like the set."""
    outside = near[~near.inside]
    if outside.empty:
        return t("There is nobody to compare the set with")
    closer = int((near[near.inside].likeness < outside.likeness.iloc[0]).sum())
    if closer == int(near.inside.sum()):
        return t(
            "{state}, an outsider, is more like the set than any of its members is", state=t.state(outside.iso3.iloc[0])
        )
    return t.plural(
        "{state} is more like the set than {n} of its {all} members is",
        "{state} is more like the set than {n} of its {all} members are",
        closer,
        state=t.state(outside.iso3.iloc[0]),
        all=t.number(int(near.inside.sum())),
    )


def headline_over_time(history: pd.DataFrame, t: Language) -> str:
    """Return the title of the steps: pairs bound at the start and at the end."""
    first, last = history.iloc[0], history.iloc[-1]
    return t(
        "Pairs bound to help each other: {before} in {first}, {after} in {last}",
        before=t.number(int(first.pairs)),
        first=first.day.year,
        after=t.number(int(last.pairs)),
        last=last.day.year,
    )
