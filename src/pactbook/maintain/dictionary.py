"""``make data``: check the tables, print what they cover, rewrite ``data/README.md`` and keep ``data/CHANGELOG.md``."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

from pactbook import paths, states
from pactbook.errors import UserError
from pactbook.maintain import changelog, crosschecks, overlaps
from pactbook.maintain import coverage as completeness
from pactbook.maintain.holdings import by_subject, counted, primary_share
from pactbook.maintain.markdown import markdown, placed
from pactbook.record import (
    ORIGINS,
    PRIMARY_KINDS,
    ROW_DATE,
    Field,
    Table,
    Tables,
    checks,
    confidence,
    load,
    outside,
    schema,
)
from pactbook.reports.files import write_text
from pactbook.reports.gate import demand

CROSSCHECKS = "crosschecks.json"
COMPARED = paths.ROOT / "docs" / "compare.md"
# The columns of which a reader should know how often they are open.
GAPS = {
    "agreements": ("signed", "in_force", "place", "mutual_defence", "text_public"),
    "events": ("date", "place"),
    "memberships": ("start",),
    "missile_systems": ("range_km", "payload_kg", "first_test", "in_service"),
    "missile_tests": ("date", "system_id", "outcome", "missiles"),
    "designations": ("designated_on", "stated_reason"),
    "sources": ("published",),
}
_MOST_DISAGREE = 0.03  # a table above this share is to be read again whole
RULES = Path(__file__).parent / "data-rules.md"


def coverage(record: Tables) -> pd.DataFrame:
    """Return what each table covers.

    Returns
    -------
    pandas.DataFrame
        One row a table: table, rows, sources (distinct), primary (share of rows with a primary source, percent), high,
        medium, low (rows by confidence), first, last (dates of the rows); empty where it does not apply.
    """
    kinds = dict(zip(record.sources.source_id, record.sources.kind, strict=True))
    return pd.DataFrame([_coverage_row(record, name, kinds) for name in schema(record.folder)])


def _coverage_row(record: Tables, name: str, kinds: dict[str, str]) -> dict[str, object]:
    frame = record[name]
    row: dict[str, object] = {"table": name, "rows": len(frame)}
    if "source_ids" in frame and len(frame):
        cited = [set(ids) for ids in frame.source_ids]
        row["sources"] = len(set().union(*cited))
        row["primary"] = (
            f"{100 * sum(bool({kinds[i] for i in ids} & PRIMARY_KINDS) for ids in cited) / len(cited):.0f} %"
        )
        counts = Counter(confidence(record, frame))
        row |= {level: counts[level] for level in ("high", "medium", "low")}
    column = "published" if name == "sources" else ROW_DATE.get(name)
    if column:
        days = sorted(day for day in frame[column] if day)
        row |= {"first": days[0], "last": days[-1]} if days else {}
    return row


def text(record: Tables) -> str:
    """Return the whole of ``data/README.md``."""
    declared = schema(record.folder)
    parts = [
        RULES.read_text(encoding="utf-8").rstrip(),
        "## What the tables cover\n\n" + markdown(by_subject(record)),
        markdown(coverage(record)),
        _kinds(record),
        _states(record),
        completeness.text(record),
        _second_reading(record),
        completeness.third_text(record),
        _crosschecks(record),
        _known_gaps(record),
        _missing(record),
        "## Dictionary",
        *(_table(table) for table in declared.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _kinds(record: Tables) -> str:
    counts = record.sources.kind.value_counts().sort_index()
    told = ", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in counts.items())
    primary = f"{primary_share(record)} are primary (treaty text, government, international organisation, agency)."
    return f"Sources by kind: {told}. {primary}"


def _states(record: Tables) -> str:
    parties = record.agreements.parties.explode()
    parties = parties[parties.map(states.is_code)]
    sections = {
        "Agreements by state": counted(parties),
        "Agreements by year of signature": _by_year(record.agreements.signed),
        "Missile systems by state": counted(record.missile_systems.country),
        "Flight tests by state": counted(record.missile_tests.country),
        "Flight tests by year": _by_year(record.missile_tests.date),
        "Designations by authority": counted(record.designations.authority, names=False),
        "Designations by year": _by_year(record.designations.designated_on),
        "Memberships by organisation": counted(record.memberships.bloc_id, names=False),
    }
    return "\n\n".join(f"### {title}\n\n{told}." for title, told in sections.items())


def _by_year(days: pd.Series) -> str:
    counts = Counter(day[:4] or "without a date" for day in days)
    return "; ".join(f"{year} {n}" for year, n in sorted(counts.items()))


def gaps(record: Tables) -> pd.DataFrame:
    """Return what the rows leave open.

    Returns
    -------
    pandas.DataFrame
        One row a column of `GAPS`: table, column, rows, unknown (empty, or said to be unknown), coarse (a date of which only
        the year or month is known; NaN for other columns).
    """
    declared, found = schema(record.folder), []
    for table, columns in GAPS.items():
        dated = {column.name for column in declared[table].fields if column.is_date}
        for column in columns:
            cells = record[table][column]
            coarse = cells.str.len().isin([4, 7]).sum() if column in dated else float("nan")
            unknown = int((cells.isna() | cells.astype(str).isin(["", "unknown"])).sum())
            found.append({"table": table, "column": column, "rows": len(cells), "unknown": unknown, "coarse": coarse})
    return pd.DataFrame(found)


def _known_gaps(record: Tables) -> str:
    partial = record.blocs[record.blocs.members_complete == "no"].short_name
    late = int((record.memberships.start_is == "latest_possible").sum())
    shown = gaps(record).rename(columns={"unknown": "empty or unknown", "coarse": "year or month only"})
    told = (
        f"Not every member is on record of: {', '.join(sorted(partial)) or 'none'}. Of {late} memberships the day of joining "
        "was not found."
    )
    return f"### What is known to be missing\n\n{told}\n\n{markdown(shown)}"


def _missing(record: Tables) -> str:
    nothing = record.searches[record.searches.found == "nothing"].sort_values("search_id")
    lines = [f"- {row.about}" + (f" ({row.outlet})" if row.outlet else "") for row in nothing.itertuples()]
    lines = list(dict.fromkeys(lines))
    head = f"### What was looked for and not found\n\n{len(nothing)} logged searches found nothing:\n\n"
    return head + "\n".join(lines)


def second_reading(record: Tables) -> pd.DataFrame:
    """Return how the second reading went.

    Returns
    -------
    pandas.DataFrame
        One row a table that was read again: table, rows, read again (also rows that were then taken out), left (rows not
        read again), agrees, disagrees, not found, disagreement (percent of those found again).
    """
    known = checks.keys(record)
    rows = []
    for name, group in record.checks.groupby("table"):
        counts = group.result.value_counts()
        agrees, disagrees = int(counts.get("agrees", 0)), int(counts.get("disagrees", 0))
        rows.append(
            {
                "table": name,
                "rows": len(record[str(name)]),
                "read again": len(group),
                "left": len(known[str(name)] - set(group.record_id)),
                "agrees": agrees,
                "disagrees": disagrees,
                "not found": int(counts.get("not_found", 0)),
                "disagreement": f"{100 * disagrees / (agrees + disagrees):.1f} %" if agrees + disagrees else "",
            }
        )
    return pd.DataFrame(rows)


def _second_reading(record: Tables) -> str:
    head = "### Second reading"
    if record.checks.empty:
        return f"{head}\n\nNo row has been read a second time yet."
    read = second_reading(record)
    about = (
        "Rows held against their pages by a second reader who did not see the notes of the first; a page that did not come "
        "back leaves its row not found. `checks.csv` says of each disagreement how it was settled. They were about:"
    )
    settled = record.checks[record.checks.result == "disagrees"]
    fields = [f"- {table}: {counted(group.field, names=False)}." for table, group in settled.groupby("table")]
    return "\n\n".join([head, markdown(read), _still_to_read(read), about, "\n".join(fields)])


def _still_to_read(read: pd.DataFrame) -> str:
    """Name the tables in which more rows disagreed than the rule allows, and what of them was not read again."""
    over = read[read.disagrees > _MOST_DISAGREE * (read.agrees + read.disagrees)]
    if over.empty:
        return f"In no table did more than {_MOST_DISAGREE:.0%} of the rows disagree."
    whole, rest = over[over.left == 0], over[over.left > 0]
    told = [f"More than {_MOST_DISAGREE:.0%} of the rows disagreed in: {', '.join(over.table)}."]
    if len(whole):
        told.append(f"Read again whole were: {', '.join(whole.table)}.")
    if len(rest):
        left = ", ".join(f"{row.table} ({row.left})" for row in rest.itertuples())
        told.append(f"Still to be read again are rows of: {left}.")
    return " ".join(told)


def _crosschecks(record: Tables) -> str:
    path = record.folder / CROSSCHECKS
    head = "### Cross-checks with outside datasets\n\n"
    if not path.exists():
        return head + "None has been made: `make reference` fetches the datasets, `make data` compares."
    about = (
        "Compared by the two states and the year, at most one year apart. Each row that is not there stands with what the "
        "dataset says of the two states instead; none was taken from it.\n\n"
    )
    return head + about + "\n".join(_crosscheck(one) for one in json.loads(path.read_text(encoding="utf-8")))


def _crosscheck(one: dict) -> str:
    entry = outside.catalogue()[one["dataset"]]
    share = 100 * one["agree"] / max(1, one["compared"])
    text = f"- {entry['title']} {entry['version']}, {one['what']}: "
    text += f"{one['agree']} of {one['compared']} ({share:.0f} %) stand there too."
    return "\n".join([text, *(f"  - not there: `{name}`: {why}" for name, why in one["differ"].items())])


def _table(table: Table) -> str:
    rows = pd.DataFrame([{"column": f.name, "type": _type(f), "what it holds": f.description} for f in table.fields])
    key = ", ".join(f"`{name}`" for name in table.key)
    return f"### {table.name}\n\n{table.description} File `{table.path}`, key {key}.\n\n{markdown(rows)}"


def _type(column: Field) -> str:
    kind = "date" if column.is_date else "country" if column.is_country else column.type
    kind = f"list of {kind}" if column.is_list else kind
    if column.enum:
        kind += ": " + ", ".join(column.enum)
    if column.references:
        kind += f" of {column.references[0]}"
    return kind + (", required" if column.required else "")


def _print(frame: pd.DataFrame, left: tuple[str, ...] = ()) -> None:
    shown = frame.astype(object).where(frame.notna(), "")
    for name in left:
        shown[name] = shown[name].str.ljust(shown[name].str.len().max())
    print(shown.to_string(index=False), end="\n\n")


def main() -> None:
    """Check the tables, print their coverage, and write ``data/README.md`` and ``data/CHANGELOG.md``.

    What is compared with the outside datasets is made anew where they are there, else that of the last time stands.
    """
    # What stands in the repository tells of its own rows alone.
    record = load(origins=ORIGINS[:1])
    demand(record)
    if compared := crosschecks.run(record):
        text_of = json.dumps([dataclasses.asdict(one) for one in compared], indent=1, ensure_ascii=False)
        write_text(paths.data() / CROSSCHECKS, text_of + "\n")
        write_text(COMPARED, placed(COMPARED.read_text(encoding="utf-8"), "overlaps", overlaps.text(record) + "\n"))
    _print(by_subject(record), left=("subject", "of them"))
    _print(coverage(record))
    for one, two in checks.lookalikes(record):
        print(f"one event in two spellings? {one} and {two}")
    write_text(paths.data() / "README.md", text(record))
    changelog.keep(paths.data())


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(f"pactbook: {error}")
