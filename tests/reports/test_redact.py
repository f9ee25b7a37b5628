"""No secret and no home folder in a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from pactbook.reports import redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("api_key='abc'", "api_key='[redacted]'"),
        ('connect(token = "a\\"bc", n="x")', 'connect(token = "[redacted]", n="x")'),
        ("{'db_password': 'abc'}", "{'db_password': '[redacted]'}"),
        ("token\x1b[39m=\x1b[33m'abc'\x1b[39m", "token\x1b[39m=\x1b[33m'[redacted]'\x1b[39m"),
        ("SECRET: b'abc'", "SECRET: b'[redacted]'"),
        ("tokens = 3; name = 'abc'", "tokens = 3; name = 'abc'"),
    ],
)
def test_what_is_assigned_to_a_secret_name_is_not_shown(text, shown):
    assert redact.Redactor().text(text) == shown


def test_what_such_variables_hold_is_not_shown_anywhere(monkeypatch):
    monkeypatch.setenv("SERVICE_TOKEN", "from-the-environment")
    spaces = [{"password": "hunter22", "auth_key": b"raw-bytes", "secret": "yes", "api_key": 5, "name": "shown"}]
    text = redact.Redactor(spaces).text("hunter22 raw-bytes from-the-environment yes 5 shown")
    assert text == "[redacted] [redacted] [redacted] yes 5 shown"


def test_the_home_folder_is_not_shown(monkeypatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    assert redact.without_home("/home/somebody/x /home/somebody2/x '/home/somebody'") == "~/x /home/somebody2/x '~'"
    monkeypatch.setenv("HOME", "/")
    assert redact.without_home("/x") == "/x"


CELLS = (
    "password = 'hunter-two'\nimport warnings\nwarnings.warn_explicit('w', UserWarning, '/home/somebody/x.py', 1)",
    "def connect(access_token):\n    raise ValueError(f'{access_token} refused, {password} too, see /home/somebody/log')\n"
    "connect('from-' + 'a-call')",
)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pactbook", "kernel"])
def test_an_executed_notebook_shows_neither(tmp_path, engine):
    """Of what a kernel held only the literals and the environment are known when it has gone."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "in.ipynb")
    job = {
        "notebook": str(tmp_path / "in.ipynb"),
        "output": str(tmp_path / "out.ipynb"),
        "parameters": {},
        "html": "",
        "pdf": "",
    }
    (tmp_path / "job").write_text(
        json.dumps(job | {"cwd": str(tmp_path), "outcome": str(tmp_path / "outcome"), "journal": str(tmp_path / "j")})
    )
    code = f"from pactbook.reports import execute; from pathlib import Path; execute.main(Path({str(tmp_path / 'job')!r}), "
    code += "execute.CELLS)" if engine == "pactbook" else "None)"
    environment = {
        **__import__("os").environ,
        "HOME": "/home/somebody",
        "MPLCONFIGDIR": str(tmp_path),
        "IPYTHONDIR": str(tmp_path),
    }
    environment |= {"JUPYTER_RUNTIME_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    outputs = [out for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells for out in cell.get("outputs", ())]
    (error,) = [out for out in outputs if out.output_type == "error"]
    (warning,) = [out for out in outputs if out.get("name") == "stderr"]
    told = json.loads((tmp_path / "outcome").read_text())["message"]
    assert warning.text.startswith("~/x.py:1: UserWarning: w")
    for text in (error.evalue, told, "".join(error.traceback)):
        assert "~/log" in text and "/home/somebody" not in text
        if engine == "pactbook":
            assert "hunter-two" not in text and "from-a-call" not in text and "[redacted]" in text
    assert Path(tmp_path / "j").exists() is False
