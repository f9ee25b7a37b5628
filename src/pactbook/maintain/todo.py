"""What is to be looked for next: of an organisation, and of everything on record, from which a keeper of the record works."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pactbook import states
from pactbook.locale import Language
from pactbook.record import Tables, load
from pactbook.subjects import membership, programme, questions, ties


def of_organisation(name: str) -> pd.DataFrame:
    """Return what the record of an organisation leaves open, as `pactbook.subjects.questions.table` gives it.

    Parameters
    ----------
    name : str
        Its bloc_id, short or full name.

    Raises
    ------
    UserError
        If it is not on record; the message has the nearest.
    """
    record = load()
    return questions.of_bloc(record, membership.bloc_ids(record, [name]), (), Language("en"))


def of_everything() -> pd.DataFrame:
    """Return all that the record leaves open, as `pactbook.subjects.questions.table` gives it."""
    record = load()
    return questions.table(record, _asked(record, Language("en")))


def _asked(record: Tables, t: Language) -> Iterator[questions.Question]:
    organisations = set(record.blocs.bloc_id)
    documents = ties.documents(record)
    # What an organisation signed is asked with the organisation.
    others = [organisations.isdisjoint(parties) for parties in documents.parties]
    yield from questions.of_documents(documents[others], record, t)
    yield from questions.of_organisations(record, organisations, t)
    for country in sorted({*record.missile_systems.country, *record.missile_tests.country}):
        found = (ask(record, country) for ask in (programme.systems, programme.flights, programme.designations))
        yield from questions.asked_of_programme(record, *found, country, t)
    yield from questions.of_periods(record, states.on_day(record.day), t)
