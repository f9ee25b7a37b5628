"""The receipt of a report as RO-Crate, which archives and workflow tools read: what ran, of what, and what came out.

https://www.researchobject.org/ro-crate/ with the profile Process Run Crate.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

NAME = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PROJECT = "#pactbook"
# Endings that the tables of some machines lack: same inputs, same bytes.
_KINDS = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}


def described(receipt: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return a receipt as RO-Crate metadata.

    Parameters
    ----------
    receipt : mapping
        The content of ``receipt.json``.
    folder : pathlib.Path
        The report, with the outputs that the receipt names.

    Returns
    -------
    dict
        JSON-LD: the outputs as files of the crate, the inputs, the parameters, the program, the run, and within it each notebook
        and each of its cells.
    """
    # It imports a library for the web, which nothing else of a run needs.
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    what, made = receipt["inputs"], ROCrate()

    def add(identifier: str, kind: str, /, **facts: Any) -> Any:
        return made.add(ContextEntity(made, identifier, properties={"@type": kind, **_told(facts)}))

    made.name, made.license = what["title"], add(_LICENCE, "CreativeWork", name="CC BY 4.0")
    made.description = f"Report of pactbook {what['pactbook']} on {what['title']}"
    made.root_dataset["identifier"] = receipt["receipt"]
    made.root_dataset["conformsTo"] = add(_PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")
    program = add(
        _PROJECT, "SoftwareApplication", name="pactbook", softwareVersion=what["pactbook"],
        runtimePlatform=f"Python {what['python']}",
        softwareRequirements=[f"{name}=={version}" for name, version in what["libraries"].items()],
    )  # fmt: skip
    files = {name: _file(made, name, digest, folder / name) for name, digest in receipt["outputs"].items()}
    read = {name: add(f"#input/{name}", "MediaObject", name=name, sha256=digest, encodingFormat=_kind(name))
            for name, digest in what["files"].items()}  # fmt: skip
    values = [
        add(f"#parameter/{notebook}/{name}", "PropertyValue", name=name, value=value)
        for notebook, own in what["parameters"].items()
        for name, value in own.items()
    ]
    run = receipt.get("run", {})
    made.root_dataset["datePublished"] = run.get("end", "")[:10] or _day(what["parameters"])
    made.root_dataset["mentions"] = [
        add("#run", "CreateAction", name=f"pactbook run {what['case']}", instrument=program, startTime=run.get("start"),
            endTime=run.get("end"), object=[*read.values(), *values], result=list(files.values()))
    ]  # fmt: skip
    for notebook, times in run.get("notebooks", {}).items():
        for name, kind, facts in _notebook(notebook, times, read, files):
            add(name, kind, **facts)
    return made.metadata.generate()


def _notebook(
    notebook: str, times: Mapping[str, Any], read: Mapping[str, Any], files: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the run of a notebook and of each of its cells."""
    own = (f"{notebook}.", f"figures/{notebook}/")
    yield (
        f"#run/{notebook}",
        "CreateAction",
        {
            "name": notebook,
            "instrument": read.get(f"notebooks/{notebook}.ipynb"),
            "startTime": times["start"],
            "endTime": times["end"],
            "result": [file for name, file in files.items() if name.startswith(own)],
        },
    )
    for one in times["cells"]:
        facts = {"name": f"cell {one['cell']}", "isPartOf": {"@id": f"#run/{notebook}"}}
        yield (
            f"#run/{notebook}/cell/{one['cell']}",
            "Action",
            facts | {"startTime": one["start"], "endTime": one["end"]},
        )


def _file(made: Any, name: str, digest: str, path: Path) -> Any:
    facts = {"sha256": digest, "encodingFormat": _kind(name), "contentSize": str(path.stat().st_size)}
    return made.add_file(dest_path=name, properties=_told(facts))


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _kind(name: str) -> str | None:
    return _KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0]


def _day(parameters: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the day of a report whose times are not known."""
    return next((str(own["as_of"]) for own in parameters.values() if "as_of" in own), "")
