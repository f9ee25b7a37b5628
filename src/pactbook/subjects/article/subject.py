"""An article on a day: its claims, judged by what the record held, and who reported on what it is about."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from pactbook.locale import Language
from pactbook.parameters import ClaimsAudit
from pactbook.record import Tables
from pactbook.subjects.article.audit import (
    attribution,
    audit,
    check_article,
    looked_for,
    main_coverage,
    mentioned,
    wordings,
)
from pactbook.subjects.article.reviews import reviews
from pactbook.subjects.subject import Subject, table


class Article(Subject):
    """An article and its claims on a day."""

    model: ClassVar = ClaimsAudit

    @classmethod
    def _record(cls, params: ClaimsAudit, t: Language) -> Tables:
        """Return the record; an article without claims in it is refused."""
        record = super()._record(params, t)
        check_article(record, params.article)
        return record

    @table
    def claims(self) -> pd.DataFrame:
        """Return the claims with their verdicts, as `pactbook.subjects.article.audit` gives them."""
        return audit(self.record, self.params.article, self.t)

    @property
    def reviews(self) -> list[dict[str, Any]]:
        """Return the statements of fact as ClaimReview, as `pactbook.subjects.article.reviews` gives them."""
        return reviews(self.claims, self.record, self.params.article, self.t)

    @cached_property
    def _covered(self) -> tuple[dict, pd.DataFrame]:
        return main_coverage(self.record, self.claims)

    @property
    def document(self) -> dict:
        """Return the document that most pages on record report: id, title, date."""
        return dict(self._covered[0])

    @table
    def pages(self) -> pd.DataFrame:
        """Return the pages that report on it, as `pactbook.subjects.article.coverage` gives them."""
        return self._covered[1]

    @table
    def mentions(self) -> pd.DataFrame:
        """Return which outlet mentions what, as `pactbook.subjects.article.mentioned` gives it."""
        return mentioned(self.pages)

    @table
    def voices(self) -> pd.DataFrame:
        """Return who is quoted, as `pactbook.subjects.article.attribution` gives it."""
        return attribution(self.claims, self.t)

    @table
    def wordings(self) -> pd.DataFrame:
        """Return the claims whose wording differs from another version of the text."""
        return wordings(self.claims)

    @table
    def searches(self) -> pd.DataFrame:
        """Return the searches about the document that found nothing."""
        return looked_for(self.record, self.document["id"])
