"""A case: which notebooks run with which parameters, read from a file or made for two states, and checked as a whole.

All that is wrong with a case is told at once, before a kernel starts.
"""

from __future__ import annotations

import dataclasses
import keyword
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from pactbook import characters, parameters, paths
from pactbook.errors import UserError, hint, shown
from pactbook.parameters import MODELS, AllianceMaps, ParameterError
from pactbook.record import Tables
from pactbook.reports import casefile, suggest
from pactbook.reports.context import Context
from pactbook.reports.gate import Asked, gate

_LONGEST_TITLE = 200


class Case(BaseModel):
    """A case: its name, the checked parameters of each of its notebooks, and the folder of the reader's rows if it names one."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    parameters: dict[str, Any]
    left_out: dict[str, str] = {}
    overlay: Path | None = None

    def arguments(self, notebook: str) -> dict[str, Any]:
        """Return what goes into the parameters cell of a notebook, as JSON values."""
        return self.parameters[notebook].model_dump(mode="json")


def case_names() -> list[str]:
    """Return the names of the shipped cases."""
    return casefile.names()


def load_case(case: str, context: Context | None = None, changes: Mapping[str, Any] | None = None) -> Case:
    """Read and check a case file.

    Parameters
    ----------
    case : str
        Name of a shipped case, or path to a YAML file: ``title``, optionally ``notebooks`` (default: every notebook
        of which the file gives a parameter that it alone has), ``overlay`` (a folder of the reader's own rows, seen from that
        of the file), and the parameters of the notebooks, flat.
    context : Context, optional
        Where the record is; default that of this process.
    changes : mapping, optional
        Values in place of those of the file.

    Raises
    ------
    UserError
        With a line for everything that is wrong with it.
    """
    path = casefile.find(case)
    values = casefile.read(path)
    values |= dict(changes or {})
    context = context or Context.here()
    context.record()  # what is wrong with the record is told as that, and not as a fault of this file
    return _named(path.name, lambda: make(path.stem, values, context, path.parent))


def for_pair(
    a: str,
    b: str,
    as_of: str = parameters.TODAY,
    context: Context | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Case:
    """Make a case of two states, with what the record of the day suggests to ask.

    Parameters
    ----------
    a, b : str
        The states: codes or names.
    as_of : str
        The day, or one of the words for one.
    context : Context, optional
        Where the record is; default that of this process.
    changes : mapping, optional
        Values in place of the suggested ones (`pactbook.reports.suggest`).

    Raises
    ------
    UserError
        If a state or a value is unknown, with a line for each.
    """
    context = context or Context.here()
    everything = context.record()
    changes = {"as_of": as_of} | dict(changes or {})
    first = parameters.FIRST_DAY.year
    asked = parameters.BilateralAgreements(country_a=a, country_b=b, as_of=changes["as_of"], since=first)
    asked = asked.resolve(lambda: everything.newest_day)
    values = suggest.values(asked.country_a, asked.country_b, asked.as_of, everything) | changes
    made = make("-".join([asked.country_a, asked.country_b, *_other(as_of, changes)]), values, context)
    if "blocs" in values or "notebooks" in changes:
        return made
    why = f"neither state is on record as a member of an organisation that a report would ask about on {asked.as_of}"
    return made.model_copy(update={"left_out": {AllianceMaps.notebook: why} | made.left_out})


def _other(as_of: str, changes: Mapping[str, Any]) -> list[str]:
    """Return what a report of another day or language has in its name, so that it stands beside the usual one."""
    usual = parameters.BilateralAgreements.model_fields["language"].default
    day, language = str(changes.get("as_of", as_of)).strip(), changes.get("language", usual)
    named = [day] if day not in (parameters.TODAY, parameters.LATEST) else []
    return [*named, *([str(language)] if language != usual else [])]


def make(name: str, values: Mapping[Any, Any], context: Context | None = None, folder: Path | None = None) -> Case:
    """Check the names and values of a case, and make it.

    Parameters
    ----------
    name : str
        Its name.
    values : mapping
        What a case file holds.
    context : Context, optional
        Where the record is; default that of this process.
    folder : pathlib.Path, optional
        From where an overlay is seen that the values name.

    Raises
    ------
    UserError
        With a line for everything that is wrong with it.
    """
    overlay = _overlay(values.get("overlay"), folder)
    context = context or Context.here()
    context = dataclasses.replace(context, overlay=overlay) if overlay else context
    draft = _Draft(context.record())
    draft.take(values)
    outcome = gate(draft.asked, context.record)
    faults = list(dict.fromkeys(draft.faults + outcome.faults))
    kept = {notebook: asked.params for notebook, asked in draft.asked.items() if notebook not in outcome.left_out}
    if not faults and not kept:
        faults = ["nothing to run", *told_left_out(outcome.left_out)]
    if faults:
        raise UserError("\n".join(faults))
    return Case(name=paths.slug(name), title=draft.title or name, parameters=kept, left_out=outcome.left_out,
                overlay=overlay)  # fmt: skip


def _overlay(named: object, folder: Path | None) -> Path | None:
    """Return the folder of the reader's own rows that a case names."""
    if named in (None, ""):
        return None
    if not isinstance(named, str) or "\0" in named:
        raise UserError(f"overlay: {shown(named)} is no folder: name the one that holds your tables")
    try:
        path = Path(named).expanduser()
    except RuntimeError:  # ~nobody: there is no such user
        raise UserError(f"overlay: {shown(named)}: nobody here has that home folder") from None
    if folder is None and not path.is_absolute():
        raise UserError(f"overlay: {shown(named)}: write the whole path, from the root on")
    return (folder / path if folder else path).resolve()


def told_left_out(left_out: Mapping[str, str]) -> list[str]:
    """Return a line for each notebook that does not apply."""
    return [f"{notebook} is left out: {why}" for notebook, why in left_out.items()]


def as_text(case: Case, changed: Collection[str] = ()) -> str:
    """Return a case of `for_pair` as a file of its own, with comments; `changed` names the values that a user chose."""
    chosen = list(case.parameters)
    values = {"title": case.title, "notebooks": chosen}
    comments: dict[str, str] = {}
    for notebook in chosen:
        values |= case.arguments(notebook)
        comments |= {name: str(one.description) for name, one in MODELS[notebook].model_fields.items()}
    comments |= {name: why for name, why in suggest.REASONS.items() if name not in changed}
    about = f"{case.title}. `pactbook run` takes this file, and so does `papermill -f`."
    parts = [(notebook, parameters.own(notebook)) for notebook in chosen]
    return casefile.text([about, *told_left_out(case.left_out)], values, comments, parts)


def _named(file: str, make_it: Callable[[], Case]) -> Case:
    """Put the name of a file before each line of a refusal."""
    try:
        return make_it()
    except UserError as error:
        raise UserError("\n".join(f"{file}: {line}" for line in str(error).splitlines())) from None


@dataclass
class _Draft:
    """The values of a case while they are checked, and what is wrong with them so far."""

    everything: Tables
    title: str = ""
    asked: dict[str, Asked] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, values: Mapping[Any, Any]) -> None:
        """Check what can be told without the record."""
        names = self._names(values)
        self.title = self._title(values.get("title"))
        for notebook in self._notebooks(values, names):
            own = {name: values[name] for name in names if name in MODELS[notebook].model_fields}
            self._ask(notebook, own)

    def _ask(self, notebook: str, values: dict[str, Any], wrong: frozenset[str] = frozenset()) -> None:
        """Check the parameters of a notebook; the record is asked about the others where some are wrong."""
        try:
            params = MODELS[notebook](**values).resolve(lambda: self.everything.newest_day)
        except ParameterError as error:
            # What is wrong the second time is wrong with usual values, which nobody chose.
            if not wrong:
                self.faults += str(error).splitlines()
                self._ask(notebook, {k: v for k, v in values.items() if k not in error.names}, error.names)
        else:
            self.asked[notebook] = Asked(params, frozenset(values), wrong)

    def _names(self, values: Iterable[Any]) -> list[str]:
        """Return the names of parameters, without those that are none."""
        known = parameters.known()
        for name in values:
            if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
                self.faults.append(f"{shown(name)} cannot be a parameter's name: use letters, digits and _")
            elif name not in known:
                self.faults.append(f"{shown(name)} is no parameter of any notebook{hint(name, known)}")
        return [name for name in values if isinstance(name, str) and name in known - set(parameters.CASE_KEYS)]

    def _title(self, title: object) -> str:
        if title is None:
            return ""
        if not isinstance(title, str):
            self.faults.append(f"title: {shown(title)} is no text")
        elif not title.strip() or len(title) > _LONGEST_TITLE or "\n" in title:
            self.faults.append(f"title: {shown(title)}: one line of 1 to {_LONGEST_TITLE} characters is needed")
        elif fault := characters.fault(title):
            self.faults.append(f"title: {shown(title)} {fault}")
        else:
            return title
        return ""

    def _notebooks(self, values: Mapping[Any, Any], names: list[str]) -> list[str]:
        """Return the notebooks that are asked for: by name, or by a parameter that one of them alone has."""
        chosen = values.get("notebooks", [name for name in MODELS if not parameters.own(name).isdisjoint(names)])
        if not isinstance(chosen, list) or not chosen:
            if not self.faults:
                self.faults.append(
                    "notebooks: a list of notebook names is needed, or a parameter of at least one notebook"
                )
            return []
        for position, name in enumerate(chosen):
            if name not in list(MODELS):
                self.faults.append(f"notebooks: {shown(name)} is no notebook{hint(str(name), MODELS)}")
            elif name in chosen[:position]:
                self.faults.append(f"notebooks: {name} stands twice")
        return [name for name in MODELS if name in chosen]
