"""Where a page draws given characters of its document's text: the rectangles that a citation is marked with. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.types import DrawnLine, DrawnPage

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top-left corner."""


def marks(page: DrawnPage, start: int, end: int) -> tuple[Rectangle, ...]:
    """Rectangles around the characters [start, end) that stand on the page: one a drawn line, tight to them, in reading order."""
    return tuple(rectangle for line in page.lines for rectangle in _mark(line, start, end))


def span(page: DrawnPage) -> tuple[int, int]:
    """From the first to behind the last character of the document's text that the page draws; (0, 0) where it draws none."""
    if not page.lines:
        return 0, 0
    return min(line.start for line in page.lines), max(line.end for line in page.lines)


def _mark(line: DrawnLine, start: int, end: int) -> Iterator[Rectangle]:
    cited = slice(max(start - line.start, 0), max(end - line.start, 0))
    edges = [(left, right) for left, right in zip(line.lefts[cited], line.rights[cited], strict=True) if right > left]
    if edges and line.bottom > line.top:
        yield min(left for left, _ in edges), line.top, max(right for _, right in edges), line.bottom
