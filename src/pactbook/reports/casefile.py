"""The file of a case: found by its name, read as YAML 1.2 within limits of size, and written.

What a case may hold is checked elsewhere (`pactbook.reports.case`); here a file becomes names and values.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml as yaml_1_1
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from pactbook import paths
from pactbook.errors import UserError, hint, shown

# A case of all notebooks has about 1,000 characters; the limits keep a file that is none from costing minutes.
MOST_BYTES, MOST_ITEMS, MOST_LEVELS = 100_000, 1_000, 20
ENDINGS = (".yml", ".yaml")


# ------------------------------------------------------------------------------------------------------- finding


def names() -> list[str]:
    """Return the names of the shipped cases."""
    return sorted(path.stem for path in paths.CASES.glob("*.yml"))


def find(case: str) -> Path:
    """Return the file of a case.

    Parameters
    ----------
    case : str
        A path to a YAML file, or the name of one in ``notebooks/cases/``.

    Raises
    ------
    UserError
        If there is none; the message gives the nearest name.
    """
    if not case.endswith(ENDINGS):
        paths.slug(case)
        path = paths.CASES / f"{case}.yml"
    else:
        path = _expanded(case)
    paths.slug(path.stem)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else f"no file {path}"
        raise UserError(
            f"case {shown(case)}: {what}{hint(path.stem, names())}: `pactbook list cases` shows the shipped ones"
        )
    return path.resolve()


def _expanded(case: str) -> Path:
    try:
        path = Path(case).expanduser()
    except RuntimeError:  # ~nobody: there is no such user
        raise UserError(f"case {shown(case)}: nobody here has that home folder") from None
    if len(path.stem) > paths.LONGEST_NAME:
        raise UserError(
            f"case name {shown(path.stem)}: a name has at most {paths.LONGEST_NAME} characters, not {len(path.stem)}"
        )
    return path


# ------------------------------------------------------------------------------------------------------- reading


def read(path: Path) -> dict[Any, Any]:
    """Return the names and values of a case file.

    Raises
    ------
    UserError
        If it is no YAML, too large, or holds a name twice; the message starts with the file's name.
    """
    values = parse_file(path, MOST_BYTES)
    if not isinstance(values, dict):
        raise UserError(f"{path.name}: it needs 'name: value' lines")
    return values


def parse_file(path: Path, most: int) -> Any:
    """Return what a file of at most so many bytes means as YAML 1.2, as `parse` does.

    Raises
    ------
    UserError
        If it is no YAML, too large, or breaks a limit of `parse`; the message starts with the file's name.
    """
    try:
        if path.stat().st_size > most:
            raise UserError(f"holds {path.stat().st_size:,} bytes; at most {most:,} are read")
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name}: not UTF-8 (byte {error.start}): save it as UTF-8") from None
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from None


def parse(text: str) -> Any:
    """Return what a text means as YAML 1.2, in which NO is Norway; dates stay text.

    Raises
    ------
    UserError
        If it is no YAML, or breaks a limit: at most `MOST_ITEMS` items in a list, `MOST_LEVELS` levels, no name twice, no
        aliases.
    """
    try:
        limits = _Limits()
        for event in _reader().parse(text):
            limits.see(event)
        return _reader().load(text)
    except UserError:
        raise
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise UserError(f"{where}not readable as YAML: {_plain(reason)}") from None
    except ValueError as error:  # a number of thousands of digits
        raise UserError(f"not readable as YAML: {_plain(str(error))}") from None


def _plain(reason: str) -> str:
    return textwrap.shorten(reason, 160, placeholder=" …")


class _Constructor(SafeConstructor):
    """Plain values only; a date stays text, so that a wrong one is told like any other wrong value."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_str)


def _reader() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    reader.Constructor = _Constructor
    return reader


@dataclass
class _Level:
    """A list or mapping that has begun and not ended."""

    is_mapping: bool
    items: int = 0
    names: set[str] = field(default_factory=set)

    @property
    def awaits_name(self) -> bool:
        return self.is_mapping and self.items % 2 == 0


class _Limits:
    """Watches a text being read, and stops as soon as a limit is broken: what follows is never read."""

    def __init__(self) -> None:
        self._open: list[_Level] = []

    def see(self, event: Event) -> None:
        """Count one event.

        Raises
        ------
        UserError
            If it breaks a limit.
        """
        where = f"line {event.start_mark.line + 1}"
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise UserError(f"{where}: aliases (& and *) are not read: write the value out")
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            raise UserError(f"{where}: leave the line that starts with % out: a case is read as YAML 1.2")
        if isinstance(event, NodeEvent) and self._open:
            self._item(event, where)
        if isinstance(event, CollectionStartEvent):
            self._open.append(_Level(isinstance(event, MappingStartEvent)))
            if len(self._open) > MOST_LEVELS:
                raise UserError(f"{where}: more than {MOST_LEVELS} levels of brackets or indents")
        elif isinstance(event, CollectionEndEvent):
            self._open.pop()

    def _item(self, event: NodeEvent, where: str) -> None:
        level = self._open[-1]
        if level.awaits_name:
            if not isinstance(event, ScalarEvent):
                raise UserError(f"{where}: a list cannot be a parameter's name: use letters, digits and _")
            if event.value in level.names:
                raise UserError(f"{where}: {shown(event.value)} stands twice")
            level.names.add(event.value)
        level.items += 1
        if level.items > MOST_ITEMS * (1 + level.is_mapping):
            raise UserError(f"{where}: more than {MOST_ITEMS:,} items in a list")


# ------------------------------------------------------------------------------------------------------- writing


def text(
    about: list[str], values: Mapping[str, Any], comments: Mapping[str, str], parts: Iterable[tuple[str, set[str]]]
) -> str:
    """Return a case file, which papermill's reading (YAML 1.1) understands alike.

    Parameters
    ----------
    about : list of str
        Lines of the comment at the top.
    values : mapping
        Names and values, in order.
    comments : mapping
        What stands behind a value, by name.
    parts : iterable of tuple
        A comment and the names that stand beneath it; names of no part come first.
    """
    parts = list(parts)
    placed = set().union(*(own for _, own in parts))
    blocks = [
        _lines(about, [name for name in values if name not in placed], values, comments),
        *(_lines([title], [name for name in values if name in own], values, comments) for title, own in parts),
    ]
    return "\n".join(block for block in blocks if block)


def _lines(title: list[str], chosen: list[str], values: Mapping[str, Any], comments: Mapping[str, str]) -> str:
    lines = [f"# {line}" for text in title for line in textwrap.wrap(text, 116)]
    for name in chosen:
        comment = f"  # {comments[name]}" if name in comments else ""
        lines.append(f"{name}: {_value(values[name])}{comment}")
    return "\n".join(lines) + "\n" if chosen else ""


def _value(value: Any) -> str:
    # PyYAML quotes what YAML 1.1 would read as something else, such as NO.
    shown_as = yaml_1_1.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10**6)
    return shown_as.strip()[1:-1]
