"""How complete and how right the record is, for data/README.md: what was searched, drawn, and established anew."""

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
    draws = record.draws.draw_id.str.partition("-")[0].nunique()
    parts += [
        f"In draws made apart ({draws}), readers who had not seen the tables drew {len(record.draws)} documents signed since "
        f"{since}, for states and years drawn by chance, and each was then looked for in the record (`draws.csv`). Readers of "
        "sweeps and draws searched the same store of pages, so this measures what that store tells, not what was ever signed.",
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


def third_reading(record: Tables) -> pd.DataFrame:
    """Return how often the rows of a table are wrong, by the third reading.

    Returns
    -------
    pandas.DataFrame
        One row a table and draw: table, draw, drawn, right, imprecise, wrong, not established, wrong of established (percent,
        with the 95 % interval of Wilson).
    """
    rows = []
    for (table, draw), own in record.third_readings.groupby(["table", "draw"]):
        count = {
            result: int((own.result == result).sum()) for result in ("right", "imprecise", "wrong", "not_established")
        }
        established = len(own) - count["not_established"]
        low, high = completeness.interval(count["wrong"], established) if established else (0.0, 1.0)
        share = (
            f"{100 * count['wrong'] / established:.0f} % ({100 * low:.0f}–{100 * high:.0f} %)" if established else ""
        )
        told = {result.replace("_", " "): n for result, n in count.items()}
        rows.append({"table": table, "draw": draw, "drawn": len(own), **told, "wrong of established": share})
    return pd.DataFrame(rows)


def third_text(record: Tables) -> str:
    """Return the section on the third reading as Markdown."""
    head = "### Third reading"
    if record.third_readings.empty:
        return f"{head}\n\nNo row has been established anew yet."
    about = (
        "Rows drawn by chance and established anew by readers who knew only the parties and the year (from the third draw on "
        "the field as well), or the name of the system, and looked for what came after. *Wrong* contradicts a source of the "
        "same rank or a higher one, *imprecise* is coarser than what was found or lacks a later step. What was wrong has been "
        "mended, with the other rows of its kind, before other rows were drawn; the share is that of the record before it was."
    )
    return "\n\n".join([head, about, markdown(third_reading(record))])
