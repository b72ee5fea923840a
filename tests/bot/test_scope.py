"""Place and period: whose statement it is, of which year, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gazetteer import short_form
from bot.scope import (
    MEASURED,
    Neighbourhood,
    fits,
    fits_place,
    fits_years,
    neighbourhood,
    only_planned,
    preference,
    scope_said,
    stated_years,
    states_asked_months,
    states_asked_period,
    states_asked_place,
    states_asked_years,
)
from bot.types import AskedKind, Query
from knowledge.types import SearchHit
from tests.bot.made_up import card, hit

PLACES = ("云山省", "澄江县", "白鹭镇", "红石镇", "松坪乡", "望川县")
COUNTY = card("澄江县2022年工作报告", places=("云山省", "澄江县"), years=(2022,))
TOWN = card("白鹭镇2022年工作总结", places=("云山省", "澄江县", "白鹭镇"), years=(2022,))
EARLIER = card("澄江县2021年工作报告", places=("云山省", "澄江县"), years=(2021,))
RULES = card("澄江县救助办法", places=("云山省", "澄江县"), issued=date(2023, 4, 6))
STATE = card("救助条例", places=())
UNDATED = card("救助办法", places=("云山省", "澄江县"))


def asked(text: str = "监测对象多少户", kind: AskedKind = "figure", **slots: tuple) -> Query:
    return Query(text=text, resolved=text, kind=kind, **slots)


def at(document, text: str, heading: str = "工作情况") -> SearchHit:
    found = hit(document, text)
    return replace(found, chunk=replace(found.chunk, heading_path=(heading,)))


def says(query: Query, statement: str, document=COUNTY, heading: str = "工作情况") -> bool:
    return states_asked_place(query, statement, at(document, statement, heading), PLACES)


# Places


@pytest.mark.parametrize(
    ("place", "statement", "document", "heading", "own"),
    [
        ("澄江县", "累计识别监测对象3127户", COUNTY, "工作情况", True),
        ("澄江县", "澄江累计识别监测对象3127户", TOWN, "工作情况", True),
        ("澄江县", "累计识别监测对象268户", TOWN, "工作情况", False),
        ("白鹭镇", "累计识别监测对象268户", TOWN, "工作情况", True),
        ("白鹭镇", "累计识别监测对象3127户", COUNTY, "工作情况", False),
        ("白鹭镇", "累计识别监测对象268户", COUNTY, "三、白鹭镇", True),
        ("白鹭镇", "红石镇监测对象301户", COUNTY, "三、白鹭镇", False),
        ("白鹭镇", "红石镇监测对象301户", TOWN, "工作情况", False),
        ("白鹭镇", "白鹭镇监测对象268户，红石镇301户", COUNTY, "工作情况", True),
        ("云山省", "云山省澄江县监测对象3127户", COUNTY, "工作情况", False),
        ("澄江县", "云山省澄江县监测对象3127户", COUNTY, "工作情况", True),
        ("澄江县", "澄江县白鹭镇监测对象268户", COUNTY, "工作情况", False),
        ("澄江县", "澄江镇监测对象268户", card("望川县总结", places=("望川县",)), "工作情况", False),
    ],
)
def test_whose_a_statement_is(place: str, statement: str, document, heading: str, own: bool) -> None:
    assert says(asked(places=(place,)), statement, document, heading) is own


@given(
    one=st.sampled_from(PLACES),
    other=st.sampled_from(PLACES),
    own=st.sampled_from([COUNTY, TOWN, EARLIER]),
    words=st.text("监测对象多少户路灯改造了的，", max_size=20),
    kind=st.sampled_from(sorted(MEASURED)),
)
def test_a_statement_that_names_only_another_place_is_never_the_asked_ones(
    one: str, other: str, own, words: str, kind: AskedKind
) -> None:
    if other == one or other in own.metadata.places:
        return
    query = asked(kind=kind, places=(one,))
    assert not says(query, f"{other}{words}268户", own)
    assert not says(query, f"{words}，{short_form(other)}268户", own)


@given(
    one=st.sampled_from(PLACES), own=st.sampled_from([COUNTY, TOWN]), words=st.text("监测对象多少户改造", max_size=9)
)
def test_a_statement_that_names_the_asked_place_for_itself_is_its_own(one: str, own, words: str) -> None:
    assert says(asked(places=(one,)), f"{one}累计{words}268户", own)


def test_no_place_asked_leaves_every_statement_in() -> None:
    assert says(asked(), "红石镇监测对象301户")


@pytest.mark.parametrize(
    ("text", "statement", "document", "own"),
    [
        ("全县监测对象多少户", "累计识别监测对象3127户", COUNTY, True),
        ("全县监测对象多少户", "累计识别监测对象268户", TOWN, False),
        ("全县监测对象多少户", "其中白鹭镇268户", COUNTY, False),
        ("全镇监测对象多少户", "累计识别监测对象268户", TOWN, True),
        ("全镇监测对象多少户", "累计识别监测对象3127户", COUNTY, False),
    ],
)
def test_the_whole_county_is_not_a_township(text: str, statement: str, document, own: bool) -> None:
    assert says(asked(text), statement, document) is own


def test_a_rule_of_above_holds_below_but_a_figure_doesnt() -> None:
    rule = at(RULES, "申请人应当提交身份证。")
    town = {"places": ("白鹭镇",), "above": ("澄江县", "云山省")}
    assert fits(asked("要哪些材料", "list", **town), rule)
    assert says(asked("要哪些材料", "list", **town), "申请人应当提交身份证。", RULES)
    assert not fits(asked("补助多少元", "figure", **town), rule)
    assert not fits(asked("要哪些材料", "list", places=("望川县",), above=("云山省",)), rule)
    assert fits_place(asked("要哪些材料", "list", places=("望川县",)), STATE, "")


def test_an_unknown_place_gets_only_what_holds_everywhere() -> None:
    query = asked("要哪些材料", "list", unknown_places=("南京市",))
    assert fits_place(query, STATE, "")
    assert not fits_place(query, RULES, "")


# Years


@pytest.mark.parametrize(
    ("statement", "heading", "document", "years"),
    [
        ("2020年改造危房417户", "工作情况", COUNTY, (2020,)),
        ("改造危房417户", "2020年情况", COUNTY, (2020,)),
        ("改造危房417户", "工作情况", COUNTY, (2022,)),
        ("改造危房417户，比2021年增加59户", "工作情况", COUNTY, (2022,)),
        ("改造危房417户，较上年增加59户", "工作情况", COUNTY, (2022,)),
        ("每户不超过6000元", "工作情况", RULES, (2023,)),
        ("每户不超过6000元", "工作情况", STATE, ()),
    ],
)
def test_of_which_year_a_statement_is(statement: str, heading: str, document, years: tuple[int, ...]) -> None:
    assert stated_years(statement, at(document, statement, heading)) == years


@given(year=st.integers(2001, 2060), other=st.integers(2001, 2060), words=st.text("监测对象改造危房户", max_size=12))
def test_a_statement_of_another_year_is_out(year: int, other: int, words: str) -> None:
    statement = f"{other}年{words}417户"
    found = at(COUNTY, statement)
    assert states_asked_years(asked(years=(year,)), statement, found) is (year == other)
    assert states_asked_years(asked(), statement, found)


def test_a_document_tied_to_a_year_answers_no_other() -> None:
    assert fits_years(asked(years=(2022,)), COUNTY, "")
    assert not fits_years(asked(years=(2021,)), COUNTY, "")
    assert fits_years(asked(years=(2021,)), COUNTY, "比2021年增加59户")
    assert fits_years(asked(years=(2021,)), STATE, "")
    assert fits_years(asked(years=(2021,)), RULES, ""), "a rule may be read; each of its statements is judged"
    amount = at(RULES, "每户不超过6000元")
    assert not states_asked_years(asked(years=(2021,)), amount.chunk.text, amount), "set in 2023, not of 2021"
    assert fits_years(asked("要哪些材料", "list", years=(2021,)), COUNTY, "")


@pytest.mark.parametrize(
    ("statement", "document", "own"),
    [
        ("上半年改造危房417户", COUNTY, True),
        ("截至6月底改造危房417户", COUNTY, True),
        ("改造危房417户", COUNTY, False),
        ("一季度改造危房417户", COUNTY, False),
        ("每人每月发放490元", COUNTY, True),
        ("每户不超过6000元", RULES, True),
    ],
)
def test_a_part_of_the_year_is_not_the_year(statement: str, document, own: bool) -> None:
    query = asked("2022年上半年多少", years=(2022,), months=((1, 6),))
    assert states_asked_months(query, statement, at(document, statement)) is own
    assert states_asked_months(asked(years=(2022,)), statement, at(document, statement))


def test_a_five_year_plans_figure_is_no_years() -> None:
    query = asked("“十四五”期间改造多少户", years=(2021, 2022, 2023, 2024, 2025), plan="十四五")
    for statement, own in (
        ("改造危房417户", False), ("“十四五”以来改造危房1417户", True), ("2021年至2025年改造危房1417户", True),
    ):  # fmt: skip
        assert states_asked_years(query, statement, at(COUNTY, statement)) is own


@pytest.mark.parametrize(
    ("question", "statement", "document", "heading", "planned"),
    [
        ("2023年改造危房多少户", "2023年改造危房500户", COUNTY, "下一步", True),
        ("2023年计划改造危房多少户", "2023年改造危房500户", COUNTY, "下一步", False),
        ("2022年完成改造多少户", "改造危房500户", COUNTY, "一、任务分解", True),
        ("2022年完成改造多少户", "改造危房500户", COUNTY, "一、工作情况", False),
        ("2022年改造多少户", "改造危房500户", COUNTY, "一、任务分解", False),
        ("2023年救助花了多少钱", "每户不超过6000元", RULES, "标准", True),
        ("2023年救助最高多少钱", "每户不超过6000元", RULES, "标准", False),
    ],
)
def test_what_is_planned_or_a_rule_was_not_done(
    question: str, statement: str, document, heading: str, planned: bool
) -> None:
    query = asked(question, years=(int(question[:4]),))
    found = at(document, statement, heading)
    assert only_planned(query, statement, found) is planned
    if planned:
        assert not states_asked_period(query, statement, found)


def test_a_place_asked_within_another_must_be_stated_too() -> None:
    within = asked("红石镇望川县投入的资金多少元", places=("红石镇", "望川县"))
    assert not says(within, "望川县投入资金2980万元")
    assert says(within, "望川县对红石镇投入资金2980万元")
    either = asked("红石镇和望川县投入的资金各多少元", places=("红石镇", "望川县"))
    assert says(either, "望川县投入资金2980万元")


def test_a_place_that_is_the_predicate_is_not_the_subject() -> None:
    query = asked(places=("红石镇",))
    assert not says(query, "最少的是红石镇；全县累计消除风险946户")
    assert says(query, "红石镇累计消除风险46户")


def test_a_towns_document_doesnt_speak_for_another_town() -> None:
    hotline = asked("红石镇便民服务中心电话多少", "contact", places=(), mentioned_places=("红石镇",))
    assert not says(hotline, "联系电话0999-5550160", TOWN)
    assert says(hotline, "红石镇联系电话0999-5550161", TOWN)
    assert says(hotline, "县民政局咨询电话0999-5550123", RULES)


@pytest.mark.parametrize(
    ("statement", "document", "said"),
    [
        ("改造危房417户", COUNTY, "澄江县2022年"),
        ("2020年改造危房417户", COUNTY, "澄江县2020年"),
        ("红石镇改造危房41户", COUNTY, "红石镇2022年"),
        ("白鹭镇改造危房4户", TOWN, "白鹭镇2022年"),
        ("每户不超过6000元", RULES, "澄江县2023年文件"),
        ("每户不超过6000元", STATE, "《救助条例》"),
        ("每户不超过6000元", UNDATED, "《救助办法》"),
    ],
)
def test_whose_and_when_in_words(statement: str, document, said: str) -> None:
    assert scope_said(statement, at(document, statement), PLACES) == said


# What speaks against a statement


def test_a_half_years_figure_stands_behind_the_years() -> None:
    query = asked(years=(2022,))
    assert malus(query, "上半年改造危房217户", COUNTY) > malus(query, "改造危房417户", COUNTY)


def malus(query: Query, statement: str, document, *beside) -> float:
    found = at(document, statement)
    return preference(query, statement, found, neighbourhood(query, [found, *(at(other, "x") for other in beside)]))


def test_a_repealed_rule_stands_behind_unless_it_is_asked_for() -> None:
    old = replace(RULES, id="b" * 16, repealed_by="澄江县救助办法")
    now, before = asked("每户最高多少元"), asked("老办法规定每户最高多少元")
    said = "每户不超过6000元"
    assert malus(now, said, old, RULES) > malus(now, said, RULES, old)
    assert malus(before, said, old, RULES) < malus(before, said, RULES, old)


def test_a_plan_an_older_report_and_a_part_of_the_place_stand_behind() -> None:
    query = asked()
    assert malus(query, "计划改造危房500户", COUNTY) > malus(query, "改造危房417户", COUNTY)
    assert malus(asked("计划改造多少户"), "计划改造危房500户", COUNTY) == malus(query, "改造危房417户", COUNTY)
    assert malus(query, "改造危房417户", EARLIER, COUNTY) > malus(query, "改造危房417户", COUNTY, EARLIER)
    assert malus(query, "改造危房96户", TOWN, COUNTY) > malus(query, "改造危房417户", COUNTY, TOWN)


@given(
    statement=st.text("2022年计划比上改造危房白鹭镇417户", max_size=24),
    document=st.sampled_from([COUNTY, TOWN, EARLIER, RULES, STATE, replace(RULES, repealed_by="新办法")]),
    kind=st.sampled_from(["figure", "list", "when", "sum"]),
    years=st.sampled_from([(), (2021,), (2022,), (2021, 2022)]),
)
def test_it_stays_within_zero_and_one(statement: str, document, kind: AskedKind, years: tuple[int, ...]) -> None:
    assert 0 <= malus(asked(kind=kind, years=years), statement, document, COUNTY, TOWN) <= 1


@pytest.mark.parametrize(
    ("question", "worse", "better"),
    [
        ("2022年驻村干部多少名", "获表彰的先进个人中，驻村干部17名", "全县选派驻村干部180名"),
        ("2022年已经消除风险的多少户", "未消除风险的55户", "累计消除风险163户"),
        ("2022年已经消除风险的多少户", "当年消除风险24户", "累计消除风险163户"),
    ],
)
def test_some_only_and_what_is_not_so_answer_less(question: str, worse: str, better: str) -> None:
    query = Query(text=question, resolved=question, kind="figure", years=(2022,))
    beside = Neighbourhood()
    passage = hit(COUNTY, f"{worse}。{better}。")
    assert preference(query, worse, passage, beside) > preference(query, better, passage, beside)
