"""Which claims of an article hold: verdicts, computed by rules where a count, a date or a membership decides.

`rules` computes verdicts from the tables, `audit` applies them to an article, `told` says what was found, `table` checks
the table of claims, `candidates` says which rule might decide a sentence of an article, and `drafts` in which words.
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
    mentioned,
    mentioned_by,
    own,
    parties,
    proofs,
    repeated,
    statements_of_fact,
    verdict_name,
    wordings,
)
from pactbook.subjects.article.reviews import reviews
from pactbook.subjects.article.rules import KEYS, RULES, VERDICTS, Verdict, coverage, on_record, status_name
from pactbook.subjects.article.subject import Article
from pactbook.subjects.article.table import lint
from pactbook.subjects.article.told import (
    find_coverage,
    find_facts,
    find_left_out,
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
    "find_left_out",
    "find_limits",
    "find_matters",
    "find_repeated",
    "find_speakers",
    "find_sureness",
    "find_verdicts",
    "headline_coverage",
    "headline_mentioned",
    "headline_verdicts",
    "lint",
    "looked_for",
    "main_coverage",
    "matter_most",
    "mentioned",
    "mentioned_by",
    "on_record",
    "own",
    "parties",
    "proofs",
    "repeated",
    "reviews",
    "statements_of_fact",
    "status_name",
    "verdict_name",
    "wordings",
]
