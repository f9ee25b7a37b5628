"""The index of a site: each report with its card and its states, a search, and lists by state and by organisation."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from pactbook import __version__, markup, states
from pactbook.locale import Language
from pactbook.record import names
from pactbook.reports import html
from pactbook.reports.site.found import Report
from pactbook.states import folding

_SITE = html.TEMPLATES / "site"
_CARD_WIDTH = 640  # pixels of a card's picture


def write(folder: Path, reports: list[Report], blocs: pd.DataFrame, base: str) -> None:
    """Write ``index.html`` and ``404.html``.

    Parameters
    ----------
    folder : pathlib.Path
        The site, with the copied reports.
    reports : list of Report
        The reports, in order.
    blocs : pandas.DataFrame
        The organisations on record.
    base : str
        The address of the site; empty where it is not known.
    """
    t = Language(language(reports))
    shared = {
        "css": html.css() + _text("site.css"), "language": t.code, "base": base, "version": __version__,
        "words": _words(t), "licence": html.words(t)["licence"],
    }  # fmt: skip
    listed = _listed(folder, reports, _Organisations(blocs, t), t)
    script = _text("search.js")
    page = markup.render(
        "reports",
        "site/index.html.j2",
        **shared,
        **listed,
        policy=html.policy([script]),
        script=Markup(script),  # noqa: S704
    )
    (folder / "index.html").write_text(page, encoding="utf-8")
    missing = markup.render("reports", "site/missing.html.j2", **shared, policy=html.POLICY)
    (folder / "404.html").write_text(missing, encoding="utf-8")


def _listed(folder: Path, reports: list[Report], organisations: _Organisations, t: Language) -> dict[str, Any]:
    """Return what the index lists, and what its search knows."""
    cards = [_card(folder, one, organisations, t) for one in reports if one.is_case]
    return {
        "count": t.plural("One report from sourced open data", "{n} reports from sourced open data", len(reports)),
        "cards": cards,
        "image": next((one["image"] for one in cards if one["image"]), ""),
        "pairs": [_item(one, organisations, t) for one in reports if not one.is_case],
        "by_state": _by_state(reports, t),
        "by_bloc": _by_bloc(reports, organisations),
        "suggestions": _suggestions(reports, organisations, t),
        "facts": Markup(_facts(reports, organisations)),  # noqa: S704 (it holds no "<")
    }


def language(reports: Iterable[Report]) -> str:
    """Return the language that all reports share, else English."""
    spoken = {one.language for one in reports}
    return spoken.pop() if len(spoken) == 1 else "en"


def _text(name: str) -> str:
    return (_SITE / name).read_text(encoding="utf-8")


def _words(t: Language) -> dict[str, str]:
    return {
        "title": t("Reports on defence agreements"),
        "about": t(
            "What two states have signed with each other, who is allied with whom, what is publicly known of a missile programme, "
            "and which claims of an article hold."
        ),
        "search": t("A state, an organisation or a title, in any spelling"),
        "none": t(
            "No report here speaks of that. With pactbook `pactbook run --pair A B` makes one of any two states."
        ),
        "cases": t("Cases"),
        "pairs": t("Pairs of states"),
        "states": t("By state"),
        "blocs": t("By organisation"),
        "also": t("also"),
        "named": t("named in"),
        "feed": t("What has changed, as a feed"),
        "missing": t("There is no such page"),
        "home": t("To all reports"),
    }


class _Organisations:
    """The organisations on record by any of their names, as a report may call them."""

    def __init__(self, blocs: pd.DataFrame, t: Language) -> None:
        self._spelled = names.of_blocs(blocs)
        told = blocs.set_index("bloc_id")
        self._short = dict(told.short_name)
        self._long = dict(told.name_de if t.code == "de" else told.name)
        self._german = dict(told.name_de)

    def identified(self, report: Report) -> list[str]:
        """Return the identifiers of the organisations of a report; a name that is not on record stays as it is."""
        found = (names.found(name, self._spelled) for name in report.blocs)
        return [one[0] if one else name for one, name in zip(found, report.blocs, strict=True)]

    def label(self, bloc: str) -> str:
        """Return how an organisation is called in a list."""
        return self._short.get(bloc, bloc)

    def told(self, bloc: str) -> str:
        """Return what stands beside its label: its whole name, where that is another one."""
        whole = self._long.get(bloc, "")
        return whole if whole != self.label(bloc) else ""

    def spellings(self, bloc: str) -> set[str]:
        """Return its identifier and its names, folded."""
        every = (bloc, *(self._spelled.get(bloc) or states.organisation(bloc)), self._german.get(bloc, ""))
        return set(filter(None, map(folding.fold, every)))


def _item(report: Report, organisations: _Organisations, t: Language) -> dict[str, Any]:
    """Return what the index shows of a report, and by which states and organisations it is found."""
    return {
        "path": report.path,
        "title": report.title,
        "line": report.line,
        "language": report.language,
        "day": t("as of {day}", day=t.date(report.day)),
        "about": [(code, t.country(code)) for code in report.about],
        "also": [(code, t.country(code)) for code in report.also],
        "blocs": [(bloc, organisations.label(bloc)) for bloc in organisations.identified(report)],
        "found_by": [*report.about, *report.also, *map(_key, organisations.identified(report))],
    }


def _key(bloc: str) -> str:
    """Return an organisation's key, which no state has."""
    return f"bloc-{bloc}"


def _card(folder: Path, report: Report, organisations: _Organisations, t: Language) -> dict[str, Any]:
    """Return a case with the card of its first figure."""
    image = next(iter(sorted((folder / report.source.name).glob("figures/*/*.card.png"))), None)
    item = _item(report, organisations, t) | {"picture": None, "image": "", "alt": ""}
    if image is None:
        return item
    facts = image.with_name(image.name.replace(".card.png", ".json"))
    alt = json.loads(facts.read_text(encoding="utf-8"))["alt"] if facts.is_file() else report.title
    picture = html.picture(base64.b64encode(image.read_bytes()).decode(), _CARD_WIDTH)
    return item | {"picture": picture, "image": image.relative_to(folder).as_posix(), "alt": alt}


def _by_state(reports: list[Report], t: Language) -> list[dict[str, Any]]:
    """Return each state with the reports that are about it, and those that name it beside others."""
    codes = {code for one in reports for code in (*one.about, *one.also)}
    listed = [
        {
            "key": code,
            "label": t.country(code),
            "told": "",
            "about": [one for one in reports if code in one.about],
            "also": [one for one in reports if code in one.also],
        }
        for code in codes
    ]
    return sorted(listed, key=lambda one: folding.fold(one["label"]))


def _by_bloc(reports: list[Report], organisations: _Organisations) -> list[dict[str, Any]]:
    asked = {one.path: organisations.identified(one) for one in reports}
    listed = [
        {
            "key": _key(bloc),
            "label": organisations.label(bloc),
            "told": organisations.told(bloc),
            "about": [one for one in reports if bloc in asked[one.path]],
            "also": [],
        }
        for bloc in {bloc for own in asked.values() for bloc in own}
    ]
    return sorted(listed, key=lambda one: folding.fold(one["label"]))


def _suggestions(reports: list[Report], organisations: _Organisations, t: Language) -> list[str]:
    """Return what a browser may offer while somebody types."""
    codes = {code for one in reports for code in (*one.about, *one.also)}
    blocs = {bloc for one in reports for bloc in organisations.identified(one)}
    return sorted({*map(t.country, codes), *map(organisations.label, blocs)}, key=folding.fold)


def _facts(reports: list[Report], organisations: _Organisations) -> str:
    """Return as JSON what the search knows: every spelling of each state and organisation, and how a spelling is folded."""
    known: dict[str, Iterable[str]] = {
        code: states.spellings(code) for one in reports for code in (*one.about, *one.also)
    }
    known |= {_key(bloc): organisations.spellings(bloc) for one in reports for bloc in organisations.identified(one)}
    spelled = {key: f"|{'|'.join(sorted(known[key]))}|" for key in sorted(known)}
    told = json.dumps({"names": spelled, "folding": folding.tables()}, ensure_ascii=False, sort_keys=True)
    return told.replace("<", "\\u003c")
