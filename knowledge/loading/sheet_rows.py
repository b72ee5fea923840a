"""Rows of a sheet with merged areas filled, and what kind of row each is: line, labels, header, note. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.loading.worksheet import MAX_CELLS, Worksheet, cell_name

_FIGURE = re.compile(r"[-+−－(（]?[￥¥$]?(?:\d[\d,，]*(?:\.\d+)?|\.\d+)\s*[%％‰]?[)）]?$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量|金额|面积|数量|货币)?单位\s*[：:]\s*\S.{0,30}$")
_LABELLED = re.compile(r"[^：:。]{1,16}[：:].{0,60}$")
_DATE = re.compile(r"(?:19|20)\d{2}\s*[年./-].{0,20}$")
_ATTACHMENT = re.compile(r"附\s?[件表录]\s?[\d一二三四五六七八九十]*\s*[：:]?$")
_NOTE = re.compile(
    r"(?:[备附]?注|说明|填表|填报|制表|审[核批]|联系|数据来源|资料来源|来源|单位负责人|负责人|经办人)|[*※★#]|[①-⑳]|\d{1,2}[.、．]\s?[一-龥]"
)
_SENTENCE = re.compile("[。；！？]")
_NOTE_CHARS = 20
_TITLE_CHARS = 60
_NUMBERED_FIRST = re.compile(r"(?:甲|乙|栏次|行次|序号|列次|—|-|)$")
_WIDE = 0.6
"""Share of a table's width that a merged row takes at least to stand over it or between its rows as a line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet, merged areas filled."""

    number: int
    texts: dict[int, str]
    """By column; columns without text aren't in it."""
    areas: dict[int, tuple[int, int, int]]
    """Of merged squares with text: column -> (area's number, its first and its last column)."""

    def parts(self) -> set[tuple[bool, int]]:
        """One member for each cell with text, a merged area counting once."""
        return {(True, self.areas[c][0]) if c in self.areas else (False, c) for c in self.texts}

    def within(self, left: int, right: int) -> Row:
        """The row's part between two columns, both included."""
        texts = {c: t for c, t in self.texts.items() if left <= c <= right}
        return Row(self.number, texts, {c: a for c, a in self.areas.items() if left <= c <= right})

    def cells(self, left: int, right: int) -> list[str]:
        """The texts between two columns, both included; "" for a cell that shows nothing."""
        return [self.texts.get(column, "") for column in range(left, right + 1)]


def filled_rows(sheet: Worksheet) -> tuple[list[Row], list[str]]:
    """The rows that hold text of their own, merged areas filled; and the names of areas whose number is said of several rows.

    A row under a merged area that has nothing of its own says nothing new and is none.
    """
    numbers = list(sheet.rows)
    last = max((max(texts) for texts in sheet.rows.values()), default=0)
    rows = {number: Row(number, dict(texts), {}) for number, texts in sheet.rows.items()}
    joint: list[str] = []
    left_to_fill = MAX_CELLS
    for index, area in enumerate(sheet.merged):
        text = sheet.rows.get(area.top, {}).get(area.left, "")
        right = min(area.right, last)
        under = numbers[bisect_left(numbers, area.top) : bisect_left(numbers, area.bottom + 1)]
        left_to_fill -= len(under) * max(0, right - area.left + 1)
        if not text or left_to_fill < 0:
            continue
        for number in under:
            for column in range(area.left, right + 1):
                rows[number].texts.setdefault(column, text)
                rows[number].areas[column] = (index, area.left, right)
        if len(under) > 1 and is_figure(text):
            joint.append(f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}")
    return list(rows.values()), joint


def is_figure(text: str) -> bool:
    """Whether a cell is a number; a bare year is a name of a column as often."""
    return bool(_FIGURE.match(text)) and not _YEAR.match(text)


def has_figure(row: Row) -> bool:
    """Whether a cell of the row is a number."""
    return any(is_figure(text) for text in row.texts.values())


def is_line(row: Row, left: int) -> bool:
    """Whether a row is one cell: what stands over or under a table that begins in column `left`."""
    if len(row.parts()) != 1:
        return False
    first = next(iter(row.texts))
    return first not in row.areas or row.areas[first][1] <= left


def is_across(row: Row, left: int, right: int) -> bool:
    """Whether a row is one area merged over (nearly) the whole width of a table."""
    if len(row.parts()) != 1 or not row.areas:
        return False
    _, first, last = next(iter(row.areas.values()))
    return first <= left and last - first + 1 >= max(2, _WIDE * (right - left + 1))


def is_labels(row: Row) -> bool:
    """Whether all cells of a row are of the kind 填报单位：青禾镇, 单位：户; a date may stand beside them."""
    texts = set(row.texts.values())
    labelled = {text for text in texts if _UNIT_LINE.match(text) or _LABELLED.match(text)}
    return bool(labelled) and all(_DATE.match(text) for text in texts - labelled)


def is_note(row: Row, left: int, right: int) -> bool:
    """Whether a row at a table's end belongs under it, not to it."""
    if is_labels(row) or is_across(row, left, right):
        return True
    text = next(iter(row.texts.values()))
    return is_line(row, left) and bool(_NOTE.match(text) or _SENTENCE.search(text) or len(text) > _NOTE_CHARS)


def is_title(row: Row) -> bool:
    """Whether a line over a table names it: not its unit, its office, its attachment number, a sentence or a note."""
    text = next(iter(row.texts.values()))
    if is_labels(row) or _ATTACHMENT.match(text) or _SENTENCE.search(text) or is_figure(text) or text[0] in "（(*※":
        return False
    return 2 <= len(text) <= _TITLE_CHARS and not _DATE.fullmatch(text)


def header_depth(rows: Sequence[Row], left: int, right: int, most: int = 4) -> int:
    """How many rows at a table's top name its columns; 0 where the first one holds numbers already."""
    if len(rows) < 2 or has_figure(rows[0]) or len(rows[0].parts()) < 2:
        return 0
    depth = 1
    while depth < min(len(rows) - 1, most) and _continues(rows[depth - 1], rows[depth], left, right):
        depth += 1
    if depth < len(rows) - 1 and is_numbering(rows[depth].cells(left, right)):
        depth += 1
    return depth


def _continues(above: Row, row: Row, left: int, right: int) -> bool:
    """Whether the header has another line: one that a cell above reaches into, or that names what the one above left open."""
    if has_figure(row) or is_across(row, left, right):
        return False
    if any(area == above.areas.get(column) for column, area in row.areas.items()):
        return True
    grouped = any(last > first for _, first, last in above.areas.values()) or len(above.texts) <= right - left
    return grouped and left not in row.texts


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 甲 | 1 | 2 | 3."""
    numbers = [cell for cell in cells if is_figure(cell)]
    named = [cell for cell in cells if not is_figure(cell)]
    return (
        len(numbers) > 1
        and all(_NUMBERED_FIRST.match(cell) for cell in named)
        and [int(n) if n.isdigit() else -1 for n in numbers] == list(range(int(numbers[0]) if numbers[0].isdigit() else 0, int(numbers[0] if numbers[0].isdigit() else 0) + len(numbers)))
        and numbers[0] in ("1", "2")
    )  # fmt: skip


def column_groups(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """(first, last column) of each table that stands side by side in these rows, from the left.

    Columns that are empty in all rows part two tables where they are many, or where what stands right of them begins with names of
    its own; else they are only empty columns of one table.
    """
    used = sorted({column for row in rows for column in row.texts})
    groups = [(used[0], used[0])]
    for column in used[1:]:
        gap = column - groups[-1][1] - 1
        if gap and (gap > 2 or _begins_table(rows, column)) and groups[-1][1] > groups[-1][0]:
            groups.append((column, column))
        else:
            groups[-1] = (groups[-1][0], column)
    return groups


def _begins_table(rows: Sequence[Row], column: int) -> bool:
    """Whether a column is one of names, with another right of it."""
    texts = [row.texts[column] for row in rows if column in row.texts]
    names = [text for text in texts[1:] if not is_figure(text)]
    return any(column + 1 in row.texts for row in rows) and 2 * len(names) > len(texts)
