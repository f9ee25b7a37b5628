"""The shipped facts keep the rules that no schema can hold."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package, system

from pactbook import dates, paths
from pactbook.locale import Language
from pactbook.record import Tables, load, schema
from pactbook.reports.case import case_names, load_case
from pactbook.subjects import article, membership, programme

pytestmark = pytest.mark.slow

DATA = paths.ROOT / "data"


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return load(folder=DATA)


@pytest.fixture(scope="module")
def keys(shipped) -> dict[str, set[str]]:
    """Return the ids of the records of each table, as evidence and readings write them."""
    found = {}
    for name, table in schema(DATA).items():
        found[name] = {":".join(map(str, key)) for key in shipped[name][list(table.key)].itertuples(index=False)}
    return found


def wrong_order(frame, key: str, first: str, second: str) -> list[tuple]:
    """Return the rows whose second date surely lies before the first."""
    return [
        (row[key], row[first], row[second])
        for row in frame.to_dict("records")
        if row[first] and row[second] and dates.latest(row[second]) < dates.earliest(row[first])
    ]


def test_every_table_has_rows(shipped):
    assert all(len(shipped[name]) for name in schema(DATA))


def test_frictionless_agrees():
    with system.use_context(trusted=True):
        report = Package(str(DATA / "datapackage.yaml")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_files_are_utf8_without_mark_with_unix_line_ends():
    for table in schema(DATA).values():
        raw = (DATA / table.path).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf"), table.path
        assert b"\r" not in raw, table.path
        assert raw.endswith(b"\n"), table.path


def test_no_row_cites_a_source_twice(shipped):
    for name in schema(DATA):
        for ids in shipped[name].get("source_ids", ()):
            assert len(ids) == len(set(ids)), (name, ids)


def test_parties_and_states_stand_in_alphabetical_order(shipped):
    wrong = [row.event_id for row in shipped.events.itertuples() if list(row.countries) != sorted(set(row.countries))]
    assert wrong == []


def test_an_id_names_its_parties_or_state(shipped):
    for row in shipped.agreements.itertuples():
        named = row.parties if len(row.parties) < 4 else (row.parties[0],)
        assert row.agreement_id.startswith("-".join((*named, "")).lower()), row.agreement_id
    for frame, column in ((shipped.missile_systems, "system_id"), (shipped.entities, "entity_id")):
        for row in frame.to_dict("records"):
            assert row[column].startswith(row["country"].lower() + "-"), row[column]


def test_a_role_that_changes_in_a_known_month_is_not_held_twice_in_it(shipped):
    """A state counts once on every first of January, the day that the small maps show."""
    for year in range(1950, 2027):
        current = membership.on_day(shipped, dt.date(year, 1, 1))
        members = current[current.role == "member"]
        assert not members.duplicated(["bloc_id", "iso3"]).any(), year


def test_readings_of_a_number_are_numbers(shipped):
    declared = schema(DATA)
    numeric = {(t.name, f.name) for t in declared.values() for f in t.fields if f.type in ("number", "integer")}
    for row in shipped.readings.itertuples():
        if (row.table, row.field) in numeric:
            assert row.value.replace(".", "", 1).isdigit(), (row.record_id, row.field, row.value)


@pytest.mark.parametrize("field", ["range_km", "payload_kg"])
def test_the_number_chosen_is_one_that_somebody_quotes(shipped, field):
    said = shipped.readings[(shipped.readings.table == "missile_systems") & (shipped.readings.field == field)]
    quoted = said.groupby("record_id").value.apply(lambda values: set(values.astype(float)))
    for row in shipped.missile_systems.to_dict("records"):
        # Where only flights were measured, none of the numbers is a range that somebody claims.
        if row["system_id"] in quoted and row[field] == row[field]:
            assert row[field] in quoted[row["system_id"]], (row["system_id"], row[field])


def test_a_class_fits_its_range(shipped):
    limits = {"CRBM": (0, 300), "SRBM": (300, 1000), "MRBM": (1000, 3000), "IRBM": (3000, 5500), "ICBM": (5500, 20000)}
    for state in sorted(set(shipped.missile_systems.country)):
        for row in programme.systems(shipped, state).to_dict("records"):
            low, high = limits.get(row["class"], (0, 20000))
            if row["range_max"] == row["range_max"]:
                assert row["range_max"] >= low, (row["system_id"], row["class"], row["range_min"], row["range_max"])
                assert row["range_min"] <= high, (row["system_id"], row["class"], row["range_min"], row["range_max"])


def test_an_entity_is_designated_and_by_one_authority_once_a_day(shipped):
    assert set(shipped.entities.entity_id) == set(shipped.designations.entity_id)
    count = Counter(
        shipped.designations[["entity_id", "authority", "designated_on", "legal_basis"]].itertuples(
            index=False, name=None
        )
    )
    assert [key for key, n in count.items() if n > 1] == []


def test_a_claim_is_judged_or_computed_and_its_evidence_exists(shipped, keys):
    for row in shipped.claims.itertuples():
        assert bool(row.rule) != bool(row.verdict), row.claim_id
        assert bool(row.reasoning_en) == bool(row.reasoning_de), row.claim_id
        if row.verdict:
            assert row.reasoning_en, row.claim_id
        for record in row.evidence:
            table, _, key = record.partition(":")
            assert key in keys[table], (row.claim_id, record)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_article_can_be_audited(shipped, language):
    for name in set(shipped.claims.article_id):
        judged = article.audit(shipped, name, Language(language))
        assert set(judged.verdict) <= set(article.VERDICTS)
        assert all(judged.reasoning)


def test_computed_verdicts_rest_on_records_that_exist(shipped, keys):
    for name in set(shipped.claims.article_id):
        for row in article.audit(shipped, name, Language("en")).itertuples():
            for record in row.evidence:
                table, _, key = record.partition(":")
                assert key in keys[table], (row.claim_id, record)


def test_a_note_quotes_at_most_a_dozen_words(shipped):
    for name, table in schema(DATA).items():
        for column in {"note", "stated_reason", "response", "reasoning_en"} & set(table.columns):
            for text in shipped[name][column]:
                for quotation in text.split('"')[1::2]:
                    assert len(quotation.split()) <= 12, (name, quotation)


def test_the_case_files_ask_for_what_is_on_record():
    for name in case_names():
        assert load_case(name).left_out == {}


def test_no_private_path_stands_in_the_data():
    for table in schema(DATA).values():
        text = (DATA / table.path).read_text(encoding="utf-8")
        assert "/work/" not in text, table.path
        assert str(Path.home()) + "/" not in text, table.path
