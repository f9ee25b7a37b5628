"""A set of states that somebody calls a bloc, on a day: the tables that tell what ties it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import ClassVar, Self

import pandas as pd

from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.parameters import AllianceMaps
from pactbook.record import Tables, load, outside
from pactbook.subjects import likeness, membership, questions, ties
from pactbook.subjects.bloc import table as tables
from pactbook.subjects.likeness import Definition
from pactbook.subjects.subject import Subject, table


class Bloc(Subject):
    """Some states and some organisations on a day."""

    model: ClassVar = AllianceMaps

    @classmethod
    def from_params(cls, params: AllianceMaps) -> Self:
        """Return the subject, with the identifiers of organisations in place of their names."""
        everything = load(origins=params.origins)
        ids = membership.bloc_ids(everything, params.blocs)
        return super().from_params(params.model_copy(update={"blocs": ids}))

    @classmethod
    def _record(cls, params: AllianceMaps, t: Language) -> Tables:
        """Return the record; an organisation that it does not hold on the day is refused."""
        record = super()._record(params, t)
        if missing := [bloc for bloc in params.blocs if bloc not in set(record.blocs.bloc_id)]:
            raise UserError(f"blocs: {', '.join(missing)}: not on record on {params.day}, and perhaps not founded yet")
        return record

    @property
    def states(self) -> list[str]:
        """Return the states of the hypothesis as they stood on the day, ISO 3166-1 alpha-3."""
        return list(dict.fromkeys(map(self.of_the_day, self.params.hypothesis)))

    @property
    def date(self) -> dt.date:
        """Return the day of the report."""
        return self.params.as_of

    @cached_property
    def organisations(self) -> list[tuple[str, str]]:
        """Return (bloc_id, short name) of the organisations on the map."""
        return membership.labels(self.record, self.params.blocs)

    # ------------------------------------------------------------------------------------------ organisations

    @table
    def members(self) -> pd.DataFrame:
        """Return the roles in the chosen organisations, as `pactbook.subjects.membership.of_blocs` gives them."""
        return membership.of_blocs(self.record, self.params.blocs, self.date)

    @table
    def roles(self) -> pd.DataFrame:
        """Return the roles of the states in all organisations, as `pactbook.subjects.membership.matrix` gives them."""
        return membership.matrix(self.record, self.states, self.date)

    @table
    def periods(self) -> pd.DataFrame:
        """Return every period of a role in the chosen organisations."""
        return membership.periods(self.record, self.params.blocs)

    @cached_property
    def over_years(self) -> list[tuple[str, pd.DataFrame]]:
        """Return (label, members) of the small maps."""
        return membership.over_years(self.record, self.params.blocs, self.params.years, self.date)

    # ------------------------------------------------------------------------------------------ documents

    @table
    def tied(self) -> pd.DataFrame:
        """Return the pairs of states with a defence document, as `pactbook.subjects.ties.pairs` gives them."""
        return likeness.defence_ties(self.record, self.date)

    @cached_property
    def around(self) -> tuple[str, str] | None:
        """Return the first two of the set where the others are the states that are tied to these two most."""
        a, b, *others = self.states if len(self.states) > 2 else ("", "")
        nearest = ties.closest(self.tied, a, b, self.date)[: len(others)]
        return (a, b) if others and set(others) == set(nearest) else None

    @cached_property
    def chance(self) -> tables.Chance:
        """Return the pairs of the set with a document, against random records."""
        return tables.by_documents(self.tied, self.states)

    @cached_property
    def groups(self) -> list[list[str]]:
        """Return the groups into which the set falls by its documents."""
        return tables.groups(self.chance)

    @cached_property
    def ordered(self) -> list[str]:
        """Return the states of the set, group by group."""
        return [state for members in self.groups for state in members]

    @table
    def pairs(self) -> pd.DataFrame:
        """Return what each pair of the set has signed, group by group."""
        return tables.matrix(self.tied, self.ordered)

    @table
    def odd(self) -> pd.DataFrame:
        """Return the states by how little they are tied to the others."""
        return tables.odd(self.chance)

    @table
    def without_sources(self) -> pd.DataFrame:
        """Return what is left of the documents without what rests on one publisher alone."""
        return tables.sole_publishers(self.record, self.tied, self.states)

    # ------------------------------------------------------------------------------------------ likeness

    @cached_property
    def points(self) -> pd.DataFrame | None:
        """Return states' ideal points where outside datasets are wanted and there."""
        return outside.ideal_points() if "outside" in self.params.origins else None

    @cached_property
    def world(self) -> pd.DataFrame:
        """Return the states that are compared, with their continents."""
        return likeness.states_of(self.date, self.states)

    @cached_property
    def definitions(self) -> list[Definition]:
        """Return how alike states are, by each definition."""
        return likeness.definitions(self.record, list(self.world.index), self.date, self.points, self.t)

    @table
    def nearest(self) -> pd.DataFrame:
        """Return the states most like the set, as `pactbook.subjects.bloc.nearest` gives them."""
        return tables.nearest(self.definitions, self.states)

    @table
    def tested(self) -> pd.DataFrame:
        """Return where the set lies among random ones, measure by measure."""
        return tables.test(self.definitions, self.states, self.world.continent, self.chance, self.t)

    @table
    def history(self) -> pd.DataFrame:
        """Return how many pairs of the set were bound to help each other, each time that it changed."""
        return tables.bound_over_time(self.record, self.states, self.date)

    @table
    def open_questions(self) -> pd.DataFrame:
        """Return what the record of the organisations and the set leaves open, as `pactbook.subjects.questions` gives it."""
        return questions.of_bloc(self.record, self.params.blocs, self.states, self.t)

    def sources_of(self, states: list[str]) -> list[str]:
        """Return the sources of the memberships and documents of some states."""
        return tables.sources_of(self.record, states, self.date)
