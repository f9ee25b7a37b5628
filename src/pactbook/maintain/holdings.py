"""What is on record by subject: the pair, the programmes and the document with the most rows, and all the rest."""

from __future__ import annotations

import itertools
from collections import Counter

import pandas as pd

from pactbook.record import PRIMARY_KINDS, Tables, select
from pactbook.states import is_code, place

_MOST = 5  # states named of a subject


def by_subject(record: Tables) -> pd.DataFrame:
    """Return how much is on record of each subject that the tables are about.

    Returns
    -------
    pandas.DataFrame
        One row a subject: subject, rows, and of them (what can be told of these rows, in words).
    """
    rows = [
        *_pairs(record),
        ("organisations and regimes", len(record.blocs), f"{len(record.memberships)} roles of states in them"),
        *_programmes(record),
        *_sanctions(record),
        *_reports(record),
        ("sources", len(record.sources), f"{primary_share(record)} primary"),
    ]
    return pd.DataFrame(rows, columns=["subject", "rows", "of them"])


def _pairs(record: Tables) -> list[tuple[str, int, str]]:
    documents = record.agreements
    pairs = Counter(pair for parties in documents.parties for pair in itertools.combinations(parties, 2))
    if not pairs:
        return []
    (a, b), n = min(pairs.items(), key=lambda item: (-item[1], item[0]))
    events = len(record.events_between(a, b))
    others = select(documents, (not {a, b} <= set(parties) for parties in documents.parties))
    states = set(filter(is_code, others.parties.explode()))
    late = int((others.signed >= "2010").sum())
    return [
        (f"agreements and events of {_pair(a, b)}", n + events, f"{n} agreements"),
        ("agreements of other pairs", len(others), f"{late} signed since 2010, by {len(states)} states"),
    ]


def _pair(a: str, b: str) -> str:
    return f"{place(a)} and {place(b)}"


def _programmes(record: Tables) -> list[tuple[str, int, str]]:
    systems = record.missile_systems
    quoted = f"{int(systems.range_km.notna().sum())} with a range, of {systems.country.nunique()} states"
    flights = record.missile_tests
    return [
        ("missile systems", len(systems), quoted),
        ("flight tests", len(flights), counted(flights.country, most=_MOST)),
    ]


def _sanctions(record: Tables) -> list[tuple[str, int, str]]:
    made = record.designations
    tied = made.programme_country[made.programme_country != ""]
    hit = made.entity_id.map(record.entities.set_index("entity_id").country)
    return [
        ("designations tied to a programme", len(tied), counted(tied, most=_MOST)),
        ("designations by state of the entity", len(made), counted(hit[hit != ""], most=_MOST)),
    ]


def _reports(record: Tables) -> list[tuple[str, int, str]]:
    languages = record.sources.set_index("source_id").language
    rows = []
    for subject, group in sorted(record.coverage.groupby("subject"), key=lambda item: -len(item[1])):
        spoken = languages[list(group.source_id)].nunique()
        rows.append((f"pages on {subject}", len(group), f"in {spoken} language{'s' * (spoken != 1)}"))
    nothing = int((record.searches.found == "nothing").sum())
    asked = f"for {record.sweeps.state.nunique()} states and organisations"
    return [
        *rows,
        ("logged searches", len(record.searches), f"{nothing} found nothing"),
        ("sweeps by state and period", len(record.sweeps), asked),
    ]


def primary_share(record: Tables) -> str:
    """Return which share of the sources is primary, in percent."""
    return f"{100 * record.sources.kind.isin(PRIMARY_KINDS).sum() / max(1, len(record.sources)):.0f} %"


def counted(column: pd.Series, names: bool = True, most: int | None = None) -> str:
    """Return how often each value stands in a column, the most frequent first; states by their names."""
    counts = sorted(Counter(column).items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{place(value) if names else value} {n}" for value, n in counts[:most])
