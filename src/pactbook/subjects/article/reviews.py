"""The judged claims of an article as ClaimReview of schema.org, for what collects fact checks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pactbook.locale import Language
from pactbook.record import Tables, as_dicts
from pactbook.subjects.article.audit import cards, statements_of_fact

_CONTEXT = "https://schema.org"
_PUBLISHER = {"@type": "Organization", "name": "pactbook"}


def reviews(judged: pd.DataFrame, tables: Tables, article: str, t: Language) -> list[dict[str, Any]]:
    """Return the statements of fact of an article as ClaimReview, one a claim.

    Parameters
    ----------
    judged : pandas.DataFrame
        As `pactbook.subjects.article.audit` gives it.
    tables : Tables
        The record of the day.
    article : str
        The source_id of the article.
    t : Language
        Language of the words.

    Returns
    -------
    list of dict
        JSON-LD. The rating is the verdict in words: a number on a scale would say more than the record does.

    Notes
    -----
    https://schema.org/ClaimReview
    """
    page = tables.sources.set_index("source_id").loc[article]
    appearance = _filled(
        {
            "@type": "CreativeWork",
            "headline": page.title,
            "url": page.url,
            "datePublished": page.published,
            "publisher": {"@type": "Organization", "name": page.publisher},
        }
    )
    facts = statements_of_fact(judged)
    return [
        _filled(
            {
                "@context": _CONTEXT,
                "@type": "ClaimReview",
                "inLanguage": t.code,
                "datePublished": tables.day.isoformat(),
                "author": _PUBLISHER,
                "claimReviewed": card.claim,
                "itemReviewed": {
                    "@type": "Claim",
                    "author": {"@type": "Thing", "name": row["speaker"] or page.publisher},
                    "appearance": appearance,
                },
                "reviewRating": {"@type": "Rating", "alternateName": card.verdict},
                "reviewBody": card.reasoning,
                "citation": [tables.addresses[one] for one in dict.fromkeys(_cited(card))],
            }
        )
        for row, card in zip(as_dicts(facts), cards(facts, tables, t), strict=True)
    ]


def _cited(card: Any) -> list[str]:
    return [source for proof in card.evidence for source in proof.source_ids]


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
