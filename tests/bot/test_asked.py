"""Whether a text holds what is asked for, and how many values a question wants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked import (
    asked_quantities,
    asks_several,
    asks_twice,
    fits_unit,
    holds_asked,
    holds_each_unit,
    speaks_as_asked,
)
from bot.types import AskedKind, Query

UNITS = ("户", "人", "人次", "元", "个", "所", "日", "工作日", "亩", "%", "岁")
TEXTS = st.text("监测对象1234567890.万亿户人元个所%年月日，。", max_size=40)


def asked(text: str, kind: AskedKind, *units: str) -> Query:
    return Query(text=text, resolved=text, kind=kind, units=units)


@pytest.mark.parametrize(
    ("question", "kind", "units", "text", "held"),
    [
        ("监测对象多少户", "figure", ("户",), "监测对象3127户9846人", True),
        ("监测对象多少户", "figure", ("户",), "惠及9846人", False),
        ("监测对象多少户", "figure", ("户",), "第三条 监测对象按2022年标准认定", False),
        ("发了多少元", "figure", ("元",), "发放低保金8.91亿元", True),
        ("发了多少元", "figure", ("元",), "发放面积8.91亩", False),
        ("卫生室几个", "figure", ("个",), "新建卫生室7所", True),
        ("有多少", "figure", (), "监测对象不少", False),
        ("有多少", "figure", (), "监测对象3127户", True),
        ("占百分之多少", "ratio", (), "占比达90.5%", True),
        ("占百分之多少", "ratio", (), "占了七成", True),
        ("占百分之多少", "ratio", (), "共3127户", False),
        ("几天办结", "when", ("日",), "自受理之日起10个工作日内办结", True),
        ("什么时候公示", "when", (), "每年3月公示", True),
        ("多久巡查", "when", (), "每月巡查一次", True),
        ("多久巡查", "when", (), "认真巡查", False),
        ("谁负责", "who", (), "由县民政局负责", True),
        ("谁负责", "who", (), "按程序办理", False),
        ("电话多少", "contact", (), "咨询电话0999-6612345", True),
        ("电话多少", "contact", (), "咨询电话０９９９－６６１２３４５", True),
        ("电话多少", "contact", (), "热线12345", True),
        ("电话多少", "contact", (), "发放金额1234567890123元", False),
        ("要哪些材料", "list", (), "身份证", True),
    ],
)
def test_a_text_holds_the_asked_value_or_not(
    question: str, kind: AskedKind, units: tuple[str, ...], text: str, held: bool
) -> None:
    assert holds_asked(asked(question, kind, *units), text) is held


@pytest.mark.parametrize(
    ("question", "unit", "text", "found"),
    [
        ("2023年改造户的乡镇干部多少名", "人", "每个改造户明确1名乡镇干部和1名村干部", []),
        ("全县网格员联系农户多少户", "户", "平均每名网格员联系农户68户", []),
        ("澄江县一共多少支工作队", "支", "每村派驻1支工作队", []),
        ("每个改造户几名干部", "人", "每个改造户明确1名乡镇干部", ["1名"]),
        ("改造户的乡镇干部几名", "人", "每个改造户明确1名乡镇干部", ["1名"]),
        ("2023年一共派了多少名", "人", "每年集中培训，派出干部12名", ["12名"]),
        ("2022年低保每月多少钱", "元", "每人每月490元", ["490元"]),
        ("2022年公益岗多少个", "个", "安排一个公益岗，安置2108人", []),
        ("2022年C类多少", "", "C类家庭每季度复核一次", []),
        ("多少次", "次", "每季度复核一次", ["一次"]),
    ],
)
def test_what_is_for_each_is_no_figure_of_a_whole(question: str, unit: str, text: str, found: list[str]) -> None:
    years = (2022,) if "20" in question else ()
    query = replace(
        asked(question, "figure", *filter(None, [unit])), years=years, places=("澄江县",) if "澄江" in question else ()
    )
    assert [text[q.start : q.end].removeprefix("每人每月") for q in asked_quantities(query, text)] == found


@pytest.mark.parametrize(
    ("question", "twice"),
    [
        ("要缴多少年？缴不够怎么办？", True),
        ("最少去几个、带什么证", True),
        ("多久能批下来？急的话呢", True),
        ("要缴多少年？", False),
        ("我们村，几天能批", False),
        ("多少户多少人", False),
    ],
)
def test_two_things_are_asked_one_after_the_other(question: str, twice: bool) -> None:
    assert asks_twice(asked(question, "passage")) is twice


def test_both_units_are_wanted_where_both_are_asked() -> None:
    both = asked("多少户多少人", "figure", "户", "人")
    assert holds_each_unit(both, "3127户9846人")
    assert not holds_each_unit(both, "3127户")
    assert not holds_each_unit(both, "9846人")
    assert [q.unit for q in asked_quantities(both, "2022年3127户9846人、8.9亿元")] == ["户", "人"]


@pytest.mark.parametrize(
    ("asked_unit", "found", "fits"),
    [
        ("户", "户", True), ("户", "人", False), ("个", "所", True), ("人", "人次", True), ("人次", "人", False),
        ("元", "人", False), ("个人", "人", True), ("个人", "个", True), ("家", "户", True), ("亩", "个", False), ("公里", "米", True),
    ],
)  # fmt: skip
def test_units_answer_their_own_measure(asked_unit: str, found: str, fits: bool) -> None:
    assert fits_unit(asked_unit, found) is fits


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("监测对象多少户", False),
        ("路灯和公厕分别多少", True),
        ("新建和改造各多少", True),
        ("有多少个项目、多少资金", True),
        ("临时救助最高多少元", False),
    ],
)
def test_several_values_are_asked_for_or_one(text: str, several: bool) -> None:
    assert asks_several(asked(text, "figure")) is several
    assert asks_several(asked(text, "figure", "户", "人"))


@pytest.mark.parametrize(
    ("kind", "text", "spoken"),
    [
        ("definition", "监测对象是指有返贫风险的农户", True),
        ("definition", "监测对象3127户", False),
        ("who", "由乡镇人民政府负责审核", True),
        ("yes_no", "不得再次申请", True),
        ("where", "向村民委员会提出申请", True),
        ("figure", "由乡镇人民政府负责审核", False),
    ],
)
def test_an_answer_of_a_kind_has_its_way_of_speaking(kind: AskedKind, text: str, spoken: bool) -> None:
    assert speaks_as_asked(asked("x", kind), text) is spoken


@given(text=TEXTS, units=st.lists(st.sampled_from(UNITS), max_size=2, unique=True).map(tuple))
def test_a_figure_is_held_exactly_where_there_is_an_asked_quantity(text: str, units: tuple[str, ...]) -> None:
    query = asked("多少", "figure", *units)
    found = asked_quantities(query, text)
    assert holds_asked(query, text) is bool(found)
    assert set(found) <= set(asked_quantities(asked("多少", "figure"), text))
    assert [q.start for q in found] == sorted(q.start for q in found)
    if units and holds_each_unit(query, text):
        assert found


@given(unit=st.sampled_from(UNITS))
def test_a_unit_answers_itself(unit: str) -> None:
    assert fits_unit(unit, unit)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("下午14:30至18:00", True), ("上午八点开门", True), ("占0.5个百分点", False), ("5月底前", False)],
)
def test_a_time_of_day_is_asked_for(text: str, holds: bool) -> None:
    for question in ("便民中心几点上班", "大厅几点关门？"):
        assert holds_asked(Query(text=question, resolved=question, kind="when"), text) is holds
    percent = Query(text="上升了百分之几点几", resolved="上升了百分之几点几", kind="ratio")
    assert holds_asked(percent, "上升0.5%")


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("名单贴几天", "在公开栏长期公布名单", False),
        ("名单贴几天", "在公开栏公布7日", True),
        ("多久公布一次", "随时公布", True),
        ("几个月公布一次", "随时公布", True),
    ],
)
def test_days_that_are_counted_are_not_long(question: str, text: str, holds: bool) -> None:
    assert holds_asked(Query(text=question, resolved=question, kind="when"), text) is holds
