"""Boundaries, projections and distances: everything on a map that is geometry and no drawing.

Longitudes and latitudes are degrees on WGS84; distances in kilometres unless a name ends in ``_m``. The boundary pack
and what its views mean are described in ``data/boundaries/provenance.yaml``.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import Literal

import contourpy
import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from pactbook import paths
from pactbook.errors import UserError, hint

Scale = Literal["110m", "50m", "10m"]
CENTRES = {"atlantic": 11.0, "pacific": 150.0}  # degrees east: the middle of a world map
WORLDVIEWS = ("defacto", "un")
CRIMEA = "Crimea"
# States that ended, and the present-day states on whose borders a map can show them. East Germany is a part of one
# state today and cannot be shown.
PRESENT_DAY = {
    "SUN": ("ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB"),
    "YUG": ("BIH", "HRV", "MKD", "MNE", "SRB", "SVN", "XKX"),
    "SCG": ("MNE", "SRB", "XKX"),
    "CSK": ("CZE", "SVK"),
}

_GEOD = pyproj.Geod(ellps="WGS84")
_ECEF = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_LONGLAT = pyproj.CRS.from_proj4("+proj=longlat +datum=WGS84 +over")
_HALF_M = 20_003_931.5  # from pole to pole along a meridian
_PLANE_M = 16_000_000.0  # so far from its centre a plane is stretched fourfold: beyond it, use the one of the antipode
_SEAM = 1e-7  # degrees that keep a point on its side of the map's edge
_POLAR = 86.0  # degrees: beyond, a line would run along the edge that stands for the pole


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


def _layer(name: str) -> gpd.GeoDataFrame:
    path = paths.boundaries() / f"{name}.fgb.gz"
    if not path.exists():
        raise UserError(f"the boundary pack has no {path.name} in {path.parent}: run `make boundaries`")
    return gpd.read_file(f"/vsigzip/{path}", use_arrow=False)


@functools.lru_cache(maxsize=8)
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
    frame = _layer(f"countries_{scale}")
    ours, others = ("un", "iso3") if check_worldview(worldview) == "un" else ("iso3", "un")
    columns = {"iso3": frame[ours], "other": frame[others]}
    return frame.assign(**columns).drop(columns="un")


@functools.lru_cache(maxsize=8)
def lines(scale: Scale = "50m", worldview: str = "defacto") -> gpd.GeoDataFrame:
    """Return the boundary lines on land that a view draws.

    Returns
    -------
    geopandas.GeoDataFrame
        ``kind`` (international, disputed, line_of_control, indefinite) and geometry.
    """
    frame = _layer(f"lines_{scale}")
    kind = frame["un"] if check_worldview(worldview) == "un" else frame["kind"]
    return frame.assign(kind=kind)[kind.ne("")].drop(columns="un").reset_index(drop=True)


@functools.lru_cache(maxsize=8)
def coast(scale: Scale = "50m") -> shapely.Geometry:
    """Return the coastline: the edges that one polygon has alone, without the cuts at the 180th meridian."""
    rings = shapely.get_parts(shapely.boundary(shapely.get_parts(pieces(scale).geometry.values)))
    points, owner = shapely.get_coordinates(rings, return_index=True)
    same = owner[:-1] == owner[1:]
    start, end = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    key = np.where(swap[:, None], np.c_[end, start], np.c_[start, end])
    edges, count = np.unique(key, axis=0, return_counts=True)
    cut = (np.abs(edges[:, [0, 2]]) > 179.99).all(axis=1) | (edges[:, [1, 3]] < -89.9).all(axis=1)
    alone = edges[(count == 1) & ~cut].reshape(-1, 2, 2)
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(alone)))


@functools.lru_cache(maxsize=1)
def capitals() -> pd.DataFrame:
    """Return the capitals: ``name``, ``lon``, ``lat``, ``population``, indexed by ``iso3`` (GeoNames, CC BY 4.0)."""
    return pd.read_csv(paths.boundaries() / "capitals.csv", keep_default_na=False).set_index("iso3")


@functools.lru_cache(maxsize=4)
def state_capitals(worldview: str = "defacto") -> pd.DataFrame:
    """Return the `capitals` of what a view draws as states of their own, without those of dependencies."""
    frame = pieces("10m", worldview)
    states = set(frame["iso3"][frame["iso3"].eq(frame["sovereign"])])
    return capitals()[capitals().index.isin(states)]


@functools.lru_cache(maxsize=1)
def cities() -> pd.DataFrame:
    """Return large cities, most populous first: ``name``, ``iso3``, ``lon``, ``lat``, ``population`` (GeoNames)."""
    return pd.read_csv(paths.boundaries() / "cities.csv", keep_default_na=False)


@functools.lru_cache(maxsize=32)
def territory(iso3: str, worldview: str = "defacto") -> MultiPolygon:
    """Return a state's territory at 1:10m, without its dependencies.

    Parameters
    ----------
    iso3 : str
        ISO 3166-1 alpha-3.
    worldview : {"defacto", "un"}
        Whose territory disputed areas are; see ``data/boundaries/provenance.yaml``.

    Raises
    ------
    UserError
        If the view has no territory for the state.
    """
    frame = pieces("10m", worldview)
    own = frame.geometry.values[frame["iso3"].eq(iso3)]
    if not len(own):
        raise UserError(f"country {iso3!r} has no territory in the view {worldview!r}{hint(iso3, set(frame['iso3']))}")
    joined = own[0] if len(own) == 1 else shapely.union_all(own)
    return shapely.multipolygons(shapely.get_parts(joined))


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
        return shapely.transform(dense, self._points)

    def _points(self, points: np.ndarray) -> np.ndarray:
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
        return shapely.transform(shapely.segmentize(world, 0.5), self._points)

    def graticule(self, step: int = 30) -> list[np.ndarray]:
        """Return meridians and parallels every `step` degrees as projected lines."""
        lat = np.linspace(-90, 90, 181)
        lon = np.linspace(self.lon - 180 + _SEAM, self.lon + 180 - _SEAM, 361)
        meridians = [self.xy(np.full(181, at), lat) for at in range(-180, 180, step)]
        parallels = [self._points(np.c_[lon, np.full(361, at)]) for at in range(-90 + step, 90, step)]
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
        return [self._points(points + np.array([self.lon, 0])) for one in [*found, piece] for points in _off_poles(one)]


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


@functools.lru_cache(maxsize=8)
def projected(projection: Projection, scale: Scale = "50m", worldview: str = "defacto") -> pd.DataFrame:
    """Return `pieces` with projected geometries (metres, valid); kept for the next figure of the process."""
    frame = pieces(scale, worldview)
    shapes = np.array([projection.geometry(shape) for shape in frame.geometry], dtype=object)
    crossed = ~shapely.is_valid(shapes)  # two corners of the coarsest outlines
    shapes[crossed] = shapely.make_valid(shapes[crossed], method="structure", keep_collapsed=False)
    return pd.DataFrame(frame.drop(columns="geometry")).assign(geometry=shapes)


@functools.lru_cache(maxsize=8)
def projected_lines(projection: Projection, scale: Scale = "50m", worldview: str = "defacto") -> pd.DataFrame:
    """Return `lines` with projected geometries (metres)."""
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
    between = _GEOD.npts(lon1, lat1, lon2, lat2, points)
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


def centre(geometry: shapely.Geometry) -> tuple[float, float]:
    """Return the middle of a territory: the mean direction of its boundary from the Earth's centre."""
    x, y, z = _unit(shapely.get_coordinates(shapely.segmentize(geometry, 0.25))).mean(axis=0)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _unit(points: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]


def distance(points: np.ndarray, geometry: shapely.Geometry) -> np.ndarray:
    """Return the geodesic distance (km) from points outside a territory to its boundary.

    Parameters
    ----------
    points : numpy.ndarray
        Shape (n, 2), degrees.
    geometry : shapely.Geometry
        Point, polygon or polygons in lon/lat.
    """
    return _Edge.of(geometry).nearest(np.asarray(points, float))[2] / 1000


class _Edge:
    """The boundary of a territory as points at most 2 km apart, for the nearest of them to many others."""

    def __init__(self, points: np.ndarray):
        self.points = points
        self.tree = cKDTree(self._xyz(points))

    @classmethod
    def of(cls, geometry: shapely.Geometry) -> _Edge:
        return cls(_boundary_points(geometry, step_m=2000.0))

    def sparse(self, count: int = 3000) -> _Edge:
        """Return about `count` of the points: enough for the shape of what is thousands of kilometres away."""
        return _Edge(self.points[:: max(1, len(self.points) // count)])

    @staticmethod
    def _xyz(points: np.ndarray) -> np.ndarray:
        return np.stack(_ECEF.transform(points[:, 0], points[:, 1], np.zeros(len(points))), axis=-1)

    def nearest(self, points: np.ndarray, candidates: int = 8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the nearest boundary point, the azimuth from it, and the geodesic distance (m).

        Order by chord is order by geodesic distance but for the flattening, so a few candidates are compared exactly.
        """
        count = min(candidates, len(self.points))
        index = self.tree.query(self._xyz(points), k=count)[1].reshape(len(points), count)
        there, here = self.points[index.ravel()], np.repeat(points, count, axis=0)
        azimuth, _, metres = _GEOD.inv(there[:, 0], there[:, 1], here[:, 0], here[:, 1])
        best = metres.reshape(index.shape).argmin(axis=1)
        row = np.arange(len(points))
        return (
            self.points[index[row, best]],
            azimuth.reshape(index.shape)[row, best],
            metres.reshape(index.shape)[row, best],
        )


def _boundary_points(geometry: shapely.Geometry, step_m: float) -> np.ndarray:
    """Return the vertices of all rings, with more between them where an edge is longer than `step_m`."""
    if geometry.geom_type == "Point":
        return shapely.get_coordinates(geometry)
    found = []
    for ring in shapely.get_parts(shapely.boundary(shapely.get_parts(geometry))):
        points = shapely.get_coordinates(ring)
        found.append(points[:-1])
        length = _GEOD.line_lengths(points[:, 0], points[:, 1])
        for edge in np.flatnonzero(length > step_m):
            between = _GEOD.npts(*points[edge], *points[edge + 1], int(np.ceil(length[edge] / step_m)) - 1)
            found.append(np.array(between).reshape(-1, 2))
    return np.vstack(found)


@functools.lru_cache(maxsize=64)
def geodesic_buffer(
    geometry: shapely.Geometry, radius_km: float, projection: Projection | None = None
) -> shapely.Geometry:
    """Return all that lies within a geodesic distance of a territory on the WGS84 ellipsoid.

    A planar buffer in the azimuthal equidistant plane of the territory gives the shape; then every vertex is moved
    along the geodesic from its nearest boundary point to the exact distance (Karney 2013, through pyproj). Where the
    reach comes near the antipode, the area out of reach is built instead, around the antipode, from a contour of the
    distance field. The mean error is below 0.1 km. An envelope is computed once: the cache compares the territory's
    coordinates.

    Parameters
    ----------
    geometry : shapely.Geometry
        Point, polygon or polygons in lon/lat.
    radius_km : float
        0 < radius ≤ 20,000.
    projection : Projection, optional
        Return the area in the plane of this map, without a seam where the map has none; otherwise in lon/lat, cut at
        the 180th meridian.

    Raises
    ------
    ValueError
        If the radius is out of bounds.
    """
    if not 0 < radius_km <= 20_000:
        raise ValueError(f"geodesic_buffer: a radius of {radius_km} km is not between 0 and 20,000")
    reaches = [_reach(group, radius_km * 1000, projection) for group in _groups(geometry)]
    return reaches[0] if len(reaches) == 1 else shapely.union_all(reaches)


@dataclass(frozen=True, eq=False)
class _Group:
    """Parts of a territory that one azimuthal plane can hold, with all that does not depend on the range."""

    edge: _Edge
    plane: Projection
    flat: shapely.Geometry
    farthest_m: float  # from the middle of the plane to the edge

    @classmethod
    def of(cls, geometry: shapely.Geometry) -> _Group:
        edge, plane = _Edge.of(geometry), azimuthal(*centre(geometry))
        middle = np.broadcast_to([plane.lon, plane.lat], edge.points.shape)
        farthest = _GEOD.inv(*middle.T, *edge.points.T)[2].max()
        flat = Point(0, 0) if geometry.geom_type == "Point" else plane.geometry(geometry, 0.2)
        return cls(edge, plane, flat, farthest)

    @functools.cached_property
    def antipode(self) -> Projection:
        """The plane around the point opposite to the middle of the group."""
        return azimuthal((self.plane.lon + 360) % 360 - 180, -self.plane.lat)

    @functools.cached_property
    def field(self) -> tuple[np.ndarray, np.ndarray]:
        """A square axis of the antipode's plane, and the distance (m) of each of its points from the group.

        It holds whatever lies out of a reach that is too long for the plane of the group.
        """
        extent = min(_HALF_M, _HALF_M - _PLANE_M + 2 * self.farthest_m + 500e3)
        axis = np.linspace(-extent, extent, 241)
        x, y = np.meshgrid(axis, axis)
        lonlat = np.nan_to_num(self.antipode.lonlat(x.ravel(), y.ravel()), posinf=0.0)
        return axis, self.edge.sparse().nearest(lonlat, candidates=2)[2].reshape(x.shape)


@functools.lru_cache(maxsize=4)
def _groups(geometry: shapely.Geometry) -> list[_Group]:
    """Return the parts of a territory grouped around the largest ones.

    Overseas parts (Hawaii, French Guiana, Bouvet Island) lie too far from the rest for one azimuthal plane.
    """
    if geometry.geom_type == "Point":
        return [_Group.of(geometry)]
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    middles = _unit(shapely.get_coordinates([part.representative_point() for part in parts]))
    found, left = [], np.arange(len(parts))
    while len(left):
        seed = cKDTree(_unit(shapely.get_coordinates(parts[left[0]])))
        near = seed.query(middles[left])[0] < 0.25  # of the Earth's radius: 1,600 km
        near[0] = True
        found.append(_Group.of(shapely.multipolygons([parts[index] for index in left[near]])))
        left = left[~near]
    return found


def _reach(group: _Group, radius: float, projection: Projection | None) -> shapely.Geometry:
    """Return the buffer of one group of parts."""
    edge, plane = group.edge, group.plane
    if radius + group.farthest_m < _PLANE_M:
        # Part by part: one buffer of many islands takes twenty times as long.
        parts = shapely.get_parts(shapely.simplify(group.flat, min(radius / 50, 20e3)))
        rough = shapely.simplify(shapely.union_all(shapely.buffer(parts, radius, quad_segs=16)), radius / 2000)
        return _from_plane(_moved(rough, radius, edge, plane), plane, projection)
    beyond = _from_plane(_out_of_reach(group, radius), group.antipode, projection)
    return shapely.difference(projection.outline() if projection else box(-180, -90, 180, 90), beyond)


def _moved(area: shapely.Geometry, radius: float, edge: _Edge, plane: Projection) -> shapely.Geometry:
    """Move every vertex of a planar buffer to the exact geodesic distance from its nearest boundary point."""

    def exact(points: np.ndarray) -> np.ndarray:
        lonlat = plane.lonlat(points[:, 0], points[:, 1])
        left = np.arange(len(lonlat))
        for _ in range(4):
            start, azimuth, metres = edge.nearest(lonlat[left])
            off = np.abs(metres - radius)
            # A vertex far from its circle is none of this buffer's edge (a rounded cusp): it stays.
            wrong = (off >= 20) & (off < 0.3 * radius)
            left, start, azimuth = left[wrong], start[wrong], azimuth[wrong]
            if not len(left):
                break
            lon, lat, _ = _GEOD.fwd(start[:, 0], start[:, 1], azimuth, np.full(len(left), radius))
            lonlat[left] = np.c_[lon, lat]
        return plane.xy(lonlat[:, 0], lonlat[:, 1])

    step = np.clip(radius / 100, 2e3, 30e3)
    return shapely.make_valid(shapely.transform(shapely.segmentize(area, step), exact))


def _out_of_reach(group: _Group, radius: float) -> shapely.Geometry:
    """Return, in the plane around the antipode, what is farther than `radius` from the group."""
    axis, metres = group.field
    filled = contourpy.contour_generator(axis, axis, metres, fill_type="OuterOffset").filled(radius, np.inf)
    areas = [
        _moved(
            shapely.make_valid(Polygon(ring[at[0] : at[1]], [ring[a:b] for a, b in itertools.pairwise(at[1:])])),
            radius,
            group.edge,
            group.antipode,
        )
        for ring, at in zip(*filled, strict=True)
    ]
    return shapely.union_all(areas) if areas else Polygon()


def _from_plane(area: shapely.Geometry, plane: Projection, projection: Projection | None) -> shapely.Geometry:
    """Bring an area from an azimuthal plane to lon/lat or to another map, cut along that map's edge meridian."""
    if projection is not None and projection.kind == "aeqd":
        return shapely.make_valid(shapely.transform(area, lambda p: projection.xy(*plane.lonlat(p[:, 0], p[:, 1]).T)))
    seam = 180.0 if projection is None else projection.lon + 180
    # The cut is 20 m wide, so that no vertex lies on the seam, and its points are so dense that the curve of the meridian
    # stays within: a vertex on the wrong side would draw a streak around the Earth.
    lat = np.linspace(-90, 90, 14_401)
    cut = LineString(plane.xy(np.full_like(lat, seam), lat)).buffer(10.0, quad_segs=1)
    dense = shapely.segmentize(shapely.difference(area, cut), 50e3)

    def back(points: np.ndarray) -> np.ndarray:
        lon, lat = plane.lonlat(points[:, 0], points[:, 1]).T
        return np.c_[(lon - seam + 360) % 360 + seam - 360, lat]

    parts = [shapely.transform(part, back) for part in shapely.get_parts(dense) if part.geom_type == "Polygon"]
    joined = shapely.union_all(shapely.make_valid(parts))
    if projection is None:
        return joined
    return shapely.make_valid(shapely.transform(shapely.segmentize(joined, 0.5), projection._points))
