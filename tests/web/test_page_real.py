"""The page over the real bot and the sample reports: the whole way from a file to a highlighted sentence."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.web.conftest import Visit, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

assembly = pytest.importorskip("bot.assembly", reason="bot.assembly is not there yet")
pytestmark = pytest.mark.page
PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import ingest

    folder = tmp_path_factory.mktemp("index")
    assert ingest.main(["--index", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def real_origin(index: Path) -> Iterator[str]:
    from bot.settings import BotSettings
    from knowledge.settings import KnowledgeSettings
    from web.server import create_app

    settings = KnowledgeSettings(index=index)
    bot = assembly.build_bot(settings, BotSettings())
    with served(create_app(bot, bot.version)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, real_origin: str) -> Iterator[Visit]:
    opened = Visit(browser, real_origin)
    yield opened
    strays = opened.outside()
    opened.context.close()
    assert strays == []


def test_a_figure_leads_to_its_sentence_in_the_document(visit: Visit) -> None:
    visit.ask("2022年底全县累计识别监测对象多少户多少人？", 1)
    page = visit.page
    said = page.locator("#latest .text").inner_text()
    assert "1286户" in said
    assert "4166人" in said
    values = page.locator("#latest .figure .value dd > span").all_inner_texts()
    assert values == ["1286户", "4166人"], "both that are asked, and nothing else's"
    page.locator("#latest .figure .mark").first.click()
    card = page.locator(".card.pointed")
    quote = card.locator("mark").inner_text()
    assert "1286户4166人" in quote
    assert "2022年" in card.locator("h3").inner_text()
    card.locator("a.open").click()
    page.locator("#reader #cited").first.wait_for()
    shown = "".join(page.locator("#reader mark").all_inner_texts())
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", quote)
    assert visit.trouble == []


def test_a_follow_up_carries_the_question_on(visit: Visit) -> None:
    visit.ask("2022年底全县累计识别监测对象多少户多少人？", 1)
    visit.ask("2021年呢？", 2)
    page = visit.page
    assert "2021" in page.locator("#latest .understood").inner_text()
    assert "1286户" not in page.locator("#latest .text").inner_text()
    page.locator("#earlier #m1 .text .mark").first.click()
    assert "1286户4166人" in page.locator(".card.pointed mark").inner_text()


def test_what_no_document_says_is_refused(visit: Visit) -> None:
    visit.ask("2035年全县监测对象有多少户？", 1)
    page = visit.page
    assert page.locator("#latest .verdict").inner_text() == "文件里没有找到依据"
    said = page.locator("#latest .text").inner_text()
    assert "没有找到2035年的这项数据" in said
    assert not re.search(r"[\d,]+[户人]", said)
    offered = page.locator("#latest .text .mark")
    assert offered.count() == 2, "other years are offered, each marked as such"
    assert "2022年" in said
    offered.first.click()
    assert "1286户" in page.locator(".card.pointed mark").inner_text()


def test_the_program_starts_says_where_and_stops(index: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    command = [sys.executable, "app.py", "--index", str(index), "--port", "0"]
    program = subprocess.Popen(
        command, cwd=PROJECT, env={**clean, "PYTHONIOENCODING": "utf-8"}, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert program.stdout is not None
        address = next(found[0] for line in program.stdout if (found := re.search(r"http://[0-9.]+:\d+", line)))
        health = httpx.get(f"{address}/healthz").json()
        assert health["ok"] is True
        assert (index / "versions" / health["index"]).is_dir()
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 0
    finally:
        program.kill()
        program.wait()
