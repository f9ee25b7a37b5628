"""What must hold between the rows of the tables, beyond what the schema says of each cell.

Each check returns problems as ``table.csv: record: what``; `problems` runs all of them. `lookalikes` lists rows that a
person should compare, since they may be one event in two spellings.
"""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pandas as pd

from pactbook import dates, states
from pactbook.errors import shown
from pactbook.record import Tables, as_dicts, measured, schema, status
from pactbook.record.declared import read_yaml
from pactbook.record.tables import OURS

Check = Callable[[Tables], Iterator[str]]
CHECKS: list[Check] = []
# For each table the pairs of columns of which the second must not lie before the first.
ORDER = {
    "agreements": (("signed", "in_force"), ("signed", "ended"), ("in_force", "ended"), ("period_start", "period_end")),
    "events": (("date", "end_date"),),
    "blocs": (("founded", "dissolved"),),
    "memberships": (("start", "end"),),
    "missile_systems": (("first_test", "retired"), ("in_service", "retired")),
    "designations": (("designated_on", "lifted_on"),),
}
# The date of an agreement that an event of a kind gives.
STEP_DATES = {"signing": "signed", "entry_into_force": "in_force"}
_ON_THE_WAY = dt.timedelta(days=366)
UNDATED = frozenset({"initialling", "signing", *status.LEGAL_STEPS})
# Libraries that keep pages of many publishers as they were, under their own host.
ARCHIVES = frozenset({"github.com", "web.archive.org", "webarchive.library.unt.edu", "webharvest.gov"})
# What in a host shows a state or an organisation of states.
_OFFICIAL = re.compile(r"(^|[.])(gov|go|gob|gouv|govt|gc|gv|mil|int|leg|europa|un)([.-]|$)")
_EVERYDAY = frozenset({"and", "for", "news", "of", "the"})
# A document keeps its own kind, whoever hands it on.
_DOCUMENTS = frozenset({"treaty_text", "dataset"})
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
_ENDS = frozenset({"expiry", "termination"})
_NOT_FLOWN = frozenset({"displayed", "reported", "in_development"})
# The measures of the State Department under these laws are for the years that each notice gives.
_OF_A_TERM = re.compile("missile sanctions laws|missile proliferation sanctions|Nonproliferation Act|12938", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;])\s+")
# Two events of the same states within so many days, with titles so alike, may be one.
_NEAR_DAYS, _ALIKE = 4, 0.72


def check(function: Check) -> Check:
    """Register a check."""
    CHECKS.append(function)
    return function


def problems(record: Tables) -> list[str]:
    """Return everything that does not hold between the rows, empty where all is well."""
    return [problem for function in CHECKS for problem in function(record)]


def _key(record: Tables, table: str, row: dict) -> str:
    return ":".join(row[name] for name in schema(record.folder)[table].key)


def keys(record: Tables) -> dict[str, set[str]]:
    """Return the record ids of every table; a key of several columns is joined by colons."""
    return {table.name: _keys(record[table.name], table.key) for table in schema(record.folder).values()}


def _keys(frame: pd.DataFrame, key: tuple[str, ...]) -> set[str]:
    return set(map(":".join, zip(*(frame[name] for name in key), strict=True)))


@check
def later_dates_are_later(record: Tables) -> Iterator[str]:
    """Ask for no end before its start, no entry into force before the signature, nothing lifted before it was imposed."""
    for table, pairs in ORDER.items():
        for row in as_dicts(record[table]):
            for first, second in pairs:
                if row[first] and row[second] and dates.latest(row[second]) < dates.earliest(row[first]):
                    yield f"{table}.csv: {_key(record, table, row)}: {second} {row[second]} lies before {first} {row[first]}"


@check
def nothing_is_from_the_future(record: Tables) -> Iterator[str]:
    """Ask that no date but the end of a plan lies after the day on which the sources were last seen."""
    plans = {"period_start", "period_end", "ended", "end", "end_date"}
    for table, declared in schema(record.folder).items():
        for row in as_dicts(record[table]):
            for column in declared.fields:
                day = row[column.name] if column.is_date and column.name not in plans else ""
                if day and dates.earliest(day).isoformat() > record.last_seen:
                    yield f"{table}.csv: {_key(record, table, row)}: {column.name} {day} lies in the future"


@check
def what_is_ours_is_translated(record: Tables) -> Iterator[str]:
    """Ask that each of our own texts stands in every language that its table has."""
    for table, declared in schema(record.folder).items():
        for column in (one for one in declared.fields if one.translates):
            frame = record[table]
            ours = frame.origins.map(lambda origins: OURS in origins)
            for row in as_dicts(frame[ours & (frame[column.name] == "") & (frame[column.translates] != "")]):
                yield f"{table}.csv: {_key(record, table, row)}: {column.name} is empty"


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
    over = {name for row in as_dicts(record.events) if row["kind"] in _ENDS for name in row["agreement_ids"]}
    for row in as_dicts(record.agreements):
        if _REPLACED.search(row["note"]) and not row["ended"] and row["agreement_id"] not in over:
            yield f"agreements.csv: {row['agreement_id']}: the note says that it was replaced, but neither ended nor an event does"


@check
def a_step_stands_once(record: Tables) -> Iterator[str]:
    """Ask that a step of one day is one event: that of one side does not stand a second time as that of several."""
    steps = defaultdict(list)
    for event in as_dicts(record.events):
        for name in event["agreement_ids"]:
            if event["date"] and event["kind"] in status.LEGAL_STEPS:
                steps[event["date"], event["kind"], name].append(event)
    for (_, kind, name), events in steps.items():
        for one, other in itertools.combinations(events, 2):
            if set(one["countries"]) <= set(other["countries"]) or set(other["countries"]) <= set(one["countries"]):
                yield f"events.csv: {one['event_id']} and {other['event_id']} are one {kind} of {name}"


@check
def members_join_what_exists(record: Tables) -> Iterator[str]:
    """Ask that a role is held only while the bloc exists, by a state that exists, and one role at a time."""
    blocs = record.blocs.set_index("bloc_id")
    held: dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    for row in as_dicts(record.memberships):
        where = f"memberships.csv: {_key(record, 'memberships', row)}"
        bloc = blocs.loc[row["bloc_id"]]
        if dates.latest(row["start"]) < dates.earliest(bloc.founded):
            yield f"{where}: starts before {row['bloc_id']} was founded, {bloc.founded}"
        if (
            bloc.dissolved
            and row["end"]
            and dates.earliest(row["end"]) > dates.latest(bloc.dissolved) + dt.timedelta(days=1)
        ):
            yield f"{where}: ends after {row['bloc_id']} was dissolved, {bloc.dissolved}"
        last = states.last_day(row["iso3"]) if states.is_code(row["iso3"]) else None
        if last and dates.earliest(row["start"]) > last:
            yield f"{where}: {states.name(row['iso3'])} had ended by {row['start']}"
        until = dates.earliest(row["end"]) if row["end"] else dt.date.max
        held[row["bloc_id"], row["iso3"]].append((dates.latest(row["start"]), until, where))
    for periods in held.values():
        for one, two in itertools.pairwise(sorted(periods)):
            if two[0] < one[1]:
                yield f"{two[2]}: starts before the role before it ends"


@check
def flights_fit_their_system(record: Tables) -> Iterator[str]:
    """Ask that a flight is of the state of its system and not before the system's first one."""
    systems = record.missile_systems.set_index("system_id")
    for row in as_dicts(record.missile_tests):
        where = f"missile_tests.csv: {row['test_id']}"
        if not row["system_id"]:
            if not row["described_as"]:
                yield f"{where}: names neither a system nor what it is described as"
            continue
        system = systems.loc[row["system_id"]]
        if system.country != row["country"]:
            yield f"{where}: is of {row['country']}, but {row['system_id']} of {system.country}"
        if system.first_test and dates.latest(row["date"]) < dates.earliest(system.first_test):
            yield f"{where}: lies before the first test of {row['system_id']}, {system.first_test}"


@check
def a_range_is_quoted_not_flown(record: Tables) -> Iterator[str]:
    """Ask that the range of a system is one that somebody quotes: the distance of a flight tells what it can fly at least."""
    said = record.readings[(record.readings.table == "missile_systems") & (record.readings.field == "range_km")]
    flown = measured(said)
    for row in as_dicts(record.missile_systems[record.missile_systems.range_km.notna()]):
        own = (said.record_id == row["system_id"]) & (pd.to_numeric(said.value, errors="coerce") == row["range_km"])
        if own.any() and flown[own].all():
            yield (
                f"missile_systems.csv: {row['system_id']}: range_km {row['range_km']:g} is the distance of a test, by its "
                "readings: leave range_km empty and tell of the flight in the note"
            )


@check
def a_missile_that_flew_was_tested(record: Tables) -> Iterator[str]:
    """Ask that a system of which a flight succeeded is not called shown, reported or in development."""
    flown = set(record.missile_tests.system_id[record.missile_tests.outcome == "success"])
    for row in as_dicts(record.missile_systems[record.missile_systems.status.isin(_NOT_FLOWN)]):
        if row["system_id"] in flown:
            yield f"missile_systems.csv: {row['system_id']}: status is {row['status']}, but missile_tests.csv has a flight that succeeded"


@check
def one_missile_has_one_set_of_figures(record: Tables) -> Iterator[str]:
    """Ask that a system of one name in two states has one class and one range, or a note that gives the other's range."""
    named = defaultdict(list)
    for row in as_dicts(record.missile_systems):
        named[row["name"].casefold()].append(row)
    for one, other in (pair for rows in named.values() for pair in itertools.combinations(rows, 2)):
        where = f"missile_systems.csv: {one['system_id']} and {other['system_id']}"
        if one["class"] != other["class"]:
            yield f"{where}: one missile is {one['class']} and {other['class']}"
        if _apart(one, other):
            yield (
                f"{where}: one missile with {one['range_km']:g} and {other['range_km']:g} km: "
                "let the note of one give the figure of the other, and whose it is"
            )


def _apart(one: dict, other: dict) -> bool:
    """Tell whether two ranges differ, and neither note gives that of the other."""
    if pd.isna(one["range_km"]) or pd.isna(other["range_km"]) or one["range_km"] == other["range_km"]:
        return False
    return f"{other['range_km']:,.0f} km" not in one["note"] and f"{one['range_km']:,.0f} km" not in other["note"]


@check
def a_term_has_an_end(record: Tables) -> Iterator[str]:
    """Ask that measures of a fixed term, as US laws on missile transfers impose them, end, or that a note says it was not seen."""
    for row in as_dicts(record.designations):
        if _OF_A_TERM.search(row["legal_basis"]) and not row["lifted_on"] and "term" not in row["note"].lower():
            yield (
                f"designations.csv: {row['designation_id']}: lifted_on: {row['legal_basis']} sets a term: "
                "give its end, or say in the note that the term was not seen"
            )


@check
def a_book_of_reference_does_not_stand_unsaid(record: Tables) -> Iterator[str]:
    """Ask that what encyclopaedias alone tell says so in its note."""
    kinds = record.sources.set_index("source_id").kind
    for table in schema(record.folder).values():
        if not {"source_ids", "note"} <= set(table.columns):
            continue
        for row in as_dicts(record[table.name]):
            if {kinds[name] for name in row["source_ids"]} == {"encyclopedia"} and "alone" not in row["note"]:
                yield (
                    f"{table.name}.csv: {_key(record, table.name, row)}: rests on encyclopaedias alone: "
                    "find the page of a better kind, or say so in the note"
                )


@check
def links_lead_somewhere(record: Tables) -> Iterator[str]:
    """Ask that readings, evidence of claims and what a search is about name records and columns that exist."""
    known, declared = keys(record), schema(record.folder)
    for row in as_dicts(record.readings):
        where = f"readings.csv: {row['table']}:{row['record_id']}"
        if row["record_id"] not in known[row["table"]]:
            yield f"{where}: no such record"
        if row["field"] not in declared[row["table"]].columns:
            yield f"{where}: {shown(row['field'])} is no column of {row['table']}"
    for row in as_dicts(record.checks):
        if row["record_id"] not in known[row["table"]] and row["result"] != "disagrees":  # such a row may be taken out
            yield f"checks.csv: {row['table']}:{row['record_id']}: no such record"
        if (row["result"] == "disagrees") != bool(row["settled"]):
            yield f"checks.csv: {row['table']}:{row['record_id']}: settled: say how a disagreement was settled, and only that"
    for row in as_dicts(record.claims):
        for evidence in row["evidence"]:
            table, _, key = evidence.partition(":")
            if key not in known.get(table, ()):
                yield f"claims.csv: {row['claim_id']}: evidence {shown(evidence)} does not exist"
    for row in as_dicts(record.searches):
        table, _, key = row["about"].split(" ")[0].partition(":")
        if key and table in known and key not in known[table]:
            yield f"searches.csv: {row['search_id']}: {shown(row['about'])} does not exist"


@check
def every_source_is_cited_once(record: Tables) -> Iterator[str]:
    """Ask that a page stands once, is cited somewhere, and its address names a host."""
    cited = {source for table in schema(record.folder) for ids in record[table].get("source_ids", ()) for source in ids}
    cited |= {*record.readings.source_id, *record.coverage.source_id, *record.claims.article_id}
    cited |= {one.removeprefix("sources:") for ids in record.claims.evidence for one in ids}
    seen: dict[str, str] = {}
    for row in as_dicts(record.sources):
        where = f"sources.csv: {row['source_id']}"
        if row["source_id"] not in cited:
            yield f"{where}: nothing cites it"
        if row["url"] in seen:
            yield f"{where}: has the address of {seen[row['url']]}"
        seen[row["url"]] = row["source_id"]
        if "." not in (urlsplit(row["url"]).hostname or ""):
            yield f"{where}: {shown(row['url'])} names no host"


@check
def sources_name_one_publisher(record: Tables) -> Iterator[str]:
    """Ask that a host is of one publisher, and the pages that carry one publisher's text of one kind."""
    publishers, kinds = defaultdict(set), defaultdict(set)
    for row in as_dicts(record.sources):
        publishers[host_of(row["url"])].add(row["publisher"])
        if row["kind"] not in _DOCUMENTS:
            kinds[row["wire"] or row["publisher"]].add(row["kind"])
    for host, found in sorted(publishers.items()):
        if len(found) > 1 and host not in ARCHIVES:
            yield f"sources.csv: {host} is of several publishers: {', '.join(sorted(found))}"
    for voice, found in sorted(kinds.items()):
        if len(found) > 1:
            yield f"sources.csv: {voice} is of several kinds: {', '.join(sorted(found))}"


@check
def names_have_one_spelling(record: Tables) -> Iterator[str]:
    """Ask that a publisher is spelled in one way, wherever it stands."""
    spelled: dict[str, set[str]] = defaultdict(set)
    for name in {*record.sources.publisher, *record.sources.wire}:
        plain = unicodedata.normalize("NFKD", name.removeprefix("The ")).casefold()
        spelled["".join(filter(str.isalnum, plain))].add(name)
    for names in spelled.values():
        if len(names) > 1:
            yield f"sources.csv: one publisher in several spellings: {', '.join(sorted(names))}"


@check
def hosts_are_plausible(record: Tables) -> Iterator[str]:
    """Ask that a host shows its publisher's name or initials, is a state's, or stands in ``hosts.yaml``."""
    files = [folder / "hosts.yaml" for folder in (record.folder, record.overlay) if folder]
    declared = {name: hosts for file in files if file.exists() for name, hosts in read_yaml(file).items()}
    for row in as_dicts(record.sources.drop_duplicates(["publisher", "url"])):
        host = host_of(row["url"])
        official = row["kind"] in {"government", "international_organisation", "treaty_text"} and _OFFICIAL.search(host)
        if host in ARCHIVES or official or _shows(host, row["publisher"]) or host in declared.get(row["publisher"], ()):
            continue
        yield f"sources.csv: {row['source_id']}: is {host} a host of {row['publisher']}? If it is, name it in hosts.yaml"


def host_of(url: str) -> str:
    """Return the host of an address, without ``www``."""
    return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")


def _shows(host: str, publisher: str) -> bool:
    """Tell whether a host shows a word of the publisher's name, its initials or the whole of it."""
    plain = unicodedata.normalize("NFKD", publisher).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in words if word not in _EVERYDAY]
    initials = {"".join(word[0] for word in some) for some in (words, telling) if len(some) > 1}
    names = {word for word in telling if len(word) > 2} | {"".join(words)} | {one for one in initials if len(one) > 2}
    plain_host = re.sub("[^a-z0-9]", "", host)
    # Two letters stand by chance in many a host: they must be a part of it.
    return any(name in plain_host for name in names) or not initials.isdisjoint(re.split("[.-]", host))


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
