"""What other documents state for the figure of an answer: contradictions, years, and what is none of both."""

import re

import pytest

from bot.answering import PolicyBot
from bot.types import Answer, Question


@pytest.fixture(scope="module")
def bot(contradicting_bot: PolicyBot) -> PolicyBot:
    """A bot over the contradicting documents."""
    return contradicting_bot


def ask(bot: PolicyBot, text: str, language: str = "zh") -> Answer:
    return bot.answer(Question(text=text, language=language))  # type: ignore[arg-type]


def stated(answer: Answer) -> list[list[str]]:
    return [[said for said, _ in conflict.stated] for conflict in answer.conflicts]


# Contradictions


def test_both_values_are_shown_the_newer_document_first_and_the_difference_is_named(bot: PolicyBot) -> None:
    answer = ask(bot, "2022年岚湾县监测对象多少户")
    assert stated(answer) == [["1031户", "1037户"]]
    (conflict,) = answer.conflicts
    assert (conflict.place, conflict.period) == ("岚湾县", "2022")
    titles = {c.number: c.document.metadata.title for c in answer.citations}
    assert [titles[number] for _, number in conflict.stated] == [
        "岚湾县2022年统计简报",
        "岚湾县2022年乡村振兴工作报告",
    ]
    last = answer.text.splitlines()[-1]
    assert last.startswith("文件之间的数不一致：《岚湾县2022年统计简报》（2023年2月20日）为1031户[1]，")
    assert last.endswith("相差1037户[2]−1031户[1]=6户。")


def test_of_two_units_each_has_its_line(bot: PolicyBot) -> None:
    answer = ask(bot, "2022年岚湾县监测对象多少户多少人")
    assert stated(answer) == [["1031户", "1037户"], ["3340人", "3362人"]]
    assert answer.text.count("文件之间的数不一致") == 2


def test_of_one_day_the_higher_issuer_comes_first_and_who_agrees_is_named_too(bot: PolicyBot) -> None:
    answer = ask(bot, "2022年岚湾县发放产业贷款多少万元")
    assert stated(answer) == [["4216万元", "4185万元", "4216万元"]]
    first = answer.citations[0].document.metadata
    assert (first.level, first.issuer) == ("市", "云栖市乡村振兴局")
    assert "最多与最少相差" in answer.text


def test_every_value_has_a_citation_that_says_it(bot: PolicyBot) -> None:
    for question in ("2022年岚湾县监测对象多少户", "2022年岚湾县有村级文化广场多少个"):
        answer = ask(bot, question)
        assert answer.conflicts, answer.text
        quotes = {c.number: c.quote for c in answer.citations}
        for said, number in answer.conflicts[0].stated:
            assert re.sub(r"\D", "", said) in quotes[number]


def test_it_is_said_in_english(bot: PolicyBot) -> None:
    answer = ask(bot, "2022年岚湾县监测对象多少户", "en")
    assert "The documents don't agree: “岚湾县2022年统计简报” (2023-02-20) says 1031户[1]" in answer.text
    assert "the difference is 1037户[2]−1031户[1]=6户" in answer.text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2022年岚湾县柑橘种植面积多少亩", "3.4万亩"),  # 34000亩 in the bulletin
        ("2022年岚湾县外出务工劳动力多少人", "17.6万人"),  # 176023人 there
        ("2022年岚湾县新增监测对象多少户", "134户"),  # not all of them
        ("2022年岚湾县改造农村危房多少户", "286户"),  # the half-year's, the township's, the last year's, the planned
        ("2022年岚湾县临时救助支出救助资金多少万元", "312万元"),  # 支出救助资金 for another purpose
        ("2022年青汀镇改造农村危房多少户", "74户"),
    ],
)
def test_what_is_no_contradiction_is_not_called_one(bot: PolicyBot, question: str, value: str) -> None:
    answer = ask(bot, question)
    number = value.rstrip("万亩人户元")
    assert (answer.status, answer.conflicts) == ("answered", ())
    assert number in answer.text or {"3.4": "34000", "17.6": "176023"}.get(number, "-") in answer.text, answer.text
    assert "不一致" not in answer.text


def test_the_whole_years_figure_comes_before_the_half_years(bot: PolicyBot) -> None:
    answer = ask(bot, "2022年岚湾县建成村级文化广场多少个")
    assert stated(answer) == [["61个", "58个"]]
    assert "40个" not in answer.text


# Years


def test_without_a_year_the_years_make_a_table_in_their_order(bot: PolicyBot) -> None:
    answer = ask(bot, "岚湾县柑橘种植面积多少亩")
    first, head, *lines = answer.text.splitlines()
    assert re.search(r"3\.4万亩|34000亩", first)
    assert head == "各年的数："
    assert [line.split("：")[0] for line in lines] == ["2021年", "2022年（最新）"]
    assert "3.1万亩" in lines[0]
    marks = [int(n) for n in re.findall(r"\[(\d+)\]", "".join(lines))]
    quotes = {c.number: c.quote for c in answer.citations}
    assert all(re.search("3.1万亩|3.4万亩|34000亩", quotes[n]) for n in marks)


def test_a_plan_is_no_year_of_the_table(bot: PolicyBot) -> None:
    answer = ask(bot, "岚湾县改造农村危房多少户")
    assert "286户" in answer.text.splitlines()[0]
    assert "305户" in answer.text
    assert "240户" not in answer.text


@pytest.mark.parametrize("question", ["2021年岚湾县柑橘种植面积多少亩", "岚湾县目前柑橘种植面积多少亩"])
def test_who_asks_for_one_year_gets_one(bot: PolicyBot, question: str) -> None:
    answer = ask(bot, question)
    assert "各年的数" not in answer.text
    assert ("3.1万亩" in answer.text) is ("2021" in question)


def test_the_table_is_said_in_english(bot: PolicyBot) -> None:
    assert "By year:\n2021: 3.1万亩" in ask(bot, "岚湾县柑橘种植面积多少亩", "en").text
