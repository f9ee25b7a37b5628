"""Ideal points of states from votes in the UN General Assembly (Bailey, Strezhnev and Voeten 2017)."""

from __future__ import annotations

import pandas as pd

from pactbook import states
from pactbook.record.outside.catalogue import checked


def ideal_points() -> pd.DataFrame | None:
    """Return states' ideal points from votes in the UN General Assembly, by Bailey, Strezhnev and Voeten (2017).

    Returns
    -------
    pandas.DataFrame or None
        One row a state and year: iso3, year, point (on final-passage votes; standardised within a year).
    """
    file = checked("ideal_points")
    if file is None:
        return None
    raw = pd.read_stata(file)
    frame = pd.DataFrame({"iso3": raw.iso3c, "year": raw.year, "point": raw.idealpointfp}).dropna()
    return frame[frame.iso3.map(states.is_code)].astype({"year": int}).reset_index(drop=True)
