"""The map of an HTML report whose year and organisations a reader can change.

What it shows is given to the page as data; the script that draws it is `pactbook.reports.map`. Where no script runs (a
notebook, a mail), one sentence points to the still maps.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pactbook import geo, markup, states
from pactbook.locale import Language
from pactbook.plots import ground, maps, palette

MIME = "application/vnd.pactbook.map+json"
GRAIN = 50  # units a degree: a point is told to 2 km
_TOLERANCE = 0.05  # square degrees that may be cut from a corner (Visvalingam and Whyatt 1993)
_SMALL = 0.8  # square degrees: a smaller state gets a dot
_ROLE_WORDS = {"member": "member", "observer": "observer", "partner": "partner", "suspended": "suspended"}


@dataclass(frozen=True)
class WorldMap:
    """A map for the HTML report.

    Attributes
    ----------
    data : dict
        All that the script draws.
    still : str
        The sentence for where no script runs.
    """

    data: dict[str, Any] = field(repr=False)
    still: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        # Nothing in the data can end the element that holds it.
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        box = markup.render("plots", "worldmap.html.j2", still=self.still, data=text)
        return {"text/html": box, "text/plain": self.still, MIME: {"states": len(self.data["states"])}}


def world(
    periods: pd.DataFrame,
    blocs: Sequence[tuple[str, str]],
    day: dt.date,
    worldview: str,
    t: Language,
    centre: str = "atlantic",
) -> WorldMap:
    """Return the map of who belonged to which organisation, from the first of them to a day.

    Parameters
    ----------
    periods : pandas.DataFrame
        As `pactbook.subjects.membership.periods` gives it.
    blocs : sequence of (str, str)
        Organisation and its name, in the order of their colours.
    day : datetime.date
        The last day of the slider; the others are the first days of the years before.
    worldview : {"defacto", "un"}
        Which boundaries to draw.
    t : Language
        Language of names and words.
    centre : {"atlantic", "pacific"}
        The middle of the map, as `pactbook.geo.equal_earth` takes it.
    """
    frame = ground.of_the_day(geo.pieces("50m", worldview), day)
    frame = frame[frame.iso3.ne("ATA")]
    frame = frame.assign(geometry=shapely.coverage_simplify(frame.geometry.to_numpy(), _TOLERANCE))
    first = min((int(start[:4]) for start in periods.start), default=day.year)
    days = [dt.date(year, 1, 1) for year in range(first + 1, day.year + 1)]
    data = {
        "language": t.code,
        "lon": geo.equal_earth(centre).lon,
        "grain": GRAIN,
        "land": palette.LAND,
        "hatch": palette.HATCH,
        "days": [[one.isoformat(), t.date(one)] for one in sorted({one for one in days if one < day} | {day})],
        "blocs": [
            {"id": bloc, "name": name, "colour": colour, "light": palette.lighter(colour)}
            for (bloc, name), colour in zip(blocs, maps.colours_of(blocs).values(), strict=True)
        ],
        "members": _members(periods, t),
        "states": _states(frame, t),
        "lines": _lines(worldview),
        "dots": _dots(frame, set(periods.iso3), t),
        "texts": {
            "title": t("World map of membership; its content is told below it for the state that is chosen"),
            "year": t("Year"),
            "state": t("State"),
            "none": t("none of the organisations shown"),
            "closer": t("Zoom in"),
            "farther": t("Zoom out"),
            "whole": t("Whole map"),
            "note": ground.boundary_note(worldview, t, day),
        },
    }
    return WorldMap(data, t("A map with a year slider stands here in the HTML report; the maps above show the same."))


def _members(periods: pd.DataFrame, t: Language) -> list[dict[str, str]]:
    """Return the periods on present-day states; ``of`` is the state that was the member."""
    rows = []
    for row in periods.itertuples():
        words = {"role": row.role, "word": t(_ROLE_WORDS[row.role]), "since": t("since {day}", day=t.date(row.since))}
        for code, end in _land_of(row.iso3, row.start, row.end):
            rows.append({"bloc": row.bloc_id, "iso3": code, "of": row.iso3, "start": row.start, "end": end} | words)
    return rows


def _land_of(code: str, start: str, end: str) -> Iterator[tuple[str, str]]:
    """Yield each present-day state on whose land a state stood from a day on, and until when (empty: still)."""
    for other in states.codes():
        # A state may have joined some days before it counts as independent: its own land is its own all the same.
        own = other == code or code in states.holders(other, dt.date.fromisoformat(start))
        if own and states.existed(other, dt.date.max):
            parted = states.first_day(other) if other != code else None
            gone = parted.isoformat() if parted and parted.isoformat() > start else ""
            yield other, min(filter(None, (end, gone)), default="")


def _states(frame: gpd.GeoDataFrame, t: Language) -> list[dict[str, Any]]:
    found = []
    for row in frame.itertuples():
        rings = [_rings(part) for part in shapely.get_parts(row.geometry)]
        state = {"iso3": row.iso3, "name": _name(row, t), "rings": [ring for ring in rings if ring]}
        if row.name == geo.CRIMEA:
            state["hatched"] = True
        if state["rings"]:
            found.append(state)
    return found


def _name(row: Any, t: Language) -> str:
    """Return the name of a piece: that of its state, or its own where the state has no name."""
    try:
        return t.country(row.iso3)
    except KeyError:
        return row.name


def _rings(part: shapely.Geometry) -> list[str]:
    """Return the rings of a polygon as steps, the outer one clockwise, as d3 takes them."""
    if part.geom_type != "Polygon":
        return []
    turned = shapely.orient_polygons(part, exterior_cw=True)
    rings = [_steps(ring) for ring in (turned.exterior, *turned.interiors)]
    return [_packed(ring) for ring in rings if len(ring) >= 8] if len(rings[0]) >= 8 else []


def _steps(line: shapely.Geometry) -> list[int]:
    """Return the points of a line as whole numbers, each as the step from the one before."""
    points = np.round(shapely.get_coordinates(line) * GRAIN).astype(int)
    kept = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
    return np.diff(kept, axis=0, prepend=[[0, 0]]).ravel().tolist()


def _packed(steps: list[int]) -> str:
    """Return whole numbers as letters, a small one as a single letter: the code of Google's encoded polylines."""
    letters = []
    for step in steps:
        left = ~(step << 1) if step < 0 else step << 1
        while left >= 0x20:
            letters.append(chr((left & 0x1F | 0x20) + 63))
            left >>= 5
        letters.append(chr(left + 63))
    return "".join(letters)


def _lines(worldview: str) -> list[list[Any]]:
    frame = geo.lines("50m", worldview)
    thin = shapely.simplify(frame.geometry.to_numpy(), 0.06)
    return [
        ["agreed" if kind == "international" else "dashed", _packed(_steps(part))]
        for kind, shape in zip(frame.kind, thin, strict=True)
        for part in shapely.get_parts(shape)
    ]


def _dots(frame: gpd.GeoDataFrame, members: set[str], t: Language) -> list[dict[str, Any]]:
    """Return where a member too small to see, or left out by the scale, gets a dot."""
    area = pd.Series(shapely.area(frame.geometry.to_numpy()), index=frame.iso3).groupby(level=0).sum()
    places = geo.pieces("50m").drop_duplicates("iso3").set_index("iso3")
    return [
        {
            "iso3": code,
            "name": t.country(code),
            "at": [round(places.label_lon[code], 2), round(places.label_lat[code], 2)],
        }
        for code in sorted(members)
        if code in places.index and area.get(code, 0.0) < _SMALL
    ]
