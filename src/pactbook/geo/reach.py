"""Distances on the ellipsoid: how far a place is from a territory, and what lies within a range of it.

Longitudes and latitudes are degrees on WGS84; distances in kilometres unless a name ends in ``_m``.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import contourpy
import numpy as np
import pyproj
import scipy
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from pactbook.geo.projections import GEOD, Projection, azimuthal

_ECEF = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_HALF_M = 20_003_931.5  # from pole to pole along a meridian
_PLANE_M = 16_000_000.0  # so far from its centre a plane is stretched fourfold: beyond it, use the one of the antipode


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
        self.tree = scipy.spatial.cKDTree(self._xyz(points))

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
        azimuth, _, metres = GEOD.inv(there[:, 0], there[:, 1], here[:, 0], here[:, 1])
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
        length = GEOD.line_lengths(points[:, 0], points[:, 1])
        for edge in np.flatnonzero(length > step_m):
            between = GEOD.npts(*points[edge], *points[edge + 1], int(np.ceil(length[edge] / step_m)) - 1)
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
        farthest = GEOD.inv(*middle.T, *edge.points.T)[2].max()
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
        seed = scipy.spatial.cKDTree(_unit(shapely.get_coordinates(parts[left[0]])))
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
            lon, lat, _ = GEOD.fwd(start[:, 0], start[:, 1], azimuth, np.full(len(left), radius))
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
    return shapely.make_valid(shapely.transform(shapely.segmentize(joined, 0.5), projection.points))
