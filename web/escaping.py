"""From text of documents and users to HTML that shows it and runs nothing; every template goes through here."""

from __future__ import annotations

from datetime import date
from html import escape

from web.texts import Texts

# Gradio's HTML component is a template language (${…}, {{…}}): with these encoded, no version of it can take text for a template.
_TEMPLATE_CHARACTERS = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\x00": ""})


def safe(text: str) -> str:
    """Return the text as HTML: element content or a double-quoted attribute value."""
    return escape(text, quote=True).translate(_TEMPLATE_CHARACTERS)


def day(value: date, texts: Texts) -> str:
    """Return a date in the page's language, as plain text."""
    return texts.date.format(year=value.year, month=value.month, day=value.day)
