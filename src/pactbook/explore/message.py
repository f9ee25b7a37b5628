"""What is said to the reader, as HTML that is read aloud when it changes."""

from __future__ import annotations

from pactbook import markup


def message(text: str, link: str = "", name: str = "") -> str:
    """Return a text of some lines, and a link behind it, as HTML; nothing for none."""
    if not text:
        return ""
    return markup.render("explore", "message.html.j2", lines=text.splitlines(), link=link, name=name)
