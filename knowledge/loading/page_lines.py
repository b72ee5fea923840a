"""From the lines of a paged file to paragraphs and table rows: geometry only, whatever the lines were read from.

A line that stops short of the right margin ends its paragraph; an indented one, one with another font size or one after a
wide gap opens the next. Running headers, footers and page numbers go. Lines that fall into the same columns are a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.loading.drawn import Line, drawn_row, drawn_text, line_of, union
from knowledge.loading.lines import begins_paragraph
from knowledge.loading.pieces import Piece
from knowledge.types import Position

_PAGE_NUMBER = re.compile(
    r"[-—–－─·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─·\s]*$"
)
_EDGE_LINES = 2
_SENTENCE_END = "。；：！？;:!?"


def furniture_removed(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without lines that stand at the same edge of most pages."""
    seen: Counter[tuple[str, bool, int]] = Counter()
    for lines in pages:
        seen.update({key for line, top in _edges(lines) for key in [_furniture_key(line, top)]})
    needed = max(2, (len([lines for lines in pages if lines]) + 1) // 2)
    result = []
    for lines in pages:
        gone = {
            id(line)
            for line, top in _edges(lines)
            if _PAGE_NUMBER.match(line.text) or (len(pages) > 1 and seen[_furniture_key(line, top)] >= needed)
        }
        result.append([line for line in lines if id(line) not in gone])
    return result


def _edges(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Lines at the page's top (True) and bottom (False), by their place on the page."""
    by_height = sorted(lines, key=lambda line: line.rectangle[1])
    return [(line, True) for line in by_height[:_EDGE_LINES]] + [(line, False) for line in by_height[-_EDGE_LINES:]]


def _furniture_key(line: Line, top: bool) -> tuple[str, bool, int]:
    return re.sub(r"\d+", "#", "".join(line.text.split())), top, round(line.rectangle[1] / 6)


def page_pieces(pages: Sequence[Sequence[Line]]) -> Iterator[Piece]:
    """Paragraphs and table rows of the pages, in order; a paragraph may run over a page's end."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    margins = _Margins.of(lines)
    open_lines: list[Line] = []
    tables = 0
    index = 0
    while index < len(lines):
        rows = _table_rows(lines, index)
        if rows:
            yield from _paragraph(open_lines)
            open_lines, tables = [], tables + 1
            yield from _table(lines[index : index + rows], tables)
            index += rows
            continue
        line = lines[index]
        if open_lines and margins.parts(open_lines[-1], line):
            yield from _paragraph(open_lines)
            open_lines = []
        open_lines.append(line)
        index += 1
    yield from _paragraph(open_lines)


@dataclass(frozen=True, slots=True)
class _Margins:
    """The text's left and right edges and its line pitch, in points."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Margins:
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

    def parts(self, above: Line, below: Line) -> bool:
        """Whether a paragraph ends between two lines that follow each other."""
        em = max(above.size, 1.0)
        if above.rectangle[2] < self.right - 2.2 * em:
            return True
        # A line that begins this far right is a signature or a centred title, not running text.
        if above.rectangle[0] > self.left + 6 * em:
            return True
        if abs(above.size - below.size) > 0.15 * em:
            return True
        if above.page == below.page and below.rectangle[1] - above.rectangle[1] > 1.7 * self.pitch:
            return True
        if below.rectangle[0] > self.left + 1.2 * em and below.rectangle[0] > above.rectangle[0] + 0.8 * em:
            return True
        return above.text[-1:] in _SENTENCE_END and begins_paragraph(below.text)


def _paragraph(lines: Sequence[Line]) -> Iterator[Piece]:
    if not lines:
        return
    text, drawn = drawn_text(lines)
    page = lines[0].page
    rectangle = union(line.rectangle for line in lines if line.page == page)
    yield Piece(text=text, position=Position(page=page, rectangle=rectangle), drawn=drawn)


def _table_rows(lines: Sequence[Line], start: int) -> int:
    """How many lines from `start` on are rows of one table: same columns, and at least 2 rows of 3 or 3 rows of 2."""
    columns = len(lines[start].parts)
    if columns < 2:
        return 0
    end = start + 1
    while end < len(lines) and _same_columns(lines[end - 1], lines[end]):
        end += 1
    rows = end - start
    return rows if rows >= 3 or (rows == 2 and columns >= 3) else 0


def _same_columns(above: Line, below: Line) -> bool:
    if len(above.parts) != len(below.parts) or abs(above.size - below.size) > 0.2 * above.size:
        return False
    slack = above.size
    pairs = list(zip(above.parts, below.parts, strict=True))
    overlapping = all(a.left < b.right + slack and b.left < a.right + slack for a, b in pairs)
    # A cell must not reach under its right neighbour: then the lines are words with gaps, not columns.
    apart = all(a.right < b.left + slack for a, b in zip(above.parts, below.parts[1:], strict=False))
    return overlapping and apart


def _table(rows: Sequence[Line], table: int) -> Iterator[Piece]:
    figures = re.compile(r"[-+]?[\d,.]+[%％]?$")
    header = not any(figures.match(part.text) and not re.match(r"(?:19|20)\d{2}$", part.text) for part in rows[0].parts)
    for number, line in enumerate(rows, start=1):
        position = Position(page=line.page, rectangle=line.rectangle, table=table, row=number)
        cells = [[line_of(line.page, [part], line.size)] for part in line.parts]
        yield drawn_row(cells, header=header and number == 1, position=position)


def merged_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines of one page with those at the same height put together, left to right: the cells of a row often come apart."""
    result: list[Line] = []
    for line in lines:
        if result and _same_height(result[-1], line):
            result[-1] = line_of(line.page, result[-1].parts + line.parts, result[-1].size)
        else:
            result.append(line)
    return result


def _same_height(first: Line, second: Line) -> bool:
    top = max(first.rectangle[1], second.rectangle[1])
    bottom = min(first.rectangle[3], second.rectangle[3])
    lower = min(first.rectangle[3] - first.rectangle[1], second.rectangle[3] - second.rectangle[1])
    return bottom - top > 0.6 * lower and second.rectangle[0] >= first.rectangle[2]
