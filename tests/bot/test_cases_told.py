"""Answers over a made-up notice, rules and tables: all cases where none is named, the asked grade, the figure that is called so."""

from __future__ import annotations

import pytest

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings

NOTICE = """岚湾县关于做好2024年渡口修缮工作的通知

岚湾县交通运输局

2024年3月2日

一、修缮任务

2024年各乡镇渡口修缮任务（单位：处）

| 乡镇 | 渡口修缮 | 栈桥加固 |
| --- | --- | --- |
| 青汀镇 | 9 | 7 |
| 白芦镇 | 6 | 5 |

二、补助标准

（一）甲级渡口重建：每处补助8万元；
（二）乙级渡口修缮：每处补助3万元；
（三）栈桥加固：每处补助1.5万元，不与修缮补助重复享受。

三、看护补贴

看护人员按三档发放补贴：
1. 每天值守的，每人每月补贴900元；
2. 隔天值守的，每人每月补贴500元；
3. 逢集值守的，每人每月补贴200元。
"""
REPORT = """岚湾县2023年渡口工作报告

岚湾县交通运输局

2024年1月8日

2023年，全县摆渡工持证上岗412人。渡运公司吸纳就业96人，其中摆渡工31人。年末全县有在册船工186名。

| 乡镇 | 摆渡工（人） | 持证上岗（人） | 栈桥加固（处） |
| --- | --- | --- | --- |
| 青汀镇 | 288 | 201 | 4 |
| 白芦镇 | 265 | 211 | 3 |
| 合计 | 553 | 412 | 7 |
"""
BEFORE = """岚湾县2022年渡口工作报告

岚湾县交通运输局

2023年1月6日

2022年末，全县有在册船工180名。

全县表彰先进个人40名，在册船工17名、站长3名。
"""
RULES = """岚湾县摆渡工补贴办法

岚湾县人民政府

2021年5月6日

第一条 为保障摆渡工收入，制定本办法。

第二条 摆渡工补贴分两档发放：A类每人每月300元；B类每人每月180元。
"""
RAISED = """关于提高2024年摆渡工补贴标准的通知

岚湾县交通运输局

2024年2月1日

一、调整后的标准

1. A类对象每人每月补助340元；

2. B类对象每人每月补助210元。
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    place = tmp_path_factory.mktemp("ferries")
    for name, text in {"通知": NOTICE, "报告": REPORT, "上年报告": BEFORE, "办法": RULES, "提标": RAISED}.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    assert not Publisher(settings, load_embedder(settings)).sync([place]).failed
    return build_bot(settings, BotSettings())


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("渡口补助多少钱", ("8万元", "3万元", "1.5万元"), ()),
        ("栈桥加固补助多少钱", ("1.5万元",), ("8万元",)),
        ("甲级渡口补助多少钱", ("8万元",), ("1.5万元",)),
        ("渡口看护人员每月补贴多少", ("900元", "500元", "200元"), ()),
        ("青汀镇栈桥加固多少处", ("4处",), ("7处",)),
    ],
)
def test_what_is_told(bot: PolicyBot, question: str, told: tuple[str, ...], untold: tuple[str, ...]) -> None:
    text = bot.invoke(question).text
    assert [value for value in told if value not in text] == []
    assert [value for value in untold if value in text] == []


def test_a_raised_rate_goes_before_the_rules_own(bot: PolicyBot) -> None:
    answer = bot.invoke("A类摆渡工补贴每月多少钱")
    assert answer.text.splitlines()[0].endswith("340元[1]")
    assert "300元" in answer.text
    assert [(card.said, card.period) for card in answer.figures] == [("340元", "2024")]


def test_of_several_cases_none_is_carded_as_the_answer(bot: PolicyBot) -> None:
    assert bot.invoke("渡口补助多少钱").figures == ()
    assert [card.said for card in bot.invoke("甲级渡口补助多少钱").figures] == ["8万元"]


def test_of_a_years_figures_called_alike_the_nearer_one_stands_in_the_table_of_years(bot: PolicyBot) -> None:
    text = bot.invoke("在册船工多少名").text
    assert "186名" in text
    assert "2022年：180名" in text
    assert "17名" not in text
