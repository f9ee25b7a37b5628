"""What `make docs` does beside what mkdocs does: pages that live elsewhere, files that a page links, the findings.

It reads the repository and writes nothing into it. Nothing here imports pactbook: the pages are built in an environment
that does not have it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
# Pages whose text stands elsewhere in the repository.
PAGES = {"data.md": "data/README.md", "contributing.md": "CONTRIBUTING.md"}
FINDINGS = re.compile(r"<!-- (lead|gallery) -->(.*?)<!-- /\1 -->", re.DOTALL)
_ASKED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"?(https?://[^\s\">]+)")
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#]+)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that live elsewhere."""
    for page, source in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(text: str, page: Any, config: Any, files: Files) -> str:
    """Show the findings where a page asks for them, and mend the links to what lies outside of ``docs/``."""
    home = Path(PAGES.get(page.file.src_uri, f"docs/{page.file.src_uri}")).parent
    text = text.replace("<!-- the findings -->", _findings(home))
    return _LINK.sub(lambda found: _target(found[1], home, config, files), text)


def _findings(home: Path) -> str:
    """Return the findings that the README shows, with links as from a folder of the repository."""
    found = FINDINGS.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return _LINK.sub(lambda link: os.path.relpath(link[1], home), "".join(text for _, text in found))


def _target(link: str, home: Path, config: Any, files: Files) -> str:
    """Return what a link of a page is on the site: a page of it, or a file of the repository that comes along."""
    path = os.path.normpath(home / link)
    elsewhere = {source: page for page, source in PAGES.items()}
    if path in elsewhere:
        return elsewhere[path]
    if path.startswith("docs/") or path.endswith(".md") or not (ROOT / path).is_file():
        return path.removeprefix("docs/")  # mkdocs refuses what is no page
    if files.get_file_from_path(path) is None:
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return path


def on_post_build(config: Any) -> None:
    """Refuse pages that would ask another host for a script, a font or a picture."""
    for page in sorted(Path(config.site_dir).rglob("*.html")):
        if asked := _ASKED.findall(page.read_text(encoding="utf-8")):
            raise PluginError(f"{page.name} asks another host for {', '.join(sorted(set(asked)))}")
