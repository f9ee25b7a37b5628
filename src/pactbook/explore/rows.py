"""A document of the reader's own, filled in between the two states and laid over the record once it has passed every check."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from pactbook import paths
from pactbook.errors import UserError
from pactbook.explore.message import message
from pactbook.maintain.adding import add
from pactbook.record import schema

_WIDE = {"layout": widgets.Layout(width="40em"), "style": {"description_width": "9em"}}


def folder() -> Path:
    """Return the folder of the reader's own rows: the overlay, or ``my-rows`` beside the reports."""
    return paths.overlay() or paths.build().parent / "my-rows"


def lay_over() -> bool:
    """Lay the folder over the record of this process, where it holds a table; tell whether it does."""
    there = folder()
    if any(there.glob("*.csv")):
        os.environ["PACTBOOK_OVERLAY"] = str(there.absolute())
        return True
    return False


class Form(widgets.VBox):
    """What a row of the agreements needs, and the page that says it.

    Parameters
    ----------
    parties : callable
        Returns the codes of the two states.
    added : callable
        Called when a row stands in the folder.
    """

    def __init__(self, parties: Callable[[], tuple[str, str]], added: Callable[[], None]) -> None:
        self._parties, self._added = parties, added
        columns = {column.name: column for column in schema()["agreements"].fields}
        pages = {column.name: column for column in schema()["sources"].fields}
        self.fields: dict[str, widgets.Widget] = {
            "title": widgets.Text(description="Title", **_WIDE),
            "kind": widgets.Dropdown(options=columns["kind"].enum, value="agreement", description="Kind", **_WIDE),
            "domains": widgets.SelectMultiple(
                options=columns["domains"].enum, value=["defence"], rows=4, description="Domains", **_WIDE
            ),
            "signed": widgets.Text(description="Signed", placeholder="2024-05-17, 2024-05 or 2024", **_WIDE),
            "source.url": widgets.Text(description="Page", placeholder="https://…", **_WIDE),
            "source.title": widgets.Text(description="Its title", **_WIDE),
            "source.publisher": widgets.Text(description="Its publisher", **_WIDE),
            "source.kind": widgets.Dropdown(options=pages["kind"].enum, value="press", description="Its kind", **_WIDE),
            "source.language": widgets.Text(value="en", description="Its language", **_WIDE),
        }
        self.save = widgets.Button(description="Add the row", icon="check")
        self.message = widgets.HTML()
        self.save.on_click(self._save)
        super().__init__([*self.fields.values(), self.save, self.message])
        self.layout.display = "none"

    def told(self) -> str:
        """Return where the rows go, and whether some are there."""
        laid = (
            "those that stand there are laid over the record, marked with ◆" if lay_over() else "none stands there yet"
        )
        return f"Your own rows go to {folder()}; {laid}. Tell of a document of the two, and of the page that says so."

    def _save(self, button: object) -> None:
        try:
            given = {"parties": ";".join(self._parties())} | {
                name: _text(one.value) for name, one in self.fields.items()
            }
            name = add("agreements", {column: value for column, value in given.items() if value}, folder())
        except (UserError, OSError) as error:
            told = str(error)
            for name, field in self.fields.items():
                told = told.replace(f"{name} is missing", f"“{field.description}” is missing")
            self.message.value = message(told)
            return
        lay_over()
        self._added()
        self.message.value = message(f"{name} stands in {folder()}")


def _text(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple | list) else str(value).strip()
