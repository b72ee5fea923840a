"""Headings and items by how a line begins."""

import pytest

from knowledge.loading.outline import heading_level, is_item, outlined
from knowledge.loading.pieces import Piece


@pytest.mark.parametrize(
    "line",
    [
        "第一编 总则",
        "第二章　申请与受理",
        "第三节 标准",
        "第十二章 附 则",
        "一、工作目标",
        "（一）基本情况",
        "(二)主要做法",
        "三、人员要求：",
    ],
)
def test_headings(line: str) -> None:
    assert heading_level(line) > 0


@pytest.mark.parametrize(
    "line",
    [
        "第三条 本办法所称特困人员",
        "第三章规定的救助对象，由县民政局审核。",
        "一、对符合条件的，按月发放。",
        "（一）调整领导机构。成立工作专班。",
        "（二）未满十八周岁的；",
        "二、有关事项现就本年度申报工作安排通知如下：",
        "1. 身份证",
        "一是加强领导",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert heading_level(line) == 0


def test_chapters_stand_above_sections_and_these_above_enumerations() -> None:
    levels = [heading_level(line) for line in ("第一编 总则", "第一章 总则", "第一节 对象", "一、对象", "（一）对象")]
    assert levels == sorted(set(levels))


@pytest.mark.parametrize(
    "line", ["1. 身份证", "2、户口簿", "（3）申请书", "①承诺书", "（二）未满十八周岁的；", "● 银行卡"]
)
def test_items(line: str) -> None:
    assert is_item(line)


@pytest.mark.parametrize("line", ["1.5万元", "2023年", "第一条 目的", "·"])
def test_what_is_no_item(line: str) -> None:
    assert not is_item(line)


def test_headings_with_nothing_under_them_are_a_list() -> None:
    pieces = [
        Piece(text=text) for text in ("一、申请材料", "（一）身份证", "（二）户口簿", "二、办理时限", "五个工作日。")
    ]
    assert [piece.kind for piece in outlined(pieces)] == ["heading", "list_item", "list_item", "heading", "paragraph"]
