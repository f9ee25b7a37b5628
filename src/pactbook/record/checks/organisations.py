"""What must hold of organisations and the roles of states in them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator

from pactbook import dates, states
from pactbook.record import Tables, as_dicts
from pactbook.record.checks.registry import check, key_of


@check
def members_join_what_exists(record: Tables) -> Iterator[str]:
    """Ask that a role is held only while the bloc exists, by a state that exists, and one role at a time."""
    blocs = record.blocs.set_index("bloc_id")
    held: dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    for row in as_dicts(record.memberships):
        where = f"memberships.csv: {key_of(record, 'memberships', row)}"
        bloc = blocs.loc[row["bloc_id"]]
        if dates.latest(row["start"]) < dates.earliest(bloc.founded):
            yield f"{where}: starts before {row['bloc_id']} was founded, {bloc.founded}"
        if (
            bloc.dissolved
            and row["end"]
            and dates.earliest(row["end"]) > dates.latest(bloc.dissolved) + dt.timedelta(days=1)
        ):
            yield f"{where}: ends after {row['bloc_id']} was dissolved, {bloc.dissolved}"
        last = states.last_day(row["iso3"]) if states.is_code(row["iso3"]) else None
        if last and dates.earliest(row["start"]) > last:
            yield f"{where}: {states.name(row['iso3'])} had ended by {row['start']}"
        until = dates.earliest(row["end"]) if row["end"] else dt.date.max
        held[row["bloc_id"], row["iso3"]].append((dates.latest(row["start"]), until, where))
    for periods in held.values():
        for one, two in itertools.pairwise(sorted(periods)):
            if two[0] < one[1]:
                yield f"{two[2]}: starts before the role before it ends"
