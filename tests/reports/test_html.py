"""Pages of made-up notebooks: contents, addresses, pictures, and tables that answer to a reader."""

import base64
import io
import re

import nbformat
import pytest
from PIL import Image

from pactbook.exhibits.citations import Citations
from pactbook.reports import html


def png(width=40, height=20, colour="#ffffff"):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "png")
    return base64.b64encode(buffer.getvalue()).decode()


def page_of(folder, *cells, name="01-two", chapters=(), title="A case"):
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), folder / f"{name}.ipynb")
    job = {
        "title": title, "parameters": {"language": "en", "as_of": "2024-03-01"}, "receipt": "0f", "chapters": chapters,
    }  # fmt: skip
    html.write(folder / f"{name}.ipynb", folder / f"{name}.html", job)
    return (folder / f"{name}.html").read_text(encoding="utf-8")


def prose(text):
    return nbformat.v4.new_markdown_cell(text)


def showing(**data):
    metadata = {"image/png": {"alt": "Alt <b>"}, "pactbook": {"name": "contacts"}}
    return nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", data=data, metadata=metadata)])


def test_the_contents_lead_to_the_headings(tmp_path):
    page = page_of(tmp_path, prose("# What?"), prose("## Who & why?\n\nText."), prose("## Wo ist Österreich?"))
    listed = re.findall(r'<li><a href="#([^"]+)">', page)
    assert listed == ["who-why", "wo-ist-österreich"]
    assert [f'<h2 id="{one}">' in page for one in listed] == [True, True]


def test_a_figure_has_an_address_its_files_and_its_alternative(tmp_path):
    page = page_of(tmp_path, prose("# What?"), showing(**{"image/png": png()}))
    assert '<figure id="figure-contacts">' in page
    assert 'alt="Alt &lt;b&gt;"' in page
    for end in (".png", ".svg", ".card.png", ".csv"):
        assert f'href="figures/01-two/contacts{end}"' in page


@pytest.mark.parametrize(("width", "shown"), [(None, (400, 100)), (100, (100, 25)), (800, (400, 100))])
def test_a_picture_is_the_smallest_of_its_forms_and_shows_the_same(width, shown):
    made = html.picture(png(400, 100, "#1f6f78"), width)
    assert (made["width"], made["height"]) == shown
    data = base64.b64decode(made["source"].removeprefix("data:image/webp;base64,"))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    assert image.size == shown
    assert all(abs(a - b) <= 4 for a, b in zip(image.getpixel((5, 5)), (0x1F, 0x6F, 0x78), strict=True))


def test_a_page_leads_to_those_before_and_after(tmp_path):
    chapters = []
    for name in ("00-before", "01-two", "02-after"):
        nbformat.write(nbformat.v4.new_notebook(cells=[prose(f"# Page {name}")]), tmp_path / f"{name}.in.ipynb")
        chapters.append([name, str(tmp_path / f"{name}.in.ipynb")])
    page = page_of(tmp_path, prose("# Two"), chapters=chapters)
    assert '<a href="00-before.html" rel="prev">← Page 00-before</a>' in page
    assert '<a href="02-after.html" rel="next">Page 02-after →</a>' in page


def test_a_reader_can_cite_it(tmp_path):
    page = page_of(tmp_path, prose("# What?"), title="A & B")
    assert "“A &amp; B: What?”, as of 1 March 2024. pactbook " in page
    assert "@misc{pactbook-0f," in page and "TY  - RPRT" in page


def test_a_page_lists_the_first_of_very_many_sources_and_says_where_the_others_stand(tmp_path, monkeypatch):
    items = "".join(f'<li>Somebody: <a href="https://one.example/{n}">Page {n}</a></li>' for n in range(5))
    sources = showing(**{"text/html": f'<details><ol class="sources">{items}</ol></details>'})
    assert page_of(tmp_path, prose("# What?"), sources).count("one.example") == 5
    monkeypatch.setattr(html, "_LISTED", 3)
    page = page_of(tmp_path, prose("# What?"), sources)
    assert page.count("one.example") == 3 and "Page 2</a></li></ol>" in page.replace("\n", "")
    assert "2 more sources stand" in page and 'href="01-two.pdf"' in page and 'href="01-two.ipynb"' in page
    assert page.count("</details>") == 2, "that of the sources and that of the citation"


def test_hostile_words_are_only_words(tmp_path):
    page = page_of(tmp_path, prose("# <script>alert(1)</script>"), title='"><img src=x onerror=alert(1)>')
    assert "<script>alert" not in page.split("</head>")[0]
    assert "<img src=x" not in page


# --------------------------------------------------------------------------------------------------- the script


@pytest.fixture
def tabled(tmp_path, record, en):
    """The page of a notebook that shows the agreements as a table."""
    table = Citations(record, en).table(
        record.agreements, {"signed": "Signed", "title": "Title", "source_ids": "Sources"}, name="t"
    )
    return page_of(tmp_path, prose("# What?"), showing(**table._repr_mimebundle_())), tmp_path


def test_the_page_allows_its_script_and_no_other(tabled):
    text, _ = tabled
    assert f"<script>{html.table_script()}</script>" in text
    assert text.count("'sha256-") == 1
