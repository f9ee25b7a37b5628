"""A folder of made-up reports, as runs leave them: two cases and a batch, made with the templates of real ones."""

import json

import nbformat
import pytest
from PIL import Image

from pactbook.parameters import AllianceMaps, BilateralAgreements
from pactbook.reports import html
from pactbook.reports.case import Case
from pactbook.reports.context import Context
from pactbook.reports.site import make
from pactbook.reports.unchanged import RECEIPT, sha256
from pactbook.subjects.findings import MIME

PAIR, MAPS = "01-bilateral-agreements", "02-alliance-maps"
DAY = "2024-03-01"


def book(path, values, *sentences):
    """Write an executed notebook whose brief is its first sentence, with what papermill notes of a machine."""
    told = [{"key": key, "text": text, "records": []} for key, text in sentences]
    outputs = [nbformat.v4.new_output("display_data", data={MIME: {"brief": told[:1]}, "text/plain": ""})]
    outputs += [nbformat.v4.new_output("display_data", data={MIME: one, "text/plain": ""}) for one in told[1:]]
    injected = nbformat.v4.new_code_cell("\n".join(["# Parameters", *(f"{k} = {v!r}" for k, v in values.items())]))
    injected.metadata.tags = ["injected-parameters"]
    cells = [nbformat.v4.new_markdown_cell("# What?"), injected, nbformat.v4.new_code_cell("", outputs=outputs)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
        cell.metadata.papermill = {"start_time": "2024-03-02T10:00:00"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"papermill": {"output_path": f"/home/somebody/{path.name}"}})
    nbformat.write(made, path)


class Build:
    """The folder of reports."""

    def __init__(self, path):
        self.path = path
        path.mkdir()

    def case(self, name, title, sentence, day=DAY, language="en", **asked):
        """Write the report of a case on two states, with its pages, a figure and its receipt; return its folder."""
        folder = self.path / name
        (folder / "figures" / PAIR).mkdir(parents=True, exist_ok=True)
        shared = {"as_of": day, "language": language}
        parameters = {
            PAIR: BilateralAgreements(country_a=asked["a"], country_b=asked["b"], **shared),
            MAPS: AllianceMaps(blocs=asked["blocs"], hypothesis=asked["hypothesis"], **shared),
        }
        case = Case(name=name, title=title, parameters=parameters)
        for notebook in parameters:
            values = case.arguments(notebook)
            key = "history" if notebook == PAIR else "bloc"
            book(folder / f"{notebook}.ipynb", values, (key, sentence), ("horizon", f"As of {day}."))
            html.write(
                folder / f"{notebook}.ipynb", folder / f"{notebook}.html",
                {"title": title, "parameters": values, "receipt": "0f", "chapters": []},
            )  # fmt: skip
        Image.new("RGB", (120, 63), "#1f6f78").save(folder / "figures" / PAIR / "contacts.card.png")
        (folder / "figures" / PAIR / "contacts.json").write_text(json.dumps({"alt": f"Bars of {title}."}))
        for paper in (name, *parameters):
            (folder / f"{paper}.pdf").write_bytes(b"%PDF-")
        html.write_index(case, folder, "0f")
        outputs = {
            path.relative_to(folder).as_posix(): sha256(path)
            for path in sorted(folder.rglob("*")) if path.is_file() and path.name != RECEIPT
        }  # fmt: skip
        asked_for = {notebook: case.arguments(notebook) for notebook in parameters}
        told = {"asked": "", "receipt": "0f", "inputs": {"title": title, "parameters": asked_for}, "outputs": outputs}
        (folder / RECEIPT).write_text(json.dumps(told))
        return folder

    def batch(self, name, **sentences):
        """Write a batch: a notebook for each ``AAA_BBB="sentence"``, and a summary; an empty sentence is of one that failed."""
        folder = self.path / name
        (folder / "notebooks").mkdir(parents=True, exist_ok=True)
        lines = ["report,status,message"]
        for pair, sentence in sentences.items():
            a, b, *day = pair.split("_")
            values = BilateralAgreements(country_a=a, country_b=b, as_of="-".join(day) or DAY).model_dump(mode="json")
            report = f"{a}-{b}-{values['as_of']}".lower()
            lines.append(f"{report},{'done' if sentence else 'failed'},")
            if sentence:
                book(folder / "notebooks" / f"{report}.ipynb", values, ("history", sentence))
        (folder / "summary.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        return folder


def fill(build):
    """Write the two cases and the batch of most tests."""
    build.case("belarus-pakistan", "Belarus and Pakistan", "Two met.", a="BLR", b="PAK", blocs=["NATO"],
               hypothesis=["BLR", "IRN"])  # fmt: skip
    build.case("aside", "Niger & Côte d’Ivoire", "None <met>.", a="NER", b="CIV", blocs=["NORDPACT"],
               hypothesis=["NER", "TUR"])  # fmt: skip
    build.batch("some", NGA_TUR="They met.", FRA_GBR="", JPN_PHL="Both signed.")
    return build


@pytest.fixture
def build(tmp_path):
    """Return an empty folder of reports."""
    return Build(tmp_path / "build")


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """Return a folder with reports that no test changes."""
    return fill(Build(tmp_path_factory.mktemp("site") / "build"))


@pytest.fixture
def fresh(build):
    """Return a folder with the same reports, which the test may change."""
    return fill(build)


@pytest.fixture(scope="session")
def shown(filled, untouched, tmp_path_factory):
    """Return a site of these reports."""
    out = tmp_path_factory.mktemp("out") / "public"
    make(out, "2024-05-06", "https://example.org/p", filled.path, Context.here(data=untouched.path))
    return out
