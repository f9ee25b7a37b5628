"""The examples in docstrings hold, on the shipped record."""

import doctest
import importlib

import pytest

pytestmark = pytest.mark.slow

# Each has at least one example.
MODULES = [
    "pactbook",
    "pactbook.api.subjects",
    "pactbook.api.tables",
    "pactbook.dates",
    "pactbook.errors",
    "pactbook.markup",
    "pactbook.record.names",
    "pactbook.reports.limits",
    "pactbook.states.names",
    "pactbook.states.system",
    "pactbook.texts.figures",
    "pactbook.texts.named",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert not found.failed, f"see what doctest printed about {name}"
