"""What reading the record and the tables of one pair take at ten times the rows, as a ratio a row, in one run."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pactbook import paths

TIMES = 10
# The tables that grow, and in each the columns that hold ids of a grown table.
GROWN = {
    "sources": ("source_id",),
    "agreements": ("agreement_id", "see_also", "source_ids"),
    "events": ("event_id", "agreement_ids", "source_ids"),
}
MEASURED = """
import json, sys, time
from pathlib import Path
from pactbook.record import load
from pactbook.subjects import pair, ties
folder = Path(sys.argv[1])
start = time.process_time()
record = load(folder=folder)
read = time.process_time() - start
start = time.process_time()
for a, b in (("BLR", "PAK"), ("FRA", "IND"), ("JPN", "PHL")):
    ties.between(record, a, b)
    pair.portfolio(record, a)
print(json.dumps([read, time.process_time() - start]))
"""


def grow(folder: Path, times: int) -> int:
    """Write the record with its agreements, events and sources so many times over, and return the number of rows."""
    shutil.copytree(paths.data(), folder, ignore=shutil.ignore_patterns("boundaries"))
    rows = 0
    for table, columns in GROWN.items():
        with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
            reader = csv.DictReader(stream)
            found, names = list(reader), list(reader.fieldnames or ())
        more = [_numbered(row, columns, n) for n in range(1, times) for row in found]
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows([*found, *more])
        rows += times * len(found)
    return rows


def _numbered(row: dict[str, str], columns: tuple[str, ...], n: int) -> dict[str, str]:
    own = {name: ";".join(f"{one}-x{n}" for one in row[name].split(";") if one) for name in columns}
    return row | own | ({"url": f"{row['url']}#{n}"} if "url" in row else {})


def seconds(folder: Path) -> list[float]:
    done = subprocess.run([sys.executable, "-c", MEASURED, str(folder)], check=True, capture_output=True, text=True)
    return [float(part) for part in done.stdout.strip("[]\n").split(",")]


def main() -> None:
    """Print the cost a row at ten times the rows, of that at today's."""
    with tempfile.TemporaryDirectory() as name:
        one, ten = Path(name) / "one", Path(name) / "ten"
        rows = [grow(one, 1), grow(ten, TIMES)]
        found = [seconds(one), seconds(ten)]
    for label, small, large in zip(("reading the record", "the tables of three pairs"), *found, strict=True):
        print(
            f"{label:28}{small:8.2f} s{large:8.2f} s at {TIMES} times the rows: {large / small * rows[0] / rows[1]:.2f} a row"
        )


if __name__ == "__main__":
    main()
