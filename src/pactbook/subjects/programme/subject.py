"""A missile programme on a day: the tables that tell what is publicly known of it and of the sanctions tied to it."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import pandas as pd

from pactbook.parameters import MissileProgram
from pactbook.subjects import questions, sanctions
from pactbook.subjects.programme import table as tables
from pactbook.subjects.subject import Subject, table


class Programme(Subject):
    """The missile programme of a state on a day."""

    model: ClassVar = MissileProgram

    @property
    def country(self) -> str:
        """Return the state whose programme it is, ISO 3166-1 alpha-3."""
        return self.of_the_day(self.params.country)

    @property
    def partner(self) -> str:
        """Return the state whose entities are highlighted; empty for none."""
        return self.of_the_day(self.params.partner) if self.params.partner else ""

    @property
    def states(self) -> list[str]:
        """Return the state itself and those that it is compared with."""
        return list(dict.fromkeys(map(self.of_the_day, self.params.side_by_side)))

    @table
    def systems(self) -> pd.DataFrame:
        """Return the systems, as `pactbook.subjects.programme.systems` gives them."""
        return tables.systems(self.record, self.country)

    @table
    def on_map(self) -> pd.DataFrame:
        """Return the systems of the range map, as `pactbook.subjects.programme.for_map` gives them."""
        return tables.for_map(self.systems, self.params.systems)

    @table
    def capitals(self) -> pd.DataFrame:
        """Return the capitals within range, as `pactbook.subjects.programme.capitals_within` gives them."""
        return tables.capitals_within(self.on_map, self.country, self.params.worldview, self.t, self.params.day)

    @table
    def flights(self) -> pd.DataFrame:
        """Return the announced flights, as `pactbook.subjects.programme.flights` gives them."""
        return tables.flights(self.record, self.country)

    @table
    def designations(self) -> pd.DataFrame:
        """Return the designations, as `pactbook.subjects.programme.designations` gives them."""
        return tables.designations(self.record, self.country)

    @table
    def statements(self) -> pd.DataFrame:
        """Return the statements on them, as `pactbook.subjects.sanctions.statements` gives them."""
        return sanctions.statements(self.record, self.designations, self.country)

    @table
    def legal_bases(self) -> pd.DataFrame:
        """Return the designations by authority and legal basis."""
        return sanctions.by_basis(self.designations)

    @table
    def suppliers(self) -> pd.DataFrame:
        """Return the designated entities, as `pactbook.subjects.sanctions.edges` gives them."""
        return sanctions.edges(self.designations, self.country, self.partner)

    @table
    def regimes(self) -> pd.DataFrame:
        """Return who has agreed to restraint, as `pactbook.subjects.programme.regimes` gives it."""
        return tables.regimes(self.record, [*self.states, *filter(None, [self.partner]), *self.designations.country])

    @table
    def peers(self) -> pd.DataFrame:
        """Return the programmes side by side, as `pactbook.subjects.programme.peers` gives them."""
        return tables.peers(self.record, self.states)

    @table
    def open_questions(self) -> pd.DataFrame:
        """Return what the record of the programme leaves open, as `pactbook.subjects.questions` gives it."""
        found = self.systems, self.flights, self.designations
        return questions.of_programme(self.record, *found, self.country, self.t)

    @cached_property
    def systems_of_peers(self) -> dict[str, pd.DataFrame]:
        """Return the systems of each of the states."""
        return tables.side_by_side(self.record, self.states)
