"""The file of a worksheet: its names and values, read within limits and told where they are wrong, and written.

The columns of a claim and of its page are those of ``claims.csv`` and ``sources.csv``; what a person need not see has a
shorter name or none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from pactbook import states
from pactbook.errors import UserError, hint, shown
from pactbook.record import schema
from pactbook.reports import casefile

LARGEST = 2_000_000  # bytes
# The head of a worksheet: its names, and the columns of sources.csv that they fill.
HEAD = {
    "id": "source_id", "title": "title", "outlet": "publisher", "outlet_country": "publisher_country", "url": "url",
    "published": "published", "language": "language", "kind": "kind", "wire": "wire", "seen_on": "seen_on",
}  # fmt: skip
PAIR = "pair"
# What stands in a claim beside the columns of claims.csv: what was found, and what `check` writes.
NOW, BECAUSE, RESTS_ON = "would be now", "because", "rests on"
MOST_EVIDENCE = 6  # records of those that a verdict rests on
KEEP, ID = "keep", "id"
FOUND = ("sentence", "also", "place", "found")
_NOT_ASKED = ("claim_id", "article_id")
_YES, _NO = ("yes", "true", True), ("no", "false", False)


@dataclass(frozen=True)
class Claim:
    """One claim of a worksheet.

    Attributes
    ----------
    place : str
        How a message names it.
    keep : bool
        Whether the person takes it for a claim of the article.
    values : dict
        The values by name, as they stand in the file.
    """

    place: str
    keep: bool
    values: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its head, the two states, and its claims."""

    path: Path
    head: dict[str, Any]
    pair: tuple[str, ...]
    claims: list[Claim] = field(default_factory=list)

    @property
    def kept(self) -> list[Claim]:
        """Return the claims that the person keeps."""
        return [claim for claim in self.claims if claim.keep]


def columns() -> list[str]:
    """Return the columns of claims.csv that a claim of a worksheet may fill."""
    return [name for name in schema()["claims"].columns if name not in _NOT_ASKED]


# ------------------------------------------------------------------------------------------------------------ reading


def read(path: Path) -> Sheet:
    """Read a worksheet.

    Raises
    ------
    UserError
        If it is no YAML, or does not hold what a worksheet holds: all faults at once, each with its place.
    """
    values = casefile.parse_file(path, LARGEST)
    faults = list(_wrong(values))
    if faults:
        raise UserError("\n".join(f"{path.name}: {one}" for one in faults))
    head = dict(values["article"])
    pair = tuple(states.resolve(code, "article: pair") for code in head.pop(PAIR, None) or ())
    claims = [
        Claim(_place(number, claim), claim.get(KEEP, "no") in _YES, dict(claim))
        for number, claim in enumerate(values.get("claims") or (), start=1)
    ]
    return Sheet(path, head, pair, claims)


def _place(number: int, claim: Mapping[str, Any]) -> str:
    """Return how a message names a claim: by its place in the file, and its sentence in the article."""
    return f"claim {number} (sentence {claim['sentence']})" if claim.get("sentence") else f"claim {number}"


def _wrong(values: object) -> Iterator[str]:
    if not isinstance(values, dict) or not isinstance(values.get("article"), dict):
        yield "is no worksheet: it begins with `article:`: `pactbook audit new ARTICLE` makes one"
        return
    yield from _unknown(values, ("article", "claims"), "")
    yield from _unknown(values["article"], (*HEAD, PAIR, "found"), "article: ")
    yield from _wrong_pair(values["article"].get(PAIR))
    yield from (
        f"article: {name}: {shown(value)}: a text is needed: put it in quotes"
        for name, value in values["article"].items()
        if name in HEAD and isinstance(value, (dict, list))
    )
    claims = values.get("claims") or []
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        yield "claims: a list is needed, each claim with its names and values"
        return
    known = (KEEP, ID, *FOUND, *columns(), NOW, BECAUSE, RESTS_ON)
    for number, claim in enumerate(claims, start=1):
        yield from _unknown(claim, known, f"{_place(number, claim)}: ")
        if claim.get(KEEP, "no") not in (*_YES, *_NO):
            yield f"{_place(number, claim)}: keep: {shown(claim[KEEP])} is neither yes nor no"
        if not isinstance(claim.get("arguments") or {}, dict):
            yield f"{_place(number, claim)}: arguments: {shown(claim['arguments'])}: names with values are needed"


def _unknown(values: Mapping[Any, Any], known: Iterable[str], where: str) -> Iterator[str]:
    known = list(known)
    yield from (
        f"{where}{shown(name)} is not known here{hint(str(name), known)}" for name in values if name not in known
    )


def _wrong_pair(pair: object) -> Iterator[str]:
    if pair in (None, [], ""):
        return
    if not isinstance(pair, list) or len(pair) != 2:
        yield f"article: pair: {shown(pair)}: two states are needed, as in [PAK, SAU]"
        return
    for code in pair:
        try:
            states.resolve(code, "article: pair")
        except UserError as error:
            yield str(error)


# ------------------------------------------------------------------------------------------------------------ writing

_ABOUT = """\
An audit of an article. Read the article beside it; a sentence is found by its number and its first words.
Write `keep: yes` for what the article really claims, correct what stands there, and say it in your own words (claim_en,
claim_de; one of them is enough). A rule computes the verdict; where you judge yourself, leave `rule` empty and give
`verdict` and `reasoning_en`. `would be now`, `because` and `rests on` are written by pactbook:
  pactbook audit check FILE   tells what is missing, computes the verdicts anew and explains them
  pactbook audit run FILE     makes the report
"""


def text(
    head: Mapping[str, Any], pair: Iterable[str], claims: Iterable[Mapping[str, Any]], found: Mapping[str, Any]
) -> str:
    """Return a worksheet as text.

    Parameters
    ----------
    head : mapping
        The values of `HEAD`.
    pair : iterable of str
        The two states.
    claims : iterable of mapping
        The claims, by name.
    found : mapping
        What was found in the article as a whole.
    """
    article = CommentedMap({name: _scalar(head.get(name, "")) for name in HEAD} | {PAIR: _flow(pair)})
    if found:
        article["found"] = _nested(found)
    sheet = CommentedMap({"article": article, "claims": CommentedSeq([CommentedMap(_written(one)) for one in claims])})
    sheet.yaml_set_start_comment(_ABOUT)
    for number in range(len(sheet["claims"])):
        sheet["claims"].yaml_set_comment_before_after_key(number, before="\n")
    return dumped(sheet)


def _written(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _nested(value) for name, value in claim.items()}


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return CommentedMap({name: _nested(one) for name, one in value.items()})
    return _flow(value) if isinstance(value, (list, tuple)) else _scalar(value)


def _flow(values: Iterable[Any]) -> CommentedSeq:
    listed = CommentedSeq(_scalar(value) for value in values)
    listed.fa.set_flow_style()
    return listed


def _scalar(value: Any) -> Any:
    """Return a value that is read again as what it is; what looks like a number or a date is quoted."""
    if isinstance(value, str) and (not value or re.fullmatch(r"[\d.:-]+", value)):
        return DoubleQuotedScalarString(value)
    return value


def round_trip() -> YAML:
    """Return what reads and writes YAML with its comments and the form of each value."""
    yaml = YAML(typ="rt")
    yaml.version = None
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def dumped(sheet: CommentedMap) -> str:
    """Return a worksheet as text."""
    stream = io.StringIO()
    round_trip().dump(sheet, stream)
    return stream.getvalue()


def with_verdicts(path: Path, verdicts: Mapping[int, Mapping[str, Any]]) -> str:
    """Return the text of a worksheet with what was computed for some claims, by their places from 0; all else stays."""
    sheet = round_trip().load(path.read_text(encoding="utf-8-sig"))
    for number, told in verdicts.items():
        claim = sheet["claims"][number]
        for name in (NOW, BECAUSE, RESTS_ON):
            if name in told:
                claim[name] = _nested(told[name])
            else:
                claim.pop(name, None)
    return dumped(sheet)
