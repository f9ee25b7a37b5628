import base64
import csv
import io
import json
import re

import pandas as pd
import pytest

from pactbook.exhibits.citations import Citations, linked_data
from pactbook.subjects import article, pair, ties
from pactbook.subjects.findings import MIME, Brief, Finding, records

EVIL = '<script>alert("x")</script>&'


def html_of(shown) -> str:
    return shown._repr_mimebundle_()["text/html"]


def plain_of(shown) -> str:
    return shown._repr_mimebundle_()["text/plain"]


def saved(html: str) -> list[dict[str, str]]:
    data = re.search(r'href="data:text/csv;base64,([^"]+)"', html)[1]
    return list(csv.DictReader(io.StringIO(base64.b64decode(data).decode("utf-8-sig"))))


def test_sources_are_numbered_in_the_order_of_their_first_mention(record, en):
    cites = Citations(record, en)
    assert cites.numbers(["ledger-2024-01", "blog-nd"]) == [1, 2]
    assert cites.numbers(["blog-nd", "think-2018", "ledger-2024-01"]) == [2, 3, 1]
    listed = re.findall(r"<li>.*?<a [^>]*>Page (.*?)</a></li>", html_of(cites.list()))
    assert listed == ["ledger-2024-01", "blog-nd", "think-2018"], "the list numbers them itself"
    assert plain_of(cites.list()).splitlines()[0] == (
        "1. Island Ledger, 15 January 2024: Page ledger-2024-01 <https://island-ledger.example/ledger-2024-01>"
    )


def test_two_reports_number_alike(record, en):
    frame = ties.between(record, "FJI", "ISL")
    columns = {"title": "Title", "source_ids": "Sources"}
    shown = [html_of(Citations(record, en).table(frame, columns, "documents")) for _ in range(2)]
    assert shown[0] == shown[1]


def test_the_list_of_sources_tells_whose_text_it_is(record, en):
    cites = Citations(record, en)
    cites.numbers(["daily-2022-09", "blog-nd"])
    html = html_of(cites.list())
    assert "Suva Daily, 11 September 2022 (text from Pacific Wire): " in html
    assert ">A Blog: <a" in html


def test_the_source_line_names_primary_publishers_first_then_the_most_cited(record, en):
    cites = Citations(record, en)
    line = cites.line(["think-2018", "blog-nd", "blog-nd"], "Natural Earth")
    assert line == "Source: A Blog and Institute; Natural Earth"
    assert cites.numbers(["think-2018", "blog-nd"]) == [1, 2]
    line = cites.line(["blog-nd", "blog-nd", "gov-2020-05"])
    assert line == "Source: Fiji Ministry of Defence and A Blog"


def test_the_source_line_counts_the_rest_and_may_be_without_publishers(record, en):
    cites = Citations(record, en)
    assert cites.line(list(record.sources.source_id), most=2).endswith("and 10 others")
    assert cites.line([], "Natural Earth") == "Source: Natural Earth"
    assert cites.line([]) == "No source on record"


def test_a_table_shows_its_rows_with_numbered_links(record, en):
    frame = ties.between(record, "FJI", "ISL")
    html = html_of(Citations(record, en).table(frame, {"title": "Title", "source_ids": "Sources"}, "documents"))
    assert html.count("<tr>") == len(frame) + 1
    assert "<th scope=col>Title</th>" in html
    assert (
        '<a href="https://reykjavik-post.example/post-2019-06" title="Reykjavik Post: Page post-2019-06">1</a>' in html
    )


def test_the_csv_link_decodes_to_the_rows(record, en):
    frame = ties.between(record, "FJI", "ISL")
    html = html_of(Citations(record, en).table(frame, {"title": "Title"}, "documents"))
    rows = saved(html)
    assert 'download="documents.csv"' in html
    assert "Save these 5 rows as CSV" in html
    assert [row["agreement_id"] for row in rows] == list(frame.agreement_id)
    assert [tuple(filter(None, row["source_ids"].split(";"))) for row in rows] == list(frame.source_ids)
    assert set(rows[0]) == {*frame.columns, "source_urls"}
    urls = dict(zip(record.sources.source_id, record.sources.url, strict=True))
    assert [row["source_urls"] for row in rows] == [";".join(urls[i] for i in ids) for ids in frame.source_ids]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234.5, "1,234.5"),
        (float("nan"), ""),
        (pd.NA, ""),
        (("a", "b"), "a, b"),
        ((), ""),
        (EVIL, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;"),
        ((EVIL,), "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;"),
        (7, "7"),
    ],
)
def test_a_cell_is_shown_for_readers_and_escaped(record, en, value, expected):
    frame = pd.DataFrame({"value": pd.Series([value], dtype=object)})
    page = html_of(Citations(record, en).table(frame, {"value": "Value"}, "x"))
    assert re.search(rf'<td data-h="Value"( data-v="[0-9.]+")?>{re.escape(expected)}</td>', page)


def test_an_empty_table_says_so(record, en):
    frame = ties.between(record, "ZWE", "BOL")
    shown = Citations(record, en).table(frame, {"title": "Title", "kind": "Kind"}, "x")
    assert '<td colspan="2">Nothing on record.</td>' in html_of(shown)
    assert saved(html_of(shown)) == []


def test_nothing_from_the_data_reaches_the_page_as_markup(folder, en):
    folder.change("agreements", "fji-isl-2022-memo", title=EVIL, note=EVIL)
    folder.change(
        "sources", "daily-2022-09", title=EVIL, publisher=EVIL, wire=EVIL, url='https://example.org/"onmouseover="x'
    )
    folder.change("claims", "article-1", claim_en=EVIL, speaker=EVIL, role_en=EVIL, speaker_via=EVIL, reasoning_en=EVIL,
                  counter_evidence_en=EVIL, would_change_en=EVIL, wording_en=EVIL, compared_with="daily-2022-09")  # fmt: skip
    record = folder.load()
    cites = Citations(record, en)
    frame = ties.between(record, "FJI", "ISL")
    judged = article.audit(record, "article-2022", en)
    pages = [
        html_of(cites.table(frame, {"title": EVIL, "note": "Note", "source_ids": "Sources"}, 'x"y<b>')),
        html_of(cites.cards(article.cards(judged, record, en))),
        html_of(cites.list()),
        html_of(pair.find_newest(frame, "FJI", "ISL", "2024-03-01", en)),
        html_of(Brief(EVIL, (article.find_facts(judged, en),))),
    ]
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert '"onmouseover="' not in page
        assert "<b>x" not in page
    assert 'download="x&quot;y&lt;b&gt;.csv"' in pages[0]


def test_cards_show_verdict_reasoning_and_evidence(record, en):
    judged = article.audit(record, "article-2022", en)
    shown = Citations(record, en).cards(article.cards(judged, record, en))
    html = html_of(shown)
    assert html.count('<div class="card"') == html.count('<p class="verdict"') == 8
    assert "<h3>5. Claim 5.</h3>" in html
    assert "<b>Would change it:</b> Time." in html
    assert html.count("Against it") == 0
    assert html.count("<b>Evidence:</b>") == sum(bool(ids) for ids in judged.evidence)
    assert (
        '<p class="verdict">contradicted · Confidence: high (3 independent voices, primary sources: 3 of 3, '
        "a treaty text among them)</p>" in html
    )
    assert "<p>paragraph 5: A Scholar (professor), quoted through The Other Paper · assessment, asserted</p>" in html
    assert plain_of(shown).splitlines()[5] == "6. Claim 6. [forecast open] "


def test_any_verdict_is_two_clicks_from_its_paragraph(record, en):
    judged = article.audit(record, "article-2022", en)
    html = html_of(Citations(record, en).cards(article.cards(judged, record, en)))
    index, *cards = html.split('<div class="card" ')
    rows = re.findall(r"<th scope=row>(.*?)</th><td>(.*?)</td>", index)
    assert [word for word, _ in rows] == [f"Paragraph {n}" for n in range(1, 9)]
    for row, (_, links) in zip(judged.itertuples(), rows, strict=True):
        assert re.findall(r'href="#claim-(\d+)"', links) == [str(row.number)]
    for number, (card, row) in enumerate(zip(cards, judged.itertuples(), strict=True), start=1):
        assert card.startswith(f'id="claim-{number}"')
        assert (".example/" in card) == bool(row.source_ids)


def test_what_is_not_told_stands_last_in_the_index(folder, en):
    folder.change("claims", "article-1", paragraph="0")
    record = folder.load()
    judged = article.audit(record, "article-2022", en)
    html = html_of(Citations(record, en).cards(article.cards(judged, record, en)))
    assert re.findall(r"<th scope=row>(.*?)</th>", html)[-1] == "Not told"
    assert "<p>The Article · fact, asserted</p>" in html
    assert html_of(Citations(record, en).cards([])) == ""


def test_a_changed_wording_links_to_the_page_compared(folder, en):
    folder.change("claims", "article-3", wording_en="Another word.", compared_with="ledger-2024-01")
    record = folder.load()
    html = html_of(Citations(record, en).cards(article.cards(article.audit(record, "article-2022", en), record, en)))
    assert re.search(
        r'<b>Wording:</b> Another word\. <span class="cites"><a href="https://island-ledger.example/ledger-2024-01"',
        html,
    )


@pytest.mark.slow
@pytest.mark.parametrize("day", ["1990-01-01", "2021-06-30", "2022-09-10", "2022-09-11", "2024-02-29"])
def test_cards_can_be_shown_on_every_day(untouched, en, day):
    record = untouched.load(day)
    judged = article.audit(record, "article-2022", en)
    assert html_of(Citations(record, en).cards(article.cards(judged, record, en))).count('<div class="card"') == 8


def test_a_finding_shows_its_text_and_carries_its_records():
    finding = Finding("history", "1 < 2", records("agreements", ["a", "b"]))
    bundle = finding._repr_mimebundle_()
    assert str(finding) == bundle["text/plain"] == "1 < 2"
    assert bundle["text/html"] == '<p class="finding">1 &lt; 2</p>'
    assert json.loads(json.dumps(bundle[MIME])) == {
        "key": "history",
        "text": "1 < 2",
        "records": ["agreements:a", "agreements:b"],
    }


def test_a_brief_lists_its_findings():
    bundle = Brief("In brief", (Finding("a", "One."), Finding("b", "Two & three.")))._repr_mimebundle_()
    assert "<h2>In brief</h2><ul><li>One.</li><li>Two &amp; three.</li></ul>" in bundle["text/html"]
    assert bundle["text/plain"] == "In brief\n- One.\n- Two & three."
    assert [entry["key"] for entry in bundle[MIME]["brief"]] == ["a", "b"]


def test_no_text_ends_the_block_of_data():
    html = html_of(linked_data([{"name": "</script><script>alert(1)</script>"}]))
    assert html.count("<script") == html.count("</script>") == 1
    data = html.removeprefix('<script type="application/ld+json">').rstrip().removesuffix("</script>")
    assert json.loads(data) == [{"name": "</script><script>alert(1)</script>"}]
