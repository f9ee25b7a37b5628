"""Two states to click through in JupyterLab or Voilà: who they are, on which day, and what of them is shown.

``explore("Japan", "Philippines")`` in a cell shows it. It needs ipywidgets, which the environment of ``make lab`` has.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from pactbook import api, markup, paths, states
from pactbook.errors import UserError
from pactbook.exhibits.pair import Pair
from pactbook.explore import running
from pactbook.explore.message import message
from pactbook.explore.rows import Form
from pactbook.explore.strip import strip
from pactbook.plots.finish import Finished
from pactbook.reports.case import as_text, for_pair
from pactbook.reports.files import write_text

# What can be shown of two states: the word on the button, and the exhibit.
EXHIBITS: dict[str, Callable[[Pair], Any]] = {
    "In brief": lambda pair: pair.brief(),
    "Contacts": lambda pair: pair.contacts(),
    "Documents": lambda pair: pair.documents(),
    "Partners": lambda pair: pair.partners(),
    "Map": lambda pair: pair.partner_map(pair.b),
    "Shared partners": lambda pair: pair.network(),
    "Sources": lambda pair: _sources(pair),
}
_KEPT = 16  # pairs and days that are kept for a second look
_DRAWN = 128  # what was shown of them: some hundred kilobytes each
_WRAPPED = {"flex_flow": "row wrap"}  # on a narrow screen
_HINTS = {
    "In brief": "The answer in three sentences",
    "Contacts": "Documents and dated contacts as a timeline",
    "Documents": "What they have signed, and what of it binds",
    "Partners": "With whom each of the two has signed most",
    "Map": "The partners of the second state on a map",
    "Shared partners": "Whom the two have in common",
    "Sources": "Every page behind all of this",
}


@functools.lru_cache(maxsize=_KEPT)
def _pair(a: str, b: str, day: str) -> Pair:
    return api.Pair(a, b, as_of=day)


@functools.lru_cache(maxsize=_DRAWN)
def _parts(a: str, b: str, day: str, word: str) -> tuple[Any, ...]:
    """Return what is shown of a pair under a word, drawn once."""
    exhibit = EXHIBITS[word](_pair(a, b, day))
    return tuple(_Picture(part) if isinstance(part, Finished) else part for part in exhibit.shown())


@dataclasses.dataclass(frozen=True)
class _Picture:
    """A figure with its alt text, which JupyterLab leaves out of its own pictures."""

    figure: Finished

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        png = base64.b64encode(self.figure.png).decode()
        page = markup.render("explore", "picture.html.j2", png=png, alt=self.figure.alt)
        return {"text/html": page, "text/plain": self.figure.alt}


@functools.lru_cache(maxsize=_DRAWN)
def _strip(a: str, b: str, day: str) -> str:
    return strip(_pair(a, b, day))


def _sources(pair: Pair) -> Any:
    """Return the pages behind every exhibit, whichever were looked at before."""
    for word, exhibit in EXHIBITS.items():
        if word != "Sources":
            exhibit(pair)
    return pair.sources()


class Explorer(widgets.VBox):
    """Two states, a day, and what is shown of them.

    Attributes
    ----------
    a, b : ipywidgets.Combobox
        The states, in any spelling.
    day : ipywidgets.DatePicker
        The day: what was true and known on it.
    year : ipywidgets.IntSlider
        The same, a year at a time.
    strip : ipywidgets.HTML
        Their contacts as dots, each told with its sources.
    shown : ipywidgets.ToggleButtons
        Which of `EXHIBITS`.
    output : ipywidgets.Output
        What is shown.
    report, make, own : ipywidgets.Button
        Make a report of the two; write its case alone; add a row.
    """

    def __init__(self, a: str, b: str, as_of: dt.date | None = None) -> None:
        names = [states.name(code) for code in states.codes()]
        look = {"layout": widgets.Layout(width="20em"), "continuous_update": False, "options": names}
        today = dt.date.today()
        day = as_of or today
        self.a = widgets.Combobox(value=a, description="State", **look)
        self.b = widgets.Combobox(value=b, description="and", **look)
        self.day = widgets.DatePicker(value=day, description="As of")
        self.year = widgets.IntSlider(
            value=day.year, min=1945, max=max(day.year, today.year), description="Year", continuous_update=False,
            layout=widgets.Layout(width="30em"),
        )  # fmt: skip
        self.strip = widgets.HTML()
        self.shown = widgets.ToggleButtons(
            options=list(EXHIBITS), tooltips=list(_HINTS.values()), style={"button_width": "10em"}
        )
        self.report = widgets.Button(description="Open as report", icon="play", tooltip="Writes the case and runs it")
        self.make = widgets.Button(description="Write it as a case", icon="file", tooltip="Writes the case alone")
        self.own = widgets.Button(description="Add to my rows", icon="plus", tooltip="A document that you know of")
        self.message = widgets.HTML()
        self.output = widgets.Output()
        self.form = Form(lambda: self.pair().states, self._renewed)
        who = widgets.HBox([self.a, self.b, self.day], layout=_WRAPPED)
        when = widgets.HBox([self.year, self.report, self.make, self.own], layout=_WRAPPED)
        super().__init__([who, when, self.message, self.form, self.strip, self.shown, self.output])
        for control in (self.a, self.b, self.shown):
            control.observe(self._show, "value")
        self.day.observe(self._follow, "value")
        self.year.observe(self._move, "value")
        self.report.on_click(self._run)
        self.make.on_click(self._write)
        self.own.on_click(self._open)
        self._show()

    def pair(self) -> Pair:
        """Return the two states on the day.

        Raises
        ------
        UserError
            If a name is no state, or no day is chosen.
        """
        return _pair(*self._asked())

    def _asked(self) -> tuple[str, str, str]:
        if self.day.value is None:
            raise UserError("as_of: choose a day")
        return self.a.value, self.b.value, self.day.value.isoformat()

    def _show(self, change: object = None) -> None:
        try:
            asked = self._asked()
            parts = _parts(*asked, self.shown.value)
            self.strip.value = _strip(*asked)
        except UserError as error:
            self._tell(str(error))
            return
        self._tell("")
        self.output.clear_output(wait=True)
        with self.output:
            for part in parts:
                display(part)

    def _move(self, change: dict[str, Any]) -> None:
        """Take the last day of the year of the slider, today in this year; a day of that year stays."""
        if self.day.value is None or self.day.value.year != change["new"]:
            self.day.value = min(dt.date(change["new"], 12, 31), max(dt.date.today(), dt.date(change["new"], 1, 1)))

    def _follow(self, change: dict[str, Any]) -> None:
        """Show the day, and put the slider to its year."""
        if change["new"] and self.year.min <= change["new"].year <= self.year.max:
            self.year.value = change["new"].year
        self._show()

    def _renewed(self) -> None:
        """Show it anew with rows that were added."""
        for kept in (_pair, _parts, _strip):
            kept.cache_clear()
        self._show()

    def _written(self) -> Path | None:
        """Write the case of the two states beside the reports."""
        try:
            pair = self.pair()
            case = for_pair(*pair.states, pair.day)
            path = _case_file(case.name)
            write_text(path, as_text(case, {}))
        except (UserError, OSError) as error:
            self._tell(str(error))
            return None
        return path

    def _write(self, button: object) -> None:
        if path := self._written():
            self._tell(f"{path}: `pactbook run {path}` makes its report")

    def _run(self, button: object) -> None:
        """Write the case and run it; what is shown stays to be clicked through."""
        if path := self._written():
            self.report.disabled = True
            self._tell(f"{path} is written; its report is being made, which takes about a minute")
            self.running = running.start(path, self._put, lambda: setattr(self.report, "disabled", False))

    def _open(self, button: object) -> None:
        """Show the form of a row, or put it away; rows that are there are laid over the record."""
        if self.form.layout.display == "none":
            before = paths.overlay()
            told = self.form.told()
            if paths.overlay() != before:
                self._renewed()
            self.form.layout.display = ""
            self._tell(told)
        else:
            self.form.layout.display = "none"
            self._tell("")

    def _tell(self, text: str) -> None:
        self._put(message(text))

    def _put(self, html: str) -> None:
        self.message.value = html


def _case_file(name: str) -> Path:
    folder = paths.build()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{paths.slug(name)}.yml"


def explore(a: str = "Belarus", b: str = "Pakistan", as_of: dt.date | None = None) -> Explorer:
    """Return two states to click through.

    Parameters
    ----------
    a, b : str
        The states: codes or names.
    as_of : datetime.date, optional
        The day; default today.
    """
    return Explorer(a, b, as_of)
