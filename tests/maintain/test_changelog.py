"""The log of the tables: what changed since the last version, and how a version becomes one."""

import pytest

from pactbook import paths
from pactbook.maintain import changelog


@pytest.fixture
def kept(folder):
    """A folder of tables whose first version is known."""
    changelog.keep(folder.path)
    return folder


def raised(folder, version):
    path = folder.path / "datapackage.yaml"
    path.write_text(path.read_text("utf-8").replace("\nversion: 0.1.0\n", f"\nversion: {version}\n"), encoding="utf-8")


def log(folder):
    changelog.keep(folder.path)
    return (folder.path / changelog.LOG).read_text(encoding="utf-8")


def test_the_first_version_is_counted_and_known_by_a_hash_a_row(kept):
    text = log(kept)
    rows = len(kept.rows("agreements"))
    assert f"## 0.1.0\n\nThe first version with a log: agreements {rows}," in text
    known = changelog.last(kept.path)
    assert set(known.facts["agreements"]) == {row["agreement_id"] for row in kept.rows("agreements")}
    assert known.rows["sources"] == len(kept.rows("sources"))


def test_what_changed_since_stands_on_top_and_is_told_anew_each_time(kept):
    kept.change("agreements", "fji-isl-2022-memo", signed="2022-09-10")
    kept.drop("events", "2019-06-meeting")
    before = len(kept.rows("events"))
    first = log(kept)
    assert first.index("## After 0.1.0") < first.index("## 0.1.0\n")
    assert "- **agreements**: 1 changed" in first and "  - changed: `fji-isl-2022-memo`" in first
    assert f"- **events**: 1 taken out ({before} rows)\n  - taken out: `2019-06-meeting`" in first
    kept.append("events", like="2020-10-05-commission", event_id="2023-01-01-new", date="2023-01-01")
    second = log(kept)
    assert second.count("## After") == 1
    assert "- **events**: 1 added, 1 taken out" in second
    assert log(kept) == second


def test_a_raised_version_closes_the_entry_and_the_next_begins_anew(kept):
    kept.change("agreements", "fji-isl-2022-memo", signed="2022-09-10")
    raised(kept, "0.2.0")
    text = log(kept)
    assert text.index("## 0.2.0") < text.index("## 0.1.0") and "## After" not in text
    assert changelog.last(kept.path).version == "0.2.0"
    assert log(kept) == text, "nothing has changed since"
    kept.change("agreements", "fji-isl-2022-memo", signed="2022-09-11")
    assert log(kept).index("## After 0.2.0") < log(kept).index("## 0.2.0\n")


def test_only_some_rows_are_named_and_the_rest_counted(kept):
    for number in range(changelog._MOST + 3):
        kept.append("events", like="2020-10-05-commission", event_id=f"2023-01-01-new-{number:02}", date="2023-01-01")
    line = next(line for line in log(kept).splitlines() if line.startswith("  - added"))
    assert line.count("`") == 2 * changelog._MOST and line.endswith("and 3 more")


def test_what_the_facts_rest_on_is_counted(kept):
    before = len(kept.rows("sources"))
    kept.append("sources", like="blog-nd", source_id="blog-2", url="https://a-blog.example/2")
    assert f"- Rows of what the facts rest on: sources {before + 1} (+1)" in log(kept)


@pytest.mark.slow
def test_the_shipped_log_is_current():
    shipped = (paths.data() / changelog.LOG).read_text(encoding="utf-8")
    assert changelog.text(paths.data()) == shipped, "run `make data`"
