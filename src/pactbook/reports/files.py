"""Writing a file or a folder so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`."""
    with replaced(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Put `text` in the place of the file at `path`, as UTF-8."""
    write_bytes(path, text.encode("utf-8"))


def replace_folder(source: Path, target: Path) -> None:
    """Put a folder in the place of another; `restore_folder` mends what a crash between the two steps leaves."""
    old = _last(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    source.rename(target)
    target.chmod(0o755)
    shutil.rmtree(old, ignore_errors=True)


def restore_folder(target: Path) -> None:
    """Bring back what `replace_folder` had put aside when it was stopped."""
    old = _last(target)
    if old.exists() and not target.exists():
        old.rename(target)


def _last(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
