"""What stands on the pages of a file and is no part of its text: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.loading.drawn import Line

_PAGE_NUMBER = re.compile(
    r"[-—–－─·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─·\s]*$"
)
_LAST_NUMBER = re.compile(r"\d{1,4}(?=\D*$)")
_ATTACHMENT = re.compile("附[件表录图]")
_EDGE_LINES = 2
_EDGE_SHARE = 0.12
"""Share of a page's height at its top and bottom where headers and footers stand; text begins about here."""
_NEIGHBOURS = 4
_NEIGHBOURS_NEEDED = 3
_COUNTED_NEEDED = 3
"""Pages on which a line that counts them must stand: two may be 第一部分 and 第二部分."""

_Key = tuple[str, bool, int]
"""What a line says, whether at the page's top, and its height on the page."""


def furniture_removed(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The pages without page numbers and without headers and footers.

    These say the same at the same edge of most pages, or of the pages around (a chapter's header); a number in them may
    count the pages.

    Args:
        pages: the lines of each page.
        heights: of each page, in the lines' measure.
    """
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    keys = [{key for line, top in lines for key in _keys(line, top, page)} for page, lines in enumerate(edges)]
    seen = Counter(key for page in keys for key in page)
    needed = max(2, (sum(map(bool, pages)) + 1) // 2)
    result = []
    for page, lines in enumerate(pages):
        around = Counter(key for near in keys[max(0, page - _NEIGHBOURS) : page + _NEIGHBOURS + 1] for key in near)
        gone = {
            id(line)
            for line, top in edges[page]
            if _PAGE_NUMBER.match(line.text)
            or any(seen[key] >= needed or around[key] >= _NEIGHBOURS_NEEDED for key in _keys(line, top, page)[:1])
            or any(seen[key] >= max(needed, _COUNTED_NEEDED) for key in _keys(line, top, page)[1:])
        }
        result.append([line for line in lines if id(line) not in gone])
    return result


def _edges(lines: Sequence[Line], height: float) -> list[tuple[Line, bool]]:
    """Lines at the page's top (True) and bottom (False), by their place on the page."""
    by_height = sorted(lines, key=lambda line: line.rectangle[1])
    top = [(line, True) for line in by_height[:_EDGE_LINES] if line.rectangle[1] <= _EDGE_SHARE * height]
    bottom = [(line, False) for line in by_height[-_EDGE_LINES:] if line.rectangle[3] >= (1 - _EDGE_SHARE) * height]
    return top + bottom


def _keys(line: Line, top: bool, page: int) -> list[_Key]:
    """The line as it is, and with its last number counted from the page: 附件1, 附件2 on two pages are no header."""
    text = "".join(line.text.split())
    height = round(line.rectangle[1] / 6)
    if _ATTACHMENT.match(text):
        return [(text, top, height)]
    counted = _LAST_NUMBER.sub(lambda number: f"#{int(number.group()) - page}", text)
    return [(text, top, height), (counted, top, height)]
