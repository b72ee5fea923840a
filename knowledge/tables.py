"""Table rows as statements: each cell with its row's label, its column's header and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.types import Block, Document

_UNIT = re.compile(r"[（(](?:单位[：:])?([^（()）]{1,8})[)）]")
_CAPTION_UNIT = re.compile(r"单位[：:]\s*([^（()）\s，,；;]{1,8})")
_UNIT_HEADER = "单位"
_NUMBER = re.compile(r"-?[\d,，.]+%?")
_RUNNING = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_OFFICE = re.compile(
    r".{2,}(?:局|办|办公室|政府|委|委员会|中心|站|院|校|公司|合作社|镇|乡|村|社区|街道|协会|联合会|银行)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something: not the row's own label, not empty."""

    row_start: int
    row_end: int
    """The row, as offsets of `Document.text`: what is quoted."""
    start: int
    end: int
    """The cell, as offsets of `Document.text`."""
    label: str
    header: str
    value: str
    unit: str
    """From the header, a unit column or the caption; empty where none says."""
    caption: str

    @property
    def measured(self) -> str:
        """The value with its unit, e.g. 203户; a value that isn't a bare number stays as it is."""
        return f"{self.value}{self.unit}" if _NUMBER.fullmatch(self.value) else self.value

    @property
    def heading(self) -> str:
        """The header without its unit."""
        return _UNIT.sub("", self.header).strip()

    @property
    def statement(self) -> str:
        """Label, header without its unit, and value: what a person reads."""
        header = self.heading
        return f"{self.label} {header}：{self.measured}" if header else f"{self.label}：{self.measured}"


def cells_between(document: Document, start: int, end: int) -> Iterator[Cell]:
    """Cells of the table rows that lie in [start, end) of `document.text`, row by row."""
    header: list[str] = []
    caption, table = "", None
    for block in document.blocks:
        if block.start >= end:
            return
        if block.kind == "table_header":
            if block.position.table != table:
                header, table = [], block.position.table
            header = _joined(header, _texts(document, block))
        elif block.kind == "table_row":
            if block.position.table != table:
                header, table = [], block.position.table
            if block.start >= start:
                yield from _cells(document, block, header, caption)
        else:
            caption = document.text[block.start : block.end]


def _texts(document: Document, block: Block) -> list[str]:
    return [document.text[s:e].strip() for s, e in block.cells]


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Header rows into one: 2022年 over 户数 gives "2022年 户数"."""
    if not above:
        return below
    return [a if a == b else f"{a} {b}".strip() for a, b in zip_longest(above, below, fillvalue="")]


def _cells(document: Document, row: Block, header: list[str], caption: str) -> Iterator[Cell]:
    texts = _texts(document, row)
    labelled = 1 if header and _RUNNING.fullmatch(header[0]) else 0
    if len(texts) <= labelled:
        return
    unit_column = header.index(_UNIT_HEADER) if _UNIT_HEADER in header else -1
    own_unit = texts[unit_column] if labelled < unit_column < len(texts) else ""
    if _OFFICE.fullmatch(own_unit):
        unit_column, own_unit = -1, ""  # 单位 heads a column of offices, too
    caption_unit = _CAPTION_UNIT.search(caption)
    for column, value in enumerate(texts[labelled + 1 :], labelled + 1):
        if not value or column == unit_column:
            continue
        name = header[column] if column < len(header) else ""
        in_header = _UNIT.search(name)
        unit = own_unit or (in_header[1] if in_header else caption_unit[1] if caption_unit else "")
        start, end = row.cells[column]
        yield Cell(row.start, row.end, start, end, texts[labelled], name, value, unit, caption)
