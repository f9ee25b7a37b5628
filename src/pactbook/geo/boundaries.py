"""The boundary pack: territories, boundary lines, coasts, capitals and cities, in the two views of disputed areas.

Longitudes and latitudes are degrees on WGS84. What the views mean is described in ``provenance.yaml`` beside the pack.
What is read is kept for the next figure of the process, by folder; who asks gets a copy: a shallow one would let
``frame["iso3"].values`` reach what is kept.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon

from pactbook import paths
from pactbook.errors import UserError, hint

Scale = Literal["110m", "50m", "10m"]
WORLDVIEWS = ("defacto", "un")
CRIMEA = "Crimea"
# Russia's treaty of annexation: before it the peninsula is drawn as a part of Ukraine, or of the Soviet Union.
CRIMEA_DISPUTED = dt.date(2014, 3, 18)


def check_worldview(worldview: str) -> str:
    """Return `worldview` if there is such a view.

    Raises
    ------
    UserError
        If it is neither ``defacto`` nor ``un``.
    """
    if worldview not in WORLDVIEWS:
        raise UserError(f"worldview: {worldview!r} is none{hint(worldview, WORLDVIEWS)}")
    return worldview


def pieces(scale: Scale = "50m", worldview: str = "defacto") -> gpd.GeoDataFrame:
    """Return the polygons of states and dependencies.

    Parameters
    ----------
    scale : {"110m", "50m", "10m"}
        Natural Earth's scale.
    worldview : {"defacto", "un"}
        Control on the ground, or the UN-style view.

    Returns
    -------
    geopandas.GeoDataFrame
        One row is one piece of territory that both views keep whole: ``iso3`` (to whom this view gives it),
        ``other`` (to whom the other view gives it), ``name``, ``sovereign``, ``label_lon``, ``label_lat``, geometry.
        A state can have several pieces (Crimea is one).
    """
    return _pieces(paths.boundaries(), scale, worldview).copy()


def lines(scale: Scale = "50m", worldview: str = "defacto") -> gpd.GeoDataFrame:
    """Return the boundary lines on land that a view draws.

    Returns
    -------
    geopandas.GeoDataFrame
        ``kind`` (international, disputed, line_of_control, indefinite) and geometry.
    """
    return _lines(paths.boundaries(), scale, worldview).copy()


def past(scale: Scale = "50m") -> gpd.GeoDataFrame:
    """Return the parts of today's states that were divided.

    Returns
    -------
    geopandas.GeoDataFrame
        ``iso3`` of the state of today, ``holders`` (tuple of codes): whose land the part was, several where it was divided
        itself; geometry.
    """
    return _past(paths.boundaries(), scale).copy()


def coast(scale: Scale = "50m") -> shapely.Geometry:
    """Return the coastline: the edges that one polygon has alone, without the cuts at the 180th meridian."""
    return _coast(paths.boundaries(), scale)


def capitals() -> pd.DataFrame:
    """Return the capitals: ``name``, ``lon``, ``lat``, ``population``, indexed by ``iso3`` (GeoNames, CC BY 4.0)."""
    return _places(paths.boundaries(), "capitals").copy().set_index("iso3")


def state_capitals(worldview: str = "defacto") -> pd.DataFrame:
    """Return the `capitals` of what a view draws as states of their own, without those of dependencies."""
    frame = _pieces(paths.boundaries(), "10m", worldview)
    states = set(frame["iso3"][frame["iso3"].eq(frame["sovereign"])])
    seats = capitals()
    return seats[seats.index.isin(states)]


def cities() -> pd.DataFrame:
    """Return large cities, most populous first: ``name``, ``iso3``, ``lon``, ``lat``, ``population`` (GeoNames)."""
    return _places(paths.boundaries(), "cities").copy()


def territory(iso3: str, worldview: str = "defacto", day: dt.date | None = None) -> MultiPolygon:
    """Return a state's territory at 1:10m, without its dependencies.

    Parameters
    ----------
    iso3 : str
        ISO 3166-1 alpha-3.
    worldview : {"defacto", "un"}
        Whose territory disputed areas are; see ``data/boundaries/provenance.yaml``.
    day : datetime.date, optional
        The day; default today. See `view_on`.

    Raises
    ------
    UserError
        If the view has no territory for the state.
    """
    return _territory(paths.boundaries(), iso3, view_on(iso3, worldview, day))


def view_on(iso3: str, worldview: str, day: dt.date | None) -> str:
    """Return the view that tells the territory of a state on a day: before `CRIMEA_DISPUTED` both give Ukraine Crimea."""
    before = day is not None and day < CRIMEA_DISPUTED and iso3 in ("RUS", "UKR")
    return "un" if before else worldview


# -------------------------------------------------------------------------------------------- read once a folder


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.exists():
        raise UserError(f"the boundary pack has no {path.name} in {path.parent}: run `make boundaries`")
    return path


def _layer(folder: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(f"/vsigzip/{_file(folder, f'{name}.fgb.gz')}", use_arrow=False)


@functools.lru_cache(maxsize=8)
def _pieces(folder: Path, scale: Scale, worldview: str) -> gpd.GeoDataFrame:
    frame = _layer(folder, f"countries_{scale}")
    ours, others = ("un", "iso3") if check_worldview(worldview) == "un" else ("iso3", "un")
    columns = {"iso3": frame[ours], "other": frame[others]}
    return frame.assign(**columns).drop(columns="un")


@functools.lru_cache(maxsize=8)
def _lines(folder: Path, scale: Scale, worldview: str) -> gpd.GeoDataFrame:
    frame = _layer(folder, f"lines_{scale}")
    kind = frame["un"] if check_worldview(worldview) == "un" else frame["kind"]
    return frame.assign(kind=kind)[kind.ne("")].drop(columns="un").reset_index(drop=True)


@functools.lru_cache(maxsize=8)
def _past(folder: Path, scale: Scale) -> gpd.GeoDataFrame:
    frame = _layer(folder, f"past_{scale}")
    return frame.assign(holders=[tuple(codes.split(";")) for codes in frame["holders"]])


@functools.lru_cache(maxsize=8)
def _coast(folder: Path, scale: Scale) -> shapely.Geometry:
    frame = _pieces(folder, scale, "defacto")
    rings = shapely.get_parts(shapely.boundary(shapely.get_parts(frame.geometry.values)))
    points, owner = shapely.get_coordinates(rings, return_index=True)
    same = owner[:-1] == owner[1:]
    start, end = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    key = np.where(swap[:, None], np.c_[end, start], np.c_[start, end])
    edges, count = np.unique(key, axis=0, return_counts=True)
    cut = (np.abs(edges[:, [0, 2]]) > 179.99).all(axis=1) | (edges[:, [1, 3]] < -89.9).all(axis=1)
    alone = edges[(count == 1) & ~cut].reshape(-1, 2, 2)
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(alone)))


@functools.lru_cache(maxsize=8)
def _places(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(_file(folder, f"{name}.csv"), keep_default_na=False)


@functools.lru_cache(maxsize=32)
def _territory(folder: Path, iso3: str, worldview: str) -> MultiPolygon:
    frame = _pieces(folder, "10m", worldview)
    own = frame.geometry.values[frame["iso3"].eq(iso3)]
    if not len(own):
        raise UserError(f"country {iso3!r} has no territory in the view {worldview!r}{hint(iso3, set(frame['iso3']))}")
    joined = own[0] if len(own) == 1 else shapely.union_all(own)
    return shapely.multipolygons(shapely.get_parts(joined))
