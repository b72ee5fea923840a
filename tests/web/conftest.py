"""A served page over the canned bot, and headless Chromium to visit it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.web.canned import CannedBot

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
    "--disable-component-update", "--no-first-run", "--no-proxy-server",
]  # fmt: skip

LEFT_BEHIND = ("AbortError", "Connection errored out")
"""How the browser's log names a stream of events that ends because its page is left or loaded anew."""


@contextmanager
def served(app: FastAPI, *, port: int = 0) -> Iterator[str]:
    """Serve the application in a thread, at the port where one is given; yields its origin."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive(), "the server ended before it started"
        assert time.monotonic() < until, "the server did not start in 30 s"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def bot() -> CannedBot:
    return CannedBot()


@pytest.fixture
def gate(bot: CannedBot) -> Iterator[threading.Event]:
    """What questions with 等 in them wait for; open again after the test."""
    bot.gate.clear()
    yield bot.gate
    bot.gate.set()


@pytest.fixture(scope="session")
def origin(bot: CannedBot) -> Iterator[str]:
    from web.server import create_app

    with served(create_app(bot, lambda: "20230306-1")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = "no Chromium found: install it (Debian: apt install chromium fonts-noto-cjk) or name it in CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield opened
        opened.close()


class Visit:
    """One person's browser window on the page, and the few things that people do there."""

    def __init__(self, browser: Browser, origin: str, **options: object) -> None:
        self.origin = origin
        self.requests: list[str] = []
        self.trouble: list[str] = []
        self.context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}} | options)
        self.page: Page = self.context.new_page()
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self._hear(str(error)))
        self.page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        self.open()

    def _hear(self, said: str) -> None:
        if not any(end in said for end in LEFT_BEHIND):
            self.trouble.append(said)

    def open(self) -> None:
        self.page.goto(self.origin)
        self.page.locator("#question textarea").wait_for()
        self.page.locator("#dark[aria-pressed]").wait_for()

    def type(self, question: str) -> None:
        self.page.locator("#question textarea").fill(question)
        self.page.locator("#question textarea").press("Enter")

    def ask(self, question: str, number: int, *, progress: str = "done") -> None:
        """Ask and wait until the exchange of that number is settled."""
        self.type(question)
        self.settled(number, progress)

    def settled(self, number: int, progress: str = "done") -> None:
        self.page.locator(f"#latest #m{number}[data-progress={progress}]").wait_for(timeout=30000)

    @property
    def focused(self) -> str:
        return self.page.evaluate("document.activeElement?.id ?? ''")

    def outside(self) -> list[str]:
        """Return the requests of this visit that went to another host."""
        own = (self.origin + "/", "data:", "blob:" + self.origin)
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def visits(browser: Browser, origin: str) -> Iterator[object]:
    """Open any number of visits with separate sessions; after the test none may have left the own host."""
    opened: list[Visit] = []

    def visit(**options: object) -> Visit:
        opened.append(Visit(browser, origin, **options))
        return opened[-1]

    yield visit
    strays = [url for each in opened for url in each.outside()]
    for each in opened:
        each.context.close()
    assert strays == []


@pytest.fixture
def visit(visits: object) -> Visit:
    return visits()
