"""Each cell that a document cites is the cell that another program shows at its sheet, row and column."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.errors import LoadError
from knowledge.loading import load
from knowledge.types import Document
from tests.knowledge.loading.books import Sheet, Value, xls, xlsx

CODES = {"0.0%": lambda v: f"{v:.1%}", "#,##0": lambda v: f"{v:,}", "yyyy-mm-dd": lambda v: f"{v:%Y-%m-%d}"}
CELL: st.SearchStrategy[tuple[Value, str]] = st.one_of(
    st.just((None, "General")),
    st.tuples(st.sampled_from(["白鹭镇", "户数", "0123", "110101199003071234", "合计", "无", "注：x", "2022"]), st.just("@")),
    st.tuples(st.integers(0, 10**9), st.sampled_from(["General", "#,##0"])),
    st.tuples(st.integers(0, 999).map(lambda n: n / 1000), st.just("0.0%")),
    st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.just("yyyy-mm-dd")),
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=9)


def as_sheet(rows: list[list[tuple[Value, str]]], merged: list[str]) -> Sheet:
    formats = {
        f"{chr(65 + column)}{row}": code
        for row, cells in enumerate(rows, start=1)
        for column, (value, code) in enumerate(cells)
        if value is not None
    }
    return Sheet([[value for value, _ in cells] for cells in rows], merged, formats)


def written(value: Any, code: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        value = value.date()
    return CODES[code](value) if code in CODES else str(value)


def shown_by_openpyxl(path: Path) -> dict[tuple[str, int, int], str]:
    """(sheet, row, column) -> what it shows, merged squares included."""
    shown: dict[tuple[str, int, int], str] = {}
    for sheet in openpyxl.load_workbook(path, data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                shown[sheet.title, cell.row, cell.column] = written(cell.value, cell.number_format)
        for area in sheet.merged_cells.ranges:
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    shown[sheet.title, row, column] = shown[sheet.title, area.min_row, area.min_col]
    return shown


def cited(document: Document) -> list[tuple[tuple[str, int, int], str]]:
    """((sheet, row, column), quote) of each cell and each line of a document; headings that are sheets' names left out."""
    found = []
    for block in document.blocks:
        at = block.position
        if at.row is None:
            continue
        assert at.sheet is not None
        assert at.column is not None
        cells = block.cells or ((block.start, block.end),)
        for offset, (start, end) in enumerate(cells):
            found.append(((at.sheet, at.row, at.column + offset), document.text[start:end]))
    return found


@settings(max_examples=60)
@given(rows=ROWS, other=ROWS, merged=st.sampled_from([[], ["A1:C1"], ["A2:A4"], ["A1:F1", "B2:C2", "A3:A5"]]))
@example(rows=[[(None, "General"), ("白鹭镇", "@")]], other=[[(None, "General")]], merged=["A1:C1"])
def test_a_cells_place_leads_to_its_text(
    rows: list[list[tuple[Value, str]]], other: list[list[tuple[Value, str]]], merged: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = xlsx(Path(folder) / "表.xlsx", {"甲": as_sheet(rows, merged), "乙": as_sheet(other, [])})
        shown = shown_by_openpyxl(path)
        if not any(shown.values()):  # nothing was written, or only below a merged area, which takes it away
            with pytest.raises(LoadError):
                load(path)
            return
        found = cited(load(path))
    for place, quote in found:
        assert shown.get(place, "") == quote
    assert {place for place, text in shown.items() if text and is_own(path, place, merged)} <= {p for p, _ in found}


def is_own(path: Path, place: tuple[str, int, int], merged: list[str]) -> bool:
    """False for squares of a merged area but its first: a row of nothing else says nothing new."""
    sheet, row, column = place
    return sheet == "乙" or not any(_inside(area, row, column) for area in merged)


def _inside(area: str, row: int, column: int) -> bool:
    left, top, right, bottom = openpyxl.utils.range_boundaries(area)
    return top <= row <= bottom and left <= column <= right


@settings(max_examples=25)
@given(rows=ROWS)
def test_the_older_kind_shows_the_same_as_the_newer(rows: list[list[tuple[Value, str]]]) -> None:
    if not any(value is not None for cells in rows for value, _ in cells):
        return
    with tempfile.TemporaryDirectory() as folder:
        new = load(xlsx(Path(folder) / "表.xlsx", {"甲": as_sheet(rows, [])}))
        old = load(xls(Path(folder) / "表.xls", {"甲": as_sheet(rows, [])}))
        other = xlrd.open_workbook(Path(folder) / "表.xls").sheet_by_index(0)
        texts = {(r + 1, c + 1): other.cell_value(r, c) for r in range(other.nrows) for c in range(other.ncols)}
    assert old.text == new.text
    assert [block.position for block in old.blocks] == [block.position for block in new.blocks]
    for (_, row, column), quote in cited(old):
        value = texts.get((row, column), "")
        assert not isinstance(value, str) or value == quote


def test_a_hundred_citations_of_a_long_table(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["云水县2022年监测对象统计表"], ["乡镇", "监测对象", None], [None, "户数", "占比"]]
    rows += [[f"第{n}镇", 100 + n, n / 1000] for n in range(60)]
    formats = {f"C{n}": "0.0%" for n in range(4, 64)}
    sheet = Sheet(rows, ["A1:C1", "A2:A3", "B2:C2"], formats)
    path = xlsx(tmp_path / "表.xlsx", {"2022": sheet})
    shown = shown_by_openpyxl(path)
    found = [(place, quote) for place, quote in cited(load(path)) if place[1] > 3 and place[2] > 1]
    assert len(found) == 120
    assert all(shown[place] == quote for place, quote in found)
