"""How much of an outside dataset is on record here, and how much of the record is in the dataset: both, by one rule.

`crosschecks` tells of each row that a dataset does not confirm; here stands how much each of the two has that the other has
not, so that a reader can choose between them.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterator

import pandas as pd

from pactbook import dates, states
from pactbook.maintain.crosschecks import YEARS_APART, allied_pairs, of_two_states
from pactbook.maintain.markdown import markdown
from pactbook.record import ORIGINS, Tables, load, outside
from pactbook.record.outside.cns import DATASETS
from pactbook.subjects import membership, ties

_DECADES = ((1980, 1989), (1990, 1999), (2000, 2010))
_OURS, _OUTSIDE, _ = ORIGINS


def text(record: Tables) -> str:
    """Return the comparison with every outside dataset that is there, as a Markdown table; empty where none is."""
    found = pd.DataFrame([*_agreements(record), *_alliances(record), *_flights(record)])
    return markdown(found) if len(found) else ""


def _row(what: str, dataset: str, theirs: int, here: int, ours: int, there: int) -> dict[str, object]:
    return {
        "of": what,
        "dataset": dataset,
        "in the dataset": theirs,
        "of these here": _share(here, theirs),
        "here": ours,
        "of these in the dataset": _share(there, ours),
    }


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)" if whole else "none"


def _agreements(record: Tables) -> Iterator[dict[str, object]]:
    """Compare agreements of two states by the two and the year of signature, one year of difference being none."""
    dcad = outside.dcad()
    if dcad is None:
        return
    both = of_two_states(record)
    own = both[ties.concerns(both, ties.DEFENCE) & (both.signed != "")]
    ours = [(*row.parties, dates.earliest(row.signed).year) for row in own.itertuples()]
    theirs = [(row.a, row.b, row.year) for row in dcad.itertuples()]
    for first, last in _DECADES:
        mine, other = ([one for one in rows if first <= one[2] <= last] for rows in (ours, theirs))
        what = f"bilateral defence agreements signed {first}–{last}"
        yield _row(what, "DCAD", len(other), _matched(other, ours), len(mine), _matched(mine, theirs))


def _matched(rows: Collection[tuple[str, str, int]], others: Collection[tuple[str, str, int]]) -> int:
    """Return how many agreements have one of the same two states in the year, the one before or the one after."""
    near = range(-YEARS_APART, YEARS_APART + 1)
    known = {(a, b, year + shift) for a, b, year in others for shift in near}
    return sum(row in known for row in rows)


def _alliances(record: Tables) -> Iterator[dict[str, object]]:
    """Compare pairs of states that a treaty or an organisation obliges to help each other, on the dataset's last day."""
    atop = outside.atop()
    if atop is None:
        return
    last = outside.catalogue()["atop"]["covers"][1]
    theirs, ours = allied_pairs(atop, last), _allied(record, dt.date(last, 12, 31))
    what = f"pairs of states obliged to defend each other, end of {last}"
    yield _row(what, "ATOP", len(theirs), len(theirs & ours), len(ours), len(ours & theirs))


def _allied(record: Tables, day: dt.date) -> set[tuple[str, str]]:
    tied = ties.pairs(ties.in_place(record, day))
    tied = tied[tied.commitment == "mutual_defence"]
    found = set(zip(tied.a, tied.b, strict=True))
    obliging = membership.obliges(record, day)
    current = membership.on_day(record, day)
    for _, group in current[current.bloc_id.isin(obliging) & (current.role == "member")].groupby("bloc_id"):
        found |= set(itertools.combinations(sorted(set(group.iso3)), 2))
    return found


def _flights(record: Tables) -> Iterator[dict[str, object]]:
    """Compare flight tests by state, day and missile, as `pactbook.record.layers` takes two rows for one."""
    fetched = {state: name for state, name in DATASETS.items() if outside.path(name)}
    if not fetched:
        return
    flown = load(folder=record.folder, origins=(_OURS, _OUTSIDE)).missile_tests
    for state, name in sorted(fetched.items()):
        first, last = outside.catalogue()[name]["covers"]
        own = flown[(flown.country == state) & flown.date.str[:4].between(str(first), str(last))]
        ours = own.origins.map(lambda origins: _OURS in origins)
        theirs = own.origins.map(lambda origins: any(one.startswith(_OUTSIDE) for one in origins))
        both = int((ours & theirs).sum())
        what = f"flight tests of {states.name(state)}, {first}–{last}"
        yield _row(what, "CNS", int(theirs.sum()), both, int(ours.sum()), both)
