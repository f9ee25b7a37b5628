"""Networks small enough to count by hand, and a null model that keeps what it must."""

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.locale import Language
from pactbook.record import load
from pactbook.subjects import networks, ties


def pairs(*codes: str, commitment: str = "cooperation") -> pd.DataFrame:
    """Return ties of pairs such as ``AUTBEL``."""
    rows = [
        {"a": min(code[:3], code[3:]), "b": max(code[:3], code[3:]), "documents": 1, "commitment": commitment}
        | {"first": "2000", "agreement_ids": (code.lower(),)}
        for code in codes
    ]
    return pd.DataFrame(rows, columns=["a", "b", "documents", "commitment", "first", "agreement_ids"])


# Two circles of four states, each complete, and one tie between them.
ONE, OTHER = ("AUT", "BEL", "CHE", "DNK"), ("PER", "CHL", "BOL", "ECU")
CIRCLES = [a + b for circle in (ONE, OTHER) for n, a in enumerate(circle) for b in circle[n + 1 :]]


def test_ties_are_the_documents_that_stand(record, untouched):
    found = ties.current(record)
    over = {"btn-fji-2015-defence", "fji-ury-2010-treaty", "fji-isl-2023-roadmap"}
    rows = [
        row for row in untouched.rows("agreements") if row["agreement_id"] not in over and row["domains"] != "culture"
    ]
    assert {f"{row.a};{row.b}" for row in found.itertuples()} == {row["parties"] for row in rows}
    assert found.documents.sum() == len(rows)
    fiji = found.set_index(["a", "b"])
    assert fiji.at[("FJI", "NOR"), "commitment"] == "mutual_defence"
    assert fiji.at[("FJI", "ISL"), "first"] == "2020-05-11"
    assert networks.commitment_between(found, "ISL", "FJI") == "consultation"
    assert networks.commitment_between(found, "ISL", "NOR") == ""


def test_the_closest_are_partners_of_both_then_those_with_most_documents_and_exist():
    day = dt.date(2020, 1, 1)
    found = pairs("AUTBEL", "AUTCHE", "BELCHE", "AUTDNK", "BELECU", "AUTSUN")
    found.loc[found.b == "ECU", "documents"] = 3
    assert ties.closest(found, "AUT", "BEL", day) == ["CHE", "ECU", "DNK"]
    assert ties.closest(found, "PER", "CHL", day) == []
    assert "SUN" in ties.closest(found, "AUT", "BEL", dt.date(1980, 1, 1))


def test_the_domains_decide_what_is_a_tie(record):
    assert ties.current(record, {"training"})[["a", "b"]].values.tolist() == [["FJI", "ISL"]]
    assert ties.current(record, {"nuclear"}).empty


def test_partners_that_two_states_share_are_named_and_held_against_chance(en):
    found = pairs(*CIRCLES, "AUTPER")
    place = networks.position(found, "BEL", "CHE", draws=100)
    assert (place.states, place.ties, place.shared) == (8, 12, ("AUT", "DNK"))
    assert 0 < place.expected < 2
    text = networks.find_position(place, found, "BEL", "CHE", "2020-01-01", en).text
    assert text.startswith(
        "Belgium and Switzerland have 2 defence partners in common on record: Austria and Denmark. Chance "
    )
    assert "(8 states and 12 pairs on 1 January 2020, the two with each other left out)" in text


def test_two_circles_have_nobody_in_common(en):
    found = pairs(*CIRCLES, "AUTPER", "BELCHL")
    place = networks.position(found, "AUT", "PER", draws=100)
    assert (place.shared, place.less) == ((), 0)
    text = networks.find_position(place, found, "AUT", "PER", "2020-01-01", en).text
    told = re.fullmatch(
        r"Austria and Peru have no defence partner in common on record; chance would give (0\.\d)\.", text
    )
    assert told and float(told[1]) == pytest.approx(place.expected, abs=0.05)


def test_their_own_tie_is_left_out():
    found = pairs(*CIRCLES, "AUTPER")
    without = found[~((found.a == "AUT") & (found.b == "PER"))]
    assert networks.position(found, "PER", "AUT", 20) == networks.position(without, "PER", "AUT", 20)


def test_the_same_seed_gives_the_same_and_another_may_not():
    found = pairs(*CIRCLES, "AUTPER", "BELCHL")
    one, two = (networks.position(found, "AUT", "CHL", 50) for _ in range(2))
    assert one == two
    other = networks.position(found, "AUT", "CHL", 50, seed=7)
    assert (other.seed, other.shared) == (7, one.shared)


def test_the_order_of_the_two_changes_nothing_but_the_labels():
    found = pairs(*CIRCLES, "AUTPER", "BELCHL")
    one, other = networks.position(found, "AUT", "CHL", 50), networks.position(found, "CHL", "AUT", 50)
    assert (one.shared, one.expected, one.less) == (other.shared, other.expected, other.less)


def test_a_star_cannot_be_drawn_otherwise():
    place = networks.position(pairs("AUTBEL", "AUTCHE", "AUTDNK", "AUTPER"), "BEL", "CHE", draws=50)
    assert (place.expected, place.less) == (1.0, 0.0)


def test_without_ties_to_others_there_is_no_position(en):
    found = pairs("AUTBEL", "CHLPER")
    assert networks.position(found, "AUT", "BEL") is None
    assert networks.position(pairs(), "AUT", "BEL") is None
    assert "cannot be told" in networks.find_position(None, found, "AUT", "BEL", "2020-01-01", en).text


@settings(max_examples=25)
@given(st.sets(st.sampled_from([a + b for a in ONE for b in OTHER]), min_size=4))
def test_the_null_model_keeps_every_number_of_partners(codes):
    net = networks.graph(pairs(*sorted(codes)))
    with networks.seeded(1):
        other = net.copy()
        other.rewire(n=10 * net.ecount())
    assert other.degree() == net.degree()
    assert other.is_simple()


def test_partners_of_both_come_first():
    partners = networks.neighbourhood(pairs(*CIRCLES, "AUTPER", "BELPER"), "AUT", "PER")
    assert list(partners.partner) == ["BEL", "CHE", "DNK", "BOL", "CHL", "ECU"]
    assert partners.with_b.iloc[0] == "cooperation"
    headline = networks.headline_neighbourhood(partners, "AUT", "PER", Language("en"))
    assert headline == "Austria and Peru share 1 of 6 defence partners on record"


@pytest.mark.slow
@pytest.mark.parametrize("pair", [("BLR", "PAK"), ("USA", "JPN"), ("RUS", "BLR"), ("SAU", "PAK")])
def test_shipped_pairs_have_the_partners_that_their_sentence_tells(pair, en):
    found = ties.current(load(dt.date(2026, 11, 24)))
    place = networks.position(found, *pair, draws=30)
    links = {
        code: {row.b if row.a == code else row.a for row in found.itertuples() if code in (row.a, row.b)}
        for code in pair
    }
    assert set(place.shared) == links[pair[0]] & links[pair[1]]
    text = networks.find_position(place, found, *pair, "2026-11-24", en).text
    assert f"have {len(place.shared)} defence partner" in text
    own = int(pair[1] in links[pair[0]])
    assert f"{len(found) - own:,} pairs on 24 November 2026" in text


@pytest.mark.parametrize(
    ("domains", "kind"),
    [
        (("arms_trade",), "industry"),
        (("arms_trade", "military_technical"), "industry"),
        (("arms_trade", "training"), "cooperation"),
        (("arms_trade", "economic"), "industry"),
    ],
)
def test_a_document_about_arms_alone_is_industry(domains, kind):
    assert ties.commitment({"mutual_defence": "unknown", "domains": domains}) == kind


def test_what_a_document_commits_to_follows_from_its_duty():
    found = {duty: ties.commitment({"mutual_defence": duty, "domains": ("defence",)}) for duty in ties._BY_DUTY}
    assert found == {"yes": "mutual_defence", "one_sided": "guarantee", "consultation": "consultation"}


@pytest.mark.parametrize(("day", "status"), [("2025-12-31", "signed"), ("2026-01-01", "expired")])
def test_a_plan_runs_to_the_last_day_of_its_years(untouched, day, status):
    found = ties.documents(untouched.load(day)).set_index("agreement_id").status_on
    assert found["fji-isl-2022-programme"] == status


def test_a_document_with_a_state_that_ended_ties_nobody(folder):
    row = next(row for row in folder.rows("agreements") if row["agreement_id"] == "fji-ury-2018-contract")
    old = {"agreement_id": "fji-sun-1989-visits", "parties": "FJI;SUN", "signed": "1989-11-20", "kind": "agreement"}
    folder.append("agreements", **row | old | {"title": "Agreement on visits"})
    assert "SUN" not in set(ties.current(folder.load()).b)
    found = ties.in_place(folder.load(), dt.date(1990, 1, 1))
    assert list(found.agreement_id) == ["fji-sun-1989-visits"]
