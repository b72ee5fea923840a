"""A small real training desk for the page's tests: a made-up handbook and rule in a published base, beside the canned bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.types import DocumentView
from bot.viewing import document_view
from tests.web.canned import POISON_TEXT, CannedBot

if TYPE_CHECKING:
    from knowledge.assembly import KnowledgeReader

TEXTS = {
    "青石县村干部手册.md": (
        "# 青石县村干部手册\n\n青石县委组织部\n\n2023年4月\n\n## 第一章 常用名词\n\n监测户：收入不稳定、有返贫可能的农户。\n\n"
        "边缘户：没有建档但收入偏低的农户。\n\n突困户：因病因灾一下子陷入困难的农户。\n\n一卡通：把各项补贴直接打进农户账户的发放方式。\n\n"
        "## 第二章 期限\n\n村委会收到申请后应当在5个工作日内完成核实，在村务公开栏公示7天。救助金每户每次不超过3000元。"
        "新任村干部应当在30日内走访全部监测户。每次走访的人员不少于2人，走访记录保存15天。\n\n"
        f"## 第三章 {POISON_TEXT.replace(chr(10), '')}\n\n集体开支单笔300元以下的，由村主任签字；300元以上2000元以下的，由村两委集体商定；2000元以上的，交村民代表会议表决。\n"
    ),
    "青石县补助办法.md": (
        "# 青石县补助办法\n\n青民发〔2022〕5号\n\n第一条 重建房屋每户补助28000元，加固房屋每户补助9000元。\n\n"
        "第二条 县住房局应当在20个工作日内完成验收，在10日内发放补助，每年复核一次，复核比例不低于15%。\n"
    ),
}
"""File name -> text, all made up; one heading holds what must never run."""


def published(place: Path) -> KnowledgeReader:
    """A base over the texts in a folder, opened."""
    from knowledge.assembly import KnowledgeReader
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    documents = place / "docs"
    documents.mkdir()
    for name, text in TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    Publisher(settings, load_embedder(settings)).sync([documents])
    return KnowledgeReader(settings)


@dataclass
class LearningBot(CannedBot):
    """The canned bot with a real training desk, whose documents it shows."""

    base: Any = field(default=None)

    def document(self, document_id: str, start: int = 0, end: int = 0) -> DocumentView:
        return document_view(self.base.current(), document_id, start, end)

    def page(self, document_id: str, page: int, start: int = 0, end: int = 0) -> None:
        return None
