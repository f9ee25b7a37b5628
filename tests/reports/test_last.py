"""Outputs of the last report in a notebook that was not run: of the same cells and values alone, and none is saved."""

import os

import nbformat
import pytest

from pactbook.reports import last

NAME = "01-some"
PARAMETERS = 'a = "BLR"  # one\nsince = 1994'


def book(*cells, given="", outputs=False):
    """Return a notebook of a parameters cell and others, run with some values where any are given."""
    made = [nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell(PARAMETERS)]
    made[1].metadata.tags = ["parameters"]
    if given:
        made.append(nbformat.v4.new_code_cell(given, metadata={"tags": ["injected-parameters"]}))
    for number, source in enumerate(cells, start=1):
        shown = nbformat.v4.new_output("execute_result", data={"text/plain": f"of {source}"}, execution_count=number)
        made.append(nbformat.v4.new_code_cell(source, outputs=[shown] if outputs else []))
        made[-1].execution_count = number if outputs else None
    return nbformat.v4.new_notebook(cells=made)


@pytest.fixture
def build(tmp_path):
    """Return a function that writes a report, each newer than the one before."""
    count = iter(range(1, 100))

    def written(case, notebook, finished=True):
        folder = tmp_path / case
        folder.mkdir()
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
        if finished:
            (folder / "receipt.json").write_text("{}")
        os.utime(folder / f"{NAME}.ipynb", (next(count),) * 2)

    written.folder = tmp_path
    return written


def laid(notebook, build):
    last.lay(notebook, NAME, build.folder)
    return [out.data["text/plain"] for cell in notebook.cells for out in cell.get("outputs", [])]


def test_the_newest_report_of_the_same_values_is_shown_and_named(build):
    build("old", book("1", "2", given="# Parameters\na = 'BLR'", outputs=True))
    build("case", book("1", "2", given="# Parameters\na = 'BLR'\nother = 3", outputs=True))
    build("of-others", book("1", "2", given="a = 'PAK'", outputs=True))
    build("begun", book("1", "2", outputs=True), finished=False)
    told, *shown = laid(book("1", "2"), build)
    assert "`reports/case`" in told and shown == ["of 1", "of 2"]


@pytest.mark.parametrize("other", [("1", "3"), ("1",), ("1", "2", "3")])
def test_of_other_cells_nothing_is_shown(build, other):
    build("case", book(*other, given="a = 'BLR'", outputs=True))
    assert laid(book("1", "2"), build) == []


def test_what_somebody_ran_stays(build):
    build("case", book("1", given="since = 1994", outputs=True))
    mine = book("1", outputs=True)
    mine.cells[-1].outputs[0].data["text/plain"] = "mine"
    assert laid(mine, build) == ["mine"]


def test_only_what_ran_here_is_saved(build):
    build("case", book("1", "2", given="since = 1994", outputs=True))
    notebook = book("1", "2")
    assert len(laid(notebook, build)) == 3
    ran = notebook.cells[-1]
    ran.execution_count = 1
    last.take_off(notebook)
    assert [cell.outputs != [] for cell in notebook.cells if cell.cell_type == "code"] == [False, False, True]
    notebook.cells[-1].outputs = []
    nbformat.validate(notebook)
