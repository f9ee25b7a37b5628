"""``make mutate``: which changes of the code no test notices.

First the changes of ``seeded.yaml``, which the fast tests must all catch; then, for each module named, changes drawn by a
seed: a comparison turned round, a number moved by one, a sign or a word of logic exchanged. Each is made in a copy of the
checkout, and the module's own tests are run on it. What survives is printed, and the share that was caught.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
SEED = 20250411
# The modules whose sentences and numbers everything rests on, with the tests that are theirs.
MODULES = {
    "src/pactbook/record/status.py": ["tests/record", "tests/subjects/test_ties.py"],
    "src/pactbook/record/days.py": ["tests/record/test_days.py"],
    "src/pactbook/record/voices.py": ["tests/record"],
    "src/pactbook/subjects/ties.py": ["tests/subjects/test_ties.py", "tests/subjects/test_pair.py"],
    "src/pactbook/subjects/likeness.py": ["tests/subjects/test_likeness.py"],
    "src/pactbook/subjects/membership.py": ["tests/subjects/test_membership.py"],
    "src/pactbook/subjects/completeness.py": ["tests/subjects/test_completeness.py"],
    "src/pactbook/subjects/bloc/table.py": ["tests/subjects/test_bloc.py"],
    "src/pactbook/subjects/pair/table.py": ["tests/subjects/test_pair.py"],
    "src/pactbook/subjects/programme/table.py": ["tests/subjects/test_programme.py"],
}
_COMPARED = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "=="}
_SYMBOL = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def changes(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, old, new) of every change that the text allows."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = source.encode()

    def between(one: ast.expr, two: ast.expr) -> tuple[int, str]:
        start = starts[one.end_lineno - 1] + one.end_col_offset
        return start, raw[start : starts[two.lineno - 1] + two.col_offset].decode()

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
            start, text = between(node.left, node.comparators[0])
            old = _SYMBOL[type(node.ops[0])]
            if text.count(old) == 1:
                yield start + text.index(old), old, _COMPARED[type(node.ops[0])]
        elif isinstance(node, ast.BoolOp):
            start, text = between(node.values[0], node.values[1])
            old, new = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
            if text.count(old) == 1:
                yield start + text.index(old), old, new
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            start = starts[node.lineno - 1] + node.col_offset
            yield start, str(node.value), str(node.value + 1)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield starts[node.lineno - 1] + node.col_offset, "not ", ""


def changed(source: str, offset: int, old: str, new: str) -> str | None:
    raw = source.encode()
    if raw[offset : offset + len(old)].decode(errors="replace") != old:
        return None
    return (raw[:offset] + new.encode() + raw[offset + len(old) :]).decode()


def caught(checkout: Path, file: str, text: str, tests: list[str]) -> bool:
    """Tell whether some tests fail on a copy of the checkout in which one file has another text."""
    path = checkout / file
    kept = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", *tests]
        environment = os.environ | {"PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
    finally:
        path.write_text(kept, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(f"the tests did not run:\n{done.stdout[-2000:]}")
    return done.returncode == 1


def copied(folder: Path) -> Path:
    checkout = folder / "checkout"
    skip = shutil.ignore_patterns(".git", ".venv*", "build", "__pycache__", ".*_cache", "figures")
    shutil.copytree(ROOT, checkout, ignore=skip)
    return checkout


def demand_green(checkout: Path, file: str, tests: list[str]) -> None:
    """Refuse to judge by tests that fail on the copy as it is."""
    if caught(checkout, file, (ROOT / file).read_text(encoding="utf-8"), tests):
        raise SystemExit(f"{' '.join(tests)}: these fail without any change")


def seeded(checkout: Path) -> list[str]:
    """Return why each seeded change that no test noticed is one."""
    missed, green = [], set()
    for one in yaml.safe_load((Path(__file__).parent / "seeded.yaml").read_text(encoding="utf-8")):
        source = (ROOT / one["file"]).read_text(encoding="utf-8")
        if one["from"] not in source:
            raise SystemExit(f"seeded.yaml: {one['file']} does not hold {one['from']!r}")
        if (tests := tuple(one["tests"])) not in green:
            demand_green(checkout, one["file"], one["tests"])
            green.add(tests)
        found = caught(checkout, one["file"], source.replace(one["from"], one["to"]), one["tests"])
        print(f"{'caught' if found else 'MISSED':8}{one['why']}", flush=True)
        missed += [] if found else [one["why"]]
    return missed


def drawn(checkout: Path, file: str, number: int) -> tuple[int, int]:
    """Return how many drawn changes of a module there were and how many the tests noticed."""
    source = (ROOT / file).read_text(encoding="utf-8")
    every = sorted(set(changes(source)))
    chosen = random.Random(f"{SEED}{file}").sample(every, min(number, len(every)))  # noqa: S311 (no secret)
    found = 0
    for offset, old, new in sorted(chosen):
        text = changed(source, offset, old, new)
        line = source.encode()[:offset].decode().count("\n") + 1
        if text is not None and caught(checkout, file, text, MODULES[file]):
            found += 1
        else:
            print(f"survives: {file}:{line}: {old.strip()} → {new.strip() or 'nothing'}", flush=True)
    return len(chosen), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6, help="changes drawn a module; 0: the seeded ones alone")
    parser.add_argument("modules", nargs="*", default=list(MODULES), help="modules, by path")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        checkout = copied(Path(name))
        missed = seeded(checkout)
        total = [drawn(checkout, module, asked.each) for module in asked.modules if asked.each]
    if total:
        made, found = map(sum, zip(*total, strict=True))
        print(f"drawn: {found} of {made} caught ({100 * found / made:.0f} %)")
    sys.exit(f"{len(missed)} seeded changes were missed" if missed else 0)


if __name__ == "__main__":
    main()
