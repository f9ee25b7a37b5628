"""The command line: exit codes and messages."""

import contextlib
import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from pactbook import cli, parameters, paths, states
from pactbook.cli.words import SHELLS, SHOW, command_line
from pactbook.record import checks, load
from pactbook.reports import case as cases
from pactbook.reports import gate, workers
from pactbook.reports import run as runner
from pactbook.reports.case import case_names, for_pair

pytestmark = pytest.mark.slow
BILATERAL = "01-bilateral-agreements"


def run_python(code: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Run a program in a process of its own."""
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, **options)


def lines(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def ran(monkeypatch):
    """Return the cases that would have run: the runs themselves are tested in `reports/test_run`."""
    found = []
    monkeypatch.setattr(runner, "run", lambda case, **_: (found.append(case), paths.ROOT)[1])
    monkeypatch.setattr(workers, "workers", contextlib.nullcontext)
    monkeypatch.setattr(gate, "demand", lambda record: None)
    return found


@pytest.fixture
def trusted(monkeypatch):
    """Take the rows of the record for sound, where the test is about the words that are asked: that takes seconds."""
    monkeypatch.setattr(gate, "demand", lambda record: None)


# ---------------------------------------------------------------------------------------------------------- help

HEAVY = """
import sys
from pactbook import cli
code = cli.main(sys.argv[1:])
heavy = {"numpy", "pandas", "pydantic", "yaml", "ruamel", "rich", "matplotlib", "geopandas", "babel", "pycountry", "shtab"}
sys.exit(f"imports {heavy & sys.modules.keys()}" if heavy & sys.modules.keys() else code)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"]])
def test_help_needs_nothing_but_python(arguments):
    """The time it takes is measured by `make bench`; here it is told by what is imported."""
    done = run_python(HEAVY, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "pactbook" in done.stdout


COMMANDS = [
    "run",
    "batch",
    "verify",
    "diff",
    "case",
    "show",
    "export",
    "figure",
    "todo",
    "add",
    "import",
    "contribute",
    "list",
    "params",
    "validate",
    "audit",
    "reference",
    "completion",
]


def test_help_names_every_command_and_shows_examples(capsys):
    assert cli.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n    {name}" in told for name in COMMANDS)
    assert "examples:\n  pactbook run belarus-pakistan" in told


@pytest.mark.parametrize(
    "command", ["figure show", *(name for name in COMMANDS if name not in {"figure", "params", "validate"})]
)
def test_every_example_of_the_help_is_understood(capsys, words_of, command):
    assert cli.main([*command.split(), "--help"]) == 0
    examples = re.findall(r"^  (pactbook .*)$", capsys.readouterr().out.split("examples:")[1], re.MULTILINE)
    assert examples
    for example in examples:
        assert command_line().parse_args(words_of(example)[0]).command == command.split()[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rn"], "invalid choice: 'rn'"),
        ([], "the following arguments are required: COMMAND"),
        (["list", "--al"], "unrecognized arguments: --al"),
        (["show", "treaties"], "invalid choice: 'treaties'"),
        (["show", "events", "--state", "JPN", "--pair", "JPN", "PHL"], "not allowed with argument"),
        (["run"], "name a case or give --pair A B"),
        (["run", "x", "--pair", "JPN", "PHL"], "name a case or give --pair A B"),
    ],
)
def test_a_mistake_in_the_words_is_a_line(capsys, words, told):
    assert cli.main(words) == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.startswith("pactbook: ") and message.count("\n") == 1


def test_completion_scripts_know_the_commands(capsys):
    for shell in SHELLS:
        assert cli.main(["completion", shell]) == 0
        script = capsys.readouterr().out
        assert all(name in script for name in (*COMMANDS, *SHOW))
    if bash := shutil.which("bash"):
        assert cli.main(["completion", "bash"]) == 0
        subprocess.run([bash, "-n"], input=capsys.readouterr().out, text=True, check=True)


# ------------------------------------------------------------------------------------------------ list and show


def test_list_names_the_cases(capsys):
    assert cli.main(["list"]) == 0
    told = lines(capsys)
    assert [line.split()[0] for line in told] == case_names()
    assert told[0].endswith("Belarus and Pakistan")


@pytest.mark.parametrize(
    ("what", "key", "told"),
    [
        ("states", "BLR", "Belarus"),
        ("blocs", "WARSAW_PACT", "Warsaw Treaty Organization (1955–1991)"),
        ("articles", "cpm-defence-network-2025-belarus-pakistan", "58 claims"),
        ("systems", "are-black-shaheen", "Black Shaheen (Black Shahine)"),
    ],
)
def test_list_names_what_can_be_asked_for(capsys, what, key, told):
    assert cli.main(["list", what]) == 0
    (line,) = [line for line in lines(capsys) if line.split()[0] == key]
    assert told in line


def test_what_is_listed_is_accepted(capsys, ran):
    for what, name in (("states", "country_a"), ("blocs", "blocs"), ("articles", "article")):
        cli.main(["list", what])
        key = lines(capsys)[-1].split()[0]
        value = f"[{key}]" if name == "blocs" else key
        assert cli.main(["run", "belarus-pakistan", "-p", f"{name}={value}"]) == 0, capsys.readouterr().err


def test_show_gives_the_rows_of_a_state_and_of_a_pair(capsys):
    assert cli.main(["show", "agreements", "--state", "Japan", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    with (paths.data() / "agreements.csv").open(newline="", encoding="utf-8") as stream:
        of = {row["agreement_id"]: set(row["parties"].split(";")) for row in csv.DictReader(stream)}
    assert {row["agreement_id"] for row in rows} == {key for key, parties in of.items() if "JPN" in parties}
    assert cli.main(["show", "agreements", "--pair", "Philippines", "jp", "--format", "json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert {row["agreement_id"] for row in both} == {key for key, parties in of.items() if {"JPN", "PHL"} <= parties}
    assert len(both) >= 3


def test_show_tells_that_nothing_is_on_record(capsys):
    assert cli.main(["show", "events", "--pair", "FJI", "BOL"]) == 0
    assert capsys.readouterr() == ("", "pactbook: nothing on record\n")
    assert cli.main(["show", "events", "--pair", "FJI", "BOL", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--state", "Japn"], "--state: 'Japn' is no country: did you mean JPN, Japan?"),
        (["--state", ""], "--state: '' is no country"),
        (["--pair", "JPN", "Japan"], "--pair: Japan stands twice: name two states"),
    ],
)
def test_show_names_the_nearest_state(capsys, words, told):
    assert cli.main(["show", "agreements", *words]) == 2
    assert told in capsys.readouterr().err


# -------------------------------------------------------------------------------------------------------- params


def test_params_gives_the_schema_of_a_notebook(capsys):
    assert cli.main(["params", BILATERAL]) == 0
    schema = json.loads(capsys.readouterr().out)[BILATERAL]
    assert set(schema["properties"]) == set(parameters.BilateralAgreements.model_fields)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", ["01-bilateral-agreement", ""])
def test_params_names_the_nearest_notebook(capsys, name):
    assert cli.main(["params", name]) == 2
    assert "is no notebook" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------ validate, run, case


def test_validate_counts_the_rows(capsys):
    assert cli.main(["validate"]) == 0
    assert "agreements" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["validate", "run"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country_b: Pakstan", "did you mean PAK, Pakistan?"),
        ("country_b: BLR", "the same state"),
        ("country_b: PAK\nas_of: 2999-01-01", "lies in the future"),
        ('"a\\nb": 1', "cannot be a parameter's name"),
        ("country_b: [1", "not readable as YAML"),
        ("notebooks: [05-none]", "is no notebook"),
        ("blocs: [Quat]", "did you mean 'QUAD'"),
        ("country: PAK\nsystems: [pak-none]", "pactbook show systems --state PAK"),
        ("article: none", "pactbook list articles"),
        ("country_b: PAK\nfocus: none", "pactbook show agreements --pair BLR PAK"),
        ("hypothesis: [SUN, YUG, DDR]", "had ended by"),
    ],
)
def test_a_bad_case_file_is_refused_before_a_kernel_starts(tmp_path, capsys, trusted, monkeypatch, command, text, told):
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    path = tmp_path / "bad.yml"
    path.write_text(text, encoding="utf-8")
    assert cli.main([command, str(path)]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert all(line.startswith("pactbook: bad.yml: ") for line in message.splitlines())
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("command", ["run", "validate"])
@pytest.mark.parametrize("name", ["../etc", "a/b", "..", "no-such-case", "", "x" * 250, "~nobody-here/x.yml"])
def test_a_case_that_is_not_there_is_a_line(capsys, trusted, command, name):
    assert cli.main([command, name]) == 2
    message = capsys.readouterr().err
    assert message.startswith("pactbook: case") and message.count("\n") == 1


def test_what_is_left_out_is_told_and_the_rest_runs(tmp_path, capsys, ran):
    path = tmp_path / "my case.yml"
    path.write_text("country_a: FJI\ncountry_b: ISL\ncountry: FJI\npartner: ''\nas_of: 2026-11-24\n")
    for command in ("validate", "run"):
        assert cli.main([command, str(path)]) == 0
        told = capsys.readouterr().err
        assert told == (
            "pactbook: 03-missile-program-context is left out: no missile programme of Fiji is on record by 2026-11-24\n"
        )
    assert [list(case.parameters) for case in ran] == [[BILATERAL]]
    assert ran[0].name == "my-case"


def test_run_takes_two_states_a_day_and_parameters(capsys, ran):
    words = [
        "--pair",
        "Japan",
        "PHL",
        "--as-of",
        "2024-12-31",
        "-p",
        "since=2001",
        "-p",
        "blocs=[QUAD, ASEAN]",
        "-p",
        "focus=",
    ]
    assert cli.main(["run", *words]) == 0
    (case,) = ran
    assert case.name == "jpn-phl-2024-12-31", "that of another day stands beside it"
    one = case.parameters[BILATERAL]
    assert (one.country_a, one.country_b, one.as_of.isoformat(), one.since, one.focus) == (
        "JPN",
        "PHL",
        "2024-12-31",
        2001,
        "",
    )
    assert case.parameters["02-alliance-maps"].blocs == ["QUAD", "ASEAN"]


def test_run_takes_a_case_with_another_day_and_parameters(ran):
    assert cli.main(["run", "belarus-pakistan", "--as-of", "latest", "-p", "language=de", "-p", "country_b=NO"]) == 0
    params = ran[0].parameters[BILATERAL]
    assert (params.language, params.country_b) == ("de", "NOR")
    assert params.as_of == load().newest_day


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-p", "since"], "-p 'since': write KEY=VALUE"),
        (["-p", "since=[1"], "-p since: line 1: not readable as YAML"),
        (["-p", "since=2000", "-p", "since=2001"], "-p since: stands twice"),
        (["-p", "sinc=2000"], "did you mean 'since'"),
        (["-p", "since=2000;"], "since: '2000;' is no year"),
        (["--as-of", "yesterday"], "as_of: 'yesterday' is no date"),
    ],
)
@pytest.mark.parametrize(
    "command", [["run", "--pair", "JPN", "PHL"], ["run", "belarus-pakistan"], ["case", "JPN", "PHL"]]
)
def test_a_mistake_in_a_parameter_is_told(capsys, ran, command, words, told):
    assert cli.main([*command, *words]) == 2
    assert told in capsys.readouterr().err
    assert ran == []


def test_case_writes_a_file_that_run_takes(tmp_path, capsys, ran):
    assert cli.main(["case", "JPN", "PHL", "--as-of", "2024-12-31", "-p", "since=2001"]) == 0
    path = tmp_path / "case.yml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert cli.main(["run", str(path)]) == 0
    assert ran[0].parameters == for_pair("JPN", "PHL", "2024-12-31", changes={"since": 2001}).parameters
    assert "# 04-claims-audit is left out" in path.read_text()


# ------------------------------------------------------------------------------------------------ what goes wrong


def test_a_broken_table_is_told_with_file_and_line(folder, capsys, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    folder.change("agreements", folder.rows("agreements")[0]["agreement_id"], signed="2025-91")
    assert cli.main(["validate"]) == 2
    assert "agreements.csv:" in capsys.readouterr().err


def test_rows_that_contradict_each_other_stop_validate_and_run_with_twenty_lines(folder, capsys, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    monkeypatch.setattr(runner, "run", lambda case: pytest.fail("ran"))
    monkeypatch.setattr(checks, "CHECKS", [lambda record: (f"blocs.csv: problem {n}" for n in range(1_292))])
    for words in (["validate"], ["run", "--pair", "FJI", "ISL", "--as-of", "2024-03-01"]):
        assert cli.main(words) == 2
        told = [line for line in capsys.readouterr().err.splitlines() if "left out" not in line]
        assert len(told) == 21
        assert told[-1] == "pactbook: … and 1272 more"


def test_a_data_folder_that_is_a_file_is_told(tmp_path, capsys, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path / "file"))
    for words in (["validate"], ["show", "events"], ["list", "blocs"], ["case", "JPN", "PHL"], ["audit", "check"]):
        assert cli.main(words) == 2
        assert "is a file: name the folder of the tables" in capsys.readouterr().err


def test_a_build_folder_that_is_a_file_is_told(tmp_path, capsys, trusted, monkeypatch):
    (tmp_path / "build").touch()
    monkeypatch.setattr(paths, "build", lambda: tmp_path / "build")
    assert cli.main(["run", "belarus-pakistan"]) == 2
    assert "a file stands where reports go" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "No space left on device: /x/y"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "Permission denied: /x/y"),
        (OSError(errno.EIO, "Input/output error"), "[Errno 5] Input/output error"),
    ],
)
def test_what_the_machine_refuses_is_a_line_with_the_file(capsys, monkeypatch, error, told):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(cases, "load_case", refuse)
    assert cli.main(["run", "belarus-pakistan", "--force"]) == 1
    assert capsys.readouterr().err == f"pactbook: {told}\n"


def test_an_error_of_our_own_is_not_hidden(monkeypatch):
    monkeypatch.setattr(states, "name", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["list", "states"])


def test_a_pipe_that_closes_is_quiet():
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m pactbook.cli params | head -1; echo end"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "end"
    assert done.stderr == ""


# Ctrl-C while a library is imported: here pandas, which stands for all, and turns it into an error of its own if `spoil`.
INTERRUPTED = """
import os, signal, sys
from pactbook import cli

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                raise ImportError("multiarray failed to import") if SPOIL else KeyboardInterrupt

sys.meta_path.insert(0, Finder())
sys.exit(cli.main(["validate"]))
"""


@pytest.mark.parametrize("spoil", [False, True])
def test_ctrl_c_in_an_import_is_one_line_and_130(spoil):
    done = run_python(INTERRUPTED.replace("SPOIL", str(spoil)))
    assert (done.returncode, done.stderr, done.stdout) == (130, "pactbook: stopped\n", "")


def test_a_run_that_is_ended_from_outside_is_one_line_and_130(capsys, monkeypatch):
    """The runner turns SIGTERM into a KeyboardInterrupt of its own."""

    def ended(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cases, "load_case", ended)
    assert cli.main(["run", "belarus-pakistan", "--force"]) == 130
    assert capsys.readouterr().err == "pactbook: stopped\n"


def test_make_takes_a_case_with_a_space_in_its_name():
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    command = ["make", "--dry-run", "--always-make", "--directory", str(paths.ROOT), "report", "CASE=it's my case.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"MAKEFLAGS": ""})
    line = next(line for line in done.stdout.splitlines() if "pactbook run" in line)
    words = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True).stdout
    assert words.splitlines()[1:] == ["run", "it's my case.yml"]


# --------------------------------------------------------------------------------------------------------- audit


@pytest.mark.parametrize(
    ("content", "output", "told"),
    [(b"\xff\xfe", None, "not UTF-8"), (None, None, "No such file"), (b"\n", None, "no text was found")],
)
def test_audit_new_tells_what_it_cannot_read(tmp_path, capsys, content, output, told):
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    assert cli.main(["audit", "new", str(article)]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "article.yml").exists()


def test_audit_new_never_writes_over_a_worksheet(tmp_path, capsys):
    (tmp_path / "article.txt").write_text("Fiji and Iceland have signed a treaty.", encoding="utf-8")
    (tmp_path / "article.yml").write_text("mine", encoding="utf-8")
    assert cli.main(["audit", "new", str(tmp_path / "article.txt")]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "article.yml").read_text(encoding="utf-8") == "mine"


def test_audit_new_takes_two_states(tmp_path, capsys):
    assert cli.main(["audit", "new", str(tmp_path / "a.txt"), "--pair", "Fiji", "FJI"]) == 2
    assert "Fiji stands twice" in capsys.readouterr().err


@pytest.mark.slow
def test_audit_check_without_a_file_names_each_problem_of_the_record(folder, capsys, monkeypatch):
    assert cli.main(["audit", "check"]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    folder.change("claims", "article-5", evidence="blocs:nothing")
    assert cli.main(["audit", "check"]) == 2
    assert "claims.csv: article-5: evidence: 'blocs:nothing' does not exist" in capsys.readouterr().err
