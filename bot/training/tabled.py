"""Items over tables: which cell belongs to which row (matching), and which of the column's words a row has (single choice)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bot.training.base import TrainingBase
from bot.training.items import BLANK, Cited, Item
from bot.training.library import Reading, Table

_ROWS, _CELL_CHARS, _CHOICES = 4, 24, 3
_TOTAL = re.compile(r"^(?:合计|总计|小计|全[县市镇省]|平均)")
_HIDDEN = re.compile(r"电话|序号|备注|单位$|合计|增减")
_NUMBER = re.compile(r"-?[\d,.，]+%?")
_COLUMNS, _LONG_ROWS = 2, 6  # of one table: more would ask the same rows again; of a long one a column is enough
_RULES, _STATISTICS = 0.9, 0.35
"""What a table of few rows that a rule gives is worth, and what one is worth that lists numbers of many places."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table beside its first, with the rows that have something in it."""

    base: TrainingBase
    reading: Reading
    table: Table
    column: int
    rows: tuple[int, ...]

    @property
    def words(self) -> bool:
        """Whether it holds words rather than numbers."""
        return not all(_NUMBER.fullmatch(self.cell(row)) for row in self.rows)

    def cell(self, row: int) -> str:
        """What a row has in the column."""
        return self.table.texts[row][self.column]

    def name(self, row: int) -> str:
        """What a row is about."""
        return self.table.texts[row][0]

    @property
    def where(self) -> str:
        """The document and the table as a question names them."""
        name = self.table.caption or (self.table.headings[-1] if self.table.headings else "")
        return f"根据{self.base.names[self.reading.document.id]}{f'“{name}”' if name else '的表'}，"

    def cited(self, first: int, last: int) -> Cited:
        """The rows from `first` to `last` as the place that carries a key."""
        start, end = self.table.rows[first][0][0], self.table.rows[last][-1][1]
        place = " › ".join((*self.table.headings, *([self.table.caption] if self.table.caption else [])))
        return Cited(
            document_id=self.reading.document.id, title=self.base.names[self.reading.document.id], start=start, end=end,
            quote=self.reading.document.text[start:end], place=place,
        )  # fmt: skip


def tabled_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """The items of the document's tables; those whose rows are of different units have none."""
    for table in reading.tables:
        if "单位" in table.header:
            continue
        columns = [n for n in range(1, len(table.header)) if table.header[n] and not _HIDDEN.search(table.header[n])]
        most = _COLUMNS if len(table.rows) <= _LONG_ROWS else 1
        for number in sorted(random.sample(columns, min(most, len(columns)))):
            column = _Column(base, reading, table, number, _rows(table, number))
            yield from _matching(column, random)
            yield from _singles(column, random)


def _rows(table: Table, column: int) -> tuple[int, ...]:
    """The rows that a column can be asked of: totals and long cells are not."""
    return tuple(
        n for n, row in enumerate(table.texts)
        if row[0] and row[column] and not _TOTAL.match(row[0]) and len(row[column]) <= _CELL_CHARS
    )  # fmt: skip


def _matching(column: _Column, random: Random) -> Iterator[Item]:
    """Up to four rows whose cells differ."""
    of_cell: dict[str, int] = {}
    for row in random.sample(column.rows, len(column.rows)):
        of_cell.setdefault(column.cell(row), row)
    rows = sorted(random.sample(sorted(of_cell.values()), min(_ROWS, len(of_cell))))
    if len(rows) < (_CHOICES if column.words else _ROWS):
        return
    key = tuple(column.cell(row) for row in rows)
    header = column.table.header
    short = column.reading.binding and len(column.table.rows) <= _LONG_ROWS
    yield Item(
        kind="matched", question=f"{column.where}把下列{header[0] or '各项'}与“{header[column.column]}”对应起来。",
        options=tuple(random.sample(key, len(key))), key=key, lefts=tuple(column.name(row) for row in rows),
        cited=column.cited(rows[0], rows[-1]), topic=column.table.headings, worth=_RULES if short else _STATISTICS,
    )  # fmt: skip


def _singles(column: _Column, random: Random) -> Iterator[Item]:
    """Two rows of a column of words, each among the other rows' words."""
    cells = list(dict.fromkeys(column.cell(row) for row in column.rows))
    if not column.words or len(cells) <= _CHOICES:
        return
    for row in random.sample(column.rows, min(2, len(column.rows))):
        key, name = column.cell(row), column.name(row)
        wrong = [cell for cell in cells if key not in cell and cell not in key and not _said_of(column, cell, name)]
        if len(wrong) < _CHOICES:
            continue
        options = [key, *random.sample(wrong, _CHOICES)]
        yield Item(
            kind="single", question=f"{column.where}“{name}”的{column.table.header[column.column]}是{BLANK}。",
            options=tuple(random.sample(options, len(options))), key=(key,), cited=column.cited(row, row),
            topic=column.table.headings, worth=_RULES,
        )  # fmt: skip


def _said_of(column: _Column, cell: str, name: str) -> bool:
    """Whether a sentence of the base says a cell's words of what the row is about, or of one of the things it names."""
    parts: Sequence[str] = re.split("、", name)
    return any(column.base.phrases.together(cell, part) for part in parts)
