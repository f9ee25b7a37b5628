"""Range maps: how far publicly quoted missile ranges reach from a state's territory."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pactbook import geo
from pactbook.locale import Language
from pactbook.plots import ground, labels, palette, style

MOST_RINGS = 7  # more cannot be told apart
REGIONAL = 6000  # km: a longer reach is drawn on a world map
_NEAR = 0.025
_TOUCH = 0.01  # of the longest range: lines closer to each other are one on a map
_EDGE = palette.SEQUENCE[-1]
_PAD = 0.22  # inches left and right of a regional map: it is a rectangle and lines up with the titles
_MOST_CITIES = 40
_BETWEEN = 0.5  # inches between two cities of a map, at least
_BESIDE = (0.05, 0.09)  # inches between a city and its name: no farther, or it would need a line
_EMPTY_REACH = 1500  # km around the territory where no range is drawn
_SHAPE = (1.5, 1.8)  # width to height of a regional map
_UPRIGHT = (0.9, 1.1)  # of one for a phone
_SCALES = (100, 200, 250, 500, 1000, 2000)  # km


@dataclass(frozen=True)
class Ring:
    """Systems that share one ring: their names, the range drawn, and the band that sources quote.

    `low` and `high` bound what is quoted for any of them, `lead` is the lowest figure for those that the ring is drawn for.
    """

    names: tuple[str, ...]
    shortest: float
    range_km: float
    low: float
    lead: float
    high: float

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Return the ranges that a map shows: what a shorter system is quoted with is not a bound of this ring."""
        return self.lead, self.range_km, self.high

    def drawn(self, touch: float) -> Ring:
        """Return the ring without the bounds that lie so close to it that they would touch."""
        lead, high = (
            bound if abs(bound - self.range_km) > touch else self.range_km for bound in (self.lead, self.high)
        )
        return replace(self, lead=lead, high=high)


def group(ranges: pd.DataFrame, most: int = MOST_RINGS) -> list[Ring]:
    """Return systems grouped into rings, shortest range first.

    Systems share a ring where their ranges lie so close that the map could not show them apart (`_NEAR` of the longest
    range); if more than `most` rings are left, those nearest to each other join. A ring is drawn at its longest range.

    Parameters
    ----------
    ranges : pandas.DataFrame
        ``name``, ``range_km`` and the band ``range_min``, ``range_max`` (km); rows without a range are left out.
    most : int
        How many rings there may be.
    """
    known = ranges[ranges["range_km"].notna()].sort_values(["range_km", "name"])
    sets = [[row] for row in known.to_dict("records")]
    while len(sets) > 1:
        spans = [later[-1]["range_km"] - earlier[0]["range_km"] for earlier, later in itertools.pairwise(sets)]
        at = int(np.argmin(spans))
        if spans[at] > _NEAR * sets[-1][-1]["range_km"] and len(sets) <= most:
            break
        sets[at : at + 2] = [sets[at] + sets[at + 1]]
    return [
        Ring(
            tuple(row["name"] for row in rows),
            rows[0]["range_km"],
            rows[-1]["range_km"],
            min(min(row["range_min"], row["range_km"]) for row in rows),
            min(row["range_min"] for row in rows if row["range_km"] == rows[-1]["range_km"]),
            max(max(row["range_max"], row["range_km"]) for row in rows),
        )
        for rows in ([{**row, **_band(row)} for row in rows] for rows in sets)
    ]


def _band(row: dict) -> dict[str, float]:
    """Return the band of one system, which is its range where no other is quoted."""
    return {key: row["range_km"] if pd.isna(row[key]) else row[key] for key in ("range_min", "range_max")}


@style.look()
def envelope(
    ranges: pd.DataFrame,
    iso3: str,
    worldview: str = "defacto",
    language: str = "en",
    day: dt.date | None = None,
) -> Figure:
    """Draw what lies within the quoted ranges of a state's missiles, from the nearest point of its territory.

    Parameters
    ----------
    ranges : pandas.DataFrame
        One row is one system: ``name``, ``range_km`` (the range chosen), ``range_min``, ``range_max`` (the shortest
        and longest quoted), in km. It may be empty.
    iso3 : str
        The state, ISO 3166-1 alpha-3. Dependencies are no part of the territory.
    worldview : {"defacto", "un"}
        Which boundaries to draw and to measure from.
    language : str
        ISO 639-1 code of the language of labels.
    day : datetime.date, optional
        The day of the territory; default today. Before `geo.CRIMEA_DISPUTED` nothing is hatched.

    Returns
    -------
    matplotlib.figure.Figure
        Geodesic envelopes on WGS84. Up to 6,000 km on an azimuthal equidistant map around the territory, with a scale
        bar; beyond on an equal-area world map. Where sources disagree, dashed lines bound what they quote.

    Raises
    ------
    UserError
        If the view has no territory for the state.
    """
    t, home, rings = Language(language), geo.territory(iso3, worldview, day), group(ranges)
    entries = [_entry(ring, colour, t) for ring, colour in zip(rings, _colours(len(rings)), strict=True)]
    reach = max((ring.high for ring in rings), default=_EMPTY_REACH)
    rings = [ring.drawn(reach * _TOUCH) for ring in rings]
    world = reach > REGIONAL
    # A map without rings shows the main part of the territory, not the sea between it and a far island.
    shown = home if rings else max(home.geoms, key=shapely.area)
    projection = geo.equal_earth() if world else geo.azimuthal(*geo.centre(shown))
    radii = sorted({radius for ring in rings for radius in ring.bounds})
    areas = {radius: geo.geodesic_buffer(home, radius, projection) for radius in radii}
    widest = areas[radii[-1]] if rings else geo.geodesic_buffer(shown, reach, projection)
    window = ground.world_window(projection, south=-90) if world else _window(widest)
    if any(ring.lead < ring.high for ring in rings):
        entries.append(
            labels.Entry(t("shortest and longest range quoted"), draw=labels.line(_EDGE, 0.9, ground.DASHES))
        )
    figure, axes = ground.sheet(entries, window, 0.06 if world else _PAD)
    placer = labels.Placer(axes)
    _ground(placer, projection, worldview, _scale(window), world, day)
    _rings(placer, rings, areas, projection)
    _home(axes, projection, home)
    _hatch_home(axes, projection, iso3, ground.of_the_day(geo.pieces(_scale(window), worldview), day))
    if not world:
        _scale_bar(axes, placer, t)
    _name_home(placer, projection, home, iso3, t)
    _label_rings(placer, rings, areas, projection, t)
    _cities(placer, projection, iso3, widest, projection.geometry(home, 0.2))
    if not rings:
        box = {"facecolor": palette.PAPER, "edgecolor": palette.FAINT, "boxstyle": "round,pad=0.6"}
        axes.text(
            0.5,
            0.08,
            t("No quoted range is on record"),
            transform=axes.transAxes,
            ha="center",
            fontsize=12,
            bbox=box,
            zorder=10,
        )
    return figure


def _colours(count: int) -> list[tuple[float, float, float, float]]:
    """Return one colour a ring: the darkest for what every system reaches, the lightest for what only one does."""
    scale = mpl.colors.LinearSegmentedColormap.from_list("ranges", palette.SEQUENCE[::-1][1:])
    return [scale(number / max(1, count - 1)) if count > 1 else scale(0.55) for number in range(count)]


def _entry(ring: Ring, colour: tuple[float, ...], t: Language) -> labels.Entry:
    tint = palette.lighter(mpl.colors.to_hex(colour), 0.3, palette.PAPER)
    return labels.Entry(t.list(list(ring.names), most=3), _span(ring, t), labels.swatch(tint))


def _span(ring: Ring, t: Language) -> str:
    """Return the range that is drawn, as the ring is labelled, and what is quoted where that differs."""
    if ring.low == ring.range_km == ring.high:
        return t("{range} km", range=t.number(ring.range_km))
    low, high, drawn = (t.number(value) for value in (ring.low, ring.high, ring.range_km))
    return t("{range} km; quoted {low}–{high}", range=drawn, low=low, high=high)


def _window(area: shapely.Geometry) -> tuple[float, float, float, float]:
    """Return the part of the plane that shows an envelope with some room, in a shape that suits a page."""
    west, south, east, north = area.bounds
    middle = (west + east) / 2, (south + north) / 2
    wide, high = (east - west) * 1.08, (north - south) * 1.06
    least, most = _UPRIGHT if style.is_narrow() else _SHAPE
    wide, high = max(wide, high * least), max(high, wide / most)
    return middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2


def _scale(window: tuple[float, float, float, float]) -> geo.Scale:
    """Return the scale of boundaries that suits a map: the finest one only where its detail can be seen."""
    return "10m" if window[2] - window[0] < 2.5e6 else "50m"


def _ground(
    placer: labels.Placer,
    projection: geo.Projection,
    worldview: str,
    scale: geo.Scale,
    world: bool,
    day: dt.date | None,
) -> None:
    """Draw sea, land, coast, borders and Crimea in the quiet tones on which the rings lie."""
    axes = placer.axes
    if world:
        ground.sea(axes, projection)
        states = geo.projected(projection, scale, worldview)
        lines, coast = geo.projected_lines(projection, scale, worldview), projection.geometry(geo.coast(scale))
    else:
        (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
        axes.add_patch(
            Rectangle((west, south), east - west, north - south, facecolor=palette.SEA, edgecolor="none", zorder=0)
        )
        view = shapely.box(west, south, east, north)
        states = in_view(geo.pieces(scale, worldview), projection, view)
        lines = in_view(geo.lines(scale, worldview), projection, view)
        coast = in_view(pd.DataFrame({"geometry": shapely.get_parts(geo.coast(scale))}), projection, view)["geometry"]
    ground.fill(axes, states["geometry"], facecolor=palette.LAND, edgecolor=palette.LAND, linewidth=0.25, zorder=1)
    ground.draw_lines(axes, np.atleast_1d(coast), colors=palette.COAST, linewidths=0.35, zorder=2.9)
    ground.hatch_crimea(axes, ground.of_the_day(states, day), {}, _stripe(axes))
    ground.borders(axes, lines, width=0.45 if world else 0.7, dashed_zorder=5.2)
    placer.keep_off(ground.dashed(lines))


def _stripe(axes: Axes) -> float:
    """Return the distance between stripes of Crimea that suits the scale of the map."""
    west, east = axes.get_xlim()
    return (east - west) / 330


def _home(axes: Axes, projection: geo.Projection, home: shapely.Geometry) -> None:
    """Draw the territory that is measured from, above its envelopes."""
    shape = projection.geometry(home, 0.2)
    # The white rim lies below, so that it does not swallow islets.
    ground.fill(axes, [shape], facecolor="none", edgecolor=palette.PAPER, linewidth=1.6, zorder=4.8)
    ground.fill(axes, [shape], facecolor=palette.HOME, edgecolor=palette.HOME, linewidth=0.3, zorder=5)


def _hatch_home(axes: Axes, projection: geo.Projection, iso3: str, pieces: pd.DataFrame) -> None:
    """Hatch Crimea also on the territory that is measured from, if it belongs to it."""
    crimea = pieces[pieces["name"].eq(geo.CRIMEA) & pieces["iso3"].eq(iso3)]
    if len(crimea):
        shown = pd.DataFrame(crimea).assign(geometry=[projection.geometry(piece, 0.2) for piece in crimea.geometry])
        ground.hatch_crimea(axes, shown, {iso3: palette.HOME}, _stripe(axes), zorder=5.1)


def in_view(frame: pd.DataFrame, projection: geo.Projection, view: shapely.Polygon) -> pd.DataFrame:
    """Return the rows of a layer that an azimuthal map shows, projected and clipped.

    Parts with no vertex near the view are dropped before anything else: around the antipode a ring turns inside out.
    """
    west, south, east, north = view.bounds
    far = 1.1 * max(np.hypot(x, y) for x in (west, east) for y in (south, north)) + 2e5
    parts, row = shapely.get_parts(frame["geometry"].to_numpy(), return_index=True)
    points, owner = shapely.get_coordinates(parts, return_index=True)
    near = np.unique(owner[np.hypot(*projection.xy(*points.T).T) < far])
    flat = [shapely.make_valid(projection.geometry(part, 0.5)) for part in parts[near]]
    clipped = shapely.intersection(np.array(flat, dtype=object), view)
    shown = pd.DataFrame(frame.drop(columns="geometry")).iloc[row[near]].assign(geometry=clipped)
    return shown[~shapely.is_empty(clipped)].reset_index(drop=True)


def _rings(
    placer: labels.Placer, rings: Sequence[Ring], areas: dict[float, shapely.Geometry], projection: geo.Projection
) -> None:
    """Draw each ring without what a shorter range reaches, its edge, and the dashed bounds of its band."""
    axes, inner = placer.axes, None
    edges = {radius: _edge(area, projection) for radius, area in areas.items()}
    for radius, edge in edges.items():
        placer.keep_off([edge], f"{radius} km")
    for ring, colour in zip(rings, _colours(len(rings)), strict=True):
        area = areas[ring.range_km]
        shown = area if inner is None else shapely.difference(area, inner)
        ground.fill(axes, [shown], facecolor=colour, edgecolor="none", alpha=0.62, zorder=2)
        ground.draw_lines(axes, [edges[ring.range_km]], colors=_EDGE, linewidths=0.9, zorder=4.2)
        inner = area
    bounds = {radius for ring in rings for radius in ring.bounds} - {ring.range_km for ring in rings}
    for radius in sorted(bounds):
        ground.draw_lines(
            axes,
            [edges[radius]],
            colors=_EDGE,
            linewidths=0.7,
            linestyles=ground.DASHES,
            alpha=0.8,
            zorder=4.1,
        )


def _edge(area: shapely.Geometry, projection: geo.Projection) -> shapely.Geometry:
    """Return the outline of an envelope without the map's own edge."""
    outline = shapely.boundary(area)
    if projection.kind == "eqearth":
        outline = shapely.difference(outline, shapely.boundary(projection.outline()).buffer(25e3))
    return shapely.line_merge(outline) if outline.geom_type == "MultiLineString" else outline


def _name_home(
    placer: labels.Placer, projection: geo.Projection, home: shapely.Geometry, iso3: str, t: Language
) -> None:
    """Name the state inside its territory where the name fits, otherwise beside it."""
    shape = max(shapely.get_parts(projection.geometry(home, 0.2)), key=shapely.area)
    text = t.country(iso3)
    font = {"fontsize": style.TEXT, "fontweight": "bold"}
    half = placer.measure(text, **font) / placer.scale / 2
    west, south, east, north = shape.bounds
    spots = [(x, y) for x in np.linspace(west, east, 25) for y in np.linspace(south, north, 25)]
    boxes = np.array([shapely.box(x - half[0], y - half[1], x + half[0], y + half[1]) for x, y in spots])
    shapely.prepare(shape)
    fits = np.flatnonzero(shapely.contains(shape, boxes))
    middle = np.array(shapely.get_coordinates(shapely.centroid(shape))[0])
    for at in sorted(fits, key=lambda at: np.hypot(*(np.array(spots[at]) - middle))):
        if placer.at(spots[at], text, color=palette.PAPER, **font):
            return
    placer.dot(middle, radius=min(0.25, float((half * placer.scale).min()) + 0.02))
    placer.beside(middle, text, (0.25, 0.4, 0.6), color=palette.HOME, path_effects=style.halo(), **font)


def _label_rings(
    placer: labels.Placer,
    rings: Sequence[Ring],
    areas: dict[float, shapely.Geometry],
    projection: geo.Projection,
    t: Language,
) -> None:
    """Write each range on its ring, along it, near the south-south-west, where the labels make a column."""
    for ring in rings:
        text = t("{range} km", range=t.number(ring.range_km))
        font = {
            "fontsize": style.SMALL,
            "fontweight": "bold",
            "color": _EDGE,
            "path_effects": style.halo(2.8, palette.GLOW),
        }
        spots = list(zip(*_spots(areas[ring.range_km], projection, placer), strict=True))
        placer.along(spots, text, f"{ring.range_km} km", **font)


def _spots(area: shapely.Geometry, projection: geo.Projection, placer: labels.Placer) -> tuple[np.ndarray, np.ndarray]:
    """Return points on the outline with its slope (degrees), the nearest to the south-south-west of the middle first."""
    lines = [line for line in shapely.get_parts(_edge(area, projection)) if line.length > 0]
    longest = max(lines, key=shapely.length, default=None)
    if longest is None:
        return np.empty((0, 2)), np.empty(0)
    at = np.linspace(0.02, 0.98, 145)
    here = shapely.get_coordinates(shapely.line_interpolate_point(longest, at, normalized=True))
    span = 0.25 / placer.scale[0]
    ahead, behind = (
        shapely.get_coordinates(
            shapely.line_interpolate_point(longest, np.clip(at * longest.length + side * span, 0, longest.length))
        )
        for side in (1, -1)
    )
    slope = np.degrees(np.arctan2(*(ahead - behind).T[::-1]))
    slope = (slope + 90) % 180 - 90
    away = here - np.array(shapely.get_coordinates(shapely.centroid(area))[0])
    bearing = np.degrees(np.arctan2(away[:, 0], away[:, 1])) % 360
    order = np.argsort(np.abs((bearing - 205 + 180) % 360 - 180), kind="stable")
    return here[order], slope[order]


def _cities(
    placer: labels.Placer, projection: geo.Projection, iso3: str, widest: shapely.Geometry, home: shapely.Geometry
) -> None:
    """Mark capitals and large cities abroad for orientation, the most important first, none close to another.

    What counts is the population; a capital counts threefold, and so does a place within the widest envelope.
    """
    capitals = geo.capitals().reset_index().assign(weight=3.0)
    places = pd.concat([capitals, geo.cities().assign(weight=1.0)]).drop_duplicates(["name", "iso3"])
    places = places[places["iso3"].ne(iso3)]
    spots = projection.xy(places["lon"].to_numpy(), places["lat"].to_numpy())
    within = shapely.contains_xy(widest, *spots.T)
    rank = places["weight"] * places["population"].clip(lower=1e5) * np.where(within, 3, 1)
    order = np.argsort(-rank.to_numpy(), kind="stable")
    places, spots = places.iloc[order], spots[order]
    shown: list[np.ndarray] = []
    for name, spot in zip(places["name"], spots, strict=True):
        at = placer.inches(spot)
        inside = (at > 0.1).all() and (at < placer.size - 0.1).all()
        if not inside or any(np.hypot(*(at - other)) < _BETWEEN for other in shown):
            continue
        mark = placer.box(at, np.full(2, 0.02))
        font = {"fontsize": style.SMALL, "color": palette.INK, "path_effects": style.halo()}
        if placer.free(mark) and placer.beside(spot, name, _BESIDE, avoid=home, **font):
            placer.taken.append(mark)
            shown.append(at)
            placer.axes.plot(
                *spot,
                "o",
                markersize=3.2,
                markerfacecolor=palette.INK,
                markeredgecolor=palette.PAPER,
                markeredgewidth=0.6,
                zorder=6,
            )
        if len(shown) == _MOST_CITIES:
            return


def _scale_bar(axes: Axes, placer: labels.Placer, t: Language) -> None:
    """Draw a scale bar in the lower left corner, about an eighth of the map long."""
    (west, east), (south, _) = axes.get_xlim(), axes.get_ylim()
    length = max((km for km in _SCALES if km * 1000 < (east - west) / 6), default=_SCALES[0])
    x, y = west + 0.25 / placer.scale[0], south + 0.25 / placer.scale[1]
    axes.plot([x, x + length * 1000], [y, y], color=palette.INK, linewidth=1.6, solid_capstyle="butt", zorder=9)
    axes.annotate(
        t("{range} km", range=t.number(length)),
        (x + length * 500, y),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=style.SMALL,
        path_effects=style.halo(),
        zorder=9,
    )
    placer.taken.append(labels.Bbox.from_bounds(0.15, 0.12, length * 1000 * placer.scale[0] + 0.2, 0.4))
