"""The pages of docs/ and the README: what they tell to type works."""

import contextlib
import os
import re
from pathlib import Path

import pytest

import pactbook as pb
from pactbook import __version__, cli, paths
from pactbook.cli.words import command_line
from pactbook.record import outside

pytestmark = pytest.mark.slow

DOCS = paths.ROOT / "docs"
PAGES = [paths.ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# In the cookbook these really act, in the order of the page. A whole report is made in `reports/test_run`.
ACTS = frozenset({"add", "batch", "export", "figure", "show", "todo"})


ON_A_CLUSTER = "batch.md"  # its Python needs one


def blocks(page: Path, *languages: str) -> list[tuple[str, str]]:
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(language, text) for language, text in found if language in languages]


def lines(text: str) -> list[str]:
    """Return the commands of a block, each on one line and without the comment behind it."""
    joined = text.replace("\\\n", " ").splitlines()
    return [line.split(" # ")[0].split("  #")[0].strip() for line in joined if line.strip() and line.strip()[0] != "#"]


def calls(text: str) -> list[str]:
    return [line for line in lines(text) if line.split()[0].endswith("pactbook")]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder in which a reader types: reports go there, and what a page sets for itself ends with it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_understood(page, words_of):
    for _, text in blocks(page, "sh"):
        for call in calls(text):
            words, _ = words_of(call)
            assert command_line().parse_args(words).command == words[0], call


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_and_notebook_is_there(page):
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    for line in (line for _, text in blocks(page, "sh") for line in lines(text)):
        command, *words = line.split()
        if command == "make":
            assert words[0] in targets, line
        for named in (word for word in words if word.startswith("notebooks/")):
            assert (paths.ROOT / named).is_file(), line


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name not in {"cookbook.md", ON_A_CLUSTER} and blocks(page, "python")],
    ids=lambda page: page.name,
)
def test_the_lines_of_python_run(page, here):
    for _, text in blocks(page, "python"):
        exec(compile(text, page.name, "exec"), {})  # noqa: S102


def test_the_lines_for_a_cluster_are_python():
    for _, text in blocks(DOCS / ON_A_CLUSTER, "python"):
        compile(text, ON_A_CLUSTER, "exec")


def test_the_readme_saves_what_it_says(here):
    ((_, text),) = blocks(paths.ROOT / "README.md", "python")
    exec(text, {})  # noqa: S102
    assert (here / "figures" / "partners.png").exists()


@pytest.mark.long
def test_the_cookbook_can_be_followed_from_its_first_line_to_its_last(here, words_of, capsys):
    for language, text in blocks(DOCS / "cookbook.md", "sh", "python"):
        if language == "python":
            exec(compile(text, "cookbook.md", "exec"), {})  # noqa: S102
            continue
        for call in calls(text):
            words, file = words_of(call)
            if words[0] in ACTS:
                assert typed(words, file) == 0, (call, capsys.readouterr().err)
    made = {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file()}
    assert {"japan.xlsx", "events.csv", "open.csv", "my-rows/agreements.csv", "build/gulf/summary.csv"} <= made
    assert {"figures/supply.png", "bilder/contacts.png"} <= made
    told = capsys.readouterr().out
    assert "{'Belarus'}" in told, "who joined the SCO"
    assert "Memorandum on training" in told, "a row of the reader's own"
    assert "Title: Frankreich und Polen" in told, "where a picture comes from"


def typed(words: list[str], file: str) -> int:
    """Act on a command as a shell does, its output into a file where one is named."""
    if not file:
        return cli.main(words)
    with Path(file).open("w", encoding="utf-8") as stream, contextlib.redirect_stdout(stream):
        return cli.main(words)


def test_the_cookbook_has_ten_recipes():
    numbers = re.findall(r"^## (\d+)\. ", (DOCS / "cookbook.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 11)]


def test_the_citation_is_that_of_this_version():
    text = (DOCS / "cite.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b\d+\.\d+\.\d+\b", text)) == {__version__}


def test_the_comparison_says_of_each_dataset_what_the_catalogue_says():
    text = (DOCS / "compare.md").read_text(encoding="utf-8")
    for entry in outside.catalogue().values():
        assert entry["licence"] in text, entry["title"]
        assert "url" not in entry or entry["citation"] in text, entry["title"]


def test_every_function_of_the_api_has_its_place():
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    listed = {name.strip() for names in re.findall(r"members: \[(.*?)\]", text) for name in names.split(",")}
    listed |= {named.rpartition(".")[2] for named in re.findall(r"^::: (\S+)", text, re.MULTILINE)}
    assert set(pb.__all__) - {"__version__", "states"} <= listed
    assert "heading: states" in text
