# ruff: noqa: E501 (one row a line)
import pytest

from pactbook.texts.figures import dates_in, quantities_in


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "on 2025-04-11 and in 2025-05", "2025-04-11 2025-05"),
        ("en", "3 March 2024, March 3rd, 2024, Sept. 4, 2024, March 2024", "2024-03-03 2024-09-04 2024-03"),
        ("en", "9/17/2025 and 17/9/2025", "2025-09-17"),
        ("en", "we may 2 2024", "2024"),
        ("de", "am 11. April 2025, im Dezember 2024, für 2025–2027, am 08.07.2024", "2025-04-11 2024-12 2025 2027 2024-07-08"),
        ("fr", "le 1er février 2024, en août 2023", "2024-02-01 2023-08"),
        ("ru", "11 апреля 2025 года, в июне 2024", "2025-04-11 2024"),
        ("tr", "15 Haziran 2021'de, 9 Şubat 1994’de", "2021-06-15 1994-02-09"),
        ("es", "el 20 de julio de 2023, en julio de 2022", "2023-07-20 2022-07"),
        ("ur", "17 ستمبر 2025 کو، ۱۸ ستمبر ۲۰۲۵ء", "2025-09-17 2025-09-18"),
        ("xx", "11 April 2025", "2025-04-11"),
        ("en", "10025 men, number 20251, 31 February 2024, in 1850", "2024-02"),
    ],
)  # fmt: skip
def test_dates_have_the_precision_known(language, text, days):
    assert dates_in(text, language) == tuple(days.split())


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "on September 17 and on Wednesday", "2025-09-17"),
        ("en", "on Wednesday", "2025-09-17"),
        ("de", "am 8. Juli", "2025-07-08"),
        ("fr", "le 23 octobre", "2024-10-23"),
        ("ru", "18–19 июня", "2025-06-18 2025-06-19"),
        ("ru", "в среду", "2025-09-17"),
        ("es", "el jueves", "2025-09-18"),
        ("tr", "8 Şubat'ta", "2025-02-08"),
    ],
)
def test_what_lacks_its_year_is_completed_by_the_day_of_the_article(language, text, days):
    assert dates_in(text, language, "2025-09-18") == tuple(days.split())
    assert dates_in(text, language) == ()


def test_a_weekday_needs_the_day_of_the_article():
    assert dates_in("on Wednesday", "en", "2025-09") == ()


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "a 2,750-kilometre range, 220 miles, a 500 kg warhead, $1.5 billion, 12 per cent of 40%", "2,750 km|220 miles|500 kg|1,500,000,000 USD|40 %"),
        ("de", "2.750 Kilometer, 3,5 Millionen US-Dollar, 20 Mio. Euro", "2,750 km|3,500,000 USD|20,000,000 EUR"),
        ("fr", "2 750 kilomètres, 3 millions d'euros", "2,750 km|3,000,000 EUR"),
        ("ru", "дальностью 2 750 километров, 5 млн долларов", "2,750 km|5,000,000 USD"),
        ("tr", "2.750 kilometre, 5 milyon dolar", "2,750 km|5,000,000 USD"),
        ("es", "2.750 kilómetros, 5 millones de dólares", "2,750 km|5,000,000 USD"),
        ("ur", "2750 کلومیٹر، 5 ارب ڈالر", "2,750 km|5,000,000,000 USD"),
        ("en", "70 people, F-16, 22 states", ""),
    ],
)  # fmt: skip
def test_numbers_have_their_units(language, text, told):
    assert "|".join(map(str, quantities_in(text, language))) == told


def test_miles_are_kilometres_too():
    assert [one.km for one in quantities_in("220 miles and 5 kg", "en")] == [354, None]
