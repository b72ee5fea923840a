"""Tables of web pages and word-processor files: which rows are captions and headers, merged cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.loading.pieces import Piece, row_piece
from knowledge.types import Position

_FIGURE = re.compile(r"[-+−]?[\d,，.]+\s*[%％‰]?$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_MAX_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a table's grid; the squares of a merged area share `area`."""

    text: str
    area: int
    heading: bool = False
    """The file itself marks it as a header cell."""


Grid = Sequence[Sequence[Cell]]


def table_pieces(grid: Grid, table: int) -> Iterator[Piece]:
    """A table's rows as pieces: full-width rows above it as paragraphs (its caption), header rows, rows.

    Args:
        grid: rows of cells, merged areas already filled.
        table: the table's number in the file, from 1.
    """
    caption = _caption_rows(grid)
    headers = caption + _header_rows(grid[caption:])
    for index, row in enumerate(grid):
        position = Position(table=table, row=index + 1)
        texts = [cell.text for cell in row]
        if index < caption or _full_width(row):
            yield Piece(text=texts[0], position=position)
        else:
            yield row_piece(texts, header=index < headers, position=position)


def _caption_rows(grid: Grid) -> int:
    count = 0
    while count < len(grid) and _full_width(grid[count]):
        count += 1
    return count


def _full_width(row: Sequence[Cell]) -> bool:
    """True for a row that is one merged cell, or a row of one cell in a wider table."""
    return len(row) > 1 and len({cell.area for cell in row}) == 1


def _header_rows(grid: Grid) -> int:
    """How many rows at the top name the columns; 0 where the first row holds figures already."""
    if not grid:
        return 0
    marked = 0
    while marked < min(len(grid), _MAX_HEADER_ROWS) and all(cell.heading for cell in grid[marked]):
        marked += 1
    if marked:
        return marked
    first = grid[0]
    if len(grid) < 2 or any(_is_figure(cell.text) for cell in first[1:]):
        return 0
    depth = 1
    split = len({cell.area for cell in first}) < len(first)
    while split and depth < min(len(grid), _MAX_HEADER_ROWS) and _continues(grid[depth - 1], grid[depth]):
        depth += 1
    return depth


def _continues(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """True where a cell of the row above reaches down into this one: the header has another line."""
    return any(upper.area == lower.area for upper, lower in zip(above, row, strict=False))


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.match(text)) and not _YEAR.match(text)
