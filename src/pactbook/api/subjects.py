"""States, organisations, programmes and articles on a day, from Python."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from pactbook.api.tables import Day
from pactbook.parameters import (
    FIRST_DAY,
    TODAY,
    AllianceMaps,
    BilateralAgreements,
    ClaimsAudit,
    MissileProgram,
    Parameters,
)
from pactbook.record import Tables, load, newest_day
from pactbook.subjects import membership

if TYPE_CHECKING:
    from pactbook.exhibits import article as _article
    from pactbook.exhibits import bloc as _bloc
    from pactbook.exhibits import pair as _pair
    from pactbook.exhibits import programme as _programme
from pactbook.api.tables import listed, record_of

_Model = TypeVar("_Model", bound=Parameters)


def Pair(a: str, b: str, as_of: Day = TODAY, language: str = "en", **parameters: Any) -> _pair.Pair:
    """Return two states on a day: what they have signed with each other and with everybody else.

    Parameters
    ----------
    a, b : str
        The states: codes or names.
    as_of : str or datetime.date
        The day: what was true and known on it.
    language : {"en", "de"}
        Language of names and sentences.
    **parameters
        Other parameters of ``01-bilateral-agreements``: since (int, first year shown; default the first contact on record),
        focus, domains, worldview, reference.

    Returns
    -------
    pactbook.exhibits.pair.Pair
        Tables are attributes (``agreements``, ``dealings``, ``steps``, …), exhibits methods (``contacts()``, ``partners()``, …).

    Raises
    ------
    UserError
        If a parameter is unknown or has a value that it cannot have; one line each, with the nearest.

    Examples
    --------
    >>> pair = Pair("Belarus", "Pakistan", as_of="2025-06-01")
    >>> pair.states
    ('BLR', 'PAK')
    >>> "blr-pak-2025-04-defence-cooperation" in set(pair.agreements.agreement_id)
    True
    >>> "to 1 June 2025" in pair.contacts().subtitle
    True
    """
    from pactbook.exhibits.pair import Pair as Subject
    from pactbook.reports import suggest

    draft = {"since": FIRST_DAY.year, **parameters}
    asked = _resolved(BilateralAgreements(country_a=a, country_b=b, as_of=as_of, language=language, **draft))
    return Subject.from_params(
        _completed(
            asked,
            parameters,
            lambda record: {"since": suggest.since(record, asked.country_a, asked.country_b, record.day)},
        )
    )


def Bloc(
    states: Iterable[str],
    blocs: Iterable[str] | None = None,
    as_of: Day = TODAY,
    language: str = "en",
    **parameters: Any,
) -> _bloc.Bloc:
    """Return a set of states on a day: which organisations they share, and whether they are a bloc.

    Parameters
    ----------
    states : iterable of str
        Two to twenty states that somebody calls a bloc: codes or names.
    blocs : iterable of str, optional
        One to six organisations on the map: ids or names; default those on security to which most of the states belong.
    as_of : str or datetime.date
        The day: what was true and known on it.
    language : {"en", "de"}
        Language of names and sentences.
    **parameters
        Other parameters of ``02-alliance-maps``: years (list of int), worldview, projection, reference.

    Returns
    -------
    pactbook.exhibits.bloc.Bloc
        Tables are attributes (``roles``, ``members``, ``tied``, …), exhibits methods (``membership()``, ``test()``, …).

    Raises
    ------
    UserError
        As `Pair`, and if an organisation is not on record.

    Examples
    --------
    >>> bloc = Bloc(["Russia", "China", "Iran"], blocs=["Shanghai Cooperation Organisation"], as_of="2024-07-05")
    >>> bloc.organisations
    [('SCO', 'SCO')]
    """
    from pactbook.exhibits.bloc import Bloc as Subject
    from pactbook.reports import suggest

    draft = {"hypothesis": listed(states), **parameters}
    if blocs is not None:
        record = load()
        draft["blocs"] = parameters["blocs"] = membership.bloc_ids(record, listed(blocs))
    asked = _resolved(AllianceMaps(as_of=as_of, language=language, **draft))
    return Subject.from_params(
        _completed(
            asked,
            parameters,
            lambda record: {
                "blocs": suggest.blocs(record, asked.hypothesis, record.day) or asked.blocs,
                "years": suggest.years(record.day),
            },
        )
    )


def Programme(country: str, as_of: Day = TODAY, language: str = "en", **parameters: Any) -> _programme.Programme:
    """Return the missile programme of a state on a day: what is publicly known of it, and of the sanctions tied to it.

    Parameters
    ----------
    country : str
        The state: code or name.
    as_of : str or datetime.date
        The day: what was true and known on it.
    language : {"en", "de"}
        Language of names and sentences.
    **parameters
        Other parameters of ``03-missile-program-context``: partner (default none), systems, compare (default the states with
        most systems on record), worldview.

    Returns
    -------
    pactbook.exhibits.programme.Programme
        Tables are attributes (``systems``, ``flights``, ``designations``, …), exhibits methods (``envelope()``, ``tests()``, …).

    Raises
    ------
    UserError
        As `Pair`.

    Examples
    --------
    >>> Programme("India", as_of="2024-01-01").country
    'IND'
    """
    from pactbook.exhibits.programme import Programme as Subject
    from pactbook.reports import suggest

    draft = {"partner": "", "compare": [], **parameters}
    asked = _resolved(MissileProgram(country=country, as_of=as_of, language=language, **draft))
    return Subject.from_params(
        _completed(
            asked, parameters, lambda record: {"compare": suggest.compared(record, asked.country, asked.partner)}
        )
    )


def Article(article_id: str, as_of: Day = TODAY, language: str = "en") -> _article.Article:
    """Return an article on a day: which of its claims the record supports.

    Parameters
    ----------
    article_id : str
        Its source_id; ``pactbook list articles`` shows them.
    as_of : str or datetime.date
        The day: what was true and known on it.
    language : {"en", "de"}
        Language of names and sentences.

    Returns
    -------
    pactbook.exhibits.article.Article
        Tables are attributes (``claims``, ``voices``, …), exhibits methods (``verdicts()``, ``cards()``, …).

    Raises
    ------
    UserError
        As `Pair`, and if no claims of the article are on record.

    Examples
    --------
    >>> article = Article("cpm-defence-network-2025-belarus-pakistan")
    >>> {"number", "verdict"} <= set(article.claims.columns)
    True
    """
    from pactbook.exhibits.article import Article as Subject

    return Subject.from_params(_resolved(ClaimsAudit(article=article_id, as_of=as_of, language=language)))


def _resolved(asked: _Model) -> _Model:
    return asked.resolve(newest_day)


def _completed(asked: _Model, given: Collection[str], suggested: Callable[[Tables], dict[str, Any]]) -> _Model:
    """Return parameters with what the record of their day suggests in place of what was not given."""
    more = {key: value for key, value in suggested(record_of(asked.day)).items() if key not in given}
    return type(asked)(**asked.model_dump() | more)
