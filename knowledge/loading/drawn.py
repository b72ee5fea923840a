"""Lines of a page with the place of every character, and their texts joined without losing those places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.loading.pieces import Piece, row_piece
from knowledge.loading.text import join_lines
from knowledge.types import DrawnLine, Position

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top-left corner."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line without a wide gap in it: a cell, where the line is a table's row. No white space at its ends."""

    text: str
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    """Edges of each character; a space may have no width."""
    top: float
    bottom: float
    confidences: tuple[float, ...] = ()
    """Of each character, where it was recognised from a picture."""

    @property
    def left(self) -> float:
        """Left edge of the first character."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """Right edge of the last character."""
        return self.rights[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    page: int
    parts: tuple[Part, ...]
    """Left to right; at least one."""
    size: float
    """Font size in points."""
    text: str = ""
    """The parts' texts with a space between; filled in by `line_of`."""
    rectangle: Rectangle = (0.0, 0.0, 0.0, 0.0)
    column: int = 0
    """1 and 2: of the left and right column of a page set in two; 0 for lines that may run over the page's width."""


def line_of(page: int, parts: Sequence[Part], size: float, *, column: int = 0) -> Line:
    """The line of these parts, left to right."""
    text = " ".join(part.text for part in parts)
    return Line(page, tuple(parts), size, text, union(map(_rectangle, parts)), column)


def _rectangle(part: Part) -> Rectangle:
    return part.left, part.top, part.right, part.bottom


def union(rectangles: Iterable[Rectangle]) -> Rectangle:
    """The smallest rectangle around all of these, at least one, to a tenth of a point."""
    lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
    return round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1)


def drawn_text(lines: Sequence[Line]) -> tuple[str, tuple[DrawnLine, ...]]:
    """The lines as running text, with where that text is drawn: a space is written between them only where needed."""
    text = ""
    drawn: list[DrawnLine] = []
    for line in lines:
        text = join_lines(text, line.text)
        drawn.append(_drawn_line(line, len(text) - len(line.text)))
    return text, tuple(drawn)


def _drawn_line(line: Line, start: int) -> DrawnLine:
    """The line where its text begins at `start`; the space between two parts isn't drawn and has no width."""
    first, *others = line.parts
    lefts, rights, confidences = first.lefts, first.rights, first.confidences
    for part in others:
        edge = rights[-1]
        lefts = (*lefts, edge, *part.lefts)
        rights = (*rights, edge, *part.rights)
        confidences = (*confidences, 1.0, *part.confidences) if confidences else ()
    return DrawnLine(
        start=start,
        end=start + len(lefts),
        page=line.page,
        top=line.rectangle[1],
        bottom=line.rectangle[3],
        lefts=lefts,
        rights=rights,
        confidences=confidences,
    )


def drawn_row(cells: Sequence[Sequence[Line]], *, header: bool, position: Position) -> Piece:
    """A table row from the lines that each of its cells holds; a cell may hold none."""
    texts = [drawn_text(lines) for lines in cells]
    piece = row_piece([text for text, _ in texts], header=header, position=position)
    drawn = [
        replace(line, start=start + line.start, end=start + line.end)
        for (start, _), (_, lines) in zip(piece.cells, texts, strict=True)
        for line in lines
    ]
    return replace(piece, drawn=tuple(drawn))
