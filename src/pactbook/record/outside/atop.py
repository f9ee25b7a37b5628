"""Alliance Treaty Obligations and Provisions (Leeds et al. 2002): members of alliances of 1815 to 2018."""

from __future__ import annotations

import pandas as pd

from pactbook.record.outside.catalogue import catalogue, checked
from pactbook.record.outside.cow import lives


def atop() -> pd.DataFrame | None:
    """Return the members of alliances of 1815 to 2018 by Leeds et al. (2002), version 5.1.

    Returns
    -------
    pandas.DataFrame or None
        One row a member and phase: alliance (ATOP id), iso3, start, end (years; end is 2018 where it goes on), defense,
        offense, neutral, nonagg, consul (bool).
    """
    file = checked("atop")
    if file is None:
        return None
    raw = pd.read_csv(file, low_memory=False)
    last = catalogue()["atop"]["covers"][1]
    frame = pd.DataFrame(
        {
            "alliance": raw.atopid.astype(int),
            "number": raw.member,
            "start": raw.yrent.astype(int),
            "end": raw.yrexit.where(raw.yrexit > 0, last).astype(int),
        }
        | {name: raw[name] == 1 for name in ("defense", "offense", "neutral", "nonagg", "consul")}
    )
    periods = [lives(*row) for row in frame[["number", "start", "end"]].itertuples(index=False)]
    frame = frame.drop(columns=["number", "start", "end"]).assign(life=periods).explode("life")
    frame = frame.dropna(subset=["life"]).reset_index(drop=True)
    told = pd.DataFrame(list(frame.life), columns=["iso3", "start", "end"], index=frame.index)
    columns = ["alliance", "iso3", "start", "end", "defense", "offense", "neutral", "nonagg", "consul"]
    return frame.join(told)[columns].reset_index(drop=True)
