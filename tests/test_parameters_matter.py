"""Every parameter of every notebook has an effect: another value shows something else."""

import datetime as dt

import pytest

from pactbook.errors import UserError
from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.exhibit import Exhibit
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.parameters import MODELS
from pactbook.record import load

pytestmark = pytest.mark.slow
DAY = dt.date(2026, 6, 1)
SUBJECTS = {subject.model.notebook: subject for subject in (Pair, Bloc, Programme, Article)}
# What each notebook is asked here, where its usual values would not do.
ASKED = {
    "01-bilateral-agreements": {"as_of": DAY},
    "02-alliance-maps": {"as_of": DAY, "origins": ["pactbook"]},
    "03-missile-program-context": {"as_of": DAY},
    "04-claims-audit": {"as_of": DAY},
}
# Another value of each parameter, and the exhibit that shows it.
CHANGES = {
    "01-bilateral-agreements": {
        "as_of": (dt.date(2024, 1, 1), lambda pair: pair.documents()),
        "language": ("de", lambda pair: pair.contacts()),
        "country_a": ("TUR", lambda pair: pair.contacts()),
        "country_b": ("CHN", lambda pair: pair.contacts()),
        "since": (2015, lambda pair: pair.contacts()),
        "focus": ("blr-pak-2025-04-interior", lambda pair: pair.novelty()),
        "domains": (["internal_security"], lambda pair: pair.partners()),
        "worldview": ("defacto", lambda pair: pair.partner_map(pair.a)),
        "origins": (["yours"], lambda pair: pair.documents()),
    },
    "02-alliance-maps": {
        "as_of": (dt.date(2004, 1, 1), lambda bloc: bloc.membership()),
        "language": ("de", lambda bloc: bloc.membership()),
        "blocs": (["NATO", "EU"], lambda bloc: bloc.membership()),
        "hypothesis": (["RUS", "CHN"], lambda bloc: bloc.shared()),
        "claimed_by": ("a newspaper", lambda bloc: bloc.signed()),
        "years": ([2000, 2010], lambda bloc: bloc.growth()),
        "worldview": ("defacto", lambda bloc: bloc.membership()),
        "projection": ("pacific", lambda bloc: bloc.world_map()),
        "origins": (["yours"], lambda bloc: bloc.limits()),
    },
    "03-missile-program-context": {
        "as_of": (dt.date(2010, 1, 1), lambda programme: programme.tests()),
        "language": ("de", lambda programme: programme.tests()),
        "country": ("IND", lambda programme: programme.quoted_ranges()),
        "partner": ("CHN", lambda programme: programme.sanctions()),
        "systems": (["pak-shaheen-i"], lambda programme: programme.within_range()),
        "compare": (["IND"], lambda programme: programme.side_by_side()),
        "worldview": ("defacto", lambda programme: programme.envelope()),
        "origins": (["yours"], lambda programme: programme.tests()),
    },
    "04-claims-audit": {
        "as_of": (dt.date(2025, 1, 1), lambda article: article.verdicts()),
        "language": ("de", lambda article: article.verdicts()),
        "article": (None, lambda article: article.verdicts()),
    },
}
BOTH = [(notebook, name) for notebook, changes in CHANGES.items() for name in changes]


@pytest.fixture(scope="module", autouse=True)
def _no_outside(tmp_path_factory):
    """Read no outside datasets, whatever this machine has fetched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PACTBOOK_REFERENCE", str(tmp_path_factory.mktemp("reference")))
        yield


def other_article(usual):
    return next(one for one in load().claims.article_id.unique() if one != usual)


def made(notebook, **changes):
    subject = SUBJECTS[notebook]
    params = MODELS[notebook](**ASKED[notebook] | changes)
    return subject.from_params(params)


def told(shown: Exhibit) -> dict:
    """Return what an exhibit shows: its words, its data, and the parts that stand beside its figure."""
    words = (shown.title, shown.subtitle, shown.findings, shown.alt, shown.sources, shown.note)
    parts = [part._repr_mimebundle_() for part in shown.parts]
    return {"words": words, "frame": shown.frame.astype(str).to_dict("records"), "parts": repr(parts)}


def test_every_parameter_is_tried():
    tried = {notebook: set(changes) for notebook, changes in CHANGES.items()}
    tried["04-claims-audit"] |= {"origins"}  # by the test below
    assert tried == {notebook: set(model.model_fields) for notebook, model in MODELS.items()}


def test_the_claims_of_an_article_are_of_this_record():
    with pytest.raises(UserError, match="has no claims on record"):
        made("04-claims-audit", origins=["yours"])


@pytest.mark.parametrize(("notebook", "name"), BOTH, ids=lambda value: value)
def test_another_value_shows_something_else(notebook, name):
    value, exhibit = CHANGES[notebook][name]
    usual = made(notebook)
    changed = made(notebook, **{name: value or other_article(usual.params.article)})
    assert told(exhibit(usual)) != told(exhibit(changed))


@pytest.mark.parametrize(("notebook", "exhibit"), [
    ("01-bilateral-agreements", lambda pair: pair.partner_map(pair.a)),
    ("02-alliance-maps", lambda bloc: bloc.membership()),
    ("03-missile-program-context", lambda programme: programme.envelope()),
])  # fmt: skip
def test_the_same_values_show_the_same(notebook, exhibit):
    assert told(exhibit(made(notebook))) == told(exhibit(made(notebook)))
