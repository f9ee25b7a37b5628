"""The table of commitments: whole, in the order of the subjects, and what each figure takes from it."""

import itertools

from pactbook.plots.commitments import COMMITMENT_WORDS, COMMITMENTS
from pactbook.subjects.ties import COMMITMENTS as ORDER


def test_every_commitment_has_its_look_and_its_word_strongest_first():
    assert tuple(COMMITMENTS) == tuple(COMMITMENT_WORDS) == ORDER


def test_a_stronger_tie_is_never_thinner():
    looks = list(COMMITMENTS.values())
    for stronger, weaker in itertools.pairwise(looks):
        assert stronger.line >= weaker.line > 0
        assert stronger.arc >= weaker.arc > 0
    assert all(look.arc > look.line for look in looks), "on a map, where land lies under it, a tie is wider"


def test_no_two_commitments_look_alike():
    for colours in zip(*((look.colour, look.on_map) for look in COMMITMENTS.values()), strict=True):
        assert len(set(colours)) == len(COMMITMENTS)
