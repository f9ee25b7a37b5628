"""Every figure on a phone: drawn as wide as one, or its simple chart."""

import pytest

from pactbook.exhibits.article import Article
from pactbook.exhibits.bloc import Bloc
from pactbook.exhibits.pair import Pair
from pactbook.exhibits.programme import Programme
from pactbook.plots import phones


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("subject", [Pair, Bloc, Programme, Article], ids=lambda subject: subject.__name__)
def test_every_figure_is_legible_on_a_phone(subject, language, made, every, record, legible):
    shown = [one for one in every(made(subject, record, language=language)) if one.draw]
    assert shown
    for one in shown:
        assert one.reflows or one.bars or one.frame.empty, f"{one.name}: a phone would show it too small"
        body = one.draw if one.reflows else lambda one=one: phones.simple(one.bars)
        legible(phones.figure(body, one.title, one.subtitle, one.sources, one.note))
