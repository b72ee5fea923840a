"""Times of the kind that is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times_asked import holds_time, stands_alone, without_start


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("公示几天", "在所在村公示7天", True),
        ("几天内办结", "应当及时办结", False),
        ("多久办结", "应当及时办结", True),
        ("几天内提出", "可以在1年内提出", False),
        ("几天能下来", "一个月内办结", True),
        ("几年能领", "年满六十周岁的老年人", False),
        ("多久该去看一眼", "年满六十周岁的人", False),
        ("多久该去看一眼", "应当经常看望老人", True),
        ("几个月里要去登记", "1954年10月31日之前参加工作的", False),
        ("哪天开会", "2023年3月31日前召开", True),
        ("最晚几月份完工", "10月31日前竣工", True),
        # how often
        ("工资几个月发一回", "至少保存3年", False),
        ("工资几个月发一回", "按照月、周、日为周期支付", True),
        ("多久查一次", "每季度抽查一次", True),
        ("多久查一次", "在收到通知后10日内申请复核一次", False),
        ("多久查一次", "3月31日前一次性补发", False),
        ("隔多久能再要一次", "6个月内不重复给予", True),
        # how long, not by when
        ("能领几个月的钱", "自离职之日起15日内告知", False),
        ("能领几个月的钱", "期限最长为十二个月", True),
        ("能领几个月的钱", "连续工作满1年的，给予补助", False),
        ("材料要留几年", "至少保存3年", True),
        ("几个月内能领到", "15日内发给", True),
    ],
)
def test_a_time_of_another_kind_answers_nothing(question: str, text: str, *, holds: bool) -> None:
    assert holds_time(question, text) is holds


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("可以自收到书面答复之日起30日内请求复查", "可以30日内请求复查"),
        ("在收到通知后10个工作日内补正", "10个工作日内补正"),
        ("自发生之日或者被诊断、鉴定之日起三十日内提出", "三十日内提出"),
        ("从2023年1月1日起执行", "从2023年1月1日起执行"),
        ("应当在24小时内给予救助", "应当在24小时内给予救助"),
    ],
)
def test_what_a_deadline_runs_from_is_left_out(text: str, left: str) -> None:
    assert without_start(text) == left


@given(st.text("自从在收到答复之日起后30三十天内，。", max_size=40))
def test_what_is_left_keeps_its_order_and_every_deadline(text: str) -> None:
    left = without_start(text)
    rest = iter(text)
    assert all(character in rest for character in left)
    assert left.count("内") == text.count("内") or "起" in text or "后" in text


@pytest.mark.parametrize(
    ("question", "time", "sentence", "alone"),
    [
        ("多久给回信", "30日内", "可以自收到书面答复之日起30日内请求复查。", False),
        ("公示几天", "7天", "在所在村公示7天。", True),
        ("差额哪天补", "2023年1月1日起", "从2023年1月1日起执行，补发差额。", False),
        ("从哪天执行", "2023年1月1日起", "从2023年1月1日起执行，补发差额。", True),
    ],
)
def test_a_time_is_shown_alone_only_where_its_act_is_clear(
    question: str, time: str, sentence: str, *, alone: bool
) -> None:
    assert stands_alone(question, time, sentence) is alone
