"""Outside datasets are had from a server, or by hand; each thing that can go wrong is told by its own words."""

import errno
import functools
import hashlib
import http.server
import re
import threading

import pytest
import yaml

from pactbook import cli, paths
from pactbook.errors import UserError
from pactbook.maintain import reference
from pactbook.record import load, outside

CONTENT = b"ccode1,ccode2,signYear\n" + b"2,20,1984\n" * 400
SERVED = {
    "/right.csv": CONTENT,
    "/changed.csv": CONTENT.replace(b"1984", b"1985"),
    "/cut.csv": CONTENT[:700],
    "/page.csv": b"<!DOCTYPE html><title>moved</title>",
    "/columns.csv": b"a,b,c\n" + b"1,2,3\n" * 1000,
    "/empty.csv": b"",
}


class Server(http.server.BaseHTTPRequestHandler):
    """A server that also breaks off in the middle of an answer."""

    def do_GET(self):
        broken = self.path == "/broken.csv"
        content = CONTENT if broken else SERVED.get(self.path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:500] if broken else content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def catalogue(folder, tmp_path, monkeypatch):
    """Return a function that writes a catalogue of datasets, each with its address and what else is said."""
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))
    monkeypatch.setenv("PACTBOOK_REFERENCE", str(tmp_path / "reference"))

    def write(**addresses):
        entries = {name: entry(name, url) for name, url in addresses.items()}
        (folder.path / "reference.yaml").write_text(yaml.safe_dump(entries))

    return write


def entry(name, url):
    return {
        "title": f"The {name}", "version": "1", "covers": [1980, 2010], "citation": "Somebody (2020).",
        "licence": "free", "file": f"{name}.csv", "sha256": hashlib.sha256(CONTENT).hexdigest(), "bytes": len(CONTENT),
        "columns": ["ccode1", "signYear"],
    } | ({"url": url} if url else {"page": "https://one.example", "by_hand": "write it as CSV"})  # fmt: skip


def there():
    folder = paths.reference()
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_what_the_catalogue_ships_is_pinned_to_what_cannot_change():
    for name, known in outside.catalogue().items():
        assert known["bytes"] > 0 and known["columns"], name
        if "url" in known:
            assert re.search(r"/[0-9a-f]{40}/|//doi\.org/", known["url"]), name


def test_a_dataset_is_fetched_once(catalogue, address, monkeypatch):
    catalogue(one=f"{address}/right.csv")
    assert reference.fetch() == ([paths.reference() / "one.csv"], [])
    assert (paths.reference() / "one.csv").read_bytes() == CONTENT
    monkeypatch.setattr("pooch.HTTPDownloader.__call__", lambda *_: pytest.fail("it is there"))
    assert reference.fetch() == ([paths.reference() / "one.csv"], [])


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/changed.csv", "changed: its SHA-256 begins with "),
        ("/cut.csv", "cut short: it has 700 of 4,023 bytes"),
        ("/broken.csv", "cut short: the connection broke off"),
        ("/page.csv", "of another format: a web page, where one.csv should be"),
        ("/columns.csv", "of another format: no column ccode1, signYear"),
        ("/empty.csv", "empty: it has 0 bytes"),
        ("/nothing.csv", "answers 404 Not Found"),
    ],
)
def test_each_fault_of_a_download_is_told_and_leaves_nothing(catalogue, address, path, told):
    catalogue(one=f"{address}{path}")
    found, (fault,) = reference.fetch()
    assert found == [] and there() == []
    assert fault.startswith(f"reference one: {address}{path}: {told}")
    assert "Reports work without it" in fault and "`pactbook reference add FILE`" in fault and "\n" not in fault


def test_one_fault_does_not_keep_the_others(catalogue, address):
    catalogue(one=f"{address}/cut.csv", two=f"{address}/right.csv", three="")
    found, faults = reference.fetch()
    assert [path.name for path in found] == there() == ["two.csv"] and len(faults) == 1


def test_offline_is_a_line_and_reports_work_without(catalogue, address):
    port = int(address.rpartition(":")[2])
    catalogue(dcad=f"http://127.0.0.1:{_closed(port)}/right.csv")
    _, (fault,) = reference.fetch()
    assert "no connection (are you offline?)" in fault
    assert outside.dcad() is None and len(load(origins=["pactbook", "outside"]).agreements)


def _closed(other):
    """Return a port on which nobody answers."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_no_space_is_told_before_and_while_a_file_is_written(catalogue, address, monkeypatch):
    catalogue(one=f"{address}/right.csv")
    with monkeypatch.context() as full:
        full.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100}))
        _, (fault,) = reference.fetch()
        assert fault.startswith("reference one: no space: it has 4,023 bytes, and 100 are free in ")
    with monkeypatch.context() as filling:

        def fill(self, url, output_file, _pooch):
            with open(output_file, "wb") as stream:  # noqa: PTH123
                stream.write(CONTENT[:100])
            raise OSError(errno.ENOSPC, "No space left on device", output_file)

        filling.setattr("pooch.HTTPDownloader.__call__", fill)
        _, (fault,) = reference.fetch()
        assert "no space left in" in fault and there() == []


def test_a_file_that_is_there_and_wrong_is_kept_until_the_right_one_is_had(catalogue, address):
    catalogue(one=f"{address}/cut.csv")
    paths.reference().mkdir()
    (paths.reference() / "one.csv").write_bytes(b"old")
    reference.fetch()
    assert (paths.reference() / "one.csv").read_bytes() == b"old"
    catalogue(one=f"{address}/right.csv")
    reference.fetch()
    assert (paths.reference() / "one.csv").read_bytes() == CONTENT


def test_a_file_had_by_hand_is_known_by_its_hash_whatever_it_is_called(catalogue, tmp_path):
    catalogue(one="", two="https://two.example")
    file = tmp_path / "download (1).csv"
    file.write_bytes(CONTENT)
    assert reference.add(file) == ("one", paths.reference() / "one.csv")
    assert there() == ["one.csv"] and file.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("one.csv", SERVED["/cut.csv"], "is not the file of The one 1: cut short: it has 700 of 4,023 bytes"),
        ("x.csv", SERVED["/changed.csv"], "is not the file of The one 1: changed"),
        ("x.csv", b"a,b\n1,2\n", "is not the file of any dataset that reports compare with (one.csv, other.csv)"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_it_seems_to_be(catalogue, folder, tmp_path, name, content, told):
    catalogue(one="", other="")
    entries = {"one": entry("one", ""), "other": entry("other", "") | {"columns": ["z"]}}
    (folder.path / "reference.yaml").write_text(yaml.safe_dump(entries))
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as caught:
        reference.add(tmp_path / name)
    assert told in str(caught.value) and there() == []


def test_the_status_says_what_is_there_with_citation_and_licence(catalogue, tmp_path):
    catalogue(one="https://one.example/1", two="", three="")
    paths.reference().mkdir()
    (paths.reference() / "two.csv").write_bytes(CONTENT)
    (paths.reference() / "three.csv").write_bytes(SERVED["/cut.csv"])
    told = "\n".join(reference.status())
    assert "one: The one 1 (1980–2010): not there: `pactbook reference fetch` gets it" in told
    assert f"two: The two 1 (1980–2010): there: {paths.reference() / 'two.csv'}" in told
    assert "three: The three 1 (1980–2010): there, but cut short" in told
    assert "Somebody (2020)." in told and "Licence: free" in told


def test_the_command_fetches_by_default_and_fails_where_a_file_could_not_be_had(catalogue, address, tmp_path, capsys):
    catalogue(one=f"{address}/right.csv", two="")
    assert cli.main(["reference"]) == cli.main(["reference", "fetch"]) == 0
    told = capsys.readouterr()
    assert "one.csv" in told.out and "The two 1 has no pinned address" in told.err
    catalogue(one=f"{address}/nothing.csv")
    (paths.reference() / "one.csv").unlink()
    assert cli.main(["reference"]) == 1
    assert cli.main(["reference", "status"]) == 0
    (tmp_path / "mine.csv").write_bytes(CONTENT)
    assert cli.main(["reference", "add", str(tmp_path / "mine.csv")]) == 0
    assert cli.main(["reference", "add", str(tmp_path / "none.csv")]) == 2
