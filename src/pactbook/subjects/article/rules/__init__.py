"""The rules that compute a verdict from the tables, as they stand on a day.

A rule takes the tables, the language and the arguments of a claim, and gives a `Verdict`. On an empty record none decides
anything: it says that nothing is established.
"""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable

from pactbook.errors import SHOWN, UserError, hint, shown
from pactbook.locale import Language
from pactbook.record import Tables

# Imported so that each registers its rules.
from pactbook.subjects.article.rules import documents as documents
from pactbook.subjects.article.rules import others as others
from pactbook.subjects.article.rules.reporting import coverage
from pactbook.subjects.article.rules.verdict import KEYS, RULES, VERDICTS, Verdict, on_record, status_name

__all__ = ["KEYS", "RULES", "VERDICTS", "Verdict", "call", "coverage", "on_record", "status_name"]


def call(row: dict) -> Callable[[Tables, Language], Verdict]:
    """Return the rule of a claim with its arguments bound, or refuse them with the claim's id.

    Raises
    ------
    UserError
        If there is no such rule, or it does not take these arguments.
    """
    where = f"claims.csv: {row['claim_id']}"
    if row["rule"] not in RULES:
        raise UserError(
            f"{where}: rule: {shown(row['rule'])} is none{hint(row['rule'], RULES)}; `pactbook list rules` shows them"
        )
    function = RULES[row["rule"]]
    try:
        arguments = json.loads(row["arguments"] or "{}")
        inspect.signature(function).bind(None, None, **arguments)
    except (TypeError, json.JSONDecodeError) as error:
        raise UserError(f"{where}: arguments: {str(error)[: 2 * SHOWN]}") from None
    return functools.partial(function, **arguments)
