"""Two states on a day: the tables that tell what they have signed with each other and with everybody else."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import pandas as pd

from pactbook.parameters import BilateralAgreements
from pactbook.record import readings_of
from pactbook.subjects import networks, questions, rates, ties
from pactbook.subjects.pair import table as tables
from pactbook.subjects.subject import Subject, table


class Pair(Subject):
    """Two states on a day."""

    model: ClassVar = BilateralAgreements

    @property
    def a(self) -> str:
        """Return the first state as it stood on the day, ISO 3166-1 alpha-3."""
        return self.of_the_day(self.params.country_a)

    @property
    def b(self) -> str:
        """Return the second state as it stood on the day, ISO 3166-1 alpha-3."""
        return self.of_the_day(self.params.country_b)

    @property
    def states(self) -> tuple[str, str]:
        """Return the two states in the order of the parameters."""
        return self.a, self.b

    @property
    def domains(self) -> frozenset[str]:
        """Return the domains that count as defence."""
        return ties.counted(self.params.domains)

    @table
    def agreements(self) -> pd.DataFrame:
        """Return the documents of the two, as `pactbook.subjects.ties.between` gives them."""
        return ties.between(self.record, self.a, self.b, self.domains)

    @table
    def inherited(self) -> pd.DataFrame:
        """Return the documents of predecessors, as `pactbook.subjects.pair.inherited` gives them."""
        return tables.inherited(self.record, self.a, self.b, self.domains)

    @table
    def in_focus(self) -> pd.DataFrame:
        """Return the documents in focus, as `pactbook.subjects.pair.in_focus` gives them."""
        return tables.in_focus(self.agreements, self.params.focus)

    @table
    def dealings(self) -> pd.DataFrame:
        """Return every document and dated contact, as `pactbook.subjects.pair.contacts` gives them."""
        return tables.contacts(self.record, self.a, self.b, self.params.since, self.domains)

    @table
    def steps(self) -> pd.DataFrame:
        """Return the events that concern the documents, as `pactbook.subjects.pair.steps` gives them."""
        return tables.steps(self.record, self.agreements)

    @table
    def open_questions(self) -> pd.DataFrame:
        """Return what the record of the two leaves open, as `pactbook.subjects.questions` gives it."""
        return questions.of_pair(self.record, self.agreements, self.a, self.b, self.t)

    @table
    def shown_documents(self) -> pd.DataFrame:
        """Return the documents whose life is drawn, as `pactbook.subjects.pair.lives` gives them."""
        return tables.lives(self.agreements, self.in_focus)

    @table
    def domain_history(self) -> pd.DataFrame:
        """Return since when each domain is on record, as `pactbook.subjects.pair.domain_history` gives it."""
        return tables.domain_history(self.dealings, self.in_focus, self.domains)

    @cached_property
    def portfolios(self) -> dict[str, pd.DataFrame]:
        """Return the defence partners of each of the two, as `pactbook.subjects.pair.portfolio` gives them."""
        return {state: tables.portfolio(self.record, state, self.domains) for state in self.states}

    @cached_property
    def dataset(self) -> pd.DataFrame | None:
        """Return the outside dataset of agreements where it is wanted and there."""
        return rates.dataset(self.params.origins)

    @table
    def yearly(self) -> pd.DataFrame:
        """Return agreements by year, as `pactbook.subjects.rates.yearly` gives them."""
        return rates.yearly(self.record, self.dataset, self.states, self.domains)

    @table
    def tied(self) -> pd.DataFrame:
        """Return the pairs of states that are tied, as `pactbook.subjects.ties.pairs` gives them."""
        return ties.current(self.record, self.domains)

    @cached_property
    def position(self) -> networks.Position | None:
        """Return where the tie of the two stands among those of all."""
        return networks.position(self.tied, self.a, self.b)

    @table
    def neighbourhood(self) -> pd.DataFrame:
        """Return the partners of both, as `pactbook.subjects.networks.neighbourhood` gives them."""
        return networks.neighbourhood(self.tied, self.a, self.b)

    @table
    def readings(self) -> pd.DataFrame:
        """Return what sources say where they differ, as `pactbook.record.readings_of` gives it."""
        return readings_of(self.record, self.dealings.record)
