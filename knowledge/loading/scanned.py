"""Pages that are pictures: read by OCR where it is installed, and what is said about how well that went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.loading.drawn import Rectangle
from knowledge.loading.glyphs import Glyph, lines_of
from knowledge.loading.paged import Page
from knowledge.loading.pieces import Piece
from knowledge.loading.recognising import Picture, available, recognise
from knowledge.loading.ruled import NEAR
from knowledge.loading.ruled_tables import tables_and_rest

DOUBTFUL = 0.8
"""A character recognised with less confidence than this is named in a warning."""
_MOST_NAMED = 10
_A4_POINTS = 842
_AROUND = 3

__all__ = ["DOUBTFUL", "available", "pages_named", "recognised_page", "recognition_warnings"]


def recognised_page(picture: Picture, number: int, points_per_pixel: float) -> Page:
    """The lines and tables that OCR finds on a page; none where it finds nothing.

    Args:
        picture: the page, height x width x 3.
        number: the page's number in the file, from 1.
        points_per_pixel: what a pixel of the picture is on the page.
    """
    found = recognise(picture)
    height, width = picture.shape[:2]
    glyphs = [_scaled(glyph, points_per_pixel) for glyph in found.glyphs]
    rules = [_scaled_rule(rule, points_per_pixel) for rule in found.rules]
    near = NEAR * max(picture.shape) * points_per_pixel / _A4_POINTS  # a picture's points may be any size
    tables, rest = tables_and_rest(glyphs, rules, number, near=near)
    return Page(width * points_per_pixel, height * points_per_pixel, lines_of(rest, number), tables, found.tilt)


def _scaled(glyph: Glyph, by: float) -> Glyph:
    return replace(
        glyph,
        left=glyph.left * by,
        top=glyph.top * by,
        right=glyph.right * by,
        bottom=glyph.bottom * by,
        size=glyph.size * by,
    )


def _scaled_rule(rule: Rectangle, by: float) -> Rectangle:
    left, top, right, bottom = rule
    return left * by, top * by, right * by, bottom * by


def recognition_warnings(pieces: Sequence[Piece], read: Sequence[int], unread: Sequence[int]) -> tuple[str, ...]:
    """What to say of a file's pictures: pages read by OCR, characters that are doubtful, pages that stay unread.

    Args:
        pieces: the file's pieces, with confidences where they were recognised.
        read: numbers of the pages read by OCR, in order.
        unread: numbers of the pages that are pictures and weren't read, in order.
    """
    warnings = []
    if read:
        warnings.append(f"{pages_named(read)}是图片，文字由 OCR 识别，引用前请对照原件。")
    doubtful = [place for piece in pieces for place in _doubtful(piece)]
    named_places = list(dict.fromkeys(doubtful))
    if doubtful:
        named = "、".join(f"第 {page} 页“{words}”" for page, words in named_places[:_MOST_NAMED])
        more = "等" if len(named_places) > _MOST_NAMED else ""
        warnings.append(f"OCR 有 {len(doubtful)} 个字没有看清，请对照原件：{named}{more}。")
    if unread and available():
        warnings.append(f"{pages_named(unread)}是图片，OCR 没有认出文字，没有收录。")
    elif unread:
        warnings.append(f"{pages_named(unread)}是图片，没有文字层，没有读。")
    return tuple(warnings)


def _doubtful(piece: Piece) -> Iterator[tuple[int, str]]:
    """Of each letter or digit that is doubtful: its page, and the words around it."""
    for line in piece.drawn:
        for index, sure in enumerate(line.confidences, start=line.start):
            if sure < DOUBTFUL and piece.text[index].isalnum():
                yield line.page, piece.text[max(line.start, index - _AROUND) : min(line.end, index + _AROUND + 1)]


def pages_named(pages: Sequence[int]) -> str:
    """第 1、3–5 页."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return "第 " + "、".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges) + " 页"
