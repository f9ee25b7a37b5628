"""The package as it is installed: a wheel that carries its data, in a folder that holds nothing else."""

import os
import subprocess
import sys
import zipfile

import pytest

from pactbook import paths
from pactbook.record import about, load
from pactbook.reports.case import case_names

pytestmark = pytest.mark.slow
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
OFFLINE = ["--no-index", "--no-deps"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", "--no-build-isolation", *OFFLINE, "--wheel-dir", str(folder), str(paths.ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a function that runs Python in an empty folder with the wheel in front of all other packages."""
    site, empty = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("empty")
    subprocess.run([*PIP, "install", *OFFLINE, "--target", str(site), str(wheel)], check=True, capture_output=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PACTBOOK_")}

    def python(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=empty,
            env=clean | {"PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return python


def test_the_wheel_carries_what_the_package_reads_and_no_more(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    carried = {name.removeprefix("pactbook/_data/") for name in names if name.startswith("pactbook/_data/")}
    data = [*(paths.ROOT / "data").glob("*.*"), *(paths.ROOT / "data" / "boundaries").glob("*.*")]
    books = [*paths.NOTEBOOKS.glob("*.ipynb"), *paths.CASES.glob("*.yml")]
    expected = {path.relative_to(paths.ROOT).as_posix() for path in (*data, *books)}
    assert carried == expected - {"data/boundaries/build.py"}
    code = {
        f"pactbook/{path.relative_to(paths.PACKAGE).as_posix()}"
        for path in paths.PACKAGE.rglob("*.*")
        if path.is_file()
    }
    code = {name for name in code if not name.endswith(".pyc")}
    shared = {name.split(".data/data/")[1] for name in names if ".data/data/" in name}
    assert shared == {
        "share/jupyter/kernels/pactbook/kernel.json",
        "share/jupyter/voila/templates/pactbook/conf.json",
        "share/jupyter/voila/templates/pactbook/index.html.j2",
        "etc/jupyter/jupyter_server_config.d/pactbook.json",
    }
    assert {name for name in names if name.startswith("pactbook/")} - {
        f"pactbook/_data/{name}" for name in carried
    } == code


def test_installed_it_loads_the_tables_in_an_empty_folder(installed):
    told = installed("-c", "from pactbook import paths, record; r = record.load(); "
                     "print(paths.ROOT, paths.build(), len(r.agreements), len(r.sources), sep='\\n')").splitlines()  # fmt: skip
    assert told[0].endswith("pactbook/_data") and not told[0].startswith(str(paths.ROOT))
    assert told[1].endswith("/build") and "empty" in told[1]
    assert [int(n) for n in told[2:]] == [len(load().agreements), len(load().sources)]


def test_installed_it_lists_the_cases_and_makes_one(installed):
    assert [line.split()[0] for line in installed("-m", "pactbook.cli", "list").splitlines()] == case_names()
    assert "country_b: PHL" in installed("-m", "pactbook.cli", "case", "Japan", "Philippines", "--as-of", "2026-01-01")


def test_installed_it_answers_in_python(installed):
    told = installed("-c", "import pactbook as pb; print(len(pb.agreements(state='Japan')))")
    assert int(told) == len(about.rows(load(), "agreements", ["JPN"])) > 0
