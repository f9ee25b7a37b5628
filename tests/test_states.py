import datetime as dt
import re
import subprocess
import sys
from itertools import combinations

import pandas as pd
import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook import paths, states
from pactbook.errors import UserError

TABLE = states.table()
LIVING = [code for code in states.codes() if states.last_day(code) is None]
TODAY = dt.date(2026, 1, 1)
LANGUAGES = ("en", "de", "fr", "es", "ru", "ar", "ur", "fa", "hi", "zh", "ja", "ko", "tr", "pl", "uk", "he", "sw", "vi")
DAYS = st.dates(dt.date(1945, 1, 1), dt.date(2030, 12, 31))
STATES = st.sampled_from(states.codes())


def cells(column: str) -> dict[str, list[str]]:
    """Return the lists of a column by code, without the empty ones."""
    return {code: cell.split(";") for code, cell in TABLE[column].items() if cell}


def refusal(value: object, where: str = "country") -> str:
    with pytest.raises(UserError) as caught:
        states.resolve(value, where)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------- the table


def test_each_name_and_each_code_belongs_to_one_state():
    assert TABLE.index.is_unique and list(TABLE.index) == sorted(TABLE.index)
    for column in ("name_en", "name_de"):
        assert TABLE[column].is_unique
    for column in ("iso2", "cow", "gw", "ioc", "cow_abbreviation"):
        living = [code for key, parts in cells(column).items() if key in LIVING for code in parts]
        assert len(living) == len(set(living)), column


def test_every_reference_is_a_state_and_predecessors_and_successors_are_each_others_mirror():
    after = {(code, other) for code, others in cells("successors").items() for other in others}
    before = {(other, code) for code, others in cells("predecessors").items() for other in others}
    joined = {(other, code) for code, others in cells("absorbed").items() for other in others}
    assert after == before | joined and not before & joined
    assert {code for pair in after for code in pair} <= set(states.codes())
    for code, (other,) in cells("continues").items():
        assert other in states.predecessors(code)
    continued = list(TABLE.continues[TABLE.continues != ""])
    assert len(continued) == len(set(continued))


def test_lives_are_in_order_and_a_state_follows_what_it_continues_without_a_gap():
    for code in states.codes():
        first, last = states.first_day(code), states.last_day(code)
        assert first is None or last is None or first < last
    for code, (other,) in cells("continues").items():
        assert states.first_day(code) - states.last_day(other) == dt.timedelta(days=1), code


def test_what_another_choice_could_be_made_of_says_why():
    choices = {"CHN", "TWN", "DEU", "DDR", "SUN", "RUS", "UKR", "BLR", "YUG", "SCG", "SRB", "YEM", "YAR", "VNM", "RVN"}
    choices |= {"XKX", "PSE", "VAT", "COK", "NIU", "ZAN", "TZA", "SYR", "ZWE", "MKD"} | set(cells("un_left"))
    assert not [code for code in choices - {"CSK"} if not TABLE.disputed_reason[code]]


def test_the_table_handed_out_cannot_change_the_facts():
    frame = states.table()
    frame.loc["PAK", "name_en"] = "Nowhere"
    assert states.table().name_en["PAK"] == states.name("PAK") == "Pakistan"
    assert states.table().iso2["NAM"] == "NA"


def test_a_folder_of_tables_without_states_uses_the_shipped_ones(tmp_path, monkeypatch):
    monkeypatch.setenv("PACTBOOK_DATA", str(tmp_path))
    assert states.resolve("Pakistan") == "PAK"


# ------------------------------------------------------------------------------------------------------ life spans


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("PAK", "1947-08-14", None),
        ("IND", "1947-08-15", None),
        ("ISR", "1948-05-14", None),
        ("IDN", "1949-12-27", None),
        ("GHA", "1957-03-06", None),
        ("DZA", "1962-07-05", None),
        ("BGD", "1971-12-16", None),
        ("ERI", "1993-05-24", None),
        ("SSD", "2011-07-09", None),
        ("CZE", "1993-01-01", None),
        ("UKR", "1991-12-26", None),
        ("EST", "1991-09-06", None),
        ("HRV", "1992-01-15", None),
        ("FRA", None, None),
        ("CSK", None, "1992-12-31"),
        ("SUN", None, "1991-12-25"),
        ("DDR", "1949-10-07", "1990-10-02"),
        ("YUG", None, "1992-04-26"),
        ("SCG", "1992-04-27", "2006-06-02"),
        ("YAR", None, "1990-05-21"),
        ("YMD", "1967-11-30", "1990-05-21"),
        ("RVN", "1954-06-04", "1975-04-30"),
        ("VDR", "1954-07-21", "1976-07-01"),
        ("ZAN", "1963-12-10", "1964-04-25"),
    ],
)
def test_first_and_last_days_checked_by_hand(code, first, last):
    assert states.first_day(code) == (first and dt.date.fromisoformat(first))
    assert states.last_day(code) == (last and dt.date.fromisoformat(last))


def test_first_and_last_day_count_and_their_neighbours_do_not():
    assert states.existed("SUN", dt.date(1991, 12, 25)) and not states.existed("SUN", dt.date(1991, 12, 26))
    assert states.existed("SSD", dt.date(2011, 7, 9)) and not states.existed("SSD", dt.date(2011, 7, 8))
    assert states.existed("FRA", dt.date(1900, 1, 1)) and states.existed("RUS", dt.date(2100, 1, 1))


def test_syria_was_no_state_while_it_was_one_with_egypt():
    assert [states.existed("SYR", dt.date(year, 1, 1)) for year in (1946, 1950, 1960, 1970)] == [
        False,
        True,
        False,
        True,
    ]
    assert "SYR" not in states.in_united_nations(dt.date(1960, 1, 1))


@settings(deadline=None)
@given(DAYS)
def test_the_states_of_a_day_are_those_that_existed(day):
    system = states.on_day(day)
    assert list(system) == sorted(system)
    assert set(system) == {code for code in states.codes() if states.existed(code, day)}


def test_the_state_system_of_1985_has_the_states_of_its_day():
    system = states.on_day(dt.date(1985, 1, 1))
    assert {"SUN", "DDR", "DEU", "CSK", "YUG", "YAR", "YMD", "VNM"} <= set(system)
    assert not {"RUS", "UKR", "CZE", "SRB", "SCG", "YEM", "VDR", "ERI"} & set(system)


# ----------------------------------------------------------------------------------------------- the United Nations


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("1945-12-31", 51),
        ("1946-12-31", 55),
        ("1947-12-31", 57),
        ("1949-12-31", 59),
        ("1950-12-31", 60),
        ("1955-12-31", 76),
        ("1958-12-31", 82),
        ("1960-12-31", 99),
        ("1961-12-31", 104),
        ("1963-12-31", 113),
        ("1964-12-31", 115),
        ("1965-12-31", 117),
        ("1971-12-31", 132),
        ("1973-12-31", 135),
        ("1975-12-31", 144),
        ("1980-12-31", 154),
        ("1990-12-31", 159),
        ("1991-12-31", 166),
        ("2000-12-31", 189),
        ("2002-12-31", 191),
        ("2006-12-31", 192),
        ("2011-12-31", 193),
        ("2026-01-01", 193),
    ],
)
def test_the_united_nations_had_as_many_members_as_it_counts(day, members):
    assert len(states.in_united_nations(dt.date.fromisoformat(day))) == members


def test_without_the_seat_of_yugoslavia_it_is_one_less_than_the_united_nations_count():
    assert len(states.in_united_nations(dt.date(1992, 12, 31))) == 179 - 1


@pytest.mark.parametrize("day", ["1945-10-24", "1949-12-07", "1949-12-08", "1971-10-24", "1971-10-25", "2026-01-01"])
def test_china_has_one_seat(day):
    day = dt.date.fromisoformat(day)
    from_taiwan = dt.date(1949, 12, 8) <= day < dt.date(1971, 10, 25)
    assert {"CHN", "TWN"} & set(states.in_united_nations(day)) == ({"TWN"} if from_taiwan else {"CHN"})


def test_a_seat_without_a_state_is_left_out_of_comparisons():
    day = dt.date(1946, 1, 1)
    only = states.in_united_nations(day, states_only=True)
    assert set(states.in_united_nations(day)) - set(only) == {"BLR", "UKR", "IND", "PHL", "SYR"}
    assert states.in_united_nations(TODAY) == states.in_united_nations(TODAY, states_only=True)


def test_those_without_a_seat_today():
    assert set(states.on_day(TODAY)) - set(states.in_united_nations(TODAY)) == {
        "COK",
        "NIU",
        "PSE",
        "TWN",
        "VAT",
        "XKX",
    }


# -------------------------------------------------------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("RUS", "1985-01-01", "SUN"),
        ("SUN", "2020-01-01", "RUS"),
        ("RUS", "2020-01-01", "RUS"),
        ("SRB", "1999-01-01", "SCG"),
        ("SRB", "1985-01-01", "YUG"),
        ("YUG", "2020-01-01", "SRB"),
        ("VNM", "1970-01-01", "VDR"),
        ("YEM", "1985-01-01", "YAR"),
        ("YAR", "2020-01-01", "YEM"),
        ("DEU", "1985-01-01", "DEU"),
        ("DDR", "2020-01-01", None),
        ("UKR", "1985-01-01", None),
        ("CZE", "1985-01-01", None),
        ("CSK", "2020-01-01", None),
        ("SYR", "1960-01-01", None),
        ("RVN", "2020-01-01", None),
    ],
)
def test_the_state_of_its_day_stands_for_another_only_one_to_one(code, day, then):
    assert states.of_its_day(code, dt.date.fromisoformat(day)) == then


@settings(deadline=None)
@given(STATES, DAYS)
def test_a_state_of_its_day_existed_and_leads_back(code, day):
    then = states.of_its_day(code, day)
    if then is not None:
        assert states.existed(then, day)
        assert states.of_its_day(then, day) == then
        assert states.same_line(code, then)
    else:
        assert not states.existed(code, day)


def test_lineage_names_the_predecessors_that_had_ended():
    assert states.lineage("RUS", TODAY) == ("SUN",)
    assert states.lineage("SRB", TODAY) == ("SCG", "YUG")
    assert states.lineage("SRB", dt.date(2000, 1, 1)) == ("YUG",)
    assert set(states.lineage("YEM", TODAY)) == {"YAR", "YMD"}
    assert states.lineage("CZE", TODAY) == ("CSK",)
    assert states.lineage("EST", TODAY) == states.lineage("PAK", TODAY) == ()


def test_germany_absorbed_a_state_and_has_no_predecessor():
    assert states.lineage("DEU", TODAY) == states.predecessors("DEU") == ()
    assert states.absorbed("DEU") == ("DDR",)
    assert states.successors("DDR") == ("DEU",)


def test_successors_of_the_states_that_broke_up():
    assert states.successors("CSK") == ("CZE", "SVK")
    assert len(states.successors("SUN")) == 12
    assert not {"EST", "LVA", "LTU"} & set(states.successors("SUN"))


def test_a_state_and_its_predecessor_are_no_pair():
    for a, b in [("SUN", "RUS"), ("YUG", "SRB"), ("CZE", "CSK"), ("YMD", "YEM"), ("PAK", "PAK")]:
        assert states.same_line(a, b) and states.same_line(b, a)
    for a, b in [("DDR", "DEU"), ("YAR", "YMD"), ("RUS", "UKR"), ("CHN", "TWN"), ("CZE", "SVK"), ("VDR", "RVN")]:
        assert not states.same_line(a, b)


# ---------------------------------------------------------------------------------------------------- other numbering


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        (365, 1985, "SUN"),
        (365, 1991, "SUN"),
        (365, 1992, "RUS"),
        (365, dt.date(1991, 12, 26), "RUS"),
        (345, 1985, "YUG"),
        (345, 1999, "SCG"),
        (345, 2010, "SRB"),
        (255, 2000, "DEU"),
        (260, 1985, "DEU"),
        (265, 1985, "DDR"),
        (315, 1980, "CSK"),
        (678, 1985, "YAR"),
        (679, 2000, "YEM"),
        (680, 1985, "YMD"),
        (816, 1970, "VDR"),
        (816, 1976, "VNM"),
        (816, 2000, "VNM"),
        (817, 1970, "RVN"),
        (510, 1965, "TZA"),
        (511, 1963, "ZAN"),
        (552, 1970, "ZWE"),
        (970, 2005, "NRU"),
        (946, 2005, "KIR"),
        (947, 2005, "TUV"),
        (955, 2005, "TON"),
        (347, 2010, "XKX"),
        (732, 1990, "KOR"),
        (713, 1990, "TWN"),
        (12345, 1990, None),
    ],
)
def test_numbers_of_the_correlates_of_war_mean_the_state_of_the_year(number, year, code):
    assert states.from_cow(number, year) == code


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        (365, 1985, "SUN"),
        (345, 1985, "YUG"),
        (345, 2000, "SCG"),
        (340, 2010, "SRB"),
        (260, 1970, "DEU"),
        (260, 2010, "DEU"),
        (678, 1980, "YAR"),
        (678, 2000, "YEM"),
        (970, 2005, "KIR"),
        (971, 2005, "NRU"),
        (972, 2005, "TON"),
        (973, 2005, "TUV"),
        (711, 1948, None),
    ],
)
def test_numbers_of_gleditsch_and_ward_mean_the_state_of_the_year(number, year, code):
    assert states.from_gw(number, year) == code


def test_columns_of_numbers_can_be_mapped():
    rows = pd.DataFrame({"ccode": [365.0, 345.0], "year": [1985, 1985]})
    assert [states.from_cow(row.ccode, row.year) for row in rows.itertuples()] == ["SUN", "YUG"]


# -------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("value", "code"),
    [
        # codes
        ("PAK", "PAK"),
        ("pak", "PAK"),
        ("PK", "PAK"),
        ("NO", "NOR"),
        ("NA", "NAM"),
        ("UK", "GBR"),
        ("EL", "GRC"),
        ("SU", "SUN"),
        ("XKK", "XKX"),
        ("KSV", "XKX"),
        ("GER", "DEU"),
        ("IRI", "IRN"),
        ("SUI", "CHE"),
        ("TPE", "TWN"),
        ("URS", "SUN"),
        ("GMY", "DEU"),
        ("UKG", "GBR"),
        ("GFR", "DEU"),
        ("DRV", "VDR"),
        ("ROM", "ROU"),
        ("ZAR", "COD"),
        ("WBG", "PSE"),
        ("SUHH", "SUN"),
        # a code of ISO goes before one of another list: COW has SWZ for Switzerland, AUS for Austria, SLV for Slovenia
        ("SWZ", "SWZ"),
        ("AUS", "AUS"),
        ("SLV", "SLV"),
        ("MNG", "MNG"),
        ("YEM", "YEM"),
        ("VNM", "VNM"),
        # English and German
        (" Pakistan ", "PAK"),
        ("Belarus", "BLR"),
        ("Irak", "IRQ"),
        ("Iran", "IRN"),
        ("Russland", "RUS"),
        ("Nordkorea", "PRK"),
        ("Kosovo", "XKX"),
        ("Soviet Union", "SUN"),
        ("Oesterreich", "AUT"),
        ("Tuerkei", "TUR"),
        # with the form of the state, in other orders, short, without accents and spaces
        ("Russian Federation", "RUS"),
        ("Republic of Kosovo", "XKX"),
        ("the Republic of Pakistan", "PAK"),
        ("Republik Österreich", "AUT"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Dem. Rep. Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Republic of the Congo", "COG"),
        ("Republic of Korea", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Korea (the Democratic People's Republic of)", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Republic of China", "TWN"),
        ("People's Republic of China", "CHN"),
        ("Taiwan, Province of China", "TWN"),
        ("Chinese Taipei", "TWN"),
        ("U.S.", "USA"),
        ("U.S.A.", "USA"),
        ("u.k.", "GBR"),
        ("United Arab Em.", "ARE"),
        ("Cote d'Ivoire", "CIV"),
        ("Cote d Ivoire", "CIV"),
        ("Côte d\u2019Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Saint Lucia", "LCA"),
        ("St Lucia", "LCA"),
        ("Trinidad and Tobago", "TTO"),
        ("Bosnia & Herzegovina", "BIH"),
        ("Turkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"),
        ("VietNam", "VNM"),
        ("Viet Nam", "VNM"),
        ("South-Africa", "ZAF"),
        ("DPRK", "PRK"),
        ("D.P.R Korea", "PRK"),
        ("ROK", "KOR"),
        # old names
        ("GDR", "DDR"),
        ("East Germany", "DDR"),
        ("West Germany", "DEU"),
        ("Macedonia", "MKD"),
        ("FYROM", "MKD"),
        ("Holland", "NLD"),
        ("East Timor", "TLS"),
        ("Belorussia", "BLR"),
        ("Weißrussland", "BLR"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Upper Volta", "BFA"),
        ("British Guiana", "GUY"),
        ("Dutch Guiana", "SUR"),
        ("Federal Republic of Yugoslavia", "SCG"),
        ("Socialist Federal Republic of Yugoslavia", "YUG"),
        ("South Yemen", "YMD"),
        ("Yemen Arab Republic", "YAR"),
        ("Republic of Vietnam", "RVN"),
        ("Democratic Republic of Viet Nam", "VDR"),
        ("South Vietnam", "RVN"),
        # the own name of one state, though part of others'
        ("China", "CHN"),
        ("Germany", "DEU"),
        ("Yemen", "YEM"),
        ("Guinea", "GIN"),
        ("Niger", "NER"),
        ("Georgia", "GEO"),
        ("Ireland", "IRL"),
        ("Samoa", "WSM"),
        ("Sudan", "SDN"),
        ("Dominica", "DMA"),
        # other languages
        ("Пакистан", "PAK"),
        ("پاکستان", "PAK"),
        ("中国", "CHN"),
        ("中國", "CHN"),
        ("СССР", "SUN"),
        ("Allemagne", "DEU"),
        ("Chine", "CHN"),
        ("Südkorea", "KOR"),
        ("한국", "KOR"),
        ("朝鲜", "PRK"),
        ("ジンバブエ", "ZWE"),
        ("Sverige", "SWE"),
        ("Afrique du Sud", "ZAF"),
        ("República de Corea", "KOR"),
        ("روسيا", "RUS"),
        ("भारत", "IND"),
    ],
)
def test_what_people_write_is_understood(value, code):
    assert states.resolve(value) == code


@settings(deadline=None)
@given(STATES, st.sampled_from(["en", "de"]))
def test_every_name_leads_back(code, language):
    name = states.name(code, language)
    if name in ("Congo", "Kongo"):
        assert refusal(name).endswith("has two meanings: write COD for DR Congo or COG for Congo")
    else:
        assert states.resolve(name) == states.resolve(name.upper()) == states.resolve(f"  {name.lower()} ") == code


def test_every_other_name_in_the_table_leads_back():
    for code, names in cells("names_also").items():
        for name in names:
            assert states.resolve(name) == code, (name, code)


@settings(deadline=None)
@given(STATES)
def test_every_code_is_its_own_spelling(code):
    assert states.is_code(code)
    assert states.resolve(code) == states.resolve(code.lower()) == code


def test_every_two_letter_code_of_a_living_state_leads_back():
    for code in LIVING:
        assert states.resolve(states.iso2(code)) == code


@pytest.mark.parametrize("column", ["ioc", "cow_abbreviation"])
def test_other_codes_lead_back_or_are_those_of_iso_or_of_two_states(column):
    for code, others in cells(column).items():
        for other in others:
            try:
                found = states.resolve(other)
            except UserError as error:
                assert re.search(r"meanings: write|not a state of this record", str(error)), other
            else:
                assert found == code or other in TABLE.index, (other, code, found)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_other_languages_lead_back(language):
    territories = Locale(language).territories
    for code in LIVING:
        name = territories[states.iso2(code)]
        # "Nga" is Russia in Vietnamese, and the code of Nigeria.
        if code not in ("COD", "COG") and not states.is_code(name.upper()):
            assert states.resolve(name) == code, (language, name)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Congo", "has two meanings: write COD for DR Congo or COG for Congo"),
        ("Korea", "has two meanings: write KOR for South Korea or PRK for North Korea"),
        ("Corée", "has two meanings: write KOR for South Korea or PRK for North Korea"),
        ("CS", "has two meanings: write CSK for Czechoslovakia or SCG for Serbia and Montenegro"),
        ("SLO", "has two meanings: write SVK for Slovakia or SVN for Slovenia"),
        ("BAH", "has two meanings: write BHR for Bahrain or BHS for Bahamas"),
        ("NIG", "has two meanings: write NER for Niger or NGA for Nigeria"),
        # a name in some language, and one letter away from another state
        ("Nigera", "has two meanings: write NER for Niger or NGA for Nigeria"),
        ("Slovania", "has two meanings: write SVN for Slovenia or SVK for Slovakia"),
    ],
)
def test_a_name_of_two_meanings_is_refused_with_both(value, said):
    assert refusal(value, "country_b") == f"country_b: {value!r} {said}"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("EU", "is no country: an organisation, European Union"),
        ("European Union", "is no country: an organisation, European Union"),
        ("Europäische Union", "is no country: an organisation, European Union"),
        ("NATO", "is no country: an organisation, NATO"),
        ("OTAN", "is no country: an organisation, NATO"),
        ("African Union", "is no country: an organisation, African Union"),
        ("ASEAN", "is no country: an organisation, ASEAN"),
        ("Europe", "is no country: a region, Europe"),
        ("Europa", "is no country: a region, Europe"),
        ("Balkans", "is no country: a region, Balkans"),
        ("the Middle East", "is no country: a region, Middle East"),
        (
            "Somaliland",
            "is not a state of this record: Somaliland, recognised by few or no states, within SOM, Somalia",
        ),
        (
            "Northern Cyprus",
            "is not a state of this record: Northern Cyprus, recognised by few or no states, within CYP, Cyprus",
        ),
        (
            "Republic of Abkhazia",
            "is not a state of this record: Abkhazia, recognised by few or no states, within GEO, Georgia",
        ),
        ("Hong Kong", "is not a state of this record: Hong Kong, a territory of CHN, China"),
        ("HKG", "is not a state of this record: Hong Kong, a territory of CHN, China"),
        ("Grönland", "is not a state of this record: Greenland, a territory of DNK, Denmark"),
        ("Puerto Rico", "is not a state of this record: Puerto Rico, a territory of USA, United States"),
        ("England", "is not a state of this record: England, a part of GBR, United Kingdom"),
        ("Dubai", "is not a state of this record: Dubai, a part of ARE, United Arab Emirates"),
        ("Western Sahara", "is not a state of this record: Western Sahara, disputed land, see MAR, Morocco"),
        ("Ottoman Empire", "is not a state of this record: Ottoman Empire, ended before 1945"),
    ],
)
def test_what_is_no_state_is_said_to_be_what_it_is(value, said):
    assert refusal(value) == f"country: {value!r} {said}"


def test_every_organisation_of_the_record_is_known_to_be_none():
    blocs = pd.read_csv(paths.ROOT / "data" / "blocs.csv", keep_default_na=False)
    names = {*blocs.name, *blocs.short_name, *blocs.bloc_id[blocs.bloc_id.str.len() > 3]}
    # Their short names are the codes of Australia and Guam.
    for name in names - {"AU", "GUAM"}:
        assert "an organisation" in refusal(name), name


def test_no_dependent_territory_of_iso_is_a_state():
    import pycountry

    for country in pycountry.countries:
        if country.alpha_3 not in states.codes():
            for value in (country.alpha_3, country.alpha_2, country.name):
                assert re.search("not a state of this record|a region", refusal(value)), value


# -------------------------------------------------------------------------------------------------------------- hints


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Pakstan", "PAK, Pakistan"),
        ("BRL", "BLR, Belarus"),
        ("Belrus", "BLR, Belarus"),
        ("Northkoria", "PRK, North Korea"),
        ("Nroth Korea", "PRK, North Korea"),
        ("Austia", "AUT, Austria"),
        ("Soviet Unoin", "SUN, Soviet Union"),
    ],
)
def test_a_misspelling_is_refused_with_the_nearest_state(value, meant):
    assert refusal(value, "country_a") == f"country_a: {value!r} is no country: did you mean {meant}?"


@pytest.mark.parametrize("value", ["Eest Germany", "Northern Vietnams of old", "Zamibia", "Guinee Bisao Konakry"])
def test_where_two_states_are_as_near_there_is_no_hint(value):
    assert refusal(value).endswith("write an ISO 3166-1 code such as PAK")


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["North Korea", "South Korea", "East Germany", "West Germany", "South Yemen", "North Vietnam"]),
    st.data(),
)
def test_no_hint_turns_a_state_into_its_opposite(name, data):
    place = data.draw(st.integers(6, len(name) - 1))
    meant, written = states.resolve(name), name[:place] + name[place + 1 :]
    try:
        found = states.resolve(written)
    except UserError as error:
        hinted = re.search(r"did you mean (\w{3}),", str(error))
        found = hinted[1] if hinted else meant
    opposites = {"PRK": "KOR", "KOR": "PRK", "DDR": "DEU", "DEU": "DDR", "YMD": "YAR", "VDR": "RVN"}
    assert found != opposites[meant]


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=30))
def test_any_text_is_a_state_or_a_mistake_that_is_explained(text):
    try:
        assert states.is_code(states.resolve(text))
    except UserError as error:
        assert str(error).startswith("country: ")


@pytest.mark.parametrize("value", [False, True])
def test_a_boolean_is_refused_with_the_reason(value):
    assert "unquoted NO as false: write NOR" in refusal(value)


@pytest.mark.parametrize("value", [None, 12, "", "  ", ["PAK"], "qqqqqqqqqq", "?!", "one usa"])
def test_what_is_near_no_state_is_refused_with_an_example(value):
    assert refusal(value).endswith("is no country: write an ISO 3166-1 code such as PAK")


# ----------------------------------------------------------------------------------------------------- names in print


def test_names_follow_the_language():
    assert states.name("DEU") == "Germany"
    assert states.name("DEU", "de") == "Deutschland"
    assert states.name("DEU", "fr") == "Allemagne"
    assert states.name("SUN", "fr") == "Soviet Union"
    assert [states.name(code) for code in ("PRK", "TUR", "COD", "CIV")] == [
        "North Korea",
        "Türkiye",
        "DR Congo",
        "Côte d\u2019Ivoire",
    ]


def test_an_unknown_code_has_no_name_and_a_dependency_is_no_code():
    assert not states.is_code("ZZZ") and not states.is_code("GRL")
    with pytest.raises(KeyError):
        states.name("ZZZ")


def test_regions_are_those_of_m49():
    assert states.region("PAK") == "Asia" and states.subregion("PAK") == "Southern Asia"
    assert set(TABLE.m49_region) == {"Africa", "America", "Asia", "Europe", "Oceania"}
    for a, b in combinations(TABLE[["m49_region", "m49_subregion"]].drop_duplicates().itertuples(index=False), 2):
        assert a.m49_subregion != b.m49_subregion


def test_importing_the_module_loads_no_large_library_and_reads_nothing():
    program = (
        "import sys, pactbook.states; print([m for m in ('pandas', 'babel', 'pycountry', 'yaml') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
