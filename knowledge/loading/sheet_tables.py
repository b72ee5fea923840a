"""A sheet as pieces: its name a heading, titles over tables, header rows, rows, notes below; several tables on one sheet.

Rows that follow each other without an empty one between are a band. A band is lines only, or lines, a table (or tables side by
side) and notes. A band without a header of its own goes on with the table above it where it stands in the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.errors import LoadError
from knowledge.loading.pieces import Piece, row_piece
from knowledge.loading.sheet_rows import (
    Row,
    column_groups,
    has_figure,
    header_depth,
    is_across,
    is_labels,
    is_line,
    is_note,
    is_title,
)
from knowledge.loading.worksheet import MAX_CELLS
from knowledge.types import Position

SHEET_LEVEL, TITLE_LEVEL = 1, 2
_MOST_SQUARES = 3 * MAX_CELLS
"""Squares of a table, empty ones included."""
_MOST_LEAD = 6
"""Lines over a table that may hold its title; more are a text of their own."""


@dataclass(slots=True)
class _Table:
    """The table that rows are being added to."""

    number: int
    left: int
    right: int
    headers: tuple[tuple[str, ...], ...] = ()
    figures: bool = False
    """Whether a row of it holds a number."""


@dataclass(slots=True)
class SheetReader:
    """Turns a sheet's rows into pieces."""

    sheet: str
    tables: int = 0
    """Tables of the workbook so far."""
    _table: _Table | None = None
    _waiting: list[Row] = field(default_factory=list)
    """Lines that may belong to the table below."""

    def read(self, rows: Sequence[Row]) -> Iterator[Piece]:
        """The pieces of all rows, in reading order; each row gives at least one."""
        for band in _bands(rows):
            yield from self._band(band)
        yield from self._lines(self._waiting)

    def _band(self, rows: list[Row]) -> Iterator[Piece]:
        """The pieces of rows without an empty one between; what is left after a table may begin another."""
        while rows:
            left = min(min(row.texts) for row in rows)
            lead = 0
            while lead < len(rows) and (is_line(rows[lead], left) or is_labels(rows[lead])):
                lead += 1
            self._waiting += rows[:lead]
            rows = rows[lead:]
            if not rows:
                return
            yield from self._lead(continued=not lead and self._goes_on(rows))
            taken = self._table_rows(rows)
            body = taken
            left, right = min(min(row.texts) for row in rows[:taken]), max(max(row.texts) for row in rows[:taken])
            while body > 1 and is_note(rows[body - 1], left, right):
                body -= 1
            for first, last in column_groups(rows[:body]):
                part = [cut for row in rows[:body] if (cut := row.within(first, last)).texts]
                yield from self._tabled(part, first, last)
            self._waiting = rows[body:taken]
            rows = rows[taken:]

    def _goes_on(self, rows: Sequence[Row]) -> bool:
        """Whether rows after an empty one belong to the table above: they stand in its columns and have no header of their own."""
        table = self._table
        if table is None or self._waiting:
            return False
        left, right = min(min(row.texts) for row in rows), max(max(row.texts) for row in rows)
        if left < table.left or right > table.right:
            return False
        return not _heads(rows, 0, left, right) or not table.figures

    def _lead(self, *, continued: bool) -> Iterator[Piece]:
        """The lines over a table, the first that names it as its heading."""
        waiting, self._waiting = self._waiting, []
        if not continued:
            self._table = None
        titles = [row for row in waiting if is_title(row)] if len(waiting) <= _MOST_LEAD else []
        yield from self._lines(waiting, title=titles[0] if titles else None)

    def _lines(self, rows: Sequence[Row], title: Row | None = None) -> Iterator[Piece]:
        for row in rows:
            done: set[int] = set()
            for column, text in row.texts.items():
                area = row.areas.get(column)
                if area is not None and area[0] in done:
                    continue
                done |= {area[0]} if area is not None else set()
                position = Position(sheet=self.sheet, row=row.number, column=column)
                if row is title:
                    yield Piece(text=text, kind="heading", level=TITLE_LEVEL, position=position)
                else:
                    yield Piece(text=text, position=position)

    def _table_rows(self, rows: Sequence[Row]) -> int:
        """How many of the rows belong to the table that they begin with: up to a line over another header."""
        left, right = min(min(row.texts) for row in rows), max(max(row.texts) for row in rows)
        figures = False
        for index, row in enumerate(rows):
            line = is_across(row, left, right) or is_labels(row)
            if index and figures and line:
                below = index
                while below < len(rows) and (is_line(rows[below], left) or is_labels(rows[below])):
                    below += 1
                if _heads(rows, below, left, right):
                    return index
            figures = figures or has_figure(row)
        return len(rows)

    def _tabled(self, rows: Sequence[Row], left: int, right: int) -> Iterator[Piece]:
        if len(rows) * (right - left + 1) > _MOST_SQUARES:
            raise LoadError(
                f"工作表“{self.sheet}”的内容太分散（第 {rows[0].number} 行起有 {right - left + 1} 列），没有读取：请删掉多余的列，或拆成几份后再导入。",
                f"Sheet {self.sheet} is too sparse ({right - left + 1} columns from row {rows[0].number}); nothing was read: split it.",
            )
        table = self._table
        depth = 0
        if table is None or left < table.left or right > table.right:
            depth = header_depth(rows, left, right)
            self.tables += 1
            headers = tuple(tuple(row.cells(left, right)) for row in rows[:depth])
            table = self._table = _Table(self.tables, left, right, headers)
        index = 0
        while index < len(rows):
            again = _again(rows, index, table)
            for row in rows[index : index + max(again, depth, 1)]:
                yield self._row(row, table, header=bool(again or depth))
                table.figures = table.figures or has_figure(row)
            index += max(again, depth, 1)
            depth = 0

    def _row(self, row: Row, table: _Table, *, header: bool) -> Piece:
        position = Position(sheet=self.sheet, table=table.number, row=row.number, column=table.left)
        if not header and is_across(row, table.left, table.right):
            return Piece(text=next(iter(row.texts.values())), position=position)
        return row_piece(row.cells(table.left, table.right), header=header, position=position)


def _bands(rows: Sequence[Row]) -> Iterator[list[Row]]:
    band: list[Row] = []
    for row in rows:
        if band and row.number > band[-1].number + 1:
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def _heads(rows: Sequence[Row], index: int, left: int, right: int) -> bool:
    """Whether a header begins at a row: names over rows with numbers."""
    depth = header_depth(rows[index : index + 8], left, right) if index < len(rows) else 0
    return depth > 0 and any(has_figure(row) for row in rows[index + depth : index + depth + 3])


def _again(rows: Sequence[Row], index: int, table: _Table) -> int:
    """How many rows repeat the table's whole header, as at the top of a printed page; 0 where they don't."""
    depth = len(table.headers)
    same = depth and all(
        tuple(row.cells(table.left, table.right)) == header
        for row, header in zip(rows[index : index + depth], table.headers, strict=False)
    )
    return depth if same and index + depth <= len(rows) else 0
