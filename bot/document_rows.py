"""The rows of a whole document's tables, each with the passage that holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.assembly import KnowledgeBase
from knowledge.tables import Row, rows_between
from knowledge.types import SearchHit


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with where it stands."""

    row: Row
    table: int
    """Number of the table in its document."""
    hit: SearchHit
    """The passage that holds it."""


def document_rows(document_id: str, knowledge: KnowledgeBase) -> Iterator[PlacedRow]:
    """The rows of a document's tables in reading order; those that no passage holds whole are left out."""
    document = knowledge.catalogue.document(document_id)
    if not any(block.kind == "table_row" for block in document.blocks):
        return
    card = knowledge.catalogue.card(document_id)
    passages = [SearchHit(chunk=c, document=card, score=0.0) for c in knowledge.catalogue.chunks_of(document_id)]
    starts = [hit.chunk.start for hit in passages]
    for row in rows_between(document, 0, len(document.text)):
        at = bisect_right(starts, row.start) - 1
        if at >= 0 and row.end <= passages[at].chunk.end:
            yield PlacedRow(row, row.block.position.table or 0, passages[at])
