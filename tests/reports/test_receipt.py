"""The receipt in its two forms, and what keeps a report the same from run to run."""

import json

import nbformat
import pytest

from pactbook.reports import crate, receipt, timing
from pactbook.reports.unchanged import changed_outputs, sha256

WHAT = {
    "case": "one",
    "title": "One",
    "parameters": {"01-pair": {"as_of": "2024-03-01", "domains": []}},
    "files": {"data/events.csv": "0" * 64, "notebooks/01-pair.ipynb": "1" * 64},
    "libraries": {"numpy": "1.0"},
    "python": "3.11.0",
    "pactbook": "0.1.0",
}
CELL = {"cell": 2, "start": "2024-03-01T10:00:00+00:00", "end": "2024-03-01T10:00:01+00:00"}
TIMES = {"start": "2024-03-01T09:59:00+00:00", "end": "2024-03-01T10:01:00+00:00"}
RUN = TIMES | {"notebooks": {"01-pair": TIMES | {"cells": [CELL]}}}


def written(folder, run=RUN):
    (folder / "figures" / "01-pair").mkdir(parents=True)
    (folder / "01-pair.ipynb").write_text("{}")
    (folder / "figures" / "01-pair" / "contacts.csv").write_text("a\n")
    receipt.write(folder, WHAT, "asked", run)
    graph = json.loads((folder / crate.NAME).read_text(encoding="utf-8"))["@graph"]
    return {one["@id"]: one for one in graph}


def test_the_crate_names_what_ran_of_what_and_what_came_out(tmp_path):
    found = written(tmp_path)
    run = found["#run"]
    assert (run["startTime"], run["endTime"]) == (TIMES["start"], TIMES["end"])
    assert run["instrument"] == {"@id": "#pactbook"}
    assert found["#pactbook"]["softwareRequirements"] == ["numpy==1.0"]
    assert {"@id": "#input/data/events.csv"} in run["object"]
    assert found["#input/data/events.csv"]["sha256"] == "0" * 64
    assert found["#parameter/01-pair/as_of"]["value"] == "2024-03-01"
    csv = found["figures/01-pair/contacts.csv"]
    assert csv["@type"] == "File" and csv["encodingFormat"] == "text/csv" and csv["contentSize"] == "2"
    assert csv["sha256"] == sha256(tmp_path / "figures" / "01-pair" / "contacts.csv")
    assert {"@id": "01-pair.ipynb"} in found["#run/01-pair"]["result"]
    assert found["#run/01-pair/cell/2"]["startTime"] == CELL["start"]


def test_the_library_reads_the_crate(tmp_path):
    written(tmp_path)
    from rocrate.rocrate import ROCrate

    read = ROCrate(tmp_path)
    assert read.name == "One"
    assert {one.id for one in read.data_entities} == {"01-pair.ipynb", "figures/01-pair/contacts.csv"}


def test_a_change_of_the_crate_is_noticed(tmp_path):
    written(tmp_path)
    assert changed_outputs(tmp_path) == {}
    (tmp_path / crate.NAME).write_text("{}")
    assert changed_outputs(tmp_path) == {crate.NAME: "changed"}


def test_only_the_receipt_knows_when(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, year in ((one, "2024"), (two, "2025")):
        written(folder, json.loads(json.dumps(RUN).replace("2024", year)))
    different = {path.name for path in one.rglob("*") if path.is_file()
                 and path.read_bytes() != (two / path.relative_to(one)).read_bytes()}  # fmt: skip
    assert different == {"receipt.json", crate.NAME}


def executed(path, second):
    """Write a notebook as papermill leaves it."""
    told = {"start_time": f"2024-03-01T10:00:0{second}", "end_time": "x", "duration": second, "status": "completed"}
    cells = [
        nbformat.v4.new_markdown_cell("# What?", id="a"),
        nbformat.v4.new_code_cell("x = 1", id="b", metadata={"papermill": dict(told), "tags": ["parameters"]}),
        nbformat.v4.new_code_cell("x = 2", metadata={"papermill": dict(told), "tags": ["injected-parameters"]}),
        nbformat.v4.new_code_cell(
            "x", id="c", metadata={"papermill": dict(told), "execution": {"iopub.status": str(second)}}
        ),
    ]
    run = {
        **told,
        "input_path": "/home/somebody/in.ipynb",
        "output_path": f"/home/somebody/{second}/out.ipynb",
        "parameters": {"x": 2},
    }
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"papermill": run}), path)
    return timing.taken_from(path)


def test_a_notebook_has_the_same_bytes_each_time(tmp_path):
    times = [executed(tmp_path / f"{second}.ipynb", second) for second in (1, 2)]
    assert (tmp_path / "1.ipynb").read_bytes() == (tmp_path / "2.ipynb").read_bytes()
    book = nbformat.read(tmp_path / "1.ipynb", as_version=4)
    nbformat.validate(book)
    assert book.metadata.papermill == {"status": "completed", "parameters": {"x": 2}}
    assert [(one["cell"], one["start"][-1]) for one in times[1]["cells"]] == [(2, "2"), (3, "2")], "as committed"


@pytest.mark.parametrize("name", ["a.geojson", "a.ipynb", "a.kml", "a.svg"])
def test_every_kind_of_file_has_its_type(name):
    assert "/" in crate._kind(name)
