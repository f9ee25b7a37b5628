"""Which state a user means: every usual name in every language of the CLDR, and the codes of ISO, COW, IOC, World Bank.

A name decides only where it is the same after folding (case, accents, punctuation, order of words). What is merely near
is a hint, and only where no second state is as near: a wrong hint is worse than none.
"""

from __future__ import annotations

import csv
import difflib
import functools
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pactbook.errors import UserError, shown
from pactbook.states import system
from pactbook.states.folding import fold

FILE = "not_states.csv"
ADVICE = "write an ISO 3166-1 code such as PAK"

_UMLAUTS = {ord(letter): told for letter, told in zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True)}
_SMALL = frozenset(
    ["the", "of", "and", "la", "le", "les", "l", "el", "los", "las", "der", "die", "das", "den", "und", "et", "y", "e"]
) | {"i", "de", "del", "du", "des", "d", "di", "da", "do", "dos"}  # fmt: skip
_FORM = re.compile(
    r"(?:the )?(?:republic of|kingdom of|state of|commonwealth of|principality of|republik|konigreich"
    r"|republique (?:de la|de|du|des|d)|republica (?:de la|del|de|da|do)|royaume (?:de|du)|reino (?:de|do)) (?:the )?(.+)"
)
_DIRECTIONS = {"north": "north", "nord": "north", "south": "south", "sud": "south", "sued": "south"} | {
    "east": "east", "ost": "east", "west": "west"
}  # fmt: skip
_NEAR = 0.8  # the least likeness of a hint, and how much nearer it is than the next state
_MARGIN = 0.05
_SLIP = 0.96  # the likeness of two names that differ by one letter, however long they are
_WELL_KNOWN = (
    "ar",
    "es",
    "fa",
    "fr",
    "hi",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
    "ur",
    "zh",
    "zh_Hant",
)
_SHORTEST = 5  # of a name for which a hint is given: shorter ones are near to too much


@dataclass(frozen=True)
class NotState:
    """One row of ``not_states.csv``: what is often taken for a state, and what it is."""

    name: str
    what: str
    of: tuple[str, ...]
    codes: tuple[str, ...]
    also: tuple[str, ...]


Meaning = str | NotState


def resolve(value: object, where: str = "country") -> str:
    """Return the code of the state that a user means by a code or a name.

    Parameters
    ----------
    value : object
        A code (ISO alpha-3 or alpha-2, COW, IOC, World Bank) or a name in any language.
    where : str
        The parameter or column, for the message.

    Raises
    ------
    UserError
        If it names no state, or two; the message says what it is, or gives the nearest state where one is near.
    """
    if isinstance(value, bool):
        raise UserError(
            f"{where}: got {str(value).lower()} instead of a state; YAML 1.1 reads an unquoted NO as false: "
            "write NOR, or 'NO' in quotes, for Norway"
        )
    if not isinstance(value, str) or not value.strip():
        raise UserError(f"{where}: {shown(value)} is no country: {ADVICE}")
    meanings = _find(value.strip())
    if len(meanings) == 1 and isinstance(meanings[0], str):
        return meanings[0]
    raise UserError(f"{where}: {shown(value)} {_refusal(value.strip(), meanings)}")


def organisation(text: str) -> tuple[str, ...]:
    """Return every spelling on record of the organisation that a text names, empty where it names none.

    Examples
    --------
    >>> "NATO" in organisation("OTAN")
    True
    """
    named = [one for one in _find(text.strip()) if isinstance(one, NotState) and one.what == "organisation"]
    return (named[0].name, *named[0].codes, *named[0].also) if len(named) == 1 else ()


def spellings(code: str) -> tuple[str, ...]:
    """Return every code and name of a state, in all languages of the CLDR, each once and `fold`-ed.

    Examples
    --------
    >>> {"poland", "polen", "pologne", "pl"} <= set(spellings("POL"))
    True
    """
    return _spelled(system.data_file(system.FILE), system.data_file(FILE))[code]


@functools.cache
def _spelled(states_file: Path, others_file: Path) -> dict[str, tuple[str, ...]]:
    from babel import localedata

    found = {
        code: dict.fromkeys(map(fold, (code, state.iso2, *state.other_codes, *state.names.values(), *state.also)))
        for code, state in system.states().items()
    }
    for name, meaning in _cldr_names(localedata.locale_identifiers()):
        if isinstance(meaning, str):
            found[meaning][fold(name)] = None
    return {code: tuple(name for name in every if name) for code, every in found.items()}


def spellings_in(language: str) -> Iterator[tuple[str, str]]:
    """Yield the names by which a text of a language may call a state, each with its code.

    Those of our tables in that language and the other spellings there, then the name in the CLDR. A name that is said of two
    states is left out.

    Parameters
    ----------
    language : str
        ISO 639-1 code; of one that the CLDR does not know the English names are given.
    """
    from babel import localedata

    others = system.data_file(FILE)
    for state in system.states().values():
        own = [name for told, name in state.names.items() if told == language]
        yield from ((name, state.code) for name in (*own, *state.also) if fold(name) not in _of_two_meanings(others))
    locale = language if localedata.exists(language) else "en"
    yield from ((name, meaning) for name, meaning in _cldr_names([locale]) if isinstance(meaning, str))


def _find(text: str) -> tuple[Meaning, ...]:
    """Return what a text means: one or more states or other things, none where it is unknown."""
    files = system.data_file(system.FILE), system.data_file(FILE)
    if found := _codes(*files).get(text.casefold()):
        return found
    keys = list(_keys(text))
    for index in (_own, _well_known):
        if found := next((index(*files)[key] for key in keys if key in index(*files)), ()):
            return found
    others = _others(*files)
    return _with_rivals(keys[0], next((others[key] for key in keys if key in others), ()))


def _refusal(text: str, meanings: tuple[Meaning, ...]) -> str:
    """Return why a text is refused: the second half of the message."""
    states = [meaning for meaning in meanings if isinstance(meaning, str)]
    others = [meaning for meaning in meanings if isinstance(meaning, NotState)]
    if not meanings:
        near = nearest(text)
        return f"is no country: did you mean {near}, {system.name(near)}?" if near else f"is no country: {ADVICE}"
    if len(meanings) > 1:
        return _choice([*states, *others])
    return _what_it_is(*others)


def _choice(meanings: Sequence[Meaning]) -> str:
    """Return the meanings between which a user must choose."""
    labels = [f"{m} for {system.name(m)}" if isinstance(m, str) else f"({m.what}) {m.name}" for m in meanings]
    return f"has {'two' if len(labels) == 2 else 'several'} meanings: write {' or '.join(labels)}"


def _what_it_is(thing: NotState) -> str:
    """Return what a thing that is no state is."""
    owners = [f"{code}, {system.name(code)}" for code in thing.of]
    if thing.what == "two meanings":
        return _choice(thing.of)
    if thing.what == "organisation":
        return f"is no country: an organisation, {thing.name}"
    if thing.what == "region":
        return f"is no country: a region, {thing.name}"
    words = {
        "territory": "a territory of {}",
        "part": "a part of {}",
        "disputed": "disputed land, see {}",
        "unrecognised": "recognised by few or no states, within {}",
        "historical": "of the past, see {}" if owners else "ended before 1945",
    }
    return f"is not a state of this record: {thing.name}, {words[thing.what].format(' and '.join(owners))}"


# ------------------------------------------------------------------------------------------------------------- keys


def _keys(text: str) -> Iterator[str]:
    """Return the keys under which a name may stand, the closest first; "~" and "=" mark those that no name is.

    After the name itself come its words in any order without articles ("Korea, Republic of the"), all in one
    ("VietNam"), and what stands after "Republic of".
    """
    plain = fold(text)
    yield plain
    yield _any_order(plain)
    yield _in_one(plain)
    if match := _FORM.fullmatch(plain):
        yield match[1]


def _any_order(plain: str) -> str:
    words = sorted(word for word in plain.split() if word not in _SMALL)
    return f"~{' '.join(words)}" if words else plain


def _in_one(plain: str) -> str:
    return f"={plain.replace(' ', '')}"


def _on_any_keyboard(name: str) -> Iterator[str]:
    """Return a name and, of one with umlauts, the spelling of keyboards without them."""
    yield name
    bare = name.translate(_UMLAUTS)
    if bare != name:
        yield bare


# ---------------------------------------------------------------------------------------------------------- indexes


@functools.cache
def _not_states(path: Path) -> tuple[NotState, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    lists = ({column: tuple(part for part in cell.split(";") if part) for column, cell in row.items()} for row in rows)
    return tuple(
        NotState(row["name"], row["what"], parts["of"], parts["codes"], parts["names_also"])
        for row, parts in zip(rows, lists, strict=True)
    )


@functools.cache
def _codes(states_file: Path, others_file: Path) -> dict[str, tuple[Meaning, ...]]:
    """Return what each code means.

    A code of ISO means the ISO one, be it of a state or of a territory, then one that is in use, then one of COW or the
    IOC; where these two differ both are named.
    """
    found: dict[str, tuple[Meaning, ...]] = {}
    states = system.states().values()
    others = _not_states(others_file)
    living = [state for state in states if state.lives[-1][1].year == 9999]
    layers: list[list[tuple[str, Meaning]]] = [
        [(state.code, state.code) for state in states],
        [(state.iso2, state.code) for state in living] + [(code, thing) for thing in others for code in thing.codes],
        [(state.iso2, state.code) for state in states],
        [(code, state.code) for state in states for code in state.other_codes],
    ]
    for layer in layers:
        for key, meanings in _grouped((code.casefold(), meaning) for code, meaning in layer if code).items():
            found.setdefault(key, meanings)
    return found


@functools.cache
def _own(states_file: Path, others_file: Path) -> dict[str, tuple[Meaning, ...]]:
    """Return what each name in our own tables, and in the English and German CLDR, means, by all its keys."""
    pairs = list(_own_names(others_file))
    own = _by_keys(pairs)
    for key, meanings in _by_keys(_cldr_names(("en", "de"))).items():
        own.setdefault(key, meanings)
    return own


def _own_names(others_file: Path) -> Iterator[tuple[str, Meaning]]:
    for state in system.states().values():
        for name in (*state.names.values(), *state.also):
            # "Congo" is the name of one state and is said of two.
            if fold(name) not in _of_two_meanings(others_file):
                yield from ((spelling, state.code) for spelling in _on_any_keyboard(name))
    for thing in _not_states(others_file):
        for name in (thing.name, *thing.also):
            yield from ((spelling, thing) for spelling in _on_any_keyboard(name))


@functools.cache
def _of_two_meanings(others_file: Path) -> frozenset[str]:
    things = [thing for thing in _not_states(others_file) if thing.what == "two meanings"]
    return frozenset(fold(name) for thing in things for name in (thing.name, *thing.also))


@functools.cache
def _well_known(states_file: Path, others_file: Path) -> dict[str, tuple[Meaning, ...]]:
    """Return what each name in the CLDR of the languages that most readers meet means, by its keys."""
    return _by_keys(_cldr_names(_WELL_KNOWN))


@functools.cache
def _others(states_file: Path, others_file: Path) -> dict[str, tuple[Meaning, ...]]:
    """Return what each name in any language of the CLDR means, by its keys."""
    from babel import localedata

    return _by_keys(_cldr_names(localedata.locale_identifiers()))


def _with_rivals(plain: str, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Return the meanings of a name in a language that few readers meet, with what it may be a slip for.

    "Nigera" is Niger in Latvian and one letter short of Nigeria.
    """
    if not meanings:
        return ()
    slips = {
        code: None
        for code, state in system.states().items()
        for name in state.names.values()
        if _is_slip(plain, fold(name))
    }
    return tuple(dict.fromkeys((*meanings, *slips)))


def _is_slip(a: str, b: str) -> bool:
    """Tell whether two names differ by one letter: one more, one less, or another one."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return False
    start = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return any(a[start + x :] == b[start + y :] for x, y in ((1, 1), (0, 1), (1, 0)))


def _cldr_names(locales: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    """Return the names of states, territories and regions in some languages.

    The files of Babel are read as they are: as a `Locale` each would carry everything that it inherits, 150 MB in all.
    """
    from babel import localedata

    meant = _by_cldr_code()
    for locale in locales:
        with Path(localedata.resolve_locale_filename(locale)).open("rb") as stream:
            territories = pickle.load(stream).get("territories", {})  # noqa: S301 (a file of the installed library)
        for code, name in territories.items():
            if code in meant and isinstance(name, str):
                yield name, meant[code]


def _by_cldr_code() -> dict[str, Meaning]:
    things = {code: thing for thing in _not_states(system.data_file(FILE)) for code in thing.codes}
    living = {state.iso2: state.code for state in system.states().values() if state.lives[-1][1].year == 9999}
    return things | living


def _by_keys(pairs: Iterable[tuple[str, Meaning]]) -> dict[str, tuple[Meaning, ...]]:
    """Return the meanings of each key; a key made by reordering never adds a meaning to a name that is written so."""
    folded = [(fold(name), meaning) for name, meaning in dict.fromkeys(pairs)]
    found = _grouped(folded)
    for variant in (_any_order, _in_one):
        for key, meanings in _grouped((variant(plain), meaning) for plain, meaning in folded).items():
            found.setdefault(key, meanings)
    return {key: _states_before_regions(meanings) for key, meanings in found.items()}


def _states_before_regions(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Return the states among the meanings where the rest are regions: "South Africa" is said of both."""
    states = tuple(meaning for meaning in meanings if isinstance(meaning, str))
    regions = all(meaning.what == "region" for meaning in meanings if isinstance(meaning, NotState))
    return states if states and regions else meanings


def _grouped(pairs: Iterable[tuple[str, Meaning]]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}
    for key, meaning in pairs:
        if key:
            found.setdefault(key, {})[meaning] = None
    return {key: tuple(meanings) for key, meanings in found.items()}


# ------------------------------------------------------------------------------------------------------------- hints


def nearest(text: str) -> str | None:
    """Return the code of the one state that a misspelling most likely means, None where none or two are near."""
    if len(text) <= 3:
        found = [code for code in _swapped(text.upper()) if system.is_code(code)]
        return found[0] if len(found) == 1 else None
    plain = fold(text)
    if len(plain) < _SHORTEST - 1:  # a letter may be missing
        return None
    ranked = _ranked(plain)
    if not ranked or ranked[0][0] < _NEAR or not isinstance(ranked[0][1], str):
        return None
    clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _MARGIN
    return ranked[0][1] if clear else None


def _swapped(code: str) -> Iterator[str]:
    """Return a code with two neighbouring letters swapped."""
    for place in range(len(code) - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _ranked(plain: str) -> list[tuple[float, Meaning]]:
    """Return the likeness of each meaning that is near, the nearest first."""
    own = _own(system.data_file(system.FILE), system.data_file(FILE))
    names = [key for key in own if key[0] not in "~=" and len(key) >= _SHORTEST]
    best: dict[Meaning, float] = {}
    for key in difflib.get_close_matches(plain, names, n=12, cutoff=_NEAR - 2 * _MARGIN):
        if _directions(plain) and _directions(key) and _directions(plain) != _directions(key):
            continue
        likeness = _SLIP if _is_slip(plain, key) else difflib.SequenceMatcher(None, plain, key).ratio()
        for meaning in own[key]:
            best[meaning] = max(best.get(meaning, 0), likeness)
    return sorted(((likeness, meaning) for meaning, likeness in best.items()), key=lambda pair: -pair[0])


def _directions(plain: str) -> set[str]:
    """Return the directions that a name holds; a hint never turns north into south."""
    return {direction for word, direction in _DIRECTIONS.items() if word in plain}
