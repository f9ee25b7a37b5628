"""An exhibit: a figure, findings or tables, finished, by one name.

A notebook shows it by naming it in the last line of a cell. A figure is drawn only when it is shown, saved or asked for.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from pactbook import locale, tabular
from pactbook.errors import UserError, hint, shown
from pactbook.exhibits.citations import Citations
from pactbook.plots.cards import Bar
from pactbook.plots.finish import Finished, finish
from pactbook.subjects.findings import Finding, capitalised

_MOST_ASKED = 30  # questions that a page shows


@dataclass(frozen=True, eq=False)
class Exhibit:
    """What a reader sees under one name.

    Attributes
    ----------
    name : str
        File name of its bundle, the same in every report and language.
    title, subtitle : str
        The finding as a headline; unit, period and place. Empty without a figure.
    findings : tuple of Finding
        The sentences that stand with it.
    alt : str
        What the figure shows, for those who do not see it.
    sources : str
        The source line of the figure.
    note : str
        Caveats under the source line.
    frame : pandas.DataFrame
        What is plotted, or the rows of the table.
    parts : tuple
        What else is shown after the findings, each with its own representation: tables, cards, a map.
    bars : tuple of Bar
        The simple chart of its card; without bars the card shows the figure.
    counted : str
        The subtitle of that chart, where it is not that of the figure.
    areas : callable, optional
        Gives the areas that a map shows as a GeoDataFrame, for the bundle.
    reflows : bool
        Whether `draw` lays the figure out to any width; a phone shows the simple chart of another one.
    addresses : mapping of str to str
        The address of each source on record, which the saved rows of `frame` name beside its id.
    cited : tuple of dict
        The pages behind the source line.
    """

    name: str
    title: str = ""
    subtitle: str = ""
    findings: tuple[Finding, ...] = ()
    alt: str = ""
    sources: str = ""
    note: str = ""
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    parts: tuple[Any, ...] = field(default=(), repr=False)
    draw: Callable[[], Figure] | None = field(default=None, repr=False)
    bars: tuple[Bar, ...] = field(default=(), repr=False)
    counted: str = ""
    areas: Callable[[], gpd.GeoDataFrame] | None = field(default=None, repr=False)
    reflows: bool = False
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)
    cited: tuple[dict[str, str], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for name in ("title", "subtitle", "alt", "counted"):
            object.__setattr__(self, name, capitalised(getattr(self, name)))

    def figure(self) -> Figure:
        """Return the figure as drawn, without titles and sources.

        Raises
        ------
        ValueError
            If the exhibit has none.
        """
        if self.draw is None:
            raise ValueError(f"{self.name}: this exhibit has no figure")
        return self.draw()

    def finished(
        self, folder: Path | None = None, receipt: str = "", parameters: dict[str, Any] | None = None, labels: str = ""
    ) -> Finished:
        """Return the figure with titles and sources, and write its bundle where a folder is given; `labels` as for `save`."""
        if labels and labels not in (known := locale.label_languages()):
            raise UserError(f"labels: {shown(labels)} is no language{hint(labels, known)}")
        name, told = (f"{self.name}-{labels}", {"labels": labels}) if labels else (self.name, {})
        with locale.labels_in(labels):
            return finish(
                self.figure(), name=name, title=self.title, subtitle=self.subtitle, sources=self.sources, alt=self.alt,
                data=tabular.with_addresses(self.frame, self.addresses), note=self.note, folder=folder, receipt=receipt,
                parameters=(parameters or {}) | told, cited=self.cited, bars=self.bars, counted=self.counted,
                redraw=self.draw if self.reflows else None,
                areas=self.areas() if self.areas and folder else None,
            )  # fmt: skip

    def save(self, folder: str | Path, labels: str = "") -> tuple[Path, ...]:
        """Write the figure's bundle (PNG, card, narrow PNG, SVG, CSV, JSON, HTML to embed) to a folder and return the files.

        Parameters
        ----------
        folder : str or pathlib.Path
            Where it goes.
        labels : str
            Another language, such as ``ur``, for what the CLDR knows on the figure: names of states, dates, numbers. Titles
            and words stay in the language of the exhibit, and so does the simple chart of a card. The language ends the names
            of the files.

        Raises
        ------
        UserError
            If the CLDR has no such language.
        """
        return self.finished(Path(folder), labels=labels).files

    def shown(self) -> list[Any]:
        """Return what a notebook displays, in order: the figure, the findings, the other parts."""
        figure = [self._for_report()] if self.draw else []
        return [*figure, *self.findings, *self.parts]

    def _for_report(self) -> Finished:
        """Return the finished figure; the runner of a report tells by its environment where the bundle goes."""
        folder = os.environ.get("PACTBOOK_FIGURES")
        parameters = json.loads(os.environ.get("PACTBOOK_PARAMETERS", "{}"))
        return self.finished(Path(folder) if folder else None, os.environ.get("PACTBOOK_RECEIPT", ""), parameters)

    def _ipython_display_(self) -> None:
        for part in self.shown():
            display(part)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        """Return the representation of the first part, for what shows an object as one piece."""
        first = next(iter(self.shown()), None)
        return first._repr_mimebundle_() if first is not None else {"text/plain": self.name}


def exhibit(method: Callable[..., Exhibit]) -> Callable[..., Exhibit]:
    """Let a reader change the words of an exhibit: ``pair.contacts(subtitle="…")``."""

    @functools.wraps(method)
    def changed(self: Any, *args: Any, **words: str) -> Exhibit:
        made = method(self, *args)
        known = {"addresses": self.cite.addresses, "cited": self.cite.behind(made.sources)}
        return dataclasses.replace(made, **known | words)

    changed.is_exhibit = True  # type: ignore[attr-defined]
    return changed


def drawn_if(enough: object, draw: Callable[[], Figure]) -> Callable[[], Figure] | None:
    """Return what draws a figure, or nothing where a sentence tells it better."""
    return draw if enough else None


class Shown:
    """What the exhibits of all subjects share: the sources that they cite, numbered in the order of their first mention."""

    @functools.cached_property
    def cite(self: Any) -> Citations:
        """Return the sources cited so far."""
        return Citations(self.record, self.t)

    def _asked(self: Any, told: Finding) -> Exhibit:
        """Return what the record of the subject leaves open, with words to look for it."""
        t, found = self.t, self.open_questions
        columns = {
            "what": t("Question"), "title": t("About"), "looked_on": t("Last look-up on record"), "query": t("Query"),
            "queries_local": t("Query in languages of the states"),
        }  # fmt: skip
        table = self.cite.table(found, columns, name="questions", most=_MOST_ASKED)
        more = t("The {n} that press most are shown; the CSV under the table has all.", n=t.number(_MOST_ASKED))
        findings = (told, Finding("questions-shown", more)) if len(found) > _MOST_ASKED else (told,)
        return Exhibit("questions", findings=findings, frame=found, parts=(table,) if len(found) else ())

    @exhibit
    def sources(self) -> Exhibit:
        """Return every source cited so far, numbered."""
        return Exhibit("sources", parts=(self.cite.list(),))
