"""Table rows as statements: each cell with its row's label, its column's header and its unit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from knowledge.table_headers import (
    heading_of,
    is_person_header,
    is_unit_line,
    joined_headers,
    label_columns,
    unit_lines,
    unit_of,
)
from knowledge.types import Block, Document

_UNIT_HEADER = "单位"
_NUMBER = re.compile(r"-?[\d,，.]+%?")
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
    """Names of the header rows over it, from the top, parted by a space: 监测对象 户数."""
    value: str
    unit: str
    """From the header, a unit column, what the header counts, or the caption; empty where none says."""
    caption: str
    parents: tuple[str, ...] = ()
    """Names in the label columns before the label, from the left: the township of a village's row."""
    label_header: str = ""
    """Header of the label's column."""
    person: str = ""
    """Whose the row is, in a list of names; empty in other tables."""

    @property
    def measured(self) -> str:
        """The value with its unit, e.g. 203户; a value that isn't a bare number stays as it is."""
        if self.value.endswith("%") and _NUMBER.fullmatch(self.value):
            return self.value
        return f"{self.value}{self.unit}" if _NUMBER.fullmatch(self.value) else self.value

    @property
    def heading(self) -> str:
        """The header without its unit."""
        return heading_of(self.header)

    @property
    def statement(self) -> str:
        """Label, header without its unit, and value: what a person reads."""
        header, label = self.heading, "".join((*self.parents, self.label))
        return f"{label} {header}：{self.measured}" if header else f"{label}：{self.measured}"


@dataclass(slots=True)
class _Table:
    """What has been read of a table before a row."""

    number: int | None = None
    header_rows: list[list[str]] = field(default_factory=list)
    header: tuple[str, ...] = ()
    labels: tuple[int, int] = (0, 0)
    """First and last of the columns that name a row."""
    begun: bool = False
    """Whether a row came after the header rows."""
    caption: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its cells are made when they are asked for."""

    start: int
    end: int
    """As offsets of `Document.text`."""
    label: str
    parents: tuple[str, ...]
    label_header: str
    caption: str
    """Label to caption as its cells have them."""
    block: Block
    document: Document
    header: tuple[str, ...]
    """Of each column."""
    labels: tuple[int, int]
    """First and last of the columns that name the row."""
    units: tuple[str, ...]
    """That the line above the table names."""

    @property
    def texts(self) -> list[str]:
        """What stands in each column, from the left."""
        return _texts(self.document, self.block)

    @property
    def person_column(self) -> int:
        """The column that names the person or household of a list of names; -1 where the table is none."""
        return next((i for i, name in enumerate(self.header) if is_person_header(heading_of(name))), -1)

    @property
    def person(self) -> str:
        """The person or household that the row is about; empty where the table is no list of names."""
        column = self.person_column
        return self.texts[column] if 0 <= column < len(self.block.cells) else ""

    def cells(self) -> Iterator[Cell]:
        """The cells that say something, from the left."""
        texts, labelled, person = self.texts, self.labels[1], self.person
        unit_column, own_unit = _unit_column(self.header, texts, labelled)
        for column, value in enumerate(texts[labelled + 1 :], labelled + 1):
            if not value or column == unit_column:
                continue
            name = self.header[column] if column < len(self.header) else ""
            start, end = self.block.cells[column]
            yield Cell(
                self.start, self.end, start, end, self.label, name, value, own_unit or unit_of(name, self.units), self.caption,
                parents=self.parents, label_header=self.label_header, person=person,
            )  # fmt: skip


def cells_between(document: Document, start: int, end: int) -> Iterator[Cell]:
    """Cells of the table rows that lie in [start, end) of `document.text`, row by row."""
    return (cell for row in rows_between(document, start, end) for cell in row.cells())


def rows_between(document: Document, start: int, end: int) -> Iterator[Row]:
    """The table rows that begin in [start, end) of `document.text` and have more than their label."""
    table = _Table()
    first = bisect_left(document.blocks, start, key=attrgetter("start"))
    for block in (*_context(document, first), *document.blocks[first:]):
        if block.start >= end:
            return
        if block.kind in ("table_header", "table_row"):
            if block.position.table != table.number:
                table.number, table.header_rows, table.header = block.position.table, [], ()
                table.labels, table.begun = (0, 0), False
            if block.kind == "table_header":
                if table.begun:  # the header stands again, as at the top of a printed page
                    table.header_rows, table.begun = [], False
                table.header_rows.append(_texts(document, block))
                table.header = tuple(joined_headers(table.header_rows))
                table.labels = label_columns(table.header)
                continue
            table.begun = True
            if block.start >= start and (row := _row(document, block, table)) is not None:
                yield row
        else:
            _take_line(table, document.text[block.start : block.end])


def _context(document: Document, first: int) -> list[Block]:
    """The blocks before the one at `first` that say something of it, in order: header rows, and the lines above them up to the caption.

    Of the rows between, however many, one stands for all: that the table has begun.
    """
    found: list[Block] = []
    for block in reversed(document.blocks[:first]):
        if block.kind == "table_row":
            if not found or found[-1].kind == "table_header":
                found.append(block)
            continue
        found.append(block)
        if block.kind != "table_header" and not is_unit_line(document.text[block.start : block.end]):
            break
    return found[::-1]


def _row(document: Document, block: Block, table: _Table) -> Row | None:
    header, (first, last) = table.header, table.labels
    if len(block.cells) <= last:
        return None
    texts = [document.text[start:end].strip() for start, end in block.cells[: last + 1]]
    named = [text for text in texts[first:] if text] or [text for text in texts[:first] if text] or [""]
    parents = tuple(dict.fromkeys(n for n in named[:-1] if n != named[-1])) if len(named) > 1 else ()
    label_header = header[last] if last < len(header) else ""
    return Row(
        block.start, block.end, named[-1], parents, label_header, table.caption, block, document, header, table.labels, table.units,
    )  # fmt: skip


def _take_line(table: _Table, line: str) -> None:
    """A line above a table: its caption, or the unit of what the caption names."""
    if is_unit_line(line):
        table.units = unit_lines(line)
    else:
        table.caption, table.units = line, unit_lines(line)


def _texts(document: Document, block: Block) -> list[str]:
    return [document.text[s:e].strip() for s, e in block.cells]


def _unit_column(header: Sequence[str], texts: Sequence[str], labelled: int) -> tuple[int, str]:
    """(column of the rows' units, this row's unit); (-1, "") where there is none: 单位 heads a column of offices, too."""
    column = header.index(_UNIT_HEADER) if _UNIT_HEADER in header else -1
    own = texts[column] if labelled < column < len(texts) else ""
    return (-1, "") if _OFFICE.fullmatch(own) else (column, own)
