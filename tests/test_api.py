"""What `import pactbook as pb` gives."""

import datetime as dt
import inspect
import re
import subprocess
import sys

import pandas as pd
import pytest

import pactbook as pb
from pactbook import api
from pactbook.record import load
from pactbook.subjects import ties

pytestmark = pytest.mark.slow

TABLES = {
    "agreements": lambda: pb.agreements(),
    "events": lambda: pb.events(),
    "members": lambda: pb.members("NORDPACT", "2024-02-01"),
    "systems": lambda: pb.systems(),
    "flights": lambda: pb.flights(),
    "designations": lambda: pb.designations(),
    "sources": lambda: pb.sources(),
    "states": lambda: pb.states(),
}


@pytest.fixture(autouse=True)
def _made_up(untouched, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(untouched.path))


@pytest.fixture
def shipped(monkeypatch):
    monkeypatch.delenv("PACTBOOK_DATA")


def refused(call, *args, **values):
    with pytest.raises(pb.UserError) as caught:
        call(*args, **values)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------- the list


def test_the_list_is_what_the_package_has():
    assert {name for name in dir(pb) if name[0] != "_"} == set(pb.__all__) - {"__version__"}
    for name in pb.__all__:
        assert getattr(pb, name) is not None
    public = {
        name
        for name, made in vars(api).items()
        if inspect.isfunction(made) and made.__module__.startswith(api.__name__)
    }
    assert {name for name in public if name[0] != "_"} | {"states", "UserError", "__version__"} == set(pb.__all__)
    with pytest.raises(AttributeError, match="no attribute 'agreemnts'"):
        _ = pb.agreemnts


def test_to_import_it_loads_nothing_else():
    told = "import sys; before = set(sys.modules); import pactbook; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert {name for name in done.stdout.split() if name.split(".")[0] not in sys.stdlib_module_names} == {"pactbook"}


def test_to_ask_for_a_table_draws_nothing():
    told = "import sys, pactbook as pb; pb.agreements(state='Fiji'); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_room_that_is_a_function_too_stays_a_room():
    from pactbook import states
    from pactbook.states import system

    assert pb.states is states
    assert states.name("PAK") == system.name("PAK")
    pd.testing.assert_frame_equal(pb.states(), states.listed())


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_documented(name):
    told = inspect.getdoc(pb.states.listed if name == "states" else getattr(pb, name))
    returns = re.search(r"Returns\n-+\n(.*?)\n\n\w+\n-+\n", told, re.DOTALL)[1]
    frame = TABLES[name]()
    assert len(frame)
    assert set(frame.columns) <= set(re.findall(r"\w+", returns))


@pytest.mark.parametrize("name", TABLES)
def test_what_is_handed_out_is_the_caller_s_own(name):
    first, again = TABLES[name](), TABLES[name]()
    first.loc[:, first.columns[0]] = "changed"
    first["mine"] = 1
    pd.testing.assert_frame_equal(TABLES[name](), again)
    assert not any(isinstance(cell, list) for row in again.itertuples() for cell in row)


# --------------------------------------------------------------------------------------------------- the tables


def test_agreements_are_those_of_a_state_or_of_two():
    assert set(pb.agreements(state="Norway").agreement_id) == {"fji-nor-2019-treaty"}
    both = pb.agreements(pair=("Islande", "FJ"))
    assert all(parties == ("FJI", "ISL") for parties in both.parties) and len(both) == 5
    pd.testing.assert_frame_equal(both, ties.between(load(), "FJI", "ISL"))
    assert pb.agreements(pair=("NOR", "ISL")).empty
    assert list(pb.agreements(pair=("NOR", "ISL")).columns) == list(both.columns)


@pytest.mark.parametrize("day", ["2022-01-01", dt.date(2022, 1, 1)])
def test_a_day_is_text_or_date_and_cuts_what_came_later(day):
    then = pb.agreements(pair=("FJI", "ISL"), as_of=day)
    assert set(then.agreement_id) == {"fji-isl-2017-culture", "fji-isl-2020-defence"}
    assert len(pb.events(state="ISL", as_of=day)) == 3
    assert "eu-isl-works" not in set(pb.designations(as_of=day).designation_id)
    assert pb.flights("Fiji", as_of=day).date.max() == "2021-07-09"
    assert "fji-beta" in set(pb.systems("Fiji", as_of=day).system_id)


def test_today_and_latest_are_days():
    assert len(pb.agreements(as_of="today")) == len(pb.agreements())
    assert len(pb.agreements(as_of="latest")) <= len(pb.agreements())


def test_members_are_those_of_the_day():
    assert list(pb.members("NORDPACT", "2010-01-01").iso3) == ["FJI", "ISL", "NOR"]
    now = pb.members("the nordpact", dt.date(2013, 1, 1))
    assert list(now.state) == ["Fiji", "Iceland"]
    assert list(pb.members("Nordpact", "2013-01-01", role="observer").iso3) == ["NOR"]
    assert set(pb.members("Nordpact", "2016-02-01", role=None).role) == {"member", "observer", "candidate"}
    assert pb.members("OLDPACT", "2010-01-01").empty


def test_members_of_the_shipped_record(shipped):
    assert "BLR" in set(pb.members("SCO", "2024-07-05").iso3)
    assert "BLR" not in set(pb.members("SCO", "2024-07-03").iso3)
    assert pb.members("OTAN", "2024-03-08").equals(pb.members("NATO", "2024-03-08"))
    assert len(pb.members("North Atlantic Treaty Organization", "2024-03-08")) == 32


def test_designations_are_by_programme_and_by_state():
    tied = pb.designations(programme="Fiji")
    assert set(tied.designation_id) == {"us-fji-agency", "us-isl-lab", "us-isl-works", "us-nor-trade", "eu-isl-works"}
    assert list(tied[~tied.in_place].designation_id) == ["us-isl-lab"]
    assert set(pb.designations(programme="Fiji", state="Iceland").country) == {"ISL"}
    assert set(pb.designations(state="Uruguay").designation_id) == {"us-ury-person"}


def test_systems_and_flights_are_by_state():
    assert set(pb.systems().country) == {"FJI", "ISL"}
    assert list(pb.systems("Iceland").system_id) == ["isl-one"]
    assert len(pb.flights("Fiji")) == len(pb.flights()) == 4
    assert pb.flights("Bhutan").empty and list(pb.flights("Bhutan").columns) == list(pb.flights().columns)


def test_sources_stand_in_the_order_asked_for():
    ids = ["treaty-2021", "gov-2020-05", "treaty-2021"]
    assert list(pb.sources(ids).source_id) == ["treaty-2021", "gov-2020-05"]
    assert list(pb.sources("blog-nd").publisher) == ["A Blog"]
    assert len(pb.sources()) == len(load().sources)
    assert pb.sources([]).empty


def test_states_are_those_of_a_day():
    gone = pb.states("1985-06-01")
    assert "SUN" in set(gone.code) and "RUS" not in set(gone.code)
    assert "SUN" not in set(pb.states("today").code)
    everything = pb.states().set_index("code")
    assert everything.at["SUN", "end"].startswith("1991-12")
    assert "SUN" in everything.at["RUS", "predecessors"]


# ----------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: pb.agreements(state="Icelnd"), "state: 'Icelnd' is no country: did you mean ISL, Iceland?"),
        (lambda: pb.agreements(pair=("Iceland", "Fiij Islands X")), "pair: 'Fiij Islands X' is no country"),
        (lambda: pb.agreements(pair=("Fiji", "FJI")), "pair: ('Fiji', 'FJI'): name two states"),
        (lambda: pb.agreements(pair="Fiji"), "pair: 'Fiji': name two states"),
        (lambda: pb.agreements(state="FJI", pair=("FJI", "ISL")), "state, pair: give one of the two"),
        (lambda: pb.agreements(as_of="2024"), "as_of: '2024' is no date: write YYYY-MM-DD, today or latest"),
        (lambda: pb.events(as_of="2023-02-30"), "as_of: '2023-02-30' is no date: day"),
        (lambda: pb.events(as_of=dt.date(1900, 1, 1)), "as_of: 1900-01-01 lies before 1945-01-01"),
        (lambda: pb.members("NORDPCT", "2024-01-01"), "blocs: 'NORDPCT' is not on record (did you mean 'NORDPACT'?)"),
        (lambda: pb.members("NORDPACT", "soon"), "day: 'soon' is no date"),
        (lambda: pb.members("NORDPACT", role="membr"), "role: 'membr' is none (did you mean 'member'?)"),
        (lambda: pb.designations(programme="Fidji X"), "programme: 'Fidji X' is no country"),
        (lambda: pb.sources(["blog-nd", "blog-nb"]), "sources: 'blog-nb' is not on record (did you mean 'blog-nd'?)"),
        (lambda: pb.states("1.1.2000"), "'1.1.2000' is no date: write YYYY-MM-DD or today"),
        (lambda: pb.Pair("Fiji", "Icelnd"), "country_b: 'Icelnd' is no country: did you mean ISL, Iceland?"),
        (lambda: pb.Pair("Fiji", "Iceland", wordview="un"), "'wordview' is no parameter of 01-bilateral-agreements (did you"),
        (lambda: pb.Pair("Fiji", "Iceland", language="fr"), "language: 'fr' is not allowed"),
        (lambda: pb.Bloc(["Fiji"]), "hypothesis: at least 2 are needed, not 1"),
        (lambda: pb.Bloc(["Fiji", "Iceland"], blocs=["TALK"]), "blocs: 'TALK' is not on record (did you mean 'TALKS'?)"),
        (lambda: pb.Programme("Fidji X"), "country: 'Fidji X' is no country"),
        (lambda: pb.Article("article-2023"), "'article-2023'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_nearest(call, told):
    assert told in refused(call)


# ----------------------------------------------------------------------------------------------------- subjects


def test_a_pair_has_tables_and_exhibits():
    pair = pb.Pair("Fiji", "Island", as_of="2024-02-01", language="de")
    assert pair.states == ("FJI", "ISL") and pair.params.since == 1994
    assert set(pair.agreements.agreement_id) == set(pb.agreements(pair=("FJI", "ISL"), as_of="2024-02-01").agreement_id)
    shown = pair.contacts(note="Mine")
    assert (shown.name, shown.note) == ("contacts", "Mine")
    assert "Dokumente" in shown.subtitle
    assert pb.Pair("Fiji", "Iceland", as_of="2024-02-01", since=2020).params.since == 2020


def test_the_pair_of_the_issue(shipped):
    pair = pb.Pair("Japan", "Philippines", as_of="2024-01-01")
    assert len(pair.agreements) and set(pair.agreements.date.str[:4]) < {str(year) for year in range(1945, 2024)}
    assert all({"JPN", "PHL"} <= set(parties) for parties in pair.agreements.parties)
    assert pair.contacts().frame.equals(pair.dealings)


def test_a_day_before_the_usual_first_year_needs_no_other_parameter(shipped):
    assert pb.Pair("India", "Soviet Union", as_of="1985-06-01").params.since <= 1985


def test_a_bloc_takes_names_and_suggests_organisations():
    bloc = pb.Bloc(["Fiji", "Iceland"], as_of="2024-02-01", origins=["pactbook"])
    assert bloc.params.blocs == ["NORDPACT", "TALKS", "TRADE"]
    assert bloc.params.years == [1990, 2000, 2010]
    named = pb.Bloc(("FJI", "Norwegen"), blocs=["the trade", "Talks"], as_of="2024-02-01", years=[2000])
    assert (named.params.blocs, named.params.years, named.states) == (["TRADE", "TALKS"], [2000], ["FJI", "NOR"])


def test_a_programme_names_no_partner_of_its_own():
    programme = pb.Programme("Fiji", as_of="2024-02-01")
    assert (programme.partner, programme.params.compare) == ("", ["ISL"])
    assert pb.Programme("Fiji", as_of="2024-02-01", partner="Norway", compare=["Uruguay"]).params.compare == ["URY"]


def test_an_article_has_its_claims():
    article = pb.Article("article-2022", as_of="2024-02-01")
    assert len(article.claims) == 8
