"""The desk 查数据 over a real base: its addresses, and the page in Chromium as a clerk uses it."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from openpyxl import load_workbook

from bot.figure_table import TableRequest
from tests.bot.contradictions import PRIVATE
from tests.web.conftest import Visit, served
from tests.web.readable import faint, nameless, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from bot.answering import PolicyBot

WORDS = "监测对象多少户"


@pytest.fixture(scope="module")
def data_origin(contradicting_bot: PolicyBot) -> Iterator[str]:
    from web.server import create_app

    contradicting_bot.figure_desk.every(TableRequest())  # the documents have been compared
    with served(create_app(contradicting_bot, contradicting_bot.version)) as address:
        yield address


@pytest.fixture
def client(data_origin: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=data_origin) as opened:
        yield opened


def key(bot: PolicyBot, said: str) -> str:
    return next(row.key for row in bot.figure_desk.every(TableRequest())[0] if row.card.said == said)


# The addresses


def shown_address(client: httpx.Client, **asked: str) -> dict[str, list[str]]:
    html = client.get("/figures/table", params=asked).text
    return parse_qs(html.partition('data-address="?')[2].partition('"')[0].replace("&amp;", "&"))


def test_the_table_says_its_own_plainest_address(client: httpx.Client, contradicting_bot: PolicyBot) -> None:
    first, second = key(contradicting_bot, "286户"), key(contradicting_bot, "305户")
    assert shown_address(client, q="危房", page="99", rows=f"gone.1.2,{first}") == {"q": ["危房"], "rows": [first]}
    beside = shown_address(client, q="危房", rows=first, along="series")
    assert beside == {"q": ["危房"], "rows": [f"{first},{second}"]}


def test_the_table_is_no_page_and_runs_nothing(client: httpx.Client) -> None:
    answer = client.get("/figures/table")
    assert answer.status_code == 200 and "script" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("language", ["zh", "en", "xx"])
def test_files_are_given_for_what_was_found_and_for_what_is_selected(
    client: httpx.Client, contradicting_bot: PolicyBot, language: str
) -> None:
    found = client.get("/figures/export.xlsx", params={"unit": "亩", "language": language})
    assert "filename*=UTF-8''" in found.headers["Content-Disposition"]
    rows, about = load_workbook(io.BytesIO(found.content)).worksheets
    assert rows.max_row == 4
    assert contradicting_bot.version() in [cell.value for line in about.iter_rows() for cell in line]
    chosen = ",".join(key(contradicting_bot, said) for said in ("620户", "411户"))
    book = load_workbook(io.BytesIO(client.get("/figures/export.xlsx", params={"rows": chosen}).content))
    assert book.sheetnames == ["数据", "计算", "说明"]
    assert "620户[1]+411户[2]=1031户" in [cell.value for line in book["计算"].iter_rows() for cell in line]
    everything = client.get("/figures/export.csv").text
    assert "9600元" in everything and not any(number in everything for number in PRIVATE)
    plain = client.get("/figures/export.csv", params={"q": "柑橘"})
    assert plain.content.startswith(b"\xef\xbb\xbf") and plain.text.count("\n") == 4


def test_where_no_base_is_the_desk_says_so(origin: str) -> None:
    answer = httpx.get(f"{origin}/figures/table")
    assert answer.status_code == 503 and "这里没有数字" in answer.text
    assert httpx.get(f"{origin}/figures/export.csv").status_code == 503


# The page


class Clerk(Visit):
    """A window that opens the desk 查数据 straight away."""

    def __init__(self, browser: Browser, origin: str, query: str, **options: object) -> None:
        self.query = query
        super().__init__(browser, origin, **options)

    def open(self) -> None:
        self.page.goto(f"{self.origin}/data{self.query}")
        self.page.locator("#figure-desk").wait_for()
        self.page.locator("#dark[aria-pressed]").wait_for()


@pytest.fixture
def opened(browser: Browser, data_origin: str) -> Iterator[Callable[..., Visit]]:
    """Open the desk at an address, in a window of its own; nothing may go to another host."""
    visits: list[Visit] = []

    def open_desk(query: str = "", **options: object) -> Visit:
        visits.append(Clerk(browser, data_origin, query, **options))
        return visits[-1]

    yield open_desk
    strays = [url for visit in visits for url in visit.outside()]
    trouble = [said for visit in visits for said in visit.trouble]
    for visit in visits:
        visit.context.close()
    assert strays == [] and trouble == []


def values(page: Page) -> list[str]:
    return [value.strip() for value in page.locator("tbody td.value").all_inner_texts()]


def settle(page: Page, query: str) -> None:
    """Wait until the address holds the words and the table for it is there."""
    page.wait_for_function("words => decodeURIComponent(location.search).includes(words)", arg=query)
    page.locator("#figures[aria-busy=false]").wait_for()


pages = pytest.mark.page


@pages
def test_a_clerk_searches_sorts_selects_and_goes_back(opened: Callable[..., Visit]) -> None:
    page = opened().page
    page.locator("#figure-words").fill(WORDS)
    page.keyboard.press("Enter")
    settle(page, f"q={WORDS}")
    found = values(page)
    assert "1037户" in found and all(value.endswith("户") for value in found)
    assert page.locator("tr.differs .badge.conflict").count() >= 2
    page.locator("#sort-value").click()
    settle(page, "sort=value")
    assert values(page)[0] == "1037户" and values(page) != found
    page.locator("tbody tr", has_text="620户").locator("input.row").check()
    settle(page, "rows=")
    page.locator("#filter-place").select_option("白渡乡")
    settle(page, "place=白渡乡")
    assert values(page) == ["411户"]
    page.locator("tbody input.row").check()  # the one selected before stays, though it isn't on this page
    page.locator(".workings .sum .formula").wait_for()
    assert page.locator(".workings .sum .formula").inner_text().replace("\u2060", "") == "620户[1]+411户[2]=1031户"
    assert page.locator("svg.chart rect.bar").count() == 2
    sent = page.url
    page.go_back()
    page.locator("#figures[aria-busy=false]").wait_for()
    page.wait_for_function("!location.search.includes('place=')")
    page.wait_for_function("document.querySelectorAll('tbody td.value').length > 1")
    page.go_forward()
    page.wait_for_function("document.querySelectorAll('tbody td.value').length === 1")
    colleague = opened("?" + urlsplit(sent).query).page
    assert colleague.locator(".workings .sum .formula").inner_text().replace("\u2060", "") == "620户[1]+411户[2]=1031户"


@pages
def test_a_row_and_a_term_open_their_source_at_the_figure(
    opened: Callable[..., Visit], contradicting_bot: PolicyBot
) -> None:
    rows = f"{key(contradicting_bot, '286户')},{key(contradicting_bot, '305户')}"
    page = opened(f"?q={quote('危房')}&rows={rows}").page
    page.locator("tbody tr", has_text="286户").locator("a.open").click()
    page.locator("#reader #cited").wait_for()
    assert page.locator("#reader mark").inner_text() == "286户"
    page.keyboard.press("Escape")
    page.locator("#reader").wait_for(state="hidden")
    assert page.locator("tbody tr").count() > 1 and "q=" in page.url
    page.locator(".workings .growth a.mark").nth(1).click()
    page.locator("#reader mark", has_text="305户").wait_for()


@pages
def test_a_series_is_drawn_and_saved_as_a_picture(opened: Callable[..., Visit], contradicting_bot: PolicyBot) -> None:
    page = opened(f"?q={quote('危房')}&rows={key(contradicting_bot, '286户')}").page
    page.locator("#to-series").click()
    page.locator("svg.chart").wait_for()
    assert page.locator("svg.chart").get_attribute("aria-label") == "岚湾县改造农村危房（户）"
    assert page.locator(".chosen-rows li").count() == 2
    with page.expect_download() as saved:
        page.locator("#save-chart").click()
    assert saved.value.suggested_filename == "岚湾县改造农村危房（户）.png"
    picture = saved.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width >= 1200 and height >= 600


@pages
def test_an_answers_figure_leads_to_its_rows(opened: Callable[..., Visit], data_origin: str) -> None:
    visit = opened()
    visit.page.goto(f"{data_origin}/?from=here")
    visit.page.locator("#question textarea").wait_for()
    visit.ask("2022年岚湾县改造农村危房多少户", 1)
    visit.page.locator("#latest .figure a.rows").click()
    visit.page.locator("tr.marked").wait_for()
    assert visit.page.locator("tbody tr").first.get_attribute("class") == "marked"
    assert "286户" in visit.page.locator("tr.marked").inner_text()
    visit.page.go_back()
    visit.page.locator("#question textarea").wait_for()


@pages
def test_all_of_it_by_keyboard(opened: Callable[..., Visit]) -> None:
    page = opened().page
    page.locator("#figure-words").focus()
    page.keyboard.type("柑橘")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "figure-find"
    page.keyboard.press("Enter")
    settle(page, "q=柑橘")
    assert page.evaluate("document.activeElement.id") == "figure-find"
    page.locator("#sort-value").focus()
    page.keyboard.press("Enter")
    settle(page, "sort=value")
    assert page.evaluate("document.activeElement.id") == "sort-value"
    page.locator("input.row").first.focus()
    page.keyboard.press("Space")
    settle(page, "rows=")
    page.wait_for_function("document.querySelectorAll('.chosen-rows li').length === 1")
    assert page.evaluate("document.activeElement.className") == "row"
    page.locator("#every-row").focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelectorAll('.chosen-rows li').length === 3")
    page.locator("#drop-all").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.chosen-rows li').length === 0")
    assert page.locator("#teller").inner_text().startswith("共 3 个数字")


@pages
@pytest.mark.parametrize(("width", "palette"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_it_can_be_read_at_every_width(
    opened: Callable[..., Visit], contradicting_bot: PolicyBot, palette: str, width: int
) -> None:
    rows = ",".join(key(contradicting_bot, said) for said in ("1037户", "1031户", "620户", "411户"))
    visit = opened(f"?q={quote(WORDS)}&rows={rows}", color_scheme=palette, viewport={"width": width, "height": 844})
    page = visit.page
    if (page.locator("body.dark").count() == 1) != (palette == "dark"):
        page.locator("#dark").click()
    if width == 320:
        page.locator("#large-print").click()
    assert faint(page) == []
    assert nameless(page) == []
    assert too_wide(page) == []
    row = page.locator("tbody tr").first
    shown_as = row.evaluate("row => getComputedStyle(row).display")
    assert shown_as == ("table-row" if width > 800 else "block")
    if width == 390:
        page.locator("#to-chosen").click()
        assert page.evaluate("document.activeElement.id") == "chosen-heading"


@pages
def test_english_says_it_all_in_english_and_quotes_stay_as_they_are(opened: Callable[..., Visit]) -> None:
    page = opened(f"?q={quote(WORDS)}").page
    page.locator("#switch-language").click()
    page.locator("#figures-heading", has_text="Figures").wait_for()
    assert page.locator("#total").inner_text().endswith("page 1 of 1")
    assert "1037户" in values(page)
    page.reload()
    page.locator("#figures-heading", has_text="Figures").wait_for()
