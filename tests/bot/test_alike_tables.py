"""One question over the sheets or files of several townships: all of one form are taken together, others are refused with the reason."""

from __future__ import annotations

import re

import pytest

from bot.answering import PolicyBot
from bot.types import Answer
from tests.bot.test_sheet_answers import bot_over
from tests.knowledge.loading.books import Sheet, xlsx

TOWNS = ("青禾镇", "石桥镇", "柳湾乡")
VILLAGES = ("东坪村", "西坪村", "南坪村")
LAMPS = {"青禾镇": (30, 41, 5), "石桥镇": (52, 6, 11), "柳湾乡": (7, 8, 60)}
LOANS = {"青禾镇": 120, "石桥镇": 95, "柳湾乡": 143, "大坪镇": 88}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """Sheets with village rows without a total, sheets of indicators, files of one form, sheets that differ."""
    place = tmp_path_factory.mktemp("alike")
    documents = place / "docs"
    documents.mkdir()
    lamps = {
        town: Sheet([["村", "安装路灯（盏）"], *zip(VILLAGES, counts, strict=True)]) for town, counts in LAMPS.items()
    }
    xlsx(documents / "云水县2022年安装路灯情况.xlsx", lamps)
    indicators = {
        town: Sheet(
            [["指标", "单位", "2021年", "2022年"], ["危房改造", "户", 90 - n, 20 + 7 * n], ["卫生厕所", "座", n, 3]]
        )
        for n, town in enumerate(TOWNS)
    }
    xlsx(documents / "云水县乡镇指标.xlsx", indicators)
    for town, count in LOANS.items():
        rows = [[f"云水县{town}2022年小额信贷统计表"], ["村", "小额信贷户数（户）", "贷款金额（万元）"]]
        rows += [["河东村", count - 20, 50], ["河西村", 20, 31.5], ["合计", count, 81.5]]  # type: ignore[list-item]
        xlsx(documents / f"{town}小额信贷.xlsx", {"Sheet1": Sheet(rows, ["A1:C1"])})
    differing = {
        "青禾镇": Sheet([["村", "修建水渠（米）"], ["东坪村", 300], ["西坪村", 410], ["合计", 710]]),
        "石桥镇": Sheet([["村", "修建水渠（米）"], ["河口村", 200], ["河尾村", 610], ["合计", 810]]),
        "柳湾乡": Sheet([["村", "修建道路（米）"], ["上湾村", 900], ["下湾村", 610], ["合计", 1510]]),
    }
    xlsx(documents / "云水县2022年水渠修建情况.xlsx", differing)
    return bot_over(place)


def told(answer: Answer) -> str:
    return re.sub(r"\[\d+\]", "", answer.text)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("哪个镇安装路灯最多？", "青禾镇76盏（=30盏+41盏+5盏）（共3张表、9行）"),
        ("哪个乡镇安装路灯最少？", "石桥镇69盏（=52盏+6盏+11盏）"),
        ("石桥镇安装路灯在各镇中排第几？", "石桥镇69盏（=52盏+6盏+11盏），石桥镇排第3（共3张表、9行）"),
        ("哪个村安装路灯最多？", "柳湾乡南坪村60盏（共3张表9行）"),
        ("青禾镇哪个村安装路灯最多？", "西坪村41盏（共3行）"),
        ("有几个村安装路灯超过40盏？", "有3个：青禾镇西坪村41盏、石桥镇东坪村52盏、柳湾乡南坪村60盏（共3张表9行）"),
        ("各镇安装路灯一共多少盏？", "30盏+41盏+5盏+52盏+6盏+11盏+7盏+8盏+60盏=220盏（共3张表、9行）"),
        ("哪个镇2022年危房改造最多？", "柳湾乡34户（共3张表）"),
        ("哪个镇2021年危房改造最多？", "青禾镇90户（共3张表）"),
        ("各镇2022年危房改造一共多少户？", "20户+27户+34户=81户（共3张表）"),
        ("有几个镇2022年危房改造超过25户？", "有2个：石桥镇27户、柳湾乡34户（共3张表）"),
        ("哪个镇小额信贷户数最多？", "柳湾乡143户（共4张表）"),
        ("哪个镇小额信贷户数最少？", "大坪镇88户（共4张表）"),
        ("各镇小额信贷户数平均多少户？", "÷4=111.5户（共4张表）"),
    ],
)
def test_all_tables_of_one_form_are_taken_together(bot: PolicyBot, question: str, says: str) -> None:
    answer = bot.invoke(question)
    assert answer.status == "answered", answer.text
    assert says in told(answer)


def test_each_place_is_listed_with_its_own_citation(bot: PolicyBot) -> None:
    answer = bot.invoke("各镇小额信贷多少户？")
    assert told(answer).split("\n") == [
        "小额信贷户数（共4张表）：",
        *(f"{town}：{n}户" for town, n in sorted(LOANS.items(), key=lambda item: told(answer).index(item[0]))),
    ]
    assert {c.document.source.name for c in answer.citations} == {f"{town}小额信贷.xlsx" for town in LOANS}
    for citation in answer.citations:
        assert citation.quote.startswith("合计")


def test_a_sum_cites_every_row_that_it_adds(bot: PolicyBot) -> None:
    answer = bot.invoke("各镇安装路灯多少盏？")
    assert told(answer) == "安装路灯（共3张表、9行）：\n" + "\n".join(
        f"{town}：{sum(counts)}盏（={'+'.join(f'{n}盏' for n in counts)}）" for town, counts in LAMPS.items()
    )
    assert len(answer.citations) == 9
    assert {c.position.sheet for c in answer.citations if c.position} == set(TOWNS)


@pytest.mark.parametrize("question", ["哪个镇修建水渠最多？", "各镇修建水渠多少米？", "各镇修建水渠一共多少米？"])
def test_tables_that_differ_are_refused_with_the_reason(bot: PolicyBot, question: str) -> None:
    answer = bot.invoke(question)
    assert answer.status == "no_evidence"
    assert "青禾镇、石桥镇的表里各有一个“修建水渠”；柳湾乡的表里没有" in answer.text


def test_one_townships_table_answers_for_it_alone(bot: PolicyBot) -> None:
    assert "120户" in bot.invoke("青禾镇小额信贷多少户？").text
    assert bot.invoke("云水县小额信贷多少户？").status != "answered"
