"""The cells of a whole document's tables, each with the passage that holds its row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.assembly import KnowledgeBase
from knowledge.tables import Cell, cells_between
from knowledge.types import SearchHit


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with where it stands."""

    cell: Cell
    table: int
    """Number of the table in its document."""
    hit: SearchHit
    """The passage that holds its row."""


def document_cells(document_id: str, knowledge: KnowledgeBase) -> Iterator[PlacedCell]:
    """The cells of a document's tables in reading order; those of rows that no passage holds whole are left out."""
    document = knowledge.catalogue.document(document_id)
    numbers = {block.start: block.position.table or 0 for block in document.blocks if block.kind == "table_row"}
    if not numbers:
        return
    card = knowledge.catalogue.card(document_id)
    passages = [SearchHit(chunk=c, document=card, score=0.0) for c in knowledge.catalogue.chunks_of(document_id)]
    starts = [hit.chunk.start for hit in passages]
    for cell in cells_between(document, 0, len(document.text)):
        at = bisect_right(starts, cell.row_start) - 1
        if at >= 0 and cell.row_end <= passages[at].chunk.end:
            yield PlacedCell(cell, numbers[cell.row_start], passages[at])
