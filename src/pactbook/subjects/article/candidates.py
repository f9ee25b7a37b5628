"""Which rule might decide a sentence, with the arguments that the record and the sentence give.

A suggestion is a place to begin: that a sentence claims this is for a person to say. What it is built of stands in
`pactbook.texts`; which document, entity or organisation is meant, in the record of everything.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pactbook import dates
from pactbook.record import Tables, as_dicts, names
from pactbook.subjects import likeness, ties
from pactbook.subjects.membership import members_among
from pactbook.subjects.programme import systems
from pactbook.texts import Article, Sentence
from pactbook.texts.words import plain

# A document is taken for the one that an article reports if it was signed so long before, or so soon after.
_BEFORE, _AFTER = dt.timedelta(days=60), dt.timedelta(days=7)
_MOST_RULES = 3  # suggested for a sentence
_MOST_DOCUMENTS = 4  # of one day: where more were signed, the sentence tells too little
_BLOC_STATES = 3  # so many states in one sentence are a grouping
_SHORTEST_NAME = 4
_SHORTEST_CLAIM = 6  # words
_STEPS = ("ratification", "entry_into_force")
_AUTHORITIES = {
    "USA": ("US State", "US Treasury", "US Commerce"),
    "GBR": ("UK",),
    "CAN": ("Canada",),
    "JPN": ("Japan",),
    "UKR": ("Ukraine",),
}


@dataclass(frozen=True)
class Candidate:
    """A claim that a sentence may make.

    Attributes
    ----------
    sentence : Sentence or None
        Where it stands; None of what the article leaves out.
    kind : str
        As in ``claims.csv``.
    rule : str
        Name of a rule, empty where none is in sight.
    arguments : dict
        Its arguments.
    also : tuple of int
        The numbers of other sentences that may claim the same.
    """

    sentence: Sentence | None
    kind: str
    rule: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Matter:
    """What an article is about: the record, its two states, and the day by which it looks back.

    Attributes
    ----------
    tables : Tables
        Everything on record.
    pair : tuple of str
        The two states; empty where the article names fewer.
    published : str
        ISO 8601; empty where nothing tells.
    named : tuple of str
        The full dates that the article names; the last stands for its day where that is unknown.
    """

    tables: Tables
    pair: tuple[str, ...]
    published: str
    named: tuple[str, ...]

    @property
    def day(self) -> str:
        """Return the day by which the article looks back, empty where nothing tells."""
        return self.published or max(self.named, default="")

    @property
    def before(self) -> str:
        """Return the day before which a contact is an earlier one: of the reported document, else of the article."""
        return min((row["date"] for row in self.documents), default=self.day)

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Return the documents of the two states that the article may report."""
        return documents(self, self.pair, ())


def matter(article: Article, tables: Tables, pair: tuple[str, ...] = ()) -> Matter:
    """Return what an article is about; `pair` are the two states that somebody named."""
    full = tuple(day for day in article.dates if _is_full(day))
    chosen = pair or article.states[:2]
    return Matter(tables, tuple(chosen) if len(chosen) == 2 else (), article.published, full)


def candidates(article: Article, about: Matter) -> list[Candidate]:
    """Return the claims that the sentences of an article may make, and what it may leave out; each suggestion once."""
    found: dict[tuple, Candidate] = {}
    for sentence in article.sentences:
        suggested = list(itertools.islice(_of_sentence(sentence, about), _MOST_RULES))
        for one in suggested or _without_rule(sentence):
            key = (one.rule, repr(one.arguments)) if one.rule else (sentence.number,)
            first = found.get(key)
            found[key] = one if first is None else Candidate(**(vars(first) | {"also": (*first.also, sentence.number)}))
    ruled = {one.rule for one in found.values()}
    return [*found.values(), *(one for one in _left_out(about) if one.rule not in ruled)]


def _of_sentence(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    for suggest in _SUGGESTED:
        yield from suggest(sentence, about)


def _without_rule(sentence: Sentence) -> Iterator[Candidate]:
    """Yield a place to fill in for a sentence that says something, though no rule is in sight."""
    countable = bool(sentence.quantities or sentence.dates)
    if len(sentence.text.split()) < _SHORTEST_CLAIM:
        return  # a place and a day at the head of a report
    if countable or len(sentence.states) > 1:
        yield Candidate(sentence, "fact")
    elif sentence.is_speech or sentence.speaker:
        yield Candidate(sentence, "assessment")


def _left_out(about: Matter) -> Iterator[Candidate]:
    """Yield what the record knows of the two states and an article may leave out."""
    if not about.pair or not about.day:
        return
    known = [row["agreement_id"] for row in about.documents]
    yield Candidate(None, "omission", "earlier_contacts", {"parties": sorted(about.pair), "before": about.before})
    if known:
        yield Candidate(None, "omission", "not_in_force", {"agreements": known})


# ---------------------------------------------------------------------------------------------- what is meant


def parties(sentence: Sentence, about: Matter) -> Iterator[tuple[str, ...]]:
    """Yield the two states of which a sentence may speak, the likeliest first."""
    named = sentence.states
    if about.pair and (len(named) < 2 or set(about.pair) <= set(named)):
        yield about.pair
        return
    yield from itertools.combinations(named, 2)
    yield from ((own, other) for own in about.pair for other in named if own not in named)
    if about.pair:
        yield about.pair


def documents(about: Matter, pair: tuple[str, ...], days: Iterable[str]) -> list[dict[str, Any]]:
    """Return the documents of two states that some days, or else the day of the article, may mean; those on defence first."""
    if len(pair) < 2:
        return []
    rows = [row for row in as_dicts(ties.between(about.tables, *pair)) if row["date"]]
    for day in days:
        if same := _on(rows, day):
            return same
    full = [day for day in days if _is_full(day)]
    if not about.day or (full and not any(_is_near(day, about.day) for day in full)):
        return []
    near = [row for row in rows if _is_near(row["date"], about.day)]
    # An article on a later step names the day of the signature.
    near = near or [row for row in rows if row["signed"] in about.named]
    return _together([row for row in near if row["defence"]] or near)


def _is_full(day: str) -> bool:
    return day.count("-") == 2


def _on(rows: list[dict], day: str) -> list[dict]:
    """Return the documents of a day, of that precision; of a day with many those on defence, of a year with many none."""
    same = [row for row in rows if row["date"].startswith(day) or day.startswith(row["date"])]
    if len(same) > 1:
        same = [row for row in same if row["defence"]] or same
    return same if len(same) <= _MOST_DOCUMENTS else []


def _is_near(signed: str, day: str) -> bool:
    (first, last), (since, until) = dates.span(signed), dates.span(day)
    return since - _BEFORE <= last and first <= until + _AFTER


def _together(rows: list[dict]) -> list[dict]:
    """Return the newest of some documents and those of the same day, at most so many."""
    newest = max((row["date"] for row in rows), default="")
    return [row for row in rows if row["date"] == newest][:_MOST_DOCUMENTS]


def _meant(sentence: Sentence, about: Matter, days: Iterable[str]) -> tuple[tuple[str, ...], list[dict]]:
    """Return of which two states a sentence speaks, and of which documents."""
    several = list(parties(sentence, about))
    for pair in several:
        if found := documents(about, pair, days):
            return pair, found
    return (several[0] if several else ()), []


def _ids(rows: list[dict]) -> list[str]:
    return [row["agreement_id"] for row in rows]


def _on_defence(rows: list[dict]) -> str:
    """Return the document that most of a sentence is about, the one with a duty to help first."""
    ranked = sorted(rows, key=lambda row: ("mutual_defence" not in row["domains"], not row["defence"]))
    return ranked[0]["agreement_id"] if ranked else ""


# --------------------------------------------------------------------------------------------------- documents


def _signed(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    if "sign" not in sentence.cues or not sentence.cues & {"document", "plan"}:
        return
    full = [day for day in sentence.dates if _is_full(day)]
    dated = [(day, found) for day in full for found in [_meant(sentence, about, (day,))[1]] if found]
    told = [(day, found) for day, found in dated if any(row["signed"] == day for row in found)] or dated[:1]
    for day, found in told:
        yield Candidate(sentence, "fact", "signed", {"agreements": _ids(found), "on": day})
    if not told and (meant := _meant(sentence, about, sentence.dates))[0]:
        yield Candidate(sentence, "fact", "signed", {"agreements": _ids(meant[1])})


def _namesakes(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    years = [day for day in sentence.dates if len(day) == len("2025")]
    if "plan" not in sentence.cues or len(years) < 2:
        return
    for pair in parties(sentence, about):
        frame = about.tables.agreements_of(*pair)
        same = frame[(frame.period_start.str[:4] == years[0]) & (frame.period_end.str[:4] == years[1])]
        for row in as_dicts(same.drop_duplicates("kind")):
            arguments = {
                "parties": sorted(pair),
                "kind": row["kind"],
                "start": row["period_start"],
                "end": row["period_end"],
            }
            yield Candidate(sentence, "framing", "namesakes", arguments)


def _of_documents(cue: str, rule: str, kind: str = "fact") -> Callable[[Sentence, Matter], Iterator[Candidate]]:
    """Return what suggests a rule on documents where a sentence has a cue."""

    def suggest(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
        if cue in sentence.cues and sentence.cues & {"document", "sign", "plan"}:
            _, found = _meant(sentence, about, sentence.dates)
            if found:
                yield Candidate(sentence, kind, rule, {"agreements": _ids(found)})

    return suggest


def _of_one_document(cue: str, rule: str, kind: str = "fact") -> Callable[[Sentence, Matter], Iterator[Candidate]]:
    """Return what suggests a rule on one document where a sentence has a cue."""

    def suggest(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
        if cue in sentence.cues and sentence.cues & {"document", "plan"}:
            _, found = _meant(sentence, about, sentence.dates)
            if found:
                yield Candidate(sentence, kind, rule, {"agreement": _on_defence(found)})

    return suggest


def _obliges(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    """Suggest the document meant, or else the last one of the two states that says something of a duty to help."""
    if "obliges" not in sentence.cues or not sentence.cues & {"document", "plan"}:
        return
    pair, found = _meant(sentence, about, sentence.dates)
    if not found and len(pair) == len(about.pair) and about.day:
        before = [row for row in as_dicts(ties.between(about.tables, *pair)) if "" < row["signed"] <= about.day]
        found = [row for row in before if row["mutual_defence"] in likeness.LEVELS][-1:]
    if found:
        yield Candidate(sentence, "fact", "obliges", {"agreement": _on_defence(found)})


def _steps(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    """Suggest the legal steps of the document meant of which the article can know, or that there is none."""
    if "force" not in sentence.cues or not sentence.cues & {"document", "sign", "plan"}:
        return
    own = _ids(_meant(sentence, about, sentence.dates)[1])
    events = as_dicts(about.tables.events)
    steps = [row for row in events if row["kind"] in _STEPS and row["date"] and set(own) & set(row["agreement_ids"])]
    taken = [row for row in steps if not about.day or dates.span(row["date"])[0] <= dates.span(about.day)[1]]
    if taken:
        yield Candidate(sentence, "fact", "happened", _by(about, [row["event_id"] for row in taken]))
    elif own:
        yield Candidate(sentence, "fact", "not_in_force", {"agreements": own})


def _by(about: Matter, events: list[str]) -> dict[str, Any]:
    """Return the arguments for events of which an article can know."""
    return {"events": events} | ({"by": about.day} if about.day else {})


def _earlier(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    pair = next(parties(sentence, about), ())
    if "earlier" in sentence.cues and pair and about.day and set(sentence.states) <= set(pair):
        yield Candidate(sentence, "fact", "earlier_contacts", {"parties": sorted(pair), "before": about.before})


# -------------------------------------------------------------------------------- meetings, groupings, missiles


def _met(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    if "meet" not in sentence.cues:
        return
    known = {
        row["event_id"]: row
        for pair in parties(sentence, about)
        for row in as_dicts(about.tables.events_between(*pair))
    }
    for day in (one for one in sentence.dates if len(one) > len("2025")):
        same = [event for event, row in known.items() if row["date"] and _overlap(row["date"], row["end_date"], day)]
        if 0 < len(same) <= _MOST_DOCUMENTS:
            yield Candidate(sentence, "fact", "happened", _by(about, sorted(same)))
            return


def _overlap(start: str, end: str, day: str) -> bool:
    (first, last), (since, until) = dates.span(start), dates.span(day)
    return first <= until and since <= max(last, dates.span(end or start)[1])


def _grouping(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    if len(sentence.states) < _BLOC_STATES and not (
        "grouping" in sentence.cues and _organisations(sentence, about.tables)
    ):
        return
    if "grouping" in sentence.cues or len(sentence.states) > _BLOC_STATES:
        whom = sorted(sentence.states if len(sentence.states) > 1 else about.pair)
        if len(whom) > 1 and not members_among(about.tables, whom, about.tables.day).empty:
            yield Candidate(sentence, "framing", "common_bloc", {"states": whom})


def _organisations(sentence: Sentence, tables: Tables) -> list[str]:
    known = names.of_blocs(tables.blocs)
    words = {word for word in sentence.text.replace("(", " ").replace(")", " ").split() if word.strip(".,").isupper()}
    return [bloc for word in sorted(words) if len(word) > 2 for bloc in names.found(word.strip(".,"), known)]


def _designated(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    if "sanction" not in sentence.cues and not {"missile", "plan"} & sentence.cues:
        return
    told = f" {plain(sentence.text)} "
    frame = about.tables.designations
    named = [one for one, known in names.of_entities(about.tables.entities).items() if _is_named(known, told)]
    for entity in named:
        if row := _likeliest(as_dicts(frame[frame.entity_id == entity]), sentence, about):
            arguments = {"entity": entity, "authority": row["authority"], "on": row["designated_on"]}
            yield Candidate(sentence, "fact", "designated", arguments)
    if not named and "sanction" in sentence.cues:
        yield from _several_designated(sentence, about)


def _is_named(known: Iterable[str], told: str) -> bool:
    """Tell whether a sentence holds one of some names as whole words."""
    return any(len(name) >= _SHORTEST_NAME and f" {plain(name)} " in told for name in known if plain(name))


def _likeliest(rows: list[dict], sentence: Sentence, about: Matter) -> dict | None:
    """Return the designation of the day that a sentence names, else the last one before the article."""
    for day in sentence.dates:
        if same := [row for row in rows if row["designated_on"].startswith(day)]:
            return same[0]
    before = [row for row in rows if not about.day or dates.span(row["designated_on"])[0] <= dates.span(about.day)[1]]
    return max(before, key=lambda row: row["designated_on"], default=None)


def _several_designated(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    by = [authority for state in sentence.states for authority in _AUTHORITIES.get(state, ())]
    others = [state for state in sentence.states if state not in _AUTHORITIES] or [
        s for s in about.pair if s not in _AUTHORITIES
    ]
    frame = about.tables.designations
    wide = [day for day in (*sentence.dates, about.day) if len(day) > len("2025")]
    for day, authority in itertools.product(wide, by):
        rows = frame[(frame.authority == authority) & frame.designated_on.str.startswith(day)]
        if others and len(rows):
            arguments = {"authority": authority, "on": rows.designated_on.iloc[0], "countries": others}
            yield Candidate(sentence, "fact", "several_designated", arguments)
            return


def _range(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    distances = [one.km for one in sentence.quantities if one.km]
    if "missile" in sentence.cues and distances:
        for state in _with_missiles(sentence, about):
            yield Candidate(sentence, "forecast", "longest_range", {"country": state, "km": max(distances)})
            return


def _category(sentence: Sentence, about: Matter) -> Iterator[Candidate]:
    if "category" in sentence.cues:
        yield from (
            Candidate(sentence, "fact", "category_one", {"country": state}) for state in _with_missiles(sentence, about)
        )


def _with_missiles(sentence: Sentence, about: Matter) -> list[str]:
    asked = [*sentence.states, *about.pair]
    return [state for state in dict.fromkeys(asked) if not systems(about.tables, state).empty][:1]


_SUGGESTED: tuple[Callable[[Sentence, Matter], Iterator[Candidate]], ...] = (
    _designated,
    _range,
    _category,
    _obliges,
    _signed,
    _of_documents("unpublished", "text_unpublished"),
    _steps,
    _namesakes,
    _grouping,
    _earlier,
    _met,
    _of_one_document("widen", "widened", "forecast"),
)
