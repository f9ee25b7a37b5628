"""The reader's own rows become a patch that git takes and the record stands, or are told what is asked of them."""

import csv
import io
import re
import shutil
import subprocess

import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.maintain.contributing import contribute, write
from pactbook.record import schema

PAGE = {
    "source_id": "fiji-2", "publisher": "Government of Fiji", "publisher_country": "FJI", "title": "News",
    "url": "https://www.fiji.gov.fj/2", "published": "2023-05-05", "language": "en", "kind": "government", "seen_on": "2024-01-01",
}  # fmt: skip
PRESS = PAGE | {"source_id": "suva-2", "publisher": "Suva Times", "url": "https://suvatimes.example/2", "kind": "press"}
ROW = {
    "agreement_id": "fji-isl-2021-05-training", "parties": "FJI;ISL", "title": "Memorandum on training", "kind": "mou",
    "domains": "training", "signed": "2021-05-04", "mutual_defence": "not_searched", "text_public": "not_searched",
    "source_ids": "fiji-2",
}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture
def mine(folder, tmp_path, monkeypatch):
    """Return a function that writes rows of the reader's own to a folder."""
    folder.drop("claims")  # some are wrong on purpose
    folder.drop("sources", "article-2022")
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))

    def put(**tables):
        (tmp_path / "mine").mkdir(exist_ok=True)
        for name, rows in tables.items():
            stream = io.StringIO(newline="")
            writer = csv.DictWriter(
                stream, list(dict.fromkeys(c for row in rows for c in row)) or schema()[name].columns, restval=""
            )
            writer.writeheader()
            writer.writerows(rows)
            (tmp_path / "mine" / f"{name}.csv").write_text(stream.getvalue(), encoding="utf-8")
        return tmp_path / "mine"

    return put


def whole(name, **values):
    return dict.fromkeys(schema()[name].columns, "") | values


def search(about):
    return whole(
        "searches", search_id="mine-1", searched_on="2024-01-01", query="treaty", language="en", where="web", found="nothing",
        about=about,
    )  # fmt: skip


def test_git_takes_the_patch_and_the_result_passes_validate(mine, folder, tmp_path, monkeypatch, capsys):
    rows = [whole("agreements", **ROW), {**whole("agreements"), "agreement_id": "fji-isl-2022-memo", "place": "Suva"}]
    own = mine(agreements=rows, sources=[whole("sources", **PAGE)])
    (own / "hosts.yaml").write_text("Suva Times: [times.example]\n")
    file = write(contribute(own), own)
    assert file == tmp_path / "mine.patch"
    clone = tmp_path / "clone"
    shutil.copytree(folder.path, clone / "data")
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    subprocess.run(["git", "apply", "--whitespace=error", str(file)], check=True, cwd=clone)
    with (clone / "data" / "agreements.csv").open(newline="") as stream:
        there = [row["agreement_id"] for row in csv.DictReader(stream)]
    before = [row["agreement_id"] for row in folder.rows("agreements")]
    assert there == sorted([*before, ROW["agreement_id"]])
    changed = _lines(clone / "data" / "agreements.csv") ^ _lines(folder.file("agreements"))
    assert len(changed) == 3, "one line is new, one has another place"
    assert (clone / "data" / "hosts.yaml").read_text() == "Suva Times: [times.example]\n"
    monkeypatch.setenv("PACTBOOK_DATA", str(clone / "data"))
    assert cli.main(["validate"]) == 0
    assert re.search(rf"^agreements +{len(there)} rows$", capsys.readouterr().out, re.MULTILINE)


def _lines(path):
    return set(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "agreement", "title": "Agreement on training"}, "is signed: look for the next step"),
        ({"text_public": "unknown"}, "text_public is unknown, which means that it was looked for"),
        ({"note": "It says “" + "word " * 13 + "”."}, "note quotes 13 words"),
        ({"parties": "FJI"}, "one party alone concludes nothing"),
    ],
)
def test_what_contributing_asks_for_and_is_missing_is_told(mine, change, told):
    own = mine(agreements=[whole("agreements", **ROW | change)], sources=[whole("sources", **PAGE)])
    with pytest.raises(UserError, match=told):
        contribute(own)


def test_a_look_up_on_record_answers_for_the_next_step_and_for_what_is_unknown(mine):
    row = whole("agreements", **ROW | {"kind": "agreement", "title": "Agreement on training", "text_public": "unknown"})
    own = mine(
        agreements=[row], sources=[whole("sources", **PAGE)], searches=[search(f"agreements:{ROW['agreement_id']}")]
    )
    assert contribute(own).rows == {"sources": 1, "agreements": 1, "searches": 1}


def test_an_event_needs_its_german_title_once_it_is_ours(mine):
    event = whole(
        "events", event_id="2021-05-04-fji-isl-talks", date="2021-05-04", kind="meeting", countries="FJI;ISL", domains="defence",
        title="Talks", source_ids="fiji-2",
    )  # fmt: skip
    own = mine(events=[event], sources=[whole("sources", **PAGE)])
    with pytest.raises(UserError, match="title_de is empty"):
        contribute(own)


def test_a_changed_fact_needs_both_values_among_the_readings(mine):
    amending = {"agreement_id": "fji-isl-2017-culture", "signed": "2017-04", "source_ids": "fiji-2"}
    own = mine(agreements=[amending], sources=[whole("sources", **PAGE)])
    with pytest.raises(UserError, match=r"signed is 2017-03 on record and 2017-04 in your row: add to readings\.csv"):
        contribute(own)
    common = {"table": "agreements", "record_id": "fji-isl-2017-culture", "field": "signed"}
    said = [
        whole("readings", **common, value="2017-03", source_id="post-2019-06"),
        whole("readings", **common, value="2017-04", source_id="fiji-2"),
    ]
    made = contribute(mine(agreements=[amending], sources=[whole("sources", **PAGE)], readings=said))
    assert "\n+fji-isl-2017-culture," in made.patch and "post-2019-06;fiji-2" in made.patch


def test_a_finer_date_and_an_answer_to_what_was_unknown_contradict_nothing(mine):
    amending = {"agreement_id": "fji-isl-2017-culture", "signed": "2017-03-05", "source_ids": "fiji-2"}
    assert contribute(mine(agreements=[amending], sources=[whole("sources", **PAGE)])).rows["agreements"] == 1
    amending = {"agreement_id": "fji-isl-2022-memo", "text_public": "yes", "source_ids": "fiji-2"}
    assert contribute(mine(agreements=[amending], sources=[whole("sources", **PAGE)])).rows["agreements"] == 1


def test_one_voice_and_a_date_without_its_day_are_said_and_do_not_stop_it(mine):
    row = ROW | {"signed": "2021", "source_ids": "suva-2"}
    made = contribute(mine(agreements=[whole("agreements", **row)], sources=[whole("sources", **PRESS)]))
    voice, day = made.remarks
    assert "rests on one voice, Suva Times (press): its confidence is low" in voice
    assert "signed is 2021: if the day is public" in day
    assert f"* {voice}\n" in made.patch.partition("diff --git")[0]


def test_rows_that_say_nothing_new_are_no_contribution(mine, folder, tmp_path):
    (known,) = [row for row in folder.rows("agreements") if row["agreement_id"] == "fji-isl-2022-memo"]
    with pytest.raises(UserError, match="holds nothing that the record does not have"):
        contribute(mine(agreements=[known]))
    with pytest.raises(UserError, match="is no folder"):
        contribute(tmp_path / "none")


def test_the_command_writes_the_patch_and_says_how_it_is_sent(mine, tmp_path, capsys):
    own = mine(agreements=[whole("agreements", **ROW)], sources=[whole("sources", **PAGE)])
    assert cli.main(["contribute", str(own)]) == 0
    told = capsys.readouterr().out
    assert "mine.patch: 1 row of sources, 1 row of agreements" in told and "git apply mine.patch" in told
    mine(agreements=[whole("agreements", **ROW | {"kind": "treaty"})])
    (tmp_path / "mine.patch").unlink()
    assert cli.main(["contribute", str(own)]) == 2 and not (tmp_path / "mine.patch").exists()
