"""Cases: which notebooks run with what, and all that is wrong told at once, before a kernel starts."""

import datetime as dt
import json
import re

import pytest
import yaml

from pactbook import parameters, paths
from pactbook.errors import UserError
from pactbook.record import load
from pactbook.reports import casefile, suggest
from pactbook.reports.case import as_text, case_names, for_pair, load_case, make
from pactbook.reports.context import Context

pytestmark = pytest.mark.slow

PAIR, MAPS, PROGRAMME, AUDIT = parameters.MODELS


@pytest.fixture
def case(tmp_path):
    """Return a function that writes a case file and loads it."""

    def write(text: str, name: str = "my-case.yml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_case(str(path))

    return write


@pytest.fixture
def small(untouched):
    """Return a function that makes a case from values, held against the small record."""
    context = Context.here(data=untouched.path)
    return lambda **values: make("x", {"as_of": "2024-03-01"} | values, context)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(UserError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# --------------------------------------------------------------------------------------------------- case files


def test_the_shipped_cases_load():
    assert "belarus-pakistan" in case_names()
    for name in case_names():
        shipped = load_case(name)
        assert (shipped.name, shipped.left_out) == (name, {})
        assert shipped.title
        for notebook, checked in shipped.parameters.items():
            assert parameters.MODELS[notebook](**json.loads(json.dumps(shipped.arguments(notebook)))) == checked


def test_a_case_reads_the_same_with_the_loader_of_papermill():
    for path in paths.CASES.glob("*.yml"):
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
        for notebook, checked in load_case(path.stem).parameters.items():
            model = parameters.MODELS[notebook]
            assert model(**{key: value for key, value in plain.items() if key in model.model_fields}) == checked


def test_a_case_runs_the_notebooks_whose_own_parameters_it_gives(case):
    assert list(case("country_a: FJI\ncountry_b: ISL\nworldview: un\nsince: 2000\n").parameters) == [PAIR]
    text = "country: PAK\npartner: ISL\narticle: cpm-defence-network-2025-belarus-pakistan\n"
    assert list(case(text).parameters) == [PROGRAMME, AUDIT]


def test_a_case_may_name_its_notebooks(case):
    found = case("notebooks: [02-alliance-maps]\ncountry_a: FJI\nas_of: 2020-01-01\n")
    assert list(found.parameters) == [MAPS]
    assert found.arguments(MAPS)["as_of"] == "2020-01-01"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("notebooks: [02-aliance-map]", "'02-aliance-map' is no notebook (did you mean '02-alliance-maps'?)"),
        ("notebooks: []", "a list of notebook names is needed"),
        ("title: Nothing", "a list of notebook names is needed"),
        ("notebooks: 02-alliance-maps", "a list of notebook names is needed"),
        ("notebooks: [[a]]", "notebooks: ['a'] is no notebook"),
        ("notebooks: [{a: b}, 1]", "notebooks: {'a': 'b'} is no notebook"),
        ("notebooks: [02-alliance-maps, 02-alliance-maps]", "notebooks: 02-alliance-maps stands twice"),
        ("title: 3\ncountry: PAK", "title: 3 is no text"),
        ("title: ''\ncountry: PAK", "title: '': one line of 1 to 200 characters is needed"),
        (f"title: {'x' * 201}\ncountry: PAK", "one line of 1 to 200 characters is needed"),
        ('title: "a\\nb"\ncountry: PAK', "one line of 1 to 200 characters is needed"),
        ("cuntry_a: FJI", "'cuntry_a' is no parameter of any notebook (did you mean 'country_a'?)"),
        ("country: false", "country: got false"),
        ("years: [2099]", "years.0: 2099 lies in the future"),
        ("as_of: 2025-02-30\ncountry: PAK", "as_of: "),
    ],
)
def test_what_is_wrong_with_a_case_is_told_in_a_line_with_the_file(case, text, words):
    message = refused(case, text + "\n")
    assert words in message
    assert all(line.startswith("my-case.yml: ") for line in message.splitlines())
    assert len(message.splitlines()) == (2 if "{a: b}, 1" in text else 1)


@pytest.mark.parametrize("word", ["NO", "No", "no", "'NO'"])
def test_an_unquoted_no_means_norway_in_a_case_file(case, word):
    assert case(f"country_a: {word}\ncountry_b: ISL\n").parameters[PAIR].country_a == "NOR"


@pytest.mark.parametrize(
    "line",
    ['"a\\nb": 1', '"a\'b": 1', "'a\"b': 1", "'x; import os': 1", "import: 1", "1: 2", "'': 1", "~: 1", "true: 1"],
)
def test_a_name_that_is_no_identifier_is_refused(case, line):
    message = refused(case, f"country_a: FJI\n{line}\n")
    assert message.startswith("my-case.yml: ")
    assert "cannot be a parameter's name" in message


def test_a_title_in_markup_is_a_title(case):
    assert case("title: 'a [/b] {x} <i>'\ncountry: PAK\n").title == "a [/b] {x} <i>"


def test_the_name_of_a_case_is_a_folder_name(case):
    assert case("country: PAK\n", name="My Case (2).yaml").name == "my-case-2"


def test_changes_take_the_place_of_the_values_of_a_file(case):
    (name,) = case_names()[:1]
    changed = load_case(name, changes={"since": 2001, "language": "de"})
    assert changed.parameters[PAIR].since == 2001
    assert {params.language for params in changed.parameters.values()} == {"de"}
    assert "'langage' is no parameter" in refused(load_case, name, changes={"langage": "de"})


# ------------------------------------------------------------------------------------- what the record says of it


def test_everything_wrong_with_a_case_is_told_at_once(case):
    """A wrong value hides neither those beside it nor what the record does not know."""
    message = refused(
        case,
        "title: 3\ncuntry_a: FJI\nnotebooks: [01-bilateral-agreements, 02-alliance-maps, 03-missile-program-context, "
        "04-claims-audit, 05-none]\ncountry_a: Pakstan\nfocus: x\nblocs: [Quat, NATO, SKO]\nhypothesis: [SUN, RUS]\n"
        "systems: [pak-shaheen3]\narticle: cpm-defence-network-2025-belarus\nas_of: 2021-01-01\nlanguage: fr\n",
    )
    told = [line.removeprefix("my-case.yml: ") for line in message.splitlines()]
    assert [line.split(" (")[0] for line in told[:4]] == [
        "'cuntry_a' is no parameter of any notebook", "title: 3 is no text", "notebooks: '05-none' is no notebook",
        "language: 'fr' is not allowed",
    ]  # fmt: skip
    assert [line.split(": ")[0] for line in told[4:]] == [
        "country_a",
        "hypothesis",
        "blocs",
        "blocs",
        "systems",
        "article",
    ]
    assert "did you mean 'QUAD'" in message
    assert "focus" not in message, "what depends on a wrong value cannot be told"


def test_a_usual_value_that_does_not_fit_is_not_told_beside_a_wrong_one(case):
    message = refused(case, "country_a: FJI\ncountry_b: ISL\nsince: soon\nas_of: 1985-01-01\n")
    assert message == "my-case.yml: since: 'soon' is no year: write it as a whole number, without quotes"


def test_a_broken_table_is_no_fault_of_the_case(folder, case, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    folder.file("blocs").unlink()
    assert refused(case, "country_a: FJI\ncountry_b: ISL\n").startswith("blocs.csv: no such file")


def test_with_a_wrong_day_the_record_is_not_asked(case):
    message = refused(case, "blocs: [Quat]\nhypothesis: [SUN, RUS]\nas_of: soon\n")
    assert message == "my-case.yml: as_of: 'soon' is no date: write YYYY-MM-DD, today or latest"


def test_values_that_the_record_does_not_know_are_refused_with_the_nearest_and_where_to_look(small):
    message = refused(
        small, notebooks=list(parameters.MODELS), country_a="FJI", country_b="ISL", focus="fji-isl-2022-mem",
        blocs=["NORDPCT", "TALKS", "NOWHERE"], hypothesis=["FJI", "SUN"], years=[2020, 2024, 2025], country="FJI",
        partner="DDR", systems=["fji-alfa", "isl-one"], compare=["ISL"], article="article-2023",
    )  # fmt: skip
    told = message.splitlines()
    expected = [
        "focus: 'fji-isl-2022-mem' is no document of this pair on record by that day (did you mean 'fji-isl-2022-memo'?): "
        "see `pactbook show agreements --pair FJI ISL`",
        "hypothesis: Soviet Union (SUN) had ended by 2024-03-01: name RUS, Russia: see `pactbook list states`",
        "blocs: 'NORDPCT' is not on record (did you mean 'NORDPACT'?): see `pactbook list blocs`",
        "blocs: 'NOWHERE' is not on record",
        "years: 2025 does not begin before as_of, 2024-03-01",
        "partner: German Democratic Republic (DDR) had ended by 2024-03-01: see `pactbook list states`",
        "systems: 'fji-alfa' is no system of this state on record (did you mean 'fji-alpha'?): see "
        "`pactbook show systems --state FJI`",
        "systems: 'isl-one' is no system of this state on record",
        "article: 'article-2023' has no claims on record (did you mean 'article-2022'?)",
    ]
    assert len(told) == len(expected)
    for line, start in zip(told, expected, strict=True):
        assert line.startswith(start)


def test_the_record_of_the_day_decides(small):
    values = {"country_a": "FJI", "country_b": "ISL", "focus": "fji-isl-2022-memo"}
    assert small(**values)
    assert "focus: 'fji-isl-2022-memo' is no document" in refused(small, **values, as_of="2022-01-01", since=2000)
    assert small(blocs=["TALKS"], hypothesis=["FJI", "URY"])
    assert "blocs: 'TALKS' is not on record" in refused(
        small, blocs=["TALKS"], hypothesis=["FJI", "URY"], as_of="2009-01-01"
    )


def test_the_years_that_a_notebook_has_by_itself_may_lie_after_the_day(small):
    assert small(blocs=["OLDPACT"], hypothesis=["FJI", "BTN"], as_of="1999-01-01").parameters[MAPS].years == [
        1995,
        2005,
        2015,
    ]


def test_latest_is_the_day_of_the_newest_page(small, untouched):
    found = small(country_a="FJI", country_b="ISL", as_of="latest").arguments(PAIR)
    newest = max(row["published"] for row in untouched.rows("sources"))
    assert found["as_of"] == newest == "2024-01-15"
    assert "since: 2024 lies after" not in str(found)


def test_today_is_a_day(small):
    assert small(country_a="FJI", country_b="ISL", as_of="today").parameters[PAIR].as_of == dt.date.today()


def test_a_notebook_that_does_not_apply_is_left_out_with_its_reason(small):
    found = small(country_a="FJI", country_b="ISL", country="NOR", partner="", compare=[], article="article-2022")
    assert list(found.parameters) == [PAIR, AUDIT]
    assert found.left_out == {PROGRAMME: "no missile programme of Norway is on record by 2024-03-01"}


def test_where_nothing_applies_nothing_runs(small):
    message = refused(small, country="NOR", partner="", compare=[])
    assert message.splitlines()[0] == "nothing to run"
    assert "no missile programme of Norway" in message


def test_the_audit_runs_only_if_the_case_names_an_article_about_its_pair(small):
    pair = {"country_a": "FJI", "country_b": "ISL"}
    assert list(small(**pair, article="article-2022").parameters) == [PAIR, AUDIT]
    unnamed = small(**pair, notebooks=[PAIR, AUDIT])
    assert list(unnamed.parameters) == [PAIR]
    assert unnamed.left_out == {AUDIT: "the case names no article: see `pactbook list articles`"}
    other = small(country_a="FJI", country_b="NOR", article="article-2022")
    assert list(other.parameters) == [PAIR]
    assert other.left_out == {AUDIT: "the article article-2022 is about Fiji and Iceland, not about Fiji and Norway"}
    assert list(small(article="article-2022").parameters) == [AUDIT], "without a pair nothing contradicts"


def test_a_copied_case_does_not_audit_the_article_of_another_pair(case):
    text = (paths.CASES / "belarus-pakistan.yml").read_text(encoding="utf-8")
    copied = case(re.sub("country_b: PAK", "country_b: CHN", text))
    assert AUDIT not in copied.parameters
    assert "is about Belarus and Pakistan, not about Belarus and China" in copied.left_out[AUDIT]


# ------------------------------------------------------------------------------------------------- for two states


def pair_of(folder, a, b, as_of="2024-03-01", **changes):
    return for_pair(a, b, as_of, Context.here(data=folder.path), changes)


def test_a_case_of_two_states_asks_what_the_record_suggests(untouched):
    found = pair_of(untouched, "Iceland", "Fiji")
    assert (found.name, found.title) == ("isl-fji-2024-03-01", "Iceland and Fiji")
    assert list(found.parameters) == [PAIR, MAPS, PROGRAMME, AUDIT]
    maps, programme = found.parameters[MAPS], found.parameters[PROGRAMME]
    assert found.parameters[PAIR].since == 1994, "the first contact is of 2017"
    assert maps.blocs == ["NORDPACT", "TALKS", "TRADE"], "both in an alliance, then on security, then the others"
    assert maps.hypothesis == ["ISL", "FJI", "NOR", "NZL", "URY"], "BTN's document has expired"
    assert maps.years == [1990, 2000, 2010]
    assert (programme.country, programme.partner, programme.compare) == ("FJI", "ISL", ["ISL"])
    assert found.parameters[AUDIT].article == "article-2022"


def test_an_early_day_gives_early_values(untouched):
    found = pair_of(untouched, "FJI", "URY", "2011-06-30")
    assert found.parameters[PAIR].as_of == dt.date(2011, 6, 30)
    assert found.parameters[MAPS].years == [1980, 1990, 2000]
    assert "OLDPACT" not in found.parameters[MAPS].blocs, "it was dissolved in 2005"
    assert pair_of(untouched, "FJI", "URY", "1985-06-30").parameters[PAIR].since == 1965, "twenty years back at least"
    assert suggest.years(dt.date(1950, 1, 1)) == []
    assert suggest.years(dt.date(1985, 1, 1)) == [1955, 1965, 1975]


def test_a_state_of_which_today_has_no_outline_has_no_range_map(folder):
    folder.append("missile_systems", like="fji-beta", system_id="sun-beta", country="SUN")
    found = pair_of(folder, "SUN", "ISL", "1985-06-30")
    assert found.left_out[PROGRAMME].startswith(
        ("the boundaries are those of today, without the Soviet Union", "no missile")
    )


def test_a_day_among_the_changes_is_the_day_of_the_suggestions(untouched):
    made = for_pair("FJI", "URY", "today", Context.here(data=untouched.path), {"as_of": "2011-06-30"})
    assert made.parameters[MAPS].years == [1980, 1990, 2000]


@pytest.mark.parametrize(
    ("day", "changes", "name"),
    [
        ("today", {}, "fji-isl"),
        ("latest", {"since": 2000}, "fji-isl"),
        ("2020-01-31", {"language": "de"}, "fji-isl-2020-01-31-de"),
        ("today", {"as_of": "2020-01-31", "language": "en"}, "fji-isl-2020-01-31"),
    ],
)
def test_a_pair_on_another_day_or_in_another_language_has_a_name_of_its_own(untouched, day, changes, name):
    assert for_pair("FJI", "ISL", day, Context.here(data=untouched.path), changes).name == name


def test_the_first_contact_sets_the_first_year(folder):
    folder.append(
        "agreements",
        like="fji-isl-2017-culture",
        agreement_id="fji-isl-1953-treaty",
        signed="1953-05-01",
        source_ids="encyclopedia-nd",
    )
    assert pair_of(folder, "FJI", "ISL").parameters[PAIR].since == 1953


def test_two_states_of_which_nothing_is_known_have_one_notebook(untouched):
    found = pair_of(untouched, "NRU", "TUV")
    assert list(found.parameters) == [PAIR]
    assert set(found.left_out) == {MAPS, PROGRAMME, AUDIT}
    assert "neither state is on record as a member" in found.left_out[MAPS]
    chosen = pair_of(untouched, "NRU", "TUV", notebooks=[PAIR])
    assert chosen.left_out == {}, "what was not asked for is not left out"


def test_chosen_values_take_the_place_of_suggested_ones(untouched):
    found = pair_of(untouched, "FJI", "ISL", since=2020, language="de", notebooks=[PAIR])
    assert list(found.parameters) == [PAIR]
    assert (found.parameters[PAIR].since, found.parameters[PAIR].language) == (2020, "de")
    assert "did you mean 'since'" in refused(pair_of, untouched, "FJI", "ISL", sinc=2020)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [("Fiji", "Qqqq", "country_b: "), ("FJI", "Fiji", "the same state"), ("bloc:EU", "FJI", "is an organisation")],
)
def test_two_states_are_needed(untouched, a, b, words):
    assert words in refused(pair_of, untouched, a, b)


def test_a_written_case_is_the_case(untouched, tmp_path):
    made = pair_of(untouched, "FJI", "NOR")
    path = tmp_path / f"{made.name}.yml"
    path.write_text(as_text(made), encoding="utf-8")
    again = load_case(str(path), Context.here(data=untouched.path))
    assert (again.name, again.title, again.parameters) == (made.name, made.title, made.parameters)
    assert yaml.safe_load(path.read_text()) == casefile.read(path)
    assert "# 04-claims-audit is left out: the case names no article" in path.read_text()


def test_a_comment_gives_the_reason_of_what_was_suggested_only(untouched):
    made = pair_of(untouched, "FJI", "ISL", since=2001)
    assert "the first contact on record" in as_text(made)
    assert "the first contact on record" not in as_text(made, {"since"})


def test_real_pairs_have_sensible_cases():
    context = Context.here()
    found = for_pair("Japan", "Philippines", "2026-11-24", context)
    assert {"QUAD", "ASEAN"} <= set(found.parameters[MAPS].blocs)
    assert "NPT" not in found.parameters[MAPS].blocs
    assert found.parameters[MAPS].hypothesis[:2] == ["JPN", "PHL"]
    assert "USA" in found.parameters[MAPS].hypothesis
    article = for_pair("PAK", "SAU", "2026-11-24", context).parameters[AUDIT].article
    assert article in set(load().claims.article_id)
    assert article == "channel-newsasia-2025-09-18-smda"


# ------------------------------------------------------------------------------------------- layers and names


def test_a_case_names_a_folder_of_own_rows_seen_from_its_file(case, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "agreements.csv").write_text("agreement_id,place\nblr-pak-2025-04-defence-cooperation,Brest\n")
    found = case("country_a: BLR\ncountry_b: PAK\nfocus: ''\noverlay: mine\n")
    assert found.overlay == tmp_path / "mine"
    (tmp_path / "mine" / "agreements.csv").write_text(
        "agreement_id,kind\nblr-pak-2025-04-defence-cooperation,treatise\n"
    )
    told = refused(case, "country_a: BLR\ncountry_b: PAK\nfocus: ''\noverlay: mine\n")
    assert told.startswith("my-case.yml: mine/agreements.csv:2: kind: 'treatise' is not allowed")
    assert "overlay: 3 is no folder" in refused(case, "country_a: BLR\nfocus: ''\noverlay: 3\n")


def test_systems_and_blocs_are_named_in_any_way(small):
    found = small(
        blocs=["nordpact", "The TALKS"], hypothesis=["FJI", "ISL"], systems=["Eins", "ONE"], country="ISL", partner=""
    )
    assert set(found.parameters) == {MAPS, PROGRAMME}
    told = refused(small, blocs=["NORDPACT", "Nordpact"], systems=["Zwei"], country="ISL", partner="")
    assert "blocs: 'Nordpact' is NORDPACT, which stands twice" in told
    assert "systems: 'Zwei' is no system of this state on record" in told
