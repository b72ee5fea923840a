"""People reload, go back and forth, come by keyboard or with a narrow window, and the server starts anew."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.web.canned import CannedBot
from tests.web.conftest import served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.web.conftest import Visit

pytestmark = pytest.mark.page

STANDARD = "2023年农村低保标准是多少？"


def test_a_conversation_is_still_there_after_a_reload_and_goes_on(visit: Visit, bot: CannedBot) -> None:
    visit.ask(STANDARD, 1)
    visit.page.reload()
    visit.settled(1)
    assert visit.page.locator("#evidence-m1-1 mark").is_visible()
    visit.ask("松岭乡呢？", 2)
    assert [turn.content for turn in bot.asked[-1].history][:1] == [STANDARD]
    assert visit.trouble == []


def test_a_reload_in_the_middle_of_an_answer_asks_again(visit: Visit, bot: CannedBot, gate: Event) -> None:
    visit.type("请等一等")
    visit.page.get_by_text("第1步、第2步").wait_for()
    before = len(bot.asked)
    visit.page.reload()
    visit.page.get_by_text("第1步、第2步").wait_for()
    gate.set()
    visit.page.locator("#latest [data-progress=done]").wait_for()
    assert [question.text for question in bot.asked[before:]] == ["请等一等"]
    assert visit.page.locator(".exchange").count() == 1


def test_another_window_starts_empty(visits: Callable[..., Visit]) -> None:
    first = visits()
    first.ask(STANDARD, 1)
    other = first.context.new_page()
    other.goto(first.origin)
    other.locator("#welcome").wait_for()
    assert other.locator(".exchange").count() == 0


def test_an_emptied_conversation_stays_empty_after_a_reload(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    visit.page.locator("#new").click()
    visit.page.locator("#welcome").wait_for()
    visit.page.reload()
    visit.page.locator("#dark[aria-pressed]").wait_for()
    visit.page.wait_for_timeout(500)
    assert visit.page.locator(".exchange").count() == 0


def test_back_and_forward_return_to_the_conversation(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page = visit.page
    page.goto(visit.origin + "/healthz")
    page.go_back()
    visit.settled(1)
    page.go_forward()
    assert '"ok":true' in page.content()
    page.go_back()
    visit.settled(1)


def test_a_server_that_starts_anew_answers_the_same_page(browser: Browser, bot: CannedBot) -> None:
    from tests.web.conftest import Visit
    from web.server import create_app

    with served(create_app(bot, lambda: "1")) as first:
        visit = Visit(browser, first)
        visit.ask(STANDARD, 1)
    port = int(first.rsplit(":", 1)[1])
    with served(create_app(bot, lambda: "2"), port=port) as again:
        assert again == first
        visit.open()
        visit.ask("松岭乡呢？", 1)
    visit.context.close()


def test_a_long_question_is_refused_with_the_limit_and_kept_in_its_field(visit: Visit) -> None:
    question = "低保标准是多少？" * 625
    visit.ask(question, 1, progress="failed")
    assert "字" in visit.page.locator("#latest .said").inner_text()
    assert visit.page.locator("#question textarea").input_value() == question
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_is_reached_by_keyboard_and_shows_where_one_is(visit: Visit) -> None:
    visit.ask(STANDARD, 1)
    page, seen = visit.page, []
    page.locator("a.desk").first.focus()
    page.keyboard.press("Shift+Tab")
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const at = document.activeElement; const ring = getComputedStyle(at);"
                " const ringed = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2;"
                " return [at.id || at.className || at.tagName, ringed || ring.boxShadow !== 'none']; })()"
            )
        )
        if seen[-1][0] == "BODY" or (len(seen) > 9 and seen[-1][0] == "desk"):
            break  # once around
    names = " ".join(name for name, _ in seen)
    for wanted in ("desk", "large-print", "dark", "switch-language", "mark", "action copy", "action open"):
        assert wanted in names, names
    assert len(seen) < 40
    assert [name for name, ringed in seen[:-1] if not ringed] == []
