"""Boundaries, projections and distances: everything on a map that is geometry and no drawing.

Longitudes and latitudes are degrees on WGS84; distances in kilometres unless a name ends in ``_m``. The boundary pack
and what its views mean are described in ``data/boundaries/provenance.yaml``.
"""

from pactbook.geo.boundaries import (
    CRIMEA,
    CRIMEA_DISPUTED,
    WORLDVIEWS,
    Scale,
    capitals,
    check_worldview,
    cities,
    coast,
    lines,
    past,
    pieces,
    state_capitals,
    territory,
    view_on,
)
from pactbook.geo.projections import (
    CENTRES,
    Projection,
    azimuthal,
    equal_earth,
    great_circle,
    projected,
    projected_lines,
    stripes,
)
from pactbook.geo.reach import centre, distance, geodesic_buffer

__all__ = [
    "CENTRES",
    "CRIMEA",
    "CRIMEA_DISPUTED",
    "WORLDVIEWS",
    "Projection",
    "Scale",
    "azimuthal",
    "capitals",
    "centre",
    "check_worldview",
    "cities",
    "coast",
    "distance",
    "equal_earth",
    "geodesic_buffer",
    "great_circle",
    "lines",
    "past",
    "pieces",
    "projected",
    "projected_lines",
    "state_capitals",
    "stripes",
    "territory",
    "view_on",
]
