"""Rows, and the reviews of an audit, as JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from pactbook import states
from pactbook.errors import UserError
from pactbook.record import as_dicts
from pactbook.reports.export.tables import Rows

_CONTEXT = "https://schema.org"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_REVIEW = "ClaimReview"
Thing = dict[str, Any]


def write(path: Path, rows: Rows) -> None:
    """Write what schema.org has words for: each row with its sources, after the dataset that they belong to.

    Raises
    ------
    UserError
        If it has words for none of the tables.
    """
    told = {name: frame for name, frame in rows.tables.items() if name in _THINGS}
    if not told:
        raise UserError(f"{path.suffix}: holds {', '.join(_THINGS)}; for {', '.join(rows.tables)} write another file")
    things = [_row(name, row) for name, frame in told.items() for row in as_dicts(frame)]
    _write(path, {"@context": _CONTEXT, "@graph": [_dataset(rows), *things]})


def write_reviews(path: Path, folder: Path) -> None:
    """Write the ClaimReviews that the pages of a report carry.

    Raises
    ------
    UserError
        If it carries none.
    """
    found = [review for page in sorted(folder.glob("*.html")) for review in _reviews(page)]
    if not found:
        raise UserError(f"{folder}: no page of this report audits claims")
    _write(path, found)


def _reviews(page: Path) -> list[Thing]:
    blocks = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all(
        "script", type="application/ld+json"
    )
    things = (thing for block in blocks for thing in _several(json.loads(block.get_text())))
    return [thing for thing in things if thing.get("@type") == _REVIEW]


def _several(held: Any) -> list[Thing]:
    return held if isinstance(held, list) else [held]


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _dataset(rows: Rows) -> Thing:
    return {
        "@type": "Dataset",
        "name": "pactbook",
        "description": " ".join(rows.meaning[rows.meaning.table == ""].meaning),
        "license": _LICENCE,
        "creator": {"@type": "Organization", "name": "pactbook"},
        "dateModified": rows.until,
    }


def _row(table: str, row: Mapping[str, Any]) -> Thing:
    facts = _THINGS[table](row)
    if "source_ids" in row:
        cited = zip(row["source_ids"], row["source_urls"], strict=True)
        facts["subjectOf"] = [{"@type": "WebPage", "@id": f"#sources/{one}", "url": url} for one, url in cited]
    return {name: value for name, value in facts.items() if value not in ("", None, [], ())}


def _agreement(row: Mapping[str, Any]) -> Thing:
    return {
        "@type": "CreativeWork",
        "@id": f"#agreements/{row['agreement_id']}",
        "name": row["title"],
        "genre": row["kind"],
        "keywords": list(row["domains"]),
        "contributor": _parties(row["parties"]),
        "dateCreated": row["signed"],
        "datePublished": row["announced"],
        "locationCreated": _place(row["place"]),
        "temporalCoverage": f"{row['in_force']}/{row['ended'] or '..'}" if row["in_force"] else "",
    }


def _event(row: Mapping[str, Any]) -> Thing:
    return {
        "@type": "Event",
        "@id": f"#events/{row['event_id']}",
        "name": row["title"],
        "additionalType": row["kind"],
        "keywords": list(row["domains"]),
        "startDate": row["date"],
        "endDate": row["end_date"],
        "location": _place(row["place"]),
        "about": [*_parties(row["countries"]), *({"@id": f"#agreements/{one}"} for one in row["agreement_ids"])],
    }


def _membership(row: Mapping[str, Any]) -> Thing:
    return {
        "@type": "OrganizationRole",
        "@id": f"#memberships/{row['bloc_id']}/{row['iso3']}/{row['role']}/{row['start']}",
        "roleName": row["role"],
        "member": _party(row["iso3"]),
        "memberOf": {"@type": "Organization", "identifier": row["bloc_id"]},
        "startDate": row["start"],
        "endDate": row["end"],
    }


def _system(row: Mapping[str, Any]) -> Thing:
    measured = {"range": (row["range_km"], "KMT"), "payload": (row["payload_kg"], "KGM")}
    return {
        "@type": "Product",
        "@id": f"#systems/{row['system_id']}",
        "name": row["name"],
        "alternateName": list(row["aliases"]),
        "category": row["class"],
        "countryOfOrigin": _party(row["country"]),
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value, "unitCode": unit}
            for name, (value, unit) in measured.items()
            if value == value  # not known: NaN
        ],
    }


def _designation(row: Mapping[str, Any]) -> Thing:
    entity = {"@type": "Organization", "identifier": row["entity_id"], "name": row["name"]}
    return {
        "@type": "Action",
        "@id": f"#designations/{row['designation_id']}",
        "name": row["legal_basis"],
        "description": row["stated_reason"],
        "agent": {"@type": "GovernmentOrganization", "name": row["authority"]},
        "object": entity | ({"location": _party(row["country"])} if row["country"] else {}),
        "startTime": row["designated_on"],
        "endTime": row["lifted_on"],
    }


def _source(row: Mapping[str, Any]) -> Thing:
    return {
        "@type": "WebPage",
        "@id": f"#sources/{row['source_id']}",
        "name": row["title"],
        "url": row["url"],
        "publisher": {"@type": "Organization", "name": row["publisher"]},
        "datePublished": row["published"],
        "inLanguage": row["language"],
        "genre": row["kind"],
    }


def _parties(codes: Iterable[str]) -> list[Thing]:
    return [_party(code) for code in codes]


def _party(code: str) -> Thing:
    if states.is_code(code):
        return {"@type": "Country", "identifier": code, "name": states.name(code)}
    return {"@type": "Organization", "identifier": code}


def _place(name: str) -> Thing | None:
    return {"@type": "Place", "name": name} if name else None


_THINGS: dict[str, Callable[[Mapping[str, Any]], Thing]] = {
    "agreements": _agreement,
    "events": _event,
    "memberships": _membership,
    "systems": _system,
    "designations": _designation,
    "sources": _source,
}
