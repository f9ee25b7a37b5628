"""Rules that records of contacts, sanctions, organisations and missiles decide."""

from __future__ import annotations

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.subjects.article.rules.reporting import _record_date
from pactbook.subjects.article.rules.verdict import Verdict, rule
from pactbook.subjects.findings import records
from pactbook.subjects.membership import members_among, spoken
from pactbook.subjects.programme import systems


@rule
def happened(tables: Tables, t: Language, *, events: list[str], by: str = "") -> Verdict:
    """Did the dated contacts take place (by that day, if the article tells of them on one)?"""
    frame = tables.events.set_index("event_id")
    found = [name for name in events if name in frame.index and _is_by(frame.at[name, "date"], by)]
    if not found and by:
        return Verdict("not_established", t("The record holds no such event by {day}.", day=t.date(by)))
    if not found:
        return Verdict("not_established", t("The record holds no such event."))
    told = "; ".join(_event_phrase(frame.loc[name].to_dict(), t) for name in found)
    verdict = "supported" if len(found) == len(events) else "partly"
    return Verdict(verdict, t("On record: {told}.", told=told), records("events", found))


def _is_by(day: str, by: str) -> bool:
    return not by or (day != "" and dates.earliest(day) <= dates.latest(by))


def _event_phrase(event: dict, t: Language) -> str:
    """Say what kind of contact it was, when and where; its title stands with the evidence."""
    day = t.date(event["date"]) if event["date"] else ""
    return ", ".join(part for part in (t.word(event["kind"]), day, event["place"]) if part)


@rule
def designated(tables: Tables, t: Language, *, entity: str, authority: str, on: str, alleged: bool = False) -> Verdict:
    """Was the entity designated by the authority on that day (and is the claim what the authority alleges)?"""
    frame = tables.designations
    own = frame[(frame.entity_id == entity) & (frame.authority == authority)]
    exact = own[own.designated_on == on]
    if own.empty:
        return Verdict(
            "not_established", t("The record holds no designation of it by {authority}.", authority=authority)
        )
    row = (exact if len(exact) else own).iloc[0]
    reasoning = t(
        "{authority} designated it on {day} under {basis}; it states: {reason}",
        authority=authority,
        day=t.date(row.designated_on),
        basis=row.legal_basis,
        reason=row.stated_reason,
    )
    evidence = records("designations", [row.designation_id])
    if exact.empty:
        return Verdict("contradicted", reasoning, evidence)
    return Verdict("supported_as_allegation" if alleged else "supported", reasoning, evidence)


@rule
def several_designated(tables: Tables, t: Language, *, authority: str, on: str, countries: list[str]) -> Verdict:
    """Were several entities of each of the states designated on that day, as a plural claims?"""
    frame = tables.designations.merge(tables.entities[["entity_id", "country", "name"]], on="entity_id")
    day = frame[(frame.authority == authority) & (frame.designated_on == on)]
    counts = {code: int((day.country == code).sum()) for code in countries}
    if not any(counts.values()):
        return Verdict("not_established", t("The record holds no such designation on {day}.", day=t.date(on)))
    told = t.list([f"{t.state(code)} {t.number(n)}" for code, n in counts.items()])
    reasoning = t(
        "Entities designated by {authority} on {day}, by state: {told}.", authority=authority, day=t.date(on), told=told
    )
    verdict = "supported" if min(counts.values()) > 1 else "partly" if all(counts.values()) else "contradicted"
    return Verdict(verdict, reasoning, records("designations", day[day.country.isin(countries)].designation_id))


@rule
def common_bloc(tables: Tables, t: Language, *, states: list[str], proves: bool = False) -> Verdict:
    """Do the states share an organisation? Without one, a claimed grouping has no institution on record."""
    current = members_among(tables, states, tables.day)
    counts = current.bloc_id.value_counts()
    whole = sorted(counts[counts == len(states)].index)
    names = {row["bloc_id"]: t.word(row["short_name"]) for row in as_dicts(tables.blocs)}
    if whole:
        blocs = t.list([spoken(names[bloc], t) for bloc in whole], most=4)
        told = t("All {n} states belong to {blocs}.", n=t.number(len(states)), blocs=blocs)
    else:
        told = t("No organisation of which every member is on record has all {n} states.", n=t.number(len(states)))
    if len(counts) and not whole:
        inside = sorted(t.state(code) for code in current[current.bloc_id == counts.index[0]].iso3)
        told += " " + t(
            "{bloc} holds {n} of them: {states}.",
            bloc=names[counts.index[0]],
            n=t.number(int(counts.iloc[0])),
            states=t.list(inside),
        )
    return Verdict(
        "supported" if whole and proves else "not_established",
        told,
        records("blocs", whole or counts[counts > 1].index[:3]),
    )


@rule
def days_apart(tables: Tables, t: Language, *, first: str, second: str, claimed: int, tolerance: int) -> Verdict:
    """Do two records lie about as many days apart as claimed?"""
    days = [_record_date(tables, record) for record in (first, second)]
    if not all(days):
        return Verdict("not_established", t("One of the two dates is not on record."))
    apart = (dates.latest(days[1]) - dates.latest(days[0])).days
    reasoning = t(
        "{n} days lie between {first} and {second}.", n=t.number(apart), first=t.date(days[0]), second=t.date(days[1])
    )
    return Verdict("supported" if abs(apart - claimed) <= tolerance else "contradicted", reasoning, (first, second))


@rule
def joint_contacts(tables: Tables, t: Language, *, states: list[str]) -> Verdict:
    """Did the states meet, all of them at one table?"""
    found = tables.events_of(*states)
    names = t.list([t.state(code) for code in states])
    if found.empty:
        return Verdict("not_established", t("The record holds no contact of {states} together.", states=names))
    told = "; ".join(_event_phrase(row, t) for row in as_dicts(found.head(3)))
    return Verdict("supported", t("On record: {told}.", told=told), records("events", found.event_id))


@rule
def longest_range(tables: Tables, t: Language, *, country: str, km: int) -> Verdict:
    """Has any system of the state a quoted range of so many kilometres, as somebody foresaw?"""
    known = systems(tables, country)
    ranged = known[known.range_max.notna()]
    if ranged.empty:
        return Verdict("forecast_open", t("No range of a missile of {state} is on record.", state=t.state(country)))
    top = ranged.loc[ranged.range_max.idxmax()]
    reasoning = t(
        "The longest range quoted for a missile of {state} is {range} km, for {system}; the mark is {km} km.",
        state=t.state(country),
        range=t.number(top.range_max),
        system=top["name"],
        km=t.number(km),
    )
    verdict = "forecast_came_true" if top.range_max >= km else "forecast_open"
    return Verdict(verdict, reasoning, records("missile_systems", [top.system_id]))


@rule
def category_one(tables: Tables, t: Language, *, country: str) -> Verdict:
    """Has the state missiles of MTCR Category I by their quoted figures?"""
    known = systems(tables, country)
    yes, no = known[known.category_i == "yes"], known[known.category_i == "no"]
    reasoning = t.plural(
        "Of {n} missile system of {state} on record, {yes} are Category I by quoted range and payload, {no} are not.",
        "Of {n} missile systems of {state} on record, {yes} are Category I by quoted range and payload, {no} are not.",
        len(known),
        state=t.state(country),
        yes=t.number(len(yes)),
        no=t.number(len(no)),
    )
    decided = "supported" if len(yes) else "contradicted"
    verdict = decided if len(known) and len(yes) + len(no) else "not_established"
    if verdict == "contradicted" and len(no) < len(known):
        verdict = "not_established"
    chosen = yes if len(yes) else no
    return Verdict(verdict, reasoning, records("missile_systems", chosen.system_id[:6]))
