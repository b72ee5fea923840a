"""Tables as the audit reads them: rows with labels, columns with headers, cells with numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, zip_longest

from knowledge.numerals import normalised
from knowledge.types import Block, Document

_NUMBER = re.compile(r"([-－]?)((?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)\s?(%?)")
_EMPTY = re.compile(r"[\s/／\-－—–]*|无")
_RUNNING = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_UNIT = re.compile(r"[（(](?:单位[：:])?[^（）()]{1,8}[)）]")
TOTAL = re.compile(r"(?:全[省市县区镇乡村])?(?:合\s*计|总\s*计|共\s*计|总数|累计|全[省市县区镇乡村])")
"""Labels of rows that are the sum of the others."""
_SUBTOTAL = re.compile(r".{0,8}小\s*计")
_NOT_ADDED = re.compile(
    r"率|占比|比例|比重|%|％|均|单价|标准|排名|名次|序号|编号|编码|代码|年龄|增[长幅减]|同比|年份|时间|日期|电话|邮编|进度|分值|得分|级别|温度|密度|浓度|指数|系数|倍"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    block: Block
    cells: tuple[str, ...]
    label: str
    """What the row is about: its first cell beside a running number."""

    @property
    def total(self) -> bool:
        """Whether it is a sum of the others."""
        return bool(TOTAL.fullmatch(self.label))

    @property
    def subtotal(self) -> bool:
        """Whether it is a sum of the rows beside it."""
        return bool(_SUBTOTAL.fullmatch(self.label))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document."""

    headers: tuple[str, ...]
    """Of each column, several header rows joined by a space; empty where there is none."""
    rows: tuple[Row, ...]
    label_column: int
    widths: set[int] = field(default_factory=set)
    """Numbers of cells that its rows have: one where none is merged away."""

    def header(self, column: int) -> str:
        """The column's header without its unit; "" where there is none."""
        return _UNIT.sub("", self.headers[column]).strip() if column < len(self.headers) else ""

    def value(self, row: Row, column: int) -> Decimal | None:
        """The number in a cell; 0 for an empty one, None for words."""
        text = normalised(row.cells[column]).strip() if column < len(row.cells) else ""
        if _EMPTY.fullmatch(text):
            return Decimal(0)
        found = _NUMBER.fullmatch(text)
        return Decimal(re.sub("[,，]", "", found[2])) * (-1 if found[1] else 1) if found else None

    def added(self) -> list[int]:
        """Columns whose numbers may be added: counts and sums, no rates, prices or codes."""
        columns = range(self.label_column + 1, max(self.widths, default=0))
        return [column for column in columns if self._may_be_added(column)]

    def _may_be_added(self, column: int) -> bool:
        name = self.headers[column] if column < len(self.headers) else ""
        if _NOT_ADDED.search(name):
            return False
        texts = [row.cells[column] for row in self.rows if column < len(row.cells)]
        if any("%" in text or "％" in text for text in texts):
            return False
        numbers = [self.value(row, column) for row in self.rows]
        return None not in numbers and sum(1 for number in numbers if number) > 1


def tables_of(document: Document) -> list[Table]:
    """The document's tables in reading order."""
    rows = (block for block in document.blocks if block.cells)
    grouped = groupby(rows, key=lambda block: (block.position.sheet, block.position.table))
    return [made for _, blocks in grouped if (made := _table(document, blocks)).rows]


def _table(document: Document, blocks: Iterable[Block]) -> Table:
    headers: list[str] = []
    body: list[tuple[Block, tuple[str, ...]]] = []
    for block in blocks:
        texts = tuple(document.text[start:end].strip() for start, end in block.cells)
        if block.kind == "table_header" and not body:
            headers = [a if a == b else f"{a} {b}".strip() for a, b in zip_longest(headers, texts, fillvalue="")]
        elif block.kind == "table_row":
            body.append((block, texts))
    column = 1 if headers and _RUNNING.fullmatch(headers[0]) else 0
    rows = tuple(Row(block, texts, _label(texts, column)) for block, texts in body)
    return Table(tuple(headers), rows, column, {len(texts) for _, texts in body})


def _label(texts: tuple[str, ...], column: int) -> str:
    """The row's label; of a total whose merged area reaches over the running number: that word."""
    first = texts[0] if texts else ""
    if TOTAL.fullmatch(first) or _SUBTOTAL.fullmatch(first):
        return first
    return texts[column] if column < len(texts) else ""
