"""World maps of membership: who is in which bloc, on one day and through the years."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pactbook import geo
from pactbook.locale import Language
from pactbook.plots import ground, labels, palette, style
from pactbook.plots.cards import Bar
from pactbook.plots.ground import Colours

FULL = "member"  # the role that counts; every other one is drawn lighter
_ROLE_WORDS = {
    "observer": "observers",
    "partner": "partners",
    "candidate": "candidates",
    "suspended": "suspended",
}
_TINY = 2.5e9  # m² on the map: a smaller state gets a dot
# Inches by which a name may move from its place to fit into its state.
_SHIFTS = tuple((x, y) for x in (0.0, -0.1, 0.1, -0.2, 0.2) for y in (0.0, -0.1, 0.1, -0.2, 0.2))


@style.look()
def membership(
    members: pd.DataFrame,
    blocs: Sequence[tuple[str, str]],
    worldview: str = "defacto",
    named: Sequence[str] = (),
    language: str = "en",
    centre: str = "atlantic",
    day: dt.date | None = None,
) -> Figure:
    """Draw who belongs to which bloc.

    Parameters
    ----------
    members : pandas.DataFrame
        One row is one role of one state: ``iso3``, ``bloc_id``, ``role``. The role ``member`` is drawn in full colour,
        every other one lighter.
    blocs : sequence of (str, str)
        Bloc and its label, most important first: its colour is the base, those of later ones are stripes.
    worldview : {"defacto", "un"}
        Which boundaries to draw.
    named : sequence of str
        States to name on the map, ISO 3166-1 alpha-3.
    language : str
        ISO 639-1 code of the language of names.
    centre : {"atlantic", "pacific"}
        The middle of the map, as `pactbook.geo.equal_earth` takes it.
    day : datetime.date, optional
        The day whose states are drawn, as `ground.land` takes it.

    Returns
    -------
    matplotlib.figure.Figure
        Without titles and sources; pass it to `finish` with `ground.boundary_note` in the note.
    """
    t, projection = Language(language), geo.equal_earth(centre)
    pieces, lines = ground.land(projection, "50m", worldview, day)
    figure, axes = ground.sheet(
        [*_bloc_entries(members, blocs, t), *_role_entries(members, blocs, t)], ground.world_window(projection)
    )
    ground.sea(axes, projection)
    colours = _state_colours(members, blocs)
    ground.paint(axes, pieces, colours, ground.STRIPE)
    ground.borders(axes, lines)
    placer = labels.Placer(axes)
    for spot in _dots(axes, pieces, colours, projection, size=14):
        placer.dot(spot)
    coloured = shapely.union_all(pieces.loc[_held(pieces, colours), "geometry"].to_numpy()) if named else None
    for code in named:
        base = colours.get(code, Colours()).base
        _name_state(placer, pieces[_held(pieces, (code,))], t.country(code), base, projection, coloured)
    return figure


def _held(pieces: pd.DataFrame, codes: Iterable[str]) -> np.ndarray:
    """Tell which pieces are land of one of some states."""
    wanted = set(codes)
    return np.array([not wanted.isdisjoint(holders) for holders in pieces["holders"]], dtype=bool)


def colours_of(blocs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the colour of each organisation, by its place in the order."""
    return {bloc: palette.CYCLE[number % len(palette.CYCLE)] for number, (bloc, _) in enumerate(blocs)}


def counted(members: pd.DataFrame, blocs: Sequence[tuple[str, str]], t: Language) -> tuple[Bar, ...]:
    """Return how many full members each organisation has, as bars in its colour."""
    full = members[members["role"].eq(FULL)].bloc_id.value_counts()
    colours = colours_of(blocs)
    return tuple(
        Bar(name, int(full.get(bloc, 0)), t.number(int(full.get(bloc, 0))), colours[bloc]) for bloc, name in blocs
    )


def _state_colours(members: pd.DataFrame, blocs: Sequence[tuple[str, str]]) -> dict[str, Colours]:
    """Return the colours of each state: full members first, in the order of the blocs; other roles lighter."""
    colour_of = colours_of(blocs)
    order = {bloc: number for number, (bloc, _) in enumerate(blocs)}
    known = members[members["bloc_id"].isin(order)].drop_duplicates(["iso3", "bloc_id"])
    known = known.assign(full=known["role"].eq(FULL), order=known["bloc_id"].map(order))
    found: dict[str, Colours] = {}
    for row in known.sort_values(["full", "order"], ascending=[False, True]).itertuples():
        colour = colour_of[row.bloc_id] if row.full else palette.lighter(colour_of[row.bloc_id])
        if row.iso3 in found:
            found[row.iso3].stripes.append((colour, 1.0 if row.full else 0.4))
        else:
            found[row.iso3] = Colours(colour)
    return found


def _dots(
    axes: Axes, pieces: pd.DataFrame, colours: dict[str, Colours], projection: geo.Projection, size: float
) -> list[np.ndarray]:
    """Mark members that are too small to see, or that the scale leaves out, with a dot; return where."""
    sized = pieces.assign(area=shapely.area(pieces["geometry"].to_numpy())).explode("holders")
    area = sized.groupby("holders")["area"].sum()
    small = [code for code in colours if area.get(code, 0.0) < _TINY]
    where = geo.pieces("50m").drop_duplicates("iso3").set_index("iso3")
    spots = [projection.xy(where.label_lon[code], where.label_lat[code]) for code in small if code in where.index]
    shown = [colours[code].base for code in small if code in where.index]
    if spots:
        axes.scatter(*np.transpose(spots), s=size, c=shown, edgecolors=palette.PAPER, linewidths=0.5, zorder=4)
    return spots


def _bloc_entries(members: pd.DataFrame, blocs: Sequence[tuple[str, str]], t: Language) -> list[labels.Entry]:
    """Return legend entries: each bloc with its members, and each overlap that occurs."""
    colour_of, label = colours_of(blocs), dict(blocs)
    known = members[members["bloc_id"].isin(colour_of)]
    full = known[known["role"].eq(FULL)]
    entries = [
        labels.Entry(name, str(full.loc[full["bloc_id"].eq(bloc), "iso3"].nunique()), labels.swatch(colour_of[bloc]))
        for bloc, name in blocs
    ]
    order = list(colour_of)
    together = full.groupby("iso3")["bloc_id"].agg(lambda values: tuple(sorted(set(values), key=order.index)))
    for overlap, count in sorted(Counter(together[together.map(len) > 1]).items(), key=lambda item: -item[1]):
        name = t.list([label[bloc] for bloc in overlap])
        entries.append(labels.Entry(name, str(count), _striped([colour_of[bloc] for bloc in overlap])))
    return entries


def _role_entries(members: pd.DataFrame, blocs: Sequence[tuple[str, str]], t: Language) -> list[labels.Entry]:
    """Return legend entries for the lighter roles, one a bloc."""
    colour_of, label, entries = colours_of(blocs), dict(blocs), []
    others = members[members["bloc_id"].isin(colour_of) & ~members["role"].eq(FULL)]
    for bloc in [bloc for bloc in colour_of if bloc in set(others["bloc_id"])]:
        own = others[others["bloc_id"].eq(bloc)]
        roles = t.list([t(_ROLE_WORDS[role]) for role in _ROLE_WORDS if role in set(own["role"])])
        name = t("{bloc}: {roles}", bloc=label[bloc], roles=roles)
        entries.append(labels.Entry(name, str(own["iso3"].nunique()), labels.swatch(palette.lighter(colour_of[bloc]))))
    return entries


def _striped(colours: Sequence[str]):
    """Return a drawing function for a swatch in stripes."""

    def draw(axes: Axes, x: float, y: float) -> None:
        half = labels.SWATCH[1] / 2
        area = shapely.box(x, y - half, x + labels.SWATCH[0], y + half)
        share = 1 / len(colours)
        ground.fill(axes, [area], facecolor=colours[0], edgecolor="none")
        for number, colour in enumerate(colours[1:], start=1):
            ground.fill(axes, [geo.stripes(area, 0.1, share, number * share)], facecolor=colour, edgecolor="none")

    return draw


def _name_state(
    placer: labels.Placer,
    own: pd.DataFrame,
    text: str,
    colour: str,
    projection: geo.Projection,
    coloured: shapely.Geometry,
) -> None:
    """Name a state inside it where its name fits, otherwise beside it with a line, rather not on other coloured land."""
    if own.empty:
        return
    largest = own.iloc[int(np.argmax(shapely.area(own["geometry"].to_numpy())))]
    shape = max(shapely.get_parts(largest["geometry"]), key=shapely.area)
    middle = projection.xy(largest["label_lon"], largest["label_lat"])
    font = {"fontsize": style.SMALL, "fontweight": "bold", "linespacing": 0.95}
    ink = palette.readable(colour)
    halo = style.halo(2.0, colour if ink == palette.PAPER else palette.PAPER)
    for trial in dict.fromkeys((text, text.replace(" ", "\n"))):
        half = placer.measure(trial, **font) / placer.scale / 2
        for shift in _SHIFTS:
            spot = middle + np.array(shift) / placer.scale
            room = shapely.box(*(spot - half), *(spot + half))
            inside = shapely.area(shapely.intersection(room, shape)) > 0.9 * shapely.area(room)
            if inside and placer.at(spot, trial, color=ink, path_effects=halo, **font):
                return
    placer.beside(
        middle, text, (0.2, 0.3, 0.4, 0.55, 0.7, 0.9), coloured, color=palette.INK, path_effects=style.halo(), **font
    )


@style.look()
def small_multiples(
    panels: Sequence[tuple[dt.date, pd.DataFrame]],
    blocs: Sequence[tuple[str, str]],
    worldview: str = "defacto",
    language: str = "en",
    centre: str = "atlantic",
) -> Figure:
    """Draw the same blocs several times, one small map a date.

    Parameters
    ----------
    panels : sequence of (datetime.date, pandas.DataFrame)
        Day of the panel, whose year is its label, and its members with the columns that `membership` takes.
    blocs, worldview, language, centre
        As in `membership`.

    Returns
    -------
    matplotlib.figure.Figure
        Up to three maps a row, each with the states of its day; above each its label and how many members each bloc has.
    """
    t, projection = Language(language), geo.equal_earth(centre)
    window = _window_of(panels, blocs, projection)
    across = 1 if style.is_narrow() else 2 if len(panels) in (2, 4) else min(3, max(1, len(panels)))
    down = -(-len(panels) // across)
    wide = (style.width() - 2 * 0.22 - (across - 1) * 0.16) / across
    tall = wide * (window[3] - window[1]) / (window[2] - window[0])
    figure = style.canvas(1.0)
    # Overlaps are those within a panel, not across the years.
    entries = [entry for _, members in panels for entry in _bloc_entries(members, blocs, t)]
    if panels:
        entries += _role_entries(pd.concat([members for _, members in panels]), blocs, t)
    told = {entry.text: replace(entry, count="") for entry in entries if entry.count != "0"}
    laid = labels.rows(figure, list(told.values()))
    height = labels.ROW * len(laid) + down * (tall + 0.36)
    figure.set_size_inches(style.width(), max(height, 1.0))
    labels.legend(figure, laid)
    for number, (day, members) in enumerate(panels):
        row, column = divmod(number, across)
        left, top = 0.22 + column * (wide + 0.16), labels.ROW * len(laid) + row * (tall + 0.36) + 0.36
        box = [left / style.width(), 1 - (top + tall) / height, wide / style.width(), tall / height]
        axes = figure.add_axes(box, label=str(day.year))
        axes.set(xlim=(window[0], window[2]), ylim=(window[1], window[3]))
        axes.set_axis_off()
        axes.set_facecolor(palette.SEA)
        _panel(axes, str(day.year), members, blocs, projection, *ground.land(projection, "110m", worldview, day))
    return figure


def _window_of(
    panels: Sequence[tuple[dt.date, pd.DataFrame]], blocs: Sequence[tuple[str, str]], projection: geo.Projection
) -> tuple[float, ...]:
    """Return the part of the world map that shows all members, at most twice as wide as high."""
    world = ground.world_window(projection)
    shapes: list[shapely.Geometry] = []
    for day, members in panels:
        pieces, _ = ground.land(projection, "110m", "defacto", day)
        shapes += list(pieces.loc[_held(pieces, _state_colours(members, blocs)), "geometry"])
    if not shapes:
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
    pieces: pd.DataFrame,
    lines: pd.DataFrame,
) -> None:
    """Draw one small map with its label and counts."""
    colour_of, colours = colours_of(blocs), _state_colours(members, blocs)
    ground.fill(axes, [projection.outline()], facecolor=palette.SEA, edgecolor="none", zorder=0)
    ground.paint(axes, pieces, colours, (axes.get_xlim()[1] - axes.get_xlim()[0]) / 100)
    ground.borders(axes, lines, width=0.35)
    _dots(axes, pieces, colours, projection, size=5)
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
            color=palette.darker(colour_of[bloc]),
            **font,
        )
        x -= style.text_width(axes.figure, text, **font) + 0.13
