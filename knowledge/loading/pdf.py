"""PDF files, through pdfium: the text layer of each page, or OCR where the page is a picture; `paged` does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import LoadError
from knowledge.loading.glyphs import Glyph, lines_of, on_page
from knowledge.loading.pace import page_read
from knowledge.loading.paged import Page, page_pieces
from knowledge.loading.pdf_glyphs import glyphs_of, rules_of
from knowledge.loading.pieces import Parsed
from knowledge.loading.recognising import LONGEST_SIDE_PX
from knowledge.loading.ruled_tables import tables_and_rest
from knowledge.loading.scanned import available, pages_named, recognised_page, recognition_warnings

RENDERED_DPI = 170
"""An A4 page has 2000 pixels at its longer side, which is what the models are made for."""
_SCANNED_CHARS = 20
"""A page that is a picture and has fewer characters than this (a stamp, a page number) is a scan."""
_PICTURE_SHARE = 0.5
_UNREADABLE_SHARE = 0.3


@dataclass(slots=True)
class _Read:
    """What was read of a file; pages by their number from 1."""

    pages: list[Page] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def load_pdf(raw: bytes, name: str) -> Parsed:
    """Read a PDF: paragraphs and table rows with page, rectangle and the place of each character.

    Raises:
        LoadError: the file is encrypted, damaged, or holds nothing but pictures that couldn't be read.
    """
    document = _open(raw, name)
    try:
        read = _read(document)
    except pypdfium2.PdfiumError as exc:
        raise _damaged(name) from exc
    finally:
        document.close()
    if read.unread and not any(page.lines or page.tables for page in read.pages):
        raise _unread(name, read.unread)
    pieces = page_pieces(read.pages)
    return Parsed(
        pieces=tuple(pieces),
        warnings=recognition_warnings(pieces, read.recognised, read.unread),
        sizes=tuple((page.width, page.height) for page in read.pages),
    )


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


def _unread(name: str, pages: Sequence[int]) -> LoadError:
    if available():
        return LoadError(
            f"{name} 是扫描件，{pages_named(pages)}都没有认出文字：请检查扫描是否清楚、是否放正，重新扫描后再导入。",
            f"{name} is a scan and OCR found no text on any page: scan it again, upright and sharp.",
        )
    return LoadError(
        f"{name} 是扫描件，没有文字层，{pages_named(pages)}都没有读：请安装 rapidocr，或先用文字识别（OCR）软件转成可复制文字的 PDF 或 Word。",
        f"{name} is a scan without a text layer, no page was read: install rapidocr, or run it through OCR first.",
    )


def _read(document: pypdfium2.PdfDocument) -> _Read:
    """Every page's lines and tables; pages are closed as it goes, so that memory holds one page."""
    read = _Read()
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text_page = page.get_textpage()
        try:
            glyphs = on_page(glyphs_of(page, text_page), *_size(page))
            if not _is_picture(page, glyphs):
                read.pages.append(_text_page(page, glyphs, number))
                continue
            result = _recognised(page, number) if available() else Page(*_size(page))
            (read.recognised if result.lines or result.tables else read.unread).append(number)
            read.pages.append(result)
        finally:
            text_page.close()
            page.close()
            page_read(number, len(document))
    return read


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return float(width), float(height)


def _text_page(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph], number: int) -> Page:
    tables, rest = tables_and_rest(glyphs, rules_of(page) if glyphs else (), number)
    return Page(*_size(page), lines_of(rest, number), tables)


def _recognised(page: pypdfium2.PdfPage, number: int) -> Page:
    width, height = _size(page)
    scale = min(RENDERED_DPI / 72, LONGEST_SIDE_PX / max(width, height))
    bitmap = page.render(scale=scale)
    picture = np.array(bitmap.to_pil().convert("RGB"))
    bitmap.close()
    result = recognised_page(picture, number, 1 / scale)
    result.width, result.height = width, height
    return result


def _is_picture(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> bool:
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
