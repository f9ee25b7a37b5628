"""Who belongs to which organisation on a date, and what states share."""

from __future__ import annotations

import datetime as dt
import itertools
import operator
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from pactbook import dates
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, names, select
from pactbook.subjects.findings import Finding, records

# Candidates are on no map.
SHOWN_ROLES = ("member", "observer", "partner", "suspended")
DEFENCE_KINDS = ("alliance", "security_organisation")
# Acronyms that are spoken as a word and take no article.
_BARE = frozenset({"ANZUS", "ASEAN", "AUKUS", "BRICS", "CENTO", "ECOWAS", "GUAM", "NATO", "SAARC", "SADC", "SEATO"})


def bloc_ids(tables: Tables, blocs: list[str]) -> list[str]:
    """Return the identifiers of organisations that are named by identifier, short or full name.

    Raises
    ------
    UserError
        If one is not on record, with the nearest one, or one name is of several, or one is named twice.
    """
    known = names.of_blocs(tables.blocs)
    found: list[str] = []
    for bloc in blocs:
        one = names.resolve(bloc, known, "blocs", "is not on record")
        if one in found:
            raise UserError(f"blocs: {bloc!r} is {one}, which stands twice")
        found.append(one)
    return found


def in_language(tables: Tables, t: Language) -> Tables:
    """Return the record with the short names of organisations in the language of a report, where it has other ones."""
    names = [t.word(row["short_name"]) for row in as_dicts(tables.blocs)]
    return replace(
        tables, blocs=tables.blocs.assign(short_name=pd.Series(names, index=tables.blocs.index, dtype=object))
    )


def on_day(tables: Tables, day: dt.date) -> pd.DataFrame:
    """Return who held which role on a day.

    A period of reduced precision counts from its first possible day to its last.

    Parameters
    ----------
    tables : Tables
        The record.
    day : datetime.date
        The day.

    Returns
    -------
    pandas.DataFrame
        The columns of ``memberships.csv`` and bloc (short name), of the periods that hold on `day`, in blocs that
        exist then.
    """
    frame = tables.memberships
    alive = {row.bloc_id: row.short_name for row in tables.blocs.itertuples() if holds(row.founded, row.dissolved, day)}
    current = select(frame, (holds(start, end, day) for start, end in zip(frame.start, frame.end, strict=True)))
    current = current[current.bloc_id.isin(alive)]
    return current.assign(bloc=current.bloc_id.map(alive)).reset_index(drop=True)


def holds(start: str, end: str, day: dt.date) -> bool:
    """Tell whether a period with an exclusive end holds on `day`."""
    if dates.earliest(start) > day:
        return False
    return not end or dates.latest(end) > day


def of_blocs(tables: Tables, blocs: list[str], day: dt.date) -> pd.DataFrame:
    """Return `on_day` for some blocs, in their order, without candidates."""
    current = on_day(tables, day)
    current = current[current.bloc_id.isin(blocs) & current.role.isin(SHOWN_ROLES)]
    rank = {bloc: position for position, bloc in enumerate(blocs)}
    return current.sort_values(
        ["bloc_id", "iso3"],
        key=lambda column: column.map(rank) if column.name == "bloc_id" else column,
        ignore_index=True,
    )


def periods(tables: Tables, blocs: list[str]) -> pd.DataFrame:
    """Return every period of a role in some organisations that a map shows, cut to the time in which they exist.

    Returns
    -------
    pandas.DataFrame
        One row a period: bloc_id, iso3, role (member, observer, partner, suspended), since (date of the precision known),
        start (its first day, ISO 8601), end (the first day on which it holds no longer; empty while it holds).
    """
    alive = {row.bloc_id: (row.founded, row.dissolved) for row in tables.blocs.itertuples()}
    own = tables.memberships
    own = own[own.bloc_id.isin(blocs) & own.role.isin(SHOWN_ROLES)]
    rows = []
    for row in own.itertuples():
        founded, dissolved = alive[row.bloc_id]
        start = max(dates.earliest(row.start), dates.earliest(founded))
        end = min((dates.latest(text) for text in (row.end, dissolved) if text), default=None)
        if end is None or start < end:
            until = end.isoformat() if end else ""
            rows.append((row.bloc_id, row.iso3, row.role, row.start, start.isoformat(), until))
    return pd.DataFrame(rows, columns=["bloc_id", "iso3", "role", "since", "start", "end"])


def labels(tables: Tables, blocs: list[str]) -> list[tuple[str, str]]:
    """Return (bloc_id, short name) of some blocs, in their order."""
    names = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    return [(bloc, names[bloc]) for bloc in blocs]


def matrix(tables: Tables, states: list[str], day: dt.date) -> pd.DataFrame:
    """Return the roles of some states in every bloc that at least one of them belongs to on a day.

    Blocs of which not every member is on record are left out: that a state is missing there says nothing.

    Returns
    -------
    pandas.DataFrame
        One row a state and bloc: iso3, bloc_id, bloc, kind (of the bloc), role, start, start_is, source_ids, origins.
    """
    current = on_day(tables, day)
    complete = tables.blocs[tables.blocs.members_complete == "yes"].bloc_id
    current = current[current.iso3.isin(states) & current.bloc_id.isin(complete)]
    kinds = dict(zip(tables.blocs.bloc_id, tables.blocs.kind, strict=True))
    frame = current.assign(kind=current.bloc_id.map(kinds))
    return frame[["iso3", "bloc_id", "bloc", "kind", "role", "start", "start_is", "source_ids", "origins"]].reset_index(
        drop=True
    )


def members_among(tables: Tables, states: list[str], day: dt.date) -> pd.DataFrame:
    """Return the full memberships of some states on a day, each once, without those in bodies that `matrix` leaves out."""
    roles = matrix(tables, states, day)
    return roles[roles.role == "member"].drop_duplicates(["bloc_id", "iso3"])


def shared(tables: Tables, states: list[str], day: dt.date) -> pd.DataFrame:
    """Return what each pair of some states shares on a day.

    Returns
    -------
    pandas.DataFrame
        One row a pair: a, b (ISO3), shared (tuple of bloc ids of which both are members), defence (those that are
        alliances or security organisations).
    """
    members = members_among(tables, states, day)
    of = {state: set(group.bloc_id) for state, group in members.groupby("iso3")}
    kinds = dict(zip(members.bloc_id, members.kind, strict=True))
    helping = obliges(tables, day)
    rows = []
    for a, b in itertools.combinations(states, 2):
        both = tuple(sorted(of.get(a, set()) & of.get(b, set())))
        rows.append(
            {
                "a": a,
                "b": b,
                "shared": both,
                "defence": tuple(x for x in both if kinds[x] in DEFENCE_KINDS or x in helping),
            }
        )
    return pd.DataFrame(rows, columns=["a", "b", "shared", "defence"])


# ------------------------------------------------------------------------------------------------------ findings


def _in_one_alone(blocs: int, t: Language) -> str:
    return t("No state belongs to more than one of them.") if blocs > 1 else ""


def find_membership(current: pd.DataFrame, blocs: list[tuple[str, str]], day: str, t: Language) -> Finding:
    """Say how many members each bloc has on the day, who sits in more than one, and whose membership is suspended."""
    members = current[current.role == "member"]
    counts = members.bloc_id.value_counts()
    told = t.list([f"{name} {t.number(int(counts.get(bloc, 0)))}" for bloc, name in blocs])
    many = members.iso3.value_counts()
    many = sorted(many[many > 1].index, key=t.country)
    parts = [
        t("Members on {day}: {told}.", day=t.date(day), told=told),
        t.plural(
            "{n} state belongs to more than one of them: {states}.",
            "{n} states belong to more than one of them: {states}.",
            len(many),
            states=t.list([t.state(code) for code in many], most=8),
        )
        if many
        else _in_one_alone(len(blocs), t),
    ]
    barred = current[current.role == "suspended"]
    if len(barred):
        parts.append(
            t.plural(
                "{n} membership is suspended and not counted: {told}.",
                "{n} memberships are suspended and not counted: {told}.",
                len(barred),
                told=t.list(_by_bloc(barred, blocs, t)),
            )
        )
    ids = [f"{row.bloc_id}/{row.iso3}" for row in pd.concat([members, barred]).itertuples()]
    return Finding("membership", " ".join(filter(None, parts)), records("memberships", ids))


def _by_bloc(rows: pd.DataFrame, blocs: list[tuple[str, str]], t: Language) -> list[str]:
    """Return the states of each bloc behind its name."""
    return [
        t("{bloc} ({states})", bloc=name, states=", ".join(sorted(t.state(code) for code in group.iso3)))
        for bloc, name in blocs
        if len(group := rows[rows.bloc_id == bloc])
    ]


def find_shared(pairs: pd.DataFrame, tables: Tables, day: str, t: Language) -> Finding:
    """Say how many pairs of the states share an organisation, and which share one for defence."""
    if pairs.empty:
        return Finding("shared", t("Fewer than two states were named, so there is no pair to compare."))
    some = int((pairs.shared.map(len) > 0).sum())
    defence = pairs[pairs.defence.map(len) > 0]
    names = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    examples = [
        t("{pair} ({blocs})", pair=t.dyad(row.a, row.b), blocs=", ".join(names[x] for x in row.defence))
        for row in defence.itertuples()
    ]
    parts = [
        _sharing(some, len(pairs), day, t),
        t.plural(
            "{n} shares an alliance or security organisation: {examples}.",
            "{n} share an alliance or security organisation: {examples}.",
            len(defence),
            examples=t.list(examples, most=5),
        )
        if len(defence)
        else t("None shares an alliance or security organisation."),
    ]
    return Finding("shared", " ".join(parts))


def _sharing(some: int, of: int, day: str, t: Language) -> str:
    if of == 1:
        return (
            t("On {day}, the two share membership of at least one organisation on record.", day=t.date(day))
            if some
            else t("On {day}, the two share membership of no organisation on record.", day=t.date(day))
        )
    return t.plural(
        "On {day}, {n} of {all} pairs shares membership of at least one organisation on record.",
        "On {day}, {n} of {all} pairs share membership of at least one organisation on record.",
        some,
        all=t.number(of),
        day=t.date(day),
    )


def _belonging(blocs: list[str], states: int, compared: int, left_out: list[str], t: Language) -> str:
    both = states == 2
    if blocs:
        named = t.list([spoken(bloc, t) for bloc in blocs], most=5)
        return (
            t("Both states belong to {blocs}.", blocs=named)
            if both
            else t("All {n} states belong to {blocs}.", n=t.number(states), blocs=named)
        )
    without = t.list([t("the United Nations"), *left_out])
    if both:
        return t(
            "None of the {all} organisations compared has both states as members; left out are {without}.",
            all=t.number(compared),
            without=without,
        )
    return t(
        "None of the {all} organisations compared has all {n} states as members; left out are {without}.",
        all=t.number(compared),
        n=t.number(states),
        without=without,
    )


def spoken(name: str, t: Language) -> str:
    """Return the short name of an organisation as it stands in a sentence: in English, words take the article."""
    spelt = name not in _BARE and (" " in name or name.isupper() or name in ("HCoC", "Quad"))
    return f"the {name}" if t.code == "en" and spelt else name


def compared(tables: Tables, day: dt.date) -> int:
    """Return how many organisations `matrix` compares: those that exist on a day and of which every member is on record."""
    whole = tables.blocs[tables.blocs.members_complete == "yes"]
    return sum(holds(row.founded, row.dissolved, day) for row in whole.itertuples())


def duties(tables: Tables, day: dt.date) -> dict[str, str]:
    """Return what the founding text of each organisation says of help on a day, as ``blocs.mutual_defence`` has it."""
    rows = zip(tables.blocs.bloc_id, tables.blocs.mutual_defence, tables.blocs.mutual_defence_since, strict=True)
    return {bloc: duty for bloc, duty, since in rows if not since or dates.latest(since) <= day}


def obliges(tables: Tables, day: dt.date) -> set[str]:
    """Return the organisations whose members were obliged on a day to help each other if attacked."""
    return {bloc for bloc, duty in duties(tables, day).items() if duty == "yes"}


def find_common(states: list[str], tables: Tables, day: dt.date, t: Language) -> Finding:
    """Say whether one organisation has all the states as members, and which mutual-defence bloc comes closest."""
    members = members_among(tables, states, day)
    counts = members.bloc_id.value_counts()
    names = dict(zip(tables.blocs.bloc_id, tables.blocs.short_name, strict=True))
    all_in = sorted(names[bloc] for bloc in counts[counts == len(states)].index)
    partial = sorted(tables.blocs[tables.blocs.members_complete == "no"].short_name)
    first = _belonging(all_in, len(states), compared(tables, day), partial, t)
    bound = counts[counts.index.isin(obliges(tables, day))]
    if bound.empty:
        second = t("None of them belongs to an organisation on record that obliges its members to help each other.")
    else:
        second = _closest(bound, members, names, t)
    return Finding("common", f"{first} {second}")


def _closest(bound: pd.Series, members: pd.DataFrame, short: dict[str, str], t: Language) -> str:
    """Say which organisations that oblige to help hold most of some states; two of them share one where any does."""
    most = int(bound.max())
    if most == 1:
        return t(
            "No two of them belong to one that is on record as obliging its members to help each other if attacked."
        )
    told = []
    for bloc in sorted(bound[bound == most].index, key=short.__getitem__):
        inside = sorted(t.state(code) for code in members[members.bloc_id == bloc].iso3)
        told.append(f"{short[bloc]} ({t.list(inside)})")
    return t(
        "Of those that oblige members to help each other if attacked, none holds more of them than {n}: {blocs}.",
        n=t.number(most),
        blocs="; ".join(told),
    )


def spelt_out(tables: Tables, blocs: Iterable[str]) -> str:
    """Return what the short names of some organisations stand for, where they are not their names."""
    known = tables.blocs.set_index("bloc_id")
    short = {known.at[bloc, "short_name"]: known.at[bloc, "name"] for bloc in dict.fromkeys(blocs)}
    told = [f"{abbreviation}: {name}" for abbreviation, name in sorted(short.items()) if abbreviation != name]
    return f"{'; '.join(told)}." if told else ""


def find_allied(tables: Tables, a: str, b: str, day: dt.date, t: Language) -> Finding:
    """Say which organisations that oblige their members to help each other have two states both as members on a day."""
    members = members_among(tables, [a, b], day)
    members = members[members.bloc_id.isin(obliges(tables, day))]
    both = members[members.bloc_id.duplicated(keep=False)].sort_values("bloc_id")
    pair = {"a": t.state(a), "b": t.state(b)}
    if both.empty:
        text = t(
            "No organisation on record that obliges its members to help each other if attacked has both {a} and {b} as members.",
            **pair,
        )
        return Finding("allied", text)
    text = t(
        "{a} and {b} are both members ({blocs}): members are obliged to help each other if attacked.",
        blocs=t.list(dict.fromkeys(both.bloc)),
        **pair,
    )
    told = caveats(tables, both, day, t)
    return Finding("allied", f"{text} {told}".strip(), records("blocs", both.bloc_id.unique()))


def caveats(tables: Tables, roles: pd.DataFrame, day: dt.date, t: Language) -> str:
    """Return what must be told of some roles (iso3, bloc_id) that hold on a day, as sentences; empty where nothing."""
    current = on_day(tables, day)
    current = current[current.caveat != ""].merge(roles[["iso3", "bloc_id"]].drop_duplicates(), on=["iso3", "bloc_id"])
    told = []
    for (bloc, caveat), group in current.groupby(["bloc", "caveat"], sort=False):
        first, *others = map(t.state, group.iso3)
        told.append(f"{first} {caveat} ({bloc}).")
        told += [t("The same holds for {states}.", states=t.list(others))] if others else []
    return " ".join(told)


def find_limits(tables: Tables, blocs: list[str], t: Language) -> Finding:
    """Say which memberships are dated by year, month or the latest possible day, and how many organisations are on record."""
    own = tables.memberships[tables.memberships.bloc_id.isin(blocs)]
    partial = list(tables.blocs[tables.blocs.members_complete == "no"].short_name)
    coarse = int(((own.start.str.len() < 10) | own.end.str.len().between(1, 9)).sum())
    parts = [t.plural("{n} organisation is on record.", "{n} organisations are on record.", len(tables.blocs))]
    if partial:
        parts.append(
            t.plural(
                "Of {n} of them, {names}, not every member is on record; what states share leaves it out.",
                "Of {n} of them, {names}, not every member is on record; what states share leaves them out.",
                len(partial),
                names=t.list(partial),
            )
        )
    parts.append(
        t.plural(
            "Of the {all} periods behind the map, {n} begins or ends in a year or month of which the day is not on record; it "
            "counts from the first possible day to the last.",
            "Of the {all} periods behind the map, {n} begin or end in a year or month of which the day is not on record; they "
            "count from the first possible day to the last.",
            coarse,
            all=t.number(len(own)),
        )
    )
    if late := int((own.start_is == "latest_possible").sum()):
        parts.append(
            t.plural(
                "For {n} the day of joining was not found: it counts from the latest possible one.",
                "For {n} the day of joining was not found: they count from the latest possible one.",
                late,
            )
        )
    parts.append(t("States and organisations bear their names of today."))
    return Finding("limits", " ".join(parts))


# ------------------------------------------------------------------------------------------------------ headlines


def headline_membership(current: pd.DataFrame, t: Language) -> str:
    """Return the title of the map: how many states sit in the blocs, how many in several."""
    counts = current[current.role == "member"].iso3.value_counts()
    many = int((counts > 1).sum())
    if not many:
        return t.plural(
            "{n} state belongs to the chosen organisations",
            "{n} states belong to the chosen organisations",
            len(counts),
        )
    return t.plural(
        "{n} state belongs to the chosen organisations, {many} of them to more than one",
        "{n} states belong to the chosen organisations, {many} of them to more than one",
        len(counts),
        many=t.number(many),
    )


def headline_growth(counts: list[tuple[str, int]], t: Language) -> str:
    """Return the title of the small maps: the number of member states when there first were any, and last."""
    (first, before), (last, after) = next(filter(operator.itemgetter(1), counts[:-1]), counts[0]), counts[-1]
    return t(
        "Member states of the chosen organisations: {before} in {first}, {after} in {last}",
        before=t.number(before),
        first=first,
        after=t.number(after),
        last=last,
    )


def headline_roles(roles: pd.DataFrame, states: list[str], compared: int, t: Language) -> str:
    """Return the title of the table of roles: whether one of the organisations compared holds all the states."""
    counts = roles[roles.role == "member"].groupby("bloc").iso3.nunique()
    if counts.empty:
        return t("The {n} states belong to no organisation on record", n=t.number(len(states)))
    if (counts == len(states)).any():
        return t.plural(
            "{n} organisation holds all {all} states",
            "{n} organisations hold all {all} states",
            int((counts == len(states)).sum()),
            all=t.number(len(states)),
        )
    return t(
        "None of the {compared} organisations compared holds all {all} states; the most are {n} ({bloc})",
        compared=t.number(compared),
        all=t.number(len(states)),
        n=t.number(int(counts.max())),
        bloc=t.list(sorted(counts[counts == counts.max()].index), most=4),
    )


def over_years(tables: Tables, blocs: list[str], years: list[int], day: dt.date) -> list[tuple[dt.date, pd.DataFrame]]:
    """Return (day, `of_blocs`) for the last day of each year before that of `day`, and for `day` itself.

    On the last day of a year nobody counts too early who joined on an unknown day of it.
    """
    last_days = [dt.date(year, 12, 31) for year in sorted(set(years)) if year < day.year]
    return [(one, of_blocs(tables, blocs, one)) for one in (*last_days, day)]


def member_counts(maps: list[tuple[dt.date, pd.DataFrame]]) -> list[tuple[str, int]]:
    """Return (year, number of member states) of each map."""
    return [(str(day.year), frame[frame.role == "member"].iso3.nunique()) for day, frame in maps]


def told_late(maps: list[tuple[dt.date, pd.DataFrame]], t: Language) -> str:
    """Say how many roles that only the later maps show count from the latest possible day of joining; empty where none."""
    (_, first), (_, last) = maps[0], maps[-1]
    there = set(zip(first.bloc_id, first.iso3, strict=True))
    late = last[(last.start_is == "latest_possible") & (last.role == "member")]
    new = sum(pair not in there for pair in zip(late.bloc_id, late.iso3, strict=True))
    if not new:
        return ""
    return t.plural(
        "{n} membership that the first map lacks counts from the latest possible day of joining: it may be older.",
        "{n} memberships that the first map lacks count from the latest possible day of joining: they may be older.",
        new,
    )


def stacked(maps: list[tuple[dt.date, pd.DataFrame]]) -> pd.DataFrame:
    """Return the maps of `over_years` as one table, with the year in the column ``map``."""
    return pd.concat([frame.assign(map=str(day.year)) for day, frame in maps], ignore_index=True)
