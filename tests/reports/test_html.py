"""Pages of made-up notebooks: contents, addresses, pictures, and tables that answer to a reader."""

import base64
import io
import os
import re
import shutil
import subprocess

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


def dom(text, folder, act):
    """Return the page as chromium has it after it was driven; the policy lets no other script run, so it is taken out."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    freed = re.sub(r'<meta [^>]*http-equiv="Content-Security-Policy"[^>]*>', "", text)
    (folder / "driven.html").write_text(freed.replace("</body>", f"<script>{act}</script></body>"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += [
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=3000",
        "--dump-dom",
        "--enable-logging=stderr",
    ]
    command = [chromium, *flags, f"--user-data-dir={folder / 'profile'}", (folder / "driven.html").as_uri()]
    done = subprocess.run(
        command, check=True, capture_output=True, timeout=60, text=True, env=os.environ | {"HOME": str(folder)}
    )
    assert "Uncaught" not in done.stderr
    return done.stdout


def column(text, number=0):
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", re.search(r"<tbody>(.*?)</tbody>", text, re.DOTALL)[1], re.DOTALL)
    return [re.findall(r'<td[^>]*?(?: data-v="([^"]*)")?>', row)[number] for row in rows]


def test_the_page_allows_its_script_and_no_other(tabled):
    text, _ = tabled
    assert f"<script>{html.table_script()}</script>" in text
    assert text.count("'sha256-") == 1


@pytest.mark.slow
def test_a_click_on_a_heading_sorts_and_what_is_empty_stays_last(tabled):
    text, folder = tabled
    press = 'document.querySelector("th button").click();'
    up, down = column(dom(text, folder, press)), column(dom(text, folder, press * 2))
    dated = [day for day in up if day]
    assert dated == sorted(dated) and up[len(dated) :] == [""] * (len(up) - len(dated))
    assert [day for day in down if day] == dated[::-1] and down[-1] == up[-1] == ""
    assert 'aria-sort="descending"' in dom(text, folder, press * 2)


@pytest.mark.slow
def test_a_word_filters_the_rows_and_counts_them(tabled, record):
    text, folder = tabled
    type_in = (
        'const f = document.querySelector(".filter input"); f.value = "2020"; f.dispatchEvent(new Event("input"));'
    )
    after = dom(text, folder, type_in)
    hidden = len(re.findall(r"<tr hidden", after))
    shown = sum(
        "2020" in title or "2020" in signed
        for title, signed in zip(record.agreements.title, record.agreements.signed, strict=True)
    )
    assert 0 < shown < len(record.agreements)
    assert hidden == len(record.agreements) - shown
    assert f"<output>{shown} / {len(record.agreements)}</output>" in after
