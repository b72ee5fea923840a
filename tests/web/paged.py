"""A real bot over a small real base of files with pages, for tests of what a citation opens. No model: words find the passages."""

from __future__ import annotations

from pathlib import Path

from bot.answering import PolicyBot
from bot.settings import BotSettings
from knowledge.assembly import KnowledgeReader
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.loading.pdfs import Words, pdf

POISONED_NAME = '"><img src=x onerror=window.poisoned=1>${x}{{y}}\u202e[1].pdf'
QUOTE = "对遭遇火灾和交通事故以及突发重大疾病的困难家庭实行的急难型救助每人每次补助一千二百元。"
_FILLER = "乡镇人民政府应当按月调度、按季通报，建立台账并及时公开。"


def _page(number: int, *lines: str) -> list[Words]:
    body = [
        Words(180, 60, f"第{number}章 办理程序", 16),
        *(Words(80, 110 + 24 * n, line) for n, line in enumerate(lines)),
    ]
    return [*body, *(Words(80, 400 + 24 * n, f"{number}{n}、{_FILLER}") for n in range(15))]


def build(place: Path) -> Base:
    """A three-page PDF cited on its second page, one with a poisoned name, and a text file; their folder is gone at the end."""
    base = Base(place)
    (base.docs / "临时救助办法.pdf").write_bytes(
        pdf([_page(1, "临溪县临时救助办法"), _page(2, QUOTE[:34], QUOTE[34:]), _page(3, "本办法自公布之日起施行。")])
    )
    (base.docs / POISONED_NAME).write_bytes(
        pdf([[Words(80, 80, "<script>window.poisoned=2</script>高龄津贴每人每月六十元。")]])
    )
    lines = [*(f"第{n}项工作已经完成。" for n in range(1, 60)), "公厕每座补助三万元。"]
    (base.docs / "工作清单.txt").write_text("\n".join(lines), encoding="utf-8")
    base.sync()
    for path in base.docs.iterdir():
        path.unlink()
    return base


def bot_over(base: Base) -> PolicyBot:
    """The bot that the page would be served over."""
    return PolicyBot(KnowledgeReader(base.settings, embedder=EMBEDDER), BotSettings())  # type: ignore[arg-type]


def span_of(bot: PolicyBot, name: str, quote: str) -> tuple[str, int, int]:
    """Document id and offsets of a quotation."""
    catalogue = bot._desk().knowledge.catalogue
    (card,) = (card for card in catalogue.cards() if card.source.name == name)
    start = catalogue.document(card.id).text.index(quote)
    return card.id, start, start + len(quote)
