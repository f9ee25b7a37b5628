"""What must hold of the pages that were read: whose they are, and that each stands once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from pactbook.errors import shown
from pactbook.record import Tables, as_dicts, schema
from pactbook.record.checks.registry import check
from pactbook.record.declared import read_yaml

# Libraries that keep pages of many publishers as they were, under their own host.
ARCHIVES = frozenset({"github.com", "web.archive.org", "webarchive.library.unt.edu", "webharvest.gov"})
# What in a host shows a state or an organisation of states.
_OFFICIAL = re.compile(r"(^|[.])(gov|go|gob|gouv|govt|gc|gv|mil|int|leg|europa|un)([.-]|$)")
_EVERYDAY = frozenset({"and", "for", "news", "of", "the"})
# A document keeps its own kind, whoever hands it on.
_DOCUMENTS = frozenset({"treaty_text", "dataset"})


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
