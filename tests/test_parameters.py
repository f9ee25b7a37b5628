import datetime as dt
import json

import pytest
import yaml

from pactbook import parameters
from pactbook.errors import UserError
from pactbook.parameters import AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram, load_case


@pytest.fixture
def case(tmp_path):
    """Return a function that writes a case file and loads it."""

    def write(text: str, name: str = "my-case.yml", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return load_case(str(path))

    return write


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(UserError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------ models


@pytest.mark.parametrize("model", parameters.MODELS.values(), ids=lambda model: model.__name__)
def test_every_model_is_valid_by_default_and_gives_json(model):
    values = model().model_dump(mode="json")
    assert model(**json.loads(json.dumps(values))) == model()
    assert all(field.description for field in model.model_fields.values())
    json.dumps(model.model_json_schema())


def test_names_become_codes_and_text_a_day():
    params = BilateralAgreements(country_a="Belarus", country_b="pk", as_of="2025-04-30")
    assert (params.country_a, params.country_b, params.as_of) == ("BLR", "PAK", dt.date(2025, 4, 30))


def test_an_unknown_parameter_is_refused_with_the_nearest():
    message = refused(BilateralAgreements, cuntry_a="PAK")
    assert message == "'cuntry_a' is no parameter of 01-bilateral-agreements (did you mean 'country_a'?)"


def test_an_unknown_country_is_refused_with_the_nearest():
    assert refused(MissileProgram, country="Pakstan") == "country: 'Pakstan' is no country: did you mean PAK, Pakistan?"
    assert refused(AllianceMaps, hypothesis=["BLR", "Pakstan"]).startswith(
        "hypothesis.1: 'Pakstan' is no country: did you"
    )


def test_false_from_the_yaml_of_papermill_is_refused_with_the_reason():
    message = refused(BilateralAgreements, country_a=False, country_b="PAK")
    assert message.startswith("country_a: got false")
    assert "unquoted NO" in message


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (BilateralAgreements, {"country_a": "PAK", "country_b": "Pakistan"}),
        (MissileProgram, {"country": "PAK", "partner": "pk"}),
        (AllianceMaps, {"hypothesis": ["PAK", "BLR", "Pakistan"]}),
    ],
)
def test_the_same_state_twice_is_refused(model, values):
    assert "Pakistan" in refused(model, **values)


def test_the_same_bloc_twice_is_refused():
    assert "NATO" in refused(AllianceMaps, blocs=["NATO", "SCO", "NATO"])


@pytest.mark.parametrize(
    "value", ["2025-04", "11.4.2025", "2025-02-30", "yesterday", "", 2025, None, True, dt.datetime(2025, 4, 11, 9)]
)
def test_a_malformed_day_is_refused(value):
    message = refused(BilateralAgreements, as_of=value)
    assert message.startswith("as_of: ")
    assert "is no date" in message


def test_a_day_outside_the_record_is_refused():
    tomorrow = dt.date.today() + dt.timedelta(1)
    assert "lies in the future" in refused(ClaimsAudit, as_of=tomorrow.isoformat())
    assert ClaimsAudit(as_of=dt.date.today()).as_of == dt.date.today()
    assert "the record starts there" in refused(ClaimsAudit, as_of="1944-12-31")
    assert ClaimsAudit(as_of="1945-01-01")


@pytest.mark.parametrize("value", ["1994", True, 1994.5, 1944, 2101, None])
def test_a_year_is_a_whole_number_of_the_record(value):
    assert refused(BilateralAgreements, since=value).startswith("since: ")


def test_since_must_not_lie_after_the_day():
    assert "lies after as_of" in refused(BilateralAgreements, since=2026, as_of="2025-04-30")
    assert BilateralAgreements(since=2025, as_of="2025-04-30")


@pytest.mark.parametrize("value", ["x\n", "x\ny", "x'y", 'x"y', "a b", "", "../x", 3, "ü"])
def test_an_identifier_holds_nothing_that_could_leave_its_quotes(value):
    assert refused(ClaimsAudit, article=value).startswith("article: ")
    assert refused(AllianceMaps, blocs=[value]).startswith("blocs.0: ")


def test_a_wrong_choice_is_refused_with_the_allowed():
    assert "(allowed: en, de)" in refused(ClaimsAudit, language="fr")
    assert "did you mean 'defacto'" in refused(AllianceMaps, worldview="de-facto")


def test_every_problem_is_told_at_once():
    message = refused(BilateralAgreements, country_a="Pakstan", since="x", language="fr", colour="red")
    assert [line.split(":")[0] for line in message.splitlines()[:3]] == ["language", "country_a", "since"]
    assert message.splitlines()[3].startswith("'colour' is no parameter of 01-bilateral-agreements")
    assert len(message.splitlines()) == 4


def test_lists_are_bounded():
    assert "blocs" in refused(AllianceMaps, blocs=[])
    assert "blocs" in refused(AllianceMaps, blocs=list("ABCDEFG"))
    assert "hypothesis" in refused(AllianceMaps, hypothesis=["FJI"] * 21)


def test_no_partner_is_allowed():
    assert MissileProgram(partner="").partner == ""
    assert refused(MissileProgram, country="").startswith("country: ")


def test_parameters_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        ClaimsAudit().article = "other"


# --------------------------------------------------------------------------------------------------- case files


def test_the_shipped_cases_load():
    assert "belarus-pakistan" in parameters.case_names()
    for name in parameters.case_names():
        shipped = load_case(name)
        assert shipped.name == name
        assert shipped.title
        for notebook, checked in shipped.parameters.items():
            assert parameters.MODELS[notebook](**json.loads(json.dumps(shipped.arguments(notebook)))) == checked


def test_a_case_reads_the_same_with_the_loader_of_papermill():
    for path in parameters.paths.CASES.glob("*.yml"):
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
        for notebook, checked in load_case(path.stem).parameters.items():
            model = parameters.MODELS[notebook]
            assert model(**{key: value for key, value in plain.items() if key in model.model_fields}) == checked


def test_a_case_runs_the_notebooks_whose_parameters_it_gives(case):
    assert list(case("country_a: FJI\ncountry_b: ISL\n").parameters) == ["01-bilateral-agreements"]
    assert list(case("country: FJI\npartner: ISL\narticle: x\n").parameters) == [
        "03-missile-program-context",
        "04-claims-audit",
    ]


def test_a_case_may_name_its_notebooks(case):
    found = case("notebooks: [02-alliance-maps]\ncountry_a: FJI\nas_of: 2020-01-01\n")
    assert list(found.parameters) == ["02-alliance-maps"]
    assert found.arguments("02-alliance-maps")["as_of"] == "2020-01-01"
    assert "did you mean '02-alliance-maps'" in refused(case, "notebooks: [02-aliance-map]\n")
    assert "a list of notebook names" in refused(case, "notebooks: []\n")
    assert "a list of notebook names" in refused(case, "title: Nothing\n")
    assert "a list of notebook names" in refused(case, "notebooks: 02-alliance-maps\n")


@pytest.mark.parametrize("word", ["NO", "No", "no", "'NO'"])
def test_an_unquoted_no_means_norway_in_a_case_file(case, word):
    assert case(f"country_a: {word}\ncountry_b: ISL\n").parameters["01-bilateral-agreements"].country_a == "NOR"


def test_true_and_false_stay_booleans_in_a_case_file(case):
    assert "got false" in refused(case, "country_a: false\ncountry_b: ISL\n")


def test_an_unknown_parameter_in_a_case_is_refused_with_file_and_nearest(case):
    message = refused(case, "cuntry_a: FJI\n")
    assert message == "my-case.yml: 'cuntry_a' is no parameter of any notebook (did you mean 'country_a'?)"


@pytest.mark.parametrize(
    "line",
    [
        '"a\\nb": 1',
        '"a\'b": 1',
        "'a\"b': 1",
        "'x; import os': 1",
        "import: 1",
        "1: 2",
        "? [a]\n: 1",
        "'': 1",
        "~: 1",
        "true: 1",
    ],
)
def test_a_name_that_is_no_identifier_is_refused(case, line):
    message = refused(case, f"country_a: FJI\n{line}\n")
    assert message.startswith("my-case.yml: ")
    assert "cannot be a parameter's name" in message


def test_a_key_that_stands_twice_is_refused_with_its_line(case):
    message = refused(case, "country_a: FJI\ncountry_b: ISL\ncountry_a: NOR\n")
    assert message.startswith("my-case.yml: line ")
    assert "'country_a' stands twice" in message


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(case):
    text = "title: Zwei\r\ncountry_a: FJI\r\ncountry_b: ISL\r\n"
    assert case(text, encoding="utf-8-sig").title == "Zwei"


def test_a_file_that_is_no_utf8_is_refused(case):
    assert "not readable as YAML" in refused(case, "title: Übung\n", encoding="latin-1")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "3\n"])
def test_a_file_without_names_and_values_is_refused(case, text):
    assert refused(case, text) == "my-case.yml: a case file holds 'name: value' lines"


@pytest.mark.parametrize(
    "text", ["a: [1\n", "a: b: c\n", "a: !!python/object/apply:os.system ['true']\n", "\ta: 1\n", "as_of: 2025-02-30\n"]
)
def test_what_is_no_plain_yaml_is_refused(case, text):
    assert refused(case, text).startswith("my-case.yml: not readable as YAML")


def test_a_title_must_be_text(case):
    assert "title: 3 is no text" in refused(case, "title: 3\ncountry: FJI\n")


def test_every_problem_of_a_case_names_the_file(case):
    message = refused(case, "country_a: Pakstan\ncountry_b: ISL\nsince: soon\n")
    assert len(message.splitlines()) == 2
    assert all(line.startswith("my-case.yml: ") for line in message.splitlines())


@pytest.mark.parametrize("name", ["../belarus-pakistan", "cases/../../x", "..", "a\\b"])
def test_a_case_name_cannot_leave_the_folder(name):
    assert "must not contain" in refused(load_case, name)


def test_an_unknown_case_is_refused_with_the_nearest():
    assert "did you mean 'belarus-pakistan'" in refused(load_case, "belarus-pakstan")
    assert "no file" in refused(load_case, "/nowhere/x.yml")


def test_the_name_of_a_case_is_a_folder_name(case):
    assert case("country: FJI\npartner: ISL\n", name="My Case (2).yaml").name == "my-case-2"
    assert "Latin letter" in refused(case, "country: FJI\npartner: ISL\n", name="---.yml")


def test_an_organisation_is_no_party():
    message = refused(BilateralAgreements, country_b="bloc:EU")
    assert message.startswith("country_b: 'bloc:EU' is an organisation, and this notebook compares two states")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"domains": ["trainig"]}, "did you mean 'training'?"),
        ({"domains": ["culture"]}, "domains.0"),
        ({"focus": "../x"}, "focus"),
        ({"reference": "on"}, "allowed: auto, off"),
    ],
)
def test_what_counts_as_defence_and_what_is_in_focus_is_checked(values, words):
    assert words in refused(BilateralAgreements, **values)


def test_a_programme_stands_beside_others_once():
    assert MissileProgram(country="IND").side_by_side == ["IND", "CHN", "IRN", "PRK"]
    assert MissileProgram(country="PAK", compare=[]).side_by_side == ["PAK"]
    assert refused(MissileProgram, compare=["IND", "India"]) == "compare: IND, India, stands twice"
    assert "compare" in refused(MissileProgram, compare=["Qqqq"])
