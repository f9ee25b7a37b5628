"""Subjects of the made-up world, and every exhibit that they have."""

import inspect

import pytest

from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.locale import Language

# What a made record is asked; an article without claims is refused before a kernel starts.
ASKED = {
    Pair: {"country_a": "FJI", "country_b": "ISL", "since": 1945},
    Bloc: {"blocs": ["NORDPACT"], "hypothesis": ["FJI", "ISL", "NOR"], "years": [2005], "origins": ["pactbook"]},
    Programme: {"country": "FJI", "partner": "ISL", "compare": ["ISL"]},
    Article: {"article": "article-2022"},
}
DAY = "2024-03-01"


@pytest.fixture(scope="session")
def made():
    """Return a function that makes a subject of a record."""

    def make(subject, record, **values):
        params = subject.model(**{"as_of": DAY} | ASKED[subject] | values)
        return subject(params, record, Language(params.language))

    return make


@pytest.fixture(scope="session")
def every():
    """Return a function that gives every exhibit of a subject; one that is asked for a state is asked for each."""

    def exhibits(subject):
        for name, method in inspect.getmembers(type(subject)):
            if getattr(method, "is_exhibit", False):
                takes = [one for one in inspect.signature(method).parameters if one != "self"]
                for state in subject.states if takes else [None]:
                    yield getattr(subject, name)(*filter(None, [state]))

    return exhibits


@pytest.fixture(scope="session")
def update_summaries(request):
    """Tell whether the summaries of figures are to be written anew."""
    return request.config.getoption("--update-summaries")
