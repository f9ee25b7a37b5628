"""What a batch is asked for: which pairs, days and values, what is wrong with them, and how reports are named."""

import datetime as dt
import itertools

import pytest

from pactbook import cli, parameters
from pactbook.errors import UserError
from pactbook.reports.batch import grid
from pactbook.reports.context import Context

DAY = dt.date(2024, 3, 1)
PAIRS = "01-bilateral-agreements"


@pytest.fixture(scope="module")
def context(untouched, tmp_path_factory):
    return Context.here(data=untouched.path, reference=tmp_path_factory.mktemp("none"), overlay=None)


def planned(context, notebook=PAIRS, **asked):
    return grid.plan(notebook, {"as_of": "2024-03-01"} | asked, context)


def refused(context, notebook=PAIRS, **asked):
    with pytest.raises(UserError) as told:
        planned(context, notebook, **asked)
    return str(told.value).splitlines()


@pytest.mark.slow
def test_pairs_are_asked_for_by_name_by_organisation_or_all(record):
    assert grid.pairs(["Iceland-FJI", "FJI-ISL"], record, DAY) == [("FJI", "ISL")]
    nordpact = record.memberships[(record.memberships.bloc_id == "NORDPACT") & (record.memberships.role == "member")]
    held = sorted({row.iso3 for row in nordpact.itertuples() if row.start <= "2024" and not row.end})
    assert grid.pairs(["bloc:Nordpact"], record, DAY) == list(itertools.combinations(held, 2))
    every = {tuple(sorted(parties)) for parties in record.agreements.parties if len(parties) == 2}
    assert set(grid.pairs(["all"], record, DAY)) == every


def test_every_value_meets_every_other(context):
    found = planned(context, pairs=["FJI-ISL", "FJI-NOR"], as_of=["2023-01-01", "2024-01-01"], since=[1950, 2000, 2010])
    combined = {tuple(item.values[name] for name in ("country_b", "as_of", "since")) for item in found.items}
    assert combined == set(itertools.product(["ISL", "NOR"], ["2023-01-01", "2024-01-01"], [1950, 2000, 2010]))
    assert len(found.items) == 12
    assert {item.subject for item in found.items} == {"FJI-ISL", "FJI-NOR"}


def test_a_list_is_one_value_of_a_parameter_that_is_one(context):
    one = planned(context, pairs=["FJI-ISL"], domains=["defence", "training"])
    assert [item.values["domains"] for item in one.items] == [["defence", "training"]]
    two = planned(context, pairs=["FJI-ISL"], domains=[["defence"], ["defence", "training"], []])
    assert [item.values["domains"] for item in two.items] == [["defence"], ["defence", "training"], []]


def test_a_name_tells_subject_and_day_and_differs_with_every_parameter(context):
    one, two = planned(context, pairs=["FJI-ISL"], language=["en", "de"]).items
    assert one.name.startswith("fji-isl-2024-03-01-")
    assert one.name != two.name
    (again,) = planned(context, pairs=["Iceland-Fiji"]).items
    assert again.name == one.name, "English is what a notebook takes by itself"


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"pairs": ["JPN"]}, "write A-B, bloc:NAME or all"),
        ({"pairs": ["bloc:NORDPAKT"]}, "did you mean 'NORDPACT'?"),
        ({"pairs": ["FJI-Atlantis"]}, "Atlantis"),
        ({"pairs": ["FJI-FJI"]}, "the same state"),
        ({"pairs": ["FJI-ISL"], "country_a": "NOR"}, "name the two states in one way"),
        ({"pairs": ["FJI-ISL"], "sinse": [1950]}, "did you mean 'since'?"),
        ({"pairs": ["FJI-ISL"], "language": ["en", "fr"]}, "language: 'fr' is not allowed"),
        ({"pairs": ["FJI-ISL"], "focus": ["fji-isl-2021-nothing"]}, "fji-isl-2021-nothing"),
        ({"pairs": ["FJI-ISL"], "since": []}, "since: an empty list asks for nothing"),
        ({"pairs": ["FJI-ISL"], "as_of": "someday"}, "as_of: 'someday'"),
        ({"pairs": ["FJI-ISL"], 3: 4}, "'3' is no parameter"),
    ],
)
def test_a_false_word_is_refused_with_what_is_wrong(context, asked, what):
    (line,) = refused(context, **{str(name): value for name, value in asked.items()})
    assert what in line


def test_all_faults_are_told_at_once(context):
    told = refused(
        context, pairs=["bloc:NORDPAKT", "JPN"], as_of=["2024-13-01", "someday"], sinse=[1950], language=["fr"]
    )
    assert len(told) == 6, told


def test_more_reports_than_anybody_reads_are_refused(context):
    told = refused(context, pairs=["FJI-ISL"], since=list(range(1950, 2020)), as_of=[f"20{n}-01-01" for n in range(10, 24)],
                   domains=[["defence"] for _ in range(999)])  # fmt: skip
    assert told == ["979,020 reports are asked for; a batch has at most 100,000"]


def test_a_pair_that_was_none_on_a_day_is_left_out(context):
    found = planned(context, pairs=["BLR-PAK", "IND-PAK"], as_of="1985-01-01")
    assert [item.subject for item in found.items] == ["IND-PAK"]
    assert list(found.left_out.values()) == ["BLR-PAK were no two states on 1985-01-01"]
    assert refused(context, pairs=["BLR-PAK"], as_of="1985-01-01")[0] == "nothing to run"


def test_a_notebook_without_pairs_takes_values_of_its_own(context):
    found = planned(context, "03-missile-program-context", country=["Fiji", "ISL", "BTN"])
    assert [(item.subject, item.values["partner"]) for item in found.items] == [("FJI", ""), ("ISL", "")]
    assert [item.values["compare"] for item in found.items] == [["ISL"], ["FJI"]]
    assert list(found.left_out.values()) == ["no missile programme of Bhutan is on record by 2024-03-01"]
    assert "is not about two states" in refused(context, "03-missile-program-context", pairs=["FJI-ISL"])[0]
    assert "did you mean '03-missile-program-context'" in refused(context, "03-missile-programme", country="FJI")[0]


@pytest.mark.slow
def test_a_file_gives_values_and_the_command_others_in_their_place(tmp_path, monkeypatch, untouched):
    asked = []

    def plan(notebook, values, context):
        asked.append((notebook, values))
        raise UserError("seen")

    monkeypatch.setattr(grid, "plan", plan)
    file = tmp_path / "grid.yml"
    file.write_text("pairs: [FJI-ISL]\nas_of: [2023-01-01]\nlanguage: [en, de]\nworldview: un\n")
    words = ["batch", PAIRS, "--grid", str(file), "--as-of", "2024-01-01,2024-02-01", "-p", "worldview=[un, defacto]"]
    assert cli.main(words) == 2
    assert cli.main(["batch", PAIRS, "--all-pairs"]) == 2
    expected = {"pairs": ["FJI-ISL"], "as_of": ["2024-01-01", "2024-02-01"], "language": ["en", "de"]}
    assert asked == [(PAIRS, expected | {"worldview": ["un", "defacto"]}), (PAIRS, {"pairs": ["all"]})]


@pytest.mark.parametrize(
    ("content", "what"), [("a: [", "grid.yml: line"), ("- 1\n", "grid.yml: it needs"), (None, "no such file")]
)
def test_a_file_that_is_none_is_refused(tmp_path, capsys, content, what):
    file = tmp_path / "grid.yml"
    if content:
        file.write_text(content)
    assert cli.main(["batch", PAIRS, "--grid", str(file)]) == 2
    assert what in capsys.readouterr().err


def test_nothing_asked_is_no_batch(capsys):
    assert cli.main(["batch", PAIRS]) == 2
    assert "--pairs, --all-pairs, --grid or -p" in capsys.readouterr().err


def test_each_notebook_has_a_subject():
    for model in parameters.MODELS.values():
        assert grid.subject(model())
