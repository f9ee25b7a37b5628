# ruff: noqa: E501 (one row a line)
import csv
import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.errors import UserError
from pactbook.record import confidence, independent, load, newest_day, publishers, readings_of, schema, split


def refused(folder) -> str:
    with pytest.raises(UserError) as caught:
        folder.load()
    return str(caught.value)


def line_of(folder, table: str, key: str) -> int:
    """Return the line of a record whose cells hold no line breaks."""
    return next(n for n, text in enumerate(folder.file(table).read_text().splitlines(), 1) if text.startswith(key))


# ---------------------------------------------------------------------------------------------------- reading


def test_every_row_of_every_table_is_read(untouched, record):
    for name in schema(untouched.path):
        assert len(record[name]) == len(untouched.rows(name)) > 0


def test_values_have_the_types_of_the_schema(record):
    systems = record.missile_systems.set_index("system_id")
    assert systems.at["fji-alpha", "range_km"] == 280.0
    assert math.isnan(systems.at["fji-delta", "range_km"])
    assert systems.at["isl-one", "aliases"] == ("Eins", "Un")
    assert systems.at["fji-alpha", "aliases"] == ()
    assert systems.at["fji-alpha", "retired"] == ""
    flights = record.missile_tests.set_index("test_id").missiles
    assert flights["2018-06-06-beta"] == 2
    assert flights["2017-05-05-beta"] is pd.NA


def test_na_is_text_and_not_a_missing_value(folder):
    folder.change("sources", "blog-nd", publisher="NA", title="null")
    row = folder.load().sources.set_index("source_id").loc["blog-nd"]
    assert (row.publisher, row.title) == ("NA", "null")


def test_a_changed_file_is_read_again(folder):
    before = folder.load()
    folder.change("sources", "blog-nd", publisher="Another")
    assert "Another" in set(folder.load().sources.publisher)
    assert "Another" not in set(before.sources.publisher)


def test_a_changed_declaration_is_read_again(folder):
    declared, before = folder.path / "datapackage.yaml", folder.load()
    text = declared.read_text(encoding="utf-8")
    try:
        declared.write_text(text.replace("enum: [member, ", "enum: ["), encoding="utf-8")
        assert "memberships.csv:2: role: 'member' is not allowed" in refused(folder)
    finally:
        declared.write_text(text, encoding="utf-8")
    assert len(folder.load().memberships) == len(before.memberships)


@pytest.mark.parametrize("day", [None, "2022-01-01", "2024-06-01"])
def test_what_is_handed_out_cannot_change_what_is_read_next(untouched, day):
    first = untouched.load(day)
    rows = len(first.agreements)
    first.agreements["mine"] = 1
    first.agreements.loc[0, "title"] = "changed"
    first.sources = first.sources.iloc[:0]
    first.events.loc[:, "title"] = "changed"
    again = untouched.load(day)
    assert "mine" not in again.agreements and "changed" not in set(again.agreements.title)
    assert "changed" not in set(again.events.title)
    assert (len(again.agreements), len(again.sources) > 0) == (rows, True)


def test_last_seen_is_the_newest_look_at_a_source(folder):
    folder.change("sources", "blog-nd", seen_on="2024-05-05")
    assert folder.load().last_seen == "2024-05-05"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder, record, encoding, end):
    folder.change("agreements", "fji-isl-2022-memo", note="two\nlines, “quoted”")
    plain = folder.load().agreements
    for table in schema(folder.path):
        text = folder.file(table).read_text(encoding="utf-8")
        folder.file(table).write_bytes(text.replace("\n", end).encode(encoding))
    pd.testing.assert_frame_equal(folder.load().agreements, plain)
    pd.testing.assert_frame_equal(folder.load().sources, record.sources)


def test_columns_may_stand_in_another_order(folder, record):
    rows = folder.rows("blocs")
    names = list(rows[0])[::-1]
    pd.DataFrame(rows)[names].to_csv(folder.file("blocs"), index=False)
    pd.testing.assert_frame_equal(folder.load().blocs, record.blocs)


def test_empty_lines_are_skipped(folder, record):
    text = folder.file("blocs").read_text()
    folder.file("blocs").write_text(text.replace("\nTALKS", "\n\nTALKS") + "\n\n")
    pd.testing.assert_frame_equal(folder.load().blocs, record.blocs)


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_characters=";", exclude_categories=["C", "Z"]), min_size=1), max_size=5
    )
)
def test_a_list_cell_holds_its_values_in_order(values):
    assert split(";".join(values)) == tuple(values)
    assert split(" ; ".join(values) + ";") == tuple(values)


# ---------------------------------------------------------------------------------------------------- refusing


@pytest.mark.parametrize(
    ("table", "key", "values", "message"),
    [
        ("sources", "blog-nd", {"kind": "agancy"}, "kind: 'agancy' is not allowed (did you mean 'agency'?)"),
        ("sources", "blog-nd", {"kind": "zzz"}, "kind: 'zzz' is not allowed (allowed: treaty_text, government"),
        ("sources", "blog-nd", {"seen_on": "2024-13"}, "seen_on: '2024-13' is no date: month must be in 1..12"),
        ("sources", "blog-nd", {"seen_on": "1.3.2024"}, "seen_on: '1.3.2024' is no date: write YYYY"),
        ("sources", "blog-nd", {"url": "javascript:alert(1)"}, "url: 'javascript:alert(1)' does not match https?"),
        ("sources", "blog-nd", {"language": "english"}, "language: 'english' does not match [a-z]{2}"),
        ("sources", "blog-nd", {"publisher": ""}, "publisher: is empty, but required"),
        ("sources", "blog-nd", {"publisher": " A Blog"}, "publisher: ' A Blog' has white space at its ends"),
        ("sources", "blog-nd", {"publisher_country": "YRU"}, "publisher_country: 'YRU' is no ISO 3166-1 alpha-3 code (did you mean 'URY'?)"),
        ("sources", "blog-nd", {"publisher_country": "UY"}, "publisher_country: 'UY' is no ISO 3166-1 alpha-3 code"),
        ("agreements", "fji-isl-2022-memo", {"parties": "FJI;ICL"}, "parties: 'ICL' is neither an ISO 3166-1 alpha-3 code nor in blocs.csv"),
        ("agreements", "fji-isl-2022-memo", {"domains": "defence;trainning"}, "domains: 'trainning' is not allowed (did you mean 'training'?)"),
        ("agreements", "fji-isl-2022-memo", {"signed": "2022-9-9"}, "signed: '2022-9-9' is no date"),
        ("events", "2019-06-meeting", {"countries": "FJI;XXX"}, "countries: 'XXX' is no ISO 3166-1 alpha-3 code"),
        ("missile_systems", "fji-alpha", {"range_km": "far"}, "range_km: 'far' is no number"),
        ("missile_systems", "fji-alpha", {"range_km": "0"}, "range_km: 0 is under 1"),
        ("missile_systems", "fji-alpha", {"range_km": "20001"}, "range_km: 20001 is over 20000"),
        ("missile_tests", "2018-06-06-beta", {"missiles": "2.5"}, "missiles: '2.5' is no integer"),
        ("missile_tests", "2018-06-06-beta", {"missiles": "0"}, "missiles: 0 is under 1"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_with_file_line_and_column(folder, table, key, values, message):
    folder.change(table, key, **values)
    assert f"{table}.csv:{line_of(folder, table, key)}: {message}" in refused(folder)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1_000", "٣"])
def test_a_number_is_a_finite_one_in_plain_digits(folder, value):
    folder.change("missile_systems", "fji-alpha", range_km=value)
    assert f"missile_systems.csv:2: range_km: {value!r} is no number" in refused(folder)


@pytest.mark.parametrize(
    ("table", "key", "values", "message"),
    [
        ("agreements", "fji-isl-2022-memo", {"source_ids": "daily-2022-9"}, "source_ids: 'daily-2022-9' is not in sources.csv (did you mean 'daily-2022-09'?)"),
        ("agreements", "fji-isl-2022-memo", {"see_also": "fji-isl-2020-defense"}, "see_also: 'fji-isl-2020-defense' is not in agreements.csv (did you mean 'fji-isl-2020-defence'?)"),
        ("events", "2019-06-meeting", {"agreement_ids": "nothing"}, "agreement_ids: 'nothing' is not in agreements.csv"),
        ("memberships", "TALKS", {"bloc_id": "TALKZ"}, "bloc_id: 'TALKZ' is not in blocs.csv (did you mean 'TALKS'?)"),
        ("missile_tests", "2017-05-05-beta", {"system_id": "fji-bta"}, "system_id: 'fji-bta' is not in missile_systems.csv (did you mean 'fji-beta'?)"),
        ("designations", "eu-isl-works", {"entity_id": "isl-work"}, "entity_id: 'isl-work' is not in entities.csv (did you mean 'isl-works'?)"),
        ("claims", "article-1", {"article_id": "article-2023"}, "article_id: 'article-2023' is not in sources.csv (did you mean 'article-2022'?)"),
    ],
)  # fmt: skip
def test_a_dangling_reference_is_refused_with_file_line_and_nearest(folder, table, key, values, message):
    line = line_of(folder, table, key)
    folder.change(table, key, **values)
    assert refused(folder).splitlines()[0].startswith(f"{table}.csv:{line}: {message}")


def test_a_key_that_stands_twice_is_refused_with_both_lines(folder):
    folder.append("agreements", like="fji-isl-2022-memo", title="Again")
    first = line_of(folder, "agreements", "fji-isl-2022-memo")
    last = len(folder.rows("agreements")) + 1
    message = f"agreements.csv:{last}: agreement_id: 'fji-isl-2022-memo' stands in line {first}"
    assert refused(folder) == message


def test_a_key_of_several_columns_may_repeat_in_each_but_not_in_all(folder):
    row = folder.rows("memberships")[0]
    folder.append("memberships", **(row | {"start": "1999-01-01", "end": "2004-03-15"}))
    folder.load()
    folder.append("memberships", **row)
    assert f"memberships.csv:{len(folder.rows('memberships')) + 1}: bloc_id, iso3, role, start:" in refused(folder)


def test_a_missing_or_unknown_column_is_refused(folder):
    text = folder.file("blocs").read_text()
    folder.file("blocs").write_text(text.replace("short_name", "shortname", 1))
    message = refused(folder)
    assert "blocs.csv:1: column 'short_name' is missing" in message
    assert "column 'shortname' is unknown (did you mean 'short_name'?)" in message


def test_a_column_that_stands_twice_is_refused(folder):
    lines = folder.file("blocs").read_text().splitlines()
    folder.file("blocs").write_text("\n".join([lines[0] + ",kind", *(line + ",union" for line in lines[1:])]))
    assert "blocs.csv:1: a column stands twice" in refused(folder)


def test_a_row_of_another_length_is_refused_with_its_line(folder):
    folder.change("blocs", "NORDPACT", note="a note of\nthree\nlines")
    with folder.file("blocs").open("a") as stream:
        stream.write("SHORT,row\n")
    columns = len(folder.rows("blocs")[0])
    assert refused(folder).startswith(f"blocs.csv:8: 2 values for {columns} columns")


def test_a_line_number_counts_lines_of_the_file_not_rows(folder):
    folder.change("blocs", "NORDPACT", note="a note of\nthree\nlines")
    folder.change("blocs", "OLDPACT", kind="aliance")
    assert "blocs.csv:5: kind: 'aliance' is not allowed (did you mean 'alliance'?)" in refused(folder)


def test_an_empty_or_missing_file_is_refused(folder):
    folder.file("blocs").write_text("")
    assert "blocs.csv:1: column 'bloc_id' is missing" in refused(folder)
    folder.file("blocs").unlink()
    assert "blocs.csv: no such file in" in refused(folder)


def test_a_file_in_another_encoding_is_refused(folder):
    folder.change("sources", "blog-nd", publisher="Küste")
    folder.file("sources").write_bytes(folder.file("sources").read_text(encoding="utf-8").encode("latin-1"))
    assert "sources.csv: not UTF-8" in refused(folder)


def test_a_table_without_rows_is_fine(folder):
    folder.drop("searches")
    assert folder.load().searches.empty


def test_a_folder_without_a_schema_is_refused(tmp_path):
    with pytest.raises(UserError, match="it declares the tables"):
        load(folder=tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: [1", "not readable as YAML in line "),
        (b"a: \xff", "not UTF-8 (byte 3)"),
        (b"", "declares no tables"),
        (b"resources: 3", "declares no tables"),
        (b"resources: [{path: x.csv}]", "declares a table or column without"),
        (b"resources: [{name: x, path: x.csv, schema: {primaryKey: a, fields: [{name: a}]}}]", "without 'title'"),
    ],
)
def test_a_broken_schema_is_told_with_its_file(tmp_path, content, words):
    (tmp_path / "datapackage.yaml").write_bytes(content)
    with pytest.raises(UserError) as caught:
        load(folder=tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'datapackage.yaml'}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_the_place_of_a_table_is_told(folder):
    folder.file("blocs").unlink()
    folder.file("blocs").mkdir()
    try:
        assert "blocs.csv: is a folder, where a table should be" in refused(folder)
    finally:
        folder.file("blocs").rmdir()


@pytest.fixture(params=[131_072, 2**30])
def longest(request):
    """Set the limit of the csv module, which is one for the process and raised by libraries when they are imported."""
    before = csv.field_size_limit(request.param)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("longest")
def test_a_cell_without_end_is_told_with_its_line(folder):
    folder.change("blocs", "TRADE", name="x" * 131_073)
    line = line_of(folder, "blocs", "TRADE")
    assert f"blocs.csv:{line}: not readable as CSV: a cell of more than 131,072 characters" in refused(folder)


def test_a_table_that_is_too_large_is_not_read(folder, monkeypatch):
    monkeypatch.setattr("pactbook.record.reading.LARGEST", 100)
    assert "blocs.csv: holds " in refused(folder)
    assert "bytes; a table has at most 100" in refused(folder)


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_separated_by_another_sign_is_one_problem(folder, sign, name):
    pd.DataFrame(folder.rows("blocs")).to_csv(folder.file("blocs"), index=False, sep=sign)
    assert refused(folder) == f"blocs.csv:1: separated by {name}: save with commas"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_named(folder, encoding):
    text = folder.file("blocs").read_text(encoding="utf-8")
    folder.file("blocs").write_bytes(text.encode(encoding))
    assert refused(folder) == "blocs.csv: is UTF-16: save it as UTF-8"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("a\0b", "U+0000, a control character, at position 2"),
        ("a\x0bb", "U+000B, a control character"),
        ("\x1b[31mred", "U+001B, a control character"),
        ("a\x85b", "U+0085, a control character"),
        ("a\uffffb", "U+FFFF, which is no character"),
        ("a\u202eb", "U+202E, RIGHT-TO-LEFT OVERRIDE, that nothing closes"),
        ("\u202bab\u2069", "U+202B, RIGHT-TO-LEFT EMBEDDING"),
    ],
)
def test_a_character_that_breaks_a_page_is_refused_with_its_code(folder, cell, told):
    folder.change("blocs", "TRADE", name=cell)
    line = line_of(folder, "blocs", "TRADE")
    assert refused(folder).startswith(f"blocs.csv:{line}: name: holds {told}")


@pytest.mark.parametrize(
    "cell", ["می\u200cخواهم", "क्\u200dष", "פולין", "\u202bab\u202c c", "\u2068a\u2069", "x\u200fy", "a\u00adb"]
)
def test_joiners_and_scripts_from_right_to_left_are_text(folder, cell):
    folder.change("blocs", "TRADE", name=cell)
    assert cell in set(folder.load().blocs.name)


@pytest.mark.parametrize("cell", ["defence;;training", "defence;", ";defence", "defence; ;training"])
def test_a_list_has_no_empty_value(folder, cell):
    folder.change("agreements", "fji-isl-2020-defence", domains=cell)
    assert f"domains: {cell!r} holds a ';' too many" in refused(folder)


def test_a_long_cell_is_shown_by_its_beginning(folder):
    folder.change("agreements", "fji-isl-2020-defence", kind="x" * 9_000, signed="y" * 9_000, domains="z" * 9_000)
    assert max(map(len, refused(folder).splitlines())) < 500


def test_the_newest_day_is_that_of_the_newest_page_and_none_after_we_looked(folder):
    assert folder.load().newest_day == dt.date(2024, 1, 15)
    folder.change("sources", "ledger-2024-01", published="2024-03")
    assert folder.load().newest_day == dt.date(2024, 3, 1), "seen on the first of March"
    assert newest_day(folder.path) == dt.date(2024, 3, 1)
    for row in folder.rows("sources"):
        folder.change("sources", row["source_id"], published="")
    assert folder.load().newest_day == dt.date(2024, 3, 1), "no page has a date"


def test_at_most_twenty_problems_are_told(folder):
    text = folder.file("sources").read_text().replace("https://", "ftp://")
    folder.file("sources").write_text(text.replace(",en,", ",eng,").replace("2024-03-01", "2024-3-1"))
    lines = refused(folder).splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("… and ")


# -------------------------------------------------------------------------------------------------- confidence


@pytest.mark.parametrize(
    ("source_ids", "expected", "voices"),
    [
        ("treaty-2021", "high", 1),
        ("gov-2020-05;ledger-2024-01", "high", 2),
        ("agency-2022-09;daily-2022-09", "medium", 1),
        ("agency-2022-09;daily-2022-09;ledger-2024-01", "high", 2),
        ("gov-2020-05", "medium", 1),
        ("ledger-2024-01;post-2019-06", "medium", 2),
        ("daily-2022-09", "medium", 1),
        ("ledger-2024-01", "low", 1),
        ("encyclopedia-nd", "low", 1),
    ],
)
def test_confidence_counts_independent_voices_and_primary_sources(record, source_ids, expected, voices):
    frame = pd.DataFrame({"source_ids": [split(source_ids)]})
    assert confidence(record, frame) == [expected]
    assert independent(record, frame) == [voices]


def test_two_pages_that_repeat_one_agency_are_one_voice(folder):
    folder.change("sources", "ledger-2024-01", wire="Island Wire")
    folder.change("sources", "post-2019-06", wire="Island Wire")
    frame = pd.DataFrame({"source_ids": [("ledger-2024-01", "post-2019-06")]})
    assert confidence(folder.load(), frame) == ["low"]


def test_publishers_come_most_cited_first(record):
    assert publishers(record, ["think-2018", "gov-2020-05", "gov-2020-05"]) == [
        "Fiji Ministry of Defence",
        "Institute",
    ]


def test_readings_are_shown_where_they_differ(record):
    found = readings_of(
        record, ["missile_systems:fji-beta", "missile_systems:fji-epsilon", "agreements:fji-isl-2020-defence"]
    )
    assert set(zip(found.record_id, found.value, strict=True)) == {
        ("fji-beta", "2000"), ("fji-beta", "2500"), ("fji-isl-2020-defence", "2020-05-11"), ("fji-isl-2020-defence", "2020-05-12"),
    }  # fmt: skip
    assert dict(zip(found.value, found.publisher, strict=True))["2500"] == "Island Ledger"
    assert readings_of(record, []).empty


def test_a_text_is_told_in_a_language_as_far_as_it_is_translated(folder):
    folder.change("events", "2018-04-20-visit", title_de="")
    record = folder.load()
    german = record.in_language("de").events.set_index("event_id").title
    assert german["2018-04-20-visit"] == "Event 2018-04-20-visit"
    assert german["2019-06-meeting"] == "Ereignis 2019-06-meeting"
    assert set(record.in_language("de").designations.stated_reason) == {"lieferte Teile"}
    assert record.in_language("en").events.title.equals(record.events.title)
