"""How often states sign defence agreements: the yardstick for a new one.

Two counts stand side by side and are never added: the Defense Cooperation Agreement Dataset (Kinne 2020), which sets out to
hold every agreement of 1980 to 2010, and this record, which holds what was found. Years that a count does not cover are
missing, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import pandas as pd
import scipy

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables, outside, select
from pactbook.record.status import UNSIGNED, UNTOLD
from pactbook.subjects import origins, ties
from pactbook.subjects.findings import Finding, records
from pactbook.subjects.titles import quoted

WORLD = "world"
_WINDOW = 10  # years of the dataset that a rate is taken over: its last ones


def dataset(wanted: Collection[str]) -> pd.DataFrame | None:
    """Return the dataset of defence cooperation agreements where ``outside`` is wanted and it has been fetched, else None."""
    return outside.dcad() if "outside" in wanted else None


def credit(dcad: pd.DataFrame | None, t: Language) -> list[str]:
    """Return the citation of the dataset for a source line, or nothing where it is not used."""
    return [] if dcad is None else [outside.note("dcad", t)]


def note(dcad: pd.DataFrame | None, t: Language) -> str:
    """Return what a reader of `yearly` must know of the dataset; empty without it."""
    if dcad is None:
        return ""
    return t(
        "A state's years before its first agreement in the dataset are not covered: it does not tell when a state began."
    )


def covered(as_of: dt.date) -> tuple[int, int]:
    """Return the first and last year of the dataset that had ended by a day."""
    first, last = outside.catalogue()["dcad"]["covers"]
    return first, min(last, as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1)


def yearly(
    tables: Tables, dcad: pd.DataFrame | None, states: Collection[str], domains: Collection[str] = ties.DEFENCE
) -> pd.DataFrame:
    """Return how many defence agreements were signed in each year, worldwide and by some states.

    Parameters
    ----------
    tables : Tables
        The record, as of a day.
    dcad : pandas.DataFrame or None
        As `pactbook.record.outside.dcad` gives it; without it the record counts for its years too.
    states : collection of str
        ISO 3166-1 alpha-3.
    domains : collection of str
        The domains that make a document of the record count.

    Returns
    -------
    pandas.DataFrame
        One row a series and year: series (``world`` or ISO3), year, source (``dcad`` to its last year, ``record`` after
        it), agreements (float; NaN where the source does not cover the year). The dataset does not tell since when a state
        exists: a state's years before its first agreement there are missing, and so are all years of a state without one.
        The record covers no year of a state of which it holds nothing.
    """
    until = dates.earliest(tables.counted_until)
    first, last = covered(until)
    signed = origins.of_this_record(ties.documents(tables, domains))
    signed = signed[signed.defence & (signed.signed != "")]
    own = pd.DataFrame({"parties": signed.parties, "year": signed.signed.str[:4].astype(int)})
    start = first if dcad is None else outside.catalogue()["dcad"]["covers"][1] + 1
    frames = []
    for series in (WORLD, *states):
        if dcad is not None:
            old = _of(dcad, series)
            old = old[(old >= first) & (old <= last)]
            begin = first if series == WORLD else old.min()
            frames.append(_count(series, "dcad", old, range(first, last + 1), begin))
        new = _of(own, series)
        frames.append(_count(series, "record", new, range(start, until.year + 1), start))
    return pd.concat(frames, ignore_index=True).astype({"year": int, "agreements": float})


def _of(frame: pd.DataFrame, series: str) -> pd.Series:
    """Return the years of the documents to which a state is party, or of all."""
    return frame.year if series == WORLD else select(frame, (series in parties for parties in frame.parties)).year


def _count(series: str, source: str, years: pd.Series, span: range, begin: int) -> pd.DataFrame:
    """Count by year from `begin` on; without any year at all the series is not covered."""
    counts = years.value_counts()
    values = [float(counts.get(year, 0)) if len(years) and year >= begin else np.nan for year in span]
    return pd.DataFrame({"series": series, "year": list(span), "source": source, "agreements": values})


def signers(dcad: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return how many agreements each state of the dataset signed in some years, 0 for those that signed in others."""
    sides = pd.concat(
        [dcad[["a", "year"]].rename(columns={"a": "iso3"}), dcad[["b", "year"]].rename(columns={"b": "iso3"})]
    )
    within = sides[sides.year.between(first, last)].iso3.value_counts()
    return within.reindex(sorted(sides.iso3.unique()), fill_value=0)


# ------------------------------------------------------------------------------------------------------ findings


def find_rates(dcad: pd.DataFrame | None, tables: Tables, a: str, b: str, t: Language) -> Finding:
    """Say how many defence agreements are signed a year, worldwide and by two states, and how often by the two together."""
    first, last = covered(dates.earliest(tables.counted_until))
    if dcad is None:
        missing = outside.path("dcad") is None
        return Finding(
            "rates",
            outside.note("dcad", t) if missing else t("The comparison with outside datasets is switched off."),
        )
    dcad = dcad[dcad.year <= last]
    if dcad.empty:
        return Finding("rates", t("The dataset of defence cooperation agreements has no year that had ended by then."))
    start = max(first, last - _WINDOW + 1)
    n = int(dcad.year.between(start, last).sum())
    parts = [
        t.plural(
            "{n} defence cooperation agreement of {first} to {last} is in the dataset of Kinne (2020), {rate} a year "
            "worldwide.",
            "{n} defence cooperation agreements of {first} to {last} are in the dataset of Kinne (2020), {rate} a year "
            "worldwide.",
            n,
            first=start,
            last=last,
            rate=t.number(round(n / (last - start + 1), 1)),
        )
    ]
    counts = signers(dcad, start, last)
    parts += [_rate_of(state, counts, last - start + 1, t) for state in (a, b)]
    both = dcad[(dcad.a == min(a, b)) & (dcad.b == max(a, b))]
    parts.append(
        t("With each other the two signed in {years}.", years=t.list([str(year) for year in sorted(set(both.year))]))
        if len(both)
        else t("Of the two with each other it has none up to {last}.", last=last)
    )
    return Finding("rates", " ".join(parts))


def _rate_of(state: str, counts: pd.Series, years: int, t: Language) -> str:
    if state not in counts.index:
        return t("{state} is not in it: missing, not zero.", state=t.state(state))
    fewer = scipy.stats.percentileofscore(counts, counts[state], kind="strict")
    return t(
        "{state} signed {rate} a year; {share} % of its {states} states signed fewer.",
        state=t.state(state),
        rate=t.number(round(counts[state] / years, 1)),
        share=t.number(round(fewer)),
        states=t.number(len(counts)),
    )


def find_break(dcad: pd.DataFrame | None, tables: Tables, t: Language) -> Finding:
    """Say how much thinner the record is than the dataset in the years that both cover."""
    until = dates.earliest(tables.counted_until)
    first, last = covered(until)
    signed = origins.of_this_record(ties.documents(tables))
    years = pd.to_numeric(signed[signed.defence & (signed.signed != "")].signed.str[:4])
    later = int((years > last).sum())
    text = t.plural(
        "Up to {last} this record can be set against the Defense Cooperation Agreement Dataset; it holds {n} defence document "
        "signed later, up to {day}.",
        "Up to {last} this record can be set against the Defense Cooperation Agreement Dataset; it holds {n} defence documents "
        "signed later, up to {day}.",
        later,
        last=last,
        day=t.date(until),
    )
    if dcad is not None and (n := int(dcad.year.between(first, last).sum())):
        text += " " + t(
            "Of {first} to {last} it holds {own}, where the dataset has {n}: it is a sample, so its level cannot be set "
            "against the earlier one.",
            first=first,
            last=last,
            own=t.number(int(years.between(first, last).sum())),
            n=t.number(n),
        )
    return Finding("break", text)


def find_clause(tables: Tables, shown: pd.DataFrame, as_of: str, t: Language) -> Finding:
    """Say what share of the defence documents on record has a mutual-defence clause, with a 95 % Wilson interval."""
    signed = origins.of_this_record(ties.documents(tables))
    signed = signed[signed.defence & ~signed.status_on.isin(UNSIGNED)]
    known = signed[~signed.mutual_defence.isin(UNTOLD)]
    if known.empty:
        return Finding(
            "clause", t("Of no defence document on record is it known whether it has a mutual-defence clause.")
        )
    bound = known[known.mutual_defence == "yes"]
    interval = scipy.stats.binomtest(len(bound), len(known)).proportion_ci(method="wilson")
    text = t.plural(
        "Of {n} defence document on record by {day} it is known for {known} whether the parties must help each other if "
        "attacked: {bound} say so ({share} %, 95 % interval {low} to {high} %, if those known were drawn at random).",
        "Of {n} defence documents on record by {day} it is known for {known} whether the parties must help each other if "
        "attacked: {bound} say so ({share} %, 95 % interval {low} to {high} %, if those known were drawn at random).",
        len(signed),
        day=t.date(as_of),
        known=t.number(len(known)),
        bound=t.number(len(bound)),
        share=t.number(round(100 * len(bound) / len(known))),
        low=t.number(round(100 * interval.low)),
        high=t.number(round(100 * interval.high)),
    )
    values = set(shown.mutual_defence)
    if "yes" in values:
        text += " " + _named(shown[shown.mutual_defence == "yes"], t)
    elif "one_sided" in values:
        text += " " + t("The document in focus obliges one party alone.")
    elif values & set(UNTOLD):
        text += " " + t("Of the document in focus it is not known.")
    elif values:
        text += " " + t("The document in focus has none.")
    return Finding("clause", text, records("agreements", bound.agreement_id))


def _named(bound: pd.DataFrame, t: Language) -> str:
    titles = t.list([quoted(title, t) for title in bound.title])
    return t.plural("{titles} has such a clause.", "{titles} have such a clause.", len(bound), titles=titles)


def headline_rates(counts: pd.DataFrame, a: str, b: str, t: Language) -> str:
    """Return the title of the chart: how many agreements two states signed in the years of the dataset, out of how many."""
    old = counts[counts.source == "dcad"]
    told = {state: _signed_by(old if len(old) else counts, state, t) for state in (WORLD, a, b)}
    values = {"first": int(counts.year.min()), "all": told[WORLD], "a": told[a], "b": told[b]} if len(counts) else {}
    if len(old):
        return t("Defence agreements of {first} to {last}: {a}, {b}, of {all}", last=int(old.year.max()), **values)
    return (
        t("Defence documents on record from {first} on: {a}, {b}, of {all}", **values)
        if values
        else t("No year is covered")
    )


def _signed_by(counts: pd.DataFrame, series: str, t: Language) -> str:
    own = counts[counts.series == series].agreements
    number = t("not covered") if own.isna().all() else t.number(own.sum())
    return number if series == WORLD else f"{t.country(series)} {number}"
