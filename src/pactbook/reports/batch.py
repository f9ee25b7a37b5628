"""Many reports of one notebook: every two states of a set, on every day of a list, and what they found as one table.

A batch leaves out figures' files, pages and PDFs: it is for those who compare findings. `pactbook run` makes the whole report
of a pair that is worth it. A batch that was stopped goes on where it was; what was made of other tables, notebooks or
libraries is made anew.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.progress import Progress

from pactbook import parameters, paths, states, tabular
from pactbook.errors import UserError
from pactbook.parameters import BilateralAgreements
from pactbook.record import Tables, names
from pactbook.reports import files, html, suggest, unchanged
from pactbook.reports.context import Context
from pactbook.reports.run import progress_bar
from pactbook.reports.signals import ending_once
from pactbook.reports.workers import Workers, side_by_side, temporary, workers
from pactbook.subjects import membership

SUMMARY = "summary.csv"
_BLOC = "bloc:"
_EVERY = "all"
_TEMPORARY = "temporary"


@dataclass(frozen=True)
class Item:
    """One report of a batch: its name, which is that of its files, and its parameters."""

    name: str
    values: Mapping[str, Any]


def pairs(asked: Iterable[str], everything: Tables, day: parameters.Day) -> list[tuple[str, str]]:
    """Return the pairs of states that some words ask for, each once, in alphabetical order.

    Parameters
    ----------
    asked : iterable of str
        ``JPN-PHL`` (codes or names, with a hyphen between them), ``bloc:SCO`` (every two members on the day) or ``all`` (every
        two states with a document of their own on record).
    everything : Tables
        The record.
    day : datetime.date
        The day.

    Raises
    ------
    UserError
        If a word asks for nothing.
    """
    found: set[tuple[str, str]] = set()
    for word in asked:
        if word == _EVERY:
            found |= {
                tuple(sorted(both))
                for both in everything.agreements.parties
                if len(both) == 2 and all(map(states.is_code, both))
            }
        elif word.startswith(_BLOC):
            known = names.of_blocs(everything.blocs)
            bloc = names.resolve(word.removeprefix(_BLOC), known, "--pairs", "is not on record")
            members = membership.of_blocs(everything, [bloc], day)
            found |= set(itertools.combinations(sorted(set(members[members.role == "member"].iso3)), 2))
        else:
            one, hyphen, other = word.partition("-")
            if not hyphen:
                raise UserError(f"--pairs {word}: write A-B, bloc:NAME or all")
            a, b = (states.resolve(name.strip(), "--pairs") for name in (one, other))
            found.add((min(a, b), max(a, b)))
    return sorted(found)


def items(asked: Collection[str], days: Collection[str], changes: Mapping[str, Any], context: Context) -> list[Item]:
    """Return the reports of a batch, each checked.

    Parameters
    ----------
    asked : collection of str
        As `pairs` takes it.
    days : collection of str
        The days, each as ``as_of`` takes it.
    changes : mapping
        Other parameters, the same for all.
    context : Context
        Where the record is.

    Raises
    ------
    UserError
        If a value is not allowed; a line for each, before anything runs.
    """
    everything = context.record()
    found, faults = [], []
    for text in days:
        try:
            asked_for = BilateralAgreements(as_of=text, since=parameters.FIRST_DAY.year)
            day = asked_for.resolve(lambda: everything.newest_day).day
            for a, b in pairs(asked, everything, day):
                if not (states.existed(a, day) and states.existed(b, day)):
                    continue
                since = min(suggest.USUAL_SINCE, day.year)
                values = {"country_a": a, "country_b": b, "as_of": day.isoformat(), "since": since} | dict(changes)
                params = BilateralAgreements(**values)
                found.append(Item(f"{a}-{b}-{day}".lower(), params.model_dump(mode="json")))
        except (UserError, parameters.ParameterError) as error:
            faults += str(error).splitlines()
    if faults:
        raise UserError("\n".join(dict.fromkeys(faults)))
    if not found:
        raise UserError("--pairs: no two states of the day are asked for")
    return found


def run(wanted: list[Item], folder: Path, context: Context) -> tuple[Path, int]:
    """Run the reports of a batch side by side, those that are done left as they are.

    Parameters
    ----------
    wanted : list of Item
        The reports.
    folder : pathlib.Path
        Where they go: an executed notebook each, and the summary.
    context : Context
        Where the run reads, and how many run side by side.

    Returns
    -------
    pathlib.Path
        The summary, a CSV: report, ok, message (of one that failed), the parameters, and a column for each finding, with its
        sentence.
    int
        How many reports failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / ".batch"
    scratch.mkdir(exist_ok=True)
    # A notebook that somebody edits meanwhile is not run by half of the batch.
    notebook = scratch / f"{BilateralAgreements.notebook}.ipynb"
    inputs = unchanged.inputs()
    files.write_bytes(notebook, context.notebook(BilateralAgreements.notebook).read_bytes())
    jobs = {item.name: _job(item, notebook, inputs, folder, context) for item in wanted}
    waiting = [item.name for item in wanted if not _done(item, folder, scratch)]
    with ending_once():
        try:
            with workers(context.environment()) as staff, progress_bar("reports") as progress:
                _work(staff, progress, [jobs[name] for name in waiting], len(wanted), context.jobs)
        finally:
            shutil.rmtree(scratch / _TEMPORARY, ignore_errors=True)
    rows = [_row(item, folder, scratch) for item in wanted]
    files.write_text(folder / SUMMARY, tabular.text(pd.DataFrame(rows)))
    return folder / SUMMARY, sum(not row["ok"] for row in rows)


def _job(item: Item, notebook: Path, inputs: str, folder: Path, context: Context) -> Path:
    scratch = notebook.parent
    told = {
        "notebook": str(notebook),
        "inputs": inputs,
        "output": str(folder / f"{item.name}.ipynb"),
        "html": "",
        "outcome": str(scratch / f"{item.name}.outcome.json"),
        "journal": str(scratch / f"{item.name}.journal"),
        "limits": asdict(context.limits),
        "log": str(scratch / f"{item.name}.log"),
        "parameters": dict(item.values),
        "cwd": str(scratch),
        "title": item.name,
        "receipt": "",
        "environment": context.environment()
        | {"PACTBOOK_PARAMETERS": json.dumps(dict(item.values))}
        | temporary(scratch / _TEMPORARY),
    }
    path = scratch / f"{item.name}.job.json"
    asked = json.dumps(told, sort_keys=True)
    if not path.exists() or path.read_text(encoding="utf-8") != asked:
        files.write_text(path, asked)
        Path(told["outcome"]).unlink(missing_ok=True)
    return path


def _done(item: Item, folder: Path, scratch: Path) -> bool:
    return _outcome(item, scratch).get("ok", False) and (folder / f"{item.name}.ipynb").is_file()


def _outcome(item: Item, scratch: Path) -> dict[str, Any]:
    path = scratch / f"{item.name}.outcome.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _work(staff: Workers, progress: Progress, jobs: Sequence[Path], total: int, most: int) -> None:
    bar = progress.add_task("batch", total=total, completed=total - len(jobs))
    with contextlib.closing(side_by_side(staff, jobs, most)) as ending:
        for job, outcome in ending:
            path = Path(json.loads(job.read_text(encoding="utf-8"))["outcome"])
            files.write_text(path, json.dumps(outcome))  # of one that was ended, too
            progress.advance(bar)


def _row(item: Item, folder: Path, scratch: Path) -> dict[str, Any]:
    outcome, notebook = _outcome(item, scratch), folder / f"{item.name}.ipynb"
    ok = bool(outcome.get("ok"))
    row = {"report": item.name, "ok": ok, "message": outcome.get("message", "" if ok else "the process ended")}
    row |= {name: item.values[name] for name in ("country_a", "country_b", "as_of", "language")}
    for finding in html.findings(notebook) if ok else ():
        row.setdefault(finding["key"], finding["text"])
    return row


def folder_for(name: str) -> Path:
    """Return the folder of a batch."""
    return paths.build() / paths.slug(name)
