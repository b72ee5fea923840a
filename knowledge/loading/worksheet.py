"""One sheet of a workbook as its file holds it: shown texts by row and column, merged areas, what is hidden, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.loading.text import clean, join_lines

MAX_CELLS = 1_000_000
"""Cells with text that are read of one file; the rows after them are left out and the report says so."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, all four bounds included and counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Worksheet:
    """A sheet; rows and columns are counted from 1, as the program that made it shows them (column 1 is A)."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row -> column -> what the cell shows; cells that show nothing aren't in it, rows ascending."""
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    """Hidden rows that hold text."""
    hidden_columns: list[Area] = field(default_factory=list)
    """Runs of hidden columns, as areas of which only `left` and `right` count."""
    uncached: list[str] = field(default_factory=list)
    """Names of formula cells whose result the file doesn't hold, e.g. C5."""
    errors: list[str] = field(default_factory=list)
    """Names of cells that show an error, e.g. #DIV/0!."""
    rounded: list[str] = field(default_factory=list)
    """Names of number cells with more digits than a spreadsheet keeps: ids that should have been text."""
    cut_after: int | None = None
    """The last row that was read, where the sheet goes on after it."""

    @property
    def cells(self) -> int:
        """How many cells show something."""
        return sum(map(len, self.rows.values()))


def column_name(column: int) -> str:
    """Letters of a column counted from 1: 1 -> A, 28 -> AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell's name as spreadsheets write it, e.g. B12."""
    return f"{column_name(column)}{row}"


def one_line(text: str) -> str:
    """A cell's text in one line: nothing in place of a line break between Chinese characters, else a space."""
    if text.isalnum() and text.isascii():
        return text
    text = clean(text).strip()
    if "\n" not in text:
        return text
    joined = ""
    for line in text.split("\n"):
        joined = join_lines(joined, line.strip())
    return joined
