"""Where a quotation begins in its file, by the blocks of its document. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from knowledge.types import Block, Document, Position


def position_of(document: Document, start: int, end: int) -> Position:
    """The position of the block in which the characters [start, end) begin; of a table's row, with the column of the one cell they are.

    The column is None where they are more than one cell; all is None where no block holds them.
    """
    index = bisect_right(document.blocks, start, key=lambda block: block.end)
    if index == len(document.blocks):
        return Position()
    block = document.blocks[index]
    return replace(block.position, column=_column(block, start, end)) if block.cells else block.position


def _column(block: Block, start: int, end: int) -> int | None:
    """Number of the cell that holds [start, end), counted as the row's own first column is."""
    for index, (left, right) in enumerate(block.cells):
        if left <= start and end <= right and start < end:
            return (block.position.column or 1) + index
    return None
