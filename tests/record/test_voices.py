"""Readings of one value in two units."""

import pandas as pd

from pactbook.record import voices


def test_of_two_readings_one_may_be_the_other_in_miles():
    frame = pd.DataFrame(
        {
            "table": "missile_systems", "record_id": "x", "field": "range_km", "value": ["350", "354"],
            "note": ["", "The page has 220 miles."],
        }
    )  # fmt: skip
    assert list(voices.values(frame)) == ["350", "350"]
    assert list(voices.values(frame.iloc[1:])) == ["354"]
