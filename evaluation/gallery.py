"""Take the pictures of docs/gallery: python -m evaluation.gallery [--index DIR] [--output docs/gallery].

Each desk as it is used, over the sample reports: at a desk's screen in light, dark and large print, and on a phone. The pages
and answers are the program's own, nothing is arranged, so the pictures stay true as long as this command is run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.serving import browser, served_page
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

_GONE_MS = 700  # until smooth scrolling has come to rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is looked at."""

    name: str
    width: int = 1280
    height: int = 860
    remembered: dict[str, str] = field(default_factory=dict)
    """What the browser remembers: dark, print."""


LOOKS = (
    Look(name="light"),
    Look(name="dark", remembered={"wence-dark": "yes"}),
    Look(name="large-print", remembered={"wence-print": "large"}),
    Look(name="phone", width=390, height=844),
)


def _ask(page: Page) -> None:
    page.locator("#question textarea").fill("我家里穷能吃低保吗？")
    page.locator("#question textarea").press("Enter")
    page.locator("#latest #m1[data-progress=done]").wait_for()


def _check(page: Page) -> None:
    """The walk through the conditions of 低保, two of them answered."""
    page.locator("#check-words").fill("吃低保")
    page.locator("form.find button").click()
    page.locator("#check .policy", has_text="最低生活保障").first.click()
    for _ in range(2):
        page.locator("#check-question").wait_for()
        before = page.locator("#check-question").inner_text()
        if page.locator("#check-amount").count():
            page.locator("#check-amount").fill("380")
            page.locator("#check-amount").press("Enter")
        else:
            page.locator("#check button[data-said=yes]").click()
        page.wait_for_function(
            "(before) => document.querySelector('#check-question')?.innerText !== before", arg=before
        )


def _learn(page: Page) -> None:
    """A round on the handbook's terms, its first item answered."""
    page.locator("#learner-name").fill("新任村书记")
    page.locator("#learner-name").press("Enter")
    page.locator(".learn-shelf", has_text="上任手册").click()
    page.locator(".learn-path [data-learn=round]").first.click()
    item = page.locator(".learn-item")
    item.wait_for()
    while page.locator(".learn-options").count() == 0:  # of the kinds the one that shows most: options
        page.locator("[data-learn=home]").first.click()
        page.locator(".learn-home").wait_for()
        page.locator(".learn-shelf", has_text="上任手册").click()
        page.locator(".learn-path [data-learn=round]").first.click()
        item.wait_for()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.locator(".learn-verdict").wait_for()


def _figures(page: Page) -> None:
    page.locator("#figure-words").fill("各镇监测对象多少户")
    page.locator("#figure-words").press("Enter")
    page.locator(".read").wait_for()
    page.locator("tbody tr", has_text="监测对象户数").first.locator("input.row").check()
    page.locator("#to-comparison").click()
    page.locator("svg.chart").wait_for()
    page.locator("#figure-desk:not([data-comparing])").wait_for()


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ask": ("", _ask),
    "check": ("check", _check),
    "data": ("data", _figures),
    "learn": ("learn", _learn),
}
"""By name: the desk's address, and what is done there before the picture is taken."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all pictures were taken."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.gallery", description="Take the pictures of docs/gallery."
    )
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--output", type=Path, metavar="DIR", default=PROJECT / "docs" / "gallery")
    options = parser.parse_args(arguments)
    try:
        _take(read_settings(KnowledgeSettings, index=options.index).index, options.output)
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    return 0


def _take(index: Path, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state, served_page(index, Path(state)) as address, browser() as opened:
        for look in LOOKS:
            for name, (path, act) in SCENES.items():
                context = opened.new_context(
                    locale="zh-CN", viewport={"width": look.width, "height": look.height}, reduced_motion="reduce"
                )
                context.add_init_script(_remembering(look.remembered))
                page = context.new_page()
                page.goto(f"{address}/{path}")
                page.locator("#dark[aria-pressed]").wait_for()
                act(page)
                page.wait_for_timeout(_GONE_MS)
                page.screenshot(path=output / f"{name}-{look.name}.png")
                context.close()
                print(f"{name}-{look.name}.png")


def _remembering(values: dict[str, str]) -> str:
    return "".join(f"localStorage.setItem('{name}', '{value}');" for name, value in values.items())


if __name__ == "__main__":
    sys.exit(main())
