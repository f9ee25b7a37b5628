"""A number that two notebooks show is the same in both, on the shipped record."""

import datetime as dt
import itertools

import pytest

from pactbook.locale import Language
from pactbook.parameters import AllianceMaps, BilateralAgreements
from pactbook.record import load
from pactbook.states import is_code
from pactbook.subjects import membership
from pactbook.subjects.article.rules.others import common_bloc
from pactbook.subjects.bloc.subject import Bloc
from pactbook.subjects.pair.subject import Pair

DAY = dt.date(2025, 6, 1)
STATES = ["RUS", "CHN", "IRN", "PRK", "ZAF", "BLR", "PAK", "TUR", "SAU", "POL"]


@pytest.fixture(scope="module")
def shipped():
    return load(DAY)


@pytest.fixture(scope="module")
def bloc(shipped):
    return Bloc(AllianceMaps(as_of=DAY, hypothesis=STATES, origins=["pactbook"]), shipped, Language("en"))


@pytest.mark.parametrize(("a", "b"), [("BLR", "PAK"), ("RUS", "PRK"), ("TUR", "POL"), ("CHN", "SAU")])
def test_defence_documents_of_a_state_are_as_many_in_01_as_in_02(shipped, bloc, a, b):
    pair = Pair(BilateralAgreements(as_of=DAY, country_a=a, country_b=b, origins=["pactbook"]), shipped, Language("en"))
    in_02 = {(row.a, row.b): (row.documents, row.commitment) for row in bloc.tied.itertuples()}
    for state, portfolio in pair.portfolios.items():
        own = portfolio[(portfolio.documents > 0) & portfolio.partner.map(is_code)]
        in_01 = {tuple(sorted((state, row.partner))): (row.documents, row.commitment) for row in own.itertuples()}
        assert in_01 == {both: told for both, told in in_02.items() if state in both}
        assert len(in_01) > 1


@pytest.mark.slow
def test_shared_organisations_are_the_same_in_02_as_in_04(shipped, en):
    names = dict(zip(shipped.blocs.bloc_id, shipped.blocs.short_name, strict=True))
    shared = {(row.a, row.b): row.shared for row in membership.shared(shipped, STATES, DAY).itertuples()}
    for both in itertools.combinations(STATES, 2):
        found = common_bloc(shipped, en, states=list(both), proves=True)
        in_04 = {record.removeprefix("blocs:") for record in found.evidence} if found.verdict == "supported" else set()
        assert in_04 == set(shared[both]), both
        told = membership.find_common(list(both), shipped, DAY, en).text
        whole = told.startswith("Both states belong to")
        assert whole == bool(in_04), told
        assert not whole or len(in_04) > 4 or all(names[one] in told for one in in_04), told


def test_a_body_of_which_not_every_member_is_on_record_is_shared_by_nobody(shipped, en):
    assert shipped.blocs.set_index("bloc_id").members_complete["NPT"] == "no"
    assert "NPT" in set(membership.on_day(shipped, DAY).query("iso3 == 'IRN'").bloc_id)
    found = common_bloc(shipped, en, states=["BLR", "IRN"], proves=True)
    assert found.evidence == ("blocs:SCO",)
    assert found.reasoning == "All 2 states belong to the SCO."
