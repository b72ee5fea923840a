"""Tables without ruled lines: lines that follow each other and whose parts stand in the same columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.loading.drawn import Line, drawn_row, line_of
from knowledge.loading.pieces import Piece
from knowledge.types import Position

_FIGURE = re.compile(r"[-+]?[\d,.]+[%％]?$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")


def table_rows(lines: Sequence[Line], start: int) -> int:
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


def aligned_pieces(rows: Sequence[Line], table: int) -> Iterator[Piece]:
    """The rows of one table as pieces, a header said again on a later page left out.

    Args:
        rows: its lines, as many as `table_rows` says.
        table: the table's number in the file, from 1.
    """
    first = rows[0]
    header = not any(_FIGURE.match(part.text) and not _YEAR.match(part.text) for part in first.parts)
    kept = [first, *(line for line in rows[1:] if not (header and line.page > first.page and line.text == first.text))]
    for number, line in enumerate(kept, start=1):
        position = Position(page=line.page, rectangle=line.rectangle, table=table, row=number)
        cells = [[line_of(line.page, [part], line.size)] for part in line.parts]
        yield drawn_row(cells, header=header and number == 1, position=position)
