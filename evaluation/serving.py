"""The page as a process of its own, for measuring it and for its pictures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from evaluation.measuring import child_environment
from evaluation.question_sets import EvaluationError
from knowledge.settings import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_MOST_S = 120


@contextmanager
def served_page(index: Path, state: Path) -> Iterator[str]:
    """Run app.py over the base and yield the page's address once it answers; the process ends with the block.

    Raises:
        EvaluationError: it didn't start.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--index", str(index), "--port", str(port)]
    environment = child_environment(os.environ) | {"WENCE_STATE": str(state)}
    page = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(page, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        page.terminate()
        page.wait(20)


def _wait(page: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _MOST_S
    while time.monotonic() < until and page.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise EvaluationError(
        "页面没有启动起来，请先看 python app.py 的提示。", "The page didn't start; see what python app.py says."
    )


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield headless Chromium: the one that CHROMIUM names, or the installed one.

    Raises:
        EvaluationError: there is none.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        found = None
    if found is None:
        raise EvaluationError(
            "没有找到 Chromium 浏览器或 playwright：请运行 make test 装好测试工具，并安装 chromium。",
            "No Chromium or no playwright: run make test once for the test tools, and install chromium.",
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield opened
        opened.close()
