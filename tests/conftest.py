# ruff: noqa: E501 (one row a line)
"""A small made-up data package, one row for every branch. Its states are real codes, its facts are not."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import settings
from matplotlib.figure import Figure
from matplotlib.text import Text

from pactbook import paths
from pactbook.locale import Language
from pactbook.plots import style
from pactbook.record import Tables, load, schema
from pactbook.record.declared import read_yaml

# No test depends on the clock: a busy machine may take as long as it likes over one example.
settings.register_profile("pactbook", deadline=None)
settings.load_profile("pactbook")

SEEN = "2024-03-01"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-summaries", action="store_true", help="write the summaries of figures anew")


def _source(
    source_id: str, publisher: str, country: str, kind: str, published: str, wire: str = "", language: str = "en"
):
    return {
        "source_id": source_id,
        "publisher": publisher,
        "publisher_country": country,
        "title": f"Page {source_id}",
        "url": f"https://{publisher.lower().replace(' ', '-')}.example/{source_id}",
        "published": published,
        "language": language,
        "kind": kind,
        "wire": wire,
        "seen_on": SEEN,
    }


ALONE = "Known from an encyclopaedia alone."


def _agreement(agreement_id: str, kind: str, domains: str, source_ids: str, **values: str):
    parties = ";".join(agreement_id.upper().split("-")[:2])
    row = {"agreement_id": agreement_id, "parties": parties, "title": f"Title of {agreement_id}"}
    row |= {"kind": kind, "domains": domains, "source_ids": source_ids}
    return row | {"mutual_defence": "unknown", "text_public": "unknown"} | values


def _event(event_id: str, date: str, kind: str, countries: str, domains: str, source_ids: str, **values: str):
    row = {"event_id": event_id, "date": date, "kind": kind, "countries": countries, "domains": domains}
    return row | {"title": f"Event {event_id}", "title_de": f"Ereignis {event_id}", "source_ids": source_ids} | values


def _bloc(bloc_id: str, kind: str, mutual_defence: str, founded: str, dissolved: str = ""):
    row = {
        "bloc_id": bloc_id,
        "name": f"The {bloc_id}",
        "name_de": f"Der {bloc_id}",
        "short_name": bloc_id.title(),
        "kind": kind,
    }
    row |= {"mutual_defence": mutual_defence, "members_complete": "yes", "founded": founded, "dissolved": dissolved}
    return row | {"source_ids": "encyclopedia-nd", "note": ALONE}


def _membership(bloc_id: str, iso3: str, role: str, start: str, end: str = ""):
    row = {"bloc_id": bloc_id, "iso3": iso3, "role": role, "start": start, "start_is": "joined", "end": end}
    return row | {"source_ids": "encyclopedia-nd", "note": ALONE}


def _system(name: str, cls: str, range_km: str, payload_kg: str, status: str, source_ids: str, **values: str):
    row = {"system_id": f"fji-{name.lower()}", "country": "FJI", "name": name, "class": cls, "basing": "ground_mobile"}
    row |= {"range_km": range_km, "payload_kg": payload_kg, "status": status, "source_ids": source_ids}
    return row | values


def _flight(test_id: str, system_id: str, **values: str):
    row = {"test_id": test_id, "date": test_id[:10], "country": "FJI", "system_id": system_id, "outcome": "success"}
    return row | {"announced_by": "Fiji Ministry of Defence", "source_ids": "tests-dataset-2023"} | values


def _entity(entity_id: str, kind: str):
    row = {"entity_id": entity_id, "name": f"Entity {entity_id}", "country": entity_id[:3].upper(), "kind": kind}
    return row | {"source_ids": "us-state-2021-07"}


def _designation(designation_id: str, entity_id: str, authority: str, on: str, programme: str, lifted: str = ""):
    row = {"designation_id": designation_id, "entity_id": entity_id, "authority": authority, "legal_basis": "an order"}
    row |= {"designated_on": on, "lifted_on": lifted, "stated_reason": "supplied parts", "programme_country": "FJI"}
    row |= {"stated_reason_de": "lieferte Teile"}
    return row | {"programme": programme, "source_ids": "us-state-2021-07"}


def _claim(number: int, kind: str, **values: str):
    row = {"claim_id": f"article-{number}", "article_id": "article-2022", "paragraph": str(number), "kind": kind}
    row |= {
        "speaker": "The Article",
        "hedge": "asserted",
        "claim_en": f"Claim {number}.",
        "claim_de": f"Satz {number}.",
    }
    return row | values


def _reading(table: str, record_id: str, field: str, value: str, source_id: str):
    return {"table": table, "record_id": record_id, "field": field, "value": value, "source_id": source_id}


PACKAGE: dict[str, list[dict[str, str]]] = {
    "sources": [
        _source("think-2018", "Institute", "NOR", "think_tank", "2018-02-02"),
        _source("post-2019-06", "Reykjavik Post", "ISL", "press", "2019-06", language="is"),
        _source("gov-2020-05", "Fiji Ministry of Defence", "FJI", "government", "2020-05-12"),
        _source("treaty-2021", "UN Treaty Collection", "", "treaty_text", "2021-03-01"),
        _source("us-state-2021-07", "US Department of State", "USA", "government", "2021-07-01"),
        _source("agency-2022-09", "Pacific Wire", "FJI", "agency", "2022-09-10"),
        _source("daily-2022-09", "Suva Daily", "FJI", "agency", "2022-09-11", wire="Pacific Wire"),
        _source("article-2022", "The Article", "USA", "press", "2022-10-01"),
        _source("tests-dataset-2023", "Test Counters", "USA", "dataset", "2023"),
        _source("ledger-2024-01", "Island Ledger", "ISL", "press", "2024-01-15", language="is"),
        _source("encyclopedia-nd", "Encyclopedia", "", "encyclopedia", ""),
        _source("blog-nd", "A Blog", "URY", "press", "", language="es"),
    ],
    "agreements": [
        _agreement("btn-fji-2015-defence", "agreement", "defence", "encyclopedia-nd", signed="2015-01-01", note=ALONE),
        _agreement("fji-isl-2017-culture", "mou", "culture", "post-2019-06", signed="2017-03", mutual_defence="no", text_public="yes"),
        _agreement("fji-isl-2020-defence", "agreement", "defence;training", "gov-2020-05;treaty-2021", signed="2020-05-11", in_force="2021-02-01", mutual_defence="consultation", text_public="yes"),
        _agreement("fji-isl-2022-memo", "mou", "defence", "daily-2022-09", signed="2022-09-09", mutual_defence="no"),
        _agreement("fji-isl-2022-programme", "programme", "military_technical;intelligence", "agency-2022-09;daily-2022-09;ledger-2024-01", signed="2022-09-09", text_public="no", period_start="2023", period_end="2025", see_also="fji-isl-2020-defence", note="Told again in 2024."),
        _agreement("fji-isl-2023-roadmap", "roadmap", "defence", "ledger-2024-01", announced="2023-05-02", text_public="no"),
        _agreement("fji-nor-2019-treaty", "treaty", "mutual_defence;defence", "post-2019-06", signed="2019-01-10", mutual_defence="yes", text_public="yes"),
        _agreement("fji-nzl-nd-defence", "mou", "defence", "blog-nd"),
        _agreement("fji-ury-2010-treaty", "treaty", "mutual_defence", "encyclopedia-nd;blog-nd", signed="2010-06-01", in_force="2011", ended="2016-12-31", mutual_defence="yes", text_public="yes"),
        _agreement("fji-ury-2018-contract", "contract", "arms_trade", "post-2019-06", signed="2018-08-08", mutual_defence="no"),
    ],
    "events": [
        _event("2018-04-20-visit", "2018-04-20", "visit", "FJI;ISL", "defence", "post-2019-06", end_date="2018-04-22"),
        _event("2019-06-meeting", "2019-06", "meeting", "FJI;ISL", "political", "post-2019-06"),
        _event("2020-02-02-ratification", "2020-02-02", "ratification", "FJI;NOR", "mutual_defence", "gov-2020-05", agreement_ids="fji-nor-2019-treaty"),
        _event("2020-10-05-commission", "2020-10-05", "commission", "FJI;ISL;NOR", "defence", "us-state-2021-07"),
        _event("2021-03-03-statement", "2021-03-03", "statement", "BRA;FJI", "defence", "us-state-2021-07"),
        _event("2021-04-04-delivery", "2021-04-04", "delivery", "FJI;JPN", "arms_trade", "us-state-2021-07"),
        _event("2022-09-09-signing", "2022-09-09", "signing", "FJI;ISL", "defence", "agency-2022-09", agreement_ids="fji-isl-2022-memo;fji-isl-2022-programme"),
        _event("nd-btn-fji-2015-expiry", "", "expiry", "BTN;FJI", "defence", "encyclopedia-nd", agreement_ids="btn-fji-2015-defence", note=ALONE),
        _event("nd-fji-nzl-signing", "", "signing", "FJI;NZL", "defence", "blog-nd", agreement_ids="fji-nzl-nd-defence"),
        _event("2016-12-31-fji-ury-ended", "2016-12-31", "termination", "FJI;URY", "mutual_defence", "encyclopedia-nd", agreement_ids="fji-ury-2010-treaty", note=ALONE),
        _event("2023-03-03-exercise", "2023-03-03", "exercise", "FJI;ISL", "exercises", "ledger-2024-01"),
    ],
    "blocs": [
        _bloc("NORDPACT", "alliance", "yes", "2000-01-01"),
        _bloc("OLDPACT", "alliance", "yes", "1990-01-01", "2005-06-30"),
        _bloc("TALKS", "security_organisation", "consultation", "2010-05-01"),
        _bloc("TRADE", "economic", "no", "1995"),
    ],
    "memberships": [
        _membership("NORDPACT", "FJI", "member", "2004-03-15"),
        _membership("NORDPACT", "ISL", "member", "2000-01-01"),
        _membership("NORDPACT", "NOR", "member", "2000-01-01", "2012-07-01"),
        _membership("NORDPACT", "NOR", "observer", "2012-07-01"),
        _membership("NORDPACT", "URY", "candidate", "2015"),
        _membership("OLDPACT", "BTN", "partner", "1990-01-01"),
        _membership("OLDPACT", "FJI", "member", "1990-01-01", "2005-06-30"),
        _membership("TALKS", "FJI", "member", "2010-05-01"),
        _membership("TALKS", "URY", "member", "2010-05-01", "2020"),
        _membership("TRADE", "FJI", "member", "1995"),
        _membership("TRADE", "ISL", "suspended", "2001-01-01"),
        _membership("TRADE", "URY", "member", "1999-08"),
    ],
    "missile_systems": [
        _system("Alpha", "CRBM", "280", "600", "displayed", "gov-2020-05"),
        _system("Beta", "MRBM", "2000", "700", "in_service", "think-2018;ledger-2024-01", first_test="2017-05-05", in_service="2019"),
        _system("Gamma", "MRBM", "2200", "300", "tested", "tests-dataset-2023", first_test="2021-07"),
        _system("Delta", "ICBM", "", "", "cancelled", "us-state-2021-07"),
        _system("Epsilon", "SRBM", "400", "", "retired", "think-2018;gov-2020-05", in_service="2001", retired="2020-01-01"),
        _system("One", "LACM", "500", "450", "in_service", "ledger-2024-01", system_id="isl-one", country="ISL", aliases="Eins;Un"),
    ],
    "missile_tests": [
        _flight("2017-05-05-beta", "fji-beta"),
        _flight("2018-06-06-beta", "fji-beta", outcome="failure", missiles="2"),
        _flight("2021-07-09-gamma", "fji-gamma"),
        _flight("2022-02-02-unnamed", "", described_as="a rocket"),
    ],
    "entities": [
        _entity("fji-agency", "agency"),
        _entity("isl-lab", "institute"),
        _entity("isl-works", "company"),
        _entity("nor-trade", "company"),
        _entity("ury-person", "person"),
    ],
    "designations": [
        _designation("us-fji-agency", "fji-agency", "US State", "2021-06-30", "missile"),
        _designation("us-isl-lab", "isl-lab", "US State", "2021-06-30", "nuclear", lifted="2023-02-02"),
        _designation("us-isl-works", "isl-works", "US State", "2021-06-30", "missile"),
        _designation("us-nor-trade", "nor-trade", "US State", "2021-06-30", "missile"),
        _designation("us-ury-person", "ury-person", "US Treasury", "2021-06-30", "arms"),
        _designation("eu-isl-works", "isl-works", "EU", "2022-01-20", "missile_and_nuclear"),
    ],
    "claims": [
        _claim(1, "fact", rule="signed", arguments='{"agreements": ["fji-isl-2022-memo"]}'),
        _claim(2, "fact", rule="signed", arguments='{"agreements": ["fji-isl-2022-memo"], "on": "2022-09-10"}'),
        _claim(3, "fact", rule="designated", arguments='{"entity": "isl-works", "authority": "US State", "on": "2021-06-30", "alleged": true}'),
        _claim(4, "fact", rule="days_apart", arguments='{"first": "agreements:fji-isl-2020-defence", "second": "agreements:fji-isl-2022-memo", "claimed": 30, "tolerance": 5}', reasoning_en="A typed addition."),
        _claim(5, "assessment", verdict="opinion", speaker="A Scholar", speaker_country="NOR", role_en="professor", role_de="Professor", speaker_via="The Other Paper", reasoning_en="A judgement.", reasoning_de="Ein Urteil.", evidence="blocs:NORDPACT;sources:think-2018"),
        _claim(6, "forecast", verdict="forecast_open", speaker="A Scholar", would_change_en="Time.", would_change_de="Zeit."),
        _claim(7, "fact", rule="longest_range", arguments='{"country": "FJI", "km": 2500}'),
        _claim(8, "omission", rule="common_bloc", arguments='{"states": ["FJI", "ISL"], "proves": true}'),
    ],
    "coverage": [
        {"subject": "fji-isl-2022-programme", "source_id": "agency-2022-09", "mentions": "economic"},
        {"subject": "fji-isl-2022-programme", "source_id": "daily-2022-09", "mentions": "defence_agreement;economic"},
        {"subject": "fji-isl-2022-programme", "source_id": "ledger-2024-01", "mentions": "defence_agreement"},
    ],
    "searches": [
        {"search_id": "s1", "searched_on": "2024-02-01", "query": "Suva Daily treaty", "language": "en", "where": "web", "outlet": "Suva Daily", "found": "some", "about": "agreements:fji-isl-2022-memo"},
        {"search_id": "s2", "searched_on": "2024-02-01", "query": "Herald treaty", "language": "en", "where": "web", "outlet": "Island Herald", "found": "nothing", "about": "agreements:fji-isl-2022-memo"},
        {"search_id": "s3", "searched_on": "2024-02-02", "query": "treaty", "language": "is", "where": "web", "found": "nothing", "about": "the treaty"},
    ],
    "sweeps": [
        {"sweep_id": "fji-2015-2019-1", "state": "FJI", "period": "2015-2019", "language": "en", "searched_on": "2024-02-03", "query": "Fiji defence agreements 2015 to 2019", "documents_found": "2", "new": "1"},
        {"sweep_id": "nordpact-2020-2022-1", "state": "NORDPACT", "period": "2020-2022", "language": "is", "searched_on": "2024-02-04", "query": "treaties 2020 to 2022", "documents_found": "0", "new": "0"},
    ],
    "draws": [
        {"draw_id": "d1-01", "drawn_on": "2024-02-05", "state": "FJI", "year": "2022", "parties": "FJI;ISL", "title": "A memorandum", "kind": "mou", "signed": "2022-09-09", "url": "https://one.example/1", "on_record": "yes", "agreement_id": "fji-isl-2022-memo"},
        {"draw_id": "d1-02", "drawn_on": "2024-02-05", "state": "FJI", "year": "2016", "parties": "FJI;JPN", "title": "An agreement", "kind": "agreement", "signed": "2016-05", "url": "https://one.example/2", "on_record": "no", "agreement_id": ""},
    ],
    "checks": [
        {"table": "agreements", "record_id": "fji-isl-2020-defence", "checked_on": "2024-03-01", "result": "agrees"},
        {"table": "agreements", "record_id": "fji-isl-2022-memo", "checked_on": "2024-03-01", "result": "disagrees", "field": "signed", "settled": "Corrected."},
    ],
    "third_readings": [
        {"table": "agreements", "record_id": "fji-isl-2020-defence", "read_on": "2024-03-01", "draw": "1", "result": "right"},
        {"table": "agreements", "record_id": "fji-isl-2022-memo", "read_on": "2024-03-01", "draw": "1", "result": "wrong", "fields": "signed", "settled": "Corrected."},
        {"table": "agreements", "record_id": "fji-nzl-nd-defence", "read_on": "2024-03-01", "draw": "1", "result": "not_established"},
        {"table": "agreements", "record_id": "fji-isl-2020-roads", "read_on": "2024-03-01", "draw": "2", "result": "right"},
        {"table": "missile_tests", "record_id": "2017-05-05-beta", "read_on": "2024-03-01", "draw": "1", "result": "imprecise", "fields": "date;place", "settled": "Made finer."},
    ],
    "readings": [
        _reading("agreements", "fji-isl-2020-defence", "signed", "2020-05-11", "treaty-2021"),
        _reading("agreements", "fji-isl-2020-defence", "signed", "2020-05-12", "gov-2020-05"),
        _reading("missile_systems", "fji-alpha", "range_km", "280", "gov-2020-05"),
        _reading("missile_systems", "fji-beta", "range_km", "2000", "think-2018"),
        _reading("missile_systems", "fji-beta", "range_km", "2500", "ledger-2024-01"),
        _reading("missile_systems", "fji-epsilon", "range_km", "400", "gov-2020-05"),
        _reading("missile_systems", "fji-epsilon", "range_km", "400", "think-2018"),
    ],
}  # fmt: skip


class Package:
    """A data package in a folder of its own, with its rows at hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copy(paths.ROOT / "data" / "datapackage.yaml", path)
        self.reset()

    def reset(self) -> None:
        """Write all rows anew, and take away what a test put beside them."""
        for name in ("reference.yaml", "hosts.yaml"):
            (self.path / name).unlink(missing_ok=True)
        for table, rows in PACKAGE.items():
            self._write(table, rows)

    def file(self, table: str) -> Path:
        return self.path / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows as the CSV has them, read without pactbook."""
        with self.file(table).open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def change(self, table: str, row_id: str, **values: str) -> None:
        """Change the row whose first column is `row_id`."""
        rows = self.rows(table)
        next(row for row in rows if next(iter(row.values())) == row_id).update(values)
        self._write(table, rows)

    def append(self, table: str, /, like: str = "", **values: str) -> None:
        """Add a row; what is not given is as in the row `like`, or empty."""
        rows = self.rows(table)
        model = next((row for row in rows if next(iter(row.values())) == like), {})
        self._write(table, [*rows, model | values])

    def drop(self, table: str, row_id: str = "") -> None:
        """Drop the row whose first column is `row_id`, or all rows."""
        self._write(table, [row for row in self.rows(table) if row_id and next(iter(row.values())) != row_id])

    def load(self, as_of: str | dt.date | None = None) -> Tables:
        day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        return load(day, folder=self.path)

    def _write(self, table: str, rows: list[dict[str, str]]) -> None:
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, schema(self.path)[table].columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        # A file that stays as it is need not be read again.
        raw = stream.getvalue().encode()
        if not self.file(table).exists() or self.file(table).read_bytes() != raw:
            self.file(table).write_bytes(raw)


@pytest.fixture(scope="session")
def _changeable(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return Package(tmp_path_factory.mktemp("changeable"))


@pytest.fixture
def folder(_changeable: Package) -> Package:
    """Return a package that the test may change; one folder for all tests, so that its schema is read once."""
    _changeable.reset()
    return _changeable


class Fetched:
    """A folder of outside datasets with made rows, and a catalogue beside the tables that knows their hashes."""

    def __init__(self, path: Path, package: Package) -> None:
        self.path, self._package = path, package
        self._catalogue = read_yaml(paths.ROOT / "data" / "reference.yaml")

    def put(self, name: str, content: str | bytes) -> Path:
        """Put the file of a dataset in its place."""
        content = content.encode("latin-1") if isinstance(content, str) else content
        entry = self._catalogue[name]
        entry["sha256"] = hashlib.sha256(content).hexdigest()
        (self._package.path / "reference.yaml").write_text(yaml.safe_dump(self._catalogue))
        file = self.path / entry["file"]
        file.write_bytes(content)
        return file

    def dcad(self, *rows: str) -> Path:
        """Put agreements in place: ccode1,ccode2,day,month,year of signature, the same of force,type,categories,…,id."""
        head = "ccode1,ccode2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,category1,category2,category3,"
        return self.put("dcad", "\n".join([f"{head}terminated,durationActual,DCAid", *rows, ""]))


@pytest.fixture
def fetched(folder: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetched:
    """Return a folder of outside datasets, empty at first; the tables are those of `folder`."""
    (tmp_path / "reference").mkdir()
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    return Fetched(tmp_path / "reference", folder)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Return a package that no test changes."""
    return Package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def record(untouched: Package) -> Tables:
    """Return everything that the untouched package holds."""
    return untouched.load()


@pytest.fixture(scope="session")
def on() -> Callable[[str], dt.date]:
    return dt.date.fromisoformat


@pytest.fixture(scope="session")
def en() -> Language:
    return Language("en")


@pytest.fixture(scope="session")
def de() -> Language:
    return Language("de")


@pytest.fixture(scope="session")
def words_of() -> Callable[[str], tuple[list[str], str]]:
    """Return what takes a line that calls pactbook apart: its words, and the file that its output goes to."""

    def taken(line: str) -> tuple[list[str], str]:
        call, _, file = line.partition(" > ")
        return shlex.split(call, comments=True)[1:], file.strip()

    return taken


SCREEN = 360  # pixels across a phone
SMALLEST = 11  # pixels of type on it


def _legible(figure: Figure) -> None:
    """Assert that a figure is as wide as a phone, that no letter is too small on it, and that no text leaves the picture."""
    figure.canvas.draw()
    (wide, _), dots = figure.get_size_inches(), figure.get_size_inches() * figure.dpi
    assert wide == style.NARROW
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            assert text.get_fontsize() / 72 * SCREEN / wide >= SMALLEST, text.get_text()
    for text in figure.texts + [text for axes in figure.axes for text in axes.texts]:
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert min(box.x0, box.y0) > -2 and box.x1 < dots[0] + 2 and box.y1 < dots[1] + 2, text.get_text()


@pytest.fixture(scope="session")
def legible() -> Callable[[Figure], None]:
    """Return a function that asserts that a figure can be read on a phone."""
    return _legible
