"""What all subjects are: an object that holds the record of the day and the language, and its tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import pandas as pd

from pactbook import states
from pactbook.locale import Language
from pactbook.parameters import Parameters
from pactbook.record import Tables, load


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
        """Return the subject that checked parameters name, with the record as of their day."""
        return cls(params, load(params.as_of), Language(params.language))

    @classmethod
    def from_notebook(cls, namespace: Mapping[str, Any]) -> Self:
        """Return the subject that the variables of a notebook's parameters cell name: ``Pair.from_notebook(globals())``."""
        return cls.from_params(cls.model(**{name: namespace[name] for name in cls.model.model_fields}))

    def of_the_day(self, code: str) -> str:
        """Return the state that stood on the day of the report in the line of another one: the Soviet Union for Russia."""
        return states.of_its_day(code, self.params.as_of) or code

    @property
    def day(self) -> str:
        """Return the day of the report, ISO 8601."""
        return self.params.as_of.isoformat()
