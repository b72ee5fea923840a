"""What the desk 学业务 answers: every action leads to a screen, whatever was sent, and progress only moves where it should."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.desk import Learnable
from bot.training.items import RIGHT, WRONG, Cited, Item
from knowledge.errors import IndexMissing
from tests.web.canned import NOTICE, POISON_TEXT
from web.learn_replies import LearnReplies
from web.progress import Progress
from web.store import Store

PLACE = Cited(
    document_id=NOTICE.id, title="《文》", start=0, end=2, quote=f"甲是对的，5天。{POISON_TEXT}", place="第一条"
)


def item(kind: Any, **said: Any) -> Item:
    return Item(kind=kind, question=f"问{kind}{POISON_TEXT}", cited=PLACE, shown="甲（　　）", **said)


ITEMS = [
    item("single", options=("甲", "乙", POISON_TEXT), key=("甲",)),
    item("several", options=("甲", "乙", "丙"), key=("甲", "丙")),
    item("judged", options=(RIGHT, WRONG), key=(RIGHT,)),
    item("filled", key=("5",)),
    item("matched", options=("乙", "甲"), key=("甲", "乙"), lefts=("一", POISON_TEXT)),
    item("case", options=("甲", "乙"), key=("甲",)),
]
RIGHT_ANSWERS: dict[str, list[str]] = {
    "single": ["0"], "several": ["0", "2"], "judged": ["0"], "filled": ["5"], "matched": ["1", "0"], "case": ["0"],
}  # fmt: skip


class Lessons:
    """A training desk of fixed items; those named in `gone` aren't given any more."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.broken = False

    def documents(self) -> list[Learnable]:
        if self.broken:
            raise IndexMissing("没有知识库。", "No base.")
        return [Learnable(card=NOTICE.card, name=f"《{POISON_TEXT}》", repealed=False)]

    def path(self, document_id: str) -> list[Any]:
        return []

    def terms(self, document_id: str) -> list[Any]:
        return []

    def items(self, document_id: str) -> list[Item]:
        return [each for each in ITEMS if each.id not in self.gone]

    def item(self, document_id: str, item_id: str) -> Item | None:
        return next((each for each in self.items(document_id) if each.id == item_id), None)

    def choose(self, count: int, *, without: Any = (), **among: Any) -> list[Item]:
        return [each for each in self.items("") if each.id not in without][:count]

    def sheet(self, *said: Any, **more: Any) -> Any:
        raise AssertionError("the sheet has an address of its own")

    docx = pdf = sheet


class Desk:
    """The replies with their clock and store."""

    def __init__(self) -> None:
        self.lessons, self.store = Lessons(), Store(None)
        self.progress = Progress(self.store)
        self.time = datetime(2023, 5, 1, 8, tzinfo=UTC)
        self.replies = LearnReplies(self.lessons, self.progress, now=lambda: self.time)

    def act(self, do: str, *, name: str = "张三", **said: Any) -> str:
        html, place = self.replies.act(json.dumps({"do": do, "name": name, **said}), "zh")
        assert json.loads(place)["do"]
        return html


@pytest.fixture
def desk() -> Desk:
    return Desk()


def play(desk: Desk, *, right: bool) -> str:
    """Answer a whole round; its last screen."""
    html = desk.act("round")
    for each in ITEMS:
        given = (
            RIGHT_ANSWERS[each.kind] if right else ["9"] if each.kind == "filled" else ["1"] * max(1, len(each.lefts))
        )
        html = desk.act("answer", given=given)
        assert 'class="learn-verdict' in html
        html = desk.act("next")
    return html


def test_right_answers_of_every_kind_are_counted(desk: Desk) -> None:
    assert "答对6题，共6题" in play(desk, right=True)
    learned = desk.progress.learned("张三").values()
    assert all(each.hits == each.answers == 1 and not each.wrong for each in learned)
    assert "错题本是空的" in desk.act("home")


def test_wrong_answers_come_back_today_and_stand_in_the_book(desk: Desk) -> None:
    assert "答对0题，共6题" in play(desk, right=False)
    assert "错题本（6题）" in desk.act("home")
    assert "今天没有要复习的题" in desk.act("home")
    desk.time += timedelta(hours=1)
    assert "今日复习（6题）" in desk.act("home")
    assert "第1题，共6题" in desk.act("due")


def test_an_answer_is_counted_once_however_often_it_is_sent(desk: Desk) -> None:
    desk.act("round")
    for _ in range(3):
        desk.act("answer", given=["0"])
    assert [each.answers for each in desk.progress.learned("张三").values()] == [1]


@pytest.mark.parametrize("given_numbers", [[], ["7"], ["-1"], ["x"], [""], None, "0", [["0"]], [{"a": 1}]])
def test_what_is_no_answer_is_not_counted(desk: Desk, given_numbers: Any) -> None:
    desk.act("round")
    assert "还没有作答" in desk.act("answer", given=given_numbers)
    assert desk.progress.learned("张三") == {}


def test_items_that_the_documents_no_longer_give_are_passed_over(desk: Desk) -> None:
    play(desk, right=False)
    desk.act("round")
    desk.lessons.gone = {ITEMS[0].id, ITEMS[1].id}
    assert "问judged" in desk.act("continue")
    assert "另有2题" in desk.act("book")
    desk.lessons.gone = {each.id for each in ITEMS}
    assert "学习" in desk.act("continue")


def test_a_base_that_is_gone_and_a_store_that_fails_are_said(desk: Desk) -> None:
    desk.lessons.broken = True
    assert "没有知识库。" in desk.act("home")
    assert "No base." in desk.replies.act('{"do": "home", "name": "a"}', "en")[0]
    desk.lessons.broken = False
    desk.store.close()
    assert "没有保存上" in desk.act("name")


def test_nothing_that_documents_or_learners_say_becomes_markup(desk: Desk) -> None:
    screens = [
        desk.act("name", name=POISON_TEXT),
        desk.act("round"),
        desk.act("sheet"),
        desk.act("path", document=NOTICE.id),
    ]
    screens += [play(desk, right=False), desk.act("book"), desk.act("forget", name="<b>x"), desk.act("who")]
    for html in screens:
        assert "<script" not in html and "<img" not in html and "${" not in html and "{{" not in html


@given(st.text(max_size=80))
def test_whatever_is_sent_leads_to_a_screen(command: str) -> None:
    html, place = Desk().replies.act(command, "zh")
    assert html.startswith("<section") and json.loads(place)["do"]


@given(do=st.text(max_size=10), document=st.text(max_size=10), given_words=st.lists(st.text(max_size=5), max_size=4))
def test_whatever_action_leads_to_a_screen(do: str, document: str, given_words: list[str]) -> None:
    desk = Desk()
    desk.act("round")
    assert desk.act(do, document=document, item=document, given=given_words).startswith("<section")
