"""Every exhibit has something to show, or says that nothing is on record: with a table empty, and on early days."""

import datetime as dt

import pytest
from matplotlib.figure import Figure

from pactbook import parameters
from pactbook.errors import UserError
from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.parameters import AllianceMaps
from pactbook.plots.finish import Finished
from pactbook.record import schema

TABLES = [name for name in schema() if name != "sources"]
pytestmark = pytest.mark.slow
SUBJECTS = (Pair, Bloc, Programme, Article)
DAYS = ["1945-01-01", "1950-01-01", "1957-01-01", "1960-01-01", "1985-01-01"]


def texts(shown):
    for part in shown:
        bundle = part._repr_mimebundle_()
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        yield bundle.get("text/html") or bundle["text/plain"]


def assert_told(exhibits, monkeypatch, draw=False):
    """Ask every exhibit for all that it shows; its figure is drawn only if that is asked for."""
    if not draw:
        done = Finished("x", "title", "subtitle", "sources", "alt", b"")
        monkeypatch.setattr("pactbook.exhibits.exhibit.Exhibit._for_report", lambda self: done)
    for exhibit in exhibits:
        if exhibit.draw is not None:
            assert all(text.strip() for text in (exhibit.title, exhibit.subtitle, exhibit.sources, exhibit.alt))
        shown = exhibit.shown()
        assert shown, exhibit.name
        for text in texts(shown):
            assert text.strip(), exhibit.name
            assert "nan" not in text.split(), exhibit.name


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_exhibit_stands_an_empty_table(folder, subject, table, made, every, monkeypatch):
    _empty(folder, table)
    if subject is Article and table == "claims":
        pytest.skip("an article without claims is refused")
    if subject is Bloc and table == "blocs":
        pytest.skip("organisations that are not on record are refused")
    assert_told(every(made(subject, folder.load(dt.date(2024, 3, 1)))), monkeypatch)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("subject", [Pair, Programme])
def test_every_exhibit_stands_an_early_day(untouched, subject, day, made, every, monkeypatch):
    states = {"country": "ISL", "partner": ""} if subject is Programme else {}
    years = {"since": 1945} if subject is Pair else {}
    assert_told(every(made(subject, untouched.load(day), as_of=day, **states, **years)), monkeypatch)


def test_the_exhibits_of_a_bloc_stand_the_day_of_its_first_organisation(untouched, made, every, monkeypatch):
    day = "1990-01-01"
    assert_told(every(made(Bloc, untouched.load(day), as_of=day, blocs=["OLDPACT"], years=[])), monkeypatch)


def test_an_organisation_that_is_not_there_on_the_day_is_refused(untouched, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(untouched.path))
    params = AllianceMaps(
        as_of="1995-01-01", blocs=["OLDPACT", "TALKS"], hypothesis=["FJI", "ISL"], origins=["pactbook"]
    )
    with pytest.raises(UserError, match="blocs: TALKS: not on record on 1995-01-01, and perhaps not founded yet"):
        Bloc.from_params(params)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_figure_is_drawn_from_a_record_that_holds_nothing_else(folder, subject, made, every):
    for table in TABLES:
        if table not in ("claims", "blocs"):
            _empty(folder, table)
    subject = made(subject, folder.load(dt.date(2024, 3, 1)))
    assert all(isinstance(one.figure(), Figure) for one in every(subject) if one.draw is not None)


def _empty(folder, table):
    """Empty a table, and what in other tables names its rows."""
    folder.drop(table)
    if table == "blocs":
        folder.drop("sweeps", "nordpact-2020-2022-1")
    for name, other in schema(folder.path).items():
        for column in other.fields:
            names = {target for field, target, _ in other.foreign if field == column.name}
            names |= {column.references[0]} if column.references else set()
            if column.is_party or table not in names:
                continue
            if column.required:
                folder.drop(name)
            else:
                folder._write(name, [row | {column.name: ""} for row in folder.rows(name)])


def test_the_days_are_days_that_a_report_may_have():
    assert all(dt.date.fromisoformat(day) >= parameters.FIRST_DAY for day in DAYS)
