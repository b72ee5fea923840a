"""Workbooks that would fill the memory are refused before they do; large ones that are sound are read."""

from __future__ import annotations

import pytest

from knowledge.errors import LoadError
from knowledge.loading import xlsx
from knowledge.loading.xlsx import read_xlsx
from tests.knowledge.loading.samples import workbooks
from tests.knowledge.loading.words import repacked

SHEET = "xl/worksheets/sheet1.xml"
HELD_BYTES = 1_000_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds so small that a test takes no time."""
    monkeypatch.setattr(xlsx, "_HELD_BYTES", HELD_BYTES)
    monkeypatch.setattr(xlsx, "_ROWS", 100_000)


def stuffed(part: str, before: bytes, repeated: bytes, times: int) -> bytes:
    """The good workbook with `repeated` so often before the words `before` of a part."""

    def change(name: str, raw: bytes) -> bytes:
        if name != part:
            return raw
        assert before in raw
        return raw.replace(before, repeated * times + before, 1)

    return repacked(workbooks()[0], change)


@pytest.mark.parametrize(
    ("part", "before", "repeated"),
    [
        ("xl/styles.xml", b"</styleSheet>", b"<x/>"),
        ("xl/workbook.xml", b"</workbook>", b"<x/>"),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b"<x/>"),
        (SHEET, b"</row>", b"<c/>"),
        (SHEET, b"</worksheet>", b"<x/>"),
        (SHEET, b"<sheetData>", b" " * 1000),
    ],
    ids=["styles", "workbook", "relations", "one row", "elements of no use", "white space"],
)
def test_a_bomb_is_refused(part: str, before: bytes, repeated: bytes) -> None:
    with pytest.raises(LoadError, match="太大"):
        read_xlsx(stuffed(part, before, repeated, 4 * HELD_BYTES // len(repeated)), "弹.xlsx")


def test_elements_that_are_read_one_by_one_are_not_held() -> None:
    raw = stuffed(SHEET, b"</sheetData>", b"<row/>" + b" " * 100, 3 * HELD_BYTES // 100)
    (sheet, *_) = read_xlsx(raw, "大.xlsx")
    assert len(sheet.rows) == 8


def test_more_rows_than_a_sheet_has() -> None:
    with pytest.raises(LoadError, match="太大"):
        read_xlsx(stuffed(SHEET, b"</sheetData>", b"<row/>", 100_001), "弹.xlsx")


def test_more_parts_than_a_workbook_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_PARTS", 3)
    with pytest.raises(LoadError, match="太大"):
        read_xlsx(workbooks()[0], "弹.xlsx")
