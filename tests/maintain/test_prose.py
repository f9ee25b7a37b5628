"""`make prose`: what a reader of a case reads, in its language."""

import pytest

from pactbook.maintain import prose
from pactbook.reports.case import for_pair


@pytest.mark.parametrize(("language", "first"), [("en", "# What have these two"), ("de", "# Was haben diese beiden")])
def test_the_prose_of_a_notebook_is_in_the_language_of_the_case(language, first):
    case = for_pair("FJI", "ISL", "2024-01-01", changes={"language": language})
    assert next(prose.parts(case, "01-bilateral-agreements")).startswith(first)
