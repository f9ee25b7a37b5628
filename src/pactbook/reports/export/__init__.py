"""The record, or a report, as one file for other programs and people; its ending says what it is.

The same rows, or the same report, give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pactbook import __version__, tabular
from pactbook.errors import UserError, hint
from pactbook.record import ORIGINS, Tables, about, load, schema
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.export import linked, mailed, tables
from pactbook.reports.files import replaced, replaced_folder
from pactbook.reports.unchanged import RECEIPT


@dataclass(frozen=True)
class Asked:
    """Which rows are written.

    Attributes
    ----------
    record : Tables
        The record, as of a day.
    states, together
        As `pactbook.record.about.rows` takes them; without states every table is written whole.
    """

    record: Tables
    states: tuple[str, ...] = ()
    together: bool = False

    def rows(self) -> dict[str, pd.DataFrame]:
        """Return the rows by the name under which they are written, each with the addresses of its sources."""
        found = {name: about.rows(self.record, name, self.states, self.together) for name in about.TABLES}
        if not self.states:
            others = (name for name in schema(self.record.folder) if name not in about.TABLES.values())
            found |= {name: self.record[name] for name in others}
        return {name: tabular.with_addresses(frame, self.record.addresses) for name, frame in found.items()}


def of_case(case: Case, context: Context | None = None) -> Asked:
    """Return what a case is about: the rows on its two states, else on those of its set or its programme, as of its day."""
    context = context or Context.here()
    states, together = _states(case)
    origins = {origin for params in case.parameters.values() for origin in params.origins}
    day = next(params.day for params in case.parameters.values())
    record = load(
        day, context.data, [name for name in ORIGINS if name in origins], case.overlay or context.overlay,
        context.reference,
    )  # fmt: skip
    return Asked(record, states, together)


def _states(case: Case) -> tuple[tuple[str, ...], bool]:
    every = case.parameters.values()
    if pair := next(((one.country_a, one.country_b) for one in every if hasattr(one, "country_a")), None):
        return pair, True
    named = [code for one in every for code in getattr(one, "hypothesis", ())]
    named += [code for one in every for code in (getattr(one, "country", ""), getattr(one, "partner", "")) if code]
    return tuple(dict.fromkeys(named)), False


def write(path: Path, asked: Asked, table: str | None = None) -> None:
    """Write rows to a file, whose ending says what it is.

    Parameters
    ----------
    path : pathlib.Path
        ``.xlsx`` a workbook with a sheet a table, ``.sqlite`` a database, ``.zip`` a CSV file a table, ``.csv`` one table,
        ``.parquet`` one table or a folder with a file a table, ``.jsonld`` linked data in the words of schema.org.
    asked : Asked
        Which rows.
    table : str, optional
        The one table that is written; all if left out.

    Raises
    ------
    UserError
        If the ending is another one, or there is no such table.
    """
    if path.suffix not in _WRITERS:
        raise UserError(f"{path}: what is written is told by the ending{hint(path.suffix, _WRITERS)}")
    rows = asked.rows()
    if table is not None and table not in rows:
        raise UserError(f"--table: {table!r} is no table{hint(table, rows)}")
    chosen = rows if table is None else {table: rows[table]}
    if path.suffix == ".csv" and table is None:
        raise UserError(f"{path}: a CSV file holds one table: name it with --table, or write {path.stem}.zip")
    # Only parquet of several tables is a folder.
    whole = replaced_folder if path.suffix == ".parquet" and table is None else replaced
    with whole(path) as temporary:
        _WRITERS[path.suffix](temporary, tables.Rows(chosen, _meaning(asked, chosen), asked.record.counted_until))


def is_report(folder: Path) -> bool:
    """Tell whether a folder is a report."""
    return (folder / RECEIPT).is_file()


def write_report(path: Path, folder: Path) -> None:
    """Write a report as one file.

    Parameters
    ----------
    path : pathlib.Path
        ``.zip`` for everything that one mails, ``.jsonld`` for the ClaimReviews of its audit.
    folder : pathlib.Path
        The report.

    Raises
    ------
    UserError
        If the ending is another one, or the report has no audit.
    """
    if path.suffix not in _OF_REPORT:
        raise UserError(f"{path}: a report is written as .zip, the ClaimReviews of its audit as .jsonld")
    if path.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{path}: lies in the report itself, which then would not be what its receipt says")
    with replaced(path) as temporary:
        _OF_REPORT[path.suffix](temporary, folder)


def _meaning(asked: Asked, rows: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what a reader must know of the file: where it is from, and what each column means."""
    declared, until = schema(asked.record.folder), asked.record.counted_until
    lines = [
        ("", "", f"pactbook {__version__}: what was public by {until}. CC BY 4.0, with the sources named in each row."),
        ("", "", "A list stands as a;b. A date has the precision known. Confidence: data/README.md of the project."),
    ]
    for name, frame in rows.items():
        table = declared[about.TABLES.get(name, name)]
        lines.append((name, "", table.description))
        lines += [(name, column.name, column.description) for column in table.fields if column.name in frame.columns]
        lines += [(name, column, _ADDED[column]) for column in frame.columns if column in _ADDED and
                  column not in table.columns]  # fmt: skip
    return pd.DataFrame(lines, columns=["table", "column", "meaning"])


# Columns that the tables themselves do not have.
_ADDED = {
    "origins": "Whose the row is: pactbook, outside or yours.",
    "source_urls": "The address of each source, in the order of its identifiers.",
    "name": "Name of the entity.",
    "country": "State of the entity.",
}
_WRITERS: dict[str, Callable[[Path, tables.Rows], None]] = {
    ".xlsx": tables.workbook,
    ".sqlite": tables.database,
    ".zip": tables.archive,
    ".csv": tables.csv,
    ".parquet": tables.parquet,
    ".jsonld": linked.write,
}
_OF_REPORT: dict[str, Callable[[Path, Path], None]] = {".zip": mailed.write, ".jsonld": linked.write_reviews}
