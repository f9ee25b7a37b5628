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


ARTICLE = "Eine Zeile.\n\n„Ein Satz“, sagte Anna Berg.\n"


def test_claims_new_writes_an_empty_table_to_the_screen_or_a_new_file(tmp_path, capsys):
    article, target = tmp_path / "An Article.txt", tmp_path / "claims.csv"
    article.write_text(ARTICLE, encoding="utf-8")
    assert cli.main(["claims", "new", str(article)]) == 0
    shown = capsys.readouterr().out
    assert "an-article-02,an-article,2,Anna Berg," in shown
    assert cli.main(["claims", "new", str(article), "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == shown
    assert sorted(path.name for path in tmp_path.iterdir()) == ["An Article.txt", "claims.csv"]
    assert cli.main(["claims", "new", str(article), "--output", str(target)]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "output", "told"),
    [(b"\xff\xfe", None, "not UTF-8"), (None, None, "No such file"), (b"a", "no/x.csv", "No such")],
)
def test_claims_new_tells_what_it_cannot_read_or_write(tmp_path, capsys, content, output, told):
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    extra = ["--output", str(tmp_path / output)] if output else []
    assert cli.main(["claims", "new", str(article), *extra]) == 2
    assert told in capsys.readouterr().err


def test_claims_check_names_each_problem(folder, capsys, monkeypatch):
    assert cli.main(["claims", "check"]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    folder.change("claims", "article-5", evidence="blocs:nothing")
    assert cli.main(["claims", "check"]) == 2
    assert "claims.csv: article-5: evidence: 'blocs:nothing' does not exist" in capsys.readouterr().err
