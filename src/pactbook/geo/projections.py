"""Map projections, and shapes on a projected map.

Longitudes and latitudes are degrees on WGS84, projected points metres.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.geometry import Polygon, box

from pactbook import paths
from pactbook.geo.boundaries import Scale, lines, pieces

CENTRES = {"atlantic": 11.0, "pacific": 150.0}  # degrees east: the middle of a world map
GEOD = pyproj.Geod(ellps="WGS84")

_LONGLAT = pyproj.CRS.from_proj4("+proj=longlat +datum=WGS84 +over")
_SEAM = 1e-7  # degrees that keep a point on its side of the map's edge
_POLAR = 86.0  # degrees: beyond, a line would run along the edge that stands for the pole


@dataclass(frozen=True)
class Projection:
    """A map projection centred on a point; geometries are cut at its edge before they are projected.

    Build one with `equal_earth` or `azimuthal`.
    """

    kind: Literal["eqearth", "aeqd"]
    lon: float
    lat: float = 0.0

    @functools.cached_property
    def _transformer(self) -> pyproj.Transformer:
        centre = f"+lon_0={self.lon}" + (f" +lat_0={self.lat}" if self.kind == "aeqd" else "")
        return pyproj.Transformer.from_crs(
            _LONGLAT, pyproj.CRS.from_proj4(f"+proj={self.kind} {centre} +datum=WGS84 +units=m"), always_xy=True
        )

    def xy(self, lon: float | np.ndarray, lat: float | np.ndarray) -> np.ndarray:
        """Return projected points (metres) as an array of shape (..., 2)."""
        lon = np.asarray(lon, float)
        if self.kind == "eqearth":
            lon = (lon - self.lon + 180) % 360 - 180 + self.lon
        return np.stack(self._transformer.transform(lon, np.asarray(lat, float)), axis=-1)

    def lonlat(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return longitudes and latitudes of projected points as an array of shape (..., 2)."""
        lon, lat = self._transformer.transform(x, y, direction="INVERSE")
        return np.stack(((np.asarray(lon) + 180) % 360 - 180, np.asarray(lat)), axis=-1)

    def geometry(self, geometry: shapely.Geometry, step: float = 1.0) -> shapely.Geometry:
        """Return a geometry in lon/lat as projected, with no edge longer than `step` degrees."""
        dense = shapely.segmentize(self._unwrapped(geometry), step)
        return shapely.transform(dense, self.points)

    def points(self, points: np.ndarray) -> np.ndarray:
        """Return projected points of an array of shape (n, 2), each kept on its side of the map's edge."""
        lon = points[:, 0]
        if self.kind == "eqearth":
            lon = np.clip(lon, self.lon - 180 + _SEAM, self.lon + 180 - _SEAM)
        return np.stack(self._transformer.transform(lon, points[:, 1]), axis=-1)

    def _unwrapped(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """Move what lies beyond the map's edge to the other side, and join what the 180th meridian had cut."""
        edge = (self.lon + 360) % 360 - 180
        west, _, east, _ = geometry.bounds if not geometry.is_empty else (0, 0, 0, 0)
        if self.kind == "aeqd" or (west >= edge and east <= self.lon + 180) or abs(edge) == 180:
            return geometry
        sign = 1 if self.lon > 0 else -1
        stays = box(edge + _SEAM, -90, 180, 90) if sign > 0 else box(-180, -90, edge - _SEAM, 90)
        moves = box(-180, -90, edge - _SEAM, 90) if sign > 0 else box(edge + _SEAM, -90, 180, 90)
        kept = shapely.intersection(geometry, stays)
        moved = shapely.transform(
            shapely.intersection(geometry, moves), lambda points: points + np.array([sign * 360, 0])
        )
        if kept.is_empty or moved.is_empty:
            return moved if kept.is_empty else kept
        return shapely.union_all(shapely.set_precision([kept, moved], 1e-6))

    def outline(self) -> Polygon:
        """Return the edge of the whole map in an equal-earth projection."""
        world = box(self.lon - 180, -90, self.lon + 180, 90)
        return shapely.transform(shapely.segmentize(world, 0.5), self.points)

    def graticule(self, step: int = 30) -> list[np.ndarray]:
        """Return meridians and parallels every `step` degrees as projected lines."""
        lat = np.linspace(-90, 90, 181)
        lon = np.linspace(self.lon - 180 + _SEAM, self.lon + 180 - _SEAM, 361)
        meridians = [self.xy(np.full(181, at), lat) for at in range(-180, 180, step)]
        parallels = [self.points(np.c_[lon, np.full(361, at)]) for at in range(-90 + step, 90, step)]
        return meridians + parallels

    def path(self, lon: np.ndarray, lat: np.ndarray) -> list[np.ndarray]:
        """Return a dense line in lon/lat as projected pieces, cut at the map's edge and at a pole, which is a line there."""
        if self.kind == "aeqd":
            return [self.xy(lon, lat)]
        from_centre = (np.asarray(lon, float) - self.lon + 180) % 360 - 180
        found, piece = [], [(from_centre[0], lat[0])]
        for x0, y0, x1, y1 in zip(from_centre[:-1], lat[:-1], from_centre[1:], lat[1:], strict=True):
            if abs(x1 - x0) > 180:
                side = 180 * np.sign(x0)
                share = (side - x0) / (x1 + 2 * side - x0)
                y = y0 + share * (y1 - y0)
                found.append([*piece, (side, y)])
                piece = [(-side, y)]
            piece.append((x1, y1))
        return [self.points(points + np.array([self.lon, 0])) for one in [*found, piece] for points in _off_poles(one)]


def _off_poles(points: list[tuple[float, float]]) -> list[np.ndarray]:
    """Return the parts of a line that keep off the poles."""
    line = np.asarray(points)
    near = np.abs(line[:, 1]) > _POLAR
    starts = np.flatnonzero(near[1:] != near[:-1]) + 1
    return [run for run in np.split(line, starts) if abs(run[0, 1]) <= _POLAR and len(run) > 1]


def equal_earth(centre: str = "atlantic") -> Projection:
    """Return the equal-area world projection of Šavrič, Patterson and Jenny (2018).

    Parameters
    ----------
    centre : {"atlantic", "pacific"}
        Where the map is cut: at 169° W in the Bering Strait, where no land but islets lies, or at 30° W in the Atlantic,
        which cuts Greenland.
    """
    return Projection("eqearth", CENTRES[centre])


def azimuthal(lon: float, lat: float) -> Projection:
    """Return the azimuthal equidistant projection: distances from the centre are true."""
    return Projection("aeqd", round(lon, 4), round(lat, 4))


def projected(projection: Projection, scale: Scale = "50m", worldview: str = "defacto") -> pd.DataFrame:
    """Return `pieces` with projected geometries (metres, valid); kept for the next figure of the process."""
    return _projected(paths.boundaries(), projection, scale, worldview).copy()


@functools.lru_cache(maxsize=8)
def _projected(folder: Path, projection: Projection, scale: Scale, worldview: str) -> pd.DataFrame:
    frame = pieces(scale, worldview)
    shapes = np.array([projection.geometry(shape) for shape in frame.geometry], dtype=object)
    crossed = ~shapely.is_valid(shapes)  # two corners of the coarsest outlines
    shapes[crossed] = shapely.make_valid(shapes[crossed], method="structure", keep_collapsed=False)
    return pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=shapes)


def projected_lines(projection: Projection, scale: Scale = "50m", worldview: str = "defacto") -> pd.DataFrame:
    """Return `lines` with projected geometries (metres)."""
    return _projected_lines(paths.boundaries(), projection, scale, worldview).copy()


@functools.lru_cache(maxsize=8)
def _projected_lines(folder: Path, projection: Projection, scale: Scale, worldview: str) -> pd.DataFrame:
    frame = lines(scale, worldview)
    return pd.DataFrame({"kind": frame["kind"], "geometry": [projection.geometry(shape) for shape in frame.geometry]})


def great_circle(
    lon1: float, lat1: float, lon2: float, lat2: float, projection: Projection, points: int = 120
) -> list[np.ndarray]:
    """Return the shortest line between two points as projected pieces, cut at the map's edge.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : float
        The ends, degrees.
    projection : Projection
        The map.
    points : int
        How many points lie between the ends.
    """
    between = GEOD.npts(lon1, lat1, lon2, lat2, points)
    line = np.array([(lon1, lat1), *between, (lon2, lat2)])
    return projection.path(line[:, 0], line[:, 1])


def stripes(
    geometry: shapely.Geometry, width: float, share: float = 0.5, start: float = 0.0, angle: float = 45.0
) -> shapely.Geometry:
    """Return stripes of `geometry` as polygons: crisp at any zoom, and the same in PNG and SVG.

    Parameters
    ----------
    geometry : shapely.Geometry
        A projected area.
    width : float
        From one stripe to the next, in map units.
    share : float
        The part of `width` that a stripe covers.
    start : float
        Where in `width` it begins, as a share: with it stripes of several colours lie beside each other.
    angle : float
        Degrees counter-clockwise from the horizontal.
    """
    if geometry.is_empty:
        return geometry
    turn = np.radians(angle)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    west, south, east, north = geometry.bounds
    corners = np.array([[west, south], [west, north], [east, south], [east, north]])
    reach, depth = corners @ along, corners @ across
    rows = np.arange(np.floor(depth.min() / width) - 1, np.ceil(depth.max() / width) + 1)
    low, high = (rows + start) * width, (rows + start + share) * width
    ends = np.array([reach.min(), reach.max()])
    quads = np.stack(
        [
            across * side[:, None] + along * end
            for side, end in ((low, ends[0]), (low, ends[1]), (high, ends[1]), (high, ends[0]))
        ],
        axis=1,
    )
    return shapely.intersection(shapely.multipolygons(shapely.polygons(quads)), geometry)
