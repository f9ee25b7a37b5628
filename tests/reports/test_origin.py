"""A picture found alone says where it comes from."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest
from PIL import Image

from pactbook import cli
from pactbook.errors import UserError
from pactbook.plots import style
from pactbook.plots.finish import finish
from pactbook.reports.origin import origin

CITED = [
    {"id": "gov-2020", "publisher": "A Ministry", "title": "T", "published": "2020", "url": "https://gov.example/1"},
    {"id": "gone-2021", "publisher": "Gone", "title": "T", "published": "", "url": "https://gone.example/2"},
]


@pytest.fixture
def bundle(tmp_path):
    words = {"title": "A & <title>", "subtitle": "s", "sources": "Source: somebody", "alt": "What it shows"}
    finish(
        style.canvas(1.0), name="one", data=pd.DataFrame({"a": [1]}), folder=tmp_path, receipt="0f",
        parameters={"country_a": "BLR"}, cited=CITED, **words,
    )  # fmt: skip
    return tmp_path


@pytest.mark.parametrize("end", [".png", ".card.png", ".narrow.png", ".svg"])
def test_it_is_read_from_the_picture_alone(bundle, end):
    found = origin(bundle / f"one{end}")
    assert found["Title"] == "A & <title>"
    assert found["Description"] == "What it shows"
    assert found["Source"] == "Source: somebody"
    assert found["Copyright"] == "CC BY 4.0"
    assert found["Comment"].endswith("0f")
    assert found["Sources"].split() == ["gov-2020", "gone-2021"]
    if end != ".svg":
        assert found["Figure"] == "one"
        assert json.loads(found["Parameters"]) == {"country_a": "BLR"}


def test_the_command_tells_the_addresses_that_the_record_knows(bundle, capsys, monkeypatch):
    monkeypatch.setattr(
        "pactbook.record.load", lambda: SimpleNamespace(addresses={"gov-2020": "https://gov.example/1"})
    )
    (bundle / "one.narrow.png").rename(bundle / "found alone.png")
    assert cli.main(["figure", "show", str(bundle / "found alone.png")]) == 0
    told = capsys.readouterr().out
    assert "Title: A & <title>\n" in told and "Figure: one\n" in told
    assert "Sources: 2\n  gov-2020 https://gov.example/1\n  gone-2021 (not in this record)\n" in told


def test_a_picture_of_somebody_else_says_nothing(tmp_path, capsys):
    Image.new("RGB", (2, 2)).save(tmp_path / "x.png")
    with pytest.raises(UserError, match="says nothing of where it comes from"):
        origin(tmp_path / "x.png")
    (tmp_path / "y.png").write_text("no picture")
    with pytest.raises(UserError, match="is no picture"):
        origin(tmp_path / "y.png")
    assert cli.main(["figure", "show", str(tmp_path / "z.png")]) == 2
    assert "No such file" in capsys.readouterr().err
