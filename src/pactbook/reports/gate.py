"""What the record says of a case before a kernel starts: values that it does not know, and notebooks that do not apply.

The rules stand in the subjects, where the notebooks use them too; here all of them are asked at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pactbook import countries
from pactbook.errors import UserError
from pactbook.parameters import AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram, Parameters
from pactbook.record import Tables, on_date
from pactbook.subjects import article, membership, pair, programme

# The parameters that name states.
STATES = ("country_a", "country_b", "hypothesis", "country", "partner", "compare")


@dataclass
class Outcome:
    """What was found: a line for each fault, and for each notebook that does not apply a line that says why."""

    faults: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def gate(parameters: Mapping[str, Parameters], given: Collection[str], everything: Tables) -> Outcome:
    """Ask the record of the day about the checked parameters of a case.

    Parameters
    ----------
    parameters : mapping
        The parameters by notebook, with a day (`Parameters.resolve`).
    given : collection of str
        The names of the parameters that the case gives itself.
    everything : Tables
        All that is on record.
    """
    found = Outcome()
    days: dict[dt.date, Tables] = {}
    for notebook, params in parameters.items():
        record = days.setdefault(params.as_of, on_date(everything, params.as_of))
        found.faults += _not_of_the_day(params)
        found.faults += _FAULTS[notebook](params, given, record)
        if why := _why_not(params, given, record):
            found.left_out[notebook] = why
    found.left_out |= _audit_of_another_pair(parameters, found, everything)
    found.faults = list(dict.fromkeys(found.faults))
    return found


# ------------------------------------------------------------------------------------------------------- faults


def _not_of_the_day(params: Parameters) -> Iterator[str]:
    for name in STATES:
        value = getattr(params, name, ())
        for code in [value] if isinstance(value, str) else value:
            if code and not countries.existed(code, params.as_of):
                yield f"{name}: {countries.name(code)} ({code}) had ended by {params.as_of}: see `pactbook list states`"


def _asked(ask: Callable[[], object], see: str) -> Iterator[str]:
    """Return the refusal of a rule, if it refuses, with where the allowed values are listed."""
    try:
        ask()
    except UserError as error:
        yield f"{error}: see `{see}`"


def _of_the_pair(params: BilateralAgreements, given: Collection[str], record: Tables) -> Iterator[str]:
    if params.focus:
        a, b = params.country_a, params.country_b
        documents = pair.of_dyad(record, a, b)
        yield from _asked(lambda: pair.in_focus(documents, params.focus), f"pactbook show agreements --pair {a} {b}")


def _of_the_blocs(params: AllianceMaps, given: Collection[str], record: Tables) -> Iterator[str]:
    for bloc in params.blocs:
        yield from _asked(lambda bloc=bloc: membership.check_blocs(record, [bloc]), "pactbook list blocs")
    # The years that a notebook has by itself may lie after the day: it leaves them out.
    for year in params.years if "years" in given else ():
        if dt.date(year, 1, 1) >= params.as_of:
            yield f"years: {year} does not begin before as_of, {params.as_of}"


def _of_the_programme(params: MissileProgram, given: Collection[str], record: Tables) -> Iterator[str]:
    known = programme.systems(record, params.country) if params.systems else None
    for system in params.systems:
        see = f"pactbook show systems --state {params.country}"
        yield from _asked(lambda system=system: programme.for_map(known, [system]), see)


def _of_the_article(params: ClaimsAudit, given: Collection[str], record: Tables) -> Iterator[str]:
    if "article" in given:
        yield from _asked(lambda: article.check_article(record, params.article), "pactbook list articles")


_FAULTS: dict[str, Callable[..., Iterator[str]]] = {
    BilateralAgreements.notebook: _of_the_pair,
    AllianceMaps.notebook: _of_the_blocs,
    MissileProgram.notebook: _of_the_programme,
    ClaimsAudit.notebook: _of_the_article,
}


# ------------------------------------------------------------------------------------------------ what applies


def _why_not(params: Parameters, given: Collection[str], record: Tables) -> str:
    """Say why a notebook has nothing to tell of this case, empty if it has."""
    if isinstance(params, MissileProgram) and not _has_programme(record, params.country):
        return f"no missile programme of {countries.name(params.country)} is on record by {params.as_of}"
    if isinstance(params, ClaimsAudit) and "article" not in given:
        return "the case names no article: see `pactbook list articles`"
    return ""


def _has_programme(record: Tables, state: str) -> bool:
    known = (record.missile_systems.country, record.missile_tests.country)
    return any((column == state).any() for column in known) or len(programme.designations(record, state)) > 0


def _audit_of_another_pair(parameters: Mapping[str, Parameters], found: Outcome, everything: Tables) -> dict[str, str]:
    """Leave the audit out where the case is about two states and the article about others."""
    one, audit = (parameters.get(model.notebook) for model in (BilateralAgreements, ClaimsAudit))
    if one is None or audit is None or ClaimsAudit.notebook in found.left_out:
        return {}
    named = article.parties(everything, audit.article)
    if not named or {one.country_a, one.country_b} <= set(named):
        return {}
    about_whom, asked = (
        " and ".join(map(countries.name, states)) for states in (named, (one.country_a, one.country_b))
    )
    return {audit.notebook: f"the article {audit.article} is about {about_whom}, not about {asked}"}
