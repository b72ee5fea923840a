"""Paragraphs from lines: as they are, wrapped, or a whole document in one."""

import pytest

from knowledge.loading.lines import is_wrapped, split_long, unwrapped

SENTENCE = "县民政局对各乡镇上报的名单逐户核对收入和财产情况，核对无误的在七个工作日内作出确认决定并书面告知申请人"


def numbered(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.split("\n"), start=1))


def test_a_paragraph_a_line() -> None:
    text = "一、总体要求\n\n第一段话比较长，说明工作的目标。\n　　第二段话。"
    assert unwrapped(numbered(text)) == [
        (1, "一、总体要求"),
        (3, "第一段话比较长，说明工作的目标。"),
        (4, "第二段话。"),
    ]


def test_wrapped_lines_are_joined_without_spaces() -> None:
    paragraph = (SENTENCE + "。") * 4
    width = 30
    body = "\n".join(paragraph[i : i + width] for i in range(0, len(paragraph), width))
    text = "一、审核确认\n　　" + body + "\n二、资金发放\n　　" + body
    assert is_wrapped(text.split("\n"))
    assert [line for _, line in unwrapped(numbered(text))] == ["一、审核确认", paragraph, "二、资金发放", paragraph]


def test_items_of_like_length_are_not_joined() -> None:
    text = "\n".join(f"{number}. 第{number}项材料要由本人签字并加盖村民委员会公章；" for number in range(1, 10))
    assert len(unwrapped(numbered(text))) == 9


def test_a_document_in_one_line_is_cut_into_its_paragraphs() -> None:
    line = (
        "临溪县民政局关于做好冬令救助工作的通知 临溪民发〔2022〕40号 各乡镇人民政府： "
        f"为保障困难群众安全过冬，现通知如下： 一、救助对象 {SENTENCE}。 二、救助标准 每户补助600元。"
        f"　　（一）集中供养的，{SENTENCE}。　　（二）分散供养的，{SENTENCE}。 1.按月发放。 2.张榜公布。"
        "       临溪县民政局       2022年11月8日"
    )
    assert split_long(line) == [
        "临溪县民政局关于做好冬令救助工作的通知",
        "临溪民发〔2022〕40号",
        "各乡镇人民政府：",
        "为保障困难群众安全过冬，现通知如下：",
        "一、救助对象",
        SENTENCE + "。",
        "二、救助标准",
        "每户补助600元。",
        f"（一）集中供养的，{SENTENCE}。",
        f"（二）分散供养的，{SENTENCE}。",
        "1.按月发放。",
        "2.张榜公布。",
        "临溪县民政局",
        "2022年11月8日",
    ]


@pytest.mark.parametrize(
    "inside",
    ["（记者 王某某）", "账    号：6222", "第八条 申请人", "开 户 行：县农商行"],
)
def test_gaps_inside_a_paragraph_stay(inside: str) -> None:
    line = f"{SENTENCE}，{SENTENCE}，{SENTENCE}，{SENTENCE}，{inside}应当如实填写。"
    assert split_long(line) == [line]


def test_a_short_line_is_left_alone() -> None:
    assert split_long("第一章　　总则 一、目的") == ["第一章　　总则 一、目的"]
