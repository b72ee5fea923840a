"""Whether a statement is about what a question asks in, or of which measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked_of import asked_whole, says_head, says_inside, says_measure, says_rate, says_whole
from bot.types import AskedKind, Query
from knowledge.types import SearchHit
from tests.bot.made_up import COUNTY_CARD, NOTICE_CARD, hit


def asked(text: str, *units: str, kind: AskedKind = "figure") -> Query:
    return Query(text=text, resolved=text, kind=kind, units=units)


@pytest.mark.parametrize(
    ("question", "said", "inside"),
    [
        ("车间里脱贫人口多少", "脱贫人口务工就业 2022年：120人", False),
        ("车间里脱贫人口多少", "就业帮扶车间9个，吸纳就业214人，其中脱贫人口126人", True),
        ("合作社里面的贫困户有多少户", "贫困户312户", False),
        ("村里脱贫人口多少", "脱贫人口120人", True),
        ("脱贫人口多少", "务工就业120人", True),
    ],
)
def test_what_is_asked_in_is_named(question: str, said: str, inside: bool) -> None:
    assert says_inside(asked(question), said) is inside


def test_what_a_folk_term_means_is_named_too() -> None:
    query = replace(asked("五保户里集中供养的多少人"), mapped=(("五保户", "特困人员"),))
    assert says_inside(query, "特困人员1386人，其中集中供养412人")


@pytest.mark.parametrize(
    ("question", "said", "speaks"),
    [
        ("车间工人平均工资", "向务工人员发放交通补贴156.5万元", False),
        ("护林员工资多少", "护林员劳务报酬每月800元", True),
        ("监测线是多少", "监测对象定额资助180元", False),
        ("监测线是多少", "收入参考线调整为7000元", True),
        ("监测对象多少户", "监测对象180户", True),
    ],
)
def test_a_measure_is_spoken_of(question: str, said: str, speaks: bool, rule: SearchHit) -> None:
    assert says_measure(asked(question, "元"), rule, said) is speaks


def test_a_rules_sum_was_spent_on_nothing(rule: SearchHit, report: SearchHit) -> None:
    query = asked("医疗救助花了多少钱", "元")
    assert not says_measure(query, rule, "医疗救助最高8000元")
    assert says_measure(query, report, "医疗救助支出12.4万元")
    assert says_measure(asked("自付花了多少钱才能申请医疗救助", "元"), rule, "自付超过8000元的")


@pytest.fixture
def rule() -> SearchHit:
    return hit(NOTICE_CARD, "第六条 医疗救助最高8000元。")


@pytest.fixture
def report() -> SearchHit:
    return hit(COUNTY_CARD, "医疗救助支出12.4万元。")


@pytest.mark.parametrize(
    ("question", "said", "head"),
    [
        ("2021年脱贫人口小额信贷多少万元", "脱贫人口人均纯收入13937元，比2021年的12204元增加1733元", False),
        ("2021年脱贫人口小额信贷多少万元", "发放脱贫人口小额信贷1068万元", True),
        ("2022年临时救助资金支出多少钱", "投入财政衔接补助资金1.86亿元", False),
        ("2022年临时救助资金支出多少钱", "实施临时救助3274人次，发放资金428.6万元", True),
        ("2022年改了多少座户用卫生厕所", "户用卫生厕所410座", True),
    ],
)
def test_a_years_figure_is_of_what_is_counted(question: str, said: str, head: bool) -> None:
    assert says_head(replace(asked(question), years=(int(question[:4]),)), said) is head


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("2021年全县脱贫人口有多少人", "脱贫人口"), ("监测对象人数是多少", "监测对象"), ("脱贫人口务工就业多少人", ""),
        ("当年新增监测对象多少户", ""), ("有多少脱贫户参加了合作社", ""), ("驻村干部多少名", ""),
    ],
)  # fmt: skip
def test_a_whole_is_asked_by_its_name_alone(question: str, whole: str) -> None:
    assert asked_whole(asked(question)) == whole


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("脱贫人口务工就业1200人", False),
        ("脱贫人口务工就业 2022年：1200人", False),
        ("吸纳就业103人，其中脱贫人口58人", False),
        ("产业带动脱贫人口912人", False),
        ("对脱贫家庭，全年帮助21户就业", False),
        ("受益人口2.8万人", False),
        ("全乡现有脱贫人口2611人", True),
        ("脱贫人口累计达到2611人", True),
        ("共有脱贫户840户2611人", True),
        ("合计 脱贫人口（人）：2611人", True),
        ("脱贫人口务工就业1200人，全乡脱贫人口2611人", True),
    ],
)
def test_a_part_does_not_tell_the_whole(said: str, tells: bool) -> None:
    assert says_whole(asked("脱贫人口多少人"), said) is tells


def test_a_folk_term_names_the_whole_too() -> None:
    query = replace(asked("贫困户有多少户"), mapped=(("贫困户", "脱贫户"),))
    assert says_whole(query, "脱贫户840户")
    assert not says_whole(query, "监测户31户")


@given(st.text(max_size=30))
def test_no_statement_is_against_a_question_without_a_whole(said: str) -> None:
    assert says_whole(asked("资金投入多少万元"), said)


def test_an_amount_is_for_the_asked_stretch() -> None:
    a_month = asked("护林员一个月发多少钱", "元")
    assert not says_rate(a_month, "绩效报酬每年最高9000元")
    assert says_rate(a_month, "基本报酬每月800元，绩效每年9000元")
    assert says_rate(a_month, "一次性发放1500元")
    assert not says_rate(asked("护林员每年发多少钱", "元"), "基本报酬每月800元")
    assert says_rate(asked("护林员一个月巡几次", "次"), "每年巡山40次")
