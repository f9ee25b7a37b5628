"""Values that would run, or break the layout, in every text of the record and through a whole report: nothing comes of them."""

import base64
import csv
import io
import itertools
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pactbook.errors import UserError
from pactbook.parameters import MODELS
from pactbook.record import load, schema
from pactbook.reports import case, export
from pactbook.reports import run as runner
from pactbook.reports.context import Context

RUN = "window.ran=1"
CORPUS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f"javascript:{RUN}",
    f"[a link](javascript:{RUN}) ![x](x) `code` **b**",
    f"<svg onload={RUN}><script>{RUN}</script></svg>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    "</style><style>main{display:none}</style>",
    "</title></head><body>",
    "<!-- ]]> --> <![CDATA[",
    "&lt;b&gt; &amp;nbsp; &#60;",
    '=HYPERLINK("https://x.example";"y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "{{ 7*7 }} {% raw %} ${7*7} %s %d {0} {name}",
    '#panic("run") $x^2_{y}$ \\frac{1}{2} *b* = _i_ <label> @ref // no',
    "\u202eright to left\u202c and \u2067isolated\u2069",
    "zero\u200bwidth\u200d\ufeffjoiners",
    "W" * 5000,
    "\u0635\u062f\u0627\u0642\u062a" * 400,
    "\U0001f600" * 200,
    "Z" + "\u0351\u0327" * 60 + "algo",
    "two\nlines\n\n# and a heading",
    "'; DROP TABLE agreements; --",
    "../../../etc/passwd",
    "NaN",
]
# Columns whose text is the name of something else on record, which it has to be.
NAMES = {"about", "arguments", "article_id", "bloc_id", "entity_id", "evidence", "field", "fields", "record_id", "rule", "same_as",
         "source_id", "subject", "system_id", "value"}  # fmt: skip
ASKED = {
    "title": CORPUS[2], "as_of": "2024-03-01", "origins": ["pactbook"], "country_a": "FJI", "country_b": "ISL", "since": 1945,
    "blocs": ["NORDPACT"], "hypothesis": ["FJI", "ISL", "NOR"], "years": [2005], "claimed_by": CORPUS[0],
    "country": "FJI", "partner": "ISL", "compare": ["ISL"], "article": "article-2022",
}  # fmt: skip
PAGES = ("index", *MODELS)


def takes_any_text(field):
    bound = field.enum or field.pattern or field.references or field.is_date or field.is_country or field.is_party
    return field.type == "string" and not bound and not field.is_signatory and field.name not in NAMES


def poisoned(package):
    """Put the values, one after the other, into every text of the tables of a package."""
    values = itertools.cycle(CORPUS)
    for table, declared in schema(package.path).items():
        columns = [field for field in declared.fields if takes_any_text(field)]
        if not package.file(table).exists() or not columns:
            continue
        rows = package.rows(table)
        for row in rows:
            row |= {one.name: next(values).replace(";", ",") if one.is_list else next(values) for one in columns}
        package._write(table, rows)


@pytest.fixture(scope="session")
def hostile(once, untouched):
    """Return the report on a record of such values; its tables stand beside it."""

    def make(folder):
        (folder / "data").mkdir()
        package = type(untouched)(folder / "data")
        poisoned(package)
        context = Context.here(data=package.path, build=folder / "build")
        return runner.run(case.make("hostile", ASKED, context), context)

    return once("hostile", make)


@pytest.fixture(scope="session")
def poisoned_record(hostile):
    return load(folder=hostile.parent.parent / "data")


HOLDS = """() => {
  const all = [...document.querySelectorAll("*")], names = (one) => [...one.attributes];
  return {
    ran: window.ran ?? null,
    handlers: all.flatMap(names).filter((one) => one.name.startsWith("on")).length,
    links: all.flatMap(names).filter((one) => /^\\s*(javascript|vbscript):/i.test(one.value) && one.name === "href").length,
    frames: document.querySelectorAll("iframe, object, embed, base, form").length,
    images: [...document.images].filter((one) => !one.src.startsWith("data:image/webp")).length,
    main: document.querySelector("main").checkVisibility(),
  };
}"""


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_in_a_page_and_nothing_is_wider_than_it(hostile, visit, name):
    page = visit(hostile / f"{name}.html")
    for width in (360, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    for one in page.locator(".worldmap button, th button, summary").all()[:12]:
        one.dispatch_event("click")
    assert page.evaluate(HOLDS) == {
        "ran": None, "handlers": 0, "links": 0, "frames": 0, "images": 0, "main": True,
    }  # fmt: skip


@pytest.mark.slow
def test_every_value_stands_in_the_report_as_it_is(hostile):
    """What is not there cannot do harm either: the values must have come through."""
    text = "".join(path.read_text(encoding="utf-8") for path in hostile.glob("*.ipynb"))
    shown = [value for value in CORPUS if json.dumps(value, ensure_ascii=False)[1:-1] in text]
    assert len(shown) > len(CORPUS) / 2


def cells(raw):
    return [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]


@pytest.mark.slow
def test_no_cell_of_a_csv_is_a_formula(hostile):
    kept = [path.read_bytes() for path in hostile.glob("figures/*/*.csv")]
    for name in MODELS:
        page = (hostile / f"{name}.html").read_text(encoding="utf-8")
        kept += [base64.b64decode(one) for one in re.findall(r'href="data:text/csv;base64,([^"]+)"', page)]
    assert len(kept) > 20
    numbers = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
    found = {cell for raw in kept for cell in cells(raw) if cell[:1] in tuple("=+-@\t\r") and cell}
    assert {cell for cell in found if not numbers.fullmatch(cell)} == set()


@pytest.mark.slow
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(poisoned_record, tmp_path):
    export.write(tmp_path / "r.xlsx", export.Asked(poisoned_record))
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        sheets = [ElementTree.fromstring(book.read(name)) for name in book.namelist() if "worksheets/sheet" in name]  # noqa: S314
        assert not [name for name in book.namelist() if "vba" in name or "external" in name]
    tags = {one.tag.rpartition("}")[2] for sheet in sheets for one in sheet.iter()}
    assert "v" in tags and not tags & {"f", "hyperlink"}


@pytest.mark.slow
def test_no_drawing_holds_anything_that_runs(hostile):
    drawings = [*hostile.glob("figures/*/*.svg"), *hostile.glob("figures/*/*.kml")]
    assert len(drawings) > 10
    for path in drawings:
        parts = list(ElementTree.parse(path).getroot().iter())  # noqa: S314
        assert not {one.tag.rpartition("}")[2] for one in parts} & {"script", "foreignObject", "iframe", "a"}
        names = {name.rpartition("}")[2] for one in parts for name in one.attrib}
        assert not [name for name in names if name.startswith("on")]


@pytest.mark.slow
def test_no_paper_holds_anything_that_runs(hostile):
    papers = list(hostile.glob("*.pdf"))
    assert len(papers) == len(PAGES)
    for path in papers:
        raw = re.sub(rb"stream\r?\n.*?endstream", b"", path.read_bytes(), flags=re.DOTALL)  # pictures hold any bytes
        assert raw.startswith(b"%PDF-") and not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile|SubmitForm)\b", raw)
        links = set(re.findall(rb"/URI ?\((.*?)\)", raw))
        assert links and all(link.startswith((b"http://", b"https://")) for link in links)


PARAMETERS = sorted({name for model in MODELS.values() for name in model.model_fields})


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PARAMETERS, "title", "notebooks", "overlay"])
def test_a_case_refuses_them_or_takes_them_as_words(untouched, tmp_path, name):
    context = Context.here(data=untouched.path, build=tmp_path)
    for value, given in itertools.product(CORPUS, (str, lambda one: [one])):
        try:
            made = case.make("hostile", ASKED | {name: given(value)}, context)
        except UserError as refused:
            assert all(len(line) < 600 and "\u202e" not in line for line in str(refused).splitlines())
        else:
            assert name in ("claimed_by", "title") and value in (
                made.title,
                made.parameters["02-alliance-maps"].claimed_by,
            )


@pytest.mark.parametrize(
    "url", [f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", "https://a b", "//x.example"]
)
def test_a_source_has_an_address_of_the_web(folder, url):
    folder.change("sources", "think-2018", url=url)
    with pytest.raises(UserError, match="url"):
        folder.load()


@pytest.mark.parametrize("table", ["agreements", "sources", "claims"])
def test_broken_letters_are_refused_with_their_file(folder, table):
    path = Path(folder.file(table))
    path.write_bytes(path.read_bytes() + b"\xff\xfe\xc3(")
    with pytest.raises(UserError, match=f"{table}.csv"):
        folder.load()
