"""The ground of every map: the sheet with its legend, sea, land, boundary lines, and what a reader is told of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from pactbook import geo, states
from pactbook.locale import Language
from pactbook.plots import labels, palette, style

DASHES = (0, (2.4, 1.7))
STRIPE = 190e3  # m from one stripe to the next on a world map
_DASHED = ("disputed", "line_of_control", "indefinite")
_SOUTH = -57.0  # degrees: world maps of states end here, north of Antarctica
_PAD = 0.06  # inches left and right of a map
_HAIR = 3e3  # m
# By which border a state of today is cut while it was divided; the boundary pack has the parts of each.
_CUT = {
    "DEU": "The two German states are cut along the Länder of today; Berlin, which was divided, is striped.",
    "VNM": "The two Vietnamese states are cut at the 17th parallel.",
    "YEM": "The two Yemeni states are cut along the governorates of today, which their border followed approximately.",
}


def boundary_note(worldview: str, t: Language, *days: dt.date) -> str:
    """Return what a reader must be told of the boundaries on every map.

    Parameters
    ----------
    worldview : {"defacto", "un"}
        The view that the map shows.
    t : Language
        Language of the note.
    *days : datetime.date
        The days whose states the map, or one of the maps, shows; default today.
    """
    if geo.check_worldview(worldview) == "un":
        view = t("Boundaries follow the United Nations’ usage and imply no endorsement.")
    else:
        view = t("Boundaries show control on the ground and imply no endorsement.")
    parts = [view, land_note(min(days), t) if days else "", t("Dashed: disputed boundaries and lines of control.")]
    if not days or max(days) >= geo.CRIMEA_DISPUTED:
        parts.append(t("Hatched: Crimea (Ukraine by UN General Assembly resolution 68/262; controlled by Russia)."))
    return " ".join(filter(None, [*parts, t("Natural Earth, public domain.")]))


def path(geometry: shapely.Geometry) -> Path | None:
    """Return polygons as one compound matplotlib path, or None where there are none."""
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and not part.is_empty
        for ring in (part.exterior, *part.interiors)
    ]
    if not rings:
        return None
    codes = [np.r_[Path.MOVETO, np.full(len(ring) - 2, Path.LINETO), Path.CLOSEPOLY] for ring in rings]
    return Path(np.vstack(rings), np.concatenate(codes))


def fill(axes: Axes, geometries: Sequence[shapely.Geometry], **look: object) -> PathCollection:
    """Draw polygons as one collection; `look` may hold one colour a geometry, which must then have an area."""
    found = [shape for shape in map(path, geometries) if shape is not None]
    collection = PathCollection(found, transform=axes.transData, **look)
    axes.add_collection(collection, autolim=False)
    return collection


def draw_lines(axes: Axes, geometries: Sequence[shapely.Geometry], **look: object) -> LineCollection:
    """Draw lines as one collection."""
    parts = [
        shapely.get_coordinates(part) for part in shapely.get_parts(list(geometries)) if part.geom_type == "LineString"
    ]
    collection = LineCollection(parts, **look)
    axes.add_collection(collection, autolim=False)
    return collection


def borders(axes: Axes, lines: pd.DataFrame, width: float = 0.55, dashed_zorder: float = 3.2) -> None:
    """Draw boundary lines: agreed ones white, all others dashed.

    Borders come from lines, not from the outlines of polygons, under which small islands would vanish.
    """
    agreed = lines.loc[~lines["kind"].isin(_DASHED), "geometry"]
    draw_lines(axes, agreed, colors=palette.PAPER, linewidths=width, capstyle="round", zorder=3)
    look = {"zorder": dashed_zorder}
    draw_lines(axes, dashed(lines), colors=palette.PAPER, linewidths=width * 1.9, **look)
    draw_lines(axes, dashed(lines), colors=palette.INK, linewidths=width * 1.1, linestyles=DASHES, **look)


def dashed(lines: pd.DataFrame) -> pd.Series:
    """Return the boundary lines that are drawn dark: those not agreed."""
    return lines.loc[lines["kind"].isin(_DASHED), "geometry"]


def map_axes(figure: Figure, window: tuple[float, float, float, float], pad: float = _PAD) -> Axes:
    """Add the axes of one map at the foot of the figure, as wide as it, with `window` (west, south, east, north)."""
    width, height = figure.get_size_inches()
    tall = (width - 2 * pad) * (window[3] - window[1]) / (window[2] - window[0])
    axes = figure.add_axes([pad / width, 0, 1 - 2 * pad / width, tall / height], label="map")
    axes.set(xlim=(window[0], window[2]), ylim=(window[1], window[3]))
    axes.set_axis_off()
    return axes


def map_height(window: tuple[float, float, float, float], pad: float = _PAD) -> float:
    """Return how many inches a map of full width needs."""
    return (style.width() - 2 * pad) * (window[3] - window[1]) / (window[2] - window[0])


def sheet(
    entries: Sequence[labels.Entry], window: tuple[float, float, float, float], pad: float = _PAD
) -> tuple[Figure, Axes]:
    """Return a figure with legend rows above one map of full width, and the axes of the map."""
    figure = style.canvas(1.0)
    laid = labels.rows(figure, entries)
    figure.set_size_inches(style.width(), map_height(window, pad) + labels.ROW * len(laid) + (0.08 if laid else 0.0))
    labels.legend(figure, laid)
    return figure, map_axes(figure, window, pad)


def sea(axes: Axes, projection: geo.Projection) -> None:
    """Draw the sea as the outline of the world, with a faint grid."""
    fill(axes, [projection.outline()], facecolor=palette.SEA, edgecolor="none", zorder=0)
    axes.add_collection(
        LineCollection(projection.graticule(), colors=palette.GRATICULE, linewidths=0.4, zorder=0.5), autolim=False
    )


def land(
    projection: geo.Projection, scale: geo.Scale, worldview: str, day: dt.date | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the projected pieces of all states and the lines between them; Antarctica is none.

    Parameters
    ----------
    projection, scale, worldview
        As `pactbook.geo.projected` takes them.
    day : datetime.date, optional
        The day whose states are drawn, on borders of today; default today's.

    Returns
    -------
    pieces : pandas.DataFrame
        As `pactbook.geo.projected` gives it, and ``holders`` (tuple of codes): the states that stood on it. What is one
        state today and was divided on the day is several pieces; one has several holders where it was divided itself.
    lines : pandas.DataFrame
        As `pactbook.geo.projected_lines` gives it, without those inside a state of the day, and with those that were between
        two.
    """
    frame = geo.projected(projection, scale, worldview)
    frame = frame[frame["iso3"].ne("ATA")]
    lines = geo.projected_lines(projection, scale, worldview)
    if day is None:
        return frame.assign(holders=[(code,) for code in frame["iso3"]]), lines
    frame = of_the_day(frame, day)
    frame = frame.assign(holders=[states.holders(code, day) for code in frame["iso3"]])
    parts = _parts(frame, scale)
    whole = frame[~frame["iso3"].isin(parts["iso3"])]
    return _in_parts(frame, parts, projection), pd.concat(
        [_without_inner(lines, whole), _between(parts, projection)], ignore_index=True
    )


def of_the_day(frame: pd.DataFrame, day: dt.date | None) -> pd.DataFrame:
    """Return pieces of land with Crimea as Ukraine's in either view, and not hatched, on a day before it was disputed."""
    if day is None or day >= geo.CRIMEA_DISPUTED:
        return frame
    crimea = frame["name"].eq(geo.CRIMEA)
    return frame.assign(iso3=frame["iso3"].mask(crimea, "UKR"), name=frame["name"].mask(crimea, "Ukraine"))


def _parts(frame: pd.DataFrame, scale: geo.Scale) -> pd.DataFrame:
    """Return the parts of the states that were divided on the day, where the boundary pack has them."""
    divided = {row.iso3 for row in frame.itertuples() if len(row.holders) > 1}
    parts = geo.past(scale)
    return parts[parts["iso3"].isin(divided)].reset_index(drop=True)


def _in_parts(frame: pd.DataFrame, parts: pd.DataFrame, projection: geo.Projection) -> pd.DataFrame:
    """Return the pieces with the states that were divided in their parts."""
    labels_at = [shape.representative_point() for shape in parts["geometry"]]
    pieces = pd.DataFrame(parts[["iso3", "holders"]]).assign(
        other=parts["iso3"],
        sovereign=parts["iso3"],
        name=["; ".join(holders) for holders in parts["holders"]],
        label_lon=[point.x for point in labels_at],
        label_lat=[point.y for point in labels_at],
        geometry=[projection.geometry(shape) for shape in parts["geometry"]],
    )
    return pd.concat([frame[~frame["iso3"].isin(parts["iso3"])], pieces], ignore_index=True)


def _between(parts: pd.DataFrame, projection: geo.Projection) -> pd.DataFrame:
    """Return the borders between the parts of states; that of a part which was divided itself would hide it."""
    single = parts[parts["holders"].map(len).eq(1)]
    found = [
        shapely.line_merge(shapely.intersection(*map(shapely.boundary, own["geometry"])))
        for _, own in single.groupby("iso3")
    ]
    lines = [line for shape in found for line in shapely.get_parts(shape) if line.geom_type == "LineString"]
    return pd.DataFrame({"kind": "international", "geometry": [projection.geometry(line) for line in lines]})


def _without_inner(lines: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the lines without what lies inside the land of one state of the day."""
    joined = [own["geometry"] for _, own in frame.groupby("holders") if own["iso3"].nunique() > 1]
    joined += [own["geometry"] for _, own in frame[frame["iso3"].eq("UKR")].groupby("iso3") if len(own) > 1]
    if not joined:
        return lines
    # A border of the union is no inner line: it lies a hair outside.
    inside = shapely.union_all([shapely.buffer(shapely.union_all(own.to_numpy()), -_HAIR) for own in joined])
    kept = shapely.difference(lines["geometry"].to_numpy(), inside)
    return lines.assign(geometry=kept)[~shapely.is_empty(kept)]


def land_note(day: dt.date, t: Language) -> str:
    """Return what a reader must be told of the land of a past day, besides `boundary_note`; empty where nothing."""
    codes = [code for code in states.codes() if states.existed(code, dt.date.max)]
    held = {code: states.holders(code, day) for code in codes}
    if all(own == (code,) for code, own in held.items()):
        return ""
    cut = [t(_CUT[code]) for code, own in held.items() if len(own) > 1]
    return " ".join([t("Borders are those of today, without those inside a state of the day."), *cut])


def world_window(projection: geo.Projection, south: float = _SOUTH) -> tuple[float, float, float, float]:
    """Return the world map down to a latitude as west, south, east, north in metres."""
    west, bottom, east, top = projection.outline().bounds
    floor = projection.xy(projection.lon, south)[1] if south > -90 else bottom
    return west, floor, east, top * 1.002


@dataclass
class Colours:
    """What a bloc map shows of one state: base colour, stripes beside it, and which blocs they stand for."""

    base: str = palette.LAND
    stripes: list[tuple[str, float]] = field(default_factory=list)  # colour and weight; the base has weight 1


def _together(holders: tuple[str, ...], colours: dict[str, Colours]) -> Colours:
    """Return what a piece of land shows: the colours of its state, or those of all on whose land one stands today."""
    first, *others = (colours.get(code, Colours()) for code in holders)
    if all(other == first for other in others):
        return first
    stripes = [(other.base, 1.0) for other in others] + [stripe for other in others for stripe in other.stripes]
    return Colours(first.base, [*first.stripes, *stripes])


def paint(axes: Axes, pieces: pd.DataFrame, colours: dict[str, Colours], stripe: float) -> None:
    """Fill the states, stripe those that have several colours, and hatch Crimea; `pieces` as `land` gives them."""
    shown = [_together(holders, colours) for holders in pieces["holders"]]
    base = [each.base for each in shown]
    # A hair of stroke in the same colour closes the seams between neighbours and keeps islets visible.
    fill(axes, pieces["geometry"], facecolor=base, edgecolor=base, linewidth=0.25, zorder=1)
    striped: dict[str, list[shapely.Geometry]] = {}
    for each, shape in zip(shown, pieces["geometry"], strict=True):
        total, start = 1.0 + sum(weight for _, weight in each.stripes), 1.0
        for colour, weight in each.stripes:
            striped.setdefault(colour, []).append(geo.stripes(shape, stripe, weight / total, start / total))
            start += weight
    for colour, shapes in striped.items():
        fill(axes, shapes, facecolor=colour, edgecolor="none", zorder=2)
    hatch_crimea(axes, pieces, {code: each.base for code, each in colours.items()}, stripe * 0.42)


def hatch_crimea(axes: Axes, pieces: pd.DataFrame, base: dict[str, str], stripe: float, zorder: float = 2.4) -> None:
    """Draw Crimea in the colour of the state that the view gives it to, hatched in that of the other."""
    for row in pieces[pieces["name"].eq(geo.CRIMEA)].itertuples():
        own, other = (base.get(code, palette.LAND) for code in (row.iso3, row.other))
        hatched = geo.stripes(row.geometry, stripe, 0.5, angle=-45.0)
        fill(axes, [row.geometry], facecolor=own, edgecolor=own, linewidth=0.25, zorder=zorder)
        mark = other if other != own else palette.HATCH
        fill(axes, [hatched], facecolor=mark, edgecolor="none", zorder=zorder + 0.05, label="crimea")
