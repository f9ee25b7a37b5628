"""How complete and how right the record is, for data/README.md: what was searched, drawn, and established anew."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd

from pactbook.locale import Language
from pactbook.maintain.markdown import markdown
from pactbook.plots import depth, ground
from pactbook.plots.finish import Finished, finish
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
        f"![{picture_alt(record)}](../figures/record-completeness.png)",
        markdown(pd.concat([_shares(record, by, word) for by, word in _PARTS.items()])),
        f"By capture and recapture (Chapman 1951) the store tells of about {total:,} documents since {since} (95 % interval "
        f"{low:,} to {high:,}); the estimate is too low where both found the same well-told documents.",
    ]
    return "\n\n".join(parts)


def documents_by_state(record: Tables) -> pd.Series:
    """Return how many documents signed since the first swept year each state has on record, alone or with others."""
    since = str(completeness.PERIODS[0][0])
    parties = select(record.agreements, (day[:4] >= since for day in record.agreements.signed)).parties.explode()
    return parties[[is_code(party) for party in parties]].value_counts()


def picture(record: Tables, folder: Path) -> Finished:
    """Draw where the record is deep and where thin, into a folder as ``record-completeness``."""
    documents, shares = documents_by_state(record), completeness.shares(record, "region")
    told = {
        row.group: f"{row.group}\n{100 * row.share:.0f} % of {row.drawn} drawn"
        for row in shares.itertuples()
        if row.group in depth.PLACES
    }
    whole = completeness.shares(record, "all").iloc[0]
    return finish(
        depth.depth(documents, told, none="none on record", more="and more"),
        name="record-completeness",
        title=f"{100 * whole.share:.0f} % of documents drawn blind are on record",
        subtitle=f"Documents on record by state, signed since {completeness.PERIODS[0][0]}; by continent, the share of those "
        "drawn blind that were on record",
        sources="pactbook, tables agreements and draws",
        note=ground.boundary_note("un", Language("en")),
        alt=picture_alt(record),
        data=documents.rename_axis("state").reset_index(name="documents"),
        folder=folder,
    )


def picture_alt(record: Tables) -> str:
    """Return what the map of completeness shows, in words."""
    documents, shares = documents_by_state(record), completeness.shares(record, "region")
    told = ", ".join(f"{row.group} {100 * row.share:.0f} % of {row.drawn}" for row in shares.itertuples())
    return (
        f"World map of the documents on record since {completeness.PERIODS[0][0]} by state: {len(documents)} states have at "
        f"least one, {int((documents >= depth.CLASSES[-1]).sum())} have {depth.CLASSES[-1]} or more. Of the documents drawn "
        f"blind were on record: {told}."
    )


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
