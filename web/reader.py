"""The reader view as HTML: one whole document, scrolled to and highlighting the cited sentence or cell. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.types import DocumentView, Passage
from web.escaping import safe
from web.evidence import facts_html, standing_html
from web.texts import Texts
from web.theme import reader_css


@dataclass(frozen=True, slots=True)
class Span:
    """The cited characters of `Document.text`, half-open; empty for none."""

    start: int = 0
    end: int = 0

    def meets(self, start: int, end: int) -> bool:
        """Whether any character of start..end is cited."""
        return self.start < end and start < self.end


def document_html(view: DocumentView, span: Span, texts: Texts) -> str:
    """Return the document as a page of its own; the conversation's reader view shows its <article>."""
    title = view.card.metadata.title
    lost = "" if _holds(view, span) else f'<p class="repealed">{safe(texts.unknown_place)}</p>'
    body = (
        f"<header><h1>{safe(title)}</h1>{standing_html(view.card, texts)}{facts_html(view.card, texts)}"
        f'<p class="where">{safe(view.card.source.name)}</p>{lost}</header>{_body(view, span, texts)}'
    )
    return _page(title, body, texts)


def failure_html(sentence: str, texts: Texts) -> str:
    """Return a page that says why the document can't be shown."""
    return _page(texts.reader, f'<p class="repealed">{safe(sentence)}</p>', texts)


def _page(title: str, body: str, texts: Texts) -> str:
    return (
        f'<!doctype html><html lang="{texts.language_tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title><style>{reader_css()}</style></head>"
        f'<body><article class="document" lang="zh-CN">{body}</article></body></html>'
    )


def _holds(view: DocumentView, span: Span) -> bool:
    return span.start >= span.end or any(span.meets(passage.start, passage.end) for passage in view.passages)


def _body(view: DocumentView, span: Span, texts: Texts) -> str:
    anchor = _Anchor()
    html: list[str] = []
    shown_page = None
    for (is_table, page), run in groupby(view.passages, key=lambda passage: (_in_table(passage), passage.page)):
        passages = list(run)
        if page is not None and page != shown_page:
            shown_page = page
            html.append(f'<p class="page">{safe(texts.page.format(page=page))}</p>')
        if is_table:
            html += [_table(rows, span, anchor) for rows in _tables(passages)]
        else:
            html += [_block(passage, span, anchor) for passage in passages]
    return "".join(html)


def _in_table(passage: Passage) -> bool:
    return passage.kind in ("table_header", "table_row")


class _Anchor:
    """Gives the first highlighted place the id that the address names."""

    def __init__(self) -> None:
        self._given = False

    def attribute(self) -> str:
        if self._given:
            return ""
        self._given = True
        return ' id="cited" tabindex="-1"'


def _block(passage: Passage, span: Span, anchor: _Anchor) -> str:
    text = _highlighted(passage.text, passage.start, span, anchor)
    if passage.kind == "heading":
        level = min(max(passage.level, 1) + 1, 6)
        return f"<h{level}>{text}</h{level}>"
    return f"<p{' class=item' if passage.kind == 'list_item' else ''}>{text}</p>"


def _highlighted(text: str, offset: int, span: Span, anchor: _Anchor) -> str:
    start, end = max(span.start - offset, 0), min(span.end - offset, len(text))
    if start >= end:
        return safe(text)
    return f"{safe(text[:start])}<mark{anchor.attribute()}>{safe(text[start:end])}</mark>{safe(text[end:])}"


def _tables(passages: list[Passage]) -> Iterator[list[Passage]]:
    """Yield the rows of each table: a header after a row begins another one."""
    rows: list[Passage] = []
    for passage in passages:
        if rows and passage.kind == "table_header" and rows[-1].kind == "table_row":
            yield rows
            rows = []
        rows.append(passage)
    yield rows


def _table(rows: list[Passage], span: Span, anchor: _Anchor) -> str:
    return f'<div class="table" tabindex="0"><table>{"".join(_row(row, span, anchor) for row in rows)}</table></div>'


def _row(row: Passage, span: Span, anchor: _Anchor) -> str:
    name = "th" if row.kind == "table_header" else "td"
    cells = "".join(f"<{name}>{_highlighted(cell, at, span, anchor)}</{name}>" for at, cell in _placed_cells(row))
    cited = f" class=cited{anchor.attribute()}" if span.meets(row.start, row.end) else ""
    return f"<tr{cited}>{cells}</tr>"


def _placed_cells(row: Passage) -> Iterator[tuple[int, str]]:
    """Yield each cell with its offset in the document: cells stand in column order in the row's text."""
    at = 0
    for cell in row.cells or (row.text,):
        found = row.text.find(cell, at)
        if found >= 0:
            yield row.start + found, cell
            at = found + len(cell)
        else:
            # A cell that a merged one repeats has no characters of its own in the row, so nothing of it can be cited.
            yield -len(cell) - 1, cell
