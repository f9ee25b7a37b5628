"""Where results go: folders and buckets, what is wrong with one, and a server of S3 on this machine."""

import socket

import fsspec
import pandas as pd
import pytest

from pactbook.errors import UserError
from pactbook.reports.batch.store import Store
from tests.waiting import until


def test_a_folder_is_made_and_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = Store("some/where")
    store.prepare()
    assert store.url == str(tmp_path / "some" / "where"), "others are told the whole path"
    store.write_json("rows/a.json", {"ä": 1})
    store.write("rows/b.json", b'{"half":')
    assert store.read_json(["rows/a.json", "rows/b.json", "rows/c.json"]) == {"rows/a.json": {"ä": 1}}
    assert {path.name for path in (tmp_path / "some" / "where" / "rows").iterdir()} == {"a.json", "b.json"}

    def breaks(*_):
        raise OSError("full")

    monkeypatch.setattr("pathlib.Path.write_bytes", breaks)
    with pytest.raises(OSError, match="full"):
        store.write("rows/a.json", b"new")
    assert store.read_json(["rows/a.json"]) == {"rows/a.json": {"ä": 1}}


@pytest.mark.parametrize(
    ("url", "what"), [("s4://bucket/x", "s4"), ("memory:///nowhere/at/all", "/nowhere is not there")]
)
def test_a_place_that_is_none_is_refused(url, what):
    with pytest.raises(UserError, match=what) as told:
        Store(url).prepare()
    assert str(told.value).startswith(f"--to {url}")


def test_a_filesystem_without_its_library_is_told_in_one_line(monkeypatch):
    def missing(url):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(UserError, match="--to s3://bucket: Install s3fs to access S3"):
        Store("s3://bucket")


@pytest.fixture
def bucket(processes, monkeypatch, world):
    """A server of S3 with an empty bucket, which the environment names."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    processes.start("-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "127.0.0.1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)))
    s3 = fsspec.filesystem("s3", skip_instance_cache=True)
    s3.mkdir("reports")
    yield s3
    type(s3).clear_instance_cache()


@pytest.mark.slow
def test_a_batch_goes_into_a_bucket_and_resumes_from_it(bucket, world, capsys):
    more = ("--to", "s3://reports/first/batch")
    assert world.run("JPN-PHL", "FRA-ITA", more=more) == 1
    assert "open s3://reports/first/batch/summary.csv" in capsys.readouterr().err
    there = [name.removeprefix("reports/first/batch/") for name in bucket.find("reports")]
    assert sorted(name.partition("/")[0] for name in there) == [
        "batch.json", "notebooks", "notebooks", "rows", "rows", "summary.csv", "summary.parquet"
    ]  # fmt: skip
    table = pd.read_parquet(bucket.open("reports/first/batch/summary.parquet")).set_index("subject")
    assert table.finding_said["JPN-PHL"] == "JPN and PHL"
    assert "not this one" in table.message["FRA-ITA"]
    assert world.run("JPN-PHL", "ARM-FRA", more=(*more, "--resume")) == 0
    assert world.ran == {"JPN-PHL": 1, "FRA-ITA": 1, "ARM-FRA": 1}

    assert world.run("JPN-PHL", more=("--to", "s3://nobody/batch")) == 2
    assert "--to s3://nobody/batch: FileNotFoundError: nobody is not there" in capsys.readouterr().err
    assert not bucket.exists("nobody"), "a bucket costs money: none is made"
