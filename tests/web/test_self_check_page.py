"""办事自查 in a browser, over documents in a real catalogue: the whole walk, by mouse on a phone and by keyboard at a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bot.self_check_desk import SelfChecks
from bot.types import DocumentView
from bot.viewing import document_view
from evaluation.self_check import catalogue_of
from knowledge.originals import Originals
from tests.bot.self_checked import DAY, TEXTS
from tests.web.canned import CannedBot
from tests.web.conftest import Visit, served
from tests.web.readable import faint, nameless, too_wide
from tests.web.test_self_check import Fixed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.page


@dataclass
class CheckedBot(CannedBot):
    """The canned bot over a real catalogue: self-checks and documents are the program's own."""

    knowledge: Any = None

    def document(self, document_id: str, start: int = 0, end: int = 0) -> DocumentView:
        return document_view(self.knowledge, document_id, start, end)

    def page(self, document_id: str, page: int, start: int = 0, end: int = 0) -> None:
        return None  # Markdown has no pages


@pytest.fixture(scope="module")
def check_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from web.server import create_app

    place: Path = tmp_path_factory.mktemp("checked")
    catalogue = catalogue_of(TEXTS / "first", place)
    bot = CheckedBot(self_check=Fixed(SelfChecks(catalogue, DAY)))
    bot.knowledge = SimpleNamespace(catalogue=catalogue, originals=Originals(place))
    with served(create_app(bot, lambda: "1")) as address:
        yield address


class CheckVisit(Visit):
    """A browser window that opens 办事自查."""

    def open(self) -> None:
        self.page.goto(self.origin + "/check")
        self.page.locator("#check h2").wait_for()
        self.page.locator("#dark[aria-pressed]").wait_for()

    def asked(self, words: str) -> None:
        self.page.locator("#check-question", has_text=words).wait_for()


@pytest.fixture
def check(browser: Browser, check_origin: str) -> Iterator[Callable[..., CheckVisit]]:
    opened: list[CheckVisit] = []

    def visit(**options: object) -> CheckVisit:
        opened.append(CheckVisit(browser, check_origin, **options))
        return opened[-1]

    yield visit
    strays = [url for each in opened for url in each.outside()]
    trouble = [line for each in opened for line in each.trouble]
    for each in opened:
        each.context.close()
    assert (strays, trouble) == ([], [])


def test_a_resident_walks_to_a_result_on_a_phone(check: Callable[..., CheckVisit]) -> None:
    visit = check(viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True)
    page = visit.page
    assert too_wide(page) == []
    page.locator("#check-words").fill("老人津贴")
    page.locator("form.find button").click()
    page.locator("#check .policy", has_text="高龄津贴").click()
    visit.asked("具有本县户籍")
    assert faint(page) + nameless(page) + too_wide(page) == []
    page.locator("#check button[data-said=yes]").click()
    visit.asked("年龄")
    page.locator("#check-amount").fill("八十多")
    page.locator("#check-amount").press("Enter")
    page.locator("#check-problem").wait_for()
    assert page.locator("#check-amount").input_value() == "八十多"
    page.locator("#check-amount").fill("82")
    page.locator("#check-amount").press("Enter")
    for words in ("迁出", "服刑", "集中供养"):
        visit.asked(words)
        page.locator("#check button[data-said=no]").click()
    page.locator("#check .outcome.met").wait_for()
    assert faint(page) + nameless(page) + too_wide(page) == []
    assert "可能符合" in page.locator("#check .outcome").inner_text()
    assert page.locator("#check .conditions li").count() == page.locator("#check .conditions blockquote").count() == 5
    page.locator("#check .conditions a.open").nth(1).click()
    cited = page.locator("#reader #cited")
    cited.wait_for()
    assert "年满80周岁" in cited.inner_text()
    page.go_back()
    page.locator("#check button[data-do=ask]").nth(1).click()
    visit.asked("年龄")
    page.locator("#check-amount").fill("79")
    page.locator("#check-amount").press("Enter")
    page.locator("#check .outcome.unmet").wait_for()
    page.reload()
    page.locator("#check .policies").wait_for()
    assert "82" not in page.locator("#check").inner_text(), "nothing is kept"


def test_the_keyboard_alone_is_enough_at_a_desk(check: Callable[..., CheckVisit]) -> None:
    visit = check()
    page = visit.page
    page.locator("#check-words").focus()
    page.keyboard.type("公共租赁房")
    page.keyboard.press("Enter")
    page.locator("#check .policies li").first.wait_for()
    page.wait_for_function("document.querySelectorAll('#check .policy').length < 4")
    page.locator("#check .policy", has_text="公共租赁住房").focus()
    page.keyboard.press("Enter")
    visit.asked("城镇户籍")
    page.wait_for_function("document.activeElement.id === 'check-question'")
    for _ in range(3):  # 看原文, 是, 不是
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visit.asked("连续务工")
    page.wait_for_function("document.activeElement.id === 'check-amount'")
    page.keyboard.type("2年")
    page.keyboard.press("Enter")
    visit.asked("住房建筑面积")
    page.wait_for_function("document.querySelector('#check-amount').value === ''")  # not what was typed before
    assert faint(page) + nameless(page) == []
    page.locator("#switch-language").click()
    page.locator("#check-question", has_text="How much").wait_for()
    assert page.title().startswith("Self-check")
