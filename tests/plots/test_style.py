"""The look of figures: the same whatever the caller has set, and none of the caller's settings touched."""

import ast
import importlib
import inspect
import io
import subprocess
import sys
import threading
import warnings

import matplotlib as mpl
import pandas as pd
import pytest

from pactbook import paths
from pactbook.plots import charts, labels, style
from pactbook.plots.finish import finish

PLOTS = paths.ROOT / "src" / "pactbook" / "plots"
STRANGE = {
    "font.size": 31,
    "font.family": ["serif"],
    "text.color": "#ff0000",
    "text.parse_math": True,
    "axes.facecolor": "#00ff00",
    "axes.labelsize": 40,
    "lines.linewidth": 9,
    "svg.hashsalt": "other",
    "svg.fonttype": "none",
    "xtick.labelsize": 30,
    "hatch.linewidth": 7,
    "savefig.facecolor": "#123456",
    "figure.dpi": 33,
}
MONEY = "US$ 600 m, of which US$ 200 m"


@pytest.fixture
def strange():
    """Settings of a caller that are as unlike ours as can be; returns what they are."""
    with mpl.rc_context(STRANGE):
        yield {name: mpl.rcParams[name] for name in STRANGE}


def counts():
    values = ((2009, 4.0), (2010, None), (2011, 3.0))
    rows = [(series, year, "dcad", value) for series in ("world", "BLR") for year, value in values]
    return pd.DataFrame(rows, columns=["series", "year", "source", "agreements"])


def drawn(en) -> tuple[bytes, bytes]:
    """Return the bytes of a figure that has bars, hatches, ticks and a legend, saved as they come and finished."""
    figure = charts.base_rates(counts(), ["BLR"], en)
    plain = io.BytesIO()
    figure.savefig(plain, format="svg", metadata={"Date": None})
    texts = {"title": MONEY, "subtitle": "s", "sources": "Source: made", "alt": "made"}
    return plain.getvalue(), finish(figure, name="rates", data=counts(), **texts).png


@pytest.mark.slow
def test_a_figure_is_the_same_whatever_the_caller_has_set(en):
    ours = drawn(en)
    with mpl.rc_context(STRANGE):
        assert drawn(en) == ours


def test_drawing_and_saving_leave_the_settings_of_the_caller(en, strange):
    before = dict(mpl.rcParams)
    drawn(en)
    style.canvas(1).savefig(io.BytesIO(), format="png")
    assert dict(mpl.rcParams) == before
    assert {name: mpl.rcParams[name] for name in STRANGE} == strange


def test_a_figure_that_fails_leaves_them_too(en, strange):
    with pytest.raises(AttributeError):
        charts.base_rates(None, ["BLR"], en)
    assert {name: mpl.rcParams[name] for name in STRANGE} == strange


@pytest.mark.slow
def test_importing_leaves_them():
    names = sorted(path.relative_to(PLOTS).with_suffix("").as_posix() for path in PLOTS.rglob("*.py"))
    modules = [f"pactbook.plots.{name.replace('/', '.')}".removesuffix(".__init__") for name in names]
    code = f"""
import importlib, matplotlib as mpl
mpl.rcParams.update({STRANGE!r})
before = dict(mpl.rcParams)
for name in {modules!r}:
    importlib.import_module(name)
assert dict(mpl.rcParams) == before
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
def test_figures_drawn_in_threads_are_the_same_and_leave_the_settings(en, strange):
    ours, found = drawn(en), []
    threads = [threading.Thread(target=lambda: found.append(drawn(en))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [ours] * 4
    assert {name: mpl.rcParams[name] for name in STRANGE} == strange


def public_figures():
    """Return every public function of the package that makes a figure, by its dotted name."""
    for path in sorted(PLOTS.rglob("*.py")):
        name = ".".join(path.relative_to(PLOTS).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            made = (
                isinstance(node, ast.FunctionDef)
                and node.returns
                and ast.unparse(node.returns) in ("Figure", "Finished")
            )
            if made and not node.name.startswith("_"):
                yield f"{name}.{node.name}"


@pytest.mark.parametrize("name", list(public_figures()))
def test_every_figure_is_made_with_the_look(name):
    module, function = name.rsplit(".", 1)
    found = getattr(importlib.import_module(f"pactbook.plots.{module}"), function)
    assert inspect.unwrap(found) is not found, "decorate it with @style.look()"


def test_the_search_for_figures_finds_them():
    found = set(public_figures())
    assert {
        "ties.arcs.partners",
        "timelines.dyad.contacts",
        "maps.membership",
        "finish.finish",
        "style.canvas",
    } <= found
    assert len(found) > 20


def test_what_is_written_is_no_formula():
    with style.look():
        figure, _ = labels.over([labels.Entry(MONEY)], 1)
        (text,) = [text for axes in figure.axes for text in axes.texts if text.get_text() == MONEY]
        wide = text.get_window_extent(figure.canvas.get_renderer()).width / figure.dpi
        plain = style.text_width(figure, MONEY.replace("$", "S"), fontsize=style.TEXT)
    assert not text.get_parse_math()
    assert wide == pytest.approx(plain, rel=0.05), "dollar signs take room"


@pytest.mark.parametrize("text", [MONEY, r"$\frac{", "a_b^c", r"\$5", "100 % $ {x}", "<b>&amp;</b>"])
def test_any_text_can_be_a_title(text):
    texts = {"title": text, "subtitle": text, "sources": text, "alt": text}
    figure = style.canvas(1)
    finish(figure, name="money", data=pd.DataFrame(), note=text, **texts)
    assert {text} <= {one.get_text() for one in figure.texts}


def pixels(en) -> bytes:
    figure = charts.base_rates(counts(), ["BLR"], en)
    figure.canvas.draw()
    return bytes(figure.canvas.buffer_rgba())


def test_a_figure_keeps_its_look_where_somebody_else_draws_it(en):
    ours = pixels(en)
    with mpl.rc_context({"text.hinting": "force_autohint", "text.antialiased": False, "path.snap": False}):
        assert pixels(en) == ours


def test_the_filters_of_warnings_are_left(en):
    with warnings.catch_warnings():
        before = list(warnings.filters)
        drawn(en)
        assert list(warnings.filters) == before
