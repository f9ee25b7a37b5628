"""The table of a batch: a row a report, a column a finding, the same as CSV and parquet."""

import csv
import io

import pandas as pd

from pactbook.reports.batch import made, summary
from pactbook.reports.batch.grid import Item, Plan
from pactbook.reports.batch.store import Store

VALUES = {
    "as_of": "2024-01-01",
    "country_a": "FJI",
    "country_b": "ISL",
    "since": 1994,
    "domains": ["defence", "training"],
}
PLAN = Plan(
    "01-bilateral-agreements", [Item("one", "FJI-ISL", VALUES), Item("two", "FJI-NOR", VALUES | {"country_b": "NOR"})]
)
ROWS = {
    "two": {"status": "failed", "message": "=1+1", "seconds": None, "findings": {}},
    "one": {"status": "done", "message": "", "seconds": 1.5, "findings": {"since": "Since 1994.", "share": "Half."}},
}


def test_the_table_is_the_same_in_both_files(tmp_path):
    store = Store(str(tmp_path))
    found = summary.frame(PLAN, ROWS)
    assert list(found.columns) == [
        "report", "subject", "day", "status", "message", "seconds", "country_a", "country_b", "since", "domains",
        "finding_since", "finding_share",
    ]  # fmt: skip
    summary.write(store, found)
    one, two = csv.DictReader(io.StringIO((tmp_path / made.SUMMARY).read_text(encoding="utf-8-sig")))
    assert (one["report"], one["since"], one["finding_since"], one["domains"]) == (
        "one",
        "1994",
        "Since 1994.",
        "defence;training",
    )
    assert (two["message"], two["seconds"], two["finding_share"]) == ("'=1+1", "", ""), "no spreadsheet reads a formula"
    table = pd.read_parquet(tmp_path / summary.PARQUET)
    assert list(table.columns) == list(one)
    assert table.message[1] == "=1+1"
    assert table.finding_share.isna().tolist() == [False, True]
    assert table.seconds.dtype == float
