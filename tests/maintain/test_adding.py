"""A row of the reader's own is written only when it and its page pass what ours pass, with names for codes."""

import csv

import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.maintain.adding import add
from pactbook.record import load

PAGE = {
    "source.url": "https://www.fiji.gov.fj/news/1", "source.publisher": "Government of Fiji", "source.title": "News",
    "source.language": "en", "source.kind": "government",
}  # fmt: skip
ROW = {
    "parties": "Island; Fiji", "title": "Memorandum on training", "kind": "mou", "domains": "training", "signed": "2026-05-04"
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_small_record(folder, monkeypatch):
    folder.drop("claims")  # some are wrong on purpose
    folder.drop("sources", "article-2022")
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))


def rows(folder, table):
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_a_row_and_its_page_are_written_with_codes_and_identifiers(tmp_path):
    mine = tmp_path / "mine"
    row_id = add("agreements", ROW | PAGE, mine)
    (row,), (page,) = rows(mine, "agreements"), rows(mine, "sources")
    assert row_id == row["agreement_id"] == "fji-isl-2026-05-04-memorandum-on-training"
    assert (row["parties"], row["mutual_defence"], row["source_ids"]) == ("FJI;ISL", "not_searched", page["source_id"])
    found = load(overlay=mine).agreements.set_index("agreement_id").loc[row_id]
    assert found.origins == ("yours",)


def test_a_second_row_takes_the_page_that_is_there_and_keeps_the_first(tmp_path):
    add("agreements", ROW | PAGE, tmp_path)
    add("agreements", ROW | {"title": "Memorandum on exercises", "source.url": PAGE["source.url"]}, tmp_path)
    assert [row["title"] for row in rows(tmp_path, "agreements")] == [
        "Memorandum on training",
        "Memorandum on exercises",
    ]
    assert len(rows(tmp_path, "sources")) == 1
    other = PAGE | {"source.url": "https://www.fiji.gov.fj/news/2"}
    add("agreements", ROW | {"title": "Third"} | other, tmp_path)
    assert len({page["source_id"] for page in rows(tmp_path, "sources")}) == 2
    with pytest.raises(UserError, match="is there already"):
        add("agreements", ROW | PAGE, tmp_path)


def test_all_that_is_missing_or_unknown_is_told_at_once_and_nothing_is_written(tmp_path):
    with pytest.raises(UserError) as told:
        add(
            "agreements",
            {"parties": "Fiji;Atlantis", "tite": "x", "source.url": "https://x.example"},
            tmp_path / "mine",
        )
    words = str(told.value)
    for word in ("tite", "did you mean 'title'", "kind is missing", "Atlantis", "source.publisher is missing"):
        assert word in words
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "mous"}, "did you mean 'mou'"),
        ({"signed": "2026-02-30"}, "2026-02-30"),
        ({"in_force": "2026-01-01"}, "in_force"),
        ({"source.publisher": "Another Paper"}, "fiji.gov.fj"),
    ],
)
def test_a_row_that_ours_would_not_pass_leaves_the_folder_as_it_was(tmp_path, change, what):
    add("agreements", ROW | PAGE, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = {"title": "Other", "source.url": "https://www.fiji.gov.fj/news/3"}
    with pytest.raises(UserError, match=what):
        add("agreements", ROW | PAGE | other | change, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_is_needed_is_asked_for_where_somebody_can_be(tmp_path):
    asked = []

    def ask(field, named):
        asked.append(named)
        return (ROW | PAGE).get(named, "")

    add("agreements", {"parties": ROW["parties"]}, tmp_path, ask)
    page = ["source.url", "source.publisher", "source.title", "source.published", "source.language", "source.kind"]
    assert asked == ["title", "kind", "domains", "signed", *page]


def test_an_event_is_named_by_its_day_first(tmp_path):
    event = {"date": "2026-05-04", "kind": "meeting", "countries": "FJI;ISL", "title": "Talks", "domains": "defence"}
    assert add("events", event | PAGE, tmp_path).startswith("2026-05-04-fji-isl-talks")


def test_the_command_tells_where_the_row_stands(tmp_path, capsys):
    words = [word for key, value in (ROW | PAGE).items() for word in ("-p", f"{key}={value}")]
    assert cli.main(["add", "agreements", "--into", str(tmp_path / "mine"), *words]) == 0
    assert str(tmp_path / "mine") in capsys.readouterr().out
    assert cli.main(["add", "agreements", "--into", str(tmp_path / "mine"), "-p", "title"]) == 2
    assert cli.main(["add", "searches", "--into", str(tmp_path / "mine")]) == 2
