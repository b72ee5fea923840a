"""Passages that state a figure by the question's words are found in the typed figures, however long they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.types import Question
from tests.bot.test_sheet_answers import bot_over

REPORT = """# 沙柳县{year}年乡村振兴工作报告

## 一、兜底保障

全县农村低保对象{households}户{people}人，养老护理补贴{care}人次，支出{spent}万元。发放残疾人两项补贴{two}万元，惠及{helped}人。
建成互助院{houses}所，培训护理员{nurses}人。

## 二、低保管理

低保对象死亡的，自死亡的次月起停发低保金。低保对象名单长期公示。
"""
NEW = {
    "year": 2023,
    "households": 418,
    "people": 902,
    "care": 1130,
    "spent": 61.2,
    "two": 88.4,
    "helped": 530,
    "houses": 6,
    "nurses": 71,
}
OLD = {**NEW, "year": 2022, "households": 455, "people": 977, "care": 990, "spent": 52.7, "two": 80.1}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("named")
    (place / "docs").mkdir()
    for figures in (NEW, OLD):
        name = f"沙柳县{figures['year']}年乡村振兴工作报告.md"
        Path(place / "docs" / name).write_text(REPORT.format(**figures), encoding="utf-8")
    return bot_over(place)


def said(bot: PolicyBot, question: str) -> str:
    answer = bot.answer(Question(text=question))
    return re.sub(r"\[\d+\]", "", answer.text).partition("各年的数")[0] if answer.status == "answered" else ""


@pytest.mark.parametrize(
    ("question", "figure"),
    [("低保对象多少户", "418户"), ("养老护理补贴花了多少钱", "61.2万元"), ("2022年低保对象多少户", "455户")],
)
def test_the_newest_or_the_asked_year_answers(bot: PolicyBot, question: str, figure: str) -> None:
    assert figure in said(bot, question)


@pytest.mark.parametrize(
    "question", ["残疾人两项补贴一个月多少钱", "护理员平均工资", "红石镇低保对象多少户", "2021年低保对象多少户"]
)
def test_what_no_document_says_stays_unsaid(bot: PolicyBot, question: str) -> None:
    assert not said(bot, question)
