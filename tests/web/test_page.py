"""The page in a real browser, over the canned bot: what people do there, and what must never happen."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.canned import NOTICE, POISON_TEXT, CannedBot

if TYPE_CHECKING:
    from tests.web.conftest import Visit

pytestmark = pytest.mark.page

STANDARD = "2023年农村低保标准是多少？"
URBAN = "城市低保标准为每人每月690元。"


def test_a_question_is_answered_with_its_evidence_beside_it(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page = visit.page
    assert page.locator("#latest .asked").inner_text().endswith(STANDARD)
    assert "每人每年5640元" in page.locator("#latest .text").inner_text()
    card = page.locator("#evidence-m1-1")
    shown = card.inner_text()
    for words in (
        NOTICE.metadata.title,
        "白石县民政局",
        "白民发〔2023〕7号",
        "2023年3月6日",
        "东川省白石县",
        "三、保障标准",
        NOTICE.name,
    ):
        assert words in shown
    assert card.locator("mark").inner_text() == "从2023年1月起，农村低保标准为每人每年5640元。"
    assert "已被《" in page.locator("#evidence-m1-3 .repealed").inner_text()
    assert page.locator("#latest .notices").inner_text().startswith("依据")
    assert page.locator("#question textarea").input_value() == ""
    assert visit.trouble == []


def test_a_figure_card_stands_above_the_answer_and_leads_to_its_source(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page = visit.page
    card = page.locator("#latest .figure")
    assert card.count() == 1
    parts = [card.locator(f".{name} dd").inner_text() for name in ("indicator", "place", "period", "value")]
    assert parts == ["农村低保标准", "白石县（据文件）", "2023年1月", "每人每年5640元[1]"]
    above, below = card.bounding_box(), page.locator("#latest .text").bounding_box()
    assert above is not None and below is not None and above["y"] + above["height"] <= below["y"]
    card.locator(".mark").focus()
    page.keyboard.press("Enter")
    assert visit.focused == "evidence-m1-1"
    page.locator("#choices button", has_text="English").click()
    page.locator("#latest .figure dt", has_text="Indicator").wait_for(state="attached")
    assert card.locator(".place dd").inner_text() == "白石县 (from the document)"


def test_a_mark_focuses_its_evidence_and_leads_back(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page = visit.page
    page.locator("#latest .text .mark", has_text="[2]").click()
    assert visit.focused == "evidence-m1-2"
    assert page.locator("#evidence-m1-2 mark").inner_text() == URBAN
    assert page.locator("#evidence-m1-2 mark").is_visible()
    page.locator("#evidence-m1-2 a.back").click()
    assert page.evaluate("document.activeElement.dataset.opens") == "evidence-m1-2"


def test_a_mark_without_evidence_is_text(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    assert "[9]" in visit.page.locator("#latest .text").inner_text()
    assert visit.page.locator("#latest .mark", has_text="[9]").count() == 0


def test_marks_of_an_earlier_answer_open_its_own_evidence(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    visit.ask("申请低保要什么条件？", 2)
    page = visit.page
    assert page.locator("#evidence-m2-1").is_visible()
    assert not page.locator("#evidence-m1-1").is_visible()
    page.locator("#earlier #m1 .mark", has_text="[1]").first.click()
    assert visit.focused == "evidence-m1-1"
    assert "5640元" in page.locator("#evidence-m1-1 mark").inner_text()
    assert not page.locator("#evidence-m2-1").is_visible()
    page.locator("#group-m1 button.latest").click()
    assert page.locator("#evidence-m2-1").is_visible()
    assert not page.locator("#evidence-m1-1").is_visible()


def test_the_reader_shows_the_document_at_the_sentence(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page = visit.page
    page.locator("#evidence-m1-2 a.open").click()
    cited = page.locator("#reader #cited")
    cited.wait_for()
    assert cited.inner_text() == URBAN
    assert visit.focused == "cited"
    assert _in_window(visit, "#reader #cited")
    assert page.locator("#reader h2, #reader h3").all_inner_texts()[:3] == [
        "一、保障对象",
        "二、工作要求",
        "三、保障标准",
    ]
    assert page.locator("#reader table tr").count() == 3
    page.locator("#reader .close").click()
    assert not page.locator("#reader").is_visible()
    assert page.locator("#latest #m1").is_visible()
    page.locator("#evidence-m1-1 a.open").click()
    page.locator("#reader #cited", has_text="5640元").wait_for()
    page.go_back()
    assert not page.locator("#reader").is_visible()
    assert page.locator("#latest #m1").is_visible()


def test_a_cited_row_is_highlighted_cell_by_cell(visit: Visit) -> None:
    visit.ask("柳河镇低保标准？", 1)
    visit.ask("松岭乡呢？", 2)
    page = visit.page
    page.locator("#evidence-m2-1 a.open").click()
    page.locator("#reader tr.cited").wait_for()
    assert page.locator("#reader tr.cited mark").all_inner_texts() == ["松岭乡", "88", "153"]
    assert page.locator("#reader mark").count() == 3


def test_a_follow_up_shows_how_it_was_understood(visit: Visit, bot: CannedBot) -> None:
    visit.ask("柳河镇低保标准？", 1)
    assert visit.page.locator("#latest .understood").count() == 0
    visit.ask("松岭乡呢？", 2)
    assert visit.page.locator("#latest .understood").inner_text() == "理解为：松岭乡柳河镇低保标准？"
    assert [turn.role for turn in bot.asked[-1].history] == ["user", "assistant"]


def test_a_refusal_says_so_and_what_is_nearby(visit: Visit) -> None:
    visit.ask("2030年低保标准是多少？", 1)
    page = visit.page
    assert page.locator("#latest .verdict").inner_text() == "文件里没有找到依据"
    assert "5640元" in page.locator("#latest .nearby").inner_text()
    page.locator("#latest .nearby .mark").click()
    assert visit.focused == "nearby-m1-1"
    assert "不是答案" in page.locator("#latest-evidence").inner_text()
    visit.ask("哪个镇？", 2)
    assert page.locator("#latest .verdict").inner_text() == "还差一点信息"


@pytest.mark.parametrize("question", ["", "？！……", "长" * 10000])
def test_what_cannot_be_asked_is_said_and_not_lost(visit: Visit, question: str) -> None:
    visit.ask(question, 1, progress="failed")
    page = visit.page
    assert re.search("请输入问题|问题太长（10000字）", page.locator("#latest .sentence").inner_text())
    assert page.locator("#question textarea").input_value() == question
    visit.ask(STANDARD, 2)
    assert page.locator("#earlier #m1").is_visible()


def test_an_unexpected_error_is_one_sentence(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    visit.ask("请你出错", 1, progress="failed")
    said = visit.page.locator("#latest").inner_text()
    assert "这个问题没有答成" in said
    assert "secret" not in said
    assert "ZeroDivisionError" in caplog.text
    visit.ask(STANDARD, 2)


def test_streaming_stop_retry_and_new(visit: Visit, bot: CannedBot, gate: Event) -> None:
    page = visit.page
    visit.type("请等一等")
    page.get_by_text("第1步、第2步").wait_for()
    page.locator("#send").wait_for(state="hidden")
    page.locator("#stop").click()
    visit.settled(1, "stopped")
    gate.set()
    page.wait_for_timeout(500)
    assert page.locator("#latest .text").inner_text() == "第1步、第2步"
    assert "已停止" in page.locator("#latest .notices").inner_text()
    visit.ask(STANDARD, 2)
    asked = len(bot.asked)
    page.locator("#retry").click()
    visit.settled(3)
    assert bot.asked[asked].text == STANDARD
    assert page.locator(".exchange").count() == 2
    page.locator("#new").click()
    page.locator("#welcome").wait_for()
    assert page.locator(".exchange").count() == 0
    assert page.locator(".card").count() == 0
    visit.ask("松岭乡呢？", 4)
    assert bot.asked[-1].history == ()


def test_new_while_an_answer_runs_stays_new(visit: Visit, gate: Event) -> None:
    visit.type("请等一等")
    visit.page.get_by_text("第2步").wait_for()
    visit.page.locator("#new").click()
    visit.page.locator("#welcome").wait_for()
    gate.set()
    visit.page.wait_for_timeout(500)
    assert visit.page.locator(".exchange").count() == 0
    visit.ask(STANDARD, 2)


def test_examples_are_asked_by_one_click(visit: Visit) -> None:
    examples = visit.page.locator("button.example")
    assert examples.count() == 9
    words = examples.first.inner_text()
    examples.first.click()
    visit.settled(1)
    assert words in visit.page.locator("#latest .asked").inner_text()
    assert not visit.page.locator("#welcome").is_visible()


def test_copying_takes_the_sources_along(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(STANDARD, 1)
    visit.page.locator("#latest button.copy").click()
    visit.page.get_by_text("已复制").wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "农村低保标准 · 白石县（据文件） · 2023年1月 · 每人每年5640元 [1]\n\n农村低保标准：每人每年5640元[1]。"
    )
    assert f"[2] 《{NOTICE.metadata.title}》（白民发〔2023〕7号）：“{URBAN}”" in copied


def test_english_is_one_click_and_remembered(visit: Visit, bot: CannedBot) -> None:
    page = visit.page
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    visit.ask("2030年低保标准？", 1)
    page.locator("#switch-language").click()
    page.get_by_text("The documents don't say").wait_for()
    assert page.locator("#send").inner_text() == "Ask"
    page.wait_for_function("document.documentElement.lang === 'en'")
    visit.ask(STANDARD, 2)
    assert bot.asked[-1].language == "en"
    visit.open()
    page.get_by_text("Wence answered").first.wait_for(state="attached")
    page.locator("#send", has_text="Ask").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("#switch-language").click()
    page.locator("#new", has_text="新对话").click()
    page.get_by_text("居民常问").wait_for()
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")


def test_dark_and_large_print_are_remembered(visit: Visit) -> None:
    page = visit.page
    before = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.documentElement).fontSize]"
    )
    page.locator("#dark").click()
    page.locator("#large-print").click()
    for _ in range(2):
        page.locator("#dark[aria-pressed=true]").wait_for()
        page.locator("#large-print[aria-pressed=true]").wait_for()
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
            == "rgb(19, 23, 21)"
        )
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        visit.open()
    page.locator("#dark").click()
    page.locator("#large-print").click()
    page.locator("#dark[aria-pressed=false]").wait_for()
    assert before == page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.documentElement).fontSize]"
    )


def test_the_system_can_be_dark_and_the_reader_still_choose_light(visits: Any) -> None:
    visit = visits(color_scheme="dark")
    visit.page.locator("#dark[aria-pressed=true]").wait_for()
    visit.page.locator("#dark").click()
    visit.open()
    visit.page.locator("#dark[aria-pressed=false]").wait_for()


@pytest.mark.parametrize("large", [False, True])
def test_a_phone_shows_everything_without_sideways_scrolling(visits: Any, large: bool) -> None:
    visit = visits(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visit.page
    if large:
        page.locator("#large-print").click()
    assert _width(visit) <= 390
    visit.ask(STANDARD, 1)
    assert _width(visit) <= 390
    assert _in_window(visit, "#question textarea")
    assert _in_window(visit, "#send")
    answer, evidence = page.locator("#latest #m1").bounding_box(), page.locator("#evidence-m1-1").bounding_box()
    assert evidence["y"] >= answer["y"] + answer["height"]
    page.locator("#latest .mark", has_text="[2]").click()
    page.wait_for_timeout(600)
    assert _in_window(visit, "#evidence-m1-2 mark")
    page.locator("#evidence-m1-2 a.open").click()
    page.locator("#reader #cited").wait_for()
    assert _in_window(visit, "#reader #cited")
    assert _width(visit) <= 390
    page.go_back()
    assert not page.locator("#reader").is_visible()


def test_everything_works_from_the_keyboard(visit: Visit) -> None:
    page = visit.page
    _tab_to(visit, "#question textarea")
    page.keyboard.type(STANDARD)
    page.keyboard.press("Enter")
    visit.settled(1)
    _tab_to(visit, "#latest .mark", back=True)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    opened = page.evaluate("document.activeElement.dataset.opens")
    page.keyboard.press("Enter")
    assert visit.focused == opened
    _tab_to(visit, f"#{opened} a.open")
    page.keyboard.press("Enter")
    page.locator("#reader #cited").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#reader").is_visible()
    assert page.evaluate("document.activeElement.matches('a.open')")
    _tab_to(visit, f"#{opened} a.back")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.opens") == opened


def test_a_screen_reader_hears_the_final_answer(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    told = visit.page.locator("#teller[role=status]")
    assert told.inner_text().startswith("回答完了：农村低保标准")
    unnamed = visit.page.evaluate(
        "[...document.querySelectorAll('button, a, textarea, input')].filter((e) => e.checkVisibility() &&"
        " !(e.innerText.trim() || e.getAttribute('aria-label') || e.labels?.[0]?.innerText.trim() || e.placeholder))"
        ".map((e) => e.outerHTML)"
    )
    assert unnamed == []


def test_two_people_dont_wait_for_each_other_or_see_each_other(visits: Any, gate: Event) -> None:
    slow, quick = visits(), visits()
    slow.type("请等：甲的问题")
    slow.page.get_by_text("第2步").wait_for()
    quick.ask("乙问：申请条件？", 1)
    assert slow.page.locator("#latest #m1").get_attribute("data-progress") == "running"
    gate.set()
    slow.settled(1)
    assert "甲的问题" not in quick.page.locator("body").inner_text()
    assert "乙问" not in slow.page.locator("body").inner_text()
    quick.ask("松岭乡呢？", 2)
    assert "甲" not in quick.page.locator("#latest .understood").inner_text()


def test_a_poisoned_document_and_question_run_nothing(visit: Visit) -> None:
    visit.ask(f"毒{POISON_TEXT}", 1)
    page = visit.page
    page.locator("#evidence-m1-1 a.open").click()
    page.locator("#reader #cited").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.poisoned") is None
    for place in ("#desk", "#reader"):
        assert page.locator(f"{place} img, {place} script, {place} iframe, {place} a[href^=javascript]").count() == 0
        assert page.locator(f"{place} [onerror], {place} [onmouseover], {place} [onclick]").count() == 0
    for selector in ("#latest .asked", "#latest .understood", "#latest .text", "#latest .notices", "#evidence-m1-1 h3",
                     "#evidence-m1-1 mark", "#evidence-m1-1 .repealed", "#evidence-m1-1 .where", "#reader h1", "#reader td"):  # fmt: skip
        assert "<script>window.poisoned=1</script>" in page.locator(selector).first.inner_text()
        assert "${window.poisoned=3} {{constructor}}" in page.locator(selector).first.inner_text()
    assert visit.trouble == []
    page.keyboard.press("Escape")
    page.locator("#switch-language").click()
    page.get_by_text("Understood as").wait_for()
    assert page.evaluate("window.poisoned") is None


def _width(visit: Visit) -> int:
    return visit.page.evaluate("document.documentElement.scrollWidth")


def _in_window(visit: Visit, selector: str) -> bool:
    """Whether the element's middle is in the window and nothing covers it."""
    return visit.page.locator(selector).first.evaluate(
        "(e) => { const r = e.getClientRects()[0]; const x = r.x + r.width / 2, y = r.y + r.height / 2;"
        " const top = document.elementFromPoint(x, y); return !!top && e.contains(top); }"
    )


def _tab_to(visit: Visit, selector: str, *, back: bool = False) -> None:
    """Press Tab until the element has the focus; at most 60 times."""
    for _ in range(60):
        if visit.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        visit.page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"{selector} can't be reached with Tab")
