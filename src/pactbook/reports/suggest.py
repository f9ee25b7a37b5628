"""What a case of two states may ask, where nobody has chosen: values that the record of the day suggests.

The rules are plain, so that a reader can tell why a value stands there, and change it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from pactbook import dates
from pactbook.parameters import FIRST_DAY, AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram
from pactbook.record import Tables, on_date
from pactbook.states import name as state_name
from pactbook.subjects import article, membership, pair, ties

# Organisations by what they are for, those on security first; regimes of export control and of non-proliferation, in
# which nearly every state is, say little of a pair.
BLOC_KINDS = ("alliance", "security_organisation", "union", "political", "economic")
MOST_BLOCS, MOST_PARTNERS, MOST_COMPARED = 6, 5, 4
USUAL_SINCE = 1994
_AT_LEAST = 20  # years that a report looks back
_YEARS_BEFORE = (30, 20, 10)

# What is said of a suggested value, for the comments of a case file.
REASONS = {
    "since": "the first contact on record; 1994, or twenty years before the day, at the latest",
    "blocs": "organisations of which both or one of them is a member, those on security and those of both first",
    "hypothesis": "the two, and the states with which they have signed most on defence, partners of both first",
    "years": "about thirty, twenty and ten years before the day",
    "country": "the one of the two with more missile systems on record",
    "compare": "the other one if it has a programme, then the states with most systems on record",
    "article": "the newest article on record whose claims are about documents of the two",
}


def values(a: str, b: str, day: dt.date, everything: Tables) -> dict[str, Any]:
    """Return the names and values of a case of two states.

    Parameters
    ----------
    a, b : str
        ISO 3166-1 alpha-3.
    day : datetime.date
        The day of the case.
    everything : Tables
        All that is on record.

    Returns
    -------
    dict
        title, notebooks, and parameters; ``blocs`` is missing, and with it the notebook on them, where neither state is a
        member of an organisation on record.
    """
    record = on_date(everything, day)
    organisations = blocs(record, [a, b], day)
    chosen = {
        "title": f"{state_name(a)} and {state_name(b)}",
        "notebooks": [BilateralAgreements.notebook, *([AllianceMaps.notebook] if organisations else []), MissileProgram.notebook,
                      ClaimsAudit.notebook],
        "as_of": day.isoformat(),
        "country_a": a,
        "country_b": b,
        "since": since(record, a, b, day),
    }  # fmt: skip
    if organisations:
        partners = ties.closest(ties.current(record), a, b, day)[:MOST_PARTNERS]
        chosen |= {"blocs": organisations, "hypothesis": [a, b, *partners], "years": years(day)}
    chosen |= _programme(record, a, b)
    if found := _article(everything, a, b):
        chosen["article"] = found
    return chosen


def since(record: Tables, a: str, b: str, day: dt.date) -> int:
    """Return the first year of a report on two states."""
    found = pair.contacts(record, a, b, 0)
    years = [dates.earliest(text).year for text in found.date]
    return min([*years, USUAL_SINCE, max(FIRST_DAY.year, day.year - _AT_LEAST)])


def blocs(record: Tables, states: Collection[str], day: dt.date) -> list[str]:
    """Return the organisations to which some states belong: those on security first, of these what most belong to."""
    wanted = set(states)
    current = membership.on_day(record, day)
    members = current[current.role == "member"].groupby("bloc_id").iso3.agg(set)
    kinds = dict(zip(record.blocs.bloc_id, record.blocs.kind, strict=True))

    def rank(bloc: str) -> tuple:
        kind = kinds[bloc]
        return (kind not in membership.DEFENCE_KINDS, -len(wanted & members[bloc]), BLOC_KINDS.index(kind),
                len(members[bloc]), bloc)  # fmt: skip

    own = [bloc for bloc, inside in members.items() if kinds[bloc] in BLOC_KINDS and not inside.isdisjoint(wanted)]
    return sorted(own, key=rank)[:MOST_BLOCS]


def years(day: dt.date) -> list[int]:
    """Return full years for the small maps, of five."""
    rounded = ((day.year - before) // 5 * 5 for before in _YEARS_BEFORE)
    return [year for year in rounded if year >= FIRST_DAY.year]


def _programme(record: Tables, a: str, b: str) -> dict[str, Any]:
    counts = record.missile_systems.country.value_counts().to_dict()
    country, partner = sorted((a, b), key=lambda state: -counts.get(state, 0))
    return {"country": country, "partner": partner, "compare": compared(record, country, partner)}


def compared(record: Tables, country: str, partner: str = "") -> list[str]:
    """Return the states with most missile systems on record besides one, its partner first."""
    counts = record.missile_systems.country.value_counts().to_dict()
    others = sorted(counts.keys() - {country}, key=lambda state: (state != partner, -counts[state], state))
    return others[:MOST_COMPARED]


def _article(everything: Tables, a: str, b: str) -> str:
    published = dict(zip(everything.sources.source_id, everything.sources.published, strict=True))
    about = [one for one in everything.claims.article_id.unique() if {a, b} <= set(article.parties(everything, one))]
    return max(about, key=lambda one: (published[one], one), default="")
