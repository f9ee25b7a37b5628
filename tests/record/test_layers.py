"""Rows of outside datasets beside ours: one document is one row, what may be one is listed."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.record import load
from pactbook.record.layers import laid, ordered, same_agreements, same_flights

ALL = ("pactbook", "outside", "yours")


def layered(folder, day=None, origins=ALL):
    return load(day, folder.path, origins)


def row(signed, agreement="x", domains=("defence",), parties=("FJI", "ISL"), **values):
    found = {
        "agreement_id": agreement,
        "parties": parties,
        "signed": signed,
        "domains": domains,
        "origins": ("pactbook",),
    }
    return found | values


def merged(ours, theirs):
    """Return which of ours were joined, how many rows there are, and why what was not."""
    ours, theirs = pd.DataFrame(ours), pd.DataFrame(theirs)
    frame, doubtful = laid(ours, theirs.drop(columns="origins"), "outside:dcad", same_agreements(ours, theirs))
    return list(frame[frame.origins.map(len) > 1].agreement_id), len(frame), list(doubtful.why)


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        (row("2000-05-01"), row("2000-05-01"), (["x"], 1, [])),
        (row("2000"), row("2000-05-01"), (["x"], 1, [])),
        (row("2000-05-01"), row("2000-11-01"), (["x"], 1, [])),
        (row("2000-05-01"), row("2001-03-01"), ([], 2, ["another year"])),
        (row("2000-05-01"), row("2002-03-01"), ([], 2, [])),
        (row("2000-05-01"), row("2000-05-01", parties=("FJI", "NOR")), ([], 2, [])),
        (row("2000-05-01", domains=("training",)), row("2000-05-01"), ([], 2, [])),
        (row("2000-05-01", domains=("defence", "training")), row("2000-05-01", domains=("arms_trade",)), ([], 2, [])),
        (row("2000-05-01", domains=("arms_trade",)), row("2000-05-01", domains=("arms_trade", "training")), (["x"], 1, [])),
        (row(""), row("2000-05-01"), ([], 2, [])),
    ],
)  # fmt: skip
def test_one_document_has_the_same_parties_year_and_broad_kind(ours, theirs, found):
    assert merged([ours], [theirs]) == found


def test_the_best_date_goes_first_and_what_is_left_stays_a_row():
    ours = [row("2000-05-01", "a")]
    assert merged(ours, [row("2000-09-01", "far"), row("2000-05-01", "near")]) == (["a"], 2, [])


def test_several_candidates_are_listed_and_none_is_taken():
    ours = [row("2000-05-01", "a"), row("2000-06-01", "b")]
    assert merged(ours, [row("2000-08-01")]) == ([], 3, ["several candidates"] * 2)
    assert merged([row("2000", "a")], [row("2000-02-01", "p"), row("2000-03-01", "q")])[0] == []


days = st.one_of(
    st.dates(dt.date(1999, 1, 1), dt.date(2002, 12, 31)).map(str),
    st.integers(1999, 2002).map(str),
    st.sampled_from(["2000-05", "2000-06", ""]),
)
kinds = st.sampled_from([("defence",), ("arms_trade",), ("defence", "training")])
sides = st.sampled_from([("FJI", "ISL"), ("FJI", "NOR")])
documents = st.lists(st.tuples(days, kinds, sides), max_size=8)


@pytest.mark.slow
@given(documents, documents)
def test_merging_never_loses_or_doubles_a_document(ours, theirs):
    columns = ["signed", "domains", "parties"]
    own = pd.DataFrame(
        [row(s, f"a{n}", d, p) for n, (s, d, p) in enumerate(ours)], columns=["agreement_id", *columns, "origins"]
    )
    rest = pd.DataFrame(
        [row(s, f"b{n}", d, p) for n, (s, d, p) in enumerate(theirs)], columns=["agreement_id", *columns]
    )
    frame, doubtful = laid(own, rest, "outside:dcad", same_agreements(own, rest))
    assert frame.agreement_id.is_unique
    assert list(frame.agreement_id[: len(own)]) == list(own.agreement_id), "ours stay, in their order"
    pd.testing.assert_frame_equal(frame[: len(own)][columns], own[columns], check_dtype=False)
    held = frame.origins.explode().dropna()
    assert (held == "pactbook").sum() == len(own)
    assert (held == "outside:dcad").sum() == len(rest), "each of theirs stands in exactly one row"
    alone = set(frame.agreement_id) - set(own.agreement_id)
    assert set(doubtful.outside_id) <= alone <= set(rest.agreement_id)


def flight(date, system="s", described="", test="t"):
    found = {"test_id": test, "date": date, "country": "IRN", "system_id": system, "described_as": described}
    return pd.DataFrame([found | {"origins": ("pactbook",)}])


@pytest.mark.parametrize(
    ("ours", "theirs", "joined", "why"),
    [
        (flight("2009-05-20"), flight("2009-05-20"), 1, []),
        (flight("2009-05"), flight("2009-05-20"), 1, []),
        (flight("2009-05-21"), flight("2009-05-20"), 0, []),
        (flight("2009-05-20"), flight("2009-05-20", "other"), 0, []),
        (flight("2009-05-20"), flight("2009-05-20", "", "Scud"), 0, ["another name"]),
        (flight("2009-05-20", "", "A Scud"), flight("2009-05-20", "", "a-scud"), 1, []),
    ],
)
def test_one_flight_has_the_same_state_day_and_name(ours, theirs, joined, why):
    frame, doubtful = laid(ours, theirs.drop(columns="origins"), "outside:cns", same_flights(ours, theirs))
    assert (frame.origins == ("pactbook", "outside:cns")).sum() == joined
    assert list(doubtful.why) == why


def test_origins_have_one_order():
    assert ordered(["yours", "outside:dcad", "pactbook", "outside:cns", "yours"]) == (
        "pactbook", "outside:cns", "outside:dcad", "yours"
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------- in the record


@pytest.fixture
def dyad(folder, fetched):
    """Return a record with two documents of ours, and three that the dataset tells of Fiji (950) and Iceland (395)."""
    for day in ("2001-03-01", "2005-03-01"):
        like = {"in_force": "", "note": "", "see_also": "", "source_ids": "encyclopedia-nd", "signed": day}
        folder.append(
            "agreements", like="fji-isl-2020-defence", **like | {"agreement_id": f"fji-isl-{day[:4]}-defence"}
        )
    fetched.dcad(
        "950,395,1,3,2001,,,,general,DCA,,,0,,DCADv1.0-0001",
        "950,395,2,2,2006,,,,general,DCA,,,0,,DCADv1.0-0002",
        "950,395,7,7,1990,,,,sector,TREX,,,0,,DCADv1.0-0003",
    )
    return folder


def test_a_small_dataset_merges_one_and_lists_one_as_doubtful(dyad):
    record = layered(dyad)
    origins = record.agreements.set_index("agreement_id").origins
    assert origins["fji-isl-2001-defence"] == ("pactbook", "outside:dcad")
    assert origins["dcad-0002"] == origins["dcad-0003"] == ("outside:dcad",)
    assert "dcad-0001" not in origins
    assert record.doubtful.values.tolist() == [
        ["agreements", "fji-isl-2005-defence", "dcad-0002", "outside:dcad", "another year"]
    ]
    assert record.sources.set_index("source_id").kind["dcad"] == "dataset"
    ours = dyad.load().agreements
    merged = record.agreements.set_index("agreement_id").loc[ours.agreement_id]
    pd.testing.assert_frame_equal(
        merged.drop(columns="origins").reset_index(), ours.drop(columns="origins"), check_dtype=False
    )


def test_an_outside_row_counts_as_known_from_its_own_day(dyad, on):
    assert "dcad-0002" in set(layered(dyad, on("2006-02-02")).agreements.agreement_id)
    cut = layered(dyad, on("2006-02-01"))
    assert "dcad-0002" not in set(cut.agreements.agreement_id) and "dcad" in set(cut.sources.source_id)
    assert "dcad" not in set(layered(dyad, on("1989-01-01")).sources.source_id)


def test_only_the_origins_asked_for_are_there(dyad):
    assert layered(dyad, origins=("pactbook",)).agreements.origins.map(set).eq({"pactbook"}).all()
    record = layered(dyad, origins=("outside",))
    assert sorted(record.agreements.agreement_id) == ["dcad-0001", "dcad-0002", "dcad-0003"]
    assert record.events.empty and record.memberships.empty and len(record.blocs)
