"""The reports in JupyterLab's list of files: the folder ``reports`` beside the notebooks, to read and not to change.

The executed notebooks of the last report of each case stand there with their outputs, which a notebook that was not run shows,
too. `make lab` asks for it.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Any, NoReturn

from jupyter_server.files.handlers import FilesHandler
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError
from traitlets import default

from pactbook import paths
from pactbook.reports import last

NAME = "reports"
WHERE = "PACTBOOK_REPORTS_AT"  # tells a kernel at which address the server gives the files of reports


class _Files(FilesHandler):
    """Gives files as the manager knows them; the usual handler knows the folder of the notebooks alone."""

    @property
    def content_security_policy(self) -> str:
        """Let a report, which has no rights on this server, offer its downloads and open its sources."""
        return f"{super().content_security_policy} allow-downloads allow-popups allow-popups-to-escape-sandbox"

    def check_xsrf_cookie(self) -> None:
        """Ask whence a request comes, but for pages that the reader goes to: reports tell no page where one comes from."""
        if self.request.headers.get("Sec-Fetch-Dest") != "document":
            super().check_xsrf_cookie()


class Shelf(AsyncLargeFileManager):
    """The notebooks, and beside them what was made of them.

    A folder of the notebooks that has the name itself is hidden behind it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        paths.build().mkdir(parents=True, exist_ok=True)  # before the first report
        self._made = AsyncLargeFileManager(parent=self.parent, log=self.log, root_dir=str(paths.build()))
        os.environ[WHERE] = f"{getattr(self.parent, 'base_url', '/')}files/{NAME}/"

    @default("files_handler_class")
    def _class_of_handler(self) -> type:
        return _Files

    async def get(self, path: str, content: bool = True, **options: Any) -> dict[str, Any]:
        """Return a file or a folder."""
        inside = _inside(path)
        if inside is not None:
            return _moved(await self._made.get(inside, content, **options))
        model = await super().get(path, content, **options)
        if model["type"] == "notebook" and content:
            last.lay(model["content"], PurePosixPath(path).stem, paths.build())
        if not path.strip("/") and content and paths.build().is_dir():
            others = [one for one in model["content"] if one["name"] != NAME]
            model["content"] = [*others, await self.get(NAME, content=False)]
        return model

    def exists(self, path: str) -> bool:
        """Tell whether something is there."""
        inside = _inside(path)
        return super().exists(path) if inside is None else self._made.exists(inside)

    async def file_exists(self, path: str) -> bool:
        """Tell whether it is there, and a file."""
        inside = _inside(path)
        return await (super().file_exists(path) if inside is None else self._made.file_exists(inside))

    async def dir_exists(self, path: str) -> bool:
        """Tell whether it is there, and a folder."""
        inside = _inside(path)
        return await (super().dir_exists(path) if inside is None else self._made.dir_exists(inside))

    async def is_hidden(self, path: str) -> bool:
        """Tell whether it is one of those that are not listed."""
        inside = _inside(path)
        return await (super().is_hidden(path) if inside is None else self._made.is_hidden(inside))

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Write a file, without what was laid into it; none of a report."""
        if _inside(path) is not None:
            _refused(path)
        if model.get("type") == "notebook" and model.get("content"):
            last.take_off(model["content"])
        return await super().save(model, path)

    async def delete_file(self, path: str) -> None:
        """Remove a file; none of a report."""
        return await super().delete_file(path) if _inside(path) is None else _refused(path)

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Move a file; none of a report, and none among them."""
        for path in (old_path, new_path):
            if _inside(path) is not None:
                _refused(path)
        await super().rename_file(old_path, new_path)

    async def list_checkpoints(self, path: str) -> list[dict[str, Any]]:
        """Return the earlier states that are kept of a file; of a report none."""
        return await super().list_checkpoints(path) if _inside(path) is None else []

    async def create_checkpoint(self, path: str) -> dict[str, Any]:
        """Keep the state of a file."""
        return await super().create_checkpoint(path) if _inside(path) is None else _refused(path)


def _inside(path: str) -> str | None:
    """Return a path as seen from the folder of reports; None for one that is not in it."""
    first, _, rest = path.strip("/").partition("/")
    return rest if first == NAME else None


def _moved(model: dict[str, Any]) -> dict[str, Any]:
    """Return what the folder of reports holds as seen from the notebooks."""
    path = f"{NAME}/{model['path'].strip('/')}".rstrip("/")
    found = model | {"path": path, "name": path.rpartition("/")[2], "writable": False}
    if model["type"] == "directory" and model["content"] is not None:
        found["content"] = [_moved(one) for one in model["content"]]
    return found


def _refused(path: str) -> NoReturn:
    raise HTTPError(
        403, f"{path} is of a report, which is made and not edited: copy it beside the notebooks to change it"
    )
