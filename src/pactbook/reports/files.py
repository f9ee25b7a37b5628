"""Writing a file or a folder so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pactbook.reports import signals


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`, of the same ending, which takes its place if all goes well."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    try:
        yield Path(name)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder beside `path`, which takes the place of the folder there if all goes well."""
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.stem}."))
    try:
        yield made
        made.chmod(0o755)
        if path.is_dir():
            shutil.rmtree(path)
        made.replace(path)
    finally:
        shutil.rmtree(made, ignore_errors=True)


_OLD = ".old."  # in the name of a folder that holds another one which is replaced
# The first day that a zip can tell: the same content, the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_STORED = frozenset({".png", ".pdf", ".zip", ".xlsx"})  # nothing is gained by packing them again


def zipped(path: Path, content: Mapping[str, bytes]) -> None:
    """Write a zip of some files, by their names in it."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in content.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix in _STORED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, held)


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`."""
    with replaced(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Put `text` in the place of the file at `path`, as UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def replace_folder(source: Path, target: Path) -> None:
    """Put a folder in the place of another; `restore_folder` mends what a crash between the two steps leaves."""
    # A name that is free: what stood there may be somebody else's, and not to be removed.
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}{_OLD}", dir=target.parent))
    source.chmod(0o755)
    with signals.undisturbed():
        if target.exists():
            target.rename(old / target.name)
        source.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def restore_folder(target: Path) -> None:
    """Put back what `replace_folder` had put aside when it was stopped."""
    olds = sorted(target.parent.glob(f".{target.name}{_OLD}*/{target.name}"), key=lambda path: path.stat().st_mtime)
    if olds and not target.exists():
        olds[-1].rename(target)
