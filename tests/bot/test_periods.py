"""Which years and months are asked for and stated."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.periods import (
    Period,
    asked_period,
    months_said,
    named_years,
    newest_reported,
    same_months,
    spans,
    stated_period,
)
from tests.bot.made_up import card

TODAY = date(2024, 6, 1)
REPORT = card("澄江县2022年工作报告", places=("澄江县",), years=(2022,))
HALF = card("澄江县2022年上半年工作总结", places=("澄江县",), years=(2022,))
NOTICE = card("关于做好2023年危房改造的通知", places=("澄江县",), years=(2023,))
RULES = card("澄江县救助办法", places=("澄江县",), issued=date(2021, 3, 1))

months = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022年监测对象多少户", (2022,)),
        ("19年修了多少公里路", (2019,)),
        ("今年监测对象多少户", (2024,)),
        ("去年呢", (2023,)),
        ("前年和去年各多少", (2023, 2022)),
        ("上年监测对象多少户", (2021,)),
        ("上一年度监测对象多少户", (2021,)),
        ("监测对象比上年增加多少户", ()),
        ("2022年比去年多多少", (2022,)),
        ("近两年改造了多少户", (2021, 2022)),
        ("最近三年改造了多少户", (2020, 2021, 2022)),
        ("2020年到2022年一共改造多少户", (2020, 2021, 2022)),
        ("2020年到2022年增加了多少户", (2020, 2022)),
        ("“十三五”末有多少贫困户", (2020,)),
        ("十四五开局有多少户", (2021,)),
        ("“十四五”期间改造多少户", (2021, 2022, 2023, 2024, 2025)),
        ("“十四五”规划是什么", ()),
        ("缴费满19年领多少", ()),
        ("近两年内有过错的能报名吗", ()),
    ],
)
def test_asked_years(text: str, years: tuple[int, ...]) -> None:
    assert asked_period(text, TODAY, newest=2022).years == years


def test_the_conversations_year_is_what_the_year_before_counts_from() -> None:
    assert asked_period("上年呢", TODAY, newest=2019).years == (2018,)
    assert asked_period("上年呢", TODAY).years == (2023,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2022年上半年多少户", ((1, 6),)),
        ("下半年多少户", ((7, 12),)),
        ("截至2022年6月底多少户", ((1, 6),)),
        ("2022年6月末多少户", ((1, 6),)),
        ("一季度和第二季度各多少户", ((1, 3), (4, 6))),
        ("前三季度多少户", ((1, 9),)),
        ("1-9月多少户", ((1, 9),)),
        ("前5个月多少户", ((1, 5),)),
        ("四月份走访多少户", ((4, 4),)),
        ("4月和9月各走访多少户", ((4, 4), (9, 9))),
        ("2022年底多少户", ()),
        ("2022年12月底多少户", ()),
        ("1-12月多少户", ()),
        ("每个月发多少钱", ()),
        ("3个月内办结的有多少件", ()),
        ("每月走访多少户", ()),
        ("每季度抽查几次", ()),
        ("连续两个季度排名末位的有几个", ()),
    ],
)
def test_asked_parts_of_a_year(text: str, parts: tuple[tuple[int, int], ...]) -> None:
    assert asked_period(text, TODAY).months == parts


def test_a_five_year_plan_is_one_period() -> None:
    assert asked_period("“十四五”期间改造多少户", TODAY).plan == "十四五"
    assert asked_period("“十四五”末改造多少户", TODAY).plan == ""


@pytest.mark.parametrize(
    ("statement", "headings", "document", "stated"),
    [
        ("改造417户", (), REPORT, Period((2022,))),
        ("2020年改造417户", (), REPORT, Period((2020,))),
        ("改造417户，比2021年增加59户", (), REPORT, Period((2022,))),
        ("改造417户", ("2020年情况",), REPORT, Period((2020,))),
        ("截至6月底改造417户", (), REPORT, Period((2022,), ((1, 6),))),
        ("改造417户", ("一、上半年工作",), REPORT, Period((2022,), ((1, 6),))),
        ("改造417户", (), HALF, Period((2022,), ((1, 6),))),
        ("每户不超过6000元", (), RULES, Period((2021,))),
    ],
)
def test_stated_periods(statement: str, headings: tuple[str, ...], document, stated: Period) -> None:
    assert stated_period(statement, headings, document) == stated


@given(first=months, last=months)
def test_what_a_part_is_called_is_read_as_that_part(first: int, last: int) -> None:
    if first > last or (first, last) == (1, 12):
        return
    assert spans(f"2022年{months_said((first, last))}改造多少户") == ((first, last),)


@given(one=st.tuples(months, months), other=st.tuples(months, months))
def test_parts_with_another_end_are_never_the_same(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert same_months(one, one)
    if one[1] != other[1]:
        assert not same_months(one, other)


def test_a_month_and_as_of_its_end_may_be_one_but_a_quarter_is_no_half_year() -> None:
    assert same_months((1, 6), (6, 6))
    assert same_months((6, 6), (1, 6))
    assert not same_months((4, 6), (1, 6))


@given(st.text(max_size=40))
def test_any_text_gives_parts_within_a_year(text: str) -> None:
    assert all(1 <= first <= last <= 12 for first, last in spans(text))


def test_the_newest_report_counts_before_a_notice_for_the_next_year() -> None:
    assert newest_reported([REPORT, NOTICE, RULES]) == 2022
    assert newest_reported([NOTICE, RULES]) == 2023
    assert newest_reported([RULES]) == 0


@pytest.mark.parametrize(
    ("text", "years", "parts"),
    [
        ("本月救助了多少人次", (2024,), ((6, 6),)), ("上个月救助了多少人次", (2024,), ((5, 5),)), ("上季度新增多少户", (2024,), ((1, 3),)),
        ("这个季度新增多少户", (2024,), ((4, 6),)), ("每个月补助多少元", (), ()), ("当月发放吗", (), ()),
    ],
)  # fmt: skip
def test_the_running_month_and_quarter_count_from_today(
    text: str, years: tuple[int, ...], parts: tuple[tuple[int, int], ...]
) -> None:
    found = asked_period(text, TODAY, newest=2022)
    assert (found.years, found.months) == (years, parts)


def test_last_month_of_january_is_last_years_december() -> None:
    found = asked_period("上个月救助了多少人次", date(2024, 1, 9), newest=2022)
    assert (found.years, found.months) == ((2023,), ((12, 12),))


def test_a_year_whose_figure_is_compared_with_is_stated_too() -> None:
    assert stated_period("收入13937元，比2021年的12204元增加", (), REPORT).years == (2022, 2021)
    assert stated_period("收入13937元，比2021年增加1733元", (), REPORT).years == (2022,)


def test_the_year_before_that_a_sentence_starts_from_is_stated_too() -> None:
    report = card("澄江县2022年工作报告", places=("澄江县",), years=(2022,))
    assert stated_period("收入参考线由上年的6500元调整为7000元", (), report).years == (2022, 2021)
    assert stated_period("收入参考线比上年提高500元", (), report).years == (2022,)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("21年22年危房改造各多少户", (2021, 2022)), ("衔接资金21年和22年各投了多少", (2021, 2022)), ("路灯两年一共装了多少盏", (2021, 2022)),
        ("连续满两年一共领多少", ()), ("缴费满22年领多少", ()),
    ],
)  # fmt: skip
def test_years_as_they_are_typed_in_short(text: str, years: tuple[int, ...]) -> None:
    assert asked_period(text, date(2023, 6, 1), newest=2022).years == years


@pytest.mark.parametrize("text", ["去年（2022年）务工多少人", "去年,也就是2022年,务工多少人", "去年2022年的务工人数"])
def test_a_year_said_beside_last_year_is_the_one_meant(text: str) -> None:
    assert named_years(text, date(2026, 5, 1)) == (2022,)


def test_last_year_and_another_are_two() -> None:
    assert set(named_years("2022年和去年务工多少人", date(2026, 5, 1))) == {2022, 2025}
