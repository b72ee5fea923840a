"""From the lines of a file's pages to paragraphs: where one ends, and which lines are footnotes. Geometry only.

A line that stops short of the right margin ends its paragraph; an indented one, one with another font size or one after a
wide gap opens the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.loading.drawn import Line, drawn_text, union
from knowledge.loading.lines import begins_paragraph
from knowledge.loading.pieces import Piece
from knowledge.types import Position

_SENTENCE_END = "。；：！？;:!?"
_ATTACHMENT = re.compile("附[件表录]")
_NOTE_SIZE = 0.92
"""A footnote's font size is at most this share of the text's."""
_NOTE = re.compile(
    r"[①-⑳⁰¹²³⁴-⁹]|[\[〔【（(]\d{1,2}[\]〕】）)]|\d{1,2}(?:[.、．]|\s)|[*＊※†‡]|注(?:释|\d{0,2}\s*[:：])"
)


def paragraph_piece(lines: Sequence[Line]) -> Piece:
    """One paragraph of these lines; its rectangle is that of its lines on the first one's page."""
    text, drawn = drawn_text(lines)
    page = lines[0].page
    rectangle = union(line.rectangle for line in lines if line.page == page)
    return Piece(text=text, position=Position(page=page, rectangle=rectangle), drawn=drawn)


class Margins:
    """The edges that running text keeps in a file, for full-width text and for each column."""

    def __init__(self, lines: Sequence[Line]) -> None:
        columns = {line.column for line in lines}
        self._edges = {column: _Edges.of([line for line in lines if line.column == column]) for column in columns}

    def parts(self, above: Line, below: Line) -> bool:
        """Whether a paragraph ends between two lines that follow each other."""
        if (above.column == 0) != (below.column == 0):
            return True
        upper, lower = self._edges[above.column], self._edges[below.column]
        em = max(above.size, 1.0)
        indent, before = below.rectangle[0] - lower.left, above.rectangle[0] - upper.left
        same_flow = above.page == below.page and above.column == below.column
        return bool(
            above.rectangle[2] < upper.right - 2.2 * em
            # A line that begins this far right is a signature or a centred title, not running text.
            or before > 6 * em
            or abs(above.size - below.size) > 0.15 * em
            or (same_flow and below.rectangle[1] - above.rectangle[1] > 1.7 * upper.pitch)
            or (indent > 1.2 * em and indent > before + 0.8 * em)
            or (above.text[-1:] in _SENTENCE_END and (begins_paragraph(below.text) or _ATTACHMENT.match(below.text)))
        )


@dataclass(frozen=True, slots=True)
class _Edges:
    """Left and right edge and line pitch, in points."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Edges:
        rights = sorted(line.rectangle[2] for line in lines)
        lefts = Counter(round(line.rectangle[0]) for line in lines if len(line.text) > 5)
        common = [left for left, count in lefts.items() if count >= 0.1 * len(lines)] or [round(lines[0].rectangle[0])]
        pitches = sorted(
            below.rectangle[1] - above.rectangle[1]
            for above, below in zip(lines, lines[1:], strict=False)
            if above.page == below.page and below.rectangle[1] > above.rectangle[1]
        )
        pitch = pitches[len(pitches) // 2] if pitches else 2 * lines[0].size
        return cls(left=min(common), right=rights[int(0.95 * (len(rights) - 1))], pitch=pitch)


def text_size(lines: Sequence[Line]) -> float:
    """Font size of most of the text, in points; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def footnotes(lines: Sequence[Line], size: float) -> list[Line]:
    """The footnotes of one page: at the foot of each column, smaller than the text, from the first line with a mark on.

    Args:
        lines: the page's lines in reading order.
        size: the font size of the file's text, as `text_size` gives it.
    """
    notes: list[Line] = []
    for column in (0, 1, 2):
        flow = sorted((line for line in lines if line.column == column), key=lambda line: line.rectangle[1])
        start = len(flow)
        while start and flow[start - 1].size <= _NOTE_SIZE * size:
            start -= 1
        while start < len(flow) and not _NOTE.match(flow[start].text):
            start += 1
        if any(line.size > _NOTE_SIZE * size for line in lines):
            notes += flow[start:]
    return notes


def note_pieces(notes: Sequence[Line]) -> Iterator[Piece]:
    """Footnotes as paragraphs, a new one at each mark."""
    current: list[Line] = []
    for line in notes:
        if current and _NOTE.match(line.text):
            yield paragraph_piece(current)
            current = []
        current.append(line)
    if current:
        yield paragraph_piece(current)
