"""What must hold of agreements and of the events that tell what became of them."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

from pactbook import dates, states
from pactbook.errors import shown
from pactbook.record import Tables, as_dicts
from pactbook.record.checks.registry import check
from pactbook.record.tables import ENDS, LEGAL_STEPS

# The date of an agreement that an event of a kind gives.
STEP_DATES = {"signing": "signed", "entry_into_force": "in_force"}
_ON_THE_WAY = dt.timedelta(days=366)
UNDATED = frozenset({"initialling", "signing", *LEGAL_STEPS})
_OF_INTENT = re.compile(r"\b(declaration|letter|statement) of intent\b", re.IGNORECASE)
# Words by which a title names a kind of document; a kind without words of its own is named by none.
_NAMED = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        "treaty": r"\b(treaty|convention|charter|pact|compact)\b",
        "agreement": r"\b(agreements?|accords?|conventions?|charter|pact|compact)\b",
        "protocol": r"\b(protocols?|addendum|amendments?|annex)\b",
        "mou": r"\b(memorand(um|a)|mous?)\b",
        "letter_of_intent": r"\b(intent(ions?)?|interest)\b",
        "exchange_of_notes": r"\b(notes|letters)\b",
        "arrangement": r"\b(arrangements?)\b",
        "plan": r"\bplans?\b",
        "roadmap": r"\broad ?map\b",
        "programme": r"\bprogrammes?\b",
        "declaration": r"\b(declarations?|statement|communiqué|vision|charter)\b",
        "contract": r"\b(contracts?|orders?)\b",
    }.items()
}
_REPLACED = re.compile(r"(^|[.;] )Replaced by\b")
_SENTENCE = re.compile(r"(?<=[.;])\s+")
# Two events of the same states within so many days, with titles so alike, may be one.
_NEAR_DAYS, _ALIKE = 4, 0.72


@check
def parties_are_states_of_the_day(record: Tables) -> Iterator[str]:
    """Ask that two or more parties stand in alphabetical order, each a state of the day, and that only they sign."""
    for row in as_dicts(record.agreements):
        where = f"agreements.csv: {row['agreement_id']}"
        parties = row["parties"]
        if len(parties) < 2:
            yield f"{where}: parties: one party alone concludes nothing"
        if list(parties) != sorted(set(parties)):
            yield f"{where}: parties must stand once each, in the order of the alphabet: {';'.join(sorted(set(parties)))}"
        for signatory in row["signatories"]:
            if signatory.partition(":")[0] not in parties:
                yield f"{where}: signatories: {shown(signatory)} signs for no party"
        for party in filter(states.is_code, parties):
            yield from (f"{where}: {what}" for what in _not_of_the_day(party, row))


def _not_of_the_day(party: str, row: dict) -> Iterator[str]:
    """Say that a state had ended, or did not yet exist, when an agreement was signed.

    A state may sign on the way to independence: in its last year before, or what entered into force once it stood.
    """
    name, day = states.name(party), dates.latest(row["signed"] or row["announced"])
    if (
        day is None
        or states.existed(party, day)
        or states.existed(party, dates.earliest(row["signed"] or row["announced"]))
    ):
        return
    if (first := states.first_day(party)) and day < first:
        late = day >= first - _ON_THE_WAY or (row["in_force"] and dates.latest(row["in_force"]) >= first)
        if not late:
            yield f"{name} did not exist before {first}"
    else:
        yield f"{name} had ended by {row['signed'] or row['announced']}"


@check
def statuses_follow_the_steps(record: Tables) -> Iterator[str]:
    """Ask that the dates of an agreement are those of the steps that events tell of, and that only a step has no day."""
    agreements = {row["agreement_id"]: row for row in as_dicts(record.agreements)}
    for event in as_dicts(record.events):
        if not event["date"] and event["kind"] not in UNDATED:
            yield f"events.csv: {event['event_id']}: date: only a step of an agreement may be without its day"
        for name in event["agreement_ids"]:
            row = agreements[name]
            for kind, column in STEP_DATES.items():
                if event["kind"] == kind and row[column] != event["date"]:
                    yield (
                        f"agreements.csv: {name}: {column} is {row[column] or 'empty'}, but {event['event_id']} is of "
                        f"{event['date'] or 'no day'}"
                    )


@check
def kinds_fit_their_titles(record: Tables) -> Iterator[str]:
    """Ask that a title that names a kind of document names that of its row."""
    for row in as_dicts(record.agreements):
        where = f"agreements.csv: {row['agreement_id']}: kind"
        named = [kind for kind, words in _NAMED.items() if words.search(row["title"])]
        if row["kind"] != "letter_of_intent" and _OF_INTENT.search(row["title"]):
            yield f"{where}: a document of this title is a letter_of_intent"
        elif named and row["kind"] not in named:
            yield f"{where}: is {row['kind']}, but the title names {' and '.join(named)}"


@check
def a_note_says_it_once(record: Tables) -> Iterator[str]:
    """Ask that no sentence stands twice in a note."""
    for row in as_dicts(record.agreements):
        sentences = [sentence.strip() for sentence in _SENTENCE.split(row["note"]) if sentence.strip()]
        if twice := {sentence for sentence in sentences if sentences.count(sentence) > 1}:
            yield f"agreements.csv: {row['agreement_id']}: note: {shown(min(twice))} stands twice"


@check
def what_is_replaced_is_over(record: Tables) -> Iterator[str]:
    """Ask that a document of which the note says that another replaced it has an end, or a step that tells of one."""
    over = {name for row in as_dicts(record.events) if row["kind"] in ENDS for name in row["agreement_ids"]}
    for row in as_dicts(record.agreements):
        if _REPLACED.search(row["note"]) and not row["ended"] and row["agreement_id"] not in over:
            where = f"agreements.csv: {row['agreement_id']}"
            yield f"{where}: the note says that it was replaced, but neither ended nor an event does"


@check
def a_step_stands_once(record: Tables) -> Iterator[str]:
    """Ask that a step of one day is one event: that of one side does not stand a second time as that of several."""
    steps = defaultdict(list)
    for event in as_dicts(record.events):
        for name in event["agreement_ids"]:
            if event["date"] and event["kind"] in LEGAL_STEPS:
                steps[event["date"], event["kind"], name].append(event)
    for (_, kind, name), events in steps.items():
        for one, other in itertools.combinations(events, 2):
            if set(one["countries"]) <= set(other["countries"]) or set(other["countries"]) <= set(one["countries"]):
                yield f"events.csv: {one['event_id']} and {other['event_id']} are one {kind} of {name}"


@check
def a_ratification_names_who_took_it(record: Tables) -> Iterator[str]:
    """Ask that a ratification by one state, as its title says, has that state alone among its states."""
    for event in as_dicts(record.events[record.events.kind == "ratification"]):
        _, by, who = event["title"].partition(" by ")
        named = [code for code in event["countries"] if states.name(code) in who]
        if by and len(named) == 1 < len(event["countries"]):
            yield f"events.csv: {event['event_id']}: countries: the title names {states.name(named[0])} alone"


def lookalikes(record: Tables) -> list[tuple[str, str]]:
    """Return pairs of events that may be one: the same states, days apart, with titles alike.

    The titles are compared with difflib's ratio of matching parts.
    """
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for row in as_dicts(record.events[record.events.date != ""]):
        groups[row["countries"], row["kind"]].append(row)
    pairs = []
    for rows in groups.values():
        for one, two in itertools.combinations(rows, 2):
            apart = abs((dates.earliest(one["date"]) - dates.earliest(two["date"])).days)
            alike = difflib.SequenceMatcher(None, one["title"].casefold(), two["title"].casefold()).ratio()
            if apart <= _NEAR_DAYS and alike >= _ALIKE:
                pairs.append((one["event_id"], two["event_id"]))
    return sorted(pairs)
