"""Headers of columns: joined paths, units, columns of row names."""

from __future__ import annotations

import pytest

from knowledge.table_headers import heading_of, is_person_header, joined_headers, label_columns, unit_lines, unit_of


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([["乡镇", "户数"]], ["乡镇", "户数"]),
        ([["乡镇", "监测对象", "监测对象"], ["乡镇", "户数", "人数"]], ["乡镇", "监测对象 户数", "监测对象 人数"]),
        ([["乡镇", "监测对象", ""], ["", "户数", "人数"]], ["乡镇", "监测对象 户数", "监测对象 人数"]),
        ([["乡镇", "监测对象", "", "备注"], ["", "户数", "人数", ""]], ["乡镇", "监测对象 户数", "监测对象 人数", "备注"]),
        ([["乡镇", ""], ["", "户数"]], ["乡镇", "户数"]),
        ([["乡镇", "户数", "人数"], ["甲", "1", "2"]], ["乡镇", "户数", "人数"]),
        ([], []),
    ],
)  # fmt: skip
def test_header_rows_join_into_a_path(rows: list[list[str]], joined: list[str]) -> None:
    assert joined_headers(rows) == joined


@pytest.mark.parametrize(
    ("header", "units", "unit"),
    [
        ("资金（万元）", ["户"], "万元"),
        ("监测对象 户", [], "户"),
        ("监测对象 户数", [], "户"),
        ("监测对象 人数", ["户", "人"], "人"),
        ("户数", ["万元"], "户"),
        ("补助资金", ["户", "人", "万元"], "万元"),
        ("种植面积", ["户", "亩"], "亩"),
        ("占比", ["万元"], ""),
        ("监测对象", ["户", "人"], ""),
        ("2022年", ["户"], "户"),
        ("账户", [], ""),
        ("所在村", [], ""),
    ],
)
def test_a_columns_unit(header: str, units: list[str], unit: str) -> None:
    assert unit_of(header, units) == unit


def test_a_unit_line_may_name_several() -> None:
    assert unit_lines("（单位：户、人）") == ("户", "人")
    assert unit_lines("表1 资金安排（单位：万元）") == ("万元",)
    assert unit_lines("各镇情况") == ()


def test_a_heading_is_without_its_unit() -> None:
    assert heading_of("资金（万元）") == "资金"
    assert heading_of("监测对象 户") == "监测对象"
    assert heading_of("监测对象 户数") == "监测对象 户数"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["乡镇", "户数"], (0, 0)),
        (["序号", "乡镇", "户数"], (1, 1)),
        (["序号", "县（区）", "乡镇", "村（社区）", "户数"], (1, 3)),
        (["乡镇", "村", "户主姓名", "金额"], (0, 2)),
        (["指标", "单位", "2022年"], (0, 0)),
        ([], (0, 0)),
    ],
)
def test_the_columns_that_name_a_row(header: list[str], columns: tuple[int, int]) -> None:
    assert label_columns(header) == columns


@pytest.mark.parametrize("header", ["姓名", "户主", "户主姓名", "学生姓名", "领取人", "低保对象姓名", "户名", "申请人"])
def test_headers_of_those_whom_rows_are_about(header: str) -> None:
    assert is_person_header(header)


@pytest.mark.parametrize(
    "header", ["负责人", "联系人姓名", "包联干部", "项目名称", "村名", "户数", "责任人姓名", "单位名称"]
)
def test_headers_of_others_are_none(header: str) -> None:
    assert not is_person_header(header)
