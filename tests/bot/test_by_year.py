"""A figure asked for several years at once gets each year's own, marked as its."""

from __future__ import annotations

import pytest

from bot.answering import PolicyBot
from bot.types import Answer, Question
from tests.bot.test_sheet_answers import bot_over

TEXTS = {
    "松岭县2021年乡村振兴工作报告.txt": (
        "松岭县2021年乡村振兴工作报告\n\n松岭县乡村振兴局\n\n2022年1月12日\n\n"
        "2021年，全县安装路灯1320盏，新修产业路41公里。\n\n全年实施临时救助812人次，支出资金96.4万元。\n"
    ),
    "松岭县2022年乡村振兴工作报告.txt": (
        "松岭县2022年乡村振兴工作报告\n\n松岭县乡村振兴局\n\n2023年1月9日\n\n"
        "2022年，全县安装路灯1507盏，改造农村危房63户。\n\n全年实施临时救助905人次，发放救助资金118.2万元。\n"
    ),
    "松岭县云溪镇2022年乡村振兴工作总结.txt": (
        "松岭县云溪镇2022年乡村振兴工作总结\n\n松岭县云溪镇人民政府\n\n2022年12月28日\n\n"
        "2022年，云溪镇为老人配备助浴设备17套。\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("years")
    (place / "docs").mkdir()
    for name, text in TEXTS.items():
        (place / "docs" / name).write_text(text, encoding="utf-8")
    return bot_over(place)


def lines(answer: Answer) -> list[str]:
    return answer.text.split("\n")


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("2021年和2022年路灯分别装了多少盏", "1320盏", "1507盏"),
        ("近两年临时救助花了多少钱", "96.4万元", "118.2万元"),
        ("21年、22年临时救助各多少人次", "812人次", "905人次"),
    ],
)
def test_each_year_has_its_own_figure_with_its_mark(bot: PolicyBot, question: str, first: str, second: str) -> None:
    answer = bot.invoke(question)
    assert [line.partition("：")[0] for line in lines(answer)] == ["2021年", "2022年"]
    assert first in lines(answer)[0] and "[1]" in lines(answer)[0]
    assert second in lines(answer)[1] and "[2]" in lines(answer)[1]
    assert first in answer.citations[0].quote and second in answer.citations[1].quote


def test_a_year_without_the_figure_is_said_to_have_none(bot: PolicyBot) -> None:
    said = lines(bot.invoke("2020年和2022年改造危房多少户"))
    assert said[0] == "2020年：文件里没有这一年的这个数。"
    assert "63户" in said[1]
    english = bot.invoke(Question(text="2020年和2022年改造危房多少户", language="en"))
    assert lines(english)[0].startswith("2020: the documents don't state")


def test_one_year_or_a_sum_is_answered_as_ever(bot: PolicyBot) -> None:
    assert "：" not in bot.invoke("2022年装了多少盏路灯").text.partition("盏")[0]
    assert "2827盏" in bot.invoke("2021年和2022年一共装了多少盏路灯").text


def test_what_only_a_part_states_is_said_to_be_its(bot: PolicyBot) -> None:
    answer = bot.invoke("2022年配备了多少套助浴设备")
    assert "17套" in answer.text
    assert answer.notices == ("这是云溪镇的，不是松岭县的。",)
    assert bot.invoke("2022年云溪镇配备了多少套助浴设备").notices == ()
