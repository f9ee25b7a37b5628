"""A picture found alone says where it comes from."""

import pandas as pd
import pytest
from PIL import Image

from pactbook import cli
from pactbook.errors import UserError
from pactbook.plots import style
from pactbook.plots.finish import finish
from pactbook.reports.origin import origin


@pytest.fixture
def bundle(tmp_path):
    words = {"title": "A & <title>", "subtitle": "s", "sources": "Source: somebody", "alt": "What it shows"}
    finish(style.canvas(1.0), name="one", data=pd.DataFrame({"a": [1]}), folder=tmp_path, receipt="0f", **words)
    return tmp_path


@pytest.mark.parametrize("end", [".png", ".card.png", ".svg"])
def test_it_is_read_from_the_picture_alone(bundle, end):
    found = origin(bundle / f"one{end}")
    assert found["Title"] == "A & <title>"
    assert found["Description"] == "What it shows"
    assert found["Source"] == "Source: somebody"
    assert found["Copyright"] == "CC BY 4.0"
    assert found["Comment"].endswith("0f")


def test_a_picture_of_somebody_else_says_nothing(tmp_path, capsys):
    Image.new("RGB", (2, 2)).save(tmp_path / "x.png")
    with pytest.raises(UserError, match="says nothing of where it comes from"):
        origin(tmp_path / "x.png")
    (tmp_path / "y.png").write_text("no picture")
    with pytest.raises(UserError, match="is no picture"):
        origin(tmp_path / "y.png")
    assert cli.main(["figure", str(tmp_path / "z.png")]) == 2
    assert "No such file" in capsys.readouterr().err
