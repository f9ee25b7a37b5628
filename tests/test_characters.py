"""What no text may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import characters


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a\tb", "U+0009", 2),
        ("\x7f", "U+007F", 1),
        ("ab\ufffe", "U+FFFE", 3),
        ("\ud800", "U+D800", 1),
        ("\u2067a\u202c", "U+2067", 1),
        ("a\u202d\u202db\u202c", "U+202D", 2),
    ],
)
def test_a_refused_character_is_named_with_its_place(text, code, place):
    assert code in characters.fault(text)
    assert f"position {place}:" in characters.fault(text)


@given(
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
        )
    )
)
def test_every_other_text_is_allowed(text):
    assert characters.fault(text) == ""


@given(st.lists(st.sampled_from([("\u202a", "\u202c"), ("\u202e", "\u202c"), ("\u2066", "\u2069")]), max_size=6))
def test_what_is_closed_in_order_is_allowed_and_nothing_less(signs):
    opened, closed = "".join(a for a, _ in signs), "".join(b for _, b in reversed(signs))
    assert characters.fault(f"x{opened}y{closed}z") == ""
    assert bool(characters.fault(f"x{opened}y{closed[:-1]}z")) == bool(signs)
