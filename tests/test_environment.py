"""The files that stand side by side say the same, and the house keeps its floors."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from pactbook import __version__, paths

SRC = paths.ROOT / "src" / "pactbook"
LOCKS = sorted(paths.ROOT.glob("requirements*.lock"))
PYPROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# conda-forge names some packages otherwise, and splits others into a core and its extras.
CONDA_NAMES = {
    "python-igraph": "igraph",
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
    "ruamel.yaml": "ruamel-yaml",
}

FLOORS = {
    0: ["parameters", "paths", "locale", "states", "dates", "errors", "markup", "tabular", "characters"],
    1: ["record", "geo", "texts"],
    2: ["subjects"],
    3: ["plots"],
    4: ["exhibits"],
    5: ["reports", "maintain", "worksheets", "api"],
    6: ["cli", "explore"],
}
# What a room may use of its own floor.
NEIGHBOURS = {
    "states": ["dates", "errors", "paths"],
    "paths": ["errors"],
    "dates": ["errors"],
    "locale": ["states", "dates"],
    "parameters": ["states", "dates", "errors", "characters"],
    "maintain": ["reports"],
    "worksheets": ["maintain", "reports"],
    "api": ["reports"],
}
FLOOR = {name: floor for floor, names in FLOORS.items() for name in names}


def name_and_version(spec: str) -> tuple[str, str]:
    name, version = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", spec).groups()
    return CONDA_NAMES.get(name, name), version


def test_conda_and_pip_install_the_same():
    environment = yaml.safe_load((paths.ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert "defaults" not in environment["channels"]
    specs = [spec for spec in environment["dependencies"] if isinstance(spec, str)]
    specs += [spec for entry in environment["dependencies"] if isinstance(entry, dict) for spec in entry["pip"]]
    conda = dict(name_and_version(spec) for spec in specs if not spec.startswith("-"))
    assert conda.pop("python") == PYPROJECT["project"]["requires-python"]
    conda.pop("pip", None)
    assert conda == dict(name_and_version(spec) for spec in PYPROJECT["project"]["dependencies"])


def test_each_environment_has_its_lock_file():
    names = ["requirements-dev.lock", "requirements-docs.lock", "requirements-lab.lock", "requirements.lock"]
    assert [path.name for path in LOCKS] == names


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_host_and_pins_everything_with_hashes(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host|\s@\s", text)
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        if entry.strip() and not entry.startswith("#"):
            assert re.match(r"[a-z0-9.-]+==\S+ ", entry), entry[:80]
            assert "--hash=sha256:" in entry, entry[:80]


@pytest.mark.parametrize(
    ("path", "extras"),
    [
        ("requirements.lock", [None]),
        ("requirements-dev.lock", [None, "dev", "batch"]),
        ("requirements-docs.lock", ["docs"]),  # the pages are built without the package
        ("requirements-lab.lock", [None, "lab"]),
    ],
)
def test_a_lock_holds_every_dependency_at_its_floor_or_above(path, extras):
    text = (paths.ROOT / path).read_text(encoding="utf-8")
    pinned = {}
    for name, version in re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, flags=re.MULTILINE):
        pinned.setdefault(name, []).append(version)
    sets = PYPROJECT["project"]["optional-dependencies"] | {None: PYPROJECT["project"]["dependencies"]}
    for spec in (spec for extra in extras for spec in sets[extra]):
        name, floor = re.sub(r"\[.*?\]", "", spec).split(">=")
        assert name in pinned, spec
        for version in pinned[name]:
            assert numbers(version) >= numbers(floor), (spec, version)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))[:3]


def test_the_citation_has_the_version_and_the_day_of_its_release():
    citation, package = (
        yaml.safe_load((paths.ROOT / name).read_text(encoding="utf-8"))
        for name in ("CITATION.cff", "data/datapackage.yaml")
    )
    assert citation["version"] == package["version"] == __version__
    log = (SRC / "maintain" / "data-rules.md").read_text(encoding="utf-8")
    day, month, year = re.search(rf"^- {re.escape(__version__)}, (\d+) (\w+) (\d+):", log, re.MULTILINE).groups()
    released = citation["date-released"]
    assert (str(released.day), f"{released:%B}", str(released.year)) == (day, month, year)


def test_known_holes_stay_closed():
    specs = PYPROJECT["project"]["dependencies"] + PYPROJECT["project"]["optional-dependencies"]["lab"]
    floors = {name: numbers(version) for name, version in (spec.split(">=") for spec in specs)}
    assert floors["nbconvert"] >= (7, 17, 2)
    assert floors["jupyterlab"] >= (4, 6, 2)
    assert floors["jupyter-server"] >= (2, 20)


# -------------------------------------------------------------------------------------------------------- floors


def part_of(path: Path) -> str:
    """Return the module or subpackage of `pactbook` that a file belongs to."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the dotted names inside `pactbook` that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = ["pactbook", *path.relative_to(SRC).parts[:-1]]
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("pactbook.") for name in found if name.startswith("pactbook.")}


MODULES = sorted(path for path in SRC.rglob("*.py") if path.name != "__init__.py" or path.parent != SRC)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_imports_only_from_floors_below(path):
    own = part_of(path)
    assert own in FLOOR, f"{own} has no floor: add it to the table here and in the design"
    for name in imports(path):
        other = name.split(".")[0]
        if other in ("__version__", own):
            continue
        allowed = FLOOR[other] < FLOOR[own] or other in NEIGHBOURS.get(own, ())
        assert allowed, f"{own} (floor {FLOOR[own]}) imports {other} (floor {FLOOR[other]})"


@pytest.mark.slow
def test_modules_of_one_floor_form_no_circle():
    graph = {}
    for path in MODULES:
        own = part_of(path)
        graph.setdefault(own, set()).update(name.split(".")[0] for name in imports(path))
    graph = {own: {name for name in names if name in FLOOR and name != own} for own, names in graph.items()}
    while graph:
        leaves = [name for name, needs in graph.items() if not needs & graph.keys()]
        assert leaves, f"these import each other: {sorted(graph)}"
        for name in leaves:
            del graph[name]


def test_figures_know_no_facts_and_read_no_files():
    for path in (SRC / "plots").rglob("*.py"):
        assert not {"record", "subjects", "parameters"} & {name.split(".")[0] for name in imports(path)}, path.name
        assert not re.search(r"read_csv|read_text|(?<!Image\.)open\(", path.read_text(encoding="utf-8")), path.name


def modules_in(path: Path) -> set[str]:
    """Return the names under which a file has modules of `pactbook`, wherever it imports them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pactbook"):
            folder = SRC.joinpath(*node.module.split(".")[1:])
            found |= {
                alias.asname or alias.name
                for alias in node.names
                if (folder / f"{alias.name}.py").exists() or (folder / alias.name / "__init__.py").exists()
            }
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_parameter_shadows_a_module(path):
    modules = modules_in(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.arg):
            assert node.arg not in modules, (node.lineno, node.arg)


@pytest.mark.parametrize("room", ["geo", "plots"])
def test_no_module_is_long(room):
    long = {path.name: path.read_text(encoding="utf-8").count("\n") for path in (SRC / room).rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 450} == {}


@pytest.mark.slow
def test_only_the_command_line_prints():
    for path in MODULES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        prints = [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"]
        assert not prints or part_of(path) in ("cli", "maintain"), (path.name, prints)
