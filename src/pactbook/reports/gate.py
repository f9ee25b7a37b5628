"""What is asked of the record before anything is made of it, and of a case before a kernel starts.

`demand` is the one gate for the rows of the record, of ``run``, ``validate`` and ``make data``; `gate` asks the record about a
case: values that it does not know, and notebooks that do not apply. The rules stand in the record and the subjects, where
the notebooks use them too; here all of them are asked at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pactbook import states
from pactbook.errors import UserError
from pactbook.locale import Language
from pactbook.parameters import AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram, Parameters
from pactbook.record import Tables, checks, on_date
from pactbook.subjects import article, membership, pair, programme, ties
from pactbook.subjects.article.table import lint
from pactbook.subjects.subject import not_of_the_day

_MOST = 20  # problems told at once


def demand(record: Tables) -> None:
    """Refuse a record whose rows do not agree with each other, or whose claims cannot be judged.

    Raises
    ------
    UserError
        With the first twenty problems.
    """
    # Claims are judged by rows that agree.
    if found := checks.problems(record) or lint(record):
        more = [f"… and {len(found) - _MOST} more"] if len(found) > _MOST else []
        raise UserError("\n".join([*found[:_MOST], *more]))


@dataclass(frozen=True)
class Asked:
    """What a case asks of a notebook.

    Attributes
    ----------
    params : Parameters
        The checked parameters, with a day.
    given : frozenset of str
        The names of those that the case gives itself.
    wrong : frozenset of str
        The names of those that were refused already, and have their usual values here.
    """

    params: Parameters
    given: frozenset[str]
    wrong: frozenset[str] = frozenset()

    def tell(self, *names: str) -> bool:
        """Tell whether the values of some parameters are the case's, so that the record can be asked about them."""
        return self.wrong.isdisjoint({*names, "as_of"})


@dataclass
class Outcome:
    """What was found: a line for each fault, and for each notebook that does not apply a line that says why."""

    faults: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def gate(case: Mapping[str, Asked], known: Callable[[Collection[str]], Tables]) -> Outcome:
    """Ask the record of the day about a case.

    Parameters
    ----------
    case : mapping
        What is asked, by notebook.
    known : callable
        Gives all that is on record of some origins, such as `pactbook.reports.context.Context.record`.
    """
    found = Outcome()
    records: dict[tuple, Tables] = {}
    for notebook, asked in case.items():
        day, origins = asked.params.as_of, frozenset(asked.params.origins)
        if (day, origins) not in records:
            records[day, origins] = on_date(known(origins), day)
        record = records[day, origins]
        found.faults += [*_not_of_the_day(asked), *_faults(asked, record)]
        if why := _why_not(asked, record):
            found.left_out[notebook] = why
    found.left_out |= _audit_of_another_pair(case, found, known)
    found.faults = list(dict.fromkeys(found.faults))
    return found


# ------------------------------------------------------------------------------------------------------- faults


def _not_of_the_day(asked: Asked) -> Iterator[str]:
    for name, what in not_of_the_day(asked.params):
        if asked.tell(name):
            yield f"{name}: {what}: see `pactbook list states`"


def _refused(ask: Callable[[], object], see: str) -> Iterator[str]:
    """Return the refusal of a rule, if it refuses, with where the allowed values are listed."""
    try:
        ask()
    except UserError as error:
        yield f"{error}: see `{see}`"


def _of_the_pair(asked: Asked, record: Tables) -> Iterator[str]:
    params = asked.params
    if params.focus and asked.tell("focus", "country_a", "country_b"):
        a, b = params.country_a, params.country_b
        documents = ties.between(record, a, b)
        yield from _refused(lambda: pair.in_focus(documents, params.focus), f"pactbook show agreements --pair {a} {b}")


def _of_the_blocs(asked: Asked, record: Tables) -> Iterator[str]:
    params = asked.params
    unknown = [
        line
        for bloc in (params.blocs if asked.tell("blocs") else ())
        for line in _refused(lambda bloc=bloc: membership.bloc_ids(record, [bloc]), "pactbook list blocs")
    ]
    yield from unknown
    if asked.tell("blocs") and not unknown:  # two names of one organisation
        yield from _refused(lambda: membership.bloc_ids(record, params.blocs), "pactbook list blocs")
    # The years that a notebook has by itself may lie after the day: it leaves them out.
    for year in params.years if asked.tell("years") and "years" in asked.given else ():
        if dt.date(year, 1, 1) >= params.as_of:
            yield f"years: {year} does not begin before as_of, {params.as_of}"


def _of_the_programme(asked: Asked, record: Tables) -> Iterator[str]:
    params = asked.params
    if not params.systems or not asked.tell("systems", "country"):
        return
    known = programme.systems(record, params.country)
    for system in params.systems:
        see = f"pactbook show systems --state {params.country}"
        yield from _refused(lambda system=system: programme.for_map(known, [system]), see)


def _of_the_article(asked: Asked, record: Tables) -> Iterator[str]:
    if "article" in asked.given and asked.tell("article"):
        yield from _refused(lambda: article.check_article(record, asked.params.article), "pactbook list articles")


def _faults(asked: Asked, record: Tables) -> Iterator[str]:
    """Ask the rule of a notebook, where it has values that the record may not know."""
    ask = _FAULTS.get(asked.params.notebook)
    return ask(asked, record) if ask else iter(())


_FAULTS: dict[str, Callable[..., Iterator[str]]] = {
    BilateralAgreements.notebook: _of_the_pair,
    AllianceMaps.notebook: _of_the_blocs,
    MissileProgram.notebook: _of_the_programme,
    ClaimsAudit.notebook: _of_the_article,
}


# ------------------------------------------------------------------------------------------------ what applies


def _why_not(asked: Asked, record: Tables) -> str:
    """Say why a notebook has nothing to tell of this case, empty if it has."""
    params = asked.params
    if isinstance(params, MissileProgram) and not _has_programme(record, params.country):
        state = Language("en").state(params.country)
        return f"no missile programme of {state} is on record by {params.as_of}"
    if isinstance(params, MissileProgram) and states.last_day(params.country):
        state = Language("en").state(params.country)
        return f"the boundaries are those of today, without {state}: there is nothing to measure a range from"
    if isinstance(params, ClaimsAudit) and "article" not in asked.given:
        return "the case names no article: see `pactbook list articles`"
    return ""


def _has_programme(record: Tables, state: str) -> bool:
    known = (record.missile_systems.country, record.missile_tests.country)
    return any((column == state).any() for column in known) or len(programme.designations(record, state)) > 0


def _audit_of_another_pair(
    case: Mapping[str, Asked], found: Outcome, known: Callable[[Collection[str]], Tables]
) -> dict[str, str]:
    """Leave the audit out where the case is about two states and the article about others."""
    both = BilateralAgreements.notebook in case and ClaimsAudit.notebook in case
    if not both or ClaimsAudit.notebook in found.left_out:
        return {}
    one, audit = case[BilateralAgreements.notebook].params, case[ClaimsAudit.notebook].params
    named, asked = article.parties(known(audit.origins), audit.article), (one.country_a, one.country_b)
    if not named or set(asked) <= set(named):
        return {}
    whom, other = (" and ".join(map(states.name, codes)) for codes in (named, asked))
    return {audit.notebook: f"the article {audit.article} is about {whom}, not about {other}"}
