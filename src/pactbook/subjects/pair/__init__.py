"""What two states have signed with each other, and with everybody else."""

from pactbook.subjects.pair.lives import (
    find_in_force,
    find_inherited,
    find_newest,
    find_plans,
    find_steps,
    headline_lives,
)
from pactbook.subjects.pair.questions import find_questions, questions
from pactbook.subjects.pair.subject import Pair
from pactbook.subjects.pair.table import (
    LANES,
    contacts,
    domain_history,
    in_focus,
    inherited,
    lives,
    newest_defence_document,
    portfolio,
    ranked,
    sources_of,
    steps,
)
from pactbook.subjects.pair.told import (
    find_documents,
    find_history,
    find_limits,
    find_portfolio,
    find_readings,
    find_scope,
    find_share,
    headline_contacts,
    headline_partners,
    headline_portfolio,
)
from pactbook.subjects.pair.wording import domain_name, quoted

__all__ = [
    "LANES",
    "Pair",
    "contacts",
    "domain_history",
    "domain_name",
    "find_documents",
    "find_history",
    "find_in_force",
    "find_inherited",
    "find_limits",
    "find_newest",
    "find_plans",
    "find_portfolio",
    "find_questions",
    "find_readings",
    "find_scope",
    "find_share",
    "find_steps",
    "headline_contacts",
    "headline_lives",
    "headline_partners",
    "headline_portfolio",
    "in_focus",
    "inherited",
    "lives",
    "newest_defence_document",
    "portfolio",
    "questions",
    "quoted",
    "ranked",
    "sources_of",
    "steps",
]
