"""The tutorials' commands are understood, and what they say of their example comes true."""

import re
import shlex

import pytest

from pactbook import cli, paths
from pactbook.cli.words import command_line
from pactbook.reports import casefile

TUTORIAL = (paths.ROOT / "docs" / "tutorial-audit.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TUTORIAL, re.DOTALL))


def test_every_command_of_the_tutorial_is_understood():
    commands = [shlex.split(line, comments=True) for line in SHELL.splitlines() if line.startswith("pactbook ")]
    assert [words[1:3] for words in commands[:4]] == [
        ["audit", "new"],
        ["audit", "check"],
        ["audit", "run"],
        ["audit", "run"],
    ]
    for words in commands:
        assert command_line().parse_args(words[1:]).act


@pytest.mark.slow
def test_the_example_of_the_tutorial_comes_out_as_it_says(tmp_path, capsys):
    text = re.search(r"<<'END'\n(.*?)END\n", SHELL, re.DOTALL)[1]
    (tmp_path / "access.txt").write_text(text, encoding="utf-8")
    assert cli.main(["audit", "new", str(tmp_path / "access.txt")]) == 0
    sheet = tmp_path / "access.yml"
    claims = casefile.parse(sheet.read_text(encoding="utf-8"))["claims"]
    assert (claims[1]["rule"], claims[1]["would be now"]) == ("not_in_force", "contradicted")
    for old, new in re.findall(
        r"s/([^/]*)/([^/]*)/", next(line for line in SHELL.splitlines() if line.startswith("sed"))
    ):
        sheet.write_text(sheet.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["audit", "check", str(sheet)]) == 0
    told = capsys.readouterr().out
    assert "-03: contradicted (high confidence): “Agreement between Japan and the Philippines" in told
    assert "The record says that it obliges the parties to no help if attacked." in told
