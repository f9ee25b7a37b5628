"""Whole runs with real kernels: what a report holds, and what is left when something goes wrong."""

import base64
import errno
import fcntl
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import papermill
import pytest

from pactbook import cli, parameters, paths
from pactbook.errors import UserError
from pactbook.maintain import gallery
from pactbook.record.declared import read_yaml
from pactbook.reports import crate, execute, html, receipt
from pactbook.reports import run as runner
from pactbook.reports.case import load_case
from pactbook.reports.context import Context
from pactbook.subjects.findings import Finding

pytestmark = pytest.mark.slow
BILATERAL = "01-bilateral-agreements"
AS_OF = read_yaml(paths.CASES / "belarus-pakistan.yml")["as_of"]


def case_file(folder, name="pair", **values):
    values = {"notebooks": [BILATERAL], "country_a": "BLR", "country_b": "PAK", "as_of": AS_OF} | values
    path = folder / f"{name}.yml"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def load(folder, name="pair", **values):
    return load_case(str(case_file(folder, name, **values)))


def into(folder):
    """Return the context of a run that writes into a folder."""
    return Context.here(build=folder)


@pytest.fixture(scope="module")
def pair_report(once):
    """The report of the pair alone."""
    return once("pair", lambda folder: runner.run(load(folder), into(folder / "build")))


@pytest.fixture
def good(pair_report, tmp_path):
    """A build folder that holds a good report of the pair, and what is in it."""
    build = tmp_path / "build"
    shutil.copytree(pair_report, build / "pair")
    return build, {path: path.read_bytes() for path in (build / "pair").rglob("*") if path.is_file()}


class Tags(HTMLParser):
    """Collect the tags of a page with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


def test_report_holds_every_part(report):
    for name in parameters.MODELS:
        assert (report / f"{name}.ipynb").stat().st_size > 10_000
        assert (report / f"{name}.html").stat().st_size > 10_000
        figures = list((report / "figures" / name).glob("*.json"))
        assert len(figures) >= 2
        for figure in figures:
            assert {figure.with_suffix(end).exists() for end in (".png", ".card.png", ".svg", ".csv")} == {True}
            assert json.loads(figure.read_text())["alt"]
    assert (report / "index.html").exists()
    assert not [path for path in report.parent.iterdir() if path.is_dir() and path != report]


def test_receipt_holds_the_hash_of_every_output(report):
    content = json.loads((report / "receipt.json").read_text())
    written = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert set(content["outputs"]) == written - {"receipt.json"}
    for name, digest in content["outputs"].items():
        assert receipt.sha256(report / name) == digest
    assert content["receipt"] == receipt.identifier(content["inputs"])
    assert content["inputs"]["files"]["data/agreements.csv"] == receipt.sha256(paths.data() / "agreements.csv")


@pytest.mark.parametrize("page", ["index", *parameters.MODELS])
def test_pages_are_self_contained_and_readable(report, page):
    text = (report / f"{page}.html").read_text(encoding="utf-8")
    tags = Tags(text)
    assert not tags.of("iframe", "link", "object", "embed")
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    assert "url(" not in text.split("</style>")[0]
    images = tags.of("img")
    assert images
    for image in images:
        assert image["src"].startswith("data:image/webp;base64,")
        assert len(image["alt"]) > 20
    (policy,) = [meta["content"] for meta in tags.of("meta") if meta.get("http-equiv")]
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)
    data = (' type="application/json"', ' type="application/ld+json"')
    running = [body for attributes, body in scripts if attributes not in data]
    assert len(scripts) == len(tags.of("script"))
    known = {"index": [], "02-alliance-maps": [html.script(), html.table_script()]}
    assert running == known.get(page, [html.table_script()]), "these scripts and no other"
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in running]
    assert policy == html.POLICY + (f"; script-src {' '.join(hashes)}" if hashes else "")
    assert html.POLICY.startswith("default-src 'none'") and "script" not in html.POLICY
    assert tags.of("html")[0]["lang"] == "en"
    assert tags.of("h1")
    assert "Traceback" not in text


@pytest.mark.parametrize("name", parameters.MODELS)
def test_every_cell_completed_without_warnings(report, name):
    assert execute.unfinished(report / f"{name}.ipynb") is None
    notebook = nbformat.read(report / f"{name}.ipynb", as_version=4)
    streams = [
        out for cell in notebook.cells for out in cell.get("outputs", []) if out.output_type in ("stream", "error")
    ]
    assert streams == []


@pytest.mark.parametrize("name", parameters.MODELS)
def test_findings_stand_in_the_page(report, name):
    found = html.findings(report / f"{name}.ipynb")
    page = (report / f"{name}.html").read_text(encoding="utf-8")
    assert len({finding["key"] for finding in found}) >= 4
    plain = re.sub(r"\s+", " ", page)
    for finding in found:
        assert finding["text"].replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#x27;") in plain


def test_the_gallery_says_what_a_report_says(report):
    held = json.loads((gallery.FOLDER / gallery.FACTS).read_text(encoding="utf-8"))
    shown = next(one for one in held["cases"] if one["case"] == "belarus-pakistan")
    told = {
        gallery.without_numbers(finding["text"])
        for name in parameters.MODELS
        for finding in html.findings(report / f"{name}.ipynb")
    }
    assert set(shown["findings"]) <= told, "run `make figures`"
    drawn = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in report.glob("figures/*/*.json")}
    assert {Path(one["file"]).stem: one["title"] for one in shown["figures"]} == {
        name: about["title"] for name, about in drawn.items()
    }


@pytest.mark.parametrize(("language", "told"), [("en", ["01: a"]), ("de", []), ("", [])])
def test_what_has_changed_is_told_of_a_report_in_the_same_language(tmp_path, language, told):
    for name, text in (("last", "One."), ("new", "Two.")):
        (tmp_path / name).mkdir()
        shown = nbformat.v4.new_output("display_data", data=Finding("a", text)._repr_mimebundle_())
        cells = [nbformat.v4.new_code_cell("", outputs=[shown])]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / name / "01.ipynb")
    if language:
        inputs = {"parameters": {"01": {"language": language}}}
        (tmp_path / "last" / "receipt.json").write_text(json.dumps({"inputs": inputs}))
    case = load_case("belarus-pakistan")
    assert list(runner._changed_findings(case, tmp_path / "last", tmp_path / "new")) == told


def test_papermill_by_hand_gives_the_same_findings(report, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    by_hand = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(paths.NOTEBOOKS / f"{BILATERAL}.ipynb"), str(by_hand)]
    command += ["-f", str(paths.CASES / "belarus-pakistan.yml"), "--no-progress-bar"]
    subprocess.run(command, check=True, capture_output=True)
    assert html.findings(by_hand) == html.findings(report / f"{BILATERAL}.ipynb")
    other = tmp_path / "other.ipynb"
    command[4] = str(other)
    subprocess.run([*command, "--engine", execute.CELLS, "-p", "country_b", "CHN"], check=True, capture_output=True)
    texts = " ".join(finding["text"] for finding in html.findings(other))
    assert "Belarus and China" in texts
    assert "Belarus and Pakistan" not in texts


@pytest.mark.long
@pytest.mark.parametrize(
    ("a", "b", "as_of"),
    [
        ("RUS", "PRK", "2026-11-24"),
        ("FJI", "BOL", "2026-11-24"),
        ("SUN", "IND", "1989-06-30"),
    ],
)
def test_other_pairs_run_to_the_end(tmp_path, a, b, as_of):
    case = load(tmp_path, country_a=a, country_b=b, as_of=as_of, since=1950)
    found = html.findings(runner.run(case, into(tmp_path / "build")) / f"{BILATERAL}.ipynb")
    history = next(finding["text"] for finding in found if finding["key"] == "history")
    recorded = any(finding["records"] for finding in found)
    assert ("not proof" in history) is not recorded or "contact" in history
    assert all("nan" not in finding["text"].lower().split() for finding in found)


@pytest.mark.long
def test_a_map_of_one_bloc_runs_and_a_state_without_missiles_is_left_out(tmp_path, monkeypatch, capsys):
    values = {"country": "FJI", "partner": "", "blocs": ["AUKUS"], "hypothesis": ["FJI", "AUS"], "as_of": "2026-11-24"}
    path = tmp_path / "thin.yml"
    path.write_text(json.dumps(values | {"notebooks": ["02-alliance-maps", "03-missile-program-context"]}))
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    assert cli.main(["run", str(path)]) == 0
    assert "03-missile-program-context is left out: no missile programme of Fiji" in capsys.readouterr().err
    assert [page.stem for page in (tmp_path / "build" / "thin").glob("*.ipynb")] == ["02-alliance-maps"]


def test_papermill_runs_the_programme_of_a_state_without_missiles(tmp_path):
    name, out = "03-missile-program-context", tmp_path / "out.ipynb"
    papermill.execute_notebook(
        paths.NOTEBOOKS / f"{name}.ipynb", out, {"country": "FJI", "partner": ""}, progress_bar=False
    )
    assert any("not proof that there is none" in finding["text"] for finding in html.findings(out))


def test_bad_values_and_unknown_names_stop_papermill_at_once_with_the_message(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        papermill.execute_notebook(
            paths.NOTEBOOKS / f"{BILATERAL}.ipynb",
            tmp_path / "out.ipynb",
            {"country_a": "Pakstan", "countryb": "CHN"},
            progress_bar=False,
        )
    assert caught.value.cell_index <= 4
    assert caught.value.evalue.splitlines() == [
        "country_a: 'Pakstan' is no country: did you mean PAK, Pakistan?",
        "'countryb' is no parameter of 01-bilateral-agreements (did you mean 'country_b'?)",
    ]


# ------------------------------------------------------------------------------------------------ what goes wrong


@pytest.fixture
def breaking(good, tmp_path, monkeypatch):
    """Notebooks of which the first raises in its eighth cell, and a good report made before."""
    folder = tmp_path / "notebooks"
    shutil.copytree(paths.NOTEBOOKS, folder)
    notebook = nbformat.read(folder / f"{BILATERAL}.ipynb", as_version=4)
    notebook.cells[7].source = "raise RuntimeError('broken on purpose')"
    nbformat.write(notebook, folder / f"{BILATERAL}.ipynb")
    monkeypatch.setattr(paths, "NOTEBOOKS", folder)
    monkeypatch.setattr(paths, "build", lambda: good[0])
    return good


def untouched(before):
    return all(path.read_bytes() == content for path, content in before.items())


def test_a_failing_notebook_keeps_the_last_report_and_names_the_cell(breaking, capsys, tmp_path):
    build, before = breaking
    assert cli.main(["run", str(case_file(tmp_path))]) == 1
    message = capsys.readouterr().err
    assert f"{BILATERAL}.ipynb, cell 8: RuntimeError: broken on purpose" in message
    assert untouched(before)
    partial = nbformat.read(build / "pair.failed" / f"{BILATERAL}.ipynb", as_version=4)
    assert partial.cells[5].execution_count, "the cells before the failing one are kept"
    assert sorted(path.name for path in build.iterdir() if path.is_dir()) == ["pair", "pair.failed"]


@pytest.mark.long
def test_a_full_disk_leaves_the_last_report(good, tmp_path, monkeypatch, capsys):
    build, before = good

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(receipt, "write", full)
    monkeypatch.setattr(paths, "build", lambda: build)
    assert cli.main(["run", str(case_file(tmp_path))]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert untouched(before)
    assert [path.name for path in build.iterdir() if path.is_dir()] == ["pair"]


SCRIPT = """
import pathlib, sys
from pactbook import cli, paths
paths.build = lambda: pathlib.Path(sys.argv[2])
sys.exit(cli.main(["run", sys.argv[1]]))
"""


def started(path, build):
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(path), str(build)], stderr=subprocess.PIPE, text=True)


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.long
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_leaves_nothing_half_made(tmp_path, sign):
    path, build = case_file(tmp_path), tmp_path / "build"
    process = started(path, build)
    wait_for(lambda: list(build.glob(".pair.*/.scratch/*.log")))
    time.sleep(0.5)
    process.send_signal(sign)
    _, message = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "stopped" in message
    assert [entry.name for entry in build.iterdir() if entry.is_dir()] == []
    mine = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(build) not in mine, "no child is left"


def test_a_second_run_of_the_same_case_is_refused(tmp_path):
    case, build = load(tmp_path), tmp_path / "build"
    build.mkdir()
    with (build / ".pair.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="being run by another process"):
            runner.run(case, into(build))


def test_a_crash_between_the_two_renames_is_mended(tmp_path):
    build = tmp_path / "build"
    old = build / ".pair.old.1" / "pair"
    old.mkdir(parents=True)
    (old / "index.html").write_text("the last report")
    (build / ".pair.half").mkdir()
    runner._restore(build / "pair")
    assert (build / "pair" / "index.html").read_text() == "the last report"
    assert [entry.name for entry in build.iterdir()] == ["pair"]


def test_the_same_inputs_give_the_same_bytes(pair_report, tmp_path):
    again = runner.run(load(tmp_path), into(tmp_path / "build"))
    names = {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert names == {path.relative_to(pair_report) for path in pair_report.rglob("*") if path.is_file()}
    different = {str(name) for name in names if (again / name).read_bytes() != (pair_report / name).read_bytes()}
    assert different == {"receipt.json", crate.NAME}, "only the receipt knows when and where"
    assert str(tmp_path).encode() not in (again / f"{BILATERAL}.ipynb").read_bytes()


def test_the_receipt_tells_when_each_cell_ran(pair_report):
    run = json.loads((pair_report / "receipt.json").read_text())["run"]
    own = run["notebooks"][BILATERAL]
    book = json.loads((paths.NOTEBOOKS / f"{BILATERAL}.ipynb").read_text())
    code = [number for number, cell in enumerate(book["cells"], start=1) if cell["cell_type"] == "code"]
    assert [one["cell"] for one in own["cells"]] == code
    assert run["start"] < own["start"] <= own["cells"][0]["start"] and own["end"] < run["end"]


def test_the_same_inputs_give_the_same_figures(report, pair_report):
    for figure in ("contacts", "partners"):
        for end in ("csv", "svg"):
            one, two = (folder / "figures" / BILATERAL / f"{figure}.{end}" for folder in (report, pair_report))
            mask = re.compile(rb"<dc:identifier>.*?</dc:identifier>")
            assert mask.sub(b"", one.read_bytes()) == mask.sub(b"", two.read_bytes())
