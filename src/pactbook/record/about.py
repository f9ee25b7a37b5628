"""Which rows of a table concern a state: one rule a table, for everybody who asks for rows by state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import pandas as pd

from pactbook.record import names
from pactbook.record.tables import Tables, select


def rows(tables: Tables, table: str, states: Collection[str] = (), together: bool = False) -> pd.DataFrame:
    """Return the rows of a table that concern some states, in the order of the file.

    An agreement concerns its parties, an event those that took part, a membership its state, a missile system its country,
    a designation the state of the entity and the one whose programme it is tied to; a source concerns whom the rows
    concern that cite it.

    Parameters
    ----------
    tables : Tables
        The record.
    table : str
        One of `TABLES`.
    states : collection of str
        ISO 3166-1 alpha-3; empty for all rows.
    together : bool
        Whether a row must concern all of the states where it can concern several (agreements, events, designations), or
        any of them.

    Returns
    -------
    pandas.DataFrame
        The columns of the table; a designation has besides: name, country (of the entity).
    """
    frame = _with_entity(tables) if table == "designations" else tables[TABLES[table]]
    if not states:
        return frame
    if table == "sources":
        return _cited(tables, states, together)
    wanted = set(states)
    concerned = (set(one) - {""} for one in _CONCERNED[table](frame))
    everybody = together and table in _SEVERAL
    return select(frame, (wanted <= one if everybody else not wanted.isdisjoint(one) for one in concerned))


def named(tables: Tables, table: str, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows about one system, entity or organisation, by its identifier or any of its names.

    Parameters
    ----------
    tables : Tables
        The record.
    table : str
        One of `NAMED`.
    name : str
        The name.
    frame : pandas.DataFrame
        Rows of the table, as `rows` gives them.

    Raises
    ------
    UserError
        If no record goes by the name, or several do.
    """
    column, known = NAMED[table]
    one = names.resolve(name, known(tables), "--name", "is not on record")
    return frame[frame[column] == one]


def _with_entity(tables: Tables) -> pd.DataFrame:
    entities = tables.entities.set_index("entity_id")
    made = tables.designations
    return made.assign(name=made.entity_id.map(entities.name), country=made.entity_id.map(entities.country))


def _cited(tables: Tables, states: Collection[str], together: bool) -> pd.DataFrame:
    cited = {
        source for table in _CONCERNED for ids in rows(tables, table, states, together).source_ids for source in ids
    }
    return tables.sources[tables.sources.source_id.isin(cited)]


# What can be asked for by state, and the table that it is.
TABLES = {
    "agreements": "agreements",
    "events": "events",
    "memberships": "memberships",
    "systems": "missile_systems",
    "designations": "designations",
    "sources": "sources",
}
# What can be asked for by name: the column of the identifier, and the names on record.
NAMED: dict[str, tuple[str, Callable[[Tables], dict[str, tuple[str, ...]]]]] = {
    "memberships": ("bloc_id", lambda tables: names.of_blocs(tables.blocs)),
    "systems": ("system_id", lambda tables: names.of_systems(tables.missile_systems)),
    "designations": ("entity_id", lambda tables: names.of_entities(tables.entities)),
}
_CONCERNED: dict[str, Callable[[pd.DataFrame], Iterable[tuple[str, ...]]]] = {
    "agreements": lambda frame: frame.parties,
    "events": lambda frame: frame.countries,
    "memberships": lambda frame: zip(frame.iso3, strict=True),
    "systems": lambda frame: zip(frame.country, strict=True),
    "designations": lambda frame: zip(frame.country, frame.programme_country, strict=True),
}
_SEVERAL = frozenset({"agreements", "events", "designations"})
