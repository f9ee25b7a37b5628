"""The index: what it lists without a script, and how its search answers in a browser."""

import html as escapes
import json
import os
import re
import shutil
import subprocess

import pytest
from babel import localedata
from bs4 import BeautifulSoup

from pactbook import states
from pactbook.reports.context import Context
from pactbook.reports.site import make
from pactbook.states import folding, names

SEARCHES = {
    # a state in its own, in English, in another language, by its codes, misspelled case and accents
    "Türkiye": {"Nigeria and Türkiye", "Niger & Côte d’Ivoire"},
    "turkey": {"Nigeria and Türkiye", "Niger & Côte d’Ivoire"},
    "Turquie": {"Nigeria and Türkiye", "Niger & Côte d’Ivoire"},
    "土耳其": {"Nigeria and Türkiye", "Niger & Côte d’Ivoire"},
    "PHL": {"Japan and the Philippines"},
    "ivory coast": {"Niger & Côte d’Ivoire"},
    "cote divoire": {"Niger & Côte d’Ivoire"},
    # a whole name is that of one state; what begins so is more
    "Niger": {"Niger & Côte d’Ivoire"},
    "nig": {"Nigeria and Türkiye", "Niger & Côte d’Ivoire"},
    "nigeria": {"Nigeria and Türkiye"},
    # organisations by any of their names, titles, several words, nothing
    "NATO": {"Belarus and Pakistan"},
    "OTAN": {"Belarus and Pakistan"},
    "nordpact": {"Niger & Côte d’Ivoire"},
    "and the phil": {"Japan and the Philippines"},
    "Pakistan Weißrussland": {"Belarus and Pakistan"},
    "Iran": {"Belarus and Pakistan"},
    "Atlantis": set(),
    " ": {"Belarus and Pakistan", "Niger & Côte d’Ivoire", "Nigeria and Türkiye", "Japan and the Philippines"},
}


@pytest.fixture
def browser(tmp_path):
    """Return a function that gives a page as chromium has it in the end."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")

    def load(address):
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        flags += ["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000", "--dump-dom"]
        flags += ["--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}"]
        done = subprocess.run(
            [chromium, *flags, address], check=True, capture_output=True, timeout=60, text=True,
            env=os.environ | {"HOME": str(tmp_path)},
        )  # fmt: skip
        assert "Uncaught" not in done.stderr and "Content Security Policy" not in done.stderr
        return done.stdout

    return load


def driven(out, act, browser, folder):
    """Return what a script gives that runs in the index; its policy lets no other script run, so it is taken out."""
    text = re.sub(r'<meta [^>]*http-equiv="Content-Security-Policy"[^>]*>', "", (out / "index.html").read_text("utf-8"))
    told = (
        f'const told = (() => {{ {act} }})(); document.body.innerHTML = ""; document.body.append(JSON.stringify(told));'
    )
    (folder / "driven.html").write_text(text.replace("</body>", f"<script>{told}</script></body>"), encoding="utf-8")
    body = re.search(r"<body>(.*)</body>", browser((folder / "driven.html").as_uri()), re.DOTALL)[1]
    return json.loads(escapes.unescape(body))


@pytest.mark.slow
def test_the_search_understands_any_spelling(shown, browser, tmp_path):
    act = """
        const answers = {};
        for (const text of %s) {
          field.value = text;
          field.dispatchEvent(new Event("input"));
          answers[text] = [...document.querySelectorAll(".item:not([hidden]) .title")].map((title) => title.textContent);
        }
        return answers;
    """
    answers = driven(shown, act % json.dumps(list(SEARCHES)), browser, tmp_path)
    assert {text: set(found) for text, found in answers.items()} == SEARCHES


@pytest.mark.slow
def test_the_search_hides_what_does_not_answer_and_says_so(shown, browser, tmp_path):
    act = """
        field.value = "atlantis";
        field.dispatchEvent(new Event("input"));
        const hidden = (one) => [...document.querySelectorAll(one)].every((element) => element.hidden);
        return [hidden(".found"), hidden(".directory"), !hidden(".none"), search.querySelector("output").textContent];
    """
    assert driven(shown, act, browser, tmp_path) == [True, True, True, "0 / 4"]


@pytest.mark.slow
def test_the_page_folds_names_as_the_package_does(shown, browser, tmp_path):
    told = sorted(
        {name for name, _ in names._cldr_names(localedata.locale_identifiers())}
        | {"U.S.A.", "Straße", "ΣΑΣ", "Saint X"}
    )
    folded = driven(shown, f"return {json.dumps(told)}.map(fold);", browser, tmp_path)
    assert {name: one for name, one in zip(told, folded, strict=True) if one != folding.fold(name)} == {}


@pytest.mark.slow
def test_its_own_policy_lets_the_search_run(shown, browser):
    page = BeautifulSoup(browser((shown / "index.html").as_uri()), "html.parser")
    assert not page.find("search").has_attr("hidden")
    assert not page.find_all(class_="item", hidden=True)


@pytest.mark.slow
def test_without_a_script_it_is_a_list_by_state_and_organisation(shown):
    page = BeautifulSoup((shown / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find("search").has_attr("hidden"), "a search that cannot answer is not shown"
    rows = {row["id"]: " ".join(row.get_text(" ").split()) for row in page.select(".directory div")}
    assert rows["TUR"] == "Türkiye Nigeria and Türkiye ; named in Niger & Côte d’Ivoire"
    assert rows["IRN"] == "Iran named in Belarus and Pakistan"
    assert rows["bloc-NORDPACT"].endswith("Niger & Côte d’Ivoire")
    assert [row["id"] for row in page.select(".directory div")][:4] == ["BLR", "CIV", "IRN", "JPN"]


@pytest.mark.slow
def test_each_report_stands_with_its_answer_and_its_card(shown):
    page = BeautifulSoup((shown / "index.html").read_text(encoding="utf-8"), "html.parser")
    card = page.select_one(".cases article:last-child")
    assert card.find("img")["alt"] == "Bars of Niger & Côte d’Ivoire."
    assert "None <met>." in card.get_text()
    assert [one.text for one in page.select(".pairs .title")] == ["Nigeria and Türkiye", "Japan and the Philippines"]


@pytest.mark.slow
def test_a_site_speaks_the_language_of_its_reports(build, untouched, tmp_path):
    asked = {"a": "FJI", "b": "ISL", "blocs": ["NATO"], "hypothesis": ["FJI", "ISL"]}
    build.case("eins", "Fidschi", "Zwei.", language="de", **asked)
    make(tmp_path / "out", "2024-05-06", "", build.path, Context.here(data=untouched.path))
    assert '<html lang="de">' in (tmp_path / "out" / "404.html").read_text(encoding="utf-8")
    assert "Nach Staat" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    build.case("two", "Fiji", "Two.", **asked)
    make(tmp_path / "out", "2024-05-06", "", build.path, Context.here(data=untouched.path))
    assert '<html lang="en">' in (tmp_path / "out" / "404.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_spellings_of_a_state_are_understood_everywhere():
    assert {"pologne", "polen", "pl", "波兰", "poland"} <= set(states.spellings("POL"))
    assert "soviet union" in states.spellings("SUN"), "a state that ended has its names"
