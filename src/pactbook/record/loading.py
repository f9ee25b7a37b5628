"""The record in memory: the tables that were read, with the layers that are asked for, as of a day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pactbook import paths
from pactbook.errors import UserError
from pactbook.record import overlay as overlays
from pactbook.record.days import on_date
from pactbook.record.declared import Field, Table, schema
from pactbook.record.layers import OUTSIDE, merged
from pactbook.record.outside import files
from pactbook.record.reading import read
from pactbook.record.tables import OURS, YOURS, Tables, split

_MOST = 20  # problems told at once


def load(
    as_of: dt.date | None = None,
    folder: Path | None = None,
    origins: Collection[str] | None = None,
    overlay: Path | None = None,
    reference: Path | None = None,
) -> Tables:
    """Return the checked tables, as they stood and as they were known on a day.

    Parameters
    ----------
    as_of : datetime.date, optional
        The day; default: everything on record. It cuts all layers; a row of an outside dataset counts as known from its
        own date.
    folder : pathlib.Path, optional
        The folder of the tables; default `pactbook.paths.data`.
    origins : collection of str, optional
        Whose rows: some of `pactbook.record.layers.ORIGINS`. Default: ours, and the reader's own where there is an overlay.
    overlay : pathlib.Path, optional
        The folder of the reader's own rows; default `pactbook.paths.overlay`.
    reference : pathlib.Path, optional
        The folder of the outside datasets; default `pactbook.paths.reference`.

    Returns
    -------
    Tables
        The caller's own: to change a frame changes nothing for others. What was read is kept until a file changes.

    Raises
    ------
    UserError
        If a table breaks the schema, the message lists up to twenty problems with file and line; if an outside file is
        not the right one.
    """
    folder = (folder or paths.data()).resolve()
    wanted = set((OURS, YOURS) if origins is None else origins)
    overlay = (overlay or paths.overlay()) if YOURS in wanted else None
    overlay = overlay.resolve() if overlay else None
    everything = _read(folder, overlay, _stamp([*_tables(folder), *(_tables(overlay) if overlay else ())]))
    fetched = files(reference, folder) if OUTSIDE in wanted else {}
    if fetched or OURS not in wanted:
        layers = frozenset({*(wanted & {OURS}), *([OUTSIDE] if fetched else [])})
        everything = _layered(everything, layers, reference, _stamp([*fetched.values(), paths.catalogue(folder)]))
    return handed_out(everything if as_of is None else _on_day(everything, as_of))


def handed_out(tables: Tables) -> Tables:
    """Return tables of which every frame can be changed without effect on `tables`; what is not changed is shared."""
    frames = {part.name: getattr(tables, part.name) for part in fields(tables)}
    copies = {name: frame.copy(deep=False) for name, frame in frames.items() if isinstance(frame, pd.DataFrame)}
    return replace(tables, **copies)


@functools.lru_cache(maxsize=8)
def _on_day(everything: Tables, as_of: dt.date) -> Tables:
    return on_date(everything, as_of)


def newest_day(folder: Path | None = None) -> dt.date:
    """Return the day of the newest page that was read for the record, which ``as_of: latest`` means."""
    return load(folder=folder).newest_day


def _tables(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.csv"))
    yield folder / "datapackage.yaml"


def _stamp(paths_read: Iterable[Path]) -> tuple:
    """Return what changes when one of some files does."""
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths_read if path.exists())


@functools.lru_cache(maxsize=4)
def _read(folder: Path, overlay: Path | None, stamp: tuple) -> Tables:
    rows, amendments = _rows(folder, overlay)
    frames = {name: _frame(table, rows[name]) for name, table in schema(folder).items()}
    last_seen = max(frames["sources"].seen_on, default="")
    return Tables(**frames, last_seen=last_seen, folder=folder, overlay=overlay, amendments=amendments)


@functools.lru_cache(maxsize=4)
def _layered(tables: Tables, origins: frozenset[str], reference: Path | None, stamp: tuple) -> Tables:
    return merged(tables, origins, reference)


def _rows(folder: Path, overlay: Path | None) -> tuple[dict[str, list[dict]], pd.DataFrame]:
    rows, problems = read(folder)
    _demand(problems)
    if overlay is None:
        return rows, overlays.amendments([])
    rows, changed, problems = overlays.laid_over(rows, overlay, folder)
    _demand(problems)
    return rows, changed


def _demand(problems: list[str]) -> None:
    if problems:
        more = f"\n… and {len(problems) - _MOST} more" if len(problems) > _MOST else ""
        raise UserError("\n".join(problems[:_MOST]) + more)


def _frame(table: Table, rows: list[dict[str, str]]) -> pd.DataFrame:
    columns = {column.name: _column(column, [row[column.name] for row in rows]) for column in table.fields}
    origins = pd.Series([row.get("origins", (OURS,)) for row in rows], dtype=object)
    return pd.DataFrame({**columns, "origins": origins})


def _column(column: Field, cells: list[str]) -> pd.Series:
    """Return the cells of a column in the type that is declared for it; every row is checked by now."""
    if column.is_list:
        return pd.Series([split(cell) for cell in cells], dtype=object)
    if column.type == "number":
        return pd.Series([float(cell) if cell else np.nan for cell in cells], dtype=float)
    if column.type == "integer":
        return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")
    return pd.Series(cells, dtype=object)
