"""The command line: exit codes and messages."""

import json

import pytest

from pactbook import cli, parameters, paths


def test_list_names_the_cases(capsys):
    assert cli.main(["list"]) == 0
    assert "belarus-pakistan" in capsys.readouterr().out


def test_params_gives_the_schema_of_a_notebook(capsys):
    assert cli.main(["params", "01-bilateral-agreements"]) == 0
    schema = json.loads(capsys.readouterr().out)["01-bilateral-agreements"]
    assert set(schema["properties"]) == set(parameters.BilateralAgreements.model_fields)
    assert schema["additionalProperties"] is False


def test_params_names_the_nearest_notebook(capsys):
    assert cli.main(["params", "01-bilateral-agreement"]) == 2
    assert "did you mean '01-bilateral-agreements'" in capsys.readouterr().err


def test_validate_counts_the_rows(capsys):
    assert cli.main(["validate"]) == 0
    assert "agreements" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country_b: Pakstan", "did you mean PAK, Pakistan?"),
        ("country_b: BLR", "the same state"),
        ("country_b: PAK\nas_of: 2999-01-01", "lies in the future"),
        ("country_b: PAK\nas_of: yesterday", "is no date"),
        ("cuntry_b: PAK", "did you mean 'country_b'?"),
        ('"a\\nb": 1', "cannot be a parameter's name"),
        ('"a\'b": 1', "cannot be a parameter's name"),
        ("country_b: [1", "not readable as YAML"),
        ("country_a: BLR\ncountry_a: PAK", "stands twice"),
        ("notebooks: [05-none]", "is no notebook"),
    ],
)
def test_a_bad_case_file_is_refused_before_a_kernel_starts(tmp_path, capsys, monkeypatch, text, told):
    monkeypatch.setattr(paths, "BUILD", tmp_path / "build")
    path = tmp_path / "bad.yml"
    path.write_text(text, encoding="utf-8")
    assert cli.main(["run", str(path)]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert "bad.yml" in message
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("name", ["../etc", "a/b", "..", "no-such-case"])
def test_a_case_name_cannot_leave_the_folder(capsys, name):
    assert cli.main(["run", name]) == 2
    assert capsys.readouterr().err.startswith("pactbook: case")


def test_a_broken_table_is_told_with_file_and_line(folder, capsys, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    folder.change("agreements", folder.rows("agreements")[0]["agreement_id"], signed="2025-91")
    assert cli.main(["validate"]) == 2
    assert "agreements.csv:" in capsys.readouterr().err
