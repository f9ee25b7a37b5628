"""The report of a worksheet: its rows over the record, and the notebooks on its claims and on its two states."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pactbook import paths, states
from pactbook.maintain import rows
from pactbook.parameters import TODAY, BilateralAgreements, ClaimsAudit
from pactbook.reports import case as cases
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.subjects.article import parties
from pactbook.worksheets.check import Checked


def put(found: Checked, folder: Path) -> None:
    """Write the article and the claims that are kept to a folder of the reader's own rows, in place of earlier ones."""
    rows.put(found.files, folder)


def case(found: Checked, folder: Path, changes: Mapping[str, Any]) -> Case:
    """Return the case of a worksheet whose rows lie in a folder.

    Parameters
    ----------
    found : Checked
        The worksheet.
    folder : pathlib.Path
        The folder of the reader's own rows.
    changes : mapping
        Parameters in place of the usual ones.
    """
    name = paths.slug(found.sheet.path.stem)
    both = _pair(found)
    asked = {"overlay": str(folder), "article": found.article, "title": str(found.sheet.head["title"])} | dict(changes)
    if not both:
        return cases.make(name, {"as_of": TODAY, "notebooks": [ClaimsAudit.notebook]} | asked)
    asked = {"notebooks": [BilateralAgreements.notebook, ClaimsAudit.notebook]} | asked
    made = cases.for_pair(*both, context=Context.here(overlay=folder), changes=asked)
    return made.model_copy(update={"name": name})


def _pair(found: Checked) -> tuple[str, ...]:
    """Return the two states of the documents that most claims name, else those of the worksheet."""
    of_claims = parties(found.record, found.article)
    of_states = len(of_claims) == 2 and all(map(states.is_code, of_claims))
    return of_claims if of_states else found.sheet.pair
