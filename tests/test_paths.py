import os
from pathlib import Path

import pytest

from pactbook import paths
from pactbook.errors import UserError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("belarus-pakistan", "belarus-pakistan"),
        ("Belarus & Pakistan", "belarus-pakistan"),
        ("  2025 report.v2 ", "2025-report-v2"),
        ("naïve", "na-ve"),
    ],
)
def test_slug_keeps_only_lower_case_digits_and_single_hyphens(name, expected):
    assert paths.slug(name) == expected


@pytest.mark.parametrize("name", ["../up", "a/b", "a\\b", "..", "x..y", "nul\0"])
def test_slug_refuses_what_can_leave_a_folder(name):
    with pytest.raises(UserError, match="must not contain"):
        paths.slug(name)


def test_slug_refuses_a_name_that_is_too_long():
    assert paths.slug("x" * 100) == "x" * 100
    with pytest.raises(UserError, match="at most 100 characters, not 101"):
        paths.slug("x" * 101)


@pytest.mark.parametrize("name", ["", "---", "Беларусь", "."])
def test_slug_refuses_a_name_of_which_nothing_is_left(name):
    with pytest.raises(UserError, match="at least one Latin letter or digit"):
        paths.slug(name)


def test_inside_lies_directly_in_the_folder(tmp_path):
    assert paths.inside(tmp_path, "My Case") == tmp_path.resolve() / "my-case"


def test_inside_refuses_a_link_that_leads_out(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "build" / "case").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="leaves the folder"):
        paths.inside(tmp_path / "build", "case")


def test_paths_do_not_depend_on_the_current_directory(tmp_path, monkeypatch):
    before = (paths.data(), paths.boundaries(), paths.CASES, paths.build())
    monkeypatch.chdir(tmp_path)
    assert (paths.data(), paths.boundaries(), paths.CASES, paths.build()) == before
    assert all(path.is_absolute() and path.is_dir() for path in before[:-1])


def test_where_the_package_is_installed_reports_go_where_it_is_called(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "INSTALLED", True)
    monkeypatch.chdir(tmp_path)
    assert paths.build() == tmp_path / "build"


def test_a_variable_points_to_another_folder_of_reports(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTBOOK_BUILD", str(tmp_path / "mine"))
    assert paths.build() == tmp_path / "mine"


def test_a_variable_points_to_another_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path))
    assert paths.data() == tmp_path
    monkeypatch.setenv("PACTBOOK_DATA", "")
    assert paths.data() == paths.ROOT / "data"


def test_a_data_folder_brings_its_own_boundaries_and_catalogue_or_takes_the_shipped(tmp_path, monkeypatch):
    shipped = paths.ROOT / "data"
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path))
    assert paths.boundaries() == shipped / "boundaries"
    assert paths.catalogue() == shipped / "reference.yaml"
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "reference.yaml").touch()
    assert paths.boundaries() == tmp_path / "boundaries"
    assert paths.catalogue() == tmp_path / "reference.yaml"
    assert paths.boundaries(shipped) == shipped / "boundaries"


@pytest.mark.parametrize(("name", "what"), [("a-file", "is a file"), ("nothing", "is not there")])
def test_a_variable_that_names_no_folder_is_refused(tmp_path, monkeypatch, name, what):
    (tmp_path / "a-file").touch()
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path / name))
    with pytest.raises(UserError, match=f"PACTBOOK_DATA: .*{what}: name the folder of the tables"):
        paths.data()


def test_no_module_writes_an_absolute_path_of_this_machine():
    home = str(Path.home())
    for path in (paths.ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert str(paths.ROOT) + os.sep not in text, path
        assert home + os.sep not in text, path
