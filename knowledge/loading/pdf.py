"""PDF files, through pdfium: characters with their boxes become lines, `paged` makes paragraphs and tables of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import LoadError
from knowledge.loading.glyphs import Glyph, lines_of
from knowledge.loading.paged import Page, page_pieces
from knowledge.loading.pdf_glyphs import glyphs_of, rules_of
from knowledge.loading.pieces import Parsed
from knowledge.loading.ruled_tables import tables_and_rest

_SCANNED_CHARS = 20
"""A page that is a picture and has fewer characters than this (a stamp, a page number) counts as unread."""
_PICTURE_SHARE = 0.5
_UNREADABLE_SHARE = 0.3


@dataclass(slots=True)
class _Pages:
    """What was read of a file."""

    pages: list[Page] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def load_pdf(raw: bytes, name: str) -> Parsed:
    """Read a PDF's text layer: paragraphs and table rows with page and rectangle.

    Raises:
        LoadError: the file is encrypted, damaged, or has no text layer at all.
    """
    document = _open(raw, name)
    try:
        pages = _read(document)
    except pypdfium2.PdfiumError as exc:
        raise _damaged(name) from exc
    finally:
        document.close()
    if pages.unread and not any(page.lines or page.tables for page in pages.pages):
        raise LoadError(
            f"{name} 是扫描件，没有文字层，{_pages_named(pages.unread)}都没有读：请先用文字识别（OCR）软件转成可复制文字的 PDF 或 Word。",
            f"{name} is a scan without a text layer, no page was read: run it through OCR first.",
        )
    pieces = page_pieces(pages.pages)
    warnings = (f"{_pages_named(pages.unread)}是图片，没有文字层，没有读。",) if pages.unread else ()
    sizes = tuple((page.width, page.height) for page in pages.pages)
    return Parsed(pieces=tuple(pieces), warnings=warnings, sizes=sizes)


def _open(raw: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as exc:
        if getattr(exc, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(exc).lower():
            raise LoadError(
                f"{name} 加密了，打不开：请输入密码打开后，另存为不加密的 PDF 再导入。",
                f"{name} is encrypted: open it with its password, save it without encryption and add it again.",
            ) from exc
        raise _damaged(name) from exc


def _damaged(name: str) -> LoadError:
    return LoadError(
        f"{name} 打不开，文件已损坏或不是 PDF：请重新下载，或打开后另存为 PDF 再导入。",
        f"{name} is damaged or not a PDF: download it again, or open it and save it as PDF.",
    )


def _pages_named(pages: Sequence[int]) -> str:
    """第 1、3–5 页."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return "第 " + "、".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges) + " 页"


def _read(document: pypdfium2.PdfDocument) -> _Pages:
    """Lines and tables of every page; pages are closed as it goes, so that memory holds one page."""
    result = _Pages()
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text_page = page.get_textpage()
        try:
            glyphs = glyphs_of(page, text_page)
            if _is_unread(page, glyphs):
                result.unread.append(number)
                glyphs = []
            tables, rest = tables_and_rest(glyphs, rules_of(page) if glyphs else (), number)
            width, height = page.get_size()
            result.pages.append(Page(width, height, lines_of(rest, number), tables))
        finally:
            text_page.close()
            page.close()
    return result


def _is_unread(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> bool:
    """Whether the page shows something that its text layer doesn't hold: a scan, drawn text, or text without Unicode."""
    visible = [glyph.character for glyph in glyphs if not glyph.character.isspace()]
    if len(visible) >= _SCANNED_CHARS:
        odd = sum("\ue000" <= character <= "\uf8ff" or character == "\ufffd" for character in visible)
        return odd > _UNREADABLE_SHARE * len(visible)
    width, height = page.get_size()
    kinds = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT
    objects = list(page.get_objects(filter=kinds, max_depth=3))
    pictures = (item.get_bounds() for item in objects if item.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    covered = sum(abs((right - left) * (top - bottom)) for left, bottom, right, top in pictures)
    return covered > _PICTURE_SHARE * width * height or (not visible and bool(objects))
