"""The one way to HTML: templates that their packages carry, every value escaped, none missing."""

from __future__ import annotations

import functools
import html

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def render(package: str, template: str, **values: object) -> str:
    """Return the HTML that a template makes of some values.

    Parameters
    ----------
    package : str
        The package of the project whose folder ``templates`` holds it, such as ``exhibits``.
    template : str
        Its file.
    **values : object
        What it shows; text is escaped.

    Examples
    --------
    >>> "1 &lt; 2" in render("subjects", "finding.html.j2", text="1 < 2")
    True
    """
    return _environment(package).get_template(template).render(values)


def escaped(text: str) -> str:
    """Return a text as HTML that shows it."""
    return str(_escaped(text))


@functools.cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=PackageLoader(f"pactbook.{package}"), autoescape=True, undefined=StrictUndefined, finalize=_escaped,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _escaped(value: object) -> Markup:
    """Escape as `html.escape` does, which writes quotation marks by their names, where Jinja2 writes numbers."""
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))  # noqa: S704
