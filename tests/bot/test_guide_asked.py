"""Which questions ask how to apply, and for which parts."""

import pytest

from bot.guide_asked import WHOLE, asked_parts


@pytest.mark.parametrize(
    "question",
    [
        "怎么申请低保？", "临时救助咋申请", "如何办理医疗救助", "低保怎么办？", "监测对象怎么纳入", "养老补贴怎么领",
        "我想给老人办低保怎么办", "怎么办低保", "高龄津贴要怎样申请",
    ],
)  # fmt: skip
def test_a_question_of_how_to_apply_asks_for_all_parts(question: str) -> None:
    assert asked_parts(question) == WHOLE


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("申请低保要交什么材料", ("materials",)),
        ("办低保要带哪些证件", ("materials",)),
        ("临时救助需要什么条件", ("conditions",)),
        ("什么人能申请危房改造", ("conditions",)),
        ("家里有车能吃低保吗", ("conditions",)),
        ("危改的流程是啥", ("steps",)),
        ("低保多久能批下来", ("time",)),
        ("去哪里申请临时救助", ("place",)),
        ("要什么条件、材料，到哪里办，几天办好", ("conditions", "materials", "place", "time")),
    ],
)
def test_a_question_for_parts_asks_for_those(question: str, parts: tuple[str, ...]) -> None:
    assert asked_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "全县监测对象多少户", "低保被停了怎么办", "对审批不服怎么复议", "低保金每月几号发", "今年工作怎么样", "什么是四不退",
        "谁负责低保", "医疗救助发了多少钱", "2022年申请低保的有多少户", "自己去不了怎么办",
    ],
)  # fmt: skip
def test_other_questions_ask_for_none(question: str) -> None:
    assert asked_parts(question) == ()
