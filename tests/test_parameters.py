import datetime as dt
import json
import types

import pytest
import yaml

from pactbook import parameters, paths
from pactbook.errors import SHOWN, UserError
from pactbook.parameters import AllianceMaps, BilateralAgreements, ClaimsAudit, MissileProgram, check


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


@pytest.mark.parametrize("word", ["today", " today "])
def test_today_is_the_day_of_the_check(word):
    assert ClaimsAudit(as_of=word).as_of == dt.date.today()


def test_latest_stays_a_word_until_the_day_of_the_newest_page_is_known():
    params = BilateralAgreements(as_of="latest", since=2019)
    assert (params.as_of, params.model_dump(mode="json")["as_of"]) == ("latest", "latest")
    assert params.resolve(lambda: dt.date(2020, 5, 5)).as_of == dt.date(2020, 5, 5)
    assert "2019 lies after as_of, 2018-05-05" in refused(params.resolve, lambda: dt.date(2018, 5, 5))
    dated = ClaimsAudit(as_of="2020-01-01")
    assert dated.resolve(lambda: pytest.fail("the record is not asked")) is dated


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1994", "is no year"),
        (True, "is no year"),
        (1994.5, "is no year"),
        (1944, "lies before 1945"),
        (2101, "lies in the future"),
        (None, "is no year"),
    ],
)
def test_a_year_is_a_whole_number_of_the_record(value, words):
    assert refused(BilateralAgreements, since=value).startswith(f"since: {value!r} {words}")
    assert f"years.0: {value!r} {words}" in refused(AllianceMaps, years=[value])


def test_since_must_not_lie_after_the_day():
    assert "lies after as_of" in refused(BilateralAgreements, since=2026, as_of="2025-04-30")
    assert BilateralAgreements(since=2025, as_of="2025-04-30")


@pytest.mark.parametrize("value", ["x\n", "x\ny", "x'y", 'x"y', "a b", "", "../x", 3, "ü"])
def test_an_identifier_holds_nothing_that_could_leave_its_quotes(value):
    assert refused(ClaimsAudit, article=value).startswith("article: ")


@pytest.mark.parametrize("value", ["x\ny", "", "  ", 3, None, "a" * 201, "a\x1bb"])
def test_a_name_is_one_line_of_text(value):
    assert refused(AllianceMaps, blocs=[value]).startswith("blocs.0: ")


def test_an_organisation_may_be_named_in_any_spelling():
    assert AllianceMaps(blocs=["Shanghai Cooperation Organisation"]).blocs == ["Shanghai Cooperation Organisation"]


def test_a_wrong_choice_is_refused_with_the_allowed():
    assert "(allowed: en, de)" in refused(ClaimsAudit, language="fr")
    assert "did you mean 'defacto'" in refused(AllianceMaps, worldview="de-facto")


def test_every_problem_is_told_at_once():
    message = refused(BilateralAgreements, country_a="Pakstan", since="x", language="fr", colour="red")
    assert [line.split(":")[0] for line in message.splitlines()[:3]] == ["language", "country_a", "since"]
    assert message.splitlines()[3].startswith("'colour' is no parameter of 01-bilateral-agreements")
    assert len(message.splitlines()) == 4


def test_faults_that_concern_two_parameters_are_told_with_the_others():
    message = refused(
        BilateralAgreements, country_a="PAK", country_b="Pakistan", since=2026, as_of="2025-04-30", focus="a b"
    )
    assert message.splitlines() == [
        "country_a and country_b are the same state, Pakistan: name two states",
        "since: 2026 lies after as_of, 2025-04-30",
        "focus: 'a b' is no name of a record: letters A to Z, digits, '_', '-' and ':' only",
    ]


def test_lists_are_bounded():
    assert refused(AllianceMaps, blocs=[]) == "blocs: at least 1 are needed, not 0"
    assert refused(AllianceMaps, blocs=list("ABCDEFG")) == "blocs: at most 6 are allowed, not 7"
    assert "hypothesis: at most 20" in refused(AllianceMaps, hypothesis=["FJI"] * 21)
    assert refused(AllianceMaps, blocs="NATO") == "blocs: 'NATO' is no list: write it in brackets, [A, B]"


@pytest.mark.parametrize("values", [{"country_a": "x" * 10**6}, {"focus": "x" * 10**6}, {"language": "x" * 10**6},
                                    {"since": "x" * 10**6}, {"as_of": "x" * 10**6}, {"x" * 10**6: 1},
                                    {"domains": "x" * 10**6}, {"domains": ["x" * 10**6]}])  # fmt: skip
def test_a_message_shows_the_beginning_of_a_long_value(values):
    message = refused(BilateralAgreements, **values)
    assert len(message) < 300
    assert "x" * (SHOWN // 2) in message


def test_no_message_holds_a_regular_expression():
    for model, name in ((ClaimsAudit, "article"), (AllianceMaps, "blocs"), (MissileProgram, "systems")):
        assert "[A-Z" not in refused(model, **{name: "a b" if name == "article" else ["a b", ""]})


def test_a_notebook_knows_the_parameters_that_it_alone_has():
    assert parameters.own("04-claims-audit") == {"article"}
    assert parameters.own("02-alliance-maps") == {"blocs", "claimed_by", "hypothesis", "years", "projection"}


def test_no_partner_is_allowed():
    assert MissileProgram(partner="").partner == ""
    assert refused(MissileProgram, country="").startswith("country: ")


def test_parameters_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        ClaimsAudit().article = "other"


def test_an_organisation_is_no_party():
    message = refused(BilateralAgreements, country_b="bloc:EU")
    assert message.startswith("country_b: 'bloc:EU' is an organisation, and this notebook compares two states")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"domains": ["trainig"]}, "did you mean 'training'?"),
        ({"domains": ["culture"]}, "domains.0"),
        ({"focus": "../x"}, "focus"),
        ({"origins": ["mine"]}, "allowed: pactbook, outside, yours"),
        ({"origins": []}, "origins: at least 1"),
        ({"origins": ["yours", "yours"]}, "origins: yours stands twice"),
    ],
)
def test_what_counts_as_defence_and_what_is_in_focus_is_checked(values, words):
    assert words in refused(BilateralAgreements, **values)


def test_a_programme_stands_beside_others_once():
    assert MissileProgram(country="IND").side_by_side == ["IND", "CHN", "IRN", "PRK"]
    assert MissileProgram(country="PAK", compare=[]).side_by_side == ["PAK"]
    assert refused(MissileProgram, compare=["IND", "India"]) == "compare: IND, India, stands twice"
    assert "compare" in refused(MissileProgram, compare=["Qqqq"])


# ------------------------------------------------------------------------------------------ in a notebook

AUDIT = "04-claims-audit"


def test_check_reads_the_parameters_from_the_variables_of_a_notebook():
    variables = {
        "article": "an-article",
        "as_of": "2020-01-01",
        "language": "de",
        "json": json,
        "_hidden": 1,
        "MOST": 3,
    }
    assert check(AUDIT, variables) == ClaimsAudit(article="an-article", as_of="2020-01-01", language="de")
    assert check(AUDIT, {}) == ClaimsAudit()


@pytest.mark.parametrize(
    ("name", "near"), [("artcle", "article"), ("Article", "article"), ("ARTICLE", "article"), ("as_off", "as_of")]
)
@pytest.mark.parametrize("value", ["x", 1, None, ["x"], {"x": 1}])
def test_a_variable_that_is_no_parameter_is_refused_with_the_nearest(name, near, value):
    message = refused(check, AUDIT, {"article": "a", name: value})
    assert message == f"'{name}' is no parameter of {AUDIT} (did you mean '{near}'?)"


def test_what_is_unknown_and_what_is_wrong_is_told_at_once():
    message = refused(check, "01-bilateral-agreements", {"countryb": "CHN", "country_a": "Pakstan", "as_of": "x"})
    assert [line.split(":")[0].split()[0] for line in message.splitlines()] == ["as_of", "country_a", "'countryb'"]


@pytest.mark.parametrize("notebook", parameters.MODELS)
def test_what_papermill_sets_from_a_whole_case_file_is_no_fault(notebook):
    case = yaml.safe_load((paths.CASES / "belarus-pakistan.yml").read_text(encoding="utf-8"))
    assert {"title", "article", "blocs", "systems"} <= set(case)
    model = parameters.MODELS[notebook]
    said = {"claimed_by": case["claimed_by"]} if "claimed_by" in model.model_fields else {}
    assert check(notebook, case | {"notebooks": [notebook]}) == model(**said)


def test_variables_of_later_cells_do_not_stop_a_second_run_of_the_check():
    variables = {"article": "a", "params": check(AUDIT, {"article": "a"}), "day": "2026-11-24", "n": 3}
    assert check(AUDIT, variables).article == "a"


def test_what_the_kernel_started_with_is_no_parameter():
    started_with = {"debug": True, "In": [], "Out": {}}
    shell = types.SimpleNamespace(user_ns_hidden=started_with)
    variables = {"article": "a", **started_with, "get_ipython": lambda: shell}
    assert check(AUDIT, variables).article == "a"
    assert "'bug'" in refused(check, AUDIT, variables | {"bug": True})


def test_check_asks_for_the_newest_page_only_if_the_day_is_latest():
    assert check(AUDIT, {"as_of": "latest"}, lambda: dt.date(2020, 1, 2)).as_of == dt.date(2020, 1, 2)
    assert check(AUDIT, {"as_of": "2020-01-01"}, lambda: pytest.fail("asked")).as_of == dt.date(2020, 1, 1)
