"""Questions for a rule and what can't answer them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rule_asked import asks_rule, is_tally, rules_asked_act, unsaid_matter
from bot.terms import folk_terms, mapped_terms
from bot.types import Query


def asked(text: str) -> Query:
    return Query(text=text, resolved=text, kind="passage", mapped=mapped_terms(text, folk_terms()))


@pytest.mark.parametrize(
    "question",
    [
        "家庭农场怎么注册？", "老宅能不能卖给城里人", "评文明户要什么条件", "护林员可以兼职吗", "水费交不上会怎么样", "养老证到哪里办",
        "路灯坏了找谁",
    ],
)  # fmt: skip
def test_what_may_or_must_be_done_is_a_rule(question: str) -> None:
    assert asks_rule(question)


@pytest.mark.parametrize(
    "question",
    ["2021年全县有多少家合作社", "衔接资金是怎么花的？", "问题都整改完了吗", "这项工作成效怎么样", "我能这么讲吗"],
)
def test_what_was_done_is_no_rule(question: str) -> None:
    assert not asks_rule(question)


@pytest.mark.parametrize(
    "text", ["全县建成蜂蜜加工车间14个。", "外出务工12594人，比2021年增加764人。", "发放贷款3200万元，惠及812户。"]
)
def test_counts_of_what_there_is_are_a_tally(text: str) -> None:
    assert is_tally(text)


@pytest.mark.parametrize(
    "text",
    [
        "每户每次最高7500元，不得重复申请。", "向村民委员会提出申请，由乡镇人民政府审核。", "12个工作日以内办结。", "对连续3年合格的，可以续聘。",
        "村里建有车间。",
        "年满十六周岁后仍在读书的人员。",
    ],
)  # fmt: skip
def test_what_rules_or_counts_nothing_is_no_tally(text: str) -> None:
    assert not is_tally(text)


@given(st.text(alphabet="全县建成车间新修公路改造危房", max_size=20), st.integers(1, 9999))
def test_a_must_makes_any_count_a_rule(words: str, count: int) -> None:
    assert not is_tally(f"{words}{count}户，应当公示。")


@pytest.mark.parametrize(
    ("question", "passage", "ruled"),
    [
        ("集体房子能不能卖给个人", "安置房屋2034户，由村集体统一管理。", False),
        ("集体房子能不能卖给个人", "集体房屋不得转让给个人。", True),
        ("小组长怎么选", "村民小组组长由村民小组会议推选。", True),
        ("小组长怎么选", "村民小组组长负责收集意见。", False),
        ("老兵能优先看病吗", "门诊时间为8:00至12:00。", False),
        ("养殖证到哪里办", "养殖户可以申请贷款贴息。", False),
        ("养殖证到哪里办", "养殖证由县农业农村局核发。", True),
        ("宅基地怎么申请", "申请改造危房的，提交身份证、宅基地证明。", False),
        ("俺家低保怎么申请", "申请最低生活保障，向乡镇人民政府提出。", True),
        ("申请要多久", "自受理之日起12个工作日内办结。", True),
    ],
)  # fmt: skip
def test_a_passage_must_speak_of_the_act_and_the_thing(question: str, passage: str, ruled: bool) -> None:
    assert rules_asked_act(asked(question), passage, passage) is ruled


def test_how_often_is_told_by_the_statement_itself() -> None:
    query = asked("护林员一年评优几次")
    assert not rules_asked_act(query, "每季度抽查一次", "每季度抽查一次。年底评优一次。")
    assert rules_asked_act(query, "年底评优一次", "每季度抽查一次。年底评优一次。")


@pytest.mark.parametrize(
    ("question", "said", "ruled"),
    [
        ("渠道多久疏通一次", "办理情况每月通报一次。", False),
        ("渠道多久疏通一次", "渠道每季度疏通一次。", True),
        ("渠道多久修一回", "办理情况每月通报一次。", True),  # one character is in many words
        ("哪个部门批宅基地", "县自然资源局每月抽查宅基地。", False),
        ("哪个部门批宅基地", "乡镇人民政府负责审核批准。", True),
    ],
)
def test_how_often_and_who_decides_are_told_by_the_statement_itself(question: str, said: str, *, ruled: bool) -> None:
    assert rules_asked_act(asked(question), said, f"宅基地审批办法 {said} 渠道疏通") is ruled


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("养羊有补贴吗", "养羊的脱贫户每只补贴200元。", "低保对象每人每月补助260元。"),
        ("村里路灯电费谁出", "路灯电费由村集体承担。", "管护费由乡镇承担。"),
        ("办采伐证需要什么材料", "申请采伐证提交林地权属证明。", "申请时提交户口簿、采伐证。"),
        ("回乡开店有什么优惠政策", "返乡开店的，三年内免收摊位费。", "医疗救助起付线1500元。"),
    ],
)
def test_a_benefit_payer_or_paper_is_of_the_asked_matter(question: str, said: str, unsaid: str) -> None:
    assert rules_asked_act(asked(question), said, said)
    assert not rules_asked_act(asked(question), unsaid, unsaid)


def test_the_matter_that_no_passage_says_is_named() -> None:
    query = asked("公家给养羊补贴吗")
    assert unsaid_matter(asked("养羊有补贴吗"), ["低保对象每人每月补助260元。"]) == "养羊"
    assert unsaid_matter(asked("养羊有补贴吗"), ["养羊补贴", "低保"]) == ""
    assert unsaid_matter(query, []) == ""
