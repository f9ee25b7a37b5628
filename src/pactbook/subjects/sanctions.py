"""Who was sanctioned for supplying a missile programme: by whom, on which basis, what was alleged, how it was answered.

An allegation is what an authority states; nothing here says whether it is true.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts, select
from pactbook.subjects.findings import Finding, records

# Who is counted as an organisation; the rest are persons and vessels.
ORGANISATIONS = ("company", "agency", "institute")
ANSWER_DAYS = 31  # a statement so long after a designation is taken as said about it
# The state whose authority it is: what sits there is no other state's concern.
_HOME = {
    "US State": "USA", "US Treasury": "USA", "US Commerce": "USA", "UK": "GBR", "Canada": "CAN", "Ukraine": "UKR", "Japan": "JPN",
}  # fmt: skip


def by_basis(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the designations counted by authority and legal basis, the most frequent first.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.designations` gives it.

    Returns
    -------
    pandas.DataFrame
        authority, legal_basis, designations, entities, first, last (ISO 8601), lifted, source_ids.
    """
    rows = [
        (authority, basis, len(group), group.entity_id.nunique(), group.designated_on.min(), group.designated_on.max(),
         int((~group.in_place).sum()), _cited(group))
        for (authority, basis), group in frame.groupby(["authority", "legal_basis"])
    ]  # fmt: skip
    columns = ["authority", "legal_basis", "designations", "entities", "first", "last", "lifted", "source_ids"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(
        ["designations", "authority", "legal_basis"], ascending=[False, True, True], ignore_index=True
    )


def by_state(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the designated entities counted by the state in which they sit, the most first.

    Returns
    -------
    pandas.DataFrame
        state, organisations, persons (and vessels), designations, first, last, lifted, source_ids.
    """
    rows = []
    for state, group in frame.groupby("country"):
        once = group.drop_duplicates("entity_id")
        firms = int(once.kind.isin(ORGANISATIONS).sum())
        rows.append(
            (state, firms, len(once) - firms, len(group), group.designated_on.min(), group.designated_on.max(),
             int((~group.in_place).sum()), _cited(group))
        )  # fmt: skip
    columns = ["state", "organisations", "persons", "designations", "first", "last", "lifted", "source_ids"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["organisations", "persons", "state"], ascending=[False, False, True], ignore_index=True)


def _cited(group: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for ids in group.source_ids for source in ids))


def since(frame: pd.DataFrame, partner: str) -> tuple[str, pd.DataFrame]:
    """Return the day from which a partner's entities are designated, and all designations from then on.

    Without an entity of the partner it is the day of the newest designation.
    """
    own = frame[frame.country == partner]
    day = own.designated_on.min() if len(own) else frame.designated_on.max() if len(frame) else ""
    return day, frame[frame.designated_on >= day]


def edges(frame: pd.DataFrame, country: str, partner: str) -> pd.DataFrame:
    """Return the designated entities as edges to the programme that the authority names, the most telling first.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.designations` gives it.
    country, partner : str
        The state whose programme it is, and the state whose entities come first; ISO 3166-1 alpha-3.

    Returns
    -------
    pandas.DataFrame
        One row an entity, by its newest designation: entity_id, name, state, kind, authority, designated_on,
        stated_reason, programme, in_place, times (designated), marked (bool: in the partner state), source_ids. Entities
        of the partner come first, then those of other states, then those of the state itself; newest first.
    """
    newest = frame.sort_values(["designated_on", "authority"], ascending=[False, True], kind="stable")
    once = newest.drop_duplicates("entity_id")
    times = frame.entity_id.value_counts()
    once = once.assign(
        state=once.country,
        times=once.entity_id.map(times).astype(int),
        marked=(once.country == partner) if partner else False,
        home=once.country == country,
    )
    once = once.sort_values(["marked", "home"], ascending=[False, True], kind="stable", ignore_index=True)
    return once[
        ["entity_id", "name", "state", "kind", "authority", "designated_on", "stated_reason", "programme", "in_place",
         "times", "marked", "source_ids"]
    ]  # fmt: skip


def statements(tables: Tables, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    """Return statements on record by the states concerned within a month after a designation.

    Parameters
    ----------
    tables : Tables
        The record.
    frame : pandas.DataFrame
        As `pactbook.subjects.programme.designations` gives it.
    country : str
        The state whose programme it is.

    Returns
    -------
    pandas.DataFrame
        The rows of ``events.csv`` of kind statement that involve the state, or a state in which an entity sits that another
        state's authority designated, and are about arms or the programme.
    """
    days = sorted({dates.earliest(day) for day in frame.designated_on if len(day) == 10})
    abroad = [_HOME.get(name) != code for name, code in zip(frame.authority, frame.country, strict=True)]
    states = {country, *frame.country[abroad]}
    told = tables.events[tables.events.kind == "statement"]
    about = (bool({"military_technical", "nuclear", "arms_trade"} & set(row)) for row in told.domains)
    told = select(told, about)
    near = (
        bool(states & set(row.countries)) and any(_answers(row.date, day) for day in days) for row in told.itertuples()
    )
    return select(told, near).sort_values("date", ignore_index=True)


def _answers(text: str, day: dt.date) -> bool:
    """Tell whether a statement can be of the month after a day."""
    first, last = dates.span(text)
    return last >= day and first <= day + dt.timedelta(days=ANSWER_DAYS)


# ------------------------------------------------------------------------------------------------------ findings


def find_authorities(basis: pd.DataFrame, t: Language) -> Finding:
    """Say which authorities made the designations, on how many legal bases."""
    counts = basis.groupby("authority").designations.sum().sort_values(ascending=False, kind="stable")
    told = [f"{t.word(name)} {t.number(int(n))}" for name, n in counts.items()]
    text = t.plural(
        "By authority: {told}; the record names {n} legal basis.",
        "By authority: {told}; the record names {n} legal bases.",
        basis.legal_basis.nunique(),
        told=t.list(told),
    )
    return Finding("authorities", text)


def find_since(frame: pd.DataFrame, partner: str, day: str, t: Language) -> Finding:
    """Count entities by state from the first designation in the partner state on, or of the newest designations."""
    start, wave = since(frame, partner)
    if wave.empty:
        return Finding("since", t("No designation can be counted by state."))
    told = t.list([_counted(row, t) for row in by_state(wave).itertuples()])
    if partner and (frame.country == partner).any():
        text = t(
            "From {start}, the day of the first designation in {partner}, to {day}: {told}.",
            start=t.date(start),
            partner=t.state(partner),
            day=t.date(day),
            told=told,
        )
        first = by_state(wave[wave.designated_on == start])
        text += " " + t("On that first day: {told}.", told=t.list([_counted(row, t) for row in first.itertuples()]))
    else:
        text = t("The newest on record that name the programme are of {start}: {told}.", start=t.date(start), told=told)
    return Finding("since", text, records("designations", wave.designation_id))


def _counted(row: object, t: Language) -> str:
    """Return ``China (6 organisations, 1 person)``."""
    parts = []
    if row.organisations:
        parts.append(t.plural("{n} organisation", "{n} organisations", row.organisations))
    if row.persons:
        parts.append(t.plural("{n} person", "{n} persons", row.persons))
    return f"{t.state(row.state)} ({', '.join(parts)})"


def find_partner(frame: pd.DataFrame, told: pd.DataFrame, partner: str, t: Language, most: int = 3) -> Finding:
    """Say of each entity in the partner state what was alleged by whom, whether it was lifted, and how it was answered.

    `told` are the statements that `statements` gives: where none of them involves the partner, that is said.
    """
    own = frame[frame.country == partner] if partner else frame.iloc[:0]
    if not partner:
        return Finding("partner", t("No partner state was chosen."))
    name = t.state(partner)
    if own.empty:
        return Finding("partner", t("No entity in {partner} is designated for it on record.", partner=name))
    parts = [_charge(row, t) for row in as_dicts(own.head(most))]
    if len(own) > most:
        parts.append(
            t.plural(
                "{n} further designation is in the table.",
                "{n} further designations are in the table.",
                len(own) - most,
            )
        )
    if not any(partner in countries for countries in told.countries):
        parts.append(t("No statement of {partner} on it is on record.", partner=name))
    return Finding("partner", " ".join(parts), records("designations", own.designation_id))


def _charge(row: dict, t: Language) -> str:
    text = t(
        "{name}: designated by {authority} on {day} under {basis}. Alleged by that authority: {reason}",
        name=row["name"],
        authority=t.word(row["authority"]),
        day=t.date(row["designated_on"]),
        basis=row["legal_basis"],
        reason=row["stated_reason"].rstrip(".") + ".",
    )
    lifted = t("No lifting is on record.") if row["in_place"] else _lifted(row["lifted_on"], t)
    answer = (
        t("Answer on record: {answer}", answer=row["response"].rstrip(".") + ".")
        if row["response"]
        else t("No answer is on record.")
    )
    return f"{text} {lifted} {answer}"


def _lifted(day: str, t: Language) -> str:
    """Say when it was lifted: on a day, or in a month or year."""
    whole = len(day) == len("2025-04-11")
    return t("Lifted on {day}.", day=t.date(day)) if whole else t("Lifted in {day}.", day=t.date(day))


def find_answers(frame: pd.DataFrame, told: pd.DataFrame, t: Language) -> Finding:
    """Say how many designations have an answer on record, and how many statements followed within a month."""
    answered = int((frame.response != "").sum())
    text = t.plural(
        "An answer of the entity or of a state is on record for {n} of {all} designations.",
        "An answer of the entity or of a state is on record for {n} of {all} designations.",
        answered,
        all=t.number(len(frame)),
    )
    text += " " + (
        t.plural(
            "{n} statement of a state concerned followed within a month of one.",
            "{n} statements of states concerned followed within a month of one.",
            len(told),
        )
        if len(told)
        else t("No statement of a state concerned is on record within a month of one.")
    )
    return Finding("answers", text, records("events", told.event_id))


def headline_edges(links: pd.DataFrame, country: str, partner: str, t: Language) -> str:
    """Return the title of the network: how many entities abroad, and how many in the partner state."""
    abroad = links[links.state != country]
    if abroad.empty:
        return t("No entity abroad is designated for it on record")
    text = t.plural(
        "{n} entity abroad is designated over the programme of {state}",
        "{n} entities abroad are designated over the programme of {state}",
        len(abroad),
        state=t.state(country),
    )
    if not partner or partner == country:
        return text
    own = int(abroad.marked.sum())
    if not own:
        return text + t(", none of them in {partner}", partner=t.state(partner))
    if own == len(abroad):
        return text + t.plural(", it sits in {partner}", ", all of them in {partner}", own, partner=t.state(partner))
    return text + t(", {n} of them in {partner}", n=t.number(own), partner=t.state(partner))
