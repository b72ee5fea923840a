"""How far something was raised, worked out of the two figures of one sentence; nothing where none surely says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.types import Question
from tests.bot.test_sheet_answers import bot_over

NOTICE = """# 关于提高2024年护林员补助和孤儿养育标准的通知

沙柳县民政局

2024年1月20日

经县人民政府同意，从2024年1月1日起调整有关标准。

一、调整后的标准

（一）护林员补助标准。由每人每月800元提高到每人每月920元。

（二）散居孤儿养育标准。按照护林员补助标准之外的办法确定，由每人每月1100元提高到每人每月1250元。

（三）取暖用煤配额由每户1.2吨降低到0.9吨。
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("raised")
    (place / "docs").mkdir()
    Path(place / "docs" / "关于提高2024年标准的通知.md").write_text(NOTICE, encoding="utf-8")
    return bot_over(place)


def said(bot: PolicyBot, question: str) -> str:
    answer = bot.answer(Question(text=question))
    return re.sub(r"\[\d+\]", "", answer.text) if answer.status == "answered" else ""


@pytest.mark.parametrize(
    ("question", "working"),
    [
        ("护林员补助标准2024年比2023年提高多少", "920元−800元=120元（每人每月）"),
        ("护林员补助标准涨了多少", "920元−800元=120元"),
        ("2024年散居孤儿养育标准提高了多少", "1250元−1100元=150元"),
    ],
)
def test_both_figures_stand_in_one_sentence(bot: PolicyBot, question: str, working: str) -> None:
    assert working in said(bot, question)


@pytest.mark.parametrize(
    "question",
    ["护林员补助标准2023年比2022年提高多少", "护林员补助标准2024年比2021年提高多少", "红石镇护林员补助标准提高了多少"],
)
def test_other_years_and_places_get_no_such_sum(bot: PolicyBot, question: str) -> None:
    assert "120元" not in said(bot, question)
