"""What a citation opens, in a real browser over a real base: the page with its mark in view, at a desk and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from bot.answering import PolicyBot
from tests.web.conftest import Visit, served
from tests.web.paged import POISONED_NAME, QUOTE, bot_over, build, span_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.page
ASKED = "急难型救助每人每次补助多少？"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
Opened = Callable[..., Visit]


@pytest.fixture(scope="module")
def paged_bot(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    return bot_over(build(tmp_path_factory.mktemp("paged")))


@pytest.fixture(scope="module")
def paged_origin(paged_bot: PolicyBot) -> Iterator[str]:
    from web.server import create_app

    with served(create_app(paged_bot, paged_bot.version)) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, paged_origin: str) -> Iterator[Opened]:
    """Ask the question and open what its first mark cites."""
    visits: list[Visit] = []

    def make(question: str = ASKED, **options: object) -> Visit:
        visit = Visit(browser, paged_origin, **options)
        visits.append(visit)
        visit.ask(question, 1)
        visit.page.locator("#latest .text .mark").first.click()
        visit.page.locator(".card.pointed a.open").click()
        visit.page.locator("#reader #cited").wait_for(state="attached")
        return visit

    yield make
    for visit in visits:
        assert visit.trouble == []
        assert visit.outside() == []
        visit.context.close()


def _drawn(page: Page) -> None:
    """Wait until the page's picture is there."""
    page.wait_for_function(
        "() => { const i = document.querySelector('#reader .paper img'); return i?.complete && i.naturalWidth > 0; }"
    )


def _ink_under_mark(page: Page) -> dict[str, float]:
    """How dark the picture is under the first mark and in the strip of the same size above the page's text, from 0 to 1."""
    return page.evaluate(
        """() => {
          const image = document.querySelector('#reader .paper img');
          const mark = document.querySelector('#reader .box').style;
          const canvas = document.createElement('canvas');
          canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const part = (value, whole) => Math.round(parseFloat(value) / 100 * whole);
          const [x, w] = [part(mark.left, canvas.width), part(mark.width, canvas.width)];
          const [y, h] = [part(mark.top, canvas.height), part(mark.height, canvas.height)];
          const dark = (top) => {
            const pixels = pen.getImageData(x, top, w, h).data;
            let count = 0;
            for (let i = 0; i < pixels.length; i += 4) count += pixels[i] < 128;
            return count / (w * h);
          };
          return { under: dark(y), above: dark(2) };
        }"""
    )


@pytest.mark.parametrize(
    "options",
    [{}, PHONE, {"color_scheme": "dark"}, PHONE | {"color_scheme": "dark"}],
    ids=["desk", "phone", "dark", "dark phone"],
)
def test_the_mark_is_in_view_on_the_page(opened: Opened, options: dict[str, object]) -> None:
    visit = opened(**options)
    page = visit.page
    _drawn(page)
    assert visit.focused == "cited"
    assert page.locator("#reader .box").count() == 2
    box, leaf = page.locator("#reader #cited").bounding_box(), page.locator("#reader .leaf").bounding_box()
    tools = page.locator("#reader .tools").bounding_box()
    assert box is not None and leaf is not None and tools is not None
    assert leaf["x"] <= box["x"] + 1 < leaf["x"] + leaf["width"]
    assert tools["y"] + tools["height"] <= box["y"]
    assert box["y"] + box["height"] <= leaf["y"] + leaf["height"]
    ink = _ink_under_mark(page)
    assert ink["under"] > 0.05 > ink["above"]
    assert page.locator("#reader .page-of").inner_text() == "第2页，共3页"
    width = page.viewport_size["width"]
    assert page.evaluate("document.querySelector('#reader .leaf').scrollWidth") <= width, (
        "only the page's own frame scrolls sideways"
    )
    for control in ("原件", "文字", "上一页", "下一页", "下载原件"):
        assert page.locator("#reader .tools a", has_text=control).first.is_visible()
    assert page.locator("#reader .paper img").get_attribute("alt") == "《临溪县临时救助办法》第2页的图像，共3页"
    assert page.locator("#reader #cited").get_attribute("aria-label") == f"引用的内容：{QUOTE}"


def test_the_card_says_the_page(opened: Opened) -> None:
    page = opened().page
    page.keyboard.press("Escape")
    assert page.locator(".card.pointed .where").inner_text() == "临时救助办法.pdf · 第2页"


def test_all_of_it_goes_by_keyboard(opened: Opened) -> None:
    visit = opened()
    page = visit.page
    _focus(page, "文字")
    page.keyboard.press("Enter")
    page.locator("#reader mark").wait_for()
    assert page.locator("#reader mark").inner_text() == QUOTE
    assert visit.focused == "cited"
    _focus(page, "原件")
    page.keyboard.press("Enter")
    page.locator("#reader .box").first.wait_for()
    _focus(page, "下一页")
    page.keyboard.press("Enter")
    page.locator("#reader .page-of", has_text="第3页").wait_for()
    assert page.evaluate("document.activeElement.closest('.turning') !== null"), (
        "the keyboard stays at the page's links"
    )
    assert page.locator("#reader .box").count() == 0
    _focus(page, "回到引用的第2页")
    page.keyboard.press("Enter")
    page.locator("#reader .page-of", has_text="第2页").wait_for()
    assert page.locator("#reader .box").count() == 2
    page.keyboard.press("Escape")
    assert not page.locator("#reader").is_visible()
    assert page.locator("#latest #m1").is_visible()


def _focus(page: Page, words: str) -> None:
    """Reach the link by the Tab key, from wherever the keyboard is."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent") == words:
            return
    raise AssertionError(f"{words} isn't reached by Tab")


def test_the_page_can_be_enlarged(opened: Opened) -> None:
    page = opened().page
    _drawn(page)
    before = page.locator("#reader .paper img").bounding_box()
    page.locator("#reader #enlarge").focus()
    page.keyboard.press("Space")
    after = page.locator("#reader .paper img").bounding_box()
    assert before is not None and after is not None
    assert after["width"] > 1.9 * before["width"]
    page.locator("#reader a", has_text="下一页").click()
    page.locator("#reader .page-of", has_text="第3页").wait_for()
    assert page.locator("#reader #enlarge").is_checked(), "a page that is turned stays enlarged"


def test_the_file_is_saved_under_its_name(opened: Opened) -> None:
    page = opened().page
    with page.expect_download() as saving:
        page.locator("#reader a.download").click()
    assert saving.value.suggested_filename == "临时救助办法.pdf"
    assert page.locator("#reader").is_visible()


def test_a_document_opened_on_its_own_turns_its_pages_too(
    browser: Browser, paged_origin: str, paged_bot: PolicyBot
) -> None:
    document, start, end = span_of(paged_bot, "临时救助办法.pdf", QUOTE)
    context = browser.new_context(locale="zh-CN", color_scheme="dark", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{paged_origin}/document/{document}?start={start}&end={end}#cited")
    assert page.locator("#cited").bounding_box()["y"] < page.viewport_size["height"]
    page.locator("a", has_text="下一页").click()
    page.locator(".page-of", has_text="第3页").wait_for()
    page.locator("a", has_text="文字").click()
    assert page.locator("mark").inner_text() == QUOTE
    context.close()


def test_a_poisoned_name_runs_nothing(browser: Browser, paged_origin: str, paged_bot: PolicyBot) -> None:
    document, start, end = span_of(paged_bot, POISONED_NAME, "高龄津贴每人每月六十元。")
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for view in ("original", "text"):
        page.goto(f"{paged_origin}/document/{document}?view={view}&start={start}&end={end}#cited")
        page.locator("#cited").wait_for(state="attached")
        assert page.evaluate("window.poisoned") is None
        assert POISONED_NAME in page.locator(".where").inner_text()
    assert all("/document/" in url for url in asked), asked
    context.close()
