# ruff: noqa: E501 (one row a line)
"""States in any case, in seven languages and in others of the CLDR."""

import pytest

from pactbook.texts.named import states_in


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("en", "Pakistani and Saudi officials met U.S. envoys; Chinese, Turkish and British ones told us nothing.", "PAK SAU USA CHN TUR GBR"),
        ("en", "Nigerian officers in Niger; South Koreans and a North Korean.", "NGA NER KOR PRK"),
        ("en", "FIJI AND ICELAND SIGN", "FJI ISL"),
        ("de", "Der pakistanische Minister in der Türkei, belarussische Firmen, Saudi-Arabiens Heer, Südafrikas Norden.", "PAK TUR BLR SAU ZAF"),
        ("fr", "L’Arménie, l’Azerbaïdjan et la Corée du Nord; un ministre français et des officiers iraniens.", "ARM AZE PRK FRA IRN"),
        ("ru", "В Северную Корею, между Россией и Саудовской Аравией, из Нигера и Нигерии, пакистанский.", "PRK RUS SAU NER NGA PAK"),
        ("ru", "Визит в Соединенные Штаты, США, Австрию и Австралию", "USA AUT AUS"),
        ("tr", "Türkiye'nin ve Azerbaycan’la, Rusya'nın, ABD'de, Çin, Pakistanlı subaylar", "TUR AZE RUS USA CHN PAK"),
        ("es", "El ministro iraní y el boliviano; EE. UU., Corea del Norte y los paquistaníes.", "IRN BOL USA PRK PAK"),
        ("ur", "سعودی عرب اور پاکستان نے ایران، بھارت اور امریکہ کے ساتھ؛ پاکستانی وزیر", "SAU PAK IRN IND USA"),
        ("pl", "Umowa z Rosją, Niemcami i Pakistanem", "RUS PAK"),
    ],
)  # fmt: skip
def test_states_are_found_in_every_case(language, text, states):
    assert set(states.split()) <= set(states_in(text, language))
    assert len(states_in(text, language)) <= len(states.split()) + (language == "pl")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Let us eat turkey, in Indiana or on Long Island, if it is fine china."),
        ("es", "El acuerdo es un cubo."),
        ("ru", "Он поднял куб и маленький ключ."),
        ("tr", "Bu bir fas degil."),
    ],
)
def test_a_common_word_is_no_state(language, text):
    assert states_in(text, language) == ()


def test_states_stand_in_the_order_of_the_text_each_once():
    assert states_in("Norway, Fiji and Norwegian ships of Norway", "en") == ("NOR", "FJI")
