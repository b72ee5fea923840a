"""Questions over lists of names and sheets of villages: selected, counted and summed over all their rows, never answered by one of them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.types import Answer, Question
from tests.bot.test_sheet_answers import bot_over
from tests.knowledge.loading.books import Sheet, xlsx

GRAIN = [
    ("枫桥镇", "上湾村", "甄有田", "12.4", "1178.00", "A类"),
    ("枫桥镇", "上湾村", "宿大年", "3.1", "294.50", "B类"),
    ("枫桥镇", "下湾村", "麦金花", "7.75", "736.25", "B类"),
    ("枫桥镇", "下湾村", "褚五一", "", "暂缓", "A类"),
    ("柿林乡", "上湾村", "蒯春生", "5.2", "494.00", "B类"),
    ("柿林乡", "坡头村", "晏小满", "9.9", "940.50", "C类"),
]
DISABLED = [
    ("容桂枝", "女", 71, "枫桥镇", "视力", "一级", 120, "否"),
    ("庾长根", "男", 45, "枫桥镇", "肢体", "二级", 80, "是"),
    ("瞿满仓", "男", 63, "柿林乡", "肢体", "一级", 120, "是"),
]
VILLAGES = [("枫桥镇", "上湾村", 320, 41.5), ("枫桥镇", "下湾村", 280, 22.25), ("柿林乡", "坡头村", 150, 17)]
REPAIRED = {"枫桥镇": [("甄有田", "C级", 1.2), ("麦金花", "D级", 3.5)], "柿林乡": [("晏小满", "D级", 3.5)]}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("registers")
    documents = place / "docs"
    documents.mkdir()
    grain = [
        ["白河县2023年种粮补贴发放花名册"],
        ["序号", "镇", "村", "姓名", "种植面积（亩）", "补贴金额（元）", "类别"],
        *([n, t, v, who, _number(a), _number(m), kind] for n, (t, v, who, a, m, kind) in enumerate(GRAIN, 1)),
        ["合计", None, None, None, 38.35, 3643.25, None],
    ]
    xlsx(documents / "种粮补贴.xlsx", {"发放": Sheet(grain, ["A1:G1"])})
    header = ["姓名", "性别", "年龄", "所在乡镇", "残疾类别", "残疾等级", "护理补贴（元/月）", "是否低保"]
    xlsx(documents / "白河县残疾人台账.xlsx", {"台账": Sheet([header, *map(list, DISABLED)])})
    villages = [["白河县2023年村集体经济统计表"], ["乡镇", "村", "户数", "经营收入（万元）"], *map(list, VILLAGES)]
    xlsx(documents / "集体经济.xlsx", {"统计": Sheet(villages, ["A1:D1"])})
    houses = {
        town: Sheet(
            [[f"{town}2023年农房改造花名册"], ["户主", "房屋等级", "补助（万元）"], *map(list, rows)], ["A1:C1"]
        )
        for town, rows in REPAIRED.items()
    }
    xlsx(documents / "白河县2023年农房改造花名册.xlsx", houses)
    return bot_over(place)


def _number(text: str) -> object:
    return float(text) if re.fullmatch(r"[\d.]+", text) else text or None


def said(bot: PolicyBot, question: str) -> str:
    return re.sub(r"\[\d+\]", "", told(bot, question).text)


def told(bot: PolicyBot, question: str) -> Answer:
    answer = bot.answer(Question(text=question))
    assert answer.status == "answered", answer.text
    return answer


def test_a_town_gets_the_sum_of_its_rows_with_the_working_and_the_rows_without_a_number(bot: PolicyBot) -> None:
    text = said(bot, "枫桥镇种粮补贴金额一共多少元？")
    total = sum(Decimal(m) for t, _, _, _, m, _ in GRAIN if t == "枫桥镇" and m[0].isdigit())
    assert text == f"枫桥镇补贴金额：1178元+294.5元+736.25元={total.normalize():f}元（共3行，另有1行没有数字）"


def test_each_quote_of_a_sum_is_the_rows_of_the_sheet(bot: PolicyBot) -> None:
    answer = told(bot, "枫桥镇种粮补贴金额一共多少元？")
    assert [c.document.source.name for c in answer.citations] == ["种粮补贴.xlsx"]
    assert answer.citations[0].position.sheet == "发放"
    assert "甄有田" in answer.citations[0].quote and "晏小满" not in answer.citations[0].quote


def test_the_sheets_own_total_is_compared_and_is_no_row(bot: PolicyBot) -> None:
    text = said(bot, "种粮补贴金额全县总共多少元？")
    assert "=3643.25元" in text and "与表里的合计3643.25元一致" in text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("枫桥镇有多少户享受B类种粮补贴", "2"),
        ("种粮补贴种植面积超过7亩的有几户", "3"),
        ("残疾等级一级的残疾人有多少人？", "2"),
        ("枫桥镇肢体残疾的有几个人", "1"),
        ("残疾人里吃低保的有多少人", "2"),
        ("60岁以上的残疾人有几个", "2"),
        ("残疾人中女的有多少人", "1"),
        ("枫桥镇D级农房改造有几户", "1"),
    ],
)
def test_rows_are_counted_by_what_stands_in_them(bot: PolicyBot, question: str, count: str) -> None:
    assert re.search(rf"：{count}[户人]（按表里的行数", said(bot, question))


def test_groups_are_summed_and_ranked(bot: PolicyBot) -> None:
    text = said(bot, "各乡镇种粮补贴金额分别是多少元")
    assert "枫桥镇：2208.75元（4行）" in text and "柿林乡：1434.5元（2行）" in text
    assert "枫桥镇上湾村1472.5元" in said(bot, "哪个村种粮补贴金额最多？")
    assert "甄有田1178元" in said(bot, "种粮补贴金额最多的是谁")


def test_a_mean_says_what_it_is_divided_by(bot: PolicyBot) -> None:
    assert "3643.25元÷5=728.65元" in said(bot, "种粮补贴平均每户多少元")


def test_a_sheet_for_each_town_is_one_list(bot: PolicyBot) -> None:
    assert "1.2万元+3.5万元=4.7万元" in said(bot, "枫桥镇农房改造补助一共多少万元")
    assert "2户" in said(bot, "全县D级农房改造有多少户")


def test_villages_are_summed_for_their_town(bot: PolicyBot) -> None:
    assert "41.5万元+22.25万元=63.75万元" in said(bot, "枫桥镇村集体经济经营收入一共多少万元")


@pytest.mark.parametrize(
    "question",
    ["上湾村种粮补贴金额一共多少元", "红岩镇种粮补贴金额一共多少元", "枫桥镇2021年种粮补贴金额一共多少元", "残疾人护理补贴多少元",
     "枫桥镇医疗救助金额一共多少元", "除了枫桥镇种粮补贴一共多少元"],
)  # fmt: skip
def test_what_the_rows_do_not_decide_is_refused_and_no_row_stands_in(bot: PolicyBot, question: str) -> None:
    answer = bot.answer(Question(text=question))
    assert answer.status == "no_evidence", answer.text


def test_a_village_of_two_towns_is_told(bot: PolicyBot) -> None:
    assert "枫桥镇、柿林乡" in bot.answer(Question(text="上湾村种粮补贴金额一共多少元")).text


def test_a_named_person_gets_the_own_row_in_words(bot: PolicyBot) -> None:
    assert said(bot, "晏小满的种粮补贴金额是多少元") == "柿林乡坡头村晏小满 补贴金额：940.5元"


def test_a_refusal_offers_the_row_of_another_year_in_words(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="坡头村2021年经营收入多少万元"))
    assert answer.status == "no_evidence"
    assert [c.reading for c in answer.nearby][:1] == ["柿林乡坡头村 经营收入：17万元"]
    assert "|" in answer.nearby[0].quote  # the quote stays verbatim


def test_a_long_sheet_is_cited_by_group_and_added_up_exactly(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    towns = [f"{a}河镇" for a in "东西南北"]
    rows = [[n + 1, towns[n // 100], f"户主{n:03d}号", n % 7 + 0.1] for n in range(400)]
    sheet = Sheet([["云岭县2024年护林补助花名册"], ["序号", "乡镇", "户主", "补助（元）"], *rows], ["A1:D1"])
    xlsx(tmp_path / "docs" / "护林补助.xlsx", {"发放": sheet})
    answer = told(bot_over(tmp_path), "各乡镇护林补助一共多少元")
    for number, town in enumerate(towns, 1):
        total = sum(Decimal(str(row[3])) for row in rows if row[1] == town)
        assert f"{town}：{total.normalize():f}元（100行）[{number}]" in answer.text
    assert len(answer.citations) == len(towns)
