"""The one exception for what a user can mend, and how its message shows what was given."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# So many characters of a value stand in a message: enough to find it, too few to fill a screen.
SHOWN = 80


class UserError(ValueError):
    """A mistake in a parameter, a case file or a data file: the message says what, where, and what to do."""


def shown(value: object) -> str:
    """Return a value as a message shows it: as Python writes it, cut after `SHOWN` characters.

    Parameters
    ----------
    value : object
        What was given.

    Examples
    --------
    >>> shown("agency")
    "'agency'"
    """
    # Of a text that is much too long the rest is not even quoted.
    text = repr(value[: SHOWN + 1]) if isinstance(value, str) else repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def nearest(value: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed value that `value` most likely means, or None where none is near.

    Parameters
    ----------
    value : str
        What was given.
    allowed : iterable of str
        What is allowed.
    """
    text = str(value).casefold()
    if len(text) > SHOWN:
        return None
    folded = {str(choice).casefold(): str(choice) for choice in allowed}
    swapped = [key for key in folded if sorted(key) == sorted(text)]
    match = swapped or difflib.get_close_matches(text, folded, n=1, cutoff=0.6)
    return folded[match[0]] if match else None


def hint(value: str, allowed: Iterable[str]) -> str:
    """Return ``" (did you mean 'agency'?)"``, or the allowed values where none is near and they are few."""
    choices = [str(choice) for choice in allowed]
    if match := nearest(value, choices):
        return f" (did you mean {match!r}?)"
    return f" (allowed: {', '.join(choices)})" if 0 < len(choices) <= 12 else ""
