"""What each figure shows of a small made-up world, against committed summaries: kind, order, place, colour and words.

`make summaries` writes them anew; what it changes belongs into the same commit as the change of the figure.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.collections import Collection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch, Polygon, Rectangle

from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme

FOLDER = Path(__file__).parent / "summaries"
SUBJECTS = (Pair, Bloc, Programme, Article)


def file(subject, name):
    return FOLDER / f"{subject.__name__.lower()}-{name}.json"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_figure_shows_what_its_summary_says(subject, made, every, record, update_summaries):
    drawn = {}
    for one in every(made(subject, record)):
        if one.draw is not None:
            drawn[one.name] = {"title": one.title, "subtitle": one.subtitle, "axes": summary(one.figure())}
    if update_summaries:
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob(f"{subject.__name__.lower()}-*.json"):
            old.unlink()
        for name, found in drawn.items():
            file(subject, name).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = {
        path.stem.partition("-")[2]: json.loads(path.read_text("utf-8"))
        for path in FOLDER.glob(f"{subject.__name__.lower()}-*.json")
    }
    assert sorted(drawn) == sorted(kept)
    for name, found in drawn.items():
        assert found == kept[name], f"{name}: if the change is meant, `make summaries`"


def test_a_changed_colour_changes_the_summary(made, record):
    figure = made(Bloc, record).signed().figure()
    before = summary(figure)
    figure.axes[-1].patches[-1].set_facecolor("red")
    assert summary(figure) != before


# ------------------------------------------------------------------------------------------------------- summaries

_MOST = 40  # marks told one by one; more are counted by colour


def summary(figure: Figure) -> list[dict[str, Any]]:
    """Return one entry an axes: labels, texts, bars, points, lines and areas, in the order in which they are drawn."""
    figure.draw_without_rendering()
    return [_axes(axes) for axes in figure.axes]


def _axes(axes: Any) -> dict[str, Any]:
    found = {
        "title": axes.get_title(loc="left") or axes.get_title(),
        "x": _axis(axes.get_xlim(), axes.get_xticklabels()) if axes.axison else {},
        "y": _axis(axes.get_ylim(), axes.get_yticklabels()) if axes.axison else {},
        "texts": [
            [text.get_text(), _hex(text.get_color()), str(text.get_weight())]
            for text in _seen(axes.texts)
            if text.get_text()
        ],
        "legend": _legend(axes),
        "patches": _many([_patch(patch) for patch in _seen(axes.patches)]),
        "lines": _many([_line(line) for line in _seen(axes.lines)]),
        "collections": [_collection(one) for one in _seen(axes.collections)],
    }
    return {name: part for name, part in found.items() if part}


def _seen(artists: Any) -> list[Artist]:
    return [one for one in artists if one.get_visible()]


def _axis(limits: tuple[float, float], labels: list[Any]) -> dict[str, Any]:
    return {"limits": _round(limits), "labels": [text for label in labels if (text := label.get_text())]}


def _legend(axes: Any) -> list[list[str]]:
    legend = axes.get_legend()
    if legend is None:
        return []
    marks = [_hex(_colour(handle)) for handle in legend.legend_handles]
    return [[text.get_text(), mark] for text, mark in zip(legend.get_texts(), marks, strict=True)]


def _colour(handle: Any) -> Any:
    for name in ("get_facecolor", "get_color"):
        if hasattr(handle, name):
            colour = getattr(handle, name)()
            return colour[0] if isinstance(colour, np.ndarray) and colour.ndim == 2 and len(colour) else colour
    return "none"


def _patch(patch: Any) -> list[Any]:
    kind = {Rectangle: "bar", PathPatch: "area", Polygon: "area", FancyArrowPatch: "arrow"}.get(type(patch), "patch")
    box = _round(patch.get_bbox().bounds) if isinstance(patch, Rectangle) else _extent(patch.get_path())
    return [kind, _hex(patch.get_facecolor()), _hex(patch.get_edgecolor()), str(patch.get_hatch() or ""), *box]


def _extent(path: Any) -> list[float]:
    box = path.get_extents()
    return _round([box.x0, box.y0, box.width, box.height])


def _line(line: Any) -> list[Any]:
    x, y = (np.asarray(values, float) for values in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
    ends = [x[0], y[0], x[-1], y[-1]] if len(x) else []
    return ["line", _hex(line.get_color()), str(line.get_linestyle()), str(line.get_marker()), len(x), *_round(ends)]


def _collection(one: Collection) -> dict[str, Any]:
    offsets = np.asarray(one.get_offsets(), float) if isinstance(one, PathCollection) else np.empty((0, 2))
    told = {
        "kind": type(one).__name__,
        "number": len(offsets) if len(offsets) else len(one.get_paths()),
        "faces": _counted(one.get_facecolor()),
        "edges": _counted(one.get_edgecolor()),
        "at": [_round(place) for place in offsets] if 0 < len(offsets) <= _MOST else [],
    }
    return {name: part for name, part in told.items() if part}


def _counted(colours: Any) -> dict[str, int]:
    return dict(sorted(Counter(_hex(colour) for colour in colours).items()))


def _many(marks: list[list[Any]]) -> Any:
    if len(marks) <= _MOST:
        return marks
    return dict(sorted(Counter(" ".join(map(str, mark[:4])) for mark in marks).items()))


def _hex(colour: Any) -> str:
    if isinstance(colour, str) and colour == "none":
        return "none"
    rgba = to_hex(colour, keep_alpha=True)
    return "none" if rgba.endswith("00") else rgba.removesuffix("ff")


def _round(values: Any) -> list[float | None]:
    return [None if np.isnan(value) else float(f"{float(value):.4g}") + 0.0 for value in values]
