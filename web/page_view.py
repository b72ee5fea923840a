"""One page of a document as it looks, with the cited characters marked, as HTML. Pure functions.

The page is the original's picture; of a format that no picture is made of, its characters at their places, as SVG.
"""

from __future__ import annotations

from urllib.parse import quote as url_quote

from bot.types import DrawnText, PageView
from knowledge.marks import Rectangle
from knowledge.types import Position
from web.escaping import safe
from web.leaf import Span, header_html, leaf_html, view_url, views_html
from web.texts import Texts

_DESCENT = 0.14  # of a character's height, below the line it stands on
_QUOTE_CHARS = 300  # of a longer quotation, what a screen reader says at its mark


def page_html(view: PageView, span: Span, texts: Texts) -> str:
    """Return the page as a page of its own; the conversation's reader view shows its <article>."""
    lost = (texts.unknown_place,) if span.start < span.end and not view.cited else ()
    position = Position(page=view.cited[0]) if view.cited else Position()
    body = (
        f"{header_html(view.card, position, lost, texts)}"
        f'<input type="checkbox" id="enlarge" class="enlarge"><div class="tools">'
        f"{views_html(view.card, span, 'original', texts, paged=True, downloaded=view.downloaded)}"
        f"{_turning(view, span, texts)}</div>"
        f'<div class="sheet" tabindex="0"><div class="paper">{_paper(view, texts)}{_boxes(view, texts)}</div></div>'
    )
    return leaf_html(view.card.metadata.title, body, texts)


def _turning(view: PageView, span: Span, texts: Texts) -> str:
    where = safe(texts.page_of.format(page=view.page, pages=view.pages))
    away = bool(view.cited) and view.page not in view.cited
    back = _turn("cited", texts.cited_page.format(page=view.cited[0]), view.cited[0], span, texts) if away else ""
    return (
        f'<nav class="turning" aria-label="{safe(texts.turning)}">'
        f"{_turn('previous', texts.previous_page, view.page - 1, span, texts) if view.page > 1 else ''}"
        f'<span class="page-of">{where}</span>'
        f"{_turn('next', texts.next_page, view.page + 1, span, texts) if view.page < view.pages else ''}{back}"
        f'<label for="enlarge">{safe(texts.enlarge)}</label></nav>'
    )


def _turn(name: str, words: str, page: int, span: Span, texts: Texts) -> str:
    return f'<a class="turn" data-turn="{name}" href="{view_url(span, "original", texts, page=page)}">{safe(words)}</a>'


def _paper(view: PageView, texts: Texts) -> str:
    label = texts.page_picture.format(title=view.card.metadata.title, page=view.page, pages=view.pages)
    shape = f'width="{round(view.width)}" height="{round(view.height)}"'
    if view.texts is None:
        source = f"{url_quote(view.card.id, safe='')}/page/{view.page}"
        return f'<img src="{safe(source)}" alt="{safe(label)}" {shape}>'
    drawn = "".join(_drawn(text) for text in view.texts)
    return f'<svg viewBox="0 0 {view.width:.1f} {view.height:.1f}" {shape} role="img" aria-label="{safe(label)}">{drawn}</svg>'


def _drawn(text: DrawnText) -> str:
    """The characters at their places. A place is given for each UTF-16 unit of SVG's text, so rare characters stand apart."""
    height = text.bottom - text.top
    shape = f'y="{text.bottom - _DESCENT * height:.1f}" font-size="{height:.1f}"'
    if all(ord(character) < 0x10000 for character in text.text):
        return f'<text x="{" ".join(f"{left:.1f}" for left in text.lefts)}" {shape}>{safe(text.text)}</text>'
    pairs = zip(text.text, text.lefts, strict=True)
    return "".join(f'<text x="{left:.1f}" {shape}>{safe(character)}</text>' for character, left in pairs)


def _boxes(view: PageView, texts: Texts) -> str:
    """The marks, in parts of the page, so that they keep their places at any size; the first one is what the address names."""
    quote = view.quote if len(view.quote) <= _QUOTE_CHARS else view.quote[:_QUOTE_CHARS] + "……"
    label = safe(texts.cited_words.format(quote=quote))
    named = f' id="cited" tabindex="-1" role="img" aria-label="{label}"'
    return "".join(
        f'<span class="box"{named if index == 0 else " aria-hidden=true"} style="{_placed(mark, view)}"></span>'
        for index, mark in enumerate(view.marks)
    )


def _placed(mark: Rectangle, view: PageView) -> str:
    left, top, right, bottom = mark
    across, down = 100 / max(view.width, 1.0), 100 / max(view.height, 1.0)
    return (
        f"left:{left * across:.3f}%;top:{top * down:.3f}%;"
        f"width:{(right - left) * across:.3f}%;height:{(bottom - top) * down:.3f}%"
    )
