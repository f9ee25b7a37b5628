"""An article as text: its language and sentences, and the states, days, quantities and speakers that each of them names.

Everything here works offline. What a word means stands in ``words.yaml`` for seven languages; states, months and units are
known in every language of the Unicode CLDR. Nothing here knows the record.
"""

from pactbook.texts.article import Article, Sentence, read
from pactbook.texts.files import Page, page

__all__ = ["Article", "Page", "Sentence", "page", "read"]
