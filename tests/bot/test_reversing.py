"""A year's figure worked out of the next year's: only where a document's words decide it, and marked as worked out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.types import Question
from tests.bot.test_sheet_answers import bot_over

REPORT = """# 沙柳县2023年乡村振兴工作报告

全县有监测对象530户1702人，比上年减少48户。外出务工9120人，较上年增加365人。
脱贫人口人均纯收入13260元，比2022年增长10.5%。新建沼气池27座，比2022年多建5座。
入户道路硬化率91.2%，比上年提高3.4个百分点。种植花椒突破3万亩，比上年增长8%。
修建蓄水池64口，其中大型蓄水池9口，比上年增加2口。设立爱心超市33个，开展活动210场。
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("reversed")
    (place / "docs").mkdir()
    Path(place / "docs" / "沙柳县2023年乡村振兴工作报告.md").write_text(REPORT, encoding="utf-8")
    return bot_over(place)


@pytest.mark.parametrize(
    ("question", "working"),
    [
        ("沙柳县2022年监测对象多少户？", "530户+48户=578户"),
        ("2022年外出务工多少人", "9120人−365人=8755人"),
        ("2022年新建沼气池多少座", "27座−5座=22座"),
        ("2022年入户道路硬化率是多少", "91.2%−3.4个百分点=87.8%"),
        ("2022年脱贫人口人均纯收入是多少元", "13260元÷(1+10.5%)≈12000元"),
    ],
)
def test_the_year_before_is_worked_out_and_said_to_be(bot: PolicyBot, question: str, working: str) -> None:
    answer = bot.answer(Question(text=question))
    assert answer.status == "answered"
    assert working in re.sub(r"\[\d+\]", "", answer.text)
    assert "文件没有直接写2022年的数" in answer.text and "推算" in answer.text
    assert not any(not card.term for card in answer.figures)  # its result is no document's figure


def test_what_a_percentage_gives_is_about(bot: PolicyBot) -> None:
    assert "约12000元（推算）" in bot.answer(Question(text="2022年脱贫人口人均纯收入是多少元")).text


@pytest.mark.parametrize(
    "question",
    [
        "沙柳县2021年监测对象多少户？",
        "2022年监测对象多少人",
        "2022年种植花椒多少亩",
        "2022年设立爱心超市多少个",
        "2024年外出务工多少人",
    ],
)
def test_what_the_documents_do_not_decide_is_refused(bot: PolicyBot, question: str) -> None:
    assert bot.answer(Question(text=question)).status == "no_evidence"
