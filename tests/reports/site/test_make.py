"""A whole site of made-up reports: where its links lead, what is kept from the one before, what is refused."""

import json
import shutil
import xml.etree.ElementTree as ET
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from pactbook import cli
from pactbook.errors import UserError
from pactbook.reports import diff, html
from pactbook.reports.context import Context
from pactbook.reports.site import copies, make

TODAY = "2024-05-06"
BASE = "https://example.org/p/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def again(untouched):
    """Make a site of a folder of reports from the record of tests."""
    context = Context.here(data=untouched.path)
    return lambda out, build, today=TODAY, base="": make(out, today, base, build.path, context)


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def titles(out):
    return [entry.find(f"{ATOM}title").text for entry in ET.parse(out / "feed.xml").getroot().iter(f"{ATOM}entry")]  # noqa: S314 (our own)


# -------------------------------------------------------------------------------------------------- what is in it


def dead(folder):
    """Return the links of all pages of a folder that lead nowhere, or to a place that a page does not have."""
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in folder.rglob("*.html")}
    found = []
    for path, page in pages.items():
        for element in page.find_all(href=True) + page.find_all(src=True):
            link = element.get("href") or element.get("src")
            parts = urlsplit(link.replace(BASE, f"{folder.as_uri()}/", 1))
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if target == folder.resolve():
                target /= "index.html"
            if not target.is_file() or (place and pages[target].find(id=place) is None):
                found.append((path.name, link))
    return found


@pytest.mark.slow
def test_every_link_leads_somewhere(shown):
    # The made-up reports have no PDF, and of a figure only what the index shows.
    assert dead(shown) == []


@pytest.mark.slow
def test_no_page_asks_a_host_and_each_lets_only_its_own_scripts_run(shown):
    for path in shown.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none'; img-src data:;"), path
        scripts = [one.string for one in page.find_all("script") if one.get("type") != "application/json"]
        assert policy == html.policy(scripts), path
        assert all(one["src"].startswith("data:") for one in page.find_all("img")), path
        assert not page.find_all("link", rel="stylesheet") and not page.find_all(src=True, attrs={"async": True})


@pytest.mark.slow
def test_a_report_leads_to_the_index_and_holds_no_trace_of_a_machine(shown):
    for path, home in (("aside/index.html", "../index.html"), ("some/jpn-phl.html", "../index.html"),
                       ("aside/01-bilateral-agreements.html", "index.html")):  # fmt: skip
        page = BeautifulSoup((shown / path).read_text(encoding="utf-8"), "html.parser")
        assert page.find("a", class_="mark")["href"] == home
    for path in shown.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "papermill" not in text and "/home/" not in text and "T10:00" not in text
        assert html.brief(path) in (["Two met."], ["None <met>."])


@pytest.mark.slow
def test_a_copy_can_be_verified_and_compared(shown, filled):
    assert diff.since_made(shown / "aside")["outputs"] == {}
    same = diff.of_reports(filled.path / "aside", shown / "aside")
    assert same == {"parameters": {}, "files": {}, "findings": {}, "figures": {}, "facts": {}}


@pytest.mark.slow
def test_what_somebody_put_beside_a_report_is_not_published(fresh, again, tmp_path):
    (fresh.path / "aside" / "notes.txt").write_text("secret")
    again(tmp_path / "out", fresh)
    assert not (tmp_path / "out" / "aside" / "notes.txt").exists()


@pytest.mark.slow
def test_a_known_address_adds_what_only_it_can_tell(shown, filled, again, tmp_path):
    locations = [one.text for one in ET.parse(shown / "sitemap.xml").getroot().iter() if one.tag.endswith("loc")]  # noqa: S314 (our own)
    pages = {path.relative_to(shown).as_posix() for path in shown.rglob("*.html")} - {"404.html"}
    assert sorted(locations) == sorted(BASE + page for page in pages)
    assert f"Sitemap: {BASE}sitemap.xml" in (shown / "robots.txt").read_text()
    assert f'<a href="{BASE}index.html">' in (shown / "404.html").read_text()
    card = f'<meta property="og:image" content="{BASE}aside/figures/01-bilateral-agreements/contacts.card.png">'
    assert card in (shown / "aside" / "index.html").read_text(encoding="utf-8")
    again(tmp_path / "out", filled)
    assert not {"sitemap.xml", "robots.txt"} & set(content(tmp_path / "out"))
    assert dead(tmp_path / "out") == []


# ------------------------------------------------------------------------------------------------ and once more


@pytest.mark.slow
def test_the_same_reports_make_the_same_bytes(shown, filled, again, tmp_path, monkeypatch):
    first = content(shown)
    again(tmp_path / "elsewhere", filled, "2031-01-01", BASE)
    assert content(tmp_path / "elsewhere") == first
    shutil.copytree(shown, tmp_path / "copy")
    monkeypatch.setattr(copies, "write_page", lambda *_: pytest.fail("a page that stands is made anew"))
    assert again(tmp_path / "copy", filled, "2031-01-01", BASE).news == 0
    assert content(tmp_path / "copy") == first


@pytest.mark.slow
def test_a_second_site_adds_to_the_feed_exactly_what_is_different(fresh, again, tmp_path):
    out = tmp_path / "public"
    assert again(out, fresh).news == 4
    before = titles(out)
    fresh.case("aside", "Niger & Côte d’Ivoire", "Two met.", a="NER", b="CIV", blocs=["NORDPACT"],
               hypothesis=["NER", "TUR"])  # fmt: skip
    fresh.batch("some", NGA_TUR="They met again.", FJI_ISL="New.")
    made = again(out, fresh, "2024-07-08")
    new = [
        "Niger & Côte d’Ivoire: 2 findings are different",
        "New: Fiji and Iceland",
        "No longer here: Japan and the Philippines",
    ]
    assert sorted(titles(out)[: made.news]) == sorted([*new, "Nigeria and Türkiye: one finding is different"])
    assert titles(out)[made.news :] == before
    assert "<del>They met.</del> <ins>They met again.</ins>" in (out / "feed.xml").read_text(encoding="utf-8")
    assert "They met again." in (out / "some" / "nga-tur.html").read_text(encoding="utf-8")
    assert dead(out) == []


@pytest.mark.slow
def test_a_page_that_somebody_touched_is_made_anew(fresh, again, tmp_path):
    again(tmp_path / "out", fresh)
    page = tmp_path / "out" / "some" / "jpn-phl.html"
    right = page.read_bytes()
    page.write_text("else")
    again(tmp_path / "out", fresh)
    assert page.read_bytes() == right


@pytest.mark.slow
def test_the_site_before_stays_whole_where_something_fails(fresh, again, tmp_path, monkeypatch):
    out = tmp_path / "public"
    again(out, fresh)
    before = content(out)
    (fresh.path / "aside" / "index.html").write_text("touched")
    with pytest.raises(UserError, match=r"aside: index\.html is changed"):
        again(out, fresh)
    fresh.case("aside", "Aside", "Two met.", a="NER", b="CIV", blocs=["NATO"], hypothesis=["NER", "TUR"])
    monkeypatch.setattr(copies, "copy_case", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        again(out, fresh)
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "public"], "nothing is left beside it"


@pytest.mark.slow
def test_a_site_that_was_put_aside_when_the_machine_stopped_comes_back(fresh, again, tmp_path):
    out = tmp_path / "public"
    again(out, fresh)
    (tmp_path / ".public.old.1").mkdir()
    out.rename(tmp_path / ".public.old.1" / "public")
    assert again(out, fresh).news == 0
    assert not (tmp_path / ".public.old").exists()


# ---------------------------------------------------------------------------------------------- what is refused


def test_a_folder_with_something_else_in_it_is_never_replaced(again, build, tmp_path):
    for name, holds in (("mine", "holiday.jpg"), ("git", ".git")):
        (tmp_path / name).mkdir()
        (tmp_path / name / holds).write_text("")
        with pytest.raises(UserError, match="something else than a site"):
            again(tmp_path / name, build)
    (tmp_path / "git" / "site.json").write_text(json.dumps({"holds": ["index.html", "site.json"]}))
    with pytest.raises(UserError, match=r"no site of pactbook wrote \(\.git\)"):
        again(tmp_path / "git", build)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="a file stands"):
        again(tmp_path / "file", build)
    for out in (build.path, tmp_path):
        with pytest.raises(UserError, match="holds the reports themselves"):
            again(out, build)
    assert (tmp_path / "mine" / "holiday.jpg").exists()


@pytest.mark.parametrize(
    "base", ["example.org", "ftp://example.org/", "https://", "https://example.org/?a=1", "https://e.org/#a"]
)
def test_an_address_that_is_none_is_refused(again, build, tmp_path, base):
    with pytest.raises(UserError, match="--base-url"):
        again(tmp_path / "out", build, base=base)
    assert not (tmp_path / "out").exists()


def test_the_command_tells_what_is_wrong(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert cli.main(["site", str(tmp_path / "out"), "--from", str(tmp_path / "empty")]) == 2
    assert "no finished report" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_tells_what_it_made(filled, tmp_path, capsys):
    assert cli.main(["site", str(tmp_path / "out"), "--from", str(filled.path)]) == 0
    assert capsys.readouterr().out == f"4 reports, 4 new in the feed: open {tmp_path / 'out' / 'index.html'}\n"
