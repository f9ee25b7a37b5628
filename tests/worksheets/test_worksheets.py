"""From an article to a worksheet, its rows and its case, and back."""

import csv
import datetime as dt
import io
import re
import shutil

import pytest

from pactbook import cli, paths
from pactbook.errors import UserError
from pactbook.record import as_dicts, load, schema
from pactbook.reports import casefile
from pactbook.texts import Article, Page
from pactbook.worksheets import report, rows, sheet
from pactbook.worksheets.check import checked, completed
from pactbook.worksheets.start import new
from tests.subjects.test_candidates import article

SEEN = dt.date(2024, 3, 1)
TEXTS = (
    "Fiji and Iceland signed two agreements on 9 September 2022.",
    "They look back on decades of cooperation of Fiji and Iceland, Fiji says.",
    "Norway lies between Fiji and Bhutan.",
)
PAGE = Page(TEXTS, title="Two states: a treaty", outlet="Suva Post", url="https://suva-post.example/treaty")


@pytest.fixture
def of_folder(folder, monkeypatch):
    """Return the small record, as the commands read it, its claims mended."""
    folder.change("claims", "article-4", reasoning_de="Ein Zusatz.")
    folder.change("claims", "article-6", reasoning_en="Time tells.", reasoning_de="Die Zeit zeigt es.")
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    monkeypatch.delenv("PACTBOOK_OVERLAY", raising=False)
    return folder


def worksheet(record, page: Page = PAGE) -> str:
    one = article(*TEXTS)
    return new(Article(page, one.published, "en", one.states, one.sentences), record, "treaty", SEEN)


@pytest.fixture
def path(of_folder, tmp_path):
    """Return the file of a new worksheet."""
    target = tmp_path / "treaty.yml"
    target.write_text(worksheet(load()), encoding="utf-8")
    return target


def change(path, *pairs: tuple[str, str], count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    for old, text_new in pairs:
        assert old in text, old
        text = text.replace(old, text_new, count)
    path.write_text(text, encoding="utf-8")


def keep(path, *numbers: int) -> None:
    """Keep some claims, by their places from 1."""
    parts = path.read_text(encoding="utf-8").split("- keep: no")
    joined = "".join(f"- keep: {'yes' if n in numbers else 'no'}{part}" for n, part in enumerate(parts[1:], start=1))
    path.write_text(parts[0] + joined, encoding="utf-8")


def refused(path) -> list[str]:
    with pytest.raises(UserError) as caught:
        checked(path)
    return str(caught.value).splitlines()


# ------------------------------------------------------------------------------------------------------- a new one


def test_a_new_worksheet_tells_the_article_and_each_claim_with_the_verdict_of_now(path):
    found = casefile.parse(path.read_text(encoding="utf-8"))
    head = found["article"]
    assert (head["title"], head["outlet"], head["published"], head["language"]) == (
        "Two states: a treaty",
        "Suva Post",
        "2022-09-10",
        "en",
    )
    assert (head["id"], head["pair"], head["seen_on"]) == (
        "suva-post-example-2022-09-10-fji-isl",
        ["FJI", "ISL"],
        "2024-03-01",
    )
    assert head["found"] == {"states": ["FJI", "ISL"], "dates": ["2022-09-09"]}
    first, second, third, left_out = found["claims"]
    assert (first["sentence"], first["rule"], first["would be now"]) == (1, "signed", "supported")
    assert first["claim_en"].startswith("Fiji and Iceland signed ")
    assert first["claim_de"].startswith("Unterzeichnet am 9. September 2022: ")
    assert first["rests on"] == ["agreements:fji-isl-2022-memo", "agreements:fji-isl-2022-programme"]
    assert (second["rule"], second["because"][:19]) == ("earlier_contacts", "3 defence contacts ")
    assert (third["rule"], third["verdict"], third["evidence"], third["claim_en"]) == ("", "", [], "")
    assert (left_out["kind"], left_out["rule"]) == ("omission", "not_in_force")
    assert {claim["keep"] for claim in found["claims"]} == {"no"}


def test_a_worksheet_quotes_no_more_than_it_takes_to_find_a_sentence(record):
    long = "Fiji and Iceland signed " + "a very " * 40 + "long agreement."
    one = article(long)
    text = new(Article(Page((long,)), "", "en", one.states, one.sentences), record, "x", SEEN)
    assert max(len(place.split()) for place in re.findall(r"place: (.*)", text)) <= 12


def test_a_page_on_record_keeps_its_identifier_and_a_known_host_its_publisher(record):
    known = record.sources.set_index("source_id").loc["article-2022"]
    same = casefile.parse(worksheet(record, Page(TEXTS, title="x", url=known.url)))["article"]
    assert (same["id"], same["outlet"], same["title"]) == ("article-2022", known.publisher, known.title)
    beside = casefile.parse(worksheet(record, Page(TEXTS, title="x", url=known.url + "-2")))["article"]
    assert (beside["outlet"], beside["outlet_country"], beside["title"]) == (known.publisher, "USA", "x")


# ------------------------------------------------------------------------------------------------------- its check


def test_a_new_worksheet_has_nothing_to_mend(path):
    found = checked(path)
    assert (found.claims, len(found.sheet.claims)) == ([], 4)
    assert completed(found) == path.read_text(encoding="utf-8")


def test_a_kept_claim_becomes_a_row_of_the_article(path):
    keep(path, 1)
    change(path, ("    claim_de: 'Unterzeichnet", "    claim_de: ''\n    role_en: 'Unterzeichnet"))
    found = checked(path)
    (row,) = found.claims
    assert list(row) == schema()["claims"].columns
    assert (row["claim_id"], row["paragraph"], row["speaker"]) == (f"{found.article}-01", "1", "Suva Post")
    assert row["claim_de"] == row["claim_en"], "said in one language, it stands in both"
    assert row["verdict"] == "", "the rule computes it"


@pytest.mark.slow
def test_the_check_writes_verdicts_anew_and_leaves_all_else_as_it_is(path):
    keep(path, 1, 2)
    change(path, ('before: "2022-09-09"', 'before: "2020-05-01"  # mine'))
    before = path.read_text(encoding="utf-8")
    after = completed(checked(path))
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b.split(":")[0].strip() for _, b in changed] == ["because", "rests on"]
    assert "# mine" in after
    assert "before 1 May 2020" in after


def test_all_that_is_wrong_is_told_at_once_with_its_sentence(path):
    keep(path, 1, 3, 4)
    change(
        path,
        ("url: https://suva-post.example/treaty", "url: ''"),
        ("kind: fact", "kind: facts"),
        ("agreements: [fji", "agreement: [fji"),
    )
    told = refused(path)
    assert "treaty.yml: article: url: is empty, but required; of a printed text, that of who printed it" in told
    assert "treaty.yml: claim 1 (sentence 1): kind: 'facts' is not allowed (did you mean 'fact'?)" in told
    assert (
        "treaty.yml: claim 3 (sentence 3): claim_en or claim_de: write what it claims, in one of the two languages"
        in told
    )


@pytest.mark.slow
def test_what_only_the_record_can_refuse_is_told_with_its_sentence(path):
    keep(path, 1, 2)
    change(path, ("rule: signed", "rule: singed"), ("parties: [FJI, ISL]", "party: [FJI, ISL]"))
    told = refused(path)
    named = "rule: 'singed' is none (did you mean 'signed'?); `pactbook list rules` shows them"
    assert told[0] == f"treaty.yml: claim 1 (sentence 1): {named}"
    assert told[1].startswith("treaty.yml: claim 2 (sentence 2): arguments: ")


def test_an_outlet_of_another_kind_is_told_with_the_line_to_mend(path):
    from pactbook.worksheets import check

    told = check._placed("sources.csv: Suva Post is of several kinds: agency, press", {})
    assert told.startswith("article: kind: of Suva Post ") and "agency, press" in told


@pytest.mark.parametrize(
    ("old", "wrong", "told"),
    [
        ("article:", "artikel:", "is no worksheet"),
        ("  outlet:", "  outlt:", "article: 'outlt' is not known here (did you mean 'outlet'?)"),
        ("pair: [FJI, ISL]", "pair: [FJI]", "two states are needed"),
        ("pair: [FJI, ISL]", "pair: [FJI, Icelnd]", "did you mean ISL, Iceland?"),
        ("- keep: no", "- keep: maybe", "claim 1 (sentence 1): keep: 'maybe' is neither yes nor no"),
        ("    kind: fact", "    knd: fact", "claim 1 (sentence 1): 'knd' is not known here (did you mean 'kind'?)"),
        ("title:", "title: &a", "aliases"),
        ("    sentence: 2", "    id: suva-post-example-2022-09-10-fji-isl-01\n    sentence: 2", "stands twice"),
    ],
)
def test_a_broken_worksheet_is_told(path, old, wrong, told):
    change(path, (old, wrong))
    assert any(told in line for line in refused(path))


def test_the_check_of_a_worksheet_that_is_not_there_is_told(of_folder, tmp_path, capsys):
    assert cli.main(["audit", "check", str(tmp_path / "no.yml")]) == 2
    assert "No such file" in capsys.readouterr().err


# --------------------------------------------------------------------------------------------------------- its rows


@pytest.mark.slow
def test_rows_take_the_place_of_earlier_ones_and_leave_the_others(path, tmp_path, of_folder):
    folder = rows.folder_of(path)
    assert folder == (tmp_path / "treaty-rows").resolve()
    folder.mkdir()
    shutil.copy(of_folder.path / "claims.csv", folder)
    standing = len(of_folder.rows("claims"))
    for numbers in ((1, 2), (2,)):
        path.write_text(path.read_text(encoding="utf-8").replace("- keep: yes", "- keep: no"), encoding="utf-8")
        keep(path, *numbers)
        found = checked(path)
        report.put(found, folder)
        with (folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
            own = [row for row in csv.DictReader(stream) if row["article_id"] == found.article]
        assert len(own) == len(numbers)
    record = load(overlay=folder)
    assert len(record.claims) == standing + 1
    assert record.publisher[found.article] == "Suva Post"
    assert (folder / "hosts.yaml").read_text(encoding="utf-8") == "Suva Post:\n- suva-post.example\n"


@pytest.mark.slow
def test_the_shipped_tables_stay_as_they_are(path, of_folder):
    before = {file.name: file.read_bytes() for file in of_folder.path.glob("*.csv")}
    keep(path, 1)
    report.put(checked(path), rows.folder_of(path))
    assert {file.name: file.read_bytes() for file in of_folder.path.glob("*.csv")} == before


@pytest.mark.slow
def test_the_case_of_a_worksheet_asks_of_the_two_states_and_of_the_article(path):
    keep(path, 1, 2)
    found = checked(path)
    folder = rows.folder_of(path)
    report.put(found, folder)
    case = report.case(found, folder, {"as_of": "2024-03-01", "language": "de"})
    assert (case.name, list(case.parameters), case.overlay) == (
        "treaty",
        ["01-bilateral-agreements", "04-claims-audit"],
        folder,
    )
    assert case.parameters["04-claims-audit"].article == found.article
    assert {
        case.parameters["01-bilateral-agreements"].country_a,
        case.parameters["01-bilateral-agreements"].country_b,
    } == {"FJI", "ISL"}
    assert case.parameters["04-claims-audit"].language == "de"


@pytest.mark.slow
def test_an_article_about_no_two_states_has_its_audit_alone(path):
    keep(path, 2)
    change(path, ("pair: [FJI, ISL]", "pair: []"))
    found = checked(path)
    folder = rows.folder_of(path)
    report.put(found, folder)
    assert list(report.case(found, folder, {"as_of": "2024-03-01"}).parameters) == ["04-claims-audit"]


# ------------------------------------------------------------------------------------------------------- and back


def test_an_article_on_record_comes_back_as_it_was(of_folder, tmp_path, capsys):
    assert cli.main(["audit", "from", "article-2022", "--output", str(tmp_path / "back.yml")]) == 0
    capsys.readouterr()
    assert sheet.read(tmp_path / "back.yml").pair == ("FJI", "ISL")
    found = checked_rows(tmp_path / "back.yml")
    assert found == of_folder.rows("claims")


def checked_rows(path) -> list[dict[str, str]]:
    return rows.claims(sheet.read(path))


@pytest.mark.slow
def test_the_shipped_article_comes_back_as_it_was(tmp_path, capsys):
    name = "cpm-defence-network-2025-belarus-pakistan"
    (tmp_path / "back.yml").write_text(rows.of_record(load(), name), encoding="utf-8")
    assert cli.main(["audit", "export", str(tmp_path / "back.yml")]) == 0
    written = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    with (paths.data() / "claims.csv").open(encoding="utf-8", newline="") as stream:
        assert written == [row for row in csv.DictReader(stream) if row["article_id"] == name]
    page = rows.source(sheet.read(tmp_path / "back.yml"))
    assert page == {
        k: v for k, v in as_dicts(load().sources.set_index("source_id", drop=False).loc[[name]])[0].items() if k in page
    }


def test_an_unknown_article_is_refused_with_the_nearest(record):
    with pytest.raises(UserError, match=r"no claims on record \(did you mean 'article-2022'\?\)"):
        rows.of_record(record, "article-2021")
