"""Which rows concern a state."""

import pytest

from pactbook.errors import UserError
from pactbook.record import about


def ids(record, table, states=(), together=False):
    frame = about.rows(record, table, states, together)
    return list(frame.iloc[:, 0])


def test_without_a_state_every_row_is_shown(record):
    for name, table in about.TABLES.items():
        assert len(about.rows(record, name)) == len(record[table])


def test_an_agreement_concerns_its_parties(record):
    assert ids(record, "agreements", ["ISL", "NOR"]) == [
        row for row in record.agreements.agreement_id if "-isl-" in f"-{row}" or "-nor-" in row
    ]
    assert ids(record, "agreements", ["NOR", "FJI"], together=True) == ["fji-nor-2019-treaty"]
    assert ids(record, "agreements", ["NOR", "ISL"], together=True) == []


def test_an_event_concerns_all_that_took_part(record):
    assert "2020-10-05-commission" in ids(record, "events", ["NOR"])
    assert ids(record, "events", ["NOR", "ISL"], together=True) == ["2020-10-05-commission"]


def test_roles_and_systems_are_of_one_state_each(record):
    assert set(about.rows(record, "memberships", ["ISL", "BTN"], together=True).iso3) == {"ISL", "BTN"}
    assert ids(record, "systems", ["ISL", "NOR"], together=True) == ["isl-one"]


def test_a_designation_concerns_the_entity_s_state_and_the_programme_s(record):
    assert ids(record, "designations", ["NOR"]) == ["us-nor-trade"]
    assert len(ids(record, "designations", ["FJI"])) == len(record.designations)
    assert ids(record, "designations", ["FJI", "URY"], together=True) == ["us-ury-person"]
    assert list(about.rows(record, "designations", ["NOR"])[["name", "country"]].iloc[0]) == ["Entity nor-trade", "NOR"]


def test_a_source_concerns_whom_the_rows_concern_that_cite_it(record):
    assert ids(record, "sources", ["NZL"]) == ["blog-nd"]
    assert ids(record, "sources", ["BRA", "FJI"], together=True)[:1] == ["think-2018"], "of a system of one of them"
    assert ids(record, "sources", ["TUV"]) == []


@pytest.mark.parametrize("table", about.TABLES)
def test_no_row_is_an_empty_table_with_its_columns(record, table):
    empty = about.rows(record, table, ["TUV"])
    assert empty.empty
    assert list(empty.columns) == list(about.rows(record, table).columns)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "name", "column", "found"),
    [
        ("systems", "eins", "system_id", "isl-one"),
        ("memberships", "the talks", "bloc_id", "TALKS"),
        ("designations", "Entity ISL works", "entity_id", "isl-works"),
    ],
)
def test_rows_are_asked_for_by_any_name(record, table, name, column, found):
    own = about.named(record, table, name, about.rows(record, table))
    assert set(own[column]) == {found}
    with pytest.raises(UserError, match="--name: 'Nobody' is not on record"):
        about.named(record, table, "Nobody", about.rows(record, table))
