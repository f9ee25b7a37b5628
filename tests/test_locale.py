import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from pactbook import locale, paths
from pactbook.locale import Language

CATALOGUES = sorted((paths.ROOT / "src/pactbook/locale").glob("*.po"))


def _messages(path: Path):
    with path.open("rb") as stream:
        return [message for message in read_po(stream, locale=path.stem) if message.id]


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _said() -> set[str]:
    """Return every message that the code gives to ``t(...)`` or ``t.plural(...)`` as a literal."""
    said = set()
    for path in (paths.ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if re.fullmatch(r"(self\.)?_?t|self", called):
                literals = node.args[:1]
            elif re.fullmatch(r"((self\.)?_?t|self)\.plural", called):
                literals = node.args[:2]
            else:
                continue
            said |= {arg.value for arg in literals if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return said


def test_there_is_a_catalogue_for_every_language_but_english():
    assert {path.stem for path in CATALOGUES} == set(locale.LANGUAGES) - {"en"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_takes_the_same_values_as_its_message(path):
    for message in _messages(path):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings:
            assert text, f"{path.name}: {ids[0]!r} has no translation"
            assert _names(text) <= set().union(*map(_names, ids)), f"{path.name}: {text!r}"
        assert set().union(*map(_names, strings)) == set().union(*map(_names, ids)), f"{path.name}: {ids[0]!r}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_message_stands_twice_or_is_fuzzy(path):
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(ids) == sorted(set(ids))
    assert not any(message.fuzzy for message in _messages(path))


@pytest.mark.slow
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_of_the_code_is_translated(path):
    translated = {
        one for message in _messages(path) for one in ([message.id] if isinstance(message.id, str) else message.id)
    }
    missing = sorted(_said() - translated)
    assert not missing, f"{len(missing)} messages have no {path.stem}: {missing[:5]}"


@pytest.mark.slow
def test_the_search_for_messages_finds_them():
    said = _said()
    assert {"none", "{n} other", "Nothing on record.", "No entry into force is on record."} <= said
    assert len(said) > 100


@pytest.mark.slow
def test_every_message_names_its_values():
    for message in _said():
        assert all(name.isidentifier() for name in _names(message)), message


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("2025", "2025", "2025"),
        ("2025-04", "April 2025", "April 2025"),
        ("2025-04-11", "11 April 2025", "11. April 2025"),
        ("2025-03", "March 2025", "März 2025"),
    ],
)
def test_dates_are_written_out_in_the_precision_known(text, english, german, en, de):
    assert en.date(text) == english
    assert de.date(text) == german


def test_numbers_are_grouped_and_rounded(en, de):
    assert en.number(1234567) == "1,234,567"
    assert de.number(1234.567) == "1.234,57"
    assert en.number(2750.0) == "2,750"
    assert en.number(-0.001) == de.number(-0.0) == "0"


@given(st.lists(st.text("ab{}", min_size=1, max_size=3), max_size=9), st.integers(1, 8))
def test_a_list_names_the_first_and_counts_the_rest(words, most):
    text = Language("en").list(words, most=most)
    if not words:
        assert text == "none"
    elif len(words) > most + 1:
        assert text.endswith(f"and {len(words) - most} others")
    else:
        assert text == Language("en").list(words)


def test_a_list_never_hides_a_single_item(en, de):
    assert en.list("abcd", most=3) == "a, b, c and d"
    assert en.list("abcde", most=3) == "a, b, c and 2 others"
    assert de.list("abcde", most=3) == "a, b, c und 2 weitere"
    assert de.list([]) == "keine"


def test_plurals_fill_the_number(en):
    assert en.plural("{n} state", "{n} states", 1) == "1 state"
    assert en.plural("{n} state", "{n} states", 1200) == "1,200 states"
    assert en.plural("{n} state", "{n} states", 0) == "0 states"


def test_braces_in_a_value_are_left_alone(en):
    assert en("On record: {told}.", told="“{0} {x}”") == "On record: “{0} {x}”."


def test_states_are_named_in_the_language(en, de):
    assert en.dyad("DEU", "PRK") == "Germany–North Korea"
    assert de.dyad("DEU", "PRK") == "Deutschland–Nordkorea"


def test_a_german_name_stands_in_the_case_that_the_sentence_asks_for(de, en):
    assert de.state("USA") == "die Vereinigten Staaten"
    told = de("of {state} alone", state=de.state("USA")), de("of {state} alone", state=de.state("FJI"))
    assert told == ("nur von den Vereinigten Staaten", "nur von Fidschi")
    assert de("of {state} alone", state="irgendwem") == "nur von irgendwem"
    assert en("of {state} alone", state=en.state("USA")) == "of the United States alone"
    assert [f"{de.state(code)}" for code in ("TUR", "NLD", "GBR")] == [
        "die Türkei", "die Niederlande", "das Vereinigte Königreich"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "number", "days", "name"),
    [
        ("ru", "2\xa0750", ["2025", "апрель 2025", "11 апреля 2025"], "Пакистан"),
        ("ur", "2,750", ["2025", "اپریل 2025", "11 اپریل، 2025"], "پاکستان"),
        ("zh", "2,750", ["2025年", "2025年4月", "2025年4月11日"], "巴基斯坦"),
    ],
)
def test_labels_of_a_figure_have_the_numbers_dates_and_names_of_their_language(language, number, days, name):
    t = Language("de")
    with locale.labels_in(language):
        assert t.number(2750) == number
        told = [t.date(day) for day in ("2025", "2025-04", "2025-04-11")]
        assert [re.sub(r"\s*г\.$", "", text) for text in told] == days
        assert t.country("PAK") == t.state("PAK") == name
        assert t.country("SUN"), "a state that ended has its English name"
        assert t("cooperation") == "Zusammenarbeit"
    assert (t.number(2750), t.date("2025-04"), t.country("PAK")) == ("2.750", "April 2025", "Pakistan")
