"""Cut the face of Chinese, Japanese and Korean down to what is written most, so that the package can carry it.

Run with ``make faces``. It reads the package ``noto-cjk-sans-otc`` (Noto Sans CJK as published, SIL Open Font License 1.1) and
writes a face and its licence into ``plots/fonts``. The same versions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from pactbook.plots import faces
from pactbook.subjects.questions import asked

# The characters of everyday writing as the national standards have them: codec, first and last byte of the rows taken.
_STANDARDS = (
    ("gb2312", 0xB0, 0xD7),  # hanzi of the first level
    ("euc_jp", 0xB0, 0xCF),  # kanji of the first level
    ("euc_kr", 0xB0, 0xC8),  # syllables of Hangul
)
_BLOCKS = ((0x3001, 0x301F), (0x3041, 0x30FF), (0xFF01, 0xFF5E))  # punctuation, kana, wide forms
_FAMILY = "Noto Sans CJK SC"


def main() -> None:
    """Write the face and its licence."""
    package = distribution("noto-cjk-sans-otc")
    files = {file.name: Path(str(package.locate_file(file))) for file in package.files or ()}
    fonts = TTCollection(files["NotoSansCJK-Regular.ttc"], recalcTimestamp=False)
    font = _cut(next(one for one in fonts if one["name"].getDebugName(1) == _FAMILY))
    faces.CARRIED.parent.mkdir(exist_ok=True)
    font.save(faces.CARRIED)
    faces.CARRIED.with_name("OFL.txt").write_bytes(files["LICENSE"].read_bytes())


def characters() -> set[int]:
    """Return what the face has: everyday writing, and every word that a query is written with."""
    found = {code for first, last in _BLOCKS for code in range(first, last + 1)}
    found |= {ord(character) for codec in _STANDARDS for character in _standard(*codec)}
    found |= {ord(character) for text in asked.words() for character in text if ord(character) >= _BLOCKS[0][0]}
    return found


def _standard(codec: str, first: int, last: int) -> Iterator[str]:
    """Yield the characters of some rows of a national standard; a place may be empty."""
    for row in range(first, last + 1):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode(codec, errors="ignore")


def _cut(font: TTFont) -> TTFont:
    """Leave our characters in a face, without what sets text in columns or in the forms of another land."""
    options = subset.Options(
        hinting=False, desubroutinize=True, layout_features=[], name_IDs=["*"], notdef_outline=True
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    return font


if __name__ == "__main__":
    main()
