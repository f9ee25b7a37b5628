"""Reports on paper: every word of a made-up notebook as the data that the template sets, and what the file says of itself."""

import json
import re

import nbformat
import pytest

from pactbook.exhibits.citations import Citations
from pactbook.reports import pdf
from pactbook.reports.case import load_case
from pactbook.subjects.findings import Brief, Finding

NAME = "01-bilateral-agreements"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#1f6f78"/></svg>'
HOSTILE = '#panic("run") $x$ *b* = _i_ \\ "q" <label> @ref // no comment \u0635\u062f'


def output(bundle, metadata=None):
    return nbformat.v4.new_output("display_data", data=bundle, metadata=metadata or {})


@pytest.fixture
def made(tmp_path, record, en):
    """A case of one report, and its executed notebook with a figure, findings, a table and sources."""
    path = tmp_path / "case.yml"
    values = {"title": HOSTILE, "notebooks": [NAME], "country_a": "BLR", "country_b": "PAK", "as_of": "2024-03-01"}
    path.write_text(json.dumps(values), encoding="utf-8")
    cite = Citations(record, en)
    table = cite.table(record.agreements, {"signed": "Signed", "title": "Title", "source_ids": "Sources"}, name="t")
    outputs = [
        output(Brief("In brief", (Finding("a", HOSTILE),))._repr_mimebundle_()),
        output({"image/png": "x", "text/plain": "alt"}, {"pactbook": {"name": "one", "alt": HOSTILE}}),
        output(Finding("b", "A finding.")._repr_mimebundle_()),
        output(table._repr_mimebundle_()),
        output(cite.list()._repr_mimebundle_()),
    ]
    cells = [nbformat.v4.new_markdown_cell("# What?\n\nSome *prose*."), nbformat.v4.new_code_cell("", outputs=outputs)]
    folder = tmp_path / "report"
    (folder / "figures" / NAME).mkdir(parents=True)
    (folder / "figures" / NAME / "one.svg").write_text(SVG)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{NAME}.ipynb")
    return load_case(str(path)), folder


def write(case, folder):
    """Set a report and the case, and return their bytes."""
    job = {"title": case.title, "parameters": case.arguments(NAME), "receipt": "0f"}
    paper, dossier = folder / f"{NAME}.pdf", folder / "case.pdf"
    pdf.write(folder / f"{NAME}.ipynb", paper, job)
    pdf.write_dossier(case, folder, "0f")
    return [path.read_bytes() for path in (paper, dossier)]


@pytest.mark.slow
def test_a_report_and_the_case_are_set(made):
    case, folder = made
    written = write(case, folder)
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.ipynb", f"{NAME}.pdf", "case.pdf", "figures"]
    for raw in written:
        assert raw.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in raw and b"/Lang" in raw, "it is tagged"


def test_the_same_inputs_give_the_same_bytes(made):
    case, folder = made
    assert write(case, folder) == write(case, folder)


def test_what_is_shown_is_set_in_order(made, en, record):
    _, folder = made
    parts = list(pdf._parts(folder / f"{NAME}.ipynb", en))
    assert [part["kind"] for part in parts] == [
        "heading", "prose", "brief", "figure", "finding", "table", "sources"
    ]  # fmt: skip
    heading, prose, brief, figure, finding, table, sources = parts
    assert (heading["text"], prose["text"], finding["text"]) == ("What?", "Some prose.", "A finding.")
    assert (brief["title"], figure["path"]) == ("In brief", f"/figures/{NAME}/one.svg")
    assert len(table["rows"]) == len(record.agreements) and table["head"] == ["Signed", "Title", "Sources"]
    assert len(table["widths"]) == 3
    cited = {source for ids in record.agreements.source_ids for source in ids}
    assert len(sources["sources"]) == len(cited)
    assert all(re.match(r"https?://", one["url"]) for one in sources["sources"])


def test_a_figure_that_is_not_there_is_left_out(made, en):
    _, folder = made
    (folder / "figures" / NAME / "one.svg").unlink()
    assert "figure" not in [part["kind"] for part in pdf._parts(folder / f"{NAME}.ipynb", en)]


def cell(text="", links=0):
    return {"text": text, "links": [{"url": "https://x.example", "number": str(n)} for n in range(links)]}


def test_what_is_long_in_one_of_many_columns_stands_under_its_row():
    head, note = ["Signed", "Title", "Status", "Note", "Sources"], "w" * 81
    rows = [
        [cell("2015"), cell(note), cell("signed"), cell(note), cell(links=1)],
        [cell(), cell(), cell(), cell(), cell()],
    ]
    table = pdf._table(head, rows)
    assert table["head"] == ["Signed", "Title", "Status", "Sources"]
    assert [[one["text"] for one in row["cells"]] for row in table["rows"]] == [["2015", note, "signed", ""], [""] * 4]
    assert [[(one["name"], one["text"]) for one in row["below"]] for row in table["rows"]] == [[("Note", note)], []]
    few = pdf._table(head[1:], [row[1:] for row in rows])
    assert few["head"] == head[1:] and few["rows"][0]["below"] == []


def test_a_column_of_many_sources_breaks_into_lines():
    head = ["Title", "Sources"]
    one, many = (pdf._table(head, [[cell("a"), cell(links=n)]])["widths"][1] for n in (1, 40))
    assert one < many < 20
