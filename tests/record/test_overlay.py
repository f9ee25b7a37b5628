"""A reader's own rows over ours."""

import csv

import pytest

from pactbook.errors import UserError
from pactbook.record import checks, load


@pytest.fixture
def mine(folder, tmp_path):
    """Return a function that writes rows of a table to an overlay, and one that loads it over `folder`."""

    class Mine:
        path = tmp_path / "mine"

        def write(self, table, *rows):
            self.path.mkdir(exist_ok=True)
            with (self.path / f"{table}.csv").open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)

        def load(self, **options):
            return load(folder=folder.path, overlay=self.path, **options)

        def refused(self):
            with pytest.raises(UserError) as caught:
                self.load()
            return str(caught.value)

    return Mine()


def row_of(record, agreement):
    return record.agreements.set_index("agreement_id").loc[agreement]


def new(folder, table, like, **values):
    return next(row for row in folder.rows(table) if next(iter(row.values())) == like) | values


def test_new_rows_add_and_are_the_readers(folder, mine):
    mine.write(
        "agreements",
        new(folder, "agreements", "fji-isl-2022-memo", agreement_id="fji-isl-2023-mine", source_ids="my-page"),
    )
    mine.write("sources", new(folder, "sources", "blog-nd", source_id="my-page", url="https://a-blog.example/mine"))
    record = mine.load()
    assert len(record.agreements) == len(folder.load().agreements) + 1
    assert row_of(record, "fji-isl-2023-mine").origins == ("yours",)
    assert row_of(record, "fji-isl-2022-memo").origins == ("pactbook",)
    assert record.amendments.empty
    assert checks.problems(record) == []


def test_a_row_of_a_known_id_amends_cell_by_cell_and_is_listed(folder, mine):
    mine.write(
        "agreements", {"agreement_id": "fji-isl-2022-memo", "place": "Nadi", "title": "", "source_ids": "blog-nd"}
    )
    record, before = mine.load(), row_of(folder.load(), "fji-isl-2022-memo")
    row = row_of(record, "fji-isl-2022-memo")
    assert (row.place, row.title, row.origins) == ("Nadi", before.title, ("pactbook", "yours"))
    assert row.source_ids == (*before.source_ids, "blog-nd"), "our sources stay"
    assert record.amendments.values.tolist() == [["agreements", "fji-isl-2022-memo", "place", "", "Nadi"]]


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("agreements", {"agreement_id": "x-y", "title": "Half a row"}, "mine/agreements.csv:2: parties: is empty, but required"),
        ("agreements", {"agreement_id": "fji-isl-2022-memo", "kind": "treatise"}, "mine/agreements.csv:2: kind: 'treatise'"),
        ("agreements", {"agreement_id": "fji-isl-2022-memo", "source_ids": "no"}, "mine/agreements.csv:2: source_ids: 'no'"),
        ("agreements", {"title": "No key", "place": "Suva"}, "mine/agreements.csv:1: column 'agreement_id' is missing"),
        ("agrements", {"agreement_id": "x"}, "mine/agrements.csv: is no table of the record (did you mean 'agreements.csv'?)"),
    ],
)  # fmt: skip
def test_a_faulty_row_is_told_with_folder_file_and_line(mine, table, row, words):
    mine.write(table, row)
    assert words in mine.refused()


def test_a_folder_without_tables_is_refused(mine, tmp_path):
    assert "is no folder" in mine.refused()
    mine.path.mkdir()
    assert "holds no table" in mine.refused()


def test_the_overlay_is_the_one_of_the_environment_unless_left_out(folder, mine, monkeypatch):
    mine.write("agreements", {"agreement_id": "fji-isl-2022-memo", "place": "Nadi"})
    monkeypatch.setenv("PACTBOOK_OVERLAY", str(mine.path))
    assert row_of(folder.load(), "fji-isl-2022-memo").place == "Nadi"
    ours = load(folder=folder.path, origins=("pactbook",))
    assert row_of(ours, "fji-isl-2022-memo").place == "" and ours.overlay is None
