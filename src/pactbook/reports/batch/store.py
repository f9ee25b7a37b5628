"""Where the results of a batch go: a folder of this machine, a shared one, or a bucket that fsspec reaches."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from pactbook.errors import UserError
from pactbook.reports import files
from pactbook.reports.batch.made import NOTEBOOKS

ROWS = "rows"
# Says which batch writes here: a worker that reads another word, or none, looks at another folder.
MARK = "batch.json"


class Store:
    """A folder by its URL.

    Parameters
    ----------
    url : str
        A path, or a URL such as ``s3://bucket/folder``. Keys and endpoints are those of the environment, as the filesystem's own
        library reads them.

    Attributes
    ----------
    url : str
        The whole URL, as others can be told it.

    Raises
    ------
    UserError
        If no filesystem goes by the name, or its library is missing.
    """

    def __init__(self, url: str) -> None:
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise UserError(f"--to {url}: {error}") from None
        self._is_local = isinstance(self._files, LocalFileSystem)
        self.url = self._root if self._is_local else self._files.unstrip_protocol(self._root)

    def __str__(self) -> str:
        return self.url

    def prepare(self) -> None:
        """Make the folder; a bucket is never made.

        Raises
        ------
        UserError
            If it cannot be written.
        """
        try:
            if not self._is_local and not self._files.exists(self._first):
                raise FileNotFoundError(f"{self._first} is not there")
            for part in (NOTEBOOKS, ROWS):
                self._files.makedirs(self._path(part), exist_ok=True)
        except Exception as error:  # each filesystem has errors of its own
            raise UserError(f"--to {self.url}: {type(error).__name__}: {error}") from None

    @property
    def _first(self) -> str:
        """Return the bucket, or the first folder."""
        return self._root[:position] if (position := self._root.find("/", 1)) > 0 else self._root

    def path(self, name: str) -> str:
        """Return where a file is, for people."""
        return f"{self.url.rstrip('/')}/{name}"

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place: who reads sees the old one or the new one, never half of it."""
        if self._is_local:
            files.write_bytes(Path(self._path(name)), content)
        else:
            self._files.pipe_file(self._path(name), content)

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Put a file of JSON in place."""
        self.write(name, json.dumps(content, ensure_ascii=False).encode())

    def read_json(self, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return what some files of JSON hold, by name; those that are missing or broken are left out."""
        self._files.invalidate_cache()
        asked = {self._path(name): name for name in names}
        content = self._files.cat(list(asked), on_error="omit") if asked else {}
        found = {asked[path]: _json(raw) for path, raw in content.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _path(self, name: str) -> str:
        return posixpath.join(self._root, name)


def _json(raw: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
