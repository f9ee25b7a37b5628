"""What a run knows, what its receipt holds, and that it runs in a thread."""

import dataclasses
import json
import signal
import threading

import pytest

from pactbook import parameters, paths
from pactbook.errors import UserError
from pactbook.record import outside
from pactbook.reports import receipt
from pactbook.reports import run as runner
from pactbook.reports.case import Case
from pactbook.reports.context import Context

PAIR, MAPS, PROGRAMME, AUDIT = parameters.MODELS


def one(notebook=AUDIT, **values):
    return Case(name="x", title="X", parameters={notebook: parameters.MODELS[notebook](**values)})


# ------------------------------------------------------------------------------------------------------- context


def test_a_context_is_that_of_the_process_with_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path))
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))
    here = Context.here(jobs=3)
    assert (here.data, here.reference, here.jobs) == (tmp_path, tmp_path / "reference", 3)
    assert (here.build, here.notebooks) == (paths.ROOT / "build", paths.NOTEBOOKS)
    assert here.boundaries == paths.ROOT / "data" / "boundaries"
    with pytest.raises(dataclasses.FrozenInstanceError):
        here.jobs = 4


def test_a_context_does_not_change_with_the_environment(untouched, monkeypatch, tmp_path):
    context = Context.here(data=untouched.path)
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path))
    assert len(context.record().blocs) == len(untouched.rows("blocs"))
    assert context.environment()["PACTBOOK_DATA"] == str(untouched.path.resolve())


def test_a_missing_notebook_is_told(tmp_path):
    with pytest.raises(UserError, match=r"04-claims-audit\.ipynb: no such notebook"):
        runner.run(one(), Context.here(notebooks=tmp_path, build=tmp_path / "build"))
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not readable as a notebook"),
        ("[]", "not readable as a notebook"),
        (json.dumps({"cells": [{"metadata": {"tags": ["working"]}}]}), "no cell has the tag 'parameters'"),
    ],
)
def test_a_notebook_that_cannot_take_its_parameters_is_refused(tmp_path, content, words):
    (tmp_path / f"{AUDIT}.ipynb").write_text(content)
    with pytest.raises(UserError, match=words):
        runner.run(one(), Context.here(notebooks=tmp_path, build=tmp_path / "build"))


@pytest.mark.parametrize("build", ["file", "file/build"])
def test_a_file_where_reports_go_is_told(tmp_path, build):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="a file stands where reports go"):
        runner.run(one(), Context.here(build=tmp_path / build))


# ------------------------------------------------------------------------------------------------------- receipt


@pytest.fixture
def context(untouched, tmp_path):
    return Context.here(data=untouched.path, reference=tmp_path / "reference")


def fetched(context, name="dcad", content="x"):
    context.reference.mkdir(exist_ok=True)
    path = context.reference / outside.catalogue()[name]["file"]
    path.write_text(content)
    return path


def identifier(case, context):
    return receipt.identifier(receipt.inputs(case, context))


@pytest.mark.slow
def test_the_id_tells_whether_outside_data_were_there_and_which(context):
    case = one(PAIR)
    without = identifier(case, context)
    path = fetched(context)
    there = identifier(case, context)
    assert receipt.inputs(case, context)["files"][f"reference/{path.name}"] == receipt.sha256(path)
    fetched(context, content="y")
    assert len({without, there, identifier(case, context)}) == 3


@pytest.mark.slow
def test_outside_data_that_a_case_does_not_use_are_no_input(context):
    for case in (one(PAIR, origins=["pactbook"]), one(AUDIT, origins=["pactbook", "yours"])):
        without = identifier(case, context)
        fetched(context)
        assert identifier(case, context) == without
        fetched(context).unlink()


def test_the_rows_of_a_reader_are_an_input_where_they_are_wanted(context, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "agreements.csv").write_text("agreement_id\n")
    case = one().model_copy(update={"overlay": mine})
    found = receipt.inputs(case, context)["files"]
    assert found["overlay/agreements.csv"] == receipt.sha256(mine / "agreements.csv")
    here = dataclasses.replace(context, overlay=mine)
    assert receipt.inputs(one(), here)["files"] == found
    assert here.environment()["PACTBOOK_OVERLAY"] == str(mine)
    assert "overlay/agreements.csv" not in receipt.inputs(one(origins=["pactbook"]), here)["files"]


def test_the_receipt_names_every_file_and_every_distribution(context):
    found = receipt.inputs(one(MAPS), context)
    boundaries = {f"data/boundaries/{path.name}" for path in context.boundaries.iterdir() if path.is_file()}
    tables = {f"data/{name}" for name in ("agreements.csv", "checks.csv", "datapackage.yaml", "reference.yaml")}
    code = {"pactbook/geo/__init__.py", "pactbook/locale/de.po", "pactbook/reports/templates/pactbook/report.css"}
    assert boundaries | tables | code | {f"notebooks/{MAPS}.ipynb"} <= set(found["files"])
    assert not [name for name in found["files"] if name.endswith(".pyc") or "_data/" in name]
    libraries = found["libraries"]
    assert {
        "igraph",
        "babel",
        "pycountry",
        "contourpy",
        "font-source-sans-pro",
        "matplotlib",
        "nbformat",
        "pandas",
    } <= set(libraries)
    assert all(version[0].isdigit() for version in libraries.values())


@pytest.mark.parametrize(
    "change",
    [
        lambda monkeypatch, folder: folder.change("blocs", "TRADE", note="Other."),
        lambda monkeypatch, folder: monkeypatch.setattr(receipt, "libraries", lambda: {"pandas": "9"}),
        lambda monkeypatch, folder: (folder.path / "reference.yaml").write_text("{}"),
        lambda monkeypatch, folder: (folder.path / "boundaries").mkdir(),
    ],
    ids=["table", "library", "catalogue", "boundaries"],
)
def test_a_changed_input_changes_the_id(folder, monkeypatch, tmp_path, change):
    context = Context.here(data=folder.path, reference=tmp_path)
    before = identifier(one(), context)
    try:
        change(monkeypatch, folder)
        assert identifier(one(), context) != before
    finally:
        (folder.path / "reference.yaml").unlink(missing_ok=True)
        if (folder.path / "boundaries").exists():
            (folder.path / "boundaries").rmdir()


def test_a_changed_title_changes_the_id(context):
    assert identifier(one(), context) != identifier(one().model_copy(update={"title": "Y"}), context)


# ---------------------------------------------------------------------------------------------- progress, threads


def test_a_title_in_markup_is_shown_as_it_is(capsys):
    with runner.progress_bar("notebooks") as progress:
        progress.add_task("a [/b] [red]b", total=1)
    assert "a [/b] [red]b" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_in_a_thread_sets_no_signals_and_two_know_their_own_folders(tmp_path, monkeypatch, untouched):
    """The notebooks are left to `test_run`: here each job only says where it would read."""
    before = signal.getsignal(signal.SIGTERM)
    jobs = {}

    def started(case, notebook, context, work, identifier):
        jobs[case.name] = (context.data, work.parent, threading.current_thread().name)
        raise UserError("far enough")

    monkeypatch.setattr(runner, "_job", started)
    told = []

    def act(name, data):
        case = one().model_copy(update={"name": name})
        try:
            runner.run(case, Context.here(data=data, build=tmp_path / name))
        except UserError as error:
            told.append(str(error))

    threads = [
        threading.Thread(target=act, args=("one", untouched.path), name="t1"),
        threading.Thread(target=act, args=("two", paths.ROOT / "data"), name="t2"),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["far enough"] * 2
    assert jobs == {
        "one": (untouched.path, tmp_path / "one", "t1"),
        "two": (paths.ROOT / "data", tmp_path / "two", "t2"),
    }
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.slow
@pytest.mark.long
def test_a_whole_run_works_in_a_thread(tmp_path):
    outcome = []
    context = Context.here(build=tmp_path / "build", reference=tmp_path / "none")
    thread = threading.Thread(target=lambda: outcome.append(runner.run(one(), context)))
    thread.start()
    thread.join()
    (folder,) = outcome
    assert (folder / "index.html").exists()
    assert (folder / f"{AUDIT}.html").exists()
