"""Case files: found, read within limits, written."""

import pytest
import yaml

from pactbook import paths
from pactbook.errors import SHOWN, UserError
from pactbook.reports import casefile


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(UserError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# -------------------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize("name", ["../belarus-pakistan", "cases/../../x", "..", "a\\b"])
def test_a_name_cannot_leave_the_folder(name):
    assert "must not contain" in refused(casefile.find, name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("belarus-pakstan", "did you mean 'belarus-pakistan'"),
        ("/nowhere/x.yml", "no file /nowhere/x.yml"),
        ("", "it needs at least one Latin letter or digit"),
        ("x" * 250, "at most 100 characters, not 250"),
        ("x" * 250 + ".yml", "at most 100 characters, not 250"),
        ("/nowhere/" + "x" * 5000 + ".yml", "at most 100 characters, not 5000"),
        ("~nobody-of-that-name/x.yml", "nobody here has that home folder"),
        ("---.yml", "at least one Latin letter or digit"),
    ],
)
def test_a_name_of_no_file_is_told_in_one_line(name, words):
    message = refused(casefile.find, name)
    assert words in message
    assert "\n" not in message
    assert len(message) < 300 + len("/nowhere/")


def test_a_folder_is_no_case(tmp_path):
    (tmp_path / "x.yml").mkdir()
    assert "is a folder" in refused(casefile.find, str(tmp_path / "x.yml"))


# -------------------------------------------------------------------------------------------------------- reading


def test_only_true_and_false_are_booleans_and_a_day_stays_text():
    text = "a: NO\nb: No\nc: yes\nd: on\ne: true\nf: False\ng: 2025-04-11\nh: 2025-02-30\ni: 012\n"
    assert casefile.parse(text) == {
        "a": "NO", "b": "No", "c": "yes", "d": "on", "e": True, "f": False, "g": "2025-04-11", "h": "2025-02-30", "i": 12,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1\n", "line 2: not readable as YAML: expected"),
        ("b: 1\na: b: c\n", "line 2: not readable as YAML: mapping values are not allowed here"),
        ("\ta: 1\n", "line 1: not readable as YAML"),
        ("a: !!python/object/apply:os.system ['true']\n", "line 1: not readable as YAML: could not determine"),
        ("a: !x 1\n", "line 1: not readable as YAML: could not determine"),
        ("---\na: 1\n---\na: 2\n", "line 3: not readable as YAML"),
        ("a: \x07\n", "not readable as YAML: unacceptable character"),
        ("a: " + "9" * 5000, "not readable as YAML: Exceeds the limit"),
        ("a: 1\nb: 2\na: 3\n", "line 3: 'a' stands twice"),
        ("x: {a: 1, 'a': 2}\n", "line 1: 'a' stands twice"),
        ("a: &x [1]\nb: *x\n", "line 1: aliases (& and *) are not read"),
        ("%YAML 1.1\n---\na: NO\n", "line 2: leave the line that starts with % out"),
        ("? [a]\n: 1\n", "line 1: a list cannot be a parameter's name"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text, words):
    message = refused(casefile.parse, text)
    assert message.startswith(words)
    assert "\n" not in message
    assert len(message) < 250


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [" + "1, " * 20_000 + "]", "more than 1,000 items in a list"),
        ("\n".join(f"k{n}: 1" for n in range(5_000)), "line 1001: more than 1,000 items in a list"),
        ("a: " + "[" * 300 + "]" * 300, "more than 20 levels"),
        ("\n".join(f"{' ' * n}k:" for n in range(30)), "line 21: more than 20 levels"),
    ],
)
def test_a_limit_stops_the_reading(text, words, monkeypatch):
    seen = []
    watch = casefile._Limits.see
    monkeypatch.setattr(casefile._Limits, "see", lambda self, event: (seen.append(event), watch(self, event)))
    assert words in refused(casefile.parse, text)
    assert len(seen) < 2_100, "what follows is not read"


@pytest.mark.slow
def test_the_largest_lists_and_depths_are_read():
    assert len(casefile.parse("a: [" + "1, " * 1_000 + "]")["a"]) == 1_000
    assert len(casefile.parse("\n".join(f"k{n}: 1" for n in range(1_000)))) == 1_000
    assert casefile.parse("a: " + "[" * 19 + "]" * 19)


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "big.yml"
    path.write_bytes(b"#" * 1_100_000)
    monkeypatch.setattr(casefile, "parse", lambda text: pytest.fail("read"))
    assert refused(casefile.read, path) == "big.yml: holds 1,100,000 bytes; at most 100,000 are read"


def test_a_long_name_is_shown_by_its_beginning():
    message = refused(casefile.parse, f"{'x' * 900}: 1\n{'x' * 900}: 2\n")
    assert len(message) < SHOWN + 40


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n", "3\n"])
def test_a_file_without_names_and_values_is_refused(tmp_path, text):
    path = tmp_path / "x.yml"
    path.write_text(text)
    assert refused(casefile.read, path) == "x.yml: it needs 'name: value' lines"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path):
    path = tmp_path / "x.yml"
    path.write_bytes("\ufefftitle: Zwei\r\ncountry: FJI\r\n".encode())
    assert casefile.read(path) == {"title": "Zwei", "country": "FJI"}


def test_a_file_that_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / "x.yml"
    path.write_bytes("title: Übung\n".encode("latin-1"))
    assert "x.yml: not UTF-8 (byte 7)" in refused(casefile.read, path)


# -------------------------------------------------------------------------------------------------------- writing


def test_what_is_written_is_read_alike_by_both_readings_of_yaml(tmp_path):
    values = {
        "title": "Côte d'Ivoire: #1",
        "a": "NO",
        "b": ["ON", "NATO"],
        "c": [],
        "d": 1994,
        "e": "",
        "f": "2025-04-11",
    }
    text = casefile.text(["About.", "More " * 60], values, {"a": "a comment"}, [("one", {"b", "c"}), ("none", set())])
    assert casefile.parse(text) == values
    assert yaml.safe_load(text) == values
    assert "a: 'NO'  # a comment\n" in text
    assert "\n\n# one\nb: ['ON', NATO]\nc: []\n" in text
    assert "# none" not in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_the_shipped_cases_are_named():
    assert casefile.names() == sorted(path.stem for path in paths.CASES.iterdir())
