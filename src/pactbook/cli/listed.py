"""What ``pactbook list`` lists."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

LIST = ("cases", "states", "blocs", "articles", "systems", "rules")


def print_list(options: argparse.Namespace) -> None:
    """Print what can be asked for, a line each."""
    found = list(_LISTED[options.what]())
    width = max((len(key) for key, _ in found), default=0)
    for key, told in found:
        print(f"{key:{width}}  {told}")


def _cases() -> Iterator[tuple[str, str]]:
    from pactbook.reports import casefile

    for name in casefile.names():
        yield name, str(casefile.read(casefile.find(name)).get("title", name))


def _states() -> Iterator[tuple[str, str]]:
    from pactbook.states import codes, name

    yield from sorted((code, name(code)) for code in codes())


def _blocs() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    for row in load().blocs.itertuples():
        until = f"–{row.dissolved[:4]}" if row.dissolved else "–"
        yield row.bloc_id, f"{row.name} ({row.founded[:4]}{until})"


def _articles() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    record = load()
    pages = record.sources.set_index("source_id")
    for article, claims in record.claims.groupby("article_id"):
        page = pages.loc[article]
        yield str(article), f"{page.publisher}, {page.published}: {page.title} ({len(claims)} claims)"


def _systems() -> Iterator[tuple[str, str]]:
    from pactbook.record import load

    for row in load().missile_systems.itertuples():
        yield row.system_id, row.name + (f" ({', '.join(row.aliases)})" if row.aliases else "")


def _rules() -> Iterator[tuple[str, str]]:
    """Yield the rules of an audit with their arguments, those that may be left out in brackets, and what each asks."""
    import inspect

    from pactbook.subjects.article.rules import RULES

    for name, function in sorted(RULES.items()):
        own = [one for one in inspect.signature(function).parameters.values() if one.kind is one.KEYWORD_ONLY]
        told = [one.name if one.default is one.empty else f"[{one.name}]" for one in own]
        yield name, f"{', '.join(told)}: {(inspect.getdoc(function) or '').splitlines()[0]}"


_LISTED: dict[str, Callable[[], Iterator[tuple[str, str]]]] = {
    "cases": _cases, "states": _states, "blocs": _blocs, "articles": _articles, "systems": _systems, "rules": _rules,
}  # fmt: skip
