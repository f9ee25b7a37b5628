"""Which claims of an article hold: verdicts, computed by rules where a count, a date or a membership decides.

`rules` computes verdicts from the tables, `audit` applies them to an article, `told` says what was found, `table` makes and
checks the table of claims.
"""

from pactbook.subjects.article.audit import (
    Card,
    Proof,
    attribution,
    audit,
    cards,
    check_article,
    evidence_sources,
    looked_for,
    main_coverage,
    matter_most,
    mention_words,
    mentioned,
    parties,
    proofs,
    repeated,
    verdict_name,
    wordings,
)
from pactbook.subjects.article.rules import KEYS, RULES, VERDICTS, Verdict, coverage, on_record, status_name
from pactbook.subjects.article.subject import Article
from pactbook.subjects.article.told import (
    find_coverage,
    find_facts,
    find_limits,
    find_matters,
    find_repeated,
    find_speakers,
    find_sureness,
    find_verdicts,
    headline_coverage,
    headline_mentioned,
    headline_verdicts,
)

__all__ = [
    "KEYS",
    "RULES",
    "VERDICTS",
    "Article",
    "Card",
    "Proof",
    "Verdict",
    "attribution",
    "audit",
    "cards",
    "check_article",
    "coverage",
    "evidence_sources",
    "find_coverage",
    "find_facts",
    "find_limits",
    "find_matters",
    "find_repeated",
    "find_speakers",
    "find_sureness",
    "find_verdicts",
    "headline_coverage",
    "headline_mentioned",
    "headline_verdicts",
    "looked_for",
    "main_coverage",
    "matter_most",
    "mention_words",
    "mentioned",
    "on_record",
    "parties",
    "proofs",
    "repeated",
    "status_name",
    "verdict_name",
    "wordings",
]
