import pytest

from pactbook.errors import UserError
from pactbook.record.names import fold, found, resolve

KNOWN = {
    "pak-shaheen-ia": ("Shaheen-IA", "Hatf-IV improved"),
    "prk-a": ("Hwasong-11A", "KN-23"),
    "prk-b": ("Twin", "KN 23"),
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KN-23", "kn 23"),
        ("Shaheen-IA", "SHAHEEN 1A"),
        ("Agni-II", "agni 2"),
        ("Ra'ad-II", "Raad-2"),
        ("Sejjīl", "sejjil"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Agni-I", "Agni-II"), ("K-15", "K-4"), ("X", "10"), ("Fateh", "Fattah")])
def test_other_names_are_not(one, other):
    assert fold(one) != fold(other)


def test_an_identifier_goes_before_a_name_and_a_name_may_be_of_several():
    assert found("PRK-A", KNOWN) == ["prk-a"]
    assert found("hatf-4 improved", KNOWN) == ["pak-shaheen-ia"]
    assert found("KN-23", KNOWN) == ["prk-a", "prk-b"]
    assert found("-", KNOWN) == found("", KNOWN) == []


def test_a_name_of_several_is_refused_with_all_of_them():
    assert resolve("twin", KNOWN, "systems", "is unknown") == "prk-b"
    with pytest.raises(UserError, match="systems: 'KN-23' is a name of several: prk-a, prk-b: name one of them"):
        resolve("KN-23", KNOWN, "systems", "is unknown")
    with pytest.raises(UserError, match=r"systems: 'prk-bb' is unknown \(did you mean 'prk-b'\?\)"):
        resolve("prk-bb", KNOWN, "systems", "is unknown")
