"""Two states to click through in JupyterLab or Voilà: who they are, on which day, and what of them is shown.

``explore("Japan", "Philippines")`` in a cell shows it. It needs ipywidgets, which the environment of ``make lab`` has.
"""

from __future__ import annotations

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
    "Sources": lambda pair: pair.sources(),
}
_KEPT = 16  # pairs and days that are kept for a second look


@functools.lru_cache(maxsize=_KEPT)
def _pair(a: str, b: str, day: str) -> Pair:
    return api.Pair(a, b, as_of=day)


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
    shown : ipywidgets.ToggleButtons
        Which of `EXHIBITS`.
    output : ipywidgets.Output
        What is shown.
    """

    def __init__(self, a: str, b: str, as_of: dt.date | None = None) -> None:
        names = [states.name(code) for code in states.codes()]
        look = {"layout": widgets.Layout(width="16em"), "continuous_update": False, "options": names}
        day = as_of or dt.date.today()
        self.a = widgets.Combobox(value=a, description="State", **look)
        self.b = widgets.Combobox(value=b, description="and", **look)
        self.day = widgets.DatePicker(value=day, description="As of")
        self.year = widgets.IntSlider(
            value=day.year, min=1945, max=day.year, description="Year", continuous_update=False,
            layout=widgets.Layout(width="28em"),
        )  # fmt: skip
        self.shown = widgets.ToggleButtons(options=list(EXHIBITS), style={"button_width": "9em"})
        self.make = widgets.Button(description="Write it as a case", icon="file")
        self.message = widgets.HTML()
        self.output = widgets.Output()
        rows = [widgets.HBox([self.a, self.b, self.day]), widgets.HBox([self.year, self.make]), self.shown]
        super().__init__([*rows, self.message, self.output])
        for control in (self.a, self.b, self.day, self.shown):
            control.observe(self._show, "value")
        self.year.observe(self._move, "value")
        self.make.on_click(self._write)
        self._show()

    def pair(self) -> Pair:
        """Return the two states on the day.

        Raises
        ------
        UserError
            If a name is no state, or no day is chosen.
        """
        if self.day.value is None:
            raise UserError("as_of: choose a day")
        return _pair(self.a.value, self.b.value, self.day.value.isoformat())

    def _show(self, change: object = None) -> None:
        try:
            exhibit = EXHIBITS[self.shown.value](self.pair())
        except UserError as error:
            self._tell(str(error))
            return
        self._tell("")
        self.output.clear_output(wait=True)
        with self.output:
            for part in exhibit.shown():
                display(part)

    def _move(self, change: dict[str, Any]) -> None:
        """Take the last day of the year of the slider, today in this year."""
        self.day.value = min(dt.date(change["new"], 12, 31), dt.date.today())

    def _write(self, button: object) -> None:
        """Write the case of the two states beside the reports, and say how to run it."""
        try:
            pair = self.pair()
            case = for_pair(*pair.states, pair.day)
            path = _case_file(case.name)
            write_text(path, as_text(case, {}))
        except (UserError, OSError) as error:
            self._tell(str(error))
            return
        self._tell(f"{path}: `pactbook run {path}` makes its report")

    def _tell(self, text: str) -> None:
        self.message.value = markup.escaped(text)


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
