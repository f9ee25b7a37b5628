"""How complete the record is, for data/README.md: what was searched, and what independent draws found."""

from __future__ import annotations

import itertools

import pandas as pd

from pactbook.maintain.markdown import markdown
from pactbook.record import Tables, select
from pactbook.states import is_code
from pactbook.subjects import completeness

_PARTS = {"all": "", "period": "signed", "region": "region of a party", "kind": "kind"}


def text(record: Tables) -> str:
    """Return the section on completeness as Markdown."""
    parts = ["### How complete it is", _reach(record), _sweeps(record)]
    if record.draws.empty:
        return "\n\n".join([*parts, "No draw was made yet."])
    total, low, high = completeness.estimate(record)
    since = completeness.PERIODS[0][0]
    parts += [
        f"A reader who had not seen the tables drew {len(record.draws)} documents signed since {since}, for states and years "
        "drawn by chance, and each was then looked for in the record (`draws.csv`). Readers of sweeps and draws searched the "
        "same store of pages, so this measures what that store tells, not what was ever signed.",
        markdown(pd.concat([_shares(record, by, word) for by, word in _PARTS.items()])),
        f"By capture and recapture (Chapman 1951) the store tells of about {total:,} documents since {since} (95 % interval "
        f"{low:,} to {high:,}); the estimate is too low where both found the same well-told documents.",
    ]
    return "\n\n".join(parts)


def _reach(record: Tables) -> str:
    since = completeness.PERIODS[0][0]
    signed = select(record.agreements, (day[:4] >= str(since) for day in record.agreements.signed))
    states = {party for parties in signed.parties for party in parties if is_code(party)}
    pairs = {pair for parties in signed.parties for pair in itertools.combinations(filter(is_code, parties), 2)}
    years = signed.signed.str[:4].astype(int)
    told = "; ".join(f"{first}–{last} {int(years.between(first, last).sum())}" for first, last in completeness.PERIODS)
    return (
        f"{len(signed):,} documents on record were signed since {since} ({told}), by {len(states)} states; {len(pairs):,} pairs "
        "of states have at least one, alone or with others."
    )


def _sweeps(record: Tables) -> str:
    states = sorted(set(record.sweeps.state))
    whole = [state for state in states if len(completeness.swept(record, state)) == len(completeness.PERIODS)]
    queries = record.sweeps["query"].nunique()
    return (
        f"{queries} queries asked for the documents of {len(states)} states and organisations, {len(whole)} of them in every "
        "period since 2010 (`sweeps.csv`)."
    )


def _shares(record: Tables, by: str, word: str) -> pd.DataFrame:
    found = completeness.shares(record, by)
    return pd.DataFrame(
        {
            "documents": [f"{word}: {group}" if word else "all" for group in found.group],
            "drawn": found.drawn,
            "on record": found.on_record,
            "share": [f"{100 * share:.0f} %" for share in found.share],
            "95 % interval": [f"{100 * a:.0f}–{100 * z:.0f} %" for a, z in zip(found.low, found.high, strict=True)],
        }
    )
