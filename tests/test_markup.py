"""Templates: every value is escaped, and none may be missing."""

import pytest
from jinja2 import UndefinedError

from pactbook import markup, paths


def test_every_value_is_escaped():
    page = markup.render("subjects", "brief.html.j2", title="<b>", texts=["\"&'", 3])
    assert "<h2>&lt;b&gt;</h2><ul><li>&quot;&amp;&#x27;</li><li>3</li></ul>" in page


def test_a_missing_value_is_an_error():
    with pytest.raises(UndefinedError):
        markup.render("subjects", "finding.html.j2")


def test_no_module_builds_html_by_hand():
    for path in paths.PACKAGE.rglob("*.py"):
        assert "</" not in path.read_text(encoding="utf-8"), path.name
