"""Reading and checking the tables of ``data/``.

`data/datapackage.yaml` is the only declaration of what a table holds. A table that breaks it is refused with file, line and
the nearest allowed value. `declared` reads the declaration, `reading` the files, `loading` puts them in memory, `overlay` lays
a reader's own rows over ours and `layers` those of outside datasets beside them, `days` cuts the tables at a day, `status`
computes what became of an agreement, `voices` counts who says what.
"""

from pactbook.record.days import REFERENCE_KINDS, ROW_DATE, on_date
from pactbook.record.declared import Field, Table, schema
from pactbook.record.layers import ORIGINS
from pactbook.record.loading import load, newest_day
from pactbook.record.reading import check_cell, read
from pactbook.record.tables import Tables, as_dicts, select, split
from pactbook.record.voices import PRIMARY_KINDS, confidence, independent, measured, publishers, readings_of, values

__all__ = [
    "ORIGINS", "PRIMARY_KINDS", "REFERENCE_KINDS", "ROW_DATE", "Field", "Table", "Tables", "as_dicts", "check_cell", "confidence",
    "independent", "load", "measured", "newest_day", "on_date", "publishers", "read", "readings_of", "schema", "select",
    "split", "values",
]  # fmt: skip
