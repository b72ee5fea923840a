"""What a citation opens: the whole document, a page as it looks with the cited characters marked, and the file itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.types import Answer, Citation, DocumentView, DrawnText, PageView, Passage
from knowledge.assembly import KnowledgeBase
from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError, OriginalGone
from knowledge.marks import marks
from knowledge.page_images import DRAWN, PageImage
from knowledge.positions import position_of
from knowledge.privacy import covered_spans
from knowledge.types import Document, DocumentCard, DrawnPage, Position, Source


def positioned(answer: Answer, catalogue: Catalogue) -> Answer:
    """The answer whose citations say where in the file they begin."""
    return replace(
        answer,
        citations=tuple(_positioned(citation, catalogue) for citation in answer.citations),
        nearby=tuple(_positioned(citation, catalogue) for citation in answer.nearby),
    )


def _positioned(citation: Citation, catalogue: Catalogue) -> Citation:
    document = catalogue.document(citation.document.id)
    return replace(citation, position=cited_position(catalogue, document, citation.start, citation.end))


def cited_position(catalogue: Catalogue, document: Document, start: int, end: int) -> Position:
    """Where [start, end) begins in the file; a paragraph may begin a page before its cited sentence does."""
    position = position_of(document, start, end)
    pages = cited_pages(catalogue, document.id, start, end) if position.page is not None else ()
    return replace(position, page=pages[0]) if pages else position


def cited_pages(catalogue: Catalogue, document_id: str, start: int, end: int) -> tuple[int, ...]:
    """Pages that draw some of the characters [start, end), in order."""
    near = catalogue.pages_near(document_id, start, end)
    return tuple(page for page in near if len(near) == 1 or marks(catalogue.page(document_id, page), start, end))


def document_view(knowledge: KnowledgeBase, document_id: str, start: int, end: int) -> DocumentView:
    """A whole document for the reader view, cited at [start, end).

    Raises:
        KnowledgeError: the base doesn't hold it (any more).
    """
    catalogue = knowledge.catalogue
    card = _card(catalogue, document_id)
    document = catalogue.document(document_id)
    passages = tuple(
        Passage(
            kind=block.kind, start=block.start, end=block.end, text=document.text[block.start : block.end],
            level=block.level, cells=tuple(document.text[s:e] for s, e in block.cells), position=block.position,
        )
        for block in document.blocks
    )  # fmt: skip
    missing = _missing(knowledge, card)
    position = cited_position(catalogue, document, start, end) if start < end else Position()
    shown = missing is None or card.source.format not in DRAWN
    pages = catalogue.page_count(document_id) if shown else 0
    return DocumentView(
        card=card, passages=passages, position=position, pages=pages, missing=missing,
        downloaded=missing is None and not covered_spans(document.text),
    )  # fmt: skip


def page_view(knowledge: KnowledgeBase, document_id: str, page: int, start: int, end: int) -> PageView | None:
    """A page as it looks, with [start, end) marked; page 0 is the cited one. None where the format has no pages.

    Raises:
        OriginalGone: there must be a picture and the original isn't there any more, or it has no such page.
        KnowledgeError: the base doesn't hold the document (any more).
    """
    catalogue = knowledge.catalogue
    card = _card(catalogue, document_id)
    pages = catalogue.page_count(document_id)
    if not pages:
        return None
    has_picture = card.source.format in DRAWN
    missing = _missing(knowledge, card)
    if has_picture and missing is not None:
        raise missing
    cited = cited_pages(catalogue, document_id, start, end) if start < end else ()
    drawn = _page(catalogue, card, page or (*cited, 1)[0])
    text = catalogue.document(document_id).text
    return PageView(
        card=card, page=drawn.page, pages=pages, width=drawn.width, height=drawn.height,
        marks=marks(drawn, start, end), cited=cited, quote=text[start:end],
        texts=None if has_picture else _texts(drawn, text),
        downloaded=missing is None and not covered_spans(text),
    )  # fmt: skip


def _texts(page: DrawnPage, text: str) -> tuple[DrawnText, ...]:
    return tuple(
        DrawnText(text=text[line.start : line.end], top=line.top, bottom=line.bottom, lefts=line.lefts)
        for line in page.lines
    )


def page_image(knowledge: KnowledgeBase, document_id: str, page: int) -> PageImage:
    """The picture of a page, with black over what is covered in the document's text.

    Raises:
        OriginalGone: the original isn't there any more, or no picture is made of its format, or it has no such page.
        KnowledgeError: the base doesn't hold the document (any more).
    """
    card = _card(knowledge.catalogue, document_id)
    drawn = _page(knowledge.catalogue, card, page)
    if card.source.format not in DRAWN:
        raise _no_page(card, page)
    hidden = covered_spans(knowledge.catalogue.document(document_id).text)
    covered = [mark for start, end in hidden for mark in marks(drawn, start, end)]
    return knowledge.page_images.image(card.source, drawn, covered=covered)


def original(knowledge: KnowledgeBase, document_id: str) -> tuple[Path, Source]:
    """The file with the bytes that were read, and what it was.

    Raises:
        OriginalGone: it isn't there any more, or it would show what is covered in the document's text.
        KnowledgeError: the base doesn't hold the document (any more).
    """
    source = _card(knowledge.catalogue, document_id).source
    if covered_spans(knowledge.catalogue.document(document_id).text):
        raise OriginalGone(
            f"“{source.name}”里有已遮盖的证件号、手机号或账号，原件不提供下载；页面图像上也已遮盖。",
            f"“{source.name}” has identity, phone or account numbers that are covered; the file itself isn't offered. "
            "They are covered on its pages, too.",
        )
    return knowledge.originals.open(source), source


def _missing(knowledge: KnowledgeBase, card: DocumentCard) -> OriginalGone | None:
    """Why the original can't be opened; None where it can."""
    try:
        knowledge.originals.open(card.source)
    except OriginalGone as gone:
        return gone
    return None


def _card(catalogue: Catalogue, document_id: str) -> DocumentCard:
    try:
        return catalogue.card(document_id)
    except KeyError as exc:
        raise KnowledgeError(
            "知识库里已经没有这份文件了，请重新提问。",
            "The base doesn't hold this document any more; please ask again.",
        ) from exc


def _page(catalogue: Catalogue, card: DocumentCard, page: int) -> DrawnPage:
    try:
        return catalogue.page(card.id, page)
    except KeyError as exc:
        raise _no_page(card, page) from exc


def _no_page(card: DocumentCard, page: int) -> OriginalGone:
    return OriginalGone(
        f"“{card.source.name}”没有可以显示的第 {page} 页。",
        f"“{card.source.name}” has no page {page} that can be shown.",
    )
