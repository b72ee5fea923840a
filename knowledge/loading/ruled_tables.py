"""Tables whose cells are drawn with lines: the characters in each cell, rows as pieces, tables that run over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.loading.drawn import Line, Rectangle, drawn_text
from knowledge.loading.glyphs import LINE_END, Glyph, lines_of
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.pieces import Piece
from knowledge.loading.ruled import NEAR, RuledGrid, ruled_grids
from knowledge.types import DrawnLine, Position

_FILLED_SHARE = 0.25
"""Least share of a table's cells that hold text: less is a chart or a drawing."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """One square of the table; the squares of a merged area share `area` and the lines."""

    area: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The part of a table that stands on one page."""

    page: int
    grid: RuledGrid
    rows: tuple[tuple[RuledCell, ...], ...]

    @property
    def rectangle(self) -> Rectangle:
        """Around the whole grid."""
        return self.grid.columns[0], self.grid.rows[0], self.grid.columns[-1], self.grid.rows[-1]


def tables_and_rest(
    glyphs: Sequence[Glyph], rules: Sequence[Rectangle], page: int, *, near: float = NEAR
) -> tuple[list[RuledTable], list[Glyph]]:
    """The page's ruled tables, and the glyphs that stand in none."""
    rest = list(glyphs)
    tables: list[RuledTable] = []
    for grid in ruled_grids(rules, near):
        cells, outside = _by_area(rest, grid)
        filled = sum(any(not glyph.character.isspace() for glyph in cell) for cell in cells.values())
        if filled >= max(2, _FILLED_SHARE * len({area for row in grid.areas for area in row})):
            rest = outside
            lines = {area: tuple(lines_of(cell, page)) for area, cell in cells.items()}
            rows = tuple(tuple(RuledCell(area, lines.get(area, ())) for area in row) for row in grid.areas)
            tables.append(RuledTable(page, grid, rows))
    return tables, rest


def _by_area(glyphs: Sequence[Glyph], grid: RuledGrid) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The glyphs of each area, a line end between two that don't stand at one height; and the glyphs outside."""
    cells: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    current = outside
    for glyph in glyphs:
        if glyph.character.isspace():
            current.append(glyph)
            continue
        square = grid.square_at((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        target = outside if square is None else cells.setdefault(grid.areas[square[0]][square[1]], [])
        if target is not current and target:
            target.append(LINE_END)
        current = target
        current.append(glyph)
    return cells, outside


def continues(above: RuledTable, below: RuledTable) -> bool:
    """Whether a table at a page's top goes on with the one that ended the page before: the same columns."""
    first, second = above.grid.columns, below.grid.columns
    return (
        below.page == above.page + 1
        and len(first) == len(second)
        and all(
            abs((b - second[0]) - (a - first[0])) <= 2 * above.grid.near for a, b in zip(first, second, strict=True)
        )  # odd and even pages may have other margins
    )


def ruled_pieces(parts: Sequence[RuledTable], table: int) -> Iterator[Piece]:
    """The rows of a table, whose parts stand on pages that follow each other; a header said again is left out.

    Args:
        parts: the table's part on each page, in order.
        table: the table's number in the file, from 1.
    """
    rows = [(parts[0], index) for index in range(len(parts[0].rows))]
    for part in parts[1:]:
        rows += [(part, index) for index in range(_repeated_rows(parts[0], part), len(part.rows))]
    texts = [[drawn_text(cell.lines) for cell in part.rows[index]] for part, index in rows]
    grid = [
        [Cell(text, _unique(part, cell.area)) for (text, _), cell in zip(line, part.rows[index], strict=True)]
        for line, (part, index) in zip(texts, rows, strict=True)
    ]
    for piece in table_pieces(grid, table):
        part, index = rows[(piece.position.row or 1) - 1]
        row = texts[(piece.position.row or 1) - 1]
        place = Position(page=part.page, rectangle=_row_rectangle(part, index), table=table, row=piece.position.row)
        yield replace(piece, position=place, drawn=_drawn(piece, row))


def _repeated_rows(first: RuledTable, part: RuledTable) -> int:
    """How many rows at the top of a later part say the table's first rows again; 0 where all of it would go."""
    count = 0
    while count < min(len(first.rows), len(part.rows)) and _said(first, count) == _said(part, count):
        count += 1
    return count if count < len(part.rows) else 0


def _said(table: RuledTable, row: int) -> list[str]:
    return ["".join(drawn_text(cell.lines)[0].split()) for cell in table.rows[row]]


def _unique(part: RuledTable, area: int) -> int:
    return part.page * 1_000_000 + area


def _row_rectangle(part: RuledTable, row: int) -> Rectangle:
    left, _, right, _ = part.rectangle
    return round(left, 1), round(part.grid.rows[row], 1), round(right, 1), round(part.grid.rows[row + 1], 1)


def _drawn(piece: Piece, row: Sequence[tuple[str, tuple[DrawnLine, ...]]]) -> tuple[DrawnLine, ...]:
    """Where the piece's text is drawn: all its cells, or the one text of a row that is a single area."""
    starts = [start for start, _ in piece.cells] or [0]
    return tuple(
        replace(line, start=start + line.start, end=start + line.end)
        for start, (_, lines) in zip(starts, row, strict=False)
        for line in lines
    )
