"""A small real Bot for the page's tests: fixed documents, answers cited at true offsets, waiting and failing ones on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.errors import QuestionError
from bot.figure_table import FigureTable, TableRequest
from bot.self_check_desk import SelfChecks
from bot.types import (
    Answer,
    Citation,
    DocumentView,
    FigureCard,
    Guide,
    GuideItem,
    GuideSection,
    PageView,
    Passage,
    Query,
    Question,
)
from knowledge.errors import KnowledgeError, OriginalGone
from knowledge.page_images import PageImage
from knowledge.types import DocumentCard, Metadata, Position, Source

POISON_TEXT = (
    "<script>window.poisoned=1</script><img src=x onerror=window.poisoned=2><img src='http://evil.test/a.png'>"
    "![图](http://evil.test/b.png) [点我](http://evil.test/c) ${window.poisoned=3} {{constructor}} </textarea></blockquote>"
    "<a href=javascript:window.poisoned=4>x</a> [1]\"' onmouseover=window.poisoned=5"
)


@dataclass(frozen=True)
class Paper:
    """A document made of (kind, text or cells) lines, joined by newlines; its card and passages."""

    id: str
    metadata: Metadata
    lines: tuple[tuple[str, str | tuple[str, ...]], ...]
    name: str
    repealed_by: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(self._text_of(content) for _, content in self.lines)

    @staticmethod
    def _text_of(content: str | tuple[str, ...]) -> str:
        return content if isinstance(content, str) else "\t".join(content)

    @property
    def card(self) -> DocumentCard:
        source = Source(path="/x/" + self.name, name=self.name, format="md", sha256="0" * 64, size_bytes=1)
        return DocumentCard(id=self.id, source=source, metadata=self.metadata, repealed_by=self.repealed_by)

    def view(self) -> DocumentView:
        passages, at = [], 0
        for kind, content in self.lines:
            text = self._text_of(content)
            cells = content if isinstance(content, tuple) else ()
            passages.append(
                Passage(
                    kind=kind, start=at, end=at + len(text), text=text, level=2 if kind == "heading" else 0, cells=cells
                )
            )
            at += len(text) + 1
        return DocumentView(card=self.card, passages=tuple(passages))

    def cite(self, number: int, quote: str, *, heading: str = "") -> Citation:
        start = self.text.index(quote)
        before = self.text.rfind("\n", 0, start) + 1
        after = self.text.find("\n", start + len(quote))
        passage = self.text[before : after if after >= 0 else None]
        return Citation(
            number=number, document=self.card, quote=quote, start=start, end=start + len(quote), passage=passage,
            passage_start=before, heading=heading,
            position=Position(line=self.text.count("\n", 0, start) + 1),
        )  # fmt: skip


_FILLER = tuple(
    (
        "paragraph",
        f"第{n}项工作按月调度、按季通报，各乡镇要明确专人负责，建立台账，及时销号，确保事事有着落、件件有回音。",
    )
    for n in range(1, 40)
)
NOTICE = Paper(
    "a1b2c3d4e5f60718",
    Metadata(
        title="关于做好2023年城乡居民最低生活保障工作的通知", issuer="白石县民政局", number="白民发〔2023〕7号",
        issued=date(2023, 3, 6), places=("东川省", "白石县"), years=(2023,),
    ),
    (
        ("heading", "一、保障对象"),
        ("paragraph", "具有本县户籍的居民，共同生活的家庭成员人均收入低于当地低保标准，且家庭财产状况符合规定的，可以申请低保。申请由户主向户籍所在地乡镇人民政府提出。"),
        ("heading", "二、工作要求"),
        *_FILLER,
        ("heading", "三、保障标准"),
        ("paragraph", "从2023年1月起，农村低保标准为每人每年5640元。城市低保标准为每人每月690元。各地不得擅自降低标准。"),
        ("table_header", ("乡镇", "低保户（户）", "低保人数（人）")),
        ("table_row", ("柳河镇", "126", "241")),
        ("table_row", ("松岭乡", "88", "153")),
    ),
    "白民发2023-7号.md",
)  # fmt: skip
OLD_NOTICE = Paper(
    "b1b2c3d4e5f60718",
    Metadata(
        title="关于调整2021年城乡低保标准的通知",
        issuer="白石县民政局",
        issued=date(2021, 2, 1),
        places=("东川省", "白石县"),
    ),
    (("paragraph", "农村低保标准为每人每年4980元。"),),
    "旧通知.txt",
    repealed_by=NOTICE.metadata.title,
)
POISONED = Paper(
    "c1b2c3d4e5f60718",
    Metadata(title=f"有毒文件{POISON_TEXT}", issuer=POISON_TEXT, number=POISON_TEXT, places=(POISON_TEXT,)),
    (("heading", POISON_TEXT), ("paragraph", f"前文{POISON_TEXT}后文。"), ("table_row", (POISON_TEXT, "1"))),
    f"{POISON_TEXT}.md",
    repealed_by=POISON_TEXT,
)
LONG_TITLED = Paper(
    "d1b2c3d4e5f60718",
    Metadata(title=("关于进一步做好城乡居民最低生活保障审核确认和动态管理工作的若干补充意见" * 6)[:200]),
    (("paragraph", "补充意见自公布之日起施行。"),),
    "长标题.md",
)
PAPERS = {paper.id: paper for paper in (NOTICE, OLD_NOTICE, POISONED, LONG_TITLED)}

_WHO = "具有本县户籍的居民，共同生活的家庭成员人均收入低于当地低保标准，且家庭财产状况符合规定的，可以申请低保。"
_RURAL = "从2023年1月起，农村低保标准为每人每年5640元。"
_URBAN = "城市低保标准为每人每月690元。"


RURAL_CARD = FigureCard(
    indicator="农村低保标准", qualifiers=("每人每年",), place="白石县", place_from="document", period="2023-01",
    period_from="sentence", value=Decimal("5640"), unit="元/人·年", said="5640元", number=1,
    start=NOTICE.text.index("5640元"), end=NOTICE.text.index("5640元") + 5,
)  # fmt: skip


def _query(text: str, resolved: str | None = None) -> Query:
    return Query(text=text, resolved=resolved or text, kind="passage")


def _standard(question: Question) -> Answer:
    return Answer(
        status="answered", text=f"农村低保标准：每人每年5640元[1]。\n{_RURAL}[1]\n{_URBAN}[2]\n旧标准见文件[3]，另见[9]。",
        citations=(
            NOTICE.cite(1, _RURAL, heading="三、保障标准"), NOTICE.cite(2, _URBAN, heading="三、保障标准"),
            OLD_NOTICE.cite(3, "农村低保标准为每人每年4980元。"),
        ),
        notices=("依据[3]已被更新的文件代替，仅供对照。",), query=_query(question.text), elapsed_ms=42.0, figures=(RURAL_CARD,),
    )  # fmt: skip


def _who(question: Question) -> Answer:
    text = f"{_WHO}[1]"
    return Answer(
        status="answered",
        text=text,
        citations=(NOTICE.cite(1, _WHO, heading="一、保障对象"),),
        query=_query(question.text),
    )


def _follow_up(question: Question) -> Answer:
    before = [turn.content for turn in question.history if turn.role == "user"]
    resolved = f"松岭乡{before[-1]}" if before else question.text
    return Answer(
        status="answered", text="松岭乡有低保户88户、153人[1]。", citations=(NOTICE.cite(1, "松岭乡\t88\t153"),),
        query=_query(question.text, resolved),
    )  # fmt: skip


def _refusal(question: Question) -> Answer:
    return Answer(
        status="no_evidence", text="现有文件里没有2030年的低保标准。",
        nearby=(NOTICE.cite(1, _RURAL, heading="三、保障标准"),), query=_query(question.text),
    )  # fmt: skip


def _how(question: Question) -> Answer:
    """The lists of how to apply, with one part that the document doesn't state."""
    by_whom = "申请由户主向户籍所在地乡镇人民政府提出。"
    guide = Guide(
        document=NOTICE.card,
        sections=(
            GuideSection(part="steps", items=(GuideItem(text=by_whom, number=1),)),
            GuideSection(part="conditions", items=(GuideItem(text=_WHO, number=2),), asked=False),
            GuideSection(part="materials"),
        ),
    )
    return Answer(
        status="answered", text=f"{by_whom}[1]", lead=(0, len(by_whom) + 3), guide=guide, version="v1",
        citations=(NOTICE.cite(1, by_whom, heading="一、保障对象"), NOTICE.cite(2, _WHO, heading="一、保障对象")),
        query=replace(_query(question.text), mapped=(("低保", "最低生活保障"),)), elapsed_ms=42.0,
    )  # fmt: skip


def _poisoned(question: Question) -> Answer:
    return Answer(
        status="answered", text=f"{POISON_TEXT}\n前文{POISON_TEXT}后文。[1]", citations=(POISONED.cite(1, f"前文{POISON_TEXT}后文。", heading=POISON_TEXT),),
        notices=(POISON_TEXT,), query=_query(question.text, POISON_TEXT),
    )  # fmt: skip


def _long_titled(question: Question) -> Answer:
    cited = LONG_TITLED.cite(1, "补充意见自公布之日起施行。")
    return Answer(status="answered", text=f"{cited.quote}[1]", citations=(cited,), query=_query(question.text))


def _clarify(question: Question) -> Answer:
    return Answer(status="clarify", text="您问的是哪个乡镇？文件里有柳河镇、松岭乡。", query=_query(question.text))


class NoFigures:
    """A figure desk without a base behind it; tests/web/test_data_desk.py has a real one."""

    def table(self, request: TableRequest) -> FigureTable:
        raise KnowledgeError("这里没有数字。", "There are no figures here.")

    every = selection = alike = sentences = table


class NoChecks:
    """A self-check without policies; tests/bot/test_self_check.py and tests/web/test_page_check.py have real ones."""

    def checks(self) -> NoChecks:
        return self

    def for_answer(self, answer: Answer) -> tuple[Any, ...]:
        return ()


class NothingPublished:
    """办事自查 where there is no knowledge base."""

    def checks(self) -> SelfChecks:
        raise KnowledgeError("还没有知识库，请先运行 python ingest.py。", "There is no knowledge base yet.")


@dataclass
class CannedBot:
    """Answers by the words it finds in a question; keeps what it was asked, for the tests to look at."""

    asked: list[Question] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    """A question with 等 in it gives two partial answers, then waits for this before its final one."""
    running: int = 0
    most_running: int = 0
    lacking: str = ""
    """What the page is to say that the bot does without."""
    figure_desk: NoFigures = field(default_factory=NoFigures)
    self_check: NoChecks = field(default_factory=NoChecks)
    training: Any = None
    """What the desk 学业务 asks; its own tests give a real one."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stream(self, question: Question) -> Iterator[Answer]:
        with self._lock:
            self.asked.append(question)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            yield from self._stream(question)
        finally:
            with self._lock:
                self.running -= 1

    def _stream(self, question: Question) -> Iterator[Answer]:
        text = question.text
        if not any(character.isalnum() for character in text):
            raise QuestionError("请输入问题，例如“低保要什么条件”。", "Please type a question.")
        if len(text) > 2000:
            raise QuestionError(
                f"问题太长（{len(text)}字），请缩到2000字以内。", f"The question is too long ({len(text)} characters)."
            )
        if "出错" in text:
            raise ZeroDivisionError("a bug in the bot: /secret/path")
        if "等" in text:
            yield from self._gated(question)
            return
        final = self._answer(question)
        first = final.text.split("\n")[0]
        if first != final.text:
            yield replace(final, text=first, citations=final.citations[:1], notices=(), figures=(), final=False)
        yield final

    def _gated(self, question: Question) -> Iterator[Answer]:
        yield Answer(status="answered", text="第1步", query=_query(question.text), final=False)
        yield Answer(status="answered", text="第1步、第2步", query=_query(question.text), final=False)
        self.gate.wait(30)
        yield Answer(status="answered", text=f"等到了：{question.text}", query=_query(question.text), mode="generative")

    def _answer(self, question: Question) -> Answer:
        table = {
            "长标题": _long_titled,
            "毒": _poisoned,
            "2030": _refusal,
            "哪个": _clarify,
            "松岭乡呢": _follow_up,
            "条件": _who,
            "怎么申请": _how,
        }
        for words, answer in table.items():
            if words in question.text:
                return answer(question)
        return _standard(question)

    def version(self) -> str:
        return "20230306-1"

    def degraded(self) -> str:
        return self.lacking

    def suggestions(self, answer: Answer, asked: Sequence[str] = ()) -> tuple[str, ...]:
        return tuple(text for text in ("低保要符合什么条件？", "城市低保标准是多少？") if text not in asked)

    def document(self, document_id: str, start: int = 0, end: int = 0) -> DocumentView:
        return self._paper(document_id).view()

    def page(self, document_id: str, page: int, start: int = 0, end: int = 0) -> PageView | None:
        self._paper(document_id)
        return None  # no paper has pages

    def page_image(self, document_id: str, page: int) -> PageImage:
        raise OriginalGone("没有这一页。", "No such page.")

    def original(self, document_id: str) -> tuple[Path, Source]:
        raise OriginalGone("原件没有留存。", "The original wasn't kept.")

    def _paper(self, document_id: str) -> Paper:
        paper = PAPERS.get(document_id)
        if paper is None:
            raise KnowledgeError(
                "这个文件已经不在知识库里了，请重新提问。", "This document is no longer in the knowledge base."
            )
        return paper
