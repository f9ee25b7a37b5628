"""A site is made in a temporary folder and takes the place of the one before, which stays whole if something fails."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pactbook import __version__, markup
from pactbook.errors import UserError, shown
from pactbook.locale import Language
from pactbook.reports import files
from pactbook.reports.context import Context
from pactbook.reports.run import progress_bar
from pactbook.reports.site import copies, feed, found, index
from pactbook.reports.unchanged import sha256

LIST = "site.json"
_KEPT = ("path", "title", "line", "day", "language", "about", "also", "blocs", "findings")


@dataclass(frozen=True)
class Made:
    """A site that was made: its first page, how many reports it holds, and how many entries of its feed are new."""

    page: Path
    reports: int
    news: int


def make(out: Path, today: str, base: str = "", build: Path | None = None, context: Context | None = None) -> Made:
    """Make the site of all finished reports.

    Parameters
    ----------
    out : pathlib.Path
        Its folder: one that is not there, is empty, or holds a site.
    today : str
        The day, ISO 8601, which the feed gives to what is different from the site before.
    base : str, optional
        The address under which it will be seen; without it there is no sitemap and links of the feed are relative.
    build : pathlib.Path, optional
        The folder of the reports; default that of the context.
    context : Context, optional
        Where the record is; default that of this process.

    Raises
    ------
    UserError
        If the folder holds something else, the address is none, there is no report, or one was touched since it was made.
    """
    context = context or Context.here()
    source = build or context.build
    address = _address(base)
    files.restore_folder(out)
    earlier = _earlier(out, source)
    reports = found.reports(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        pages = _copy(reports, work, address, out, earlier)
        index.write(work, reports, context.record().blocs, address)
        told = feed.entries(earlier, reports, today)
        _write_rest(work, reports, pages, told, earlier, address)
        files.replace_folder(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    known = {entry["id"] for entry in earlier.get("entries", ())}
    return Made(out / "index.html", len(reports), sum(entry["id"] not in known for entry in told))


def _address(base: str) -> str:
    """Return the address of a site with a slash at its end."""
    if not base:
        return ""
    parts = urlsplit(base)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise UserError(
            f"--base-url {shown(base)}: write the whole address of a folder, such as https://example.org/pacts/"
        )
    return base.rstrip("/") + "/"


def _earlier(out: Path, source: Path) -> dict[str, Any]:
    """Return the list of the site that stands in a folder, empty where none does; what is no site is never replaced."""
    if out == source or out in source.parents:
        raise UserError(f"{out}: holds the reports themselves: name another folder for the site")
    if out.exists() and not out.is_dir():
        raise UserError(f"{out}: a file stands where the site goes: name it otherwise")
    there = {path.name for path in out.iterdir()} if out.exists() else set()
    if not there:
        return {}
    try:
        earlier = json.loads((out / LIST).read_text(encoding="utf-8"))
        foreign = sorted(there - set(earlier["holds"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(f"{out}: holds something else than a site of pactbook: name a new or an empty folder") from None
    if foreign:
        raise UserError(
            f"{out}: holds what no site of pactbook wrote ({', '.join(foreign)}): move it, or name another folder"
        )
    return earlier


def _copy(
    reports: list[found.Report], work: Path, base: str, out: Path, earlier: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """Put the reports into the site, and return for each page of a batch of what it was made and its hash.

    A page that would be made of the same is taken from the site before: to make one takes seconds.
    """
    package = copies.package()
    standing, pages = earlier.get("pages", {}), {}
    with progress_bar("reports") as progress:
        for report in progress.track(reports, description=out.name):
            target = work / report.path
            if report.is_case:
                copies.copy_case(report, work, base)
                continue
            made_of, there = copies.made_of(report, package), out / report.path
            if there.is_file() and standing.get(report.path) == {"made_of": made_of, "sha256": sha256(there)}:
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(there, target)
            else:
                copies.write_page(report, target)
            pages[report.path] = {"made_of": made_of, "sha256": sha256(target)}
    return pages


def _write_rest(
    work: Path,
    reports: list[found.Report],
    pages: dict[str, dict[str, str]],
    told: list[feed.Entry],
    earlier: dict[str, Any],
    base: str,
) -> None:
    """Write the feed, the sitemap and the list."""
    identifier, t = feed.identifier(earlier, base, reports), Language(index.language(reports))
    text = feed.atom(told, identifier, [one.path for one in reports], base, t)
    (work / "feed.xml").write_text(text, encoding="utf-8")
    if base:
        (work / "sitemap.xml").write_text(_sitemap(work, base), encoding="utf-8")
        (work / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n", encoding="utf-8")
    content = {
        "pactbook": __version__,
        "feed": identifier,
        "holds": sorted({*(path.name for path in work.iterdir()), LIST}),
        "reports": [_kept(one) for one in reports],
        "pages": pages,
        "entries": told,
    }
    (work / LIST).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _kept(report: found.Report) -> dict[str, Any]:
    facts = vars(report)
    return {name: facts[name] for name in _KEPT}


def _sitemap(work: Path, base: str) -> str:
    addresses = [base + name for name in _pages(work) if name != "404.html"]
    return markup.render("reports", "site/sitemap.xml.j2", addresses=addresses)


def _pages(work: Path) -> Iterable[str]:
    return sorted(path.relative_to(work).as_posix() for path in work.rglob("*.html"))
