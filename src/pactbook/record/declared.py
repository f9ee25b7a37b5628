"""What a table holds, as ``data/datapackage.yaml`` declares it: the only declaration there is."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pactbook import paths
from pactbook.errors import UserError

DECLARATION = "datapackage.yaml"


@dataclass(frozen=True)
class Field:
    """One column as declared in the schema."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern | None = None
    minimum: float | None = None
    maximum: float | None = None
    is_list: bool = False
    is_date: bool = False
    is_country: bool = False
    is_party: bool = False
    is_signatory: bool = False
    references: tuple[str, str] | None = None
    translates: str = ""

    @classmethod
    def from_schema(cls, raw: dict) -> Field:
        """Make a Field of one entry of ``schema.fields``."""
        rules = raw.get("constraints", {})
        reference = raw.get("x-references")
        return cls(
            name=raw["name"],
            title=raw["title"],
            description=raw["description"],
            type=raw["type"],
            required=rules.get("required", False),
            enum=tuple(raw.get("x-enum", rules.get("enum", ()))),
            pattern=re.compile(rules["pattern"]) if "pattern" in rules else None,
            minimum=rules.get("minimum"),
            maximum=rules.get("maximum"),
            is_list=raw.get("x-list", False),
            is_date=raw.get("x-date", False),
            is_country=raw.get("x-country", False),
            is_party=raw.get("x-party", False),
            is_signatory=raw.get("x-signatory", False),
            references=tuple(reference.split(".")) if reference else None,
            translates=raw.get("x-translates", ""),
        )


@dataclass(frozen=True)
class Table:
    """One table as declared in the schema."""

    name: str
    path: str
    title: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    foreign: tuple[tuple[str, str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.fields]


def schema(folder: Path | None = None) -> dict[str, Table]:
    """Return the declaration of every table, by name.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The folder that holds ``datapackage.yaml``; default `pactbook.paths.data`.
    """
    path = (folder or paths.data()) / DECLARATION
    if not path.exists():
        raise UserError(f"{path}: no such file: it declares the tables")
    return dict(_schema(path, path.stat().st_mtime_ns))


@functools.lru_cache(maxsize=8)
def _schema(path: Path, changed: int) -> dict[str, Table]:
    package = read_yaml(path)
    try:
        resources = [raw for raw in package["resources"] if raw["path"].endswith(".csv") and "x-read-by" not in raw]
        return {raw["name"]: _table(raw) for raw in resources}
    except KeyError as error:
        raise UserError(f"{path}: declares a table or column without {error}") from None
    except (AttributeError, TypeError, ValueError, re.error):
        raise UserError(f"{path}: declares no tables: it must be a data package with `resources`") from None


def read_yaml(path: Path) -> Any:
    """Return what a YAML file of the record holds.

    Raises
    ------
    UserError
        If it is not there, or not readable as YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise UserError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not UTF-8 (byte {error.start}): save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise UserError(f"{path}: not readable as YAML{where}: {getattr(error, 'problem', None) or error}") from None


def _table(raw: dict) -> Table:
    declared = raw["schema"]
    key = declared["primaryKey"]
    return Table(
        name=raw["name"],
        path=raw["path"],
        title=raw["title"],
        description=raw["description"],
        key=(key,) if isinstance(key, str) else tuple(key),
        fields=tuple(Field.from_schema(entry) for entry in declared["fields"]),
        foreign=tuple(
            (entry["fields"], entry["reference"]["resource"], entry["reference"]["fields"])
            for entry in declared.get("foreignKeys", ())
        ),
    )
