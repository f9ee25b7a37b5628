"""The feed: what is new, different or gone, told once, with ids that stay."""

import dataclasses
import xml.etree.ElementTree as ET

from pactbook.reports.site import feed
from pactbook.reports.site.found import Report

ATOM = "{http://www.w3.org/2005/Atom}"
DAY, TODAY = "2024-03-01", "2024-05-06"


def report(path="one/index.html", day=DAY, **findings):
    return Report(path, None, f"On {path}", "Line.", day, "en", ("FJI",), (), (), findings, {})


def listed(*reports, entries=()):
    """Return the list of a site that holds some reports."""
    return {"reports": [dataclasses.asdict(one) for one in reports], "entries": list(entries), "feed": "urn:uuid:1"}


def changes(earlier, *reports):
    return [(one["what"], one["path"], one.get("findings")) for one in feed.entries(earlier, reports, TODAY)]


def test_in_the_first_site_an_entry_has_the_day_of_its_report():
    first = feed.entries({}, [report(), report("two.html", "2023-01-01")], TODAY)
    assert [(one["what"], one["path"], one["day"]) for one in first] == [
        ("new", "one/index.html", DAY), ("new", "two.html", "2023-01-01")
    ]  # fmt: skip
    assert feed.entries({}, [report()], "2030-01-01")[0] == first[0], "whenever and beside whatever it is made"


def test_each_sentence_that_is_another_one_is_named():
    old, new = report(a="One.", b="Same.", c="Gone."), report(a="Two.", b="Same.", d="Come.")
    assert changes(listed(old), new) == [
        ("changed", "one/index.html", {
            "a": {"before": "One.", "after": "Two."}, "c": {"before": "Gone.", "after": ""},
            "d": {"before": "", "after": "Come."},
        })
    ]  # fmt: skip


def test_another_day_of_the_report_is_no_news():
    old, new = report(a="By 1 March 2024 two."), report(day="2024-04-02", a="By 2 April 2024 two.")
    assert changes(listed(old), new) == []
    assert changes(listed(old), report(day="2024-04-02", a="By 1 March 2024 two.")) != [], "it is not its own day"


def test_what_comes_and_what_goes_is_told_on_the_day():
    told = feed.entries(listed(report()), [report("two.html")], TODAY)
    assert {(one["what"], one["path"], one["day"]) for one in told} == {
        ("new", "two.html", TODAY), ("gone", "one/index.html", TODAY)
    }  # fmt: skip


def test_earlier_entries_stay_and_the_newest_stand_first():
    first = feed.entries({}, [report(a="One.")], TODAY)
    second = feed.entries(listed(report(a="One."), entries=first), [report(a="Two.")], TODAY)
    assert [one["what"] for one in second] == ["changed", "new"]
    assert second[1] == first[0]
    assert feed.entries(listed(report(a="Two."), entries=second), [report(a="Two.")], "2025-01-01") == second


def test_a_feed_has_an_end():
    reports = [report(f"{number:04}.html") for number in range(feed.LONGEST + 5)]
    assert len(feed.entries({}, reports, TODAY)) == feed.LONGEST


def test_it_is_atom_and_every_word_of_it_only_a_word(en):
    told = feed.entries(listed(report(**{"a<b": "5 < 6"})), [report(**{"a<b": "5 & <6>"})], TODAY)
    root = ET.fromstring(feed.atom(told, "urn:uuid:2", ["one/index.html"], "", en))  # noqa: S314 (our own)
    assert (root.tag, root.find(f"{ATOM}id").text) == (f"{ATOM}feed", "urn:uuid:2")
    entry = root.find(f"{ATOM}entry")
    for name in ("id", "title", "updated"):
        assert entry.find(f"{ATOM}{name}").text
    assert entry.find(f"{ATOM}updated").text == root.find(f"{ATOM}updated").text == f"{TODAY}T00:00:00Z"
    assert entry.find(f"{ATOM}title").text == "On one/index.html: one finding is different"
    words = [text.strip() for text in entry.find(f"{ATOM}content").itertext() if text.strip()]
    assert words == ["a<b", "5 < 6", "5 & <6>"]


def test_links_are_whole_where_the_address_is_known_and_never_lead_nowhere(en):
    told = feed.entries(listed(report()), [report("two.html")], TODAY)
    for base in ("", "https://example.org/p/"):
        root = ET.fromstring(feed.atom(told, "urn:uuid:2", ["two.html"], base, en))  # noqa: S314 (our own)
        links = {
            entry.find(f"{ATOM}title").text: entry.find(f"{ATOM}link").get("href")
            for entry in root.iter(f"{ATOM}entry")
        }
        assert links == {
            "New: On two.html": f"{base}two.html", "No longer here: On one/index.html": f"{base}index.html"
        }  # fmt: skip


def test_the_id_of_a_feed_stays(en):
    assert feed.identifier({"feed": "urn:uuid:1"}, "https://example.org/", [report()]) == "urn:uuid:1"
    a, b, c = (feed.identifier({}, base, [report()]) for base in ("", "https://a.org/", "https://b.org/"))
    assert len({a, b, c}) == 3
    assert a == feed.identifier({}, "", [report()])
