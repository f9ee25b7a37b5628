import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import countries
from pactbook.errors import UserError, hint, nearest


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("PAK", "PAK"),
        ("pak", "PAK"),
        (" Pakistan ", "PAK"),
        ("PK", "PAK"),
        ("NO", "NOR"),
        ("Belarus", "BLR"),
        ("Irak", "IRQ"),
        ("Russland", "RUS"),
        ("Russian Federation", "RUS"),
        ("North Korea", "PRK"),
        ("Nordkorea", "PRK"),
        ("Kosovo", "XKX"),
        ("NA", "NAM"),
        ("Soviet Union", "SUN"),
        ("Turkey", "TUR"),
        ("UK", "GBR"),
        ("Türkiye", "TUR"),
        ("Iran", "IRN"),
    ],
)
def test_codes_and_names_in_english_and_german_are_understood(value, code):
    assert countries.resolve(value) == code


@given(st.sampled_from(sorted(countries.codes())), st.sampled_from(["en", "de"]))
def test_every_name_leads_back_to_a_state_of_that_name(code, language):
    name = countries.name(code, language)
    assert name
    assert countries.name(countries.resolve(name), language) == name


@given(st.sampled_from(sorted(countries.codes())))
def test_every_code_is_its_own_spelling(code):
    assert countries.is_code(code)
    assert countries.resolve(code) == countries.resolve(code.lower()) == code


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Pakstan", "PAK, Pakistan"),
        ("BRL", "BLR, Belarus"),
        ("Belrus", "BLR, Belarus"),
        ("Northkorea", "PRK, North Korea"),
    ],
)
def test_a_misspelling_is_refused_with_the_nearest_state(value, meant):
    with pytest.raises(UserError, match=f"is no country: did you mean {meant}") as caught:
        countries.resolve(value, "country_a")
    assert str(caught.value).startswith("country_a: ")


@pytest.mark.parametrize("value", [False, True])
def test_a_boolean_is_refused_with_the_reason(value):
    with pytest.raises(UserError, match="unquoted NO as false: write NOR"):
        countries.resolve(value)


@pytest.mark.parametrize("value", [None, 12, "", "  ", ["PAK"], "qqqqqqqqqq"])
def test_what_is_near_no_state_is_refused_with_an_example(value):
    with pytest.raises(UserError, match="write an ISO 3166-1 code such as PAK"):
        countries.resolve(value)


def test_states_that_ended_are_known_until_their_last_day():
    assert countries.existed("SUN", dt.date(1991, 12, 25))
    assert not countries.existed("SUN", dt.date(1991, 12, 26))
    assert countries.existed("RUS", dt.date(2100, 1, 1))
    for code, (_, two, _) in countries.ENDED.items():
        assert countries.codes()[code] == two


def test_names_follow_the_language():
    assert countries.name("DEU") == "Germany"
    assert countries.name("DEU", "de") == "Deutschland"
    assert countries.name("PRK") == "North Korea"


def test_an_unknown_code_has_no_name():
    assert not countries.is_code("ZZZ")
    with pytest.raises(KeyError):
        countries.name("ZZZ")


def test_nearest_prefers_swapped_letters():
    assert nearest("BRL", ["BRA", "BLR"]) == "BLR"
    assert nearest("agancy", ["press", "agency"]) == "agency"
    assert nearest("zzz", ["press"]) is None


def test_hint_lists_the_allowed_where_none_is_near_and_they_are_few():
    assert hint("agancy", ["press", "agency"]) == " (did you mean 'agency'?)"
    assert hint("zzz", ["press", "agency"]) == " (allowed: press, agency)"
    assert hint("zzz", [f"value{n}" for n in range(13)]) == ""
    assert hint("zzz", []) == ""
