"""Which reports a batch makes: the values of a grid, combined, checked against the models and the record of each day."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import itertools
import json
import math
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pactbook import parameters, states
from pactbook.errors import UserError, hint, shown
from pactbook.parameters import MODELS, AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram, Parameters
from pactbook.record import Tables, names, on_date
from pactbook.reports import casefile, suggest
from pactbook.reports.context import Context
from pactbook.reports.gate import Asked, gate
from pactbook.subjects import membership

PAIRS, DAYS = "pairs", "as_of"
EVERY = "all"
MOST_REPORTS = 100_000
_BLOC = "bloc:"
_LONGEST_SUBJECT = 60
_DIGITS = 10
# The parameters that say whom a report is about: they stand in its name.
_SUBJECT: dict[str, tuple[str, ...]] = {
    BilateralAgreements.notebook: ("country_a", "country_b"),
    AllianceMaps.notebook: ("blocs",),
    MissileProgram.notebook: ("country",),
    ClaimsAudit.notebook: ("article",),
}


@dataclass(frozen=True)
class Item:
    """One report of a batch: its name, which is that of its files, its subject, and its parameters as JSON values."""

    name: str
    subject: str
    values: Mapping[str, Any]


@dataclass
class Plan:
    """The reports of a batch, and those that have nothing to tell, by name with the reason."""

    notebook: str
    items: list[Item] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> dict[str, Any]:
    """Return what the file of a grid asks for.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file of ``name: value`` lines; see `plan`.

    Raises
    ------
    UserError
        If it is not there or not readable.
    """
    if not path.is_file():
        raise UserError(f"--grid {shown(str(path))}: no such file")
    return casefile.read(path)


def plan(notebook: str, asked: Mapping[str, Any], context: Context) -> Plan:
    """Return the reports that a grid asks for, each checked.

    Parameters
    ----------
    notebook : str
        Its name, such as ``01-bilateral-agreements``.
    asked : mapping
        Parameters of the notebook, each with a value or a list of values; of a parameter that is a list itself, a list of
        lists. Every value meets every other. ``pairs`` holds words as `pairs` takes them, in place of two states.
    context : Context
        Where the record is.

    Raises
    ------
    UserError
        If something is not allowed; a line for each, before anything runs.
    """
    if notebook not in MODELS:
        raise UserError(f"{shown(notebook)} is no notebook{hint(notebook, MODELS)}")
    draft = _Draft(MODELS[notebook], context.record())
    draft.take(asked)
    outcome = gate(draft.asked, context.record)
    if faults := list(dict.fromkeys(draft.faults + outcome.faults)):
        raise UserError("\n".join(faults))
    left_out = draft.left_out | outcome.left_out
    kept = {name: one.params for name, one in draft.asked.items() if name not in left_out}
    if not kept:
        raise UserError("\n".join(["nothing to run", *dict.fromkeys(left_out.values())]))
    items = [Item(name, subject(params), params.model_dump(mode="json")) for name, params in kept.items()]
    return Plan(notebook, items, left_out)


def pairs(words: Iterable[str], everything: Tables, day: dt.date) -> list[tuple[str, str]]:
    """Return the pairs of states that some words ask for, each once, in alphabetical order.

    Parameters
    ----------
    words : iterable of str
        ``JPN-PHL`` (codes or names, with a hyphen between them), ``bloc:SCO`` (every two members on the day) or ``all`` (every
        two states with a document of their own on record).
    everything : Tables
        The record.
    day : datetime.date
        The day.

    Raises
    ------
    UserError
        If a word asks for nothing.
    """
    return sorted({pair for word in words for pair in _pairs(word, everything, day)})


def _pairs(word: str, everything: Tables, day: dt.date) -> Iterator[tuple[str, str]]:
    if word == EVERY:
        for both in everything.agreements.parties:
            if len(both) == 2 and all(map(states.is_code, both)):
                yield _sorted(*both)
    elif word.startswith(_BLOC):
        known = names.of_blocs(everything.blocs)
        bloc = names.resolve(word.removeprefix(_BLOC), known, PAIRS, "is not on record")
        members = membership.of_blocs(everything, [bloc], day)
        yield from itertools.combinations(sorted(set(members[members.role == "member"].iso3)), 2)
    else:
        one, hyphen, other = word.partition("-")
        if not hyphen:
            raise UserError(f"{PAIRS}: {shown(word)}: write A-B, bloc:NAME or all")
        yield _sorted(*(states.resolve(name.strip(), PAIRS) for name in (one, other)))


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (min(one, other), max(one, other))


def subject(params: Parameters) -> str:
    """Return whom a report is about, in short: ``BLR-PAK``."""
    values = [getattr(params, name) for name in _SUBJECT.get(params.notebook, ())]
    return "-".join(word for value in values for word in ([value] if isinstance(value, str) else value))


def _name(params: Parameters) -> str:
    """Return the name of a report: its subject, its day, and a hash of all that is asked of it."""
    told = json.dumps([params.notebook, params.model_dump(mode="json")], sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
    words = re.sub(r"[^a-z0-9]+", "-", subject(params).casefold()).strip("-")[:_LONGEST_SUBJECT]
    return f"{words}-{params.day}-{digest}"


# -------------------------------------------------------------------------------------------------------- checking


class _Draft:
    """The reports of a grid while they are checked, and what is wrong with it so far."""

    def __init__(self, model: type[Parameters], everything: Tables) -> None:
        self._model, self._everything = model, everything
        self._on = functools.cache(lambda day: on_date(everything, day))
        self.asked: dict[str, Asked] = {}
        self.faults: list[str] = []
        self.left_out: dict[str, str] = {}

    def take(self, grid: Mapping[str, Any]) -> None:
        """Check all values, and combine them."""
        choices = {name: self._choices(name, value) for name, value in grid.items()}
        words = choices.pop(PAIRS, None)
        days = self._days(choices.pop(DAYS, [parameters.TODAY]))
        if words is not None:
            self._refuse_pairs(choices)
        # Where a value is wrong already the others are held against usual ones, so that all faults are told at once.
        about = {day: self._about(words, day) for day in days or [self._everything.newest_day]}
        if self.faults:
            about = {day: subjects or [{}] for day, subjects in about.items()}
        each = math.prod(len(values) for values in choices.values())
        if (count := each * sum(map(len, about.values()))) > MOST_REPORTS:
            self.faults.append(f"{count:,} reports are asked for; a batch has at most {MOST_REPORTS:,}")
            return
        for day, subjects in about.items():
            for both, values in itertools.product(subjects, itertools.product(*choices.values())):
                self._ask(day, both | dict(zip(choices, values, strict=True)))

    def _choices(self, name: object, value: object) -> list[Any]:
        """Return the values that a grid gives a parameter."""
        listed = value if isinstance(value, list) else [value]
        if not listed:
            self.faults.append(f"{name}: an empty list asks for nothing")
        one_list = self._is_list(name) and not any(isinstance(part, list) for part in listed)
        return [value] if one_list else listed

    def _is_list(self, name: object) -> bool:
        one = self._model.model_fields.get(str(name))
        return one is not None and typing.get_origin(one.annotation) is list

    def _days(self, texts: list[Any]) -> list[dt.date]:
        """Return the days that are asked for, each once."""
        found: dict[dt.date, None] = {}
        for text in texts:
            try:
                day = parameters.day_of_record(text)
                found[self._everything.newest_day if day == parameters.LATEST else day] = None
            except UserError as error:
                self.faults.append(f"{DAYS}: {error}")
        return list(found)

    def _refuse_pairs(self, choices: Mapping[str, Any]) -> None:
        both = _SUBJECT[BilateralAgreements.notebook]
        if self._model is not BilateralAgreements:
            self.faults.append(f"{PAIRS}: {self._model.notebook} is not about two states")
        elif twice := [name for name in both if name in choices]:
            self.faults.append(f"{PAIRS} and {' and '.join(twice)}: name the two states in one way")

    def _about(self, words: list[Any] | None, day: dt.date) -> list[dict[str, str]]:
        """Return the two states of each report of a day; one of no states where no pairs are asked for."""
        if words is None:
            return [{}]
        found: set[tuple[str, str]] = set()
        for word in words:
            try:
                found |= set(_pairs(str(word), self._everything, day))
            except UserError as error:
                self.faults += str(error).splitlines()
        stood = [both for both in sorted(found) if all(states.existed(state, day) for state in both)]
        for a, b in sorted(found - set(stood)):
            self.left_out[f"{a}-{b}-{day}"] = f"{a}-{b} were no two states on {day}"
        return [dict(zip(_SUBJECT[BilateralAgreements.notebook], both, strict=True)) for both in stood]

    def _ask(self, day: dt.date, given: dict[Any, Any]) -> None:
        """Check one report."""
        try:
            values = self._usual(day, given) | given | {DAYS: day}
            params = self._model(**{str(name): value for name, value in values.items()})
        except UserError as error:
            self.faults += str(error).splitlines()
        else:
            self.asked[_name(params)] = Asked(params, frozenset(given))

    def _usual(self, day: dt.date, given: Mapping[Any, Any]) -> dict[str, Any]:
        """Return values for what the grid leaves open and the notebook cannot know of another subject."""
        if self._model is BilateralAgreements:
            return {"since": min(suggest.USUAL_SINCE, day.year)}
        if self._model is MissileProgram and "country" in given:
            return {"partner": "", "compare": self._compared(day, given["country"], given.get("partner", ""))}
        return {}

    def _compared(self, day: dt.date, country: Any, partner: Any) -> list[str]:
        try:
            code = states.resolve(country, "country")
        except UserError:  # told when the report is checked
            return []
        return suggest.compared(self._on(day), code, partner)
