"""The anatomy of a notebook: what design and parameters promise, checked on the files."""

import ast
import inspect
import re
import statistics

import nbformat
import pytest

from pactbook import parameters, paths, states
from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.reports.case import load_case

NOTEBOOKS = sorted(parameters.MODELS)
ALL = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))


def cells(name, kind=None):
    notebook = nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if kind is None or cell.cell_type == kind]


def parameter_cell(name):
    (cell,) = [cell for cell in cells(name, "code") if "parameters" in cell.metadata.get("tags", [])]
    return cell


def test_every_model_has_its_notebook():
    assert set(NOTEBOOKS) <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_is_committed_without_outputs(name):
    for cell in cells(name, "code"):
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.parametrize("name", ALL)
def test_code_cells_are_short_and_define_nothing(name):
    for cell in cells(name, "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 8 or "parameters" in cell.metadata.get("tags", []), cell.source
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
        assert not re.search(r"filterwarnings|sys\.path|chdir|^[%!]", cell.source, re.MULTILINE)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_has_the_anatomy(name):
    everything = cells(name)
    code, prose = cells(name, "code"), cells(name, "markdown")
    assert 15 <= len(everything) <= 30
    assert everything[0].source.startswith("# ")
    assert everything[0].source.splitlines()[0].endswith("?")
    assert "parameters" in everything[1].metadata["tags"]
    subject = re.search(r"^(\w+) = (\w+)\.from_notebook\(globals\(\)\)$", everything[2].source, re.MULTILINE)[1]
    assert everything[3].source == f"{subject}.brief()"
    assert statistics.median(len(cell.source.splitlines()) for cell in code) == 1
    assert [cell.source for cell in code[-2:]] == [f"{subject}.limits()", f"{subject}.sources()"]
    assert prose[-2].source.startswith("## What does this not show?")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_exhibit_of_the_subject_is_shown_once(name):
    subjects = {cls.model.notebook: cls for cls in (Pair, Bloc, Programme, Article)}
    offered = {key for key, value in inspect.getmembers(subjects[name]) if getattr(value, "is_exhibit", False)}
    calls = [cell.source for cell in cells(name, "code")[2:]]
    shown = [re.fullmatch(r"\w+\.(\w+)\([\w.]*\)", call)[1] for call in calls]
    assert set(shown) == offered
    assert len(set(calls)) == len(calls)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_headings_are_questions(name):
    headings = [line for cell in cells(name, "markdown") for line in cell.source.splitlines() if line.startswith("#")]
    assert all(line.endswith("?") for line in headings), headings


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_prose_names_no_state_and_no_year(name):
    names = {states.name(code) for code in states.codes()}
    for cell in cells(name, "markdown"):
        assert not [state for state in names if re.search(rf"\b{re.escape(state)}\b", cell.source)]
        assert not re.search(r"\b(19|20)\d\d\b", cell.source)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_parameters_are_literals_of_the_model_with_a_comment(name):
    cell, model = parameter_cell(name), parameters.MODELS[name]
    given = {}
    for node in ast.parse(cell.source).body:
        assert isinstance(node, ast.Assign)
        given[node.targets[0].id] = ast.literal_eval(node.value)
    assert set(given) == set(model.model_fields)
    assert all("  # " in line for line in cell.source.splitlines())
    assert model(**given) == model(), "the notebook's defaults are those of the model"


def test_the_shipped_case_is_the_default():
    case = load_case("belarus-pakistan")
    assert list(case.parameters) == NOTEBOOKS
    for name, params in case.parameters.items():
        # Who calls a set a bloc is said by the case: another set is somebody else's.
        said = {"claimed_by": params.claimed_by} if name == "02-alliance-maps" else {}
        assert params == parameters.MODELS[name](**said)


@pytest.mark.parametrize("name", [name for name in ALL if name != "explore"])
def test_asks_for_its_own_parameters(name):
    """The model of the check is the notebook's; the template borrows one."""
    code = "\n".join(cell.source for cell in cells(name, "code"))
    (subject,) = re.findall(r"= (\w+)\.from_notebook\(globals\(\)", code)
    models = {cls.__name__: cls.model.notebook for cls in (Pair, Bloc, Programme, Article)}
    assert models[subject] == ("03-missile-program-context" if name == "_template" else name)
