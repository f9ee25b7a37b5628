"""The table of a batch: a row a report, a column a finding, so that nobody need open a report to compare it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pactbook import tabular
from pactbook.reports.batch.grid import DAYS, Plan
from pactbook.reports.batch.made import SUMMARY
from pactbook.reports.batch.store import Store

PARQUET = "summary.parquet"
FINDING = "finding_"


def frame(plan: Plan, rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Return what became of each report of a batch, in the order in which they were asked for.

    Parameters
    ----------
    plan : Plan
        The reports.
    rows : mapping
        The row of each, by name.

    Returns
    -------
    pandas.DataFrame
        report (its name), subject (``BLR-PAK``), day, status (done, failed), message (why it failed), seconds, the parameters,
        and a column for each finding, ``finding_`` and its key: its sentence, missing where the report has none.
    """
    told = [
        {"report": item.name, "subject": item.subject, "day": item.values[DAYS]}
        | {name: rows[item.name][name] for name in ("status", "message", "seconds")}
        | {name: value for name, value in item.values.items() if name != DAYS}
        | {FINDING + key: text for key, text in rows[item.name]["findings"].items()}
        for item in plan.items
    ]
    return pd.DataFrame(told)


def write(store: Store, found: pd.DataFrame) -> None:
    """Write the table as CSV and as parquet."""
    store.write(SUMMARY, tabular.text(found).encode())
    stream = io.BytesIO()
    tabular.plain(found).to_parquet(stream, index=False)
    store.write(PARQUET, stream.getvalue())
