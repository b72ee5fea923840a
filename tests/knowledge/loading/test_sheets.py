"""Sheets: one fixture for each shape of header, and what is said of hidden, missing and left out parts."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from knowledge.errors import LoadError
from knowledge.loading import delimited, load
from knowledge.types import Document
from tests.knowledge.loading.books import Sheet, xls, xlsx

Write = Callable[[Path, Mapping[str, Sheet]], Path]
both = pytest.mark.parametrize(("write", "suffix"), [(xlsx, "xlsx"), (xls, "xls"), (xls, "et"), (xlsx, "et")])


def shape(document: Document) -> list[tuple[str, int | None, int | None, list[str]]]:
    """(kind, table, row, cells) of each block."""
    return [
        (
            block.kind,
            block.position.table,
            block.position.row,
            [document.text[s:e] for s, e in block.cells] or [document.text[block.start : block.end]],
        )
        for block in document.blocks
    ]


MERGED = Sheet(
    [
        ["附件1"],
        ["澄江县2022年监测对象统计表"],
        ["填报单位：澄江县乡村振兴局", None, None, None, "单位：户、人"],
        ["乡镇", "监测对象", None, "脱贫户", None],
        [None, "户数", "人数", "户数", "人数"],
        ["白鹭镇", 12, 33, 1027, 3612],
        ["红石镇", 15, 41, 301, 903],
        ["合计", 27, 74, 1328, 4515],
        ["注：数据截至2022年12月31日。"],
    ],
    merged=["A2:E2", "A4:A5", "B4:C4", "D4:E4", "A9:E9"],
    formats={"D6": "#,##0", "E6": "#,##0"},
)


@both
def test_a_title_a_unit_line_two_header_rows_and_a_note(tmp_path: Path, write: Write, suffix: str) -> None:
    document = load(write(tmp_path / f"表.{suffix}", {"2022": MERGED}))
    assert shape(document) == [
        ("heading", None, None, ["2022"]),
        ("paragraph", None, 1, ["附件1"]),
        ("heading", None, 2, ["澄江县2022年监测对象统计表"]),
        ("paragraph", None, 3, ["填报单位：澄江县乡村振兴局"]),
        ("paragraph", None, 3, ["单位：户、人"]),
        ("table_header", 1, 4, ["乡镇", "监测对象", "监测对象", "脱贫户", "脱贫户"]),
        ("table_header", 1, 5, ["乡镇", "户数", "人数", "户数", "人数"]),
        ("table_row", 1, 6, ["白鹭镇", "12", "33", "1,027", "3,612"]),
        ("table_row", 1, 7, ["红石镇", "15", "41", "301", "903"]),
        ("table_row", 1, 8, ["合计", "27", "74", "1328", "4515"]),
        ("paragraph", None, 9, ["注：数据截至2022年12月31日。"]),
    ]
    assert document.warnings == ("工作表“2022”：9 行全部收录。",)


HEADERS: dict[str, tuple[Sheet, list[list[str]], int]] = {
    "one row": (Sheet([["乡镇", "户数"], ["白鹭镇", 3]]), [["乡镇", "户数"]], 1),
    "no header": (Sheet([["白鹭镇", 3], ["红石镇", 4]]), [], 2),
    "split cells that nobody merged": (
        Sheet([["乡镇", "监测对象", None], [None, "户数", "人数"], ["白鹭镇", 3, 9]]),
        [["乡镇", "监测对象", ""], ["", "户数", "人数"]],
        1,
    ),
    "three rows and a row of numbers": (
        Sheet(
            [
                ["乡镇", "脱贫户", None, None],
                [None, "户数", "人数", None],
                [None, None, "男", "女"],
                ["甲", 1, 2, 3],
                ["白鹭镇", 3, 9, 8],
            ],
            merged=["A1:A3", "B1:D1", "B2:B3", "C2:D2"],
        ),
        [
            ["乡镇", "脱贫户", "脱贫户", "脱贫户"],
            ["乡镇", "户数", "人数", "人数"],
            ["乡镇", "户数", "男", "女"],
            ["甲", "1", "2", "3"],
        ],
        1,
    ),
    "years": (
        Sheet([["指标", "单位", 2021, 2022], ["危房", "户", 41, 35]]),
        [["指标", "单位", "2021", "2022"]],
        1,
    ),
    "a header that stands again on the next page": (
        Sheet([["乡镇", "户数"], ["白鹭镇", 3], ["乡镇", "户数"], ["红石镇", 4]]),
        [["乡镇", "户数"], ["乡镇", "户数"]],
        2,
    ),
    "a group's name across the table": (
        Sheet([["村", "户数"], ["一、东片"], ["东山村", 3], ["二、西片"], ["西山村", 4]], merged=["A2:B2", "A4:B4"]),
        [["村", "户数"]],
        2,
    ),
    "an empty row before the total": (
        Sheet([["乡镇", "户数"], ["白鹭镇", 3], [], ["合计", 3]]),
        [["乡镇", "户数"]],
        2,
    ),
}


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("write", [xlsx, xls])
def test_header_rows_are_told_from_rows(tmp_path: Path, name: str, write: Write) -> None:
    sheet, headers, rows = HEADERS[name]
    blocks = shape(load(write(tmp_path / f"表.{write.__name__}", {"Sheet1": sheet})))
    assert [cells for kind, _, _, cells in blocks if kind == "table_header"] == headers
    assert sum(kind == "table_row" for kind, *_ in blocks) == rows
    assert {table for kind, table, *_ in blocks if kind.startswith("table")} == {1}


def test_several_tables_on_a_sheet_one_below_and_one_beside_the_other(tmp_path: Path) -> None:
    sheet = Sheet(
        [
            ["表1 危房改造情况"],
            ["乡镇", "户数", None, "乡镇", "户数"],
            ["白鹭镇", 3, None, "松坪乡", 5],
            ["红石镇", 4, None, "云水镇", 6],
            [],
            ["表2 公厕建设情况"],
            ["乡镇", "座数"],
            ["白鹭镇", 1],
        ]
    )
    blocks = shape(load(xlsx(tmp_path / "表.xlsx", {"Sheet1": sheet})))
    assert [cells for kind, _, _, cells in blocks if kind == "heading"] == [["表1 危房改造情况"], ["表2 公厕建设情况"]]
    rows = [(table, row, cells) for kind, table, row, cells in blocks if kind == "table_row"]
    assert rows == [
        (1, 3, ["白鹭镇", "3"]),
        (1, 4, ["红石镇", "4"]),
        (2, 3, ["松坪乡", "5"]),
        (2, 4, ["云水镇", "6"]),
        (3, 8, ["白鹭镇", "1"]),
    ]


def test_two_tables_without_an_empty_row_between(tmp_path: Path) -> None:
    rows = [["表1 危房"], ["乡镇", "户数"], ["白鹭镇", 3], ["表2 公厕"], ["乡镇", "座数"], ["白鹭镇", 1]]
    blocks = shape(load(xlsx(tmp_path / "表.xlsx", {"Sheet1": Sheet(rows, merged=["A1:B1", "A4:B4"])})))
    assert [kind for kind, *_ in blocks] == ["heading", "table_header", "table_row"] * 2
    assert [table for kind, table, *_ in blocks if kind == "table_row"] == [1, 2]


@pytest.mark.parametrize("write", [xlsx, xls])
def test_values_are_kept_as_shown(tmp_path: Path, write: Write) -> None:
    cells: list[tuple[str | float | date, str, str]] = [
        (0.905, "0.0%", "90.5%"),
        (1027, "#,##0", "1,027"),
        (0.1 + 0.2, "General", "0.3"),
        ("0123", "General", "0123"),
        ("110101199003071234", "@", "110101199003071234"),
        (date(2022, 12, 31), "yyyy/m/d", "2022/12/31"),
        (date(2022, 12, 31), 'yyyy"年"m"月"d"日"', "2022年12月31日"),
        ("低保，含特困", "General", "低保，含特困"),
        ("a | b", "General", "a | b"),
    ]
    rows = [["项目", "值"], *([f"第{n}项", value] for n, (value, _, _) in enumerate(cells))]
    formats = {f"B{n}": code for n, (_, code, _) in enumerate(cells, start=2)}
    document = load(write(tmp_path / f"表.{write.__name__}", {"Sheet1": Sheet(rows, formats=formats)}))
    read = [document.text[slice(*block.cells[1])] for block in document.blocks if block.kind == "table_row"]
    assert read == [shown for _, _, shown in cells]


def test_what_is_hidden_or_has_no_result_is_read_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    for row in (["乡镇", "户数", "占比"], ["白鹭镇", 12, "=B2/10"], ["红石镇", 15, 1], ["云水镇", "#DIV/0!", 1]):
        sheet.append(row)
    sheet["D2"] = 1101011990030712
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("底表")
    other.append(["白鹭镇", 1])
    other.sheet_state = "hidden"
    book.save(tmp_path / "表.xlsx")
    document = load(tmp_path / "表.xlsx")
    assert "红石镇 | 15" in document.text
    said = "\n".join(document.warnings)
    for words in (
        "工作表“底表”是隐藏的",
        "1 个隐藏行（3）",
        "隐藏列（B）",
        "读不到数字（C2）",
        "错误值（B4）",
        "超过 15 位的数字（D2）",
    ):
        assert words in said


def test_a_formula_reads_as_its_stored_result(tmp_path: Path) -> None:
    xlsx(tmp_path / "无.xlsx", {"Sheet1": Sheet([["乡镇", "户数"], ["白鹭镇", 7], ["合计", "=SUM(B2:B2)"]])})
    with zipfile.ZipFile(tmp_path / "无.xlsx") as old, zipfile.ZipFile(tmp_path / "有.xlsx", "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, part.replace(b"</f><v></v>", b"</f><v>7</v>").replace(b"</f><v />", b"</f><v>7</v>"))
    assert load(tmp_path / "有.xlsx").text.endswith("合计 | 7")
    assert any("读不到数字（B3）" in warning for warning in load(tmp_path / "无.xlsx").warnings)


def test_a_number_merged_over_rows_is_said(tmp_path: Path) -> None:
    sheet = Sheet([["村", "路灯"], ["东山村", 30], ["西山村", None]], merged=["B2:B3"])
    document = load(xlsx(tmp_path / "表.xlsx", {"Sheet1": sheet}))
    assert "西山村 | 30" in document.text
    assert any("跨行合并的数字（B2:B3）" in warning for warning in document.warnings)


def test_rows_of_two_years_that_are_the_same_are_both_kept(tmp_path: Path) -> None:
    rows = [["村", "户数"], *([f"{name}山村", 100 + n] for n, name in enumerate("东西南北上下前后"))]
    document = load(xlsx(tmp_path / "表.xlsx", {"2021": Sheet(rows), "2022": Sheet(rows)}))
    assert all(block.repeats is None for block in document.blocks)
    assert document.warnings == ("工作表“2021”：9 行全部收录。", "工作表“2022”：9 行全部收录。")


def test_empty_formatted_cells_cost_next_to_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    fill = PatternFill("solid", fgColor="FFFF00")
    for row in range(1, 201):
        for column in range(1, 301):
            sheet.cell(row, column).fill = fill
    for cell, value in (("A1", "乡镇"), ("B1", "户数"), ("A2", "白鹭镇"), ("B2", 3)):
        sheet[cell] = value
    book.save(tmp_path / "表.xlsx")
    begun = time.process_time()
    document = load(tmp_path / "表.xlsx")
    assert time.process_time() - begun < 3
    assert document.text == "乡镇 | 户数\n白鹭镇 | 3"


def test_csv_in_any_encoding_with_commas_and_lines_inside_cells(tmp_path: Path) -> None:
    text = '乡镇,户数,备注\r\n白鹭镇,"1,027","第一行\n第二行"\r\n红石镇,0123,\r\n'
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"监测对象情况{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        document = load(path)
        assert shape(document)[1:] == [
            ("table_row", 1, 2, ["白鹭镇", "1,027", "第一行第二行"]),
            ("table_row", 1, 3, ["红石镇", "0123", ""]),
        ]
        assert {(b.position.sheet, b.position.column) for b in document.blocks} == {(path.stem, 1)}


def test_a_quotation_mark_that_never_ends_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('乡镇,户数\n"白鹭镇,3\n红石镇,4\n', encoding="utf-8")
    document = load(path)
    assert "红石镇 | 4" in document.text
    assert any("引号不成对" in warning for warning in document.warnings)


def test_a_file_that_is_too_big_is_cut_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds a tenth of the real ones, which take a minute to fill."""
    monkeypatch.setattr(delimited, "MAX_CELLS", 100_000)
    monkeypatch.setattr(delimited, "_MOST_BYTES", delimited._MOST_BYTES // 10)
    wide = tmp_path / "宽.csv"
    wide.write_text("\n".join(["1," * 16_000] * 8), encoding="utf-8")
    document = load(wide)
    assert len(document.blocks) == 6
    assert any("只收录到第 6 行（6 行），后面的没有读取" in warning for warning in document.warnings)
    rows = delimited._MOST_BYTES // 30_000 + 50
    long = tmp_path / "长.csv"
    long.write_text("\n".join([f"{n},{'长' * 10_000}" for n in range(rows)]), encoding="utf-8")
    document = load(long)
    assert any(
        f"只读取前 {delimited._MOST_BYTES // 1_000_000 - 1}" in w
        or f"只读取前 {delimited._MOST_BYTES // 1_000_000}" in w
        for w in document.warnings
    )
    assert rows - 60 < len(document.blocks) < rows


def test_what_is_inside_counts_not_the_suffix(tmp_path: Path) -> None:
    sheet = {"Sheet1": Sheet([["乡镇", "户数"], ["白鹭镇", 3]])}
    xlsx(tmp_path / "新.xlsx", sheet).rename(tmp_path / "新.xls")
    (tmp_path / "页.xls").write_bytes(
        "<html><meta charset=gbk><table><tr><td>乡镇<td>户数<tr><td>白鹭镇<td>3</table>".encode("gbk")
    )
    (tmp_path / "文.xls").write_bytes("乡镇\t户数\n白鹭镇\t3\n".encode("gbk"))
    for name in ("新.xls", "页.xls", "文.xls"):
        assert load(tmp_path / name).text == "乡镇 | 户数\n白鹭镇 | 3"


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("损坏.xlsx", b"PK\x03\x04" + bytes(range(256)), "已损坏"),
        ("损坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "已损坏"),
        ("加密.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "加了密码"),
        ("专有.et", bytes(range(1, 250)) * 8, "WPS 专有格式"),
        ("旧.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "另存为 .xlsx"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(LoadError) as error:
        load(tmp_path / name)
    assert says in error.value.chinese
    assert "另存为" in error.value.chinese
    assert name in error.value.chinese


def test_a_sheet_that_is_scattered_too_widely_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "散.csv"
    path.write_text("\n".join("," * (2 * n) + "值,值" for n in range(1_800)), encoding="utf-8")
    with pytest.raises(LoadError, match="太分散"):
        load(path)
