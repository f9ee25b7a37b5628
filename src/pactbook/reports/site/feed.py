"""What is new in a site: entries of an Atom feed, made where a report is not as it was in the site before.

Atom is written by a template, as all pages are: a library for feeds would check no more than the tests do, and could not read
the entries of the site before, which the site's own list keeps.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from pactbook import __version__, markup
from pactbook.locale import Language
from pactbook.reports import diff, html
from pactbook.reports.site.found import Report

LONGEST = 200  # entries of a feed; readers fetch all of them each time
NEW, CHANGED, GONE = "new", "changed", "gone"
Entry = dict[str, Any]


def entries(earlier: Mapping[str, Any], reports: Iterable[Report], today: str) -> list[Entry]:
    """Return the entries of a feed: those of the site before, and one a report that is new, different or gone.

    Parameters
    ----------
    earlier : mapping
        The list of the site before, ``site.json``; empty where there was none.
    reports : iterable of Report
        The reports of the new site.
    today : str
        The day of what is different, ISO 8601. In the first site nothing is news: there an entry has the day of its report.
    """
    now = {report.path: report for report in reports}
    before = {one["path"]: one for one in earlier.get("reports", ())}
    found = [
        _entry(NEW, one.path, one.title, today if earlier else one.day, line=one.line)
        for one in now.values()
        if one.path not in before
    ]
    for path in now.keys() & before.keys():
        if different := _different(before[path], now[path]):
            found.append(_entry(CHANGED, path, now[path].title, today, findings=different))
    found += [_entry(GONE, path, before[path]["title"], today) for path in before.keys() - now.keys()]
    every = {entry["id"]: entry for entry in (*earlier.get("entries", ()), *found)}
    by_path = sorted(every.values(), key=lambda entry: (entry["path"], entry["id"]))
    return sorted(by_path, key=lambda entry: entry["day"], reverse=True)[:LONGEST]


def _different(old: Mapping[str, Any], new: Report) -> dict[str, dict[str, str]]:
    """Return the findings whose sentence is another one; that it names another day as its own is no news."""
    before, after = _undated(old["findings"], old), _undated(new.findings, vars(new))
    return {
        name: {"before": old["findings"].get(name, ""), "after": new.findings.get(name, "")}
        for name in diff.of_findings(before, after)
    }


def _undated(findings: Mapping[str, str], report: Mapping[str, Any]) -> dict[str, str]:
    day = Language(report["language"]).date(report["day"])
    return {name: text.replace(day, "") for name, text in findings.items()}


def _entry(what: str, path: str, title: str, day: str, **told: Any) -> Entry:
    entry = {"what": what, "path": path, "title": title, "day": day, **told}
    # Of the same content wherever and whenever it is made: a reader of the feed is shown it once.
    return {"id": uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(entry, sort_keys=True)).urn, **entry}


def atom(told: Iterable[Entry], identifier: str, pages: Iterable[str], base: str, t: Language) -> str:
    """Return the feed as Atom.

    Parameters
    ----------
    told : iterable of dict
        As `entries` gives them.
    identifier : str
        The id of the feed.
    pages : iterable of str
        The pages that are there: what is gone leads to the index.
    base : str
        The address of the site; where it is empty links are seen from the feed.
    t : Language
        The language of the site.
    """
    there = set(pages)
    shown = [
        {
            "id": entry["id"],
            "title": _headline(entry, t),
            "updated": f"{entry['day']}T00:00:00Z",
            "link": base + (entry["path"] if entry["path"] in there else "index.html"),
            "line": entry.get("line", ""),
            "findings": entry.get("findings", {}),
        }
        for entry in told
    ]
    return markup.render(
        "reports", "site/feed.xml.j2", entries=shown, identifier=identifier, base=base, version=__version__,
        updated=max((one["updated"] for one in shown), default="1970-01-01T00:00:00Z"), language=t.code,
        title=t("pactbook: what has changed"), licence=html.words(t)["licence"],
    )  # fmt: skip


def _headline(entry: Entry, t: Language) -> str:
    title = entry["title"]
    if entry["what"] == NEW:
        return t("New: {title}", title=title)
    if entry["what"] == GONE:
        return t("No longer here: {title}", title=title)
    return t.plural(
        "{title}: one finding is different", "{title}: {n} findings are different", len(entry["findings"]), title=title
    )


def identifier(earlier: Mapping[str, Any], base: str, reports: Iterable[Report]) -> str:
    """Return the id of a feed: that of the site before, else one of its address, or of its first reports where it has none."""
    return earlier.get("feed") or uuid.uuid5(uuid.NAMESPACE_URL, base or " ".join(one.path for one in reports)).urn
