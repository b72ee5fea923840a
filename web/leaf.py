"""What the views of a document share: the page around them, who issued it, where it is cited, and the way to the other views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote as url_quote

from knowledge.types import DocumentCard, Position
from web.escaping import safe
from web.evidence import facts_html, standing_html
from web.positions import position_words
from web.texts import Texts
from web.theme import reader_css

ViewName = Literal["original", "text"]


@dataclass(frozen=True, slots=True)
class Span:
    """The cited characters of `Document.text`, half-open; empty for none."""

    start: int = 0
    end: int = 0

    def meets(self, start: int, end: int) -> bool:
        """Whether any character of start..end is cited."""
        return self.start < end and start < self.end


def leaf_html(title: str, body: str, texts: Texts) -> str:
    """Return a page of its own; the conversation's reader view shows its <article>."""
    return (
        f'<!doctype html><html lang="{texts.language_tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title><style>{reader_css()}</style></head>"
        f'<body><article class="document" lang="zh-CN">{body}</article></body></html>'
    )


def header_html(card: DocumentCard, position: Position, notes: tuple[str, ...], texts: Texts) -> str:
    """Return the document's title and facts, its file's name with where it is cited, and notes that must be read."""
    words = position_words(position, texts)
    cited = f'<p class="cited-at">{safe(texts.cited_at.format(position=words))}</p>' if words else ""
    told = "".join(f'<p class="repealed">{safe(note)}</p>' for note in notes)
    return (
        f"<header><h1>{safe(card.metadata.title)}</h1>{standing_html(card, texts)}{facts_html(card, texts)}"
        f'<p class="where">{safe(card.source.name)}</p>{cited}{told}</header>'
    )


def views_html(card: DocumentCard, span: Span, shown: ViewName, texts: Texts, *, paged: bool, downloaded: bool) -> str:
    """Return the choice between the original's pages and its text, and the original's file; what there isn't is left out."""
    links = []
    if paged:
        links = [
            _view_link("original", texts.original, view_url(span, "original", texts), shown),
            _view_link("text", texts.text, view_url(span, "text", texts), shown),
        ]
    if downloaded:
        href = safe(f"{url_quote(card.id, safe='')}/original")
        links.append(f'<a class="download" href="{href}" download>{safe(texts.download)}</a>')
    return f'<nav class="views" aria-label="{safe(texts.views)}">{"".join(links)}</nav>' if links else ""


def _view_link(name: ViewName, words: str, href: str, shown: ViewName) -> str:
    current = ' aria-current="page"' if name == shown else ""
    return f'<a class="turn" data-turn="{name}" href="{href}"{current}>{safe(words)}</a>'


def view_url(span: Span, view: ViewName, texts: Texts, *, page: int = 0) -> str:
    """Return another view's address, relative to this one's, as an attribute value; page 0 is the cited one."""
    language = "en" if texts.language_tag == "en" else "zh"
    turned = f"&page={page}" if page else ""
    return safe(f"?view={view}{turned}&start={span.start}&end={span.end}&language={language}#cited")
