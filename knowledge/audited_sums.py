"""Totals in tables that aren't the sum of their parts: 合计 rows, and columns that the columns beside them add up to. Pure.

A row or column is held to be a sum only where the table itself shows it: other columns (or rows) add up, or the table is plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.audited_tables import Row, Table, tables_of
from knowledge.findings import Finding, finding
from knowledge.types import Document

_PART_OF_ROW = re.compile(r"^\s*(?:其中|#|—|－|-|含)")
_SURE_SHARE = Decimal("0.6")  # of the rows, that have to add up for the others to be wrong
_SURE_ROWS = 3
_MOST_COLUMNS = 30
_LIKELY = Decimal("0.5")  # of the total, that the parts may be off in a plain table of one column


def sum_findings(document: Document) -> Iterator[Finding]:
    """Totals of the document's tables that their parts don't add up to."""
    for table in tables_of(document):
        yield from _total_rows(document, table)
        yield from _total_columns(document, table)


@dataclass(frozen=True, slots=True)
class _SumRow:
    """A total row with the rows that it may be the sum of."""

    row: Row
    ways: tuple[list[Row], ...]
    agreed: tuple[frozenset[int], ...]
    """Of each way, the columns that add up, and not to nothing."""


def _total_rows(document: Document, table: Table) -> Iterator[Finding]:
    columns = table.added()
    sums = [made for at in range(len(table.rows)) if (made := _sum_row(table, at, columns)).ways]
    for made in sums:
        best = max(range(len(made.ways)), key=lambda way: len(made.agreed[way]))
        elsewhere = {column for other in sums if other is not made for way in other.agreed for column in way}
        for column in columns:
            stated, total = table.value(made.row, column), _sum(table, made.ways[best], column)
            if not stated or not total or any(_adds_up(table, made.row, parts, column) for parts in made.ways):
                continue
            shown = made.agreed[best] or column in elsewhere or _twice(table, made.ways, column)
            if shown or _plain(table, stated, total):
                yield _row_finding(document, table, made.row, column, total)


def _sum_row(table: Table, at: int, columns: Sequence[int]) -> _SumRow:
    row = table.rows[at]
    ways = tuple(parts for parts in _parts(table, at) if len(parts) > 1) if row.total or row.subtotal else ()
    agreed = (frozenset(c for c in columns if table.value(row, c) and _adds_up(table, row, p, c)) for p in ways)
    return _SumRow(row, ways, tuple(agreed))


def _parts(table: Table, at: int) -> Iterator[list[Row]]:
    """The rows that a total row may be the sum of."""
    rows, row = table.rows, table.rows[at]
    ends = [i for i, r in enumerate(rows) if r.total or (row.subtotal and r.subtotal)]
    before = max((i for i in ends if i < at), default=-1)
    after = min((i for i in ends if i > at), default=len(rows))
    for section in (rows[before + 1 : at], rows[at + 1 : after]):
        yield [r for r in section if not r.subtotal and not _PART_OF_ROW.match(r.label)]
        yield [r for r in section if r.subtotal]
    if row.total and len(ends) > 1:
        yield [r for r in rows if not r.total and not r.subtotal and not _PART_OF_ROW.match(r.label)]
        yield [r for i, r in enumerate(rows) if i in ends and i != at]


def _twice(table: Table, ways: Sequence[Sequence[Row]], column: int) -> bool:
    """Whether two ways to add give one sum: the subtotals, and the rows under them."""
    sums = [_sum(table, parts, column) for parts in ways if len({row.subtotal for row in parts}) == 1]
    return len(sums) > len(set(sums)) and any(parts[0].subtotal for parts in ways)


def _plain(table: Table, stated: Decimal, total: Decimal) -> bool:
    """Whether a table is so plain that its one total can only be the sum of all other rows."""
    labels = [row.label for row in table.rows]
    once = len(set(labels)) == len(labels) and not any(_PART_OF_ROW.match(label) for label in labels)
    sums = sum(row.total or row.subtotal for row in table.rows)
    return once and sums == 1 and abs(stated - total) <= _LIKELY * abs(stated)


def _adds_up(table: Table, row: Row, parts: Sequence[Row], column: int) -> bool:
    stated = table.value(row, column)
    return stated is not None and abs(_sum(table, parts, column) - stated) <= _rounding(table, [row, *parts], [column])


def _sum(table: Table, parts: Sequence[Row], column: int) -> Decimal:
    return sum((table.value(part, column) or Decimal(0) for part in parts), Decimal(0))


def _rounding(table: Table, rows: Sequence[Row], columns: Sequence[int]) -> Decimal:
    """How far rounded parts may be off their rounded total; nothing for whole numbers."""
    values = [table.value(row, column) or Decimal(0) for row in rows for column in columns]
    decimals = max(max(0, -int(value.as_tuple().exponent)) for value in values)
    return Decimal(len(values) - 1) / 2 * Decimal(10) ** -decimals if decimals else Decimal(0)


def _row_finding(document: Document, table: Table, row: Row, column: int, total: Decimal) -> Finding:
    cell = row.block.cells[column]
    about = table.header(column) or row.label
    return finding("total", document, cell, about=about, stated=row.cells[column], other=format(total, "f"))


def _total_columns(document: Document, table: Table) -> Iterator[Finding]:
    columns = table.added()[:_MOST_COLUMNS]
    taken: set[int] = set()
    for place, whole in enumerate(columns):
        parts = _summed_columns(table, columns, place)
        if not parts or whole in taken:
            continue
        taken.update(parts)
        for row in table.rows:
            stated, total = table.value(row, whole), sum((table.value(row, c) or Decimal(0) for c in parts), Decimal(0))
            if stated is None or not total or abs(stated - total) <= _rounding(table, [row], [whole, *parts]):
                continue
            about = f"{row.label} {table.header(whole)}".strip()
            cell = row.block.cells[whole]
            yield finding("total", document, cell, about=about, stated=row.cells[whole], other=format(total, "f"))


def _summed_columns(table: Table, columns: Sequence[int], place: int) -> list[int]:
    """The columns beside a column that it is the sum of in most rows."""
    for run in (*_runs(columns[place + 1 :]), *(list(reversed(r)) for r in _runs(columns[:place][::-1]))):
        told = [row for row in table.rows if table.value(row, columns[place])]
        right = [row for row in told if _is_sum(table, row, columns[place], run)]
        telling = [row for row in right if sum(1 for c in run if table.value(row, c)) > 1]
        if len(telling) >= _SURE_ROWS and len(right) >= _SURE_SHARE * len(told):
            return run
    return []


def _runs(columns: Sequence[int]) -> Iterator[list[int]]:
    for length in range(2, len(columns) + 1):
        yield list(columns[:length])


def _is_sum(table: Table, row: Row, whole: int, parts: Sequence[int]) -> bool:
    total = sum((table.value(row, column) or Decimal(0) for column in parts), Decimal(0))
    return abs(total - (table.value(row, whole) or Decimal(0))) <= _rounding(table, [row], [whole, *parts])
