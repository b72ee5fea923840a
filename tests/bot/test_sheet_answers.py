"""Questions over workbooks: whole columns, two header rows, a sheet for each township, citations that lead to their cells."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from bot.answering import PolicyBot
from bot.types import Answer
from tests.knowledge.loading.books import Sheet, xls, xlsx

TOWNS = [f"{a}{b}镇" for a in "东西南北上下" for b in "山河桥塘坪岭沟湾田林"]
HOUSEHOLDS = [100 + 7 * n % 90 for n in range(60)]
STATISTICS = "附件1.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sheets")
    documents = place / "docs"
    documents.mkdir()
    rows = [
        ["云水县2022年监测对象和低保对象统计表"],
        ["填报单位：云水县乡村振兴局", None, None, None, None, "单位：户、人"],
        ["序号", "乡镇", "监测对象", None, "低保对象", None],
        [None, None, "户数", "人数", "户数", "人数"],
        *([n, town, h, 3 * h, 2 * h, 5 * h] for n, (town, h) in enumerate(zip(TOWNS, HOUSEHOLDS, strict=True), 1)),
        ["合计", None, *(k * sum(HOUSEHOLDS) for k in (1, 3, 2, 5))],
        ["注：数据截至2022年12月31日。"],
    ]
    merged = ["A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "A65:B65"]
    xlsx(documents / STATISTICS, {"2022年": Sheet(rows, merged)})
    towns = {
        town: Sheet(
            [["指标", "单位", "2021年", "2022年"], ["危房改造", "户", 12 * k, 8 * k], ["新建公厕", "座", k, k + 1]]
        )
        for town, k in (("青禾镇", 3), ("白鹿镇", 4))
    }
    xlsx(documents / "云水县乡镇指标.xlsx", towns)
    lamps = [
        ["云水县2022年新装路灯情况", None, None],
        ["乡镇", "村", "盏数（盏）"],
        ["青禾镇", "东坪村", 30],
        [None, "西坪村", 41],
        [None, "小计", 71],
        ["白鹿镇", "东坪村", 52],
        [None, "南坪村", 6],
        [None, "小计", 58],
        ["合计", None, 129],
    ]
    xls(documents / "云水县路灯.xls", {"Sheet1": Sheet(lamps, ["A1:C1", "A3:A5", "A6:A8"])})
    return place


def bot_over(folder: Path) -> PolicyBot:
    from bot.assembly import build_bot
    from bot.settings import BotSettings
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    settings = KnowledgeSettings(index=folder / "index")
    report = Publisher(settings, load_embedder(settings)).sync([folder / "docs"])
    assert not report.failed
    return build_bot(settings, BotSettings())


@pytest.fixture(scope="module")
def bot(folder: Path) -> PolicyBot:
    return bot_over(folder)


def numbers(answer: Answer) -> str:
    return re.sub(r"\[\d+\]", "", answer.text)


def test_each_row_is_listed_and_the_total_is_none_of_them(bot: PolicyBot) -> None:
    answer = bot.invoke("各镇监测对象多少户？")
    lines = numbers(answer).split("\n")
    assert lines[0] == "监测对象户数（共60行）："
    assert lines[1:61] == [f"{town}：{h}户" for town, h in zip(TOWNS, HOUSEHOLDS, strict=True)]
    assert lines[61:] == [f"合计：{sum(HOUSEHOLDS)}户"]


def test_two_columns_are_listed_side_by_side(bot: PolicyBot) -> None:
    answer = numbers(bot.invoke("各镇低保对象多少户多少人？"))
    assert all(f"{t}：{2 * h}户、{5 * h}人" in answer for t, h in zip(TOWNS, HOUSEHOLDS, strict=True))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("哪个镇监测对象最多？", f"{TOWNS[HOUSEHOLDS.index(max(HOUSEHOLDS))]}{max(HOUSEHOLDS)}户（共60行）"),
        ("哪个镇低保对象人数最少？", f"{TOWNS[HOUSEHOLDS.index(min(HOUSEHOLDS))]}{5 * min(HOUSEHOLDS)}人（共60行）"),
        ("2022年各镇监测对象一共多少户？", f"={sum(HOUSEHOLDS)}户（共60行），与表里的合计{sum(HOUSEHOLDS)}户一致"),
        ("有几个镇监测对象超过180户？", f"有{sum(h > 180 for h in HOUSEHOLDS)}个："),
        ("上田镇监测对象多少户？", f"{HOUSEHOLDS[TOWNS.index('上田镇')]}户"),
        ("云水县监测对象多少户？", f"{sum(HOUSEHOLDS)}户"),
        ("青禾镇2022年危房改造多少户？", "24户"),
        ("哪个村新装路灯最多？", "白鹿镇东坪村52盏"),
        ("哪个镇新装路灯最多？", "青禾镇71盏"),
        ("各镇新装路灯多少盏？", "青禾镇小计 盏数：71盏；白鹿镇小计 盏数：58盏；合计 盏数：129盏"),
        ("云水县新装路灯多少盏？", "129盏"),
        ("白鹿镇东坪村新装路灯多少盏？", "52盏"),
    ],
)
def test_what_is_computed_uses_all_rows(bot: PolicyBot, question: str, says: str) -> None:
    answer = bot.invoke(question)
    assert answer.status == "answered"
    assert says in numbers(answer)


@pytest.mark.parametrize(
    ("question", "group", "households", "persons"),
    [("东山镇监测对象多少户多少人", "监测对象", 1, 3), ("东山镇低保对象多少户多少人", "低保对象", 2, 5)],
)
def test_two_units_of_one_row_come_from_one_group_of_columns(
    bot: PolicyBot, question: str, group: str, households: int, persons: int
) -> None:
    answer = bot.invoke(question)
    here = HOUSEHOLDS[TOWNS.index("东山镇")]
    expected = f"{group} 户数：{households * here}户，{group} 人数：{persons * here}人"
    assert expected in answer.text
    assert [card.said for card in answer.figures] == [f"{households * here}户", f"{persons * here}人"]


def test_a_townships_sheet_answers_for_no_other_place(bot: PolicyBot) -> None:
    assert "32户" in bot.invoke("白鹿镇2022年危房改造多少户？").text
    assert "24户" not in bot.invoke("白鹿镇2022年危房改造多少户？").text
    assert bot.invoke("云水县2022年危房改造多少户？").status != "answered"


def test_citations_lead_to_their_cells_again_after_a_new_index(bot: PolicyBot, folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "docs" / STATISTICS)["2022年"]
    for each in (bot, bot_over(folder)):
        base = each._base.current()
        checked = 0
        for question in ("各镇监测对象多少户？", "各镇低保对象多少人？"):
            for citation in each.invoke(question).citations:
                document = base.catalogue.document(citation.document.id)
                block = next(b for b in document.blocks if b.start <= citation.start < b.end)
                assert document.text[citation.start : citation.end] == document.text[block.start : block.end]
                at = block.position
                assert at.sheet == sheet.title
                assert at.row is not None
                assert at.column is not None
                shown = [sheet.cell(at.row, at.column + n).value for n in range(len(block.cells))]
                if at.row == 65:
                    shown[1] = shown[0]
                assert [document.text[s:e] for s, e in block.cells] == [str(value) for value in shown]
                checked += 1
        assert checked == 122
