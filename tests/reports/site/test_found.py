"""Which reports a site holds, in which order, and what is known of each."""

import pytest

from pactbook.errors import UserError
from pactbook.reports.site import found


@pytest.mark.slow
def test_shipped_cases_come_first_then_others_then_the_pages_of_batches(filled):
    there = found.reports(filled.path)
    assert [one.path for one in there] == [
        "belarus-pakistan/index.html", "aside/index.html", "some/nga-tur.html", "some/jpn-phl.html"
    ]  # fmt: skip
    assert [one.is_case for one in there] == [True, True, False, False]


@pytest.mark.slow
def test_a_case_knows_its_states_its_organisations_and_its_sentences(filled):
    one = found.reports(filled.path)[0]
    assert (one.title, one.day, one.language) == ("Belarus and Pakistan", "2024-03-01", "en")
    assert (one.about, one.also, one.blocs) == (("BLR", "PAK"), ("IRN",), ("NATO",))
    assert one.findings["01-bilateral-agreements: history"] == "Two met."
    assert one.line == "Two met."


def test_a_pair_on_several_days_has_a_page_a_day(build):
    build.batch("gulf", SAU_QAT_2017_01_01="Friends.", SAU_QAT_2018_01_01="None.", ARE_QAT_2018_01_01="None.")
    assert [(one.path, one.day) for one in found.reports(build.path)] == [
        ("gulf/sau-qat-2017-01-01.html", "2017-01-01"),
        ("gulf/sau-qat-2018-01-01.html", "2018-01-01"),
        ("gulf/are-qat.html", "2018-01-01"),
    ]
    assert found.reports(build.path)[2].title == "The United Arab Emirates and Qatar"


def test_what_is_no_finished_report_is_passed_over(build):
    (build.path / "half.failed").mkdir()
    (build.path / ".hidden").mkdir()
    with pytest.raises(UserError, match=r"no finished report: `pactbook run CASE`"):
        found.reports(build.path)
    with pytest.raises(UserError, match="no finished report"):
        found.reports(build.path / "nowhere")


@pytest.mark.slow
def test_reports_that_were_touched_are_refused_all_at_once(build):
    for name in ("one", "two"):
        folder = build.case(name, "A", "Said.", a="FJI", b="ISL", blocs=["NATO"], hypothesis=["FJI", "ISL"])
        (folder / "added.txt").write_text("beside")
    (build.path / "one" / "index.html").write_text("else")
    (build.path / "two" / "02-alliance-maps.html").unlink()
    with pytest.raises(UserError) as told:
        found.reports(build.path)
    assert [line.split(": ", 1)[1] for line in str(told.value).splitlines()] == [
        "index.html is changed since the report was made: make it anew",
        "02-alliance-maps.html is missing since the report was made: make it anew",
    ]
