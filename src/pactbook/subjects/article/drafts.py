"""What a rule with its arguments claims, in own words: a draft for the person who fills a worksheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactbook.locale import Language
from pactbook.record import Tables


def draft(rule: str, arguments: Mapping[str, Any], tables: Tables, t: Language) -> str:
    """Return the statement that a rule decides, empty of a rule without a draft.

    Parameters
    ----------
    rule : str
        Name of the rule.
    arguments : mapping
        Its arguments.
    tables : Tables
        The record, for titles and names.
    t : Language
        Language of the words.
    """
    told = _DRAFTS.get(rule)
    return told(arguments, tables, t) if told else ""


def _titles(ids: list[str], tables: Tables, t: Language) -> str:
    known = dict(zip(tables.agreements.agreement_id, tables.agreements.title, strict=True))
    return t.list([t("“{title}”", title=known[one]) for one in ids if one in known])


def _states(codes: list[str], t: Language) -> str:
    return t.list([t.state(code) for code in codes])


def _of(ids: list[str], tables: Tables, t: Language) -> str:
    """Return the parties of some documents."""
    rows = tables.agreements[tables.agreements.agreement_id.isin(ids)]
    return t.list(dict.fromkeys(t.state(code) for cell in rows.parties for code in cell))


def _signed(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    ids = given["agreements"]
    if not ids:
        return ""
    values = {"parties": _of(ids, tables, t), "titles": _titles(ids, tables, t)}
    if given.get("on"):
        return t("{parties} signed {titles} on {day}.", day=t.date(given["on"]), **values)
    return t("{parties} have signed {titles}.", **values)


def _obliges(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t(
        "{titles} obliges the parties to help each other if attacked.", titles=_titles([given["agreement"]], tables, t)
    )


def _unpublished(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("No text has been published of: {titles}.", titles=_titles(given["agreements"], tables, t))


def _not_in_force(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("Signed, but neither ratified nor in force: {titles}.", titles=_titles(given["agreements"], tables, t))


def _earlier(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t(
        "There were defence contacts of {parties} before {day}.",
        parties=_states(given["parties"], t),
        day=t.date(given["before"]),
    )


def _namesakes(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t(
        "There is one document of this kind ({kind}) for {start} to {end}.",
        kind=t.word(given["kind"]),
        start=t.date(given["start"]),
        end=t.date(given["end"]),
    )


def _common_bloc(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("These states belong together: {states}.", states=_states(given["states"], t))


def _designated(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    known = dict(zip(tables.entities.entity_id, tables.entities.name, strict=True))
    return t(
        "{authority} sanctioned {entity} on {day}.",
        authority=given["authority"],
        entity=known.get(given["entity"], given["entity"]),
        day=t.date(given["on"]),
    )


def _several(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t(
        "{authority} sanctioned several entities on {day}, by state: {states}.",
        authority=given["authority"],
        states=_states(given["countries"], t),
        day=t.date(given["on"]),
    )


def _range(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("A missile of {state} will reach {km} km.", state=t.state(given["country"]), km=t.number(given["km"]))


def _category(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("{state} has missiles of MTCR Category I.", state=t.state(given["country"]))


def _happened(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    rows = tables.events[tables.events.event_id.isin(given["events"])]
    told = [t("“{title}”", title=title) for title in rows.title]
    return t("It took place: {events}.", events=t.list(told)) if told else ""


def _widened(given: Mapping[str, Any], tables: Tables, t: Language) -> str:
    return t("A later document will build on {titles}.", titles=_titles([given["agreement"]], tables, t))


_DRAFTS: dict[str, Callable[[Mapping[str, Any], Tables, Language], str]] = {
    "signed": _signed,
    "obliges": _obliges,
    "text_unpublished": _unpublished,
    "not_in_force": _not_in_force,
    "earlier_contacts": _earlier,
    "namesakes": _namesakes,
    "common_bloc": _common_bloc,
    "designated": _designated,
    "several_designated": _several,
    "longest_range": _range,
    "category_one": _category,
    "happened": _happened,
    "widened": _widened,
}
