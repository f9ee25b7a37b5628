"""Reading and checking the tables of ``data/``.

`data/datapackage.yaml` is the only declaration of what a table holds. A table that breaks it is refused with file, line and
the nearest allowed value. `declared` reads the declaration, `reading` the files, `days` cuts the tables at a day, `voices`
counts who says what.
"""

from pactbook.tables.days import REFERENCE_KINDS, ROW_DATE, on_date
from pactbook.tables.declared import Field, Table, schema
from pactbook.tables.reading import load, read
from pactbook.tables.record import Tables, select, split
from pactbook.tables.voices import PRIMARY_KINDS, confidence, independent, publishers, readings_of

__all__ = [
    "PRIMARY_KINDS", "REFERENCE_KINDS", "ROW_DATE", "Field", "Table", "Tables", "confidence", "independent", "load",
    "on_date", "publishers", "read", "readings_of", "schema", "select", "split",
]  # fmt: skip
