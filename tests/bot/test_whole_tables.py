"""A table is read whole from the catalogue, however many passages it was cut into."""

import re
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from tests.bot.test_sheet_answers import bot_over
from tests.knowledge.loading.books import Sheet, xlsx

FIRST = "东西南北上下前后"
SECOND = "山河桥塘坪岭沟湾田林"
VILLAGES = [f"{a}{b}村" for a in FIRST for b in SECOND]
PEOPLE = [100 + 7 * n % 90 for n in range(len(VILLAGES))]


@pytest.fixture(scope="module")
def village_bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """A bot over one document with a table of 80 rows, a total that is wrong by one, and a row without a figure."""
    from bot.assembly import build_bot
    from bot.settings import BotSettings
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    place = tmp_path_factory.mktemp("villages")
    rows = "\n".join(f"| {v} | {n} | {n % 9} |" for v, n in zip(VILLAGES, PEOPLE, strict=True))
    text = (
        "# 云水镇2022年外出务工统计\n\n云水镇人民政府\n\n2023年1月5日\n\n各村外出务工情况\n\n"
        f"| 村 | 外出务工（人） | 培训（人次） |\n| --- | --- | --- |\n{rows}\n| 合计 | {sum(PEOPLE) + 1} | 300 |\n"
    )
    documents = place / "docs"
    documents.mkdir()
    (documents / "云水镇2022年外出务工统计.md").write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=Path(place / "index"))
    Publisher(settings, load_embedder(settings)).sync([documents])
    return build_bot(settings, BotSettings())


def test_a_sum_uses_all_rows_and_shows_that_the_total_differs(village_bot: PolicyBot) -> None:
    answer = village_bot.invoke("2022年各村外出务工一共多少人？")
    assert f"={sum(PEOPLE)}人（共80行）" in answer.text
    assert f"与表里的合计{sum(PEOPLE) + 1}人" in answer.text
    assert "不一致" in answer.text


def test_a_count_uses_all_rows(village_bot: PolicyBot) -> None:
    answer = village_bot.invoke("有几个村外出务工超过180人？")
    passing = [v for v, n in zip(VILLAGES, PEOPLE, strict=True) if n > 180]
    assert passing
    assert f"有{len(passing)}个：" in answer.text
    assert all(village in answer.text for village in passing)
    assert "共80行" in answer.text


def test_the_most_is_the_most_of_all_rows(village_bot: PolicyBot) -> None:
    answer = village_bot.invoke("哪个村外出务工的人最多？")
    assert VILLAGES[PEOPLE.index(max(PEOPLE))] in answer.text
    assert "合计" not in answer.text.partition("最多")[2]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("茶农收入最高的镇是哪个", "茶农人均年收入最高的是：石桥镇21,300元"),
        ("茶农最多的镇是哪个", "茶农最多的是：青禾镇806人"),
        ("哪个镇茶农收入最低", "茶农人均年收入最低的是：青禾镇18,900元"),
    ],
)
def test_the_most_of_an_amount_is_an_amount(tmp_path: Path, question: str, told: str) -> None:
    heading = ["乡镇", "茶农（人）", "茶农人均年收入（元）"]
    rows = [heading, ["青禾镇", 806, "18,900"], ["石桥镇", 512, "21,300"], ["柳湾乡", 437, "19,950"]]
    (documents := tmp_path / "docs").mkdir()
    xlsx(documents / "云水县2022年茶农情况.xlsx", {"Sheet1": Sheet(rows)})
    answer = bot_over(tmp_path).invoke(question)
    assert re.sub(r"\[\d+\]", "", answer.text).startswith(told)
