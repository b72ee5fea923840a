"""Rows of a table that stand in it twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.audited_tables import Row, Table, tables_of
from knowledge.findings import Finding, finding
from knowledge.types import Document

_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_SHOWN_CHARS = 40


def repeated_row_findings(document: Document) -> Iterator[Finding]:
    """Rows that say what an earlier row of the same table says, whatever their running numbers."""
    for table in tables_of(document):
        first: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(table.rows, start=1):
            said = _said(table, row)
            if not said:
                continue
            if said in first:
                span = row.block.start, row.block.end
                shown = "，".join(cell for cell in said if cell)[:_SHOWN_CHARS]
                other = str(table.rows[first[said] - 1].block.position.row or first[said])
                yield finding(
                    "repeated_row",
                    document,
                    span,
                    about=shown,
                    stated=str(row.block.position.row or number),
                    other=other,
                )
            else:
                first[said] = number


def _said(table: Table, row: Row) -> tuple[str, ...]:
    """The row's cells without the running number; nothing where the row says too little to be a row of its own."""
    cells = tuple("".join(cell.split()) for cell in row.cells[table.label_column :])
    filled = {cell for cell in cells if cell}
    if len(filled) < 2 or not _WORDS.search(row.label) or row.total or row.subtotal:
        return ()
    return cells
