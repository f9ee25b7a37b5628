"""What a user may ask for: one model a notebook, and the case file that holds the parameters of several.

The parameters cell of a notebook, ``pactbook params``, the JSON Schema for editors and the tests all come from here.
"""

from __future__ import annotations

import datetime as dt
import keyword
import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pactbook import dates, paths, states
from pactbook.errors import UserError, hint

FIRST_DAY = dt.date(1945, 1, 1)


def _country(value: object) -> str:
    return states.resolve(value, "country")


def _party(value: object) -> str:
    """Return the state that is meant; an organisation signs nothing in the record."""
    if isinstance(value, str) and value.strip().lower().startswith("bloc:"):
        raise UserError(
            f"{value!r} is an organisation, and this notebook compares two states: name one of its members, or put the "
            "organisation into `blocs` of 02-alliance-maps"
        )
    return _country(value)


def _optional_country(value: object) -> str:
    return "" if value == "" else _country(value)


def _as_of(value: object) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, (str, dt.date)):
        raise UserError(f"{value!r} is no date: write YYYY-MM-DD")
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise UserError(f"{value!r} is no date: write YYYY-MM-DD")
        try:
            value = dates.span(value.strip())[0]
        except ValueError as error:
            raise UserError(str(error)) from None
    if value > dt.date.today():
        raise UserError(f"{value} lies in the future: the record ends today, {dt.date.today()}")
    if value < FIRST_DAY:
        raise UserError(f"{value} lies before {FIRST_DAY}: the record starts there")
    return value


Country = Annotated[str, BeforeValidator(_country, json_schema_input_type=str)]
Party = Annotated[str, BeforeValidator(_party, json_schema_input_type=str)]
OptionalCountry = Annotated[str, BeforeValidator(_optional_country, json_schema_input_type=str)]
Day = Annotated[dt.date, BeforeValidator(_as_of, json_schema_input_type=str)]
Year = Annotated[int, Field(ge=FIRST_DAY.year, le=2100, strict=True)]
# What a reader may count as defence: the values of the domains of agreements and events that concern security.
SecurityDomain = Literal[
    "defence", "mutual_defence", "military_technical", "arms_trade", "training", "exercises", "intelligence", "basing",
    "status_of_forces", "classified_information", "counter_terrorism", "cyber", "space", "nuclear", "border",
    "internal_security",
]  # fmt: skip
Words = Annotated[str, Field(pattern=r"^[A-Za-z0-9_:-]+$", strict=True)]
OptionalWords = Annotated[str, Field(pattern=r"^[A-Za-z0-9_:-]*$", strict=True)]


class Parameters(BaseModel):
    """What all notebooks share."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    notebook: ClassVar[str]

    as_of: Day = Field(dt.date(2026, 11, 24), description="the day: what was true and known on it, YYYY-MM-DD")
    language: Literal["en", "de"] = Field("en", description="language of the findings: en or de")

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise UserError(_explain(type(self), error)) from None


class BilateralAgreements(Parameters):
    """What two states have signed with each other."""

    notebook: ClassVar[str] = "01-bilateral-agreements"

    country_a: Party = Field("BLR", description="one state: ISO 3166-1 code or name")
    country_b: Party = Field("PAK", description="the other state")
    since: Year = Field(1994, description="first year shown")
    focus: OptionalWords = Field(
        "", description="the document to look at: an agreement_id; empty for the newest on defence"
    )
    domains: list[SecurityDomain] = Field([], description="what counts as defence; empty for the usual domains")
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")
    reference: Literal["auto", "off"] = Field(
        "auto", description="compare with outside datasets where they are: auto or off"
    )

    @model_validator(mode="after")
    def _two_states(self) -> BilateralAgreements:
        if states.same_line(self.country_a, self.country_b):
            raise ValueError(
                f"country_a and country_b are the same state, {states.name(self.country_a)}: name two states"
                if self.country_a == self.country_b
                else f"{states.name(self.country_a)} and {states.name(self.country_b)} are one state at different times: "
                "name two states"
            )
        if self.since > self.as_of.year:
            raise ValueError(f"since: {self.since} lies after as_of, {self.as_of}")
        return self


class AllianceMaps(Parameters):
    """Who is allied with whom on a date."""

    notebook: ClassVar[str] = "02-alliance-maps"

    blocs: list[Words] = Field(
        ["NATO", "CSTO", "SCO", "GCC"], min_length=1, max_length=6, description="organisations on the map, at most six"
    )
    hypothesis: list[Country] = Field(
        ["RUS", "CHN", "IRN", "PRK", "ZAF", "BLR", "PAK"],
        min_length=2,
        max_length=20,
        description="the set of states that somebody calls a bloc",
    )
    years: list[Year] = Field([1995, 2005, 2015], max_length=6, description="years of the small maps, before as_of")
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")
    projection: Literal["atlantic", "pacific"] = Field("atlantic", description="the middle of the world maps")
    reference: Literal["auto", "off"] = Field(
        "auto", description="outside datasets: where they are (auto), or none (off)"
    )

    @model_validator(mode="after")
    def _each_once(self) -> AllianceMaps:
        for name in ("blocs", "hypothesis"):
            values = getattr(self, name)
            if twice := next((value for value in values if values.count(value) > 1), None):
                label = f", {states.name(twice)}," if name == "hypothesis" else ""
                raise ValueError(f"{name}: {twice}{label} stands twice")
        return self


class MissileProgram(Parameters):
    """What is publicly known of a missile programme."""

    notebook: ClassVar[str] = "03-missile-program-context"

    country: Country = Field("PAK", description="the state whose programme it is")
    partner: OptionalCountry = Field("BLR", description="a state whose firms are highlighted; empty for none")
    systems: list[Words] = Field([], description="system ids of the range map; empty for all with a quoted range")
    compare: list[Country] = Field(
        ["IND", "CHN", "IRN", "PRK"], max_length=8, description="states whose programmes stand beside it, at most eight"
    )
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")

    @model_validator(mode="after")
    def _two_states(self) -> MissileProgram:
        if self.country == self.partner:
            raise ValueError(f"country and partner are the same state, {states.name(self.country)}: name two states")
        if twice := next((state for state in self.compare if self.compare.count(state) > 1), None):
            raise ValueError(f"compare: {twice}, {states.name(twice)}, stands twice")
        return self

    @property
    def side_by_side(self) -> list[str]:
        """Return the state itself and those that it is compared with, each once."""
        return list(dict.fromkeys([self.country, *self.compare]))


class ClaimsAudit(Parameters):
    """Which claims of an article hold."""

    notebook: ClassVar[str] = "04-claims-audit"

    article: Words = Field(
        "cpm-defence-network-2025-belarus-pakistan", description="the article: a source_id of sources.csv"
    )


MODELS: dict[str, type[Parameters]] = {
    model.notebook: model for model in (BilateralAgreements, AllianceMaps, MissileProgram, ClaimsAudit)
}
CASE_KEYS = ("title", "notebooks")


def _explain(model: type[Parameters], error: ValidationError) -> str:
    """Turn pydantic's report into one line a problem, with the nearest name."""
    lines = []
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            lines.append(f"{name!r} is no parameter of {model.notebook}{hint(name, model.model_fields)}")
            continue
        cause = problem.get("ctx", {}).get("error")
        message = str(cause) if cause else f"{problem['msg']}, not {problem['input']!r}"
        if problem["type"] == "literal_error":
            message += hint(str(problem["input"]), re.findall(r"'(\w+)'", problem["ctx"]["expected"]))
        lines.append(f"{name}: {message.removeprefix('country: ')}" if name else message)
    return "\n".join(lines)


class Case(BaseModel):
    """A case: its name and the checked parameters of each of its notebooks."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    parameters: dict[str, Any]

    def arguments(self, notebook: str) -> dict[str, Any]:
        """Return what goes into the parameters cell of a notebook, as JSON values."""
        return self.parameters[notebook].model_dump(mode="json")


class _Loader(yaml.SafeLoader):
    """YAML in which only true and false are booleans, as in YAML 1.2: NO is a string, and Norway."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))


def _no_duplicates(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict:
    keys = [loader.construct_object(key, deep=deep) for key, _ in node.value]
    for key in keys:
        if isinstance(key, (list, dict, set)):
            raise UserError(
                f"line {node.start_mark.line + 1}: {key!r} cannot be a parameter's name: use letters, digits and _"
            )
        if keys.count(key) > 1:
            raise UserError(f"line {node.start_mark.line + 1}: {key!r} stands twice")
    return dict(zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _no_duplicates)


def case_path(case: str) -> Path:
    """Return the file of a case: a path to a YAML file, or the name of one in ``notebooks/cases/``."""
    if case.endswith((".yml", ".yaml")):
        path = Path(case).expanduser()
    else:
        paths.slug(case)
        path = paths.CASES / f"{case}.yml"
    if not path.is_file():
        shipped = case_names()
        raise UserError(f"case {case!r}: no file {path}{hint(path.stem, shipped)}")
    return path.resolve()


def case_names() -> list[str]:
    """Return the names of the shipped cases."""
    return sorted(path.stem for path in paths.CASES.glob("*.yml"))


def load_case(case: str) -> Case:
    """Read and check a case file.

    Parameters
    ----------
    case : str
        Name of a shipped case, or path to a YAML file: ``title``, optionally ``notebooks`` (default: every notebook
        of which the file gives a parameter of its own), and the parameters of the notebooks, flat.

    Raises
    ------
    UserError
        If the file cannot be read, or a parameter is unknown, unsafe as a name, or ill-typed.
    """
    path = case_path(case)
    try:
        raw = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except UserError as error:
        raise UserError(f"{path.name}: {error}") from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no UTF-8, or an unquoted day that does not exist
        raise UserError(f"{path.name}: not readable as YAML: {error}") from None
    if not isinstance(raw, dict):
        raise UserError(f"{path.name}: a case file holds 'name: value' lines")
    try:
        return _case(path, raw)
    except UserError as error:
        raise UserError("\n".join(f"{path.name}: {line}" for line in str(error).splitlines())) from None


def _case(path: Path, raw: dict) -> Case:
    known = set(CASE_KEYS).union(*(model.model_fields for model in MODELS.values()))
    for key in raw:
        if not isinstance(key, str) or not key.isidentifier() or keyword.iskeyword(key):
            raise UserError(f"{key!r} cannot be a parameter's name: use letters, digits and _")
        if key not in known:
            raise UserError(f"{key!r} is no parameter of any notebook{hint(key, known)}")
    chosen = raw.get("notebooks", [name for name, model in MODELS.items() if _own(model) & raw.keys()])
    if not isinstance(chosen, list) or not chosen:
        raise UserError("notebooks: a list of notebook names is needed, or a parameter of at least one notebook")
    for name in chosen:
        if name not in MODELS:
            raise UserError(f"notebooks: {name!r} is no notebook{hint(str(name), MODELS)}")
    checked = {
        name: MODELS[name](**{k: v for k, v in raw.items() if k in MODELS[name].model_fields}) for name in chosen
    }
    title = raw.get("title", path.stem)
    if not isinstance(title, str):
        raise UserError(f"title: {title!r} is no text")
    return Case(name=paths.slug(path.stem), title=title, parameters=checked)


def _own(model: type[Parameters]) -> set[str]:
    """Return the parameters that a notebook does not share with all others."""
    return set(model.model_fields) - set(Parameters.model_fields)
