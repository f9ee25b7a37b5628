"""``make data``: check the tables, print what they cover, and rewrite ``data/README.md``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from pactbook import countries, paths, tables
from pactbook.reports.files import write_text
from pactbook.tables import PRIMARY_KINDS, ROW_DATE, Field, Table, Tables

RULES = Path(__file__).parent / "templates" / "data-rules.md"


def coverage(record: Tables) -> pd.DataFrame:
    """Return what each table covers.

    Returns
    -------
    pandas.DataFrame
        One row a table: table, rows, sources (distinct), primary (share of rows with a primary source, percent), high,
        medium, low (rows by confidence), first, last (dates of the rows); empty where it does not apply.
    """
    kinds = dict(zip(record.sources.source_id, record.sources.kind, strict=True))
    return pd.DataFrame([_coverage_row(record, name, kinds) for name in tables.schema(record.folder)])


def _coverage_row(record: Tables, name: str, kinds: dict[str, str]) -> dict[str, object]:
    frame = record[name]
    row: dict[str, object] = {"table": name, "rows": len(frame)}
    if "source_ids" in frame and len(frame):
        cited = [set(ids) for ids in frame.source_ids]
        row["sources"] = len(set().union(*cited))
        row["primary"] = (
            f"{100 * sum(bool({kinds[i] for i in ids} & PRIMARY_KINDS) for ids in cited) / len(cited):.0f} %"
        )
        counts = Counter(tables.confidence(record, frame))
        row |= {level: counts[level] for level in ("high", "medium", "low")}
    column = "published" if name == "sources" else ROW_DATE.get(name)
    if column:
        days = sorted(day for day in frame[column] if day)
        row |= {"first": days[0], "last": days[-1]} if days else {}
    return row


def text(record: Tables) -> str:
    """Return the whole of ``data/README.md``."""
    schema = tables.schema(record.folder)
    parts = [
        RULES.read_text(encoding="utf-8").rstrip(),
        "## What the tables cover\n\n" + _markdown(coverage(record)),
        _kinds(record),
        _states(record),
        _missing(record),
        "## Dictionary",
        *(_table(table) for table in schema.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _markdown(frame: pd.DataFrame) -> str:
    shown = frame.astype(object).where(frame.notna(), "")
    shown = shown.map(lambda value: str(int(value)) if isinstance(value, float) else str(value))
    lines = ["| " + " | ".join(shown.columns) + " |", "|" + " --- |" * len(shown.columns)]
    lines += ["| " + " | ".join(row).replace("\n", " ") + " |" for row in shown.itertuples(index=False)]
    return "\n".join(lines)


def _kinds(record: Tables) -> str:
    counts = record.sources.kind.value_counts().sort_index()
    share = 100 * sum(counts.get(kind, 0) for kind in PRIMARY_KINDS) / max(1, counts.sum())
    told = ", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in counts.items())
    return f"Sources by kind: {told}. {share:.0f} % are primary (treaty text, government, international organisation, agency)."


def _states(record: Tables) -> str:
    parties = Counter([*record.agreements.party_a, *record.agreements.party_b])
    decades = Counter((row.signed or row.announced)[:3] for row in record.agreements.itertuples())
    told = "; ".join(
        f"{countries.name(code)} {n}" for code, n in sorted(parties.items(), key=lambda item: (-item[1], item[0]))
    )
    by_decade = "; ".join(f"{decade}0s {n}" for decade, n in sorted(decades.items()) if decade)
    undated = f"; without a date {decades['']}" if decades[""] else ""
    return (
        f"### Agreements by state\n\n{told}.\n\n### Agreements by decade of signature\n\n{by_decade}{undated}.\n\n"
        f"### Missile systems by state\n\n{_counted(record.missile_systems.country)}.\n\n"
        f"### Flight tests by state\n\n{_counted(record.missile_tests.country)}.\n\n"
        f"### Designations by authority\n\n{_counted(record.designations.authority, names=False)}.\n\n"
        f"### Memberships by organisation\n\n{_counted(record.memberships.bloc_id, names=False)}."
    )


def _counted(column: pd.Series, names: bool = True) -> str:
    counts = sorted(Counter(column).items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{countries.name(value) if names else value} {n}" for value, n in counts)


def _missing(record: Tables) -> str:
    nothing = record.searches[record.searches.found == "nothing"].sort_values("search_id")
    lines = [f"- {row.about}" + (f" ({row.outlet})" if row.outlet else "") for row in nothing.itertuples()]
    lines = list(dict.fromkeys(lines))
    head = f"### What was looked for and not found\n\n{len(nothing)} logged searches found nothing:\n\n"
    return head + "\n".join(lines)


def _table(table: Table) -> str:
    rows = pd.DataFrame([{"column": f.name, "type": _type(f), "what it holds": f.description} for f in table.fields])
    key = ", ".join(f"`{name}`" for name in table.key)
    return f"### {table.name}\n\n{table.description} File `{table.path}`, key {key}.\n\n{_markdown(rows)}"


def _type(column: Field) -> str:
    kind = "date" if column.is_date else "country" if column.is_country else column.type
    kind = f"list of {kind}" if column.is_list else kind
    if column.enum:
        kind += ": " + ", ".join(column.enum)
    if column.references:
        kind += f" of {column.references[0]}"
    return kind + (", required" if column.required else "")


def main() -> None:
    """Check the tables, print their coverage, and write ``data/README.md``."""
    record = tables.load()
    shown = coverage(record).astype(object)
    print(shown.where(shown.notna(), "").to_string(index=False))
    write_text(paths.data() / "README.md", text(record))


if __name__ == "__main__":
    main()
