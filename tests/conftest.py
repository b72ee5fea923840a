"""What tests of several rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from bot.answering import PolicyBot

# A timed test fails by chance on a busy machine: what is slow is for evaluation/benchmark.py to say.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TINY_CORPUS = {
    "临溪县临时救助办法.md": (
        "# 临溪县临时救助办法\n\n临溪县民政局 2023年3月1日\n\n"
        "第一条 为了救急难，制定本办法。\n\n"
        "第二条 因火灾、交通事故、突发重大疾病造成基本生活困难的家庭，可以申请临时救助。\n\n"
        "第三条 申请人应当提交身份证、户口簿和困难证明，由户籍所在地乡镇人民政府受理。\n\n"
        "第四条 乡镇人民政府应当自受理之日起10个工作日内办结。\n\n"
        "第五条 临时救助金每户每次不超过6000元。\n"
    ),
    "临溪县2022年乡村振兴工作报告.txt": (
        "临溪县2022年乡村振兴工作报告\n\n一、防返贫监测\n"
        "2022年，临溪县累计识别监测对象1286户4166人，其中946户3073人已消除风险。\n\n"
        "二、农村住房\n2022年，临溪县改造农村危房158户，新建村卫生室7所。\n"
    ),
    "防汛手册.md": "# 防汛手册\n\n## 巡查\n\n汛期每天巡查两次，暴雨时每两小时巡查一次。\n",
}
"""File name -> text, all made up."""


@pytest.fixture(scope="session")
def contradicting_bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """A bot over documents that contradict each other here and there; only to be asked."""
    from tests.bot.contradictions import TEXTS, bot_over

    return bot_over(TEXTS, tmp_path_factory.mktemp("contradictions"))


@pytest.fixture(scope="session")
def tiny_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base over TINY_CORPUS, made once with the shipped embedder; only to be read."""
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    place = tmp_path_factory.mktemp("tiny")
    documents = place / "docs"
    documents.mkdir()
    for name, text in TINY_CORPUS.items():
        (documents / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([documents])
    assert len(report.added) == len(TINY_CORPUS)
    return settings.index
