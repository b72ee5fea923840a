"""What pdfium tells of one page: its characters with their boxes, and the straight lines drawn on it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.loading.drawn import Rectangle
from knowledge.loading.glyphs import LINE_END, Glyph
from knowledge.loading.ruled import straight
from knowledge.loading.text import clean

_MOST_SEGMENTS = 20_000
"""A page with more is a map or a drawing, no table."""
_FORMS_DEEP = 4

Turned = Callable[[float, float, float, float], Rectangle]


def glyphs_of(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> list[Glyph]:
    """The page's characters in pdfium's reading order; a line end is a glyph of its own."""
    turned = _turned(page)
    glyphs: list[Glyph] = []
    box = [ctypes.c_double() for _ in range(4)]
    boxes = [ctypes.byref(value) for value in box]
    size, raw_size = 0.0, -1.0
    for index in range(text_page.count_chars()):
        character = _character(text_page, index)
        if not character:
            continue
        if character == "\n":
            glyphs.append(LINE_END)
            raw_size = -1.0
            continue
        pdfium.FPDFText_GetCharBox(text_page, index, *boxes)
        written = pdfium.FPDFText_GetFontSize(text_page, index)
        if written != raw_size and not character.isspace():
            raw_size, size = written, written * _scale(text_page, index)
        glyphs.append(Glyph(character, *turned(box[0].value, box[2].value, box[1].value, box[3].value), size))
    return glyphs


def _character(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(text_page, index + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else ""
    return clean(chr(code)) if 0 < code < 0x110000 and not 0xDC00 <= code < 0xE000 else ""


def _scale(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """How much larger a character is drawn than its font size says."""
    matrix = pdfium.FS_MATRIX()
    return math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(text_page, index, matrix) else 1.0


def _turned(page: pypdfium2.PdfPage) -> Turned:
    """From left, bottom, right, top as the file counts to the rectangle on the page as it is shown, turned and cropped."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Turned] = {
        0: lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        90: lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    }
    return turns[page.get_rotation()]


def rules_of(page: pypdfium2.PdfPage) -> list[Rectangle]:
    """The horizontal and vertical lines drawn on the page, each as a rectangle without width or height."""
    turned = _turned(page)
    rules: list[Rectangle] = []
    segments = 0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_FORMS_DEEP):
        segments += pdfium.FPDFPath_CountSegments(item.raw)
        if segments > _MOST_SEGMENTS:
            return []
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        if fill.value or stroke.value:
            for outline in _outlines(item):
                rules += [turned(*rule) for rule in straight(outline, stroked=bool(stroke.value))]
    return rules


def _outlines(item: pypdfium2.PdfObject) -> Iterator[list[tuple[float, float]]]:
    """The path's outlines as points of the page; one with a curve in it is left out."""
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(item.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
