"""The gallery shows what the tables give: its sentences, what its figures plot, and nothing else."""

import hashlib
import json
import re

import pytest

from pactbook.maintain import coverage, gallery, many
from pactbook.record import load
from pactbook.reports.case import case_names
from pactbook.reports.origin import origin

HELD = json.loads((gallery.FOLDER / gallery.FACTS).read_text(encoding="utf-8"))
README = gallery.README.read_text(encoding="utf-8")
ANEW = "run `make figures`"
MOST_BYTES = 15_000_000


def facts(case):
    return next(one for one in HELD["cases"] if one["case"] == case)


def test_every_shipped_case_has_its_question_three_sentences_and_one_to_three_figures():
    assert (
        sorted(one.case for one in gallery.entries())
        == sorted(case_names())
        == sorted(one["case"] for one in HELD["cases"])
    )
    for one in HELD["cases"]:
        assert one["question"].strip().endswith("?")
        assert len(set(one["findings"])) == 3
        assert 1 <= one["shown"] <= 3 and one["shown"] <= len(one["figures"])


def test_the_pages_are_made_of_the_facts():
    assert (gallery.FOLDER / "README.md").read_text(encoding="utf-8") == gallery.page(HELD["cases"]), ANEW
    assert gallery.lead(HELD["cases"]) in README, ANEW
    assert gallery.in_readme(HELD["cases"]) in README, ANEW
    for name in re.findall(r"\(figures/([^)]*)\)", README):
        assert (gallery.FOLDER / name).exists(), name


def test_the_folder_holds_the_pictures_that_the_facts_name_and_no_others():
    kept = {path.relative_to(gallery.FOLDER).as_posix() for path in gallery.FOLDER.rglob("*.png")}
    assert kept == set(HELD["pictures"]), ANEW
    assert sum(path.stat().st_size for path in gallery.FOLDER.rglob("*")) < MOST_BYTES
    for name, digest in HELD["pictures"].items():
        assert hashlib.sha256((gallery.FOLDER / name).read_bytes()).hexdigest() == digest, f"{name}: {ANEW}"


def test_a_picture_tells_what_it_shows():
    for one in HELD["cases"]:
        for figure in one["figures"]:
            told = origin(gallery.FOLDER / figure["file"])
            assert (told["Title"], told["Description"]) == (figure["title"], figure["alt"])
            assert json.loads(told["Parameters"])["as_of"]


def test_no_line_of_the_pages_is_wider_than_a_reader_of_the_source_sees():
    for text in (gallery.page(HELD["cases"]), gallery.in_readme(HELD["cases"])):
        assert [line for line in text.splitlines() if len(line) > gallery.WIDTH] == []


def test_wrapping_breaks_no_name_and_keeps_a_list():
    text = gallery._wrapped("Belarus–Russia " * 20, "- ")
    first, *rest = text.splitlines()
    assert first.startswith("- Belarus") and all(line.startswith("  Belarus") for line in rest)


@pytest.mark.slow
@pytest.mark.parametrize("entry", gallery.entries(), ids=lambda entry: entry.case)
def test_the_tables_still_give_the_sentences_and_what_is_plotted(entry):
    assert gallery.Shown.of(entry).facts() == facts(entry.case), ANEW


@pytest.mark.slow
def test_the_map_of_completeness_is_that_of_the_tables():
    assert coverage.picture_alt(load()) in re.sub(r"\n(?!\n)", " ", README), ANEW


@pytest.mark.slow
def test_what_many_pairs_show_is_that_of_the_tables():
    assert many.text(load()) in re.sub(r"\n(?!\n)", " ", README), ANEW


@pytest.mark.long
@pytest.mark.slow
def test_the_pictures_come_out_of_the_tables_byte_for_byte(tmp_path):
    gallery.write(tmp_path)
    kept, made = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (gallery.FOLDER, tmp_path)
    )
    assert sorted(made) == sorted(kept), ANEW
    assert [name for name in made if made[name] != kept[name]] == [], ANEW


def test_the_readme_keeps_its_lines_short():
    wide = [
        line for line in README.splitlines() if len(line) > gallery.WIDTH and "](http" not in line and line[0] != "|"
    ]
    assert wide == []
