"""Statements of passages and how they are judged, over a real base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.gazetteer import Gazetteer
from bot.statements import ReadSentence, read
from bot.types import Query, Question
from bot.understanding import Understanding, understand
from bot.weighing import content_weights, coverage
from knowledge.assembly import KnowledgeBase
from tests.bot.county import COUNTY_2022, NEW_RULES, QUESTIONS, TOWNSHIP_2022

PLACES = ("云山省", "澄江县", "白鹭镇")
CONTEXT = Understanding(Gazetteer(PLACES, lambda name: name == "红石"), date(2023, 6, 1))


def understood(text: str) -> Query:
    return understand(Question(text=text), CONTEXT)


@pytest.fixture(scope="module")
def reads(county_bot: PolicyBot, knowledge: KnowledgeBase):
    def reading(text: str) -> list[ReadSentence]:
        query = understood(text)
        return read(query, county_bot.search(text, top_k=50), knowledge, PLACES)

    return reading


@pytest.mark.parametrize(
    "question",
    [
        "2022年澄江县监测对象多少户多少人？",
        "申请临时救助需要哪些材料？",
        "红石镇新装路灯多少盏？",
        "高龄津贴电话",
        "多久办结",
    ],
)
def test_statements_are_slices_judged_best_first(reads, knowledge: KnowledgeBase, question: str) -> None:
    statements = reads(question)
    assert statements
    assert [s.score for s in statements] == sorted((s.score for s in statements), reverse=True)
    for s in statements:
        assert knowledge.catalogue.document(s.hit.document.id).text[s.start : s.end] == s.text
        assert s.hit.chunk.start <= s.start < s.end <= s.hit.chunk.end
        assert all(0 <= share <= 1 for share in (s.score, s.own, s.around))


def test_a_figure_question_reads_clauses_with_every_asked_unit(reads) -> None:
    statements = reads("2022年澄江县监测对象多少户多少人？")
    held = [s for s in statements if s.holds and not s.reading]
    assert held
    assert all("户" in s.text and "人" in s.text for s in held)
    assert not any(s.text.endswith(("，", "；", "：")) for s in held)


def test_scope_is_the_asked_place_and_year(reads) -> None:
    for s in reads("2022年澄江县监测对象多少户？"):
        if s.in_scope:
            assert s.hit.document.source.name != TOWNSHIP_2022
            assert "2021年，" not in s.text


def test_a_cell_reads_with_its_label_and_header(reads) -> None:
    best = next(s for s in reads("2022年红石镇新装路灯多少盏？") if s.holds and s.in_scope)
    assert best.reading == "红石镇 新装路灯：183盏"
    assert best.text == "| 红石镇 | 183 | 5 |"
    assert best.hit.document.source.name == COUNTY_2022


def test_a_township_s_row_does_not_answer_for_the_county(reads) -> None:
    assert not any(s.reading for s in reads("2022年澄江县新装路灯多少盏？"))


def test_an_answered_question_is_read_with_its_answer(reads) -> None:
    best = reads("高龄津贴每月发多少钱？")[0]
    assert best.hit.document.source.name == QUESTIONS
    assert best.text.startswith("高龄津贴每月发多少钱？")
    assert "60元" in best.text
    assert "找谁办理" not in best.text


def test_a_list_item_is_read_with_its_lead(reads) -> None:
    items = [s for s in reads("临时救助申请条件火灾交通事故") if s.text.startswith("（一）因火灾")]
    assert items
    assert items[0].hit.document.source.name == NEW_RULES


def test_what_was_said_now_weighs_more_than_what_is_carried(knowledge: KnowledgeBase) -> None:
    text = "要哪些材料"
    alone = Query(text=text, resolved=f"临时救助{text}", kind="list")
    one, other = content_weights(alone, knowledge), content_weights(replace(alone, own=text), knowledge)
    assert other["材料"] / other["救助"] > one["材料"] / one["救助"] > 0


def test_places_years_and_asking_words_are_no_content(knowledge: KnowledgeBase) -> None:
    query = understood("请问2022年澄江县监测对象一共有多少户？")
    content = "".join(content_weights(query, knowledge))
    assert "监" in content
    assert not set("澄江2022请问多少") & set(content)


def test_a_question_of_asking_words_only_has_no_weight(knowledge: KnowledgeBase) -> None:
    weights = content_weights(understood("是什么呢"), knowledge)
    assert coverage(weights, "什么都有") in (0.0, 1.0)
    assert coverage({}, "监测对象") == 0


@given(text=st.text("监测对象临时救助", max_size=20), more=st.text("监测对象危房", max_size=20))
def test_coverage_is_a_share_that_grows_with_the_text(text: str, more: str) -> None:
    weights = {"监测": 2.0, "对象": 1.0, "救助": 3.0}
    assert 0 <= coverage(weights, text) <= coverage(weights, text + more) <= 1
    assert coverage(weights, "监测对象临时救助") == 1


def test_a_tally_answers_no_question_for_a_rule(reads) -> None:
    tallies = [s for s in reads("蜂蜜加工车间能不能承包") if "蜂蜜加工车间" in s.text]
    assert tallies
    assert not any(s.holds for s in tallies)
    assert any(s.holds for s in reads("有没有蜂蜜加工车间") if "蜂蜜加工车间" in s.text)


def test_a_clause_needs_not_repeat_its_title(reads) -> None:
    best = reads("临时救助还能不能骗了再申请")[0]
    assert best.text.startswith("第六条")
