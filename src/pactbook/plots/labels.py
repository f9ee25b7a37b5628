"""Words on a figure: legend rows that wrap, and labels that keep clear of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from pactbook.plots import palette, style

ROW = 0.27  # inches from one legend row to the next
SWATCH = (0.26, 0.145)  # inches
_GAP = 0.2  # inches between two entries
_NUDGE = 0.07  # inches between a swatch, its words and its count
_AIR = 0.1  # inches between the legend and the body
_SIDE = 0.22  # inches: the margin that titles have too
_INK = 0.01  # inches: a cell of the map by which a drawn line is known
_LEAST_INK = 2  # cells: so few only touch the corner of a label's room
_NEXT_TO = 0.12  # inches: a label farther from its point has a leader
_LATER = 0.006  # inches of other lines that a label covers rather than to go to the next place on its own
_CROSSED = 0.7  # inches: what a leader through another label or leader costs
_COVERED = 0.7  # inches: what it costs at most that a label, in its halo, lies on lines
# Where a label may stand from its point, best first: right, corners, left, above, below.
_DIRECTIONS = (
    (1, 0),
    (1, 1),
    (1, -1),
    (-1, 0),
    (-1, 1),
    (-1, -1),
    (0, 1),
    (0, -1),
    (0.5, 1),
    (0.5, -1),
    (-0.5, 1),
    (-0.5, -1),
)


@dataclass(frozen=True)
class Entry:
    """One legend entry: a swatch that `draw` puts into a box of inches, words, and a quieter count or unit."""

    text: str
    count: str = ""
    draw: Callable[[Axes, float, float], None] | None = None


def swatch(colour: str, hatch: Callable[[Axes, float, float], None] | None = None, edge: str = "none"):
    """Return a drawing function for a filled box, with something drawn over it."""

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.add_patch(Rectangle((x, y - SWATCH[1] / 2), *SWATCH, facecolor=colour, edgecolor=edge, linewidth=0.6))
        if hatch:
            hatch(axes, x, y)

    return draw


def line(colour: str, width: float, dashes: object = "-"):
    """Return a drawing function for a line."""

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.plot([x, x + SWATCH[0]], [y, y], color=colour, linewidth=width, linestyle=dashes, solid_capstyle="butt")

    return draw


def dot(colour: str, filled: bool = True, alpha: float = 1.0):
    """Return a drawing function for a dot, filled or hollow."""

    def draw(axes: Axes, x: float, y: float) -> None:
        face = colour if filled else palette.PAPER
        look = {"markerfacecolor": face, "markeredgecolor": colour, "markeredgewidth": 1.2, "alpha": alpha}
        axes.plot(x + SWATCH[0] / 2, y, "o", markersize=7.5, **look)

    return draw


def over(entries: Sequence[Entry], body: float) -> tuple[Figure, float]:
    """Return a canvas for a body of so many inches with its legend on top, and the share of its height for the body."""
    laid = rows(style.canvas(1), entries)
    tall = ROW * len(laid) + (_AIR if laid else 0.0)
    figure = style.canvas(body + tall)
    legend(figure, laid)
    return figure, body / (body + tall)


def body(figure: Figure, share: float, margins: tuple[float, float, float, float]) -> Axes:
    """Return axes in the part below the legend, with margins (left, bottom, right, top) in inches."""
    width, height = figure.get_size_inches()
    left, bottom, right, top = margins
    box = [left / width, bottom / height, (width - left - right) / width, share - (bottom + top) / height]
    return figure.add_axes(box)


def rows(figure: Figure, entries: Sequence[Entry], size: float = style.TEXT) -> list[list[tuple[Entry, float]]]:
    """Break legend entries into rows as wide as the figure.

    Returns
    -------
    list of list of tuple
        Rows of (entry, left end in inches).
    """
    room = figure.get_size_inches()[0] - 2 * _SIDE
    found: list[list[tuple[Entry, float]]] = [[]]
    at = 0.0
    for entry in entries:
        width = _width(figure, entry, size)
        if found[-1] and at + width > room:
            found.append([])
            at = 0.0
        if width > room:
            found[-1:] = _broken(figure, entry, room, size)
            at = room
        else:
            found[-1].append((entry, at))
            at += width + _GAP
    return found if entries else []


def _width(figure: Figure, entry: Entry, size: float) -> float:
    words = style.text_width(figure, entry.text, fontsize=size)
    count = style.text_width(figure, entry.count, fontsize=size) + _NUDGE if entry.count else 0.0
    return (SWATCH[0] + _NUDGE if entry.draw else 0.0) + words + count


def _broken(figure: Figure, entry: Entry, room: float, size: float) -> list[list[tuple[Entry, float]]]:
    """Return rows of an entry that is wider than the figure: its words line by line, then its count."""
    indent = SWATCH[0] + _NUDGE if entry.draw else 0.0
    first, *more = style.wrap(figure, entry.text, room - indent, fontsize=size)
    broken = [(Entry(first, draw=entry.draw), 0.0), *((Entry(line, draw=_blank), 0.0) for line in more)]
    return [[one] for one in (*broken, *([(Entry(entry.count), indent)] if entry.count else []))]


def _blank(axes: Axes, x: float, y: float) -> None:
    """Draw no swatch, but keep its place."""


def legend(figure: Figure, laid: list[list[tuple[Entry, float]]], size: float = style.TEXT) -> None:
    """Draw legend rows, as `rows` laid them, at the top of the figure."""
    if not laid:
        return
    width, height = figure.get_size_inches()
    tall = ROW * len(laid)
    axes = figure.add_axes([_SIDE / width, 1 - tall / height, 1 - 2 * _SIDE / width, tall / height], label="legend")
    axes.set(xlim=(0, width - 2 * _SIDE), ylim=(0, tall))
    axes.set_axis_off()
    for number, row in enumerate(laid):
        y = tall - ROW * (number + 0.5)
        for entry, x in row:
            if entry.draw:
                entry.draw(axes, x, y)
                x += SWATCH[0] + _NUDGE
            look = {"fontsize": size, "va": "center_baseline"}
            text = axes.text(x, y, entry.text, color=palette.INK if entry.draw else palette.GREY, **look)
            # The count hangs on the words as drawn: their measured width holds for one resolution only.
            axes.annotate(
                entry.count, (1, y), xytext=(_NUDGE * 72, 0), xycoords=(text, "data"), textcoords="offset points",
                color=palette.GREY, annotation_clip=False, **look,
            )  # fmt: skip


def nothing(axes: Axes, text: str, **look: object) -> None:
    """Say in the middle of empty axes that there is nothing to draw."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", color=palette.GREY, fontsize=12, **look)


def _cell(inches: np.ndarray) -> np.ndarray:
    """Return the cells in which points lie."""
    return np.floor(inches / _INK).astype(int)


@dataclass
class Placer:
    """Puts labels on a map, each where it overlaps nothing that is there already, and off drawn lines where there is room.

    Boxes are inches from the lower left corner of the axes, so they hold when `finish` makes the figure larger. Label
    what matters most first. Lines are kept by a name as the cells of the map that they run through, which are soon counted.
    """

    axes: Axes
    taken: list[Bbox] = field(default_factory=list)
    pad: float = 0.025
    ink: dict[str, np.ndarray] = field(default_factory=dict)
    leaders: list[shapely.LineString] = field(default_factory=list)

    def __post_init__(self):
        figure = self.axes.figure
        self.size = figure.get_size_inches() * self.axes.get_position().size
        (self.left, right), (self.bottom, top) = self.axes.get_xlim(), self.axes.get_ylim()
        self.scale = self.size / (right - self.left, top - self.bottom)
        self._known = np.empty((0, 4))

    def inches(self, xy: Sequence[float]) -> np.ndarray:
        """Return where a point of the map lies, in inches from the corner of the axes."""
        return (np.asarray(xy, float) - (self.left, self.bottom)) * self.scale

    def measure(self, text: str, **font: object) -> np.ndarray:
        """Return width and height of a label in inches."""
        figure = self.axes.figure
        artist = figure.text(0, 0, text, **font)
        extent = artist.get_window_extent(figure.canvas.get_renderer())
        artist.remove()
        return np.array([extent.width, extent.height]) / figure.dpi

    def free(self, box: Bbox) -> bool:
        """Tell whether `box` lies on the map and overlaps nothing."""
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= self.size[0] and box.y1 <= self.size[1]
        if not inside:
            return False
        left, bottom, right, top = self._sides().T
        meets = (left <= box.x1) & (box.x0 <= right) & (bottom <= box.y1) & (box.y0 <= top)
        return not meets.any()

    def _sides(self) -> np.ndarray:
        """Return the sides of what is taken, a row each (left, bottom, right, top): it only grows, and is asked often."""
        if len(self._known) < len(self.taken):
            more = [box.extents for box in self.taken[len(self._known) :]]
            self._known = np.concatenate([self._known, more])
        return self._known

    def on_map(self, box: Bbox) -> shapely.Polygon:
        """Return a box of inches as a polygon in map units."""
        low, high = (corner / self.scale + (self.left, self.bottom) for corner in (box.min, box.max))
        return shapely.box(*low, *high)

    def dot(self, xy: Sequence[float], radius: float = 0.03) -> None:
        """Keep labels off a marker."""
        x, y = self.inches(xy)
        self.taken.append(Bbox([[x - radius, y - radius], [x + radius, y + radius]]))

    def keep_off(self, lines: Sequence[shapely.Geometry], name: str = "") -> None:
        """Keep labels off dark lines of the map where there is room; lines may have a name, by which one is let through."""
        sheet = self.ink.setdefault(name, np.zeros(_cell(self.size) + 1, bool))
        for part in shapely.get_parts(list(lines)):
            flat = shapely.linestrings(self.inches(shapely.get_coordinates(part)))
            points = shapely.get_coordinates(shapely.line_interpolate_point(flat, np.arange(0, flat.length, _INK)))
            inside = ((points >= 0) & (points <= self.size)).all(axis=1)
            sheet[tuple(_cell(points[inside]).T)] = True

    def crossed(self, boxes: Sequence[Bbox], but: str | None = None) -> float:
        """Return how many inches of the lines to keep off lie in boxes, without those of one name."""
        sheets = [sheet for name, sheet in self.ink.items() if name != but]
        cells = [tuple(map(slice, _cell(box.min).clip(0), _cell(box.max).clip(0))) for box in boxes]
        found = sum(int(np.count_nonzero(sheet[own])) for own in cells for sheet in sheets)
        return found * _INK if found > _LEAST_INK else 0.0

    def box(self, middle: np.ndarray, size: np.ndarray) -> Bbox:
        """Return the padded box of a label around its middle, in inches."""
        half = np.asarray(size) / 2 + self.pad
        return Bbox([middle - half, middle + half])

    def beside(
        self,
        xy: Sequence[float],
        text: str,
        distances: Sequence[float] = (0.05,),
        avoid: shapely.Geometry | None = None,
        **font: object,
    ) -> Annotation | None:
        """Put a label beside a point, with a thin line to it where it is not next to it; None where nothing is free.

        Parameters
        ----------
        xy : sequence of float
            The point, in map units.
        text : str
            The label.
        distances : sequence of float
            Inches between point and label to try, nearest first. A label goes farther rather than over a line to keep off.
        avoid : shapely.Geometry, optional
            What the label should rather not cover, in map units: a longer line costs less than covering it.
        **font
            What `Axes.text` takes.
        """
        size, anchor = self.measure(text, **font), self.inches(xy)
        found = []
        for away in distances:
            for direction in _DIRECTIONS:
                shift = np.array(direction) * (size / 2 + away * (0.75 if all(direction) else 1))
                box = self.box(anchor + shift, size)
                if self.free(box):
                    leader = self._leader(anchor, shift, size)
                    lines = _COVERED * np.tanh(self.crossed([box]) / _COVERED)
                    trouble = self._covered(box, avoid) + lines + self._through(leader)
                    found.append((away + trouble, len(found), trouble, shift, box, leader))
            if any(not trouble for _, _, trouble, *_ in found):
                break
        if not found:
            return None
        *_, shift, box, leader = min(found, key=lambda one: one[:2])
        self.taken.append(box)
        if leader is not None:
            self.leaders.append(leader)
            self.keep_off([shapely.transform(leader, lambda points: points / self.scale + (self.left, self.bottom))])
        return self._annotate(xy, shift, text, leader=leader is not None, **font)

    def _leader(self, anchor: np.ndarray, shift: np.ndarray, size: np.ndarray) -> shapely.LineString | None:
        """Return the line from a point to its label, in inches; None where the label is next to it."""
        if (np.abs(shift) - size / 2).max() <= _NEXT_TO:
            return None
        # It aims at the middle of the label and ends at its edge; it begins off the marker of the point.
        inside = (size / 2 / np.maximum(np.abs(shift), 1e-9)).min()
        return shapely.linestrings([anchor + shift * _NEXT_TO / 2 / np.hypot(*shift), anchor + shift * (1 - inside)])

    def _through(self, leader: shapely.LineString | None) -> float:
        """Return what a leader costs: its length, and the labels, markers and leaders that it runs through."""
        if leader is None:
            return 0.0
        boxes = shapely.box(*self._sides().T)
        return leader.length + _CROSSED * int(shapely.intersects(leader, [*boxes, *self.leaders]).sum())

    def _covered(self, box: Bbox, avoid: shapely.Geometry | None) -> float:
        """Return what share of a box lies on what it should avoid."""
        if avoid is None:
            return 0.0
        area = self.on_map(box)
        return shapely.area(shapely.intersection(avoid, area)) / shapely.area(area)

    def at(self, xy: Sequence[float], text: str, **font: object) -> Annotation | None:
        """Put a label right on a point, or return None where something is there."""
        box = self.box(self.inches(xy), self.measure(text, **font))
        if not self.free(box):
            return None
        self.taken.append(box)
        return self._annotate(xy, np.zeros(2), text, leader=False, **font)

    def along(
        self, spots: Sequence[tuple[Sequence[float], float]], text: str, name: str = "", **font: object
    ) -> Annotation | None:
        """Put a label on a line, turned with it, where it covers least of other lines; None where nothing is free.

        Parameters
        ----------
        spots : sequence of (point, float)
            Points of the line in map units with its slope there in degrees, the best first.
        text : str
            The label.
        name : str
            The name under which the line is kept off: its own label lies on it.
        **font
            What `Axes.text` takes.
        """
        size, found = self.measure(text, **font), []
        for number, (xy, slope) in enumerate(spots):
            boxes = self._turned(self.inches(xy), size, slope)
            if all(self.free(box) for box in boxes):
                crossed = self.crossed(boxes, but=name)
                found.append((crossed + number * _LATER, number, boxes))
                if not crossed:
                    break  # nothing later is better
        if not found:
            return None
        _, number, boxes = min(found, key=lambda one: one[:2])
        self.taken.extend(boxes)
        xy, slope = spots[number]
        return self._annotate(xy, np.zeros(2), text, leader=False, rotation=slope, **font)

    def _turned(self, middle: np.ndarray, size: np.ndarray, slope: float) -> list[Bbox]:
        """Return the room of a turned label: a row of small boxes rather than one large one."""
        wide, high = size
        turn, count = np.radians(slope), max(1, round(wide / high))
        step = np.array([np.cos(turn), np.sin(turn)])
        return [
            self.box(middle + step * wide * ((number + 0.5) / count - 0.5), (high, high)) for number in range(count)
        ]

    def _annotate(self, xy: Sequence[float], shift: np.ndarray, text: str, leader: bool, **font: object) -> Annotation:
        arrow = (
            {"arrowstyle": "-", "linewidth": 0.6, "color": palette.INK, "shrinkA": 0, "shrinkB": 0} if leader else None
        )
        return self.axes.annotate(
            text,
            xy,
            xytext=tuple(shift * 72),
            textcoords="offset points",
            ha="center",
            va="center",
            arrowprops=arrow,
            zorder=9,
            **font,
        )
