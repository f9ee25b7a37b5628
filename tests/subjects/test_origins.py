"""Whose rows a count holds, in words and in tables."""

import base64
import re

import pandas as pd
import pytest

from pactbook.exhibits.pair import Pair
from pactbook.parameters import BilateralAgreements
from pactbook.subjects import origins


def frame(*rows):
    return pd.DataFrame({"title": ["T"] * len(rows), "origins": pd.Series(rows, dtype=object)})


OURS, DCAD, YOURS = ("pactbook",), ("outside:dcad",), ("yours",)
BOTH = ("pactbook", "outside:dcad")


def test_one_origin_needs_no_words(en):
    assert origins.told(frame(OURS, OURS), en) == origins.told(frame(), en) == ""


def test_each_origin_has_its_number_and_what_stands_in_two_is_said(en, de):
    text = origins.told(frame(OURS, OURS, BOTH, DCAD, DCAD, YOURS), en)
    assert text == (
        "Of the 6 documents counted, 3 are from this record, 3 are from the Defense Cooperation Agreement Dataset and 1 is "
        "your own (1 stands in two)."
    )
    assert origins.told_flights(frame(OURS, YOURS), de).startswith("Von den 2 gezählten Flügen stammen 1 aus")


def test_what_a_dataset_alone_tells_is_not_of_this_record():
    assert list(origins.of_this_record(frame(OURS, DCAD, BOTH, YOURS)).origins) == [OURS, BOTH, YOURS]


def test_a_readers_titles_are_marked():
    assert list(origins.marked(frame(OURS, YOURS, ("pactbook", "yours"))).title) == ["T", "◆ T", "◆ T"]


# -------------------------------------------------------------------------------------------------- in a report


@pytest.fixture
def mine(folder, fetched, tmp_path, monkeypatch):
    """Put three rows of a reader over the record: a document, a contact, a page; and one document of a dataset."""
    own = tmp_path / "mine"
    own.mkdir()
    rows = {
        "agreements": ("fji-isl-2022-memo", {"agreement_id": "fji-isl-2023-mine", "signed": "2023-04-04", "title": "My pact"}),
        "events": ("2018-04-20-visit", {"event_id": "2023-05-05-mine", "date": "2023-05-05", "end_date": "", "title": "My visit"}),
        "sources": ("blog-nd", {"source_id": "my-page", "url": "https://a-blog.example/mine", "title": "My page"}),
    }  # fmt: skip
    for table, (like, values) in rows.items():
        row = next(row for row in folder.rows(table) if next(iter(row.values())) == like) | values
        row |= {"source_ids": "my-page"} if "source_ids" in row else {}
        pd.DataFrame([row]).to_csv(own / f"{table}.csv", index=False)
    fetched.dcad("950,395,7,7,2001,,,,sector,TREX,,,0,,DCADv1.0-0003")
    monkeypatch.setenv("PACTBOOK_OVERLAY", str(own))
    return own


def pair(**values):
    return Pair.from_params(BilateralAgreements(country_a="FJI", country_b="ISL", as_of="2024-03-01", **values))


def test_a_readers_three_rows_and_a_datasets_appear_marked_in_every_place(mine):
    subject = pair()
    assert {"fji-isl-2023-mine", "dcad-0003"} <= set(subject.agreements.agreement_id)
    assert {"My pact", "My visit"} <= set(subject.contacts().frame.title)
    page = subject.documents().parts[0]._repr_mimebundle_()["text/html"]
    assert "<th scope=col>Origin</th>" in page
    (row,) = re.findall(r"<tr>(?:(?!<tr>).)*My pact.*?</tr>", page)
    assert "◆ your own" in row and "A Blog: My page" in row
    (row,) = re.findall(r"<tr>(?:(?!<tr>).)*training and exercises\).*?</tr>", page)
    assert "Defense Cooperation Agreement Dataset" in row and "Kinne" in row and "◆" not in row
    saved = base64.b64decode(re.search(r"base64,([^\"]+)", page)[1]).decode()
    (line,) = [line for line in saved.splitlines() if "My pact" in line]
    assert ",yours," in line or line.endswith(",yours") or "◆ your own" in line
    scope = subject.limits().findings[1].text
    assert "1 is from the Defense Cooperation Agreement Dataset and 1 is your own" in scope


def test_without_their_origins_the_report_is_as_before(mine, monkeypatch):
    ours = pair(origins=["pactbook"])
    monkeypatch.delenv("PACTBOOK_OVERLAY")
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(mine / "nothing"))
    alone = pair()
    for one, other in zip(ours.documents().findings + ours.limits().findings, alone.documents().findings + alone.limits().findings, strict=True):  # fmt: skip # noqa: E501
        assert one == other
    page = alone.documents().parts[0]._repr_mimebundle_()["text/html"]
    assert "Origin" not in page and ours.documents().parts[0]._repr_mimebundle_()["text/html"] == page
    assert "◆" not in page
