"""Exports read back: rows, sources, version; nothing in them is a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.figure_table import Told, Working
from tests.web.figure_rows import row
from web.data_export import Exported, csv_bytes, xlsx_bytes
from web.data_texts import CHINESE, ENGLISH

DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://evil.test","点我")',
]


def exported(*rows: object, sentence: str = "青禾镇监测对象218户。", **changed: object) -> Exported:
    fields = {
        "rows": rows,
        "sentences": [sentence] * len(rows),
        "version": "20261128-1",
        "query": "找什么：低保",
        "made": date(2026, 11, 28),
    }
    return Exported(**(fields | changed))  # type: ignore[arg-type]


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(cell.value for cell in line) for line in sheet.iter_rows()] for sheet in book}


def test_a_workbook_holds_the_rows_with_their_sources_and_says_which_version() -> None:
    found = sheets(xlsx_bytes(exported(row(1, conflicting=True), row(2, planned=True)), CHINESE))
    head, first, second = found["数据"]
    line = dict(zip(head, first, strict=True))
    assert line["指标"] == "监测对象" and line["数值（原文写法）"] == "218户" and line["数值（折成单位）"] == 218
    assert (line["出处"], line["文号"], line["成文日期"]) == ("青禾镇2022年工作总结", "青政〔2022〕9号", "2022-12-30")
    assert line["原句"] == "青禾镇监测对象218户。" and line["备注"] == "各文件不一致"
    assert dict(zip(head, second, strict=True))["备注"] == "计划、预计数"
    about = dict(found["说明"])
    assert about["知识库版本"] == "20261128-1" and about["导出日期"] == "2026-11-28"
    assert about["查询条件"] == "找什么：低保" and about["行数"] == "2" and "各文件不一致" in about
    assert "计算" not in found


def test_workings_have_a_sheet_of_their_own() -> None:
    workings = (
        Working(kind="sum", formulas=("218户[1]+187户[2]=405户",), notes=(Told(zh="注意", en="note"),)),
        Working(kind="growth", refused=Told(zh="不是同一个指标", en="different")),
    )
    found = sheets(xlsx_bytes(exported(row(1), row(2), workings=workings), CHINESE))
    assert found["计算"] == [("合计", "218户[1]+187户[2]=405户"), (None, "注意"), ("增长", "不是同一个指标")]
    assert ("Growth", "different") in sheets(xlsx_bytes(exported(row(1), workings=workings), ENGLISH))["Working"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_becomes_a_formula(text: str) -> None:
    poisoned = exported(
        row(1, indicator=text, place=text, said=text, title=text, unit=text), sentence=text, query=text, version=text
    )
    book = load_workbook(io.BytesIO(xlsx_bytes(poisoned, CHINESE)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == text.replace("\r", "\n") or cell.value == text for cell in cells)
    lines = list(csv.reader(io.StringIO(csv_bytes(poisoned, CHINESE).decode("utf-8-sig"))))
    assert all(not value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for line in lines for value in line)


def test_a_csv_file_begins_with_its_mark_and_keeps_numbers_plain() -> None:
    content = csv_bytes(exported(row(1, value=Decimal("-15.20"), said="下降15.2%", unit="%")), CHINESE)
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    values = dict(zip(head, line, strict=True))
    assert values["数值（折成单位）"] == "-15.2" and values["知识库版本"] == "20261128-1"


@settings(max_examples=30)
@given(st.text(max_size=60), st.decimals(-(10**20), 10**20, places=3))
def test_any_text_and_value_can_be_written(text: str, value: Decimal) -> None:
    made = exported(row(1, indicator=text or "x", title=text or "x", value=value), sentence=text)
    found = sheets(xlsx_bytes(made, CHINESE))["数据"]
    written = found[1][5]
    assert Decimal(str(written)) == value or abs(Decimal(str(written)) - value) < abs(value) * Decimal("1e-14")
    assert csv_bytes(made, CHINESE)
