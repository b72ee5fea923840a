"""The text of one whole document as HTML, scrolled to and highlighting the cited sentence or cell. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.types import DocumentView, Passage
from web.escaping import safe
from web.leaf import Span, header_html, leaf_html, views_html
from web.positions import column_letters
from web.texts import Texts

__all__ = ["Span", "document_html", "failure_html"]


def document_html(view: DocumentView, span: Span, texts: Texts) -> str:
    """Return the document as a page of its own; the conversation's reader view shows its <article>."""
    notes = () if _holds(view, span) else (texts.unknown_place,)
    if view.missing is not None:
        notes = (*notes, view.missing.english if texts.language_tag == "en" else view.missing.chinese)
    body = (
        f"{header_html(view.card, view.position, notes, texts)}"
        f'<div class="tools">{views_html(view.card, span, "text", texts, paged=view.pages > 0, downloaded=view.downloaded)}</div>'
        f"{_body(view, span, texts)}"
    )
    return leaf_html(view.card.metadata.title, body, texts)


def failure_html(sentence: str, texts: Texts) -> str:
    """Return a page that says why the document can't be shown."""
    return leaf_html(texts.reader, f'<p class="repealed">{safe(sentence)}</p>', texts)


def _holds(view: DocumentView, span: Span) -> bool:
    return span.start >= span.end or any(span.meets(passage.start, passage.end) for passage in view.passages)


def _body(view: DocumentView, span: Span, texts: Texts) -> str:
    anchor = _Anchor()
    html: list[str] = []
    shown = None
    for (is_table, page, sheet), run in groupby(view.passages, key=_group):
        passages = list(run)
        if (page, sheet) != (None, None) and (page, sheet) != shown:
            shown = page, sheet
            words = texts.page.format(page=page) if sheet is None else texts.sheet.format(sheet=sheet)
            html.append(f'<p class="page">{safe(words)}</p>')
        if is_table and sheet is not None:
            html.append(_sheet(passages, span, anchor))
        elif is_table:
            html += [_table(rows, span, anchor) for rows in _tables(passages)]
        else:
            html += [_block(passage, span, anchor) for passage in passages]
    return "".join(html)


def _group(passage: Passage) -> tuple[bool, int | None, str | None]:
    return passage.kind in ("table_header", "table_row"), passage.position.page, passage.position.sheet


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


def _sheet(rows: list[Passage], span: Span, anchor: _Anchor) -> str:
    """Rows of a sheet with its row numbers and column letters, as a spreadsheet program shows them."""
    first = min(row.position.column or 1 for row in rows)
    last = max((row.position.column or 1) + len(row.cells or (row.text,)) for row in rows)
    letters = "".join(f'<th class="edge" scope="col">{column_letters(column)}</th>' for column in range(first, last))
    lines = []
    for row in rows:
        before = "<td></td>" * ((row.position.column or 1) - first)
        number = "" if row.position.row is None else str(row.position.row)
        lines.append(_row(row, span, anchor, before=f'<th class="edge" scope="row">{number}</th>{before}'))
    head = f'<tr><th class="edge"></th>{letters}</tr>'
    return f'<div class="table" tabindex="0"><table>{head}{"".join(lines)}</table></div>'


def _row(row: Passage, span: Span, anchor: _Anchor, *, before: str = "") -> str:
    name = "th" if row.kind == "table_header" else "td"
    cells = "".join(f"<{name}>{_highlighted(cell, at, span, anchor)}</{name}>" for at, cell in _placed_cells(row))
    cited = f" class=cited{anchor.attribute()}" if span.meets(row.start, row.end) else ""
    return f"<tr{cited}>{before}{cells}</tr>"


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
