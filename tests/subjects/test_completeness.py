"""How complete the record is, by sweeps and draws: recomputed by hand on the fixture world."""

import pytest

from pactbook.subjects import completeness


def test_a_state_is_swept_for_the_periods_that_a_query_of_its_own_touches(folder):
    assert completeness.swept(folder.load(), "FJI") == [(2015, 2019)]
    assert completeness.swept(folder.load(), "ISL") == []
    folder.change("sweeps", "fji-2015-2019-1", period="2019-2021")
    assert completeness.swept(folder.load(), "FJI") == [(2015, 2019), (2020, 2022)]
    # Our own work is told on any day.
    assert completeness.swept(folder.load("2018-01-01"), "FJI") == [(2015, 2019), (2020, 2022)]


def test_the_share_has_its_interval(record):
    (row,) = completeness.shares(record, "all").to_dict("records")
    assert (row["drawn"], row["on_record"], row["share"]) == (2, 1, 0.5)
    # Wilson for 1 of 2, computed by its formula: (1 + z²/2 ± z·sqrt(1/2 + z²/4)) / (2 + z²).
    z = 1.959964
    middle, spread = 1 + z**2 / 2, z * (0.5 + z**2 / 4) ** 0.5
    assert row["low"] == pytest.approx((middle - spread) / (2 + z**2), abs=1e-4)
    assert row["high"] == pytest.approx((middle + spread) / (2 + z**2), abs=1e-4)


def test_draws_are_parted_by_period_region_and_kind(record):
    assert list(completeness.shares(record, "period").group) == ["2015–2019", "2020–2022"]
    assert dict(completeness.shares(record, "region")[["group", "drawn"]].values) == {
        "Asia": 1,
        "Europe": 1,
        "Oceania": 2,
    }
    assert dict(completeness.shares(record, "kind")[["group", "share"]].values) == {"agreement": 0.0, "mou": 1.0}


def test_the_whole_is_estimated_by_capture_and_recapture(record, untouched):
    signed = sum(row["signed"] >= "2010" for row in untouched.rows("agreements"))
    total, low, high = completeness.estimate(record)
    assert total == round((signed + 1) * 3 / 2 - 1)
    assert low <= total <= high
    assert low >= signed


def test_nothing_drawn_estimates_nothing(folder, en):
    folder.drop("draws")
    assert completeness.estimate(folder.load()) is None
    text = completeness.find_completeness(folder.load(), "FJI", "ISL", en).text
    assert text == "Fiji was searched for by itself for 2015–2019. Iceland was not searched for by itself."


def test_periods_that_follow_each_other_are_told_as_one(folder, en):
    for first, last in ((2010, 2014), (2020, 2022)):
        folder.append("sweeps", "fji-2015-2019-1", sweep_id=f"fji-{first}-1", period=f"{first}-{last}")
    text = completeness.find_completeness(folder.load(), "FJI", "ISL", en).text
    assert text.startswith("Fiji was searched for by itself for 2010–2022.")
    folder.drop("sweeps", "fji-2015-2019-1")
    text = completeness.find_completeness(folder.load(), "FJI", "ISL", en).text
    assert text.startswith("Fiji was searched for by itself for 2010–2014 and 2020–2022.")


def test_the_sentence_tells_share_and_interval(record, en):
    text = completeness.find_completeness(record, "FJI", "ISL", en).text
    assert "Of 2 defence documents signed from 2010 to" in text
    assert "50 % were on it when they were drawn (95 % interval 9 to 91 %)" in text


def test_an_earlier_day_is_told_the_draws_of_its_time_by_what_was_known_then(folder, en):
    drawn = folder.rows("draws")[0] | {"on_record": "yes", "signed": "2017-03", "agreement_id": "fji-isl-2017-culture"}
    folder.drop("draws")
    folder.append("draws", **drawn)
    folder.append("draws", **drawn | {"draw_id": "d9", "signed": "2022-09-09", "agreement_id": "fji-isl-2022-memo"})
    assert "Of 2 defence documents" in completeness.find_completeness(folder.load(), "FJI", "ISL", en).text
    text = completeness.find_completeness(folder.load("2020-01-01"), "FJI", "ISL", en).text
    assert "Of 1 defence document signed from 2010 to 1 January 2020" in text
    assert "100 % was on it when it was drawn" in text


def test_an_estimate_has_the_interval_of_its_variance(folder):
    n1 = sum(row["signed"] >= "2010" for row in folder.rows("agreements"))
    n2, both = 2, 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both) / ((both + 1) ** 2 * (both + 2))  # Seber 1970
    _, low, high = completeness.estimate(folder.load())
    exact = (n1 + 1) * (n2 + 1) / (both + 1) - 1
    assert high == round(exact + 1.959964 * variance**0.5)
    assert low == max(n1, round(exact - 1.959964 * variance**0.5))


def test_of_a_day_before_the_searches_no_share_is_told(folder, en):
    text = completeness.find_completeness(folder.load("1985-06-30"), "FJI", "ISL", en).text
    assert text.startswith("States were searched for one by one for the years from 2010 on: ")
    assert "drew" not in text
