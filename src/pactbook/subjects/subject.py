"""What all subjects are: an object that holds the record of the day and the language, and its tables."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import pandas as pd

from pactbook import states
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.parameters import Parameters, check
from pactbook.record import Tables, load, newest_day
from pactbook.subjects import membership


def table(function: Callable[[Any], pd.DataFrame]) -> property:
    """Make a property whose frame is computed once, and handed out as a copy that cannot change it."""
    name = function.__name__

    @functools.wraps(function)
    def get(self: Subject) -> pd.DataFrame:
        if name not in self.__dict__:
            self.__dict__[name] = function(self)
        return self.__dict__[name].copy(deep=False)

    return property(get)


@dataclass(frozen=True, eq=False)
class Subject:
    """What a report is about, on one day and in one language.

    Attributes
    ----------
    params : Parameters
        The checked parameters of its notebook.
    record : Tables
        The tables as of the day.
    t : Language
        Language of names and sentences.
    """

    model: ClassVar[type[Parameters]]

    params: Parameters
    record: Tables
    t: Language

    @classmethod
    def from_params(cls, params: Parameters) -> Self:
        """Return the subject that checked parameters name, with the record as of their day.

        Raises
        ------
        UserError
            If a state had ended by the day, or nothing stood in its place yet.
        """
        if faults := [f"{name}: {what}" for name, what in not_of_the_day(params)]:
            raise UserError("\n".join(faults))
        t = Language(params.language)
        record = cls._record(params, t).in_language(t.code)
        return cls(params, membership.in_language(record, t), t)

    @classmethod
    def _record(cls, params: Parameters, t: Language) -> Tables:
        """Return the record as of the day, as the subject needs it."""
        return load(params.day, origins=params.origins)

    @classmethod
    def from_notebook(cls, namespace: Mapping[str, Any]) -> Self:
        """Return the subject that the variables of a notebook's parameters cell name: ``Pair.from_notebook(globals())``."""
        return cls.from_params(check(cls.model.notebook, namespace, newest_day))

    def of_the_day(self, code: str) -> str:
        """Return the state that stood on the day of the report in the line of another one: the Soviet Union for Russia."""
        return states.of_its_day(code, self.params.day) or code

    @property
    def day(self) -> str:
        """Return the day of the report, ISO 8601."""
        return self.params.day.isoformat()


# The parameters that name states.
STATES = ("country_a", "country_b", "hypothesis", "country", "partner", "compare")


def not_of_the_day(params: Parameters) -> Iterator[tuple[str, str]]:
    """Yield each parameter that names a state which had ended by the day, or in whose line none stood yet, and what is wrong.

    A state that did not exist yet stands for the one in its line that did: Russia in 1985 for the Soviet Union.
    """
    for name in STATES:
        value = getattr(params, name, ())
        for code in filter(None, [value] if isinstance(value, str) else value):
            if what := _not_of_the_day(code, params.day):
                yield name, what


def _not_of_the_day(code: str, day: dt.date) -> str:
    if states.existed(code, day):
        return ""
    told, first = f"{states.name(code)} ({code})", states.first_day(code)
    line = states.of_its_day(code, day)
    if first and day < first:
        return "" if line else f"{told} did not exist before {first}"
    return f"{told} had ended by {day}" + (f": name {line}, {states.name(line)}" if line else "")
