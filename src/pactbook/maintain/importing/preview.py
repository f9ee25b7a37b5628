"""What a table was understood to say, for a reader to look over before its rows are added."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from pactbook.maintain.importing import columns, values
from pactbook.maintain.importing.columns import Column
from pactbook.maintain.importing.table import Import, Line
from pactbook.maintain.rows import SOURCE
from pactbook.record.declared import Field
from pactbook.reports import listing

_LONGEST = 44  # letters of a cell that is shown
_FEW = 6  # values that are told one by one
_NAMED = 3  # headings that are, of columns beside each other that tell the same


def text(made: Import) -> str:
    """Return the preview: how the file was read, each column, what holds for every row, and what is left out."""
    return "\n".join([*_head(made), listing.as_table(_columns(made)), *_rest(made)]) + "\n"


def _head(made: Import) -> Iterator[str]:
    sheet = made.sheet
    yield f"{sheet.name}: {len(sheet.rows)} rows, {sheet.told}"
    if made.understood.register:
        yield f"its headings are those of: {made.understood.register}"


def _columns(made: Import) -> pd.DataFrame:
    taken = [
        list(group) for _, group in itertools.groupby(made.understood.taken(), key=lambda one: (one.ours, one.how))
    ]
    rows = [
        (_headings(group), columns.described(group[0]), _sample(made, group[0]), _told(made, group[0]))
        for group in taken
    ]
    return pd.DataFrame(rows, columns=["column", "read as", "such as", "understood"])


def _headings(group: list[Column]) -> str:
    names = [column.header for column in group]
    return ", ".join(names) if len(names) <= _NAMED else f"{names[0]} … {names[-1]}"


def _sample(made: Import, column: Column) -> str:
    cells = (cells[column.index] for _, cells in made.sheet.rows)
    first = next((cell for cell in cells if cell), "")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"


def _told(made: Import, column: Column) -> str:
    """Return what was made of a column; of several that give one of ours at the first of them."""
    same = [one.index for one in made.understood.columns if one.ours == column.ours]
    if not made.lines:
        return ""
    if same[0] != column.index:
        return "(as above)"
    fields = columns.page_fields() | {one.name: one for one in made.table.fields}
    told = [_value(line, column.ours) for line in made.lines]
    return _summary(fields[column.ours], told, made, column)


def _value(line: Line, ours: str) -> str:
    if ours.startswith(SOURCE):
        return ";".join(filter(None, (page.get(ours.removeprefix(SOURCE), "on record") for page in line.pages)))
    return line.row.get(ours, "")


def _summary(field: Field, told: list[str], made: Import, column: Column) -> str:
    filled = [value for value in told if value]
    empty = f"; {len(told) - len(filled)} empty" if len(filled) < len(told) else ""
    if field.is_date:
        counts = Counter(map(values.precision, filled))
        parts = [f"{n} to the {name}" for name in ("day", "month", "year") if (n := counts[name])]
        return (", ".join(parts) or "none") + empty + _order(made, column)
    each = [one for value in filled for one in (value.split(";") if field.is_list else (value,))]
    counts = Counter(each)
    if field.enum or field.is_party or field.is_country:
        few = ", ".join(f"{value} {n}" for value, n in counts.most_common(_FEW))
        return few + (f" and {len(counts) - _FEW} more" if len(counts) > _FEW else "") + empty
    return f"{len(filled)} of {len(told)}"


def _order(made: Import, column: Column) -> str:
    order = values.Order.of(cells[column.index] for _, cells in made.sheet.rows)
    if bool(order.day_first) == bool(order.month_first):
        return ""
    first = "day" if order.day_first else "month"
    return f"; {first} first, as {order.day_first or order.month_first} shows"


def _rest(made: Import) -> Iterator[str]:
    aside = [column.header for column in made.understood.columns if column.header and not column.ours]
    if aside:
        yield "left aside: " + ", ".join(aside)
    given = made.understood.given | made.given
    if given:
        yield "of every row: " + ", ".join(f"{name}={value}" for name, value in given.items())
    taken = {column.ours for column in made.understood.taken()} | set(given)
    if made.lines and made.table.name == "agreements":
        if "kind" not in taken:
            yield "kind: by how the title begins"
        if "title" not in taken:
            yield "title: no column has one: made of kind and domains"
    for number, why in made.left_out.items():
        yield f"row {number} is left out: it {why}"
    for number, why in made.doubtful.items():
        yield f"row {number}: {why}; it is added all the same"
