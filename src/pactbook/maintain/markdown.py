"""A table as Markdown, and where a made part stands in a page that is written by hand."""

from __future__ import annotations

import re

import pandas as pd


def markdown(frame: pd.DataFrame) -> str:
    """Return a frame as a Markdown table: whole numbers without decimals, missing values empty."""
    shown = frame.astype(object).where(frame.notna(), "")
    shown = shown.map(lambda value: str(int(value)) if isinstance(value, float) else str(value))
    lines = ["| " + " | ".join(shown.columns) + " |", "|" + " --- |" * len(shown.columns)]
    lines += ["| " + " | ".join(row).replace("\n", " ") + " |" for row in shown.itertuples(index=False)]
    return "\n".join(lines)


def placed(text: str, name: str, block: str) -> str:
    """Return a text with what stands between ``<!-- name -->`` and ``<!-- /name -->`` replaced."""
    return re.sub(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", lambda _: block, text, flags=re.DOTALL)
