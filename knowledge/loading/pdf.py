"""PDF files, through pdfium: characters with their boxes become lines, `pdf_lines` makes paragraphs of them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import LoadError
from knowledge.loading.outline import outlined
from knowledge.loading.pace import page_read
from knowledge.loading.pdf_lines import Line, Part, furniture_removed, merged_lines, page_pieces
from knowledge.loading.pieces import Parsed
from knowledge.loading.plain import titled
from knowledge.loading.text import clean

_SCANNED_CHARS = 20
"""A page that is a picture and has fewer characters than this (a stamp, a page number) counts as unread."""
_PICTURE_SHARE = 0.5
_UNREADABLE_SHARE = 0.3
_CELL_GAP_EMS = 1.0


@dataclass(slots=True)
class _Glyph:
    character: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(slots=True)
class _Pages:
    """What was read of a file."""

    lines: list[list[Line]] = field(default_factory=list)
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
    if pages.unread and not any(pages.lines):
        raise LoadError(
            f"{name} 是扫描件，没有文字层，{_pages_named(pages.unread)}都没有读：请先用文字识别（OCR）软件转成可复制文字的 PDF 或 Word。",
            f"{name} is a scan without a text layer, no page was read: run it through OCR first.",
        )
    pieces = titled(outlined(list(page_pieces(furniture_removed(pages.lines)))))
    warnings = (f"{_pages_named(pages.unread)}是图片，没有文字层，没有读。",) if pages.unread else ()
    return Parsed(pieces=tuple(pieces), warnings=warnings)


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
    """Lines of every page; pages are closed as it goes, so that memory holds one page."""
    pages = _Pages()
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        text_page = page.get_textpage()
        try:
            glyphs = _glyphs(page, text_page)
            if _is_unread(page, glyphs):
                pages.unread.append(number)
                glyphs = []
            pages.lines.append(merged_lines(_lines(glyphs, number)))
        finally:
            text_page.close()
            page.close()
        page_read(number, len(document))
    return pages


def _glyphs(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> list[_Glyph]:
    """The page's characters in pdfium's reading order; a line end is a glyph of its own."""
    left, bottom, right, top = page.get_cropbox()
    glyphs: list[_Glyph] = []
    box = [ctypes.c_double() for _ in range(4)]
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        character = (
            clean(chr(code))
            if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
            else _surrogate(text_page, index, code)
        )
        if not character:
            continue
        pdfium.FPDFText_GetCharBox(text_page, index, *map(ctypes.byref, box))
        x0, x1, y0, y1 = (value.value for value in box)
        size = float(pdfium.FPDFText_GetFontSize(text_page, index))
        glyphs.append(_Glyph(character, x0 - left, top - y1, x1 - left, top - y0, size))
    return glyphs


def _surrogate(text_page: pypdfium2.PdfTextPage, index: int, code: int) -> str:
    """The character of a surrogate pair's first half; nothing for its second half or for a glyph without Unicode."""
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(text_page, index + 1)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
    return ""


def _is_unread(page: pypdfium2.PdfPage, glyphs: Sequence[_Glyph]) -> bool:
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


def _lines(glyphs: Sequence[_Glyph], page: int) -> list[Line]:
    lines: list[Line] = []
    open_glyphs: list[_Glyph] = []
    for glyph in glyphs:
        if glyph.character == "\n":
            lines += _line(open_glyphs, page)
            open_glyphs = []
        else:
            open_glyphs.append(glyph)
    return lines + _line(open_glyphs, page)


def _line(glyphs: Sequence[_Glyph], page: int) -> list[Line]:
    """The line of these glyphs, in a list of one; empty where nothing is visible."""
    visible = [glyph for glyph in glyphs if not glyph.character.isspace()]
    if not visible:
        return []
    size = sorted(glyph.size for glyph in visible)[len(visible) // 2]
    em = max(size, max(glyph.bottom - glyph.top for glyph in visible) * 0.8, 1.0)
    rectangle = (
        min(glyph.left for glyph in visible),
        min(glyph.top for glyph in visible),
        max(glyph.right for glyph in visible),
        max(glyph.bottom for glyph in visible),
    )
    return [Line(page=page, rectangle=rectangle, parts=_parts(glyphs, em), size=em)]


def _parts(glyphs: Sequence[_Glyph], em: float) -> tuple[Part, ...]:
    """The line cut at wide gaps; spaces that the file or pdfium put between words stay."""
    parts: list[Part] = []
    text, left, right = "", 0.0, 0.0
    for glyph in glyphs:
        if glyph.character.isspace():
            text += " " if text and not text.endswith(" ") else ""
            continue
        if text.strip() and glyph.left - right > _CELL_GAP_EMS * em:
            parts.append(Part(text.strip(), left, right))
            text = ""
        if not text.strip():
            text, left = "", glyph.left
        text += glyph.character
        right = glyph.right
    return (*parts, Part(text.strip(), left, right))
