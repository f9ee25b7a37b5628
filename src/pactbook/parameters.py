"""What a user may ask for: one model a notebook.

The parameters cell of a notebook, ``pactbook params``, the JSON Schema for editors, the checks of a case file and the
tests all come from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo

from pactbook import characters, dates, states
from pactbook.errors import UserError, hint, shown

FIRST_DAY = dt.date(1945, 1, 1)
# The words that stand for a day: that of the run, and that of the newest page read for the record.
TODAY = dates.TODAY
LATEST: Literal["latest"] = "latest"
_LONGEST_NAME, _LONGEST_WORD = 100, 200
_WORD = r"[A-Za-z0-9_:-]+"


def _country(value: object) -> str:
    if isinstance(value, str) and len(value) > _LONGEST_NAME:
        raise UserError(f"{shown(value)} is too long for the name of a state: {len(value)} characters")
    if isinstance(value, str) and (fault := characters.fault(value)):
        raise UserError(f"{shown(value)} {fault}")
    return states.resolve(value, "country")


def _party(value: object) -> str:
    """Return the state that is meant; an organisation signs nothing in the record."""
    if isinstance(value, str) and value.strip().lower().startswith("bloc:"):
        raise UserError(
            f"{shown(value)} is an organisation, and this notebook compares two states: name one of its members, or put "
            "the organisation into `blocs` of 02-alliance-maps"
        )
    return _country(value)


def _optional_country(value: object) -> str:
    return "" if value == "" else _country(value)


def day_of_record(value: object) -> dt.date | Literal["latest"]:
    """Return the day that ``as_of`` names, or the word `LATEST`.

    Raises
    ------
    UserError
        If it names no day, or one on which there is no record.
    """
    if isinstance(value, str) and value.strip() == LATEST:
        return LATEST
    day = dates.day(value, f"YYYY-MM-DD, {TODAY} or {LATEST}")
    if day > dt.date.today():
        raise UserError(f"{day} lies in the future: the record ends today, {dt.date.today()}")
    if day < FIRST_DAY:
        raise UserError(f"{day} lies before {FIRST_DAY}: the record starts there")
    return day


def _year(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError(f"{shown(value)} is no year: write it as a whole number, without quotes")
    if value < FIRST_DAY.year:
        raise UserError(f"{shown(value)} lies before {FIRST_DAY.year}, where the record starts")
    if value > dt.date.today().year:
        raise UserError(f"{shown(value)} lies in the future")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise UserError(f"{shown(value)} is no text")
    if len(value) > _LONGEST_WORD:
        raise UserError(f"{shown(value)} is too long for the name of a record: {len(value)} characters")
    if not re.fullmatch(_WORD, value):
        raise UserError(f"{shown(value)} is no name of a record: letters A to Z, digits, '_', '-' and ':' only")
    return value


def _named(value: object) -> str:
    """Return a name or identifier that the record is asked for, in any spelling."""
    if not isinstance(value, str):
        raise UserError(f"{shown(value)} is no text")
    if len(value) > _LONGEST_WORD:
        raise UserError(f"{shown(value)} is too long for a name: {len(value)} characters")
    if not value.strip() or not value.isprintable():
        raise UserError(f"{shown(value)} is no name")
    return value.strip()


def _optional_name(value: object) -> str:
    return "" if value == "" else _named(value)


def _optional_word(value: object) -> str:
    return "" if value == "" else _word(value)


def _each_once(values: list[str], info: ValidationInfo) -> list[str]:
    twice = {value: None for value in values if values.count(value) > 1}
    if twice:
        told = (f"{value}, {states.name(value)}," if states.is_code(value) else value for value in twice)
        raise UserError("; ".join(f"{one} stands twice" for one in told))
    return values


Country = Annotated[str, BeforeValidator(_country, json_schema_input_type=str)]
Party = Annotated[str, BeforeValidator(_party, json_schema_input_type=str)]
OptionalCountry = Annotated[str, BeforeValidator(_optional_country, json_schema_input_type=str)]
Day = Annotated[dt.date | Literal["latest"], BeforeValidator(day_of_record, json_schema_input_type=str)]
# The limits stand in the JSON Schema; the validator says what is wrong in words.
Year = Annotated[int, Field(ge=FIRST_DAY.year, le=2100), BeforeValidator(_year)]
# What a reader may count as defence: the values of the domains of agreements and events that concern security.
SecurityDomain = Literal[
    "defence", "mutual_defence", "military_technical", "arms_trade", "training", "exercises", "intelligence", "basing",
    "status_of_forces", "classified_information", "counter_terrorism", "cyber", "space", "nuclear", "border",
    "internal_security",
]  # fmt: skip
Name = Annotated[str, BeforeValidator(_named, json_schema_input_type=str)]
OptionalName = Annotated[str, BeforeValidator(_optional_name, json_schema_input_type=str)]
Word = Annotated[str, Field(pattern=f"^{_WORD}$"), BeforeValidator(_word)]
OptionalWord = Annotated[str, Field(pattern=f"^({_WORD})?$"), BeforeValidator(_optional_word)]
EachOnce = AfterValidator(_each_once)


class ParameterError(UserError):
    """What is wrong with some parameters, a line each; `names` are theirs."""

    def __init__(self, lines: list[str], names: frozenset[str]) -> None:
        super().__init__("\n".join(lines))
        self.names = names


class Parameters(BaseModel):
    """What all notebooks share."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
    notebook: ClassVar[str]

    as_of: Day = Field(
        dt.date(2026, 11, 28),
        description="the day: what was true and known on it, YYYY-MM-DD, today, or latest (of the newest page read)",
    )
    language: Literal["en", "de"] = Field("en", description="language of the findings: en or de")
    origins: Annotated[list[Literal["pactbook", "outside", "yours"]], EachOnce] = Field(
        ["pactbook", "outside", "yours"],
        min_length=1,
        description="whose rows count: of this record (pactbook), of fetched datasets (outside), of your overlay (yours)",
    )

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            names = frozenset(str(problem["loc"][0]) for problem in error.errors())
            raise ParameterError(list(_explain(type(self), error)), names) from None

    @property
    def day(self) -> dt.date:
        """Return the day.

        Raises
        ------
        ValueError
            If it is still the word ``latest``: see `resolve`.
        """
        if self.as_of == LATEST:
            raise ValueError("as_of: latest: resolve the parameters before")
        return self.as_of

    def resolve(self, latest: Callable[[], dt.date]) -> Self:
        """Return the parameters with a day in place of the word ``latest``.

        Parameters
        ----------
        latest : callable
            Gives the day of the newest page read, such as `pactbook.record.newest_day`; called only if it is asked for.

        Raises
        ------
        UserError
            If another parameter does not fit that day.
        """
        return self if self.as_of != LATEST else type(self)(**self.model_dump() | {"as_of": latest()})


class BilateralAgreements(Parameters):
    """What two states have signed with each other."""

    notebook: ClassVar[str] = "01-bilateral-agreements"

    country_a: Party = Field("BLR", description="one state: ISO 3166-1 code or name")
    country_b: Party = Field("PAK", description="the other state")
    since: Year = Field(1994, description="first year shown")
    focus: OptionalWord = Field(
        "", description="the document to look at: an agreement_id; empty for the newest on defence"
    )
    domains: list[SecurityDomain] = Field([], description="what counts as defence; empty for the usual domains")
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")

    @field_validator("country_b")
    @classmethod
    def _two_states(cls, value: str, info: ValidationInfo) -> str:
        first = info.data.get("country_a")
        if value == first:
            raise UserError(f"country_a and country_b are the same state, {states.name(value)}: name two states")
        if first and states.same_line(first, value):
            both = f"{states.name(first)} and {states.name(value)}"
            raise UserError(f"{both} are one state at different times: name two states")
        return value

    @field_validator("since")
    @classmethod
    def _not_after_the_day(cls, value: int, info: ValidationInfo) -> int:
        day = info.data.get("as_of")
        if isinstance(day, dt.date) and value > day.year:
            raise UserError(f"{value} lies after as_of, {day}")
        return value


class AllianceMaps(Parameters):
    """Who is allied with whom on a date."""

    notebook: ClassVar[str] = "02-alliance-maps"

    blocs: Annotated[list[Name], EachOnce] = Field(
        ["NATO", "CSTO", "SCO", "GCC"], min_length=1, max_length=6, description="organisations on the map, at most six"
    )
    hypothesis: Annotated[list[Country], EachOnce] = Field(
        ["RUS", "CHN", "IRN", "PRK", "ZAF", "BLR", "PAK"],
        min_length=2,
        max_length=20,
        description="the set of states that somebody calls a bloc",
    )
    claimed_by: OptionalName = Field(
        "", description="who calls them one, as the report names them; empty for nobody in particular"
    )
    years: list[Year] = Field([1995, 2005, 2015], max_length=6, description="years of the small maps, before as_of")
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")
    projection: Literal["atlantic", "pacific"] = Field("atlantic", description="the middle of the world maps")


class MissileProgram(Parameters):
    """What is publicly known of a missile programme."""

    notebook: ClassVar[str] = "03-missile-program-context"

    country: Country = Field("PAK", description="the state whose programme it is")
    partner: OptionalCountry = Field("BLR", description="a state whose firms are highlighted; empty for none")
    systems: list[Name] = Field(
        [], description="systems of the range map, by id or any name; empty for all with a quoted range"
    )
    compare: Annotated[list[Country], EachOnce] = Field(
        ["IND", "CHN", "IRN", "PRK"], max_length=8, description="states whose programmes stand beside it, at most eight"
    )
    worldview: Literal["un", "defacto"] = Field("un", description="boundaries as the UN draws them, or as controlled")

    @field_validator("partner")
    @classmethod
    def _two_states(cls, value: str, info: ValidationInfo) -> str:
        if value and value == info.data.get("country"):
            raise UserError(f"country and partner are the same state, {states.name(value)}: name two states")
        return value

    @property
    def side_by_side(self) -> list[str]:
        """Return the state itself and those that it is compared with, each once."""
        return list(dict.fromkeys([self.country, *self.compare]))


class ClaimsAudit(Parameters):
    """Which claims of an article hold."""

    notebook: ClassVar[str] = "04-claims-audit"

    article: Word = Field(
        "cpm-defence-network-2025-belarus-pakistan", description="the article: a source_id of sources.csv"
    )


MODELS: dict[str, type[Parameters]] = {
    model.notebook: model for model in (BilateralAgreements, AllianceMaps, MissileProgram, ClaimsAudit)
}
# What a case file holds besides parameters.
CASE_KEYS = ("title", "notebooks", "overlay")


def known() -> set[str]:
    """Return every name that a case file may hold."""
    return set(CASE_KEYS).union(*(model.model_fields for model in MODELS.values()))


def of_states() -> frozenset[str]:
    """Return the names of the parameters whose values are states."""
    return frozenset(name for model in MODELS.values() for name, field in model.model_fields.items() if _states(field))


def _states(field: FieldInfo) -> bool:
    """Tell whether the value of a parameter, or each value of its list, is checked to be a state."""
    listed = [one for argument in get_args(field.annotation) for one in getattr(argument, "__metadata__", ())]
    checks = (_country, _party, _optional_country)
    return any(getattr(one, "func", None) in checks for one in (*field.metadata, *listed))


def own(notebook: str) -> set[str]:
    """Return the parameters that a notebook alone has."""
    others = {name for other, model in MODELS.items() if other != notebook for name in model.model_fields}
    return set(MODELS[notebook].model_fields) - others


# ------------------------------------------------------------------------------------------------- in a notebook


def check(notebook: str, namespace: Mapping[str, Any], latest: Callable[[], dt.date] | None = None) -> Parameters:
    """Return the checked parameters of a notebook, from the variables that its first cells have set.

    papermill sets whatever it is given, also names that the notebook does not read. Such a name is refused, unless another
    notebook has it: ``papermill -f`` sets all that a case file holds.

    Parameters
    ----------
    notebook : str
        Its name, a key of `MODELS`.
    namespace : mapping
        The variables: ``globals()``.
    latest : callable, optional
        Gives the day of the newest page read, for ``as_of = "latest"``; default: the word stays.

    Raises
    ------
    UserError
        If a parameter is unknown or has a value that it cannot have; one line each.
    """
    model = MODELS[notebook]
    given = {name: namespace[name] for name in model.model_fields if name in namespace}
    params = model(**given, **{name: namespace[name] for name in _injected(namespace, model)})
    return params.resolve(latest) if latest else params


def _injected(namespace: Mapping[str, Any], model: type[Parameters]) -> Iterator[str]:
    """Return the names that look like parameters and are none."""
    if any(isinstance(value, Parameters) for value in namespace.values()):
        return  # The cell runs once more in a kernel where later cells have set variables of their own.
    started_with = namespace["get_ipython"]().user_ns_hidden if "get_ipython" in namespace else {}
    expected = known() | set(started_with)
    for name, value in namespace.items():
        # A name in capitals is a constant that was imported, unless it is a parameter's in the wrong case.
        constant = name.isupper() and name.casefold() not in model.model_fields
        plain = value is None or isinstance(value, (bool, int, float, str, list, tuple, dict, dt.date))
        if plain and not constant and not name.startswith("_") and name not in expected:
            yield name


# ---------------------------------------------------------------------------------------------------- in words


def _explain(model: type[Parameters], error: ValidationError) -> Iterator[str]:
    """Turn pydantic's report into one line a problem, with the nearest name."""
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            yield f"{shown(name)} is no parameter of {model.notebook}{hint(name, model.model_fields)}"
        else:
            told = _told(problem)
            # A sentence that names its parameters needs no name before it.
            yield told if told.startswith(tuple(f"{field} and " for field in model.model_fields)) else f"{name}: {told}"


def _told(problem: Mapping[str, Any]) -> str:
    """Return what is wrong, in words that need no knowledge of pydantic."""
    value, context = problem["input"], problem.get("ctx", {})
    if cause := context.get("error"):
        return str(cause).removeprefix("country: ")
    match problem["type"]:
        case "literal_error":
            allowed = re.findall(r"'(\w+)'", context["expected"])
            return f"{shown(value)} is not allowed{hint(str(value), allowed)}"
        case "list_type":
            return f"{shown(value)} is no list: write it in brackets, [A, B]"
        case "too_short":
            return f"at least {context['min_length']} are needed, not {context['actual_length']}"
        case "too_long":
            return f"at most {context['max_length']} are allowed, not {context['actual_length']}"
    return f"{problem['msg']}, not {shown(value)}"
