import pytest

from pactbook.record import load
from pactbook.subjects import programme, sanctions


@pytest.fixture(scope="module")
def found(record):
    return programme.designations(record, "FJI")


def rows(package) -> list[dict[str, str]]:
    """Return the designations tied to the programme, read without pactbook."""
    return [row for row in package.rows("designations") if row["programme"] != "arms"]


def test_designations_by_authority_and_basis(untouched, folder, found):
    basis = sanctions.by_basis(found)
    assert dict(zip(basis.authority, basis.designations, strict=True)) == {
        name: sum(row["authority"] == name for row in rows(untouched)) for name in ("US State", "EU")
    }
    assert basis.lifted.tolist() == [1, 0]
    assert basis["last"].tolist() == ["2021-06-30", "2022-01-20"]
    folder.change("designations", "us-isl-lab", legal_basis="another order")
    assert len(sanctions.by_basis(programme.designations(folder.load(), "FJI"))) == 3
    assert sanctions.by_basis(found.iloc[:0]).empty


def test_entities_are_counted_by_state_and_kind(folder, found):
    states = sanctions.by_state(found).set_index("state")
    assert states.organisations.to_dict() == {"ISL": 2, "FJI": 1, "NOR": 1}
    assert states.designations["ISL"] == 3, "an entity designated twice counts once, its designations twice"
    folder.change("entities", "nor-trade", kind="person")
    states = sanctions.by_state(programme.designations(folder.load(), "FJI")).set_index("state")
    assert states.loc["NOR", ["organisations", "persons"]].tolist() == [0, 1]


def test_counts_start_with_the_first_designation_in_the_partner_state(folder, en):
    folder.append("designations", like="us-nor-trade", designation_id="early", designated_on="2019-01-01")
    found = programme.designations(folder.load(), "FJI")
    text = sanctions.find_since(found, "ISL", "2024-03-01", en).text
    assert text.startswith(
        "From 30 June 2021, the day of the first designation in Iceland, to 1 March 2024: Iceland (2 org"
    )
    assert "Fiji (1 organisation)" in text
    assert sanctions.since(found, "NOR")[0] == "2019-01-01"
    newest = sanctions.find_since(found, "BOL", "2024-03-01", en).text
    assert newest == "The newest on record that name the programme are of 20 January 2022: Iceland (1 organisation)."
    assert sanctions.find_since(found, "", "2024-03-01", en).text == newest
    assert "No designation" in sanctions.find_since(found.iloc[:0], "ISL", "2024-03-01", en).text


def test_an_entity_is_one_edge_with_its_newest_reason(folder, found):
    links = sanctions.edges(found, "FJI", "ISL")
    assert list(links.entity_id) == ["isl-works", "isl-lab", "nor-trade", "fji-agency"]
    assert links.set_index("entity_id").authority["isl-works"] == "EU"
    assert links.set_index("entity_id").times["isl-works"] == 2
    assert list(links.marked) == [True, True, False, False]
    assert not sanctions.edges(found, "FJI", "").marked.any()
    assert sanctions.edges(found.iloc[:0], "FJI", "ISL").empty


def _statement(folder, event_id: str, day: str, countries: str, domains: str = "military_technical") -> None:
    folder.append("events", event_id=event_id, date=day, kind="statement", countries=countries, domains=domains,
                  title=event_id, source_ids="ledger-2024-01")  # fmt: skip


def test_statements_follow_within_a_month(folder):
    _statement(folder, "same-day", "2021-06-30", "FJI;USA")
    _statement(folder, "month-known", "2021-07", "ISL")
    _statement(folder, "last-day", "2021-07-31", "ISL;USA")
    _statement(folder, "too-late", "2021-08-01", "ISL;USA")
    _statement(folder, "before", "2021-06-29", "FJI;USA")
    _statement(folder, "others", "2021-07-01", "BOL;USA")
    _statement(folder, "other-matter", "2021-07-01", "FJI;USA", "migration")
    tables = folder.load()
    told = sanctions.statements(tables, programme.designations(tables, "FJI"), "FJI")
    assert set(told.event_id) == {"same-day", "month-known", "last-day"}
    assert sanctions.statements(tables, programme.designations(tables, "BOL"), "BOL").empty


def test_the_partner_s_entities_are_told_as_alleged(folder, en):
    folder.change("designations", "us-isl-works", response='Iceland (a spokesman): "untrue".')
    tables = folder.load()
    found = programme.designations(tables, "FJI")
    told = sanctions.statements(tables, found, "FJI")
    text = sanctions.find_partner(found, told, "ISL", en).text
    assert (
        "Entity isl-works: designated by US State on 30 June 2021 under an order. Alleged by that authority: supplied"
        in text
    )
    assert 'No lifting is on record. Answer on record: Iceland (a spokesman): "untrue".' in text
    assert "Lifted on 2 February 2023. No answer is on record." in text
    assert text.endswith("No statement of Iceland on it is on record.")
    short = sanctions.find_partner(found, told, "ISL", en, most=1).text
    assert "2 further designations are in the table." in short
    _statement(folder, "answer", "2021-07-02", "ISL;USA")
    tables = folder.load()
    told = sanctions.statements(tables, found, "FJI")
    assert "No statement of" not in sanctions.find_partner(found, told, "ISL", en).text
    assert "No entity in Bolivia" in sanctions.find_partner(found, told, "BOL", en).text
    assert sanctions.find_partner(found, told, "", en).text == "No partner state was chosen."


def test_authorities_and_answers_are_counted(found, record, en):
    assert sanctions.find_authorities(sanctions.by_basis(found), en).text == (
        "By authority: US State 4 and EU 1; the record names 1 legal basis."
    )
    told = sanctions.statements(record, found, "FJI")
    assert "on record for 0 of 5 designations. No statement" in sanctions.find_answers(found, told, en).text


@pytest.mark.parametrize(("day", "words"), [("2024-03", "Lifted in March 2024."), ("2024", "Lifted in 2024.")])
def test_a_lifting_without_its_day_is_told_as_precisely_as_known(found, en, day, words):
    lifted = found[found.country == "ISL"].assign(in_place=False, lifted_on=day)
    assert words in sanctions.find_partner(lifted, lifted.assign(countries=[()] * len(lifted)), "ISL", en).text


def test_the_headline_counts_entities_abroad(found, en):
    def title(partner: str, frame=found) -> str:
        return sanctions.headline_edges(sanctions.edges(frame, "FJI", partner), "FJI", partner, en)

    assert title("ISL") == "3 entities abroad are designated over the programme of Fiji, 2 of them in Iceland"
    assert title("BOL").endswith("of Fiji, none of them in Bolivia")
    assert title("").endswith("of Fiji")
    assert title("NOR", found[found.country == "NOR"]).endswith("of Fiji, it sits in Norway")
    assert title("ISL", found[found.country == "FJI"]) == "No entity abroad is designated for it on record"


@pytest.mark.slow
def test_the_firms_designated_since_april_2024_are_counted_exactly(en):
    """The default run: counted again from the CSV rows."""
    shipped = load()
    found = programme.designations(shipped, "PAK")
    kinds = dict(zip(shipped.entities.entity_id, shipped.entities.kind, strict=True))
    seat = dict(zip(shipped.entities.entity_id, shipped.entities.country, strict=True))
    later = {
        row.entity_id
        for row in shipped.designations.itertuples()
        if row.programme_country == "PAK" and row.designated_on >= "2024-04" and row.programme not in ("arms", "other")
    }
    firms = {
        state: sum(seat[one] == state and kinds[one] not in ("person", "vessel") for one in later)
        for state in ("BLR", "CHN")
    }
    assert firms == {"BLR": 1, "CHN": 6}
    text = sanctions.find_since(found, "BLR", "2026-11-24", en).text
    assert text.startswith("From 19 April 2024, ")
    assert "China (6 organisations, 1 person)" in text
    assert "On that first day: China (3 organisations) and Belarus (1 organisation)." in text
