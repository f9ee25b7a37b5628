"""Names and other names: which record is meant, however its name is spelled."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd

from pactbook.errors import UserError, hint, shown
from pactbook.states.names import organisation

_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
# A numeral with the letter of a variant: IA.
_NUMERAL = re.compile(r"([ivx]+)([ab]?)")


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name without case, accents, spaces and marks; a Roman numeral behind another word becomes its number.

    Parameters
    ----------
    name : str
        A name.

    Examples
    --------
    >>> fold("Shaheen-IA") == fold("shaheen 1a")
    True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.replace("'", "")) if not unicodedata.combining(c))
    first, *rest = re.findall(r"[^\W_]+", plain.casefold()) or [""]
    return "".join([first, *map(_number, rest)])


def _number(word: str) -> str:
    numeral = _NUMERAL.fullmatch(word)
    return _ROMAN[numeral[1]] + numeral[2] if numeral and numeral[1] in _ROMAN else word


def found(name: str, known: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the identifiers of the records that go by a name, which may be an identifier itself.

    Parameters
    ----------
    name : str
        A name in any spelling.
    known : mapping
        The names of each record, by identifier.
    """
    by_id = [one for one in known if one.casefold() == name.strip().casefold()]
    wanted = fold(name)
    return by_id or [one for one, names in known.items() if wanted and wanted in map(fold, names)]


def resolve(name: str, known: Mapping[str, Iterable[str]], parameter: str, unknown: str) -> str:
    """Return the identifier of the one record that goes by a name.

    Parameters
    ----------
    name, known
        As for `found`.
    parameter : str
        Where the name was given, for the message.
    unknown : str
        What to say of a name that no record has: "is not on record".

    Raises
    ------
    UserError
        If no record goes by the name, with the nearest identifier, or if several do, with all of them.
    """
    match found(name, known):
        case [one]:
            return one
        case []:
            raise UserError(f"{parameter}: {shown(name)} {unknown}{hint(name, known)}")
        case several:
            raise UserError(f"{parameter}: {shown(name)} is a name of several: {', '.join(several)}: name one of them")


def of_systems(systems: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the names of some missile systems, by system_id."""
    rows = zip(systems.system_id, systems.name, systems.aliases, strict=True)
    return {system: (name, *aliases) for system, name, aliases in rows}


def of_entities(entities: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the names of some entities, by entity_id."""
    rows = zip(entities.entity_id, entities.name, entities.aliases, strict=True)
    return {entity: (name, *aliases) for entity, name, aliases in rows}


def of_blocs(blocs: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the names of some organisations, by bloc_id: those on record, and what else they are called, such as OTAN."""
    rows = zip(blocs.bloc_id, blocs.name, blocs.short_name, strict=True)
    return {bloc: (name, short, *organisation(short)) for bloc, name, short in rows}
