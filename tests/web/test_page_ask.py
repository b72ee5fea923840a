"""What stands under and around an answer, in a real browser: lists, next questions, feedback, reading aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.canned import CannedBot
from tests.web.conftest import Visit, served
from web.feedback import FeedbackKeeper
from web.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.page

HOW = "低保怎么申请？"
VOICES = """
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [{ lang: "en-US" }, { lang: "zh-TW" }, { lang: "zh-CN", name: "own" }],
    speak: (each) => window.said.push(each), cancel: () => window.said.push("cancel"),
    pause: () => window.said.push("pause"), resume: () => window.said.push("resume"),
  } });
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(None)


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    from web.server import create_app

    with served(create_app(CannedBot(), lambda: "v1", store=store)) as origin:
        yield origin


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    opened = Visit(browser, address, viewport={"width": 390, "height": 844})
    yield opened
    opened.context.close()
    assert opened.outside() == []
    assert opened.trouble == []


def test_the_lists_are_below_the_short_answer_and_the_evidence_below_them(visit: Visit) -> None:
    visit.ask(HOW, 1)
    page = visit.page
    assert page.locator("#latest .understood").inner_text() == "理解为：低保 → 最低生活保障"
    assert page.locator("#latest .said > .text").inner_text() == "申请由户主向户籍所在地乡镇人民政府提出。[1]"
    guide = page.locator("#latest .guide")
    assert guide.locator("h4").all_inner_texts() == ["办理流程", "办理条件"]
    assert "这份文件里没有找到：申请材料" in guide.inner_text()
    conditions = guide.locator("details[data-part=conditions]")
    assert not conditions.locator("ul").is_visible()
    conditions.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "可以申请低保" in conditions.locator("ul").inner_text()
    conditions.locator(".mark").click()  # its card is folded among those of the lists
    page.locator("#evidence-m1-2.pointed").wait_for()
    assert page.locator("#evidence-m1-2 mark").is_visible()
    assert "本库未见废止或替代" in page.locator("#evidence-m1-1 .facts").inner_text()
    below = "document.querySelector('#latest').getBoundingClientRect().bottom <= document.querySelector('#evidence').getBoundingClientRect().top"
    assert page.evaluate(below)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_next_question_is_asked_at_a_press(visit: Visit) -> None:
    visit.ask(HOW, 1)
    page = visit.page
    assert page.locator(".suggested").first.inner_text() == "低保要符合什么条件？"
    page.locator(".suggested").first.click()
    visit.settled(2)
    assert page.locator("#latest .asked").inner_text().endswith("低保要符合什么条件？")
    page.locator(".suggested", has_text="城市低保标准是多少？").wait_for()
    assert page.locator(".suggested", has_text="低保要符合什么条件？").count() == 0  # not what was just asked


def test_feedback_is_kept_noted_and_taken_back(visit: Visit, store: Store) -> None:
    keeper = FeedbackKeeper(store)
    visit.ask(HOW, 1)
    page = visit.page
    assert page.locator("#latest .judge").all_inner_texts() == ["有用", "没用", "答非所问", "数字不对"]
    page.locator("#latest .judge", has_text="答非所问").click()
    page.locator("#latest .judged", has_text="已记下：答非所问").wait_for()
    assert "会保存您的评价" in page.locator("#latest .kept").inner_text()
    page.locator("#note-1").fill("我问的是城里")
    page.locator("#note-1").press("Enter")
    page.locator("#latest .judged", has_text="已补充").wait_for()
    row = keeper.rows()[-1]
    assert (row["judgement"], row["note"], row["question"], row["index_version"]) == (
        "off_topic",
        "我问的是城里",
        HOW,
        "v1",
    )
    page.locator("#latest .judge", has_text="有用").first.click()
    page.locator("#latest .judged", has_text="已记下：有用").wait_for()
    visit.ask("标准", 2)
    page.locator("#earlier .take-back").click()
    page.locator("#earlier .judged").wait_for(state="detached")
    assert row["id"] not in [each["id"] for each in keeper.rows()]


def test_an_answer_is_read_aloud_without_its_marks(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    visit.context.add_init_script(VOICES)
    visit.open()
    visit.ask(HOW, 1)
    page = visit.page
    button, pause = page.locator("#latest button.speak"), page.locator("#latest button.pause")
    button.click()
    said = page.evaluate(
        "window.said.filter((each) => each.text).map((each) => [each.text, each.lang, each.rate, each.voice.name])"
    )
    assert said[0] == ["申请由户主向户籍所在地乡镇人民政府提出。", "zh-CN", 1, "own"]
    assert not any("[" in text for text, *_ in said)
    assert button.inner_text() == "停止朗读"
    pause.click()
    assert (pause.inner_text(), page.evaluate("window.said.at(-1)")) == ("继续", "pause")
    button.click()
    assert (button.inner_text(), page.evaluate("window.said.at(-1)"), pause.is_visible()) == ("朗读", "cancel", False)
    visit.context.close()
    silent = Visit(browser, address)
    silent.context.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    silent.open()
    silent.ask(HOW, 1)
    assert not silent.page.locator("#latest button.speak").is_visible()
    silent.context.close()
