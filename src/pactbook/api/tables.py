"""The tables of the record, from Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pandas as pd

from pactbook.errors import UserError, hint, shown
from pactbook.parameters import LATEST, TODAY, day_of_record
from pactbook.record import Tables, about, load, newest_day, schema
from pactbook.states import name, resolve
from pactbook.subjects import membership, ties

Day = str | dt.date


def agreements(state: str | None = None, pair: tuple[str, str] | None = None, as_of: Day | None = None) -> pd.DataFrame:
    """Return the agreements on record, oldest first.

    Parameters
    ----------
    state : str, optional
        One of the parties: code or name.
    pair : tuple of str, optional
        Two states that are both parties, alone or with others.
    as_of : str or datetime.date, optional
        The day: what was true and known on it; default everything on record.

    Returns
    -------
    pandas.DataFrame
        One row a document: agreement_id, parties (tuple: codes of states, ids of organisations), title, kind, domains (tuple),
        signed, announced, place, in_force, ended, period_start, period_end (dates), mutual_defence, text_public, signatories
        (tuple: ``PAK: who signed``), see_also (tuple of agreement_ids), note, source_ids (tuple), date (signed, else
        announced), plurilateral (bool: more than two parties), defence (bool), confidence (high, medium, low), voices (int:
        independent sources), kind_is (named: the text, a government or an organisation is among the sources; reported: the
        word of reports), alive (bool: two parties or more exist on the day), origins (tuple: whose row it is: pactbook,
        outside, yours), status_on (its status on the day).

    Raises
    ------
    UserError
        If a state or the day is unknown, with the nearest; or if both `state` and `pair` are given.

    Examples
    --------
    >>> both = agreements(pair=("Japan", "Philippines"), as_of="2024-01-01")
    >>> all({"JPN", "PHL"} <= set(parties) for parties in both.parties)
    True
    """
    record = record_of(as_of)
    return ties.described(record, _rows(record, "agreements", state, pair))


def events(state: str | None = None, pair: tuple[str, str] | None = None, as_of: Day | None = None) -> pd.DataFrame:
    """Return the dated contacts and legal steps on record.

    Parameters
    ----------
    state : str, optional
        One of those that took part: code or name.
    pair : tuple of str, optional
        Two states that both took part.
    as_of : str or datetime.date, optional
        The day: what was true and known on it; default everything on record.

    Returns
    -------
    pandas.DataFrame
        One row an event: event_id, date, end_date, kind, level, countries (tuple of codes), domains (tuple), title,
        title_de, place, agreement_ids (tuple: the documents that it concerns), note, source_ids (tuple), origins (tuple).

    Raises
    ------
    UserError
        As `agreements`.

    Examples
    --------
    >>> "ratification" in set(events(state="Belarus").kind)
    True
    """
    return _rows(record_of(as_of), "events", state, pair)


def members(bloc: str, day: Day = TODAY, role: str | None = "member") -> pd.DataFrame:
    """Return who belonged to an organisation on a day, as was known on it.

    Parameters
    ----------
    bloc : str
        The organisation: its id or a name.
    day : str or datetime.date
        The day.
    role : {"member", "observer", "partner", "candidate", "suspended"}, optional
        The role; None for all.

    Returns
    -------
    pandas.DataFrame
        One row a state and role, by state: iso3 (code), state (name), role, start, start_is (what that date is: joined, signed,
        founded, latest possible), end (first day on which it holds no longer), note, source_ids (tuple).

    Raises
    ------
    UserError
        If the organisation, the role or the day is unknown, with the nearest.

    Examples
    --------
    >>> {"IRN", "BLR"} <= set(members("SCO", "2024-07-05").iso3)
    True
    >>> "BLR" in set(members("SCO", "2024-07-03").iso3)
    False
    """
    record = record_of(day, "day")
    (chosen,) = membership.bloc_ids(load(), [bloc])
    known = next(column.enum for column in schema(record.folder)["memberships"].fields if column.name == "role")
    if role is not None and role not in known:
        raise UserError(f"role: {shown(role)} is none{hint(str(role), known)}")
    rows = membership.on_day(record, record.day)
    rows = rows[(rows.bloc_id == chosen) & (rows.role.isin(known) if role is None else rows.role == role)]
    rows = rows.assign(state=[name(code) for code in rows.iso3])
    columns = ["iso3", "state", "role", "start", "start_is", "end", "note", "source_ids"]
    return rows[columns].sort_values(["iso3", "start"], ignore_index=True)


def systems(state: str | None = None, as_of: Day | None = None) -> pd.DataFrame:
    """Return the missile systems on record with what is quoted of them.

    Parameters
    ----------
    state : str, optional
        Whose systems: code or name.
    as_of : str or datetime.date, optional
        The day: what was true and known on it; default everything on record.

    Returns
    -------
    pandas.DataFrame
        One row a system, by state and range: system_id, country (code), name, aliases (tuple), class, basing, range_km (float,
        km: the value chosen), payload_kg (float, kg), status, first_test, in_service, retired (dates), note, source_ids
        (tuple), range_min, range_max (float, km: what is quoted), quoted (int: readings of the range), quoted_by (tuple of
        publishers), payload_min, payload_max (float, kg), tests (int: announced flights), last_test, first_announced (dates),
        category_i (yes, no, unknown: MTCR Category I by the quoted figures), origins (tuple).

    Raises
    ------
    UserError
        If the state or the day is unknown, with the nearest.

    Examples
    --------
    >>> set(systems("India").country)
    {'IND'}
    """
    from pactbook.subjects import programme as programmes

    return _by_state(record_of(as_of), state, "missile_systems", programmes.systems)


def flights(state: str | None = None, as_of: Day | None = None) -> pd.DataFrame:
    """Return the announced flight tests on record, oldest first in each state.

    Parameters
    ----------
    state : str, optional
        Who flew: code or name.
    as_of : str or datetime.date, optional
        The day: what was true and known on it; default everything on record.

    Returns
    -------
    pandas.DataFrame
        One row an announced flight: test_id, date, country (code), system_id, described_as, outcome, announced_by, place,
        missiles (Int64: how many), note, source_ids (tuple), year (int), name (of the system, or what the announcement calls
        it), class (of the system), first (bool: the first announced flight of its system), origins (tuple).

    Raises
    ------
    UserError
        As `systems`.

    Examples
    --------
    >>> flown = flights("India", as_of="2010-12-31")
    >>> flown.date.max() < "2011" and flown.date.is_monotonic_increasing
    True
    """
    from pactbook.subjects import programme as programmes

    return _by_state(record_of(as_of), state, "missile_tests", programmes.flights)


def designations(programme: str | None = None, state: str | None = None, as_of: Day | None = None) -> pd.DataFrame:
    """Return the designations of entities by authorities (sanctions), oldest first.

    Parameters
    ----------
    programme : str, optional
        The state whose missile or nuclear programme they are tied to: code or name.
    state : str, optional
        The state where the entity sits, or whose programme it is: code or name.
    as_of : str or datetime.date, optional
        The day: what was true and known on it; default everything on record.

    Returns
    -------
    pandas.DataFrame
        One row a designation: designation_id, entity_id, authority, legal_basis, designated_on, lifted_on (dates),
        stated_reason (what the authority alleges), stated_reason_de, programme_country (code), programme, response, note,
        source_ids (tuple), name, country (of the entity), in_place (bool: not lifted), origins (tuple).

    Raises
    ------
    UserError
        If a state or the day is unknown, with the nearest.

    Examples
    --------
    >>> set(designations(programme="Pakistan", state="Belarus").country)
    {'BLR'}
    """
    record = record_of(as_of)
    rows = _rows(record, "designations", state)
    if programme is not None:
        from pactbook.subjects import programme as programmes

        tied = programmes.designations(record, resolve(programme, "programme"))
        rows = rows[rows.designation_id.isin(tied.designation_id)]
    rows = rows.assign(in_place=rows.lifted_on == "")
    return rows.sort_values(["designated_on", "authority", "name"], ignore_index=True)


def sources(ids: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return pages that were read for the record.

    Parameters
    ----------
    ids : str or iterable of str, optional
        Their source_ids, as in the column source_ids of other tables; default all.

    Returns
    -------
    pandas.DataFrame
        One row a page, each once, in the order of `ids`: source_id, publisher, publisher_country (code), title, url, published,
        language (ISO 639-1), kind, wire (whose text the page repeats), seen_on, origins (tuple).

    Raises
    ------
    UserError
        If an id is not on record, with the nearest.

    Examples
    --------
    >>> newest = agreements(pair=("Belarus", "Pakistan")).iloc[-1]
    >>> list(sources(newest.source_ids).source_id) == list(newest.source_ids)
    True
    """
    pages = load().sources
    if ids is None:
        return pages
    wanted = list(dict.fromkeys(listed(ids)))
    known = set(pages.source_id)
    if unknown := [one for one in wanted if one not in known]:
        raise UserError("\n".join(f"sources: {shown(one)} is not on record{hint(one, known)}" for one in unknown))
    return pages.set_index("source_id", drop=False).loc[wanted].reset_index(drop=True)


def listed(values: str | Iterable[str]) -> list[str]:
    """Return one name or several as a list: a text is one."""
    return [values] if isinstance(values, str) else list(values)


def record_of(as_of: Day | None, where: str = "as_of") -> Tables:
    """Return the record of a day, or everything."""
    if as_of is None:
        return load()
    try:
        day = day_of_record(as_of)
    except UserError as error:
        raise UserError(f"{where}: {error}") from None
    return load(newest_day() if day == LATEST else day)


def _rows(record: Tables, table: str, state: str | None, pair: tuple[str, str] | None = None) -> pd.DataFrame:
    """Return the rows of a table that concern a state, or two of them together."""
    if state is not None and pair is not None:
        raise UserError("state, pair: give one of the two")
    if pair is None:
        return about.rows(record, table, [] if state is None else [resolve(state, "state")])
    named = listed(pair)
    if len(named) != 2 or len(two := {resolve(one, "pair") for one in named}) != 2:
        raise UserError(f"pair: {shown(pair)}: name two states")
    return about.rows(record, table, two, together=True)


def _by_state(record: Tables, state: str | None, table: str, of: Callable[[Tables, str], pd.DataFrame]) -> pd.DataFrame:
    """Return a table that the subjects make state by state, of one state or of all that the record has rows of."""
    if state is not None:
        return of(record, resolve(state, "state"))
    found = [of(record, code) for code in sorted(set(record[table].country))]
    return pd.concat(found, ignore_index=True) if found else of(record, "")
