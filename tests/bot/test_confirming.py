"""Claims: asked for openly, and decided by the typed figure of the asked place, year and kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.confirming import open_question
from bot.settings import BotSettings
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings

NEW = """岚湾县2023年渡口工作报告

岚湾县交通运输局

2024年1月8日

2023年，全县渡口136处，持证摆渡工412人，其中县内家庭的278人、县外家庭的134人。尚未换证的摆渡工29人，已经换证的摆渡工383人。
青汀镇改造渡口17处。白芦镇改造渡口23处。
"""
OLD = """岚湾县2022年渡口工作报告

岚湾县交通运输局

2023年1月6日

2022年，全县渡口128处，持证摆渡工377人。
"""
NOTICE = """岚湾县关于提高2024年渡口看护补贴标准的通知

岚湾县交通运输局

2024年3月2日

看护补贴标准由每人每年4800元提高到每人每年5400元。
"""
RULES = """岚湾县渡口看护补贴办法

第一条 看护补贴分两类：一类渡口年度限额8000元，二类渡口年度限额3000元。
第二条 申请看护补贴的，村民委员会公示9天。
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("claims")
    (docs := place / "docs").mkdir()
    for name, text in {"报告2023.txt": NEW, "报告2022.txt": OLD, "通知.txt": NOTICE, "办法.txt": RULES}.items():
        (docs / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    Publisher(settings, load_embedder(settings)).sync([docs])
    return build_bot(settings, BotSettings())


@pytest.mark.parametrize(
    ("claim", "opened", "figure"),
    [
        ("青汀镇渡口改造是不是23处", "青汀镇渡口改造是多少处", "23处"),
        ("听说全县渡口有136处，对不对？", "全县渡口有多少处", "136处"),
        ("持证摆渡工只有300人吧", "持证摆渡工有多少人", "300人"),
        ("补贴花了8.91亿元，没错吧", "补贴花了多少元", "8.91亿元"),
        ("占比是不是超过三成", "占比是百分之多少", "三成"),
        ("看护补贴是不是3万", "看护补贴是多少元", "3万"),
        ("有87个村收入5万元以上对吗", "有多少个村收入5万元以上", "87个"),
        ("补贴是不是500元一个月", "补贴是多少元一个月", "500元"),
    ],
)
def test_a_claim_is_asked_openly(claim: str, opened: str, figure: str) -> None:
    found = open_question(claim)
    assert found is not None
    asked, quantity = found
    assert quantity is not None
    assert (asked, claim[quantity.start : quantity.end]) == (opened, figure)


def test_a_comparison_is_asked_for_its_difference() -> None:
    assert open_question("白芦镇改造的渡口比青汀镇多吗") == ("白芦镇改造的渡口比青汀镇多多少", None)


@pytest.mark.parametrize(
    "question",
    [
        "全县渡口有多少处", "152个园区带动了谁", "改造才改了3.2万座，是不是太少了", "我家一个月收入300元能申请吗",
        "船工60岁以上还能领补贴吗", "补贴一次发完吗", "渡口是不是都达标了",
    ],
)  # fmt: skip
def test_what_claims_no_figure_is_left_alone(question: str) -> None:
    assert open_question(question) is None


@given(st.text(alphabet="全县渡口是不有136处人，对吗吧？%万元一二三年比多", max_size=24))
def test_any_text_is_read_and_the_claimed_figure_stands_in_it(text: str) -> None:
    found = open_question(text)
    if found is not None and found[1] is not None:
        assert 0 <= found[1].start < found[1].end <= len(text)
        assert "多少" in found[0]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("2023年全县渡口是136处吗", "是，136处"),
        ("全县渡口是不是128处", "不是128处，是136处（2023年）"),
        ("青汀镇改造渡口是23处对吗", "不是23处，是17处"),
        ("白芦镇改造渡口是不是23处", "是，23处"),
        ("2023年县外家庭的摆渡工有278人对不对", "不是278人，是134人"),
        ("2023年持证摆渡工超过400人了吧", "是，412人"),
        ("2023年持证摆渡工不到400人吧", "不是，是412人"),
        ("看护补贴每人每年5400元对吗", "是，5400元"),
        ("申请看护补贴公示是不是7天", "不是7天，是9天"),
    ],
)
def test_the_figure_of_the_asked_scope_decides(bot: PolicyBot, claim: str, verdict: str) -> None:
    answer = bot.invoke(claim)
    assert answer.status == "answered"
    assert answer.text.startswith(verdict), answer.text
    assert answer.query is not None
    assert answer.query.text == claim


def test_a_case_of_several_denies_nothing_of_the_others(bot: PolicyBot) -> None:
    said = bot.invoke("看护补贴年度限额是不是3000元").text
    assert not said.startswith("不是")
    assert "3000元" in said


def test_a_year_of_a_raised_rate_is_the_rate_in_force(bot: PolicyBot) -> None:
    answer = bot.invoke("看护补贴标准是多少")
    assert "4800元提高到每人每年5400元" in answer.text
    assert "2024年（最新）：4800元" not in answer.text
    assert [card.said for card in answer.figures] == ["5400元"]
    month = bot.invoke("看护补贴是不是450元一个月").text
    assert not month.startswith("不是450元")


def test_another_place_confirms_nothing(bot: PolicyBot) -> None:
    answer = bot.invoke("石滩镇改造渡口是不是17处")
    assert answer.status == "no_evidence" or not answer.text.startswith(("是，", "不是"))
