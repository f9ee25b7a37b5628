"""What has become of an agreement by a day, from its dates and from the steps that are on record."""

import datetime as dt

import pytest

from pactbook.record import status

DAY = dt.date(2024, 3, 15)
BLANK = {"signed": "", "in_force": "", "ended": "", "period_end": "", "kind": "agreement"}


def on_day(steps=(), **row):
    return status._status(BLANK | row, dict.fromkeys(steps, ""), DAY)


@pytest.mark.parametrize(
    ("row", "steps", "expected"),
    [
        ({}, [], "announced"),
        ({}, ["initialling"], "initialled"),
        ({"signed": "2020"}, ["initialling"], "signed"),
        ({}, ["signing"], "signed"),
        ({"signed": "2020"}, ["ratification"], "ratified"),
        ({"signed": "2020", "in_force": "2021"}, [], "in_force"),
        ({"signed": "2020"}, ["entry_into_force"], "in_force"),
        ({"signed": "2020"}, ["ratification", "entry_into_force"], "in_force"),
        ({"signed": "2020", "in_force": "2021"}, ["suspension"], "suspended"),
        ({"signed": "2020", "in_force": "2021", "ended": "2022"}, [], "expired"),
        ({"signed": "2020", "in_force": "2021", "ended": "2022"}, ["termination"], "terminated"),
        ({"signed": "2020", "in_force": "2021"}, ["expiry"], "expired"),
        ({"signed": "2020", "in_force": "2021"}, ["termination"], "terminated"),
    ],
)
def test_the_last_step_decides(row, steps, expected):
    assert on_day(steps, **row) == expected


@pytest.mark.parametrize(
    ("end", "over"), [("2024-03-15", True), ("2024-03-16", False), ("2024-03", True), ("2025", False)]
)
def test_an_end_counts_from_the_first_day_that_it_may_mean(end, over):
    assert status.ended(BLANK | {"ended": end}, {}, DAY) == over


@pytest.mark.parametrize(
    ("kind", "until", "over"),
    [
        ("plan", "2023", True),
        ("plan", "2024", False),
        ("plan", "2024-03", False),
        ("mou", "2023", True),
        ("mou", "", False),
    ],
)
def test_a_document_lapses_with_its_years(kind, until, over):
    assert status.lapsed(BLANK | {"kind": kind, "period_end": until}, DAY) == over


def test_a_plan_that_was_never_signed_does_not_expire():
    assert on_day(kind="plan", period_end="2023") == "announced"
    assert on_day(kind="plan", period_end="2023", signed="2022") == "expired"
