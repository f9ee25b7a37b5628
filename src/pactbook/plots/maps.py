"""World maps: who is in which bloc, and with whom a state has agreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from pactbook import geo
from pactbook.locale import Language
from pactbook.plots import labels as words
from pactbook.plots import style
from pactbook.plots.charts import COMMITMENT_COLOURS, COMMITMENT_WORDS

DASHES = (0, (2.4, 1.7))
COAST = "#a9b4bb"
HATCH = "#8d979e"
FULL = "member"  # the role that counts; every other one is drawn lighter
_ROLE_WORDS = {
    "observer": "observers",
    "partner": "partners",
    "candidate": "candidates",
    "suspended": "suspended",
}
_ARCS = COMMITMENT_COLOURS | {"contact": style.GREY}  # the bars' lightest grey would be lost on land
_TIE_WIDTHS = {"mutual_defence": 3.6, "guarantee": 3.1, "consultation": 2.6, "cooperation": 1.6, "industry": 1.0}
_MARKED = "#c6cfd4"
_DASHED = ("disputed", "line_of_control", "indefinite")
_SOUTH = -57.0  # degrees: world maps of states end here, north of Antarctica
_FINE = 5e3  # m: what no eye sees on a world map of full width
_TINY = 2.5e9  # m² on the map: a smaller state gets a dot
_STRIPE = 190e3  # m from one stripe to the next on a world map
_PAD = 0.06  # inches left and right of a map
# Inches by which a name may move from its place to fit into its state.
_SHIFTS = tuple((x, y) for x in (0.0, -0.1, 0.1, -0.2, 0.2) for y in (0.0, -0.1, 0.1, -0.2, 0.2))


def boundary_note(worldview: str, t: Language) -> str:
    """Return what a reader must be told of the boundaries on every map.

    Parameters
    ----------
    worldview : {"defacto", "un"}
        The view that the map shows.
    t : Language
        Language of the note.
    """
    if geo.check_worldview(worldview) == "un":
        view = t("Boundaries follow the United Nations’ usage and imply no endorsement.")
    else:
        view = t("Boundaries show control on the ground and imply no endorsement.")
    marks = t(
        "Dashed: disputed boundaries and lines of control. Hatched: Crimea (Ukraine by UN General Assembly resolution "
        "68/262; controlled by Russia). Natural Earth, public domain."
    )
    return f"{view} {marks}"


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
    dashed = lines["kind"].isin(_DASHED)
    shapes = lines["geometry"]
    draw_lines(axes, shapes[~dashed], colors=style.PAPER, linewidths=width, capstyle="round", zorder=3)
    look = {"zorder": dashed_zorder}
    draw_lines(axes, shapes[dashed], colors=style.PAPER, linewidths=width * 1.9, **look)
    draw_lines(axes, shapes[dashed], colors=style.INK, linewidths=width * 1.1, linestyles=DASHES, **look)


def lighter(colour: str, share: float = 0.55, paper: str = style.LAND) -> str:
    """Return `colour` mixed with `share` of the colour of land."""
    mixed = (1 - share) * np.array(mpl.colors.to_rgb(colour)) + share * np.array(mpl.colors.to_rgb(paper))
    return mpl.colors.to_hex(mixed)


def readable(colour: str) -> str:
    """Return white or ink, whichever reads better on `colour`."""
    red, green, blue = mpl.colors.to_rgb(colour)
    return style.PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.6 else style.INK


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
    return (style.WIDTH - 2 * pad) * (window[3] - window[1]) / (window[2] - window[0])


def sheet(
    entries: Sequence[words.Entry], window: tuple[float, float, float, float], pad: float = _PAD
) -> tuple[Figure, Axes]:
    """Return a figure with legend rows above one map of full width, and the axes of the map."""
    figure = style.canvas(1.0)
    laid = words.rows(figure, entries)
    figure.set_size_inches(style.WIDTH, map_height(window, pad) + words.ROW * len(laid) + (0.08 if laid else 0.0))
    words.legend(figure, laid)
    return figure, map_axes(figure, window, pad)


def sea(axes: Axes, projection: geo.Projection) -> None:
    """Draw the sea as the outline of the world, with a faint grid."""
    fill(axes, [projection.outline()], facecolor=style.SEA, edgecolor="none", zorder=0)
    axes.add_collection(
        LineCollection(projection.graticule(), colors="#dfe8ec", linewidths=0.4, zorder=0.5), autolim=False
    )


@dataclass
class Colours:
    """What a bloc map shows of one state: base colour, stripes beside it, and which blocs they stand for."""

    base: str = style.LAND
    stripes: list[tuple[str, float]] = field(default_factory=list)  # colour and weight; the base has weight 1


def _present_day(members: pd.DataFrame) -> pd.DataFrame:
    """Put present-day states in the place of states that ended, so that their territory can be drawn."""
    successors = members["iso3"].map(lambda code: geo.PRESENT_DAY.get(code, (code,)))
    spread = members.assign(iso3=successors).explode("iso3")
    return spread.drop_duplicates(["iso3", "bloc_id"])


def palette(blocs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the colour of each organisation, by its place in the order."""
    return {bloc: style.CYCLE[number % len(style.CYCLE)] for number, (bloc, _) in enumerate(blocs)}


def _state_colours(members: pd.DataFrame, blocs: Sequence[tuple[str, str]]) -> dict[str, Colours]:
    """Return the colours of each state: full members first, in the order of the blocs; other roles lighter."""
    colour_of = palette(blocs)
    order = {bloc: number for number, (bloc, _) in enumerate(blocs)}
    known = _present_day(members[members["bloc_id"].isin(order)])
    known = known.assign(full=known["role"].eq(FULL), order=known["bloc_id"].map(order))
    found: dict[str, Colours] = {}
    for row in known.sort_values(["full", "order"], ascending=[False, True]).itertuples():
        colour = colour_of[row.bloc_id] if row.full else lighter(colour_of[row.bloc_id])
        if row.iso3 in found:
            found[row.iso3].stripes.append((colour, 1.0 if row.full else 0.4))
        else:
            found[row.iso3] = Colours(colour)
    return found


def _paint(axes: Axes, states: pd.DataFrame, colours: dict[str, Colours], stripe: float) -> None:
    """Fill the states, stripe those that have several colours, and hatch Crimea."""
    shown = [colours.get(code, Colours()) for code in states["iso3"]]
    base = [each.base for each in shown]
    # A hair of stroke in the same colour closes the seams between neighbours and keeps islets visible.
    fill(axes, states["geometry"], facecolor=base, edgecolor=base, linewidth=0.25, zorder=1)
    striped: dict[str, list[shapely.Geometry]] = {}
    for each, shape in zip(shown, states["geometry"], strict=True):
        total, start = 1.0 + sum(weight for _, weight in each.stripes), 1.0
        for colour, weight in each.stripes:
            striped.setdefault(colour, []).append(geo.stripes(shape, stripe, weight / total, start / total))
            start += weight
    for colour, shapes in striped.items():
        fill(axes, shapes, facecolor=colour, edgecolor="none", zorder=2)
    hatch_crimea(axes, states, {code: each.base for code, each in colours.items()}, stripe * 0.42)


def hatch_crimea(axes: Axes, states: pd.DataFrame, base: dict[str, str], stripe: float, zorder: float = 2.4) -> None:
    """Draw Crimea in the colour of the state that the view gives it to, hatched in that of the other."""
    for row in states[states["name"].eq(geo.CRIMEA)].itertuples():
        own, other = (base.get(code, style.LAND) for code in (row.iso3, row.other))
        hatched = geo.stripes(row.geometry, stripe, 0.5, angle=-45.0)
        fill(axes, [row.geometry], facecolor=own, edgecolor=own, linewidth=0.25, zorder=zorder)
        mark = other if other != own else HATCH
        fill(axes, [hatched], facecolor=mark, edgecolor="none", zorder=zorder + 0.05, label="crimea")


def _dots(
    axes: Axes, states: pd.DataFrame, colours: dict[str, Colours], projection: geo.Projection, size: float
) -> list[np.ndarray]:
    """Mark members that are too small to see, or that the scale leaves out, with a dot; return where."""
    area = states.assign(area=shapely.area(states["geometry"].to_numpy())).groupby("iso3")["area"].sum()
    small = [code for code in colours if area.get(code, 0.0) < _TINY]
    where = geo.pieces("50m").drop_duplicates("iso3").set_index("iso3")
    spots = [projection.xy(where.label_lon[code], where.label_lat[code]) for code in small if code in where.index]
    shown = [colours[code].base for code in small if code in where.index]
    if spots:
        axes.scatter(*np.transpose(spots), s=size, c=shown, edgecolors=style.PAPER, linewidths=0.5, zorder=4)
    return spots


def world_window(projection: geo.Projection, south: float = _SOUTH) -> tuple[float, float, float, float]:
    """Return the world map down to a latitude as west, south, east, north in metres."""
    west, bottom, east, top = projection.outline().bounds
    floor = projection.xy(projection.lon, south)[1] if south > -90 else bottom
    return west, floor, east, top * 1.002


def membership(
    members: pd.DataFrame,
    blocs: Sequence[tuple[str, str]],
    worldview: str = "defacto",
    labels: Sequence[str] = (),
    language: str = "en",
    centre: str = "atlantic",
) -> Figure:
    """Draw who belongs to which bloc.

    Parameters
    ----------
    members : pandas.DataFrame
        One row is one role of one state: ``iso3``, ``bloc_id``, ``role``. The role ``member`` is drawn in full colour,
        every other one lighter. States that ended are drawn on present-day borders.
    blocs : sequence of (str, str)
        Bloc and its label, most important first: its colour is the base, those of later ones are stripes.
    worldview : {"defacto", "un"}
        Which boundaries to draw.
    labels : sequence of str
        States to name on the map, ISO 3166-1 alpha-3.
    language : str
        ISO 639-1 code of the language of names.
    centre : {"atlantic", "pacific"}
        The middle of the map, as `pactbook.geo.equal_earth` takes it.

    Returns
    -------
    matplotlib.figure.Figure
        Without titles and sources; pass it to `finish` with `boundary_note` in the note.
    """
    t, projection = Language(language), geo.equal_earth(centre)
    states = geo.projected(projection, "50m", worldview)
    states = states[states["iso3"].ne("ATA")]
    figure, axes = sheet(
        [*_bloc_entries(members, blocs, t), *_role_entries(members, blocs, t)], world_window(projection)
    )
    sea(axes, projection)
    colours = _state_colours(members, blocs)
    _paint(axes, states, colours, _STRIPE)
    borders(axes, geo.projected_lines(projection, "50m", worldview))
    placer = words.Placer(axes)
    for spot in _dots(axes, states, colours, projection, size=14):
        placer.dot(spot)
    coloured = shapely.union_all(states.loc[states["iso3"].isin(colours), "geometry"].to_numpy()) if labels else None
    for code in labels:
        base = colours.get(code, Colours()).base
        _name_state(placer, states[states["iso3"].eq(code)], t.country(code), base, projection, coloured)
    return figure


def _bloc_entries(members: pd.DataFrame, blocs: Sequence[tuple[str, str]], t: Language) -> list[words.Entry]:
    """Return legend entries: each bloc with its members, and each overlap that occurs."""
    colour_of, label = palette(blocs), dict(blocs)
    known = members[members["bloc_id"].isin(colour_of)]
    full = known[known["role"].eq(FULL)]
    entries = [
        words.Entry(name, str(full.loc[full["bloc_id"].eq(bloc), "iso3"].nunique()), words.swatch(colour_of[bloc]))
        for bloc, name in blocs
    ]
    order = list(colour_of)
    together = full.groupby("iso3")["bloc_id"].agg(lambda values: tuple(sorted(set(values), key=order.index)))
    for overlap, count in sorted(Counter(together[together.map(len) > 1]).items(), key=lambda item: -item[1]):
        name = t.list([label[bloc] for bloc in overlap])
        entries.append(words.Entry(name, str(count), _striped([colour_of[bloc] for bloc in overlap])))
    return entries


def _role_entries(members: pd.DataFrame, blocs: Sequence[tuple[str, str]], t: Language) -> list[words.Entry]:
    """Return legend entries for the lighter roles, one a bloc."""
    colour_of, label, entries = palette(blocs), dict(blocs), []
    others = members[members["bloc_id"].isin(colour_of) & ~members["role"].eq(FULL)]
    for bloc in [bloc for bloc in colour_of if bloc in set(others["bloc_id"])]:
        own = others[others["bloc_id"].eq(bloc)]
        roles = t.list([t(_ROLE_WORDS[role]) for role in _ROLE_WORDS if role in set(own["role"])])
        name = t("{bloc}: {roles}", bloc=label[bloc], roles=roles)
        entries.append(words.Entry(name, str(own["iso3"].nunique()), words.swatch(lighter(colour_of[bloc]))))
    return entries


def _striped(colours: Sequence[str]):
    """Return a drawing function for a swatch in stripes."""

    def draw(axes: Axes, x: float, y: float) -> None:
        half = words.SWATCH[1] / 2
        area = shapely.box(x, y - half, x + words.SWATCH[0], y + half)
        share = 1 / len(colours)
        fill(axes, [area], facecolor=colours[0], edgecolor="none")
        for number, colour in enumerate(colours[1:], start=1):
            fill(axes, [geo.stripes(area, 0.1, share, number * share)], facecolor=colour, edgecolor="none")

    return draw


def _name_state(
    placer: words.Placer,
    own: pd.DataFrame,
    text: str,
    colour: str,
    projection: geo.Projection,
    coloured: shapely.Geometry,
) -> None:
    """Name a state inside it where its name fits, otherwise beside it with a line, rather not on other coloured land."""
    if own.empty:
        return
    shape = max(shapely.get_parts(own["geometry"].to_numpy()), key=shapely.area)
    middle = projection.xy(own["label_lon"].iloc[0], own["label_lat"].iloc[0])
    font = {"fontsize": style.SMALL, "fontweight": "bold", "linespacing": 0.95}
    ink = readable(colour)
    halo = style.halo(2.0, colour if ink == style.PAPER else style.PAPER)
    for trial in dict.fromkeys((text, text.replace(" ", "\n"))):
        half = placer.measure(trial, **font) / placer.scale / 2
        for shift in _SHIFTS:
            spot = middle + np.array(shift) / placer.scale
            room = shapely.box(*(spot - half), *(spot + half))
            inside = shapely.area(shapely.intersection(room, shape)) > 0.9 * shapely.area(room)
            if inside and placer.at(spot, trial, color=ink, path_effects=halo, **font):
                return
    placer.beside(
        middle, text, (0.2, 0.3, 0.4, 0.55, 0.7, 0.9), coloured, color=style.INK, path_effects=style.halo(), **font
    )


def small_multiples(
    panels: Sequence[tuple[str, pd.DataFrame]],
    blocs: Sequence[tuple[str, str]],
    worldview: str = "defacto",
    language: str = "en",
    centre: str = "atlantic",
) -> Figure:
    """Draw the same blocs several times, one small map a date.

    Parameters
    ----------
    panels : sequence of (str, pandas.DataFrame)
        Label of the panel (a year), and its members with the columns that `membership` takes.
    blocs, worldview, language, centre
        As in `membership`.

    Returns
    -------
    matplotlib.figure.Figure
        Up to three maps a row, on present-day borders; above each its label and how many members each bloc has.
    """
    t, projection = Language(language), geo.equal_earth(centre)
    states = geo.projected(projection, "110m", worldview)
    states = states[states["iso3"].ne("ATA")]
    window = _window_of(pd.concat([frame for _, frame in panels]) if panels else pd.DataFrame(), blocs, projection)
    across = 2 if len(panels) in (2, 4) else min(3, max(1, len(panels)))
    down = -(-len(panels) // across)
    wide = (style.WIDTH - 2 * 0.22 - (across - 1) * 0.16) / across
    tall = wide * (window[3] - window[1]) / (window[2] - window[0])
    figure = style.canvas(1.0)
    # Overlaps are those within a panel, not across the years.
    entries = [entry for _, members in panels for entry in _bloc_entries(members, blocs, t)]
    if panels:
        entries += _role_entries(pd.concat([members for _, members in panels]), blocs, t)
    named = {entry.text: replace(entry, count="") for entry in entries if entry.count != "0"}
    laid = words.rows(figure, list(named.values()))
    height = words.ROW * len(laid) + down * (tall + 0.36)
    figure.set_size_inches(style.WIDTH, max(height, 1.0))
    words.legend(figure, laid)
    lines = geo.projected_lines(projection, "110m", worldview)
    for number, (label, members) in enumerate(panels):
        row, column = divmod(number, across)
        left, top = 0.22 + column * (wide + 0.16), words.ROW * len(laid) + row * (tall + 0.36) + 0.36
        box = [left / style.WIDTH, 1 - (top + tall) / height, wide / style.WIDTH, tall / height]
        axes = figure.add_axes(box, label=label)
        axes.set(xlim=(window[0], window[2]), ylim=(window[1], window[3]))
        axes.set_axis_off()
        axes.set_facecolor(style.SEA)
        _panel(axes, label, members, blocs, projection, states, lines)
    return figure


def _window_of(
    members: pd.DataFrame, blocs: Sequence[tuple[str, str]], projection: geo.Projection
) -> tuple[float, ...]:
    """Return the part of the world map that shows all members, at most twice as wide as high."""
    world = world_window(projection)
    codes = set(_state_colours(members, blocs)) if len(members) else set()
    frame = geo.projected(projection, "110m")
    shapes = frame.loc[frame["iso3"].isin(codes), "geometry"]
    if shapes.empty:
        return world
    bounds = shapely.bounds(np.array([max(shapely.get_parts(shape), key=shapely.area) for shape in shapes]))
    west, south = bounds[:, :2].min(axis=0) - 6e5
    east, north = bounds[:, 2:].max(axis=0) + 6e5
    # Half the members in view are worth nothing without their neighbours: never closer than a continent.
    short = max(0.0, 1.2e7 - (east - west)) / 2
    west, east = max(world[0], west - short), min(world[2], east + short)
    lack = max(0.0, (east - west) / 2 - (north - south))
    south, north = max(world[1], south - lack / 2), min(world[3], north + lack / 2)
    return west, south, east, north


def _panel(
    axes: Axes,
    label: str,
    members: pd.DataFrame,
    blocs: Sequence[tuple[str, str]],
    projection: geo.Projection,
    states: pd.DataFrame,
    lines: pd.DataFrame,
) -> None:
    """Draw one small map with its label and counts."""
    colour_of, colours = palette(blocs), _state_colours(members, blocs)
    fill(axes, [projection.outline()], facecolor=style.SEA, edgecolor="none", zorder=0)
    _paint(axes, states, colours, (axes.get_xlim()[1] - axes.get_xlim()[0]) / 100)
    borders(axes, lines, width=0.35)
    _dots(axes, states, colours, projection, size=5)
    axes.text(0, 1.03, label, transform=axes.transAxes, fontsize=12, fontweight="bold", va="bottom")
    full = members[members["role"].eq(FULL)].groupby("bloc_id")["iso3"].nunique()
    x = axes.get_position().width * axes.figure.get_size_inches()[0]
    total = x
    for bloc, name in reversed(blocs):
        if not full.get(bloc):
            continue
        text = f"{name} {full[bloc]}"
        font = {"fontsize": 9, "fontweight": "bold"}
        axes.text(
            x / total,
            1.035,
            text,
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            color=darker(colour_of[bloc]),
            **font,
        )
        x -= style.text_width(axes.figure, text, **font) + 0.13


def darker(colour: str) -> str:
    """Return `colour` dark enough for small type on white."""
    red, green, blue = mpl.colors.to_rgb(colour)
    shade = min(1.0, 0.42 / (0.299 * red + 0.587 * green + 0.114 * blue))
    return mpl.colors.to_hex((red * shade, green * shade, blue * shade))


def partners(
    portfolio: pd.DataFrame,
    home: str,
    worldview: str = "defacto",
    language: str = "en",
    most: int = 40,
) -> Figure:
    """Draw the defence partners of a state as great circles from its capital.

    Parameters
    ----------
    portfolio : pandas.DataFrame
        What `pactbook.subjects.pair.portfolio` gives: ``partner`` (ISO3), ``documents``, ``commitment``.
    home : str
        The state, ISO 3166-1 alpha-3.
    worldview, language
        As in `membership`.
    most : int
        How many partners are named, those with most documents first; all are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Lines as wide as the number of documents, coloured by the strongest commitment, cut at the map's edge.
    """
    t, projection = Language(language), geo.equal_earth()
    # A state that ended has no capital on record: its partners are tinted, without lines.
    seated = _seat(home) is not None
    shown = portfolio[portfolio["partner"].isin(geo.capitals().index)]
    shown = shown.sort_values(["documents", "partner"], ascending=[False, True])
    counts = shown["commitment"].value_counts()
    entries = [
        words.Entry(t(COMMITMENT_WORDS[name]), str(counts[name]), words.line(colour, 3))
        for name, colour in _ARCS.items()
        if name in counts
    ]
    figure, axes = sheet(entries, world_window(projection))
    states = geo.projected(projection, "50m", worldview)
    states = states[states["iso3"].ne("ATA")]
    sea(axes, projection)
    tints = {row.partner: Colours(lighter(_ARCS[row.commitment], 0.72)) for row in shown.itertuples()}
    _paint(axes, states, tints | {home: Colours(style.INK)}, _STRIPE)
    borders(axes, geo.projected_lines(projection, "50m", worldview))
    placer = words.Placer(axes)
    if seated or len(shown):
        _seats(axes, placer, [home] * seated + list(shown["partner"]), projection)
    if seated:
        _arcs(axes, shown, home, projection)
    font = {"fontsize": style.SMALL, "path_effects": style.halo(), "distances": (0.085, 0.2, 0.3, 0.45, 0.65)}
    if seated:
        placer.beside(
            projection.xy(*_seat(home)), t.country(home), fontweight="bold", **{**font, "fontsize": style.TEXT}
        )
    for row in shown.head(most).itertuples():
        number = f" {t.number(row.documents)}" if row.documents else ""
        placer.beside(projection.xy(*_seat(row.partner)), f"{t.country(row.partner)}{number}", **font)
    if shown.empty:
        axes.text(0.5, 0.5, t("No defence partner on record"), transform=axes.transAxes, ha="center", color=style.GREY)
    return figure


def _seat(code: str) -> tuple[float, float] | None:
    """Return longitude and latitude of a state's capital, or None where it has none on record."""
    capitals = geo.capitals()
    return (capitals.lon[code], capitals.lat[code]) if code in capitals.index else None


def _seats(axes: Axes, placer: words.Placer, codes: Sequence[str], projection: geo.Projection) -> None:
    """Mark capitals, and keep labels off them."""
    spots = np.array([projection.xy(*_seat(code)) for code in codes])
    axes.scatter(*spots.T, s=13, c=style.PAPER, edgecolors=style.INK, linewidths=0.8, zorder=6)
    for spot in spots:
        placer.dot(spot, radius=0.035)


def _arcs(axes: Axes, portfolio: pd.DataFrame, home: str, projection: geo.Projection) -> None:
    """Draw the great circles, those with fewer documents first."""
    top = max(1, portfolio["documents"].max()) if len(portfolio) else 1
    for row in portfolio.iloc[::-1].itertuples():
        lines = geo.great_circle(*_seat(home), *_seat(row.partner), projection)
        width = 0.9 + 3.0 * np.sqrt(row.documents / top)
        look = {"capstyle": "round", "zorder": 5}
        axes.add_collection(
            LineCollection(lines, colors=style.PAPER, linewidths=width + 1, alpha=0.55, **look), autolim=False
        )
        colour = (
            darker(COMMITMENT_COLOURS[row.commitment])
            if row.commitment == "contact"
            else COMMITMENT_COLOURS[row.commitment]
        )
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, alpha=0.9, **look), autolim=False)


def ties(
    frame: pd.DataFrame,
    marked: Sequence[str],
    worldview: str = "defacto",
    language: str = "en",
    most: int = 34,
    centre: str = "atlantic",
) -> Figure:
    """Draw the defence ties of some states, with each other and with their partners, as great circles.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `pactbook.subjects.likeness.defence_ties` gives it: ``a``, ``b`` (ISO3), ``documents``, ``commitment``. Pairs of which
        none of the two is marked are left out.
    marked : sequence of str
        The states, ISO 3166-1 alpha-3.
    worldview, language, centre
        As in `membership`.
    most : int
        How many partners are named, those with most documents first; all are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Lines coloured by the strongest commitment, the stronger the wider; ties among the marked states are full, those
        to others faint.
    """
    t, projection = Language(language), geo.equal_earth(centre)
    chosen = set(marked)
    shown = frame[frame["a"].isin(chosen) | frame["b"].isin(chosen)]
    shown = shown[shown["a"].isin(geo.capitals().index) & shown["b"].isin(geo.capitals().index)]
    inner = shown["a"].isin(chosen) & shown["b"].isin(chosen)
    counts = shown["commitment"].value_counts()
    entries = [
        words.Entry(t(COMMITMENT_WORDS[name]), str(counts[name]), words.line(colour, _TIE_WIDTHS[name]))
        for name, colour in _ARCS.items()
        if name in counts
    ]
    figure, axes = sheet(entries, world_window(projection))
    states = geo.projected(projection, "50m", worldview)
    sea(axes, projection)
    states = states[states["iso3"].ne("ATA")]
    # Land is only the ground here: corners under a tenth of a point are cut.
    ground = states.assign(geometry=shapely.coverage_simplify(states["geometry"].to_numpy(), _FINE))
    _paint(axes, ground, {code: Colours(_MARKED) for code in marked}, _STRIPE)
    borders(axes, geo.projected_lines(projection, "50m", worldview))
    for part, solid in ((shown[~inner], False), (shown[inner], True)):
        for row in part.sort_values("documents").itertuples():
            lines = geo.great_circle(*_seat(row.a), *_seat(row.b), projection, points=48)
            look = {"capstyle": "round", "zorder": 5.5 if solid else 5, "linewidths": _TIE_WIDTHS[row.commitment]}
            look |= {"alpha": 0.95 if solid else 0.4}
            axes.add_collection(LineCollection(lines, colors=_ARCS[row.commitment], **look), autolim=False)
    weight = pd.concat([shown.set_index(side)["documents"] for side in ("a", "b")]).groupby(level=0).sum()
    order = sorted(weight.index, key=lambda code: (code not in chosen, -weight[code], code))
    placer = words.Placer(axes)
    if order:
        _seats(axes, placer, order, projection)
    for code in order[: most + len(chosen & set(order))]:
        bold = code in chosen
        font = {"fontsize": style.TEXT if bold else style.SMALL, "fontweight": "bold" if bold else "normal"}
        placer.beside(
            projection.xy(*_seat(code)), t.country(code), (0.085, 0.2, 0.3, 0.45), path_effects=style.halo(), **font
        )
    if shown.empty:
        axes.text(0.5, 0.5, t("No defence partner on record"), transform=axes.transAxes, ha="center", color=style.GREY)
    return figure
