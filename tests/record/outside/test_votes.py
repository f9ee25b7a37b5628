"""Ideal points by Bailey, Strezhnev and Voeten (2017), with a few made rows in their format."""

import io

import pandas as pd

from pactbook.record import outside


def test_ideal_points_keep_states_with_a_code(fetched):
    frame = pd.DataFrame(
        {"iso3c": ["BLR", "ZZZ", "PAK"], "year": [2024.0, 2024.0, 2023.0], "idealpointfp": [-0.5, 1.0, None]}
    )
    file = io.BytesIO()
    frame.to_stata(file, write_index=False)
    fetched.put("ideal_points", file.getvalue())
    assert outside.ideal_points().values.tolist() == [["BLR", 2024, -0.5]]
