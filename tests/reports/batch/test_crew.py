"""What a worker does before it makes anything: it looks whether it sees what we see."""

from types import SimpleNamespace

import pytest

from pactbook.reports import unchanged
from pactbook.reports.batch.crew import Crew, Orders, _findings
from pactbook.reports.batch.grid import Item
from pactbook.reports.batch.store import MARK, Store

ITEM = Item("jpn-phl", "JPN-PHL", {})


def answered(world, facts, mark):
    store = Store(str(world.to))
    store.prepare()
    store.write_json(MARK, mark)
    crew = Crew(Orders("ours", "01-bilateral-agreements", store.url, facts, unchanged.hashed(facts)))
    worker = SimpleNamespace(address="tcp://10.0.0.7:4000", local_directory=str(world.folder))
    crew.setup(worker)
    try:
        return crew.make(ITEM)["refused"]
    finally:
        crew.teardown(worker)


@pytest.mark.slow
@pytest.mark.parametrize("mark", [{}, {"batch": "another"}])
def test_a_worker_that_sees_another_folder_makes_nothing(world, mark):
    told = answered(world, unchanged.facts(), mark)
    assert told.startswith(f"the worker tcp://10.0.0.7:4000 does not see {world.to}: --to needs a folder")


@pytest.mark.slow
def test_a_worker_with_other_libraries_makes_nothing(world):
    facts = unchanged.facts()
    other = facts | {"libraries": facts["libraries"] | {"pandas": "0.1", "no-such-library": "1"}}
    told = answered(world, other, {"batch": "ours"})
    assert "no-such-library missing, pandas changed" in told


def test_what_cannot_even_be_looked_at_is_told(world, monkeypatch):
    monkeypatch.setattr(unchanged, "facts", lambda: 1 / 0)
    assert "division by zero" in answered(world, {}, {"batch": "ours"})


def test_a_key_with_two_sentences_has_two_columns(monkeypatch):
    said = [("share", "A has 1."), ("steps", "None."), ("share", "B has 2."), ("share", "A has 1.")]
    monkeypatch.setattr("pactbook.reports.html.findings", lambda _: [{"key": k, "text": t} for k, t in said])
    assert dict(_findings(None)) == {"share": "A has 1.", "share_2": "B has 2.", "steps": "None."}
